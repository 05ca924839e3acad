//! Rows to the table of an export: what is a record, what is none, and what became of each row.

mod counted_groups;
mod lone_rows;
mod noted;
mod surplus;
mod taken_out;
mod unlabelled_sums;

use std::ops::ControlFlow;

use self::lone_rows::LONE_ROWS_MAX;
use self::noted::names_credit_codes;
use self::surplus::Surplus;
use super::grouping::{self, Heading};
use super::reconcile::StatedTotals;
use super::records::Records;
use super::second_table::{self, SecondTable};
use super::side_table::SideTables;
use super::{non_records, remarks, row_fault, sums};
use crate::domain::{Action, Column, Field, Role};
use crate::ingest::IngestError;
use crate::ingest::headers::mapping::RepeatedColumn;
use crate::ingest::layout::Layout;
use crate::ingest::place::Place;
use crate::ingest::raw_row::RawRow;
use crate::ingest::shape::{self, Event, Fate};

/// Collects the rows below a header.
pub(in crate::ingest) struct TableBuilder<'layout> {
    place: Place,
    layout: &'layout Layout,
    header: &'layout RawRow,
    /// Columns that name a record: ids and names.
    key_columns: Vec<usize>,
    first_column: usize,
    side_tables: SideTables,
    records: Records,
    /// Rows that are a footer if no record follows.
    lone: Vec<RawRow>,
    /// Rows that are headings if no record fills their column.
    headings: Vec<Heading>,
    second_table: SecondTable,
    surplus: Surplus,
    /// Of an export of changes, the change that each record is, and its first cells.
    events: Vec<(Event, String)>,
    /// Whether a row down to here speaks of credit codes: the rows below may hold some.
    has_credit_codes: bool,
    failure: Option<IngestError>,
}

const SECOND_TABLE: &str = "The row stands in another table below the first one. Move that table, with its header, \
     to a file or sheet of its own.";

/// The most text the columns of a table may hold, in bytes (our choice).
const TEXT_MAX: usize = 2 << 30;

impl<'layout> TableBuilder<'layout> {
    /// A table below this header, without what stands beside it.
    pub(in crate::ingest) fn new(
        place: Place,
        layout: &'layout Layout,
        header: &'layout RawRow,
        side_tables: SideTables,
    ) -> Self {
        const KEYS: [Field; 5] =
            [Field::DealId, Field::DealName, Field::AceId, Field::Title, Field::RequestId];
        let mapping = &layout.mapping;
        let keys = mapping.columns.iter().filter(|column| KEYS.contains(&column.field));
        let empty = |mapped: &crate::ingest::headers::mapping::MappedColumn| {
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
            side_tables,
            records,
            lone: Vec::new(),
            headings: Vec::new(),
            second_table: SecondTable::default(),
            surplus: Surplus::default(),
            events: Vec::new(),
            has_credit_codes: names_credit_codes(header),
            failure: None,
        }
    }

