//! What a number format shows beside the number: a currency, `[$€-407] #,##0.00` or `"USD" #,##0`, the leading zeros of an
//! id, `00000`, or a unit, `0" k€"`.

use std::borrow::Cow;

use crate::domain::currency_words::{in_header, stated};
use crate::domain::{CellKind, Currency, Decimal, fold};
use crate::ingest::headers::header_unit;

/// What a format shows beside the number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// The currency.
    pub currency: Option<Currency>,
    /// How many digits every whole number has.
    digits: Option<usize>,
    /// The unit of which the number counts thousands or more.
    unit: Option<String>,
    /// Whether it is shown as a percentage, which is no amount.
    is_percentage: bool,
}

impl Shown {
    /// What this format code shows.
    pub(super) fn by(code: &str) -> Shown {
        Shown {
            currency: currency(code),
            digits: digits(code),
            unit: unit(code),
            is_percentage: Printed::of(code).is_percentage,
        }
    }

    /// The number as whoever looks at the sheet sees it, as far as it matters: with its zeros or unit, or as a percentage.
    pub(super) fn of_number<'text>(&self, text: Cow<'text, str>) -> (Cow<'text, str>, CellKind) {
        let kind = self.currency.map_or(CellKind::Number, CellKind::Amount);
        let of_hundred = || text.parse::<Decimal>().ok()?.checked_mul(Decimal::ONE_HUNDRED);
        if let Some(percent) = Some(self.is_percentage).filter(|it| *it).and_then(|_| of_hundred())
        {
            return (format!("{}%", percent.normalize()).into(), kind);
        }
        if let Some(unit) = &self.unit {
            return (format!("{text} {unit}").into(), kind);
        }
        match self.digits.filter(|_| text.bytes().all(|byte| byte.is_ascii_digit())) {
            Some(digits) => (format!("{text:0>digits$}").into(), kind),
            None => (text, kind),
        }
    }
}

/// The currency of a format code; `None` if it shows none, or a percentage.
///
/// Only the first section counts, which is that of positive numbers.
pub(super) fn currency(code: &str) -> Option<Currency> {
    let shown = Printed::of(code);
    if shown.is_percentage {
        return None;
    }
    // `k€`
    let of_header = || in_header(&shown.literals);
    let of_literals = || stated(&without_scale(&shown.literals)).or_else(of_header)?.given(None);
    shown.in_brackets.or_else(of_literals)
}

/// How many digits a format shows of every number, if it does nothing else: that of an id with leading zeros.
fn digits(code: &str) -> Option<usize> {
    (code.len() >= 2 && code.bytes().all(|byte| byte == b'0')).then_some(code.len())
}

/// The unit that a format prints behind a number of which it cuts nothing off: `0" k€"` shows 830 as 830 k€, and that is what
/// its owner typed. `0,"k€"` shows 830,000 so.
fn unit(code: &str) -> Option<String> {
    let section = code.split(';').next().unwrap_or_default();
    let is_literal = |place: usize| section[..place].matches('"').count() % 2 == 1;
    let last = section
        .rmatch_indices(['0', '#', '?'])
        .map(|(place, _)| place)
        .find(|place| !is_literal(*place))?;
    if section[last + 1..].starts_with(',') {
        return None;
    }
    let unit = Printed::of(&section[last + 1..]).literals.trim().to_owned();
    header_unit::unit(&fold(&unit)).filter(|found| found.multiplier > 1).map(|_| unit)
}

/// What a format prints without the word for the thousands or millions that it cuts off: `€` of `€ M`.
fn without_scale(literals: &str) -> String {
    const SCALES: [&str; 8] = ["k", "K", "M", "m", "Mio", "Mio.", "Tsd.", "bn"];
    let words: Vec<&str> =
        literals.split_whitespace().filter(|word| !SCALES.contains(word)).collect();
    words.join(" ")
}

