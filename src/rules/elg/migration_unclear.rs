//! A deal of which one cannot tell whether it is a migration.

use crate::domain::{
    Evidence, Field, FixIn, IsMigration, Outcome, Records, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "ELG007",
    name: "migration-unclear",
    severity: Severity::Low,
    summary: "The record of a deal tells whether it is a migration.",
    why: "A migration that nobody recognises is never considered for MAP.",
    fix: "Mark the deal as a migration or not, in its migration type.",
    fix_in: FixIn::Crm,
    source: "Our choice: what the words leave open is asked, not guessed.",
    subject: Subject::AllDeals,
    reads: &[
        Field::MigrationType,
        Field::DealName,
        Field::Description,
        Field::Title,
        Field::Problem,
        Field::Status,
        Field::Stage,
        Field::ReviewStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let deal = &screened.deal;
    if deal.is_lost() {
        return Outcome::NotApplicable;
    }
    if screened.screening.is_migration != IsMigration::Unclear {
        return Outcome::Pass;
    }
    let words = screened.screening.migration_words();
    let because = if words.is_empty() { "its words say too little".to_owned() } else { words };
    let (named, fix, fix_in) = match &deal.records {
        Records::Linked { crm, .. } | Records::CrmOnly(crm) => (
            wording::deal(crm),
            format!(
                "In the CRM, open {} and enter its migration type, or that it is none.",
                wording::deal(crm)
            ),
            FixIn::Crm,
        ),
        Records::AceOnly(ace) => (
            ace.id.to_string(),
            format!("{} and set its use case.", wording::sentence(&wording::open_in_ace(ace))),
            FixIn::Ace,
        ),
    };
    Outcome::fail(Evidence {
        message: format!("It is unclear whether {named} is a migration: {because}."),
        fix,
        fix_in,
        crm_value: deal.crm().and_then(|crm| crm.migration_type.as_deref()).map(Into::into),
        expected: "a migration type, or that it is none".into(),
        ..Evidence::about(Field::MigrationType)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace_only, linked_with_crm};
    use crate::domain::{DealStatus, MigrationEvidence, Role};
    use crate::rules::testing::{evidence, linked, outcome, screened};

    fn unclear() -> ScreenedDeal {
        linked(|screening| {
            screening.is_migration = IsMigration::Unclear;
            screening.migration_evidence =
                vec![MigrationEvidence::new(Role::Crm, "deal name: \"modernization\"")];
        })
    }

    #[test]
    fn fails_with_the_words_that_leave_it_open() {
        assert_eq!(
            evidence(&RULE, &unclear()).message,
            "It is unclear whether deal 0065f00000AbCdE is a migration: deal name: \"modernization\"."
        );
        let mut wordless = unclear();
        wordless.screening.migration_evidence.clear();
        assert!(evidence(&RULE, &wordless).message.ends_with("its words say too little."));
    }

    #[test]
    fn an_opportunity_without_a_deal_is_mended_in_ace() {
        let mut deal = screened(ace_only(|_| {}));
        deal.screening.is_migration = IsMigration::Unclear;
        assert_eq!(evidence(&RULE, &deal).fix_in, FixIn::Ace);
    }

    #[test]
    fn a_clear_yes_or_no_passes_and_a_lost_deal_is_left_alone() {
        for is_migration in [IsMigration::Yes, IsMigration::No] {
            let deal = linked(|screening| screening.is_migration = is_migration);
            assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
        }
        let mut lost = screened(linked_with_crm(|crm| crm.status = DealStatus::Lost));
        lost.screening.is_migration = IsMigration::Unclear;
        assert_eq!(outcome(&RULE, &lost), Outcome::NotApplicable);
    }
}
