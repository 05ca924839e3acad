//! A rejected request that nobody has mended.

use chrono::NaiveDate;

use super::{Judged, each_request, follows, map_requests, named, told};
use crate::domain::{
    ApprovalStage, Evidence, Field, FixIn, FundRequest, Outcome, Phase, RequestState, ScreenedDeal,
    Severity, Window,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "APP005",
    name: "rejected-not-resubmitted",
    severity: Severity::High,
    summary: "A rejected fund request is mended and submitted again while there is time.",
    why: "A rejection is seldom the end: it names a gap. Left alone, the money is lost with the start of the work.",
    fix: "Ask the PDM for the reason, close the gap and submit the request again.",
    fix_in: FixIn::PartnerCentral,
    source: "Guide: ask your PDM for the specific reason and resubmit with the gaps addressed.",
    subject: Subject::JudgedMigrations,
    reads: &[Field::MapStatus, Field::ProjectStart, Field::StartDate],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    each_request(screened, cx, |request| {
        let evidence = match request.state {
            RequestState::Rejected if is_closed(screened, request, cx.as_of) => None,
            RequestState::Rejected => Some(rejected(screened, request)),
            // It was submitted, and only its answer is wanting, whether the work has begun or not.
            RequestState::Applied(ApprovalStage::ActionRequired) => Some(unanswered(request)),
            _ => return Judged::NotConcerned,
        };
        let is_new_try = |other: &FundRequest| {
            let is_last = match other.state {
                // Of several rejected ones only the last is to be mended.
                RequestState::Rejected => other.submitted_date > request.submitted_date,
                state => state >= RequestState::Prepared,
            };
            !std::ptr::eq(other, request) && is_last && follows(other, request)
        };
        if map_requests(&screened.deal).any(is_new_try) {
            return Judged::Met;
        }
        evidence.map_or(Judged::NotConcerned, Judged::Missed)
    })
}

/// Whether every phase that the request is for has started. Of a phase that another request covers only the start tells.
fn is_closed(screened: &ScreenedDeal, request: &FundRequest, as_of: NaiveDate) -> bool {
    Phase::ALL.into_iter().filter(|phase| request.is_for(*phase)).all(|phase| {
        let phase = screened.screening.phase(phase);
        phase.state.window() == Some(Window::Closed)
            || phase.start.is_some_and(|start| start.date <= as_of)
    })
}

fn unanswered(request: &FundRequest) -> Evidence {
    let name = named(request);
    Evidence {
        message: format!(
            "{} waits for your answer: AWS says \"Action Required\".",
            wording::sentence(&told(request))
        ),
        fix: format!(
            "In Partner Central, under Funding, open {name}, see what AWS asks for, and submit it again."
        ),
        fix_in: FixIn::PartnerCentral,
        expected: "a request that is submitted again".into(),
        ..Evidence::about(Field::MapStatus)
    }
}

