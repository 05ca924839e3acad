//! Where the money leaks: the steps on the way to it, and the main reasons, each with its chart.

use std::cmp::Reverse;

use super::super::Report;
use super::{RIGHT, arr_cell, deals_cell, filter, heads};
use crate::domain::{Capture, Decimal, grouped};
use crate::portfolio::SMALLER_GAPS;
use crate::report::sheet::{BarChart, Cell, Chart, Page, Style, row_number};

/// Why a deal may be approved here and no captured one above.
const BY_FURTHEST: &str = "By a deal's furthest request; the tiles go by what can still be had: approved for Assess, open for Migrate is Recoverable.";

/// Writes the capture funnel and its chart; returns the row after the table.
pub(super) fn funnel(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(
        row,
        0,
        Style::Heading,
        "Capture funnel (each step counts only deals that passed all before it)",
    );
    page.put(row + 1, 0, Style::Note, BY_FURTHEST);
    let row = row + 1;
    heads(page, (row + 1, 0), 2, "Step", &["Deals", "ARR, USD", "Drop"]);
    let steps = &report.totals.funnel;
    let first = row + 2;
    let tallied: Vec<_> = steps.iter().map(|(_, tally)| tally.deals).collect();
    let mut before = None;
    for (line, (step, tally)) in (first..).zip(steps) {
        let reached = format!("tblDeals[Funnel step],\">={}\"", step.number());
        page.put(line, 0, Style::Body, step.label());
        page.put(line, 2, Style::Body, deals_cell(&reached, *tally));
        page.put(line, 3, Style::Body, arr_cell(&reached, *tally));
        if let Some(before) = before {
            let drop = Cell::count(before - tally.deals);
            // Excel counts rows from 1.
            page.put(line, 4, Style::Body, Cell::formula(format!("C{line}-C{}", line + 1), drop));
        }
        before = Some(tally.deals);
    }
    let last = first + row_number(steps.len()) - 1;
    let told: Vec<_> =
        steps.iter().map(|(step, tally)| format!("{} {}", step.label(), tally.deals)).collect();
    page.charts.push(Chart::Bars(BarChart {
        alt_text: format!("Capture funnel, number of deals: {}.", told.join(", ")),
        measure: "Deals",
        rows: (first, last),
        names: 0,
        figures: 2,
        corner: (row + 1, 5),
        largest: tallied.first().map_or(Decimal::ZERO, |deals| (*deals).into()),
        size: (224, 220),
    }));
    last + 1
}

/// As many rows as the chart of the main reasons is high at least.
const LEAST_ROWS: u32 = 8;

/// Writes the main reasons and their chart, the costliest first; returns the row after the block.
pub(super) fn leaks(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(
        row,
        RIGHT,
        Style::Heading,
        "Why it leaks (deals whose money is not captured, by first blocker)",
    );
    heads(page, (row + 1, RIGHT), 2, "Main reason", &["Deals", "ARR, USD"]);
    let mut leaks: Vec<_> =
        report.totals.leaks.iter().filter(|(_, tally)| tally.deals > 0).collect();
    leaks.sort_by_key(|(_, tally)| Reverse((tally.arr_cents, tally.deals)));
    let first = row + 2;
    if leaks.is_empty() {
        page.put(first, RIGHT, Style::Body, "Nothing leaks.");
        return first + 2;
    }
    for (line, (label, tally)) in (first..).zip(&leaks) {
        let not = |capture: Capture| filter("Outcome", &format!("<>{}", capture.label()));
        let mut at_stake =
            vec![filter("Main reason", label), not(Capture::Captured), not(Capture::NotApplicable)];
        if *label == SMALLER_GAPS {
            at_stake.push(not(Capture::InFlight));
        }
        let at_stake = at_stake.join(",");
        page.put(line, RIGHT, Style::Body, *label);
        page.put(line, RIGHT + 2, Style::Body, deals_cell(&at_stake, *tally));
        page.put(line, RIGHT + 3, Style::Body, arr_cell(&at_stake, *tally));
    }
    let lines = row_number(leaks.len());
    // The alternative text is for listeners: the worst three will do, and Excel takes 255 characters.
    let told: Vec<_> = leaks
        .iter()
        .take(3)
        .map(|(label, tally)| format!("{label} USD {}", grouped(tally.arr_usd())))
        .collect();
    page.charts.push(Chart::Bars(BarChart {
        alt_text: format!(
            "AWS ARR at stake by main reason, the largest first: {}.",
            told.join(", ")
        ),
        measure: "AWS ARR at stake, USD",
        rows: (first, first + lines - 1),
        names: RIGHT,
        figures: RIGHT + 3,
        corner: (row + 1, RIGHT + 4),
        largest: leaks[0].1.arr_usd(),
        // As tall as the table beside it: a row has 20 pixels, the heads 40. In a flat chart LibreOffice breaks figures.
        size: (520, (20 * lines + 20).max(20 * LEAST_ROWS)),
    }));
    (first + lines).max(row + 1 + LEAST_ROWS) + 1
}
