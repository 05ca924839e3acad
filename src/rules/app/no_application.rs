//! A deal for which all is ready and nobody has applied.

use crate::domain::{
    AceOpportunity, Application, Ending, Evidence, Field, FixIn, Outcome, RequestState,
    ScreenedDeal, Screening, Severity, Verdict, Window,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "APP001",
    name: "no-application",
    severity: Severity::High,
    summary: "A migration that looks eligible, is marked as MAP and has AWS revenue is applied for.",
    why: "Everything that AWS asks for is there, and the money is not asked for.",
    fix: "Submit the MAP application in Partner Central, under Funding.",
    fix_in: FixIn::PartnerCentral,
    source: "Guide, how to apply for MAP.",
    subject: Subject::JudgedMigrations,
    reads: &[
        Field::MapStatus,
        Field::ApnPrograms,
        Field::Arr,
        Field::Mrr,
        Field::ProjectStart,
        Field::StartDate,
        Field::MigrationPhase,
        Field::ReviewStatus,
    ],
    check,
};

const TERMINATED: Application = Application::Request(RequestState::Ended(Ending::Terminated));

fn check(screened: &ScreenedDeal, _cx: &RuleContext) -> Outcome {
    let screening = &screened.screening;
    let Some((_, ace, _)) = screened.deal.linked() else {
        return Outcome::NotApplicable;
    };
    let can_apply = matches!(screening.window, Some(Window::Open | Window::Closing));
    let has_all_else = screening.verdict == Verdict::LooksEligible && screening.arr.usd.is_some();
    let is_ready = has_all_else && ace.is_tagged_map();
    match screening.application {
        Application::NoData | Application::Request(RequestState::Unclear)
            if is_ready && can_apply =>
        {
            return Outcome::unknown(Field::MapStatus);
        }
        Application::Request(state) if state.is_live() => return Outcome::Pass,
        Application::None
        | Application::Request(RequestState::Ended(
            Ending::Cancelled | Ending::Terminated | Ending::Expired,
        )) => {}
        // One that is being prepared is on its way, and APP005 speaks of rejected ones.
        Application::NoData | Application::Request(_) | Application::Elsewhere => {
            return Outcome::NotApplicable;
        }
    }
    if has_all_else && can_apply && !ace.at.carries(Field::ApnPrograms) {
        return Outcome::unknown(Field::ApnPrograms);
    }
    if is_ready && screening.window == Some(Window::Unknown) {
        return Outcome::unknown(Field::ProjectStart);
    }
    if !is_ready || !can_apply {
        return Outcome::NotApplicable;
    }
    Outcome::fail(Evidence {
        message: format!(
            "{} looks eligible, is marked as MAP and has AWS revenue of {} a year, and {}.",
            ace.id,
            screening.arr.usd.map(wording::usd).unwrap_or_default(),
            wording::absence(screening.application)
        ),
        fix: fix(ace, screening),
        fix_in: FixIn::PartnerCentral,
        expected: "a MAP application".into(),
        phase: screening.next_phase,
        ..Evidence::about(Field::MapStatus)
    })
}

