//! The workbook's own checks: what must add up, recomputed by the spreadsheet.

use super::super::Report;
use super::super::assumptions::CHANGED;
use super::super::deals::REQUESTED;
use super::heads;
use crate::domain::{Decimal, Finding, FindingState, Matched, Screening};
use crate::report::sheet::{Cell, Page, Style, Tone};

/// Writes the checks; returns the row after them.
pub(super) fn block(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(row, 0, Style::Heading, "Checks");
    heads(page, (row + 1, 0), 3, "What must be equal", &["By the audit"]);
    page.put(row + 1, 4, Style::WordHead, "Check");
    let mut next = row + 2;
    for check in checks(report) {
        // Excel counts rows from 1.
        let by_audit = format!("D{}", next + 1);
        let formula = format!("IF({}={by_audit},\"OK\",\"CHECK\")", check.recomputed);
        let result = if check.holds { "OK" } else { "CHECK" };
        let tone = if check.holds { Tone::Plain } else { Tone::Critical };
        page.put(next, 0, Style::Body, check.label);
        page.put(next, 3, Style::Body, check.by_audit);
        page.put(next, 4, Style::Body, Cell::formula(formula, Cell::word(result, tone)));
        next += 1;
    }
    next
}

struct Check {
    label: &'static str,
    /// What the audit found, as a figure beside the check.
    by_audit: Cell,
    /// The same, computed from the sheets.
    recomputed: String,
    /// The sheet that it is recomputed from, if not every workbook has it.
    of_sheet: Option<&'static str>,
    /// Whether there is anything to add up: no rates and no requests give no sums.
    is_of_use: bool,
    /// Whether the two are equal by the audit's own reckoning.
    holds: bool,
}

impl Check {
    /// A check that the audit itself may fail.
    fn of_audit(
        label: &'static str,
        by_audit: Cell,
        recomputed: impl Into<String>,
        holds: bool,
    ) -> Check {
        let recomputed = recomputed.into();
        Check { label, by_audit, recomputed, of_sheet: None, is_of_use: true, holds }
    }

    /// A check that holds in the workbook as it is written, and that only an edit can break.
    fn of_edits(label: &'static str, by_audit: Cell, recomputed: impl Into<String>) -> Check {
        Check::of_audit(label, by_audit, recomputed, true)
    }

    fn on(self, sheet: &'static str) -> Check {
        Check { of_sheet: Some(sheet), ..self }
    }

    fn if_any(self, is_of_use: bool) -> Check {
        Check { is_of_use, ..self }
    }
}

fn checks(report: &Report) -> Vec<Check> {
    let lines = report.shown_lines();
    let deals = &report.totals.deals;
    let base: Decimal =
        lines.iter().filter_map(|line| line.deal.screening.obtainable().base_usd).sum();
    let shown = report.audit.findings.len().min(report.most_rows);
    let matched = Matched::ALL.map(|matched| format!("\"{}\"", matched.label())).join(",");
    let mut checks = vec![
        rows_check(report),
        sum_check(report, "ARR total of Deals", "AWS ARR", |of| of.arr.usd, deals.arr_usd()),
        sum_check(
            report,
            "Requested, with drafts and what is over",
            REQUESTED,
            |of| of.requested.usd,
            deals.requested_usd().unwrap_or_default(),
        )
        .if_any(lines.iter().any(|line| line.deal.screening.requested.usd.is_some())),
        Check::of_edits(
            "Base estimate total of Deals",
            Cell::Money(base),
            "ROUND(SUM(tblDeals[Est. base]),2)",
        )
        .if_any(report.has_rates()),
        Check::of_edits(
            "Inputs on Assumptions changed since the run",
            Cell::Count(0),
            format!("({CHANGED})"),
        ),
        Check::of_edits(
            "Rows of Findings",
            Cell::count(shown as u64),
            "COUNTA(tblFindings[Finding])",
        )
        .on("Findings"),
        Check::of_audit(
            "Linked + CRM only + ACE only = deals",
            Cell::count(lines.len() as u64),
            format!("SUM(COUNTIFS(tblEvidence[Match],{{{matched}}}))"),
            report.totals.deals.deals == report.lines.len() as u64,
        )
        .on("Evidence"),
        findings_check(report),
    ];
    let is_there = |sheet: &str| report.sheets().any(|card| card.name == sheet);
    checks.retain(|check| check.is_of_use && check.of_sheet.is_none_or(is_there));
    checks
}

