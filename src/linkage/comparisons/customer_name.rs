use crate::linkage::comparable::{Comparable, Name};
use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::population::Population;
use crate::linkage::sound;
use crate::linkage::spelling::{
    Spelled, are_far, is_short_for, is_single_slip, is_typing_slip, letters,
};

// Places of the levels, best first.
const SAME: usize = 0;
const SAME_WITHOUT_FORM: usize = 1;
const SAME_WORDS: usize = 2;
const CUT_OFF: usize = 3;
const WITHIN: usize = 4;
const ACRONYM: usize = 5;
const IS_DOMAIN: usize = 6;
const NAMED: usize = 7;
const KNOWN: usize = 8;
const SAID_IN_A_TITLE: usize = 9;
const SOUND: usize = 10;
const SAME_COMMON_WORDS: usize = 11;
const MOST_WORDS: usize = 12;
const TELLING_WORD: usize = 13;
const OTHER_SCRIPT: usize = 14;
const COMMON_WORDS: usize = 15;
const DIFFERENT: usize = 16;

/// The customer's name.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Customer,
    levels: &[
        Level { label: "same name", m: 40.0, u: 0.05 },
        Level { label: "same name without legal form", m: 26.0, u: 0.07 },
        Level { label: "same name but for spelling", m: 11.0, u: 0.35 },
        Level { label: "one name is the start of the other", m: 4.0, u: 0.4 },
        Level { label: "one name within the other", m: 7.0, u: 2.0 },
        Level { label: "acronym", m: 1.5, u: 0.15 },
        Level { label: "name is the domain", m: 0.8, u: 0.05 },
        Level { label: "the title names the customer for whom it is", m: 1.0, u: 0.02 },
        Level { label: "an id or web domain links the two names elsewhere", m: 1.5, u: 0.05 },
        Level { label: "one customer is named in a title of the other", m: 1.0, u: 0.1 },
        Level { label: "names that sound alike in two scripts", m: 0.8, u: 0.05 },
        Level { label: "same name, of common words only", m: 0.5, u: 0.1 },
        Level { label: "most of the name shared", m: 1.0, u: 3.0 },
        Level { label: "a telling word shared, the rest differs", m: 1.6, u: 50.0 },
        Level { label: "names in different scripts", m: 3.2, u: 2.0 },
        Level { label: "only common words shared", m: 0.3, u: 25.0 },
        Level { label: "different names", m: 2.6, u: 16.83 },
    ],
    level,
    words: |pair, level| {
        let crm = pair.crm_record.customer.as_deref().unwrap_or_default();
        let ace = pair.ace_record.customer.as_deref().unwrap_or_default();
        match level {
            SAME if crm.eq_ignore_ascii_case(ace) => format!("same customer name \"{crm}\""),
            SAME => format!("\"{crm}\" = \"{ace}\""),
            SAME_WITHOUT_FORM => {
                format!("\"{crm}\" = \"{ace}\" without legal form and additions")
            }
            level => format!("\"{crm}\" and \"{ace}\": {}", COMPARISON.levels[level].label),
        }
    },
};

/// Whether the names have a part in common, and nothing more says that they are of one customer.
pub(in crate::linkage) fn is_part(pair: &Pair) -> bool {
    matches!(level(pair), Some(CUT_OFF | WITHIN | MOST_WORDS | TELLING_WORD))
}

fn level(pair: &Pair) -> Option<usize> {
    let is_domain = || {
        name_is_domain(pair.crm, pair.ace, pair.population)
            || name_is_domain(pair.ace, pair.crm, pair.population)
    };
    let (Some(crm), Some(ace)) = (&pair.crm.customer, &pair.ace.customer) else {
        return is_domain().then_some(IS_DOMAIN);
    };
    let pairs = crm.iter().flat_map(|crm| ace.iter().map(move |ace| (crm, ace)));
    let best = pairs.map(|(crm, ace)| level_of(crm, ace, pair.population)).min()?;
    if best <= ACRONYM {
        return Some(best);
    }
    if is_domain() {
        return Some(IS_DOMAIN);
    }
    if is_named(pair.crm, ace) || is_named(pair.ace, crm) {
        return Some(NAMED);
    }
    if best > SAME_COMMON_WORDS {
        let known_names = &pair.population.known_names;
        if known_names.are_one(pair.crm, pair.ace, pair.is_lesson) {
            return Some(KNOWN);
        }
        if known_names.are_said(pair.crm, pair.ace) {
            return Some(SAID_IN_A_TITLE);
        }
    }
    let is_latin = |names: &[Name]| names.iter().any(|name| name.is_latin);
    let scripts_differ = is_latin(crm) != is_latin(ace);
    let mut pairs = crm.iter().flat_map(|crm| ace.iter().map(move |ace| (crm, ace)));
    let are_alike = |(crm, ace): (&Name, &Name)| sound::are_alike(crm, ace, pair.population);
    if best > SAME_COMMON_WORDS && scripts_differ && pairs.any(are_alike) {
        return Some(SOUND);
    }
    Some(if best > OTHER_SCRIPT && scripts_differ { OTHER_SCRIPT } else { best })
}

