//! What people decided on pairs, by ids: it wins over everything.

use std::collections::{BTreeMap, HashSet};

use super::assignment::Scored;
use super::by_id;
use super::matching::Matching;
use crate::domain::DecidedPair;

/// Pairs without those that a decision rules out, and with those that one demands. No two of the decisions make one
/// record the same as two others: `history` leaves such out.
pub(super) fn decided(
    mut pairs: Vec<Scored>,
    decisions: &[DecidedPair],
    matching: &Matching,
) -> Vec<Scored> {
    // The opportunity of a deal, and the opportunities that have a deal: none of them has other candidates.
    let (mut same, mut taken) = (BTreeMap::new(), HashSet::new());
    let mut different = HashSet::new();
    for decision in decisions {
        let crm = by_id::place(matching.crm, &decision.crm_key, |crm| crm.id.key());
        let ace = by_id::place(matching.ace, decision.ace_id.as_str(), |ace| ace.id.as_str());
        let (Some(crm), Some(ace)) = (crm, ace) else { continue };
        if decision.is_same {
            same.insert(crm, ace);
            taken.insert(ace);
        } else {
            different.insert((crm, ace));
        }
    }
    pairs.retain(|pair| {
        !same.contains_key(&pair.crm)
            && !taken.contains(&pair.ace)
            && !different.contains(&(pair.crm, pair.ace))
    });
    pairs.extend(same.iter().map(|(crm, ace)| Scored::decided(*crm, *ace)));
    pairs.sort_by_key(|pair| (pair.crm, pair.ace));
    pairs
}
