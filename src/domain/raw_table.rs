//! An export after reading and before any value is understood: the mapped columns, as text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Currency, DateOrder, Decimal, Field, InputReport, SetAside, Source, ends_in_ascii_signs,
};

/// How the file stored a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Text, as typed. Every cell of a text file is one.
    Text,
    /// A number of a workbook, in its shortest decimal form.
    Number,
    /// A number of a workbook that its format shows with a currency.
    Amount(Currency),
    /// A date or date and time of a workbook, as `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS`.
    Date,
    /// A boolean of a workbook, as `true` or `false`.
    Boolean,
    /// An error of a workbook, as shown: `#REF!`.
    Error,
}

/// One cell: its text and how the file stored it. A blank cell has the empty text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'table> {
    /// The text, blanks around it removed.
    pub text: &'table str,
    /// How the file stored it.
    pub kind: CellKind,
}

impl Cell<'_> {
    /// Whether there is nothing in the cell.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// A column that means something to this program.
///
/// The cells' text stands in a string for many of them with 4 bytes per cell beside it, because a million rows of
/// small strings would cost several times their text in memory; not in one for all, which would be copied as it grows.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it means.
    pub field: Field,
    /// The header as written.
    pub header: String,
    /// The date order that the header states: `Target Close Date (mm/dd/yyyy)`.
    pub date_hint: Option<DateOrder>,
    /// What every number below the header is multiplied by: 1,000 for `AWS ARR (k)`, 12 for a monthly
    /// figure that the user says is one.
    pub multiplier: Decimal,
    /// The currency that the user states for the column.
    pub currency: Option<Currency>,
    /// The cells, so many in each.
    stretches: Vec<Stretch>,
    /// How each cell was stored; empty as long as all are text.
    kinds: Vec<CellKind>,
}

/// Cells of a column that follow one another.
#[derive(Clone, Debug)]
struct Stretch {
    text: String,
    /// Where each cell ends in the text. Readers hold less text than 32 bits count.
    ends: Vec<u32>,
}

/// How many cells a stretch holds (our choice): so many that what it costs beside its text does not count.
const STRETCH: usize = 4_096;

impl Stretch {
    /// An empty one with room for as much text as the one before it holds.
    fn behind(before: Option<&Stretch>) -> Stretch {
        let room = before.map_or(0, |before| before.text.len() + before.text.len() / 8);
        Stretch { text: String::with_capacity(room), ends: Vec::new() }
    }

    fn push(&mut self, text: &str) {
        // To find out letter by letter that there is nothing to trim takes longer.
        self.text.push_str(if ends_in_ascii_signs(text) { text } else { text.trim() });
        let end = u32::try_from(self.text.len()).expect("readers hold at most 2 GiB of text");
        self.ends.push(end);
    }

    fn cell(&self, place: usize) -> &str {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[place] as usize]
    }
}

impl Column {
    /// An empty column.
    pub fn new(field: Field, header: impl Into<String>, date_hint: Option<DateOrder>) -> Column {
        Column {
            field,
            header: header.into(),
            date_hint,
            multiplier: Decimal::ONE,
            currency: None,
            stretches: Vec::new(),
            kinds: Vec::new(),
        }
    }

    /// Appends a cell; blanks around the text are removed.
    pub fn push(&mut self, text: &str, kind: CellKind) {
        if kind != CellKind::Text || !self.kinds.is_empty() {
            self.kinds.resize(self.len(), CellKind::Text);
            self.kinds.push(kind);
        }
        match self.stretches.last_mut() {
            Some(last) if last.ends.len() < STRETCH => last.push(text),
            last => {
                let mut next = Stretch::behind(last.as_deref());
                next.push(text);
                self.stretches.push(next);
            }
        }
    }

    /// Keeps the cells of the records, by their place, for which `is_kept` says so.
    pub fn retain(&mut self, is_kept: impl Fn(usize) -> bool) {
        let empty = Column {
            stretches: Vec::new(),
            kinds: Vec::new(),
            header: self.header.clone(),
            ..*self
        };
        let all = std::mem::replace(self, empty);
        let kept = all.iter().enumerate().filter(|(record, _)| is_kept(*record));
        kept.for_each(|(_, cell)| self.push(cell.text, cell.kind));
    }

