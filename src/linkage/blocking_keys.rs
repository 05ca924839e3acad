//! The keys by which records meet: what two records of one customer, or of one deal, are likely to share.

use chrono::Datelike as _;

use super::comparable::{Comparable, Name};
use super::population::Population;
use super::sound;

/// What a key is read from.
pub(super) struct Keyed<'run> {
    /// The record as it compares.
    pub(super) compared: &'run Comparable,
    /// The customer's AWS account.
    pub(super) aws_account_id: Option<&'run str>,
    /// All records together.
    pub(super) population: &'run Population,
    /// Whether it is a deal of the CRM.
    pub(super) is_crm: bool,
    /// Whether another record of the same account is keyed already: all have the same keys of the customer.
    pub(super) has_keyed_customer: bool,
}

/// What takes in each value of a key of customers.
pub(super) type Say<'run> = dyn FnMut(&str) + 'run;

/// What takes in each value of a key of deals: a day or month, and what is of it.
pub(super) type SayOfDeal<'run> = dyn FnMut(i32, What) + 'run;

/// What tells a deal from most others of its day or month.
#[derive(Clone, Copy, Hash)]
pub(super) enum What<'run> {
    /// Its AWS revenue a month, in whole dollars: ACE rounds the twelfth part of what the CRM has for a year.
    Revenue(u64),
    /// The words of its title.
    Title(&'run [u32]),
}

/// Says each value of a record.
pub(super) enum Of {
    /// Of the customer.
    Customer(fn(&Keyed, &mut Say)),
    /// Of the deal, so that strangers meet by it too.
    Deal(fn(&Keyed, &mut SayOfDeal)),
}

/// A way in which two records can meet.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// More ACE customers than this under one value, and the value says nothing. Our choice.
    pub(super) most: usize,
    /// What says the values.
    pub(super) of: Of,
}

impl Key {
    /// Whether it is of the deal rather than of the customer.
    pub(super) fn is_of_deal(&self) -> bool {
        matches!(self.of, Of::Deal(_))
    }
}

/// Where they have numbers, those are our choice, by `benches/linkage`.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "web domain",
        most: 400,
        of: Of::Customer(|record, say| {
            record.compared.domain.iter().for_each(|domain| say(&domain.text.name));
        }),
    },
    Key {
        name: "name in the web domain",
        most: 150,
        of: Of::Customer(|record, say| {
            record.compared.domain.iter().for_each(|it| say(&it.text.label.replace('-', "")));
            names(record).for_each(|name| say(&name.text.slug));
            names(record).filter_map(|name| telling_start(name, record)).for_each(&mut *say);
            if record.is_crm {
                record.population.known_names.slugs(record.compared.account).for_each(say);
            }
        }),
    },
    Key {
        name: "consonants of the customer name",
        most: 100,
        of: Of::Customer(|record, say| {
            let label = record.compared.domain.iter().map(|domain| domain.text.label.as_str());
            let slugs = names(record).map(|name| name.text.slug.as_str());
            slugs.chain(label).filter_map(sorted_consonants).for_each(|it| say(&it));
        }),
    },
    Key { name: "word of the customer name", most: 150, of: Of::Customer(rare_words) },
    Key { name: "acronym of the customer name", most: 100, of: Of::Customer(acronyms) },
    Key { name: "sound of the customer name", most: 100, of: Of::Customer(sounds) },
    Key {
        name: "AWS account",
        most: 400,
        of: Of::Customer(|record, say| record.aws_account_id.into_iter().for_each(say)),
    },
    Key { name: "close date and AWS revenue", most: 12, of: Of::Deal(close_and_revenue) },
    Key { name: "close date and title", most: 12, of: Of::Deal(close_and_title) },
    Key { name: "AWS revenue and month of entry", most: 4, of: Of::Deal(revenue_and_month) },
    Key { name: "title and month of entry", most: 4, of: Of::Deal(title_and_month) },
];

fn names<'run>(record: &Keyed<'run>) -> impl Iterator<Item = &'run Name> {
    let Comparable { customer, named, .. } = record.compared;
    customer.iter().flat_map(|names| names.iter()).chain(named.as_deref())
}

/// The first consonants of a long word: most typing slips leave them alone.
fn consonants(word: &str) -> Option<String> {
    let mut letters = String::new();
    for letter in word.chars().filter(|c| c.is_alphanumeric() && !"aeiouyh".contains(*c)) {
        if !letters.ends_with(letter) {
            letters.push(letter);
        }
        if letters.len() >= 6 {
            break;
        }
    }
    (letters.len() >= 4).then_some(letters)
}

/// The same, whatever their order: some slips swap two.
fn sorted_consonants(slug: &str) -> Option<String> {
    let mut letters = consonants(slug)?.into_bytes();
    letters.sort_unstable();
    String::from_utf8(letters).ok()
}

