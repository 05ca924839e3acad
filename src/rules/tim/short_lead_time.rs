//! A start that is still ahead, but too near for an application in good time.

use super::unless_applied;
use crate::domain::{
    CrmOpportunity, Evidence, Field, FixIn, Outcome, PlannedStart, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "TIM003",
    name: "short-lead-time",
    severity: Severity::High,
    summary: "MAP funding is applied for no later than the last day to apply.",
    why: "AWS needs time to approve before the work starts, and MAP is not retroactive. From the \
          start on, the money is almost always lost.",
    fix: "Ask your PDM today whether AWS still accepts an application before the start; if not, \
          agree a later start with the customer and correct it in the CRM.",
    fix_in: FixIn::Pdm,
    source: "AWS Partner Central, page resubmit-fund-request-claim: the start lies at least 14 \
             days ahead. Guide, \"They Apply Too Late\".",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::ProjectStart,
        Field::StartDate,
        Field::AssessStart,
        Field::MobilizeStart,
        Field::MigrateStart,
        Field::SowSignedDate,
        Field::CloseDate,
        Field::MapStatus,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let apply_by_has_passed = screened.screening.days_left.is_some_and(|days_left| days_left < 0);
    unless_applied(screened, |crm, _window, start| {
        let is_short = start.date > cx.as_of && apply_by_has_passed;
        is_short.then(|| too_near(screened, cx, crm, start))
    })
}

fn too_near(
    screened: &ScreenedDeal,
    cx: &RuleContext,
    crm: &CrmOpportunity,
    start: PlannedStart,
) -> Evidence {
    let screening = &screened.screening;
    let apply_by = screening
        .apply_by
        .map_or_else(|| "before the start".to_owned(), |apply_by| format!("by {apply_by}"));
    Evidence {
        message: format!(
            "The work starts on {}, in {}; an application was due {apply_by}, and {}.",
            wording::start(start),
            wording::days((start.date - cx.as_of).num_days()),
            wording::absence(screening.application)
        ),
        fix: format!(
            "Ask your PDM today whether AWS still accepts an application for {} before {}; if not, \
             agree a later start with the customer and {}.",
            wording::applied_for(&screened.deal),
            start.date,
            wording::correct_start(start, crm)
        ),
        fix_in: FixIn::Pdm,
        crm_value: Some(wording::start(start)),
        expected: format!("an application {apply_by}").into(),
        phase: screening.next_phase,
        ..Evidence::about(Field::ProjectStart)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Application, ApprovalStage, Phase, RequestState, StartBasis, Window};
    use crate::rules::testing::{evidence, linked, not_applied, outcome};

    fn starting_on(month: u32, day: u32) -> ScreenedDeal {
        not_applied(month, day, StartBasis::ProjectStart)
    }

    #[test]
    fn fails_between_the_last_day_to_apply_and_the_start() {
        let found = evidence(&RULE, &starting_on(10, 8));
        assert_eq!(
            found.message,
            "The work starts on 2026-10-08 (project start), in 7 days; an application was due by \
             2026-09-24, and there is no application for MAP funding."
        );
        evidence(&RULE, &starting_on(10, 14));
        evidence(&RULE, &starting_on(10, 2));
    }

    #[test]
    fn it_is_about_the_phase_that_comes_next_so_that_no_decision_on_it_covers_a_later_one() {
        let mut deal = starting_on(10, 8);
        deal.screening.next_phase = Some(Phase::Mobilize);
        assert_eq!(evidence(&RULE, &deal).phase, Some(Phase::Mobilize));
    }

    #[test]
    fn passes_on_the_last_day_to_apply_and_once_the_work_has_started() {
        for (month, day) in [(10, 15), (10, 1)] {
            assert_eq!(outcome(&RULE, &starting_on(month, day)), Outcome::Pass, "{month}-{day}");
        }
    }

    #[test]
    fn a_weak_start_is_near_enough() {
        let found = evidence(&RULE, &not_applied(10, 8, StartBasis::CloseDate));
        assert!(found.message.contains("2026-10-08 (close date)"), "{}", found.message);
        assert!(
            found.fix.ends_with("enter the project start of deal 0065f00000AbCdE in the CRM."),
            "{}",
            found.fix
        );
    }

    #[test]
    fn a_live_application_passes() {
        let mut deal = starting_on(10, 8);
        deal.screening.application =
            Application::Request(RequestState::Applied(ApprovalStage::Business));
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn is_unknown_without_funding_data_or_without_a_start() {
        let mut no_data = starting_on(10, 8);
        no_data.screening.application = Application::NoData;
        assert_eq!(outcome(&RULE, &no_data), Outcome::unknown(Field::MapStatus));
        let no_start = linked(|screening| {
            screening.application = Application::None;
            screening.window = Some(Window::Unknown);
        });
        assert_eq!(outcome(&RULE, &no_start), Outcome::unknown(Field::ProjectStart));
    }
}
