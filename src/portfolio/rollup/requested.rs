//! What is asked of AWS, by how far it has come: the requests' own states, since a deal counts by what is still to be had.

use std::collections::BTreeMap;

use crate::domain::{Capture, Currency, Decimal, Requested, ScreenedDeal};

/// What the fund requests of all deals that may get MAP money ask for, in US dollars to the cent. `None` is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestedTotals {
    /// What AWS has yet to decide on.
    pub undecided_usd: Option<Decimal>,
    /// What is approved or claimed.
    pub granted_usd: Option<Decimal>,
    /// What has no rate, by its currency, and is in no other figure; the currency is `None` where nothing states it.
    pub without_rate: BTreeMap<Option<Currency>, Decimal>,
}

/// The sums over these deals.
pub(super) fn requested(deals: &[ScreenedDeal]) -> RequestedTotals {
    let may_get_money = |deal: &&ScreenedDeal| deal.screening.capture != Capture::NotApplicable;
    let sum = |figure: fn(&Requested) -> Option<Decimal>| {
        let figures =
            deals.iter().filter(may_get_money).filter_map(|it| figure(&it.screening.requested));
        figures.reduce(Decimal::saturating_add)
    };
    let mut without_rate = BTreeMap::<_, Decimal>::new();
    for money in deals.iter().flat_map(|deal| &deal.screening.requested.without_rate) {
        let sum = without_rate.entry(money.currency).or_default();
        *sum = sum.saturating_add(money.amount);
    }
    RequestedTotals {
        undecided_usd: sum(|requested| requested.undecided_usd),
        granted_usd: sum(|requested| requested.granted_usd),
        without_rate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;
    use crate::portfolio::testing::audit;

    #[test]
    fn money_counts_by_the_state_of_its_request_whatever_its_deal_counts_as() {
        let mut audit = audit();
        let recoverable = &mut audit.deals[1].screening;
        assert_eq!(recoverable.capture, Capture::Recoverable);
        recoverable.requested.granted_usd = Some(19_500.into());
        audit.deals[0].screening.requested.undecided_usd = Some(20_000.into());
        audit.deals[5].screening.requested.granted_usd = Some(Decimal::new(50, 2));
        let lost_deal = &mut audit.deals[6].screening;
        assert_eq!(lost_deal.capture, Capture::NotApplicable);
        lost_deal.requested.granted_usd = Some(7.into());
        let totals = requested(&audit.deals);
        assert_eq!(totals.undecided_usd, Some(20_000.into()));
        assert_eq!(totals.granted_usd, Some(Decimal::new(1_950_050, 2)));
    }

    #[test]
    fn what_has_no_rate_adds_up_apart_in_its_own_currency() {
        let mut audit = audit();
        let money = |amount: i64, currency| Money { amount: amount.into(), currency };
        let euro = Currency::new("EUR");
        audit.deals[5].screening.requested.without_rate = vec![money(50, euro), money(7, euro)];
        audit.deals[0].screening.requested.without_rate = vec![money(9, None)];
        let apart = BTreeMap::from([(None, Decimal::from(9)), (euro, Decimal::from(57))]);
        let totals = requested(&audit.deals);
        assert_eq!(totals, RequestedTotals { without_rate: apart, ..RequestedTotals::default() });
    }
}
