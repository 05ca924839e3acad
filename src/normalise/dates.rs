//! A date as a cell has it: one day, three numbers whose order is open, or none.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::buddhist_years::in_our_years;
use super::clock;
use super::date_parts::{Parts, full_year, is_sensible_year, sensible_day, without_ordinal};
use super::day_numbers::from_number;
use super::japanese_era;
use super::log_entry;
use super::month_names::{is_weekday, month_named};
use super::republic_years;
use super::without_day::is_period;
use crate::domain::{Cell, CellKind, plain};

/// What a cell of a date column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A day, whatever the order of the column.
    Day(NaiveDate),
    /// A day written as Excel counts days.
    Serial(NaiveDate),
    /// A day of UTC, written in seconds or milliseconds since 1970.
    Epoch(NaiveDate),
    /// Three numbers, to be read in the order of the column.
    Parts(Parts),
    /// A date that stands for "not set": 1900-01-01, 12/31/9999.
    Placeholder,
    /// A month, quarter or year: `March 2026`, `2026-03`, `Q3 2026`.
    Period,
    /// No date.
    Unreadable,
}

/// What the cell holds. The day is taken as printed: time and zone never move it.
pub(super) fn written(cell: Cell<'_>) -> Written {
    match cell.kind {
        CellKind::Error | CellKind::Boolean => Written::Unreadable,
        CellKind::Number | CellKind::Amount(_) => from_number(cell.text),
        CellKind::Text | CellKind::Date => {
            if let Some(day) = iso_day(cell.text) {
                return day;
            }
            let text = plain(cell.text);
            let text = western(&text);
            let text = without_year_word(&text);
            let text = &apart(text);
            let is_separator = |c| matches!(c, '.' | ',');
            if text.chars().all(|c| c.is_ascii_digit() || is_separator(c))
                && text.matches(is_separator).count() < 2
            {
                return from_number(&text.replace(',', "."));
            }
            let day = numeric(text)
                .or_else(|| with_month_name(text))
                .or_else(|| with_month_name(without_weekday(text)))
                .or_else(|| with_month_name(log_entry::moment(text)?));
            day.unwrap_or(if is_period(text) { Written::Period } else { Written::Unreadable })
        }
    }
}

/// `2026-12-31` and nothing else: most exports write days so, and no other form needs to be thought of then.
fn iso_day(text: &str) -> Option<Written> {
    let is_form = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |from: usize, to: usize| text.get(from..to)?.parse().ok();
    is_form.then_some(day_of_full_year(number(0, 4)?, number(5, 7)?, number(8, 10)?))
}

/// The text with `2025年3月4日`, `令和7年3月4日` and `2025년 3월 4일` as `2025-3-4`.
fn western(text: &str) -> Cow<'_, str> {
    let of_era = japanese_era::in_our_years(text).or_else(|| republic_years::in_our_years(text));
    if let Some(text) = of_era {
        return Cow::Owned(western(&text).into_owned());
    }
    if text.is_ascii() || !text.contains(['年', '년']) {
        return Cow::Borrowed(text);
    }
    let joined = text.replace("년 ", "년").replace("월 ", "월");
    Cow::Owned(joined.replace(['年', '년', '月', '월'], "-").replace(['日', '일'], " "))
}

