//! Rows with one filled cell: the footers of reports, the headings of groups, notes.

use super::TableBuilder;
use crate::ingest::raw_row::RawRow;
use crate::ingest::rows::grouping::{self, Heading};
use crate::ingest::rows::non_records;
use crate::ingest::rows::sums;
use crate::ingest::scope;

/// Footers have half a dozen lines; a longer run of lone cells is a column of records.
pub(super) const LONE_ROWS_MAX: usize = 30;

const HEADING: &str = "This row is the heading of the group of rows below it.";

const NOTE: &str = "Nothing but this cell is filled, and it is no id: a heading or a note. If it is a deal, complete it in \
     the CRM and export again.";

impl TableBuilder<'_> {
    /// Whether nothing but the first cell is filled. A copyright line may be split at its comma.
    pub(super) fn may_be_footer(&self, row: &RawRow) -> bool {
        let mut filled = row.filled();
        let Some((column, first)) = filled.next() else { return false };
        column <= self.first_column
            && match filled.take(3).count() {
                0 => true,
                1 | 2 => non_records::is_footer_text(first.text),
                _ => false,
            }
    }

    /// Decides what the lone rows are. The footer of a report begins behind blank lines or with its own
    /// words; the report's name and the organisation's are known by their place alone.
    pub(super) fn settle_lone_rows(&mut self, is_end: bool) {
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
            self.records.unit_note =
                self.records.unit_note.take().or_else(|| scope::unit_note(row));
            if place < footer || sums::total_kind(row, &self.key_columns).is_some() {
                self.take(row);
            } else {
                self.ignore(row, "footer", "This line belongs to the footer of the report.");
            }
        }
    }

    /// Boards name each of their groups behind a blank line and above its own header.
    pub(super) fn ignore_heading_of_group(&mut self) {
        if let [heading] = self.lone.as_slice()
            && heading.after_blank
            && !self.has_id(heading)
        {
            let heading = heading.clone();
            self.lone.clear();
            self.ignore(&heading, "group_heading", HEADING);
        }
    }

    /// Takes a row with one filled cell that is no id.
    pub(super) fn take_note(&mut self, row: &RawRow) {
        match grouping::column_of_heading(row, &self.layout.mapping.columns) {
            Some(column) => {
                let before = self.records.rows.len();
                self.headings.push(Heading { row: row.clone(), column, before });
            }
            None => self.set_aside(row, "note", NOTE.to_owned()),
        }
    }

    /// Decides what the rows with nothing but a customer, owner, stage or status are.
    pub(super) fn settle_headings(&mut self) {
        let headings = std::mem::take(&mut self.headings);
        self.records.grouped = grouping::fill_below_headings(&mut self.records.columns, &headings);
        for Heading { row, .. } in &headings {
            if self.records.grouped.is_some() {
                self.ignore(row, "group_heading", HEADING);
            } else {
                self.set_aside(row, "note", NOTE.to_owned());
            }
        }
    }

    /// Whether a sentence or the heading of a group stands in one cell and nothing beside it. Of two columns, one may
    /// well be blank.
    pub(super) fn is_note(&self, row: &RawRow) -> bool {
        row.filled().take(2).count() == 1 && self.header.filled().count() > 2 && !self.has_id(row)
    }

    /// Whether the column of ids holds no words but those with digits.
    fn has_id(&self, row: &RawRow) -> bool {
        let has_digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
        row.filled().any(|(column, cell)| {
            self.is_of_ids(column) && cell.text.split_whitespace().all(has_digit)
        })
    }

    fn is_of_ids(&self, column: usize) -> bool {
        let columns = &self.layout.mapping.columns;
        columns.iter().any(|of| of.index == column && of.is_of_ids())
    }
}
