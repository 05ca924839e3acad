//! How a person in another system writes a customer's name, website and country.

use crate::customers::{Customer, initials, slug};
use crate::random::Random;

/// What was done to a name, as far as a slice of the score asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Little,
    Acronym,
    Former,
    Native,
}

/// The customer's name as the CRM has it: tidy, one per account.
pub(crate) fn account_name(random: &mut Random, customer: &Customer) -> (String, Change) {
    if let Some(native) = &customer.native
        && random.per_mille(300)
    {
        return (native.clone(), Change::Native);
    }
    if let Some(former) = &customer.former
        && random.per_mille(400)
    {
        let name = match random.below(3) {
            0 => format!("{} (formerly {former})", customer.name),
            1 => format!("{former} (now {})", customer.name),
            _ => former.clone(),
        };
        return (name, Change::Former);
    }
    let name = with_form(random, customer);
    let name = match random.weighted(&[930, 15, 15, 15, 25]) {
        1 => format!("* {name}"),
        2 => format!("{name} [do not use]"),
        3 => name.to_uppercase(),
        4 => format!("{name} ({})", customer.country.english),
        _ => name,
    };
    (name, Change::Little)
}

/// The customer's name as somebody typed it into ACE for one opportunity.
pub(crate) fn typed_name(random: &mut Random, customer: &Customer) -> (String, Change) {
    if let Some(native) = &customer.native
        && random.per_mille(350)
    {
        return (native.clone(), Change::Native);
    }
    if let Some(former) = &customer.former
        && random.per_mille(350)
    {
        let name = match random.below(3) {
            0 => format!("{} (formerly {former})", customer.name),
            1 => format!("{former} dba {}", customer.name),
            _ => former.clone(),
        };
        return (name, Change::Former);
    }
    let letters = initials(&customer.name);
    if letters.len() >= 3 && random.per_mille(60) {
        return (letters.to_uppercase(), Change::Acronym);
    }
    let name = with_form(random, customer);
    (mangled(random, customer, name), Change::Little)
}

fn with_form(random: &mut Random, customer: &Customer) -> String {
    match random.weighted(&[60, 32, 8]) {
        0 => format!("{} {}", customer.name, customer.form).trim().to_owned(),
        1 => customer.name.clone(),
        _ => format!("{}, {}", customer.name, random.one_of(customer.country.forms)),
    }
}

fn mangled(random: &mut Random, customer: &Customer, name: String) -> String {
    match random.weighted(&[430, 70, 50, 60, 90, 25, 50, 40, 50, 30, 25, 20, 30, 15, 15]) {
        1 => name.to_uppercase(),
        2 => name.to_lowercase(),
        3 => abbreviated(&name),
        4 => typo(random, &name),
        5 => name.chars().take(12 + random.below(14)).collect::<String>().trim().to_owned(),
        6 if !customer.trade.is_empty() => customer.head.clone(),
        7 => format!("{} {}", customer.name, customer.country.english),
        8 => crate::customers::folded(&name).split(' ').map(first_up).collect::<Vec<_>>().join(" "),
        9 => name.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss"),
        10 => swapped_words(&customer.name),
        11 => name.replacen(' ', "", 1),
        12 => format!(
            "{} {}",
            customer.name,
            random.one_of(&["Group", "Holding", "International", "IT", "Services", "HQ"])
        ),
        13 => mojibake(&name),
        14 => name.replace(" & ", " and ").replace('-', " ").replace('\'', ""),
        _ => name,
    }
}

fn first_up(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn abbreviated(name: &str) -> String {
    [
        ("International", "Int'l"),
        ("Manufacturing", "Mfg"),
        ("Technologies", "Tech"),
        ("Services", "Svcs"),
        ("University", "Univ."),
        ("National", "Nat'l"),
        ("Brothers", "Bros."),
        ("Laboratories", "Labs"),
        ("Pharmaceuticals", "Pharma"),
        ("Telecommunications", "Telecom"),
        ("Communications", "Comm"),
        ("Engineering", "Eng."),
        ("Financial", "Fin."),
        ("Industries", "Ind."),
        ("Hospital", "Hosp."),
        ("Insurance", "Ins."),
        ("Medical", "Med."),
        ("Institute", "Inst."),
        ("Versicherung", "Vers."),
        ("Regional", "Reg."),
        ("Department", "Dept"),
        (" and ", " & "),
        ("Corporation", "Corp"),
    ]
    .iter()
    .fold(name.to_owned(), |name, (long, short)| name.replace(long, short))
}

/// One letter wrong, missing, doubled or swapped; two in a long name now and then.
pub(crate) fn typo(random: &mut Random, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let times = if letters.len() > 14 && random.per_mille(250) { 2 } else { 1 };
    for _ in 0..times {
        if letters.len() < 5 {
            break;
        }
        let place = 1 + random.below(letters.len() - 2);
        match random.below(4) {
            0 => letters.swap(place, place + 1),
            1 => {
                letters.remove(place);
            }
            2 => letters.insert(place, letters[place]),
            _ => letters[place] = *random.one_of(&['a', 'e', 'i', 'o', 'n', 'r', 's', 't']),
        }
    }
    letters.into_iter().collect()
}

fn swapped_words(name: &str) -> String {
    if let Some(place) = name.strip_prefix("University of ") {
        return format!("{place} University");
    }
    let words: Vec<&str> = name.split(' ').collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{last}, {}", rest.join(" ")),
        _ => name.to_owned(),
    }
}

/// UTF-8 read as windows-1252.
fn mojibake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii() || !('\u{a0}'..='\u{ff}').contains(&c) {
            out.push(c);
        } else {
            let mut bytes = [0; 2];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push(char::from(byte));
            }
        }
    }
    out
}

/// The customer's website as one system has it; `None` is blank.
pub(crate) fn website(random: &mut Random, customer: &Customer, missing: usize) -> Option<String> {
    if random.per_mille(missing) {
        return None;
    }
    let domain = match random.weighted(&[860, 40, 20, 20, 15, 15, 30]) {
        1 => customer.other_domain.clone().unwrap_or_else(|| customer.domain.clone()),
        2 => random.one_of(&["gmail.com", "hotmail.com", "yahoo.com", "gmx.de"]).to_string(),
        3 => return Some(format!("https://www.linkedin.com/company/{}", slug(&customer.name))),
        4 => {
            typo(random, customer.domain.split('.').next().unwrap_or_default())
                + "."
                + customer.country.tld
        }
        5 => random.one_of(&["n/a", "tbd", "www.none.com", "example.com", "-"]).to_string(),
        6 => {
            let label = customer.domain.split('.').next().unwrap_or_default();
            format!("{label}.{}", customer.country.tld)
        }
        _ => customer.domain.clone(),
    };
    Some(match random.weighted(&[30, 30, 20, 5, 5, 5, 5]) {
        0 => domain,
        1 => format!("www.{domain}"),
        2 => format!("https://www.{domain}/"),
        3 => format!("http://{domain}/en/about?ref=1"),
        4 => format!("https://shop.{domain}"),
        5 => format!("info@{domain}"),
        _ => domain.to_uppercase(),
    })
}

/// The customer's country as one system writes it.
pub(crate) fn country(random: &mut Random, customer: &Customer, style: usize) -> Option<String> {
    if random.per_mille(80) {
        return None;
    }
    let country = if random.per_mille(20) {
        random.one_of(crate::words::COUNTRIES)
    } else {
        customer.country
    };
    let written = match if random.per_mille(100) { random.below(3) } else { style } {
        0 => country.english,
        1 => country.code,
        _ => country.local,
    };
    Some(written.to_owned())
}
