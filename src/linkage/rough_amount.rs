//! Amounts as they compare: roughly, in US dollars.

use crate::domain::{Currency, Decimal, Money};

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
        Some(currency) if is_converted => {
            UNITS_PER_DOLLAR.iter().find(|(code, _)| *code == currency.as_str())?.1
        }
        _ => 1.0,
    };
    let (usd, stated) = (amount / rate, amount);
    (amount > 0.0).then_some(Figure { usd, stated, is_converted, currency: money.currency })
}

/// Rough rates of 2024 and 2025: good for telling like from unlike, and never shown or added up.
/// Our choice, from public yearly averages.
const UNITS_PER_DOLLAR: &[(&str, f64)] = &[
    ("AED", 3.67),
    ("ARS", 1000.0),
    ("AUD", 1.53),
    ("BGN", 1.78),
    ("BRL", 5.5),
    ("CAD", 1.38),
    ("CHF", 0.86),
    ("CLP", 945.0),
    ("CNY", 7.2),
    ("COP", 4100.0),
    ("CZK", 22.8),
    ("DKK", 6.8),
    ("EUR", 0.91),
    ("GBP", 0.77),
    ("HKD", 7.8),
    ("HUF", 362.0),
    ("IDR", 16100.0),
    ("ILS", 3.65),
    ("INR", 84.5),
    ("JPY", 150.0),
    ("KRW", 1390.0),
    ("MXN", 18.6),
    ("MYR", 4.45),
    ("NOK", 10.7),
    ("NZD", 1.67),
    ("PHP", 57.5),
    ("PLN", 3.87),
    ("RON", 4.55),
    ("RUB", 90.0),
    ("SAR", 3.75),
    ("SEK", 10.3),
    ("SGD", 1.33),
    ("THB", 34.5),
    ("TRY", 35.0),
    ("TWD", 32.0),
    ("ZAR", 18.2),
];

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
