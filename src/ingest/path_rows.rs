//! Rows of records that name their values by paths, as JSON and Parquet do: the header is the union of
//! the paths.

use std::collections::{BTreeMap, BTreeSet};

use super::raw_row::RawRow;
use super::sample::Sample;
use super::{COLUMNS_MAX, IngestError, Options};
use crate::domain::CellKind;

/// A value of a record that is not a list or an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// Where it stands: names joined by points, places in lists of objects from 0 in brackets.
    pub path: String,
    /// The text as it is written; that of a number has all its digits.
    pub text: String,
    /// How it is stored.
    pub kind: CellKind,
}

/// Lists of more objects than this become one cell that says how many (our choice): those of which
/// something is used hold ten at most (AWS Selling API).
pub(super) const ENTRIES_MAX: usize = 16;

/// The cell of a list of more objects than that.
pub(super) fn long_list(path: &str, entries: usize) -> Member {
    Member { path: path.to_owned(), text: format!("({entries} entries)"), kind: CellKind::Text }
}

/// Whole numbers of more than 15 digits are ids, and no spreadsheet has rounded them: they are text.
pub(super) fn number_kind(text: &str) -> CellKind {
    let is_long = text.len() > 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_long { CellKind::Text } else { CellKind::Number }
}

/// The paths in sorted order, each with its column.
pub(super) struct Header {
    columns: BTreeMap<String, usize>,
}

impl Header {
    /// The header of these paths; an error if they are too many.
    pub(super) fn new(file: &str, paths: BTreeSet<String>) -> Result<Header, IngestError> {
        if paths.len() > COLUMNS_MAX {
            return Err(IngestError::TooLarge {
                path: file.to_owned(),
                place: "the list of records".into(),
                reason: format!(
                    "the records have more than {COLUMNS_MAX} different names, and no more are read"
                ),
            });
        }
        Ok(Header { columns: paths.into_iter().zip(0..).collect() })
    }

    /// Whether there are no paths.
    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The header row alone: a record cannot be taken for a header here.
    pub(super) fn sample(&self, options: &Options) -> Sample {
        Sample::take(options, |visit| {
            let _ = visit(&mut self.row());
            Ok(())
        })
    }

    /// The row of names. It has the number 0: the first record is 1.
    pub(super) fn row(&self) -> RawRow {
        let mut row = RawRow::default();
        row.start(0);
        self.columns.iter().for_each(|(path, column)| row.set(*column, path, CellKind::Text));
        row
    }

    /// Puts the values of a record into a row that was started for it.
    pub(super) fn fill<'of>(
        &self,
        row: &mut RawRow,
        members: impl IntoIterator<Item = &'of Member>,
    ) {
        row.set(self.columns.len().saturating_sub(1), "", CellKind::Text);
        for member in members {
            if let Some(column) = self.columns.get(&member.path) {
                row.set(*column, &member.text, member.kind);
            }
        }
    }
}
