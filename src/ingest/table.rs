//! Rows to the table of an export: what is a record, what is none, and what became of each row.

use std::ops::ControlFlow;

use super::layout::Layout;
use super::mapping::RepeatedColumn;
use super::raw_row::{QuoteFault, RawRow};
use super::reconcile::StatedTotals;
use super::second_table::{self, SecondTable};
use super::{IngestError, grouping, non_records, workbook};
use crate::domain::{Action, Column, Field, SetAside};

/// The place of a table, for messages.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The path as the user gave it.
    pub path: String,
    /// The sheet, or the part of an archive; `None` for a text file.
    pub sheet: Option<String>,
    /// What holds the rows: `csv` or `xlsx`.
    pub container: &'static str,
}

impl Place {
    /// Whether the rows come from delimited text.
    fn is_text(&self) -> bool {
        self.container == "csv"
    }
}

/// Collects the rows below a header.
pub(super) struct TableBuilder<'layout> {
    place: Place,
    layout: &'layout Layout,
    header: &'layout RawRow,
    /// Columns that name a record: ids and names.
    key_columns: Vec<usize>,
    first_column: usize,
    records: Records,
    /// Rows that are a footer if no record follows.
    lone: Vec<RawRow>,
    second_table: SecondTable,
    failure: Option<IngestError>,
}

/// What was collected.
#[derive(Default)]
pub(super) struct Records {
    /// The mapped columns, in the order of the mapping.
    pub columns: Vec<Column>,
    /// The columns of ambiguous dates.
    pub date_twins: Vec<Column>,
    /// The row of each record.
    pub rows: Vec<u32>,
    /// Rows that are no records or could not be used.
    pub set_aside: Vec<SetAside>,
    /// Rows below the header that are not blank.
    pub rows_read: u64,
    /// How many of them could not be used.
    pub rows_set_aside: u64,
    /// How many of them are no records.
    pub rows_ignored: u64,
    /// What the last row of grand totals states.
    pub totals: Option<StatedTotals>,
    group_starts: Vec<usize>,
    is_group_start: bool,
    has_subtotals: bool,
}

/// Footers have half a dozen lines; a longer run of lone cells is a column of records.
const LONE_ROWS_MAX: usize = 30;

const SECOND_TABLE: &str = "The row stands in another table below the first one. Move that table, with its header, \
     to a file or sheet of its own.";

/// The most text a cell may hold, in bytes (our choice; Excel itself cuts at 32,767 characters).
const CELL_MAX: usize = 1 << 20;

impl<'layout> TableBuilder<'layout> {
    /// A table below this header.
    pub(super) fn new(place: Place, layout: &'layout Layout, header: &'layout RawRow) -> Self {
        const KEYS: [Field; 5] =
            [Field::DealId, Field::DealName, Field::AceId, Field::Title, Field::RequestId];
        let mapping = &layout.mapping;
        let keys = mapping.columns.iter().filter(|column| KEYS.contains(&column.field));
        let empty = |mapped: &super::mapping::MappedColumn| {
            let mut column = Column::new(mapped.field, mapped.header.clone(), mapped.date_hint);
            column.multiplier = mapped.multiplier;
            column.currency = mapped.currency;
            column
        };
        let records = Records {
            columns: mapping.columns.iter().map(empty).collect(),
            date_twins: mapping.date_twins.iter().map(empty).collect(),
            is_group_start: true,
            ..Records::default()
        };
        TableBuilder {
            place,
            layout,
            header,
            key_columns: keys.map(|column| column.index).collect(),
            first_column: header.filled().next().map_or(0, |(column, _)| column),
            records,
            lone: Vec::new(),
            second_table: SecondTable::default(),
            failure: None,
        }
    }