fn fix(ace: &AceOpportunity, screening: &Screening) -> String {
    let (first, applied_for) = wording::to_apply_for(ace);
    match (screening.apply_by, screening.days_left) {
        (Some(day), Some(left)) if left < 0 => format!(
            "{first}Ask your PDM today whether AWS still accepts an application for {}, which was due by {day}; if so, submit \
             it in Partner Central, under Funding, at once.",
            ace.id
        ),
        // Nobody can take up a terminated request again.
        (day, _) if screening.application == TERMINATED => format!(
            "{first}Ask your PDM whether AWS takes a new application for {applied_for} in place of the terminated one; if \
             so, submit it in Partner Central, under Funding{}.",
            day.map(|day| format!(", by {day}")).unwrap_or_default()
        ),
        (day, _) => format!(
            "{first}Submit a MAP application for {} in Partner Central, under Funding{}.",
            applied_for,
            day.map(|day| format!(", by {day}")).unwrap_or_default()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_with_ace, place_carrying};
    use crate::domain::{AceStage, ApprovalStage, StartBasis};
    use crate::rules::testing::{evidence, not_applied, outcome, screened};

    fn ready(change: impl FnOnce(&mut Screening)) -> ScreenedDeal {
        let mut deal = not_applied(10, 30, StartBasis::ProjectStart);
        change(&mut deal.screening);
        deal
    }

    #[test]
    fn fails_when_all_is_ready_and_nothing_is_applied_for() {
        let found = evidence(&RULE, &ready(|_| {}));
        assert!(found.message.contains("AWS revenue of USD 96,000 a year"), "{}", found.message);
        assert!(found.fix.contains("by 2026-10-16"), "{}", found.fix);
        let expired = evidence(
            &RULE,
            &ready(|screening| {
                screening.application = Application::Request(RequestState::Ended(Ending::Expired));
            }),
        );
        assert!(expired.message.ends_with("and the request for MAP funding expired."));
    }

    #[test]
    fn after_a_terminated_request_the_pdm_is_asked_for_another() {
        let found = evidence(&RULE, &ready(|screening| screening.application = TERMINATED));
        assert!(found.message.ends_with("the request for MAP funding was terminated."));
        assert!(found.fix.contains("in place of the terminated one"), "{}", found.fix);
    }

    #[test]
    fn an_opportunity_that_is_closed_lost_needs_another_one_first() {
        let mut deal = ready(|_| {});
        deal.deal = linked_with_ace(|ace| ace.stage = Some(AceStage::ClosedLost));
        let fix = evidence(&RULE, &deal).fix;
        assert!(fix.starts_with("O1234567 is Closed Lost, so submit a new opportunity"), "{fix}");
        assert!(fix.contains("Submit a MAP application for it"), "{fix}");
    }

    #[test]
    fn once_the_last_day_has_passed_the_pdm_is_asked_first() {
        let found = evidence(&RULE, &not_applied(10, 8, StartBasis::ProjectStart));
        assert!(found.fix.contains("which was due by 2026-09-24"), "{}", found.fix);
    }

    #[test]
    fn a_request_that_is_live_passes_and_one_being_prepared_or_rejected_silences_it() {
        let of = |state| ready(|screening| screening.application = Application::Request(state));
        let applied = of(RequestState::Applied(ApprovalStage::Submitted));
        assert_eq!(outcome(&RULE, &applied), Outcome::Pass);
        for state in [RequestState::Prepared, RequestState::Rejected] {
            assert_eq!(outcome(&RULE, &of(state)), Outcome::NotApplicable);
        }
    }

    #[test]
    fn what_is_not_ready_or_too_late_concerns_other_rules() {
        let untagged = {
            let mut deal = ready(|_| {});
            deal.deal = linked_with_ace(|ace| ace.apn_programs.clear());
            deal
        };
        for deal in [
            ready(|screening| screening.verdict = Verdict::CannotTell),
            ready(|screening| screening.arr.usd = None),
            ready(|screening| screening.window = Some(Window::Closed)),
            untagged,
            screened(crm_only(|_| {})),
        ] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }

    #[test]
    fn is_unknown_without_funding_data_a_start_or_the_programs() {
        let deal = ready(|screening| screening.application = Application::NoData);
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::MapStatus));
        let deal = ready(|screening| screening.window = Some(Window::Unknown));
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::ProjectStart));
        let mut deal = ready(|_| {});
        deal.deal = linked_with_ace(|ace| {
            ace.at = place_carrying("ace.xlsx", 2, &[Field::AceId, Field::Stage]);
            ace.apn_programs.clear();
        });
        assert_eq!(outcome(&RULE, &deal), Outcome::unknown(Field::ApnPrograms), "nobody says");
    }
}
