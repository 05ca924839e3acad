//! Work that has begun before anybody asked for the money, as far as a weak date can tell.

use super::unless_applied;
use crate::domain::{
    AcePhase, CrmOpportunity, Evidence, Field, FixIn, Outcome, PlannedStart, ScreenedDeal,
    Severity, Window,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "TIM008",
    name: "probably-started-without-application",
    severity: Severity::High,
    summary: "MAP funding is applied for before the work probably starts.",
    why: "MAP is not retroactive. If the work really has begun, its funding is almost always lost; \
          if not, there is still time to apply.",
    fix: "In the CRM, enter the project start; if it lies ahead, apply in Partner Central, under \
          Funding, before that day.",
    fix_in: FixIn::Crm,
    source: "Guide, \"They Apply Too Late\"; that the SOW or the close date stands for the start is \
             our choice.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::ProjectStart,
        Field::StartDate,
        Field::AssessStart,
        Field::MobilizeStart,
        Field::MigrateStart,
        Field::SowSignedDate,
        Field::CloseDate,
        Field::MigrationPhase,
        Field::MapStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let start = screened.screening.planned_start;
    let is_over = is_over_in_ace(screened) && start.is_some_and(|start| start.date > cx.as_of);
    // TIM001 speaks of starts that are known.
    if start.is_some_and(|start| !start.basis.is_weak()) && !is_over {
        return Outcome::NotApplicable;
    }
    unless_applied(screened, |crm, window, start| match window {
        Window::Closed if is_over => Some(over_before_its_start(screened, crm, start)),
        Window::Closed if start.date <= cx.as_of => Some(probably_started(screened, crm, start)),
        _ => None,
    })
}

/// Manage comes after every phase that is funded.
fn is_over_in_ace(screened: &ScreenedDeal) -> bool {
    screened.deal.ace().is_some_and(|ace| ace.migration_phase == Some(AcePhase::Manage))
}

/// Two systems of which one must be wrong, and by one of them the money is lost.
fn over_before_its_start(
    screened: &ScreenedDeal,
    crm: &CrmOpportunity,
    start: PlannedStart,
) -> Evidence {
    let id = wording::applied_for(&screened.deal);
    let phase = AcePhase::Manage.label();
    Evidence {
        message: format!(
            "The work has probably started: {id} has reached the migration phase {phase} in ACE, although the CRM has the \
             start on {}; and {}.",
            wording::start(start),
            wording::absence(screened.screening.application)
        ),
        fix: format!(
            "If the work lies ahead, correct the migration phase of {id} in ACE, and submit a MAP application for it in \
             Partner Central, under Funding; if not, {}.",
            wording::correct_start(start, crm)
        ),
        fix_in: FixIn::Ace,
        crm_value: Some(wording::start(start)),
        ace_value: Some(phase.into()),
        expected: "an application before the work, and a migration phase that is on".into(),
        ..Evidence::about(Field::MigrationPhase)
    }
}

fn probably_started(
    screened: &ScreenedDeal,
    crm: &CrmOpportunity,
    start: PlannedStart,
) -> Evidence {
    let lead = screened.screening.apply_by.map(|apply_by| (start.date - apply_by).num_days());
    let by = lead.filter(|days| *days > 0).map_or_else(
        || "before that day".to_owned(),
        |days| format!("at least {} before that day", wording::days(days)),
    );
    Evidence {
        message: format!(
            "The work has probably started: no project start is given, the {} was {}, and {}.",
            start.basis.field().label(),
            start.date,
            wording::absence(screened.screening.application)
        ),
        fix: format!(
            "In the CRM, open {} and enter the project start. If it lies ahead, submit a MAP \
             application for {} in Partner Central, under Funding, {by}.",
            wording::deal(crm),
            wording::applied_for(&screened.deal)
        ),
        fix_in: FixIn::Crm,
        crm_value: Some(wording::start(start)),
        expected: "a project start, and an application before it".into(),
        ..Evidence::about(Field::ProjectStart)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::linked_with_ace;
    use crate::domain::{Application, StartBasis};
    use crate::rules::testing::{evidence, linked, not_applied, outcome};

    #[test]
    fn fails_once_a_weak_date_has_passed_and_names_the_basis() {
        let found = evidence(&RULE, &not_applied(10, 1, StartBasis::SowSigned));
        assert_eq!(
            found.message,
            "The work has probably started: no project start is given, the SOW signed date was \
             2026-10-01, and there is no application for MAP funding."
        );
        assert!(found.fix.contains("enter the project start"), "{}", found.fix);
        assert!(found.fix.ends_with("at least 14 days before that day."), "{}", found.fix);
    }

    #[test]
    fn passes_while_the_weak_date_is_ahead() {
        let deal = not_applied(10, 2, StartBasis::CloseDate);
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn fails_where_ace_says_that_all_is_over_before_the_start_that_the_crm_has() {
        let over = |month, day, basis| {
            let mut deal = not_applied(month, day, basis);
            deal.deal = linked_with_ace(|ace| ace.migration_phase = Some(AcePhase::Manage));
            deal.screening.window = Some(Window::Closed);
            deal
        };
        for basis in [StartBasis::ProjectStart, StartBasis::CloseDate] {
            let found = evidence(&RULE, &over(12, 15, basis));
            assert!(found.message.contains("migration phase Manage in ACE"), "{}", found.message);
        }
        let begun = over(9, 1, StartBasis::ProjectStart);
        assert_eq!(outcome(&RULE, &begun), Outcome::NotApplicable, "TIM001 speaks of it");
    }

    #[test]
    fn leaves_firm_starts_to_the_rule_about_them() {
        let deal = not_applied(9, 1, StartBasis::ProjectStart);
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
    }

    #[test]
    fn is_unknown_without_funding_data_or_without_any_start() {
        let mut no_data = not_applied(9, 1, StartBasis::CloseDate);
        no_data.screening.application = Application::NoData;
        assert_eq!(outcome(&RULE, &no_data), Outcome::unknown(Field::MapStatus));
        let no_start = linked(|screening| {
            screening.application = Application::None;
            screening.window = Some(Window::Unknown);
            screening.planned_start = None;
        });
        assert_eq!(outcome(&RULE, &no_start), Outcome::unknown(Field::ProjectStart));
    }
}
