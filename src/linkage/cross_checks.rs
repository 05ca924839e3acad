//! What ids and titles say across deals: contradictions, ids that several deals hold, opportunities entered twice.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use super::comparable::{Comparable, Sides};
use super::marker::Marker;
use crate::domain::{AceId, AceOpportunity, CrmId, CrmOpportunity, Deal, IdConflict};

/// What has to be looked up of other records, gathered while both sides are at hand.
pub(super) struct CrossChecks {
    /// The deals that hold an ACE id of the export, in the order of their ids.
    claims: HashMap<AceId, Vec<CrmId>>,
    /// The ACE opportunities that hold the id of a deal, by the id's key.
    named_by: HashMap<String, Vec<AceId>>,
    /// The deal of the CRM export that an ACE opportunity names.
    names: HashMap<AceId, CrmId>,
    /// The ACE ids of the export that a deal holds, by its key.
    held: HashMap<String, Vec<AceId>>,
    /// Open ACE opportunities that say the same as this one.
    twins: HashMap<AceId, Vec<AceId>>,
}

impl CrossChecks {
    /// Gathers ids and titles of both sides.
    pub(super) fn new(
        crm: &[Box<CrmOpportunity>],
        ace: &[Box<AceOpportunity>],
        sides: &Sides,
    ) -> CrossChecks {
        let mut checks = CrossChecks {
            claims: HashMap::new(),
            named_by: HashMap::new(),
            names: HashMap::new(),
            held: HashMap::new(),
            twins: twins(ace, &sides.ace),
        };
        for (crm, side) in crm.iter().zip(&sides.crm) {
            let references = side.references.iter();
            let ids = references.flat_map(|it| it.ace_ids.iter().chain(&it.repaired_ace_ids));
            for id in ids.filter(|id| sides.ace_ids.contains_key(*id)) {
                checks.claims.entry(id.clone()).or_default().push(crm.id.clone());
                checks.held.entry(crm.id.key().to_owned()).or_default().push(id.clone());
            }
        }
        for (ace, side) in ace.iter().zip(&sides.ace) {
            let keys = side.references.iter().flat_map(|it| &it.crm_keys);
            for (key, place) in keys.filter_map(|key| Some((key, *sides.crm_keys.get(key)?))) {
                checks.named_by.entry(key.clone()).or_default().push(ace.id.clone());
                checks.names.entry(ace.id.clone()).or_insert_with(|| crm[place].id.clone());
            }
        }
        checks
    }

    /// Tells each deal what concerns it.
    pub(super) fn tell(&self, deals: &mut [Deal]) {
        let candidates: HashSet<AceId> = deals
            .iter()
            .flat_map(|deal| deal.candidates.iter().map(|candidate| candidate.ace_id.clone()))
            .collect();
        deals.par_iter_mut().for_each(|deal| {
            if let Some(id) = deal.ace().map(|ace| ace.id.clone()) {
                deal.is_candidate = deal.crm().is_none() && candidates.contains(&id);
                deal.ace_twins = self.twins.get(&id).cloned().unwrap_or_default();
            }
            if let Some(id) = deal.crm().map(|crm| crm.id.clone()) {
                deal.conflict = self.conflict(&id).map(Box::new);
                deal.other_claims = self.other_claims(&id);
            }
        });
    }

    /// The ids of both systems contradict each other only if none of them agrees.
    fn conflict(&self, crm_id: &CrmId) -> Option<IdConflict> {
        let held = self.held.get(crm_id.key())?;
        let empty = Vec::new();
        let named_by = self.named_by.get(crm_id.key()).unwrap_or(&empty);
        if held.iter().any(|id| named_by.contains(id)) {
            return None;
        }
        let in_crm = held.first()?;
        if let Some(in_ace) = named_by.first() {
            let (in_crm, in_ace) = (in_crm.clone(), in_ace.clone());
            return Some(IdConflict::OtherAceOpportunity { in_crm, in_ace });
        }
        let other = held.iter().find_map(|id| Some((id, self.names.get(id)?)))?;
        Some(IdConflict::OtherDeal { ace_id: other.0.clone(), crm_id: other.1.clone() })
    }

    /// The first few other deals that hold the same id.
    fn other_claims(&self, crm_id: &CrmId) -> Vec<CrmId> {
        let held = self.held.get(crm_id.key()).into_iter().flatten();
        let claims = held.filter_map(|id| self.claims.get(id)).flatten();
        let mut others: Vec<CrmId> = Vec::new();
        for other in claims.filter(|other| other.key() != crm_id.key()) {
            if others.len() == MOST_NAMED {
                break;
            }
            if !others.contains(other) {
                others.push(other.clone());
            }
        }
        others
    }
}

