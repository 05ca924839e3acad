//! What linkage compares of a record. Names, domains and titles are taken apart once per distinct text,
//! and their words are numbered.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::company_name::CompanyName;
use super::distinct::number;
use super::marker::Marker;
use super::reference::References;
use super::rough_amount::{Figure, figure};
use super::texts::{DistinctTexts, Numbers, Read, Texts};
use super::web_domain::WebDomain;
use crate::domain::{AceOpportunity, AceStage, CrmOpportunity, DealStatus};

/// What linkage compares of a record of either system.
#[derive(Clone, Debug)]
pub(super) struct Comparable {
    /// The customer's names, several if the text gives several; `None` if the record names none.
    pub(super) customer: Option<Arc<[Name]>>,
    /// The customer of the other side for which a reseller holds the record, see `resellers`.
    pub(super) named: Option<Box<Name>>,
    /// The customer's own web domain.
    pub(super) domain: Option<Domain>,
    /// The customer's country, by its number.
    pub(super) country: Option<u32>,
    /// The customer's AWS account, by its number.
    pub(super) aws_account: Option<u32>,
    /// Records with the same number name customer, website, country and AWS account in the same words.
    pub(super) account: usize,
    /// The title; `None` if the record has none.
    pub(super) title: Option<Arc<Title>>,
    /// Annual AWS revenue by the record's own figures.
    pub(super) annual: [Option<Figure>; 2],
    /// The deal amount, which is the partner's own revenue, but often AWS's.
    pub(super) amount: Option<Figure>,
    /// When it was created.
    pub(super) created: Option<NaiveDate>,
    /// When it closes, or is to.
    pub(super) closes: Option<NaiveDate>,
    /// The partner's person, by number.
    pub(super) owner: Option<u32>,
    /// Whether the record says that the deal is lost, won, or neither.
    pub(super) ending: Option<bool>,
    /// The records of the other system that it names by id, if any.
    pub(super) references: Option<Box<References>>,
}

/// One name of a customer, with its words numbered. What tells most names apart lies together, the texts elsewhere: most
/// of the time of a comparison is spent waiting for memory.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The name, taken apart.
    pub(super) text: Box<CompanyName>,
    /// The numbers of its words, in their order.
    pub(super) words: Vec<u32>,
    /// The number of its slug.
    pub(super) slug: u32,
    /// Which letters its slug has, see `spelling::letters`.
    pub(super) letters: u64,
    /// Whether it was written in Latin letters.
    pub(super) is_latin: bool,
}

/// A web domain with its parts numbered.
#[derive(Clone, Debug)]
pub(super) struct Domain {
    /// The domain, taken apart.
    pub(super) text: Arc<WebDomain>,
    /// The number of its name.
    pub(super) number: u32,
    /// The number of its first label.
    pub(super) label: u32,
    /// Which letters its first label has, see `spelling::letters`.
    pub(super) letters: u64,
}

/// A title with its words numbered.
#[derive(Clone, Debug)]
pub(super) struct Title {
    /// The numbers of its words, sorted.
    pub(super) words: Vec<u32>,
    /// Its marks.
    pub(super) markers: Vec<Marker>,
}

/// Both sides as they compare, and the words that were numbered.
#[derive(Debug, Default)]
pub(super) struct Sides {
    /// The deals, in their order.
    pub(super) crm: Vec<Comparable>,
    /// The ACE opportunities, in their order.
    pub(super) ace: Vec<Comparable>,
    /// The words of customers' names.
    pub(super) name_words: Numbers,
    /// The words of titles.
    pub(super) title_words: Numbers,
}

/// Per record of one side, those of the other side that name it by id.
pub(super) fn named_by(other_side: &[Comparable], count: usize) -> Vec<Vec<u32>> {
    let mut named_by = vec![Vec::new(); count];
    for (place, record) in other_side.iter().enumerate() {
        for named in record.references.iter().flat_map(|references| references.all()) {
            named_by[named as usize].push(number(place));
        }
    }
    named_by
}

/// Takes all records apart.
pub(super) fn sides(crm: &[Box<CrmOpportunity>], ace: &[Box<AceOpportunity>]) -> Sides {
    let texts: Vec<Texts> = crm
        .iter()
        .map(|it| Texts::of_crm(it))
        .chain(ace.iter().map(|it| Texts::of_ace(it)))
        .collect();
    let (distinct, (crm_places, ace_places)) = rayon::join(
        || DistinctTexts::new(&texts),
        || {
            let keys = crm.iter().map(|crm| crm.id.key());
            let ids = ace.iter().map(|ace| ace.id.as_str());
            (keys.zip(0..).collect(), ids.zip(0..).collect())
        },
    );
    let read = Read::new(&distinct);
    let (of_crm_texts, of_ace_texts) = (0..crm.len(), crm.len()..texts.len());
    let crm_accounts = distinct.accounts(of_crm_texts);
    let ace_accounts = distinct.accounts(of_ace_texts);
    let crm_side = crm.par_iter().enumerate().map(|(place, crm)| {
        let mut comparable = read.comparable(&distinct, place, crm_accounts[place]);
        of_crm(&mut comparable, crm, &ace_places);
        comparable
    });
    let crm_side = crm_side.collect();
    let ace_side = ace.par_iter().enumerate().map(|(place, ace)| {
        let mut comparable = read.comparable(&distinct, crm.len() + place, ace_accounts[place]);
        of_ace(&mut comparable, ace, &crm_places);
        comparable
    });
    Sides {
        crm: crm_side,
        ace: ace_side.collect(),
        name_words: read.name_words,
        title_words: read.title_words,
    }
}

fn of_crm(comparable: &mut Comparable, crm: &CrmOpportunity, ace_places: &HashMap<&str, u32>) {
    comparable.annual =
        [crm.arr.and_then(|arr| figure(arr, 1)), crm.mrr.and_then(|mrr| figure(mrr, 12))];
    comparable.amount = crm.amount.and_then(|amount| figure(amount, 1));
    (comparable.created, comparable.closes) = (crm.created_date, crm.close_date);
    comparable.ending = match crm.status {
        DealStatus::Open => None,
        DealStatus::Won => Some(true),
        DealStatus::Lost => Some(false),
    };
    let references = crm.ace_id.as_deref().map(|text| References::to_ace(text, ace_places));
    comparable.references = references.filter(|it| !it.is_empty()).map(Box::new);
}

fn of_ace(comparable: &mut Comparable, ace: &AceOpportunity, crm_places: &HashMap<&str, u32>) {
    comparable.annual = [ace.mrr.and_then(|mrr| figure(mrr, 12)), None];
    (comparable.created, comparable.closes) = (ace.created_date, ace.target_close_date);
    comparable.ending = match ace.stage {
        Some(AceStage::Launched) => Some(true),
        Some(AceStage::ClosedLost) => Some(false),
        _ => None,
    };
    let references = ace.partner_crm_id.as_deref();
    let references = references.map(|text| References::to_crm(text, crm_places));
    comparable.references = references.filter(|it| !it.is_empty()).map(Box::new);
}
