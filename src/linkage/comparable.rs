//! What linkage compares of a record. Names, domains and titles are taken apart once per distinct text,
//! and their words are numbered.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::company_name::{CompanyName, company_names};
use super::country::country;
use super::distinct::{Distinct, number};
use super::reference::{References, ace_references, crm_references};
use super::rough_amount::{Figure, figure};
use super::spelling;
use super::title::{self, Marker, TitleText};
use super::web_domain::{WebDomain, web_domain};
use crate::domain::{AceId, AceOpportunity, AceStage, CrmOpportunity, DealStatus};

/// What linkage compares of a record of either system.
#[derive(Clone, Debug)]
pub(super) struct Comparable {
    /// The customer's names, several if the text gives several; `None` if the record names none.
    pub(super) customer: Option<Arc<[Name]>>,
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
    /// The ids of the other system that the record holds, if any.
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

/// Numbers for texts, in the order in which they are first met.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    by_text: HashMap<String, u32>,
    /// The texts by their number.
    pub(super) texts: Vec<String>,
}

impl Numbers {
    /// The number of a text, if it was met.
    pub(super) fn number(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).copied()
    }

    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.by_text.get(text) {
            return *number;
        }
        let number = number(self.texts.len());
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
    /// Where the deal with a key stands.
    pub(super) crm_keys: HashMap<String, usize>,
    /// Where the ACE opportunity with an id stands.
    pub(super) ace_ids: HashMap<AceId, usize>,
    /// The words of customers' names.
    pub(super) name_words: Numbers,
    /// The words of titles.
    pub(super) title_words: Numbers,
    /// The registrable web domains.
    pub(super) domains: Numbers,
}

