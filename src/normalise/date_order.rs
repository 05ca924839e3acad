//! The order of day, month and year, decided once for each column of dates.
//!
//! Deciding cell by cell would read `03/04/2026` and `13/04/2026` of one column in two orders.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::NormaliseError;
use super::date_parts::{ORDERS, Parts};
use super::dates::{Written, written};
use super::field_kinds::DATES;
use crate::domain::{Column, DateOrder, Field, RawTable, SettledOrder};

/// The order of each column of dates, or every column that nothing settles.
pub(super) fn settle(
    table: &RawTable,
) -> Result<BTreeMap<Field, SettledOrder>, Vec<NormaliseError>> {
    let mut settled = BTreeMap::new();
    let mut open = Vec::new();
    let mut errors = Vec::new();
    // The separators of settled columns, for the columns that need their neighbours.
    let mut written_with = Vec::new();
    let by_twin = order_of_twins(table);

    for column in table.columns.iter().filter(|column| DATES.contains(&column.field)) {
        let shown = evidence(column);
        match of_column(table, column, &shown, by_twin) {
            Ok(Some(order)) => {
                written_with.extend(order.order.map(|order| (order, shown.separators)));
                settled.insert(column.field, order);
            }
            Ok(None) => open.push((column, shown)),
            Err(error) => errors.push(error),
        }
    }
    for (column, shown) in open {
        let order = of_neighbours(&written_with, &shown);
        if order.is_none()
            && let Some(error) = ambiguous(table, column, &shown)
        {
            errors.push(error);
            continue;
        }
        let settled_by = if order.is_some() { "other columns" } else { "form" };
        settled.insert(column.field, SettledOrder { order, settled_by });
    }
    if errors.is_empty() { Ok(settled) } else { Err(errors) }
}

/// What the values of a column say about its order.
struct Evidence {
    /// Whether any value is a date only once the order is known.
    is_open: bool,
    separators: BTreeSet<char>,
    /// Per order of [`ORDERS`], the first record that is a date in another order, but not in this.
    misfits: [Option<usize>; 3],
    /// Whether a value reads differently in two orders.
    has_two_readings: bool,
}

impl Evidence {
    fn fits(&self, order: DateOrder) -> bool {
        self.misfit(order).is_none()
    }

    fn misfit(&self, order: DateOrder) -> Option<usize> {
        ORDERS.iter().zip(self.misfits).find(|(each, _)| **each == order).and_then(|(_, at)| at)
    }

    fn fitting(&self) -> Vec<DateOrder> {
        ORDERS.into_iter().filter(|order| self.fits(*order)).collect()
    }
}

fn evidence(column: &Column) -> Evidence {
    let mut shown = Evidence {
        is_open: false,
        separators: BTreeSet::new(),
        misfits: [None; 3],
        has_two_readings: false,
    };
    for (record, cell) in column.iter().enumerate() {
        let Written::Parts(parts) = written(cell) else { continue };
        let readings = ORDERS.map(|order| parts.in_order(order));
        // A day that no order knows, such as 31/02/2026, is a slip and says nothing.
        if readings.iter().all(Option::is_none) {
            continue;
        }
        shown.is_open = true;
        shown.separators.insert(parts.separator);
        shown.has_two_readings |= parts.in_any_order().is_none();
        for (misfit, reading) in shown.misfits.iter_mut().zip(readings) {
            if reading.is_none() {
                misfit.get_or_insert(record);
            }
        }
    }
    shown
}

/// The order of a column by the user's word, its header, its twin or its values. `None` if all of
/// them leave it open.
fn of_column(
    table: &RawTable,
    column: &Column,
    shown: &Evidence,
    by_twin: Option<DateOrder>,
) -> Result<Option<SettledOrder>, NormaliseError> {
    let settled = |order, settled_by| Ok(Some(SettledOrder { order, settled_by }));
    if !shown.is_open {
        return settled(None, "form");
    }
    if let Some(order) = table.stated_order {
        return settled(Some(order), "flag");
    }
    if let Some(order) = column.date_hint {
        return match shown.misfit(order) {
            Some(record) => Err(against_header(table, column, order, record)),
            None => settled(Some(order), "header"),
        };
    }
    let by_twin = by_twin.filter(|order| shown.fits(*order));
    let has_twin = table.date_twins.iter().any(|twin| twin.field == column.field);
    if has_twin && by_twin.is_some() {
        return settled(by_twin, "twin column");
    }
    match shown.fitting().as_slice() {
        [] => Err(contradictory(table, column, shown)),
        [order] => settled(Some(*order), "values"),
        _ if !shown.has_two_readings => settled(None, "form"),
        _ => {
            Ok(by_twin.map(|order| SettledOrder { order: Some(order), settled_by: "twin column" }))
        }
    }
}

