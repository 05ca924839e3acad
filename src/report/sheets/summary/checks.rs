//! The workbook's own checks: what must add up, recomputed by the spreadsheet.

use super::super::Report;
use super::super::assumptions::CHANGED;
use super::super::deals::REQUESTED;
use super::heads;
use crate::domain::{Decimal, Finding, FindingState};
use crate::report::sheet::{Cell, Page, Style, Tone};

/// Writes the checks; returns the row after them.
pub(super) fn block(page: &mut Page, row: u32, report: &Report) -> u32 {
    page.put(row, 0, Style::Heading, "Checks");
    heads(page, (row + 1, 0), 3, "What must be equal", &["By the audit", "Check"]);
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
    /// Whether the two are equal by the audit's own reckoning.
    holds: bool,
}

fn checks(report: &Report) -> Vec<Check> {
    let audit = report.audit;
    let findings = audit.findings.len();
    let shown = findings.min(report.most_rows);
    let is_of_a_deal = |it: &&Finding| it.deal.is_some() && it.state != FindingState::Waived;
    let to_list = audit.findings.iter().filter(is_of_a_deal).count();
    // What Deals has no room for, it cannot be held against.
    let (lines, is_cut) = (report.shown_lines(), report.is_cut());
    let on_deals: usize = lines.iter().map(|line| line.findings.len()).sum();
    let to_list = if is_cut { on_deals } else { to_list };
    let listed_arr: Decimal = lines.iter().filter_map(|line| line.deal.screening.arr.usd).sum();
    let arr = if is_cut { listed_arr } else { report.totals.deals.arr_usd() };
    let listed_requested: Decimal =
        lines.iter().filter_map(|line| line.deal.screening.requested.usd).sum();
    let requested = report.totals.deals.requested_usd().unwrap_or_default();
    let requested = if is_cut { listed_requested } else { requested };
    let estimates = lines.iter().map(|line| line.deal.screening.obtainable().base_usd);
    let base: Decimal = estimates.flatten().sum();
    let by_match = "SUM(COUNTIFS(tblEvidence[Match],{\"Auto\",\"Confirmed\",\"Review\",\"CRM only\",\"ACE only\"}))";
    let mut checks = vec![
        rows_check(report),
        Check {
            label: "ARR total of Deals",
            by_audit: Cell::Money(arr),
            recomputed: "ROUND(SUM(tblDeals[AWS ARR]),2)".into(),
            of_sheet: None,
            holds: listed_arr == arr,
        },
        Check {
            label: "Requested total of Deals",
            by_audit: Cell::Money(requested),
            recomputed: format!("ROUND(SUM(tblDeals[{REQUESTED}]),2)"),
            of_sheet: None,
            holds: listed_requested == requested,
        },
        Check {
            label: "Base estimate total of Deals",
            by_audit: Cell::Money(base),
            recomputed: "ROUND(SUM(tblDeals[Est. base]),2)".into(),
            of_sheet: None,
            holds: true,
        },
        Check {
            label: "Inputs on Assumptions changed since the run",
            by_audit: Cell::Count(0),
            recomputed: format!("({CHANGED})"),
            of_sheet: None,
            holds: true,
        },
        Check {
            label: "Rows of Findings",
            by_audit: Cell::count(shown as u64),
            recomputed: "COUNTA(tblFindings[Finding])".into(),
            of_sheet: Some("Findings"),
            holds: true,
        },
        Check {
            label: "Linked + CRM only + ACE only = deals",
            by_audit: Cell::count(lines.len() as u64),
            recomputed: by_match.into(),
            of_sheet: Some("Evidence"),
            holds: report.totals.deals.deals == report.lines.len() as u64,
        },
        Check {
            label: "Every open finding of a deal is on Deals",
            by_audit: Cell::count(to_list as u64),
            recomputed: "SUM(tblDeals[Open findings])".into(),
            of_sheet: None,
            holds: on_deals == to_list,
        },
    ];
    let is_there = |sheet: &str| report.sheets().any(|card| card.name == sheet);
    checks.retain(|check| check.of_sheet.is_none_or(is_there));
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
    Check {
        label: "Rows read = used + set aside + ignored",
        by_audit: Cell::count(read),
        recomputed:
            "SUM(tblInputs[Rows used])+SUM(tblInputs[Rows set aside])+SUM(tblInputs[Rows ignored])"
                .into(),
        of_sheet: None,
        holds: read == accounted,
    }
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
