//! Three numbers that are a date once their order is known.

use chrono::NaiveDate;

use super::buddhist_years;
use crate::domain::DateOrder;

/// The orders in which three numbers can be a date.
pub(super) const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];

/// Three numbers with separators between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The numbers as they stand.
    pub(super) numbers: [u32; 3],
    /// How many digits each has.
    pub(super) lengths: [usize; 3],
    /// What stands between them.
    pub(super) separator: char,
    /// Whether a dot stands behind them.
    pub(super) ends_in_dot: bool,
}

impl Parts {
    /// The day in this order, if it is one.
    pub(super) fn in_order(self, order: DateOrder) -> Option<NaiveDate> {
        let [first, second, third] = self.numbers;
        let (year, year_length, month, day) = match order {
            DateOrder::Dmy => (third, self.lengths[2], second, first),
            DateOrder::Mdy => (third, self.lengths[2], first, second),
            DateOrder::Ymd => (first, self.lengths[0], second, third),
        };
        sensible_day(full_year(year, year_length)?, month, day)
    }

    /// Whether the year is at the end unless all of the column says otherwise: no country prints 26.12.31 for the last day
    /// of 2026; Korea prints 26. 12. 31. and people there type it without blanks.
    pub(super) fn ends_in_year(self) -> bool {
        self.separator == '.' && !self.ends_in_dot
    }

    /// The day in every order in which it is one, if they agree.
    pub(super) fn in_any_order(self) -> Option<NaiveDate> {
        let is_open = |order: &DateOrder| *order != DateOrder::Ymd || !self.ends_in_year();
        let orders = ORDERS.into_iter().filter(is_open);
        let mut days = orders.filter_map(|order| self.in_order(order));
        let day = days.next()?;
        days.all(|other| other == day).then_some(day)
    }
}

/// Deals before 2000 do not exist, nor do those after the last year that two digits can mean: such years are typing slips, of
/// another calendar, or stand for "not set", as 31.12.2099 does in many systems.
pub(super) fn is_sensible_year(year: u32) -> bool {
    (2000..2070).contains(&year)
}

/// The day, if there is one in a sensible year.
pub(super) fn sensible_day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = is_sensible_year(year).then(|| i32::try_from(year).ok())??;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Two digits are a year of this century, up to 2069: 70 to 99 are of the last one, in which Excel's
/// two-digit years say the same (30 to 99 there). One or three digits are none.
pub(super) fn full_year(year: u32, length: usize) -> Option<u32> {
    match length {
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        4 => Some(buddhist_years::in_our_years(year)),
        _ => None,
    }
}

/// The day of `1st`, `1er` and `3e`; `None` of a half or a week of the month: `1H`, `2W`.
pub(super) fn without_ordinal(day: &str) -> Option<&str> {
    const PERIODS: [&str; 6] = ["h", "q", "w", "wk", "half", "week"];
    let number = day.trim_end_matches(char::is_alphabetic);
    let letters = day[number.len()..].to_lowercase();
    (!PERIODS.contains(&letters.as_str())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::date;

    fn parts(numbers: [u32; 3], lengths: [usize; 3], separator: char) -> Parts {
        Parts { numbers, lengths, separator, ends_in_dot: false }
    }

    #[test]
    fn two_digits_are_a_year_of_this_century_and_never_the_year_25() {
        let short = parts([3, 4, 25], [1, 1, 2], '/');
        assert_eq!(short.in_order(DateOrder::Mdy), Some(date(2025, 3, 4)));
        assert_eq!(short.in_order(DateOrder::Ymd), None, "a year of one digit is none");
    }

    #[test]
    fn two_digits_of_the_last_century_are_no_day_of_a_deal() {
        let old = parts([31, 12, 99], [2, 2, 2], '/');
        assert_eq!(old.in_order(DateOrder::Dmy), None);
    }

    #[test]
    fn among_dots_the_year_comes_first_only_with_one_behind() {
        let german = parts([26, 3, 31], [2, 1, 2], '.');
        assert_eq!(german.in_any_order(), Some(date(2031, 3, 26)));
        let korean = Parts { ends_in_dot: true, ..german };
        assert_eq!(korean.in_order(DateOrder::Ymd), Some(date(2026, 3, 31)));
        assert_eq!(korean.in_any_order(), None, "Croatia writes the day first");
    }

    #[test]
    fn a_half_of_a_month_is_no_day() {
        for (written, day) in
            [("1st", Some("1")), ("1er", Some("1")), ("31", Some("31")), ("1H", None), ("2w", None)]
        {
            assert_eq!(without_ordinal(written), day, "{written}");
        }
    }

    #[test]
    fn equal_day_and_month_need_no_order() {
        let same = parts([3, 3, 2026], [2, 2, 4], '/');
        assert_eq!(same.in_any_order(), Some(date(2026, 3, 3)));
    }
}
