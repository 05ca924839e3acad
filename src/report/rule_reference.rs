//! The rule reference in each of its forms. All of them come from [`rules::all`]: no text about a
//! rule is written anywhere else.

use std::fmt::Write;

use serde::Serialize;

use super::run_json::pretty;
use crate::domain::Field;
use crate::rules::{self, RULE_SET_VERSION, Rule};

/// One rule as text for the terminal.
pub fn text(rule: &Rule) -> String {
    let Rule { code, name, severity, summary, why, fix, source, .. } = rule;
    let fix_in = rule.fix_in.name();
    let subject = rule.subject.label();
    let reads = labels(rule.reads);
    format!(
        "{code} {name} ({severity})\n\n{summary}\n\nWhy: {why}\n\nTo fix: {fix}\n\nFix in: {fix_in}\n\
         Looks at: {subject}\nReads: {reads}\nSource: {source}\n"
    )
}

/// The whole catalogue as text for the terminal, one line a rule.
pub fn catalogue_text() -> String {
    let width = rules::all().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut out = String::new();
    for Rule { code, name, severity, summary, .. } in rules::all() {
        let severity = severity.name();
        line(&mut out, format_args!("{code}  {severity:<8}  {name:<width$}  {summary}"));
    }
    out
}

/// The whole catalogue as a table, as it stands between the markers in README.md.
pub fn markdown() -> String {
    let mut out = String::new();
    line(&mut out, format_args!("| Code | Name | Severity | What is checked | Fix in |"));
    line(&mut out, format_args!("|---|---|---|---|---|"));
    for Rule { code, name, severity, summary, fix_in, .. } in rules::all() {
        let fix_in = fix_in.name();
        line(&mut out, format_args!("| `{code}` | `{name}` | {severity} | {summary} | {fix_in} |"));
    }
    out
}

/// One rule as a section of a document.
pub fn markdown_rule(rule: &Rule) -> String {
    let Rule { code, name, severity, summary, why, fix, source, .. } = rule;
    let fix_in = rule.fix_in.name();
    let subject = rule.subject.label();
    let reads = labels(rule.reads);
    format!(
        "## `{code}` {name}\n\n{summary}\n\n- **Severity:** {severity}\n- **Why:** {why}\n\
         - **To fix:** {fix}\n- **Fix in:** {fix_in}\n- **Looks at:** {subject}\n\
         - **Reads:** {reads}\n- **Source:** {source}\n"
    )
}

/// The whole catalogue as one JSON object, ending in a line break.
pub fn json() -> String {
    let rules = rules::all().map(RuleV1::from).collect();
    pretty(&CatalogueV1 { rule_set_version: RULE_SET_VERSION, rules })
}

/// One rule as a JSON object, ending in a line break.
pub fn json_rule(rule: &Rule) -> String {
    pretty(&RuleV1::from(rule))
}

/// The catalogue as programs read it. It grows, and does not change.
#[derive(Serialize)]
struct CatalogueV1 {
    rule_set_version: &'static str,
    rules: Vec<RuleV1>,
}

/// A rule as programs read it. It grows, and does not change.
#[derive(Serialize)]
struct RuleV1 {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    summary: &'static str,
    why: &'static str,
    fix: &'static str,
    fix_in: &'static str,
    subject: &'static str,
    reads: Vec<&'static str>,
    source: &'static str,
}

impl From<&Rule> for RuleV1 {
    fn from(rule: &Rule) -> RuleV1 {
        RuleV1 {
            code: rule.code,
            name: rule.name,
            severity: rule.severity.name(),
            summary: rule.summary,
            why: rule.why,
            fix: rule.fix,
            fix_in: rule.fix_in.name(),
            subject: rule.subject.label(),
            reads: rule.reads.iter().map(|field| field.name()).collect(),
            source: rule.source,
        }
    }
}

fn labels(fields: &[Field]) -> String {
    let labels: Vec<_> = fields.iter().map(|field| field.label()).collect();
    labels.join(", ")
}

fn line(out: &mut String, text: std::fmt::Arguments) {
    writeln!(out, "{text}").expect("a string takes any text");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn att002() -> &'static Rule {
        rules::find("ATT002").unwrap()
    }

    #[test]
    fn the_text_tells_everything_that_the_card_holds() {
        let rule = att002();
        let text = text(rule);
        assert!(text.starts_with("ATT002 not-tagged-map (high)\n\n"), "{text}");
        for part in [rule.summary, rule.why, rule.fix, rule.source, rule.subject.label()] {
            assert!(text.contains(part), "{part}");
        }
        assert!(text.contains("\nReads: APN programs, stage, review status\n"), "{text}");
        assert!(text.contains("\nFix in: ACE\n"), "{text}");
    }

    #[test]
    fn the_catalogue_has_one_aligned_line_for_each_rule() {
        let text = catalogue_text();
        assert_eq!(text.lines().count(), rules::all().count());
        for (line, rule) in text.lines().zip(rules::all()) {
            assert!(line.starts_with(rule.code), "{line}");
            assert_eq!(line.find(rule.summary), text.find("Every migration"), "{line}");
        }
    }

    #[test]
    fn the_table_has_as_many_cells_in_every_row() {
        let table = markdown();
        assert_eq!(table.lines().count(), rules::all().count() + 2);
        for row in table.lines() {
            assert_eq!(row.matches('|').count(), 6, "{row}");
        }
    }

    #[test]
    fn a_rules_section_holds_its_texts() {
        let rule = att002();
        let section = markdown_rule(rule);
        for part in ["## `ATT002` not-tagged-map", rule.summary, rule.why, rule.fix, rule.source] {
            assert!(section.contains(part), "{part}");
        }
    }

    #[test]
    fn programs_read_the_same_as_people() {
        let catalogue: serde_json::Value = serde_json::from_str(&json()).unwrap();
        let codes: Vec<_> =
            catalogue["rules"].as_array().unwrap().iter().map(|rule| &rule["code"]).collect();
        let expected: Vec<_> = rules::all().map(|rule| rule.code).collect();
        assert_eq!(codes, expected);
        assert_eq!(catalogue["rule_set_version"], RULE_SET_VERSION);

        let rule: serde_json::Value = serde_json::from_str(&json_rule(att002())).unwrap();
        assert_eq!(rule["severity"], "high");
        assert_eq!(rule["fix_in"], "ACE");
        assert_eq!(rule["reads"], serde_json::json!(["apn_programs", "stage", "review_status"]));
        assert_eq!(rule["summary"], att002().summary);
    }
}
