//! Header texts in the form in which they compare, and what they say besides a name.

use std::sync::OnceLock;

use super::by_words::Worded;
use super::decorations::{self, Decoration};
use super::header_unit::{self, HeaderUnit};
use crate::domain::{DateOrder, fold};

/// A header, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct HeaderName {
    /// The form in which headers compare.
    pub key: String,
    /// The key without a unit at its end, and the unit: `aws arr` of `AWS ARR (USD)`. If the unit is that of a month or
    /// year, first the key with that, then without it.
    pub units: Vec<(String, HeaderUnit)>,
    /// The label from which a program made the name, without blanks: `awsarr` of the custom Salesforce field
    /// `AWS_ARR__c`, and of `awsArr`.
    pub custom: Option<String>,
    /// The name within what a program wrote round it, and what that says.
    pub within: Option<(Box<HeaderName>, Decoration)>,
    /// The date order it states.
    pub date_hint: Option<DateOrder>,
    /// Its names with and without its units, and the words of each; see [`HeaderName::worded`].
    worded: OnceLock<Vec<Worded>>,
    /// Whether it bears the arrow of a sorted or grouped column of a Salesforce report.
    pub is_sorted: bool,
}

impl HeaderName {
    /// Its names with and without its units, and the words of each. They take longer to find than all the rest, and most
    /// headers are known without.
    pub(in crate::ingest) fn worded(&self) -> &[Worded] {
        self.worded.get_or_init(|| {
            let of_units = self.units.iter().map(|(name, unit)| (name.as_str(), Some(*unit)));
            let names = std::iter::once((self.key.as_str(), None)).chain(of_units);
            names.filter_map(|(name, unit)| Worded::new(name, unit)).collect()
        })
    }
}

/// The arrows that reports put behind the header of a sorted or grouped column.
const ARROWS: [char; 6] = ['↑', '↓', '⬆', '⬇', '▲', '▼'];

/// What forms and templates say of a column behind its name.
const NOISE: [&str; 7] = [
    "(required)",
    "(optional)",
    "(mandatory)",
    "(do not edit)",
    "(read only)",
    "(read-only)",
    "(auto)",
];

/// How many characters of a header count (our choice): none is as long, but any of the first rows may
/// be the header, and the cells of records hold documents.
const LONGEST: usize = 1_000;

/// Takes a header apart.
pub(in crate::ingest) fn parse(written: &str) -> HeaderName {
    let written = what_counts(written);
    let (key, date_hint) = key_and_order(written);
    let units = header_unit::split(&key);
    let custom = custom_label(written).or_else(|| humped_label(written));
    let of_custom = || Some((bare_label(written)?.to_owned(), Decoration::Bare));
    let within = decorations::within(&key).or_else(of_custom);
    let within = within.map(|(name, says)| (Box::new(parse(&name)), says));
    let is_sorted = written.contains(ARROWS);
    HeaderName { key, units, custom, within, date_hint, worded: OnceLock::new(), is_sorted }
}

/// The form in which a header compares, alone: it is quicker to find than all that [`parse`] does.
pub(in crate::ingest) fn key(written: &str) -> String {
    key_and_order(what_counts(written)).0
}

/// As much of a header as counts.
fn what_counts(written: &str) -> &str {
    let end = written.char_indices().nth(LONGEST).map_or(written.len(), |(end, _)| end);
    &written[..end]
}

fn key_and_order(written: &str) -> (String, Option<DateOrder>) {
    let plain: String = written
        .chars()
        .map(|c| match c {
            '’' | '‘' | '´' | '`' => '\'',
            // Metabase: `Account → Name`.
            '→' => ':',
            _ if ARROWS.contains(&c) || is_mark(c) || is_picture(c) => ' ',
            _ => c,
        })
        .collect();
    let mut folded = fold(&plain);
    if folded.contains('(') {
        folded = NOISE.iter().fold(folded, |name, noise| name.replace(noise, " "));
    }
    let mut date_hint = None;
    let words: Vec<&str> = folded
        .split_whitespace()
        .filter(|word| {
            let order = date_order(word.trim_matches(['(', ')', '[', ']', ',']));
            date_hint = date_hint.or(order);
            order.is_none()
        })
        .collect();
    let mut key = words.join(" ").replace(" : ", ": ");
    key.truncate(key.trim_end_matches([':', ' ']).len());
    // Reports name a field of a related record "Account Name: Account Name".
    if let Some((related, field)) = key.split_once(": ")
        && related == field
    {
        key.truncate(related.len());
    }
    (key, date_hint)
}

