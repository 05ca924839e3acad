//! What a person reads on the terminal after an audit: about ten lines.

use serde::Serialize;

use super::limits::{MOST_ROWS, cut_sheets};
use super::run_json::{StatesV1, TotalsV1, pretty};
use super::words::{self, counted};
use crate::domain::{Capture, Decimal, InputReport, Verdict, WorkbookProfile, grouped};
use crate::history::StateCounts;
use crate::portfolio::{Audit, Portfolio, RollUp, Tally};

/// How many kinds of findings are named; the workbook has all.
const MOST_KINDS: usize = 5;

/// The summary: what was read, what was found, what is urgent, what a person must decide. Ends in a
/// line break.
pub fn summary(portfolio: &Portfolio, profile: WorkbookProfile) -> String {
    let mut lines = Vec::new();
    for (label, text) in facts(portfolio, profile) {
        lines.push(labelled(label, &text));
        if label == FINDINGS {
            lines.extend(kinds(&portfolio.totals).map(|kinds| labelled("", &kinds.join(", "))));
        }
    }
    lines.join("\n") + "\n"
}

/// The label of the fact that the kinds of findings belong to.
const FINDINGS: &str = "Findings";

/// What the summary says in any form: labels and texts.
pub(super) fn facts(
    portfolio: &Portfolio,
    profile: WorkbookProfile,
) -> Vec<(&'static str, String)> {
    let Portfolio { audit, totals } = portfolio;
    let inputs = audit.inputs.iter().map(|input| (input.role.title(), rows(input)));
    let mut facts: Vec<_> = inputs.collect();
    facts.push(("Deals", deals(audit, totals)));
    facts.push(("Screening", screening(totals)));
    facts.push(("Money", money(totals)));
    facts.extend(requested(totals));
    facts.push(("Urgent", words::closing_windows(totals, audit.closing_days)));
    facts.push((FINDINGS, findings(audit, totals)));
    facts.extend(since(audit));
    facts.extend(not_judged(audit, totals));
    facts.extend(to_review(audit, profile));
    facts.extend(not_shown(audit, MOST_ROWS, profile));
    facts
}

/// What the workbook has no room for.
fn not_shown(audit: &Audit, most: usize, profile: WorkbookProfile) -> Vec<(&'static str, String)> {
    cut_sheets(audit, most, profile).into_iter().map(|told| ("Not shown", told)).collect()
}

/// The same for programs: one JSON object, ending in a line break. `run.json` holds more.
pub fn summary_json(portfolio: &Portfolio) -> String {
    #[derive(Serialize)]
    struct SummaryV1 {
        format_version: u32,
        as_of: String,
        totals: TotalsV1,
        linked: usize,
        matches_to_review: usize,
        previous: Option<String>,
        states: StatesV1,
    }
    let Portfolio { audit, totals } = portfolio;
    pretty(&SummaryV1 {
        format_version: 1,
        as_of: audit.as_of.to_string(),
        totals: TotalsV1::from(totals),
        linked: linked(audit),
        matches_to_review: matches_to_review(audit),
        previous: audit.history.previous.as_ref().map(|(path, _)| path.clone()),
        states: audit.history.counts.into(),
    })
}

fn labelled(label: &str, text: &str) -> String {
    format!("{label:<14}{text}")
}

fn rows(input: &InputReport) -> String {
    let warnings = match input.warnings.len() as u64 {
        0 => String::new(),
        count => format!(", {}", counted(count, "warning")),
    };
    format!(
        "{}: {} of {} used, {} set aside, {} ignored{warnings}",
        input.path,
        grouped(input.rows_used.into()),
        counted(input.rows_read, "row"),
        grouped(input.rows_set_aside.into()),
        grouped(input.rows_ignored.into())
    )
}

