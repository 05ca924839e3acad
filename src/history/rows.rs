//! Rows of the previous workbook by header.

use chrono::NaiveDate;

use super::typed_text::to_text;
use crate::domain::{Decimal, PreviousTable, PreviousWorkbook, TypedCell, fold};

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a PreviousTable,
    cells: &'a [Option<TypedCell>],
}

/// The rows of a table; none if the table is not there.
pub(super) fn rows<'a>(
    workbook: &'a PreviousWorkbook,
    table: &str,
) -> impl Iterator<Item = Row<'a>> + use<'a> {
    workbook.tables.get(table).into_iter().flat_map(rows_of)
}

/// The rows of this table.
pub(super) fn rows_of(table: &PreviousTable) -> impl Iterator<Item = Row<'_>> {
    table.rows.iter().map(move |cells| Row { table, cells })
}

impl<'a> Row<'a> {
    /// The cells that are not blank, with their headers.
    pub(super) fn filled(self) -> impl Iterator<Item = (&'a str, &'a TypedCell)> {
        let headers = self.table.headers.iter().map(String::as_str);
        headers.zip(self.cells).filter_map(|(header, cell)| Some((header, cell.as_ref()?)))
    }

    fn cell(self, header: &str) -> Option<&'a TypedCell> {
        self.filled().find(|(name, _)| name.eq_ignore_ascii_case(header)).map(|(_, cell)| cell)
    }

    /// The text of a cell; numbers and dates too.
    pub(super) fn text(self, header: &str) -> Option<String> {
        self.cell(header).map(to_text)
    }

    /// Which of these the word in a cell stands for, each by its name or label; `None` also if it is none of theirs.
    pub(super) fn one_of<T: Copy>(
        self,
        header: &str,
        all: impl IntoIterator<Item = T>,
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let word = fold(&self.text(header)?);
        all.into_iter().find(|of| fold(&name(*of).replace('_', " ")) == word)
    }

    /// The day in a cell.
    pub(super) fn date(self, header: &str) -> Option<NaiveDate> {
        match self.cell(header)? {
            TypedCell::Date(date) => Some(*date),
            TypedCell::Text(text) => text.trim().parse().ok(),
            TypedCell::Number(_) => None,
        }
    }

    /// The number in a cell.
    pub(super) fn number(self, header: &str) -> Option<Decimal> {
        match self.cell(header)? {
            TypedCell::Number(number) => Some(*number),
            TypedCell::Text(text) => text.trim().parse().ok(),
            TypedCell::Date(_) => None,
        }
    }

    /// The whole number in a cell.
    pub(super) fn count(self, header: &str) -> Option<u32> {
        self.number(header).and_then(|number| u32::try_from(number).ok())
    }
}