/// Whether the character is a mark of a header and no part of its name: `*`, a footnote's `¹`.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '\u{fe0f}' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '†' | '‡')
}

/// Whether the character is a picture, as boards have before their headers: `📅 Close Date`.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether the character is a sign for a syllable or a word, as Chinese, Japanese and Korean have.
pub(in crate::ingest) fn is_sign(c: char) -> bool {
    c >= '\u{2e80}' && c.is_alphabetic()
}

/// Shorter words are words and no names without blanks (our choice).
const SQUASHED_MIN: usize = 6;

/// The letters and digits of a label that a program wrote without blanks: `expectedCloseDate`.
fn humped_label(written: &str) -> Option<String> {
    let label = written.trim();
    let humps = label.as_bytes().windows(2);
    let has_hump =
        humps.into_iter().any(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    // Databases keep names in capitals, `ACEOPPORTUNITYID`, or in small letters.
    let is_of_one_case =
        || label.len() >= SQUASHED_MIN && !label.bytes().any(|byte| byte.is_ascii_digit());
    ((has_hump || is_of_one_case()) && label.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .then(|| squashed(label))
}

/// The letters and digits of the label of a custom field.
fn custom_label(written: &str) -> Option<String> {
    bare_label(written).map(squashed)
}

/// The label of a custom field of Salesforce (`AWS_ARR__c`), of SugarCRM (`aws_arr_c`) or of a copy in a database
/// (`AWS_ARR_C`) without the sign of one. Fields of
/// managed packages (`awsapn__Stage__c`) belong to other records than the deal, and so do those of related records
/// (`Account.Stage__c`): a profile names those it means.
fn bare_label(written: &str) -> Option<&str> {
    let label = written.trim();
    let is_of_one_case = |is_letter: fn(&char) -> bool| {
        label.chars().all(|c| is_letter(&c) || c.is_ascii_digit() || c == '_')
    };
    if let Some(bare) = label.strip_suffix("_c").or_else(|| label.strip_suffix("_C"))
        && bare.contains('_')
        && !label.contains("__")
        && (is_of_one_case(char::is_ascii_lowercase) || is_of_one_case(char::is_ascii_uppercase))
    {
        return Some(bare);
    }
    let end = label.len().checked_sub("__c".len()).filter(|end| label.is_char_boundary(*end))?;
    let (label, suffix) = label.split_at(end);
    (suffix.eq_ignore_ascii_case("__c") && !label.contains("__") && !label.contains('.'))
        .then_some(label)
}

/// The letters and digits alone, in lower case: names that programs make of labels keep nothing else.
pub(super) fn squashed(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What stands below a header and is part of it: `(k€)`, `[dd.mm.yyyy]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Remark {
    /// The unit of the numbers.
    Unit(HeaderUnit),
    /// The order of the dates.
    Order(DateOrder),
}

/// What stands below the header of a count or share.
const COUNTED: [&str; 8] = ["#", "%", "pcs", "qty", "stk", "stk.", "anz.", "number"];

/// What a cell below a header says of its column, if it says nothing else.
pub(in crate::ingest) fn remark(written: &str) -> Option<Remark> {
    // Numbers are those of a record.
    if written.len() > 40 || written.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let folded = fold(written);
    let bare = folded.trim_matches(['(', ')', '[', ']', ' ']);
    if COUNTED.contains(&bare) {
        return Some(Remark::Unit(HeaderUnit::NONE));
    }
    let unit =
        || header_unit::split(&format!("x ({bare})")).pop().map(|(_, unit)| Remark::Unit(unit));
    date_order(bare).map(Remark::Order).or_else(unit)
}

/// The date order of a pattern such as `mm/dd/yyyy`, in the letters of several languages: TT.MM.JJJJ, jj/mm/aaaa,
/// gg/mm/aaaa, åååå-mm-dd, dd.mm.rrrr, pp.kk.vvvv.
fn date_order(word: &str) -> Option<DateOrder> {
    let mut parts = word.split(['/', '-', '.']).map(|part| {
        let (letter, count) = (part.chars().next()?, part.chars().count());
        if !part.chars().all(|c| c == letter) {
            return None;
        }
        match (letter, count) {
            ('y', 1..=4) | ('j' | 'a' | 'å' | 'r' | 'v', 4) => Some('y'),
            ('d' | 't' | 'j' | 'g' | 'p', 1..=2) => Some('d'),
            ('m' | 'k', 1..=4) => Some('m'),
            _ => None,
        }
    });
    let order = match (parts.next()??, parts.next()??, parts.next()??) {
        ('d', 'm', 'y') => DateOrder::Dmy,
        ('m', 'd', 'y') => DateOrder::Mdy,
        ('y', 'm', 'd') => DateOrder::Ymd,
        _ => return None,
    };
    parts.next().is_none().then_some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_round_a_name_does_not_matter() {
        for written in [
            "Account Name",
            "\u{feff}Account\u{a0}Name ",
            "Account  Name  ↑",
            "ACCOUNT\nNAME",
            "*Account Name",
            "Account Name*",
            "Account Name (required)",
            "Account Name (do not edit)",
            "Account Name: Account Name",
            "account_name",
            "Account\u{200b} Name \u{2193}",
            "Account Name¹",
            "Account Name:",
            "🏢 Account Name",
            "Account Name ⭐",
        ] {
            assert_eq!(parse(written).key, "account name", "{written:?}");
        }
        assert_eq!(parse("Nom de l’opportunité"), parse("Nom de l'opportunité"));
        assert_eq!(parse("Soci\u{65}\u{301}t\u{e9}").key, "société");
    }

    #[test]
    fn near_twins_stay_apart() {
        for (one, other) in [
            ("Date Created", "Created Date"),
            ("Marketing Campaign", "Marketing Campaigns"),
            ("Account: Name", "Account Name"),
            ("Created Time(Created Time)", "Created Time"),
            ("Opportunity Owner: Manager", "Opportunity Owner"),
        ] {
            assert_ne!(parse(one).key, parse(other).key);
        }
    }

    #[test]
    fn a_date_order_is_taken_out_and_kept() {
        let header = parse("Target Close Date\n(mm/dd/yyyy)\n(required)");
        assert_eq!(
            (header.key.as_str(), header.date_hint),
            ("target close date", Some(DateOrder::Mdy))
        );
        assert_eq!(parse("Start [DD.MM.YYYY]").date_hint, Some(DateOrder::Dmy));
        assert_eq!(parse("Start yyyy-mm-dd").date_hint, Some(DateOrder::Ymd));
        for (written, order) in [
            ("Datum (TT.MM.JJJJ)", DateOrder::Dmy),
            ("Date [jj/mm/aaaa]", DateOrder::Dmy),
            ("Data (gg/mm/aaaa)", DateOrder::Dmy),
            ("Datum åååå-mm-dd", DateOrder::Ymd),
        ] {
            assert_eq!(parse(written).date_hint, Some(order), "{written}");
        }
        for written in ["Close Date", "Date (mm/yyyy)", "D/M ratio", "Day-Month-Year", "m/m/y"] {
            assert_eq!(parse(written).date_hint, None, "{written}");
        }
    }

    #[test]
    fn units_and_date_orders_below_a_header_are_remarks_and_records_are_not() {
        assert_eq!(remark("[dd.mm.yyyy]"), Some(Remark::Order(DateOrder::Dmy)));
        for (written, multiplier) in [("(k€)", 1_000), ("in TEUR", 1_000), ("USD", 1), ("p.a.", 1)]
        {
            let Some(Remark::Unit(unit)) = remark(written) else { panic!("{written}") };
            assert_eq!(unit.multiplier, multiplier, "{written}");
        }
        for written in ["", "1000", "(new)", "Acme", "m", "Year", "EUR 5"] {
            assert_eq!(remark(written), None, "{written}");
        }
    }

    #[test]
    fn a_custom_field_of_salesforce_is_known_by_the_label_it_was_made_of() {
        for written in ["AWS_ARR__c", "AwsArr__c", "AWS ARR__C", "aws_arr_c", "AWS_ARR_C"] {
            assert_eq!(parse(written).custom.as_deref(), Some("awsarr"), "{written}");
        }
        assert_eq!(parse("expectedCloseDate").custom.as_deref(), Some("expectedclosedate"));
        for written in [
            "awsapn__Stage__c",
            "Account.Stage__c",
            "Vitamin C",
            "__",
            "é__",
            "stage",
            "Account.Name",
            "ID",
        ] {
            assert_eq!(parse(written).custom, None, "{written}");
        }
    }

    #[test]
    fn the_arrow_of_a_grouped_column_is_noticed() {
        assert!(parse("Stage  ↑").is_sorted);
        assert!(!parse("Stage").is_sorted);
    }
}
