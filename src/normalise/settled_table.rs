//! A table once everything that is decided per column is decided: date orders, decimal marks,
//! currencies of headers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::date_order::DateOrders;
use super::dates::{Written, written};
use super::day_before_month::DayBeforeMonth;
use super::decimal_mark::{self, ColumnMark, DecimalMark};
use super::id_column::{IdColumn, is_salesforce_15};
use super::numbers::Reading;
use super::{
    NormaliseError, Settings, buddhist_years, date_order, grouped_amounts, sale_days, shifted_days,
    sign_currency, texts, turned_days, yes_no,
};
use crate::domain::currency_words::{self, Stated};
use crate::domain::{
    Action, Cell, Column, Currency, Decimal, Field, FieldKind, FieldSet, Provenance, RawTable,
    Role, SetAside,
};

/// The ids of the partner's CRM, in all three roles.
const CRM_IDS: [Field; 3] = [Field::DealId, Field::PartnerCrmId, Field::CrmId];

/// The days between the two beginnings from which workbooks count: 1899-12-30 and 1904-01-01.
const DAYS_TO_1904: u64 = 1_462;

/// A table whose cells can be read one by one.
pub(super) struct SettledTable {
    pub(super) raw: RawTable,
    /// Per field, its place in the columns.
    places: Vec<Option<usize>>,
    date_orders: DateOrders,
    decimal_marks: BTreeMap<Field, ColumnMark>,
    header_currencies: BTreeMap<Field, Stated>,
    mixes_currencies: bool,
    usual_currencies: Vec<Currency>,
    /// Whether a dollar sign may be that of pesos.
    may_be_pesos: bool,
    shifted: FieldSet,
    turned: FieldSet,
    day_before_month: DayBeforeMonth,
    ticked: FieldSet,
    ids: BTreeMap<Field, IdColumn>,
}

impl SettledTable {
    /// Decides what is decided per column. Fails on every column of dates that stays open.
    pub(super) fn new(mut raw: RawTable) -> Result<SettledTable, Vec<NormaliseError>> {
        let mut date_orders = date_order::settle(&raw)?;
        if sale_days::settle(&mut raw, &date_orders) {
            date_orders = date_order::settle(&raw)?;
        }
        raw.report.date_orders.clone_from(&date_orders.columns);
        let places = Field::ALL
            .iter()
            .map(|field| raw.columns.iter().position(|column| column.field == *field))
            .collect();
        let header_currencies = raw
            .columns
            .iter()
            .filter(|column| column.field.kind() == FieldKind::Money)
            .filter_map(|column| {
                let of_user =
                    column.currency.and_then(|code| currency_words::stated(code.as_str()));
                let stated = of_user.or_else(|| currency_words::in_header(&column.header))?;
                Some((column.field, stated))
            })
            .collect();
        let mut decimal_marks = decimal_mark::settle(&raw);
        for (field, mark, warning) in grouped_amounts::settle(&raw, &decimal_marks) {
            let settled = ColumnMark { mark, settled_by: "grouping", prints_thousandths: false };
            decimal_marks.insert(field, settled);
            raw.report.warnings.push(warning);
        }
        let (shifted, warnings) = shifted_days::settle(&raw);
        raw.report.warnings.extend(warnings);
        let (turned, warnings) = turned_days::settle(&raw);
        raw.report.warnings.extend(warnings);
        let (day_before_month, warnings) = DayBeforeMonth::settle(&raw);
        raw.report.warnings.extend(warnings);
        let warnings = buddhist_years::warnings(&raw);
        raw.report.warnings.extend(warnings);
        let ticked = raw.columns.iter().filter(|column| yes_no::is_of_ticks(column));
        let ticked = ticked.map(|column| column.field).collect();
        let is_id = |column: &&Column| CRM_IDS.contains(&column.field);
        let ids = raw.columns.iter().filter(is_id).map(|c| (c.field, IdColumn::of(c))).collect();
        let mixes_currencies = mixes_currencies(&raw);
        let usual_currencies = sign_currency::usual(&raw);
        let doubt = sign_currency::doubt(&raw);
        let may_be_pesos = doubt.is_some();
        raw.report.warnings.extend(doubt);
        let presumed = sign_currency::presumed(&raw, &usual_currencies);
        raw.report.warnings.extend(presumed);
        Ok(SettledTable {
            raw,
            places,
            date_orders,
            decimal_marks,
            header_currencies,
            mixes_currencies,
            usual_currencies,
            may_be_pesos,
            shifted,
            turned,
            day_before_month,
            ticked,
            ids,
        })
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
        self.decimal_marks.get(&field).map(|settled| settled.mark)
    }

    /// The number in a cell of a column of figures.
    pub(super) fn number(&self, field: Field, cell: Cell<'_>) -> Reading {
        let settled = self.decimal_marks.get(&field);
        let prints_thousandths = settled.is_some_and(|settled| settled.prints_thousandths);
        grouped_amounts::amount(cell, self.decimal_mark(field), prints_thousandths)
    }

