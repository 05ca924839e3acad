//! A number as it is written, taken apart.

use std::borrow::Cow;

use super::decimal_mark::DecimalMark;
use super::hedges::without_hedges;
use super::scale;
use crate::domain::currency_words::{Stated, exactly, stated};
use crate::domain::recurrence::{self, Recurrence};
use crate::domain::tax_words::is_tax_word;
use crate::domain::{Decimal, plain};

/// A number taken apart, before its decimal mark is known.
pub(super) struct Written {
    /// Digits, points and commas.
    body: String,
    is_negative: bool,
    /// What it is multiplied by.
    pub(super) factor: Decimal,
    /// The currency in the text.
    pub(super) currency: Option<Stated>,
    /// How often it comes.
    pub(super) recurrence: Option<Recurrence>,
    /// Whether it has a sign of a script whose readers group with commas: `1,200万円`.
    is_east_asian: bool,
    /// Whether no exporter writes like this.
    pub(super) is_repaired: bool,
}

/// Signs behind a number in Japanese, Chinese and Korean. A German may write `1.200 JPY`, but none of these.
const EAST_ASIAN: [char; 13] =
    ['円', '元', '원', '万', '萬', '만', '億', '亿', '억', '千', '천', '百', '백'];

impl Written {
    /// `None` if the text is no number.
    pub(super) fn new(text: &str) -> Option<Written> {
        if is_bare(text) {
            return Some(Written::bare(text));
        }
        // `5,000²` has a footnote: spelled plainly, it would be 50,002.
        if text.contains(is_raised_or_enclosed) {
            return None;
        }
        Written::parsed(without_converted(&plain(text.trim()).replace('`', "'")))
    }

    /// The number that a text in plain letters is, apart from any other number in brackets.
    fn parsed(text: &str) -> Option<Written> {
        let (text, is_hedged) = without_hedges(text);
        let parts = if text.is_ascii() { None } else { scale::summed_parts(text) };
        let is_in_parts = parts.is_some();
        let text = parts.as_deref().unwrap_or(text);
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
        // `12.500,-` shows its decimal mark, and no decimals.
        let shows_comma =
            exponent.is_none() && text[end..].starts_with(",-") && !body.contains(',');
        let body = if shows_comma { Cow::Owned(format!("{body},0")) } else { Cow::Borrowed(body) };
        let after = text[end..].trim_start_matches([',', '.']).trim();
        // Indian amounts end in `/-`, Swedish ones in `:-`.
        let dash = ["/-", ":-"].into_iter().find_map(|dash| after.strip_prefix(dash));
        let after = dash.unwrap_or(after).trim_start();
        let (before, after, in_parentheses) = without_parentheses(before, after);
        let (before, leading_minus) = without_sign(&before);
        let is_hedged = is_hedged || before.contains(['~', '≈']);
        let before = before.replace(['~', '≈'], "").trim().to_owned();
        // SAP prints the minus behind; Swiss and Dutch amounts end in `.-` or `.--`.
        let (after, trailing_minus) = match after.strip_prefix('-') {
            Some(rest) if rest.starts_with('-') => (rest.trim_start_matches('-').trim(), false),
            Some(rest) => (rest.trim(), text[end..].starts_with(['-', ' '])),
            None => (after.as_str(), false),
        };
        let (after, recurrence) = match recurrence::split(after) {
            Some((after, recurrence)) => (after, Some(recurrence)),
            None => (after, None),
        };
        let may_be_credit = scale::may_be_credit(after);
        let (mut factor, after) =
            scale::in_mil(&before, after).unwrap_or_else(|| scale::split(after));
        if recurrence::is_per_something(&after) {
            return None;
        }
        if let Some(exponent) = exponent {
            factor = scale::power_of_ten(exponent)?.checked_mul(factor)?;
        }
        let before = if factor == Decimal::ONE && stated(&before).is_none() {
            // `TEUR 120`. The CR of `CR 4,000.00` is a credit and no crore.
            let (leading, currency) = scale::split(&before);
            if leading != Decimal::ONE && currency.is_empty() {
                return None;
            }
            factor = leading;
            currency
        } else {
            before
        };
        let after = without_brackets(&after).unwrap_or(after);
        let has_currency = !without_tax(&before).is_empty() || !without_tax(&after).is_empty();
        let currency = if has_currency { Some(one_currency(&before, &after)?) } else { None };
        let written = Written {
            body: without_blanks(&body)?,
            is_negative: in_parentheses || leading_minus || trailing_minus,
            is_repaired: in_parentheses
                || trailing_minus
                || is_hedged
                || is_in_parts
                || recurrence.is_some()
                || factor != Decimal::ONE,
            is_east_asian: text.contains(EAST_ASIAN),
            factor,
            currency,
            recurrence,
        };
        let is_credit = may_be_credit && !scale::is_in_crores(written.values());
        (!is_credit).then_some(written)
    }

