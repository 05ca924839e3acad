//! What is asked of AWS for a deal.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Currency, Deal, Decimal, FundRequest, Phase, RequestState, Requested};

/// The amounts of the deal's live requests for MAP money; where there is none, of those that may yet become one, and else
/// of those that came to nothing, so that no amount is counted again in the request that took the place of another.
pub(super) fn judge(deal: &Deal, usd_rates: &BTreeMap<Currency, Decimal>) -> Requested {
    let of_map: Vec<&FundRequest> = deal.requests.iter().filter(|it| it.is_map()).collect();
    let furthest = of_map.iter().map(|request| standing(request.state)).max();
    let counted =
        of_map.iter().filter(|it| Some(standing(it.state)) == furthest && !is_retried(it, &of_map));
    let mut requested = Requested::default();
    let mut told = BTreeSet::new();
    for request in counted {
        let Some(money) = request.requested_amount else { continue };
        // Rows of one request, one for each phase, state what is asked for in parts, or each the whole.
        let id = request.request_id.as_deref();
        if id.is_some_and(|id| !told.insert((id, money.amount, money.currency))) {
            continue;
        }
        match money.usd(usd_rates) {
            Some(usd) => {
                let by_state = match request.state {
                    RequestState::Applied(_) => Some(&mut requested.undecided_usd),
                    RequestState::Approved | RequestState::Claimed => {
                        Some(&mut requested.granted_usd)
                    }
                    RequestState::Ended(_)
                    | RequestState::Rejected
                    | RequestState::Prepared
                    | RequestState::Unclear => None,
                };
                for sum in by_state.into_iter().chain([&mut requested.usd]) {
                    *sum = Some(sum.unwrap_or_default().saturating_add(usd));
                }
            }
            None => requested.without_rate.push(money),
        }
    }
    requested
}

/// Which requests count before others: live ones, those still being prepared, those that came to nothing.
fn standing(state: RequestState) -> u8 {
    match state {
        RequestState::Ended(_) | RequestState::Rejected => 0,
        RequestState::Prepared | RequestState::Unclear => 1,
        RequestState::Applied(_) | RequestState::Approved | RequestState::Claimed => 2,
    }
}

/// Whether the request came to nothing, and so did a later one for a phase of it.
fn is_retried(request: &FundRequest, all: &[&FundRequest]) -> bool {
    let is_later = |other: &&FundRequest| {
        other.submitted_date > request.submitted_date
            && Phase::ALL.into_iter().any(|phase| other.is_for(phase) && request.is_for(phase))
    };
    standing(request.state) == 0 && all.iter().any(is_later)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{date, linked_deal, place};
    use crate::domain::{ApprovalStage, Ending, Money};

    fn request(state: RequestState, amount: i64, currency: &str) -> FundRequest {
        let mut request = FundRequest::new(place("funding.csv", 2), state);
        let currency = Currency::new(currency);
        request.requested_amount = Some(Money { amount: amount.into(), currency });
        request
    }

    fn of(requests: Vec<FundRequest>) -> Requested {
        let mut deal = linked_deal();
        deal.requests = requests;
        judge(&deal, &BTreeMap::from([(Currency::new("EUR").unwrap(), Decimal::new(108, 2))]))
    }

    fn usd(requests: Vec<FundRequest>) -> Option<Decimal> {
        of(requests).usd
    }

    const APPLIED: RequestState = RequestState::Applied(ApprovalStage::Business);
    const EXPIRED: RequestState = RequestState::Ended(Ending::Expired);

    #[test]
    fn live_requests_add_up_in_dollars() {
        let both =
            vec![request(APPLIED, 36_000, "USD"), request(RequestState::Approved, 100, "EUR")];
        let requested = of(both);
        assert_eq!(requested.usd, Some(36_108.into()));
        assert_eq!(requested.undecided_usd, Some(36_000.into()));
        assert_eq!(requested.granted_usd, Some(108.into()));
        let mut mdf = request(APPLIED, 5_000, "USD");
        mdf.program = Some("MDF".into());
        assert_eq!(usd(vec![mdf]), None, "it asks for other money");
    }

    #[test]
    fn an_unknown_amount_is_none_and_never_zero() {
        let nothing = FundRequest::new(place("funding.csv", 2), APPLIED);
        assert_eq!(of(vec![nothing]), Requested::default());
    }

    #[test]
    fn an_amount_without_a_rate_stays_in_its_own_currency() {
        let requested = of(vec![request(APPLIED, 900, "GBP"), request(APPLIED, 50, "USD")]);
        assert_eq!(requested.usd, Some(50.into()));
        let told: Vec<String> = requested.without_rate.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["GBP 900"]);
    }

    #[test]
    fn what_a_request_takes_over_from_another_counts_once() {
        let expired = || request(EXPIRED, 27_500, "USD");
        let over = of(vec![expired()]);
        assert_eq!(over.usd, Some(27_500.into()), "nothing took its place");
        assert_eq!((over.undecided_usd, over.granted_usd), (None, None));
        let draft = || request(RequestState::Prepared, 30_000, "USD");
        assert_eq!(usd(vec![expired(), draft()]), Some(30_000.into()));
        assert_eq!(usd(vec![expired(), draft(), request(APPLIED, 9, "USD")]), Some(9.into()));
        let rejected = |day, amount| {
            let mut rejected = request(RequestState::Rejected, amount, "USD");
            rejected.submitted_date = Some(date(2026, 9, day));
            rejected
        };
        assert_eq!(usd(vec![rejected(1, 40), rejected(2, 50)]), Some(50.into()));
    }

    #[test]
    fn rows_of_one_request_that_repeat_its_amount_count_once() {
        let row = |phase, amount| {
            let mut row = request(APPLIED, amount, "USD");
            row.request_id = Some("FR-7".into());
            row.phases = vec![phase];
            row
        };
        let rows = |second| vec![row(Phase::Assess, 50), row(Phase::Mobilize, second)];
        assert_eq!(usd(rows(50)), Some(50.into()));
        assert_eq!(usd(rows(20)), Some(70.into()));
    }
}
