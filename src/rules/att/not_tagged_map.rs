//! An ACE opportunity of an eligible migration that is not marked as MAP.

use crate::domain::{
    AceOpportunity, Evidence, Field, FixIn, ISV_MIGRATION_PROGRAM, Outcome, ScreenedDeal, Severity,
    Verdict,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT002",
    name: "not-tagged-map",
    severity: Severity::High,
    summary: "The ACE opportunity of a migration names the Migration Acceleration Program among \
              its APN programs.",
    why: "The APN program is how AWS recognises a MAP engagement. An opportunity without it gets \
          no MAP money, and after launch the program can no longer be added.",
    fix: "In ACE, open the opportunity and add APN program \"Migration Acceleration Program\"; \
          then send the id to your PDM.",
    fix_in: FixIn::Ace,
    source: "Guide, \"The ACE Opportunity Is Missing or Wrong\"; AWS Selling API, `ApnPrograms`, \
             for the name of the program.",
    subject: Subject::Migrations,
    reads: &[Field::ApnPrograms, Field::Stage, Field::ReviewStatus],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some((_, ace, _)) = screened.deal.linked() else {
        return Outcome::NotApplicable;
    };
    // The ISV programme funds software vendors' migrations in place of MAP.
    let is_funded_elsewhere = ace.has_program(ISV_MIGRATION_PROGRAM);
    if screened.screening.verdict == Verdict::NotEligible || is_funded_elsewhere {
        return Outcome::NotApplicable;
    }
    if !ace.at.carries(Field::ApnPrograms) {
        return Outcome::unknown(Field::ApnPrograms);
    }
    if ace.is_tagged_map() {
        return Outcome::Pass;
    }
    Outcome::fail(untagged(ace))
}

fn untagged(ace: &AceOpportunity) -> Evidence {
    let id = &ace.id;
    let programs = (!ace.apn_programs.is_empty()).then(|| ace.apn_programs.join("; "));
    let stated = match &programs {
        Some(programs) => format!("its APN programs are \"{programs}\""),
        None => "its APN programs are blank".to_owned(),
    };
    let (message, fix, fix_in) = match wording::frozen_at(ace) {
        None => (
            format!("{id} is not marked as MAP: {stated}."),
            format!(
                "{} and add APN program \"Migration Acceleration Program\"; then send the id to \
                 your PDM.",
                wording::sentence(&wording::open_in_ace(ace))
            ),
            FixIn::Ace,
        ),
        Some(stage) => (
            format!(
                "{id} is not marked as MAP: {stated}. It is {stage}, so AWS allows no change of \
                 its programs any more."
            ),
            format!("Ask your PDM whether AWS can still mark {id} as MAP; ACE itself is frozen."),
            FixIn::Pdm,
        ),
    };
    Evidence {
        message,
        fix,
        fix_in,
        ace_value: programs,
        expected: "APN program \"Migration Acceleration Program\"".into(),
        ..Evidence::about(Field::ApnPrograms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{
        ace_only, crm_only, linked_deal, linked_with_ace, place_carrying,
    };
    use crate::domain::{AceStage, ReviewStatus};
    use crate::rules::testing::{evidence, outcome, screened};

    fn with_programs(programs: &[&str]) -> ScreenedDeal {
        screened(linked_with_ace(|ace| {
            ace.apn_programs = programs.iter().map(|program| (*program).to_owned()).collect();
        }))
    }

    #[test]
    fn fails_on_an_open_opportunity_and_says_where_to_add_the_program() {
        let found = evidence(&RULE, &with_programs(&["Windows", "VMware Cloud on AWS"]));
        assert_eq!(
            found.message,
            "O1234567 is not marked as MAP: its APN programs are \"Windows; VMware Cloud on AWS\"."
        );
        assert_eq!(
            found.fix,
            "In ACE, open O1234567 and add APN program \"Migration Acceleration Program\"; then \
             send the id to your PDM."
        );
    }

    #[test]
    fn blank_programs_are_no_tag() {
        let found = evidence(&RULE, &with_programs(&[]));
        assert_eq!(found.message, "O1234567 is not marked as MAP: its APN programs are blank.");
        assert_eq!(found.ace_value, None);
    }

    #[test]
    fn asks_the_pdm_once_aws_has_frozen_the_opportunity() {
        for stage in [AceStage::Launched, AceStage::ClosedLost] {
            let found = evidence(
                &RULE,
                &screened(linked_with_ace(|ace| {
                    ace.apn_programs.clear();
                    ace.stage = Some(stage);
                })),
            );
            assert_eq!(found.fix_in, FixIn::Pdm);
            assert!(found.message.contains(stage.label()), "{}", found.message);
            assert!(!found.fix.contains("add APN program"), "{}", found.fix);
        }
    }

    #[test]
    fn waits_for_a_review_that_is_under_way() {
        let deal = linked_with_ace(|ace| {
            ace.apn_programs.clear();
            ace.review_status = Some(ReviewStatus::InReview);
        });
        let fix = evidence(&RULE, &screened(deal)).fix;
        assert!(fix.starts_with("Once AWS has reviewed O1234567"), "{fix}");
    }

    #[test]
    fn passes_with_the_program_in_any_spelling() {
        for program in ["Migration Acceleration Program", "migration  acceleration program (MAP)"] {
            assert_eq!(outcome(&RULE, &with_programs(&["Windows", program])), Outcome::Pass);
        }
    }

    #[test]
    fn does_not_concern_migrations_funded_by_the_isv_programme() {
        let deal = with_programs(&["ISV Workload Migration"]);
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
    }

    #[test]
    fn does_not_concern_migrations_that_are_not_eligible() {
        let mut deal = with_programs(&[]);
        deal.screening.verdict = Verdict::NotEligible;
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
    }

    #[test]
    fn is_unknown_without_a_programs_column_and_not_applicable_without_a_link() {
        let deal = linked_with_ace(|ace| {
            ace.apn_programs.clear();
            ace.at = place_carrying("ace.csv", 2, &[Field::AceId]);
        });
        assert_eq!(outcome(&RULE, &screened(deal)), Outcome::unknown(Field::ApnPrograms));
        for deal in [crm_only(|_| {}), ace_only(|ace| ace.apn_programs.clear())] {
            assert_eq!(outcome(&RULE, &screened(deal)), Outcome::NotApplicable);
        }
        assert_eq!(outcome(&RULE, &screened(linked_deal())), Outcome::Pass);
    }
}
