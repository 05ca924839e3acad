//! Years as Thailand counts them, from the death of the Buddha: 2569 is 2026.

use super::date_parts::is_sensible_year;
use crate::domain::{CellKind, Column, RawTable, Warning, plain};

/// How many years the count is ahead of ours.
const AHEAD: u32 = 543;

/// The year of our calendar; a year that is none of a deal by either count stays as it is.
pub(super) fn in_our_years(year: u32) -> u32 {
    year.checked_sub(AHEAD).filter(|ours| is_sensible_year(*ours) && *ours < LAST).unwrap_or(year)
}

/// From here on a year is more likely one that stands for "not set": 2600 and later (our choice).
const LAST: u32 = 2600 - AHEAD;

/// A warning for each column with such years.
pub(super) fn warnings(raw: &RawTable) -> Vec<Warning> {
    let of_days = raw.columns.iter().filter(|column| column.field.kind().is_date());
    of_days.filter_map(warning).collect()
}

fn warning(column: &Column) -> Option<Warning> {
    let is_text = |kind| matches!(kind, CellKind::Text | CellKind::Date);
    let years = column.iter().filter(|cell| is_text(cell.kind)).filter_map(|cell| year(cell.text));
    let (count, first) =
        years.fold((0_u64, None), |(count, first), year| (count + 1, first.or(Some(year))));
    let message = format!(
        "Years of the Buddhist calendar, {AHEAD} ahead of ours, read as years of ours: {count}."
    );
    first.map(|_| Warning {
        column: Some(column.header.clone()),
        ..Warning::new("buddhist_years", message)
    })
}

/// The year of four digits in the text, if it is one of this count.
fn year(text: &str) -> Option<u32> {
    let text = plain(text);
    // Years of our deals begin with 20.
    if !text.contains("25") {
        return None;
    }
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    numbers.find_map(|digits| digits.parse().ok().filter(|year| in_our_years(*year) != *year))
}

#[cfg(test)]
mod tests {
    use crate::domain::testing::date;
    use crate::domain::{Field, Role};
    use crate::normalise::testing::{problems, read, table};

    #[test]
    fn thai_years_are_read_as_ours_and_told() {
        let days = ["31/12/2569", "2569-12-31", "๓๑/๑๒/๒๕๖๙", "31 December 2569", "2026-12-31"];
        let ids = ["D1", "D2", "D3", "D4", "D5"];
        let records =
            read(vec![table(Role::Crm, &[(Field::DealId, &ids), (Field::CloseDate, &days)])]);
        assert!(records.crm.iter().all(|crm| crm.close_date == Some(date(2026, 12, 31))));
        let warnings = &records.inputs[0].warnings;
        let told = warnings.iter().find(|warning| warning.code == "buddhist_years");
        assert!(told.is_some_and(|warning| warning.message.ends_with(": 4.")), "{warnings:?}");
    }

    #[test]
    fn years_that_stand_for_nothing_stay_so() {
        for day in ["31/12/2999", "2600-01-01", "9999-12-31", "2500-01-01"] {
            let cells: [(Field, &[&str]); 2] =
                [(Field::DealId, &["D1"]), (Field::CloseDate, &[day])];
            let records = read(vec![table(Role::Crm, &cells)]);
            assert_eq!(problems(&records)[0].1, "placeholder_date", "{day}");
        }
    }
}
