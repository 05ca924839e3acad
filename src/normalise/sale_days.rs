//! The start and end that a list of deals calls by no other words: those of the project, or of the sale itself.
//!
//! SAP and Bitrix24 have a deal begin on the day on which it is entered, and end when it is won or lost. Taken for that of
//! a project, such a start makes every window look closed.

use std::sync::Arc;

use chrono::NaiveDate;

use super::date_order::DateOrders;
use super::dates::written;
use crate::domain::{Column, Field, RawTable, Role, Source, Warning};

/// Gives such columns of a list of deals the field that they are, or takes them for unmapped. Whether there were any.
pub(super) fn settle(raw: &mut RawTable, orders: &DateOrders) -> bool {
    let is_bare = |column: &Column| matches!(column.field, Field::StartDate | Field::EndDate);
    if raw.report.role != Role::Crm || !raw.columns.iter().any(is_bare) {
        return false;
    }
    let header = raw.column(Field::StartDate).map(|column| column.header.clone());
    let (start, end) = match (header, of_sale(raw, orders)) {
        (Some(header), Some(shown_by)) => {
            let message = format!(
                "{shown_by}: it was taken for the day on which the sale began, and not read. If the projects begin on it: \
                 --map \"{header}=project_start\"."
            );
            warn(raw, Field::StartDate, "start_of_sale", message);
            (None, Some(Field::CloseDate))
        }
        (Some(_), None) => (Some(Field::ProjectStart), Some(Field::ProjectEnd)),
        (None, _) => (None, end_alone(raw, orders)),
    };
    for (bare, wanted) in [(Field::StartDate, start), (Field::EndDate, end)] {
        let wanted = wanted.filter(|wanted| raw.column(*wanted).is_none());
        rename(raw, bare, wanted);
    }
    true
}

/// What an end without a start is: that of the project if it mostly lies behind the close date. Without one it may be that.
fn end_alone(raw: &mut RawTable, orders: &DateOrders) -> Option<Field> {
    let end = raw.column(Field::EndDate)?;
    let Some(close) = raw.column(Field::CloseDate) else {
        let header = &end.header;
        let message = format!(
            "`{header}` may be the close date of the deals or the end of their projects, and was not read. Say which: \
             --map \"{header}=close_date\" or --map \"{header}=project_end\"."
        );
        warn(raw, Field::EndDate, "end_of_sale_or_project", message);
        return None;
    };
    let (later, pairs) = count(orders, end, close, |end, close| end > close);
    (later * 2 > pairs).then_some(Field::ProjectEnd)
}

fn warn(raw: &mut RawTable, field: Field, code: &'static str, message: String) {
    let column = raw.column(field).map(|column| column.header.clone());
    raw.report.warnings.push(Warning { column, ..Warning::new(code, message) });
}

/// What shows that the start is that of the sale: it is the day of creation, or lies before the close date, more often
/// than not.
fn of_sale(raw: &RawTable, orders: &DateOrders) -> Option<String> {
    let start = raw.column(Field::StartDate)?;
    let mostly = |other: Field, is_so: fn(NaiveDate, NaiveDate) -> bool, words: &str| {
        let (so, pairs) = count(orders, start, raw.column(other)?, is_so);
        (so * 2 > pairs).then(|| format!("`{}` {words} in {so} of {pairs} deals", start.header))
    };
    mostly(Field::CreatedDate, |start, created| start == created, "is the created date").or_else(
        || mostly(Field::CloseDate, |start, close| start < close, "lies before the close date"),
    )
}

/// In how many deals the days of two columns stand to each other so, and how many have both.
fn count(
    orders: &DateOrders,
    one: &Column,
    other: &Column,
    is_so: impl Fn(NaiveDate, NaiveDate) -> bool,
) -> (usize, usize) {
    let pairs = one.iter().zip(other.iter());
    let days = pairs.filter_map(|(first, second)| {
        let day = |column: &Column, cell| orders.day(column.field, written(cell));
        Some((day(one, first)?, day(other, second)?))
    });
    days.fold((0, 0), |(so, pairs), (first, second)| {
        (so + usize::from(is_so(first, second)), pairs + 1)
    })
}