/// Whether a reseller holds the record for the customer of these names.
fn is_named(record: &Comparable, names: &[Name]) -> bool {
    record.named.as_ref().is_some_and(|named| names.iter().any(|name| name.slug == named.slug))
}

/// Fewer bits than this in all words of a name, and it is one of many alike: First National Bank.
const LEAST_TELLING_BITS: f64 = 7.0;
/// A word of so many bits tells one customer, or one family, from the rest.
const TELLING_WORD_BITS: f64 = 4.5;

fn level_of(crm: &Name, ace: &Name, population: &Population) -> usize {
    let bits = |name: &Name| name.words.iter().map(|word| population.name_bits(*word)).sum::<f64>();
    let is_telling = |name: &Name| bits(name) >= LEAST_TELLING_BITS;
    if crm.slug == ace.slug {
        return match (is_telling(crm) && is_telling(ace), crm.text.full == ace.text.full) {
            (false, _) => SAME_COMMON_WORDS,
            (true, true) => SAME,
            (true, false) => SAME_WITHOUT_FORM,
        };
    }
    if !are_far(crm.letters, ace.letters) && is_single_slip(slug(crm), slug(ace))
        || is_slip_as_written(crm, ace)
    {
        return SAME_WORDS;
    }
    let met = meet(crm, ace, population);
    if met.only_crm < 0.01 && met.only_ace < 0.01 && met.shared >= LEAST_TELLING_BITS {
        return SAME_WORDS;
    }
    if met.only_crm.min(met.only_ace) < 0.01 && met.telling >= TELLING_WORD_BITS {
        return WITHIN;
    }
    let shared = crm.letters & ace.letters;
    let has_all = shared == crm.letters || shared == ace.letters;
    if has_all && is_cut_off(slug(crm), slug(ace)) {
        return CUT_OFF;
    }
    if is_acronym(crm, ace) || is_acronym(ace, crm) {
        return ACRONYM;
    }
    let rest = met.only_crm.max(met.only_ace);
    if met.telling >= TELLING_WORD_BITS {
        // Acme Health is not Acme Bank: one word is a family's.
        let is_most = met.words >= 2 && met.shared >= rest * 1.5;
        return if is_most { MOST_WORDS } else { TELLING_WORD };
    }
    if met.shared > 0.0 { COMMON_WORDS } else { DIFFERENT }
}

/// The bits of the words that two names share, and of those that only one has.
struct SharedWords {
    shared: f64,
    /// How many words that is.
    words: usize,
    /// The most telling word of the shared ones.
    telling: f64,
    only_crm: f64,
    only_ace: f64,
}

fn meet(crm: &Name, ace: &Name, population: &Population) -> SharedWords {
    let mut met = SharedWords { shared: 0.0, words: 0, telling: 0.0, only_crm: 0.0, only_ace: 0.0 };
    let mut taken = 0_u64;
    for word in &crm.words {
        let bits = population.name_bits(*word);
        let partner = partner(*word, &ace.words, taken, population);
        match partner {
            Some(place) => {
                taken |= 1 << place;
                let bits = bits.min(population.name_bits(ace.words[place]));
                met.shared += bits;
                met.words += 1;
                met.telling = met.telling.max(bits);
            }
            None => met.only_crm += bits,
        }
    }
    for (place, word) in ace.words.iter().enumerate().take(64) {
        if taken >> place & 1 == 0 {
            met.only_ace += population.name_bits(*word);
        }
    }
    met
}

/// The same word, or one that is it but for a slip or an abbreviation.
fn partner(word: u32, others: &[u32], taken: u64, population: &Population) -> Option<usize> {
    let free = || others.iter().enumerate().take(64).filter(|(place, _)| taken >> place & 1 == 0);
    if let Some((place, _)) = free().find(|(_, other)| **other == word) {
        return Some(place);
    }
    let word = population.name_word(word);
    let is_alike = |other: Spelled| is_typing_slip(word, other) || is_short_for(word, other);
    free().find(|(_, other)| is_alike(population.name_word(**other))).map(|it| it.0)
}

/// A name in which one word is written out and the other's with a slip is not differs by no more kinds of letters. Our choice.
const WRITTEN_OUT_LETTERS: u32 = 6;

