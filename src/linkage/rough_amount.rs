//! Amounts as they compare: roughly, in US dollars.

use crate::domain::{Currency, Decimal, Money, rough_units_per_dollar};

/// A yearly figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    /// US dollars a year, or units of an unknown currency.
    pub(super) usd: f64,
    /// The figure as it stands, whatever its currency.
    pub(super) stated: f64,
    /// Whether it was converted by a rough rate, so that only its size tells something.
    pub(super) is_converted: bool,
    /// Its currency; `None` if the file does not say.
    pub(super) currency: Option<Currency>,
}

/// What the amount comes to in a year if it falls due `times` a year: 12 for a monthly one. `None` for nothing, for what
/// is not positive, and for currencies without a rate.
pub(super) fn figure(money: Money, times: u32) -> Option<Figure> {
    let amount: f64 = (money.amount * Decimal::from(times)).try_into().ok()?;
    let is_converted = money.currency.is_some_and(|currency| currency != Currency::USD);
    let rate = match money.currency {
        Some(currency) if is_converted => rough_units_per_dollar(currency)?,
        _ => 1.0,
    };
    let (usd, stated) = (amount / rate, amount);
    (amount > 0.0).then_some(Figure { usd, stated, is_converted, currency: money.currency })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_another_currency_compare_by_size() {
        let euros = Money { amount: Decimal::from(8_000), currency: Currency::new("EUR") };
        let figure = figure(euros, 12).unwrap();
        assert!(figure.is_converted && (100_000.0..110_000.0).contains(&figure.usd));
    }

    #[test]
    fn nothing_and_currencies_without_a_rate_do_not_compare() {
        let of = |amount: i64, code: &str| {
            figure(Money { amount: amount.into(), currency: Currency::new(code) }, 1)
        };
        assert_eq!((of(0, "USD"), of(5, "XAU")), (None, None));
    }
}
