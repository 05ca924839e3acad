//! The figures on top: what leadership sees first.

use super::super::{Report, deals};
use super::{deals_cell, filter, trend};
use crate::domain::{Capture, Decimal, Phase, PhaseState, Screening, Verdict, Window};
use crate::history::PastFigures;
use crate::portfolio::Tally;
use crate::report::sheet::{Cell, Page, Style, Told, row_number};
use crate::report::words;

/// The tiles stand over columns of their own: first column, and how many.
const TILES: [(u16, u16); 8] = [(0, 2), (2, 2), (4, 2), (6, 2), (8, 2), (10, 2), (12, 2), (14, 2)];

/// One of the figures on top.
struct Tile {
    label: String,
    /// Which deals it counts; empty counts all.
    filter: String,
    tally: Tally,
    /// How many deals the previous run counted, if there was one.
    was: Option<u64>,
    /// What stands below: their revenue, what it may bring, what is requested, how many others have a part in that.
    notes: Vec<Cell>,
}

/// Writes the eight figures on top; returns the row after them.
pub(super) fn tiles(page: &mut Page, row: u32, report: &Report) -> u32 {
    let tiles = all(report);
    let most = tiles.iter().map(|tile| tile.notes.len()).max().unwrap_or_default();
    let has_past = tiles.iter().any(|tile| tile.was.is_some());
    for (mut tile, (column, span)) in tiles.into_iter().zip(TILES) {
        page.put_across(
            (row, column),
            span,
            Style::TileFigure,
            deals_cell(&tile.filter, tile.tally),
        );
        let label = Cell::Link { text: tile.label, url: "internal:'Deals'!A1".to_owned() };
        page.put_across((row + 1, column), span, Style::TileLabel, label);
        tile.notes.resize(most, no_note());
        // Excel counts rows from 1.
        let letter =
            char::from(b'A' + u8::try_from(column).expect("no tile stands beyond column Z"));
        let figure = format!("{letter}{}", row + 1);
        tile.notes
            .extend(tile.was.map(|was| trend::against(&figure, tile.tally.deals, was, report)));
        for (line, note) in (row + 2..).zip(tile.notes) {
            page.put_across((line, column), span, Style::TileNote, note);
        }
    }
    row + 2 + row_number(most) + u32::from(has_past)
}

/// The note of the tile on the left would spread over a blank one.
fn no_note() -> Cell {
    " ".into()
}

fn all(report: &Report) -> [Tile; 8] {
    let totals = &report.totals;
    let past = report.audit.history.past.as_ref();
    let tile = |label: String, filter: String, tally, was: fn(&PastFigures) -> u64| {
        let arr = (!filter.is_empty()).then(|| arr_note(&filter, tally));
        Tile { label, filter, tally, was: past.map(was), notes: arr.into_iter().collect() }
    };
    let of_outcome = |capture: Capture| {
        let (label, tally) = (capture.label(), totals.capture(capture));
        let filter = filter("Outcome", label);
        let was = past.map(|past| past.captures.get(&capture).copied().unwrap_or_default());
        let notes = [
            Some(arr_note(&filter, tally)),
            estimate(capture, report),
            requested(capture, report),
            others_in_part(capture, report),
        ];
        let notes = notes.into_iter().flatten().collect();
        Tile { label: label.to_owned(), filter, tally, was, notes }
    };
    [
        tile("Deals reviewed".into(), String::new(), totals.deals, |past| past.deals),
        tile(
            "Look eligible".into(),
            filter("Verdict", Verdict::LooksEligible.label()),
            totals.verdict(Verdict::LooksEligible),
            |past| past.verdicts.get(&Verdict::LooksEligible).copied().unwrap_or_default(),
        ),
        of_outcome(Capture::Recoverable),
        of_outcome(Capture::InFlight),
        of_outcome(Capture::Captured),
        of_outcome(Capture::Lost),
        of_outcome(Capture::CannotTell),
        tile(
            format!("Closing within {} days", report.audit.closing_days),
            filter("Window", Window::Closing.label()),
            totals.window(Some(Window::Closing)),
            |past| past.closing,
        ),
    ]
}

