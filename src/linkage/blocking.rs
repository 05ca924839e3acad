//! Which customers are worth comparing: those of records that share a key.
//!
//! Keys are values with names. A key that too many share would make the work quadratic; it is skipped and
//! reported, and the pair must meet under another key.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::Datelike as _;
use rayon::prelude::*;

use super::comparable::{Comparable, Name};
use super::population::Population;
use super::sound;

/// What a key is read from.
pub(super) struct Keyed<'run> {
    /// The record as it compares.
    pub(super) compared: &'run Comparable,
    /// The customer's AWS account.
    pub(super) aws_account_id: Option<&'run str>,
    /// All records together.
    pub(super) population: &'run Population,
    /// Whether it is a deal of the CRM.
    pub(super) is_crm: bool,
    /// Whether another record of the same account is keyed already: all have the same keys of the customer.
    pub(super) has_keyed_customer: bool,
}

/// What takes in each value of a key.
type Say<'run> = dyn FnMut(&str) + 'run;

/// A way in which two records can meet.
struct Key {
    name: &'static str,
    /// More ACE customers than this under one value, and the value says nothing. Our choice.
    most: usize,
    /// Whether it is of the deal rather than of the customer, so that strangers meet by it too.
    is_of_deal: bool,
    /// Says each value of a record.
    of: fn(&Keyed, &mut Say),
}

/// Where they have numbers, those are our choice, by `benches/linkage`.
const KEYS: &[Key] = &[
    Key {
        name: "web domain",
        most: 400,
        is_of_deal: false,
        of: |record, say| record.compared.domain.iter().for_each(|domain| say(&domain.text.name)),
    },
    Key {
        name: "name in the web domain",
        most: 150,
        is_of_deal: false,
        of: |record, say| {
            record.compared.domain.iter().for_each(|it| say(&it.text.label.replace('-', "")));
            names(record).for_each(|name| say(&name.text.slug));
            names(record).filter_map(|name| telling_start(name, record)).for_each(&mut *say);
            if record.is_crm {
                record.population.known_names.slugs(record.compared.account).for_each(say);
            }
        },
    },
    Key {
        name: "start of the customer name",
        most: 120,
        is_of_deal: false,
        of: |record, say| names(record).filter_map(|name| name.text.slug.get(..7)).for_each(say),
    },
    Key {
        name: "consonants of the customer name",
        most: 100,
        is_of_deal: false,
        of: |record, say| {
            let label = record.compared.domain.iter().map(|domain| domain.text.label.as_str());
            let slugs = names(record).map(|name| name.text.slug.as_str());
            slugs.chain(label).filter_map(sorted_consonants).for_each(|it| say(&it));
        },
    },
    Key { name: "word of the customer name", most: 150, is_of_deal: false, of: rare_words },
    Key { name: "acronym of the customer name", most: 100, is_of_deal: false, of: acronyms },
    Key { name: "sound of the customer name", most: 100, is_of_deal: false, of: sounds },
    Key {
        name: "AWS account",
        most: 400,
        is_of_deal: false,
        of: |record, say| record.aws_account_id.into_iter().for_each(say),
    },
    Key { name: "close date and AWS revenue", most: 12, is_of_deal: true, of: close_and_revenue },
    Key { name: "close date and title", most: 12, is_of_deal: true, of: close_and_title },
    Key {
        name: "AWS revenue and month of entry",
        most: 4,
        is_of_deal: true,
        of: revenue_and_month,
    },
    Key { name: "title and month of entry", most: 4, is_of_deal: true, of: title_and_month },
];

fn names<'run>(record: &Keyed<'run>) -> impl Iterator<Item = &'run Name> {
    record.compared.customer.iter().flat_map(|names| names.iter())
}

/// The first consonants of a long word: most typing slips leave them alone.
fn consonants(word: &str) -> Option<String> {
    let is_consonant = |c: &char| c.is_alphanumeric() && !"aeiouyh".contains(*c);
    let mut letters: Vec<char> = word.chars().filter(is_consonant).collect();
    letters.dedup();
    letters.truncate(6);
    (letters.len() >= 4).then(|| letters.into_iter().collect())
}

/// The same, whatever their order: some slips swap two.
fn sorted_consonants(slug: &str) -> Option<String> {
    let mut letters: Vec<char> = consonants(slug)?.chars().collect();
    letters.sort_unstable();
    Some(letters.into_iter().collect())
}

/// The two most telling words of each name and its first, if that tells a customer from the rest, and the consonants of
/// each: what people add to a name may be rarer than the name, but stands behind it.
fn rare_words(record: &Keyed, say: &mut Say) {
    let text = |word: u32| record.population.name_word(word).text;
    for name in names(record) {
        let bits = |word: u32| record.population.name_bits(word);
        let mut words: Vec<u32> = name.words.clone();
        words.sort_by(|one, other| bits(*other).total_cmp(&bits(*one)).then(one.cmp(other)));
        words.dedup();
        words.truncate(2);
        let first = name.words.first().filter(|word| bits(**word) >= TELLING_WORD_BITS);
        words.extend(first.filter(|word| !words.contains(word)));
        for word in words.into_iter().map(text) {
            say(word);
            if let Some(consonants) = consonants(word) {
                say(&consonants);
            }
        }
    }
    let said = record.population.known_names.said(record.is_crm, record.compared.account);
    for word in said {
        say(text(*word));
    }
}

/// The first of several words, if it may well be the domain: fizen.ca of Fizen Capital Partners.
fn telling_start<'run>(name: &Name, record: &Keyed<'run>) -> Option<&'run str> {
    let (first, _) = name.words.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let is_telling = record.population.name_bits(*first) >= TELLING_WORD_BITS;
    is_telling.then(|| record.population.name_word(*first).text)
}

