//! Days that were stored as midnight of one time zone and printed by the clock of another: `22:00` of
//! the day before.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

use super::clock::{has_own_zone, second_of_day};
use super::dates::{Written, written};
use crate::domain::{Cell, Column, FieldKind, FieldSet, RawTable, Warning};

/// From this second on, the time of a day is read as midnight of the next (our choice): zones up to
/// four hours apart. Dynamics exports mix midnights with 22:00 and 23:00 (seen in a public export).
const LATE: u32 = 20 * HOUR;

/// In a column without any midnight: noon in California is 20:00 in UTC, a usual default of web forms.
const LATE_WITHOUT_MIDNIGHT: u32 = 21 * HOUR;

/// Fewer days with a time are no pattern by themselves (our choice).
const DAYS_MIN: usize = 5;

/// From this time on, few days are doubted: midnight in Japan, and in zones west of it later (our choice).
const LATE_OF_FEW: u32 = 15 * HOUR;

/// Two zones and their summer times give four different times of day (our choice).
const TIMES_MAX: usize = 4;

const HOUR: u32 = 3_600;

/// The columns whose late times mean the next day, with a warning for each, and one for each column in
/// which they might.
pub(super) fn settle(raw: &RawTable) -> (FieldSet, Vec<Warning>) {
    let mut shifted = FieldSet::default();
    let mut warnings = Vec::new();
    for column in raw.columns.iter().filter(|column| column.field.kind().is_date()) {
        let is_of_days = column.field.kind() == FieldKind::Day;
        let (is_shifted, warning) = match if is_of_days {
            pattern(column)
        } else {
            of_moments(column)
        } {
            Pattern::None => continue,
            Pattern::Shifted { late, days } => {
                shifted.insert(column.field);
                let message = format!(
                    "{late} of {days} days have a late time such as 22:00, as midnight has in another \
                     time zone. They were read as the day after."
                );
                ("shifted_days", message)
            }
            Pattern::Doubtful { times } => {
                let message = format!(
                    "The days have one of few times ({times}), as midnight has in another time zone, \
                     and may be one day early or late. Export dates without times."
                );
                ("days_may_be_shifted", message)
            }
        };
        warnings.push(Warning {
            column: Some(column.header.clone()),
            ..Warning::new(is_shifted, warning)
        });
    }
    (shifted, warnings)
}

/// The day, or the one after it if its time is late. Only for columns of [`settle`].
pub(super) fn unshifted(day: NaiveDate, cell: Cell<'_>) -> NaiveDate {
    match time(cell) {
        Some(seconds) if seconds >= LATE => day.checked_add_days(Days::new(1)).unwrap_or(day),
        _ => day,
    }
}

enum Pattern {
    None,
    /// So many of its days have a late time.
    Shifted {
        late: usize,
        days: usize,
    },
    /// Its times may come from another zone.
    Doubtful {
        times: String,
    },
}

/// What the times of a column say: moments have all sorts of times, days those of few midnights.
fn pattern(column: &Column) -> Pattern {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for cell in column.iter().filter(|cell| !cell.is_blank() && !has_own_zone(cell.text)) {
        if !matches!(written(cell), Written::Unreadable | Written::Placeholder | Written::Period) {
            *counts.entry(time(cell).unwrap_or_default()).or_default() += 1;
        }
    }
    let days: usize = counts.values().sum();
    let midnights = counts.remove(&0).unwrap_or_default();
    let times: BTreeSet<u32> = counts.keys().copied().collect();
    let is_of_zones = times.iter().all(|seconds| seconds % (HOUR / 2) == 0);
    if times.is_empty() || times.len() > TIMES_MAX || !is_of_zones {
        return Pattern::None;
    }
    if days < DAYS_MIN {
        return if midnights == 0 && follow_summer_time(column) {
            Pattern::Shifted { late: days, days }
        } else if times.iter().all(|time| *time >= LATE_OF_FEW) {
            Pattern::Doubtful { times: clocks(&times) }
        } else {
            Pattern::None
        };
    }
    let late = counts.iter().filter(|(time, _)| **time >= LATE).map(|(_, count)| count).sum();
    let are_all_late = times.iter().all(|time| *time >= LATE_WITHOUT_MIDNIGHT);
    if late > 0 && (midnights * 2 > days || are_all_late) {
        return Pattern::Shifted { late, days };
    }
    // Before noon, midnight of another zone is that of the same day.
    if times.iter().all(|time| *time <= 12 * HOUR) {
        return Pattern::None;
    }
    Pattern::Doubtful { times: clocks(&times) }
}