/// Read = used + set aside + ignored, over all inputs.
fn rows_check(report: &Report) -> Check {
    let inputs = &report.audit.inputs;
    let read: u64 = inputs.iter().map(|input| input.rows_read).sum();
    let accounted: u64 = inputs
        .iter()
        .map(|input| input.rows_used + input.rows_set_aside + input.rows_ignored)
        .sum();
    Check::of_audit(
        "Rows read = used + set aside + ignored",
        Cell::count(read),
        "SUM(tblInputs[Rows used])+SUM(tblInputs[Rows set aside])+SUM(tblInputs[Rows ignored])",
        read == accounted,
    )
}

/// The sum of a column of Deals is that of the roll-up. What Deals has no room for, it cannot be held against.
fn sum_check(
    report: &Report,
    label: &'static str,
    column: &str,
    of_deal: fn(&Screening) -> Option<Decimal>,
    of_all: Decimal,
) -> Check {
    let lines = report.shown_lines();
    let listed: Decimal = lines.iter().filter_map(|line| of_deal(&line.deal.screening)).sum();
    let by_audit = if report.is_cut() { listed } else { of_all };
    let recomputed = format!("ROUND(SUM(tblDeals[{column}]),2)");
    Check::of_audit(label, Cell::Money(by_audit), recomputed, listed == by_audit)
}

/// No open finding of a deal is on no row of Deals, as far as Deals has room for all.
fn findings_check(report: &Report) -> Check {
    let is_of_a_deal = |it: &&Finding| it.deal.is_some() && it.state != FindingState::Waived;
    let listed: usize = report.shown_lines().iter().map(|line| line.findings.len()).sum();
    let all = report.audit.findings.iter().filter(is_of_a_deal).count();
    let by_audit = if report.is_cut() { listed } else { all };
    Check::of_audit(
        "Every open finding of a deal is on Deals",
        Cell::count(by_audit as u64),
        "SUM(tblDeals[Open findings])",
        listed == by_audit,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Severity;
    use crate::portfolio::Portfolio;
    use crate::portfolio::testing::{audit, finding};

    #[test]
    fn a_sound_audit_passes_every_check() {
        let audit = audit();
        assert!(checks(&Report::new(&Portfolio::new(&audit), &[])).iter().all(|check| check.holds));
    }

    #[test]
    fn sums_of_what_nobody_has_set_or_requested_are_no_checks() {
        let mut audit = audit();
        let has = |audit: &crate::portfolio::Audit, label| {
            let portfolio = Portfolio::new(audit);
            checks(&Report::new(&portfolio, &[])).iter().any(|check| check.label == label)
        };
        assert!(!has(&audit, "Requested, with drafts and what is over"));
        assert!(!has(&audit, "Base estimate total of Deals"));
        audit.deals[0].screening.requested.usd = Some(1.into());
        assert!(has(&audit, "Requested, with drafts and what is over"));
    }

    #[test]
    fn rows_that_are_not_accounted_for_are_noticed() {
        let mut audit = audit();
        audit.inputs[0].rows_read += 1;
        assert!(!rows_check(&Report::new(&Portfolio::new(&audit), &[])).holds);
    }

    #[test]
    fn a_finding_about_the_partner_stands_on_no_deal_and_breaks_nothing() {
        let mut audit = audit();
        let about_partner = Finding { deal: None, ..finding(0, "ELG004", Severity::Critical) };
        audit.findings.push(about_partner);
        assert!(checks(&Report::new(&Portfolio::new(&audit), &[])).iter().all(|check| check.holds));
    }

    #[test]
    fn a_finding_of_no_listed_deal_is_noticed() {
        let mut audit = audit();
        audit.findings.push(finding(99, "ELG004", Severity::Critical));
        assert!(
            !checks(&Report::new(&Portfolio::new(&audit), &[])).iter().all(|check| check.holds)
        );
    }
}