/// What a format prints beside the digits.
#[derive(Default)]
struct Printed {
    in_brackets: Option<Currency>,
    literals: String,
    is_percentage: bool,
}

impl Printed {
    fn of(code: &str) -> Printed {
        let mut shown = Printed::default();
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            match character {
                ';' => break,
                '"' => shown.literals.extend(characters.by_ref().take_while(|c| *c != '"')),
                '\\' => shown.literals.extend(characters.next()),
                // The width of a character, and a character repeated: neither is printed for itself.
                '_' | '*' => drop(characters.next()),
                '[' => {
                    let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    shown.in_brackets = shown.in_brackets.or_else(|| in_brackets(&inside));
                }
                '%' => shown.is_percentage = true,
                '0'..='9' | '#' | '?' | '.' | ',' | '(' | ')' | '-' | '+' | ' ' | '@' => {
                    shown.literals.push(' ');
                }
                other => shown.literals.push(other),
            }
        }
        shown
    }
}

/// `$€-407` or `$USD`: a sign or code, and the locale whose currency it is. `$-409` is a locale alone.
fn in_brackets(inside: &str) -> Option<Currency> {
    let inside = inside.strip_prefix('$')?;
    let (sign, locale) = inside.split_once('-').unwrap_or((inside, ""));
    let stated = stated(sign)?;
    stated.given(of_locale(locale))
}

/// The currency of a locale, which Windows writes as a number (MS-LCID) and Excel 365 as a tag.
fn of_locale(locale: &str) -> Option<Currency> {
    // The bytes above the language say which digits and calendar are meant.
    let number = u32::from_str_radix(locale, 16).ok().map(|number| number & 0xffff);
    let country = locale.rsplit('-').next().filter(|country| country.len() == 2);
    let found = LOCALES.iter().find(|(numbers, countries, _)| {
        number.is_some_and(|number| numbers.contains(&number))
            || country.is_some_and(|country| {
                countries.split(' ').any(|each| each.eq_ignore_ascii_case(country))
            })
    });
    found.and_then(|(.., code)| Currency::new(code))
}

