//! The order of day, month and year, decided once for each separator in a column of dates.
//!
//! Deciding cell by cell would read `03/04/2026` and `13/04/2026` of one column in two orders. But
//! `31.03.2026` and `3/31/2026` were written by two hands, and say nothing of each other.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::date_evidence::{Evidence, evidence};
use super::date_parts::{ORDERS, Parts};
use super::dates::{Written, written};
use super::{NormaliseError, day_first};
use crate::domain::{Column, DateOrder, Field, RawTable, SettledOrder};

/// What is decided of the dates of a table.
pub(super) struct DateOrders {
    /// The decision on each column of dates, for the report.
    pub(super) columns: BTreeMap<Field, SettledOrder>,
    by_separator: BTreeMap<(Field, char), DateOrder>,
}

impl DateOrders {
    /// The order of the dates of a column with this separator; `None` if none of them needs one.
    pub(super) fn order(&self, field: Field, separator: char) -> Option<DateOrder> {
        self.by_separator.get(&(field, separator)).copied()
    }

    /// The day of what is written in a column, by its order if that has one.
    pub(super) fn day(&self, field: Field, written: Written) -> Option<NaiveDate> {
        match written {
            Written::Day(day) | Written::Serial(day) | Written::Epoch(day) => Some(day),
            Written::Parts(parts) => match self.order(field, parts.separator) {
                Some(order) => parts.in_order(order),
                None => parts.in_any_order(),
            },
            Written::Placeholder | Written::Period | Written::Unreadable => None,
        }
    }
}

