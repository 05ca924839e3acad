//! What people wrote, put on the rows of this run.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::Identity;
use super::link_decisions::{apart_with_a_row, decided};
use super::previous::PreviousRun;
use super::row_ids::{ids_of_deal, ids_of_finding, lasting_id, pair_id, table_of_id, unmatched_id};
use super::store::{Kept, Overruled, Store};
use crate::domain::{Deal, Finding, ReviewedTable, ScreenedDeal, unmatched};

/// What people wrote, by the ids of this run.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Everything, under the ids of this run.
    pub(super) store: Store,
    /// The ids of the rows that this run has; none where nothing is written on any.
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
    if carried.store.is_empty() {
        // Rows are asked for by what stands on them alone.
        return carried;
    }
    for (place, ScreenedDeal { deal, .. }) in deals.iter().enumerate() {
        carried.take(&ids_of_deal(deal, &identity.before(place, run)));
        if let Some(kept) = carried.store.get_mut(&lasting_id(deal)) {
            kept.crm_id = deal.crm().map(|crm| crm.id.clone()).or(kept.crm_id.take());
            kept.ace_id = deal.ace().map(|ace| ace.id.clone()).or(kept.ace_id.take());
        }
    }
    for finding in findings {
        let of_deal = finding.deal.and_then(|place| Some((deals.get(place)?, place)));
        let before = of_deal.map(|(_, place)| identity.before(place, run)).unwrap_or_default();
        let deal = of_deal.map(|(deal, _)| (&deal.deal, before.as_slice()));
        carried.take(&ids_of_finding(finding, deal));
    }
    let apart: Vec<_> = decided(&carried.store).filter(|pair| !pair.is_same).collect();
    carried.rows.extend(pairs(deals));
    carried.rows.extend(apart_with_a_row(deals, &apart));
    carried
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

/// The columns that people added: those of the workbook in its order, then those that only the decisions file knows of.
pub(super) fn added_columns(
    carried: &Carried,
    of_workbook: BTreeMap<ReviewedTable, Vec<String>>,
) -> BTreeMap<ReviewedTable, Vec<String>> {
    let mut of_rows = BTreeMap::<_, BTreeSet<&String>>::new();
    for id in &carried.rows {
        let kept = carried.store.get(id);
        let headers = kept.into_iter().flat_map(|kept| kept.cells.keys());
        of_rows.entry(table_of_id(id)).or_default().extend(headers);
    }
    let mut added = of_workbook;
    for (table, headers) in of_rows {
        let known = added.entry(table).or_default();
        let is_new =
            |header: &&String| !table.has_reviewer_column(header) && !known.contains(header);
        let new: Vec<_> = headers.into_iter().filter(is_new).cloned().collect();
        known.extend(new);
    }
    added
}

/// The rows of Matches of this run but those that are apart: linked pairs, pairs for a person to decide on, and what has
/// no counterpart.
fn pairs(deals: &[ScreenedDeal]) -> impl Iterator<Item = String> {
    let unmatched = unmatched(deals).filter_map(|ScreenedDeal { deal, .. }| {
        unmatched_id(deal.crm().map(|crm| &crm.id), deal.ace().map(|ace| &ace.id))
    });
    deals.iter().flat_map(|deal| pairs_of(&deal.deal)).chain(unmatched)
}

fn pairs_of(deal: &Deal) -> Vec<String> {
    let Some(crm) = deal.crm() else { return Vec::new() };
    let linked = deal.ace().map(|ace| &ace.id);
    let candidates = deal.candidates.iter().map(|candidate| &candidate.ace_id);
    linked.into_iter().chain(candidates).map(|ace_id| pair_id(crm.id.key(), ace_id)).collect()
}
