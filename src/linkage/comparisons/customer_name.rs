use crate::linkage::company_name::CompanyName;

// Places of the levels, best first.
const SAME: usize = 0;
const SAME_WITHOUT_FORM: usize = 1;
const TYPING_SLIP: usize = 2;
const WITHIN: usize = 3;
const ACRONYM: usize = 4;
const IS_DOMAIN: usize = 5;
const TELLING_WORD: usize = 6;
const COMMON_WORDS: usize = 7;
const DIFFERENT: usize = 8;
use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// The customer's name.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "customer name",
    about: About::Customer,
    levels: &[
        Level { label: "same name", bits: 7.0 },
        Level { label: "same name without legal form", bits: 6.5 },
        Level { label: "same name but for a typing slip", bits: 4.5 },
        Level { label: "one name within the other", bits: 4.0 },
        Level { label: "acronym", bits: 3.0 },
        Level { label: "name is the domain", bits: 3.5 },
        Level { label: "a telling word shared, the rest differs", bits: 0.5 },
        Level { label: "only common words shared", bits: -4.0 },
        Level { label: "different names", bits: -5.0 },
    ],
    level,
    words: |pair, level| {
        let (crm, ace) = (&pair.crm.customer, &pair.ace.customer);
        match level {
            SAME => format!("same customer name \"{crm}\""),
            SAME_WITHOUT_FORM => format!("\"{crm}\" = \"{ace}\" without legal form"),
            level => format!("\"{crm}\" and \"{ace}\": {}", COMPARISON.levels[level].label),
        }
    },
};

fn level(pair: &Pair) -> Option<usize> {
    let pairs =
        pair.crm.names.iter().flat_map(|crm| pair.ace.names.iter().map(move |ace| (crm, ace)));
    let best = pairs.map(|(crm, ace)| level_of(crm, ace)).min()?;
    if best > IS_DOMAIN && name_is_domain(pair) { Some(IS_DOMAIN) } else { Some(best) }
}

fn level_of(crm: &CompanyName, ace: &CompanyName) -> usize {
    if crm.full == ace.full {
        return SAME;
    }
    if crm.slug == ace.slug {
        return SAME_WITHOUT_FORM;
    }
    if is_typing_slip(&crm.slug, &ace.slug) {
        return TYPING_SLIP;
    }
    if is_within(crm, ace) || is_within(ace, crm) {
        return WITHIN;
    }
    if crm.acronym.as_ref() == Some(&ace.slug) || ace.acronym.as_ref() == Some(&crm.slug) {
        return ACRONYM;
    }
    if !crm.distinctive().is_disjoint(&ace.distinctive()) {
        return TELLING_WORD;
    }
    let share_a_word = crm.words.iter().any(|word| ace.words.contains(word));
    if share_a_word { COMMON_WORDS } else { DIFFERENT }
}

/// Every word of the shorter name stands in the longer, and they tell something: `Max` within "Max
/// Planck Institute" does not, and Acme Health is not within Acme Bank.
fn is_within(shorter: &CompanyName, longer: &CompanyName) -> bool {
    let telling: usize = shorter.distinctive().iter().map(|word| word.len()).sum();
    telling >= 4 && shorter.without_places().is_subset(&longer.without_places())
}

/// One letter wrong, missing, doubled or swapped, in a name long enough that chance is no explanation.
fn is_typing_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (shorter, longer) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if shorter.len() < 6 || longer.len() - shorter.len() > 1 {
        return false;
    }
    let start = shorter.iter().zip(longer.iter()).take_while(|(a, b)| a == b).count();
    let (rest_short, rest_long) = (&shorter[start..], &longer[start..]);
    if shorter.len() < longer.len() {
        return rest_short == &rest_long[1..];
    }
    let swapped = rest_short.len() >= 2
        && rest_short[0] == rest_long[1]
        && rest_short[1] == rest_long[0]
        && rest_short[2..] == rest_long[2..];
    // A digit that differs names another site or company, and is no slip.
    let replaced = !rest_short.is_empty()
        && rest_short[1..] == rest_long[1..]
        && !rest_short[0].is_ascii_digit()
        && !rest_long[0].is_ascii_digit();
    swapped || replaced
}

/// One side has no domain, and the other side's is the first side's name.
fn name_is_domain(pair: &Pair) -> bool {
    let matches = |named: &[CompanyName], other: &crate::linkage::comparable::Comparable| {
        other.domain.as_ref().is_some_and(|domain| {
            let label = domain.label.replace('-', "");
            label.len() >= 4 && named.iter().any(|name| name.slug == label)
        })
    };
    pair.ace.domain.is_none() && matches(&pair.ace.names, pair.crm)
        || pair.crm.domain.is_none() && matches(&pair.crm.names, pair.ace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage::company_name::company_names;

    fn label(one: &str, other: &str) -> &'static str {
        COMPARISON.levels[level_of(&company_names(one)[0], &company_names(other)[0])].label
    }

    #[test]
    fn names_reach_the_level_a_person_would_give_them() {
        for (one, other, expected) in [
            ("Acme Robotics", "ACME ROBOTICS", "same name"),
            ("Acme Robotics GmbH", "Acme Robotics", "same name without legal form"),
            ("Acme Robotcis", "Acme Robotics", "same name but for a typing slip"),
            ("Contoso Retail", "Contoso", "one name within the other"),
            ("International Business Machines", "IBM", "acronym"),
            ("Acme Robotics Germany", "Acme Robotics Deutschland", "one name within the other"),
            ("Acme Health", "Acme Bank", "a telling word shared, the rest differs"),
            ("Acme Health", "Bolt Health", "only common words shared"),
            ("Acme", "Bolt", "different names"),
            ("Site 12 Logistics", "Site 13 Logistics", "a telling word shared, the rest differs"),
        ] {
            assert_eq!(label(one, other), expected, "{one} / {other}");
        }
    }

    #[test]
    fn a_shared_common_word_does_not_put_one_name_within_the_other() {
        assert_eq!(label("Bank of the West", "Bank of the East"), "only common words shared");
    }
}