fn deals(audit: &Audit, totals: &RollUp) -> String {
    let of_period = audit.period.as_ref().map_or_else(String::new, |period| {
        format!(" in {period}; {} left out", counted(audit.out_of_period, "deal"))
    });
    format!(
        "{}, {} linked to ACE, {}{of_period}",
        grouped(totals.deals.deals.into()),
        grouped(linked(audit).into()),
        counted(totals.migrations.deals, "migration")
    )
}

fn linked(audit: &Audit) -> usize {
    audit.deals.iter().filter(|deal| deal.deal.linked().is_some()).count()
}

fn screening(totals: &RollUp) -> String {
    let counts = Verdict::ALL.map(|verdict| {
        let deals = totals.verdict(verdict).deals;
        format!("{} {}", verdict.label().to_lowercase(), grouped(deals.into()))
    });
    counts.join(", ")
}

fn money(totals: &RollUp) -> String {
    let of = |capture: Capture| amount(totals.capture(capture));
    format!(
        "recoverable {}, in flight {}, captured {}, lost {}, cannot tell {}, not applicable {}",
        of(Capture::Recoverable),
        of(Capture::InFlight),
        of(Capture::Captured),
        of(Capture::Lost),
        of(Capture::CannotTell),
        grouped(totals.capture(Capture::NotApplicable).deals.into())
    )
}

/// What fund requests ask for, by the state of each request; `None` if no amount is known.
fn requested(totals: &RollUp) -> Option<(&'static str, String)> {
    let sum = |usd: Option<Decimal>, state| {
        usd.map(|usd| format!("USD {} {state}", grouped(usd.round())))
    };
    let requested = &totals.requested;
    let known = [
        sum(requested.undecided_usd, "undecided"),
        sum(requested.granted_usd, "approved or claimed"),
        Some(words::requested_without_rate(totals))
            .filter(|amounts| !amounts.is_empty())
            .map(|amounts| format!("{amounts} without a rate")),
    ];
    let told = known.into_iter().flatten().collect::<Vec<_>>().join("; ");
    (!told.is_empty()).then_some(("Requested", told))
}

/// "4 (USD 54,000 ARR, 2 without ARR)". Unknown is never shown as 0.
fn amount(tally: Tally) -> String {
    let deals = grouped(tally.deals.into());
    if tally.deals == 0 {
        return deals;
    }
    let arr = match (tally.arr_cents, tally.without_arr) {
        (0, _) => "ARR not known".to_owned(),
        (_, 0) => format!("USD {} ARR", grouped(tally.arr_usd().round())),
        (_, without) => format!(
            "USD {} ARR, {} without ARR",
            grouped(tally.arr_usd().round()),
            grouped(without.into())
        ),
    };
    format!("{deals} ({arr})")
}

fn findings(audit: &Audit, totals: &RollUp) -> String {
    if totals.findings.is_empty() {
        return no_findings(totals);
    }
    let of_severity: Vec<_> = totals
        .severities
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{} {}", grouped((*count).into()), severity.name()))
        .collect();
    let waived = match audit.history.counts.waived {
        0 => String::new(),
        waived => format!("; {} of them waived", grouped(waived.into())),
    };
    of_severity.join(", ") + &waived
}

/// The top kinds of findings, and how many more there are; nothing without findings.
pub(super) fn kinds(totals: &RollUp) -> Option<Vec<String>> {
    let named = totals.findings.iter().take(MOST_KINDS);
    let mut kinds: Vec<_> = named
        .map(|kind| format!("{} {} ({})", kind.code, kind.name, grouped(kind.findings.into())))
        .collect();
    let rest = totals.findings.len().saturating_sub(MOST_KINDS);
    if rest > 0 {
        kinds.push(counted(rest as u64, "more kind"));
    }
    (!kinds.is_empty()).then_some(kinds)
}

