//! Characters that steer machines and that no system shows, such as NUL: a name may have lost letters to them.

use crate::domain::{Warning, counted};
use crate::ingest::RawRow;

/// Counts the rows out of whose cells they were taken.
#[derive(Default)]
pub(in crate::ingest) struct ControlCharacters {
    rows: u64,
    first: Option<u32>,
}

impl ControlCharacters {
    /// Looks at one row.
    pub(in crate::ingest) fn look(&mut self, row: &RawRow) {
        if row.had_controls {
            self.rows += 1;
            self.first.get_or_insert(row.number);
        }
    }

    /// What is to be said of the file, if anything.
    pub(in crate::ingest) fn warning(&self) -> Option<Warning> {
        let row = self.first?;
        let message = format!(
            "Control characters, which nobody sees, were taken out of the cells of {}, first in row {row}. Compare these records \
             with the CRM.",
            counted(self.rows, "row")
        );
        Some(Warning { row: Some(row), ..Warning::new("control_characters", message) })
    }
}