/// What the times of a column of moments say: those that were kept as days have the times of midnight in another zone.
fn of_moments(column: &Column) -> Pattern {
    let days = column.iter().filter(|cell| !cell.is_blank()).count();
    let are_days = days >= DAYS_MIN && follow_summer_time(column);
    if are_days { Pattern::Shifted { late: days, days } } else { Pattern::None }
}

fn clocks(times: &BTreeSet<u32>) -> String {
    let clock = |time: &u32| format!("{:02}:{:02}", time / HOUR, time % HOUR / 60);
    times.iter().map(clock).collect::<Vec<_>>().join(", ")
}

/// Whether the days have one late time in winter and the hour before in summer, as midnight in Europe has in UTC.
/// Nobody's moments do.
fn follow_summer_time(column: &Column) -> bool {
    let mut winter = BTreeSet::new();
    let mut summer = BTreeSet::new();
    for cell in column.iter().filter(|cell| !cell.is_blank()) {
        let (Written::Day(day) | Written::Serial(day) | Written::Epoch(day)) = written(cell) else {
            return false;
        };
        let Some(time) = time(cell) else { return false };
        let of_season = if is_before_summer_day(day) { &mut summer } else { &mut winter };
        of_season.insert(time);
    }
    let one = |times: &BTreeSet<u32>| times.iter().copied().next().filter(|_| times.len() == 1);
    matches!((one(&winter), one(&summer)), (Some(winter), Some(summer)) if winter >= 22 * HOUR && summer + HOUR == winter)
}

/// Whether the day after begins in Europe's summer time: from the Monday after the last Sunday of March through the last
/// Sunday of October.
fn is_before_summer_day(day: NaiveDate) -> bool {
    let day = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let last_sunday = |month| {
        let last = NaiveDate::from_ymd_opt(day.year(), month, 31)?;
        last.checked_sub_days(Days::new(u64::from(last.weekday().num_days_from_sunday())))
    };
    matches!((last_sunday(3), last_sunday(10)), (Some(march), Some(october)) if march < day && day <= october)
}

