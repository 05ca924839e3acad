//! Who has how much to do: the owners.

use polars::prelude::{DataType, LazyFrame, col, lit};

use super::super::frames::HAS_FINDINGS;
use super::OwnerTally;
use super::group::{collected, counts, descending, texts, unsigned};
use crate::domain::{Capture, Window};

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
