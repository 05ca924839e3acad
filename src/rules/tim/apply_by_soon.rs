//! A last day to apply that is near.

use super::{how_to_apply, unless_applied};
use crate::domain::{Evidence, Field, FixIn, Outcome, ScreenedDeal, Severity, Window};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "TIM002",
    name: "apply-by-soon",
    severity: Severity::High,
    summary: "MAP funding is applied for well before the last day to apply.",
    why: "An application that misses the day cannot be approved before the work starts, and MAP is \
          not retroactive.",
    fix: "Tell your PDM; then submit the MAP application in Partner Central, under Funding, by the \
          last day to apply.",
    fix_in: FixIn::PartnerCentral,
    source: "Guide, \"They Apply Too Late\"; AWS Partner Central, page resubmit-fund-request-claim, \
             for 14 days before the start. How early to warn is our choice.",
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
        Field::ApnPrograms,
        Field::ReviewStatus,
        Field::Stage,
    ],
    check,
};

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let screening = &screened.screening;
    unless_applied(screened, |crm, window, start| {
        let apply_by = screening.apply_by?;
        let days_left = screening.days_left.filter(|days_left| *days_left >= 0)?;
        (window == Window::Closing).then(|| Evidence {
            message: format!(
                "The last day to apply is {apply_by}, {}; the work starts on {}, and {}.",
                if days_left == 0 {
                    "today".into()
                } else {
                    format!("{} away", wording::days(days_left))
                },
                wording::start(start),
                wording::absence(screening.application)
            ),
            fix: how_to_apply(screened, crm, &format!("by {apply_by}")),
            fix_in: FixIn::PartnerCentral,
            crm_value: Some(wording::start(start)),
            expected: format!("an application by {apply_by}").into(),
            phase: screening.next_phase,
            ..Evidence::about(Field::ProjectStart)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_with_ace};
    use crate::domain::{
        AceOpportunity, Application, Phase, RequestState, ReviewStatus, StartBasis,
    };
    use crate::rules::testing::{evidence, linked, not_applied, outcome};

    fn starting_on(month: u32, day: u32) -> ScreenedDeal {
        not_applied(month, day, StartBasis::ProjectStart)
    }

    #[test]
    fn fails_with_the_last_day_to_apply() {
        let found = evidence(&RULE, &starting_on(10, 30));
        assert_eq!(
            found.message,
            "The last day to apply is 2026-10-16, 15 days away; the work starts on 2026-10-30 \
             (project start), and there is no application for MAP funding."
        );
        assert_eq!(
            found.fix,
            "Tell your PDM of O1234567; then submit a MAP application for it in Partner Central, \
             under Funding, by 2026-10-16."
        );
    }

    #[test]
    fn it_is_about_the_phase_that_comes_next_so_that_no_decision_on_it_covers_a_later_one() {
        let mut deal = starting_on(10, 30);
        deal.screening.next_phase = Some(Phase::Mobilize);
        assert_eq!(evidence(&RULE, &deal).phase, Some(Phase::Mobilize));
    }

    #[test]
    fn the_last_day_itself_is_not_too_late() {
        let found = evidence(&RULE, &starting_on(10, 15));
        assert!(found.message.contains("2026-10-01, today;"), "{}", found.message);
        assert_eq!(outcome(&RULE, &starting_on(10, 14)), Outcome::Pass);
    }

    #[test]
    fn passes_while_the_window_is_open() {
        let mut deal = starting_on(11, 30);
        deal.screening.window = Some(Window::Open);
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn a_deal_outside_ace_is_sent_there_first() {
        let mut deal = starting_on(10, 30);
        deal.deal = crm_only(|_| {});
        let fix = evidence(&RULE, &deal).fix;
        assert!(fix.starts_with("In ACE, submit an opportunity for deal 0065f"), "{fix}");
    }

    #[test]
    fn an_opportunity_that_carries_no_application_yet_is_mended_first() {
        let fix = |change: fn(&mut AceOpportunity)| {
            let mut deal = starting_on(10, 30);
            deal.deal = linked_with_ace(change);
            evidence(&RULE, &deal).fix
        };
        let draft = fix(|ace| ace.review_status = Some(ReviewStatus::Draft));
        assert!(
            draft.starts_with("In ACE, submit O1234567 to AWS first. Tell your PDM"),
            "{draft}"
        );
        let asked = fix(|ace| ace.review_status = Some(ReviewStatus::ActionRequired));
        assert!(
            asked.starts_with("In ACE, first change what AWS asks for in O1234567."),
            "{asked}"
        );
        let rejected = fix(|ace| ace.review_status = Some(ReviewStatus::Rejected));
        assert!(rejected.starts_with("AWS rejected O1234567, so settle with"), "{rejected}");
        let unmarked = fix(|ace| ace.apn_programs.clear());
        assert!(unmarked.starts_with("In ACE, open O1234567 and add APN program"), "{unmarked}");
        let both = fix(|ace| {
            ace.apn_programs.clear();
            ace.review_status = Some(ReviewStatus::Draft);
        });
        assert!(both.contains("Program\" to O1234567 and submit it to AWS."), "{both}");
    }

    #[test]
    fn a_request_in_preparation_is_no_application_and_a_live_one_is() {
        let mut deal = starting_on(10, 30);
        deal.screening.application = Application::Request(RequestState::Prepared);
        let found = evidence(&RULE, &deal);
        assert!(found.message.ends_with("was never submitted."), "{}", found.message);
        deal.screening.application = Application::Request(RequestState::Approved);
        assert_eq!(outcome(&RULE, &deal), Outcome::Pass);
    }

    #[test]
    fn is_unknown_without_funding_data_or_without_a_start() {
        let mut no_data = starting_on(10, 30);
        no_data.screening.application = Application::NoData;
        assert_eq!(outcome(&RULE, &no_data), Outcome::unknown(Field::MapStatus));
        let no_start = linked(|screening| {
            screening.application = Application::None;
            screening.window = Some(Window::Unknown);
        });
        assert_eq!(outcome(&RULE, &no_start), Outcome::unknown(Field::ProjectStart));
    }
}
