//! What people decided on pairs, by ids: it wins over everything.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::assignment::Scored;
use super::comparable::Sides;
use super::matching::Matching;
use crate::domain::DecidedPair;

/// Pairs without those that a decision rules out, and with those that one demands. Of two decisions that give one
/// record two counterparts, the first counts; of two on one pair, the last.
pub(super) fn decided(
    mut pairs: Vec<Scored>,
    decisions: &[DecidedPair],
    matching: &Matching,
) -> Vec<Scored> {
    let decided = Decided::new(decisions, matching.sides);
    pairs.retain(|pair| {
        !decided.closed_crm.contains(&pair.crm)
            && !decided.closed_ace.contains(&pair.ace)
            && !decided.different.contains(&(pair.crm, pair.ace))
    });
    pairs.extend(decided.same.iter().map(|(crm, ace)| Scored {
        crm: *crm,
        ace: *ace,
        odds: f64::INFINITY,
        score: 0.0,
        is_named: true,
        bar: None,
    }));
    pairs.sort_by_key(|pair| (pair.crm, pair.ace));
    pairs
}

/// The decisions together, by the places of the records: all pairs are then gone through once.
#[derive(Default)]
struct Decided {
    /// The opportunity of a deal.
    same: BTreeMap<u32, u32>,
    different: HashSet<(u32, u32)>,
    /// Deals that have an opportunity, and so no other candidates.
    closed_crm: HashSet<u32>,
    /// Opportunities that have a deal.
    closed_ace: HashSet<u32>,
}

impl Decided {
    fn new(decisions: &[DecidedPair], sides: &Sides) -> Decided {
        let mut decided = Decided::default();
        let mut deal_of: HashMap<u32, u32> = HashMap::new();
        for decision in decisions {
            let places = (
                sides.crm_keys.get(&decision.crm_key).and_then(|it| u32::try_from(*it).ok()),
                sides.ace_ids.get(&decision.ace_id).and_then(|it| u32::try_from(*it).ok()),
            );
            let (Some(crm), Some(ace)) = places else {
                continue;
            };
            if !decision.is_same {
                if decided.same.get(&crm) == Some(&ace) {
                    decided.same.remove(&crm);
                    deal_of.remove(&ace);
                }
                decided.different.insert((crm, ace));
                continue;
            }
            if *decided.same.entry(crm).or_insert(ace) != ace {
                continue;
            }
            if *deal_of.entry(ace).or_insert(crm) != crm {
                decided.same.remove(&crm);
                continue;
            }
            decided.different.remove(&(crm, ace));
            decided.closed_crm.insert(crm);
            decided.closed_ace.insert(ace);
        }
        decided
    }
}
