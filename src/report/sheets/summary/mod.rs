//! Summary: one printed page for leadership. Every number that stands for a filter on Deals is a
//! formula with its result, so that nobody has to take it on trust.

mod checks;
mod funnel;
mod honesty;
mod outcomes;
mod tiles;
pub(super) mod trend;
mod work;

use super::Report;
use crate::domain::{Verdict, grouped};
use crate::portfolio::{RollUp, Tally};
use crate::report::sheet::{Cell, Content, Page, Placed, Sheet, Style, Tab};
use crate::report::words::{self, counted};

/// The first column of the right half.
const RIGHT: u16 = 8;

/// The widths of both halves in characters: together a landscape page.
const WIDTHS: [f64; 16] = [
    19.0, 11.0, 11.0, 11.0, 11.0, 12.0, 11.0, 12.0, 18.0, 16.0, 14.0, 14.0, 18.0, 18.0, 18.0, 20.0,
];

pub(in crate::report) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    Sheet { name: "Summary", tab: Tab::Navy, content: Content::Page(page(report)) }
}

/// What stands on it.
pub(in crate::report) fn page<'a>(report: &'a Report) -> Page<'a> {
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
    let first = tiles::tiles(&mut page, 3, report) + 1;
    let after_deadlines = work::deadlines(&mut page, first, report) + 1;
    let after_outcomes = outcomes::block(&mut page, after_deadlines, report);
    let after_phases = outcomes::phases(&mut page, after_deadlines, report);
    let after_owners = if report.is_for_leadership() {
        after_phases
    } else {
        work::owners(&mut page, after_phases + 1, report)
    };
    let middle = after_outcomes.max(after_owners) + 1;
    let after_funnel = funnel::funnel(&mut page, middle, report);
    let after_leaks = funnel::leaks(&mut page, middle, report);
    let after_checks = checks::block(&mut page, after_funnel + 1, report);
    let checks = after_funnel + 1..after_checks;
    let after_trend = trend::block(&mut page, after_checks + 1, report);
    honesty::block(&mut page, after_trend.max(after_leaks) + 1, report);
    if report.is_cut() {
        let is_check = |it: &Placed| it.column < RIGHT && checks.contains(&it.row);
        for placed in page.cells.iter_mut().filter(|placed| !is_check(placed)) {
            if let Some(figure) = without_formula(&placed.cell) {
                placed.cell = figure;
            }
        }
    }
    page
}

/// The audit's own figure in the place of the formula that gives it; `None` for other cells.
fn without_formula(cell: &Cell) -> Option<Cell> {
    match cell {
        Cell::Formula { result, .. } => Some((**result).clone()),
        Cell::Bold(cell) => without_formula(cell).map(|figure| Cell::Bold(Box::new(figure))),
        _ => None,
    }
}

/// What the page says, in one sentence.
fn sentence(report: &Report) -> String {
    let totals = &report.totals;
    let judged =
        totals.verdict(Verdict::LooksEligible).deals + totals.verdict(Verdict::CannotTell).deals;
    if totals.deals.deals == 0 {
        return without_deals(report);
    }
    if report.audit.findings.is_empty() {
        return without_findings(totals, judged);
    }
    let incomplete = totals.judged_with_findings;
    format!(
        "{} of {} that may be eligible still {} something; {}.",
        grouped(incomplete.into()),
        counted(judged, "migration deal"),
        if incomplete == 1 { "misses" } else { "miss" },
        words::closing_windows(totals, report.audit.closing_days)
    )
}

fn without_deals(report: &Report) -> String {
    match &report.audit.period {
        Some(period) if report.audit.out_of_period > 0 => format!(
            "None of the {} of the exports was in the pipeline in {period}, so there is nothing to review.",
            counted(report.audit.out_of_period, "deal")
        ),
        _ => "The exports hold no deals, so there is nothing to review.".into(),
    }
}

/// Silence about deals that nobody could judge, or whose money is lost or not yet asked for, is no praise.
fn without_findings(totals: &RollUp, judged: u64) -> String {
    let reviewed = counted(totals.deals.deals, "deal");
    let open = words::open_without_findings(totals);
    if open.is_empty() {
        return format!(
            "Congratulations: of {reviewed} reviewed, {} may be eligible for MAP funding, and nothing is missing on any of them.",
            grouped(judged.into())
        );
    }
    format!("Of {reviewed} reviewed: no findings; {open}.")
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
            "4 of 6 migration deals that may be eligible still miss something; 1 window is closing (last day to apply within 30 days or just past)."
        );
    }

    #[test]
    fn only_an_audit_in_which_nothing_is_lost_open_or_unasked_for_congratulates() {
        let mut audit = audit();
        audit.findings.clear();
        assert_eq!(
            sentence(&Report::new(&Portfolio::new(&audit), &[])),
            "Of 8 deals reviewed: no findings; the money of 1 deal is lost, 2 deals not applied for, 1 deal could not be judged."
        );
        audit.deals.retain(|deal| deal.screening.window.is_none());
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
