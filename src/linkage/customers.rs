//! Which customers of the two systems may be one: each pair of accounts is compared once, however many deals they
//! have.

use rayon::prelude::*;

use super::blocking::{Blocks, SkippedKey};
use super::blocking_keys::Keyed;
use super::comparable::Comparable;
use super::comparison::{About, CUSTOMER_COMPARISONS, Pair};
use super::distinct::number;
use super::weights::Weights;

/// Log₂ odds that two accounts that share a key are one customer, before looking. Our choice, from `benches/linkage`:
/// 1 in 20 are.
const PRIOR_BITS: f64 = -4.3;
/// The same for accounts that only share a key of a deal, in a file of some thousand accounts at most.
const STRANGER_BITS: f64 = -9.0;
/// What it says that they meet, where any account could be the customer. Our choice, by the same.
const MEETING_BITS: f64 = 2.5;

/// Log₂ odds that two accounts that only share a key of a deal are one customer, among so many accounts of ACE: the more
/// there are, the more deals are alike by chance.
#[expect(clippy::cast_precision_loss, reason = "a count of accounts")]
pub(super) fn stranger_bits(ace_accounts: usize) -> f64 {
    STRANGER_BITS.min(MEETING_BITS - (ace_accounts.max(1) as f64).log2())
}

/// The records of one side by account.
pub(super) struct Accounts {
    /// The places of the records, account after account.
    records: Vec<u32>,
    /// Where the records of each account start, and at last where they end.
    starts: Vec<usize>,
}

impl Accounts {
    /// Sorts records by their accounts, and within each by this order.
    pub(super) fn new<Order: Ord>(side: &[Comparable], order: impl Fn(usize) -> Order) -> Accounts {
        let mut places: Vec<usize> = (0..side.len()).collect();
        places.sort_by_cached_key(|place| (side[*place].account, order(*place), *place));
        let mut starts = Vec::new();
        for (count, place) in places.iter().enumerate() {
            starts.resize(side[*place].account + 1, count);
        }
        starts.push(side.len());
        let records = places.into_iter().map(number).collect();
        Accounts { records, starts }
    }

    /// How many accounts there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The places of an account's records.
    pub(super) fn records(&self, account: u32) -> &[u32] {
        let account = account as usize;
        &self.records[self.starts[account]..self.starts[account + 1]]
    }
}

/// An ACE account that may be the customer of a CRM account.
#[derive(Clone, Debug)]
pub(super) struct Near {
    /// The ACE account.
    pub(super) ace: u32,
    /// Whether they share no key of the customer, but one of a deal.
    pub(super) is_stranger: bool,
    /// The levels that the comparisons of customers reach, in their order, or `BLANK`: there are many neighbours.
    levels: [u8; CUSTOMER_COMPARISONS],
}

/// Where a comparison reaches no level.
const BLANK: u8 = u8::MAX;

impl Near {
    /// The levels that are reached, with the places of their comparisons.
    fn reached(&self) -> impl Iterator<Item = (usize, usize)> {
        let levels = About::Customer.comparisons().zip(self.levels);
        let reached = levels.filter(|(_, level)| *level != BLANK);
        reached.map(|((place, _), level)| (place, usize::from(level)))
    }

    /// What the comparisons of the customer add up to.
    pub(super) fn bits(&self, weights: &Weights) -> f64 {
        self.reached().map(|(place, level)| weights.bits(place, level)).sum()
    }

    /// Counts the levels that the comparisons of the customer reach.
    pub(super) fn count(&self, counts: &mut [Vec<f64>]) {
        for (place, level) in self.reached() {
            counts[place][level] += 1.0;
        }
    }

    /// The probability that they are one customer, leaving ids aside; with the odds of strangers before looking.
    pub(super) fn probability(&self, weights: &Weights, stranger_bits: f64) -> f64 {
        let prior = if self.is_stranger { stranger_bits } else { PRIOR_BITS };
        logistic(prior + self.bits(weights))
    }
}

/// The probability that a pair that an id speaks for is of one customer.
pub(super) fn probability(customer_bits: f64, id_bits: f64) -> f64 {
    logistic(PRIOR_BITS + customer_bits + id_bits)
}

fn logistic(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// Per CRM account, the ACE accounts that may be the same customer, and the keys that were skipped.
pub(super) fn neighbours<'run>(
    crm: &Accounts,
    ace: &[Keyed<'run>],
    keyed: impl Fn(u32) -> Keyed<'run> + Sync,
    pair: impl Fn(u32, u32) -> Pair<'run> + Sync,
    ace_accounts: &Accounts,
) -> (Vec<Vec<Near>>, Vec<SkippedKey>) {
    let blocks = Blocks::new(ace);
    let near = (0..number(crm.count()))
        .into_par_iter()
        .map(|account| {
            let members = crm.records(account);
            let records: Vec<Keyed> = members.iter().map(|place| keyed(*place)).collect();
            blocks
                .neighbours(&records)
                .into_iter()
                .map(|neighbour| {
                    let other = ace_accounts.records(neighbour.ace)[0];
                    let levels = levels(&pair(members[0], other));
                    Near { ace: neighbour.ace, is_stranger: neighbour.is_stranger, levels }
                })
                .collect()
        })
        .collect();
    (near, blocks.skipped)
}

fn levels(pair: &Pair) -> [u8; CUSTOMER_COMPARISONS] {
    let mut levels = [BLANK; CUSTOMER_COMPARISONS];
    for (level, (_, comparison)) in levels.iter_mut().zip(About::Customer.comparisons()) {
        *level = (comparison.level)(pair).and_then(|it| u8::try_from(it).ok()).unwrap_or(BLANK);
    }
    levels
}
