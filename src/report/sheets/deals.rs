//! Deals: the work list. One row per deal; the only sheet whose money may be added up.

use super::estimates::{self, Figure};
use super::{DealLine, Report, header_notes};
use crate::domain::{
    Application, Deal, DealState, Phase, ReviewedTable, Verdict, reviewer_columns,
};
use crate::portfolio::FunnelStep;
use crate::report::sheet::{Cell, Column, Content, Mark, Sheet, Tab, Table, Tone};
use crate::report::words;

pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let mut table = Table::new("tblDeals", &DealLine::DEAL_COLUMNS, report.shown_lines());
    table.frozen_columns = 6;
    table.printed_columns = 22;
    table.folded_columns = folded();
    table.marks = &MARKS;
    table.header_notes = header_notes::OF_DEALS;
    table.cell_notes = cell_notes(report.shown_lines());
    let table = if report.is_for_leadership() {
        table.without(&["Owner"])
    } else {
        let history = &report.audit.history;
        let typed = report.shown_lines().iter().map(|line| history.typed_on_deal(&line.deal.deal));
        let added = history.added_columns(ReviewedTable::Deals);
        table.with_reviewer_columns(ReviewedTable::Deals, added, typed.collect())
    };
    Sheet { name: "Deals", tab: Tab::Teal, content: Content::Table(table) }
}

/// A note is a drawing with its own place: more than these make a workbook slow to open (our choice). Evidence and the
/// folded columns say the same of every deal.
const MOST_CELL_NOTES: usize = 1_000;

/// The customer's other name, and what a verdict waits for.
fn cell_notes(lines: &[DealLine]) -> Vec<(usize, &'static str, String)> {
    let of_line = |(place, line): (usize, &DealLine)| {
        let (deal, screening) = (&line.deal.deal, &line.deal.screening);
        let other_name = deal.linked().and_then(|(crm, ace, _)| {
            let (own, other) = (crm.customer.as_deref()?, ace.customer.as_deref()?);
            (own != other).then(|| (place, "Customer", format!("In ACE: {other}")))
        });
        let missing: Vec<_> = screening.missing_fields.iter().map(|field| field.label()).collect();
        let waits = (screening.verdict == Verdict::CannotTell && !missing.is_empty())
            .then(|| (place, "Verdict", format!("Missing: {}", missing.join(", "))));
        [other_name, waits]
    };
    lines.iter().enumerate().flat_map(of_line).flatten().take(MOST_CELL_NOTES).collect()
}

/// What the formulas need and nobody reads every day: behind the work list, before what people write.
fn folded() -> Option<(u16, u16)> {
    let first = DealLine::DEAL_COLUMNS.iter().position(|column| column.header == FIRST_FOLDED)?;
    let last = DealLine::DEAL_COLUMNS.len() - 1;
    Some((u16::try_from(first).ok()?, u16::try_from(last).ok()?))
}

const FIRST_FOLDED: &str = "Assess start";

/// The headers of what fund requests ask for, which Summary adds up: in all, and by how far they have come.
pub(super) const REQUESTED: &str = "Requested (USD)";
pub(super) const UNDECIDED: &str = "Requested undecided (USD)";
pub(super) const GRANTED: &str = "Requested granted (USD)";

const MARKS: [Mark; 3] = [
    Mark {
        over: Some("Days left"),
        when: "AND(ISNUMBER({Days left}),{Days left}<=0)",
        tone: Tone::Closing,
    },
    Mark {
        over: Some(reviewer_columns::WAIVE_UNTIL),
        when: "AND({Waive until}<>\"\",{Notes}=\"\")",
        tone: Tone::Critical,
    },
    Mark { over: None, when: "{State}=\"Waived\"", tone: Tone::Muted },
];