/// Open opportunities of one customer whose titles hold the same words and the same marks of phase, year and region.
/// Titles that differ in more are not called the same: our choice. One without words of its own says too little.
fn twins(ace: &[Box<AceOpportunity>], sides: &[Comparable]) -> HashMap<AceId, Vec<AceId>> {
    /// Customer, the one for whom it buys, words and marks.
    type Said<'side> = (u32, Option<u32>, &'side [u32], &'side [Marker]);
    let mut groups: BTreeMap<Said, Vec<&AceId>> = BTreeMap::new();
    for (ace, side) in ace.iter().zip(sides).filter(|(ace, _)| ace.is_open()) {
        let name = side.customer.as_deref().and_then(|names| names.first());
        let (Some(name), Some(title)) = (name, side.title.as_deref()) else { continue };
        if !title.words.is_empty() {
            let named = side.named.as_ref().map(|name| name.slug);
            let key = (name.slug, named, title.words.as_slice(), title.markers.as_slice());
            groups.entry(key).or_default().push(&ace.id);
        }
    }
    let mut twins = HashMap::new();
    for ids in groups.values().filter(|ids| ids.len() > 1) {
        for id in ids {
            let others = ids.iter().filter(|other| *other != id).take(MOST_NAMED);
            twins.insert((*id).clone(), others.map(|other| (*other).clone()).collect());
        }
    }
    twins
}

/// As many others are named for one record: a thousand that share an id or a title are one problem, not a million.
const MOST_NAMED: usize = 5;

#[cfg(test)]
mod tests {
    use super::super::comparison_testing::boxed;
    use super::*;
    use crate::domain::testing::{ace, crm};
    use crate::linkage::{Settings, link};

    fn deal(id: &str, ace_id: Option<&str>) -> CrmOpportunity {
        let mut crm = crm();
        crm.id = CrmId::new(id).unwrap();
        crm.ace_id = ace_id.map(Into::into);
        crm
    }

    fn opportunity(id: &str, crm_id: Option<&str>, title: &str) -> AceOpportunity {
        let mut ace = ace();
        ace.id = AceId::exact(id).unwrap();
        ace.partner_crm_id = crm_id.map(Into::into);
        ace.title = Some(title.into());
        ace
    }

    fn linked(crm: &[CrmOpportunity], ace: &[AceOpportunity]) -> Vec<Deal> {
        link(boxed(crm.to_vec()), boxed(ace.to_vec()), Vec::new(), &[], &Settings::default()).deals
    }

    #[test]
    fn ids_of_both_systems_that_name_others_contradict_each_other() {
        let deals = linked(
            &[deal("A-1", Some("O1111111")), deal("A-2", Some("O3333333")), deal("A-3", None)],
            &[
                opportunity("O1111111", None, "Data center exit"),
                opportunity("O2222222", Some("A-1"), "SAP on AWS"),
                opportunity("O3333333", Some("A-3"), "Mainframe offload"),
            ],
        );
        let of = |id: &str| {
            let found = deals.iter().find(|it| it.crm().is_some_and(|crm| crm.id.as_str() == id));
            found.and_then(|deal| deal.conflict.as_deref().cloned())
        };
        let ace_id = |id| AceId::exact(id).unwrap();
        let expected = IdConflict::OtherAceOpportunity {
            in_crm: ace_id("O1111111"),
            in_ace: ace_id("O2222222"),
        };
        assert_eq!(of("A-1"), Some(expected));
        let expected = IdConflict::OtherDeal {
            ace_id: ace_id("O3333333"),
            crm_id: CrmId::new("A-3").unwrap(),
        };
        assert_eq!(of("A-2"), Some(expected));
        assert_eq!(of("A-3"), None, "the deal itself holds no id");
    }

    #[test]
    fn ids_that_agree_or_stand_on_one_side_only_are_no_conflict() {
        let deals = linked(
            &[deal("A-1", Some("O1111111")), deal("A-2", Some("O2222222"))],
            &[
                opportunity("O1111111", Some("A-1"), "Data center exit"),
                opportunity("O2222222", Some("pending"), "SAP on AWS"),
            ],
        );
        assert!(deals.iter().all(|deal| deal.conflict.is_none() && deal.other_claims.is_empty()));
    }

    #[test]
    fn deals_that_hold_one_ace_id_know_of_each_other() {
        let deals = linked(
            &[deal("A-1", Some("O1111111")), deal("A-2", Some("o-1111111"))],
            &[opportunity("O1111111", None, "Data center exit")],
        );
        let others = |place: usize| -> Vec<&str> {
            deals[place].other_claims.iter().map(CrmId::as_str).collect()
        };
        assert_eq!((others(0), others(1)), (vec!["A-2"], vec!["A-1"]));
    }

    #[test]
    fn of_many_deals_that_hold_one_id_only_a_few_are_named() {
        let crm: Vec<_> = (0..20).map(|n| deal(&format!("A-{n}"), Some("O1111111"))).collect();
        let deals = linked(&crm, &[opportunity("O1111111", None, "Data center exit")]);
        let mut claimants = deals.iter().filter(|deal| deal.crm().is_some());
        assert!(claimants.all(|deal| deal.other_claims.len() == MOST_NAMED));
    }

    #[test]
    fn open_opportunities_of_one_customer_with_one_title_are_twins() {
        let mut lost = opportunity("O4444444", None, "Data center exit");
        lost.stage = Some(crate::domain::AceStage::ClosedLost);
        let deals = linked(
            &[],
            &[
                opportunity("O1111111", None, "Data center exit"),
                opportunity("O2222222", None, "ACME Robotics: data center EXIT"),
                opportunity("O3333333", None, "Data center exit phase 2"),
                lost,
            ],
        );
        let twins: Vec<usize> = deals.iter().map(|deal| deal.ace_twins.len()).collect();
        assert_eq!(twins, [1, 1, 0, 0]);
    }
}
