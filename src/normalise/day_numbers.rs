//! Days written as one number: without separators, as Excel counts them, or in seconds or milliseconds since 1970.

use chrono::{DateTime, Datelike, Days, NaiveDate};

use super::date_parts::{Parts, is_sensible_year};
use super::dates::{Written, day_of_full_year};

/// A number without separators: `20260331`, `31032026`, epoch milliseconds, or a day as Excel counts them.
pub(super) fn from_number(text: &str) -> Written {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    if whole.len() >= 10 {
        return from_long_number(whole);
    }
    if let Some(parts) = year_behind(text) {
        return Written::Parts(parts);
    }
    let Ok(number) = whole.parse::<u32>() else { return Written::Unreadable };
    let is_whole = whole.len() == text.len();
    match number {
        0 | 1 if is_whole => Written::Placeholder,
        // 2000-01-01 to 2069-12-31, counted from 1899-12-30.
        36_526..=62_093 => NaiveDate::from_ymd_opt(1899, 12, 30)
            .and_then(|start| start.checked_add_days(Days::new(u64::from(number))))
            .map_or(Written::Unreadable, Written::Serial),
        // 2099-12-31 and 9999-12-31
        73_050 | 2_958_465 => Written::Placeholder,
        20_000_101..=21_001_231 if is_whole => {
            day_of_full_year(number / 10_000, number / 100 % 100, number % 100)
        }
        _ => Written::Unreadable,
    }
}

/// `31032026` of accountants and mainframes. With the year before, no month would be the 20th.
fn year_behind(digits: &str) -> Option<Parts> {
    let number = |from: usize, to: usize| digits.get(from..to)?.parse().ok();
    let numbers = [number(0, 2)?, number(2, 4)?, number(4, 8)?];
    let parts = Parts { numbers, lengths: [2, 2, 4], separator: '/', ends_in_dot: false };
    (digits.len() == 8 && is_sensible_year(numbers[2])).then_some(parts)
}

/// `20260331101500`, or what APIs count since 1970. Ten digits begin in 2001, as no earlier deal does.
fn from_long_number(digits: &str) -> Written {
    let moment = match (digits.len(), digits.parse::<i64>()) {
        (10, Ok(seconds)) => DateTime::from_timestamp(seconds, 0),
        (12..=13, Ok(milliseconds)) => DateTime::from_timestamp_millis(milliseconds),
        (14, Ok(_)) => {
            return match from_number(&digits[..8]) {
                Written::Day(day) => Written::Day(day),
                _ => Written::Unreadable,
            };
        }
        _ => None,
    };
    match moment.map(|moment| day_as_written(moment.date_naive())) {
        Some(Written::Day(day)) => Written::Epoch(day),
        other => other.unwrap_or(Written::Unreadable),
    }
}

fn day_as_written(day: NaiveDate) -> Written {
    u32::try_from(day.year())
        .map_or(Written::Placeholder, |year| day_of_full_year(year, day.month(), day.day()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DateOrder;
    use crate::domain::testing::date;

    #[test]
    fn excel_serials_are_days() {
        for form in ["46053", "46053.75"] {
            assert_eq!(from_number(form), Written::Serial(date(2026, 1, 31)), "{form}");
        }
    }

    #[test]
    fn seconds_and_milliseconds_since_1970_are_days() {
        for form in ["1769817600", "1769817600000", "1769817600.0"] {
            assert_eq!(from_number(form), Written::Epoch(date(2026, 1, 31)), "{form}");
        }
    }

    #[test]
    fn eight_digits_with_the_year_behind_are_read_in_the_order_of_the_column() {
        let in_order = |digits: &str, order| match from_number(digits) {
            Written::Parts(parts) => parts.in_order(order),
            _ => None,
        };
        assert_eq!(in_order("31122026", DateOrder::Dmy), Some(date(2026, 12, 31)));
        assert_eq!(in_order("12312026", DateOrder::Mdy), Some(date(2026, 12, 31)));
        assert_eq!(in_order("20012026", DateOrder::Dmy), Some(date(2026, 1, 20)));
        assert_eq!(from_number("20261231"), Written::Day(date(2026, 12, 31)));
        for digits in ["12345678", "3112026", "31122026.5"] {
            assert_eq!(from_number(digits), Written::Unreadable, "{digits}");
        }
    }
}
