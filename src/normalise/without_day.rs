//! Texts that name a month, quarter or year, but no day.

use super::month_names::month_named;
use crate::domain::words;

/// Whether the text names a month, quarter or year, but no day: `March 2026`, `03/2026`, `Q3 FY26`.
pub(super) fn is_period(text: &str) -> bool {
    let words: Vec<&str> = words(text).collect();
    let is_year = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let prefix = &word[..word.len() - digits.len()];
        matches!(digits.len(), 2 | 4)
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(prefix.to_ascii_uppercase().as_str(), "" | "FY" | "CY" | "GJ")
    };
    let is_part = |word: &str| {
        let upper = word.to_ascii_uppercase();
        let part = upper.strip_prefix('F').unwrap_or(&upper);
        let of_year = part.strip_prefix(['Q', 'H', 'T', 'S', 'W']).unwrap_or(part);
        month_named(word).is_some() || of_year.parse::<u8>().is_ok_and(|n| (1..=53).contains(&n))
    };
    match words.as_slice() {
        [year] => year.to_ascii_uppercase().starts_with("FY") && is_year(year),
        [one, other] => (is_part(one) && is_year(other)) || (is_year(one) && is_part(other)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_quarters_and_weeks_are_periods() {
        for form in [
            "Q3 2026",
            "2026-03",
            "March 2026",
            "03/2026",
            "Mar-26",
            "FY26",
            "H1 FY2026",
            "2026-W50",
        ] {
            assert!(is_period(form), "{form}");
        }
        for form in ["2026", "TBD", "see Q3", "31 March 2026"] {
            assert!(!is_period(form), "{form}");
        }
    }
}