    /// Takes the next row of the file; those down to the header are skipped.
    pub(in crate::ingest) fn row(&mut self, row: &RawRow) -> ControlFlow<()> {
        if row.number <= self.header.number {
            return ControlFlow::Continue(());
        }
        self.records.rows_read += 1;
        if self.side_tables.is_empty() {
            self.row_of_deals(row);
        } else {
            self.row_beside_side_tables(row);
        }
        if self.failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn row_beside_side_tables(&mut self, row: &RawRow) {
        let mut of_deals = row.clone();
        self.side_tables.take_out_of(&mut of_deals);
        if of_deals.is_blank() {
            let message = "This row stands in the table beside the deals.";
            return self.ignore(row, "side_table", message);
        }
        self.row_of_deals(&of_deals);
    }

    fn row_of_deals(&mut self, row: &RawRow) {
        if !self.lone.is_empty() && self.is_header_again(row) {
            self.ignore_heading_of_group();
        }
        if self.may_be_footer(row) {
            self.lone.push(row.clone());
            if self.lone.len() > LONE_ROWS_MAX {
                self.settle_lone_rows(false);
            }
        } else {
            self.settle_lone_rows(false);
            self.take(row);
        }
    }

    /// The table; an error if it has no records, or two columns of one name that differ. A partner may have applied for
    /// nothing: a list of fund requests that holds none is a fact.
    pub(in crate::ingest) fn finish(mut self) -> Result<Records, IngestError> {
        self.settle_lone_rows(true);
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        self.settle_headings();
        self.set_shifted_aside();
        self.ignore_counted_headings();
        self.ignore_parents();
        self.replay_events();
        let mut records = self.records;
        if records.rows.is_empty() {
            let first = records.set_aside.iter().find(|aside| aside.action == Action::RowSetAside);
            if first.is_none() && self.layout.profile.role == Role::Funding {
                return Ok(records);
            }
            return Err(IngestError::NoDataRows {
                path: self.place.path,
                row: self.header.number,
                first_problem: first.map(|aside| {
                    format!("row {}: {}", aside.row.unwrap_or_default(), aside.message)
                }),
            });
        }
        let mapped = &self.layout.mapping.columns;
        if records.has_subtotals {
            grouping::fill_down(&mut records.columns, mapped, self.header, &records.group_starts);
        } else {
            let told = grouping::fill_blocks(&mut records.columns, mapped, self.header);
            records.grouped = records.grouped.or(told);
        }
        Ok(records)
    }

    /// Takes a row that is no footer.
    fn take(&mut self, row: &RawRow) {
        let kind = sums::total_kind(row, &self.key_columns);
        let is_subtotal = || {
            self.sums_named_group(row) || self.goes_on_with_sums(row) || self.sums_group_above(row)
        };
        if let Some(kind) = kind.or_else(|| is_subtotal().then_some("subtotal")) {
            return self.take_sums(row, kind);
        }
        if self.is_header_again(row) {
            self.second_table.end();
            return self.ignore(row, "repeated_header", "The header is repeated in this row.");
        }
        if self.records.rows.is_empty() && non_records::describes_columns(row) {
            let message = "This row says what the columns hold and is no record.";
            return self.ignore(row, "column_notes", message);
        }
        if self.records.rows.is_empty() && second_table::is_header(row, &self.layout.profile) {
            return self.ignore(row, "repeated_header", "This row names the columns once more.");
        }
        if self.layout.remarks == Some(row.number) {
            return self.set_aside(row, "column_notes", remarks::MESSAGE.to_owned());
        }
        if self.second_table.holds_subitem(row, self.first_column) {
            return self.ignore(row, "subitem", "This row is a part of the deal above it.");
        }
        let mapped = &self.layout.mapping.columns;
        if self.second_table.goes_on(row, &self.layout.profile, mapped) {
            return self.set_aside(row, "second_table", SECOND_TABLE.to_owned());
        }
        if let Some((problem, message)) = row_fault::of(row, self.header, &self.place) {
            if problem == "ragged_row" {
                self.surplus.saw_ragged(row);
            }
            return self.set_aside(row, problem, message);
        }
        let shaped = &self.layout.mapping.shaped;
        match shaped.rule(row) {
            Some(rule) if rule.ignored => return self.ignore(row, &rule.problem, &rule.message),
            Some(rule) => return self.set_aside(row, &rule.problem, rule.message.clone()),
            None => {}
        }
        if self.second_table.holds(row, mapped) {
            return self.set_aside(row, "second_table", SECOND_TABLE.to_owned());
        }
        if non_records::is_unticked(row) {
            return self.ignore(row, "unticked_row", "Nothing but boxes without a tick.");
        }
        if self.is_note(row) {
            return self.take_note(row);
        }
        if self.second_table.lacks_an_id(row, mapped) {
            let message = "Words stand in place of the id, and a date or amount that all other deals have is missing: a \
                           note or a row of another table. If it is a deal, give it an id and export again.";
            return self.set_aside(row, "note", message.to_owned());
        }
        self.second_table.saw_record(row, mapped);
        self.keep(row);
    }

    fn take_sums(&mut self, row: &RawRow, kind: &'static str) {
        self.records.has_subtotals |= kind == "subtotal";
        self.records.is_group_start = true;
        if kind == "grand_total" {
            let totals = StatedTotals::of(row, &self.layout.mapping.columns);
            self.records.totals = Some(totals);
        }
        self.ignore(row, kind, "This row holds sums of other rows.");
    }

    /// Keeps the cells of a record.
    fn keep(&mut self, row: &RawRow) {
        let shaped = &self.layout.mapping.shaped;
        if let Some(event) = shaped.event(row) {
            let excerpt = self.excerpt(row);
            self.events.push((event, excerpt));
        }
        self.check_repeated_columns(row);
        let records = &mut self.records;
        if std::mem::take(&mut records.is_group_start) {
            records.group_starts.push(records.rows.len());
        }
        let mapping = &self.layout.mapping;
        if self.place.is_text() {
            self.surplus.saw_record(records.rows.len(), row, self.header.len(), &mapping.columns);
        }
        records.rows.push(row.number);
        let mapped = mapping.columns.iter().chain(&mapping.date_twins);
        let columns = records.columns.iter_mut().chain(&mut records.date_twins);
        let mut joined = String::new();
        for (place, (column, mapped)) in columns.zip(mapped).enumerate() {
            let cell = mapping.shaped.cell(place, mapped.index, row, &mut joined);
            records.text += cell.text.len();
            column.push(cell.text, cell.kind);
        }
        if records.text > TEXT_MAX {
            self.failure.get_or_insert(IngestError::TooLarge {
                path: self.place.path.clone(),
                place: format!("row {}", row.number),
                reason: "the columns that are used hold more than 2 GiB of text up to here".into(),
            });
        }
        for (list, message) in mapping.shaped.undecided(row) {
            self.report(row, "undecided_entry", message, Action::CellIgnored);
            if let Some(aside) = self.records.set_aside.last_mut() {
                aside.column = Some(list.to_owned());
            }
        }
    }

    /// Of an export of changes, keeps the records as they stand after the last one.
    fn replay_events(&mut self) {
        let (events, excerpts): (Vec<Event>, Vec<String>) = self.events.drain(..).unzip();
        if events.is_empty() {
            return;
        }
        let columns = &self.records.columns;
        let is_same = |one, other| {
            columns.iter().all(|column| column.cell(one).text == column.cell(other).text)
        };
        let fates = shape::fates(&events, is_same);
        let rows = std::mem::take(&mut self.records.rows);
        for ((fate, row), excerpt) in fates.iter().zip(rows).zip(&excerpts) {
            let (problem, message, action) = match fate {
                Fate::Used => {
                    self.records.rows.push(row);
                    continue;
                }
                Fate::Ignored(problem, message) => (*problem, *message, Action::RowIgnored),
                Fate::SetAside(problem, message) => (*problem, *message, Action::RowSetAside),
            };
            self.count(action);
            self.note(row, excerpt.clone(), problem, message.to_owned(), action);
        }
        let columns = self.records.columns.iter_mut().chain(&mut self.records.date_twins);
        columns.for_each(|column| column.retain(|record| fates[record] == Fate::Used));
        self.records.deleted_elsewhere = shape::deleted_elsewhere(&events);
    }

    fn is_header_again(&self, row: &RawRow) -> bool {
        self.layout
            .mapping
            .columns
            .iter()
            .enumerate()
            .filter(|(place, _)| !self.layout.mapping.shaped.is_gathered(*place))
            .all(|(_, column)| row.cell(column.index).text == column.header)
    }

    /// Whether the row sums the rows of a group that it names: `Acme Total` below those of Acme. Spreadsheets
    /// write such rows where they are asked for subtotals.
    fn sums_named_group(&self, row: &RawRow) -> bool {
        let Some(last) = self.records.rows.len().checked_sub(1) else { return false };
        let start = self.records.group_starts.last().copied().unwrap_or_default();
        sums::summed_group(row).is_some_and(|group| {
            // Of merged cells the first one holds the name.
            let named = |column: &Column| {
                let mut cells = (start..=last).rev().map(|record| column.cell(record).text);
                cells.find(|text| !text.is_empty()).is_some_and(|it| it.to_lowercase() == group)
            };
            self.records.columns.iter().any(named)
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
            first: self.place.position(pair.first),
            second: self.place.position(pair.second),
        });
    }
}
