use std::collections::BTreeSet;

use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// Words that most migration deals share, so that sharing them says little.
const GENERIC_WORDS: &[&str] = &[
    "migration",
    "cloud",
    "modernization",
    "phase",
    "assessment",
    "services",
    "service",
    "support",
    "managed",
    "wave",
    "program",
    "programme",
    "initiative",
];

/// The deal's name and the project title, without the customer's words.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "title",
    about: About::Deal,
    levels: &[
        Level { label: "same title", bits: 5.0 },
        Level { label: "most words of the title shared", bits: 3.5 },
        Level { label: "telling words of the title shared", bits: 2.0 },
        Level { label: "only general words of the title shared", bits: 0.5 },
        Level { label: "different titles", bits: -2.0 },
        Level { label: "titles of different phases, years or sites", bits: -4.0 },
    ],
    level: |pair| level(&pair.crm.title, &pair.ace.title),
    words: |pair: &Pair, level| {
        format!(
            "\"{}\" and \"{}\": {}",
            pair.crm.title_text, pair.ace.title_text, COMPARISON.levels[level].label
        )
    },
};

fn level(crm: &BTreeSet<String>, ace: &BTreeSet<String>) -> Option<usize> {
    if crm.is_empty() || ace.is_empty() {
        return None;
    }
    if numbers_conflict(crm, ace) {
        return Some(5);
    }
    if crm == ace {
        return Some(0);
    }
    let shared: Vec<&String> = crm.intersection(ace).collect();
    let telling = shared.iter().filter(|word| !GENERIC_WORDS.contains(&word.as_str())).count();
    let union = crm.union(ace).count();
    Some(match (shared.len(), telling) {
        (0, _) => 4,
        (all, 1..) if all * 2 >= union => 1,
        (_, 1..) => 2,
        (_, 0) => 3,
    })
}

/// Phase 1 is not phase 2, and 2025 is not 2026. A number on one side only says nothing.
fn numbers_conflict(crm: &BTreeSet<String>, ace: &BTreeSet<String>) -> bool {
    let numbers = |words: &BTreeSet<String>| -> BTreeSet<String> {
        words
            .iter()
            .filter(|word| word.len() <= 4 && word.parse::<u32>().is_ok())
            .cloned()
            .collect()
    };
    let (crm, ace) = (numbers(crm), numbers(ace));
    !crm.is_empty() && !ace.is_empty() && crm.is_disjoint(&ace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(one: &str, other: &str) -> Option<&'static str> {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        level(&words(one), &words(other)).map(|level| COMPARISON.levels[level].label)
    }

    #[test]
    fn titles_reach_the_level_a_person_would_give_them() {
        for (one, other, expected) in [
            ("datacenter migration", "datacenter migration", "same title"),
            ("datacenter exit", "datacenter exit program", "most words of the title shared"),
            ("sap migration hana", "erp sap landscape move", "telling words of the title shared"),
            ("sap migration", "oracle migration", "only general words of the title shared"),
            ("datacenter exit", "contact platform", "different titles"),
            (
                "migration phase 1",
                "migration phase 2",
                "titles of different phases, years or sites",
            ),
        ] {
            assert_eq!(label(one, other), Some(expected), "{one} / {other}");
        }
    }

    #[test]
    fn a_blank_title_says_nothing() {
        assert_eq!(label("", "datacenter exit"), None);
    }
}
