//! Deals × ACE opportunities → links with reasons.
//!
//! Records that share a key are compared; the levels they reach add up to a probability; the surest
//! pairs are linked one to one; what is plausible but not sure is left to a person, with both
//! explanations. Ids are strong evidence, not law: they are cloned with deals and mistyped.

mod assignment;
mod blocking;
mod company_name;
mod comparable;
mod comparison;
mod comparisons;
mod matching;
mod requests;
mod web_domain;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use crate::domain::{AceId, AceOpportunity, CrmOpportunity, Deal, FundRequest};
use assignment::Scored;
use blocking::Blocks;
pub use blocking::SkippedKey;
use comparable::Comparable;
use matching::Matching;

/// The thresholds of linkage.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// A pair with at least this score is linked: 0.75. Our choice.
    pub auto_score: f64,
    /// A pair that reaches this score when looked at alone is left to a person: 0.30. Our choice.
    pub review_score: f64,
    /// At most so many candidates are shown for one deal: 3. Our choice.
    pub review_candidates: usize,
    /// A web domain that this many differently named customers share says little: 5. Our choice.
    pub shared_domain_customers: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            auto_score: 0.75,
            review_score: 0.3,
            review_candidates: 3,
            shared_domain_customers: 5,
        }
    }
}

/// What linkage decided.
#[derive(Debug)]
pub struct Linked {
    /// Every CRM deal in the order given, then every ACE opportunity without a deal.
    pub deals: Vec<Deal>,
    /// Fund requests that name no deal of this run.
    pub unattached: Vec<FundRequest>,
    /// Keys that so many records share that they were not used.
    pub skipped_keys: Vec<SkippedKey>,
}

/// What is known of all records together.
#[derive(Debug, Default)]
pub(crate) struct Population {
    /// The ids of all ACE opportunities.
    ace_ids: HashSet<AceId>,
    /// The keys of all deals.
    crm_keys: HashSet<String>,
    /// Domains that many differently named customers share.
    shared_domains: BTreeSet<String>,
    /// The ACE opportunities that fund requests name.
    requested: HashSet<AceId>,
}

/// Links deals and ACE opportunities, and hands each fund request to its deal.
pub fn link(
    crm: Vec<CrmOpportunity>,
    ace: Vec<AceOpportunity>,
    requests: Vec<FundRequest>,
    settings: &Settings,
) -> Linked {
    let crm_side: Vec<Comparable> = crm.par_iter().map(comparable::of_crm).collect();
    let ace_side: Vec<Comparable> = ace.par_iter().map(comparable::of_ace).collect();
    let ace_ids: Vec<&AceId> = ace.iter().map(|ace| &ace.id).collect();
    let blocks = Blocks::new(&ace_side, &ace_ids);
    let population = population(&crm, &ace, &crm_side, &ace_side, &requests, settings);
    let matching = Matching {
        crm: &crm,
        ace: &ace,
        crm_side: &crm_side,
        ace_side: &ace_side,
        population: &population,
    };
    let mut pairs: Vec<Scored> = (0..crm.len())
        .into_par_iter()
        .flat_map_iter(|deal| {
            let candidates = blocks.candidates(&crm_side[deal], crm[deal].id.key());
            candidates.into_iter().filter_map(|ace| matching.scored(deal, ace)).collect::<Vec<_>>()
        })
        .collect();
    let assignment = assignment::assign(&mut pairs, crm.len(), ace.len(), settings);
    let decisions = matching.decisions(&pairs, &assignment, settings);
    let mut deals = matching::deals(crm, ace, decisions);
    let unattached = requests::attach(&mut deals, requests);
    Linked { deals, unattached, skipped_keys: blocks.skipped }
}