/// What is different from the previous run; without one, what is waived if anything is.
fn since(audit: &Audit) -> Option<(&'static str, String)> {
    let StateCounts { new, still_open, changed, reopened, resolved, overtaken, not_judged, waived } =
        audit.history.counts;
    let Some((path, as_of)) = &audit.history.previous else {
        let text = format!("{} accepted by a waiver", counted(waived, "finding"));
        return (waived > 0).then_some(("Waived", text));
    };
    let mut counts = vec![
        (new, "new"),
        (still_open, "still open"),
        (changed, "changed"),
        (reopened, "reopened"),
        (resolved, "resolved"),
    ];
    // Most runs have nothing of these.
    let rare = [(overtaken, "overtaken by time"), (not_judged, "not judged any more")];
    counts.extend(rare.into_iter().filter(|(count, _)| *count > 0));
    counts.push((waived, "waived"));
    let counts: Vec<_> =
        counts.iter().map(|(count, name)| format!("{} {name}", grouped((*count).into()))).collect();
    let since = as_of.map_or_else(|| path.clone(), |as_of| as_of.to_string());
    Some(("Changes", format!("since {since}: {}", counts.join(", "))))
}

/// Silence about a deal that nobody could judge is no praise.
fn no_findings(totals: &RollUp) -> String {
    match (totals.deals.deals, words::open_without_findings(totals).as_str()) {
        (0, _) => "none: there are no deals".into(),
        (_, "") => "none: nothing is missing".into(),
        (_, open) => format!("none; {open}"),
    }
}

fn not_judged(audit: &Audit, totals: &RollUp) -> Option<(&'static str, String)> {
    let open = totals.capture(Capture::CannotTell).deals;
    let rules = audit.rule_counts.iter().filter(|(_, count)| count.not_judged() > 0).count();
    if open == 0 && rules == 0 {
        return None;
    }
    let (deals, rules) = (counted(open, "deal"), counted(rules as u64, "rule"));
    let text = format!(
        "{deals} for want of data; {rules} could not judge every deal (sheet About says which fields are missing)"
    );
    Some(("Cannot tell", text))
}

fn to_review(audit: &Audit, profile: WorkbookProfile) -> Option<(&'static str, String)> {
    let doubtful = audit.deals.iter().filter(|deal| !deal.deal.candidates.is_empty()).count();
    (doubtful > 0).then(|| {
        let deals = counted(doubtful as u64, "deal");
        let of_whom = match profile {
            WorkbookProfile::Full => "",
            WorkbookProfile::Leadership => " of the full workbook",
        };
        let text =
            format!("which ACE opportunity is right for {deals}, on the sheet Matches{of_whom}");
        ("To decide", text)
    })
}

