//! What people wrote, put on the rows of this run.

use std::collections::BTreeSet;

use super::identity::{Identity, ids_of_deal, ids_of_finding};
use super::previous::{PreviousDeal, PreviousRun, pair_id};
use super::store::{Kept, Overruled, Store};
use crate::domain::{AceId, Deal, Finding, ScreenedDeal};

/// What people wrote, by the ids of this run.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Everything, under the ids of this run.
    pub(super) store: Store,
    /// The ids of the rows that this run has.
    pub(super) rows: BTreeSet<String>,
    /// The ids that are known by another one now.
    pub(super) renamed: BTreeSet<String>,
    /// What had to give way where two rows became one.
    pub(super) overruled: Vec<Overruled>,
}

/// Puts the cells on the rows of this run. What has no row stays in the store under its old id.
pub(super) fn carry(
    store: Store,
    deals: &[ScreenedDeal],
    findings: &[Finding],
    run: &PreviousRun,
    identity: &Identity,
) -> Carried {
    let mut carried = Carried { store, ..Carried::default() };
    for (place, ScreenedDeal { deal, .. }) in deals.iter().enumerate() {
        carried.take(&ids_of_deal(deal, &before(run, identity, place)));
        let id = format!("D-{}", deal.fingerprint());
        if let Some(kept) = carried.store.get_mut(&id) {
            kept.crm_id = deal.crm().map(|crm| crm.id.clone()).or(kept.crm_id.take());
            kept.ace_id = deal.ace().map(|ace| ace.id.clone()).or(kept.ace_id.take());
        }
    }
    for finding in findings {
        let of_deal = finding.deal.and_then(|place| Some((deals.get(place)?, place)));
        let before = of_deal.map(|(_, place)| before(run, identity, place)).unwrap_or_default();
        let deal = of_deal.map(|(deal, _)| (&deal.deal, before.as_slice()));
        carried.take(&ids_of_finding(deal, finding.code, &finding.evidence));
    }
    let apart: Vec<_> = decided(&carried.store).filter(|pair| !pair.is_same).collect();
    carried.rows.extend(pairs(deals));
    carried.rows.extend(apart_with_a_row(deals, &apart));
    carried
}

/// What a deal of this run was before, what has its own id first.
pub(super) fn before<'a>(
    run: &'a PreviousRun,
    identity: &Identity,
    place: usize,
) -> Vec<&'a PreviousDeal> {
    let places = identity.before.get(place).into_iter().flatten();
    places.filter_map(|was| run.deals.get(*was)).collect()
}

impl Carried {
    /// Brings together under the first id what stands under any of them.
    fn take(&mut self, ids: &[String]) {
        let Some((id, others)) = ids.split_first() else { return };
        self.rows.insert(id.clone());
        let mut kept = self.store.remove(id);
        for other in others.iter().filter(|other| *other != id) {
            let Some(more) = self.store.remove(other) else { continue };
            self.renamed.insert(other.clone());
            kept.get_or_insert_with(Kept::default).fill_from(id, more, &mut self.overruled);
        }
        if let Some(kept) = kept {
            self.store.insert(id.clone(), kept);
        }
    }
}

/// The pairs of this run: those that are linked, and those for a person to decide on.
fn pairs(deals: &[ScreenedDeal]) -> impl Iterator<Item = String> {
    let of_deal = |deal: &ScreenedDeal| pairs_of(&deal.deal);
    deals.iter().flat_map(of_deal)
}

fn pairs_of(deal: &Deal) -> Vec<String> {
    let Some(crm) = deal.crm() else { return Vec::new() };
    let linked = deal.ace().map(|ace| &ace.id);
    let candidates = deal.candidates.iter().map(|candidate| &candidate.ace_id);
    linked.into_iter().chain(candidates).map(|ace_id| pair_id(crm.id.key(), ace_id)).collect()
}

/// A pair that a person decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedPair {
    /// The deal, by the key of its id.
    pub crm_key: String,
    /// The ACE opportunity.
    pub ace_id: AceId,
    /// Whether the two are the same business; they are not otherwise.
    pub is_same: bool,
}

/// The pairs that people decided on.
pub(super) fn decided(store: &Store) -> impl Iterator<Item = DecidedPair> {
    use super::typed_text::to_text;
    use crate::domain::{fold, reviewer_columns as columns};
    store.values().filter_map(|kept| {
        let decision = kept.cells.get(columns::DECISION)?;
        let decision = fold(&to_text(&decision.cell));
        let is_same = decision == fold(columns::SAME);
        let is_decided = is_same || decision == fold(columns::DIFFERENT);
        let crm_key = kept.crm_id.as_ref()?.key().to_owned();
        let ace_id = kept.ace_id.clone()?;
        is_decided.then_some(DecidedPair { crm_key, ace_id, is_same })
    })
}

/// The pairs that were decided to be different and whose records are both there: they keep a row, so that the
/// decision stays in sight.
fn apart_with_a_row(deals: &[ScreenedDeal], apart: &[DecidedPair]) -> Vec<String> {
    let crm_keys: BTreeSet<_> =
        deals.iter().filter_map(|deal| Some(deal.deal.crm()?.id.key())).collect();
    let ace_ids: BTreeSet<_> = deals.iter().filter_map(|deal| Some(&deal.deal.ace()?.id)).collect();
    apart
        .iter()
        .filter(|pair| crm_keys.contains(pair.crm_key.as_str()) && ace_ids.contains(&pair.ace_id))
        .map(|pair| pair_id(&pair.crm_key, &pair.ace_id))
        .collect()
}
