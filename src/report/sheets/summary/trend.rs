//! How this run compares with those before it: the small figure of each tile, and the trend.

use super::super::Report;
use super::{arr_cell, filter};
use crate::domain::{Capture, Decimal, grouped};
use crate::history::TrendPoint;
use crate::report::sheet::{Cell, Chart, LineChart, Page, Style, row_number};

/// How the figure in a cell, as `C4`, differs from the previous run's.
pub(super) fn against(cell: &str, now: u64, was: u64, report: &Report) -> Cell {
    let as_of = report.audit.history.previous.as_ref().and_then(|(_, as_of)| *as_of);
    let run = as_of.map_or_else(|| "the last run".to_owned(), |as_of| as_of.to_string());
    let formula = format!(
        "IF({cell}={was},\"no change since {run}\",TEXT({cell}-{was},\"+0;-0\")&\" since {run}\")"
    );
    let told = match (now.checked_sub(was), was.checked_sub(now)) {
        (Some(0), _) => format!("no change since {run}"),
        (Some(more), _) => format!("+{more} since {run}"),
        (None, fewer) => format!("-{} since {run}", fewer.unwrap_or_default()),
    };
    Cell::formula(formula, told.into())
}

/// What the lines show: the heads of their columns, which the next run knows the trend by.
const LINES: [Capture; 3] = [Capture::Recoverable, Capture::Captured, Capture::Lost];

/// The headers of the trend.
pub(in crate::report::sheets) fn heads() -> impl Iterator<Item = &'static str> {
    ["Run"].into_iter().chain(LINES.map(Capture::label))
}

/// As many rows as the chart is high.
const CHART_ROWS: u32 = 10;

/// Writes the trend and its chart; returns the row after them. Without runs before this one there is none.
pub(super) fn block(page: &mut Page, row: u32, report: &Report) -> u32 {
    let before = &report.audit.history.trend;
    if before.is_empty() {
        return row;
    }
    page.put(row, 0, Style::Heading, "Trend (ARR in USD)");
    for (column, head) in (0..).zip(heads()) {
        page.put(row + 1, column, Style::FigureHead, head);
    }
    let first = row + 2;
    for (line, point) in (first..).zip(before) {
        page.put(line, 0, Style::Body, Cell::Date(point.as_of));
        for (column, figure) in (1..).zip(figures(point)) {
            page.put(line, column, Style::Body, Cell::Money(figure));
        }
    }
    let last = first + row_number(before.len());
    page.put(last, 0, Style::Body, Cell::Date(report.audit.as_of));
    for (column, capture) in (1..).zip(LINES) {
        let of_capture = filter("Outcome", capture.label());
        let tally = report.totals.capture(capture);
        page.put(last, column, Style::Body, arr_cell(&of_capture, tally));
    }
    page.charts.push(Chart::Lines(LineChart {
        alt_text: alt_text(before, report),
        measure: "AWS ARR by run, USD",
        rows: (first, last),
        names: 0,
        lines: [(LINES[0], 1), (LINES[1], 2), (LINES[2], 3)]
            .map(|(capture, column)| (capture.label(), column)),
        corner: (row + 1, 4),
        size: (296, 20 * CHART_ROWS - 10),
    }));
    (last + 1).max(row + 1 + CHART_ROWS) + 1
}

fn figures(point: &TrendPoint) -> [Decimal; 3] {
    [point.recoverable, point.captured, point.lost]
}

fn alt_text(before: &[TrendPoint], report: &Report) -> String {
    let Some(first) = before.first() else { return String::new() };
    let told = LINES.iter().zip(figures(first)).map(|(capture, was)| {
        let now = report.totals.capture(*capture).arr_usd();
        format!(
            "{} from {} to {}",
            capture.label().to_lowercase(),
            grouped(was.round()),
            grouped(now.round())
        )
    });
    let told = told.collect::<Vec<_>>().join(", ");
    format!("AWS ARR in USD from {} to {}: {told}.", first.as_of, report.audit.as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::date;
    use crate::portfolio::Portfolio;
    use crate::portfolio::testing::audit;

    #[test]
    fn a_figure_is_told_against_the_previous_runs() {
        let mut audit = audit();
        audit.history.previous = Some(("last.xlsx".into(), Some(date(2026, 7, 1))));
        let portfolio = Portfolio::new(&audit);
        let report = Report::new(&portfolio, &[]);
        let told = |now, was| match against("C4", now, was, &report) {
            Cell::Formula { result, .. } => *result,
            other => other,
        };
        assert_eq!(told(5, 3), "+2 since 2026-07-01".into());
        assert_eq!(told(3, 5), "-2 since 2026-07-01".into());
        assert_eq!(told(3, 3), "no change since 2026-07-01".into());
    }

    #[test]
    fn the_trend_ends_with_this_run_and_is_absent_on_a_first_one() {
        let mut audit = audit();
        let mut page = Page::default();
        assert_eq!(block(&mut page, 7, &Report::new(&Portfolio::new(&audit), &[])), 7);
        assert!(page.cells.is_empty() && page.charts.is_empty());
        let figure = Decimal::from(10);
        let as_of = date(2026, 7, 1);
        audit.history.trend =
            vec![TrendPoint { as_of, recoverable: figure, captured: figure, lost: figure }];
        block(&mut page, 7, &Report::new(&Portfolio::new(&audit), &[]));
        let days: Vec<_> =
            page.cells.iter().filter(|it| matches!(it.cell, Cell::Date(_))).collect();
        assert_eq!(days.last().unwrap().cell, Cell::Date(audit.as_of));
        assert_eq!(days.len(), 2);
        let [Chart::Lines(chart)] = &page.charts[..] else { unreachable!() };
        assert!(chart.alt_text.contains("recoverable from 10 to 54,000"), "{}", chart.alt_text);
    }
}
