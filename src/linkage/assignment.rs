//! From the odds of pairs to the probability of each, given that a record has one counterpart at most.

/// A pair of a deal and an ACE opportunity, by their places, with its odds looked at alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scored {
    /// The deal's place.
    pub(super) crm: u32,
    /// The ACE opportunity's place.
    pub(super) ace: u32,
    /// The odds that the two belong together by what they say, whatever share of deals has a counterpart.
    pub(super) odds: f64,
    /// The probability that they belong together, given all rivals of either.
    pub(super) score: f64,
    /// Whether an id speaks for the pair.
    pub(super) is_named: bool,
    /// What keeps the pair from being linked whatever its score.
    pub(super) bar: Option<Bar>,
}

impl Scored {
    /// A pair that a person decided to be the same: beyond all odds.
    pub(super) fn decided(crm: u32, ace: u32) -> Scored {
        Scored { crm, ace, odds: f64::INFINITY, score: 0.0, is_named: true, bar: None }
    }

    /// Whether a person decided so.
    pub(super) fn is_decided(&self) -> bool {
        self.odds.is_infinite()
    }
}

/// Why a pair is left to a person whatever its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bar {
    /// An id speaks for it that is mistyped, and the customer does not agree.
    OnlyMistyped,
    /// Name and domain of the customer contradict it, or domain and country.
    CustomersDiffer,
    /// The titles name different phases or years.
    PhasesDiffer,
}

/// Odds above these are certainty, and would only make rounding visible.
const MOST_ODDS: f64 = 1e8;
/// Messages settle within a few rounds; large knots of equal rivals take more, and are for people anyway.
const MOST_ROUNDS: usize = 40;
/// Enough for a sum over all scores.
const ROUGH_ROUNDS: usize = 6;
/// A change of this size shows in no score.
const SETTLED: f64 = 1e-5;

/// Gives each pair its score.
///
/// Every way of pairing the records one to one, with some left alone, weighs the product of its pairs' odds; a
/// pair's score is the share of the ways that hold it. The shares are worked out by belief propagation: each record
/// tells each of its pairs how much room its other pairs leave, until nothing changes. A rival that has a better
/// counterpart of its own thus counts little, in any order of the pairs, and "no counterpart" is always an option.
///
/// How many deals have a counterpart at all differs from partner to partner, and moves every score: it is worked out
/// from the scores themselves, and the odds are judged again by it. Records that an id names are left out of it:
/// they have a counterpart, and where many have an id, fewer of the others do.
pub(super) fn score(pairs: &mut [Scored], crm_count: usize, ace_count: usize) {
    let mut named = (vec![false; crm_count], vec![false; ace_count]);
    for pair in pairs.iter().filter(|pair| pair.is_named) {
        named.0[pair.crm as usize] = true;
        named.1[pair.ace as usize] = true;
    }
    let unnamed = |named: &[bool]| named.iter().filter(|is_named| !**is_named).count();
    let counts = (unnamed(&named.0), unnamed(&named.1));
    let mut odds_of_any = ODDS_OF_ANY;
    let mut told = Told::new(pairs);
    for _ in 0..ROUNDS_OF_ANY {
        propagate(pairs, odds_of_any, &mut told, ROUGH_ROUNDS);
        let is_unnamed =
            |pair: &&Scored| !named.0[pair.crm as usize] && !named.1[pair.ace as usize];
        let matched: f64 = pairs.iter().filter(is_unnamed).map(|pair| pair.score).sum();
        odds_of_any = odds_of_any_counterpart(matched, counts.0, counts.1);
    }
    propagate(pairs, odds_of_any, &mut told, MOST_ROUNDS);
}

/// The odds of a pair whose customer has one deal and one opportunity, before looking: as if two thirds of the deals
/// and 85 of 100 opportunities had a counterpart. Our choice.
const ODDS_OF_ANY: f64 = 13.0;
/// Shares settle in a few rounds.
const ROUNDS_OF_ANY: usize = 3;
/// A file of so many records tells as much as our choice does.
const RECORDS_OF_OUR_CHOICE: f64 = 100.0;

#[expect(clippy::cast_precision_loss, reason = "counts of records")]
fn odds_of_any_counterpart(matched: f64, crm_count: usize, ace_count: usize) -> f64 {
    let share = |count: usize, choice: f64| {
        let share =
            (matched + choice * RECORDS_OF_OUR_CHOICE) / (count as f64 + RECORDS_OF_OUR_CHOICE);
        share.clamp(0.02, 0.98)
    };
    let (of_crm, of_ace) = (share(crm_count, 2.0 / 3.0), share(ace_count, 0.85));
    of_crm / ((1.0 - of_crm) * (1.0 - of_ace))
}

/// What the records told their pairs last: the room, from 0 to 1, that the record's other pairs leave.
struct Told {
    by_crm: Vec<f64>,
    by_ace: Vec<f64>,
    /// The places of the pairs of each deal that has several: a single one is told nothing.
    of_crm: Vec<Vec<usize>>,
    /// The same of each ACE opportunity.
    of_ace: Vec<Vec<usize>>,
}

