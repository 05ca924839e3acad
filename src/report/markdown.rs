//! The terminal summary for chat and pull requests.

use super::terminal::{facts, kinds};
use crate::domain::WorkbookProfile;
use crate::portfolio::Portfolio;

/// The same facts as [`summary`](super::summary) tells, as Markdown: a heading, a table and the top kinds of findings.
/// Ends in a line break.
pub fn summary_markdown(portfolio: &Portfolio, profile: WorkbookProfile) -> String {
    let partner = portfolio.audit.partner.as_ref().map(|partner| format!(": {partner}"));
    let title = format!("AWS MAP funding audit{}", partner.unwrap_or_default());
    let as_of = portfolio.audit.as_of;
    let mut lines = vec![format!("## {}, as of {as_of}", escaped(&title)), String::new()];
    lines.push("| About | Found |".into());
    lines.push("| --- | --- |".into());
    let facts = facts(portfolio, profile).into_iter();
    lines.extend(facts.map(|(label, text)| format!("| {label} | {} |", escaped(&text))));
    if let Some(kinds) = kinds(&portfolio.totals) {
        lines.extend([String::new(), "Top findings:".into(), String::new()]);
        lines.extend(kinds.iter().map(|kind| format!("- {}", escaped(kind))));
    }
    lines.join("\n") + "\n"
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
    fn without_findings_there_is_no_list_of_them() {
        let mut audit = audit();
        audit.findings.clear();
        assert!(!summary_markdown(&Portfolio::new(&audit), FULL).contains("Top findings"));
    }
}
