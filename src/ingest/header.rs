//! Header texts in the form in which they compare, and what they say besides a name.

use crate::domain::{Currency, DateOrder, fold};

/// A header, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeaderName {
    /// The form in which headers compare.
    pub key: String,
    /// The key without a currency at its end: `aws arr` of `AWS ARR (USD)`.
    pub without_currency: Option<String>,
    /// The date order it states.
    pub date_hint: Option<DateOrder>,
    /// Whether it bears the arrow of a sorted or grouped column of a Salesforce report.
    pub is_sorted: bool,
}

/// The arrows that reports put behind the header of a sorted or grouped column.
const ARROWS: [char; 6] = ['↑', '↓', '⬆', '⬇', '▲', '▼'];

/// How many characters of a header count (our choice): none is as long, but any of the first rows may
/// be the header, and the cells of records hold documents.
const LONGEST: usize = 1_000;

/// Takes a header apart.
pub(super) fn parse(written: &str) -> HeaderName {
    let end = written.char_indices().nth(LONGEST).map_or(written.len(), |(end, _)| end);
    let written = &written[..end];
    let is_sorted = written.contains(ARROWS);
    let plain: String = written
        .chars()
        .map(|c| if ARROWS.contains(&c) || matches!(c, '*' | '_' | '\u{fe0f}') { ' ' } else { c })
        .collect();
    let folded = fold(&plain).replace("(required)", " ").replace("(optional)", " ");
    let mut date_hint = None;
    let words: Vec<&str> = folded
        .split_whitespace()
        .filter(|word| {
            let order = date_order(word.trim_matches(['(', ')', '[', ']', ',']));
            date_hint = date_hint.or(order);
            order.is_none()
        })
        .collect();
    let mut key = words.join(" ");
    // Reports name a field of a related record "Account Name: Account Name".
    if let Some((related, field)) = key.split_once(": ")
        && related == field
    {
        key.truncate(related.len());
    }
    let without_currency = without_currency(&key);
    HeaderName { key, without_currency, date_hint, is_sorted }
}

/// The date order of a pattern such as `mm/dd/yyyy`.
fn date_order(word: &str) -> Option<DateOrder> {
    let mut parts = word.split(['/', '-', '.']).map(|part| {
        let letter = part.chars().next().filter(|c| matches!(c, 'd' | 'm' | 'y'))?;
        (part.len() <= 4 && part.chars().all(|c| c == letter)).then_some(letter)
    });
    let order = match (parts.next()??, parts.next()??, parts.next()??) {
        ('d', 'm', 'y') => DateOrder::Dmy,
        ('m', 'd', 'y') => DateOrder::Mdy,
        ('y', 'm', 'd') => DateOrder::Ymd,
        _ => return None,
    };
    parts.next().is_none().then_some(order)
}

/// The key without a trailing currency in brackets: `(usd)`, `[€]`, `(in eur)`, `(us$)`.
fn without_currency(key: &str) -> Option<String> {
    let (name, bracketed) = key.rsplit_once(['(', '['])?;
    let inner = bracketed.strip_suffix([')', ']'])?.trim();
    let inner = inner.strip_prefix("in ").unwrap_or(inner);
    let is_symbol = |text: &str| {
        let bare = text.trim_matches(|c: char| c.is_ascii_alphabetic());
        text.len() <= 6 && !bare.is_empty() && bare.chars().all(|c| CURRENCY_SYMBOLS.contains(c))
    };
    (Currency::listed(inner).is_some() || is_symbol(inner))
        .then(|| name.trim().to_owned())
        .filter(|n| !n.is_empty())
}

/// Signs that stand for currencies.
const CURRENCY_SYMBOLS: &str = "$€£¥₹₩₽₺₪฿₫₱₴₦₡₲₵₸₼₾";

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
            "Account Name: Account Name",
            "account_name",
            "Account\u{200b} Name \u{2193}",
        ] {
            assert_eq!(parse(written).key, "account name", "{written:?}");
        }
        assert_eq!(parse("Soci\u{65}\u{301}t\u{e9}").key, "société");
    }

    #[test]
    fn near_twins_stay_apart() {
        for (one, other) in [
            ("Date Created", "Created Date"),
            ("Marketing Campaign", "Marketing Campaigns"),
            ("Account: Name", "Account Name"),
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
        for written in ["Close Date", "Date (mm/yyyy)", "D/M ratio", "Day-Month-Year", "m/m/y"] {
            assert_eq!(parse(written).date_hint, None, "{written}");
        }
    }

    #[test]
    fn a_currency_in_brackets_is_set_apart() {
        for written in
            ["AWS ARR (USD)", "AWS ARR [€]", "AWS ARR ($)", "AWS ARR (in EUR)", "AWS ARR (US$)"]
        {
            assert_eq!(parse(written).without_currency.as_deref(), Some("aws arr"), "{written}");
        }
        for written in ["Amount (converted)", "Amount", "Value (ACV)", "(USD)", "Probability (%)"] {
            assert_eq!(parse(written).without_currency, None, "{written}");
        }
    }

    #[test]
    fn the_arrow_of_a_grouped_column_is_noticed() {
        assert!(parse("Stage  ↑").is_sorted);
        assert!(!parse("Stage").is_sorted);
    }
}