fn acronyms(record: &Keyed, say: &mut Say) {
    for name in names(record) {
        if name.text.slug.len() <= 6 {
            say(&name.text.slug);
        }
        name.text.acronyms.iter().for_each(|acronym| say(acronym));
    }
    let label = record.compared.domain.iter().map(|domain| domain.text.label.as_str());
    label.filter(|label| label.len() <= 6).for_each(say);
}

/// The sounds under which a name in another script is found: marked with that script, as only names in two scripts meet
/// by them.
fn sounds(record: &Keyed, say: &mut Say) {
    if !record.population.has_two_scripts() {
        return;
    }
    for name in names(record) {
        let sought = if name.is_latin == record.is_crm { "native" } else { "latin" };
        if let Some(sound) = sound::sound(name, record.population) {
            say(&format!("{sought} {}", sound::start(sound)));
        }
    }
}

/// A first word that says less is many customers'.
const TELLING_WORD_BITS: f64 = 4.5;
/// Less AWS revenue a year than this is of too many deals on one day.
const TELLING_REVENUE_USD: f64 = 5_000.0;
/// A title whose words say less is of too many deals on one day.
const TELLING_TITLE_BITS: f64 = 8.0;

fn close_and_revenue(record: &Keyed, say: &mut Say) {
    let Some(close) = record.compared.closes else {
        return;
    };
    telling_revenue(record).for_each(|usd| say(&format!("{close} {usd:.0}")));
}

fn close_and_title(record: &Keyed, say: &mut Say) {
    if let (Some(close), Some(title)) = (record.compared.closes, telling_title(record)) {
        say(&format!("{close} {title:?}"));
    }
}

/// Close dates move, and a customer that was renamed shares neither name nor domain: the deal itself is left to meet by.
fn revenue_and_month(record: &Keyed, say: &mut Say) {
    for month in months(record) {
        telling_revenue(record).for_each(|usd| say(&format!("{month} {usd:.0}")));
    }
}

fn title_and_month(record: &Keyed, say: &mut Say) {
    if let Some(title) = telling_title(record) {
        months(record).for_each(|month| say(&format!("{month} {title:?}")));
    }
}

/// The month in which an opportunity was entered, and for a deal the two behind it too: most deals are entered in ACE by
/// then.
fn months(record: &Keyed) -> impl Iterator<Item = i32> + use<> {
    let later = if record.is_crm { 2 } else { 0 };
    let first = record.compared.created.map(|day| day.year() * 12 + day.month0().cast_signed());
    first.into_iter().flat_map(move |first| first..=first + later)
}

/// The words of a title of which not many deals are.
fn telling_title<'run>(record: &Keyed<'run>) -> Option<&'run [u32]> {
    let words = &record.compared.title.as_ref()?.words;
    let bits: f64 = words.iter().map(|word| record.population.title_bits(*word)).sum();
    (bits >= TELLING_TITLE_BITS).then_some(words)
}

fn telling_revenue<'run>(record: &Keyed<'run>) -> impl Iterator<Item = f64> + use<'run> {
    let figures = record.compared.annual.iter().flatten();
    figures.map(|figure| figure.usd).filter(|usd| *usd >= TELLING_REVENUE_USD)
}

/// A key whose commonest values were skipped, as so many ACE customers share them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedKey {
    /// The key: "word of the customer name".
    pub key: &'static str,
    /// How many of its values were skipped.
    pub values: usize,
    /// The value that most share.
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
        let mut skipped: Vec<(usize, &[(u64, u32)])> = vec![(0, &[]); KEYS.len()];
        for run in self.entries.chunk_by(|one, other| one.0 == other.0) {
            let key = key_of(run[0].0);
            if run.len() > KEYS[key].most && !KEYS[key].is_of_deal {
                let (values, most) = &mut skipped[key];
                *values += 1;
                if run.len() > most.len() {
                    *most = run;
                }
            }
        }
        let named = skipped.iter().zip(KEYS).filter(|((values, _), _)| *values > 0);
        let named = named.map(|((values, most), key)| SkippedKey {
            key: key.name,
            values: *values,
            value: value_of(most[0], ace),
            customers: most.len(),
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
                    run.map(|(_, ace)| Neighbour { ace: *ace, is_stranger: KEYS[key].is_of_deal }),
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
    usize::try_from(hash >> (u64::BITS - FIRST_BITS)).unwrap_or_default()
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
    u32::try_from(record.compared.account).unwrap_or(u32::MAX)
}

/// The hash of every key's values, with the key's place.
fn hashes(record: &Keyed) -> Vec<(usize, u64)> {
    let mut hashes = Vec::new();
    for (place, key) in KEYS.iter().enumerate() {
        if record.has_keyed_customer && !key.is_of_deal {
            continue;
        }
        (key.of)(record, &mut |value| hashes.push((place, hash(place, value))));
    }
    hashes
}

/// The last bits of a hash are the key's place.
const KEY_BITS: u32 = 4;
const _: () = assert!(KEYS.len() <= 1 << KEY_BITS, "each key needs a place of its own");

fn hash(key: usize, value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish() << KEY_BITS | key as u64
}

fn key_of(hash: u64) -> usize {
    usize::try_from(hash & ((1 << KEY_BITS) - 1)).unwrap_or_default()
}

/// The value behind an entry, read again from a record of its account.
fn value_of(entry: (u64, u32), ace: &[Keyed]) -> String {
    let key = key_of(entry.0);
    let mut found = String::new();
    for record in ace.iter().filter(|record| account_of(record) == entry.1) {
        (KEYS[key].of)(record, &mut |value| {
            if found.is_empty() && hash(key, value) == entry.0 {
                value.clone_into(&mut found);
            }
        });
    }
    found
}
