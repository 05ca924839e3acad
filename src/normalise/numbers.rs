//! Numbers as people and spreadsheets print them.

use super::decimal_mark::DecimalMark;
use super::scale;
use crate::domain::currency_words::{Stated, stated};
use crate::domain::{Cell, CellKind, Decimal, plain};

/// A number, and what else its cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: Decimal,
    /// The currency in the cell.
    pub(super) currency: Option<Stated>,
    /// Whether it was written in a form that no exporter prints: `58.8k`, `(1,234.00)`.
    pub(super) is_repaired: bool,
    /// Whether its cell says by what it is multiplied: `58.8k`.
    pub(super) is_scaled: bool,
}

/// What a cell of a column of numbers holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A number.
    Number(Number),
    /// `30.000`: thirty thousand or thirty; the number is the former.
    Ambiguous(Number),
    /// A number above [`LARGEST`].
    TooLarge,
    /// No number.
    Unreadable,
}

/// The largest amount or count that is read (our choice): above any deal in any currency. Larger ones
/// are a slip or an id in the wrong column, and products and sums of them would overflow.
pub(super) const LARGEST: i64 = 1_000_000_000_000_000;

/// The number in the cell, by the decimal mark of its column.
pub(super) fn number(cell: Cell<'_>, mark: Option<DecimalMark>) -> Reading {
    let mark = match cell.kind {
        CellKind::Text => mark,
        CellKind::Number | CellKind::Amount(_) => Some(DecimalMark::Point),
        CellKind::Date | CellKind::Boolean | CellKind::Error => return Reading::Unreadable,
    };
    let Some(written) = Written::new(cell.text) else { return Reading::Unreadable };
    let [point, comma] =
        [DecimalMark::Point, DecimalMark::Comma].map(|mark| written.value_with(mark));
    let (value, is_ambiguous) = match (point, comma) {
        (Some(value), None) | (None, Some(value)) => (value, false),
        (Some(point), Some(comma)) => match mark {
            Some(DecimalMark::Point) => (point, false),
            Some(DecimalMark::Comma) => (comma, false),
            // The reading without decimals is the larger one.
            None if point.abs() > comma.abs() => (point, true),
            None => (comma, point != comma),
        },
        (None, None) => return Reading::Unreadable,
    };
    if value.abs() > Decimal::from(LARGEST) {
        return Reading::TooLarge;
    }
    let number = Number {
        value,
        is_repaired: written.is_repaired,
        is_scaled: written.factor != Decimal::ONE,
        currency: written.currency,
    };
    if is_ambiguous { Reading::Ambiguous(number) } else { Reading::Number(number) }
}

/// The decimal mark that the text shows: the only one with which it is a number.
pub(super) fn shown_mark(text: &str) -> Option<DecimalMark> {
    let written = Written::new(text)?;
    match [DecimalMark::Point, DecimalMark::Comma].map(|mark| written.value_with(mark)) {
        [Some(_), None] => Some(DecimalMark::Point),
        [None, Some(_)] => Some(DecimalMark::Comma),
        _ => None,
    }
}

/// A number taken apart, before its decimal mark is known.
struct Written {
    /// Digits, points and commas.
    body: String,
    is_negative: bool,
    factor: Decimal,
    currency: Option<Stated>,
    is_repaired: bool,
}

impl Written {
    fn new(text: &str) -> Option<Written> {
        // `5,000²` has a footnote: spelled plainly, it would be 50,002.
        if text.contains(is_raised_or_enclosed) {
            return None;
        }
        let text = plain(text.trim()).replace('`', "'");
        let text = without_converted(&text);
        let start = text.find(|c: char| c.is_ascii_digit())?;
        // `.5` is a half, but `Rs.500` is five hundred.
        let has_bare_decimals = text[..start]
            .strip_suffix(['.', ','])
            .is_some_and(|before| !before.ends_with(char::is_alphabetic));
        let start = start - usize::from(has_bare_decimals);
        let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
        let (body, exponent) = match text[start..end].split_once(['E', 'e']) {
            Some((body, exponent)) => (body, Some(exponent)),
            None => (&text[start..end], None),
        };
        let before = text[..start].trim();
        let after = text[end..].trim_start_matches([',', '.']).trim();
        // Indian amounts end in `/-`.
        let after = after.strip_prefix("/-").unwrap_or(after).trim_start();
        let (before, after, in_parentheses) = without_parentheses(before, after);
        let (before, leading_minus) = without_sign(&before);
        // SAP prints the minus behind; Swiss and Dutch amounts end in `.-` or `.--`.
        let (after, trailing_minus) = match after.strip_prefix('-') {
            Some(rest) if rest.starts_with('-') => (rest.trim_start_matches('-').trim(), false),
            Some(rest) => (rest.trim(), text[end..].starts_with(['-', ' '])),
            None => (after.as_str(), false),
        };
        let (factor, after) = scale::split(after);
        let mut factor = factor;
        if let Some(exponent) = exponent {
            factor = scale::power_of_ten(exponent)?.checked_mul(factor)?;
        }
        let before = if factor == Decimal::ONE && stated(&before).is_none() {
            let (leading, currency) = scale::split(&before);
            factor = leading;
            currency
        } else {
            before
        };
        let has_currency = !before.is_empty() || !after.is_empty();
        let currency = if has_currency { Some(one_currency(&before, &after)?) } else { None };
        Some(Written {
            body: without_blanks(body)?,
            is_negative: in_parentheses || leading_minus || trailing_minus,
            is_repaired: in_parentheses || trailing_minus || factor != Decimal::ONE,
            factor,
            currency,
        })
    }

