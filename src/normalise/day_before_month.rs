//! Columns that print the year, then the day, then the month: `2026-31-12`.

use chrono::NaiveDate;

use super::date_parts::sensible_day;
use crate::domain::{Cell, CellKind, Column, FieldSet, RawTable, Warning};

/// How many dates that no other order knows make a habit (our choice). One may be a slip.
const DATES_MIN: usize = 2;

/// What columns print the day before the month.
#[derive(Default)]
pub(super) struct DayBeforeMonth {
    read: FieldSet,
    doubted: FieldSet,
}

impl DayBeforeMonth {
    /// The columns, and a warning for each. One exporter writes one order, so that a column without a date that has one
    /// reading is like the others of its file.
    pub(super) fn settle(raw: &RawTable) -> (DayBeforeMonth, Vec<Warning>) {
        let mut found = DayBeforeMonth::default();
        let mut warnings = Vec::new();
        let of_days = raw.columns.iter().filter(|column| column.field.kind().is_date());
        let shown: Vec<_> = of_days.map(|column| (column, Shown::of(column))).collect();
        let is_denied = shown.iter().any(|(_, shown)| shown.month_first);
        let of_file: usize = shown.iter().map(|(_, shown)| shown.day_first).sum();
        let undenied = shown.iter().filter(|(_, shown)| !shown.month_first);
        let Some(example) = undenied.clone().find_map(|(_, shown)| shown.example) else {
            return (found, warnings);
        };
        for (column, shown) in undenied {
            let dates = if is_denied { shown.day_first } else { of_file };
            if dates == 0 || (shown.day_first == 0 && !shown.has_two_readings) {
                continue;
            }
            let then = if dates >= DATES_MIN {
                found.read.insert(column.field);
                "and those of the column were read so."
            } else {
                found.doubted.insert(column.field);
                "and no other date denies it, so that those of the column with two readings were not read. Correct \
                 the date, or export again."
            };
            let message =
                format!("`{example}` is a date only if the day stands before the month, {then}");
            warnings.push(Warning {
                column: Some(column.header.clone()),
                ..Warning::new("day_before_month", message)
            });
        }
        (found, warnings)
    }

    /// The day of the cell in such a column; `None` in others.
    pub(super) fn day(&self, column: &Column, cell: Cell<'_>) -> Option<NaiveDate> {
        let parts = self.read.contains(column.field).then(|| year_first(cell))??;
        day_first(parts)
    }

    /// Whether the date in the cell may be one with the day before the month.
    pub(super) fn is_doubtful(&self, column: &Column, cell: Cell<'_>) -> bool {
        self.doubted.contains(column.field)
            && year_first(cell).is_some_and(|parts| {
                day_first(parts).is_some_and(|day| month_first(parts) != Some(day))
            })
    }
}

/// What the dates of a column say.
#[derive(Default)]
struct Shown<'column> {
    /// How many are dates only with the day before the month.
    day_first: usize,
    /// The first of them.
    example: Option<&'column str>,
    /// Whether any is one only with the month before the day.
    month_first: bool,
    has_two_readings: bool,
}

impl<'column> Shown<'column> {
    fn of(column: &'column Column) -> Shown<'column> {
        let mut shown = Shown::default();
        for cell in column.iter() {
            let Some(parts) = year_first(cell) else { continue };
            match (month_first(parts), day_first(parts)) {
                (None, Some(_)) => {
                    shown.day_first += 1;
                    shown.example.get_or_insert(cell.text);
                }
                (Some(_), None) => shown.month_first = true,
                (Some(one), Some(other)) => shown.has_two_readings |= one != other,
                (None, None) => {}
            }
        }
        shown
    }
}

/// The three numbers of a text that begins with a year of four digits.
fn year_first(cell: Cell<'_>) -> Option<[u32; 3]> {
    let date = cell.text.split([' ', 'T']).next()?;
    let separator = date.get(4..5).filter(|separator| ["-", "/", "."].contains(separator))?;
    let mut numbers = date.split(separator).map(|number| {
        let is_number =
            (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| number.parse().ok()).flatten()
    });
    let parts = [numbers.next()??, numbers.next()??, numbers.next()??];
    (cell.kind == CellKind::Text && numbers.next().is_none()).then_some(parts)
}

fn month_first([year, month, day]: [u32; 3]) -> Option<NaiveDate> {
    sensible_day(year, month, day)
}

fn day_first([year, day, month]: [u32; 3]) -> Option<NaiveDate> {
    sensible_day(year, month, day)
}

#[cfg(test)]
mod tests {
    use crate::domain::testing::date;
    use crate::domain::{Field, Role};
    use crate::normalise::Records;
    use crate::normalise::testing::{problems, read, table};

    fn closing(days: &[&str]) -> Records {
        let ids: Vec<String> = (0..days.len()).map(|place| format!("D{place}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        read(vec![table(Role::Crm, &[(Field::DealId, &ids), (Field::CloseDate, days)])])
    }

    #[test]
    fn two_dates_that_no_other_order_knows_make_a_habit() {
        let records = closing(&["2026-04-12", "2026-30-09 10:15", "2026-31-07"]);
        let days: Vec<_> = records.crm.iter().map(|crm| crm.close_date).collect();
        let expected = [date(2026, 12, 4), date(2026, 9, 30), date(2026, 7, 31)];
        assert_eq!(days, expected.map(Some));
        assert_eq!(records.inputs[0].warnings[0].code, "day_before_month");
    }

    #[test]
    fn columns_of_one_file_show_the_habit_together() {
        let columns: [(Field, &[&str]); 3] = [
            (Field::DealId, &["D1", "D2"]),
            (Field::CloseDate, &["2026-30-09", "2026-04-12"]),
            (Field::CreatedDate, &["2026-20-03", "2026-02-10"]),
        ];
        let records = read(vec![table(Role::Crm, &columns)]);
        assert_eq!(records.crm[1].close_date, Some(date(2026, 12, 4)));
        assert_eq!(records.crm[1].created_date, Some(date(2026, 10, 2)));
    }

    #[test]
    fn one_such_date_makes_those_with_two_readings_doubtful() {
        let records = closing(&["2026-04-12", "2026-30-09", "2026-07-07"]);
        let days: Vec<_> = records.crm.iter().map(|crm| crm.close_date).collect();
        assert_eq!(days, [None, None, Some(date(2026, 7, 7))]);
        assert_eq!(problems(&records).len(), 2);
    }

    #[test]
    fn beside_a_date_with_the_month_before_the_day_they_are_slips() {
        let records = closing(&["2026-04-12", "2026-30-09", "2026-31-07", "2026-12-24"]);
        let days: Vec<_> = records.crm.iter().map(|crm| crm.close_date).collect();
        assert_eq!(days, [Some(date(2026, 4, 12)), None, None, Some(date(2026, 12, 24))]);
    }
}
