//! What is known of all records together: how rare a word is, which domains are shared.

use std::collections::BTreeSet;

use super::association::Association;
use super::company_name;
use super::comparable::{Comparable, Domain, Sides};
use super::known_names::KnownNames;
use super::learning::Lesson;
use super::resellers;
use super::spelling::{self, Spelled};
use super::texts::Numbers;
use super::title;

/// What is known of all records together.
#[derive(Debug, Default)]
pub(super) struct Population {
    /// How many differently named customers of the CRM have a domain, by its number.
    domain_customers: Vec<usize>,
    /// The same for the first labels of domains: those of all Japanese towns begin with `city`.
    label_customers: Vec<usize>,
    /// The words of names, by their number.
    name_words: Vec<NameWord>,
    /// The same for the words of titles.
    title_bits: Vec<f64>,
    /// Whether some names are in Latin letters and some are not.
    has_two_scripts: bool,
    /// Which people, by their numbers, own deals of the CRM.
    crm_owners: Vec<bool>,
    /// The same of ACE.
    ace_owners: Vec<bool>,
    /// Which words of titles go together.
    pub(super) association: Association,
    /// Under which other names the customers go.
    pub(super) known_names: KnownNames,
}

/// A word of names. What a comparison asks of it lies together, as most of its time is spent waiting for memory.
#[derive(Debug)]
struct NameWord {
    /// What it says that two names share it.
    bits: f64,
    /// Which letters it has, see `spelling::letters`.
    letters: u64,
    text: Box<str>,
}

/// A word that only one customer has says no more than this: files are finite. Our choice.
const MOST_NAME_BITS: f64 = 12.0;
/// Customers of other partners, none of whom has the words of this file's: in an export of one deal, the
/// name of its customer is not a common word. Our choice.
const CUSTOMERS_ELSEWHERE: f64 = 500.0;
/// Share of the bits that is left of a common word's, whatever the file says of it. Our choice.
const COMMON_SHARE: f64 = 0.35;
/// Bits of a word that stands in titles of every kind. Our choice.
const GENERAL_TITLE_BITS: f64 = 0.5;

impl Population {
    /// Counts words and domains, parts the accounts of resellers, and gathers the names by which `lessons` know the
    /// customers.
    pub(super) fn new(sides: &mut Sides, lessons: &[Lesson]) -> Population {
        let mut population = Population::counted(sides);
        resellers::part(sides, &population);
        population.known_names = KnownNames::new(sides, lessons, &population);
        population
    }

    fn counted(sides: &Sides) -> Population {
        let name_words = &sides.name_words;
        let is_common: Vec<bool> =
            name_words.texts.iter().map(|word| company_name::is_common(word)).collect();
        Population {
            domain_customers: customers_by(sides, |domain| domain.number),
            label_customers: customers_by(sides, |domain| domain.label),
            name_words: name_words
                .texts
                .iter()
                .zip(name_bits(sides, &is_common))
                .map(|(word, bits)| NameWord {
                    bits,
                    letters: spelling::letters(word),
                    text: word.as_str().into(),
                })
                .collect(),
            title_bits: title_bits(sides, &sides.title_words),
            has_two_scripts: has_two_scripts(sides),
            crm_owners: owners(&sides.crm),
            ace_owners: owners(&sides.ace),
            association: Association::default(),
            known_names: KnownNames::default(),
        }
    }

    /// What it says that two names share this word, in bits.
    pub(super) fn name_bits(&self, word: u32) -> f64 {
        self.name_words[word as usize].bits
    }

    /// What it says that two titles share this word, in bits.
    pub(super) fn title_bits(&self, word: u32) -> f64 {
        self.title_bits[word as usize]
    }

    /// How many differently named customers have the domain.
    pub(super) fn customers_of(&self, domain: u32) -> usize {
        self.domain_customers.get(domain as usize).copied().unwrap_or_default()
    }