/// The order of each column of dates, or every column that nothing settles.
pub(super) fn settle(table: &RawTable) -> Result<DateOrders, Vec<NormaliseError>> {
    let mut settled: BTreeMap<Field, BTreeMap<char, SettledOrder>> = BTreeMap::new();
    let mut open = Vec::new();
    let mut errors = Vec::new();
    let by_twin = order_of_twins(table);

    let shown: Vec<_> = table
        .columns
        .par_iter()
        .filter(|column| column.field.kind().is_date())
        .map(|column| (column, evidence(column)))
        .collect();
    for (column, shown) in shown {
        let of_column = settled.entry(column.field).or_default();
        for (separator, shown) in shown {
            match of_separator(table, column, &shown, by_twin) {
                Ok(Some(order)) => drop(of_column.insert(separator, order)),
                Ok(None) => open.push((column, separator, shown)),
                Err(error) => errors.push(error),
            }
        }
    }
    let settled_by_themselves = settled.clone();
    for (column, separator, shown) in open {
        let of_neighbours = of_neighbours(&settled_by_themselves, separator, &shown)
            .map(|order| SettledOrder { order: Some(order), settled_by: "other columns" });
        let order = of_neighbours
            .or_else(|| of_locale(table, &settled_by_themselves, separator, &shown))
            .unwrap_or(SettledOrder { order: None, settled_by: "form" });
        if order.order.is_none()
            && let Some(error) = ambiguous(table, column, separator, &shown)
        {
            errors.push(error);
            continue;
        }
        settled.entry(column.field).or_default().insert(separator, order);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let columns = settled.iter().map(|(field, orders)| (*field, as_one(orders))).collect();
    let orders = settled.into_iter().flat_map(|(field, orders)| {
        let orders = orders.into_iter();
        orders.filter_map(move |(separator, of)| Some(((field, separator), of.order?)))
    });
    Ok(DateOrders { columns, by_separator: orders.collect() })
}

/// The decision on a column whose separators are settled.
fn as_one(orders: &BTreeMap<char, SettledOrder>) -> SettledOrder {
    let mut needed = orders.values().filter(|of| of.order.is_some());
    match needed.next() {
        None => SettledOrder { order: None, settled_by: "form" },
        Some(first) if needed.all(|of| of.order == first.order) => first.clone(),
        Some(_) => SettledOrder { order: None, settled_by: "each separator" },
    }
}

/// The order of the dates of a column that have one separator, by the user's word, the header, the twin
/// or the values. `None` if all of them leave it open.
fn of_separator(
    table: &RawTable,
    column: &Column,
    shown: &Evidence,
    by_twin: Option<DateOrder>,
) -> Result<Option<SettledOrder>, NormaliseError> {
    let settled = |order, settled_by| Ok(Some(SettledOrder { order, settled_by }));
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

/// One exporter writes one locale: the order that all settled columns have for this separator.
fn of_neighbours(
    settled: &BTreeMap<Field, BTreeMap<char, SettledOrder>>,
    separator: char,
    shown: &Evidence,
) -> Option<DateOrder> {
    let mut orders =
        settled.values().filter_map(|orders| orders.get(&separator)).filter_map(|of| of.order);
    let order = orders.next()?;
    (orders.all(|other| other == order) && shown.fits(order)).then_some(order)
}

/// The day first, if the form of the file says so and no other date of it has its month first.
fn of_locale(
    table: &RawTable,
    settled: &BTreeMap<Field, BTreeMap<char, SettledOrder>>,
    separator: char,
    shown: &Evidence,
) -> Option<SettledOrder> {
    let mut orders = settled.values().flat_map(BTreeMap::values).filter_map(|of| of.order);
    if shown.fits(DateOrder::Ymd) || orders.any(|order| order == DateOrder::Mdy) {
        return None;
    }
    let settled_by = day_first::sign(table, separator)?;
    Some(SettledOrder { order: Some(DateOrder::Dmy), settled_by })
}

fn ambiguous(
    table: &RawTable,
    column: &Column,
    separator: char,
    shown: &Evidence,
) -> Option<NormaliseError> {
    let fitting = shown.fitting();
    column.iter().enumerate().find_map(|(record, cell)| {
        let Written::Parts(parts) = written(cell) else { return None };
        if parts.separator != separator {
            return None;
        }
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

    fn orders(table: &RawTable) -> DateOrders {
        settle(table).unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    fn errors(table: &RawTable) -> Vec<NormaliseError> {
        settle(table).err().unwrap_or_default()
    }

    fn settled(table: &RawTable, field: Field) -> (Option<DateOrder>, &'static str) {
        let orders = orders(table).columns;
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
    fn each_separator_of_a_column_has_an_order_of_its_own() {
        let mixed = closing(&["31.03.2026", "3/31/26", "03.04.2026", "3/4/26", "2026-03-31"]);
        assert_eq!(settled(&mixed, Field::CloseDate), (None, "each separator"));
        let orders = orders(&mixed);
        assert_eq!(orders.order(Field::CloseDate, '.'), Some(DateOrder::Dmy));
        assert_eq!(orders.order(Field::CloseDate, '/'), Some(DateOrder::Mdy));
        assert_eq!(orders.order(Field::CloseDate, '-'), None);
        let same = closing(&["31.03.2026", "31/3/2026"]);
        assert_eq!(settled(&same, Field::CloseDate), (Some(DateOrder::Dmy), "values"));
    }

    #[test]
    fn one_separator_says_nothing_of_another() {
        let open = closing(&["31.03.2026", "03/04/2026"]);
        assert_eq!(errors(&open)[0].code(), "ambiguous_dates");
        assert!(errors(&open)[0].to_string().contains("\"03/04/2026\" in row 3"));
        let divided = closing(&["31.03.2026", "13/04/2026", "04/13/2026"]);
        assert_eq!(errors(&divided)[0].code(), "contradictory_dates");
    }

    #[test]
    fn nothing_is_decided_where_nothing_is_open() {
        for dates in [&["2026-03-04", "", "TBD"][..], &["03/03/2026"]] {
            assert_eq!(settled(&closing(dates), Field::CloseDate), (None, "form"));
        }
    }

    #[test]
    fn ambiguous_dates_stop_the_file_with_an_example_and_the_flag() {
        let errors = errors(&closing(&["03/03/2026", "03/04/2026"]));
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
        let errors = errors(&closing(&["20-10-16"]));
        assert_eq!(errors[0].code(), "ambiguous_dates");
        let first = closing(&["20-10-16", "16-10-45"]);
        assert_eq!(settled(&first, Field::CloseDate), (Some(DateOrder::Dmy), "values"));
    }

    #[test]
    fn values_of_both_orders_stop_the_file_and_name_both_rows() {
        let errors = errors(&closing(&["13/04/2026", "04/13/2026"]));
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
        assert_eq!(errors(&table)[0].code(), "dates_against_header");
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
            assert_eq!(errors(&table).len(), 1, "{twin}");
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
        assert!(!errors(&other_separator).is_empty());
        let divided = table(
            Role::Crm,
            &[
                (Field::CreatedDate, &["3/31/2026"]),
                (Field::ModifiedDate, &["31/3/2026"]),
                (Field::CloseDate, &["03/04/2026"]),
            ],
        );
        assert!(!errors(&divided).is_empty());
    }
}
