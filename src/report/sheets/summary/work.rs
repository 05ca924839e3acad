//! Who has to do what by when: the next deadlines, and the owners.

use super::super::{DealLine, Report};
use super::{RIGHT, heads};
use crate::domain::{Capture, Decimal, Phase, shortened};
use crate::portfolio::{Deadline, Due, OwnerTally};
use crate::report::sheet::{Cell, Page, Style};
use crate::report::words::{counted, severity_cell};

/// More owners than these stand on Deals only: the page has one side.
const MOST_OWNERS: usize = 6;

/// Where the cells of a deadline stand: first column, and how many. The action has the rest of the page.
const PLACES: [(u16, u16); 8] =
    [(0, 1), (1, 2), (3, 2), (5, 1), (6, 1), (7, 1), (OWNER, 1), (OWNER + 1, 7)];
const OWNER: u16 = 8;

/// Writes the nearest deadlines over the whole width; returns the row after them.
pub(super) fn deadlines(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(row, 0, Style::Heading, "Next deadlines");
    let heads = [
        (Style::ColumnHead, "Customer"),
        (Style::ColumnHead, "Deal"),
        (Style::ColumnHead, "For"),
        (Style::FigureHead, "By"),
        (Style::FigureHead, "Days left"),
        (Style::WordHead, "Severity"),
        (Style::ColumnHead, "Owner"),
        (Style::ColumnHead, "Next action"),
    ];
    put_line(page, row + 1, heads.map(|(style, text)| (style, text.into())), report);
    let mut next = row + 2;
    for deadline in &report.totals.deadlines {
        let Some(line) = report.line_of(deadline.place) else { continue };
        let cells = cells(deadline, line, next).map(|cell| (Style::Body, cell));
        put_line(page, next, cells, report);
        next += 1;
    }
    if report.totals.deadlines.is_empty() {
        page.put(next, 0, Style::Body, "No window is open or closing, and no claim is due.");
        next += 1;
    }
    next
}

/// Where nobody is named, the action takes the owner's place too.
fn put_line(page: &mut Page, row: u32, cells: [(Style, Cell); 8], report: &Report) {
    for ((column, span), (style, cell)) in PLACES.into_iter().zip(cells) {
        match column {
            OWNER if report.is_for_leadership() => {}
            column if column > OWNER && report.is_for_leadership() => {
                page.put_across((row, OWNER), span + 1, style, cell);
            }
            _ => page.put_across((row, column), span, style, cell),
        }
    }
}

fn cells(deadline: &Deadline, line: &DealLine, row: u32) -> [Cell; 8] {
    let (what, phase, action) = match &deadline.due {
        Due::Apply(phase) => ("Apply", phase, line.next_action.as_deref()),
        Due::Claim { phase, action } => ("Claim", phase, Some(action.as_str())),
    };
    let what: Vec<&str> = [what].into_iter().chain(phase.map(Phase::label)).collect();
    let day = match &deadline.due {
        Due::Apply(_) => {
            let of_deal = format!("MATCH(\"{}\",tblDeals[Deal id],0)", line.id);
            let apply_by = format!("INDEX(tblDeals[Apply by],{of_deal})");
            Cell::formula(apply_by, Cell::Date(deadline.day))
        }
        Due::Claim { .. } => Cell::Date(deadline.day),
    };
    // Excel counts rows from 1.
    let days_left = format!("F{}-AsOf", row + 1);
    [
        short(line.deal.deal.customer(), 20),
        short(line.deal.deal.name(), 24),
        what.join(", ").into(),
        day,
        Cell::formula(days_left, Cell::Days(deadline.days_left)),
        severity_cell(line.worst()),
        short(line.deal.deal.owner(), 18),
        short(action, 140),
    ]
}

/// Text that fits its place on the page; Deals has it in full.
fn short(text: Option<&str>, longest: usize) -> Cell {
    Cell::text(text.map(|text| shortened(text, longest)).as_deref())
}

