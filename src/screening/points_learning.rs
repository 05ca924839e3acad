//! Learns `schemas/points.toml` from the labelled deals by which the vocabulary is steered: logistic regressions with a price on
//! every point, so that most signs and words have none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::labelled_deals::{labelled_deals, labelled_texts};
use super::reading::Reading;
use super::signs::{ELSEWHERE, FOLLOWED, SENSES, Signs, TOGETHER, each_word};
use super::structured::structured_evidence;
use super::vocabulary::Sense;
use crate::domain::Deal;

/// The signs are learned from each deal as it is, and without every tenth of its phrases, twice: in texts that nobody has seen
/// the vocabulary misses some. Our choice.
const MISSED: [Option<usize>; 3] = [None, Some(0), Some(5)];
const MISSED_OF: usize = 10;

/// What is learned, and at what price. Our choices, by deals that nothing was learned from.
struct Learning {
    /// In how many examples something has to stand.
    fewest_examples: usize,
    /// What a weight of one costs, in units of the loss of one example.
    price: f64,
}

const OF_SIGNS: Learning = Learning { fewest_examples: 5 * MISSED.len(), price: 1.5 };
const OF_WORDS: Learning = Learning { fewest_examples: 10, price: 0.5 };

/// After so many rounds no point changes.
const ROUNDS: usize = 300;

/// A deal by the numbers of what it shows.
struct Example {
    shown: Vec<usize>,
    is_migration: bool,
}

/// The start and the weight of everything that deals show.
struct Learned {
    start: f64,
    weights: BTreeMap<usize, f64>,
}

/// Run it by its name after larger changes of the vocabulary or of the labelled deals; the goals are held by the tests of
/// `labelled_deals.rs`. Signs and words are learned apart: together, the signs would leave nothing to learn from words, since the
/// vocabulary knows these deals.
#[test]
#[ignore = "writes schemas/points.toml"]
fn learn_the_points() {
    let deals = labelled_deals().into_iter().step_by(2);
    let deals = deals.map(|labelled| (labelled.answer, labelled.deal));
    let all: Vec<(&str, Deal)> = deals.chain(labelled_texts()).collect();
    let read = all.iter().map(|(answer, deal)| (*answer == "yes", deal, Reading::of(deal)));
    // Of what a column decides nothing is learned.
    let readings: Vec<(bool, Reading)> = read
        .filter(|(_, deal, reading)| structured_evidence(deal, reading).is_empty())
        .map(|(is_migration, _, reading)| (is_migration, reading))
        .collect();
    let senses = readings
        .iter()
        .flat_map(|(_, reading)| reading.free_texts().flat_map(|read| &read.hits))
        .map(|hit| (hit.sense as usize, name(hit.sense)))
        .collect();
    let mut words = Vec::new();
    let of_words = learn(&examples_of_words(&readings, &mut words), &OF_WORDS);
    let of_signs = learn(&examples_of_signs(&readings), &OF_SIGNS);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/points.toml");
    std::fs::write(file, written(&of_signs, &senses, &of_words, &words)).expect("a file");
}

fn examples_of_signs(readings: &[(bool, Reading)]) -> Vec<Example> {
    let mut examples = Vec::new();
    for missed in MISSED {
        let mut number = 0;
        for (is_migration, reading) in readings {
            let mut signs = Signs::none();
            for read in reading.free_texts() {
                let mut hits = read.hits.clone();
                hits.retain(|_| {
                    number += 1;
                    missed != Some(number % MISSED_OF)
                });
                signs.add(read.is_title(), &hits);
            }
            let mut shown = Vec::new();
            signs.each(|sign| shown.push(sign));
            examples.push(Example { shown, is_migration: *is_migration });
        }
    }
    examples
}

fn examples_of_words(readings: &[(bool, Reading)], words: &mut Vec<String>) -> Vec<Example> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut example = |(is_migration, reading): &(bool, Reading)| {
        let mut shown = BTreeSet::new();
        for read in reading.free_texts() {
            each_word(&read.text, |word| {
                let next = numbers.len();
                shown.insert(*numbers.entry(word.to_owned()).or_insert(next));
            });
        }
        Example { shown: shown.into_iter().collect(), is_migration: *is_migration }
    };
    let examples = readings.iter().map(&mut example).collect();
    words.resize(numbers.len(), String::new());
    for (word, number) in numbers {
        words[number] = word;
    }
    examples
}

