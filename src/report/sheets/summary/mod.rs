//! Summary: one printed page for leadership. Every number that stands for a filter on Deals is a
//! formula with its result, so that nobody has to take it on trust.

mod checks;
mod funnel;
mod honesty;
mod outcomes;
mod work;

use super::Report;
use crate::domain::{Capture, Screening, Verdict, Window, grouped};
use crate::portfolio::{RollUp, Tally};
use crate::report::sheet::{Cell, Content, Page, Sheet, Style, Tab};
use crate::report::words::{self, counted};

/// The first column of the right half.
const RIGHT: u16 = 8;

/// The widths of both halves in characters: together a landscape page.
const WIDTHS: [f64; 16] =
    [19.0, 11.0, 11.0, 11.0, 11.0, 12.0, 11.0, 9.0, 18.0, 18.0, 13.0, 12.0, 10.0, 10.0, 18.0, 36.0];

/// The tiles stand over columns of their own: first column, and how many.
const TILES: [(u16, u16); 8] = [(0, 2), (2, 2), (4, 2), (6, 2), (8, 2), (10, 3), (13, 2), (15, 1)];

/// The sheet.
pub(in crate::report) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let mut page = Page {
        widths: WIDTHS.to_vec(),
        is_one_sheet_of_paper: true,
        is_protected: true,
        ..Page::default()
    };
    let title = report.title();
    let of_period = report.audit.period.as_ref();
    let of_period = of_period.map(|period| format!(", deals of {period}")).unwrap_or_default();
    page.put(0, 0, Style::Title, format!("{title}, as of {}{of_period}", report.audit.as_of));
    page.put(1, 0, Style::Lead, sentence(report));
    tiles(&mut page, 3, report);
    let after_outcomes = outcomes::block(&mut page, 8, report);
    let after_deadlines = work::deadlines(&mut page, 8, report);
    let after_phases = outcomes::phases(&mut page, after_deadlines + 1, report);
    let middle = after_outcomes.max(after_phases) + 1;
    let after_funnel = funnel::funnel(&mut page, middle, report);
    let after_leaks = funnel::leaks(&mut page, middle, report);
    let after_checks = checks::block(&mut page, after_funnel + 1, report);
    let after_owners = if report.is_for_leadership() {
        after_leaks
    } else {
        work::owners(&mut page, after_leaks, report)
    };
    honesty::block(&mut page, after_checks.max(after_owners) + 1, report);
    Sheet { name: "Summary", tab: Tab::Navy, content: Content::Page(page) }
}

/// What the page says, in one sentence.
fn sentence(report: &Report) -> String {
    let totals = &report.totals;
    let judged =
        totals.verdict(Verdict::LooksEligible).deals + totals.verdict(Verdict::CannotTell).deals;
    if report.audit.findings.is_empty() {
        return without_findings(totals, judged);
    }
    let closing = totals.window(Some(Window::Closing)).deals;
    format!(
        "{} of {} that may be eligible still miss something; {} within {} days.",
        grouped(totals.judged_with_findings.into()),
        counted(judged, "migration deal"),
        if closing == 1 {
            "1 window closes".into()
        } else {
            format!("{} windows close", grouped(closing.into()))
        },
        report.audit.closing_days
    )
}

/// Silence about a deal that nobody could judge is no praise.
fn without_findings(totals: &RollUp, judged: u64) -> String {
    let reviewed = counted(totals.deals.deals, "deal");
    match (totals.deals.deals, totals.capture(Capture::CannotTell).deals) {
        (0, _) => "The exports hold no deals, so there is nothing to review.".into(),
        (_, 0) => format!(
            "Congratulations: of {reviewed} reviewed, {} may be eligible for MAP funding, and nothing is missing on any of them.",
            grouped(judged.into())
        ),
        (_, open) => format!(
            "Of {reviewed} reviewed: no findings; {} could not be judged.",
            counted(open, "deal")
        ),
    }
}

/// One of the figures on top.
struct Tile {
    label: String,
    /// Which deals it counts; empty counts all.
    filter: String,
    tally: Tally,
    /// What became of their money, if that is what the tile is about.
    capture: Option<Capture>,
}