    /// The cell of a record, by its place in [`RawTable::rows`].
    pub fn cell(&self, record: usize) -> Cell<'_> {
        let kind = self.kinds.get(record).copied().unwrap_or(CellKind::Text);
        Cell { text: self.stretches[record / STRETCH].cell(record % STRETCH), kind }
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        let full = self.stretches.len().saturating_sub(1) * STRETCH;
        full + self.stretches.last().map_or(0, |last| last.ends.len())
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).map(|record| self.cell(record))
    }
}

/// A header that the user explained.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatedHeader {
    /// Where they did: `--map`, or file and line of the configuration.
    pub place: String,
    /// The header as they wrote it.
    pub header: String,
    /// What they say the column means.
    pub field: Field,
}

/// An export whose columns are named. What `ingest` gives to `normalise`.
#[derive(Clone, Debug)]
pub struct RawTable {
    /// The file and sheet, and which fields it carries.
    pub source: Arc<Source>,
    /// One column per field that the file carries.
    pub columns: Vec<Column>,
    /// Columns that repeat another's date in a form whose order is ambiguous, and so settle it:
    /// `Date Created` beside `Created Date` in ACE exports. The field is that of the other column.
    pub date_twins: Vec<Column>,
    /// The row of each record, as its owner counts.
    pub rows: Vec<u32>,
    /// The date order that the user stated for this file.
    pub stated_order: Option<DateOrder>,
    /// Whether days that stand there as plain numbers count from 1904, as workbooks of old Macs do.
    pub counts_from_1904: bool,
    /// The headers that the user explained for exports of this role, and whether this one has them.
    pub stated_headers: BTreeMap<StatedHeader, bool>,
    /// What is known of the file so far. `rows_used` counts the records of this table.
    pub report: InputReport,
    /// Rows that were set aside or ignored while reading.
    pub set_aside: Vec<SetAside>,
}

impl RawTable {
    /// The column of a field, if the file carries it.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were_pushed() {
        let mut column = Column::new(Field::Customer, "Account Name", None);
        for text in ["Acme", " ", "Ünïcode GmbH "] {
            column.push(text, CellKind::Text);
        }
        let texts: Vec<_> = column.iter().map(|cell| cell.text).collect();
        assert_eq!(texts, ["Acme", "", "Ünïcode GmbH"]);
        assert!(column.cell(1).is_blank());
        column.retain(|record| record != 0);
        let texts: Vec<_> = column.iter().map(|cell| cell.text).collect();
        assert_eq!(texts, ["", "Ünïcode GmbH"]);
    }

    #[test]
    fn a_column_of_many_cells_gives_each_of_them_back() {
        let mut column = Column::new(Field::Customer, "Account Name", None);
        let text = |place: usize| "x".repeat(place % 7);
        let count = 2 * STRETCH + 5;
        (0..count).for_each(|place| column.push(&text(place), CellKind::Text));
        assert_eq!(column.len(), count);
        assert!(column.iter().enumerate().all(|(place, cell)| cell.text == text(place)));
        column.retain(|record| record % 2 == 0);
        assert!(column.iter().enumerate().all(|(place, cell)| cell.text == text(2 * place)));
    }

    #[test]
    fn a_column_of_text_needs_no_kinds_until_a_number_comes() {
        let mut column = Column::new(Field::Amount, "Amount", None);
        for (text, kind) in
            [("n/a", CellKind::Text), ("12", CellKind::Number), ("", CellKind::Text)]
        {
            column.push(text, kind);
        }
        let cells: Vec<_> = column.iter().map(|cell| (cell.text, cell.kind)).collect();
        assert_eq!(
            cells,
            [("n/a", CellKind::Text), ("12", CellKind::Number), ("", CellKind::Text)]
        );
    }
}
