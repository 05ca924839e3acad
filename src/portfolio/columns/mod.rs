//! The columns of the four tables: one static list per table, each column a header and the one
//! plain function that reads it.

mod deals;
mod findings;
mod matches;
mod set_aside;

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::{Decimal, Provenance};

pub(super) use deals::{DealRow, deal_rows};
pub(super) use findings::{FindingRow, finding_rows};
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
    Text(fn(&T) -> Option<Cow<'_, str>>),
    /// An amount in a currency of its own, exact.
    Amount(fn(&T) -> Option<Decimal>),
    /// US dollars, shown to the cent.
    Usd(fn(&T) -> Option<Decimal>),
    /// A whole number.
    Count(fn(&T) -> Option<i64>),
    /// A score from 0 to 1, shown to four decimals.
    Score(fn(&T) -> Option<f64>),
    /// A day.
    Date(fn(&T) -> Option<NaiveDate>),
}

/// More cents than any revenue has, few enough that those of a million deals add up in 64 bits.
const MOST_CENTS: i64 = 1 << 43;

/// The amount in cents. Beyond [`MOST_CENTS`] it stays at that bound, visibly absurd.
pub(super) fn cents(amount: Decimal) -> i64 {
    let bound = if amount.is_sign_negative() { -MOST_CENTS } else { MOST_CENTS };
    amount
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|cents| i64::try_from(cents.round()).ok())
        .map_or(bound, |cents| cents.clamp(-MOST_CENTS, MOST_CENTS))
}

fn file(at: &Provenance) -> Cow<'_, str> {
    at.source.file.as_str().into()
}

fn row(at: &Provenance) -> i64 {
    i64::from(at.row)
}

/// The texts joined, or blank if there are none.
fn joined<S: AsRef<str>>(texts: &[S], separator: &str) -> Option<Cow<'static, str>> {
    let texts: Vec<_> = texts.iter().map(AsRef::as_ref).collect();
    (!texts.is_empty()).then(|| texts.join(separator).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_kept_to_the_cent() {
        for (amount, in_cents) in [("0.01", 1), ("24000.5", 2_400_050), ("-12.34", -1_234)] {
            assert_eq!(cents(amount.parse().unwrap()), in_cents, "{amount}");
        }
    }

    #[test]
    fn absurd_amounts_stay_at_the_bound_instead_of_wrapping_round() {
        assert_eq!(cents(Decimal::MAX), MOST_CENTS);
        assert_eq!(cents(Decimal::MIN), -MOST_CENTS);
    }
}
