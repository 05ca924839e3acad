//! What linkage compares of a record. Names, domains and titles are taken apart once per distinct text,
//! and their words are numbered.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::company_name::{CompanyName, company_names};
use super::country::country;
use super::reference::{References, ace_references, crm_references};
use super::rough_amount::{Figure, figure};
use super::title::{self, Marker, TitleText};
use super::web_domain::{WebDomain, web_domain};
use crate::domain::{AceOpportunity, AceStage, CrmOpportunity, DealStatus};

/// What linkage compares of a record of either system.
#[derive(Clone, Debug)]
pub(super) struct Comparable {
    /// The customer's names; `None` if the record names none.
    pub(super) customer: Option<Arc<Customer>>,
    /// The customer's own web domain.
    pub(super) domain: Option<Arc<WebDomain>>,
    /// The customer's country, by its number.
    pub(super) country: Option<u32>,
    /// Records with the same number name customer, website, country and AWS account in the same words.
    pub(super) account: usize,
    /// The title; `None` if the record has none.
    pub(super) title: Option<Arc<Title>>,
    /// Annual AWS revenue by the record's own figures.
    pub(super) annual: [Option<Figure>; 2],
    /// The deal amount, which is the partner's own revenue, but often AWS's.
    pub(super) amount: Option<Figure>,
    /// The partner's person, by number.
    pub(super) owner: Option<u32>,
    /// Whether the record says that the deal is lost, won, or neither.
    pub(super) ending: Option<bool>,
    /// The ids of the other system that the record holds, if any.
    pub(super) references: Option<Box<References>>,
}

/// A customer's names, with their words numbered.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    /// Several if the text gives several.
    pub(super) names: Vec<Name>,
}

/// One name of a customer.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The name, taken apart.
    pub(super) text: CompanyName,
    /// The numbers of its words, in their order.
    pub(super) words: Vec<u32>,
}

/// A title with its words numbered.
#[derive(Clone, Debug)]
pub(super) struct Title {
    /// The numbers of its words, sorted.
    pub(super) words: Vec<u32>,
    /// Its marks.
    pub(super) markers: Vec<Marker>,
}

/// Numbers for texts, in the order in which they are first met.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    by_text: HashMap<String, u32>,
    /// The texts by their number.
    pub(super) texts: Vec<String>,
}

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.by_text.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.by_text.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }
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

/// Takes all records apart.
pub(super) fn sides(crm: &[CrmOpportunity], ace: &[AceOpportunity]) -> Sides {
    let texts: Vec<Texts> =
        crm.iter().map(Texts::of_crm).chain(ace.iter().map(Texts::of_ace)).collect();
    let mut reader = Reader::new(&texts);
    let mut accounts = HashMap::new();
    let crm_side = crm
        .iter()
        .zip(&texts)
        .map(|(crm, texts)| reader.comparable(texts, &mut accounts, |one| of_crm(one, crm)))
        .collect();
    // The two sides number their accounts apart.
    accounts.clear();
    let ace_side = ace
        .iter()
        .zip(&texts[crm.len()..])
        .map(|(ace, texts)| reader.comparable(texts, &mut accounts, |one| of_ace(one, ace)))
        .collect();
    Sides {
        crm: crm_side,
        ace: ace_side,
        name_words: reader.name_words,
        title_words: reader.title_words,
    }
}

/// The texts of a record that are taken apart.
struct Texts<'run> {
    customer: Option<&'run str>,
    website: Option<&'run str>,
    country: Option<&'run str>,
    aws_account_id: Option<&'run str>,
    title: Option<&'run str>,
    owner: Option<&'run str>,
}

impl Texts<'_> {
    fn of_crm(crm: &CrmOpportunity) -> Texts<'_> {
        Texts {
            customer: crm.customer.as_deref(),
            website: crm.website.as_deref(),
            country: crm.country.as_deref(),
            aws_account_id: crm.aws_account_id.as_deref(),
            title: crm.name.as_deref(),
            owner: crm.owner.as_deref(),
        }
    }

    fn of_ace(ace: &AceOpportunity) -> Texts<'_> {
        Texts {
            customer: ace.customer.as_deref(),
            website: ace.website.as_deref(),
            country: ace.country.as_deref(),
            aws_account_id: ace.aws_account_id.as_deref(),
            title: ace.title.as_deref(),
            owner: ace.owner_name.as_deref().or(ace.created_by.as_deref()),
        }
    }
}

/// What was taken apart so far, by its text.
struct Reader<'run> {
    customers: HashMap<&'run str, Arc<Customer>>,
    domains: HashMap<&'run str, Option<Arc<WebDomain>>>,
    titles: HashMap<(&'run str, Option<&'run str>), Arc<Title>>,
    countries: HashMap<&'run str, Option<u32>>,
    country_codes: Numbers,
    owners: Numbers,
    name_words: Numbers,
    title_words: Numbers,
}

