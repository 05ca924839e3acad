//! Deals × ACE opportunities → links with reasons.
//!
//! In two stages: customers that share a key are compared once, then the deals of customers that may be
//! one. A perfect name and domain thus cannot outvote a wrong title, date and amount: most false links are
//! the right customer and the wrong deal. Each comparison reaches a level with a weight in bits; the
//! weights are shipped, and the file's own links by id, or the pairs that are sure by themselves, add what
//! they show. The odds of a pair are weighed against those of its rivals; what is sure is linked one to
//! one, what is plausible is left to a person with the reasons. Ids are strong evidence, not law: they are
//! cloned with deals and mistyped.

mod alternative_names;
mod assignment;
mod association;
mod blocking;
mod blocking_keys;
mod by_id;
mod company_name;
mod comparable;
mod comparison;
#[cfg(test)]
mod comparison_testing;
mod comparisons;
mod country;
mod cross_checks;
mod customers;
mod decision;
mod distinct;
mod known_names;
mod learning;
mod marker;
mod matching;
mod outcome;
mod population;
mod reference;
mod repeated_deals;
mod requests;
mod resellers;
mod rough_amount;
mod set_aside;
mod sound;
mod spelling;
mod texts;
mod title;
mod web_domain;
mod weights;

use crate::domain::{AceOpportunity, CrmId, CrmOpportunity, Deal, DecidedPair, FundRequest};
use assignment::Scored;
pub use blocking::SkippedKey;
use cross_checks::CrossChecks;
use learning::Lesson;
use matching::Matching;
use outcome::Scores;
use population::Population;
pub use set_aside::tell_of_disputed;
use weights::{Counts, Weights};

/// The thresholds of linkage.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// A pair with at least this score is linked: 0.68, at which 99.6 of 100 links are right in `benches/linkage` where
    /// half of the deals have an id, and 99.2 where none has. Our choice: a lower one for the best F1 would leave less
    /// than half of the remaining errors to people.
    pub auto_score: f64,
    /// A pair with at least this score is left to a person: 0.035, which leaves 3 to 5 of 100 deals to people there, and
    /// 6 of 10 errors in front of them. Our choice.
    pub review_score: f64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { auto_score: 0.68, review_score: 0.035 }
    }
}

/// What linkage decided.
#[derive(Debug)]
pub struct Linked {
    /// Every CRM deal in the order given, then every ACE opportunity without a deal.
    pub deals: Vec<Deal>,
    /// Fund requests that name no deal of this run.
    pub unattached: Vec<FundRequest>,
    /// CRM deals that were entered several times, by their ids: the same in everything that tells deals apart.
    pub repeated: Vec<Vec<CrmId>>,
    /// Keys that so many records share that they were not used.
    pub skipped_keys: Vec<SkippedKey>,
}

/// Links deals and ACE opportunities, and hands each fund request to its deal. What people decided wins over
/// everything else. The order of the records decides nothing.
pub fn link(
    crm: Vec<Box<CrmOpportunity>>,
    ace: Vec<Box<AceOpportunity>>,
    requests: Vec<FundRequest>,
    decisions: &[DecidedPair],
    settings: &Settings,
) -> Linked {
    let (crm, crm_places) = by_id::sorted(crm, |crm| crm.id.key());
    let (ace, ace_places) = by_id::sorted(ace, |ace| ace.id.as_str());
    let mut sides = comparable::sides(&crm, &ace);
    let lessons = learning::lessons(&sides);
    let population = Population::new(&mut sides, &lessons);
    let requested = requests::named_ace_ids(&requests);
    let matched = || {
        let mut matching = Matching::new(&crm, &ace, &sides, population, &lessons);
        let (pairs, weights) = scored(&mut matching, &lessons, decisions);
        let scores = Scores {
            matching: &matching,
            pairs: &pairs,
            weights: &weights,
            requested: &requested,
            settings,
        };
        (scores.outcomes(), matching.skipped.clone())
    };
    let (cross_checks, (outcomes, skipped_keys)) =
        rayon::join(|| CrossChecks::new(&crm, &ace, &sides), matched);
    let repeated = repeated_deals::repeated(&crm, &sides.crm);
    // So many small parts take their time, and room for the deals is wanted.
    rayon::join(|| drop(sides.crm), || drop(sides.ace));
    let (crm, ace) = (crm_places.restored(crm), ace_places.restored(ace));
    let CrossChecks { of_deals, of_opportunities } = cross_checks;
    let outcomes = crm_places.restored(outcomes.into_iter().zip(of_deals).collect());
    let of_opportunities = ace_places.restored(of_opportunities);
    let mut deals = outcome::deals(crm, ace, outcomes, of_opportunities, &ace_places, decisions);
    let unattached = requests::attach(&mut deals, requests, &requested);
    Linked { deals, unattached, repeated, skipped_keys }
}

/// Fewer links by id than this, and the matcher also learns from the pairs that it is sure of. Our choice.
const ENOUGH_LESSONS: usize = 1_000;
/// Fewer sure pairs than this teach more chance than truth, and the shipped weights stand. Our choice.
const LEAST_SURE: usize = 150;

/// All pairs with their scores, and the weights they were scored by: the shipped ones, with what the file's own
/// links by id add to them.
fn scored(
    matching: &mut Matching,
    lessons: &[Lesson],
    decisions: &[DecidedPair],
) -> (Vec<Scored>, Weights) {
    let score = |matching: &Matching, counts: &Counts| {
        let weights = Weights::new(counts);
        let mut pairs = decision::decided(matching.scored(&weights), decisions, matching);
        assignment::score(&mut pairs, matching.crm.len(), matching.ace.len());
        (pairs, weights)
    };
    matching.learn_titles(lessons);
    let counts = learning::matches(matching, lessons).and(&learning::others(matching, lessons));
    let (pairs, weights) = score(matching, &counts);
    let sure = learning::sure(&pairs);
    if lessons.len() >= ENOUGH_LESSONS || sure.len() < LEAST_SURE {
        return (pairs, weights);
    }
    matching.learn_titles(&sure);
    let counts = learning::weighed(matching, &pairs).and(&learning::others(matching, &sure));
    drop(pairs);
    score(matching, &counts)
}

#[cfg(test)]
mod tests;
