//! The columns of the four tables: one static list per table, each column a header and the one
//! plain function that reads it.

mod deals;
mod findings;
mod matches;
mod set_aside;

use chrono::NaiveDate;

use crate::domain::{Decimal, Provenance};

pub(super) use deals::DealRow;
pub(super) use findings::FindingRow;
pub(super) use matches::{MatchRow, match_rows};
pub(super) use set_aside::{SetAsideRow, set_aside_rows};

/// A column of a table.
pub(super) struct Column<T> {
    /// The header, as in the contract of the table outputs.
    pub(super) header: &'static str,
    /// How a row's cell is read. `None` is blank, which means unknown.
    pub(super) cell: Read<T>,
}

/// What a column holds, and how it is read.
pub(super) enum Read<T> {
    /// Words.
    Text(fn(&T) -> Option<String>),
    /// An amount in a currency of its own, exact.
    Amount(fn(&T) -> Option<Decimal>),
    /// US dollars that are added up.
    Usd(fn(&T) -> Option<Decimal>),
    /// A whole number.
    Count(fn(&T) -> Option<i64>),
    /// A score from 0 to 1, shown to four decimals.
    Score(fn(&T) -> Option<f64>),
    /// A day.
    Date(fn(&T) -> Option<NaiveDate>),
}

fn file(at: &Provenance) -> String {
    at.source.file.clone()
}

fn row(at: &Provenance) -> i64 {
    i64::from(at.row)
}

/// The texts joined, or blank if there are none.
fn joined<S: AsRef<str>>(texts: &[S], separator: &str) -> Option<String> {
    let texts: Vec<_> = texts.iter().map(AsRef::as_ref).collect();
    (!texts.is_empty()).then(|| texts.join(separator))
}
