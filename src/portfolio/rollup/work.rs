//! Who has to do what by when: the nearest deadlines, and the owners.

use polars::prelude::{DataType, LazyFrame, col, lit};

use super::super::frames::{HAS_FINDINGS, IS_ACCEPTED, PLACE};
use super::OwnerTally;
use super::group::{collected, counts, descending, texts, unsigned};
use crate::domain::{Capture, Window};

/// The places of the ten deals that must apply next, the nearest first.
pub(super) fn deadlines(deals: LazyFrame) -> Vec<usize> {
    let can_apply = col("window")
        .eq(lit(Window::Closing.name()))
        .or(col("window").eq(lit(Window::Open.name())));
    // Of a deal that has applied for one phase, another is a deadline once it comes near.
    let has_time = col("capture")
        .eq(lit(Capture::InFlight.name()))
        .and(col("window").eq(lit(Window::Open.name())));
    let is_deadline = can_apply.and(has_time.not()).and(col(IS_ACCEPTED).not());
    let nearest = deals
        .filter(is_deadline.and(col("days_left").is_not_null()))
        .sort(["days_left", "arr_usd"], descending(&[false, true]))
        .limit(10);
    let places = counts(&collected(nearest), PLACE);
    places.into_iter().filter_map(|place| usize::try_from(place).ok()).collect()
}

/// The owners who have something to do, the most to recover first.
pub(super) fn owners(deals: LazyFrame) -> Vec<OwnerTally> {
    let is_recoverable = col("capture").eq(lit(Capture::Recoverable.name()));
    let recoverable = col("arr_usd").filter(is_recoverable).sum();
    let is_closing = col("window").eq(lit(Window::Closing.name()));
    let grouped = deals
        .group_by_stable([col("owner")])
        .agg([
            col(HAS_FINDINGS).sum().cast(DataType::Int64).alias("with_findings"),
            is_closing.sum().cast(DataType::Int64).alias("closing"),
            recoverable.alias("recoverable"),
        ])
        .filter(col("with_findings").gt(lit(0)).or(col("recoverable").gt(lit(0))))
        .sort(["recoverable", "with_findings", "owner"], descending(&[true, true, false]));
    let grouped = collected(grouped);
    let figures = counts(&grouped, "with_findings")
        .into_iter()
        .zip(counts(&grouped, "closing"))
        .zip(counts(&grouped, "recoverable"));
    texts(&grouped, "owner")
        .into_iter()
        .zip(figures)
        .map(|(owner, ((with_findings, closing), recoverable_cents))| OwnerTally {
            owner,
            with_findings: unsigned(with_findings),
            closing: unsigned(closing),
            recoverable_cents,
        })
        .collect()
}
