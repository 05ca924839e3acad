//! What people decided on pairs, by ids: it wins over everything.

use super::assignment::Scored;
use super::matching::Matching;
use crate::domain::AceId;

/// What a person decided on one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The deal, by the key of its id.
    pub crm_key: String,
    /// The ACE opportunity.
    pub ace_id: AceId,
    /// What was decided.
    pub verdict: Verdict,
}

/// Whether the two are the same business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They are: linked whatever speaks against it.
    Same,
    /// They are not: neither linked nor shown again.
    Different,
}

/// Pairs without those that a decision rules out, and with those that one demands. Of two decisions that give one
/// record two counterparts, the first counts.
pub(super) fn decided(
    mut pairs: Vec<Scored>,
    decisions: &[Decision],
    matching: &Matching,
) -> Vec<Scored> {
    for decision in decisions {
        let sides = matching.sides;
        let places = (
            sides.crm_keys.get(&decision.crm_key).and_then(|it| u32::try_from(*it).ok()),
            sides.ace_ids.get(&decision.ace_id).and_then(|it| u32::try_from(*it).ok()),
        );
        let (Some(crm), Some(ace)) = places else {
            continue;
        };
        match decision.verdict {
            Verdict::Different => pairs.retain(|pair| (pair.crm, pair.ace) != (crm, ace)),
            Verdict::Same => {
                let is_settled = |pair: &Scored| {
                    pair.odds.is_infinite() && (pair.crm == crm) != (pair.ace == ace)
                };
                if pairs.iter().any(is_settled) {
                    continue;
                }
                pairs.retain(|pair| pair.crm != crm && pair.ace != ace);
                let place = pairs.partition_point(|pair| (pair.crm, pair.ace) < (crm, ace));
                let odds = f64::INFINITY;
                let decided = Scored { crm, ace, odds, score: 0.0, is_named: true, bar: None };
                pairs.insert(place, decided);
            }
        }
    }
    pairs
}