/// A slip in an abbreviation, a short form or a legal form keeps it from being read as one: Tehnologies are not written
/// out to technology.
fn is_slip_as_written(one: &Name, other: &Name) -> bool {
    // Most names are told apart by this, without a look at their texts.
    if (one.letters ^ other.letters).count_ones() > WRITTEN_OUT_LETTERS {
        return false;
    }
    let (one, other) = (one.text.full.as_str(), other.text.full.as_str());
    if one.len().abs_diff(other.len()) > 1 || one.as_bytes()[0] != other.as_bytes()[0] {
        return false;
    }
    let spelled = |text| Spelled { text, letters: letters(text) };
    is_single_slip(spelled(one), spelled(other))
}

/// Letters enough that chance is no explanation, and the rest was cut: ACE keeps 80 characters, people fewer.
fn is_cut_off(one: Spelled, other: Spelled) -> bool {
    let (shorter, longer) =
        if one.text.len() < other.text.len() { (one, other) } else { (other, one) };
    shorter.text.len() >= 10 && longer.text.starts_with(shorter.text)
}

fn slug(name: &Name) -> Spelled<'_> {
    Spelled { text: &name.text.slug, letters: name.letters }
}

fn is_acronym(short: &Name, long: &Name) -> bool {
    short.words.len() == 1 && long.text.acronyms().any(|acronym| acronym == short.text.slug)
}

/// One side has no domain, and the other side's is the first side's name, or the word it starts with if that is telling.
fn name_is_domain(named: &Comparable, other: &Comparable, population: &Population) -> bool {
    let (Some(customer), None, Some(domain)) = (&named.customer, &named.domain, &other.domain)
    else {
        return false;
    };
    let label = domain.text.label.bytes().filter(|byte| *byte != b'-');
    let is_label = |text: &str| text.bytes().eq(label.clone());
    let starts = |name: &Name| {
        let telling = |word: &&u32| population.name_bits(**word) >= TELLING_WORD_BITS;
        name.words
            .first()
            .filter(telling)
            .is_some_and(|it| is_label(population.name_word(*it).text))
    };
    label.clone().count() >= 4
        && customer.iter().any(|name| is_label(&name.text.slug) || starts(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage::comparison_testing::{blank_records, label, of_pair, pair_of_customers};

    #[test]
    fn names_reach_the_level_a_person_would_give_them() {
        for (one, other, expected) in [
            ("Acme Robotics", "ACME ROBOTICS", "same name"),
            ("Acme Robotics GmbH", "Acme Robotics", "same name without legal form"),
            ("Acme Robotcis", "Acme Robotics", "same name but for spelling"),
            ("Kim Technologies Ltd.", "Kim Tehnologies Ltd.", "same name but for spelling"),
            ("Robotics Acme", "Acme Robotics", "same name but for spelling"),
            ("Zephyr Manufacturing", "Zephyr Mfg.", "same name without legal form"),
            (
                "Universal Widgetmakers Ohio",
                "Universal Widgetmakers O",
                "one name is the start of the other",
            ),
            ("Contoso Retail", "Contoso", "one name within the other"),
            ("International Business Machines", "IBM", "acronym"),
            ("Acme Robotics Germany", "Acme Robotics", "one name within the other"),
            ("Acme Health", "Acme Bank", "a telling word shared, the rest differs"),
            ("Acme Health", "Bolt Health", "only common words shared"),
            ("Acme", "Bolt", "different names"),
            ("日立物流", "Acme", "names in different scripts"),
            ("Site 12 Logistics", "Site 13 Logistics", "a telling word shared, the rest differs"),
            ("Bank of the West", "Bank of the East", "only common words shared"),
        ] {
            let label = pair_of_customers(one, other, |pair| label(&COMPARISON, pair));
            assert_eq!(label, Some(expected), "{one} / {other}");
        }
    }

    #[test]
    fn a_domain_that_is_the_name_or_its_telling_start_names_the_customer() {
        for (name, ace_name, domain, expected) in [
            ("Fizen Capital Partners", None, "fizen.ca", Some("name is the domain")),
            ("Fizen Capital Partners", Some("FCP"), "fizencapitalpartners.ca", Some("acronym")),
            ("Fizen Capital", Some("Horvat"), "fizen.ca", Some("name is the domain")),
            ("General Bank", None, "general.com", None),
            ("Fizen Capital Partners", None, "acme.example", None),
        ] {
            let (mut crm, mut ace) = blank_records();
            crm.customer = Some(name.into());
            ace.customer = ace_name.map(Into::into);
            ace.website = Some(domain.into());
            assert_eq!(of_pair(crm, ace, |pair| label(&COMPARISON, pair)), expected, "{name}");
        }
    }
}
