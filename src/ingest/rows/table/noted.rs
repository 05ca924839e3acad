//! What is told of rows that are no records or cannot be used, and how many there are.

use super::TableBuilder;
use crate::domain::{Action, SetAside};
use crate::ingest::raw_row::RawRow;
use crate::ingest::rows::credit_code;

impl TableBuilder<'_> {
    pub(super) fn ignore(&mut self, row: &RawRow, problem: &'static str, message: &str) {
        self.count(Action::RowIgnored);
        self.report(row, problem, message.to_owned(), Action::RowIgnored);
    }

    pub(super) fn set_aside(&mut self, row: &RawRow, problem: &'static str, message: String) {
        self.count(Action::RowSetAside);
        self.report(row, problem, message, Action::RowSetAside);
    }

    pub(super) fn count(&mut self, action: Action) {
        match action {
            Action::RowIgnored => self.records.rows_ignored += 1,
            Action::RowSetAside => self.records.rows_set_aside += 1,
            Action::CellIgnored | Action::CellRepaired | Action::FileWarning => {}
        }
    }

    pub(super) fn report(
        &mut self,
        row: &RawRow,
        problem: &'static str,
        message: String,
        action: Action,
    ) {
        let excerpt = self.excerpt(row);
        self.note(row.number, excerpt, problem, message, action);
    }

    /// The first cells of a row, unless it may hold a credit code.
    pub(super) fn excerpt(&mut self, row: &RawRow) -> String {
        self.has_credit_codes |= names_credit_codes(row);
        if self.has_credit_codes { credit_code::NOT_SHOWN.to_owned() } else { row.excerpt() }
    }

    pub(super) fn note(
        &mut self,
        row: u32,
        value: String,
        problem: &'static str,
        message: String,
        action: Action,
    ) {
        self.records.set_aside.push(SetAside {
            file: self.place.path.clone(),
            sheet: self.place.sheet.clone(),
            row: Some(row),
            column: None,
            value,
            problem,
            message,
            action,
        });
    }
}

/// Whether a row speaks of credit codes, which are shown nowhere.
pub(super) fn names_credit_codes(row: &RawRow) -> bool {
    row.filled().any(|(_, cell)| credit_code::is_named(cell.text))
}