/// The eight figures on top.
fn tiles(page: &mut Page, row: u32, report: &Report) {
    let totals = &report.totals;
    let of_outcome = |capture: Capture| Tile {
        label: words::capture(capture).to_owned(),
        filter: filter("Outcome", words::capture(capture)),
        tally: totals.capture(capture),
        capture: Some(capture),
    };
    let other = |label: String, filter: String, tally| Tile { label, filter, tally, capture: None };
    let tiles = [
        other("Deals reviewed".into(), String::new(), totals.deals),
        other(
            "Look eligible".into(),
            filter("Verdict", words::verdict(Verdict::LooksEligible)),
            totals.verdict(Verdict::LooksEligible),
        ),
        of_outcome(Capture::Recoverable),
        of_outcome(Capture::InFlight),
        of_outcome(Capture::Captured),
        of_outcome(Capture::Lost),
        of_outcome(Capture::CannotTell),
        other(
            format!("Closing within {} days", report.audit.closing_days),
            filter("Window", words::window(Window::Closing)),
            totals.window(Some(Window::Closing)),
        ),
    ];
    for (Tile { label, filter, tally, capture }, (column, span)) in tiles.into_iter().zip(TILES) {
        page.put_across((row, column), span, Style::TileFigure, deals_cell(&filter, tally));
        let label = Cell::Link { text: label, url: "internal:'Deals'!A1".to_owned() };
        page.put_across((row + 1, column), span, Style::TileLabel, label);
        let arr = if filter.is_empty() { no_figure() } else { arr_cell(&filter, tally) };
        page.put_across((row + 2, column), span, Style::TileNote, arr);
        let estimate = capture.map_or_else(no_figure, |capture| estimate_cell(capture, report));
        page.put_across((row + 3, column), span, Style::TileNote, estimate);
    }
}

/// The figure of the tile on the left would spread over a blank one.
fn no_figure() -> Cell {
    "–".into()
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
    let of_capture = filter("Outcome", words::capture(capture));
    Cell::formula(format!("SUMIFS(tblDeals[{column}],{of_capture})"), Cell::Estimate(sum))
}

/// A criterion on Deals, for [`deals_cell`] and [`arr_cell`]; several are joined by a comma.
fn filter(column: &str, word: &str) -> String {
    format!("tblDeals[{column}],\"{word}\"")
}

/// How many deals pass the filter; no filter counts all.
fn deals_cell(filter: &str, tally: Tally) -> Cell {
    let formula = if filter.is_empty() {
        "COUNTA(tblDeals[Deal id])".to_owned()
    } else {
        format!("COUNTIFS({filter})")
    };
    Cell::formula(formula, Cell::count(tally.deals))
}

/// The ARR of the deals that pass the filter; no filter adds up all.
fn arr_cell(filter: &str, tally: Tally) -> Cell {
    let formula = if filter.is_empty() {
        "SUM(tblDeals[AWS ARR])".to_owned()
    } else {
        format!("SUMIFS(tblDeals[AWS ARR],{filter})")
    };
    Cell::formula(formula, Cell::Money(tally.arr_usd()))
}

/// A row of column heads: one of the lines' names, over so many columns, and those of their figures.
fn heads(page: &mut Page, (row, column): (u32, u16), span: u16, name: &str, figures: &[&str]) {
    page.put_across((row, column), span, Style::ColumnHead, name);
    for (column, figure) in (column + span..).zip(figures) {
        page.put(row, column, Style::FigureHead, *figure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::Portfolio;
    use crate::portfolio::testing::audit;

    #[test]
    fn the_sentence_names_what_is_missing_and_what_is_urgent() {
        let audit = audit();
        assert_eq!(
            sentence(&Report::new(&Portfolio::new(&audit), &[])),
            "4 of 6 migration deals that may be eligible still miss something; 1 window closes within 30 days."
        );
    }

    #[test]
    fn only_an_audit_that_could_judge_every_deal_congratulates() {
        let mut audit = audit();
        audit.findings.clear();
        assert_eq!(
            sentence(&Report::new(&Portfolio::new(&audit), &[])),
            "Of 8 deals reviewed: no findings; 1 deal could not be judged."
        );
        audit.deals.remove(4);
        assert!(
            sentence(&Report::new(&Portfolio::new(&audit), &[])).starts_with("Congratulations")
        );
        audit.deals.clear();
        assert!(
            sentence(&Report::new(&Portfolio::new(&audit), &[]))
                .starts_with("The exports hold no deals")
        );
    }

    #[test]
    fn no_two_cells_stand_in_the_same_place() {
        let audit = audit();
        let portfolio = Portfolio::new(&audit);
        let report = Report::new(&portfolio, &[]);
        let Content::Page(page) = sheet(&report).content else { unreachable!() };
        let mut places: Vec<_> = page
            .cells
            .iter()
            .flat_map(|c| (c.column..c.column + c.span).map(move |column| (c.row, column)))
            .collect();
        let count = places.len();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), count);
    }
}
