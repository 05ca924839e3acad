//! Titles as they compare: the words that say what is done, apart from the customer's name, and the marks
//! that tell one phase, year or site from the next.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::company_name::{CompanyName, LINKING_WORDS};
use super::marker::{Marker, marker};
use super::spelling;

/// A title, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TitleText {
    /// Its words, each once, in order.
    pub(super) words: Vec<String>,
    /// Its marks.
    pub(super) markers: Vec<Marker>,
}

/// Whether the word stands in titles of every kind, so that sharing it says little.
pub(super) fn is_general(word: &str) -> bool {
    GENERAL_WORDS.contains(&word)
}

/// Whether the word says nothing, so that titles are compared without it.
pub(super) fn is_empty(word: &str) -> bool {
    LINKING_WORDS.contains(&word) || EMPTY_WORDS.contains(&word)
}

/// A title without the words of the customer's names.
pub(super) fn title<'run>(
    text: &str,
    customer: impl Iterator<Item = &'run CompanyName>,
) -> TitleText {
    let spelled = spelling::latin(text);
    let spelled = if HAS_PHRASE.is_match(&spelled) { with_phrases(spelled) } else { spelled };
    let mut customers: Vec<&str> = Vec::new();
    for name in customer {
        customers.extend(name.full.split(' ').chain(name.words()).chain(name.acronyms()));
        customers.push(&name.slug);
    }
    let all: Vec<&str> =
        spelled.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let mut words = BTreeSet::new();
    let mut markers = BTreeSet::new();
    let mut place = 0;
    while place < all.len() {
        let word = all[place];
        place += 1;
        if let Some((marker, used)) = marker(word, all.get(place).copied()) {
            markers.insert(marker);
            place += used;
        } else if !is_empty(word) && (is_general(word) || !customers.contains(&word)) {
            words.insert(one_spelling(word));
        }
    }
    TitleText { words: words.into_iter().collect(), markers: markers.into_iter().collect() }
}

/// Most titles hold no phrase, which one pass tells.
static HAS_PHRASE: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(PHRASES.iter().map(|(from, _)| from)).expect("few and short phrases")
});

fn with_phrases(text: String) -> String {
    PHRASES.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

fn one_spelling(word: &str) -> String {
    if ["migrat", "migrac", "migraz", "migrie"].iter().any(|start| word.starts_with(start)) {
        return "migration".to_owned();
    }
    if let Some(stem) = word.strip_prefix("modern") {
        return if stem.is_empty() { word.to_owned() } else { "modernization".to_owned() };
    }
    SAME_WORDS.iter().find(|(from, _)| *from == word).map_or(word, |(_, to)| to).to_owned()
}

/// Words that stand in titles of every kind and say nothing about which deal it is.
const EMPTY_WORDS: &[&str] = &[
    "amazon",
    "aws",
    "deal",
    "new",
    "opp",
    "opportunity",
    "progetto",
    "project",
    "projekt",
    "projet",
    "proyecto",
];

/// Words that most migration deals share.
const GENERAL_WORDS: &[&str] = &[
    "migration",
    "cloud",
    "modernization",
    "assessment",
    "services",
    "service",
    "support",
    "managed",
    "program",
    "programme",
    "initiative",
    "platform",
    "adoption",
    "transformation",
    "journey",
    "map",
    "workload",
    "workloads",
    "solution",
    "system",
    "systems",
    "move",
    "phase",
    "wave",
    "implementation",
    "expansion",
    "poc",
    "pilot",
];

/// Several words for one.
const PHRASES: &[(&str, &str)] = &[
    ("data center", "datacenter"),
    ("data centre", "datacenter"),
    ("data-center", "datacenter"),
    ("data-centre", "datacenter"),
    ("centro de datos", "datacenter"),
    ("lift and shift", "rehost"),
    ("lift & shift", "rehost"),
    ("lift-and-shift", "rehost"),
    ("lift n shift", "rehost"),
    ("data warehouse", "warehouse"),
    ("call center", "contactcenter"),
    ("call centre", "contactcenter"),
    ("contact center", "contactcenter"),
    ("contact centre", "contactcenter"),
    ("amazon connect", "contactcenter"),
    ("disaster recovery", "dr"),
    ("well-architected", "wellarchitected"),
    ("well architected", "wellarchitected"),
    ("s/4hana", "sap"),
    ("s/4 hana", "sap"),
    ("e-commerce", "ecommerce"),
    ("web shop", "ecommerce"),
    ("online store", "ecommerce"),
    ("machine learning", "ml"),
    ("generative ai", "genai"),
    ("virtual desktop", "vdi"),
    ("end user computing", "vdi"),
    ("re-platform", "replatform"),
    ("re-host", "rehost"),
];

/// One spelling for words that deals use in several.
const SAME_WORDS: &[(&str, &str)] = &[
    ("dc", "datacenter"),
    ("datacentre", "datacenter"),
    ("rz", "datacenter"),
    ("rechenzentrum", "datacenter"),
    ("datacenters", "datacenter"),
    ("evacuation", "exit"),
    ("closure", "exit"),
    ("decommission", "exit"),
    ("db", "database"),
    ("databases", "database"),
    ("rds", "database"),
    ("aurora", "database"),
    ("apps", "app"),
    ("application", "app"),
    ("applications", "app"),
    ("servers", "server"),
    ("vms", "vm"),
    ("vsphere", "vmware"),
    ("rehosting", "rehost"),
    ("relocation", "rehost"),
    ("replatforming", "replatform"),
    ("k8s", "kubernetes"),
    ("eks", "kubernetes"),
    ("containers", "kubernetes"),
    ("dwh", "warehouse"),
    ("hana", "sap"),
    ("workspaces", "vdi"),
    ("desktops", "vdi"),
    ("ccaas", "contactcenter"),
    ("msp", "managed"),
    ("webshop", "ecommerce"),
    ("bedrock", "genai"),
    ("backup", "dr"),
    ("refactoring", "modernization"),
    ("refactor", "modernization"),
    ("migrating", "migration"),
    ("moving", "move"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage::company_name::company_names;

    #[test]
    fn titles_compare_by_the_words_that_are_not_the_customers() {
        let names = company_names("Acme Robotics GmbH");
        assert_eq!(
            title("Acme Robotics - Data Centre migration to AWS", names.iter()),
            title("DC Migrating (Acme)", names.iter())
        );
    }
}
