//! The application: is it made, followed up, claimed and evidenced?

use super::{Rule, RuleContext};
use crate::domain::{
    CrmOpportunity, Deal, Evidence, Fact, Field, FundRequest, FundingData, Outcome, Phase,
    RequestState, ScreenedDeal,
};

mod claim_due;
mod claim_overdue;
mod evidence_missing;
mod follow_up_due;
mod no_application;
mod pdm_informed_late;
mod pdm_not_informed;
mod rejected_not_resubmitted;
pub(super) mod request_without_ace;

pub(super) static RULES: &[&Rule] = &[
    &no_application::RULE,
    &pdm_not_informed::RULE,
    &pdm_informed_late::RULE,
    &follow_up_due::RULE,
    &rejected_not_resubmitted::RULE,
    &request_without_ace::RULE,
    &claim_due::RULE,
    &claim_overdue::RULE,
    &evidence_missing::RULE,
];

/// What one request says of a rule.
enum Judged {
    /// The requirement is met.
    Met,
    /// The rule does not concern it.
    NotConcerned,
    /// It cannot be judged for want of this field.
    Wanting(Field),
    /// It is not met.
    Missed(Evidence),
}

/// Judges every request for MAP money of the deal by itself: one problem each. Without funding data nothing is known.
fn each_request(
    screened: &ScreenedDeal,
    cx: &RuleContext,
    judge: impl Fn(&FundRequest) -> Judged,
) -> Outcome {
    if cx.funding == FundingData::Absent {
        return Outcome::unknown(Field::MapStatus);
    }
    let (mut found, mut wanting, mut is_met) = (Vec::new(), None, false);
    for request in map_requests(&screened.deal) {
        match judge(request) {
            Judged::Met => is_met = true,
            // A state that nobody can read may be the one that the rule is about.
            Judged::NotConcerned if request.state == RequestState::Unclear => {
                wanting = wanting.or(Some(Field::MapStatus));
            }
            Judged::NotConcerned => {}
            Judged::Wanting(field) => wanting = wanting.or(Some(field)),
            Judged::Missed(evidence) => found.push(Evidence {
                request_id: request.request_id.clone(),
                phase: match request.phases.as_slice() {
                    [phase] => Some(*phase),
                    _ => None,
                },
                ..evidence
            }),
        }
    }
    match (found.is_empty(), wanting, is_met) {
        (false, _, _) => Outcome::Fail(found),
        (true, Some(field), _) => Outcome::Unknown(Fact::Field(field)),
        (true, None, true) => Outcome::Pass,
        (true, None, false) => Outcome::NotApplicable,
    }
}

/// The requests for MAP money.
fn map_requests(deal: &Deal) -> impl Iterator<Item = &FundRequest> {
    deal.requests.iter().filter(|request| request.is_map())
}

/// The request as its owner can find it.
fn named(request: &FundRequest) -> String {
    match (&request.request_id, &request.crm_id) {
        (Some(id), _) => format!("fund request {id}"),
        (None, Some(deal)) if !deal.is_weak() => format!("the fund request of deal {deal}"),
        (None, _) => {
            let of = request.customer.as_ref().map(|name| format!(" of {name}"));
            format!("the fund request{} in {}", of.unwrap_or_default(), request.at.in_words())
        }
    }
}

/// The request with what it asks for, as far as its file says: `fund request FR-7 for USD 96,000`.
fn told(request: &FundRequest) -> String {
    let amount = request.requested_amount.map(|amount| format!(" for {amount}"));
    named(request) + &amount.unwrap_or_default()
}

/// What an open end of the work says: it is wanting, unless no file has a place for an end or a last day to claim.
fn without_end(request: &FundRequest, crm: Option<&CrmOpportunity>) -> Judged {
    let can_tell = request.at.carries(Field::EndDate)
        || request.at.carries(Field::ClaimDueDate)
        || crm.is_some_and(|crm| crm.at.carries(Field::ProjectEnd));
    if can_tell { Judged::Wanting(Field::EndDate) } else { Judged::NotConcerned }
}

/// Whether the other request is a new try: for a phase of the first one, and not known to be older.
fn follows(other: &FundRequest, first: &FundRequest) -> bool {
    let is_older = matches!(
        (other.submitted_date, first.submitted_date),
        (Some(other), Some(first)) if other < first
    );
    let share_a_phase =
        Phase::ALL.into_iter().any(|phase| other.is_for(phase) && first.is_for(phase));
    !is_older && share_a_phase
}
