//! Learns `schemas/points.toml` from the labelled deals by which the vocabulary is steered: a logistic regression with a price
//! on every point, so that most signs have none.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::labelled_deals::{labelled_deals, labelled_texts};
use super::points::{ELSEWHERE, FOLLOWED, SENSES, SIGNS, Signs, TOGETHER};
use super::reading::Reading;
use super::vocabulary::Sense;
use crate::domain::Deal;

/// Each deal is learned from as it is, and without every tenth of its phrases, twice: in texts that nobody has seen the vocabulary
/// misses some. Our choice.
const MISSED: [Option<usize>; 3] = [None, Some(0), Some(5)];
const MISSED_OF: usize = 10;

/// In how many examples a sign has to stand to be learned. Our choice.
const FEWEST_EXAMPLES: usize = 5 * MISSED.len();

/// What a weight of one costs, in units of the loss of one example. Our choice, by the half held back.
const PRICE: f64 = 1.5;

/// After so many rounds no point changes.
const ROUNDS: usize = 300;

struct Example {
    signs: Vec<usize>,
    is_migration: bool,
}

/// The start and the weight of every sign.
struct Learned {
    start: f64,
    weights: Vec<f64>,
}

/// Run it by its name after larger changes of the vocabulary or of the labelled deals; the goals are held by the tests of
/// `labelled_deals.rs`.
#[test]
#[ignore = "writes schemas/points.toml"]
fn learn_the_points() {
    let deals = labelled_deals().into_iter().step_by(2).filter(|labelled| !labelled.has_columns());
    let deals = deals.map(|labelled| (labelled.answer, labelled.deal));
    let all: Vec<(&str, Deal)> = deals.chain(labelled_texts()).collect();
    let readings: Vec<(bool, Reading)> =
        all.iter().map(|(answer, deal)| (*answer == "yes", Reading::of(deal))).collect();
    let names = readings
        .iter()
        .flat_map(|(_, reading)| reading.free_texts().flat_map(|read| &read.hits))
        .map(|hit| (hit.sense as usize, name(hit.sense)))
        .collect();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/points.toml");
    std::fs::write(file, written(&learn(&examples(&readings)), &names)).expect("a file");
}

fn examples(readings: &[(bool, Reading)]) -> Vec<Example> {
    let mut examples = Vec::new();
    for missed in MISSED {
        let mut number = 0;
        for (is_migration, reading) in readings {
            let mut shown = Signs::none();
            for read in reading.free_texts() {
                let mut hits = read.hits.clone();
                hits.retain(|_| {
                    number += 1;
                    missed != Some(number % MISSED_OF)
                });
                shown.add(read.is_title(), &hits);
            }
            let mut signs = Vec::new();
            shown.each(|sign| signs.push(sign));
            examples.push(Example { signs, is_migration: *is_migration });
        }
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
fn learn(examples: &[Example]) -> Learned {
    let mut shown_by: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, example) in examples.iter().enumerate() {
        for sign in &example.signs {
            shown_by.entry(*sign).or_default().push(number);
        }
    }
    shown_by.retain(|_, shown| shown.len() >= FEWEST_EXAMPLES);
    let all: Vec<usize> = (0..examples.len()).collect();
    let mut learned = Learned { start: 0.0, weights: vec![0.0; SIGNS] };
    let mut odds = vec![0.0; examples.len()];
    for _ in 0..ROUNDS {
        learned.start = better(learned.start, &all, 0.0, examples, &mut odds);
        for (sign, shown) in &shown_by {
            let weight = &mut learned.weights[*sign];
            *weight = better(*weight, shown, PRICE, examples, &mut odds);
        }
    }
    learned
}

/// A better weight for a sign; the logarithms of the odds of the examples that show it change with it.
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
# What a phrase of each sense, or two together, say for a migration to AWS or against it, in tenths of the logarithm of the
# odds. Learned from tests/migration_deals.txt and tests/migration_texts.txt by src/screening/points_learning.rs, which writes
# this file; read by src/screening/points.rs.
";

/// The file.
fn written(learned: &Learned, names: &BTreeMap<usize, String>) -> String {
    let mut file = format!("{HEADER}\nstart = {}\n", tenths(learned.start));
    let mut list = |head: &str, first: usize, named: bool| {
        let mut head = Some(head);
        for (sense, name) in names {
            let points = tenths(learned.weights[first + sense]);
            if points == "0" {
                continue;
            }
            if let Some(head) = head.take() {
                let _ = writeln!(file, "\n[{head}]");
            }
            let _ = writeln!(file, "{name} = {points}");
        }
        if named && let Some(head) = head {
            let _ = writeln!(file, "\n[{head}]");
        }
    };
    list("in_title", 0, true);
    list("elsewhere", ELSEWHERE, true);
    for (kind, first) in [("together", TOGETHER), ("followed", FOLLOWED)] {
        for (sense, name) in names {
            list(&format!("{kind}.{name}"), first + sense * SENSES, false);
        }
    }
    file
}

fn tenths(weight: f64) -> String {
    let written = format!("{:.0}", weight * 10.0);
    if written == "-0" { "0".into() } else { written }
}