    /// A number of which nothing but digits, points and commas is written.
    fn bare(body: &str) -> Written {
        Written {
            body: body.to_owned(),
            is_negative: false,
            factor: Decimal::ONE,
            currency: None,
            recurrence: None,
            is_east_asian: false,
            is_repaired: false,
        }
    }

    /// The values by a decimal point and by a decimal comma, where the number can be written so.
    pub(super) fn values(&self) -> [Option<Decimal>; 2] {
        let by_point = self.value_with(DecimalMark::Point);
        let has_mark = self.body.contains(['.', ',']);
        [by_point, if has_mark { self.value_with(DecimalMark::Comma) } else { by_point }]
    }

    /// How many digits stand behind the decimal mark.
    pub(super) fn decimals(&self, mark: DecimalMark) -> usize {
        let mark = match mark {
            DecimalMark::Point => '.',
            DecimalMark::Comma => ',',
        };
        self.body.split_once(mark).map_or(0, |(_, decimals)| decimals.len())
    }

    fn value_with(&self, mark: DecimalMark) -> Option<Decimal> {
        let (mark, grouping) = match mark {
            DecimalMark::Point => ('.', ','),
            DecimalMark::Comma if self.is_east_asian => return None,
            DecimalMark::Comma => (',', '.'),
        };
        let (whole, decimals) = self.body.split_once(mark).unwrap_or((&self.body, ""));
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if whole.contains(grouping) && !is_grouped(whole, grouping) {
            return None;
        }
        let mut digits = String::with_capacity(self.body.len() + 3);
        digits.push('0');
        digits.extend(whole.split(grouping));
        digits.push('.');
        digits.push_str(decimals);
        digits.push('0');
        let value = digits.parse::<Decimal>().ok()?.checked_mul(self.factor)?.normalize();
        Some(if self.is_negative { -value } else { value })
    }
}

/// Whether the digits stand in groups of three. Indian ones have two, but for the last, and no group starts a
/// number with 0.
fn is_grouped(whole: &str, grouping: char) -> bool {
    let groups: Vec<&str> = whole.split(grouping).collect();
    let [first, middle @ .., last] = groups.as_slice() else { return false };
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && middle.iter().all(|group| matches!(group.len(), 2 | 3))
        && last.len() == 3
}

/// Whether the text is digits with points and commas between: most numbers are, and the words that may stand beside one
/// take long to go through.
fn is_bare(text: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    is_digit(bytes.first())
        && is_digit(bytes.last())
        && bytes.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b','))
}

/// The text without the amount in the user's own currency that Salesforce prints behind that of the
/// record: `EUR 120,000.00 (USD 130,200.00)`.
fn without_converted(text: &str) -> &str {
    let states_currency =
        |amount: &str| Written::parsed(amount).is_some_and(|written| written.currency.is_some());
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
    let (before, after) = (without_tax(before), without_tax(after));
    if before.is_empty() || after.is_empty() {
        return exactly(&before).or_else(|| exactly(&after));
    }
    let code = exactly(&after)?;
    exactly(&before)?.allows(code.given(None)?).then_some(code)
}

/// The words without those on taxes. Any other word, as the `TCV` of `96,000 USD TCV`, says that the amount is
/// another than its column's.
fn without_tax(words: &str) -> String {
    // `+ VAT`, but not the plus alone of "or more".
    let has_tax = words.split_whitespace().any(is_tax_word);
    let is_of_tax = |word: &&str| is_tax_word(word) || (has_tax && *word == "+");
    let words: Vec<&str> = words.split_whitespace().filter(|word| !is_of_tax(word)).collect();
    words.join(" ")
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

/// The currency of `96,000 (USD)`. A letter in brackets may be a footnote.
fn without_brackets(after: &str) -> Option<String> {
    let inner = after.strip_prefix('(')?.strip_suffix(')')?.trim();
    let is_letter = inner.len() == 1 && inner.contains(char::is_alphabetic);
    (!is_letter && exactly(inner).is_some()).then(|| inner.to_owned())
}

fn without_sign(before: &str) -> (String, bool) {
    let is_negative = before.contains('-');
    (before.replacen(['-', '+'], "", 1).trim().to_owned(), is_negative)
}

/// Whether the character is a digit above or below the line, in a circle or of a fraction.
fn is_raised_or_enclosed(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209f}' | '\u{2150}'..='\u{218f}' | '\u{2460}'..='\u{24ff}')
}