/// The revenue of the deals that pass the filter.
fn arr_note(filter: &str, tally: Tally) -> Cell {
    let nothing = if tally.deals == 0 { "–" } else { "no ARR known" };
    let arr = Told { figure: tally.arr_usd(), before: "USD ", after: " ARR", nothing };
    Cell::formula(format!("SUMIFS(tblDeals[AWS ARR],{filter})"), Cell::Told(arr))
}

/// The phases whose money counts under an outcome whatever else becomes of their deal, as By phase has it.
fn own_phases(capture: Capture) -> &'static [PhaseState] {
    match capture {
        Capture::Captured => &[PhaseState::Approved, PhaseState::Claimed],
        Capture::Lost => &[PhaseState::Closed, PhaseState::Lapsed],
        _ => &[],
    }
}

/// What the user's rates come to: what is captured or lost of any deal, else what can still be had of the deals of this
/// outcome. `None` if no rate is set.
fn estimate(capture: Capture, report: &Report) -> Option<Cell> {
    let (column, of_deal): (_, fn(&Screening) -> Option<Decimal>) = match capture {
        Capture::Lost => ("Est. lost", Screening::lost_usd),
        Capture::Captured => ("Est. captured", Screening::captured_usd),
        _ => ("Est. base", |screening| screening.obtainable().base_usd),
    };
    let is_of_all = !own_phases(capture).is_empty();
    let counts = |it: &&Screening| is_of_all || it.capture == capture;
    let figure = screenings(report).filter(counts).filter_map(of_deal).sum();
    let formula = if is_of_all {
        format!("SUM(tblDeals[{column}])")
    } else {
        format!("SUMIFS(tblDeals[{column}],{})", filter("Outcome", capture.label()))
    };
    let nothing = without_estimate(capture, report);
    let told = Told { figure, before: "est. USD ", after: "", nothing };
    report.has_rates().then(|| Cell::formula(formula, Cell::Told(told)))
}

/// Why the rates come to nothing for the deals of an outcome.
fn without_estimate(capture: Capture, report: &Report) -> &'static str {
    let mut deals = screenings(report).filter(|it| it.capture == capture).peekable();
    if deals.peek().is_none() {
        return "–";
    }
    let states: Vec<_> = deals.flat_map(|it| it.phases.map(|phase| phase.state)).collect();
    match capture {
        Capture::Lost if states.contains(&PhaseState::Waived) => "estimate waived",
        Capture::Captured if states.contains(&PhaseState::Elsewhere) => "funded elsewhere",
        _ => "no estimate",
    }
}

/// How many deals of other outcomes have a phase whose money counts under this one; `None` where there is none.
fn others_in_part(capture: Capture, report: &Report) -> Option<Cell> {
    let own = own_phases(capture);
    let is_part = |it: &&Screening| {
        it.capture != capture && it.phases.iter().any(|phase| own.contains(&phase.state))
    };
    let others = screenings(report).filter(is_part).count() as u64;
    let cells = Phase::ALL.iter().flat_map(|phase| own.iter().map(move |state| (phase, state)));
    let cells = cells.map(|(phase, state)| {
        format!("(tblDeals[{phase}]=\"{}\")", words::sentence_case(state.name()))
    });
    let is_own = cells.collect::<Vec<_>>().join("+");
    let formula =
        format!("SUMPRODUCT((tblDeals[Outcome]<>\"{}\")*(({is_own})>0))", capture.label());
    let told =
        Told { figure: others.into(), before: "other deals in part: ", after: "", nothing: "–" };
    (others > 0).then(|| Cell::formula(formula, Cell::Told(told)))
}

/// What fund requests ask for, by the state of each request: that of a deal may be paid for one phase, and open for another.
fn requested(capture: Capture, report: &Report) -> Option<Cell> {
    let requested = &report.totals.requested;
    let (column, sum) = match capture {
        Capture::InFlight => (deals::UNDECIDED, requested.undecided_usd),
        Capture::Captured => (deals::GRANTED, requested.granted_usd),
        _ => return None,
    };
    let may_get_money = filter("Outcome", &format!("<>{}", Capture::NotApplicable.label()));
    let told = Told { figure: sum?, before: "USD ", after: " requested", nothing: "–" };
    Some(Cell::formula(format!("SUMIFS(tblDeals[{column}],{may_get_money})"), Cell::Told(told)))
}

