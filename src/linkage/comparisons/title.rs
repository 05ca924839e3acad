use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::population::Population;

/// The deal's name and the project title, without the customer's words.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "title",
    about: About::Deal,
    levels: &[
        Level { label: "same title", m: 24.0, u: 1.6 },
        Level { label: "most words of the title shared", m: 11.0, u: 1.3 },
        Level { label: "telling words of the title shared", m: 19.0, u: 4.5 },
        Level { label: "titles that go together in other deals", m: 16.0, u: 2.5 },
        Level { label: "a few words of the title shared", m: 3.0, u: 2.5 },
        Level { label: "same general title", m: 2.0, u: 0.6 },
        Level { label: "a general title on one side", m: 18.0, u: 20.0 },
        Level { label: "different titles", m: 7.0, u: 67.0 },
    ],
    level,
    words: |pair: &Pair, level| {
        let title = |text: &Option<String>| text.clone().unwrap_or_default();
        format!(
            "\"{}\" and \"{}\": {}",
            title(&pair.crm_record.name),
            title(&pair.ace_record.title),
            COMPARISON.levels[level].label
        )
    },
};

fn level(pair: &Pair) -> Option<usize> {
    let (crm, ace) = (pair.crm.title.as_ref()?, pair.ace.title.as_ref()?);
    let (crm, ace) = (crm.words.as_slice(), ace.words.as_slice());
    let is_telling =
        |words: &[u32]| words.iter().any(|word| pair.population.title_bits(*word) >= 1.0);
    if !is_telling(crm) || !is_telling(ace) {
        return Some(if crm == ace { 5 } else { 6 });
    }
    let (shared, together, all) = overlap(pair, crm, ace);
    let overlap = shared / (all - shared).max(1e-9);
    Some(if crm == ace || overlap > 0.99 {
        0
    } else if overlap >= 0.6 {
        1
    } else if overlap >= 0.25 {
        2
    } else if (shared + together) / (all - shared - together).max(1e-9) >= 0.25 {
        3
    } else if shared > 1.0 {
        4
    } else {
        7
    })
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
            ("Data center migration", "DC migration", "same title"),
            ("Data center exit", "Data center exit Reading", "most words of the title shared"),
            ("SAP landscape", "ERP SAP move", "telling words of the title shared"),
            ("Data center exit", "Contact platform", "different titles"),
            ("AWS migration", "Cloud migration", "a general title on one side"),
            ("AWS migration", "Migration to AWS", "same general title"),
        ] {
            let label = pair_of_titles(one, other, |pair| label(&COMPARISON, pair));
            assert_eq!(label, Some(expected), "{one} / {other}");
        }
    }

    #[test]
    fn a_title_of_nothing_but_the_customer_is_general() {
        let level = pair_of_titles("Acme", "Data center exit", |pair| label(&COMPARISON, pair));
        assert_eq!(level, Some("a general title on one side"));
    }
}