    /// The value if this is the decimal mark; `None` if the number cannot be written so.
    fn value_with(&self, mark: DecimalMark) -> Option<Decimal> {
        let (mark, grouping) = match mark {
            DecimalMark::Point => ('.', ','),
            DecimalMark::Comma => (',', '.'),
        };
        let (whole, decimals) = self.body.split_once(mark).unwrap_or((&self.body, ""));
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let groups: Vec<&str> = whole.split(grouping).collect();
        if let [first, middle @ .., last] = groups.as_slice() {
            // Indian groups have two digits, but for the last. No group starts a number with 0.
            let is_grouped = (1..=3).contains(&first.len())
                && !first.starts_with('0')
                && middle.iter().all(|group| matches!(group.len(), 2 | 3))
                && last.len() == 3;
            if groups.len() > 1 && !is_grouped {
                return None;
            }
        }
        let digits = format!("0{}.{decimals}0", groups.concat());
        let value = digits.parse::<Decimal>().ok()?.checked_mul(self.factor)?.normalize();
        Some(if self.is_negative { -value } else { value })
    }
}

/// The text without the amount in the user's own currency that Salesforce prints behind that of the
/// record: `EUR 120,000.00 (USD 130,200.00)`.
fn without_converted(text: &str) -> &str {
    let states_currency =
        |amount: &str| Written::new(amount).is_some_and(|written| written.currency.is_some());
    text.strip_suffix(')')
        .and_then(|text| text.split_once(" ("))
        .filter(|(own, converted)| states_currency(own) && states_currency(converted))
        .map_or(text, |(own, _)| own)
}

/// The digits without the blanks or apostrophes between groups of three.
fn without_blanks(body: &str) -> Option<String> {
    let mut groups = body.split([' ', '\'']);
    let first = groups.next()?;
    let mut out = first.to_owned();
    let mut is_grouped = false;
    for group in groups {
        let digits = group.find(['.', ',']).unwrap_or(group.len());
        // Only the last group has decimals behind it.
        if digits != 3 || out.contains(['.', ',']) {
            return None;
        }
        is_grouped = true;
        out.push_str(group);
    }
    let is_number = out.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    (is_number && (!is_grouped || first.len() <= 3)).then_some(out)
}

/// The currency before or behind a number; `None` if that is no currency, or two of them.
fn one_currency(before: &str, after: &str) -> Option<Stated> {
    if before.is_empty() || after.is_empty() {
        return stated(before).or_else(|| stated(after));
    }
    let code = stated(after)?;
    stated(before)?.allows(code.given(None)?).then_some(code)
}

/// What stands before and behind a number without the parentheses round it, which are a minus, and
/// whether there were any. The currency may stand inside or outside: `($500)`, `$(500)`, `(500) USD`.
fn without_parentheses(before: &str, after: &str) -> (String, String, bool) {
    let lone = |text: &str, parenthesis: char| {
        text.matches(['(', ')']).eq([parenthesis.encode_utf8(&mut [0; 4]) as &str])
    };
    if !lone(before, '(') || !lone(after, ')') {
        return (before.to_owned(), after.to_owned(), false);
    }
    let bare = |text: &str| text.replace(['(', ')'], "").trim().to_owned();
    (bare(before), bare(after), true)
}

fn without_sign(before: &str) -> (String, bool) {
    let is_negative = before.contains('-');
    (before.replacen(['-', '+'], "", 1).trim().to_owned(), is_negative)
}