/// The text without the word "year" that Polish, Russian, Ukrainian and Bulgarian dates end in.
fn without_year_word(text: &str) -> &str {
    const WORDS: [&str; 8] = ["roku", "r.", "года", "году", "год", "г.", "року", "р."];
    let bare = WORDS.iter().find_map(|word| text.strip_suffix(word));
    bare.map(str::trim_end)
        .filter(|bare| bare.ends_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(text)
}

/// The text with `31JAN2026` and `31JAN2026:10:15:00`, as mainframes and SAS print days, as `31 JAN 2026`.
fn apart(text: &str) -> Cow<'_, str> {
    let glued = || {
        let (day, rest) = leading_digits(text)?;
        let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
        let (month, rest) = rest.split_at(end);
        let (year, rest) = leading_digits(rest)?;
        month_named(month)?;
        Some(format!("{day} {month} {year} {}", rest.strip_prefix(':').unwrap_or(rest)))
    };
    glued().map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The day of a full year, or what an impossible one means.
pub(super) fn day_of_full_year(year: u32, month: u32, day: u32) -> Written {
    let year = in_our_years(year);
    if !is_sensible_year(year) {
        return Written::Placeholder;
    }
    sensible_day(year, month, day).map_or(Written::Unreadable, Written::Day)
}

/// `31/12/2026`, `2026-12-31T10:15:00Z`, `3.4.25 09:24`.
fn numeric(text: &str) -> Option<Written> {
    let (first, rest) = leading_digits(without_weekday(text))?;
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (second, rest) = leading_digits(rest.strip_prefix(separator)?.trim_start())?;
    let (third, rest) = leading_digits(rest.strip_prefix(separator)?.trim_start())?;
    // Hungarian, Korean and Croatian dates end in a dot.
    let (rest, ends_in_dot) = rest.strip_prefix('.').map_or((rest, false), |rest| (rest, true));
    if !clock::is_time(without_weekday(rest)) {
        return None;
    }
    let lengths = [first.len(), second.len(), third.len()];
    let numbers = [first.parse().ok()?, second.parse().ok()?, third.parse().ok()?];
    match lengths {
        [4, 1..=2, 1..=2] => Some(day_of_full_year(numbers[0], numbers[1], numbers[2])),
        [1..=2, 1..=2, 4] if !is_sensible_year(in_our_years(numbers[2])) => {
            Some(Written::Placeholder)
        }
        // Koreans write 26. 3. 4.
        [2, 1..=2, 1] if separator != '.' || !ends_in_dot => None,
        [1..=2, 1..=2, 2 | 4] | [2, 1..=2, 1] => {
            Some(Written::Parts(Parts { numbers, lengths, separator, ends_in_dot }))
        }
        _ => None,
    }
}

/// What follows a weekday at the start of the text: `Di., 31.03.2026`, `2026/03/31(火)`.
fn without_weekday(text: &str) -> &str {
    let is_round = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '.');
    let word_on = text.trim_start_matches(is_round);
    let end = word_on.find(|c: char| !c.is_alphabetic()).unwrap_or(word_on.len());
    let (word, rest) = word_on.split_at(end);
    // Before numbers this is Tuesday: mardi, martes, marți.
    let is_tuesday = word.eq_ignore_ascii_case("mar");
    if is_weekday(word) || is_tuesday { rest.trim_start_matches(is_round) } else { text }
}

/// `31 March 2026`, `Mar 31, 2026 10:15 AM`, `31-Mar-26`, `Sat, 31 Jan 2026 09:00:00 GMT`.
fn with_month_name(text: &str) -> Option<Written> {
    let (mut first, mut rest) = next_word(text)?;
    if is_weekday(first) {
        (first, rest) = next_word(rest)?;
    }
    let (second, rest) = next_word_of_date(rest)?;
    let (third, rest) = next_word_of_date(rest)?;
    // Hungarian dates end in a dot.
    if !clock::is_time(rest.strip_prefix('.').unwrap_or(rest)) {
        return None;
    }
    let (year, month, day) = match (month_named(first), month_named(second)) {
        (Some(month), _) => (third, month, second),
        // `31st` has four letters too.
        (None, Some(month)) if first.len() == 4 && leading_digits(first)?.1.is_empty() => {
            (first, month, third)
        }
        (None, Some(month)) => (third, month, first),
        (None, None) => return None,
    };
    let day = without_ordinal(day)?;
    let year = full_year(year.parse().ok()?, year.len())?;
    Some(day_of_full_year(year, month, day.parse().ok()?))
}

/// One to four digits at the start of the text, and what follows.
fn leading_digits(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (1..=4).contains(&end).then(|| text.split_at(end))
}

fn next_word(text: &str) -> Option<(&str, &str)> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '/' | '.');
    let text = text.trim_start_matches(is_between);
    let end = text.find(is_between).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// The next word but for `4 de marzo de 2025`.
