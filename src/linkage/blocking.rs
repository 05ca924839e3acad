//! Which customers are worth comparing: those of records that share a key.
//!
//! Keys are values with names. A key that too many share would make the work quadratic; it is skipped and
//! reported, and the pair must meet under another key.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::blocking_keys::{KEYS, Keyed, Of};
use super::distinct::number;

/// A key whose commonest values were skipped, as so many ACE customers share them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedKey {
    /// The key: "word of the customer name".
    pub key: &'static str,
    /// How many of its values were skipped.
    pub values: usize,
    /// The value that most share, of several the first by the alphabet.
    pub value: String,
    /// By how many customers of the ACE export it is shared, as they are spelled there.
    pub customers: usize,
}

/// ACE customers that share a key with a CRM customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Neighbour {
    /// The ACE account.
    pub(super) ace: u32,
    /// Whether they share no key of the customer, but one of a deal.
    pub(super) is_stranger: bool,
}

/// The ACE accounts under their keys.
pub(super) struct Blocks {
    /// Hash of key and value, and the account; sorted.
    entries: Vec<(u64, u32)>,
    /// Where the entries start whose hashes start with these bits: the search for one is then short.
    starts: Vec<usize>,
    /// Keys of which values are shared too often, in their order.
    pub(super) skipped: Vec<SkippedKey>,
}

impl Blocks {
    /// Sorts the ACE records' accounts under their keys.
    pub(super) fn new(ace: &[Keyed]) -> Blocks {
        let mut entries: Vec<(u64, u32)> = ace
            .par_iter()
            .flat_map_iter(|record| {
                hashes(record).into_iter().map(|(_, hash)| (hash, account_of(record)))
            })
            .collect();
        entries.par_sort_unstable();
        entries.dedup();
        let mut blocks = Blocks { entries, starts: Vec::new(), skipped: Vec::new() };
        blocks.skipped = blocks.skip(ace);
        blocks.starts = starts(&blocks.entries);
        blocks
    }

    /// The entries whose hashes start like this one.
    fn entries_near(&self, hash: u64) -> &[(u64, u32)] {
        let place = first_bits(hash);
        &self.entries[self.starts[place]..self.starts[place + 1]]
    }

    /// Takes the entries out that too many share, and says what they were. Keys of deals only bring together what the
    /// customer's do not, so that nothing is to be said of them.
    fn skip(&mut self, ace: &[Keyed]) -> Vec<SkippedKey> {
        /// How many values are skipped, and the entries of each of those that most share.
        type Skipped<'run> = (usize, Vec<&'run [(u64, u32)]>);
        let mut skipped: Vec<Skipped> = vec![(0, Vec::new()); KEYS.len()];
        for run in self.entries.chunk_by(|one, other| one.0 == other.0) {
            let key = key_of(run[0].0);
            if run.len() > KEYS[key].most && !KEYS[key].is_of_deal() {
                let (values, most) = &mut skipped[key];
                *values += 1;
                match run.len().cmp(&most.first().map_or(0, |it| it.len())) {
                    Ordering::Greater => *most = vec![run],
                    Ordering::Equal => most.push(run),
                    Ordering::Less => {}
                }
            }
        }
        let named = skipped.iter().zip(KEYS).filter(|((values, _), _)| *values > 0);
        let named = named.map(|((values, most), key)| SkippedKey {
            key: key.name,
            values: *values,
            // The order of the entries is that of their hashes, which the next Rust may compute otherwise.
            value: most.iter().map(|run| value_of(run[0], ace)).min().unwrap_or_default(),
            customers: most.first().map_or(0, |run| run.len()),
        });
        let named: Vec<SkippedKey> = named.collect();
        let kept = self.entries.chunk_by(|one, other| one.0 == other.0);
        let kept = kept.filter(|run| run.len() <= KEYS[key_of(run[0].0)].most);
        self.entries = kept.flatten().copied().collect();
        named
    }

    /// The ACE accounts that share a key with one of these records of one account, in their order.
    pub(super) fn neighbours(&self, crm: &[Keyed]) -> Vec<Neighbour> {
        let mut found = Vec::new();
        for record in crm {
            for (key, hash) in hashes(record) {
                let near = self.entries_near(hash);
                let start = near.partition_point(|(other, _)| *other < hash);
                let run = near[start..].iter().take_while(|(other, _)| *other == hash);
                found.extend(
                    run.map(|(_, ace)| Neighbour {
                        ace: *ace,
                        is_stranger: KEYS[key].is_of_deal(),
                    }),
                );
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|neighbour| neighbour.ace);
        found
    }
}

