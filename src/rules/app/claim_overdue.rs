//! Approved money that was not claimed in time.

use super::{Judged, each_request, follows, map_requests, named, told, without_end};
use crate::domain::{
    Ending, Evidence, Field, FixIn, FundRequest, Outcome, RequestState, ScreenedDeal, Severity,
};
use crate::rules::{Rule, RuleContext, Subject, wording};

pub(super) static RULE: Rule = Rule {
    code: "APP008",
    name: "claim-overdue",
    severity: Severity::Critical,
    summary: "Approved MAP money is claimed by the last day.",
    why: "An expired request cannot be claimed any more: the money was granted and is lost.",
    fix: "Ask the PDM at once whether the request can be extended, and submit the claim.",
    fix_in: FixIn::Pdm,
    source: "AWS Partner Central: requests expire 30 days after the delivery end date.",
    // AWS has approved the money, whatever screening says of the deal.
    subject: Subject::Migrations,
    reads: &[
        Field::MapStatus,
        Field::ProjectEnd,
        Field::EndDate,
        Field::ClaimDueDate,
        Field::SubmittedDate,
        Field::MapSubmittedDate,
    ],
    check,
};

fn check(screened: &ScreenedDeal, cx: &RuleContext) -> Outcome {
    let crm = screened.deal.crm();
    each_request(screened, cx, |request| {
        if request.state == RequestState::Ended(Ending::Expired) {
            let is_renewed = map_requests(&screened.deal)
                .any(|other| other.state.is_live() && follows(other, request));
            return if is_renewed {
                Judged::Met
            } else {
                Judged::Missed(overdue(request, "has expired", None))
            };
        }
        if request.state != RequestState::Approved {
            return Judged::NotConcerned;
        }
        match request.claim_due(crm, cx.settings.claim_days) {
            None => without_end(request, crm),
            Some(due) if due >= cx.as_of => Judged::Met,
            Some(due) => {
                let days = wording::days((cx.as_of - due).num_days());
                let what =
                    format!("is approved and not claimed; the claim was due on {due}, {days} ago");
                Judged::Missed(overdue(request, &what, Some(due)))
            }
        }
    })
}

fn overdue(request: &FundRequest, what: &str, due: Option<chrono::NaiveDate>) -> Evidence {
    let name = named(request);
    Evidence {
        message: format!("{} {what}.", wording::sentence(&told(request))),
        fix: format!(
            "Ask your PDM at once whether {name} can be extended; if so, submit the claim with the proof of execution \
             in Partner Central, under Funding."
        ),
        fix_in: FixIn::Pdm,
        expected: due.map_or("a claim in time".into(), |due| format!("a claim by {due}").into()),
        ..Evidence::about(Field::ClaimDueDate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, linked_deal, place};
    use crate::domain::{FundingData, Phase};
    use crate::rules::testing::{CONTEXT, evidence, outcome, screened};

    fn with(state: RequestState, change: impl FnOnce(&mut FundRequest)) -> ScreenedDeal {
        let mut deal = linked_deal();
        let mut request = FundRequest::new(place("funding.csv", 2), state);
        request.request_id = Some("FR-7".into());
        change(&mut request);
        deal.requests = vec![request];
        screened(deal)
    }

    #[test]
    fn fails_the_day_after_the_last_day_and_not_on_it() {
        let due = |day| with(RequestState::Approved, |request| request.claim_due_date = Some(day));
        assert_eq!(outcome(&RULE, &due(AS_OF)), Outcome::Pass);
        let found = evidence(&RULE, &due(AS_OF - chrono::Days::new(1)));
        assert_eq!(
            found.message,
            "Fund request FR-7 is approved and not claimed; the claim was due on 2026-09-30, 1 day ago."
        );
    }

    #[test]
    fn approved_money_counts_even_where_the_deal_does_not_look_eligible() {
        let mut deal = with(RequestState::Approved, |it| {
            it.claim_due_date = Some(AS_OF - chrono::Days::new(1));
        });
        deal.screening.verdict = crate::domain::Verdict::NotEligible;
        evidence(&RULE, &deal);
    }

    #[test]
    fn an_expired_request_fails_whatever_its_dates() {
        let expired = with(RequestState::Ended(Ending::Expired), |_| {});
        assert_eq!(evidence(&RULE, &expired).message, "Fund request FR-7 has expired.");
    }

    #[test]
    fn an_expired_request_that_a_live_one_for_its_phase_replaces_passes() {
        let replaced = |state, phase, day| {
            let mut deal = with(RequestState::Ended(Ending::Expired), |request| {
                request.phases = vec![Phase::Assess];
                request.submitted_date = Some(AS_OF);
            });
            let mut other = FundRequest::new(place("funding.csv", 3), state);
            other.phases = vec![phase];
            other.submitted_date = Some(day);
            deal.deal.requests.push(other);
            outcome(&RULE, &deal)
        };
        let applied = RequestState::Applied(crate::domain::ApprovalStage::Business);
        let day_before = AS_OF - chrono::Days::new(1);
        assert_eq!(replaced(applied, Phase::Assess, AS_OF), Outcome::Pass);
        for (state, phase, day) in [
            (RequestState::Prepared, Phase::Assess, AS_OF),
            (applied, Phase::Migrate, AS_OF),
            (applied, Phase::Assess, day_before),
        ] {
            assert!(matches!(replaced(state, phase, day), Outcome::Fail(_)), "{state:?} {phase}");
        }
    }

    #[test]
    fn claimed_money_is_not_judged_and_without_an_end_it_is_unknown() {
        let claimed = with(RequestState::Claimed, |_| {});
        assert_eq!(outcome(&RULE, &claimed), Outcome::NotApplicable);
        let open = with(RequestState::Approved, |_| {});
        assert_eq!(outcome(&RULE, &open), Outcome::unknown(Field::EndDate));
        let without = RuleContext { funding: FundingData::Absent, ..CONTEXT };
        assert_eq!(RULE.judge(&open, &without), Outcome::unknown(Field::MapStatus));
    }
}
