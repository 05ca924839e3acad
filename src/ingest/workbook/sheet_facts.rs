//! What a sheet says beside the values of its cells.

use std::collections::BTreeMap;

use crate::ingest::record_links;

/// What was found while scanning a sheet. Rows and columns count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SheetFacts {
    /// Rows that are hidden, which is what a filter does.
    pub hidden: Tally,
    /// Rows whose number another row has.
    pub repeated: Tally,
    /// Per column, formulas without a stored value.
    pub unvalued: BTreeMap<u32, Tally>,
    /// Cells of one column that are merged.
    pub merges: Vec<Merge>,
    /// The record ids in the links of cells, by row and column.
    pub linked_ids: BTreeMap<(u32, u32), String>,
    /// Whether the workbook counts days from 1904.
    pub counts_from_1904: bool,
}

/// How many rows, and which is the first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// How many.
    pub count: u64,
    /// The first, from 0.
    pub first: u32,
}

impl Tally {
    /// Counts some rows, the first of which is this one.
    pub(super) fn add(&mut self, row: u32, count: u32) {
        if self.count == 0 {
            self.first = row;
        }
        self.count += u64::from(count);
    }
}

/// Cells of one column merged into one, of which the first holds the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub column: u32,
    /// The row of the value.
    pub first: u32,
    /// The last row that it is meant for.
    pub last: u32,
}

impl SheetFacts {
    /// Notes merged cells; those side by side say nothing about rows.
    pub(super) fn merge(&mut self, column: u32, first: u32, last: u32) {
        if last > first {
            self.merges.push(Merge { column, first, last });
        }
    }

    /// Notes the link of a cell, if it leads to a record of a CRM.
    pub(super) fn link(&mut self, row: u32, column: u32, url: &str) {
        if let Some(id) = record_links::record_id(url) {
            self.linked_ids.insert((row, column), id);
        }
    }
}