/// The order that makes every twin equal to its column. A day between them is a time zone.
fn order_of_twins(table: &RawTable) -> Option<DateOrder> {
    let pairs: Vec<(NaiveDate, Parts)> = table
        .date_twins
        .iter()
        .filter_map(|twin| table.column(twin.field).map(|column| (column, twin)))
        .flat_map(|(column, twin)| column.iter().zip(twin.iter()))
        .filter_map(|(cell, twin)| match (written(cell), written(twin)) {
            (Written::Day(day), Written::Parts(parts))
            | (Written::Parts(parts), Written::Day(day)) => Some((day, parts)),
            _ => None,
        })
        .collect();
    let is_within_a_day = |order: DateOrder| {
        pairs.iter().all(|(day, parts)| {
            parts.in_order(order).is_some_and(|other| (other - *day).num_days().abs() <= 1)
        })
    };
    let mut fitting = ORDERS.into_iter().filter(|order| is_within_a_day(*order));
    let order = fitting.next()?;
    (!pairs.is_empty() && fitting.next().is_none()).then_some(order)
}

/// One exporter writes one locale: the order of every settled column with the same separator.
fn of_neighbours(settled: &[(DateOrder, BTreeSet<char>)], shown: &Evidence) -> Option<DateOrder> {
    let mut orders = settled
        .iter()
        .filter(|(_, separators)| !separators.is_disjoint(&shown.separators))
        .map(|(order, _)| *order);
    let order = orders.next()?;
    (orders.all(|other| other == order) && shown.fits(order)).then_some(order)
}

fn ambiguous(table: &RawTable, column: &Column, shown: &Evidence) -> Option<NormaliseError> {
    let fitting = shown.fitting();
    column.iter().enumerate().find_map(|(record, cell)| {
        let Written::Parts(parts) = written(cell) else { return None };
        let mut days = fitting.iter().filter_map(|order| Some((parts.in_order(*order)?, *order)));
        let first = days.next()?;
        let second = days.find(|(day, _)| *day != first.0)?;
        Some(NormaliseError::AmbiguousDates {
            file: table.source.file.clone(),
            column: column.header.clone(),
            value: cell.text.to_owned(),
            row: table.rows[record],
            first,
            second,
        })
    })
}

fn contradictory(table: &RawTable, column: &Column, shown: &Evidence) -> NormaliseError {
    let misfit = |order| {
        let record = shown.misfit(order).unwrap_or_default();
        (column.cell(record).text.to_owned(), table.rows[record])
    };
    let (first_value, first_row) = misfit(DateOrder::Dmy);
    let (second_value, second_row) = misfit(DateOrder::Mdy);
    NormaliseError::ContradictoryDates {
        file: table.source.file.clone(),
        column: column.header.clone(),
        first_value,
        first_row,
        second_value,
        second_row,
    }
}

