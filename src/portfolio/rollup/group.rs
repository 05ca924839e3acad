//! Grouping over the frames, in an order that does not depend on hashing.

use polars::prelude::{DataFrame, DataType, LazyFrame, SortMultipleOptions, col, len};

use super::Tally;

/// Tallies by the values of a column; `None` is blank.
pub(super) type Tallies = Vec<(Option<String>, Tally)>;

/// Deals, ARR and what is requested by the values of a column, in the order of their first appearance.
pub(super) fn tallies(deals: &LazyFrame, by: &str) -> Tallies {
    let grouped = deals.clone().group_by_stable([col(by)]).agg([
        len().cast(DataType::Int64).alias("deals"),
        col("arr_usd").is_null().sum().cast(DataType::Int64).alias("without_arr"),
        col("arr_usd").sum().alias("arr_cents"),
        col("requested_usd").sum().alias("requested_cents"),
    ]);
    let grouped = collected(grouped);
    let [deals, without_arr, arr, requested] =
        ["deals", "without_arr", "arr_cents", "requested_cents"].map(|it| counts(&grouped, it));
    let tally = |(place, key)| {
        let tally = Tally {
            deals: unsigned(deals[place]),
            without_arr: unsigned(without_arr[place]),
            arr_cents: arr[place],
            requested_cents: requested[place],
        };
        (key, tally)
    };
    texts(&grouped, by).into_iter().enumerate().map(tally).collect()
}

/// The tally of one value.
pub(super) fn tally_of(tallies: &Tallies, key: Option<&str>) -> Tally {
    let of_key = tallies.iter().find(|(of, _)| of.as_deref() == key);
    of_key.map_or_else(Tally::default, |(_, tally)| *tally)
}

/// All tallies together.
pub(super) fn sum(tallies: &Tallies) -> Tally {
    tallies.iter().map(|(_, tally)| *tally).fold(Tally::default(), Tally::plus)
}

/// Sorting that keeps the order of rows which compare as equal, unknown last.
pub(super) fn descending(columns: &[bool]) -> SortMultipleOptions {
    SortMultipleOptions::default()
        .with_order_descending_multi(columns.iter().copied())
        .with_nulls_last(true)
        .with_maintain_order(true)
}

/// Why a plan over our own frames cannot fail.
const BUILT: &str = "the plan names columns that the frame was built with";

/// The plan's rows.
pub(super) fn collected(plan: LazyFrame) -> DataFrame {
    plan.collect().expect(BUILT)
}

/// A column of words.
pub(super) fn texts(frame: &DataFrame, column: &str) -> Vec<Option<String>> {
    let texts = frame.column(column).expect(BUILT).str().expect(BUILT);
    texts.iter().map(|text| text.map(str::to_owned)).collect()
}

/// A column of whole numbers, blank as 0.
pub(super) fn counts(frame: &DataFrame, column: &str) -> Vec<i64> {
    let counts = frame.column(column).expect(BUILT).i64().expect(BUILT);
    counts.iter().map(Option::unwrap_or_default).collect()
}

/// A count as polars gives it.
pub(super) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}