/// Locales whose sign is shared by several currencies: their numbers and countries.
const LOCALES: &[(&[u32], &str, &str)] = &[
    (&[0x409, 0x540a], "US", "USD"),
    (&[0x1009, 0xc0c], "CA", "CAD"),
    (&[0xc09], "AU", "AUD"),
    (&[0x1409, 0x481], "NZ", "NZD"),
    (&[0x4809, 0x1004], "SG", "SGD"),
    (&[0xc04, 0x3c09], "HK", "HKD"),
    (&[0x404], "TW", "TWD"),
    (&[0x80a], "MX", "MXN"),
    (&[0x416], "BR", "BRL"),
    (&[0x340a], "CL", "CLP"),
    (&[0x240a], "CO", "COP"),
    (&[0x2c0a], "AR", "ARS"),
    (&[0x809], "GB", "GBP"),
    (&[0xc01], "EG", "EGP"),
    (&[0x411], "JP", "JPY"),
    (&[0x804], "CN", "CNY"),
    (&[0x4009, 0x439], "IN", "INR"),
    (&[0x420], "PK", "PKR"),
    (&[0x45b], "LK", "LKR"),
    (&[0x41d, 0x81d], "SE", "SEK"),
    (&[0x414, 0x814], "NO", "NOK"),
    (&[0x406], "DK", "DKK"),
    (&[0x40f], "IS", "ISK"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str) -> Option<String> {
        currency(code).map(|currency| currency.to_string())
    }

    #[test]
    fn signs_in_brackets_are_those_of_their_locale() {
        for (code, expected) in [
            ("[$€-407] #,##0.00", "EUR"),
            ("#,##0.00\\ [$€-2]", "EUR"),
            ("[$EUR] #,##0", "EUR"),
            ("[$USD-409]#,##0", "USD"),
            ("[$$-409]#,##0.00", "USD"),
            ("[$$-1009]#,##0", "CAD"),
            ("[$$-C09]#,##0", "AUD"),
            ("[$$-en-AU]#,##0", "AUD"),
            ("[$£-809]#,##0", "GBP"),
            ("[$¥-411]#,##0", "JPY"),
            ("[$￥-411]#,##0", "JPY"),
            ("[$¥-804]#,##0", "CNY"),
            ("[$¥-zh-CN]#,##0", "CNY"),
            ("[$R$-416] #,##0.00", "BRL"),
            ("[$CHF-807] #,##0.00", "CHF"),
            ("#,##0.00 [$kr.-406]", "DKK"),
            ("[Red][$₹-4009] #,##0", "INR"),
        ] {
            assert_eq!(shown(code).as_deref(), Some(expected), "{code}");
        }
    }

    #[test]
    fn literal_signs_and_codes_are_read_wherever_they_stand() {
        for (code, expected) in [
            ("\"USD\" #,##0.00", "USD"),
            ("#,##0.00\\ \"€\"", "EUR"),
            ("$#,##0.00", "USD"),
            ("\"$\"#,##0_);[Red]\\(\"$\"#,##0\\)", "USD"),
            ("_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)", "USD"),
            ("_-* #,##0.00 [$€-407]_-;\\-* #,##0.00 [$€-407]_-", "EUR"),
            ("_-£* #,##0.00_-;\\-£* #,##0.00_-", "GBP"),
            ("#,##0\\ €", "EUR"),
            ("[>=1000000]€#,##0.0,,\"M\";€#,##0", "EUR"),
            ("#,##0.0,,\" Mio. €\"", "EUR"),
            ("#,##0,\" k€\"", "EUR"),
        ] {
            assert_eq!(shown(code).as_deref(), Some(expected), "{code}");
        }
    }

    #[test]
    fn a_unit_behind_numbers_that_are_not_cut_off_is_part_of_them() {
        for (code, expected) in [
            ("#,##0\" k€\"", "830 k€"),
            ("0.0\\ \"Mio. €\"", "830 Mio. €"),
            ("\"$\"#,##0\"K\"", "830 K"),
            ("#,##0\"万円\";[Red]-#,##0", "830 万円"),
        ] {
            let shown = Shown::by(code).of_number("830".into());
            assert_eq!(shown.0, expected, "{code}");
            assert_ne!(shown.1, CellKind::Text, "its mark is a point: {code}");
        }
        for code in [
            "#,##0,\" k€\"",
            "0.0,,\"M\"",
            "[>=1000]0.0,\"k\";0",
            "0\" kg\"",
            "\"K\"0000",
            "0\" m\"",
        ] {
            assert_eq!(unit(code), None, "{code}");
        }
    }

    #[test]
    fn a_percentage_is_shown_as_one() {
        let shown = |code: &str, text: &'static str| Shown::by(code).of_number(text.into()).0;
        assert_eq!(shown("0%", "0.5"), "50%");
        assert_eq!(shown("0.0%;[Red]-0.0%", "0.075"), "7.5%");
        assert_eq!(shown("0\"%\"", "50"), "50");
    }

    #[test]
    fn formats_of_zeros_alone_are_those_of_ids() {
        assert_eq!((digits("00000"), digits("000000000000")), (Some(5), Some(12)));
        for code in ["0", "0.00", "00-00", "General", "#000", "000;-000", ""] {
            assert_eq!(digits(code), None, "{code}");
        }
    }

    #[test]
    fn other_formats_show_no_currency() {
        for code in [
            "General",
            "0.00",
            "#,##0",
            "0%",
            "#,##0.0,,\"M\"",
            "#,##0 \"servers\"",
            "[$-409]#,##0",
            "[>=1000]#,##0,\"k\";0",
            "000000000000",
            "@",
            "\"unclosed",
            "[$",
        ] {
            assert_eq!(shown(code), None, "{code}");
        }
    }
}