    /// Takes the next row of the file; those down to the header are skipped.
    pub(super) fn row(&mut self, row: &RawRow) -> ControlFlow<()> {
        if row.number <= self.header.number {
            return ControlFlow::Continue(());
        }
        self.records.rows_read += 1;
        if self.may_be_footer(row) {
            self.lone.push(row.clone());
            if self.lone.len() > LONE_ROWS_MAX {
                self.settle_lone_rows(false);
            }
        } else {
            self.settle_lone_rows(false);
            self.take(row);
        }
        if self.failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Whether nothing but the first cell is filled. A copyright line may be split at its comma.
    fn may_be_footer(&self, row: &RawRow) -> bool {
        let mut filled = row.filled();
        let Some((column, first)) = filled.next() else { return false };
        column <= self.first_column
            && match filled.count() {
                0 => true,
                1 | 2 => non_records::is_footer_text(first.text),
                _ => false,
            }
    }

    /// The table; an error if it has no records, or two columns of one name that differ.
    pub(super) fn finish(mut self) -> Result<Records, IngestError> {
        self.settle_lone_rows(true);
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let mut records = self.records;
        if records.rows.is_empty() {
            let first = records.set_aside.iter().find(|aside| aside.action == Action::RowSetAside);
            return Err(IngestError::NoDataRows {
                path: self.place.path,
                row: self.header.number,
                first_problem: first.map(|aside| {
                    format!("row {}: {}", aside.row.unwrap_or_default(), aside.message)
                }),
            });
        }
        if records.has_subtotals {
            let mapped = &self.layout.mapping.columns;
            grouping::fill_down(&mut records.columns, mapped, self.header, &records.group_starts);
        }
        Ok(records)
    }

    /// Decides what the lone rows are. The footer of a report begins behind blank lines or with its own
    /// words; the report's name and the organisation's are known by their place alone.
    fn settle_lone_rows(&mut self, is_end: bool) {
        let lone = std::mem::take(&mut self.lone);
        let has_words = |rows: &[RawRow]| {
            rows.iter()
                .any(|row| row.filled().any(|(_, cell)| non_records::is_footer_text(cell.text)))
        };
        let footer = (0..lone.len())
            .find(|first| {
                let block = &lone[*first..];
                has_words(&block[..1]) || (block[0].after_blank && (is_end || has_words(block)))
            })
            .unwrap_or(lone.len());
        for (place, row) in lone.iter().enumerate() {
            if place < footer || non_records::total_kind(row, &self.key_columns).is_some() {
                self.take(row);
            } else {
                self.ignore(row, "footer", "This line belongs to the footer of the report.");
            }
        }
    }

    /// Takes a row that is no footer.
    fn take(&mut self, row: &RawRow) {
        if let Some(kind) = non_records::total_kind(row, &self.key_columns) {
            self.records.has_subtotals |= kind == "subtotal";
            self.records.is_group_start = true;
            if kind == "grand_total" {
                let totals = StatedTotals::of(row, &self.layout.mapping.columns);
                self.records.totals = Some(totals);
            }
            return self.ignore(row, kind, "This row holds sums of other rows.");
        }
        if self.is_header_again(row) {
            self.second_table.end();
            return self.ignore(row, "repeated_header", "The header is repeated in this row.");
        }
        if self.records.rows.is_empty() && second_table::is_header(row, &self.layout.profile) {
            return self.ignore(row, "repeated_header", "This row names the columns once more.");
        }
        if self.second_table.goes_on(row, &self.layout.profile) {
            return self.set_aside(row, "second_table", SECOND_TABLE.to_owned());
        }
        if let Some((problem, message)) = self.fault(row) {
            return self.set_aside(row, problem, message);
        }
        if self.second_table.holds(row, &self.layout.mapping.columns) {
            return self.set_aside(row, "second_table", SECOND_TABLE.to_owned());
        }
        if self.is_note(row) {
            let message =
                "Only the column of ids is filled, and its text is no id: a note, not a deal.";
            return self.set_aside(row, "note", message.to_owned());
        }
        self.second_table.saw_record(row, &self.layout.mapping.columns);
        self.check_repeated_columns(row);
        let records = &mut self.records;
        if std::mem::take(&mut records.is_group_start) {
            records.group_starts.push(records.rows.len());
        }
        records.rows.push(row.number);
        let mapping = &self.layout.mapping;
        let mapped = mapping.columns.iter().chain(&mapping.date_twins);
        let columns = records.columns.iter_mut().chain(&mut records.date_twins);
        for (column, mapped) in columns.zip(mapped) {
            let cell = row.cell(mapped.index);
            column.push(cell.text, cell.kind);
        }
    }

    fn is_header_again(&self, row: &RawRow) -> bool {
        self.layout
            .mapping
            .columns
            .iter()
            .all(|column| row.cell(column.index).text == column.header)
    }

    /// Whether a sentence stands in the column of ids and nothing beside it.
    fn is_note(&self, row: &RawRow) -> bool {
        const IDS: [Field; 3] = [Field::DealId, Field::AceId, Field::RequestId];
        let mut filled = row.filled();
        let (Some((column, cell)), None) = (filled.next(), filled.next()) else { return false };
        let columns = &self.layout.mapping.columns;
        columns.iter().any(|of| of.index == column && IDS.contains(&of.field))
            && cell.text.split_whitespace().nth(2).is_some()
    }

    /// Why a row cannot be used, if so.
    fn fault(&self, row: &RawRow) -> Option<(&'static str, String)> {
        // Columns without a header need not be there, and hold nothing that is used.
        let expected = self.header.filled().last().map_or(0, |(column, _)| column + 1);
        let found = row.len();
        if let Some(fault) = row.quote_fault {
            let message = match fault {
                QuoteFault::TextBehind => {
                    "Text stands behind a closed quote, so where its cells end is not certain. Double the quotes inside the cell."
                }
                QuoteFault::BehindBlank => {
                    "A cell begins with a blank and a quote, so whether the quote is text is not certain. Remove the blank, or put the cell in quotes and double those inside."
                }
            };
            return Some(("stray_quote", message.to_owned()));
        }
        let has_surplus = (self.header.len()..found).any(|column| !row.cell(column).is_blank());
        if self.place.is_text() && (found < expected || has_surplus) {
            let message = format!(
                "The row has {found} cells, the header {expected}: its values may stand in the wrong columns. Put cells that hold the delimiter in quotes."
            );
            return Some(("ragged_row", message));
        }
        let too_long = row.filled().find(|(_, cell)| cell.text.len() > CELL_MAX);
        too_long.map(|(column, _)| {
            let message = format!(
                "The cell in column {} holds more than 1 MiB of text. Check the quotes round it, or shorten it.",
                self.position(column)
            );
            ("cell_too_long", message)
        })
    }

    /// Two columns of one name must not differ: which one is meant cannot be known.
    fn check_repeated_columns(&mut self, row: &RawRow) {
        let differs = |pair: &&RepeatedColumn| {
            let (first, second) = (row.cell(pair.first).text, row.cell(pair.second).text);
            !second.is_empty() && first != second
        };
        let Some(pair) = self.layout.mapping.repeated.iter().find(differs) else { return };
        self.failure.get_or_insert(IngestError::DuplicateHeader {
            path: self.place.path.clone(),
            row: row.number,
            header: pair.header.clone(),
            first: self.position(pair.first),
            second: self.position(pair.second),
        });
    }

    /// The column as its owner sees it: a letter in workbooks, a number in text.
    fn position(&self, column: usize) -> String {
        if self.place.is_text() {
            (column + 1).to_string()
        } else {
            workbook::letters(u32::try_from(column).unwrap_or(u32::MAX))
        }
    }

    fn ignore(&mut self, row: &RawRow, problem: &'static str, message: &str) {
        self.records.rows_ignored += 1;
        self.report(row, problem, message.to_owned(), Action::RowIgnored);
    }

    fn set_aside(&mut self, row: &RawRow, problem: &'static str, message: String) {
        self.records.rows_set_aside += 1;
        self.report(row, problem, message, Action::RowSetAside);
    }

    fn report(&mut self, row: &RawRow, problem: &'static str, message: String, action: Action) {
        self.records.set_aside.push(SetAside {
            file: self.place.path.clone(),
            sheet: self.place.sheet.clone(),
            row: Some(row.number),
            column: None,
            value: row.excerpt(),
            problem,
            message,
            action,
        });
    }
}