/// The second of the day in the cell; `None` if it has no time, or one of its own zone.
fn time(cell: Cell<'_>) -> Option<u32> {
    if has_own_zone(cell.text) {
        return None;
    }
    match written(cell) {
        Written::Serial(_) => {
            // Half an hour is 0.0208 days: four decimals are near enough.
            let decimals = cell.text.split(['.', ',']).nth(1)?;
            let ten_thousandths: u32 = format!("{decimals:0<4}").get(..4)?.parse().ok()?;
            Some((ten_thousandths * 1_440 + 5_000) / 10_000 * 60).filter(|second| *second < 86_400)
        }
        Written::Epoch(_) => {
            let digits = cell.text.split('.').next()?;
            let count: u64 = digits.parse().ok()?;
            let seconds = if digits.len() > 10 { count / 1_000 } else { count };
            u32::try_from(seconds % 86_400).ok()
        }
        _ => second_of_day(cell.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::date;
    use crate::domain::{Field, Role};
    use crate::normalise::testing::{read, table};

    fn starts(cells: &[&str]) -> (Vec<Option<NaiveDate>>, Vec<&'static str>) {
        let ids: Vec<String> = (0..cells.len()).map(|place| format!("D{place}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let columns = [(Field::DealId, ids.as_slice()), (Field::ProjectStart, cells)];
        let records = read(vec![table(Role::Crm, &columns)]);
        let days = records.crm.iter().map(|crm| crm.project_start).collect();
        (days, records.inputs[0].warnings.iter().map(|warning| warning.code).collect())
    }

    #[test]
    fn late_times_among_midnights_are_the_day_after() {
        let (days, warnings) = starts(&[
            "2026-06-30T22:00:00",
            "2026-12-31T23:00:00",
            "2026-03-01T07:00:00",
            "2026-03-01T00:00:00",
            "2026-03-02",
            "2026-03-03T00:00:00",
            "2026-03-04T00:00:00",
        ]);
        let expected = [date(2026, 7, 1), date(2027, 1, 1), date(2026, 3, 1)].map(Some);
        assert_eq!(days[..3], expected);
        assert_eq!(warnings, ["shifted_days"]);
    }

    #[test]
    fn a_column_of_nothing_but_late_times_is_that_of_days_in_utc() {
        let summer = ["2026-06-30T22:00:00.000Z"; 5];
        assert_eq!(starts(&summer).0[0], Some(date(2026, 7, 1)));
        let epoch = ["1782856800000"; 5];
        assert_eq!(starts(&epoch).0[0], Some(date(2026, 7, 1)));
        let serials = ["46203.9166667"; 5];
        assert_eq!(starts(&serials).0[0], Some(date(2026, 7, 1)));
    }

    #[test]
    fn times_of_the_afternoon_are_left_with_a_warning() {
        let (days, warnings) = starts(&["2026-06-30T18:30:00Z"; 5]);
        assert_eq!((days[0], warnings), (Some(date(2026, 6, 30)), vec!["days_may_be_shifted"]));
    }

    #[test]
    fn moments_ends_of_days_and_single_times_are_left_alone() {
        for cells in [
            &["2026-06-30 22:17"; 5],
            &["2026-06-30 23:59:59"; 5],
            &["2026-06-30 12:00"; 5],
            &[
                "2026-06-30 22:00",
                "2026-06-30 09:00",
                "2026-06-30 10:30",
                "2026-06-30 11:00",
                "2026-06-30 13:00",
            ],
        ] {
            let (days, warnings) = starts(cells);
            assert_eq!((days[0], warnings), (Some(date(2026, 6, 30)), vec![]), "{cells:?}");
        }
        let few = ["2026-06-30 14:00"; 4];
        assert_eq!(starts(&few), (vec![Some(date(2026, 6, 30)); 4], vec![]));
    }

    #[test]
    fn few_late_times_that_follow_summer_time_are_the_day_after() {
        for cells in [
            ["2026-06-30T22:00:00Z", "2026-12-31T23:00:00Z"],
            ["2026-06-30T21:00:00Z", "2026-12-31T22:00:00Z"],
            ["1782856800000", "1798758000000"],
        ] {
            let (days, warnings) = starts(&cells);
            assert_eq!(days, [date(2026, 7, 1), date(2027, 1, 1)].map(Some), "{cells:?}");
            assert_eq!(warnings[0], "shifted_days");
        }
        // The clocks change on 29 March 2026: its midnight is that of winter, that of the 30th of summer.
        let (days, _) = starts(&["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"]);
        assert_eq!(days, [date(2026, 3, 29), date(2026, 3, 30)].map(Some));
    }

    #[test]
    fn moments_that_were_kept_as_days_are_the_day_after() {
        let created = |winter: &str| {
            let cells = [
                winter,
                "2026-06-30T22:00:00",
                "2026-07-01T22:00:00",
                "2026-12-31T23:00:00",
                "2026-07-02T22:00:00",
            ];
            let ids = ["D0", "D1", "D2", "D3", "D4"];
            let columns = [(Field::DealId, &ids[..]), (Field::CreatedDate, &cells[..])];
            read(vec![table(Role::Crm, &columns)]).crm[1].created_date
        };
        assert_eq!(created("2026-01-05T23:00:00"), Some(date(2026, 7, 1)));
        assert_eq!(created("2026-01-05T21:14:00"), Some(date(2026, 6, 30)));
    }

    #[test]
    fn late_times_of_a_zone_that_is_stated_are_those_of_the_day() {
        let mut cells = ["2026-06-30"; 6];
        cells[0] = "2026-06-30T23:30:00-05:00";
        let (days, warnings) = starts(&cells);
        assert_eq!((days[0], warnings), (Some(date(2026, 6, 30)), vec![]));
    }

    #[test]
    fn few_late_times_of_one_season_are_left_with_a_warning() {
        for cells in [
            &["2026-06-30T22:00:00Z"; 1][..],
            &["2026-06-30T22:00:00Z", "2026-12-31T22:00:00Z"],
            &["2026-06-30T15:00:00Z", "2026-03-04"],
        ] {
            let (days, warnings) = starts(cells);
            assert_eq!(days[0], Some(date(2026, 6, 30)), "{cells:?}");
            assert_eq!(warnings, ["days_may_be_shifted"], "{cells:?}");
        }
    }
}