fn rejected(screened: &ScreenedDeal, request: &FundRequest) -> Evidence {
    let name = named(request);
    let reason = request.rejected_reason.as_deref();
    let because = reason.map(|reason| format!(" (reason: {reason})")).unwrap_or_default();
    Evidence {
        message: format!(
            "{} was rejected or sent back{because}, and no later request for {} follows it.",
            wording::sentence(&told(request)),
            wording::applied_for(&screened.deal)
        ),
        fix: format!(
            "Ask your PDM for the reason; close the gap, then submit {name} again in Partner Central, under Funding."
        ),
        fix_in: FixIn::PartnerCentral,
        expected: "a request that is submitted again".into(),
        ..Evidence::about(Field::MapStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, date, linked_deal, place};
    use crate::domain::{FundingData, PhaseState, PlannedStart, StartBasis};
    use crate::rules::testing::{CONTEXT, evidence, outcome, screened};

    fn request(state: RequestState, phases: &[Phase]) -> FundRequest {
        let mut request = FundRequest::new(place("funding.csv", 2), state);
        request.phases = phases.to_vec();
        request
    }

    fn with(requests: Vec<FundRequest>, state: PhaseState) -> ScreenedDeal {
        let mut deal = linked_deal();
        deal.requests = requests;
        let mut screened = screened(deal);
        for phase in &mut screened.screening.phases {
            phase.state = state;
        }
        screened
    }

    #[test]
    fn a_request_whose_words_nobody_knows_may_be_a_rejected_one() {
        let mut deal = linked_deal();
        deal.requests = vec![FundRequest::new(place("funding.csv", 2), RequestState::Unclear)];
        let outcome = outcome(&RULE, &screened(deal));
        assert_eq!(outcome, Outcome::unknown(Field::MapStatus));
    }

    #[test]
    fn fails_with_the_reason_while_there_is_time() {
        let mut rejected = request(RequestState::Rejected, &[Phase::Assess]);
        rejected.rejected_reason = Some("no TCO".into());
        let found = evidence(&RULE, &with(vec![rejected], PhaseState::Open));
        assert!(found.message.contains("(reason: no TCO)"), "{}", found.message);
        assert_eq!(found.phase, Some(Phase::Assess));
    }

    #[test]
    fn fails_where_aws_waits_for_an_answer_whether_the_work_has_begun_or_not() {
        let waiting = || request(RequestState::Applied(ApprovalStage::ActionRequired), &[]);
        let found = evidence(&RULE, &with(vec![waiting()], PhaseState::Applied));
        assert!(found.message.contains("\"Action Required\""), "{}", found.message);
        let mut again = request(RequestState::Applied(ApprovalStage::Business), &[]);
        again.request_id = Some("FR-8".into());
        let retried = with(vec![waiting(), again], PhaseState::Applied);
        assert_eq!(outcome(&RULE, &retried), Outcome::Pass);
    }

    #[test]
    fn a_later_request_for_the_phase_passes_and_one_for_another_does_not() {
        let rejected = || request(RequestState::Rejected, &[Phase::Assess]);
        let applied = |phase| request(RequestState::Applied(ApprovalStage::Submitted), &[phase]);
        let again = with(vec![rejected(), applied(Phase::Assess)], PhaseState::Applied);
        assert_eq!(outcome(&RULE, &again), Outcome::Pass);
        evidence(&RULE, &with(vec![rejected(), applied(Phase::Migrate)], PhaseState::Open));
    }

    #[test]
    fn an_earlier_request_for_the_phase_is_no_new_try() {
        let submitted = |state, day| {
            let mut request = request(state, &[]);
            request.submitted_date = Some(day);
            request
        };
        let requests = |rejected| {
            vec![
                submitted(RequestState::Claimed, date(2026, 3, 2)),
                submitted(RequestState::Rejected, rejected),
            ]
        };
        evidence(&RULE, &with(requests(date(2026, 9, 1)), PhaseState::Claimed));
        let retried = with(requests(date(2026, 3, 2)), PhaseState::Claimed);
        assert_eq!(outcome(&RULE, &retried), Outcome::Pass);
        let mut started = with(requests(date(2026, 9, 1)), PhaseState::Claimed);
        for phase in &mut started.screening.phases {
            phase.start = Some(PlannedStart { date: AS_OF, basis: StartBasis::ProjectStart });
        }
        assert_eq!(outcome(&RULE, &started), Outcome::NotApplicable);
    }

    #[test]
    fn of_several_rejected_requests_the_last_is_to_be_mended() {
        let rejected = |id: &str, day| {
            let mut request = request(RequestState::Rejected, &[]);
            request.request_id = Some(id.into());
            request.submitted_date = Some(day);
            request
        };
        let requests = vec![rejected("FR-2", date(2026, 8, 3)), rejected("FR-1", date(2026, 6, 1))];
        let found = evidence(&RULE, &with(requests, PhaseState::Open));
        assert_eq!(found.request_id.as_deref(), Some("FR-2"));
    }

    #[test]
    fn is_silent_once_the_work_has_started_and_without_a_rejection() {
        let late = with(vec![request(RequestState::Rejected, &[])], PhaseState::Lapsed);
        let applied = with(
            vec![request(RequestState::Applied(ApprovalStage::Finance), &[])],
            PhaseState::Applied,
        );
        for deal in [late, applied] {
            assert_eq!(outcome(&RULE, &deal), Outcome::NotApplicable);
        }
    }

    #[test]
    fn is_unknown_without_funding_data() {
        let without = RuleContext { funding: FundingData::Absent, ..CONTEXT };
        let deal = with(Vec::new(), PhaseState::Open);
        assert_eq!(RULE.judge(&deal, &without), Outcome::unknown(Field::MapStatus));
    }
}