impl DealLine<'_> {
    /// The three states of phases, and each three estimates of phases, stand side by side in the order of phases:
    /// formulas take them as one range.
    ///
    /// Summary's formulas name these headers.
    #[rustfmt::skip]
    pub(super) const DEAL_COLUMNS: [Column<Self>; 51] = [
        Column { header: "Deal id", width: 11.0, cell: |line| Cell::Id(line.id.clone()) },
        Column { header: "State", width: 10.0, cell: state },
        Column { header: "Window", width: 10.0, cell: |line| words::window_cell(line.deal.screening.window) },
        Column { header: "Severity", width: 10.0, cell: |line| words::severity_cell(line.worst()) },
        Column { header: "Customer", width: 26.0, cell: |line| Cell::text(line.deal.deal.customer()) },
        Column { header: "Deal", width: 30.0, cell: |line| named_link(&line.deal.deal) },
        Column { header: "ACE id", width: 13.0, cell: |line| ace_id(&line.deal.deal) },
        Column { header: "Verdict", width: 14.0, cell: |line| line.deal.screening.verdict.label().into() },
        Column { header: "Outcome", width: 13.0, cell: |line| line.deal.screening.capture.label().into() },
        Column { header: "Assess", width: 10.0, cell: |line| phase(line, Phase::Assess) },
        Column { header: "Mobilize", width: 10.0, cell: |line| phase(line, Phase::Mobilize) },
        Column { header: "Migrate", width: 10.0, cell: |line| phase(line, Phase::Migrate) },
        Column { header: "Application", width: 24.0, cell: application },
        Column { header: "Main reason", width: 28.0, cell: |line| Cell::text(line.reason.map(|(reason, _)| reason.label)) },
        Column { header: "Next action", width: 44.0, cell: |line| Cell::text(line.next_action.as_deref()) },
        Column { header: "Owner", width: 18.0, cell: |line| Cell::text(line.deal.deal.owner()) },
        Column { header: "Next phase", width: 10.0, cell: |line| Cell::text(line.deal.screening.next_phase.map(Phase::label)) },
        Column { header: "Planned start", width: 11.0, cell: |line| Cell::date(line.deal.screening.planned_start.map(|start| start.date)) },
        Column { header: "Start basis", width: 21.0, cell: start_basis },
        Column { header: "Apply by", width: 11.0, cell: estimates::apply_by },
        Column { header: "Days left", width: 8.0, cell: estimates::days_left },
        Column { header: "AWS ARR", width: 13.0, cell: |line| Cell::money(line.deal.screening.arr.usd) },
        Column { header: "ARR basis", width: 22.0, cell: |line| line.deal.screening.arr.basis.label().into() },
        Column { header: "ARR quality", width: 12.0, cell: |line| line.deal.screening.arr.basis.quality().into() },
        Column { header: "Rate basis", width: 10.0, cell: estimates::rate_basis },
        Column { header: "Est. low", width: 12.0, cell: |line| estimates::obtainable(line, Figure::Low) },
        Column { header: "Est. base", width: 12.0, cell: |line| estimates::obtainable(line, Figure::Base) },
        Column { header: "Est. high", width: 12.0, cell: |line| estimates::obtainable(line, Figure::High) },
        Column { header: "Est. lost", width: 12.0, cell: estimates::lost },
        Column { header: "Est. captured", width: 12.0, cell: estimates::captured },
        Column { header: REQUESTED, width: 12.0, cell: |line| Cell::money(line.deal.screening.requested.usd) },
        Column { header: "PDM informed", width: 11.0, cell: |line| Cell::date(line.deal.deal.crm().and_then(|crm| crm.pdm_notified_date)) },
        Column { header: "Findings", width: 30.0, cell: codes },
        Column { header: "Assess start", width: 11.0, cell: |line| estimates::start(line, Phase::Assess) },
        Column { header: "Mobilize start", width: 11.0, cell: |line| estimates::start(line, Phase::Mobilize) },
        Column { header: "Migrate start", width: 11.0, cell: |line| estimates::start(line, Phase::Migrate) },
        Column { header: "Assess low", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Assess, Figure::Low) },
        Column { header: "Mobilize low", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Mobilize, Figure::Low) },
        Column { header: "Migrate low", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Migrate, Figure::Low) },
        Column { header: "Assess base", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Assess, Figure::Base) },
        Column { header: "Mobilize base", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Mobilize, Figure::Base) },
        Column { header: "Migrate base", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Migrate, Figure::Base) },
        Column { header: "Assess high", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Assess, Figure::High) },
        Column { header: "Mobilize high", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Mobilize, Figure::High) },
        Column { header: "Migrate high", width: 11.0, cell: |line| estimates::of_phase(line, Phase::Migrate, Figure::High) },
        Column { header: "Deal amount USD", width: 12.0, cell: estimates::deal_amount },
        Column { header: "Open findings", width: 10.0, cell: |line| Cell::count(line.findings.len() as u64) },
        Column { header: "Funnel step", width: 10.0, cell: |line| Cell::Count(FunnelStep::reached(line.deal).map_or(0, FunnelStep::number)) },
        Column { header: "Missing fields", width: 26.0, cell: missing_fields },
        Column { header: UNDECIDED, width: 12.0, cell: |line| Cell::money(line.deal.screening.requested.undecided_usd) },
        Column { header: GRANTED, width: 12.0, cell: |line| Cell::money(line.deal.screening.requested.granted_usd) },
    ];
}

fn state(line: &DealLine) -> Cell {
    let tone = match line.state {
        DealState::Clean | DealState::Resolved | DealState::Waived => Tone::Muted,
        DealState::New | DealState::StillOpen | DealState::Changed | DealState::Reopened => {
            Tone::Plain
        }
    };
    Cell::word(words::sentence_case(line.state.name()), tone)
}

/// The deal's name, leading to its page in the CRM if that is a safe address.
fn named_link(deal: &Deal) -> Cell {
    let Some(name) = deal.name() else { return Cell::Blank };
    let url = deal.crm().and_then(|crm| crm.url.as_deref());
    match url.filter(|url| is_safe_link(url)) {
        Some(url) => Cell::Link { text: name.to_owned(), url: url.to_owned() },
        None => Cell::Text(name.to_owned()),
    }
}

/// An address came from an export, so anything but a plain https page is not made clickable.
fn is_safe_link(url: &str) -> bool {
    // Excel refuses more than 2,080 characters, and escaping may treble them.
    const LONGEST: usize = 690;
    url.starts_with("https://")
        && url.len() <= LONGEST
        && !url
            .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
}

