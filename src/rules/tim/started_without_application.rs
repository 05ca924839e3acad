//! Work that began before anybody asked for the money.

use super::unless_applied;
use crate::domain::{
    CrmOpportunity, Evidence, Field, FixIn, Outcome, PlannedStart, ScreenedDeal, Severity, Window,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "TIM001",
    name: "started-without-application",
    severity: Severity::Critical,
    summary: "MAP funding is applied for before the work starts.",
    why: "MAP is approved before the work is done and is not retroactive. The funding of work that \
          began without an application is almost always lost.",
    fix: "Ask your PDM at once whether AWS accepts an application for what is still to be done; if \
          the work has not begun, correct the project start in the CRM.",
    fix_in: FixIn::Pdm,
    source: "Guide, \"They Apply Too Late\".",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::ProjectStart,
        Field::StartDate,
        Field::AssessStart,
        Field::MobilizeStart,
        Field::MigrateStart,
        Field::MapStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    // TIM008 speaks of starts that are only probable.
    if screened.screening.planned_start.is_some_and(|start| start.basis.is_weak()) {
        return Outcome::NotApplicable;
    }
    unless_applied(screened, |crm, window, start| {
        let has_started = window == Window::Closed && start.date <= cx.as_of;
        has_started.then(|| started(screened, crm, start))
    })
}

fn started(screened: &ScreenedDeal, crm: &CrmOpportunity, start: PlannedStart) -> Evidence {
    Evidence {
        message: format!(
            "The work started on {}, and {}.",
            wording::start(start),
            wording::absence(screened.screening.application)
        ),
        fix: format!(
            "Ask your PDM at once whether AWS accepts an application for what is still to be done \
             of {}; if the work has not begun, {}.",
            wording::applied_for(&screened.deal),
            wording::correct_start(start, crm)
        ),
        fix_in: FixIn::Pdm,
        crm_value: Some(wording::start(start)),
        expected: "an application before the start".into(),
        ..Evidence::about(Field::ProjectStart)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Application, Phase, RequestState, StartBasis};
    use crate::rules::testing::{evidence, linked, not_applied, outcome};

    #[test]
    fn fails_once_the_work_has_started() {
        let found = evidence(&RULE, &not_applied(10, 1, StartBasis::ProjectStart));
        assert_eq!(
            found.message,
            "The work started on 2026-10-01 (project start), and there is no application for MAP \
             funding."
        );
        assert!(found.fix.contains("correct the project start of deal 0065f"), "{}", found.fix);
    }

    #[test]
    fn passes_while_the_start_is_ahead() {
        let deal = not_applied(10, 2, StartBasis::ProjectStart);
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn a_phase_date_is_as_firm_as_the_project_start() {
        let found = evidence(&RULE, &not_applied(9, 1, StartBasis::PhaseDate(Phase::Assess)));
        assert!(found.message.contains("2026-09-01 (Assess start)"), "{}", found.message);
    }

    #[test]
    fn leaves_weak_starts_to_the_rule_about_them() {
        for basis in [StartBasis::SowSigned, StartBasis::CloseDate] {
            assert_eq!(outcome(&RULE, &not_applied(9, 1, basis)), Outcome::NotApplicable);
        }
    }

    #[test]
    fn a_live_application_passes_and_one_that_came_to_nothing_is_named() {
        let with = |state| {
            let mut deal = not_applied(9, 1, StartBasis::ProjectStart);
            deal.screening.application = Application::Request(state);
            deal
        };
        assert_eq!(outcome(&RULE, &with(RequestState::Approved)), Outcome::Pass);
        let found = evidence(&RULE, &with(RequestState::Rejected));
        assert!(found.message.ends_with("was rejected or sent back."), "{}", found.message);
    }

    #[test]
    fn no_funding_data_is_not_the_same_as_no_application() {
        let mut deal = not_applied(9, 1, StartBasis::ProjectStart);
        deal.screening.application = Application::NoData;
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::MapStatus));
    }

    #[test]
    fn is_unknown_without_a_start() {
        let without_start = |window| {
            linked(|screening| {
                screening.application = Application::None;
                screening.window = Some(window);
                screening.planned_start = None;
            })
        };
        for window in [Window::Unknown, Window::Closed] {
            let outcome = outcome(&RULE, &without_start(window));
            assert_eq!(outcome, Outcome::unknown(Field::ProjectStart), "{}", window.name());
        }
    }

    #[test]
    fn a_deal_of_which_no_phase_needs_an_application_is_not_judged() {
        let mut deal = not_applied(9, 1, StartBasis::ProjectStart);
        deal.screening.window = None;
        assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
    }

    #[test]
    fn a_window_that_ace_closed_with_the_start_ahead_has_not_seen_work_start() {
        let mut deal = not_applied(10, 2, StartBasis::ProjectStart);
        deal.screening.window = Some(Window::Closed);
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }
}
