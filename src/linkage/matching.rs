//! Both sides while they are compared: which customers may be one, and which of their deals.

use rayon::prelude::*;

use super::assignment::{Bar, Scored};
use super::blocking::SkippedKey;
use super::blocking_keys::Keyed;
use super::comparable::{self, Sides};
use super::comparison::{self, About, Pair};
use super::comparisons::{country, cross_reference, customer_name, marker, web_domain};
use super::customers::{self, Accounts, Near};
use super::distinct::number;
use super::learning::{self, Lesson};
use super::population::Population;
use super::weights::Weights;
use crate::domain::{AceOpportunity, CrmOpportunity};

/// Pairs of smaller odds (log₂) are neither linked nor shown, and would only cost memory. Our choice: one in a thousand.
const NEGLIGIBLE_BITS: f64 = -10.0;
/// A deal is compared with so many opportunities of one customer at most. Our choice.
const MOST_OF_ONE_CUSTOMER: usize = 400;
/// Customers less likely to be one are not asked for their deals, unless it is a deal by which they met and they do not
/// contradict each other. Our choice.
const NEGLIGIBLE_CUSTOMER: f64 = 0.0005;
/// What an id says of the customer beyond what it says of the deal: it makes up for the odds of meeting under a key. Our
/// choice, by the benchmark.
const ID_CUSTOMER_BITS: f64 = 4.0;
/// Customers whose comparisons add up to less than this differ: a person has to say that they are one, however well
/// the deals fit. Our choice: a name that shares common words only, of the same country. Where it is less than nothing, the
/// deals have to fit so well that they outweigh it: a link to another's deal is worse than none.
const CONTRADICTING_BITS: f64 = -4.5;
/// The same where an id speaks for the pair: name and domain both differ. Our choice.
const CONTRADICTING_AN_ID_BITS: f64 = -5.0;
/// A comparison of the customer that says so much is more than the country, and agrees. Our choice.
const AGREEING_BITS: f64 = 2.0;

/// An ACE account that is likely enough the customer to ask for its opportunities.
struct Likely {
    ace: u32,
    /// What the comparisons of the customer add up to.
    bits: f64,
    probability: f64,
}

/// Both sides while they are compared.
pub(super) struct Matching<'run> {
    pub(super) crm: &'run [Box<CrmOpportunity>],
    pub(super) ace: &'run [Box<AceOpportunity>],
    pub(super) sides: &'run Sides,
    pub(super) population: Population,
    /// Per deal, the ACE opportunity with which it taught what titles go together.
    taught: Vec<Option<u32>>,
    crm_accounts: Accounts,
    ace_accounts: Accounts,
    /// Per ACE account: how many of its opportunities no id links to a deal.
    unlinked: Vec<f64>,
    /// Per CRM account.
    near: Vec<Vec<Near>>,
    /// Keys of which values are shared too often.
    pub(super) skipped: Vec<SkippedKey>,
}

