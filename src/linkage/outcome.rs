//! From scores to links, candidates for a person, and deals with their reasons.

use std::collections::{BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::Settings;
use super::assignment::{Bar, Scored};
use super::by_id::GivenPlaces;
use super::comparison::{self, Comparison, Part};
use super::comparisons::cross_reference;
use super::cross_checks::{DealChecks, OpportunityChecks};
use super::matching::Matching;
use super::weights::Weights;
use crate::domain::{
    AceId, AceOpportunity, Candidate, CrmId, CrmOpportunity, Deal, DealStatus, DecidedPair, Link,
    LinkMethod, Records, Taken,
};

/// A pair of such odds would be linked, were it not for a rival.
const LIKELY_ODDS: f64 = 1.0;
/// A pair of such odds says the same in nearly everything. Our choice.
const SURE_ODDS: f64 = 10.0;
/// A twin has at least this share of the odds of the other: less is another customer, whose deal is like it. Our choice.
const TWIN_SHARE: f64 = 0.01;

/// At most so many candidates are shown for one deal (our choice).
const CANDIDATES_SHOWN: usize = 3;

/// A candidate of such a score is more likely right than wrong.
const LIKELY_SCORE: f64 = 0.5;

/// What was decided of one deal.
pub(super) enum Decided {
    Linked { ace: usize, link: Box<Link> },
    Unlinked { candidates: Vec<Candidate>, taken: Option<Box<Taken>> },
}

/// What the outcomes are read from.
pub(super) struct Scores<'run> {
    pub(super) matching: &'run Matching<'run>,
    /// In the order of deals.
    pub(super) pairs: &'run [Scored],
    pub(super) weights: &'run Weights,
    pub(super) requested: &'run BTreeSet<AceId>,
    pub(super) settings: &'run Settings,
}

impl<'run> Scores<'run> {
    /// The outcome of every deal, in their order.
    pub(super) fn outcomes(&self) -> Vec<Decided> {
        let mut of_deals: Vec<&[Scored]> = vec![&[]; self.matching.crm.len()];
        for of_deal in self.pairs.chunk_by(|one, other| one.crm == other.crm) {
            of_deals[of_deal[0].crm as usize] = of_deal;
        }
        let mut taken_by: Vec<Option<u32>> = vec![None; self.matching.ace.len()];
        let mut linked: Vec<Option<&Scored>> = vec![None; self.matching.crm.len()];
        for pair in self.surest_first(&of_deals) {
            let (crm, ace) = (pair.crm as usize, pair.ace as usize);
            if linked[crm].is_none() && taken_by[ace].is_none() {
                linked[crm] = Some(pair);
                taken_by[ace] = Some(pair.crm);
            }
        }
        of_deals
            .par_iter()
            .zip(&linked)
            .map(|(of_deal, linked)| self.outcome(of_deal, *linked, &taken_by))
            .collect()
    }

