//! The days by which money has to be asked for: an application before the work starts, a claim once it is approved.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Audit;
use crate::domain::{Capture, FundRequest, IsMigration, Phase, RequestState, ScreenedDeal, Window};

/// A day by which something has to be done for a deal, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The deal's place in [`Audit::deals`].
    pub place: usize,
    /// The last day.
    pub day: NaiveDate,
    /// Days from the as-of date to it; below zero it has passed, and the start is still ahead.
    pub days_left: i64,
    /// What it is for.
    pub due: Due,
}

/// What has to be done by a deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// To apply for this phase.
    Apply(Option<Phase>),
    /// To claim what is approved.
    Claim {
        /// The phase that the request is for, if it is one.
        phase: Option<Phase>,
        /// What to do, as an instruction: "Claim USD 96,000 (FR-0003718)".
        action: String,
    },
}

/// How many claims of approved money wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimTally {
    /// Due within the days in which a window counts as closing.
    pub due: u64,
    /// Past their last day.
    pub overdue: u64,
}

/// Longer lists are not read to their end.
const MOST: usize = 10;

/// The nearest deadlines, one of a deal: the earliest day on which money of it would be lost. What people accept has none.
pub(super) fn nearest(audit: &Audit) -> Vec<Deadline> {
    let accepted = audit.has_waivers_by_deal().into_iter().zip(audit.findings_by_deal());
    let accepted = accepted.map(|(has_waivers, findings)| has_waivers && findings.is_empty());
    let deals = audit.deals.iter().zip(accepted).enumerate();
    let open = deals.filter(|(_, (_, is_accepted))| !is_accepted);
    let mut all: Vec<Deadline> =
        open.filter_map(|(place, (deal, _))| of_deal(place, deal, audit)).collect();
    all.sort_by_key(|it| {
        let arr = audit.deals[it.place].screening.arr.usd;
        (it.days_left, arr.is_none(), Reverse(arr))
    });
    all.truncate(MOST);
    all
}

fn of_deal(place: usize, deal: &ScreenedDeal, audit: &Audit) -> Option<Deadline> {
    let screening = &deal.screening;
    let has_time = match screening.window {
        Some(Window::Closing) => false,
        // Of a deal that has applied for one phase, another is a deadline once it comes near.
        Some(Window::Open) => screening.capture == Capture::InFlight,
        Some(Window::Unknown | Window::Closed) | None => true,
    };
    let apply = screening.apply_by.filter(|_| !has_time);
    let apply = apply.map(|day| (day, Due::Apply(screening.next_phase)));
    let claims = claims(deal, audit).filter(|(day, _)| *day >= audit.as_of);
    let first = claims.min_by_key(|(day, request)| (*day, request.request_id.as_deref()));
    let claim = first.map(|(day, request)| {
        let phase = match request.phases.as_slice() {
            [phase] => Some(*phase),
            _ => None,
        };
        (day, Due::Claim { phase, action: to_claim(request) })
    });
    let (day, due) = apply.into_iter().chain(claim).min_by_key(|(day, _)| *day)?;
    Some(Deadline { place, day, days_left: (day - audit.as_of).num_days(), due })
}

/// The approved requests of a migration that are not claimed, each with the last day to claim it, where that is known.
fn claims<'a>(
    deal: &'a ScreenedDeal,
    audit: &Audit,
) -> impl Iterator<Item = (NaiveDate, &'a FundRequest)> {
    let ScreenedDeal { deal, screening } = deal;
    let is_live = screening.is_migration == IsMigration::Yes && !deal.is_lost();
    let claim_days = audit.assumptions.claim_days;
    let of_map = deal.requests.iter().filter(move |request| is_live && request.is_map());
    of_map
        .filter(|request| request.state == RequestState::Approved)
        .filter_map(move |request| Some((request.claim_due(deal.crm(), claim_days)?, request)))
}

fn to_claim(request: &FundRequest) -> String {
    match (request.requested_amount, &request.request_id) {
        (Some(amount), Some(id)) => format!("Claim {amount} ({id})"),
        (Some(amount), None) => format!("Claim {amount}"),
        (None, Some(id)) => format!("Submit the claim of {id}"),
        (None, None) => "Submit the claim".into(),
    }
}