fn next_word_of_date(text: &str) -> Option<(&str, &str)> {
    let (word, rest) = next_word(text)?;
    let is_joint = ["de", "del", "of"].iter().any(|joint| joint.eq_ignore_ascii_case(word));
    if is_joint { next_word(rest) } else { Some((word, rest)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::DateOrder;
    use crate::domain::testing::date;

    fn text(text: &str) -> Written {
        written(Cell { text, kind: CellKind::Text })
    }

    #[test]
    fn unambiguous_forms_are_one_day() {
        for form in [
            "2026-01-31",
            "2026-1-31",
            "2026/01/31",
            "20260131",
            "2026-01-31T23:44:30.000Z",
            "2026-01-31T23:44:30.000+0000",
            "2026-01-31T23:44:30+00:00",
            "2026-01-31 23:44",
            "2026-01-31 15:15:00.000000 UTC",
            "2026. 01. 31.",
            "Sat, 31 Jan 2026 09:00:00 GMT",
            "31 January 2026",
            "January 31, 2026",
            "Jan 31, 2026, 10:15 AM",
            "Jan 31st 2026",
            "31st of January 2026",
            "31-Jan-2026",
            "31-Jan-26",
            "2026-Jan-31",
            "20260131101500",
            "2026年1月31日",
            "2026年1月31日 10:15",
            "2026년 1월 31일",
            "２０２６／０１／３１",
            "31 janvier 2026 à 09:05",
            "samedi 31 janvier 2026",
            "mar. 31 janvier 2026",
            "2026-01-31 14h05",
            "令和8年1月31日",
            "R8.1.31",
            "民國115年1月31日",
            "115/01/31",
            "31JAN2026",
            "31jan26",
            "31JAN2026:10:15:00",
            "31. Januar 2026",
            "31. tammik. 2026",
            "2026. január 31.",
            "31 de enero de 2026",
            "31 sty 2026",
            "Sat Jan 31 2026 09:05:00 GMT+0100 (Central European Standard Time)",
        ] {
            assert_eq!(text(form), Written::Day(date(2026, 1, 31)), "{form}");
        }
    }

    #[test]
    fn three_numbers_are_read_in_the_order_of_the_column() {
        for (form, order) in [
            ("31/12/2026", DateOrder::Dmy),
            ("31.12.26", DateOrder::Dmy),
            ("31. 12. 2026", DateOrder::Dmy),
            ("12/31/2026 09:24", DateOrder::Mdy),
            ("12-31-26, 10:15 AM", DateOrder::Mdy),
            ("31/12/2026 09.24", DateOrder::Dmy),
            ("26-12-31", DateOrder::Ymd),
        ] {
            let Written::Parts(parts) = text(form) else { panic!("{form}") };
            assert_eq!(parts.in_order(order), Some(date(2026, 12, 31)), "{form}");
        }
    }

    #[test]
    fn placeholders_stand_for_not_set() {
        for form in [
            "1900-01-01",
            "1970-01-01",
            "0000-00-00",
            "12/31/9999",
            "31.12.2099",
            "20991231",
            "31/12/1999",
            "00/00/0000",
            "31-Dec-99",
            "2958465",
            "0",
        ] {
            assert_eq!(text(form), Written::Placeholder, "{form}");
        }
    }

    #[test]
    fn a_number_may_have_a_decimal_comma_and_may_be_stored_as_one() {
        let serial = Written::Serial(date(2026, 1, 31));
        assert_eq!(text("46053,75"), serial);
        assert_eq!(written(Cell { text: "46053.5", kind: CellKind::Number }), serial);
    }

    #[test]
    fn other_texts_are_no_dates() {
        for form in [
            "TBD",
            "n/a",
            "2026",
            "see Q3",
            "2026-02-30",
            "31 listopada 2026",
            "31/12/2026 or later",
            "3/4/5",
            "12345",
            "1.5",
            "31/12/2026/1",
            "2026-13-01",
        ] {
            assert_eq!(text(form), Written::Unreadable, "{form}");
        }
        assert_eq!(written(Cell { text: "#REF!", kind: CellKind::Error }), Written::Unreadable);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(any in ".*", numbers in "[0-9/.\\-: T,a-zÀ-ž]{0,30}") {
            for form in [any, numbers] {
                for kind in [CellKind::Text, CellKind::Number, CellKind::Date] {
                    if let Written::Parts(parts) = written(Cell { text: &form, kind }) {
                        prop_assert!(parts.separator.is_ascii_punctuation());
                        parts.in_any_order();
                    }
                }
            }
        }
    }
}
