//! What `link` decides, from records to deals.

use super::comparison_testing::boxed;
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
    link(boxed(crm), boxed(ace), Vec::new(), &[], &Settings::default()).deals
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
    ace.partner_crm_id = crate::domain::salesforce_18(crm.id.as_str()).map(Into::into);
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
fn for_a_mistyped_ace_id_the_domain_alone_is_agreement_enough() {
    let (mut crm, mut ace) = without_ids();
    crm.ace_id = Some("o-1234567".into());
    crm.customer = Some("Acme Fniancil".into());
    ace.customer = Some("Acme Financial Services".into());
    assert!(linked(vec![crm], vec![ace])[0].linked().is_some());
}

#[test]
fn without_ids_the_same_customer_with_fitting_title_date_and_amount_links() {
    let (crm, ace) = without_ids();
    let deals = linked(vec![crm], vec![ace]);
    let (_, _, link) = deals[0].linked().unwrap();
    assert_eq!(link.method, LinkMethod::Linkage);
    assert!(link.why.contains("same domain acme.example"), "{}", link.why);
    assert!(link.why.contains("without legal form"), "{}", link.why);
}

#[test]
fn a_renamed_customer_whose_close_date_moved_is_found_by_the_deal() {
    let (crm, mut ace) = without_ids();
    ace.customer = Some("Quite Another Name".into());
    ace.website = None;
    ace.target_close_date = Some(date(2027, 3, 1));
    let deals = linked(vec![crm], vec![ace]);
    assert!(deals[0].ace().is_some() || !deals[0].candidates.is_empty());
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
fn an_opportunity_that_was_entered_twice_is_left_to_a_person_whoever_entered_it() {
    let (mut crm, ace) = without_ids();
    let mut twin = ace.clone();
    twin.id = AceId::exact("O7654321").unwrap();
    twin.created_date = Some(date(2026, 8, 1));
    let candidates = linked(vec![crm.clone()], vec![ace.clone(), twin.clone()])[0].candidates.len();
    assert_eq!(candidates, 2);
    crm.ace_id = Some("O7654321".into());
    let deals = linked(vec![crm], vec![ace, twin]);
    assert_eq!(deals[0].ace().unwrap().id.as_str(), "O7654321", "an id tells which one counts");
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
        let ids: Vec<_> = deals.iter().filter_map(Deal::ace).map(|ace| ace.id.as_str()).collect();
        assert_eq!(ids, ["O1234567", "O7654321"]);
    }
}

#[test]
fn a_deal_of_a_giant_customer_finds_its_opportunity_among_those_that_close_nearest() {
    let (crm, mut ace) = without_ids();
    let others = (0..600).map(|number| {
        let mut other = ace.clone();
        other.id = AceId::exact(&format!("O20{number:05}")).unwrap();
        other.title = Some("Contact center platform".into());
        other.target_close_date = Some(date(2020, 1, 1) + chrono::Days::new(number * 10));
        other.mrr = Some(usd(100));
        other
    });
    let mut all: Vec<AceOpportunity> = others.collect();
    ace.id = AceId::exact("O1234567").unwrap();
    all.push(ace);
    let deals = linked(vec![crm], all);
    assert_eq!(deals[0].ace().map(|ace| ace.id.as_str()), Some("O1234567"));
}

#[test]
fn an_ace_id_that_no_row_has_dangles_and_the_deal_is_linked_by_content() {
    let (mut crm, ace) = without_ids();
    crm.ace_id = Some("O9999999".into());
    let deals = linked(vec![crm], vec![ace]);
    assert_eq!(deals[0].dangling_ace_id, AceId::exact("O9999999"));
    assert_eq!(method(&deals[0]), Some(LinkMethod::Linkage));
}

fn decision(is_same: bool) -> [DecidedPair; 1] {
    let (crm, ace) = without_ids();
    [DecidedPair { crm_key: crm.id.key().to_owned(), ace_id: ace.id, is_same }]
}