    /// What settled the decimal mark: `form` if no value needs one.
    pub(super) fn decimal_mark_settled_by(&self, field: Field) -> &'static str {
        self.decimal_marks.get(&field).map_or("form", |settled| settled.settled_by)
    }

    /// Whether a column of its own states the currency of an amount.
    pub(super) fn has_currency_column(&self, field: Field) -> bool {
        let of_revenue = field.is_aws_revenue() && self.column(Field::ArrCurrency).is_some();
        of_revenue || self.column(Field::Currency).is_some()
    }

    /// The currency of AWS's money that states none; `None` where it is stated in several currencies, so that none goes
    /// without saying. ACE's user interface states none because it counts in US dollars, whatever the CRM counts in.
    pub(super) fn default_currency(&self, settings: &Settings) -> Option<Currency> {
        let of_ace = self.raw.report.role == Role::Ace;
        let default = if of_ace { Currency::USD } else { settings.default_currency };
        (!self.mixes_currencies).then_some(default)
    }

    /// The currency that a text states: of several that it can mean the one stated elsewhere, else that of the export's
    /// language, else the usual one.
    pub(super) fn meant(&self, stated: &Stated, elsewhere: Option<Currency>) -> Option<Currency> {
        let elsewhere = elsewhere.filter(|currency| stated.allows(*currency));
        let is_dollar_sign = || Currency::new("MXN").is_some_and(|peso| stated.allows(peso));
        if self.may_be_pesos && elsewhere.is_none() && is_dollar_sign() {
            return stated.given_alone();
        }
        stated.given(elsewhere.or_else(|| sign_currency::meant(stated, &self.usual_currencies)))
    }

    /// What the user or the header says of the currency.
    pub(super) fn header_currency(&self, field: Field) -> Option<&Stated> {
        self.header_currencies.get(&field)
    }

    /// The day of what is written in a cell, by the order of its column, if it has one.
    pub(super) fn day(&self, field: Field, cell: Cell<'_>, written: Written) -> Option<NaiveDate> {
        if self.turned.contains(field) && turned_days::is_doubtful(cell) {
            return None;
        }
        let column = self.column(field)?;
        if self.day_before_month.is_doubtful(column, cell) {
            return None;
        }
        if let Some(day) = self.day_before_month.day(column, cell) {
            return Some(day);
        }
        let day = match written {
            Written::Serial(day) if self.raw.counts_from_1904 => {
                day.checked_add_days(Days::new(DAYS_TO_1904))
            }
            _ => self.date_orders.day(field, written),
        }?;
        Some(if self.shifted.contains(field) { shifted_days::unshifted(day, cell) } else { day })
    }

    /// Whether the blanks of the column mean no.
    pub(super) fn is_of_ticks(&self, field: Field) -> bool {
        self.ticked.contains(field)
    }

    /// What the column of ids shows as a whole.
    pub(super) fn id_column(&self, field: Field) -> IdColumn {
        self.ids.get(&field).copied().unwrap_or_default()
    }

    /// Whether the dates of the column with this separator have an order.
    pub(super) fn has_date_order(&self, field: Field, separator: char) -> bool {
        self.date_orders.order(field, separator).is_some()
    }

    /// Whether the id of the record is one whose capitals were lost and cannot be brought back.
    pub(super) fn has_lost_case(&self, field: Field, record: usize) -> bool {
        self.id_column(field).has_lost_case
            && self.filled(field, record).is_some_and(|cell| is_salesforce_15(cell.text))
    }

    /// What a cell says, for comparing two files that may print it differently.
    pub(super) fn value(&self, field: Field, record: usize) -> Value {
        let Some(column) = self.column(field) else { return Value::Text(None) };
        let cell = column.cell(record);
        if field.kind().is_date()
            && let Some(day) = self.day(field, cell, written(cell))
        {
            return Value::Date(day);
        }
        if field.kind().is_figure()
            && let Reading::Number(number) = self.number(field, cell)
        {
            return Value::Number(
                number.value.checked_mul(column.multiplier).unwrap_or(number.value),
            );
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

/// Whether the columns of currencies, and the cells of AWS's money that name one, name several.
fn mixes_currencies(raw: &RawTable) -> bool {
    if !raw.columns.iter().any(|column| column.field.is_aws_money()) {
        return false;
    }
    let mut named = BTreeSet::new();
    let is_of_currency = |column: &&Column| {
        column.field.is_aws_money() || matches!(column.field, Field::ArrCurrency | Field::Currency)
    };
    for column in raw.columns.iter().filter(is_of_currency) {
        for record in 0..raw.rows.len() {
            let text = column.cell(record).text;
            let words = text.trim_matches(|c: char| !c.is_alphabetic() && !is_sign(c));
            named.extend(currency_words::stated(words).and_then(|stated| stated.given(None)));
            if named.len() > 1 {
                return true;
            }
        }
    }
    false
}

/// Whether the character stands for a currency.
fn is_sign(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '€' | '\u{20a0}'..='\u{20cf}')
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