impl Told {
    /// Nobody has told anything: all the room there is.
    fn new(pairs: &[Scored]) -> Told {
        let all = vec![1.0; pairs.len()];
        let of_crm = rivals(pairs, |pair| pair.crm);
        Told { by_crm: all.clone(), by_ace: all, of_crm, of_ace: rivals(pairs, |pair| pair.ace) }
    }
}

fn rivals(pairs: &[Scored], record: impl Fn(&Scored) -> u32) -> Vec<Vec<usize>> {
    let mut places: Vec<usize> = (0..pairs.len()).collect();
    places.sort_by_key(|place| record(&pairs[*place]));
    let of_record = places.chunk_by(|one, other| record(&pairs[*one]) == record(&pairs[*other]));
    of_record.filter(|places| places.len() > 1).map(<[usize]>::to_vec).collect()
}

fn propagate(pairs: &mut [Scored], odds_of_any: f64, told: &mut Told, rounds: usize) {
    let odds: Vec<f64> =
        pairs.iter().map(|pair| (pair.odds * odds_of_any).min(MOST_ODDS)).collect();
    for _ in 0..rounds {
        let Told { by_crm, by_ace, of_crm, of_ace } = told;
        let crm_change = tell(of_crm, &odds, by_ace, by_crm);
        let ace_change = tell(of_ace, &odds, by_crm, by_ace);
        if crm_change.max(ace_change) < SETTLED {
            break;
        }
    }
    for (place, pair) in pairs.iter_mut().enumerate() {
        let odds = odds[place] * told.by_crm[place] * told.by_ace[place];
        pair.score = odds / (1.0 + odds);
    }
}

/// Each record's room for each of its pairs: what is left beside its other pairs. Gives back the largest change.
fn tell(rivals: &[Vec<usize>], odds: &[f64], heard: &[f64], told: &mut [f64]) -> f64 {
    let mut change = 0.0_f64;
    for places in rivals {
        let weight = |place: usize| odds[place] * heard[place];
        // The largest is kept apart, lest taking it off the sum leave nothing but rounding.
        let (mut sum, mut largest) = (0.0, 0.0_f64);
        for weight in places.iter().map(|place| weight(*place)) {
            sum += weight.min(largest);
            largest = largest.max(weight);
        }
        for place in places {
            let weight = weight(*place);
            let others = if weight >= largest { sum } else { (sum - weight).max(0.0) + largest };
            let room = 1.0 / (1.0 + others);
            change = change.max((room - told[*place]).abs());
            told[*place] = room;
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(odds: &[(u32, u32, f64)]) -> Vec<f64> {
        let mut pairs: Vec<Scored> = odds
            .iter()
            .map(|(crm, ace, odds)| Scored {
                crm: *crm,
                ace: *ace,
                odds: *odds,
                score: 0.0,
                is_named: false,
                bar: None,
            })
            .collect();
        let mut told = Told::new(&pairs);
        propagate(&mut pairs, 1.0, &mut told, MOST_ROUNDS);
        pairs.iter().map(|pair| pair.score).collect()
    }

    #[test]
    fn a_pair_without_rivals_keeps_its_odds() {
        assert!((scores(&[(0, 1, 3.0)])[0] - 0.75).abs() < 1e-6);
    }

    #[test]
    fn rivals_share_what_there_is() {
        let scores = scores(&[(0, 0, 100.0), (0, 1, 100.0)]);
        assert!((scores[0] - 100.0 / 201.0).abs() < 1e-6);
    }

    #[test]
    fn shares_are_those_of_all_ways_of_pairing() {
        // The ways: none 1, one pair 8 + 4 + 2, both of 8 and 2 together 16.
        let scores = scores(&[(0, 0, 8.0), (0, 1, 4.0), (1, 1, 2.0)]);
        let all = 1.0 + 8.0 + 4.0 + 2.0 + 16.0;
        for (score, share) in scores.iter().zip([24.0 / all, 4.0 / all, 18.0 / all]) {
            assert!((score - share).abs() < 1e-4, "{score} {share}");
        }
    }

    #[test]
    fn a_rival_with_a_better_counterpart_counts_little() {
        let scores = scores(&[(0, 0, 50.0), (1, 0, 50.0), (1, 1, 5000.0)]);
        assert!(scores[0] > 0.95, "{scores:?}");
    }

    #[test]
    fn the_order_of_the_pairs_does_not_matter() {
        let mut odds = vec![(0, 0, 9.0), (1, 0, 4.0), (1, 1, 30.0), (0, 1, 0.2), (2, 1, 7.0)];
        let forward = scores(&odds);
        odds.reverse();
        let mut backward = scores(&odds);
        backward.reverse();
        for (one, other) in forward.iter().zip(backward) {
            assert!((one - other).abs() < 1e-4);
        }
    }
}
