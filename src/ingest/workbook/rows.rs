//! Cells to rows, whatever format they come from.

use std::ops::ControlFlow;

use super::letters;
use crate::domain::CellKind;
use crate::ingest::raw_row::RawRow;
use crate::ingest::sample::Visit;
use crate::ingest::{COLUMNS_MAX, IngestError};

/// The most rows that a sheet has (Excel and `LibreOffice` alike).
pub(super) const ROWS_MAX: u32 = 1_048_576;

/// Puts the cells of a sheet together to rows and visits those that are not blank.
pub(super) struct RowWriter<'visit> {
    path: String,
    sheet: String,
    row: RawRow,
    previous: u32,
    visit: Visit<'visit>,
}

impl<'visit> RowWriter<'visit> {
    /// A writer of the rows of this sheet. The names are for messages.
    pub(super) fn new(path: &str, sheet: &str, visit: Visit<'visit>) -> RowWriter<'visit> {
        let mut row = RawRow::default();
        row.start(1);
        let (path, sheet) = (path.to_owned(), sheet.to_owned());
        RowWriter { path, sheet, row, previous: 0, visit }
    }

    /// Takes the next cell, which is not blank. Both places count from 0.
    ///
    /// A row that stands above one before it is an error. A second row of the same number is a row of
    /// its own, as far as the cells show that it is one.
    pub(super) fn cell(
        &mut self,
        row_index: u32,
        column: u32,
        text: &str,
        kind: CellKind,
    ) -> Result<ControlFlow<()>, IngestError> {
        let number = row_index.saturating_add(1);
        let place = || format!("sheet {}, cell {}{number}", self.sheet, letters(column));
        if column as usize >= COLUMNS_MAX || number > ROWS_MAX {
            return Err(IngestError::TooLarge {
                path: self.path.clone(),
                place: place(),
                reason: format!("at most {COLUMNS_MAX} columns and {ROWS_MAX} rows are read"),
            });
        }
        if number < self.row.number {
            return Err(IngestError::Damaged {
                path: self.path.clone(),
                place: place(),
                reason: format!("the row stands below row {}", self.row.number),
            });
        }
        if number > self.row.number || !self.row.cell(column as usize).is_blank() {
            if self.hand_on().is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.row.start(number);
        }
        self.row.set(column as usize, text, kind);
        Ok(ControlFlow::Continue(()))
    }

    /// Hands on the last row.
    pub(super) fn finish(mut self) {
        let _ = self.hand_on();
    }

    /// Visits the row unless it is blank.
    fn hand_on(&mut self) -> ControlFlow<()> {
        if self.row.is_blank() {
            return ControlFlow::Continue(());
        }
        self.row.after_blank = self.row.number > self.previous + 1;
        self.previous = self.row.number;
        (self.visit)(&mut self.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: &[(u32, u32, &str)]) -> Result<Vec<(u32, String)>, IngestError> {
        let mut rows = Vec::new();
        let mut visit = |row: &mut RawRow| {
            rows.push((row.number, row.excerpt()));
            ControlFlow::Continue(())
        };
        let mut writer = RowWriter::new("f.xlsx", "Deals", &mut visit);
        for (row, column, text) in cells {
            let _ = writer.cell(*row, *column, text, CellKind::Text)?;
        }
        writer.finish();
        Ok(rows)
    }

    #[test]
    fn a_row_that_is_there_twice_is_two_rows() {
        let twice = [(1, 0, "a"), (1, 1, "b"), (1, 0, "c"), (1, 1, "d")];
        assert_eq!(rows(&twice).unwrap(), [(2, "a | b".to_owned()), (2, "c | d".to_owned())]);
    }

    #[test]
    fn cells_of_a_row_may_come_in_any_order() {
        assert_eq!(rows(&[(0, 1, "b"), (0, 0, "a")]).unwrap(), [(1, "a | b".to_owned())]);
    }

    #[test]
    fn a_row_above_the_one_before_is_damage() {
        let error = rows(&[(5, 0, "a"), (2, 1, "b")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "f.xlsx: sheet Deals, cell B3 is damaged: the row stands below row 6"
        );
    }

    #[test]
    fn a_stray_cell_far_right_is_an_error_that_names_it() {
        let error = rows(&[(0, 0, "a"), (1_048_575, 16_383, "x")]).unwrap_err();
        assert!(error.to_string().contains("sheet Deals, cell XFD1048576 is too large"), "{error}");
    }
}
