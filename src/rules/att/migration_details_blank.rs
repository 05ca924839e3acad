//! An opportunity marked as MAP that says little of the migration.

use crate::domain::{AceOpportunity, Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ATT012",
    name: "migration-details-blank",
    severity: Severity::Low,
    summary: "An ACE opportunity that is marked as MAP states its servers, migration phase and migration source.",
    why: "AWS decides on MAP by size, phase and source. What is blank is asked about, and that takes days.",
    fix: "In ACE, fill in the migration details of the opportunity.",
    fix_in: FixIn::Ace,
    source: "AWS Partner Central, migration details of an opportunity in the program MAP.",
    subject: Subject::Migrations,
    reads: &[
        Field::ApnPrograms,
        Field::Ownership,
        Field::ServerCount,
        Field::MigrationPhase,
        Field::MigrationSource,
        Field::Stage,
        Field::ReviewStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let opportunity = screened.deal.ace();
    // AWS fills in its own referrals, and nobody may change what is closed.
    let Some(ace) =
        opportunity.filter(|it| it.is_tagged_map() && it.is_open() && !it.is_aws_referral)
    else {
        return Outcome::NotApplicable;
    };
    let details = details(ace);
    if details.is_empty() {
        return Outcome::NotApplicable;
    }
    let blank: Vec<Field> =
        details.iter().filter(|(_, is_given)| !is_given).map(|(field, _)| *field).collect();
    let Some(first) = blank.first() else {
        return Outcome::Pass;
    };
    let names: Vec<&str> = blank.iter().map(|field| field.label()).collect();
    let names = names.join(", ");
    Outcome::fail(Evidence {
        message: format!("{} is marked as MAP, but leaves blank: {names}.", ace.id),
        fix: format!("{} and fill in: {names}.", wording::sentence(&wording::open_in_ace(ace))),
        fix_in: FixIn::Ace,
        expected: "servers in scope, migration phase and migration source".into(),
        ..Evidence::about(*first)
    })
}

/// The details that the export carries, and whether each is given.
fn details(ace: &AceOpportunity) -> Vec<(Field, bool)> {
    let all = [
        (Field::ServerCount, ace.server_count.is_some()),
        (Field::MigrationPhase, ace.migration_phase.is_some()),
        (Field::MigrationSource, ace.migration_source.is_some()),
    ];
    let carried = all.into_iter().filter(|(field, _)| ace.at.carries(*field));
    // A cell that nobody can read is not blank.
    carried.map(|(field, is_read)| (field, is_read || ace.unreadable.contains(field))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_with_ace, place_carrying};
    use crate::domain::{AcePhase, AceStage, Decimal};
    use crate::rules::testing::{evidence, outcome, screened};

    fn with(change: impl FnOnce(&mut AceOpportunity)) -> ScreenedDeal {
        screened(linked_with_ace(|ace| {
            ace.server_count = Some(Decimal::from(120));
            ace.migration_phase = Some(AcePhase::Assess);
            ace.migration_source = Some("On-premises".into());
            change(ace);
        }))
    }

    #[test]
    fn fails_and_names_every_blank_detail() {
        let found = evidence(
            &RULE,
            &with(|ace| {
                ace.server_count = None;
                ace.migration_source = None;
            }),
        );
        assert_eq!(
            found.message,
            "O1234567 is marked as MAP, but leaves blank: servers in scope, migration source."
        );
        assert_eq!(found.field, Field::ServerCount.into());
    }

    #[test]
    fn a_phase_that_nobody_can_read_is_not_blank() {
        let deal = with(|ace| {
            ace.migration_phase = None;
            ace.unreadable.insert(Field::MigrationPhase);
        });
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn a_format_without_these_columns_has_nothing_to_fill_in() {
        let narrow = &[Field::AceId, Field::ApnPrograms, Field::Stage];
        let deal = with(|ace| {
            ace.server_count = None;
            ace.at = place_carrying("ace.csv", 2, narrow);
        });
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
    }

    #[test]
    fn passes_when_all_is_given_and_does_not_concern_untagged_closed_or_referred_ones() {
        assert_eq!(outcome(&RULE, &with(|_| {})), Outcome::Pass);
        for change in [
            |ace: &mut AceOpportunity| ace.apn_programs.clear(),
            |ace: &mut AceOpportunity| ace.stage = Some(AceStage::Launched),
            |ace: &mut AceOpportunity| ace.is_aws_referral = true,
        ] {
            let deal = with(|ace| {
                ace.server_count = None;
                change(ace);
            });
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
        assert_eq!(outcome(&RULE, &screened(crm_only(|_| {}))), Outcome::NotApplicable);
    }
}