    /// How many differently named customers have a domain with this first label.
    pub(super) fn customers_of_label(&self, label: u32) -> usize {
        self.label_customers.get(label as usize).copied().unwrap_or_default()
    }

    /// Whether some names are in Latin letters and some are not.
    pub(super) fn has_two_scripts(&self) -> bool {
        self.has_two_scripts
    }

    /// Whether a person owns records of both sides.
    pub(super) fn owns_in_both(&self, owner: u32) -> bool {
        let owns = |owners: &[bool]| owners.get(owner as usize).copied().unwrap_or_default();
        owns(&self.crm_owners) && owns(&self.ace_owners)
    }

    /// A word of names, by its number.
    pub(super) fn name_word(&self, word: u32) -> Spelled<'_> {
        let NameWord { letters, text, .. } = &self.name_words[word as usize];
        Spelled { text, letters: *letters }
    }
}

/// One record of each account, so that a customer with many deals counts once.
pub(super) fn accounts(side: &[Comparable]) -> impl Iterator<Item = &Comparable> {
    let mut next = 0;
    side.iter().filter(move |record| {
        let is_first = record.account == next;
        next += usize::from(is_first);
        is_first
    })
}

fn has_two_scripts(sides: &Sides) -> bool {
    let names = || {
        let customers = sides.crm.iter().chain(&sides.ace).filter_map(|it| it.customer.as_ref());
        customers.flat_map(|names| names.iter())
    };
    names().any(|name| name.is_latin) && names().any(|name| !name.is_latin)
}

fn owners(side: &[Comparable]) -> Vec<bool> {
    let mut owners = Vec::new();
    for owner in side.iter().filter_map(|record| record.owner) {
        let place = owner as usize;
        owners.resize(owners.len().max(place + 1), false);
        owners[place] = true;
    }
    owners
}

fn customers_by(sides: &Sides, number: fn(&Domain) -> u32) -> Vec<usize> {
    // In ACE one customer is spelled in many ways; the CRM has it once.
    let named = accounts(&sides.crm).filter_map(|it| {
        Some((number(it.domain.as_ref()?) as usize, it.customer.as_ref()?[0].slug))
    });
    let mut named: Vec<(usize, u32)> = named.collect();
    named.sort_unstable();
    named.dedup();
    let mut customers = Vec::new();
    for (number, _) in named {
        customers.resize(number + 1, 0);
        customers[number] += 1;
    }
    customers
}

fn name_bits(sides: &Sides, is_common: &[bool]) -> Vec<f64> {
    let mut customers = vec![0.0_f64; is_common.len()];
    let mut all = 1.0;
    for record in accounts(&sides.crm) {
        all += 1.0;
        let words: BTreeSet<u32> = record
            .customer
            .iter()
            .flat_map(|names| names.iter().flat_map(|name| name.words.iter().copied()))
            .collect();
        for word in words {
            customers[word as usize] += 1.0;
        }
    }
    let all = all + CUSTOMERS_ELSEWHERE;
    customers
        .iter()
        .zip(is_common)
        .map(|(customers, is_common)| {
            let bits = (all / (customers + 1.0)).log2().min(MOST_NAME_BITS);
            if *is_common { bits * COMMON_SHARE } else { bits }
        })
        .collect()
}

fn title_bits(sides: &Sides, words: &Numbers) -> Vec<f64> {
    let mut titles = vec![0.0_f64; words.texts.len()];
    let mut all = 20.0;
    for title in sides.crm.iter().chain(&sides.ace).filter_map(|record| record.title.as_ref()) {
        all += 1.0;
        for word in &title.words {
            titles[*word as usize] += 1.0;
        }
    }
    titles
        .iter()
        .zip(&words.texts)
        .map(|(titles, word)| {
            if title::is_general(word) {
                GENERAL_TITLE_BITS
            } else {
                (all / (titles + 1.0)).log2().clamp(1.0, 8.0)
            }
        })
        .collect()
}
