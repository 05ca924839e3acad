//! A date as a cell has it: one day, three numbers whose order is open, or none.

use chrono::{DateTime, Datelike, Days, NaiveDate};

use super::month_names::{is_weekday, month_named};
use crate::domain::{Cell, CellKind, DateOrder};

/// What a cell of a date column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A day, whatever the order of the column.
    Day(NaiveDate),
    /// A day written as Excel counts days.
    Serial(NaiveDate),
    /// Three numbers, to be read in the order of the column.
    Parts(Parts),
    /// A date that stands for "not set": 1900-01-01, 12/31/9999.
    Placeholder,
    /// No date.
    Unreadable,
}

/// What the cell holds. The day is taken as printed: time and zone never move it.
pub(super) fn written(cell: Cell<'_>) -> Written {
    match cell.kind {
        CellKind::Error | CellKind::Boolean => Written::Unreadable,
        CellKind::Number | CellKind::Amount(_) => from_number(cell.text),
        CellKind::Text | CellKind::Date => {
            if cell.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                && cell.text.matches('.').count() < 2
            {
                return from_number(cell.text);
            }
            numeric(cell.text).or_else(|| with_month_name(cell.text)).unwrap_or(Written::Unreadable)
        }
    }
}

/// The orders in which three numbers can be a date.
pub(super) const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];

/// Three numbers with separators between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    numbers: [u32; 3],
    lengths: [usize; 3],
    /// What stands between them.
    pub(super) separator: char,
}

impl Parts {
    /// The day in this order, if it is one.
    pub(super) fn in_order(self, order: DateOrder) -> Option<NaiveDate> {
        let [first, second, third] = self.numbers;
        let (year, year_length, month, day) = match order {
            DateOrder::Dmy => (third, self.lengths[2], second, first),
            DateOrder::Mdy => (third, self.lengths[2], first, second),
            // No country writes 26.12.31 for the last day of 2026.
            DateOrder::Ymd if self.separator == '.' => return None,
            DateOrder::Ymd => (first, self.lengths[0], second, third),
        };
        sensible_day(full_year(year, year_length)?, month, day)
    }

    /// The day in every order in which it is one, if they agree.
    pub(super) fn in_any_order(self) -> Option<NaiveDate> {
        let mut days = ORDERS.into_iter().filter_map(|order| self.in_order(order));
        let day = days.next()?;
        days.all(|other| other == day).then_some(day)
    }
}

/// Deals before 2000 or after 2100 do not exist: such years are typing slips or stand for "not set".
fn is_sensible_year(year: u32) -> bool {
    (2000..=2100).contains(&year)
}

