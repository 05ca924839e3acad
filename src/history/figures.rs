//! What earlier runs came to: the figures that a run is compared with.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::previous::PreviousRun;
use crate::domain::{Capture, Decimal, Verdict, Window};

/// What the previous run came to, by the rows of its sheet Deals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastFigures {
    /// How many deals it had.
    pub deals: u64,
    /// How many of them by verdict.
    pub verdicts: BTreeMap<Verdict, u64>,
    /// How many of them by what became of their money.
    pub captures: BTreeMap<Capture, u64>,
    /// How many of them had a window that was closing.
    pub closing: u64,
}

/// The AWS ARR in US dollars of one run, by what became of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrendPoint {
    /// The day that the run speaks for.
    pub as_of: NaiveDate,
    /// What could still be had.
    pub recoverable: Decimal,
    /// What was captured.
    pub captured: Decimal,
    /// What was lost.
    pub lost: Decimal,
}

/// How many runs a trend shows, this one included (our choice).
const RUNS_SHOWN: usize = 8;

impl PastFigures {
    /// What this previous run came to.
    pub(super) fn of(run: &PreviousRun) -> PastFigures {
        let mut figures = PastFigures { deals: run.deals.len() as u64, ..PastFigures::default() };
        for standing in run.deals.iter().map(|deal| &deal.standing) {
            if let Some(verdict) = standing.verdict {
                *figures.verdicts.entry(verdict).or_default() += 1;
            }
            if let Some(capture) = standing.outcome {
                *figures.captures.entry(capture).or_default() += 1;
            }
            figures.closing += u64::from(standing.window == Some(Window::Closing));
        }
        figures
    }
}

/// The runs before this one, the oldest first: those that the previous workbook knew of, and itself. One that speaks for
/// the same day or a later one is no run before this one, and one whose sheet lacks deals tells no sum of them.
pub(super) fn trend(run: &PreviousRun, as_of: NaiveDate) -> Vec<TrendPoint> {
    let mut points: BTreeMap<NaiveDate, TrendPoint> =
        run.trend.iter().map(|point| (point.as_of, *point)).collect();
    if let Some(of_run) = run.as_of.filter(|_| !run.lacks_deals) {
        points.entry(of_run).or_insert_with(|| TrendPoint {
            as_of: of_run,
            recoverable: arr(run, Capture::Recoverable),
            captured: arr(run, Capture::Captured),
            lost: arr(run, Capture::Lost),
        });
    }
    let mut points: Vec<_> = points.into_values().filter(|point| point.as_of < as_of).collect();
    points.drain(..points.len().saturating_sub(RUNS_SHOWN - 1));
    points
}

fn arr(run: &PreviousRun, capture: Capture) -> Decimal {
    let standings = run.deals.iter().map(|deal| &deal.standing);
    standings.filter(|of| of.outcome == Some(capture)).filter_map(|of| of.arr).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::date;
    use crate::history::previous::PreviousDeal;
    use crate::history::standing::Standing;

    fn run() -> PreviousRun {
        let deal = |capture, arr: i64| PreviousDeal {
            standing: Standing {
                outcome: Some(capture),
                verdict: Some(Verdict::LooksEligible),
                window: Some(Window::Closing),
                arr: Some(arr.into()),
                ..Standing::default()
            },
            ..PreviousDeal::default()
        };
        PreviousRun {
            as_of: Some(date(2026, 7, 1)),
            deals: vec![deal(Capture::Recoverable, 500), deal(Capture::Lost, 200)],
            ..PreviousRun::default()
        }
    }

    fn point(as_of: NaiveDate, recoverable: i64) -> TrendPoint {
        let (recoverable, zero) = (recoverable.into(), Decimal::ZERO);
        TrendPoint { as_of, recoverable, captured: zero, lost: zero }
    }

    #[test]
    fn the_previous_run_is_counted_by_its_deals() {
        let figures = PastFigures::of(&run());
        assert_eq!((figures.deals, figures.closing), (2, 2));
        assert_eq!(figures.verdicts[&Verdict::LooksEligible], 2);
        assert_eq!(figures.captures[&Capture::Lost], 1);
    }

    #[test]
    fn the_first_point_of_a_trend_is_reckoned_from_the_previous_deals() {
        let lost = Decimal::from(200);
        let expected = TrendPoint { lost, ..point(date(2026, 7, 1), 500) };
        assert_eq!(trend(&run(), date(2026, 10, 1)), [expected]);
        assert_eq!(trend(&run(), date(2026, 7, 1)), [], "a run of the same day is no run before");
    }

    #[test]
    fn a_trend_keeps_the_last_seven_runs_before_this_one() {
        let mut run = run();
        run.trend = (1..=9).map(|month| point(date(2025, month, 1), month.into())).collect();
        run.trend.push(point(date(2026, 7, 1), 999));
        let points = trend(&run, date(2026, 10, 1));
        assert_eq!((points.len(), points[0].as_of), (7, date(2025, 4, 1)));
        assert_eq!(points[6].recoverable, Decimal::from(999), "what its page said counts");
    }
}
