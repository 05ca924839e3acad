//! What people typed into cells of the workbook.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Decimal;

/// What a person typed into a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedCell {
    /// Text, verbatim.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
}

/// What people typed into the cells of one row, by header. Blank cells are not among them.
pub type TypedCells = BTreeMap<String, TypedCell>;
