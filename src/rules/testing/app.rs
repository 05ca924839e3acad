//! Screened deals on which the rules of the application fail.

use super::{not_applied, screened};
use crate::domain::testing::{AS_OF, crm_only, date, linked_with_crm, place};
use crate::domain::{
    AceId, ApprovalStage, Deal, Ending, FundRequest, PhaseState, RequestState, ScreenedDeal,
    StartBasis,
};

/// Deals on which, taken together, every rule of the family fails.
pub(super) fn failing() -> Vec<ScreenedDeal> {
    let day = |days| AS_OF - chrono::Days::new(days);
    let told_late = linked_with_crm(|crm| crm.pdm_notified_date = Some(AS_OF));
    let mut rejected =
        of(told_late, RequestState::Rejected, |it| it.submitted_date = Some(day(30)));
    for phase in &mut rejected.screening.phases {
        phase.state = PhaseState::Open;
    }
    vec![
        not_applied(10, 30, StartBasis::ProjectStart),
        of(
            linked_with_crm(|crm| crm.pdm_notified_date = None),
            RequestState::Applied(ApprovalStage::Business),
            |request| {
                request.submitted_date = Some(date(2026, 8, 3));
            },
        ),
        rejected,
        of(crm_only(|_| {}), RequestState::Approved, |request| {
            request.ace_id = AceId::exact("O9999999");
            request.claim_due_date = Some(AS_OF);
        }),
        of(linked_with_crm(|_| {}), RequestState::Approved, |request| {
            request.end_date = Some(day(5));
        }),
        of(linked_with_crm(|_| {}), RequestState::Ended(Ending::Expired), |_| {}),
    ]
}

fn of(mut deal: Deal, state: RequestState, change: impl FnOnce(&mut FundRequest)) -> ScreenedDeal {
    let mut request = FundRequest::new(place("funding.csv", 2), state);
    request.request_id = Some("FR-7".into());
    change(&mut request);
    deal.requests = vec![request];
    screened(deal)
}
