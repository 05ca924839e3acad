//! Invented customers: names of real-world shape, families of look-alikes, subsidiaries, shared domains.

use crate::random::Random;
use crate::trades::TRADES;
use crate::words::{COMMON, COUNTRIES, Country, INSTITUTIONS, PLACES, SOUNDS, SURNAMES, SYLLABLES};

/// A customer as it is in truth.
#[derive(Clone)]
pub(crate) struct Customer {
    /// The part of the name that says who it is.
    pub(crate) head: String,
    /// The rest: trade or division; may be empty.
    pub(crate) trade: String,
    /// The whole name in Latin letters, without legal form.
    pub(crate) name: String,
    /// The legal form; may be empty.
    pub(crate) form: &'static str,
    /// The name in its own script.
    pub(crate) native: Option<String>,
    /// What it was called before, which is another name altogether.
    pub(crate) former: Option<String>,
    /// The registrable domain.
    pub(crate) domain: String,
    /// A second domain of its own.
    pub(crate) other_domain: Option<String>,
    /// Where it sits.
    pub(crate) country: &'static Country,
}

/// Customers enough, each named differently from all others.
pub(crate) fn customers(random: &mut Random, count: usize) -> Vec<Customer> {
    let mut customers: Vec<Customer> = Vec::with_capacity(count);
    let mut taken = std::collections::HashSet::new();
    while customers.len() < count {
        let customer = match random.weighted(&[800, 130, 70]) {
            1 if !customers.is_empty() => look_alike(random, &customers),
            2 if !customers.is_empty() => subsidiary(random, &customers),
            _ => founded(random),
        };
        if taken.insert(customer.name.to_lowercase()) {
            customers.push(customer);
        }
    }
    customers
}

fn founded(random: &mut Random) -> Customer {
    let country = random.one_of(COUNTRIES);
    let script = match country.language {
        9 => Some(1),
        10 => Some(2),
        11 => Some(3),
        12 => Some(4),
        13 => Some(5),
        _ => None,
    };
    let (head, trade, native) = match script {
        Some(script) => sounded(random, country, script),
        None => latin(random, country),
    };
    named(random, head, trade, native, country)
}

/// Japanese, Chinese, Korean, Cyrillic and Greek names: the native one sounds like the Latin one, or means the
/// same as it.
fn sounded(
    random: &mut Random,
    country: &Country,
    script: usize,
) -> (String, String, Option<String>) {
    let sounds: Vec<&[&str; 6]> = (0..2 + random.below(3)).map(|_| random.one_of(SOUNDS)).collect();
    let head = capitalised(&sounds.iter().map(|sound| sound[0]).collect::<String>());
    let own = sounds.iter().map(|sound| sound[script]).collect::<String>();
    let (trade, english) = random.one_of(TRADES[country.language]);
    let own = if script >= 4 { capitalised(&own) + " " + trade } else { own + trade };
    let form = match script {
        1 if random.per_mille(500) => "株式会社",
        2 => "有限公司",
        3 if random.per_mille(500) => "주식회사",
        _ => "",
    };
    (head, (*english).to_owned(), Some(own + form))
}

fn latin(random: &mut Random, country: &Country) -> (String, String, Option<String>) {
    let trade = |random: &mut Random| random.one_of(TRADES[country.language]).0.to_owned();
    match random.weighted(&[36, 16, 14, 16, 6, 5, 7]) {
        0 => (coined(random, country.language, 2), trade(random), None),
        1 => (random.one_of(SURNAMES).to_string(), trade(random), None),
        2 => {
            let around = if random.per_mille(600) {
                random.one_of(PLACES).to_string()
            } else {
                coined(random, country.language, 2)
            };
            (random.one_of(INSTITUTIONS).replace("{}", &around), String::new(), None)
        }
        3 => (coined(random, country.language, 3), String::new(), None),
        4 => {
            let (one, other) = (random.one_of(SURNAMES), random.one_of(SURNAMES));
            (
                format!("{one} & {other}"),
                if random.per_mille(400) { trade(random) } else { String::new() },
                None,
            )
        }
        5 => {
            let head = format!("{} {}", random.one_of(COMMON), random.one_of(COMMON));
            (head, trade(random), None)
        }
        _ => {
            let letters: String = (0..3)
                .map(|_| char::from(b'A' + u8::try_from(random.below(26)).unwrap_or(0)))
                .collect();
            (letters, trade(random), None)
        }
    }
}

