//! The figures on top: what leadership sees first.

use super::super::{Report, deals::REQUESTED};
use super::{arr_cell, deals_cell, filter, trend};
use crate::domain::{Capture, Screening, Verdict, Window};
use crate::portfolio::Tally;
use crate::report::sheet::{Cell, Page, Style};

/// The tiles stand over columns of their own: first column, and how many.
const TILES: [(u16, u16); 8] = [(0, 2), (2, 2), (4, 2), (6, 2), (8, 2), (10, 3), (13, 2), (15, 1)];

/// One of the figures on top.
struct Tile {
    label: String,
    /// Which deals it counts; empty counts all.
    filter: String,
    tally: Tally,
    /// What became of their money, if that is what the tile is about.
    capture: Option<Capture>,
    /// How many deals the previous run counted, if there was one.
    was: Option<u64>,
}

/// Writes the eight figures on top; returns the row after them.
pub(super) fn tiles(page: &mut Page, row: u32, report: &Report) -> u32 {
    let has_requested = report.totals.deals.requested_cents != 0;
    let last = row + if has_requested { 4 } else { 3 };
    for (tile, (column, span)) in all(report).into_iter().zip(TILES) {
        let Tile { label, filter, tally, capture, was } = tile;
        page.put_across((row, column), span, Style::TileFigure, deals_cell(&filter, tally));
        let label = Cell::Link { text: label, url: "internal:'Deals'!A1".to_owned() };
        page.put_across((row + 1, column), span, Style::TileLabel, label);
        let arr = if filter.is_empty() { no_figure() } else { arr_cell(&filter, tally) };
        page.put_across((row + 2, column), span, Style::TileNote, arr);
        let estimate = capture.map_or_else(no_figure, |capture| estimate_cell(capture, report));
        page.put_across((row + 3, column), span, Style::TileNote, estimate);
        if has_requested {
            let requested = capture.map_or_else(no_figure, |_| requested_cell(&filter, tally));
            page.put_across((row + 4, column), span, Style::TileNote, requested);
        }
        if let Some(was) = was {
            // Excel counts rows from 1.
            let place = u8::try_from(column).expect("no tile stands beyond column Z");
            let letter = char::from(b'A' + place);
            let figure = format!("{letter}{}", row + 1);
            let against = trend::against(&figure, tally.deals, was, report);
            page.put_across((last + 1, column), span, Style::TileNote, against);
        }
    }
    last + if report.audit.history.past.is_some() { 2 } else { 1 }
}

fn all(report: &Report) -> [Tile; 8] {
    let totals = &report.totals;
    let past = report.audit.history.past.as_ref();
    let of_outcome = |capture: Capture| Tile {
        label: capture.label().to_owned(),
        filter: filter("Outcome", capture.label()),
        tally: totals.capture(capture),
        capture: Some(capture),
        was: past.map(|past| past.captures.get(&capture).copied().unwrap_or_default()),
    };
    [
        Tile {
            label: "Deals reviewed".into(),
            filter: String::new(),
            tally: totals.deals,
            capture: None,
            was: past.map(|past| past.deals),
        },
        Tile {
            label: "Look eligible".into(),
            filter: filter("Verdict", Verdict::LooksEligible.label()),
            tally: totals.verdict(Verdict::LooksEligible),
            capture: None,
            was: past.map(|past| {
                past.verdicts.get(&Verdict::LooksEligible).copied().unwrap_or_default()
            }),
        },
        of_outcome(Capture::Recoverable),
        of_outcome(Capture::InFlight),
        of_outcome(Capture::Captured),
        of_outcome(Capture::Lost),
        of_outcome(Capture::CannotTell),
        Tile {
            label: format!("Closing within {} days", report.audit.closing_days),
            filter: filter("Window", Window::Closing.label()),
            tally: totals.window(Some(Window::Closing)),
            capture: None,
            was: past.map(|past| past.closing),
        },
    ]
}

/// The figure of the tile on the left would spread over a blank one.
fn no_figure() -> Cell {
    "–".into()
}

/// What the fund requests of the deals that pass the filter ask for.
fn requested_cell(filter: &str, tally: Tally) -> Cell {
    let sum = tally.requested_usd().unwrap_or_default();
    Cell::formula(format!("SUMIFS(tblDeals[{REQUESTED}],{filter})"), Cell::Requested(sum))
}

/// What the deals of one outcome may bring: what they lost or captured, or else what can still be had.
fn estimate_cell(capture: Capture, report: &Report) -> Cell {
    let column = match capture {
        Capture::Lost => "Est. lost",
        Capture::Captured => "Est. captured",
        Capture::Recoverable | Capture::InFlight => "Est. base",
        Capture::CannotTell | Capture::NotApplicable => return no_figure(),
    };
    let of_deal = |screening: &Screening| match capture {
        Capture::Lost => screening.lost_usd(),
        Capture::Captured => screening.captured_usd(),
        _ => screening.obtainable().base_usd,
    };
    let screenings = report.lines.iter().map(|line| &line.deal.screening);
    let sum = screenings.filter(|of| of.capture == capture).filter_map(of_deal).sum();
    let of_capture = filter("Outcome", capture.label());
    Cell::formula(format!("SUMIFS(tblDeals[{column}],{of_capture})"), Cell::Estimate(sum))
}
