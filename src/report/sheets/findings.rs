//! Findings: one problem per row. Its money must not be added up: a deal may have several findings.

use std::cmp::Reverse;

use super::finding_hints::{Causes, confidence};
use super::{DealLine, Report, about, header_notes};
use crate::domain::{Deal, Finding, Phase, ReviewedTable, Window};
use crate::report::deal_line::window_rank;
use crate::report::limits::shown_first;
use crate::report::sheet::{Cell, Column, Content, Sheet, Tab, Table};
use crate::report::words;
use crate::rules::Rule;

pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let mut rows = finding_lines(report);
    let history = &report.audit.history;
    let shown = shown_first(&mut rows, report.most_rows, |row| {
        history.typed_on_finding(row.finding).is_some()
    });
    rows.truncate(shown);
    let causes = Causes::new(report.audit);
    for row in &mut rows {
        row.cause = causes.likely(row.finding, row.line.map(|line| line.deal));
    }
    let typed: Vec<_> = rows.iter().map(|row| history.typed_on_finding(row.finding)).collect();
    let added = history.added_columns(ReviewedTable::Findings);
    let mut table = Table::new("tblFindings", &FindingLine::COLUMNS, rows).with_reviewer_columns(
        ReviewedTable::Findings,
        added,
        typed,
    );
    table.frozen_columns = 4;
    table.header_notes = header_notes::OF_FINDINGS;
    table.printed_columns = PRINTED;
    Sheet { name: "Findings", tab: Tab::Teal, content: Content::Table(table) }
}

/// The columns down to "Owner": what is wrong with which deal, and who mends it how. They stand first because a sheet
/// prints one range of columns, and with all of them on a page nobody could read it.
const PRINTED: u16 = 13;

pub(super) struct FindingLine<'a> {
    finding: &'a Finding,
    line: Option<&'a DealLine<'a>>,
    rule: Option<&'a Rule>,
    window: Option<Window>,
    /// What probably lies behind it.
    cause: Option<String>,
    /// The row of its rule on About, counted from 1.
    rule_row: Option<u32>,
}

impl<'a> FindingLine<'a> {
    fn deal(&self) -> Option<&'a Deal> {
        Some(&self.line?.deal.deal)
    }

    #[rustfmt::skip]
    pub(super) const COLUMNS: [Column<Self>; 30] = [
        Column { header: "Finding", width: 13.0, cell: |row| Cell::Id(row.finding.id.clone()) },
        Column { header: "State", width: 10.0, cell: |row| words::sentence_case(row.finding.state.name()).into() },
        Column { header: "Code", width: 9.0, cell: code },
        Column { header: "Title", width: 26.0, cell: |row| words::rule_title(row.finding.name).into() },
        Column { header: "Severity", width: 10.0, cell: |row| words::severity_cell(Some(row.finding.severity)) },
        Column { header: "Window", width: 10.0, cell: |row| words::window_cell(row.window) },
        Column { header: "Customer", width: 24.0, cell: |row| Cell::text(row.deal().and_then(Deal::customer)) },
        Column { header: "Deal", width: 28.0, cell: |row| Cell::text(row.deal().and_then(Deal::name)) },
        Column { header: "Phase", width: 10.0, cell: |row| Cell::text(row.finding.evidence.phase.map(Phase::label)) },
        Column { header: "What we found", width: 44.0, cell: |row| row.finding.evidence.message.as_str().into() },
        Column { header: "Fix", width: 44.0, cell: |row| row.finding.evidence.fix.as_str().into() },
        Column { header: "Fix in", width: 13.0, cell: |row| words::sentence_case(row.finding.evidence.fix_in.name()).into() },
        Column { header: "Owner", width: 18.0, cell: |row| Cell::text(row.deal().and_then(Deal::owner)) },
        Column { header: "Confidence", width: 11.0, cell: |row| confidence(row.finding, row.line.map(|line| line.deal)).into() },
        Column { header: "Area", width: 12.0, cell: |row| area(row.finding.code).into() },
        Column { header: "Deal id", width: 11.0, cell: |row| Cell::id(row.line.map(|line| line.id.as_str())) },
        Column { header: "ACE id", width: 13.0, cell: |row| Cell::id(row.deal().and_then(|deal| Some(deal.ace()?.id.as_str()))) },
        Column { header: "Field", width: 16.0, cell: |row| words::sentence_case(row.finding.evidence.field.label()).into() },
        Column { header: "CRM says", width: 24.0, cell: |row| Cell::text(row.finding.evidence.crm_value.as_deref()) },
        Column { header: "ACE says", width: 24.0, cell: |row| Cell::text(row.finding.evidence.ace_value.as_deref()) },
        Column { header: "Expected", width: 30.0, cell: |row| Cell::text(Some(&row.finding.evidence.expected)) },
        Column { header: "Rule source", width: 30.0, cell: |row| Cell::text(row.rule.map(|rule| rule.source)) },
        Column { header: "Why it matters", width: 40.0, cell: |row| Cell::text(row.rule.map(|rule| rule.why)) },
        Column { header: "Likely cause", width: 30.0, cell: |row| Cell::text(row.cause.as_deref()) },
        Column { header: "Deal ARR (do not sum)", width: 13.0, cell: deal_arr },
        Column { header: "CRM source", width: 26.0, cell: |row| Cell::text(row.deal().and_then(|deal| Some(deal.crm()?.at.label())).as_deref()) },
        Column { header: "ACE source", width: 26.0, cell: |row| Cell::text(row.deal().and_then(|deal| Some(deal.ace()?.at.label())).as_deref()) },
        Column { header: "First seen", width: 11.0, cell: |row| Cell::Date(row.finding.first_seen) },
        Column { header: "Runs", width: 7.0, cell: |row| Cell::Count(row.finding.runs_seen.into()) },
        Column { header: "Fund request", width: 16.0, cell: |row| Cell::id(row.finding.evidence.request_id.as_deref()) },
    ];
}

