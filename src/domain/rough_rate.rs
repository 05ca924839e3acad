//! Rough exchange rates: good for telling like from unlike, and never shown or added up.

use super::{Currency, Decimal};

/// How many units of the currency a US dollar is roughly worth; `None` of a currency that the table lacks.
pub(crate) fn rough_units_per_dollar(currency: Currency) -> Option<f64> {
    UNITS_PER_DOLLAR.iter().find(|(code, _)| *code == currency.as_str()).map(|(_, units)| *units)
}

/// What was meant by a rate, in US dollars per unit, that is upside down: far from the rough one, while its inverse
/// is near it. `None` of any rate that might be right.
pub(crate) fn meant_by_inverse(currency: Currency, rate: Decimal) -> Option<Decimal> {
    let rough = rough_units_per_dollar(currency)?.recip();
    let inverse = Decimal::ONE.checked_div(rate)?;
    let times_off = |rate: Decimal| {
        let times = f64::try_from(rate).ok()? / rough;
        Some(times.max(times.recip()))
    };
    let is_inverse = times_off(rate)? > FAR_OFF && times_off(inverse)? < NEAR;
    is_inverse.then(|| inverse.round_sf(3)).flatten()
}

/// No currency of the table moves so far within some years (our choice).
const FAR_OFF: f64 = 5.0;
/// What a currency may have moved since the table was made (our choice).
const NEAR: f64 = 2.0;

/// Of 2024 and 2025. Our choice, from public yearly averages.
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

    fn meant(code: &str, rate: &str) -> Option<String> {
        let currency = Currency::new(code).expect("a code");
        meant_by_inverse(currency, rate.parse().expect("a rate")).map(|rate| rate.to_string())
    }

    #[test]
    fn units_per_dollar_are_a_rate_upside_down() {
        assert_eq!(meant("INR", "84.5").as_deref(), Some("0.0118"));
        assert_eq!(meant("INR", "95").as_deref(), Some("0.0105"));
        assert_eq!(meant("JPY", "150").as_deref(), Some("0.00667"));
        assert_eq!(meant("AED", "3.67").as_deref(), Some("0.272"));
    }

    #[test]
    fn a_rate_that_might_be_right_is_never_taken_for_upside_down() {
        for (code, rate) in [
            ("INR", "0.0118"),
            ("EUR", "0.93"),
            ("GBP", "0.79"),
            ("ARS", "0.0002"),
            ("INR", "1000000"),
            ("INR", "0.0000000000000000000000000001"),
            ("BHD", "0.38"),
        ] {
            assert_eq!(meant(code, rate), None, "{code} {rate}");
        }
    }
}