/// The two most telling words of each name and its first, if that tells a customer from the rest, and the consonants of
/// each: what people add to a name may be rarer than the name, but stands behind it.
fn rare_words(record: &Keyed, say: &mut Say) {
    let text = |word: u32| record.population.name_word(word).text;
    for name in names(record) {
        let bits = |word: u32| record.population.name_bits(word);
        let mut words: Vec<u32> = name.words.clone();
        words.sort_by(|one, other| bits(*other).total_cmp(&bits(*one)).then(one.cmp(other)));
        words.dedup();
        words.truncate(2);
        let first = name.words.first().filter(|word| bits(**word) >= TELLING_WORD_BITS);
        words.extend(first.filter(|word| !words.contains(word)));
        for word in words.into_iter().map(text) {
            say(word);
            if let Some(consonants) = consonants(word) {
                say(&consonants);
            }
        }
    }
    let said = record.population.known_names.said(record.is_crm, record.compared.account);
    for word in said {
        say(text(*word));
    }
}

/// The first of several words, if it may well be the domain: fizen.ca of Fizen Capital Partners.
fn telling_start<'run>(name: &Name, record: &Keyed<'run>) -> Option<&'run str> {
    let (first, _) = name.words.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let is_telling = record.population.name_bits(*first) >= TELLING_WORD_BITS;
    is_telling.then(|| record.population.name_word(*first).text)
}

fn acronyms(record: &Keyed, say: &mut Say) {
    for name in names(record) {
        if name.text.slug.len() <= 6 {
            say(&name.text.slug);
        }
        name.text.acronyms().for_each(&mut *say);
    }
    let label = record.compared.domain.iter().map(|domain| domain.text.label.as_str());
    label.filter(|label| label.len() <= 6).for_each(say);
}

/// The sounds under which a name in another script is found: marked with that script, as only names in two scripts meet
/// by them.
fn sounds(record: &Keyed, say: &mut Say) {
    if !record.population.has_two_scripts() {
        return;
    }
    for name in names(record) {
        let sought = if name.is_latin == record.is_crm { "native" } else { "latin" };
        if let Some(sound) = sound::sound(name, record.population) {
            say(&format!("{sought} {}", sound::start(sound)));
        }
    }
}

/// A first word that says less is many customers'.
const TELLING_WORD_BITS: f64 = 4.5;
/// Less AWS revenue a year than this is of too many deals on one day.
const TELLING_REVENUE_USD: f64 = 5_000.0;
/// A title whose words say less is of too many deals on one day.
const TELLING_TITLE_BITS: f64 = 8.0;

fn close_and_revenue(record: &Keyed, say: &mut SayOfDeal) {
    if let Some(day) = close_day(record) {
        telling_revenue(record).for_each(|revenue| say(day, revenue));
    }
}

fn close_and_title(record: &Keyed, say: &mut SayOfDeal) {
    if let (Some(day), Some(title)) = (close_day(record), telling_title(record)) {
        say(day, title);
    }
}

fn close_day(record: &Keyed) -> Option<i32> {
    record.compared.closes.map(|day| day.num_days_from_ce())
}

/// Close dates move, and a customer that was renamed shares neither name nor domain: the deal itself is left to meet by.
fn revenue_and_month(record: &Keyed, say: &mut SayOfDeal) {
    for month in months(record) {
        telling_revenue(record).for_each(|revenue| say(month, revenue));
    }
}

fn title_and_month(record: &Keyed, say: &mut SayOfDeal) {
    if let Some(title) = telling_title(record) {
        months(record).for_each(|month| say(month, title));
    }
}

/// The month in which an opportunity was entered, and for a deal the two behind it too: most deals are entered in ACE by
/// then.
fn months(record: &Keyed) -> impl Iterator<Item = i32> + use<> {
    let later = if record.is_crm { 2 } else { 0 };
    let first = record.compared.created.map(|day| day.year() * 12 + day.month0().cast_signed());
    first.into_iter().flat_map(move |first| first..=first + later)
}

/// The words of a title of which not many deals are.
fn telling_title<'run>(record: &Keyed<'run>) -> Option<What<'run>> {
    let words = &record.compared.title.as_ref()?.words;
    let bits: f64 = words.iter().map(|word| record.population.title_bits(*word)).sum();
    (bits >= TELLING_TITLE_BITS).then_some(What::Title(words))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "dollars")]
fn telling_revenue<'run>(record: &Keyed<'run>) -> impl Iterator<Item = What<'run>> + use<'run> {
    let figures = record.compared.annual.iter().flatten().map(|figure| figure.usd);
    let telling = figures.filter(|usd| *usd >= TELLING_REVENUE_USD);
    telling.map(|usd| What::Revenue((usd / 12.0).round() as u64))
}