/// Writes the owners with the most to recover; returns the row after them.
pub(super) fn owners(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(row, RIGHT, Style::Heading, "By owner (recoverable ARR in USD)");
    let figures = ["With findings", "Recoverable", "Closing"];
    heads(page, (row + 1, RIGHT), 2, "Owner", &figures);
    let owners = &report.totals.owners;
    let mut next = row + 2;
    for owner in owners.iter().take(MOST_OWNERS) {
        owner_line(page, next, owner);
        next += 1;
    }
    if owners.is_empty() {
        page.put(next, RIGHT, Style::Body, "Nobody has anything to do.");
        next += 1;
    }
    if let Some(rest) = owners.len().checked_sub(MOST_OWNERS).filter(|rest| *rest > 0) {
        let note = format!("and {} on Deals", counted(rest as u64, "more owner"));
        page.put(next, RIGHT, Style::Note, note);
        next += 1;
    }
    next
}

/// EXACT, because owners are free text: COUNTIFS would take `*` for a wildcard, and would not tell
/// capitals from small letters.
fn owner_line(page: &mut Page, row: u32, owner: &OwnerTally) {
    let name = match &owner.owner {
        Some(_) => format!("I{}", row + 1),
        None => "\"\"".to_owned(),
    };
    let is_owner = format!("EXACT(tblDeals[Owner],{name})");
    let recoverable = Capture::Recoverable.label();
    let with_findings = format!("SUMPRODUCT({is_owner}*(tblDeals[Open findings]>0))");
    let closing = format!("SUMPRODUCT({is_owner}*(tblDeals[Window]=\"Closing\"))");
    let arr =
        format!("SUMPRODUCT({is_owner}*(tblDeals[Outcome]=\"{recoverable}\"),tblDeals[AWS ARR])");
    let amount = Decimal::new(owner.recoverable_cents, 2);
    page.put(row, RIGHT, Style::Body, owner.owner.as_deref().unwrap_or("(no owner)"));
    let figures = [
        Cell::formula(with_findings, Cell::count(owner.with_findings)),
        Cell::formula(arr, Cell::Money(amount)),
        Cell::formula(closing, Cell::count(owner.closing)),
    ];
    for (column, figure) in (RIGHT + 2..).zip(figures) {
        page.put(row, column, Style::Body, figure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::Portfolio;
    use crate::portfolio::testing::audit;

    #[test]
    fn every_deadline_names_what_to_do() {
        let audit = audit();
        let report = Report::new(&Portfolio::new(&audit), &[]);
        let mut deadline = report.totals.deadlines[0].clone();
        let line = report.line_of(deadline.place).unwrap();
        let apply = cells(&deadline, line, 6);
        assert_eq!((&apply[0], &apply[2]), (&"Cedar Bank".into(), &"Apply, Assess".into()));
        assert_eq!(apply[4], Cell::formula("F7-AsOf", Cell::Days(9)));
        assert_eq!(apply[7], "In ACE, settle TIM002.".into());
        let action = "Claim USD 96,000 (FR-7)".to_owned();
        deadline.due = Due::Claim { phase: Some(Phase::Mobilize), action: action.clone() };
        let claim = cells(&deadline, line, 6);
        assert_eq!((&claim[2], &claim[7]), (&"Claim, Mobilize".into(), &action.into()));
    }

    #[test]
    fn the_day_to_apply_follows_the_sheet_deals_and_the_day_to_claim_follows_nothing() {
        let audit = audit();
        let report = Report::new(&Portfolio::new(&audit), &[]);
        let mut deadline = report.totals.deadlines[0].clone();
        let line = report.line_of(deadline.place).unwrap();
        let Cell::Formula { formula, result, .. } = &cells(&deadline, line, 6)[3] else {
            panic!("no formula");
        };
        let of_deal =
            format!("INDEX(tblDeals[Apply by],MATCH(\"{}\",tblDeals[Deal id],0))", line.id);
        assert_eq!((&**formula, &**result), (&*of_deal, &Cell::Date(deadline.day)));
        deadline.due = Due::Claim { phase: None, action: String::new() };
        assert_eq!(cells(&deadline, line, 6)[3], Cell::Date(deadline.day));
    }

    #[test]
    fn long_names_are_cut_to_their_place() {
        assert_eq!(short(Some("Acme Robotics International"), 10), "Acme Robo…".into());
        assert_eq!(short(None, 10), Cell::Blank);
    }
}
