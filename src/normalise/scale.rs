//! What multiplies a number: a suffix or an exponent.

use crate::domain::currency_words::stated;
use crate::domain::{Currency, Decimal, east_asian_scale, scale_word};

/// The factor of a suffix such as `k` or `Mio`, and what is left behind it.
pub(super) fn split(after: &str) -> (Decimal, String) {
    // Most numbers have none, and the words take long to go through.
    if after.is_empty() {
        return (Decimal::ONE, String::new());
    }
    let times = |factor: i64, rest: &str| {
        (Decimal::from(factor), rest.trim_start_matches('.').trim().to_owned())
    };
    if let Some((factor, rest)) = east_asian_scale(after) {
        return times(factor, rest);
    }
    let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    let (word, rest) = after.split_at(end);
    if let Some(factor) = scale_word(&word.to_lowercase()) {
        return times(factor.into(), rest);
    }
    before_currency(word, rest).unwrap_or_else(|| (Decimal::ONE, after.to_owned()))
}

/// The factor of `mil` beside its currency, and what is left behind it: a thousand where people speak Spanish or Portuguese,
/// and a million to Romanians.
pub(super) fn in_mil(before: &str, after: &str) -> Option<(Decimal, String)> {
    let rest = after.strip_prefix("mil").filter(|rest| !rest.starts_with(char::is_alphabetic))?;
    let rest = rest.trim_start_matches('.').trim();
    let currency = stated(before).or_else(|| stated(rest))?.given(None)?;
    let is_iberian = IBERIAN_CURRENCIES.contains(&currency.as_str());
    is_iberian.then(|| (Decimal::ONE_THOUSAND, rest.to_owned()))
}

/// The currencies of countries that speak Spanish or Portuguese, but for the euro.
const IBERIAN_CURRENCIES: [&str; 19] = [
    "AOA", "ARS", "BOB", "BRL", "CLP", "COP", "CRC", "CVE", "DOP", "GTQ", "HNL", "MXN", "MZN",
    "NIO", "PAB", "PEN", "PYG", "UYU", "VES",
];

/// The factor of `kEUR`, `TEUR`, `MUSD`, `T€` and `mkr`, and the currency.
fn before_currency(word: &str, rest: &str) -> Option<(Decimal, String)> {
    let factor = match word.chars().next()? {
        // Swedish: tusen and miljoner kronor.
        't' if word == "tkr" => 1_000,
        'm' if word == "mkr" => 1_000_000,
        'k' | 'K' => 1_000,
        'M' => 1_000_000,
        // German: Tausend.
        'T' if word.len() == "TEUR".len() || (word == "T" && rest.starts_with('€')) => 1_000,
        _ => return None,
    };
    let code = &word[1..];
    let is_code = code.is_empty() || code == "kr" || (code.len() == 3 && stated(code).is_some());
    is_code.then(|| (Decimal::from(factor), format!("{code}{rest}")))
}

/// Whether the CR behind a number may be that of a credit, as ledgers print it, and not of crores.
pub(super) fn may_be_credit(after: &str) -> bool {
    let word = after.split(|c: char| !c.is_alphabetic()).next();
    word.is_some_and(|word| word.eq_ignore_ascii_case("cr"))
}

/// Whether a deal may be worth so many crores: thousands of them are more than any deal has (our choice).
pub(super) fn is_in_crores(values: [Option<Decimal>; 2]) -> bool {
    let most = Decimal::from(10_000_000_000_i64);
    values.into_iter().flatten().all(|value| value.abs() < most)
}

/// Why an amount in rupiah with an M behind it is not read.
pub(super) const MILLION_OR_MILLIARD: &str = "M is a million in English and a milliard (miliar) in Indonesian, and nothing says which. Export plain numbers.";

/// Whether the M behind the number may stand for a thousand millions: `Rp 6,9 M`.
pub(super) fn is_million_or_milliard(text: &str, currency: Option<Currency>) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    currency.is_some_and(|currency| currency.as_str() == "IDR")
        && words.any(|word| word.eq_ignore_ascii_case("m"))
}

/// The text with a number in parts as one: `12억 5,000만원` as `1250000000원`. Each part counts less than the one before,
/// and all are whole.
pub(super) fn summed_parts(text: &str) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (mut sum, mut parts, mut rest) = (0_i64, 0, &text[start..]);
    let mut least = i64::MAX;
    while rest.starts_with(|c: char| c.is_ascii_digit()) {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let (factor, after) = east_asian_scale(after).unwrap_or((1, after));
        if factor >= least {
            return None;
        }
        let number: i64 = digits.replace(',', "").parse().ok()?;
        sum = sum.checked_add(number.checked_mul(factor)?)?;
        (parts, least, rest) = (parts + 1, factor, after);
        rest = rest.trim_start();
    }
    (parts > 1).then(|| format!("{}{sum}{rest}", &text[..start]))
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
            ("TEUR", 1_000, "EUR"),
            ("T€", 1_000, "€"),
            ("TUSD", 1_000, "USD"),
            ("TTRY", 1_000, "TRY"),
            ("M€", 1_000_000, "€"),
            ("tkr", 1_000, "kr"),
            ("mkr", 1_000_000, "kr"),
            ("Cr", 10_000_000, ""),
            ("lakhs INR", 100_000, "INR"),
            ("万円", 10_000, "円"),
            ("億", 100_000_000, ""),
            ("千万円", 10_000_000, "円"),
            ("천만 원", 10_000_000, "원"),
            ("百万", 1_000_000, ""),
            ("tys. zł", 1_000, "zł"),
            ("mi", 1_000_000, ""),
            ("juta", 1_000_000, ""),
            ("tỷ đồng", 1_000_000_000, "đồng"),
            ("mil", 1, "mil"),
            ("TRY", 1, "TRY"),
            ("MXN", 1, "MXN"),
            ("kids", 1, "kids"),
            ("", 1, ""),
        ] {
            assert_eq!(split(after), (Decimal::from(factor), rest.to_owned()), "{after}");
        }
    }

    #[test]
    fn the_currency_says_what_mil_is() {
        for (before, after, rest) in
            [("R$", "mil", ""), ("", "mil BRL", "BRL"), ("MXN", "mil.", "")]
        {
            let thousand = Some((Decimal::ONE_THOUSAND, rest.to_owned()));
            assert_eq!(in_mil(before, after), thousand, "{before} {after}");
        }
        for (before, after) in
            [("", "mil"), ("RON", "mil"), ("€", "mil"), ("R$", "mile"), ("R$", "")]
        {
            assert_eq!(in_mil(before, after), None, "{before} {after}");
        }
    }

    #[test]
    fn an_m_behind_rupiah_may_be_a_milliard() {
        let is_so = |text, code| is_million_or_milliard(text, Currency::new(code));
        assert!(is_so("Rp 6,9 M", "IDR") && is_so("6.9m", "IDR"));
        assert!(!is_so("Rp 6,9 Mio", "IDR") && !is_so("6.9 M", "USD"));
    }

    #[test]
    fn a_number_in_parts_is_their_sum() {
        for (text, expected) in [
            ("12억 5,000만원", "1250000000원"),
            ("1億2千万円", "120000000円"),
            ("約3億500万", "約305000000"),
            ("3万5000元", "35000元"),
        ] {
            assert_eq!(summed_parts(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["5,000만원", "1만 2억", "1.5億2万", "1,200 500", "100", "", "12억 5,000만 9억"]
        {
            assert_eq!(summed_parts(text), None, "{text}");
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
