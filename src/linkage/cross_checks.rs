//! What ids and titles say across deals: contradictions, ids that several deals hold or nobody has, opportunities entered
//! twice.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::comparable::{Comparable, Sides, named_by};
use super::marker::Marker;
use crate::domain::{AceId, AceOpportunity, CrmId, CrmOpportunity, DealStatus, IdConflict};

/// What other records say of those of both sides, by their places.
pub(super) struct CrossChecks {
    /// Per deal.
    pub(super) of_deals: Vec<DealChecks>,
    /// Per ACE opportunity.
    pub(super) of_opportunities: Vec<OpportunityChecks>,
}

/// What other records say of an ACE opportunity.
pub(super) struct OpportunityChecks {
    /// Open ones that say the same.
    pub(super) twins: Vec<AceId>,
    /// The first few deals of its customer that hold its id, and are not lost.
    pub(super) claims: Vec<CrmId>,
}

/// What the ids that a deal holds, and those that name it, say together.
#[derive(Default)]
pub(super) struct DealChecks {
    /// How they contradict each other.
    pub(super) conflict: Option<Box<IdConflict>>,
    /// The first few other deals that hold the same ACE id.
    pub(super) other_claims: Vec<CrmId>,
    /// The first ACE id that it holds, if the ACE export has none of them.
    pub(super) dangling_ace_id: Option<AceId>,
}

impl CrossChecks {
    /// Looks ids and titles up in the other records while both sides are at hand.
    pub(super) fn new(
        crm: &[Box<CrmOpportunity>],
        ace: &[Box<AceOpportunity>],
        sides: &Sides,
    ) -> CrossChecks {
        let (named_by_ace, claims) =
            (named_by(&sides.ace, crm.len()), named_by(&sides.crm, ace.len()));
        let of_deal = |(place, side): (usize, &Comparable)| {
            let Some(references) = &side.references else {
                let dangling_ace_id = dangling_ace_id(&crm[place]);
                return DealChecks { dangling_ace_id, ..DealChecks::default() };
            };
            let held: Vec<usize> = references.all().map(|ace| ace as usize).collect();
            let conflict = conflict(&held, &named_by_ace[place], sides);
            let conflict = conflict.map(|conflict| Box::new(conflict.told(crm, ace)));
            let others = held.iter().flat_map(|ace| &claims[*ace]).map(|crm| *crm as usize);
            let other_claims = other_claims(place, others).into_iter();
            let other_claims = other_claims.map(|other| crm[other].id.clone()).collect();
            DealChecks { conflict, other_claims, dangling_ace_id: None }
        };
        CrossChecks {
            of_deals: sides.crm.par_iter().enumerate().map(of_deal).collect(),
            of_opportunities: twins(ace, &sides.ace)
                .into_iter()
                .zip(claims.iter().zip(&sides.ace))
                .map(|(twins, (claims, ace))| {
                    let claims = claims.iter().map(|place| *place as usize);
                    let is_its = |deal: &usize| {
                        crm[*deal].status != DealStatus::Lost
                            && are_of_one_customer(&sides.crm[*deal], ace)
                    };
                    let claims = claims.filter(is_its).take(MOST_NAMED);
                    let claims = claims.map(|deal| crm[deal].id.clone()).collect();
                    OpportunityChecks { twins, claims }
                })
                .collect(),
        }
    }
}

/// Whether the two have a name or a web domain in common.
fn are_of_one_customer(crm: &Comparable, ace: &Comparable) -> bool {
    let domain = |side: &Comparable| side.domain.as_ref().map(|domain| domain.number);
    let names = |side: &Comparable| -> Vec<u32> {
        side.customer.iter().flat_map(|names| names.iter().map(|name| name.slug)).collect()
    };
    domain(crm).is_some() && domain(crm) == domain(ace)
        || names(crm).iter().any(|slug| names(ace).contains(slug))
}

fn dangling_ace_id(crm: &CrmOpportunity) -> Option<AceId> {
    AceId::named_in(crm.ace_id.as_deref()?).into_iter().next()
}

/// How ids contradict each other, by places.
enum Conflict {
    OtherAceOpportunity { in_crm: usize, in_ace: usize },
    OtherDeal { ace: usize, crm: usize },
}

