//! From scored pairs to links: one to one, the surest first, and the doubtful left to people.

use std::cmp::Ordering;

use super::Settings;
use super::comparison::Bits;

/// A pair of a deal and an ACE opportunity, by their places, with its score.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scored {
    /// The deal's place.
    pub(super) crm: usize,
    /// The ACE opportunity's place.
    pub(super) ace: usize,
    /// What the comparisons added up to.
    pub(super) bits: Bits,
    /// The probability that the two belong together, looked at alone.
    pub(super) alone: f64,
    /// The same, given all rivals of either record.
    pub(super) score: f64,
    /// Whether an id speaks for the pair that is mistyped, and nothing else does.
    pub(super) is_only_mistyped: bool,
}

/// Log₂ odds that two records of one block are of the same customer, before looking. Our choice.
const CUSTOMER_PRIOR_BITS: f64 = -2.0;

/// The probability that the pair belongs together: one customer, and the same deal of it.
///
/// A product rather than one sum: in a sum, a perfect name and domain would outvote a wrong title,
/// date and amount, and most false links are the right customer and the wrong deal.
pub(super) fn probability(bits: &Bits) -> f64 {
    logistic(CUSTOMER_PRIOR_BITS + bits.customer) * logistic(bits.deal)
}

fn logistic(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// What was decided of all pairs.
#[derive(Debug, Default)]
pub(super) struct Assignment {
    /// Per deal: the place of its pair in the list.
    pub(super) linked: Vec<Option<usize>>,
    /// Per ACE opportunity: the place of the deal it is linked to.
    pub(super) taken_by: Vec<Option<usize>>,
    /// Per deal without a link: its pairs for a person, best first.
    pub(super) review: Vec<Vec<usize>>,
    /// Per deal: all its pairs, best first.
    pub(super) of_crm: Vec<Vec<usize>>,
}

/// Gives each pair its score against its rivals, and links the sure ones, one to one.
///
/// In rounds: a pair that is sure against all its rivals is linked, its two records leave, and the
/// rest are judged again without them. Two pairs of one record cannot both be sure, so that the order
/// of the pairs never matters.
pub(super) fn assign(
    pairs: &mut [Scored],
    crm_count: usize,
    ace_count: usize,
    settings: &Settings,
) -> Assignment {
    let mut linked: Vec<Option<usize>> = vec![None; crm_count];
    let mut taken_by: Vec<Option<usize>> = vec![None; ace_count];
    loop {
        score_against_rivals(pairs, &linked, &taken_by);
        let mut is_settled = true;
        for (place, pair) in pairs.iter().enumerate() {
            let is_sure = pair.score >= settings.auto_score && !pair.is_only_mistyped;
            if is_sure && linked[pair.crm].is_none() && taken_by[pair.ace].is_none() {
                linked[pair.crm] = Some(place);
                taken_by[pair.ace] = Some(pair.crm);
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    let mut of_crm: Vec<Vec<usize>> = vec![Vec::new(); crm_count];
    for (place, pair) in pairs.iter().enumerate() {
        of_crm[pair.crm].push(place);
    }
    for places in &mut of_crm {
        places.sort_by(|one, other| by_score(&pairs[*one], &pairs[*other]));
    }
    let review = (0..crm_count)
        .map(|crm| match linked[crm] {
            Some(_) => Vec::new(),
            None => for_review(&of_crm[crm], pairs, &taken_by, settings),
        })
        .collect();
    Assignment { linked, taken_by, review, of_crm }
}

/// "No match" is always an option, and every other candidate of either record is a rival, unless it
/// is linked already. Pairs of records that are linked keep the score of the round before.
fn score_against_rivals(
    pairs: &mut [Scored],
    linked: &[Option<usize>],
    taken_by: &[Option<usize>],
) {
    let odds = |pair: &Scored| pair.alone / (1.0 - pair.alone).max(1e-9);
    let is_free = |pair: &Scored| linked[pair.crm].is_none() && taken_by[pair.ace].is_none();
    let mut of_crm = vec![0.0; linked.len()];
    let mut of_ace = vec![0.0; taken_by.len()];
    for pair in pairs.iter().filter(|pair| is_free(pair)) {
        of_crm[pair.crm] += odds(pair);
        of_ace[pair.ace] += odds(pair);
    }
    for pair in pairs.iter_mut().filter(|pair| is_free(pair)) {
        let own = odds(pair);
        pair.score = own / (1.0 + of_crm[pair.crm] + of_ace[pair.ace] - own);
    }
}

fn by_score(one: &Scored, other: &Scored) -> Ordering {
    other.score.total_cmp(&one.score).then(one.crm.cmp(&other.crm)).then(one.ace.cmp(&other.ace))
}

/// The candidates worth a person's time: plausible and free, or named by an id.
fn for_review(
    places: &[usize],
    pairs: &[Scored],
    taken_by: &[Option<usize>],
    settings: &Settings,
) -> Vec<usize> {
    places
        .iter()
        .copied()
        .filter(|place| {
            let pair = &pairs[*place];
            pair.bits.ids > 0.0
                || taken_by[pair.ace].is_none() && pair.alone >= settings.review_score
        })
        .take(settings.review_candidates)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(crm: usize, ace: usize, alone: f64) -> Scored {
        Scored { crm, ace, bits: Bits::default(), alone, score: 0.0, is_only_mistyped: false }
    }

    fn linked(pairs: &mut [Scored]) -> Vec<Option<usize>> {
        let assignment = assign(pairs, 2, 2, &Settings::default());
        assignment.linked.iter().map(|place| place.map(|place| pairs[place].ace)).collect()
    }

    #[test]
    fn a_sure_pair_is_linked() {
        assert_eq!(linked(&mut [pair(0, 1, 0.95)]), [Some(1), None]);
    }

    #[test]
    fn each_record_is_linked_once_the_surest_first() {
        assert_eq!(linked(&mut [pair(0, 0, 0.9), pair(1, 0, 0.999)]), [None, Some(0)]);
    }

    #[test]
    fn two_equal_candidates_are_left_to_a_person() {
        let pairs = &mut [pair(0, 0, 0.95), pair(0, 1, 0.95)];
        let assignment = assign(pairs, 2, 2, &Settings::default());
        assert_eq!(assignment.linked, [None, None]);
        assert_eq!(assignment.review[0].len(), 2);
    }

    #[test]
    fn the_order_of_the_pairs_does_not_matter() {
        let mut pairs = vec![pair(0, 0, 0.9), pair(1, 0, 0.8), pair(1, 1, 0.97), pair(0, 1, 0.2)];
        let forward = linked(&mut pairs);
        pairs.reverse();
        assert_eq!(linked(&mut pairs), forward);
        assert_eq!(forward, [Some(0), Some(1)]);
    }

    #[test]
    fn an_implausible_pair_is_not_worth_a_persons_time() {
        let pairs = &mut [pair(0, 0, 0.1)];
        assert!(assign(pairs, 2, 2, &Settings::default()).review[0].is_empty());
    }
}
