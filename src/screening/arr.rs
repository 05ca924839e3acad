//! Annual AWS revenue from both systems, and which figure to use.

use std::collections::{BTreeMap, BTreeSet};

use super::Settings;
use crate::domain::recurrence::MONTHS;
use crate::domain::{Arr, ArrBasis, Currency, Deal, Decimal, Money, Placeholder};

/// Monthly amounts, each with its currency, that stand on so many ACE opportunities that they are placeholders.
pub(super) type RepeatedMrr = BTreeSet<(Decimal, Option<Currency>)>;

/// The repeated amounts of these deals.
pub(super) fn repeated_mrr(deals: &[Deal], settings: &Settings) -> RepeatedMrr {
    let mut counts: BTreeMap<(Decimal, Option<Currency>), usize> = BTreeMap::new();
    let mut opportunities = 0;
    for ace in deals.iter().filter_map(Deal::ace) {
        opportunities += 1;
        if let Some(mrr) = ace.mrr {
            *counts.entry((mrr.amount, mrr.currency)).or_default() += 1;
        }
    }
    let is_repeated = |count: usize| {
        count >= settings.placeholder_repeats
            && Decimal::from(count) >= Decimal::from(opportunities) * settings.placeholder_share
    };
    counts.into_iter().filter(|(_, count)| is_repeated(*count)).map(|(amount, _)| amount).collect()
}

/// The deal's ARR: 12 × ACE MRR unless that is blank, a placeholder or off by a factor of 12, then
/// the CRM's figure.
pub(super) fn judge(deal: &Deal, repeated_mrr: &RepeatedMrr, settings: &Settings) -> Arr {
    let crm = deal.crm().and_then(|crm| crm.arr.or_else(|| crm.mrr.map(annual)));
    let mrr = deal.ace().and_then(|ace| ace.mrr);
    let in_usd = |money: Money| usd(money, settings);
    let crm_usd = crm.and_then(in_usd);
    let ace_usd = mrr.map(annual).and_then(in_usd);
    let placeholder = mrr.and_then(|mrr| {
        let is_small = in_usd(mrr).is_some_and(|monthly| monthly <= settings.placeholder_max_usd);
        let is_repeated = repeated_mrr.contains(&(mrr.amount, mrr.currency));
        is_small.then_some(Placeholder::TooSmall).or(is_repeated.then_some(Placeholder::Repeated))
    });
    let is_placeholder = placeholder.is_some();
    let (usd, basis) = match (crm_usd, ace_usd) {
        (Some(crm), Some(ace)) if are_close(crm, ace, settings.arr_tolerance) => {
            // A dollar is no estimate because it stands in both systems.
            match placeholder {
                Some(Placeholder::TooSmall) => (None, ArrBasis::AcePlaceholder),
                _ => (Some(ace), ArrBasis::BothAgree),
            }
        }
        (Some(crm), Some(ace)) if is_unit_error(crm, ace, settings) => {
            (Some(crm), ArrBasis::CrmUnitError)
        }
        (Some(crm), Some(_)) if is_placeholder => (Some(crm), ArrBasis::CrmAcePlaceholder),
        (Some(_), Some(ace)) => (Some(ace), ArrBasis::AceCrmDiffers),
        (None, Some(_)) if is_placeholder => (None, ArrBasis::AcePlaceholder),
        (None, Some(ace)) => (Some(ace), ArrBasis::AceOnly),
        (Some(crm), None) => (Some(crm), ArrBasis::CrmOnly),
        (None, None) if crm.is_some() || mrr.is_some() => (None, ArrBasis::NotConvertible),
        (None, None) => (None, ArrBasis::Missing),
    };
    Arr { usd, basis, crm_usd, ace_usd, placeholder }
}

/// ACE stores monthly revenue (AWS Selling API, `ExpectedCustomerSpend`).
fn annual(monthly: Money) -> Money {
    Money { amount: monthly.amount * MONTHS, ..monthly }
}

/// The amount in US dollars to the cent; `None` without a rate or a currency.
pub(super) fn usd(money: Money, settings: &Settings) -> Option<Decimal> {
    money.usd(&settings.usd_rates)
}

/// Whether two figures differ by no more than the share of the larger.
fn are_close(one: Decimal, other: Decimal, tolerance: Decimal) -> bool {
    (one - other).abs() <= one.max(other) * tolerance
}

