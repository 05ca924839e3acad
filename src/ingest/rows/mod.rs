//! What rows are: records, sums, headings, repeated headers, remarks, other tables. The rows below a header go in, the
//! [`records::Records`] of an export come out, with what became of every row.

pub(super) mod credit_code;
mod grouping;
pub(super) mod non_records;
mod reconcile;
pub(super) mod records;
pub(super) mod remarks;
mod row_fault;
mod second_table;
pub(super) mod side_table;
mod sums;
pub(super) mod table;