fn matches_to_review(audit: &Audit) -> usize {
    audit.deals.iter().map(|deal| deal.deal.candidates.len()).sum()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::{Currency, Money};
    use crate::portfolio::testing::audit;

    #[test]
    fn an_audit_is_told_in_about_ten_lines() {
        assert_eq!(
            summary(&Portfolio::new(&audit()), WorkbookProfile::Full),
            "\
CRM           crm.csv: 7 of 9 rows used, 1 set aside, 1 ignored, 1 warning
ACE           ace.xlsx: 6 of 7 rows used, 1 set aside, 0 ignored, 1 warning
Deals         8, 5 linked to ACE, 7 migrations
Screening     looks eligible 5, cannot tell 1, not eligible 1, not a migration 1
Money         recoverable 2 (USD 54,000 ARR), in flight 1 (USD 96,000 ARR), captured 1 (USD 48,000 ARR), lost 1 (USD 120,000 ARR), cannot tell 1 (ARR not known), not applicable 2
Urgent        1 window is closing (last day to apply within 30 days or just past)
Findings      1 critical, 3 high, 1 medium, 1 low
              TIM001 a-defect (1), ATT002 a-defect (1), TIM002 a-defect (1), TIM003 a-defect (1), ATT008 a-defect (1), 1 more kind
Cannot tell   1 deal for want of data; 1 rule could not judge every deal (sheet About says which fields are missing)
To decide     which ACE opportunity is right for 1 deal, on the sheet Matches
"
        );
    }

    #[test]
    fn what_is_requested_is_told_by_the_state_of_the_requests() {
        let mut audit = audit();
        audit.deals[0].screening.requested.undecided_usd = Some(36_000.into());
        audit.deals[1].screening.requested.granted_usd = Some(19_500.into());
        audit.deals[5].screening.requested.without_rate =
            vec![Money { amount: 30_000.into(), currency: Currency::new("EUR") }];
        let told = summary(&Portfolio::new(&audit), WorkbookProfile::Full);
        let line = "\nRequested     USD 36,000 undecided; USD 19,500 approved or claimed; \
                    EUR 30,000 without a rate\n";
        assert!(told.contains(line), "{told}");
        assert!(told.contains("recoverable 2 (USD 54,000 ARR), in flight"), "{told}");
    }

    #[test]
    fn a_sum_says_how_many_deals_have_no_part_in_it() {
        let mut audit = audit();
        audit.deals[1].screening.arr.usd = None;
        let told = summary(&Portfolio::new(&audit), WorkbookProfile::Full);
        assert!(told.contains("recoverable 2 (USD 30,000 ARR, 1 without ARR), in"), "{told}");
    }

    #[test]
    fn leadership_is_sent_to_no_sheet_that_its_workbook_lacks() {
        let told = summary(&Portfolio::new(&audit()), WorkbookProfile::Leadership);
        assert!(told.contains("for 1 deal, on the sheet Matches of the full workbook\n"), "{told}");
    }

    #[test]
    fn an_audit_without_findings_says_so() {
        let mut audit = audit();
        audit.findings.clear();
        let of_one = summary(&Portfolio::new(&audit), WorkbookProfile::Full);
        let told = "Findings      none; the money of 1 deal is lost, 2 deals not applied for, 1 deal could not be judged\n";
        assert!(of_one.contains(told), "{of_one}");
        audit.deals.retain(|deal| deal.screening.window.is_none());
        assert!(
            summary(&Portfolio::new(&audit), WorkbookProfile::Full)
                .contains("Findings      none: nothing is missing\n")
        );
        audit.deals.clear();
        assert!(
            summary(&Portfolio::new(&audit), WorkbookProfile::Full)
                .contains("Findings      none: there are no deals\n")
        );
    }

    #[test]
    fn what_is_different_from_the_previous_run_is_told_in_one_line() {
        let mut audit = audit();
        let counts =
            StateCounts { new: 2, still_open: 1_204, resolved: 3, ..StateCounts::default() };
        audit.history.counts = counts;
        assert!(!summary(&Portfolio::new(&audit), WorkbookProfile::Full).contains("Changes"));
        audit.history.previous = Some(("last.xlsx".into(), Some(audit.as_of)));
        let told = summary(&Portfolio::new(&audit), WorkbookProfile::Full);
        let line = "Changes       since 2026-10-01: 2 new, 1,204 still open, 0 changed, 0 reopened, \
                    3 resolved, 0 waived\n";
        assert!(told.contains(line), "{told}");
    }

    #[test]
    fn what_the_workbook_has_no_room_for_is_told() {
        let audit = audit();
        let told = not_shown(&audit, 5, WorkbookProfile::Full);
        let findings = "Findings shows the severest 5 of 6 findings; the table outputs (--tables DIR) hold all.";
        assert!(told.contains(&("Not shown", findings.to_owned())), "{told:?}");
        assert!(told[0].1.starts_with("Deals shows the most urgent 5 of 8 deals"), "{told:?}");
        assert_eq!(not_shown(&audit, MOST_ROWS, WorkbookProfile::Full), []);
    }

    #[test]
    fn programs_get_the_same_totals_as_in_run_json() {
        let summary: serde_json::Value =
            serde_json::from_str(&summary_json(&Portfolio::new(&audit()))).unwrap();
        let run = crate::report::run_json(&Portfolio::new(&audit()), &BTreeMap::new());
        let run: serde_json::Value = serde_json::from_str(&run).unwrap();
        assert_eq!(summary["totals"], run["totals"]);
        assert_eq!(summary["matches_to_review"], 1);
    }
}