/// Makes the column of one field that of another, or takes it out.
fn rename(raw: &mut RawTable, bare: Field, field: Option<Field>) {
    let Some(place) = raw.columns.iter().position(|column| column.field == bare) else { return };
    raw.report.columns.remove(&bare);
    match field {
        Some(field) => {
            raw.columns[place].field = field;
            raw.report.columns.insert(field, raw.columns[place].header.clone());
        }
        None => raw.report.unmapped_headers.push(raw.columns.remove(place).header),
    }
    raw.source = Arc::new(Source {
        file: raw.source.file.clone(),
        sheet: raw.source.sheet.clone(),
        carries: raw.columns.iter().map(|column| column.field).collect(),
    });
}

#[cfg(test)]
mod tests {
    use crate::domain::testing::date;
    use crate::domain::{Field, Role};
    use crate::normalise::Records;
    use crate::normalise::testing::{read, table};

    /// Deals with these columns of dates.
    fn deals(columns: &[(Field, &[&str])]) -> Records {
        let ids: [(Field, &[&str]); 1] = [(Field::DealId, &["D1", "D2", "D3"])];
        read(vec![table(Role::Crm, &[&ids, columns].concat())])
    }

    const START: [&str; 3] = ["13/01/2026", "02/02/2026", "04/05/2026"];
    const LATER: [&str; 3] = ["30/06/2026", "05/06/2026", "01/09/2026"];

    #[test]
    fn a_start_on_the_created_date_is_that_of_the_sale_and_its_end_the_close_date() {
        let records = deals(&[
            (Field::StartDate, &START),
            (Field::EndDate, &LATER),
            (Field::CreatedDate, &["13/01/2026 10:00", "02/02/2026 11:00", "05/05/2026 09:00"]),
        ]);
        assert_eq!(records.crm[0].project_start, None);
        assert_eq!(records.crm[0].close_date, Some(date(2026, 6, 30)));
        assert_eq!(records.inputs[0].warnings[0].code, "start_of_sale");
        assert_eq!(records.inputs[0].unmapped_headers, ["start date"]);
    }

    #[test]
    fn a_start_before_the_close_date_of_most_deals_is_that_of_the_sale() {
        let records = deals(&[(Field::StartDate, &START), (Field::CloseDate, &LATER)]);
        assert_eq!((records.crm[0].project_start, records.crm[0].project_end), (None, None));
        let told = &records.inputs[0].warnings[0].message;
        assert!(
            told.starts_with("`start date` lies before the close date in 3 of 3 deals"),
            "{told}"
        );
    }

    #[test]
    fn a_start_after_the_close_date_is_that_of_the_project() {
        let records = deals(&[
            (Field::CloseDate, &START),
            (Field::StartDate, &LATER),
            (Field::EndDate, &LATER),
        ]);
        let expected = Some(date(2026, 6, 30));
        assert_eq!(
            (records.crm[0].project_start, records.crm[0].project_end),
            (expected, expected)
        );
        assert_eq!(records.inputs[0].warnings, []);
        let alone = deals(&[(Field::StartDate, &LATER)]);
        assert_eq!(alone.crm[0].project_start, expected);
    }

    #[test]
    fn an_end_alone_is_that_of_the_project_behind_the_close_date_and_else_asked_about() {
        let end = |columns: &[(Field, &[&str])]| {
            let records = deals(columns);
            let code = records.inputs[0].warnings.first().map(|warning| warning.code);
            (records.crm[0].project_end, code)
        };
        let (behind, before) = ((Field::EndDate, &LATER[..]), (Field::EndDate, &START[..]));
        let expected = Some(date(2026, 6, 30));
        assert_eq!(end(&[behind, (Field::CloseDate, &START)]), (expected, None));
        assert_eq!(end(&[before, (Field::CloseDate, &LATER)]), (None, None));
        assert_eq!(end(&[behind]), (None, Some("end_of_sale_or_project")));
    }
}
