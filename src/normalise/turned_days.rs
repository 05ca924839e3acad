//! Days whose month a spreadsheet took for the day: opening `05/03/2026` of a country with the day first, an American
//! Excel stores 3 May, and leaves `31/03/2026`, which it cannot read, as text.

use chrono::Datelike;

use super::date_parts::Parts;
use super::dates::{Written, written};
use crate::domain::{Cell, CellKind, Column, FieldSet, RawTable, Warning};

/// The last number that can be a month as well as a day.
const MONTHS: u32 = 12;

/// How many days, stored and as text, make a pattern (our choice): few columns hold both kinds for another reason, and of
/// three such days they look like this by chance once in ten.
const DAYS_MIN: usize = 3;
/// One text among more days may be typed by hand (our choice).
const DAYS_OF_ONE_TEXT: usize = 5;

/// The columns with such days, and a warning for each.
pub(super) fn settle(raw: &RawTable) -> (FieldSet, Vec<Warning>) {
    let mut turned = FieldSet::default();
    let mut warnings = Vec::new();
    for column in raw.columns.iter().filter(|column| column.field.kind().is_date()) {
        let Some(count) = doubtful(column) else { continue };
        turned.insert(column.field);
        let message = format!(
            "A spreadsheet made dates of the texts that it could read and left the others, so day and month of {count} dates \
             may be the wrong way round. They were not read. Give the file as it was exported, without opening it."
        );
        warnings.push(Warning {
            column: Some(column.header.clone()),
            ..Warning::new("turned_dates", message)
        });
    }
    (turned, warnings)
}

/// Whether the day in the cell of such a column may be the wrong way round.
pub(super) fn is_doubtful(cell: Cell<'_>) -> bool {
    match (cell.kind, written(cell)) {
        (CellKind::Date, Written::Day(day)) => day.day() <= MONTHS && day.day() != day.month(),
        _ => false,
    }
}

/// How many days of the column may be the wrong way round, if every stored one may and no text.
fn doubtful(column: &Column) -> Option<usize> {
    // Text files store no days, and need not be read twice.
    if !column.iter().any(|cell| cell.kind == CellKind::Date) {
        return None;
    }
    let (mut days, mut texts, mut doubtful) = (0, 0, 0);
    // Projects start on the first of a month; turned round, all would lie in January.
    let mut is_first_only = true;
    for cell in column.iter().filter(|cell| !cell.is_blank()) {
        match (cell.kind, written(cell)) {
            (CellKind::Date, Written::Day(day)) if day.day() <= MONTHS => {
                days += 1;
                is_first_only &= day.day() == 1;
                doubtful += usize::from(is_doubtful(cell));
            }
            (CellKind::Text, Written::Parts(parts)) if has_late_day(parts) => texts += 1,
            (CellKind::Date, Written::Day(_)) | (CellKind::Text, Written::Parts(_)) => return None,
            _ => {}
        }
    }
    let are_enough = texts > 1 || texts > 0 && days <= DAYS_OF_ONE_TEXT;
    (doubtful > 0 && days + texts >= DAYS_MIN && are_enough && !is_first_only).then_some(doubtful)
}

/// Whether one of the two numbers before the year is no month.
fn has_late_day(parts: Parts) -> bool {
    parts.numbers[..2].iter().any(|number| *number > MONTHS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::date;
    use crate::domain::{Action, Field, Role};
    use crate::normalise::Records;
    use crate::normalise::testing::{problems, read, table};

    fn closing(cells: &[(&str, CellKind)]) -> Records {
        let ids: Vec<String> = (0..cells.len()).map(|place| format!("D{place}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut table = table(Role::Crm, &[(Field::DealId, &ids)]);
        let mut column = Column::new(Field::CloseDate, "Close Date", None);
        for (text, kind) in cells {
            column.push(text, *kind);
        }
        table.columns.push(column);
        read(vec![table])
    }

    #[test]
    fn dates_that_a_spreadsheet_made_of_some_texts_are_not_trusted() {
        use CellKind::{Date, Text};
        let records = closing(&[
            ("31/12/2026", Text),
            ("2027-05-03", Date),
            ("2027-02-04", Date),
            ("17/06/2027", Text),
            ("2026-09-09", Date),
        ]);
        let days: Vec<_> = records.crm.iter().map(|crm| crm.close_date).collect();
        let equal = Some(date(2026, 9, 9));
        let late = [Some(date(2026, 12, 31)), Some(date(2027, 6, 17))];
        assert_eq!(days, [late[0], None, None, late[1], equal]);
        let problem = |row| (row, "turned_date", Action::CellIgnored);
        assert_eq!(problems(&records), [problem(3), problem(4)]);
        assert_eq!(records.inputs[0].warnings[0].code, "turned_dates");
    }

    #[test]
    fn three_days_are_enough_and_two_are_too_few() {
        use CellKind::{Date, Text};
        let three = [("31/12/2026", Text), ("2027-05-03", Date), ("2027-02-04", Date)];
        let closes = |records: &Records| records.crm[1].close_date;
        assert_eq!(closes(&closing(&three)), None);
        assert_eq!(closes(&closing(&three[..2])), Some(date(2027, 5, 3)));
    }

    #[test]
    fn firsts_of_months_and_many_days_beside_one_text_are_read() {
        use CellKind::{Date, Text};
        let firsts = [("15/03/2027", Text), ("2027-05-01", Date), ("2027-02-01", Date)];
        let many =
            ["2027-01-05", "2027-02-03", "2027-03-08", "2027-04-06", "2027-05-11", "2027-06-09"];
        let many = [&[("15/03/2027", Text)][..], &many.map(|day| (day, Date))].concat();
        for column in [&firsts[..], &many] {
            assert!(closing(column).crm[1].close_date.is_some(), "{column:?}");
        }
    }

    #[test]
    fn dates_beside_texts_of_any_day_are_read() {
        use CellKind::{Date, Text};
        let others = [("2027-05-03", Date), ("2027-02-04", Date), ("2026-09-09", Date)];
        for two in [
            [("31/12/2026", Text), ("05/06/2027", Text)],
            [("31/12/2026", Text), ("2026-12-31", Date)],
        ] {
            let records = closing(&[&two[..], &others].concat());
            assert!(records.crm[2].close_date.is_some(), "{two:?}");
        }
    }
}