/// Takes all records apart.
pub(super) fn sides(crm: &[CrmOpportunity], ace: &[AceOpportunity]) -> Sides {
    let texts: Vec<Texts> =
        crm.iter().map(Texts::of_crm).chain(ace.iter().map(Texts::of_ace)).collect();
    let (distinct, (crm_keys, ace_ids)) = rayon::join(
        || DistinctTexts::new(&texts),
        || {
            let keys = crm.iter().map(|crm| crm.id.key().to_owned());
            let ids = ace.iter().map(|ace| ace.id.clone());
            (keys.zip(0..).collect::<HashMap<_, _>>(), ids.zip(0..).collect::<HashMap<_, _>>())
        },
    );
    let read = Read::new(&distinct);
    let (of_crm_texts, of_ace_texts) = (0..crm.len(), crm.len()..texts.len());
    let crm_accounts = distinct.accounts(of_crm_texts);
    let ace_accounts = distinct.accounts(of_ace_texts);
    let crm_side = crm.par_iter().enumerate().map(|(place, crm)| {
        let mut comparable = read.comparable(&distinct, place, crm_accounts[place]);
        of_crm(&mut comparable, crm, &ace_ids);
        comparable
    });
    let crm_side = crm_side.collect();
    let ace_side = ace.par_iter().enumerate().map(|(place, ace)| {
        let mut comparable = read.comparable(&distinct, crm.len() + place, ace_accounts[place]);
        of_ace(&mut comparable, ace, &crm_keys);
        comparable
    });
    Sides {
        crm: crm_side,
        ace: ace_side.collect(),
        crm_keys,
        ace_ids,
        name_words: read.name_words,
        title_words: read.title_words,
        domains: read.domain_names,
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

/// The distinct texts of each kind: whatever costs much is done once for each.
struct DistinctTexts<'run> {
    customers: Distinct<&'run str>,
    websites: Distinct<&'run str>,
    countries: Distinct<&'run str>,
    aws_accounts: Distinct<&'run str>,
    owners: Distinct<&'run str>,
    titles: Distinct<&'run str>,
    /// A title and its customer, by their places: the customer's words are no part of the title.
    titles_of_customers: Distinct<(u32, Option<u32>)>,
}

impl<'run> DistinctTexts<'run> {
    fn new(texts: &[Texts<'run>]) -> DistinctTexts<'run> {
        let of =
            |text: fn(&Texts<'run>) -> Option<&'run str>| Distinct::new(texts.iter().map(text));
        let ((customers, titles), ((websites, countries), (aws_accounts, owners))) = rayon::join(
            || rayon::join(|| of(|it| it.customer), || of(|it| it.title)),
            || {
                rayon::join(
                    || (of(|it| it.website), of(|it| it.country)),
                    || (of(|it| it.aws_account_id), of(|it| it.owner)),
                )
            },
        );
        let both = titles.of_records.iter().zip(&customers.of_records);
        let titles_of_customers =
            Distinct::new(both.map(|(title, customer)| Some(((*title)?, *customer))));
        DistinctTexts {
            customers,
            websites,
            countries,
            aws_accounts,
            owners,
            titles,
            titles_of_customers,
        }
    }

    /// The accounts of one side's records, which number theirs apart.
    fn accounts(&self, records: Range<usize>) -> Vec<usize> {
        let key = |record: usize| {
            [&self.customers, &self.websites, &self.countries, &self.aws_accounts]
                .map(|texts| texts.of_records[record])
        };
        let accounts = Distinct::new(records.map(|record| Some(key(record)))).of_records;
        accounts.into_iter().flatten().map(|account| account as usize).collect()
    }
}

/// What the distinct texts say, by their places.
struct Read {
    customers: Vec<Option<Arc<[Name]>>>,
    domains: Vec<Option<Domain>>,
    countries: Vec<Option<u32>>,
    owners: Vec<Option<u32>>,
    titles: Vec<Option<Arc<Title>>>,
    name_words: Numbers,
    title_words: Numbers,
    domain_names: Numbers,
}

impl Read {
    fn new(texts: &DistinctTexts) -> Read {
        let (mut name_words, mut slugs) = (Numbers::default(), Numbers::default());
        let customers =
            texts.customers.each(company_names).into_iter().map(|names| {
                (!names.is_empty()).then(|| numbered(names, &mut name_words, &mut slugs))
            });
        let customers: Vec<Option<Arc<[Name]>>> = customers.collect();
        let mut title_words = Numbers::default();
        let titles = texts.titles_of_customers.each(|(title, customer)| {
            let customer = customer.and_then(|place| customers[place as usize].as_ref());
            let names =
                customer.iter().flat_map(|names| names.iter()).map(|name| name.text.as_ref());
            title::title(texts.titles.values[title as usize], names)
        });
        let titles = titles
            .into_iter()
            .map(|title| Some(Arc::new(title_numbered(title, &mut title_words))))
            .collect();
        let (mut domain_names, mut labels) = (Numbers::default(), Numbers::default());
        let domains = texts.websites.each(web_domain).into_iter();
        let domains = domains.map(|text| {
            let text = text?;
            let (number, label) = (domain_names.of(&text.name), labels.of(&text.label));
            let letters = spelling::letters(&text.label);
            Some(Domain { text: Arc::new(text), number, label, letters })
        });
        let domains = domains.collect();
        let mut codes = Numbers::default();
        let countries = texts.countries.each(country).into_iter();
        let countries = countries.map(|code| code.map(|code| codes.of(&code))).collect();
        let mut people = Numbers::default();
        let owners = texts.owners.each(person).into_iter();
        let owners = owners.map(|name| name.map(|name| people.of(&name))).collect();
        Read {
            customers,
            domains,
            countries,
            owners,
            titles,
            name_words,
            title_words,
            domain_names,
        }
    }

    fn comparable(&self, texts: &DistinctTexts, record: usize, account: usize) -> Comparable {
        Comparable {
            customer: texts.customers.of(record, &self.customers),
            domain: texts.websites.of(record, &self.domains),
            country: texts.countries.of(record, &self.countries),
            aws_account: texts.aws_accounts.of_records[record],
            account,
            title: texts.titles_of_customers.of(record, &self.titles),
            annual: [None, None],
            amount: None,
            created: None,
            closes: None,
            owner: texts.owners.of(record, &self.owners),
            ending: None,
            references: None,
        }
    }
}

/// `Lee, Ana` and `Ana Lee` are one person.
fn person(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    (!words.is_empty()).then(|| words.join(" "))
}

fn numbered(names: Vec<CompanyName>, words: &mut Numbers, slugs: &mut Numbers) -> Arc<[Name]> {
    let numbered = |text: CompanyName| Name {
        words: text.words.iter().map(|word| words.of(word)).collect(),
        slug: slugs.of(&text.slug),
        letters: spelling::letters(&text.slug),
        is_latin: text.is_latin,
        text: Box::new(text),
    };
    names.into_iter().map(numbered).collect()
}

fn title_numbered(title: TitleText, numbers: &mut Numbers) -> Title {
    let mut words: Vec<u32> = title.words.iter().map(|word| numbers.of(word)).collect();
    words.sort_unstable();
    Title { words, markers: title.markers }
}

fn of_crm(comparable: &mut Comparable, crm: &CrmOpportunity, ace_ids: &HashMap<AceId, usize>) {
    comparable.annual =
        [crm.arr.and_then(|arr| figure(arr, 1)), crm.mrr.and_then(|mrr| figure(mrr, 12))];
    comparable.amount = crm.amount.and_then(|amount| figure(amount, 1));
    (comparable.created, comparable.closes) = (crm.created_date, crm.close_date);
    comparable.ending = match crm.status {
        DealStatus::Open => None,
        DealStatus::Won => Some(true),
        DealStatus::Lost => Some(false),
    };
    comparable.references = crm.ace_id.as_deref().map(|text| {
        let mut references = ace_references(text);
        let mut ids = references.ace_ids.iter().chain(&references.repaired_ace_ids);
        references.is_known = ids.any(|id| ace_ids.contains_key(id));
        Box::new(references)
    });
}

fn of_ace(comparable: &mut Comparable, ace: &AceOpportunity, crm_keys: &HashMap<String, usize>) {
    comparable.annual = [ace.mrr.and_then(|mrr| figure(mrr, 12)), None];
    (comparable.created, comparable.closes) = (ace.created_date, ace.target_close_date);
    comparable.ending = match ace.stage {
        Some(AceStage::Launched) => Some(true),
        Some(AceStage::ClosedLost) => Some(false),
        _ => None,
    };
    comparable.references = ace.partner_crm_id.as_deref().map(|text| {
        let mut references = crm_references(text);
        references.is_known = references.crm_keys.iter().any(|key| crm_keys.contains_key(key));
        Box::new(references)
    });
}
