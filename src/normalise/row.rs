//! One row as the record mappings read it: a method per kind of field. What a cell does not give, it
//! notes.

use std::collections::HashSet;
use std::sync::Arc;

use super::counts::count;
use super::notes::{Notes, TwoCurrencies};
use super::numbers::{LARGEST, LARGEST_REVENUE_USD, Number, Reading};
use super::settled_table::SettledTable;
use super::yes_no::yes_no;
use super::{Settings, scale, texts};
use crate::domain::currency_words::{self, Stated};
use crate::domain::recurrence::{MONTHS, Recurrence};
use crate::domain::{
    Action, Cell, CellKind, Currency, Decimal, Field, FieldSet, Money, Provenance, grouped,
};

const TOO_LARGE: &str = "This is more than any deal has: a slip, or an id. Correct it in the export, or name \
                         the column that is meant with --map.";

/// One row of a table. Read each field once: reading it notes what is wrong with it.
pub(super) struct Row<'read> {
    pub(super) table: &'read SettledTable,
    pub(super) record: usize,
    pub(super) settings: &'read Settings,
    pub(super) notes: &'read mut Notes,
    /// The fields whose cells hold a figure that could not be read, or an error.
    pub(super) unreadable: FieldSet,
    /// The texts of pick lists and people that rows before this one hold.
    pub(super) shared: &'read mut HashSet<Arc<str>>,
}

impl<'read> Row<'read> {
    /// Its place.
    pub(super) fn at(&self) -> Provenance {
        self.table.at(self.record)
    }

    /// The text, cleaned of what nobody sees.
    pub(super) fn text(&mut self, field: Field) -> Option<Box<str>> {
        texts::clean(self.cell(field)?.text).map(Into::into)
    }

    /// The same of a column in which few texts stand many times.
    pub(super) fn shared_text(&mut self, field: Field) -> Option<Arc<str>> {
        self.text(field).map(|text| self.share(&text))
    }

    /// The same of names.
    pub(super) fn shared_name(&mut self, field: Field) -> Option<Arc<str>> {
        self.name(field).map(|text| self.share(&text))
    }

