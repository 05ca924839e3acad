//! Numbers as people and spreadsheets print them: amounts of money, and counts.

use crate::domain::{Cell, CellKind, Column, Decimal, fold};

use super::currency::{Stated, stated};

/// What stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecimalMark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

/// A number, and what else its cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: Decimal,
    /// The currency in the cell.
    pub(super) currency: Option<Stated>,
    /// Whether it was written in a form that no exporter prints: `58.8k`, `(1,234.00)`.
    pub(super) is_repaired: bool,
}

/// What a cell of a column of numbers holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A number.
    Number(Number),
    /// `30.000`: thirty thousand or thirty; the number is the former.
    Ambiguous(Number),
    /// No number.
    Unreadable,
}

/// The number in the cell, by the decimal mark of its column.
pub(super) fn number(cell: Cell<'_>, mark: Option<DecimalMark>) -> Reading {
    let mark = match cell.kind {
        CellKind::Text => mark,
        CellKind::Number => Some(DecimalMark::Point),
        CellKind::Date | CellKind::Boolean | CellKind::Error => return Reading::Unreadable,
    };
    let Some(written) = Written::new(cell.text) else { return Reading::Unreadable };
    let [point, comma] =
        [DecimalMark::Point, DecimalMark::Comma].map(|mark| written.value_with(mark));
    let (value, is_ambiguous) = match (point, comma, mark) {
        (Some(value), None, _) | (None, Some(value), _) => (value, false),
        (Some(value), Some(other), _) if value == other => (value, false),
        (Some(value), Some(_), Some(DecimalMark::Point))
        | (Some(_), Some(value), Some(DecimalMark::Comma)) => (value, false),
        // The reading without decimals is the larger one.
        (Some(point), Some(comma), None) if point.abs() > comma.abs() => (point, true),
        (Some(_), Some(comma), None) => (comma, true),
        (None, None, _) => return Reading::Unreadable,
    };
    let number = Number { value, currency: written.currency, is_repaired: written.is_repaired };
    if is_ambiguous { Reading::Ambiguous(number) } else { Reading::Number(number) }
}

/// What the values of a column say about their decimal mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    point: bool,
    comma: bool,
}

impl Evidence {
    /// Of all the text cells of a column. Numbers of a workbook say nothing: they were never printed.
    pub(super) fn of(column: &Column) -> Evidence {
        let mut shown = Evidence::default();
        for cell in column.iter().filter(|cell| cell.kind == CellKind::Text) {
            let Some(written) = Written::new(cell.text) else { continue };
            match [DecimalMark::Point, DecimalMark::Comma].map(|mark| written.value_with(mark)) {
                [Some(_), None] => shown.point = true,
                [None, Some(_)] => shown.comma = true,
                _ => {}
            }
        }
        shown
    }

    /// Of two columns together.
    pub(super) fn and(self, other: Evidence) -> Evidence {
        Evidence { point: self.point || other.point, comma: self.comma || other.comma }
    }

    /// Whether no value says anything.
    pub(super) fn is_silent(self) -> bool {
        !self.point && !self.comma
    }

    /// The mark, if nothing contradicts it.
    pub(super) fn mark(self) -> Option<DecimalMark> {
        match (self.point, self.comma) {
            (true, false) => Some(DecimalMark::Point),
            (false, true) => Some(DecimalMark::Comma),
            _ => None,
        }
    }
}

/// The count in the cell: a number, or a repaired `120+`, `~120`, `120 servers`. `None` if it is no
/// count, as `50-100`.
pub(super) fn count(cell: Cell<'_>, mark: Option<DecimalMark>) -> Option<Number> {
    let folded;
    let mut text = cell.text;
    let mut is_repaired = false;
    if cell.kind == CellKind::Text && text.chars().any(|c| !c.is_ascii_digit()) {
        folded = fold(text);
        text = bare_count(&folded);
        is_repaired = text != folded;
    }
    // A count has no three decimals, so 1,234 is a thousand and more in every country.
    let number = match number(Cell { text, kind: cell.kind }, mark) {
        Reading::Number(number) | Reading::Ambiguous(number) => number,
        Reading::Unreadable => return None,
    };
    let is_count = number.currency.is_none() && !number.value.is_sign_negative();
    is_count.then_some(Number { is_repaired: is_repaired || number.is_repaired, ..number })
}

/// The text without the words around a count.
fn bare_count(folded: &str) -> &str {
    const BEFORE: [&str; 10] =
        ["approximately", "approx.", "approx", "circa", "ca.", "ca ", "about", "over", "~", "≈"];
    const AFTER: [&str; 12] = [
        "virtual machines",
        "servers",
        "server",
        "serveurs",
        "servidores",
        "machines",
        "instances",
        "hosts",
        "nodes",
        "vms",
        "vm",
        "+",
    ];
    let mut text = folded;
    for word in BEFORE {
        text = text.strip_prefix(word).unwrap_or(text).trim();
    }
    for word in AFTER {
        text = text.strip_suffix(word).unwrap_or(text).trim();
    }
    text
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
        let text = plain_separators(text);
        let (text, in_parentheses) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')'))
        {
            Some(inner) => (inner, true),
            None => (text.as_str(), false),
        };
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let start = start - usize::from(text[..start].ends_with(['.', ',']));
        let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
        let (body, exponent) = match text[start..end].split_once(['E', 'e']) {
            Some((body, exponent)) => (body, Some(exponent)),
            None => (&text[start..end], None),
        };
        let before = text[..start].trim();
        let after = text[end..].trim_start_matches([',', '.']).trim();
        let (before, leading_minus) = without_sign(before);
        // SAP prints the minus behind; Swiss and Dutch amounts end in `.-`.
        let (after, trailing_minus) = match after.strip_prefix('-') {
            Some(rest) => (rest.trim(), text[end..].starts_with(['-', ' '])),
            None => (after, false),
        };
        let (factor, after) = without_scale(after);
        let mut factor = factor;
        if let Some(exponent) = exponent {
            factor = power_of_ten(exponent)?.checked_mul(factor)?;
        }
        let currency = match (before.as_str(), after.as_str()) {
            ("", "") => None,
            (text, "") | ("", text) => Some(stated(text)?),
            (sign, code) => {
                stated(sign)?;
                Some(stated(code)?)
            }
        };
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

/// Blanks of every width become one, and so do apostrophes and minus signs.
fn plain_separators(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '\u{2212}' | '\u{2013}' => '-',
            '\u{2019}' | '`' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect()
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

fn without_sign(before: &str) -> (String, bool) {
    let is_negative = before.contains('-');
    (before.replacen(['-', '+'], "", 1).trim().to_owned(), is_negative)
}

/// The factor of a suffix such as `k` or `Mio`, and what is left behind it.
fn without_scale(after: &str) -> (Decimal, String) {
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

fn power_of_ten(exponent: &str) -> Option<Decimal> {
    let exponent: i64 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let exponent = u32::try_from(exponent).ok().filter(|exponent| *exponent <= 18)?;
    Some(Decimal::from(10_i64.checked_pow(exponent)?))
}

#[cfg(test)]
#[path = "numbers_tests.rs"]
mod tests;