/// The findings: the severest first, then by window, revenue and deal.
fn finding_lines<'a>(report: &'a Report) -> Vec<FindingLine<'a>> {
    let rows_of_rules = about::rows_of_rules(report);
    let mut rows: Vec<_> = report
        .audit
        .findings
        .iter()
        .map(|finding| {
            let line = finding.deal.and_then(|place| report.line_of(place));
            let rule = report.rule(finding.code);
            let rule_row = rows_of_rules.get(finding.code).copied();
            let window = window(finding, line);
            FindingLine { finding, line, rule, window, cause: None, rule_row }
        })
        .collect();
    rows.sort_by_cached_key(|row| {
        let arr = row.line.and_then(|line| line.deal.screening.arr.usd);
        let id = row.line.map(|line| line.id.as_str());
        (row.finding.severity, window_rank(row.window), arr.is_none(), Reverse(arr), id)
    });
    rows
}

/// The window of the phase that the finding is about, else of the deal.
fn window(finding: &Finding, line: Option<&DealLine>) -> Option<Window> {
    let screening = &line?.deal.screening;
    match finding.evidence.phase {
        Some(phase) => screening.phase(phase).state.window(),
        None => screening.window,
    }
}

/// The code, leading to what About says of the rule: nobody can sort that sheet, so the row stays the rule's.
fn code(row: &FindingLine) -> Cell {
    let code = row.finding.code;
    match row.rule_row {
        Some(number) => {
            Cell::Link { text: code.into(), url: format!("internal:'About'!A{number}") }
        }
        None => code.into(),
    }
}

fn area(code: &str) -> &'static str {
    match code.get(..3) {
        Some("ATT") => "Attribution",
        Some("ARR") => "ARR",
        Some("TIM") => "Timeliness",
        Some("APP") => "Application",
        Some("ELG") => "Eligibility",
        Some("MDF") => "MDF",
        _ => "Other",
    }
}

fn deal_arr(row: &FindingLine) -> Cell {
    let arr = row.line.and_then(|line| line.deal.screening.arr.usd);
    Cell::Faint(Box::new(Cell::money(arr)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PhaseState, Severity};
    use crate::portfolio::Portfolio;
    use crate::portfolio::testing::{audit, finding};

    #[test]
    fn the_severest_come_first_and_then_the_urgent() {
        let audit = audit();
        let report = Report::new(&Portfolio::new(&audit), &[]);
        let codes: Vec<_> = finding_lines(&report).iter().map(|row| row.finding.code).collect();
        assert_eq!(codes, ["TIM001", "TIM002", "ATT002", "TIM003", "ATT008", "ATT012"]);
    }

    #[test]
    fn a_finding_about_a_phase_shows_that_phases_window() {
        let mut audit = audit();
        audit.deals[2].screening.phases[2].state = PhaseState::Lapsed;
        let report = Report::new(&Portfolio::new(&audit), &[]);
        let mut of_phase = finding(2, "TIM007", Severity::Medium);
        of_phase.evidence.phase = Some(Phase::Migrate);
        let line = report.lines.iter().find(|line| line.place == 2);
        assert_eq!(window(&of_phase, line), Some(Window::Closed));
        of_phase.evidence.phase = None;
        assert_eq!(window(&of_phase, line), Some(Window::Closing));
    }

    #[test]
    fn the_print_ends_with_who_mends_it() {
        assert_eq!(FindingLine::COLUMNS[usize::from(PRINTED) - 1].header, "Owner");
    }

    #[test]
    fn a_finding_of_no_listed_deal_is_still_shown() {
        let mut audit = audit();
        audit.findings.push(finding(99, "ELG004", Severity::Critical));
        let report = Report::new(&Portfolio::new(&audit), &[]);
        assert_eq!(finding_lines(&report).len(), audit.findings.len());
    }
}