fn sensible_day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = is_sensible_year(year).then(|| i32::try_from(year).ok())??;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Two digits are a year of this century; one or three digits are none.
fn full_year(year: u32, length: usize) -> Option<u32> {
    match length {
        2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

/// The day of a full year, or what an impossible one means.
fn day_of_full_year(year: u32, month: u32, day: u32) -> Written {
    if !is_sensible_year(year) {
        return Written::Placeholder;
    }
    sensible_day(year, month, day).map_or(Written::Unreadable, Written::Day)
}

/// A number without separators: `20260331`, epoch milliseconds, or a day as Excel counts them.
fn from_number(text: &str) -> Written {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let Ok(number) = whole.parse::<u32>() else { return from_epoch_milliseconds(whole) };
    let is_whole = whole.len() == text.len();
    match number {
        0 | 1 if is_whole => Written::Placeholder,
        // 2000-01-01 to 2099-12-31, counted from 1899-12-30.
        36_526..=73_050 => NaiveDate::from_ymd_opt(1899, 12, 30)
            .and_then(|start| start.checked_add_days(Days::new(u64::from(number))))
            .map_or(Written::Unreadable, Written::Serial),
        20_000_101..=21_001_231 if is_whole => {
            sensible_day(number / 10_000, number / 100 % 100, number % 100)
                .map_or(Written::Unreadable, Written::Day)
        }
        _ => Written::Unreadable,
    }
}

fn from_epoch_milliseconds(digits: &str) -> Written {
    if !(12..=13).contains(&digits.len()) {
        return Written::Unreadable;
    }
    digits
        .parse::<i64>()
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .map_or(Written::Unreadable, |moment| day_as_written(moment.date_naive()))
}

fn day_as_written(day: NaiveDate) -> Written {
    u32::try_from(day.year())
        .map_or(Written::Placeholder, |year| day_of_full_year(year, day.month(), day.day()))
}

/// `31/12/2026`, `2026-12-31T10:15:00Z`, `3.4.25 09:24`.
fn numeric(text: &str) -> Option<Written> {
    let (first, rest) = leading_digits(text)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (second, rest) = leading_digits(rest.strip_prefix(separator)?.trim_start())?;
    let (third, rest) = leading_digits(rest.strip_prefix(separator)?.trim_start())?;
    // Hungarian dates end in a dot.
    if !is_time(rest.strip_prefix('.').unwrap_or(rest)) {
        return None;
    }
    let lengths = [first.len(), second.len(), third.len()];
    let numbers = [first.parse().ok()?, second.parse().ok()?, third.parse().ok()?];
    match lengths {
        [4, 1..=2, 1..=2] => Some(day_of_full_year(numbers[0], numbers[1], numbers[2])),
        [1..=2, 1..=2, 4] if !is_sensible_year(numbers[2]) => Some(Written::Placeholder),
        [1..=2, 1..=2, 2 | 4] => Some(Written::Parts(Parts { numbers, lengths, separator })),
        _ => None,
    }
}

/// `31 March 2026`, `Mar 31, 2026 10:15 AM`, `31-Mar-26`, `Sat, 31 Jan 2026 09:00:00 GMT`.
fn with_month_name(text: &str) -> Option<Written> {
    let (mut first, mut rest) = next_word(text)?;
    if is_weekday(first) {
        (first, rest) = next_word(rest)?;
    }
    let (second, rest) = next_word(rest)?;
    let (third, rest) = next_word(rest)?;
    if !is_time(rest) {
        return None;
    }
    let (year, month, day) = match (month_named(first), month_named(second)) {
        (Some(month), _) => (third, month, second),
        (None, Some(month)) if first.len() == 4 => (first, month, third),
        (None, Some(month)) => (third, month, first),
        (None, None) => return None,
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
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

/// Whether what follows a date is a time of day, or nothing.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | 'T'));
    if rest.is_empty() {
        return true;
    }
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'));
    let (clock, zone) = rest.split_at(end.unwrap_or(rest.len()));
    // Danish and Italian clocks: 09.24.
    let separator = if clock.contains(':') { ':' } else { '.' };
    let mut parts = clock.split(separator);
    let mut next_below = |limit: u8| {
        parts
            .next()
            .and_then(|part| part.split('.').next()?.parse().ok())
            .is_some_and(|n| limit > n)
    };
    let is_clock = next_below(25) && next_below(60);
    let mut zone = zone.split_whitespace();
    // `AM`, `a. m.`, `Z`, `UTC`, `+00:00`, `PM GMT+1`.
    let is_zone = zone.by_ref().take(2).all(|word| {
        word.len() <= 9 && word.chars().all(|c| c.is_ascii_alphanumeric() || "+-:.".contains(c))
    });
    is_clock && is_zone && zone.next().is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
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
            "31-Jan-2026",
            "31-Jan-26",
            "2026-Jan-31",
            "1769817600000",
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
    fn two_digits_are_a_year_of_this_century_and_never_the_year_25() {
        let Written::Parts(parts) = text("3/4/25") else { panic!("three numbers") };
        assert_eq!(parts.in_order(DateOrder::Mdy), Some(date(2025, 3, 4)));
        assert_eq!(parts.in_order(DateOrder::Ymd), None, "a year of one digit is none");
    }

    #[test]
    fn equal_day_and_month_need_no_order() {
        let Written::Parts(parts) = text("03/03/2026") else { panic!("three numbers") };
        assert_eq!(parts.in_any_order(), Some(date(2026, 3, 3)));
    }

    #[test]
    fn placeholders_stand_for_not_set() {
        for form in [
            "1900-01-01",
            "1970-01-01",
            "0000-00-00",
            "12/31/9999",
            "31/12/1999",
            "00/00/0000",
            "0",
        ] {
            assert_eq!(text(form), Written::Placeholder, "{form}");
        }
    }

    #[test]
    fn excel_serials_are_days() {
        assert_eq!(text("46053"), Written::Serial(date(2026, 1, 31)));
        let cell = Cell { text: "46053.5", kind: CellKind::Number };
        assert_eq!(written(cell), Written::Serial(date(2026, 1, 31)));
    }

    #[test]
    fn other_texts_are_no_dates() {
        for form in [
            "TBD",
            "n/a",
            "Q3 2026",
            "2026",
            "March 2026",
            "2026-02-30",
            "31/12/2026 or later",
            "3/4/5",
            "12345",
            "1.5",
            "1/2",
            "31/12/2026/1",
            "2026-13-01",
            "99999999999999",
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