fn screenings<'a>(report: &'a Report) -> impl Iterator<Item = &'a Screening> {
    report.lines.iter().map(|line| &line.deal.screening)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Estimate, Rate, RateBasis};
    use crate::portfolio::testing::audit;
    use crate::portfolio::{Audit, Portfolio};
    use crate::report::html::text::shown;

    /// The tiles of outcomes, each with what stands below it.
    fn notes(audit: &Audit, of: Capture) -> Vec<String> {
        let mut page = Page::default();
        tiles(&mut page, 0, &Report::new(&Portfolio::new(audit), &[]));
        let label = |cell: &Cell| matches!(cell, Cell::Link { text, .. } if text == of.label());
        let column = page.cells.iter().find(|it| label(&it.cell)).unwrap().column;
        let notes = page.cells.iter().filter(|it| it.style == Style::TileNote);
        let notes = notes.filter(|it| it.column == column);
        notes.map(|it| shown(it.style, &it.cell)).collect()
    }

    /// Every phase of a judged deal may bring so much.
    fn with_rates(mut audit: Audit) -> Audit {
        let rate = Rate {
            basis: RateBasis::Fixed,
            low: None,
            base: Some(1_000.into()),
            high: None,
            cap_usd: None,
            source: "our approvals".into(),
            as_of: None,
            approved_by: None,
        };
        audit.assumptions.rates = [(); 3].map(|()| Some(rate.clone()));
        let estimate = Estimate { base_usd: Some(1_000.into()), ..Estimate::default() };
        for deal in &mut audit.deals {
            deal.screening.estimates = Some(Box::new([estimate; 3]));
        }
        audit
    }

    #[test]
    fn without_rates_and_requests_a_tile_holds_its_revenue_alone() {
        assert_eq!(notes(&audit(), Capture::Recoverable), ["USD 54,001 ARR"]);
        assert_eq!(notes(&audit(), Capture::CannotTell), ["no ARR known"]);
    }

    #[test]
    fn of_no_deals_nothing_is_unknown() {
        let mut audit = with_rates(audit());
        audit.deals.retain(|deal| deal.screening.capture != Capture::Lost);
        audit.findings.clear();
        assert_eq!(notes(&audit, Capture::Lost), ["–", "–"]);
    }

    #[test]
    fn what_is_captured_or_lost_of_any_deal_is_estimated_and_other_deals_are_counted() {
        let mut audit = with_rates(audit());
        let before = notes(&audit, Capture::Lost);
        assert_eq!(before[1], "est. USD 3,000");
        for phase in &mut audit.deals[5].screening.phases {
            phase.state = PhaseState::Approved;
        }
        let recoverable = &mut audit.deals[1].screening;
        recoverable.phases[0].state = PhaseState::Closed;
        recoverable.phases[1].state = PhaseState::Claimed;
        let lost = notes(&audit, Capture::Lost);
        assert_eq!(lost[1..], ["est. USD 4,000", "other deals in part: 1"]);
        let captured = notes(&audit, Capture::Captured);
        assert_eq!(captured[1..], ["est. USD 4,000", "other deals in part: 1"]);
        assert_eq!(notes(&audit, Capture::InFlight)[2], " ");
    }

    #[test]
    fn an_estimate_of_nothing_says_why() {
        let mut audit = with_rates(audit());
        audit.deals[3].screening.set_aside();
        assert_eq!(notes(&audit, Capture::Lost)[1], "estimate waived");
        for phase in &mut audit.deals[5].screening.phases {
            phase.state = PhaseState::Elsewhere;
        }
        assert_eq!(notes(&audit, Capture::Captured)[1], "funded elsewhere");
    }

    #[test]
    fn granted_money_of_a_deal_that_can_get_more_is_captured_money() {
        let mut audit = audit();
        audit.deals[1].screening.requested.granted_usd = Some(65_000.into());
        assert_eq!(notes(&audit, Capture::Captured)[1], "USD 65,000 requested");
        assert_eq!(notes(&audit, Capture::Recoverable)[1], " ");
    }
}