fn against_header(
    table: &RawTable,
    column: &Column,
    order: DateOrder,
    record: usize,
) -> NormaliseError {
    NormaliseError::DatesAgainstHeader {
        file: table.source.file.clone(),
        column: column.header.clone(),
        order,
        value: column.cell(record).text.to_owned(),
        row: table.rows[record],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::normalise::testing::{column, table};

    fn settled(table: &RawTable, field: Field) -> (Option<DateOrder>, &'static str) {
        let orders = settle(table).expect("settled");
        (orders[&field].order, orders[&field].settled_by)
    }

    fn closing(dates: &[&str]) -> RawTable {
        table(Role::Crm, &[(Field::CloseDate, dates)])
    }

    #[test]
    fn one_value_that_fits_one_order_settles_the_column() {
        let uk = closing(&["03/04/2026", "13/04/2026", "31/02/2026"]);
        assert_eq!(settled(&uk, Field::CloseDate), (Some(DateOrder::Dmy), "values"));
        let us = closing(&["3/4/2026", "3/31/26"]);
        assert_eq!(settled(&us, Field::CloseDate), (Some(DateOrder::Mdy), "values"));
    }

    #[test]
    fn nothing_is_decided_where_nothing_is_open() {
        for dates in [&["2026-03-04", "", "TBD"][..], &["03/03/2026"]] {
            assert_eq!(settled(&closing(dates), Field::CloseDate), (None, "form"));
        }
    }

    #[test]
    fn ambiguous_dates_stop_the_file_with_an_example_and_the_flag() {
        let errors = settle(&closing(&["03/03/2026", "03/04/2026"])).unwrap_err();
        assert_eq!(
            errors[0].to_string(),
            "crm.csv: column \"close date\": \"03/04/2026\" in row 3 is 2026-04-03 (dmy) or \
             2026-03-04 (mdy), and no other value says which"
        );
        assert!(errors[0].hint().contains("--date-order crm.csv:dmy"));
        assert_eq!((errors[0].code(), errors[0].path()), ("ambiguous_dates", "crm.csv"));
    }

    #[test]
    fn two_digit_years_are_ambiguous_while_the_year_may_come_first() {
        let errors = settle(&closing(&["20-10-16"])).unwrap_err();
        assert_eq!(errors[0].code(), "ambiguous_dates");
        let first = closing(&["20-10-16", "16-10-45"]);
        assert_eq!(settled(&first, Field::CloseDate), (Some(DateOrder::Dmy), "values"));
    }

    #[test]
    fn values_of_both_orders_stop_the_file_and_name_both_rows() {
        let errors = settle(&closing(&["13/04/2026", "04/13/2026"])).unwrap_err();
        let NormaliseError::ContradictoryDates { first_row, second_row, .. } = &errors[0] else {
            panic!("{errors:?}")
        };
        assert_eq!((*first_row, *second_row), (3, 2));
    }

    #[test]
    fn the_user_has_the_last_word() {
        let mut table = closing(&["03/04/2026", "04/13/2026", "13/04/2026"]);
        table.stated_order = Some(DateOrder::Mdy);
        assert_eq!(settled(&table, Field::CloseDate), (Some(DateOrder::Mdy), "flag"));
    }

    #[test]
    fn the_header_settles_what_its_values_do_not_deny() {
        let mut table = closing(&["03/04/2026"]);
        table.columns[0].date_hint = Some(DateOrder::Mdy);
        assert_eq!(settled(&table, Field::CloseDate), (Some(DateOrder::Mdy), "header"));

        table = closing(&["13/04/2026"]);
        table.columns[0].date_hint = Some(DateOrder::Mdy);
        assert_eq!(settle(&table).unwrap_err()[0].code(), "dates_against_header");
    }

    #[test]
    fn a_twin_within_a_day_settles_the_other_columns_of_the_file() {
        let mut table = table(
            Role::Ace,
            &[
                (Field::CreatedDate, &["Thu, 02 Apr 2026 23:00:00 GMT", ""]),
                (Field::TargetCloseDate, &["01/05/2026", "02/05/2026"]),
            ],
        );
        table.date_twins = vec![column(Field::CreatedDate, &["03/04/2026", ""])];
        assert_eq!(settled(&table, Field::TargetCloseDate), (Some(DateOrder::Dmy), "twin column"));
        assert_eq!(settled(&table, Field::CreatedDate), (None, "form"));
    }

    #[test]
    fn a_twin_that_tells_nothing_settles_nothing() {
        let mut table = table(
            Role::Ace,
            &[
                (Field::CreatedDate, &["Tue, 03 Mar 2026 23:00:00 GMT"]),
                (Field::TargetCloseDate, &["01/05/2026"]),
            ],
        );
        for twin in ["03/03/2026", "09/09/2026", ""] {
            table.date_twins = vec![column(Field::CreatedDate, &[twin])];
            assert_eq!(settle(&table).unwrap_err().len(), 1, "{twin}");
        }
    }

    #[test]
    fn neighbours_with_the_same_separator_settle_a_column() {
        let us = table(
            Role::Crm,
            &[(Field::CreatedDate, &["3/31/2026"]), (Field::CloseDate, &["03/04/2026"])],
        );
        assert_eq!(settled(&us, Field::CloseDate), (Some(DateOrder::Mdy), "other columns"));
        let other_separator = table(
            Role::Crm,
            &[(Field::CreatedDate, &["31.3.2026"]), (Field::CloseDate, &["03/04/2026"])],
        );
        assert!(settle(&other_separator).is_err());
        let divided = table(
            Role::Crm,
            &[
                (Field::CreatedDate, &["3/31/2026"]),
                (Field::ModifiedDate, &["31/3/2026"]),
                (Field::CloseDate, &["03/04/2026"]),
            ],
        );
        assert!(settle(&divided).is_err());
    }
}
