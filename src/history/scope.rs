//! Deals that are in the exports and not in this run, as those of other periods: they are not gone.

use std::collections::BTreeSet;

use super::identity::identify;
use super::previous::{PreviousRun, Written};
use crate::domain::{Deal, ReviewedTable, ScreenedDeal};

impl PreviousRun {
    /// The previous run without what it says of deals that are out of this run's scope. What people wrote on them
    /// stays in the store.
    pub(super) fn without(mut self, out_of_scope: &[Deal], deals: &[ScreenedDeal]) -> PreviousRun {
        if out_of_scope.is_empty() {
            return self;
        }
        let all = deals.iter().map(|deal| &deal.deal).chain(out_of_scope);
        let now = identify(all, &self.deals).now;
        let is_outside = |now: &Option<usize>| now.is_some_and(|place| place >= deals.len());
        let outside: Vec<_> = self
            .deals
            .iter()
            .zip(&now)
            .filter(|(_, now)| is_outside(now))
            .map(|(deal, _)| deal.clone())
            .collect();
        let ids: BTreeSet<&str> = outside.iter().map(|deal| deal.shown_id.as_str()).collect();
        let keys: BTreeSet<&str> =
            outside.iter().flat_map(|deal| deal.keys.iter().map(|(_, id)| id.as_str())).collect();
        let findings = &self.findings;
        let is_inside = |written: &Written| match (written.table, &written.id) {
            (_, None) => true,
            (ReviewedTable::Deals, Some(id)) => !ids.contains(id.as_str()),
            (ReviewedTable::Findings, Some(id)) => {
                findings.get(id).is_none_or(|finding| !ids.contains(finding.deal_id.as_str()))
            }
            (ReviewedTable::Matches, Some(_)) => {
                written.crm_id.as_ref().is_none_or(|id| !keys.contains(id.key()))
            }
        };
        self.written.retain(is_inside);
        self.findings.retain(|_, finding| !ids.contains(finding.deal_id.as_str()));
        self.deals.retain(|deal| !ids.contains(deal.shown_id.as_str()));
        self
    }
}
