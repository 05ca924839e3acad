//! The place of a table, for messages.

use super::workbook;

/// Where a table stands.
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
    pub(super) fn is_text(&self) -> bool {
        self.container == "csv"
    }

    /// The column as its owner sees it: a letter in workbooks, a number in text.
    pub(super) fn position(&self, column: usize) -> String {
        if self.is_text() {
            (column + 1).to_string()
        } else {
            workbook::letters(u32::try_from(column).expect("at most 2,000 columns"))
        }
    }
}
