//! Compares the candidate pairs, and turns what was assigned into deals with their reasons.

use std::collections::HashSet;

use rayon::prelude::*;

use super::assignment::{self, Assignment, Scored};
use super::comparable::{self, Comparable};
use super::comparison::{self, Comparison, Pair};
use super::comparisons::cross_reference;
use super::{Population, Settings};
use crate::domain::{
    AceId, AceOpportunity, Candidate, CrmOpportunity, Deal, Link, LinkMethod, Records,
};

/// Pairs less likely than this are neither linked nor shown, and would only cost memory.
const NEGLIGIBLE: f64 = 0.01;

/// Both sides while they are compared.
pub(super) struct Matching<'run> {
    pub(super) crm: &'run [CrmOpportunity],
    pub(super) ace: &'run [AceOpportunity],
    pub(super) crm_side: &'run [Comparable],
    pub(super) ace_side: &'run [Comparable],
    pub(super) population: &'run Population,
}

/// What was decided of one deal.
pub(super) enum Decision {
    Linked { ace: usize, link: Link },
    Unlinked { candidates: Vec<Candidate> },
}

impl Matching<'_> {
    fn pair(&self, crm: usize, ace: usize) -> Pair<'_> {
        Pair {
            crm: &self.crm_side[crm],
            ace: &self.ace_side[ace],
            crm_key: self.crm[crm].id.key(),
            ace_id: &self.ace[ace].id,
            population: self.population,
        }
    }

    pub(super) fn scored(&self, crm: usize, ace: usize) -> Option<Scored> {
        let pair = self.pair(crm, ace);
        let bits = comparison::bits(&pair);
        let alone = assignment::probability(&bits);
        if alone < NEGLIGIBLE && bits.ids <= 0.0 {
            return None;
        }
        let is_mistyped = pair.crm.references.repaired_ace_ids.contains(pair.ace_id);
        let names_the_deal = pair.ace.references.crm_keys.iter().any(|key| key == pair.crm_key);
        // A mistyped id is a hint: the customer has to agree by name, domain or account.
        let is_only_mistyped = is_mistyped && !names_the_deal && bits.customer - bits.ids <= 0.0;
        Some(Scored { crm, ace, bits, alone, score: 0.0, is_only_mistyped })
    }

    pub(super) fn decisions(
        &self,
        pairs: &[Scored],
        assignment: &Assignment,
        settings: &Settings,
    ) -> Vec<Decision> {
        (0..self.crm.len())
            .into_par_iter()
            .map(|crm| {
                let rivals = &assignment.of_crm[crm];
                if let Some(place) = assignment.linked[crm] {
                    return Decision::Linked {
                        ace: pairs[place].ace,
                        link: self.link(&pairs[place], pairs, rivals),
                    };
                }
                let candidates = assignment.review[crm].iter().map(|place| {
                    let mut link = self.link(&pairs[*place], pairs, rivals);
                    // Against a rival that is linked already, nothing would be left of the score.
                    if assignment.taken_by[pairs[*place].ace].is_some() {
                        link.score = pairs[*place].alone;
                    }
                    self.candidate(&pairs[*place], link, assignment, settings)
                });
                Decision::Unlinked { candidates: candidates.collect() }
            })
            .collect()
    }

    fn link(&self, scored: &Scored, pairs: &[Scored], rivals: &[usize]) -> Link {
        let pair = self.pair(scored.crm, scored.ace);
        let parts = comparison::parts(&pair);
        let holds = |comparison: &Comparison| {
            parts.iter().any(|part| part.comparison == comparison.name && part.weight_bits > 0.0)
        };
        let method = if holds(&cross_reference::ACE_ID_IN_CRM) {
            LinkMethod::AceIdInCrm
        } else if holds(&cross_reference::CRM_ID_IN_ACE) {
            LinkMethod::CrmIdInAce
        } else {
            LinkMethod::Linkage
        };
        let next = rivals.iter().map(|place| &pairs[*place]).find(|rival| rival.ace != scored.ace);
        let runner_up = next.map(|rival| (self.ace[rival.ace].id.clone(), rival.score));
        Link { method, score: scored.score, parts, runner_up }
    }

    fn candidate(
        &self,
        scored: &Scored,
        link: Link,
        assignment: &Assignment,
        settings: &Settings,
    ) -> Candidate {
        let ace = &self.ace[scored.ace];
        let doubt = if let Some(other) = assignment.taken_by[scored.ace] {
            format!("{} is linked to the deal {}", ace.id, self.crm[other].id)
        } else if scored.is_only_mistyped {
            "the ACE id is mistyped and the customer does not agree".to_owned()
        } else if scored.bits.ids > 0.0 && scored.alone < settings.auto_score {
            "an id says so, but the customers differ".to_owned()
        } else if scored.alone >= settings.auto_score {
            "another record fits nearly as well".to_owned()
        } else {
            "too little speaks for it".to_owned()
        };
        Candidate {
            ace_id: ace.id.clone(),
            ace_customer: ace.customer.clone(),
            ace_title: ace.title.clone(),
            ace_is_tagged_map: ace.is_tagged_map(),
            ace_has_request: self.population.requested.contains(&ace.id),
            link,
            doubt,
        }
    }
}

pub(super) fn deals(
    crm: Vec<CrmOpportunity>,
    ace: Vec<AceOpportunity>,
    decisions: Vec<Decision>,
) -> Vec<Deal> {
    let ids: HashSet<AceId> = ace.iter().map(|ace| ace.id.clone()).collect();
    let mut ace: Vec<Option<AceOpportunity>> = ace.into_iter().map(Some).collect();
    let mut deals = Vec::with_capacity(crm.len() + ace.len());
    for (crm, decision) in crm.into_iter().zip(decisions) {
        let dangling_ace_id = dangling_ace_id(&crm, &ids);
        let mut deal = match decision {
            Decision::Linked { ace: place, link } => match ace[place].take() {
                Some(ace) => {
                    Deal::new(Records::Linked { crm: Box::new(crm), ace: Box::new(ace), link })
                }
                None => Deal::new(Records::CrmOnly(Box::new(crm))),
            },
            Decision::Unlinked { candidates } => {
                let mut deal = Deal::new(Records::CrmOnly(Box::new(crm)));
                deal.candidates = candidates;
                deal
            }
        };
        deal.dangling_ace_id = dangling_ace_id;
        deals.push(deal);
    }
    deals.extend(ace.into_iter().flatten().map(|ace| Deal::new(Records::AceOnly(Box::new(ace)))));
    deals
}

/// The first ACE id of the CRM record, if the ACE export has none of those it names.
fn dangling_ace_id(crm: &CrmOpportunity, ids: &HashSet<AceId>) -> Option<AceId> {
    let references = comparable::ace_references(crm.ace_id.as_deref()?);
    let named: Vec<&AceId> =
        references.ace_ids.iter().chain(&references.repaired_ace_ids).collect();
    if named.iter().any(|id| ids.contains(*id)) {
        return None;
    }
    named.first().map(|id| (*id).clone())
}
