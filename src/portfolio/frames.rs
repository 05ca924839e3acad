//! The four tables as polars frames, built from the columns' static lists.

use chrono::NaiveDate;
use polars::prelude::{
    DataFrame, DataType, Int32Chunked, Int64Chunked, IntoColumn, IntoLazy, IntoSeries, LazyFrame,
    NamedFrom, NewChunkedArray, PlSmallStr, Series,
};

use super::columns::{
    Column, DealRow, FindingRow, MatchRow, Read, SetAsideRow, match_rows, set_aside_rows,
};
use super::{Audit, Step, main_reason};
use crate::domain::{Decimal, Finding};

/// The tables of one run. The same frames serve the table outputs and the roll-ups.
pub struct Frames {
    pub(super) deals: Frame,
    pub(super) findings: Frame,
    pub(super) matches: Frame,
    pub(super) set_aside: Frame,
    /// `deals` with the columns that only roll-ups need.
    standing: DataFrame,
}

/// A frame, and what each of its columns means: polars knows only how it is stored.
pub(super) struct Frame {
    pub(super) kinds: Vec<Kind>,
    pub(super) data: DataFrame,
}

/// What a column of a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// An exact decimal, as text.
    Amount,
    /// US dollars, in cents.
    Cents,
    /// A whole number.
    Count,
    /// A score.
    Score,
    /// A day.
    Date,
}

/// The column of [`Step::number`] in the roll-ups' frame.
pub(super) const STEP: &str = "step";

/// The column of the main reason's label in the roll-ups' frame.
pub(super) const MAIN_REASON: &str = "main_reason";

/// The column of a deal's place in [`Audit::deals`] in the roll-ups' frame.
pub(super) const PLACE: &str = "place";

impl Frames {
    /// The tables of this run.
    pub fn new(audit: &Audit) -> Frames {
        let findings_by_deal = audit.findings_by_deal();
        let deal_rows: Vec<_> = audit
            .deals
            .iter()
            .zip(&findings_by_deal)
            .map(|(deal, findings)| DealRow { deal, findings })
            .collect();
        let finding_rows: Vec<_> = audit
            .findings
            .iter()
            .map(|finding| {
                let deal = finding.deal.and_then(|place| audit.deals.get(place));
                FindingRow { finding, deal }
            })
            .collect();
        let deals = Frame::new(&DealRow::COLUMNS, &deal_rows);
        let standing = standing(audit, &findings_by_deal, &deals.data);
        Frames {
            deals,
            findings: Frame::new(&FindingRow::COLUMNS, &finding_rows),
            matches: Frame::new(&MatchRow::COLUMNS, &match_rows(&audit.deals)),
            set_aside: Frame::new(
                &SetAsideRow::COLUMNS,
                &set_aside_rows(&audit.set_aside, &audit.inputs),
            ),
            standing,
        }
    }

    /// The deals with their step, main reason and place, for roll-ups.
    pub(super) fn standing(&self) -> LazyFrame {
        self.standing.clone().lazy()
    }
}

fn standing(audit: &Audit, findings: &[Vec<&Finding>], deals: &DataFrame) -> DataFrame {
    let steps: Int64Chunked =
        audit.deals.iter().map(|deal| Step::reached(deal).map(Step::number)).collect();
    let reasons: Vec<_> = findings
        .iter()
        .map(|of_deal| main_reason(of_deal).map(|(reason, _)| reason.label))
        .collect();
    let places: Int64Chunked = (0_i64..).take(audit.deals.len()).map(Some).collect();
    let mut columns = deals.columns().to_vec();
    columns.push(steps.with_name(STEP.into()).into_series().into_column());
    columns.push(Series::new(MAIN_REASON.into(), reasons).into_column());
    columns.push(places.with_name(PLACE.into()).into_series().into_column());
    DataFrame::new(audit.deals.len(), columns).expect("columns of one height with distinct names")
}

impl Frame {
    fn new<T>(columns: &[Column<T>], rows: &[T]) -> Frame {
        let (kinds, series): (Vec<_>, Vec<_>) = columns
            .iter()
            .map(|column| {
                let (kind, series) = series(column, rows);
                (kind, series.into_column())
            })
            .unzip();
        let data =
            DataFrame::new(rows.len(), series).expect("columns of one height with distinct names");
        Frame { kinds, data }
    }
}

fn series<T>(column: &Column<T>, rows: &[T]) -> (Kind, Series) {
    let name: PlSmallStr = column.header.into();
    match column.cell {
        Read::Text(cell) => {
            let texts: Vec<_> =
                rows.iter().map(|row| cell(row).filter(|text| !text.is_empty())).collect();
            (Kind::Text, Series::new(name, texts))
        }
        Read::Amount(cell) => {
            let texts: Vec<_> =
                rows.iter().map(|row| Some(cell(row)?.normalize().to_string())).collect();
            (Kind::Amount, Series::new(name, texts))
        }
        Read::Usd(cell) => {
            let cents: Int64Chunked = rows.iter().map(|row| cell(row).map(cents)).collect();
            (Kind::Cents, cents.with_name(name).into_series())
        }
        Read::Count(cell) => {
            let counts: Int64Chunked = rows.iter().map(cell).collect();
            (Kind::Count, counts.with_name(name).into_series())
        }
        Read::Score(cell) => {
            let scores: Vec<_> = rows.iter().map(|row| cell(row).map(to_four_decimals)).collect();
            (Kind::Score, Series::new(name, scores))
        }
        Read::Date(cell) => {
            let days = rows.iter().map(|row| cell(row).map(days_since_epoch));
            let days = Int32Chunked::from_iter_options(name, days);
            let dates = days.into_series().cast(&DataType::Date).expect("days are dates");
            (Kind::Date, dates)
        }
    }
}

/// More cents than any revenue has, few enough that a spreadsheet's number holds them exactly.
const MOST_CENTS: i64 = 1 << 53;

/// The amount in cents. Beyond [`MOST_CENTS`] it stays at that bound, visibly absurd.
fn cents(amount: Decimal) -> i64 {
    let bound = if amount.is_sign_negative() { -MOST_CENTS } else { MOST_CENTS };
    amount
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|cents| i64::try_from(cents.round()).ok())
        .map_or(bound, |cents| cents.clamp(-MOST_CENTS, MOST_CENTS))
}

fn to_four_decimals(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}

fn days_since_epoch(date: NaiveDate) -> i32 {
    date.to_epoch_days()
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