impl<'run> Matching<'run> {
    /// Compares the customers that share a key.
    pub(super) fn new(
        crm: &'run [Box<CrmOpportunity>],
        ace: &'run [Box<AceOpportunity>],
        sides: &'run Sides,
        population: Population,
        lessons: &[Lesson],
    ) -> Matching<'run> {
        let mut matching = Matching {
            crm,
            ace,
            sides,
            population,
            taught: vec![None; crm.len()],
            crm_accounts: Accounts::new(&sides.crm, |_| ()),
            ace_accounts: Accounts::new(&sides.ace, |place| ace[place].target_close_date),
            unlinked: Vec::new(),
            near: Vec::new(),
            skipped: Vec::new(),
        };
        matching.unlinked = matching.unlinked_by(lessons);
        let of_ace: Vec<Keyed> = (0..ace.len())
            .map(|place| Keyed {
                compared: &sides.ace[place],
                is_crm: false,
                aws_account_id: ace[place].aws_account_id.as_deref(),
                population: &matching.population,
                has_keyed_customer: matching.opportunities_of(matching.ace_account(place))[0]
                    as usize
                    != place,
            })
            .collect();
        let of_crm = |place: u32| Keyed {
            compared: &sides.crm[place as usize],
            is_crm: true,
            aws_account_id: crm[place as usize].aws_account_id.as_deref(),
            population: &matching.population,
            has_keyed_customer: matching.deals_of(matching.crm_account(place as usize))[0] != place,
        };
        let pair = |crm: u32, ace: u32| matching.pair(crm as usize, ace as usize);
        let (near, skipped) = customers::neighbours(
            &matching.crm_accounts,
            &of_ace,
            of_crm,
            pair,
            &matching.ace_accounts,
        );
        (matching.near, matching.skipped) = (near, skipped);
        matching
    }

    /// A deal and an ACE opportunity side by side.
    pub(super) fn pair(&self, crm: usize, ace: usize) -> Pair<'_> {
        Pair {
            crm_record: &self.crm[crm],
            ace_record: &self.ace[ace],
            places: (number(crm), number(ace)),
            crm: &self.sides.crm[crm],
            ace: &self.sides.ace[ace],
            population: &self.population,
            is_lesson: self.taught[crm].is_some_and(|taught| taught as usize == ace),
        }
    }

    /// Learns from these pairs which words of titles go together.
    pub(super) fn learn_titles(&mut self, lessons: &[Lesson]) {
        self.population.association = learning::association(self.sides, lessons);
        self.taught = vec![None; self.crm.len()];
        for lesson in lessons {
            self.taught[lesson.crm] = Some(number(lesson.ace));
        }
    }

    /// The account of a deal.
    pub(super) fn crm_account(&self, crm: usize) -> u32 {
        number(self.sides.crm[crm].account)
    }

    /// The account of an ACE opportunity.
    pub(super) fn ace_account(&self, ace: usize) -> u32 {
        number(self.sides.ace[ace].account)
    }

    /// The deals of a CRM account.
    pub(super) fn deals_of(&self, account: u32) -> &[u32] {
        self.crm_accounts.records(account)
    }

    /// The opportunities of an ACE account.
    pub(super) fn opportunities_of(&self, account: u32) -> &[u32] {
        self.ace_accounts.records(account)
    }

    /// The opportunities of an ACE account that a deal is compared with: all, or of a giant those that close nearest, lest
    /// one customer make the work quadratic.
    pub(super) fn opportunities_for(&self, crm: usize, account: u32) -> &[u32] {
        let all = self.opportunities_of(account);
        if all.len() <= MOST_OF_ONE_CUSTOMER {
            return all;
        }
        let close = self.crm[crm].close_date;
        let place = all.partition_point(|ace| self.ace[*ace as usize].target_close_date < close);
        let start = place.saturating_sub(MOST_OF_ONE_CUSTOMER / 2);
        let start = start.min(all.len() - MOST_OF_ONE_CUSTOMER);
        &all[start..start + MOST_OF_ONE_CUSTOMER]
    }

    /// The ACE accounts that may be a deal's customer.
    pub(super) fn neighbours(&self, crm: usize) -> &[Near] {
        &self.near[self.crm_account(crm) as usize]
    }

    /// Every pair that is not out of the question, in the order of deals and opportunities.
    pub(super) fn scored(&self, weights: &Weights) -> Vec<Scored> {
        let named_by_ace = comparable::named_by(&self.sides.ace, self.crm.len());
        let customers: Vec<Vec<Likely>> =
            self.near.par_iter().map(|near| self.likely(near, weights)).collect();
        (0..self.crm.len())
            .into_par_iter()
            .flat_map_iter(|crm| {
                let customers = &customers[self.crm_account(crm) as usize];
                self.scored_of(crm, customers, &named_by_ace[crm], weights)
            })
            .collect()
    }

    fn likely(&self, near: &[Near], weights: &Weights) -> Vec<Likely> {
        near.iter()
            .filter_map(|near| {
                let bits = near.bits(weights);
                let probability = near.probability(weights, self.stranger_bits());
                let is_asked = probability >= NEGLIGIBLE_CUSTOMER
                    || near.is_stranger && bits > CONTRADICTING_BITS;
                is_asked.then_some(Likely { ace: near.ace, bits, probability })
            })
            .collect()
    }

    /// See `customers::stranger_bits`.
    pub(super) fn stranger_bits(&self) -> f64 {
        customers::stranger_bits(self.ace_accounts.count())
    }

    /// Per ACE account, how many of its opportunities these pairs leave.
    fn unlinked_by(&self, lessons: &[Lesson]) -> Vec<f64> {
        let mut unlinked = vec![0.0; self.ace_accounts.count()];
        for ace in &self.sides.ace {
            unlinked[ace.account] += 1.0;
        }
        for lesson in lessons {
            unlinked[self.sides.ace[lesson.ace].account] -= 1.0;
        }
        unlinked
    }

    fn scored_of(
        &self,
        crm: usize,
        customers: &[Likely],
        named_by_ace: &[u32],
        weights: &Weights,
    ) -> Vec<Scored> {
        let mut named: Vec<u32> = named_by_ace.to_vec();
        if let Some(references) = &self.sides.crm[crm].references {
            named.extend(references.all());
        }
        named.sort_unstable();
        named.dedup();
        // How many opportunities of this customer there are to choose from: ids have spoken for the others.
        let rivals: f64 = customers
            .iter()
            .map(|it| it.probability * self.unlinked[it.ace as usize])
            .sum::<f64>()
            .max(1.0);
        let prior = -rivals.log2();
        let mut scored: Vec<Scored> = Vec::new();
        for customer in customers {
            let before = prior + customer.probability.log2();
            for ace in self.opportunities_for(crm, customer.ace) {
                if named.binary_search(ace).is_err() {
                    scored.extend(self.unnamed(crm, *ace, before, customer.bits, weights));
                }
            }
        }
        for ace in named {
            scored.push(self.named_by_id(crm, ace, prior, weights));
        }
        scored.sort_by_key(|pair| pair.ace);
        scored
    }

    /// A pair for which no id speaks; `None` if it is out of the question. `before` is what is known before the deals
    /// are compared.
    fn unnamed(
        &self,
        crm: usize,
        ace: u32,
        before: f64,
        customer_bits: f64,
        weights: &Weights,
    ) -> Option<Scored> {
        let pair = self.pair(crm, ace as usize);
        let before = before + comparison::bits(&pair, About::Both, weights);
        let deal = comparison::deal_bits(&pair, weights, NEGLIGIBLE_BITS - before)?;
        let bits = before + deal;
        let differ = customer_bits <= CONTRADICTING_BITS || customer_bits < 0.0 && bits < 0.0;
        let bar = if differ || stands_elsewhere(&pair) {
            Some(Bar::CustomersDiffer)
        } else if marker::is_other_phase(&pair) {
            Some(Bar::PhasesDiffer)
        } else {
            None
        };
        Some(Scored { crm: number(crm), ace, odds: bits.exp2(), score: 0.0, is_named: false, bar })
    }

    fn named_by_id(&self, crm: usize, ace: u32, prior: f64, weights: &Weights) -> Scored {
        let pair = self.pair(crm, ace as usize);
        let customer = comparison::bits(&pair, About::Customer, weights);
        let ids = comparison::bits(&pair, About::Both, weights);
        let deal = prior + comparison::bits(&pair, About::Deal, weights) + ids;
        let probability = customers::probability(customer, ids + ID_CUSTOMER_BITS);
        let agrees =
            || comparison::each(&pair, About::Customer, weights).any(|bits| bits >= AGREEING_BITS);
        let is_mistyped = (cross_reference::ACE_ID_IN_CRM.level)(&pair)
            == Some(cross_reference::MISTYPED)
            && (cross_reference::CRM_ID_IN_ACE.level)(&pair) != Some(cross_reference::NAMED);
        let bar = if customer <= CONTRADICTING_AN_ID_BITS {
            Some(Bar::CustomersDiffer)
        } else if is_mistyped && !agrees() {
            Some(Bar::OnlyMistyped)
        } else {
            None
        };
        let odds = probability * deal.exp2();
        Scored { crm: number(crm), ace, odds, score: 0.0, is_named: true, bar }
    }
}

/// Whether the customers are of other countries, and have other domains or, without domains, but a part of their names in
/// common: two of one name, or two ministries of health.
fn stands_elsewhere(pair: &Pair) -> bool {
    (country::COMPARISON.level)(pair) == Some(country::DIFFERENT)
        && match (web_domain::COMPARISON.level)(pair) {
            Some(level) => level == web_domain::DIFFERENT,
            None => customer_name::is_part(pair),
        }
}
