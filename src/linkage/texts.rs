//! The texts of all records, each taken apart once, however many records have it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::company_name::{CompanyName, company_names};
use super::comparable::{Comparable, Domain, Name, Title};
use super::country::country;
use super::distinct::{Distinct, number};
use super::spelling;
use super::title::{self, TitleText};
use super::web_domain::web_domain;
use crate::domain::{AceOpportunity, CrmOpportunity, words};

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

/// The texts of a record that are taken apart.
pub(super) struct Texts<'run> {
    customer: Option<&'run str>,
    website: Option<&'run str>,
    country: Option<&'run str>,
    aws_account_id: Option<&'run str>,
    title: Option<&'run str>,
    owner: Option<&'run str>,
}

impl Texts<'_> {
    /// Those of a deal.
    pub(super) fn of_crm(crm: &CrmOpportunity) -> Texts<'_> {
        Texts {
            customer: crm.customer.as_deref(),
            website: crm.website.as_deref(),
            country: crm.country.as_deref(),
            aws_account_id: crm.aws_account_id.as_deref(),
            title: crm.name.as_deref(),
            owner: crm.owner.as_deref(),
        }
    }

    /// Those of an ACE opportunity.
    pub(super) fn of_ace(ace: &AceOpportunity) -> Texts<'_> {
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
pub(super) struct DistinctTexts<'run> {
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
    /// The texts of these records.
    pub(super) fn new(texts: &[Texts<'run>]) -> DistinctTexts<'run> {
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
    pub(super) fn accounts(&self, records: Range<usize>) -> Vec<usize> {
        let key = |record: usize| {
            [&self.customers, &self.websites, &self.countries, &self.aws_accounts]
                .map(|texts| texts.of_records[record])
        };
        let accounts = Distinct::new(records.map(|record| Some(key(record)))).of_records;
        accounts.into_iter().flatten().map(|account| account as usize).collect()
    }
}

/// What the distinct texts say, by their places.
pub(super) struct Read {
    customers: Vec<Option<Arc<[Name]>>>,
    domains: Vec<Option<Domain>>,
    countries: Vec<Option<u32>>,
    owners: Vec<Option<u32>>,
    titles: Vec<Option<Arc<Title>>>,
    /// The words of customers' names.
    pub(super) name_words: Numbers,
    /// The words of titles.
    pub(super) title_words: Numbers,
}

impl Read {
    /// Takes each text apart once.
    pub(super) fn new(texts: &DistinctTexts) -> Read {
        let ((customers, name_words, titles, title_words), (domains, countries, owners)) =
            rayon::join(
                || {
                    let (customers, name_words) = customers(texts);
                    let (titles, title_words) = titles(texts, &customers);
                    (customers, name_words, titles, title_words)
                },
                || (domains(texts), countries(texts), owners(texts)),
            );
        Read { customers, domains, countries, owners, titles, name_words, title_words }
    }

    /// What the texts of a record say of it.
    pub(super) fn comparable(
        &self,
        texts: &DistinctTexts,
        record: usize,
        account: usize,
    ) -> Comparable {
        Comparable {
            customer: texts.customers.of(record, &self.customers),
            named: None,
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

fn customers(texts: &DistinctTexts) -> (Vec<Option<Arc<[Name]>>>, Numbers) {
    let (mut words, mut slugs) = (Numbers::default(), Numbers::default());
    let customers = texts
        .customers
        .each(company_names)
        .into_iter()
        .map(|names| (!names.is_empty()).then(|| numbered(names, &mut words, &mut slugs)))
        .collect();
    (customers, words)
}

fn titles(
    texts: &DistinctTexts,
    customers: &[Option<Arc<[Name]>>],
) -> (Vec<Option<Arc<Title>>>, Numbers) {
    let mut words = Numbers::default();
    let titles = texts
        .titles_of_customers
        .each(|(title, customer)| {
            let customer = customer.and_then(|place| customers[place as usize].as_ref());
            let names =
                customer.iter().flat_map(|names| names.iter()).map(|name| name.text.as_ref());
            title::title(texts.titles.values[title as usize], names)
        })
        .into_iter()
        .map(|title| Some(Arc::new(title_numbered(title, &mut words))))
        .collect();
    (titles, words)
}

fn domains(texts: &DistinctTexts) -> Vec<Option<Domain>> {
    let (mut names, mut labels) = (Numbers::default(), Numbers::default());
    texts
        .websites
        .each(web_domain)
        .into_iter()
        .map(|text| {
            let text = text?;
            let (number, label) = (names.of(&text.name), labels.of(&text.label));
            let letters = spelling::letters(&text.label);
            Some(Domain { text: Arc::new(text), number, label, letters })
        })
        .collect()
}

fn countries(texts: &DistinctTexts) -> Vec<Option<u32>> {
    let mut codes = Numbers::default();
    let countries = texts.countries.each(country).into_iter();
    countries.map(|code| code.map(|code| codes.of(&code))).collect()
}

fn owners(texts: &DistinctTexts) -> Vec<Option<u32>> {
    let mut people = Numbers::default();
    let owners = texts.owners.each(person).into_iter();
    owners.map(|name| name.map(|name| people.of(&name))).collect()
}

/// `Lee, Ana` and `Ana Lee` are one person.
fn person(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> = words(&lower).collect();
    words.sort_unstable();
    (!words.is_empty()).then(|| words.join(" "))
}

fn numbered(names: Vec<CompanyName>, words: &mut Numbers, slugs: &mut Numbers) -> Arc<[Name]> {
    let numbered = |text: CompanyName| Name {
        words: text.words().map(|word| words.of(word)).collect(),
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
