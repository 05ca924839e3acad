//! Rows that a profile knows to be no records, by the text of one column.

use serde::Deserialize;

use crate::domain::fold;

/// A rule for the rows of an export.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ingest) struct RowRule {
    /// The column that decides.
    pub(super) header: String,
    /// What its text contains, in either case; any text if this is missing.
    contains: Option<String>,
    /// Whether the row is no record at all. Else it is one that cannot be used.
    #[serde(default)]
    pub ignored: bool,
    /// Stable identifier of the reason in snake case.
    pub problem: String,
    /// What is wrong and what to do, in a sentence or two.
    pub message: String,
}

impl RowRule {
    /// Whether the rule is about a row with this text.
    pub(super) fn fits(&self, text: &str) -> bool {
        match &self.contains {
            None => !text.is_empty(),
            Some(part) => fold(text).contains(&fold(part)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(contains: Option<&str>) -> RowRule {
        RowRule {
            header: "Catalog".into(),
            contains: contains.map(str::to_owned),
            ignored: true,
            problem: "sandbox".into(),
            message: String::new(),
        }
    }

    #[test]
    fn a_rule_is_about_a_part_of_the_text_or_about_any_text() {
        assert!(rule(Some("Sandbox")).fits("sandbox"));
        assert!(!rule(Some("Sandbox")).fits("AWS"));
        assert!(!rule(Some("Sandbox")).fits(""));
        assert!(rule(None).fits("AccessDeniedException"));
        assert!(!rule(None).fits(""));
    }
}
