//! Names of months and weekdays, in English: the exporters that print names print these.

/// The number of the month of this name, whole or cut to three or four letters.
pub(super) fn month_named(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let is_short = matches!(word.len(), 3 | 4);
    MONTHS
        .iter()
        .position(|month| *month == word || (is_short && month.starts_with(&word)))
        .and_then(|place| u32::try_from(place + 1).ok())
}

/// Whether the word is a weekday, whole or cut.
pub(super) fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_whole_and_cut() {
        for (name, number) in [("March", 3), ("MAR", 3), ("Sept", 9), ("may", 5), ("December", 12)]
        {
            assert_eq!(month_named(name), Some(number), "{name}");
        }
        for name in ["Ma", "Marc1", "Q1", "", "Decem"] {
            assert_eq!(month_named(name), None, "{name}");
        }
    }

    #[test]
    fn weekdays_are_known_whole_and_cut() {
        assert!(is_weekday("Sat") && is_weekday("Thurs") && is_weekday("monday"));
        assert!(!is_weekday("Mo") && !is_weekday("March"));
    }
}
