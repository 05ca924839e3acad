//! A table once everything that is decided per column is decided: date orders, decimal marks,
//! currencies of headers.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::dates::{Written, written};
use super::decimal_mark::{self, DecimalMark};
use super::field_kinds::{COUNTS, DATES, MONEY};
use super::numbers::{Reading, number};
use super::{NormaliseError, date_order, grouped_amounts, texts};
use crate::domain::currency_words::{self, Stated};
use crate::domain::{
    Action, Cell, Column, DateOrder, Decimal, Field, Provenance, RawTable, SetAside,
};

/// A table whose cells can be read one by one.
pub(super) struct SettledTable {
    pub(super) raw: RawTable,
    /// Per field, its place in the columns.
    places: Vec<Option<usize>>,
    decimal_marks: BTreeMap<Field, DecimalMark>,
    header_currencies: BTreeMap<Field, Stated>,
}

impl SettledTable {
    /// Decides what is decided per column. Fails on every column of dates that stays open.
    pub(super) fn new(mut raw: RawTable) -> Result<SettledTable, Vec<NormaliseError>> {
        raw.report.date_orders = date_order::settle(&raw)?;
        let places = Field::ALL
            .iter()
            .map(|field| raw.columns.iter().position(|column| column.field == *field))
            .collect();
        let header_currencies = raw
            .columns
            .iter()
            .filter(|column| MONEY.contains(&column.field))
            .filter_map(|column| Some((column.field, currency_words::in_header(&column.header)?)))
            .collect();
        let mut decimal_marks = decimal_mark::settle(&raw);
        for (field, mark, warning) in grouped_amounts::settle(&raw, &decimal_marks) {
            decimal_marks.insert(field, mark);
            raw.report.warnings.push(warning);
        }
        Ok(SettledTable { raw, places, decimal_marks, header_currencies })
    }

    /// The column of a field, if the file carries it.
    pub(super) fn column(&self, field: Field) -> Option<&Column> {
        self.places[field as usize].map(|place| &self.raw.columns[place])
    }

    /// The place of a record.
    pub(super) fn at(&self, record: usize) -> Provenance {
        Provenance { source: self.raw.source.clone(), row: self.raw.rows[record] }
    }

    /// The decimal mark of a column of numbers, if its values or those beside it show one.
    pub(super) fn decimal_mark(&self, field: Field) -> Option<DecimalMark> {
        self.decimal_marks.get(&field).copied()
    }

    /// What the header says of the currency.
    pub(super) fn header_currency(&self, field: Field) -> Option<&Stated> {
        self.header_currencies.get(&field)
    }

    /// The day of a date that has one, by the order of its column.
    pub(super) fn day(&self, field: Field, date: Written) -> Option<NaiveDate> {
        match date {
            Written::Day(day) | Written::Serial(day) => Some(day),
            Written::Parts(parts) => match self.date_order(field) {
                Some(order) => parts.in_order(order),
                None => parts.in_any_order(),
            },
            Written::Placeholder | Written::Unreadable => None,
        }
    }

    /// The order of a column of dates; `None` if none of its values needs one.
    pub(super) fn date_order(&self, field: Field) -> Option<DateOrder> {
        self.raw.report.date_orders.get(&field).and_then(|settled| settled.order)
    }

    /// What a cell says, for comparing two files that may print it differently.
    pub(super) fn value(&self, field: Field, record: usize) -> Value {
        let Some(cell) = self.column(field).map(|column| column.cell(record)) else {
            return Value::Text(None);
        };
        if DATES.contains(&field)
            && let Some(day) = self.day(field, written(cell))
        {
            return Value::Date(day);
        }
        if (MONEY.contains(&field) || COUNTS.contains(&field))
            && let Reading::Number(number) = number(cell, self.decimal_mark(field))
        {
            return Value::Number(number.value);
        }
        Value::Text(texts::clean(cell.text))
    }

    /// What the row says in every column but one.
    pub(super) fn values_but(&self, field: Field, record: usize) -> Vec<Value> {
        let others = self.raw.columns.iter().filter(|column| column.field != field);
        others.map(|column| self.value(column.field, record)).collect()
    }

    /// How many cells of the row hold something.
    pub(super) fn filled_cells(&self, record: usize) -> usize {
        let columns = self.raw.columns.iter();
        columns.filter(|column| self.filled(column.field, record).is_some()).count()
    }

    /// What is noted of a whole row.
    pub(super) fn row_entry(
        &self,
        record: usize,
        problem: &'static str,
        action: Action,
        message: String,
    ) -> SetAside {
        let first_cells: Vec<&str> = self
            .raw
            .columns
            .iter()
            .map(|column| column.cell(record).text)
            .filter(|text| !text.is_empty())
            .take(3)
            .collect();
        self.entry(record, problem, action, None, first_cells.join(" | "), message)
    }

    /// What is noted of a cell.
    pub(super) fn cell_entry(
        &self,
        record: usize,
        field: Field,
        problem: &'static str,
        action: Action,
        message: String,
    ) -> SetAside {
        let column = self.column(field);
        let value = column.map(|column| column.cell(record).text.to_owned()).unwrap_or_default();
        let header = column.map(|column| column.header.clone());
        self.entry(record, problem, action, header, value, message)
    }

    fn entry(
        &self,
        record: usize,
        problem: &'static str,
        action: Action,
        column: Option<String>,
        value: String,
        message: String,
    ) -> SetAside {
        SetAside {
            file: self.raw.source.file.clone(),
            sheet: self.raw.source.sheet.clone(),
            row: Some(self.raw.rows[record]),
            column,
            value,
            problem,
            message,
            action,
        }
    }

    /// The cell, unless it is blank or AWS masks it.
    pub(super) fn filled(&self, field: Field, record: usize) -> Option<Cell<'_>> {
        let cell = self.column(field)?.cell(record);
        let is_missing = cell.is_blank() || texts::is_masked(cell.text);
        (!is_missing).then_some(cell)
    }
}

/// What a cell says.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Date(NaiveDate),
    Number(Decimal),
    Text(Option<String>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::normalise::testing::table;

    #[test]
    fn two_prints_of_one_value_are_equal() {
        let settled = |amount: &str, date: &str| {
            let columns: [(Field, &[&str]); 2] =
                [(Field::Amount, &[amount]), (Field::CloseDate, &[date])];
            SettledTable::new(table(Role::Crm, &columns)).expect("unambiguous")
        };
        let (one, other) = (settled("96,000.00", "31/12/2026"), settled("96000", "2026-12-31"));
        for field in [Field::Amount, Field::CloseDate] {
            assert_eq!(one.value(field, 0), other.value(field, 0));
        }
        assert_ne!(settled("TBD", "").value(Field::Amount, 0), one.value(Field::Amount, 0));
    }
}