/// The name of a sense in the files.
fn name(sense: Sense) -> String {
    let mut name = String::new();
    for c in format!("{sense:?}").chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

/// Coordinate descent: each weight in turn goes where the loss is least, as far as it is worth its price.
fn learn(examples: &[Example], learning: &Learning) -> Learned {
    let mut shown_by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, example) in examples.iter().enumerate() {
        for shown in &example.shown {
            shown_by.entry(*shown).or_default().push(number);
        }
    }
    shown_by.retain(|_, examples| examples.len() >= learning.fewest_examples);
    let all: Vec<usize> = (0..examples.len()).collect();
    let mut learned =
        Learned { start: 0.0, weights: shown_by.keys().map(|shown| (*shown, 0.0)).collect() };
    let mut odds = vec![0.0; examples.len()];
    for _ in 0..ROUNDS {
        learned.start = better(learned.start, &all, 0.0, examples, &mut odds);
        for (weight, by) in learned.weights.values_mut().zip(shown_by.values()) {
            *weight = better(*weight, by, learning.price, examples, &mut odds);
        }
    }
    learned
}

/// A better weight; the logarithms of the odds of the examples that show what it is of change with it.
fn better(weight: f64, shown: &[usize], price: f64, examples: &[Example], odds: &mut [f64]) -> f64 {
    let slope: f64 = shown
        .iter()
        .map(|number| {
            let chance = 1.0 / (1.0 + (-odds[*number]).exp());
            chance - f64::from(u8::from(examples[*number].is_migration))
        })
        .sum();
    // The loss bends nowhere more than this, so that no step is too long.
    let bend = f64::from(u32::try_from(shown.len()).expect("few examples")) / 4.0;
    let free = weight - slope / bend;
    let priced = free.signum() * (free.abs() - price / bend).max(0.0);
    for number in shown {
        odds[*number] += priced - weight;
    }
    priced
}

const HEADER: &str = "\
# What a phrase of each sense, two together, or a word say for a migration to AWS or against it, in tenths of the logarithm of
# the odds. Learned from tests/migration_deals.txt and tests/migration_texts.txt by src/screening/points_learning.rs, which
# writes this file; read by src/screening/points.rs.
";

/// The file.
fn written(
    of_signs: &Learned,
    senses: &BTreeMap<usize, String>,
    of_words: &Learned,
    words: &[String],
) -> String {
    let mut file = format!("{HEADER}\nstart = {}\n", tenths(of_signs.start + of_words.start));
    let mut list = |head: &str, points: &mut dyn Iterator<Item = (&String, Option<&f64>)>| {
        let points = points.map(|(name, weight)| (name, tenths(*weight.unwrap_or(&0.0))));
        let lines = points.filter(|(_, points)| points != "0");
        let lines: Vec<String> =
            lines.map(|(name, points)| format!("{name:?} = {points}\n")).collect();
        if !lines.is_empty() {
            let _ = write!(file, "\n[{head}]\n{}", lines.concat());
        }
    };
    let of = |first: usize| {
        senses.iter().map(move |(sense, name)| (name, of_signs.weights.get(&(first + sense))))
    };
    list("in_title", &mut of(0));
    list("elsewhere", &mut of(ELSEWHERE));
    for (kind, first) in [("together", TOGETHER), ("followed", FOLLOWED)] {
        for (sense, name) in senses {
            list(&format!("{kind}.{name}"), &mut of(first + sense * SENSES));
        }
    }
    let mut sorted: Vec<(&String, Option<&f64>)> = words
        .iter()
        .enumerate()
        .map(|(number, word)| (word, of_words.weights.get(&number)))
        .collect();
    sorted.sort_unstable_by_key(|(word, _)| *word);
    list("words", &mut sorted.into_iter());
    file
}

fn tenths(weight: f64) -> String {
    let written = format!("{:.0}", weight * 10.0);
    if written == "-0" { "0".into() } else { written }
}