impl Conflict {
    fn told(self, crm: &[Box<CrmOpportunity>], ace: &[Box<AceOpportunity>]) -> IdConflict {
        let ace_id = |place: usize| ace[place].id.clone();
        match self {
            Conflict::OtherAceOpportunity { in_crm, in_ace } => {
                IdConflict::OtherAceOpportunity { in_crm: ace_id(in_crm), in_ace: ace_id(in_ace) }
            }
            Conflict::OtherDeal { ace, crm: other } => {
                IdConflict::OtherDeal { ace_id: ace_id(ace), crm_id: crm[other].id.clone() }
            }
        }
    }
}

/// The ids of both systems contradict each other only if none of them agrees.
fn conflict(held: &[usize], named_by_ace: &[u32], sides: &Sides) -> Option<Conflict> {
    if named_by_ace.iter().any(|ace| held.contains(&(*ace as usize))) {
        return None;
    }
    let in_crm = *held.first()?;
    if let Some(in_ace) = named_by_ace.first() {
        return Some(Conflict::OtherAceOpportunity { in_crm, in_ace: *in_ace as usize });
    }
    held.iter().find_map(|ace| {
        let named = sides.ace[*ace].references.as_ref()?.named.first()?;
        Some(Conflict::OtherDeal { ace: *ace, crm: *named as usize })
    })
}

/// The first few of the claimants of an id beside the deal itself.
fn other_claims(deal: usize, claimants: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut others = Vec::new();
    for other in claimants.filter(|other| *other != deal) {
        if others.len() == MOST_NAMED {
            break;
        }
        if !others.contains(&other) {
            others.push(other);
        }
    }
    others
}

/// Open opportunities of one customer whose titles hold the same words and the same marks of phase, year and region.
/// Titles that differ in more are not called the same: our choice. One without words of its own says too little.
fn twins(ace: &[Box<AceOpportunity>], sides: &[Comparable]) -> Vec<Vec<AceId>> {
    /// Customer, the one for whom it buys, words and marks.
    type Said<'side> = (u32, Option<u32>, &'side [u32], &'side [Marker]);
    let mut groups: BTreeMap<Said, Vec<usize>> = BTreeMap::new();
    for (place, side) in sides.iter().enumerate().filter(|(place, _)| ace[*place].is_open()) {
        let name = side.customer.as_deref().and_then(|names| names.first());
        let (Some(name), Some(title)) = (name, side.title.as_deref()) else { continue };
        if !title.words.is_empty() {
            let named = side.named.as_ref().map(|name| name.slug);
            let key = (name.slug, named, title.words.as_slice(), title.markers.as_slice());
            groups.entry(key).or_default().push(place);
        }
    }
    let mut twins = vec![Vec::new(); ace.len()];
    for group in groups.values().filter(|group| group.len() > 1) {
        for place in group {
            let others = group.iter().filter(|other| *other != place).take(MOST_NAMED);
            twins[*place] = others.map(|other| ace[*other].id.clone()).collect();
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
    use crate::domain::Deal;
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
    fn an_opportunity_that_a_deal_names_beside_the_linked_one_knows_of_it() {
        let crm = [deal("A-1", Some("O1111111; O2222222"))];
        let ace = [
            opportunity("O1111111", Some("A-1"), "Data center exit"),
            opportunity("O2222222", None, "Mainframe offload"),
        ];
        let deals = linked(&crm, &ace);
        let alone = deals.iter().find(|deal| deal.crm().is_none()).unwrap();
        assert_eq!(alone.ace().unwrap().id.as_str(), "O2222222");
        assert_eq!(alone.other_claims, [CrmId::new("A-1").unwrap()]);
    }

    #[test]
    fn neither_a_lost_deal_nor_one_of_another_customer_claims_an_opportunity() {
        let changes: [fn(&mut CrmOpportunity, &mut AceOpportunity); 2] = [
            |crm, _| crm.status = DealStatus::Lost,
            |_, ace| (ace.customer, ace.website) = (Some("Bolt Foods".into()), None),
        ];
        for change in changes {
            let mut crm = deal("A-1", Some("O1111111; O2222222"));
            let mut other = opportunity("O2222222", None, "Mainframe offload");
            change(&mut crm, &mut other);
            let deals =
                linked(&[crm], &[opportunity("O1111111", Some("A-1"), "Data center exit"), other]);
            assert!(deals.iter().all(|deal| deal.crm().is_some() || deal.other_claims.is_empty()));
        }
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