fn ace_id(deal: &Deal) -> Cell {
    match deal.ace() {
        Some(ace) => Cell::Id(ace.id.as_str().to_owned()),
        None if !deal.candidates.is_empty() => Cell::word("ambiguous", Tone::Unknown),
        None => Cell::Blank,
    }
}

fn phase(line: &DealLine, phase: Phase) -> Cell {
    words::phase_cell(line.deal.screening.phase(phase).state)
}

/// The furthest request, and for which phases it is if not for all: another may not be applied for.
fn application(line: &DealLine) -> Cell {
    let application = line.deal.screening.application;
    let word = words::application(application);
    let Application::Request(state) = application else { return word.into() };
    let requests = line.deal.deal.requests.iter().filter(|it| it.is_map() && it.state == state);
    let is_for = |phase: &Phase| requests.clone().any(|request| request.is_for(*phase));
    let phases: Vec<_> = Phase::ALL.into_iter().filter(is_for).map(Phase::label).collect();
    match phases.len() {
        1 | 2 => format!("{word} ({})", phases.join(", ")).into(),
        _ => word.into(),
    }
}

fn start_basis(line: &DealLine) -> Cell {
    line.deal.screening.planned_start.map_or_else(
        || Cell::word("Unknown", Tone::Unknown),
        |start| words::sentence_case(start.basis.label()).into(),
    )
}

/// At most four codes, the rest as a number: the details stand on Findings.
fn codes(line: &DealLine) -> Cell {
    let mut codes: Vec<_> = line.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rest = codes.len().saturating_sub(4);
    codes.truncate(4);
    let text = codes.join(", ");
    if rest > 0 { format!("{text} +{rest}").into() } else { Cell::text(Some(&text)) }
}

fn missing_fields(line: &DealLine) -> Cell {
    let labels: Vec<_> = line.deal.screening.missing_fields.iter().map(|f| f.label()).collect();
    Cell::text(Some(&labels.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{crm_only, linked_with_crm, place};
    use crate::domain::{Finding, FundRequest, RequestState, Severity};
    use crate::portfolio::testing::{audit, finding};
    use crate::report::deal_line::deal_lines;

    #[test]
    fn only_https_pages_become_links() {
        for (url, is_link) in [
            ("https://crm.example/1", true),
            ("http://crm.example/1", false),
            ("javascript:alert(1)", false),
            ("file:///etc/passwd", false),
            ("https://crm.example/a b", false),
        ] {
            let deal = crm_only(|crm| crm.url = Some(url.into()));
            assert_eq!(matches!(named_link(&deal), Cell::Link { .. }), is_link, "{url}");
        }
    }

    #[test]
    fn more_than_four_codes_are_cut_with_the_number_of_the_rest() {
        let audit = audit();
        let mut lines = deal_lines(&audit);
        let codes_of_many: Vec<Finding> =
            ["ATT002", "ATT003", "ARR001", "TIM001", "TIM005", "ELG002"]
                .into_iter()
                .map(|code| finding(0, code, Severity::High))
                .collect();
        lines[0].findings = codes_of_many.iter().collect();
        assert_eq!(codes(&lines[0]), "ARR001, ATT002, ATT003, ELG002 +2".into());
    }

    #[test]
    fn the_furthest_request_says_for_which_phase_it_is_if_not_for_all() {
        let of = |phases: &[Phase]| {
            let mut audit = audit();
            let mut request = FundRequest::new(place("funding.csv", 2), RequestState::Claimed);
            request.phases = phases.to_vec();
            audit.deals[0].deal.requests = vec![request];
            audit.deals[0].screening.application = Application::Request(RequestState::Claimed);
            let lines = deal_lines(&audit);
            application(lines.iter().find(|line| line.place == 0).unwrap())
        };
        assert_eq!(of(&[Phase::Assess]), "Completed (Assess)".into());
        assert_eq!(of(&[]), "Completed".into());
        assert_eq!(of(&Phase::ALL), "Completed".into());
    }

    #[test]
    fn a_customers_other_name_and_what_a_verdict_waits_for_are_noted_on_their_cells() {
        let mut audit = audit();
        audit.deals[0].deal = linked_with_crm(|crm| crm.customer = Some("Acme Ltd".into()));
        let lines = deal_lines(&audit);
        let notes = cell_notes(&lines);
        let of = |place: usize| lines.iter().position(|line| line.place == place).unwrap();
        let ace_name = audit.deals[0].deal.ace().unwrap().customer.clone().unwrap();
        assert!(notes.contains(&(of(0), "Customer", format!("In ACE: {ace_name}"))), "{notes:?}");
        let missing = "Missing: servers in scope, project start".to_owned();
        assert!(notes.contains(&(of(4), "Verdict", missing)), "{notes:?}");
    }

    #[test]
    fn a_deal_with_candidates_and_no_link_is_ambiguous_in_ace() {
        let audit = audit();
        assert_eq!(ace_id(&audit.deals[4].deal), Cell::word("ambiguous", Tone::Unknown));
        assert_eq!(ace_id(&audit.deals[6].deal), Cell::Blank);
    }
}
