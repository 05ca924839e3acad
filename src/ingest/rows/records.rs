//! What the rows of an export came to.

use super::reconcile::StatedTotals;
use crate::domain::{Column, SetAside, Warning};
use crate::ingest::headers::mapping::Mapping;

/// What was collected of the rows below a header.
#[derive(Default)]
pub(in crate::ingest) struct Records {
    /// The mapped columns, in the order of the mapping.
    pub columns: Vec<Column>,
    /// The columns of ambiguous dates.
    pub date_twins: Vec<Column>,
    /// The row of each record.
    pub rows: Vec<u32>,
    /// Rows that are no records or could not be used.
    pub set_aside: Vec<SetAside>,
    /// Rows below the header that are not blank.
    pub rows_read: u64,
    /// How many of them could not be used.
    pub rows_set_aside: u64,
    /// How many of them are no records.
    pub rows_ignored: u64,
    /// What the last row of grand totals states.
    pub totals: Option<StatedTotals>,
    /// Set if an export of changes deletes records that it does not hold.
    pub deleted_elsewhere: Option<Warning>,
    /// What a line below the records says of the unit of their amounts.
    pub unit_note: Option<Warning>,
    /// What is told of values that stood once for a group of records and were repeated for all of them.
    pub grouped: Option<Warning>,
    /// How many bytes of text the columns hold.
    pub text: usize,
    /// The records that stand first or behind a row of sums, in order.
    pub group_starts: Vec<usize>,
    /// Whether the next record is one of them.
    pub is_group_start: bool,
    /// Whether rows of sums stand between the records.
    pub has_subtotals: bool,
}

impl Records {
    /// Reads the twin of a column of dates in place of one that is blank from top to bottom: an export of selected columns may
    /// fill either.
    pub(in crate::ingest) fn fill_from_twins(&mut self, mapping: &mut Mapping) {
        for (place, twin) in self.date_twins.iter_mut().enumerate() {
            let own = self.columns.iter().position(|column| column.field == twin.field);
            let is_blank = |own: &usize| self.columns[*own].iter().all(|cell| cell.is_blank());
            if let Some(own) = own.filter(is_blank) {
                std::mem::swap(&mut self.columns[own], twin);
                std::mem::swap(&mut mapping.columns[own], &mut mapping.date_twins[place]);
            }
        }
    }
}