    /// The pairs that may be linked without a person, by score and then by the ids.
    fn surest_first(&self, of_deals: &[&'run [Scored]]) -> Vec<&'run Scored> {
        let is_sure = |pair: &Scored| pair.bar.is_none() && pair.score >= self.settings.auto_score;
        let mut sure: Vec<&Scored> = of_deals
            .iter()
            .flat_map(|of_deal| of_deal.iter().map(move |pair| (of_deal, pair)))
            .filter(|(of_deal, pair)| is_sure(pair) && !self.has_twin(pair, of_deal))
            .map(|(_, pair)| pair)
            .collect();
        let ids = |pair: &Scored| {
            let ace = &self.matching.ace[pair.ace as usize];
            (self.matching.crm[pair.crm as usize].id.key(), &ace.id)
        };
        sure.sort_by(|one, other| {
            other.score.total_cmp(&one.score).then_with(|| ids(one).cmp(&ids(other)))
        });
        sure
    }

    /// Whether another likely opportunity of the deal says the same in title, close date and revenue: it was entered
    /// twice, and who entered it when does not tell which one counts. An id does, and so does another customer.
    fn has_twin(&self, pair: &Scored, of_deal: &[Scored]) -> bool {
        let says = |pair: &Scored| {
            let (ace, side) = (&self.matching.ace[pair.ace as usize], pair.ace as usize);
            let title = self.matching.sides.ace[side].title.as_ref()?;
            Some((&title.words, &title.markers, ace.target_close_date?, ace.mrr?))
        };
        let is_twin = |other: &Scored| {
            other.ace != pair.ace
                && other.odds >= LIKELY_ODDS.max(pair.odds * TWIN_SHARE)
                && says(other) == says(pair)
        };
        !pair.is_named && says(pair).is_some() && of_deal.iter().any(is_twin)
    }

    fn outcome(
        &self,
        of_deal: &[Scored],
        linked: Option<&Scored>,
        taken_by: &[Option<u32>],
    ) -> Decided {
        let mut by_score: Vec<&Scored> = of_deal.iter().collect();
        by_score.sort_by(|one, other| {
            let id = |pair: &Scored| &self.matching.ace[pair.ace as usize].id;
            other.score.total_cmp(&one.score).then_with(|| id(one).cmp(id(other)))
        });
        if let Some(pair) = linked {
            let link = Box::new(self.link(pair, &by_score));
            return Decided::Linked { ace: pair.ace as usize, link };
        }
        let candidates = by_score
            .iter()
            .filter(|pair| self.is_worth_a_look(pair, of_deal, taken_by))
            .take(CANDIDATES_SHOWN)
            .map(|pair| self.candidate(pair, of_deal, &by_score, taken_by));
        let candidates: Vec<Candidate> = candidates.collect();
        let taken = if candidates.is_empty() { self.taken(of_deal, taken_by) } else { None };
        Decided::Unlinked { candidates, taken }
    }

    /// The opportunity that would be linked, had another deal not the better claim.
    fn taken(&self, of_deal: &[Scored], taken_by: &[Option<u32>]) -> Option<Box<Taken>> {
        let fitting = of_deal.iter().filter(|pair| pair.bar.is_none() && pair.odds >= SURE_ODDS);
        let best = fitting.max_by(|one, other| one.odds.total_cmp(&other.odds))?;
        let other = taken_by[best.ace as usize]?;
        // What a lost deal holds is for this one to have, and no twin of it.
        if self.matching.crm[other as usize].status == DealStatus::Lost {
            return None;
        }
        Some(Box::new(Taken {
            ace_id: self.matching.ace[best.ace as usize].id.clone(),
            crm_id: self.matching.crm[other as usize].id.clone(),
        }))
    }

    /// Named by an id, plausible against all rivals, even one that was linked, or free and as likely as its twin.
    fn is_worth_a_look(&self, pair: &Scored, of_deal: &[Scored], taken_by: &[Option<u32>]) -> bool {
        let is_twin = || pair.odds >= LIKELY_ODDS && self.has_twin(pair, of_deal);
        let is_free = || taken_by[pair.ace as usize].is_none();
        pair.is_named || pair.score >= self.settings.review_score || is_free() && is_twin()
    }

    fn link(&self, scored: &Scored, by_score: &[&Scored]) -> Link {
        let pair = self.matching.pair(scored.crm as usize, scored.ace as usize);
        let parts = comparison::parts(&pair, self.weights);
        let holds = |comparison: &Comparison| {
            let is_it = |part: &Part| std::ptr::eq(part.comparison, comparison);
            parts.iter().any(|part| is_it(part) && part.bits > 0.0)
        };
        let method = if scored.is_decided() {
            LinkMethod::Decision
        } else if holds(&cross_reference::ACE_ID_IN_CRM) {
            LinkMethod::AceIdInCrm
        } else if holds(&cross_reference::CRM_ID_IN_ACE) {
            LinkMethod::CrmIdInAce
        } else {
            LinkMethod::Linkage
        };
        let next = by_score.iter().find(|rival| rival.ace != scored.ace);
        let runner_up =
            next.map(|rival| (self.matching.ace[rival.ace as usize].id.clone(), rival.score));
        let why = comparison::sentence(&pair, &parts, |bits| bits > 0.0);
        let against = comparison::sentence(&pair, &parts, |bits| bits < 0.0);
        Link { method, score: scored.score, why, against, runner_up }
    }

    fn candidate(
        &self,
        scored: &Scored,
        of_deal: &[Scored],
        by_score: &[&Scored],
        taken_by: &[Option<u32>],
    ) -> Candidate {
        let ace = &self.matching.ace[scored.ace as usize];
        let has_rival = scored.odds >= LIKELY_ODDS;
        let mut link = self.link(scored, by_score);
        // What an id names is shown by what it says: against a rival that is linked already, nothing would be left.
        if scored.is_named && taken_by[scored.ace as usize].is_some() {
            link.score = scored.odds / (1.0 + scored.odds);
        }
        let doubt = if let Some(other) = taken_by[scored.ace as usize] {
            format!("{} is linked to the deal {}", ace.id, self.matching.crm[other as usize].id)
        } else if scored.bar == Some(Bar::OnlyMistyped) {
            "the ACE id is mistyped and the customer does not agree".to_owned()
        } else if scored.is_named && scored.bar.is_some() {
            "an id says so, but the customers differ".to_owned()
        } else if scored.bar == Some(Bar::PhasesDiffer) {
            "the titles name different phases or years".to_owned()
        } else if scored.bar.is_some() {
            "the deal fits, but the customers differ".to_owned()
        } else if self.has_twin(scored, of_deal) {
            "ACE has another that says the same: it may have been entered twice".to_owned()
        } else if has_rival {
            "another record fits nearly as well".to_owned()
        } else if scored.score >= LIKELY_SCORE {
            "likely, but not sure enough to link".to_owned()
        } else {
            "too little speaks for it".to_owned()
        };
        Candidate {
            ace_id: ace.id.clone(),
            ace_customer: ace.customer.clone(),
            ace_title: ace.title.clone(),
            ace_is_tagged_map: ace.is_tagged_map(),
            ace_has_request: self.requested.contains(&ace.id),
            customers_disagree: scored.is_named
                && scored.bar.is_some_and(|bar| bar != Bar::OnlyMistyped),
            link,
            doubt,
        }
    }
}

/// The deals of both systems: every CRM deal in the order given, then every ACE opportunity without one. The outcomes are
/// in the order of the deals, and speak of opportunities by their places among those sorted.
#[expect(clippy::vec_box, reason = "a record is large, and stays where it was read")]
pub(super) fn deals(
    crm: Vec<Box<CrmOpportunity>>,
    ace: Vec<Box<AceOpportunity>>,
    outcomes: Vec<(Decided, DealChecks)>,
    of_opportunities: Vec<OpportunityChecks>,
    ace_places: &GivenPlaces,
    decisions: &[DecidedPair],
) -> Vec<Deal> {
    let mut denied: HashMap<&str, Vec<AceId>> = HashMap::new();
    for pair in decisions.iter().filter(|pair| !pair.is_same) {
        denied.entry(&pair.crm_key).or_default().push(pair.ace_id.clone());
    }
    let mut ace: Vec<Option<(Box<AceOpportunity>, OpportunityChecks)>> =
        ace.into_iter().zip(of_opportunities).map(Some).collect();
    let mut deals = Vec::with_capacity(crm.len() + ace.len());
    for (crm, (decided, checks)) in crm.into_iter().zip(outcomes) {
        let denied = denied.remove(crm.id.key()).unwrap_or_default();
        let mut deal = match decided {
            Decided::Linked { ace: place, link } => {
                let (ace, its) =
                    ace[ace_places.of(place)].take().expect("an opportunity is linked once");
                let mut deal = Deal::new(Records::Linked { crm, ace, link });
                deal.ace_twins = its.twins;
                deal
            }
            Decided::Unlinked { candidates, taken } => {
                let mut deal = Deal::new(Records::CrmOnly(crm));
                (deal.candidates, deal.taken) = (candidates, taken);
                deal
            }
        };
        deal.denied = denied;
        deal.conflict = checks.conflict;
        deal.other_claims = checks.other_claims;
        deal.dangling_ace_id = checks.dangling_ace_id;
        deals.push(deal);
    }
    let candidates: HashSet<AceId> = deals
        .iter()
        .flat_map(|deal| deal.candidates.iter().map(|candidate| candidate.ace_id.clone()))
        .collect();
    let is_denied = |ace: &AceOpportunity, crm: &CrmId| {
        let mut denials = decisions.iter().filter(|pair| !pair.is_same);
        denials.any(|pair| pair.ace_id == ace.id && pair.crm_key == crm.key())
    };
    deals.extend(ace.into_iter().flatten().map(|(ace, its)| {
        let is_candidate = candidates.contains(&ace.id);
        let claims = its.claims.into_iter().filter(|crm| !is_denied(&ace, crm)).collect();
        let mut deal = Deal::new(Records::AceOnly(ace));
        (deal.ace_twins, deal.other_claims, deal.is_candidate) = (its.twins, claims, is_candidate);
        deal
    }));
    deals
}

#[cfg(test)]
mod tests {
    use crate::domain::testing::{ace, crm, usd};
    use crate::domain::{AceOpportunity, CrmId, CrmOpportunity, Deal};
    use crate::linkage::comparison_testing::boxed;
    use crate::linkage::{Settings, link};

    fn without_ids() -> (CrmOpportunity, AceOpportunity) {
        let (mut crm, mut ace) = (crm(), ace());
        (crm.ace_id, ace.partner_crm_id) = (None, None);
        (crm, ace)
    }

    fn linked(crm: Vec<CrmOpportunity>, ace: Vec<AceOpportunity>) -> Vec<Deal> {
        link(boxed(crm), boxed(ace), Vec::new(), &[], &Settings::default()).deals
    }

    #[test]
    fn an_opportunity_that_another_deal_took_is_shown_while_it_is_plausible() {
        let (first, ace) = without_ids();
        let mut second = first.clone();
        second.id = CrmId::new("0065f00000AbCdF").unwrap();
        second.arr = second.arr.map(|_| usd(80_000));
        let deals = linked(vec![first, second], vec![ace]);
        assert!(deals[0].ace().is_some());
        let doubt = &deals[1].candidates[0].doubt;
        assert!(doubt.contains("is linked to the deal"), "{doubt}");
    }

    #[test]
    fn of_an_opportunity_that_an_id_links_to_a_like_deal_the_deal_knows() {
        let (first, mut ace) = without_ids();
        let mut second = first.clone();
        second.id = CrmId::new("0065f00000AbCdF").unwrap();
        ace.partner_crm_id = Some(first.id.as_str().into());
        let deals = linked(vec![first, second], vec![ace]);
        let taken = deals[1].taken.as_ref().unwrap();
        assert_eq!(
            (taken.ace_id.as_str(), &taken.crm_id),
            ("O1234567", &deals[0].crm().unwrap().id)
        );
    }

    #[test]
    fn a_deal_that_fits_fairly_does_not_make_two_customers_one() {
        let (crm, mut ace) = without_ids();
        ace.customer = Some("Quite Another Name".into());
        ace.website = None;
        ace.title = Some("Contact center platform".into());
        let deals = linked(vec![crm], vec![ace]);
        assert!(deals[0].ace().is_none());
        assert_eq!(deals[0].candidates[0].doubt, "the deal fits, but the customers differ");
    }

    #[test]
    fn what_was_entered_twice_is_told_as_that() {
        let (crm, ace) = without_ids();
        let mut twin = ace.clone();
        twin.id = crate::domain::AceId::exact("O7654321").unwrap();
        let candidates = &linked(vec![crm], vec![ace, twin])[0].candidates;
        assert!(candidates.iter().all(|it| it.doubt.contains("entered twice")));
    }

    #[test]
    fn a_deal_of_another_customer_that_says_the_same_was_not_entered_twice() {
        let (crm, ace) = without_ids();
        let mut like_it = ace.clone();
        like_it.id = crate::domain::AceId::exact("O7654321").unwrap();
        like_it.customer = Some("Mopriquargrulam Ltd".into());
        like_it.website = None;
        let deals = linked(vec![crm], vec![ace, like_it]);
        assert_eq!(deals[0].ace().map(|ace| ace.id.as_str()), Some("O1234567"));
    }
}