impl<'run> Reader<'run> {
    fn new(texts: &[Texts<'run>]) -> Reader<'run> {
        let mut name_words = Numbers::default();
        let customers: HashMap<&str, Arc<Customer>> =
            each_once(texts.iter().filter_map(|it| it.customer), company_names)
                .map(|(text, names)| (text, Arc::new(numbered(names, &mut name_words))))
                .collect();
        let domains = each_once(texts.iter().filter_map(|it| it.website), web_domain)
            .map(|(text, domain)| (text, domain.map(Arc::new)))
            .collect();
        let with_customer = texts.iter().filter_map(|it| Some((it.title?, it.customer)));
        let mut title_words = Numbers::default();
        let by_title = each_once(with_customer, |(text, customer)| {
            let customer = customer.and_then(|customer| customers.get(customer));
            title::title(text, customer.iter().flat_map(|it| &it.names).map(|name| &name.text))
        })
        .map(|(key, title)| (key, Arc::new(title_numbered(&title, &mut title_words))))
        .collect();
        Reader {
            customers,
            domains,
            titles: by_title,
            countries: HashMap::new(),
            country_codes: Numbers::default(),
            owners: Numbers::default(),
            name_words,
            title_words,
        }
    }

    fn comparable(
        &mut self,
        texts: &Texts<'run>,
        accounts: &mut HashMap<[Option<&'run str>; 4], usize>,
        rest: impl Fn(&mut Comparable),
    ) -> Comparable {
        let key = [texts.customer, texts.website, texts.country, texts.aws_account_id];
        let next = accounts.len();
        let customer = texts.customer.and_then(|text| self.customers.get(text)).cloned();
        let mut comparable = Comparable {
            customer: customer.filter(|customer| !customer.names.is_empty()),
            domain: texts.website.and_then(|text| self.domains.get(text)).cloned().flatten(),
            country: texts.country.and_then(|text| self.country(text)),
            account: *accounts.entry(key).or_insert(next),
            title: texts.title.and_then(|text| self.titles.get(&(text, texts.customer))).cloned(),
            annual: [None, None],
            amount: None,
            owner: texts.owner.and_then(|text| self.owner(text)),
            ending: None,
            references: None,
        };
        rest(&mut comparable);
        comparable
    }

    fn country(&mut self, text: &'run str) -> Option<u32> {
        if let Some(known) = self.countries.get(text) {
            return *known;
        }
        let number = country(text).map(|code| self.country_codes.of(&code));
        self.countries.insert(text, number);
        number
    }

    /// `Lee, Ana` and `Ana Lee` are one person.
    fn owner(&mut self, text: &str) -> Option<u32> {
        let lower = text.to_lowercase();
        let mut words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        (!words.is_empty()).then(|| self.owners.of(&words.join(" ")))
    }
}

/// Each distinct text with what is made of it, in the order of the texts; the work is done on all cores.
fn each_once<Text: Copy + Eq + std::hash::Hash + Send + Sync, Made: Send>(
    texts: impl Iterator<Item = Text>,
    make: impl Fn(Text) -> Made + Sync + Send,
) -> impl Iterator<Item = (Text, Made)> {
    let mut seen = std::collections::HashSet::new();
    let distinct: Vec<Text> = texts.filter(|text| seen.insert(*text)).collect();
    let pairs: Vec<(Text, Made)> =
        distinct.into_par_iter().map(|text| (text, make(text))).collect();
    pairs.into_iter()
}

fn numbered(names: Vec<CompanyName>, numbers: &mut Numbers) -> Customer {
    let numbered = |text: CompanyName| Name {
        words: text.words.iter().map(|word| numbers.of(word)).collect(),
        text,
    };
    Customer { names: names.into_iter().map(numbered).collect() }
}

fn title_numbered(title: &TitleText, numbers: &mut Numbers) -> Title {
    let mut words: Vec<u32> = title.words.iter().map(|word| numbers.of(word)).collect();
    words.sort_unstable();
    Title { words, markers: title.markers.clone() }
}

fn of_crm(comparable: &mut Comparable, crm: &CrmOpportunity) {
    comparable.annual =
        [crm.arr.and_then(|arr| figure(arr, 1)), crm.mrr.and_then(|mrr| figure(mrr, 12))];
    comparable.amount = crm.amount.and_then(|amount| figure(amount, 1));
    comparable.ending = match crm.status {
        DealStatus::Open => None,
        DealStatus::Won => Some(true),
        DealStatus::Lost => Some(false),
    };
    comparable.references = crm.ace_id.as_deref().map(|text| Box::new(ace_references(text)));
}

fn of_ace(comparable: &mut Comparable, ace: &AceOpportunity) {
    comparable.annual = [ace.mrr.and_then(|mrr| figure(mrr, 12)), None];
    comparable.ending = match ace.stage {
        Some(AceStage::Launched) => Some(true),
        Some(AceStage::ClosedLost) => Some(false),
        _ => None,
    };
    comparable.references =
        ace.partner_crm_id.as_deref().map(|text| Box::new(crm_references(text)));
}
