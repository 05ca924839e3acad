//! What multiplies a number: a suffix or an exponent.

use crate::domain::Decimal;
use crate::domain::currency_words::stated;

/// The factor of a suffix such as `k` or `Mio`, and what is left behind it.
pub(super) fn split(after: &str) -> (Decimal, String) {
    const SCALES: &[(&str, i64)] = &[
        ("k", 1_000),
        ("m", 1_000_000),
        ("mm", 1_000_000),
        ("mn", 1_000_000),
        ("mio", 1_000_000),
        ("million", 1_000_000),
        ("bn", 1_000_000_000),
        ("b", 1_000_000_000),
    ];
    let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
    let (word, rest) = after.split_at(end);
    let lower = word.to_ascii_lowercase();
    if let Some((_, factor)) = SCALES.iter().find(|(scale, _)| *scale == lower) {
        return (Decimal::from(*factor), rest.trim_start_matches('.').trim().to_owned());
    }
    // kEUR
    match word.strip_prefix('k').filter(|code| code.len() == 3 && stated(code).is_some()) {
        Some(code) => (Decimal::from(1_000), format!("{code}{rest}")),
        None => (Decimal::ONE, after.to_owned()),
    }
}

/// The factor of an exponent as Excel prints it: `+05`.
pub(super) fn power_of_ten(exponent: &str) -> Option<Decimal> {
    let exponent: i64 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let exponent = u32::try_from(exponent).ok().filter(|exponent| *exponent <= 18)?;
    Some(Decimal::from(10_i64.checked_pow(exponent)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_is_a_word_of_its_own_or_stands_before_a_currency() {
        for (after, factor, rest) in [
            ("k", 1_000, ""),
            ("Mio. €", 1_000_000, "€"),
            ("kEUR", 1_000, "EUR"),
            ("MXN", 1, "MXN"),
            ("kids", 1, "kids"),
            ("", 1, ""),
        ] {
            assert_eq!(split(after), (Decimal::from(factor), rest.to_owned()), "{after}");
        }
    }

    #[test]
    fn exponents_are_those_of_large_numbers_only() {
        assert_eq!(power_of_ten("+05"), Some(Decimal::from(100_000)));
        for exponent in ["-05", "19", "", "+", "99999999999999999999"] {
            assert_eq!(power_of_ten(exponent), None, "{exponent}");
        }
    }
}