#[test]
fn what_a_person_held_to_be_the_same_is_linked_whatever_speaks_against_it() {
    let (mut crm, ace) = without_ids();
    let mut better = ace.clone();
    better.id = AceId::exact("O7654321").unwrap();
    crm.ace_id = Some("O7654321".into());
    let decisions = decision(true);
    let deals =
        link(boxed([crm]), boxed([better, ace]), Vec::new(), &decisions, &Settings::default())
            .deals;
    assert_eq!(method(&deals[0]), Some(LinkMethod::Decision));
    assert_eq!(deals[0].ace().unwrap().id.as_str(), "O1234567");
}

#[test]
fn what_a_person_held_to_be_different_is_neither_linked_nor_shown_again() {
    let (mut crm, ace) = without_ids();
    crm.ace_id = Some("O1234567".into());
    let decisions = decision(false);
    let deals =
        link(boxed([crm]), boxed([ace]), Vec::new(), &decisions, &Settings::default()).deals;
    assert!(deals[0].linked().is_none() && deals[0].candidates.is_empty());
    assert_eq!(deals[0].denied, [AceId::exact("O1234567").unwrap()]);
    assert!(deals[0].named_ace_ids().is_empty());
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

#[test]
fn each_deal_of_a_reseller_is_linked_to_that_of_the_customer_whom_its_title_names() {
    let deal = |number: u8, title: &str| {
        let mut crm = without_ids().0;
        crm.id = CrmId::new(&format!("A-{number}")).unwrap();
        crm.customer = Some("Quadro Distribution".into());
        crm.website = Some("quadro.example".into());
        crm.name = Some(title.into());
        crm
    };
    let opportunity = |id: &str, customer: &str| {
        let mut ace = without_ids().1;
        ace.id = AceId::exact(id).unwrap();
        ace.customer = Some(customer.into());
        ace.website = None;
        ace
    };
    let ace =
        vec![opportunity("O1111111", "Bolt Fizen AG"), opportunity("O2222222", "Acme Robotics")];
    let title = ace[0].title.clone().unwrap();
    let crm = ["Acme Robotics", "Bolt Fizen"].map(|name| format!("{name} - {title}"));
    let deals = linked(vec![deal(1, &crm[0]), deal(2, &crm[1])], ace);
    let ids: Vec<_> = deals.iter().filter_map(Deal::ace).map(|ace| ace.id.as_str()).collect();
    assert_eq!(ids, ["O2222222", "O1111111"]);
}

#[test]
fn customers_of_like_names_are_not_linked_however_alike_their_deals() {
    type Customer = (&'static str, Option<&'static str>);
    let traps: [(Customer, Customer); 2] = [
        (("Delta Air Lines", Some("delta.com")), ("Delta Faucet", Some("deltafaucet.com"))),
        (("First National Bank Alaska", None), ("First National Bank of Omaha", None)),
    ];
    for (one, other) in traps {
        let (mut crm, mut ace) = without_ids();
        (crm.customer, ace.customer) = (Some(one.0.into()), Some(other.0.into()));
        (crm.website, ace.website) = (one.1.map(Into::into), other.1.map(Into::into));
        let deals = linked(vec![crm], vec![ace]);
        assert!(deals[0].linked().is_none(), "{one:?} / {other:?}");
    }
}

#[test]
fn a_name_within_the_other_in_another_country_is_left_to_a_person() {
    let (mut crm, mut ace) = without_ids();
    (crm.website, ace.website) = (None, None);
    (crm.customer, ace.customer) =
        (Some("Ministry of Health".into()), Some("Ministry of Health Ghana".into()));
    (crm.country, ace.country) = (Some("Kenya".into()), Some("Ghana".into()));
    let deals = linked(vec![crm.clone()], vec![ace.clone()]);
    assert_eq!((method(&deals[0]), deals[0].candidates.len()), (None, 1));
    crm.country = ace.country.clone();
    assert!(linked(vec![crm], vec![ace])[0].linked().is_some(), "of one country it may be one");
}
