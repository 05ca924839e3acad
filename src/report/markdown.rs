//! The terminal summary for mail, chat and pull requests.

use super::terminal::{facts, kinds};
use super::words::counted;
use crate::domain::{Finding, WorkbookProfile};
use crate::portfolio::{Audit, Portfolio};

/// How many new findings are named; the workbook and the tables have all.
const MOST_NEW: usize = 10;

/// The same facts as [`summary`](super::summary) tells, as Markdown: a heading, a table and the top kinds of findings;
/// from the second run on also the worst of the findings that the previous run did not have. Ends in a line break.
pub fn summary_markdown(portfolio: &Portfolio, profile: WorkbookProfile) -> String {
    let partner = portfolio.audit.partner.as_ref().map(|partner| format!(": {partner}"));
    let title = format!("AWS MAP funding audit{}", partner.unwrap_or_default());
    let as_of = portfolio.audit.as_of;
    let mut lines = vec![format!("## {}, as of {as_of}", escaped(&title)), String::new()];
    lines.push("| About | Found |".into());
    lines.push("| --- | --- |".into());
    let facts = facts(portfolio, profile).into_iter();
    lines.extend(facts.map(|(label, text)| format!("| {label} | {} |", escaped(&text))));
    let new = new_findings(portfolio.audit);
    if !new.is_empty() {
        lines.extend([String::new(), "New findings:".into(), String::new()]);
        lines.extend(new.iter().map(|finding| format!("- {}", escaped(finding))));
    }
    if let Some(kinds) = kinds(&portfolio.totals) {
        lines.extend([String::new(), "Top findings:".into(), String::new()]);
        lines.extend(kinds.iter().map(|kind| format!("- {}", escaped(kind))));
    }
    lines.join("\n") + "\n"
}

/// The findings that the previous run did not have, the worst first, and how many more there are. Without a previous run
/// all are new, and none is listed.
fn new_findings(audit: &Audit) -> Vec<String> {
    if audit.history.previous.is_none() {
        return Vec::new();
    }
    let mut new: Vec<&Finding> =
        audit.findings.iter().filter(|finding| finding.state.is_new()).collect();
    new.sort_by_key(|finding| finding.severity);
    let rest = new.len().saturating_sub(MOST_NEW);
    let mut lines: Vec<String> =
        new.iter().take(MOST_NEW).map(|finding| new_finding(audit, finding)).collect();
    if rest > 0 {
        lines.push(counted(rest as u64, "more finding"));
    }
    lines
}

/// "high ATT001 not-in-ace: Acme Robotics, Data center exit".
fn new_finding(audit: &Audit, finding: &Finding) -> String {
    let deal = finding.deal.map(|place| &audit.deals[place].deal);
    let about: Vec<&str> =
        deal.into_iter().flat_map(|deal| [deal.customer(), deal.name()]).flatten().collect();
    let about = if about.is_empty() { String::new() } else { format!(": {}", about.join(", ")) };
    format!("{} {} {}{about}", finding.severity.name(), finding.code, finding.name)
}

/// Text that Markdown shows as it is, in a cell of a table too.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '|' | '<' | '&' | '*' | '_' | '`' | '[' | ']' | '~') {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FindingState;
    use crate::portfolio::testing::audit;
    use crate::report::summary;

    const FULL: WorkbookProfile = WorkbookProfile::Full;

    #[test]
    fn markdown_says_what_the_text_says() {
        let audit = audit();
        let portfolio = Portfolio::new(&audit);
        let (text, markdown) = (summary(&portfolio, FULL), summary_markdown(&portfolio, FULL));
        for (label, fact) in facts(&portfolio, FULL) {
            assert!(text.contains(&fact), "{fact}");
            assert!(markdown.contains(&format!("| {label} | {} |\n", escaped(&fact))), "{fact}");
        }
        for kind in kinds(&portfolio.totals).unwrap() {
            assert!(text.contains(&kind), "{kind}");
            assert!(markdown.contains(&format!("- {kind}\n")), "{kind}");
        }
    }

    #[test]
    fn a_name_ends_no_cell_and_starts_no_markup() {
        let mut audit = audit();
        audit.inputs[0].path = "a|b\n<i>_c_.csv".into();
        let markdown = summary_markdown(&Portfolio::new(&audit), FULL);
        assert!(markdown.contains(r"| a\|b \<i>\_c\_.csv: 7 of 9"), "{markdown}");
    }

    #[test]
    fn from_the_second_run_on_new_findings_are_named_the_worst_first() {
        let mut audit = audit();
        assert!(
            !summary_markdown(&Portfolio::new(&audit), WorkbookProfile::Full)
                .contains("New findings")
        );
        audit.history.previous = Some(("last.xlsx".into(), None));
        for finding in &mut audit.findings {
            let is_new = matches!(finding.code, "ATT002" | "TIM001");
            finding.state = if is_new { FindingState::New } else { FindingState::StillOpen };
        }
        let markdown = summary_markdown(&Portfolio::new(&audit), WorkbookProfile::Full);
        let (_, new) = markdown.split_once("New findings:\n\n").unwrap();
        let codes: Vec<&str> = new
            .lines()
            .map_while(|line| line.strip_prefix("- "))
            .map(|line| line.split(' ').nth(1).unwrap())
            .collect();
        assert_eq!(codes, ["TIM001", "ATT002"]);
        assert!(new.contains(" a-defect: "), "{new}");
    }

    #[test]
    fn of_many_new_findings_the_rest_is_counted() {
        let mut audit = audit();
        audit.history.previous = Some(("last.xlsx".into(), None));
        let finding = audit.findings[0].clone();
        audit.findings = vec![finding; MOST_NEW + 2];
        let markdown = summary_markdown(&Portfolio::new(&audit), WorkbookProfile::Full);
        assert!(markdown.contains("- 2 more findings\n"), "{markdown}");
    }

    #[test]
    fn without_findings_there_is_no_list_of_them() {
        let mut audit = audit();
        audit.findings.clear();
        assert!(!summary_markdown(&Portfolio::new(&audit), FULL).contains("Top findings"));
    }
}
