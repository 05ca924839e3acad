//! The ids by which rows are remembered from run to run: made of the ids outside, never of values, dates or places.

use super::previous::{PreviousDeal, Written};
use super::typed_text::row_to_text;
use crate::domain::{AceId, CrmId, Deal, Finding, ReviewedTable, finding_id, fingerprint};

/// The id by which a deal's row is remembered from now on.
pub(super) fn lasting_id(deal: &Deal) -> String {
    format!("D-{}", deal.fingerprint())
}

/// The lasting id of a deal: of its CRM id, else of its ACE id.
pub(super) fn deal_id(crm_id: Option<&CrmId>, ace_id: Option<&AceId>) -> Option<String> {
    let crm = crm_id.map(|id| ("crm", id.key()));
    crm.or_else(|| ace_id.map(|id| ("ace", id.as_str()))).map(of_key)
}

/// The lasting id of the deal of this [`Deal::key`].
fn of_key((system, id): (&str, &str)) -> String {
    format!("D-{}", fingerprint(&[system, id]))
}

/// The lasting id of a pair.
pub fn pair_id(crm_key: &str, ace_id: &AceId) -> String {
    format!("P-{}", fingerprint(&["pair", crm_key, ace_id.as_str()]))
}

/// The lasting id of a record that has no counterpart, by its id in either system.
pub fn unmatched_id(crm_id: Option<&CrmId>, ace_id: Option<&AceId>) -> Option<String> {
    let crm = crm_id.map(|id| ["unmatched", "crm", id.key()]);
    let key = crm.or_else(|| ace_id.map(|id| ["unmatched", "ace", id.as_str()]))?;
    Some(format!("P-{}", fingerprint(&key)))
}

/// The table that rows of this id stand in.
pub(super) fn table_of_id(id: &str) -> ReviewedTable {
    let is_of = |table: &ReviewedTable| id.starts_with(table.id_start());
    ReviewedTable::ALL.into_iter().find(is_of).unwrap_or(ReviewedTable::Findings)
}

impl PreviousDeal {
    /// The keys by which it was known, as [`Deal::key`].
    pub(super) fn keys(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.keys.iter().map(|(system, id)| (*system, id.as_str()))
    }

    /// The id by which its row is remembered.
    pub(super) fn lasting_id(&self) -> String {
        self.keys().next().map_or_else(|| self.shown_id.clone(), of_key)
    }
}

impl Written {
    /// The id by which the row is remembered: for deals and pairs the long form, made of the ids outside. A row that
    /// has none is remembered by what it says; one that says nothing is not.
    pub(super) fn lasting_id(&self) -> Option<String> {
        if self.id.is_none() {
            let text = row_to_text(&self.cells);
            return (!text.is_empty()).then(|| format!("R-{}", fingerprint(&["row", &text])));
        }
        match self.table {
            ReviewedTable::Findings => self.id.clone(),
            ReviewedTable::Deals => {
                deal_id(self.crm_id.as_ref(), self.ace_id.as_ref()).or_else(|| self.id.clone())
            }
            ReviewedTable::Matches => match (&self.crm_id, &self.ace_id) {
                (Some(crm_id), Some(ace_id)) => Some(pair_id(crm_id.key(), ace_id)),
                // A pair whose other id somebody cleared is still that pair.
                (crm_id, ace_id) => unmatched_id(crm_id.as_ref(), ace_id.as_ref())
                    .filter(|id| self.id.as_ref().is_some_and(|shown| id.starts_with(shown)))
                    .or_else(|| self.id.clone()),
            },
        }
    }
}

/// Every id under which a deal's row may be remembered, the present one first.
pub(super) fn ids_of_deal(deal: &Deal, before: &[&PreviousDeal]) -> Vec<String> {
    let mut ids = vec![lasting_id(deal)];
    ids.extend(alias(deal).map(of_key));
    for was in before {
        ids.extend(was.keys().map(of_key));
        ids.push(was.shown_id.clone());
    }
    ids
}

/// Every id under which a finding may be remembered, the present one first. The deal comes with what it was before.
pub(super) fn ids_of_finding(
    finding: &Finding,
    deal: Option<(&Deal, &[&PreviousDeal])>,
) -> Vec<String> {
    let mut ids = vec![finding.id.clone()];
    if let Some((deal, before)) = deal {
        let keys = alias(deal).into_iter().chain(before.iter().flat_map(|was| was.keys()));
        ids.extend(keys.map(|key| finding_id(Some(key), finding.code, &finding.evidence)));
    }
    ids
}

/// The key of the ACE opportunity of a linked deal: what the deal was known by if only ACE had it.
pub(super) fn alias(deal: &Deal) -> Option<(&'static str, &str)> {
    deal.linked().map(|(_, ace, _)| ("ace", ace.id.as_str()))
}
