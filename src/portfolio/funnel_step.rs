//! How far a deal has come on the way to its money: the steps of the capture funnel.

use crate::domain::{Application, Criterion, RequestState, ScreenedDeal};

/// A step on the way to the money. A deal has reached one only if it has passed all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FunnelStep {
    /// A migration that looks eligible, or of which one cannot tell.
    Considered,
    /// It has an ACE opportunity.
    InAce,
    /// That opportunity is marked as MAP.
    MarkedMap,
    /// AWS revenue is known.
    ArrPresent,
    /// An application is submitted.
    Applied,
    /// It is approved.
    Approved,
    /// All of its approved money is claimed.
    Claimed,
}

impl FunnelStep {
    /// Every step, in order.
    pub const ALL: [FunnelStep; 7] = [
        FunnelStep::Considered,
        FunnelStep::InAce,
        FunnelStep::MarkedMap,
        FunnelStep::ArrPresent,
        FunnelStep::Applied,
        FunnelStep::Approved,
        FunnelStep::Claimed,
    ];

    /// The last step that the deal has reached; `None` if it is not considered at all.
    pub fn reached(deal: &ScreenedDeal) -> Option<FunnelStep> {
        FunnelStep::ALL.into_iter().take_while(|step| step.is_passed_by(deal)).last()
    }

    /// Its place: 1 for the first.
    pub fn number(self) -> i64 {
        self as i64 + 1
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            FunnelStep::Considered => "May be eligible",
            FunnelStep::InAce => "Found in ACE",
            FunnelStep::MarkedMap => "Marked as MAP",
            FunnelStep::ArrPresent => "AWS ARR present",
            FunnelStep::Applied => "Applied",
            FunnelStep::Approved => "Approved",
            FunnelStep::Claimed => "Claimed",
        }
    }

    fn is_passed_by(self, deal: &ScreenedDeal) -> bool {
        let screening = &deal.screening;
        let request = match screening.application {
            Application::Request(state) => Some(state),
            Application::NoData | Application::None | Application::Elsewhere => None,
        };
        match self {
            FunnelStep::Considered => screening.verdict.is_judged(),
            FunnelStep::InAce => deal.deal.ace().is_some(),
            FunnelStep::MarkedMap => matches!(screening.criteria.marked_map, Criterion::Pass(_)),
            FunnelStep::ArrPresent => screening.arr.usd.is_some(),
            FunnelStep::Applied => request.is_some_and(RequestState::is_live),
            FunnelStep::Approved => {
                matches!(request, Some(RequestState::Approved | RequestState::Claimed))
            }
            // The furthest request speaks for the deal, and another one may still be claimed.
            FunnelStep::Claimed => {
                let mut live =
                    deal.deal.requests.iter().filter(|it| it.is_map() && it.state.is_live());
                request == Some(RequestState::Claimed)
                    && live.all(|request| request.state == RequestState::Claimed)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::place;
    use crate::domain::{Field, FundRequest};
    use crate::portfolio::testing::screened;

    #[test]
    fn a_deal_that_lacks_a_step_has_not_reached_the_later_ones() {
        let mut deal = screened();
        deal.screening.application = Application::Request(RequestState::Claimed);
        assert_eq!(FunnelStep::reached(&deal), Some(FunnelStep::Claimed));

        deal.screening.criteria.marked_map = Criterion::unknown(Field::ApnPrograms);
        assert_eq!(FunnelStep::reached(&deal), Some(FunnelStep::InAce));
    }

    #[test]
    fn money_of_another_phase_that_is_still_to_be_claimed_keeps_a_deal_from_the_last_step() {
        let mut deal = screened();
        deal.screening.application = Application::Request(RequestState::Claimed);
        let request = |state| FundRequest::new(place("funding.csv", 2), state);
        deal.deal.requests = vec![request(RequestState::Claimed), request(RequestState::Rejected)];
        assert_eq!(FunnelStep::reached(&deal), Some(FunnelStep::Claimed));
        deal.deal.requests.push(request(RequestState::Approved));
        assert_eq!(FunnelStep::reached(&deal), Some(FunnelStep::Approved));
    }

    #[test]
    fn a_deal_that_is_not_eligible_has_reached_no_step() {
        let mut deal = screened();
        deal.screening.verdict = crate::domain::Verdict::NotEligible;
        assert_eq!(FunnelStep::reached(&deal), None);
    }

    #[test]
    fn a_request_that_was_rejected_is_no_application() {
        let mut deal = screened();
        deal.screening.application = Application::Request(RequestState::Rejected);
        assert_eq!(FunnelStep::reached(&deal), Some(FunnelStep::ArrPresent));
    }
}
