//! What a phase may bring, by the user's own rates.

use super::Settings;
use super::arr::usd;
use crate::domain::{Arr, CrmOpportunity, Deal, Decimal, Estimate, Rate, RateBasis, to_cents};

/// The estimate of each phase, whatever its state: Assess, Mobilize, Migrate. Blank without a rate, and without the
/// amount that the rate is a share of.
pub(super) fn judge(deal: &Deal, arr: &Arr, settings: &Settings) -> [Estimate; 3] {
    settings.rates.each_ref().map(|rate| {
        rate.as_ref().map_or_else(Estimate::default, |rate| of_phase(rate, deal, arr, settings))
    })
}

fn of_phase(rate: &Rate, deal: &Deal, arr: &Arr, settings: &Settings) -> Estimate {
    let whole = match rate.basis {
        RateBasis::Arr => arr.usd,
        RateBasis::DealAmount => {
            deal.crm().and_then(CrmOpportunity::funded_amount).and_then(|it| usd(it, settings))
        }
        RateBasis::Fixed => Some(Decimal::ONE),
    };
    let estimate = |share: Option<Decimal>| {
        let amount = to_cents(whole?.checked_mul(share?)?);
        Some(rate.cap_usd.map_or(amount, |cap| amount.min(cap)))
    };
    Estimate {
        low_usd: estimate(rate.low),
        base_usd: estimate(rate.base),
        high_usd: estimate(rate.high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_deal, usd as dollars};
    use crate::domain::{ArrBasis, Currency, Money};

    fn rate(basis: RateBasis, base: &str) -> Rate {
        Rate {
            basis,
            low: None,
            base: base.parse().ok(),
            high: None,
            cap_usd: None,
            source: "our approvals".into(),
            as_of: None,
            approved_by: None,
        }
    }

    fn base(rate: Rate, deal: &Deal, arr: Option<i64>) -> Option<Decimal> {
        let settings = Settings { rates: [None, None, Some(rate)], ..Settings::default() };
        let usd = arr.map(Decimal::from);
        let arr =
            Arr { usd, basis: ArrBasis::AceOnly, crm_usd: None, ace_usd: usd, placeholder: None };
        let [assess, mobilize, migrate] = judge(deal, &arr, &settings);
        assert_eq!([assess, mobilize], [Estimate::default(); 2], "phases without a rate");
        assert_eq!((migrate.low_usd, migrate.high_usd), (None, None), "figures without a rate");
        migrate.base_usd
    }

    #[test]
    fn a_share_of_arr_is_exact_to_the_cent_and_capped() {
        let rate = rate(RateBasis::Arr, "0.15");
        assert_eq!(base(rate.clone(), &linked_deal(), Some(96_001)), "14400.15".parse().ok());
        let capped = Rate { cap_usd: Some(Decimal::from(10_000)), ..rate.clone() };
        assert_eq!(base(capped, &linked_deal(), Some(96_000)), Some(Decimal::from(10_000)));
        assert_eq!(base(rate, &linked_deal(), None), None, "no revenue, no estimate");
    }

    #[test]
    fn half_a_cent_is_rounded_as_in_the_workbook() {
        // 0.125 × 96,001.80 = 12,000.225
        let arr = Arr {
            usd: "96001.80".parse().ok(),
            basis: ArrBasis::AceOnly,
            crm_usd: None,
            ace_usd: None,
            placeholder: None,
        };
        let rates = [None, None, Some(rate(RateBasis::Arr, "0.125"))];
        let settings = Settings { rates, ..Settings::default() };
        let [_, _, migrate] = judge(&linked_deal(), &arr, &settings);
        assert_eq!(migrate.base_usd, "12000.23".parse().ok());
    }

    #[test]
    fn a_fixed_rate_needs_no_revenue() {
        let rate = rate(RateBasis::Fixed, "5000");
        assert_eq!(base(rate, &linked_deal(), None), Some(Decimal::from(5_000)));
    }

    #[test]
    fn a_share_of_the_deals_amount_needs_it_in_dollars() {
        let rate = rate(RateBasis::DealAmount, "0.5");
        let deal = crm_only(|crm| crm.amount = Some(dollars(40_000)));
        assert_eq!(base(rate.clone(), &deal, None), Some(Decimal::from(20_000)));
        let euros = Money { amount: Decimal::from(40_000), currency: Currency::new("EUR") };
        let deal = crm_only(|crm| crm.amount = Some(euros));
        assert_eq!(base(rate.clone(), &deal, None), None, "no rate for euros");
        let credit = crm_only(|crm| crm.amount = Some(dollars(-40_000)));
        assert_eq!(base(rate.clone(), &credit, None), None, "a credit takes nothing away");
        assert_eq!(base(rate, &crm_only(|crm| crm.amount = None), None), None);
    }
}