/// Whether the character is a digit above or below the line, in a circle or of a fraction.
fn is_raised_or_enclosed(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209f}' | '\u{2150}'..='\u{218f}' | '\u{2460}'..='\u{24ff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Currency;

    fn text(text: &str) -> Cell<'_> {
        Cell { text, kind: CellKind::Text }
    }

    fn value(written: &str) -> Option<String> {
        match number(text(written), None) {
            Reading::Number(number) => Some(number.value.to_string()),
            _ => None,
        }
    }

    #[test]
    fn unambiguous_numbers_need_no_column() {
        for (written, expected) in [
            ("96000", "96000"),
            ("96000.00", "96000"),
            ("96000,5", "96000.5"),
            ("1.080.000,50", "1080000.5"),
            ("1,234.50", "1234.5"),
            ("1,234,567", "1234567"),
            ("12,34,567", "1234567"),
            ("1 234,56", "1234.56"),
            ("1\u{202f}234\u{a0}567", "1234567"),
            ("1'234.50", "1234.5"),
            ("1’234", "1234"),
            ("1234,567", "1234.567"),
            ("0.123", "0.123"),
            (".5", "0.5"),
            ("-500", "-500"),
            ("0.00", "0"),
            ("1.000.000,-", "1000000"),
            ("١٬٢٣٤٫٥٠", "1234.5"),
            ("+500", "500"),
        ] {
            assert_eq!(value(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn three_digits_behind_one_separator_are_read_by_the_column_alone() {
        for (written, point, comma) in [("30.000", "30", "30000"), ("1,234", "1234", "1.234")] {
            assert_eq!(value(written), None);
            for (mark, expected) in [(DecimalMark::Point, point), (DecimalMark::Comma, comma)] {
                let Reading::Number(number) = number(text(written), Some(mark)) else {
                    panic!("{written}")
                };
                assert_eq!(number.value.to_string(), expected, "{written}");
            }
        }
    }

    #[test]
    fn numbers_of_a_workbook_have_decimal_points() {
        let cell = Cell { text: "30.125", kind: CellKind::Number };
        let Reading::Number(number) = number(cell, Some(DecimalMark::Comma)) else {
            panic!("number")
        };
        assert_eq!(number.value.to_string(), "30.125");
    }

    #[test]
    fn currencies_around_the_number_are_kept() {
        for (written, expected, code) in [
            ("$1,234.56", "1234.56", "USD"),
            ("USD 20000", "20000", "USD"),
            ("96,000.00 USD", "96000", "USD"),
            ("€1.234,56", "1234.56", "EUR"),
            ("99 999 e", "99999", "EUR"),
            ("CHF 1'234.50", "1234.5", "CHF"),
            ("₹12,34,567", "1234567", "INR"),
            ("-$500", "-500", "USD"),
            ("$-500", "-500", "USD"),
            ("$500 CAD", "500", "CAD"),
            ("50 kEUR", "50000", "EUR"),
            ("1.2M €", "1200000", "EUR"),
            ("20000 MXN", "20000", "MXN"),
            ("Rs.500", "500", "INR"),
            ("USD1,234,567", "1234567", "USD"),
            ("R$ 1.234,56", "1234.56", "BRL"),
            ("CHF 1'234.-", "1234", "CHF"),
            ("CHF 1´234.—", "1234", "CHF"),
            ("100万円", "1000000", "JPY"),
            ("￥１，２３４，５６７", "1234567", "JPY"),
            ("₹1.5 Cr", "15000000", "INR"),
            ("INR 50 Lakh", "5000000", "INR"),
            ("2,5 Mio. €", "2500000", "EUR"),
            ("TEUR 120", "120000", "EUR"),
            ("1,2 Mrd. EUR", "1200000000", "EUR"),
        ] {
            let Reading::Number(number) = number(text(written), None) else { panic!("{written}") };
            assert_eq!(number.value.to_string(), expected, "{written}");
            let currency = number.currency.and_then(|stated| stated.given(None));
            assert_eq!(currency, Currency::new(code), "{written}");
        }
    }

    #[test]
    fn forms_that_no_exporter_prints_are_repaired() {
        for (written, expected) in [
            ("58.8k", "58800"),
            ("1.2M", "1200000"),
            ("1,5 Mio", "1500000"),
            ("(1,234.00)", "-1234"),
            ("$(1,234.00)", "-1234"),
            ("500-", "-500"),
            ("1.2E+05", "120000"),
        ] {
            let Reading::Number(number) = number(text(written), None) else { panic!("{written}") };
            assert_eq!(number.value.to_string(), expected, "{written}");
            assert!(number.is_repaired, "{written}");
        }
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for written in [
            "TBD",
            "n/a (see note 3)",
            "120 Mois (10 ans)",
            "99/99/9999",
            "50-100",
            "1.2.3",
            "12 34",
            "1,23,4",
            "1e400",
            "99999999999999999999999999999999",
            "5 per month",
            "",
            "-",
            "1,2,3",
            "1E-05",
            "12 345 67",
            "€500 USD",
            "²",
            "5,000²",
            "10½",
            "①",
        ] {
            assert_eq!(number(text(written), None), Reading::Unreadable, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(any in ".*", near in "[-0-9.,' ()kMEe+$€]{0,40}") {
            for written in [any, near] {
                for mark in [None, Some(DecimalMark::Point), Some(DecimalMark::Comma)] {
                    for kind in [CellKind::Text, CellKind::Number] {
                        let cell = Cell { text: &written, kind };
                        if let Reading::Number(read) = number(cell, mark) {
                            prop_assert!(written.contains(char::is_numeric), "{}", read.value);
                        }
                    }
                }
            }
        }
    }
}
