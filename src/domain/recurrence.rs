//! How often revenue comes, as cells and headers state it: `96,000 p.a.`, `8k/month`, `AWS spend (USD/yr)`.

use super::Decimal;

/// The months of a year: what an amount per month is multiplied by.
pub const MONTHS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// How often an amount comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

/// What says so without another word.
const ALONE: [(&str, Recurrence); 2] = [
    (
        "monthly monatlich mtl mensuel mensual mensal mensile maandelijks mrr 月額",
        Recurrence::Monthly,
    ),
    (
        "yearly annual annually jährlich jaehrlich annuel anual annuo jaarlijks årligen årlig ročně rocznie arr \
         pa 年額",
        Recurrence::Yearly,
    ),
];

/// What says so behind a slash or `per`: 12 months alone are a term.
const PER: [(&str, Recurrence); 2] = [
    (
        "month mo mth monat mois mes mês mese maand månad mån måned měsíc měs miesiąc mies kuukausi kk ay m 月 월",
        Recurrence::Monthly,
    ),
    (
        "year yr annum jahr an année año ano anno jaar år rok vuosi yıl a y 年 년",
        Recurrence::Yearly,
    ),
];

/// Words between an amount and how often it comes.
const JOINTS: [&str; 14] =
    ["per", "pro", "par", "por", "pr", "je", "a", "an", "al", "ao", "all'", "im", "à", "за"];

/// The text before a recurrence at its end, and the recurrence: `EUR` of `EUR p. a.`, nothing of `/month`.
/// `None` if the text does not end in one.
pub fn split(text: &str) -> Option<(&str, Recurrence)> {
    let text = text.trim().trim_end_matches(['.', ' ']);
    if text.is_empty() {
        return None;
    }
    let is_between = |c: char| c.is_whitespace() || matches!(c, '/' | '.');
    let start = text
        .rfind(is_between)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let (before, word) = text.split_at(start);
    let word = word.to_lowercase();
    let of = |table: &[(&str, Recurrence)]| {
        table.iter().find(|(words, _)| words.split(' ').any(|it| it == word)).map(|(_, it)| *it)
    };
    let rest = without_joint(before);
    let is_per = rest.len() < before.trim_end().len();
    let recurrence = of(&ALONE).or_else(|| of(&PER).filter(|_| is_per))?;
    Some((rest, recurrence))
}

/// The text without the `/`, `per` or `p.` at its end.
fn without_joint(before: &str) -> &str {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '.'));
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word = before.get(start..).unwrap_or_default().to_lowercase();
    let is_joint = word == "p" || JOINTS.contains(&word.as_str());
    if is_joint { before.get(..start).unwrap_or_default().trim_end() } else { before }
}

/// Whether the text says that an amount is one of several: `EUR/server`, `per user`.
pub fn is_per_something(text: &str) -> bool {
    text.contains('/')
        || text.split_whitespace().any(|word| JOINTS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recurrence_stands_behind_what_it_is_that_of() {
        for (text, before, recurrence) in [
            ("p.a.", "", Recurrence::Yearly),
            ("EUR p. a.", "EUR", Recurrence::Yearly),
            ("€ pro Jahr", "€", Recurrence::Yearly),
            ("per annum", "", Recurrence::Yearly),
            ("USD/yr", "USD", Recurrence::Yearly),
            ("USD ARR", "USD", Recurrence::Yearly),
            ("k/month", "k", Recurrence::Monthly),
            ("/ Monat", "", Recurrence::Monthly),
            ("USD per month", "USD", Recurrence::Monthly),
            ("USD p.m.", "USD", Recurrence::Monthly),
            ("annually", "", Recurrence::Yearly),
            ("€/mois", "€", Recurrence::Monthly),
            ("k€/a", "k€", Recurrence::Yearly),
            ("万円/月", "万円", Recurrence::Monthly),
            ("aws arr p.a.", "aws arr", Recurrence::Yearly),
        ] {
            assert_eq!(split(text), Some((before, recurrence)), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_recurrence() {
        for text in [
            "",
            "EUR",
            "USD a",
            "per server",
            "m",
            "Mio",
            "ans",
            "months",
            "Mois",
            "1 year",
            "pam",
            "€/user",
            "/",
            ".",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
        assert!(is_per_something("EUR/server") && is_per_something("EUR per user"));
        assert!(!is_per_something("EUR HT") && !is_per_something("US Dollar"));
    }
}