fn is_unit_error(crm: Decimal, ace: Decimal, settings: &Settings) -> bool {
    are_close(crm, ace * MONTHS, settings.unit_tolerance)
        || are_close(crm * MONTHS, ace, settings.unit_tolerance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_with_ace, linked_with_crm, usd as dollars};

    fn arr(deal: &Deal) -> Arr {
        judge(deal, &BTreeSet::new(), &Settings::default())
    }

    fn with_arr(amount: i64) -> Deal {
        linked_with_crm(|crm| crm.arr = Some(dollars(amount)))
    }

    fn with_crm_arr(amount: i64) -> Arr {
        arr(&with_arr(amount))
    }

    #[test]
    fn ten_per_cent_is_agreement_and_more_is_not() {
        // 12 × 8,000 = 96,000 is the smaller or larger figure.
        assert_eq!(with_crm_arr(86_400).basis, ArrBasis::BothAgree);
        assert_eq!(with_crm_arr(86_399).basis, ArrBasis::AceCrmDiffers);
        assert_eq!(with_crm_arr(86_399).usd, Some(Decimal::from(96_000)));
    }

    #[test]
    fn a_factor_of_twelve_either_way_is_a_unit_error_and_the_crm_counts() {
        // 12 × 7,600 is 5 % less than 96,000.
        for amount in [8_000, 96_000 * 12, 8_400, 7_600] {
            let arr = with_crm_arr(amount);
            assert_eq!((arr.basis, arr.usd), (ArrBasis::CrmUnitError, Some(Decimal::from(amount))));
        }
        for amount in [8_500, 7_599] {
            assert_eq!(with_crm_arr(amount).basis, ArrBasis::AceCrmDiffers, "over 5 % off");
        }
    }

    #[test]
    fn the_crms_monthly_figure_serves_when_it_has_no_annual_one() {
        let deal = crm_only(|crm| {
            crm.arr = None;
            crm.mrr = Some(dollars(1_000));
        });
        assert_eq!(arr(&deal).usd, Some(Decimal::from(12_000)));
    }

    #[test]
    fn a_placeholder_is_no_figure() {
        let deal = linked_with_ace(|ace| ace.mrr = Some(dollars(10)));
        assert_eq!(arr(&deal).basis, ArrBasis::CrmAcePlaceholder);
        let mut repeated = BTreeSet::new();
        repeated.insert((Decimal::from(5_000), Some(Currency::USD)));
        let mut deal = linked_with_ace(|ace| ace.mrr = Some(dollars(5_000)));
        assert_eq!(
            judge(&deal, &repeated, &Settings::default()).basis,
            ArrBasis::CrmAcePlaceholder
        );
        deal = crate::domain::testing::ace_only(|ace| ace.mrr = Some(dollars(1)));
        assert_eq!(
            arr(&deal),
            Arr {
                usd: None,
                basis: ArrBasis::AcePlaceholder,
                crm_usd: None,
                ace_usd: Some(Decimal::from(12)),
                placeholder: Some(Placeholder::TooSmall),
            }
        );
    }

    #[test]
    fn ten_dollars_a_month_are_a_placeholder_and_a_cent_more_is_none() {
        let of = |mrr: &str| {
            arr(&linked_with_ace(|ace| {
                ace.mrr = Some(Money { amount: mrr.parse().unwrap(), ..dollars(0) });
            }))
        };
        assert_eq!(of("10").placeholder, Some(Placeholder::TooSmall));
        assert_eq!(of("10.01").placeholder, None);
    }

    #[test]
    fn a_placeholder_that_the_crm_repeats_is_still_none_and_a_standard_price_is_a_figure() {
        let mut deal = linked_with_crm(|crm| crm.arr = Some(dollars(12)));
        if let crate::domain::Records::Linked { ace, .. } = &mut deal.records {
            ace.mrr = Some(dollars(1));
        }
        assert_eq!((arr(&deal).usd, arr(&deal).basis), (None, ArrBasis::AcePlaceholder));
        let repeated: RepeatedMrr = [(Decimal::from(8_000), Some(Currency::USD))].into();
        let standard = judge(&with_arr(96_000), &repeated, &Settings::default());
        assert_eq!(standard.basis, ArrBasis::BothAgree);
    }

    #[test]
    fn an_amount_on_five_opportunities_and_a_tenth_of_them_is_repeated() {
        let deals = |same: usize, others: i64| -> Vec<Deal> {
            let same = (0..same).map(|_| dollars(5_000));
            let others = (0..others).map(|n| dollars(20_000 + n));
            same.chain(others).map(|mrr| linked_with_ace(|ace| ace.mrr = Some(mrr))).collect()
        };
        let settings = Settings::default();
        assert_eq!(repeated_mrr(&deals(5, 45), &settings).len(), 1);
        assert_eq!(repeated_mrr(&deals(4, 0), &settings).len(), 0, "fewer than five");
        assert_eq!(repeated_mrr(&deals(5, 46), &settings).len(), 0, "under a tenth");
        let euros = Money { currency: Currency::new("EUR"), ..dollars(5_000) };
        let mut mixed = deals(3, 0);
        mixed.extend((0..2).map(|_| linked_with_ace(|ace| ace.mrr = Some(euros))));
        assert_eq!(repeated_mrr(&mixed, &settings).len(), 0, "euros are no dollars");
    }

    #[test]
    fn other_currencies_need_a_rate() {
        let euros = Money { amount: Decimal::from(1_000), currency: Currency::new("EUR") };
        let deal = crm_only(|crm| crm.arr = Some(euros));
        assert_eq!(arr(&deal).basis, ArrBasis::NotConvertible);
        let rates = [(euros.currency.unwrap(), "1.1".parse().unwrap())].into_iter().collect();
        let settings = Settings { usd_rates: rates, ..Settings::default() };
        assert_eq!(judge(&deal, &BTreeSet::new(), &settings).usd, Some(Decimal::from(1_100)));
    }

    #[test]
    fn without_any_figure_arr_is_missing() {
        assert_eq!(arr(&crm_only(|crm| crm.arr = None)).basis, ArrBasis::Missing);
    }
}
