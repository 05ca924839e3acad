//! What became of the money: outcome by window, and the state of each phase.

use super::super::Report;
use super::{RIGHT, arr_cell, deals_cell, filter, heads};
use crate::domain::{Capture, Phase, PhaseState, Window};
use crate::portfolio::Tally;
use crate::report::sheet::{Cell, Page, Style};
use crate::report::words;

/// Writes counts and ARR by outcome and window; returns the row after it.
pub(super) fn block(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(row, 0, Style::Heading, "Outcome by window");
    let after_counts = grid(page, row + 1, "Deals", report, deals_cell);
    grid(page, after_counts, "ARR, USD", report, arr_cell)
}

/// One grid of figures: a row per outcome, a column per window, totals on both edges.
fn grid(
    page: &mut Page,
    row: u32,
    measure: &str,
    report: &Report,
    cell: fn(&str, Tally) -> Cell,
) -> u32 {
    let totals = &report.totals;
    let windows: Vec<_> = totals.windows.iter().map(|(window, _)| *window).collect();
    let mut labels: Vec<_> = windows.iter().map(|window| window_label(*window)).collect();
    labels.push("All");
    heads(page, (row, 0), 1, measure, &labels);
    let mut next = row + 1;
    for (capture, of_capture) in &totals.captures {
        page.put(next, 0, Style::Body, capture.label());
        let in_capture = filter("Outcome", capture.label());
        for (column, window) in (1..).zip(&windows) {
            let both = format!("{in_capture},{}", window_filter(*window));
            page.put(next, column, Style::Body, cell(&both, tally(report, *capture, *window)));
        }
        let of_capture = Cell::Bold(Box::new(cell(&in_capture, *of_capture)));
        page.put(next, 6, Style::Body, of_capture);
        next += 1;
    }
    page.put(next, 0, Style::Total, "All");
    for (column, (window, of_window)) in (1..).zip(&totals.windows) {
        page.put(next, column, Style::Total, cell(&window_filter(*window), *of_window));
    }
    page.put(next, 6, Style::Total, cell("", totals.deals));
    next + 1
}

fn tally(report: &Report, capture: Capture, window: Option<Window>) -> Tally {
    let tallies = &report.totals.captures_by_window;
    let found = tallies.iter().find(|(c, w, _)| (*c, *w) == (capture, window));
    found.map_or_else(Tally::default, |(_, _, tally)| *tally)
}

fn window_label(window: Option<Window>) -> &'static str {
    window.map_or("None needed", Window::label)
}

fn window_filter(window: Option<Window>) -> String {
    match window {
        Some(window) => filter("Window", window.label()),
        // A table without deals still has a row, which is no deal. LibreOffice finds nothing if the
        // criterion for blanks comes first.
        None => format!("{},{}", filter("Deal id", "<>"), filter("Window", "")),
    }
}

/// The states shown, several in one column where they mean the same to leadership.
const STATES: &[(&str, &[PhaseState])] = &[
    ("Closing", &[PhaseState::Closing]),
    ("Open", &[PhaseState::Open]),
    ("Unknown", &[PhaseState::Unknown]),
    ("Closed", &[PhaseState::Closed, PhaseState::Lapsed]),
    ("Applied", &[PhaseState::Applied]),
    ("Approved, claimed", &[PhaseState::Approved, PhaseState::Claimed]),
    ("Elsewhere or waived", &[PhaseState::Elsewhere, PhaseState::Waived]),
];

/// Writes how many deals stand where in each phase, and what they may bring if rates are set; returns the row after it.
pub(super) fn phases(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(row, RIGHT, Style::Heading, "By phase");
    let labels: Vec<_> = STATES.iter().map(|(label, _)| *label).collect();
    heads(page, (row + 1, RIGHT), 1, "Deals", &labels);
    let mut next = row + 2;
    for phase in Phase::ALL {
        page.put(next, RIGHT, Style::Body, phase.label());
        for (column, (_, states)) in (RIGHT + 1..).zip(STATES) {
            page.put(next, column, Style::Body, phase_cell(report, phase, states));
        }
        next += 1;
    }
    if !report.has_rates() {
        return next;
    }
    heads(page, (next, RIGHT), 1, "Base estimate, USD", &labels);
    next += 1;
    for phase in Phase::ALL {
        page.put(next, RIGHT, Style::Body, phase.label());
        for (column, (_, states)) in (RIGHT + 1..).zip(STATES) {
            page.put(next, column, Style::Body, estimate_cell(report, phase, states));
        }
        next += 1;
    }
    next
}

/// What the deals in these states of a phase may bring by that phase.
fn estimate_cell(report: &Report, phase: Phase, states: &[PhaseState]) -> Cell {
    let name = phase.label();
    let terms = states.iter().map(|state| {
        let in_state = filter(name, &words::sentence_case(state.name()));
        format!("SUMIFS(tblDeals[{name} base],{in_state})")
    });
    let screenings = report.lines.iter().map(|line| &line.deal.screening);
    let estimates = screenings
        .filter(|screening| states.contains(&screening.phase(phase).state))
        .filter_map(|screening| screening.estimate(phase).base_usd);
    Cell::formula(terms.collect::<Vec<_>>().join("+"), Cell::Money(estimates.sum()))
}

fn phase_cell(report: &Report, phase: Phase, states: &[PhaseState]) -> Cell {
    let terms: Vec<_> = states
        .iter()
        .map(|state| {
            format!("COUNTIFS({})", filter(phase.label(), &words::sentence_case(state.name())))
        })
        .collect();
    let counted = report
        .totals
        .phases
        .iter()
        .filter(|(of, state, _)| *of == phase && states.iter().any(|s| s.name() == state))
        .map(|(_, _, count)| count)
        .sum();
    Cell::formula(terms.join("+"), Cell::count(counted))
}