fn named(
    random: &mut Random,
    head: String,
    trade: String,
    native: Option<String>,
    country: &'static Country,
) -> Customer {
    let name = format!("{head} {trade}").trim().to_owned();
    let form = if random.per_mille(750) { *random.one_of(country.forms) } else { "" };
    let former = random.per_mille(60).then(|| {
        let before = latin(random, country);
        format!("{} {}", before.0, before.1).trim().to_owned()
    });
    let domain = domain(random, &head, &trade, country);
    let other_domain = random.per_mille(120).then(|| {
        if random.per_mille(500) {
            let label = domain.split('.').next().unwrap_or_default();
            format!("{label}.{}", if country.tld == "com" { "net" } else { "com" })
        } else {
            format!("{}.{}", slug(&coined(random, 0, 3)), country.tld)
        }
    });
    Customer { head, trade, name, form, native, former, domain, other_domain, country }
}

/// Another customer that shares the first word of one.
fn look_alike(random: &mut Random, customers: &[Customer]) -> Customer {
    let one = random.one_of(customers).clone();
    let country = if random.per_mille(600) { one.country } else { random.one_of(COUNTRIES) };
    let head = one.head.split(' ').next().unwrap_or(&one.head).to_owned();
    let list = TRADES[if country.language >= 9 { 0 } else { country.language }];
    let trade = random.one_of(list).0.to_owned();
    named(random, head, trade, None, country)
}

/// A part of a customer: in another country or line of business, half of them under its domain.
fn subsidiary(random: &mut Random, customers: &[Customer]) -> Customer {
    let one = random.one_of(customers).clone();
    let country = random.one_of(COUNTRIES);
    let trade = if random.per_mille(500) {
        format!("{} {}", one.trade, country.english)
    } else {
        format!("{} {}", one.trade, random.one_of(TRADES[0]).0)
    };
    let mut part = named(random, one.head.clone(), trade.trim().to_owned(), None, country);
    if random.per_mille(500) {
        part.domain = one.domain;
    }
    part
}

fn coined(random: &mut Random, language: usize, most: usize) -> String {
    let syllables = SYLLABLES[if language < SYLLABLES.len() { language } else { 0 }];
    let count = 2 + random.below(most);
    capitalised(&(0..count).map(|_| *random.one_of(syllables)).collect::<String>())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn domain(random: &mut Random, head: &str, trade: &str, country: &Country) -> String {
    let tld = if random.per_mille(450) { "com" } else { country.tld };
    let label = match random.weighted(&[45, 35, 12, 8]) {
        0 => slug(head),
        1 => slug(&format!("{head}{trade}")),
        2 => {
            initials(&format!("{head} {trade}")) + &slug(trade).chars().take(3).collect::<String>()
        }
        _ => slug(&coined(random, 0, 3)),
    };
    let label = if label.len() < 3 { slug(&coined(random, 0, 3)) } else { label };
    format!("{}.{tld}", label.chars().take(30).collect::<String>())
}

/// The letters that a domain would have.
pub(crate) fn slug(text: &str) -> String {
    folded(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The first letters of the words.
pub(crate) fn initials(text: &str) -> String {
    folded(text)
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// Lower case without accents, for the Latin letters that the lists use.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' => out.push('a'),
            'é' | 'è' | 'ê' | 'ę' => out.push('e'),
            'í' | 'î' | 'ı' => out.push('i'),
            'ö' | 'ó' | 'ô' | 'õ' | 'ø' => out.push('o'),
            'ü' | 'ú' | 'û' => out.push('u'),
            'ñ' | 'ń' => out.push('n'),
            'ç' | 'ć' => out.push('c'),
            'ł' => out.push('l'),
            'ś' => out.push('s'),
            'ř' => out.push('r'),
            'ż' | 'ź' => out.push('z'),
            'ß' => out.push_str("ss"),
            c => out.push(c),
        }
    }
    out
}
