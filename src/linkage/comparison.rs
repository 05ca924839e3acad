//! The comparisons: each looks at one thing, and reaches one of its levels.
//!
//! A level has a label for people and a weight in bits (log₂ of the odds). A blank on either side
//! reaches no level and says nothing. The weights that are shown are the weights that are added: there
//! is no second way to a score.

use super::comparable::Comparable;
use super::comparisons::{
    amount, aws_account, close_date, country, created_date, cross_reference, customer_name,
    deal_amount, ending, marker, owner, title, web_domain,
};
use super::population::Population;
use super::weights::Weights;
use crate::domain::{AceOpportunity, CrmOpportunity};

/// What two records are compared by, in the order in which links are explained.
pub(super) static COMPARISONS: &[&Comparison] = &[
    &cross_reference::ACE_ID_IN_CRM,
    &cross_reference::CRM_ID_IN_ACE,
    &web_domain::COMPARISON,
    &customer_name::COMPARISON,
    &country::COMPARISON,
    &aws_account::COMPARISON,
    &close_date::COMPARISON,
    &close_date::ENTERED_APART,
    &created_date::COMPARISON,
    &amount::COMPARISON,
    &deal_amount::COMPARISON,
    &owner::COMPARISON,
    &ending::COMPARISON,
    &marker::COMPARISON,
    // The dearest of the deal last: most pairs are out of the question before it is asked.
    &title::COMPARISON,
];

/// How many of them are of the customer.
pub(super) const CUSTOMER_COMPARISONS: usize = 4;

/// One thing by which two records are compared.
pub(super) struct Comparison {
    /// What it is evidence of.
    pub(super) about: About,
    /// The levels, best first.
    pub(super) levels: &'static [Level],
    /// The level that a pair reaches; `None` if either side is blank, which says nothing.
    pub(super) level: fn(&Pair) -> Option<usize>,
    /// The level, by its place, in words with the values.
    pub(super) words: fn(&Pair, usize) -> String,
}

/// What a comparison is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// That the two records are of one customer.
    Customer,
    /// That they are the same deal of that customer.
    Deal,
    /// Of both: an id.
    Both,
}

impl About {
    /// Its comparisons, with their places among all.
    pub(super) fn comparisons(self) -> impl Iterator<Item = (usize, &'static Comparison)> {
        let all = COMPARISONS.iter().copied().enumerate();
        all.filter(move |(_, comparison)| comparison.about == self)
    }
}

/// How well a pair agrees.
#[derive(Debug)]
pub(super) struct Level {
    /// For people: "same without legal form".
    pub(super) label: &'static str,
    /// How many of a hundred pairs that belong together reach it.
    pub(super) m: f64,
    /// How many of a hundred pairs reach it that do not: of other customers under the same key, or for a
    /// deal's level, of other deals of the same customer.
    pub(super) u: f64,
}

/// A deal and an ACE opportunity side by side.
#[derive(Clone, Copy)]
pub(super) struct Pair<'run> {
    pub(super) crm_record: &'run CrmOpportunity,
    pub(super) ace_record: &'run AceOpportunity,
    /// The places of the two, by which they name each other.
    pub(super) places: (u32, u32),
    pub(super) crm: &'run Comparable,
    pub(super) ace: &'run Comparable,
    pub(super) population: &'run Population,
    /// Whether what is learnt was learnt from this very pair, which must not confirm itself.
    pub(super) is_lesson: bool,
}

/// The bits of each comparison that is evidence of the same.
pub(super) fn each(pair: &Pair, about: About, weights: &Weights) -> impl Iterator<Item = f64> {
    about
        .comparisons()
        .filter_map(|(place, comparison)| Some(weights.bits(place, (comparison.level)(pair)?)))
}

/// What they add up to.
pub(super) fn bits(pair: &Pair, about: About, weights: &Weights) -> f64 {
    each(pair, about, weights).sum()
}

/// The bits of the comparisons of the deal; `None` once not even the best of what is left to compare would lead to so
/// many.
pub(super) fn deal_bits(pair: &Pair, weights: &Weights, least: f64) -> Option<f64> {
    let mut bits = 0.0;
    for (place, comparison) in About::Deal.comparisons() {
        if bits + weights.best_from(place) < least {
            return None;
        }
        bits += (comparison.level)(pair).map_or(0.0, |level| weights.bits(place, level));
    }
    (bits >= least).then_some(bits)
}

/// One comparison's share in a score.
pub(super) struct Part {
    pub(super) comparison: &'static Comparison,
    /// The level that was reached, by its place.
    level: usize,
    /// Its weight in bits; below zero speaks against the link.
    pub(super) bits: f64,
}

/// The same sums in parts.
pub(super) fn parts(pair: &Pair, weights: &Weights) -> Vec<Part> {
    let part = |(place, comparison): (usize, &&'static Comparison)| {
        let level = (comparison.level)(pair)?;
        Some(Part { comparison, level, bits: weights.bits(place, level) })
    };
    COMPARISONS.iter().enumerate().filter_map(part).collect()
}

/// The parts with such bits in words for people, with the values.
pub(super) fn sentence(pair: &Pair, parts: &[Part], wanted: impl Fn(f64) -> bool) -> String {
    let wanted = parts.iter().filter(|part| wanted(part.bits));
    let words: Vec<_> = wanted.map(|part| (part.comparison.words)(pair, part.level)).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_kept_for_each_comparison_of_the_customer() {
        assert_eq!(About::Customer.comparisons().count(), CUSTOMER_COMPARISONS);
    }
}
