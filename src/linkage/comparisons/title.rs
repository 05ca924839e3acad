use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::population::Population;

/// The deal's name and the project title, without the customer's words.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "title word for word the same", m: 14.0, u: 0.3 },
        Level { label: "same title", m: 12.0, u: 1.0 },
        Level { label: "most words of the title shared", m: 11.0, u: 1.3 },
        Level { label: "telling words of the title shared", m: 19.0, u: 4.5 },
        Level { label: "titles that go together in other deals", m: 16.0, u: 2.5 },
        Level { label: "a few words of the title shared", m: 3.0, u: 2.5 },
        Level { label: "same general title", m: 2.0, u: 0.6 },
        Level { label: "a general title on one side or both", m: 18.0, u: 20.0 },
        Level { label: "different titles", m: 6.0, u: 57.0 },
        Level { label: "titles that do not go together in other deals", m: 1.0, u: 20.0 },
    ],
    level,
    words: |pair: &Pair, level| {
        let crm = pair.crm_record.name.as_deref().unwrap_or_default();
        let ace = pair.ace_record.title.as_deref().unwrap_or_default();
        if crm == ace && level <= SAME {
            return format!("same title \"{crm}\"");
        }
        if crm == ace && level == SAME_GENERAL {
            return format!("same title \"{crm}\", a general one");
        }
        format!("\"{crm}\" and \"{ace}\": {}", COMPARISON.levels[level].label)
    },
};

// Places of the levels.
const COPIED: usize = 0;
const SAME: usize = 1;
const MOSTLY_SHARED: usize = 2;
const SHARED: usize = 3;
const GOING_TOGETHER: usize = 4;
const HARDLY_SHARED: usize = 5;
const SAME_GENERAL: usize = 6;
const ONE_GENERAL: usize = 7;
const DIFFERENT: usize = 8;
const STANDING_APART: usize = 9;

/// A word of fewer bits is in the titles of half of all deals, and tells nothing.
const TELLING_BITS: f64 = 1.0;

/// The level of two titles. The shares of their bits that part the levels are our choice, by `benches/linkage`.
fn level(pair: &Pair) -> Option<usize> {
    let (crm, ace) = (pair.crm.title.as_ref()?, pair.ace.title.as_ref()?);
    let (crm, ace) = (crm.words.as_slice(), ace.words.as_slice());
    let is_telling =
        |words: &[u32]| words.iter().any(|word| pair.population.title_bits(*word) >= TELLING_BITS);
    if !is_telling(crm) || !is_telling(ace) {
        return Some(if crm == ace { SAME_GENERAL } else { ONE_GENERAL });
    }
    let (shared, together, all) = overlap(pair, crm, ace);
    let share = |of_both: f64| of_both / (all - of_both).max(1e-9);
    // Most titles share nothing, which is seen without a look at their texts.
    Some(if shared > 0.0 && is_copied(pair) {
        COPIED
    } else if crm == ace || share(shared) > 0.99 {
        SAME
    } else if share(shared) >= 0.6 {
        MOSTLY_SHARED
    } else if share(shared) >= 0.25 {
        SHARED
    } else if share(shared + together) >= 0.25 {
        GOING_TOGETHER
    } else if shared > TELLING_BITS {
        HARDLY_SHARED
    } else if stand_apart(pair, crm, ace) {
        STANDING_APART
    } else {
        DIFFERENT
    })
}

/// Whether both titles hold telling words that other deals have often, and that never go together there.
fn stand_apart(pair: &Pair, crm: &[u32], ace: &[u32]) -> bool {
    let Population { association, .. } = pair.population;
    let has_known = |words: &[u32], in_crm: bool| {
        let mut telling =
            words.iter().filter(|word| pair.population.title_bits(**word) >= TELLING_BITS);
        telling.any(|word| association.is_often(*word, in_crm, pair.is_lesson))
    };
    has_known(crm, true) && has_known(ace, false)
}

/// Several words that are the same letter for letter: people copy a title, and two deals seldom have one by chance.
fn is_copied(pair: &Pair) -> bool {
    let (Some(crm), Some(ace)) = (&pair.crm_record.name, &pair.ace_record.title) else {
        return false;
    };
    let (crm, ace) = (crm.trim(), ace.trim());
    crm.eq_ignore_ascii_case(ace) && crm.contains(' ')
}

/// The bits of the words that both titles have, of those that go together in other deals, and of all.
fn overlap(pair: &Pair, crm: &[u32], ace: &[u32]) -> (f64, f64, f64) {
    let population: &Population = pair.population;
    let sum =
        |words: &[u32]| -> f64 { words.iter().map(|word| population.title_bits(*word)).sum() };
    let mut shared = 0.0;
    let mut together = 0.0;
    for word in crm {
        let bits = population.title_bits(*word);
        if ace.binary_search(word).is_ok() {
            shared += bits;
            continue;
        }
        let best = ace
            .iter()
            .filter(|other| crm.binary_search(other).is_err())
            .map(|other| {
                let share = population.association.bits(*word, *other, pair.is_lesson) / 4.0;
                share.min(1.0) * bits.min(population.title_bits(*other))
            })
            .fold(0.0, f64::max);
        together += best;
    }
    (shared, together, sum(crm) + sum(ace))
}

#[cfg(test)]
mod tests {
    use crate::linkage::comparison_testing::{label, pair_of_titles};

    use super::COMPARISON;

    #[test]
    fn titles_reach_the_level_a_person_would_give_them() {
        for (one, other, expected) in [
            ("DC exit Reading", "dc exit reading", "title word for word the same"),
            ("Data center migration", "DC migration", "same title"),
            ("Data center exit", "Data center exit Reading", "most words of the title shared"),
            ("SAP landscape", "ERP SAP move", "telling words of the title shared"),
            ("Data center exit", "Contact platform", "different titles"),
            ("AWS migration", "Cloud migration", "a general title on one side or both"),
            ("AWS migration", "Migration to AWS", "same general title"),
        ] {
            let label = pair_of_titles(one, other, |pair| label(&COMPARISON, pair));
            assert_eq!(label, Some(expected), "{one} / {other}");
        }
    }

    #[test]
    fn a_title_of_nothing_but_the_customer_is_general() {
        let level = pair_of_titles("Acme", "Data center exit", |pair| label(&COMPARISON, pair));
        assert_eq!(level, Some("a general title on one side or both"));
    }
}