    /// The text in one copy for all rows that hold it.
    fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.shared.get(text) {
            return Arc::clone(known);
        }
        let text: Arc<str> = text.into();
        self.shared.insert(Arc::clone(&text));
        text
    }

    /// A name, country, owner or contact: `Unknown` and the like are missing.
    pub(super) fn name(&mut self, field: Field) -> Option<Box<str>> {
        let text = self.text(field).filter(|text| !texts::is_unknown(text))?;
        Some(texts::without_links(text.into()).into())
    }

    /// The entries of a multi-value cell.
    pub(super) fn list(&mut self, field: Field) -> Vec<String> {
        self.cell(field).map(|cell| texts::list(cell.text)).unwrap_or_default()
    }

    /// The text of a pick list, and what a list of ours makes of it. Others are counted.
    pub(super) fn pick<T>(
        &mut self,
        field: Field,
        known: impl Fn(&str) -> Option<T>,
    ) -> (Option<Arc<str>>, Option<T>) {
        let Some(text) = self.text(field).filter(|text| !texts::is_dash(text)) else {
            return (None, None);
        };
        let value = known(&text);
        if value.is_none() {
            self.unreadable.insert(field);
            self.note_unknown(field, &text);
        }
        (Some(self.share(&text)), value)
    }

    /// Yes or no; a blank in a column of ticks is a no.
    pub(super) fn yes_no(&mut self, field: Field) -> Option<bool> {
        self.yes_no_or(field, |_| None)
    }

    /// The same, in the words of a pick list as well.
    pub(super) fn yes_no_or(
        &mut self,
        field: Field,
        known: impl Fn(&str) -> Option<bool>,
    ) -> Option<bool> {
        // "None" of a marketing source is a no.
        let Some(cell) = self.cell(field).filter(|cell| !texts::is_dash(cell.text)) else {
            return self.table.is_of_ticks(field).then_some(false);
        };
        let answer = known(cell.text).or_else(|| yes_no(cell.text));
        if answer.is_none() {
            self.ignore(field, "unreadable_yes_no", "This is neither yes nor no.");
        }
        answer
    }

    /// A count, such as servers in scope. 0 is missing.
    pub(super) fn count(&mut self, field: Field) -> Option<Decimal> {
        let cell = self.value(field)?;
        let number = match count(cell, self.table.decimal_mark(field)) {
            Reading::Number(number) | Reading::Ambiguous(number) => number,
            Reading::TooLarge => {
                self.ignore(field, "unreadable_count", TOO_LARGE);
                return None;
            }
            Reading::Unreadable => {
                self.ignore(field, "unreadable_count", "This is no number. Export a plain number.");
                return None;
            }
        };
        let value = self.multiplied(field, cell.kind, &number)?;
        if number.is_repaired {
            self.repair(field, "repaired_count", format!("This was read as {value}."));
        }
        (!value.is_zero()).then_some(value)
    }

    /// The partner's own money: its currency is unknown if nothing states it.
    pub(super) fn amount(&mut self, field: Field, column: Option<Currency>) -> Option<Money> {
        let cell = self.value(field)?;
        let number = match self.table.number(field, cell) {
            Reading::Number(number) => number,
            Reading::Ambiguous(number) => {
                self.ignore_ambiguous(field, &number);
                return None;
            }
            Reading::TooLarge => {
                self.ignore(field, "unreadable_amount", TOO_LARGE);
                return None;
            }
            Reading::Unreadable => {
                self.ignore(field, "unreadable_amount", "This is no amount that can be read.");
                return None;
            }
        };
        let currency = self.amount_currency(field, cell, number.currency.as_ref(), column);
        if number.is_scaled() && scale::is_million_or_milliard(cell.text, currency) {
            self.ignore(field, "ambiguous_amount", scale::MILLION_OR_MILLIARD);
            return None;
        }
        let value = self.in_recurrence_of(field, cell.kind, &number)?;
        let money = Money { amount: value, currency };
        if number.is_repaired {
            self.repair(field, "repaired_amount", format!("This was read as {money}."));
        }
        self.note_disagreeing(field, number.currency.as_ref(), column);
        self.notes.amounts.entry(field).or_default().add(value, currency);
        (!value.is_zero()).then_some(money)
    }

    /// Notes whether the cell, its header and the row's column state two currencies.
    fn note_disagreeing(
        &mut self,
        field: Field,
        in_text: Option<&Stated>,
        column: Option<Currency>,
    ) {
        let of_header = self.table.header_currency(field).and_then(Stated::given_alone);
        let which = match (in_text, of_header) {
            (Some(stated), _) if of_header.or(column).is_some_and(|it| !stated.allows(it)) => {
                TwoCurrencies::Cell
            }
            // Revenue of AWS is in its own currency, whatever that of the deal is.
            (None, Some(header))
                if field == Field::Amount && column.is_some_and(|it| it != header) =>
            {
                TwoCurrencies::Header
            }
            _ => return,
        };
        self.notes.note_currencies(field, which, self.at().row);
    }

    /// Notes an amount that is one figure or a thousandth of it.
    fn ignore_ambiguous(&mut self, field: Field, number: &Number) {
        let why = if self.table.decimal_mark(field).is_some() {
            "its separator marks decimals in the other amounts of the column, but none of them has three \
             decimals. Export plain numbers, or as .xlsx."
        } else {
            self.notes.amounts.entry(field).or_default().has_open_mark = true;
            "nothing in the file says whether the separator groups thousands or marks decimals. An amount \
             with both (1,234.50) in the column would; else export plain numbers, or as .xlsx."
        };
        let message = format!("This is {} or a thousandth of it: {why}", grouped(number.value));
        self.ignore(field, "ambiguous_amount", &message);
    }

    /// The number by the month or year of its column, of which its cell may state the other. `None`, noted, if
    /// the column is of something else.
    fn in_recurrence_of(
        &mut self,
        field: Field,
        kind: CellKind,
        number: &Number,
    ) -> Option<Decimal> {
        let value = self.multiplied(field, kind, number)?;
        match (field, number.recurrence) {
            (_, None)
            | (Field::Arr, Some(Recurrence::Yearly))
            | (Field::Mrr, Some(Recurrence::Monthly)) => Some(value),
            (Field::Arr, Some(Recurrence::Monthly)) => value.checked_mul(MONTHS),
            (Field::Mrr, Some(Recurrence::Yearly)) => value.checked_div(MONTHS),
            (_, Some(_)) => {
                let message = "This comes every month or year, and the column is of whole amounts.";
                self.ignore(field, "unreadable_amount", message);
                None
            }
        }
    }

    /// The number in the unit of its column. `None`, noted, if somebody typed a unit into the cell as well: `96k`
    /// below `AWS ARR (k)` may be 96,000 or 96 million.
    fn multiplied(&mut self, field: Field, kind: CellKind, number: &Number) -> Option<Decimal> {
        let multiplier = self.table.column(field).map_or(Decimal::ONE, |column| column.multiplier);
        // A number format that repeats the unit of the header shows what the number is: `96 k€` below `AWS ARR (k€)`.
        let is_shown_so = kind != CellKind::Text && number.scale == multiplier;
        if multiplier == Decimal::ONE || is_shown_so {
            return Some(number.value);
        }
        // A multiplier may be the 12 of a column that is monthly by the user's word.
        if number.is_scaled() || number.recurrence.is_some() {
            let message = "The cell and its header both state a unit, so what the number is cannot be known. \
                           Export plain numbers.";
            self.ignore(field, "unit_stated_twice", message);
            return None;
        }
        let product =
            number.value.checked_mul(multiplier).filter(|product| product.abs() <= LARGEST.into());
        if product.is_none() {
            self.ignore(field, "unreadable_amount", TOO_LARGE);
        }
        product
    }

    /// The currency of an amount: what its own text says, else its header, else the row's column, else the
    /// number format of its cell, which authors of sheets choose for its looks.
    fn amount_currency(
        &mut self,
        field: Field,
        cell: Cell<'_>,
        in_text: Option<&Stated>,
        column: Option<Currency>,
    ) -> Option<Currency> {
        let shown = match cell.kind {
            CellKind::Amount(shown) => Some(shown),
            _ => None,
        };
        let of_header = self.table.header_currency(field);
        let elsewhere = of_header.and_then(Stated::given_alone).or(column).or(shown);
        let stated = in_text.or(of_header);
        let currency = stated.map_or(column, |stated| self.table.meant(stated, elsewhere));
        if let (Some(currency), Some(shown)) = (currency, shown)
            && currency != shown
            && !currency_words::share_a_sign(shown, currency)
        {
            self.notes.note_currencies(field, TwoCurrencies::NumberFormat, self.at().row);
        }
        currency.or(shown)
    }

    /// AWS's money: in the default currency if nothing states another, unless the file mixes currencies; and never
    /// negative.
    pub(super) fn aws_money(&mut self, field: Field, column: Option<Currency>) -> Option<Money> {
        let money = self.amount(field, column)?;
        if money.amount.is_sign_negative() {
            self.ignore(field, "negative_amount", "Money of AWS cannot be negative.");
            return None;
        }
        let currency = money.currency.or_else(|| self.table.default_currency(self.settings));
        if currency == Some(Currency::USD) && money.amount > LARGEST_REVENUE_USD.into() {
            self.ignore(field, "unreadable_amount", TOO_LARGE);
            return None;
        }
        Some(Money { currency, ..money })
    }

    /// The currency that a column of the row states.
    pub(super) fn currency(&mut self, field: Field) -> Option<Currency> {
        let stated = self.pick(field, currency_words::stated).1;
        stated.and_then(|stated| self.table.meant(&stated, None))
    }

    /// The cell, if there is anything in it.
    pub(super) fn cell(&mut self, field: Field) -> Option<Cell<'read>> {
        let cell = self.table.filled(field, self.record)?;
        if cell.kind == CellKind::Error {
            let message = if cell.text.starts_with("##") {
                "The column was too narrow to show the cell when the file was saved. Widen it and save \
                 the file again."
            } else {
                "The cell holds an error of the spreadsheet."
            };
            self.ignore(field, "error_cell", message);
            return None;
        }
        Some(cell)
    }

    /// The cell of a figure or day: reports print a dash for a blank, databases a word.
    pub(super) fn value(&mut self, field: Field) -> Option<Cell<'read>> {
        self.cell(field).filter(|cell| !texts::is_dash(cell.text) && !texts::is_null(cell.text))
    }

    /// Notes a cell that could not be read.
    pub(super) fn ignore(&mut self, field: Field, problem: &'static str, message: &str) {
        // "TBD" states nothing; a figure that cannot be read, or an error in its place, does.
        let states_something = |cell: Cell<'_>| {
            cell.kind == CellKind::Error || cell.text.contains(|c: char| c.is_ascii_digit())
        };
        if self.table.filled(field, self.record).is_some_and(states_something) {
            self.unreadable.insert(field);
        }
        let message = message.to_owned();
        let action = Action::CellIgnored;
        let entry = self.table.cell_entry(self.record, field, problem, action, message);
        self.notes.set_aside.push(entry);
    }

    /// Notes a cell that was read after a repair.
    pub(super) fn repair(&mut self, field: Field, problem: &'static str, message: String) {
        let action = Action::CellRepaired;
        let entry = self.table.cell_entry(self.record, field, problem, action, message);
        self.notes.set_aside.push(entry);
    }

    /// Notes that the row is no record.
    pub(super) fn ignore_row(&mut self, problem: &'static str, message: &str) {
        let action = Action::RowIgnored;
        let entry = self.table.row_entry(self.record, problem, action, message.to_owned());
        self.notes.set_aside.push(entry);
    }

    /// Notes that the row could not be used.
    pub(super) fn set_aside(&mut self, problem: &'static str, message: &str) {
        let action = Action::RowSetAside;
        let entry = self.table.row_entry(self.record, problem, action, message.to_owned());
        self.notes.set_aside.push(entry);
    }

    /// Counts a text that no list knows.
    pub(super) fn note_unknown(&mut self, field: Field, text: &str) {
        let texts = self.notes.unknown_values.entry(field).or_default();
        *texts.entry(text.to_owned()).or_default() += 1;
    }
}
