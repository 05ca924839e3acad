//! The comparisons: each looks at one thing, and reaches one of its levels.
//!
//! A level has a label for people and a weight in bits (log₂ of the odds). A blank on either side
//! reaches no level and says nothing. The weights that are shown are the weights that are added: there
//! is no second way to a score.

use super::Population;
use super::comparable::Comparable;
use super::comparisons::{
    amount, aws_account, close_date, created_date, cross_reference, customer_name, ending, title,
    web_domain,
};
use crate::domain::LinkPart;

/// What two records are compared by.
pub(super) static COMPARISONS: &[&Comparison] = &[
    &cross_reference::ACE_ID_IN_CRM,
    &cross_reference::CRM_ID_IN_ACE,
    &web_domain::COMPARISON,
    &customer_name::COMPARISON,
    &aws_account::COMPARISON,
    &title::COMPARISON,
    &close_date::COMPARISON,
    &created_date::COMPARISON,
    &amount::COMPARISON,
    &ending::COMPARISON,
];

/// One thing by which two records are compared.
pub(super) struct Comparison {
    /// What is compared: "customer name".
    pub(super) name: &'static str,
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

/// How well a pair agrees.
#[derive(Debug)]
pub(super) struct Level {
    /// For people: "same without legal form".
    pub(super) label: &'static str,
    /// Log₂ of the odds; below zero speaks against.
    pub(super) bits: f64,
}

/// A deal and an ACE opportunity side by side.
#[derive(Clone, Copy)]
pub(super) struct Pair<'run> {
    pub(super) crm: &'run Comparable,
    pub(super) ace: &'run Comparable,
    pub(super) crm_key: &'run str,
    pub(super) ace_id: &'run crate::domain::AceId,
    pub(super) population: &'run Population,
}

/// The bits of one pair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Bits {
    /// That it is one customer.
    pub(super) customer: f64,
    /// That it is one deal, given one customer.
    pub(super) deal: f64,
    /// Of ids alone; counted in both of the above.
    pub(super) ids: f64,
}

/// Adds up the levels that a pair reaches.
pub(super) fn bits(pair: &Pair) -> Bits {
    let mut bits = Bits::default();
    for comparison in COMPARISONS {
        let Some(level) = (comparison.level)(pair) else {
            continue;
        };
        let weight = comparison.levels[level].bits;
        match comparison.about {
            About::Customer => bits.customer += weight,
            About::Deal => bits.deal += weight,
            About::Both => {
                bits.ids += weight;
                bits.customer += weight;
                bits.deal += weight;
            }
        }
    }
    bits
}

/// The same sum in parts, with words for people.
pub(super) fn parts(pair: &Pair) -> Vec<LinkPart> {
    COMPARISONS
        .iter()
        .filter_map(|comparison| {
            let place = (comparison.level)(pair)?;
            let level = &comparison.levels[place];
            Some(LinkPart {
                comparison: comparison.name,
                level: level.label,
                weight_bits: level.bits,
                words: (comparison.words)(pair, place),
            })
        })
        .collect()
}
