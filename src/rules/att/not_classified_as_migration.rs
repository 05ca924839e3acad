//! A migration that ACE does not list among the migrations.

use crate::domain::{Criterion, Evidence, Field, FixIn, Outcome, Role, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT011",
    name: "not-classified-as-migration",
    severity: Severity::Medium,
    summary: "The ACE opportunity of a deal that the CRM shows to be a migration has a migration use case.",
    why: "AWS finds migrations by their use case. One that is classified otherwise is not considered for MAP.",
    fix: "In ACE, set the use case of the opportunity to one of the migration use cases.",
    fix_in: FixIn::Ace,
    source: "AWS Partner Central, ACE use cases; that both systems should agree is our choice.",
    subject: Subject::Migrations,
    reads: &[Field::UseCase, Field::Stage, Field::ReviewStatus],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let Some((_, ace, _)) = screened.deal.linked() else {
        return Outcome::NotApplicable;
    };
    let evidence = &screened.screening.migration_evidence;
    let by_crm = evidence.iter().find(|it| it.found_in == Role::Crm).map(|it| &it.words);
    match (&screened.screening.criteria.migration_use_case, by_crm) {
        (Criterion::Pass(_), _) => Outcome::Pass,
        (Criterion::NotApplicable, _) | (_, None) => Outcome::NotApplicable,
        (Criterion::Unknown(_), Some(_)) => Outcome::unknown(Field::UseCase),
        (Criterion::Fail(use_case), Some(by_crm)) => {
            let (fix, fix_in) = wording::change_in_ace(
                ace,
                format!(
                    "{} and set the use case to one of the migration use cases.",
                    wording::sentence(&wording::open_in_ace(ace))
                ),
            );
            Outcome::fail(Evidence {
                message: format!(
                    "The deal is a migration by its record ({by_crm}), but the use case of {} is \"{use_case}\".",
                    ace.id
                ),
                fix,
                fix_in,
                crm_value: Some(by_crm.clone()),
                ace_value: Some(use_case.to_string()),
                expected: "a migration use case".into(),
                ..Evidence::about(Field::UseCase)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MigrationEvidence;
    use crate::domain::testing::crm_only;
    use crate::rules::testing::{evidence, linked, outcome, screened};

    fn with_use_case(met: Criterion) -> ScreenedDeal {
        linked(|screening| {
            screening.migration_evidence =
                vec![MigrationEvidence::new(Role::Crm, "CRM migration type \"Rehost\"")];
            screening.criteria.migration_use_case = met;
        })
    }

    #[test]
    fn fails_when_the_crm_says_migration_and_the_use_case_does_not() {
        let found = evidence(&RULE, &with_use_case(Criterion::fail("Security & Compliance")));
        assert_eq!(
            found.message,
            "The deal is a migration by its record (CRM migration type \"Rehost\"), but the use case of O1234567 is \
             \"Security & Compliance\"."
        );
    }

    #[test]
    fn is_not_applicable_where_the_crm_calls_it_no_migration_or_ace_has_no_use_cases() {
        let by_ace = linked(|screening| {
            screening.migration_evidence =
                vec![MigrationEvidence::new(Role::Ace, "ACE title: \"Data center exit\"")];
            screening.criteria.migration_use_case = Criterion::fail("Security & Compliance");
        });
        let mut by_request = by_ace.clone();
        by_request.screening.migration_evidence =
            vec![MigrationEvidence::new(Role::Funding, "a MAP fund request")];
        for deal in [
            by_ace,
            by_request,
            with_use_case(Criterion::NotApplicable),
            screened(crm_only(|_| {})),
        ] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }

    #[test]
    fn a_migration_use_case_passes_and_a_blank_one_is_unknown() {
        assert_eq!(outcome(&RULE, &with_use_case(Criterion::pass("Migration"))), Outcome::Pass);
        let blank = with_use_case(Criterion::unknown(Field::UseCase));
        assert_eq!(outcome(&RULE, &blank), Outcome::unknown(Field::UseCase));
    }
}