/// So many of a hash's first bits have a place among the starts: a few dozen entries to each in a file of a million.
const FIRST_BITS: u32 = 16;

fn first_bits(hash: u64) -> usize {
    usize::try_from(hash >> (u64::BITS - FIRST_BITS)).expect("sixteen bits")
}

fn starts(entries: &[(u64, u32)]) -> Vec<usize> {
    let mut starts = Vec::with_capacity((1 << FIRST_BITS) + 1);
    for (place, (hash, _)) in entries.iter().enumerate() {
        starts.resize(starts.len().max(first_bits(*hash) + 1), place);
    }
    starts.resize((1 << FIRST_BITS) + 1, entries.len());
    starts
}

fn account_of(record: &Keyed) -> u32 {
    number(record.compared.account)
}

/// The hash of every key's values, with the key's place.
fn hashes(record: &Keyed) -> Vec<(usize, u64)> {
    let mut hashes = Vec::new();
    for (place, key) in KEYS.iter().enumerate() {
        match key.of {
            Of::Customer(of) if !record.has_keyed_customer => {
                of(record, &mut |text| hashes.push((place, hash(place, text))));
            }
            Of::Customer(_) => {}
            Of::Deal(of) => {
                of(record, &mut |when, what| hashes.push((place, hash(place, &(when, what)))));
            }
        }
    }
    hashes
}

/// The last bits of a hash are the key's place.
const KEY_BITS: u32 = 4;
const _: () = assert!(KEYS.len() <= 1 << KEY_BITS, "each key needs a place of its own");

fn hash<Value: Hash + ?Sized>(key: usize, value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish() << KEY_BITS | key as u64
}

fn key_of(hash: u64) -> usize {
    usize::try_from(hash & ((1 << KEY_BITS) - 1)).expect("four bits")
}

/// The text behind an entry of a customer, read again from a record of its account.
fn value_of(entry: (u64, u32), ace: &[Keyed]) -> String {
    let key = key_of(entry.0);
    let mut found = String::new();
    if let Of::Customer(of) = KEYS[key].of {
        for record in ace.iter().filter(|record| account_of(record) == entry.1) {
            of(record, &mut |text| {
                if found.is_empty() && hash(key, text) == entry.0 {
                    text.clone_into(&mut found);
                }
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::comparison_testing::{blank_records, boxed};
    use crate::domain::AceId;
    use crate::linkage::{Settings, link};

    #[test]
    fn of_values_that_equally_many_share_the_first_by_the_alphabet_is_told() {
        let shared = ["nova", "lumo", "kera", "dapo", "beno", "sibo", "rafa", "tiko"];
        let mut ace = Vec::new();
        for own in 0..160 {
            let letter = |number: u8| char::from(b'a' + number);
            let own = format!("q{}u{}o", letter(own / 20), letter(own % 20));
            for shared in shared {
                let mut one = blank_records().1;
                one.id = AceId::exact(&format!("O{}", ace.len() + 1)).unwrap();
                one.customer = Some(format!("{shared} {own}").into());
                ace.push(one);
            }
        }
        let skipped =
            link(Vec::new(), boxed(ace), Vec::new(), &[], &Settings::default()).skipped_keys;
        let words = skipped.iter().find(|it| it.key == "word of the customer name").unwrap();
        assert_eq!((words.values, words.customers, words.value.as_str()), (8, 160, "beno"));
    }
}
