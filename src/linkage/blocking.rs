//! Which pairs are worth comparing: those that share a key.
//!
//! Keys are values with names. A key that too many ACE opportunities share would make the work
//! quadratic; it is skipped and reported, and the pair must meet under another key.

use std::collections::{BTreeMap, HashMap};

use super::comparable::Comparable;
use crate::domain::AceId;

/// More ACE opportunities than this under one key, and the key says nothing. Our choice.
const MOST_UNDER_ONE_KEY: usize = 400;

/// A way in which two records can meet.
struct Key {
    name: &'static str,
    of: fn(&Comparable) -> Vec<String>,
}

static KEYS: &[Key] = &[
    Key {
        name: "web domain",
        of: |record| record.domain.iter().map(|domain| domain.name.clone()).collect(),
    },
    Key {
        name: "web domain without country",
        of: |record| record.domain.iter().map(|domain| domain.label.replace('-', "")).collect(),
    },
    Key {
        name: "customer name",
        of: |record| record.names.iter().map(|name| name.slug.clone()).collect(),
    },
    Key { name: "start of the customer name", of: starts },
    Key { name: "word of the customer name", of: words },
    Key { name: "acronym of the customer name", of: acronyms },
    Key { name: "AWS account", of: |record| record.aws_account_id.iter().cloned().collect() },
];

fn starts(record: &Comparable) -> Vec<String> {
    record.names.iter().filter_map(|name| name.slug.get(..6).map(str::to_owned)).collect()
}

fn words(record: &Comparable) -> Vec<String> {
    let distinctive = record.names.iter().flat_map(super::company_name::CompanyName::distinctive);
    distinctive.filter(|word| word.len() >= 4).map(str::to_owned).collect()
}

fn acronyms(record: &Comparable) -> Vec<String> {
    let short =
        record.names.iter().filter(|name| name.slug.len() <= 6).map(|name| name.slug.clone());
    short.chain(record.names.iter().filter_map(|name| name.acronym.clone())).collect()
}

/// A key value that was skipped, with how many ACE opportunities share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedKey {
    /// The key: "word of the customer name".
    pub key: &'static str,
    /// Its value.
    pub value: String,
    /// How many ACE opportunities share it.
    pub opportunities: usize,
}

/// The ACE opportunities by key.
pub(super) struct Blocks {
    by_key: Vec<HashMap<String, Vec<usize>>>,
    by_id: HashMap<AceId, usize>,
    by_crm_key: HashMap<String, Vec<usize>>,
    /// Key values that are shared too often, in a fixed order.
    pub(super) skipped: Vec<SkippedKey>,
}

impl Blocks {
    /// Sorts the ACE opportunities under their keys.
    pub(super) fn new(ace: &[Comparable], ids: &[&AceId]) -> Blocks {
        let mut skipped = Vec::new();
        let mut by_key = Vec::new();
        for key in KEYS {
            let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (place, record) in ace.iter().enumerate() {
                for value in (key.of)(record) {
                    places.entry(value).or_default().push(place);
                }
            }
            for (value, there) in &places {
                if there.len() > MOST_UNDER_ONE_KEY {
                    let opportunities = there.len();
                    skipped.push(SkippedKey { key: key.name, value: value.clone(), opportunities });
                }
            }
            places.retain(|_, there| there.len() <= MOST_UNDER_ONE_KEY);
            by_key.push(places.into_iter().collect());
        }
        let mut by_crm_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, record) in ace.iter().enumerate() {
            for key in &record.references.crm_keys {
                by_crm_key.entry(key.clone()).or_default().push(place);
            }
        }
        let by_id = ids.iter().enumerate().map(|(place, id)| ((*id).clone(), place)).collect();
        Blocks { by_key, by_id, by_crm_key, skipped }
    }

    /// The ACE opportunities that share a key with the deal, in their order.
    pub(super) fn candidates(&self, crm: &Comparable, crm_key: &str) -> Vec<usize> {
        let references = &crm.references;
        let named = references.ace_ids.iter().chain(&references.repaired_ace_ids);
        let mut places: Vec<usize> = named.filter_map(|id| self.by_id.get(id)).copied().collect();
        places.extend(self.by_crm_key.get(crm_key).into_iter().flatten());
        for (key, by_value) in KEYS.iter().zip(&self.by_key) {
            for value in (key.of)(crm) {
                places.extend(by_value.get(&value).into_iter().flatten());
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}