/// The claims that wait, a request counted once however many rows it has.
pub(super) fn waiting_claims(audit: &Audit) -> ClaimTally {
    let mut tally = ClaimTally::default();
    for deal in &audit.deals {
        let mut counted = BTreeSet::new();
        for (day, request) in claims(deal, audit) {
            if request.request_id.as_deref().is_some_and(|id| !counted.insert(id)) {
                continue;
            }
            match (day - audit.as_of).num_days() {
                ..0 => tally.overdue += 1,
                days if days <= audit.closing_days => tally.due += 1,
                _ => {}
            }
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, place};
    use crate::domain::{Covers, Currency, Money, Waiver};
    use crate::portfolio::testing::audit;

    fn places(audit: &Audit) -> Vec<usize> {
        nearest(audit).iter().map(|deadline| deadline.place).collect()
    }

    /// The first deal has a request approved, to be claimed so many days from now.
    fn to_be_claimed(days: i64) -> Audit {
        let mut audit = audit();
        let mut request = FundRequest::new(place("funding.csv", 2), RequestState::Approved);
        request.request_id = Some("FR-7".into());
        request.phases = vec![Phase::Assess];
        request.requested_amount =
            Some(Money { amount: 96_000.into(), currency: Some(Currency::USD) });
        request.claim_due_date = Some(AS_OF + chrono::Duration::days(days));
        audit.deals[0].deal.requests = vec![request];
        audit
    }

    #[test]
    fn the_nearest_day_comes_first_and_applications_need_none() {
        assert_eq!(places(&audit()), [2, 1]);
    }

    #[test]
    fn a_phase_that_closes_is_a_deadline_whatever_else_is_applied_for_and_what_people_accept_is_none()
     {
        let mut audit = audit();
        audit.deals[0].screening.window = Some(Window::Closing);
        assert_eq!(places(&audit), [2, 1, 0]);
        for finding in audit.findings.iter_mut().filter(|finding| finding.deal == Some(2)) {
            finding.waiver = Some(Box::new(waiver()));
        }
        assert_eq!(places(&audit), [1, 0]);
    }

    fn waiver() -> Waiver {
        Waiver {
            covers: Covers::default(),
            reason: "agreed".into(),
            approved_by: "Head of Alliances".into(),
            expires: AS_OF,
            place: "mapaudit.toml, line 1".into(),
        }
    }

    #[test]
    fn a_claim_is_a_deadline_up_to_its_last_day() {
        assert_eq!(places(&to_be_claimed(17)), [2, 0, 1]);
        let today = nearest(&to_be_claimed(0));
        let action = "Claim USD 96,000 (FR-7)".to_owned();
        let due = Due::Claim { phase: Some(Phase::Assess), action };
        assert_eq!(today[0], Deadline { place: 0, day: AS_OF, days_left: 0, due });
        assert_eq!(places(&to_be_claimed(-1)), [2, 1], "APP008 speaks of it");
    }

    #[test]
    fn of_the_day_to_apply_and_the_day_to_claim_the_earlier_is_the_deals() {
        let due = |days| {
            let mut audit = to_be_claimed(days);
            audit.deals[0].screening.window = Some(Window::Closing);
            audit.deals[0].screening.apply_by = Some(AS_OF + chrono::Duration::days(20));
            let of_first = nearest(&audit).into_iter().find(|deadline| deadline.place == 0);
            of_first.unwrap().due
        };
        assert!(matches!(due(19), Due::Claim { .. }));
        assert!(matches!(due(21), Due::Apply(_)));
    }

    #[test]
    fn claims_that_wait_are_counted_a_request_once() {
        let tally = |days| {
            let mut audit = to_be_claimed(days);
            let again = audit.deals[0].deal.requests[0].clone();
            audit.deals[0].deal.requests.push(again);
            let ClaimTally { due, overdue } = waiting_claims(&audit);
            (due, overdue)
        };
        assert_eq!([-1, 0, 30, 31].map(tally), [(0, 1), (1, 0), (1, 0), (0, 0)]);
    }
}