fn population(
    crm: &[CrmOpportunity],
    ace: &[AceOpportunity],
    crm_side: &[Comparable],
    ace_side: &[Comparable],
    requests: &[FundRequest],
    settings: &Settings,
) -> Population {
    let mut customers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for record in crm_side.iter().chain(ace_side) {
        if let (Some(domain), Some(name)) = (&record.domain, record.names.first()) {
            customers.entry(&domain.name).or_default().insert(&name.slug);
        }
    }
    let is_shared = |names: &BTreeSet<&str>| names.len() >= settings.shared_domain_customers;
    Population {
        ace_ids: ace.iter().map(|ace| ace.id.clone()).collect(),
        crm_keys: crm.iter().map(|crm| crm.id.key().to_owned()).collect(),
        shared_domains: customers
            .into_iter()
            .filter(|(_, names)| is_shared(names))
            .map(|(domain, _)| domain.to_owned())
            .collect(),
        requested: requests.iter().filter_map(|request| request.ace_id.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{ace, crm, date, usd};
    use crate::domain::{AceId, CrmId, LinkMethod};

    /// A deal and an ACE opportunity of one business that hold no id of each other.
    fn without_ids() -> (CrmOpportunity, AceOpportunity) {
        let (mut crm, mut ace) = (crm(), ace());
        crm.ace_id = None;
        ace.partner_crm_id = None;
        (crm, ace)
    }

    fn linked(crm: Vec<CrmOpportunity>, ace: Vec<AceOpportunity>) -> Vec<Deal> {
        link(crm, ace, Vec::new(), &Settings::default()).deals
    }

    fn method(deal: &Deal) -> Option<LinkMethod> {
        deal.linked().map(|(_, _, link)| link.method)
    }

    #[test]
    fn an_ace_id_in_the_crm_links_whatever_else_is_blank() {
        let (mut crm, ace) = without_ids();
        crm.ace_id = Some("O1234567".into());
        crm.website = None;
        crm.customer = None;
        assert_eq!(method(&linked(vec![crm], vec![ace])[0]), Some(LinkMethod::AceIdInCrm));
    }

    #[test]
    fn a_crm_id_in_ace_links_in_fifteen_or_eighteen_characters() {
        let (crm, mut ace) = without_ids();
        ace.partner_crm_id = crate::domain::salesforce_18(crm.id.as_str());
        ace.customer = Some("Quite Another Name".into());
        ace.website = None;
        assert_eq!(method(&linked(vec![crm], vec![ace])[0]), Some(LinkMethod::CrmIdInAce));
    }

    #[test]
    fn an_id_between_customers_that_differ_in_name_and_domain_is_left_to_a_person() {
        let (mut crm, mut ace) = without_ids();
        crm.ace_id = Some("O1234567".into());
        ace.customer = Some("Bolt Foods".into());
        ace.website = Some("bolt.example".into());
        let deals = linked(vec![crm], vec![ace]);
        assert_eq!(method(&deals[0]), None);
        assert_eq!(deals[0].candidates[0].doubt, "an id says so, but the customers differ");
    }

    #[test]
    fn a_mistyped_ace_id_links_only_if_the_customer_agrees() {
        let (mut crm, mut ace) = without_ids();
        crm.ace_id = Some("o-1234567".into());
        assert!(linked(vec![crm.clone()], vec![ace.clone()])[0].linked().is_some());
        ace.customer = None;
        ace.website = None;
        let deals = linked(vec![crm], vec![ace]);
        assert!(deals[0].linked().is_none());
        assert_eq!(deals[0].candidates.len(), 1);
    }

    #[test]
    fn without_ids_the_same_customer_with_fitting_title_date_and_amount_links() {
        let (crm, ace) = without_ids();
        let deals = linked(vec![crm], vec![ace]);
        let (_, _, link) = deals[0].linked().unwrap();
        assert_eq!(link.method, LinkMethod::Linkage);
        assert!(link.why().contains("same domain acme.example"), "{}", link.why());
        assert!(link.why().contains("without legal form"), "{}", link.why());
    }

    #[test]
    fn another_deal_of_the_same_customer_is_not_linked() {
        let (crm, mut ace) = without_ids();
        ace.title = Some("Contact center platform".into());
        ace.target_close_date = Some(date(2024, 3, 1));
        ace.created_date = Some(date(2023, 10, 1));
        ace.mrr = Some(usd(500));
        let deals = linked(vec![crm], vec![ace]);
        assert_eq!(deals.len(), 2);
        assert!(deals[0].linked().is_none() && deals[0].candidates.is_empty());
    }

    #[test]
    fn customers_that_share_only_a_common_word_are_not_linked() {
        let (mut crm, mut ace) = without_ids();
        crm.customer = Some("Acme Health".into());
        crm.website = None;
        ace.customer = Some("Bolt Health".into());
        ace.website = None;
        assert!(linked(vec![crm], vec![ace])[0].linked().is_none());
    }

    #[test]
    fn two_opportunities_that_fit_equally_are_left_to_a_person_with_both_explanations() {
        let (crm, ace) = without_ids();
        let mut twin = ace.clone();
        twin.id = AceId::exact("O7654321").unwrap();
        let deals = linked(vec![crm], vec![ace, twin]);
        assert!(deals[0].linked().is_none());
        assert_eq!(deals[0].candidates.len(), 2);
    }

    #[test]
    fn two_deals_of_a_customer_find_their_own_opportunities_in_any_order() {
        let (first, first_ace) = without_ids();
        let (mut second, mut second_ace) = without_ids();
        second.id = CrmId::new("0065f00000AbCdF").unwrap();
        second.name = Some("Acme - SAP on AWS".into());
        second.close_date = Some(date(2027, 6, 30));
        second.arr = Some(usd(240_000));
        second_ace.id = AceId::exact("O7654321").unwrap();
        second_ace.title = Some("SAP landscape".into());
        second_ace.target_close_date = Some(date(2027, 6, 30));
        second_ace.mrr = Some(usd(20_000));
        for ace in [vec![first_ace.clone(), second_ace.clone()], vec![second_ace, first_ace]] {
            let deals = linked(vec![first.clone(), second.clone()], ace);
            let ids: Vec<_> =
                deals.iter().filter_map(Deal::ace).map(|ace| ace.id.as_str()).collect();
            assert_eq!(ids, ["O1234567", "O7654321"]);
        }
    }

    #[test]
    fn an_ace_id_that_no_row_has_dangles_and_the_deal_is_linked_by_content() {
        let (mut crm, ace) = without_ids();
        crm.ace_id = Some("O9999999".into());
        let deals = linked(vec![crm], vec![ace]);
        assert_eq!(deals[0].dangling_ace_id, AceId::exact("O9999999"));
        assert_eq!(method(&deals[0]), Some(LinkMethod::Linkage));
    }

    #[test]
    fn every_record_stands_in_exactly_one_deal() {
        let (crm, ace) = without_ids();
        let mut stranger = ace.clone();
        stranger.id = AceId::exact("O5555555").unwrap();
        stranger.customer = Some("Zephyr Mills".into());
        stranger.website = Some("zephyr.example".into());
        let deals = linked(vec![crm], vec![stranger, ace]);
        assert_eq!(deals.len(), 2);
        assert_eq!(deals[1].ace().unwrap().id.as_str(), "O5555555");
    }
}
