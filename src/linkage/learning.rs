//! What the file's own id-linked pairs teach: pairs that ids link belong together, and every other candidate of their
//! records does not.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::assignment::Scored;
use super::association::Association;
use super::comparable::Sides;
use super::comparison::{About, Pair};
use super::matching::Matching;
use super::weights::{Counts, Weights};

/// More lessons than this teach nothing new. Our choice.
const MOST_LESSONS: usize = 10_000;

/// A deal and an ACE opportunity that an id links beyond doubt, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lesson {
    pub(super) crm: usize,
    pub(super) ace: usize,
}

/// The pairs that an id links, and no other id contradicts, in deal order.
pub(super) fn lessons(sides: &Sides) -> Vec<Lesson> {
    let mut named: Vec<(usize, usize)> = Vec::new();
    for (crm, side) in sides.crm.iter().enumerate() {
        let places = side.references.iter().flat_map(|references| &references.named);
        named.extend(places.map(|ace| (crm, *ace as usize)));
    }
    for (ace, side) in sides.ace.iter().enumerate() {
        let places = side.references.iter().flat_map(|references| &references.named);
        named.extend(places.map(|crm| (*crm as usize, ace)));
    }
    named.sort_unstable();
    named.dedup();
    let mut crm_count = vec![0_usize; sides.crm.len()];
    let mut ace_count = vec![0_usize; sides.ace.len()];
    for (crm, ace) in &named {
        crm_count[*crm] += 1;
        ace_count[*ace] += 1;
    }
    named.retain(|(crm, ace)| crm_count[*crm] == 1 && ace_count[*ace] == 1);
    named.into_iter().map(|(crm, ace)| Lesson { crm, ace }).collect()
}

/// Which words of titles go together in these pairs.
pub(super) fn association(sides: &Sides, lessons: &[Lesson]) -> Association {
    let titles = |lesson: &Lesson| {
        Some((sides.crm[lesson.crm].title.as_deref()?, sides.ace[lesson.ace].title.as_deref()?))
    };
    Association::of(lessons.iter().filter_map(titles))
}

/// Pairs surer than this teach where ids do not. Our choice.
const SURE: f64 = 0.9;
/// Pairs less sure than this are not even weighed. Our choice.
const HARDLY: f64 = 0.05;

/// The pairs of which the matcher is sure by itself, for files with few ids.
pub(super) fn sure(pairs: &[Scored]) -> Vec<Lesson> {
    let sure = pairs.iter().filter(|pair| pair.score >= SURE && pair.bar.is_none());
    let mut lessons: Vec<Lesson> =
        sure.map(|pair| Lesson { crm: pair.crm as usize, ace: pair.ace as usize }).collect();
    lessons.dedup_by_key(|lesson| lesson.crm);
    lessons
}

/// How often each level is reached by all pairs, each counted by its score: the sure ones alone would teach that
/// everything agrees always.
pub(super) fn weighed(matching: &Matching, pairs: &[Scored]) -> Counts {
    let weighed = pairs.iter().filter(|pair| pair.score >= HARDLY);
    let weighed = weighed.map(|pair| (pair.crm as usize, pair.ace as usize, pair.score));
    counted(matching, &weighed.collect::<Vec<_>>())
}

/// How often each level is reached by these pairs.
pub(super) fn matches(matching: &Matching, lessons: &[Lesson]) -> Counts {
    let pairs = lessons.iter().map(|lesson| (lesson.crm, lesson.ace, 1.0));
    counted(matching, &pairs.collect::<Vec<_>>())
}

/// So many pairs are counted together, whatever the number of threads: sums must not depend on it.
const COUNTED_TOGETHER: usize = 4_096;

/// How often each level is reached by these pairs, each with its weight.
fn counted(matching: &Matching, pairs: &[(usize, usize, f64)]) -> Counts {
    let parts: Vec<Counts> = pairs
        .par_chunks(COUNTED_TOGETHER)
        .map(|pairs| {
            let mut counts = Counts::new();
            for (crm, ace, weight) in pairs {
                let pair = matching.pair(*crm, *ace);
                count(&pair, About::Customer, *weight, &mut counts.matches);
                count(&pair, About::Deal, *weight, &mut counts.matches);
            }
            counts
        })
        .collect();
    parts.iter().fold(Counts::new(), Counts::and)
}

/// How often each level is reached by the other candidates of these pairs' deals: of customers that are paired
/// otherwise, and of the same customer's other deals.
pub(super) fn others(matching: &Matching, lessons: &[Lesson]) -> Counts {
    let by_crm: HashMap<usize, usize> = lessons.iter().map(|it| (it.crm, it.ace)).collect();
    let taught: HashSet<u32> = lessons.iter().map(|it| matching.ace_account(it.ace)).collect();
    // Every so many, so that all of the file is seen.
    let every = lessons.len().div_ceil(MOST_LESSONS).max(1);
    let shipped = Weights::new(&Counts::new());
    lessons
        .par_iter()
        .step_by(every)
        .map(|lesson| {
            let mut counts = Counts::new();
            let own: HashSet<u32> = matching
                .deals_of(matching.crm_account(lesson.crm))
                .iter()
                .filter_map(|crm| by_crm.get(&(*crm as usize)))
                .map(|ace| matching.ace_account(*ace))
                .collect();
            for near in matching.neighbours(lesson.crm) {
                let is_own = own.contains(&near.ace);
                if !is_own && taught.contains(&near.ace) && !near.is_stranger {
                    near.count(&mut counts.others);
                }
                if is_own || near.probability(&shipped, matching.stranger_bits()) > 0.5 {
                    for ace in matching.opportunities_for(lesson.crm, near.ace) {
                        if *ace as usize != lesson.ace {
                            let other = matching.pair(lesson.crm, *ace as usize);
                            count(&other, About::Deal, 1.0, &mut counts.others);
                        }
                    }
                }
            }
            counts
        })
        .reduce(Counts::new, |one, other| one.and(&other))
}

fn count(pair: &Pair, about: About, weight: f64, counts: &mut [Vec<f64>]) {
    for (place, comparison) in about.comparisons() {
        if let Some(level) = (comparison.level)(pair) {
            counts[place][level] += weight;
        }
    }
}
