use crate::linkage::comparable::Domain;
use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::population::Population;
use crate::linkage::spelling::{Spelled, are_far, is_typing_slip};

/// The customer's web domain.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Customer,
    levels: &[
        Level { label: "same domain", m: 82.0, u: 0.15 },
        Level { label: "same domain, which several customers share", m: 8.0, u: 1.2 },
        Level { label: "same domain, but many customers share it", m: 0.5, u: 1.0 },
        Level { label: "same domain with another ending", m: 4.0, u: 1.4 },
        Level { label: "same domain but for a typing slip", m: 2.5, u: 0.5 },
        Level { label: "different domain", m: 3.0, u: 95.75 },
    ],
    level,
    words: |pair, level| {
        let domain = |record: &crate::linkage::comparable::Comparable| {
            record.domain.as_ref().map(|domain| domain.text.name.clone()).unwrap_or_default()
        };
        let (crm, ace) = (domain(pair.crm), domain(pair.ace));
        let label = COMPARISON.levels[level].label;
        match label.split_once(", ") {
            _ if crm != ace => format!("{label} ({crm}, {ace})"),
            Some((label, shared)) => format!("{label} {crm}, {shared}"),
            None => format!("{label} {crm}"),
        }
    },
};

/// The place of the level of different domains.
pub(in crate::linkage) const DIFFERENT: usize = 5;

/// Domains that so many differently named customers share are of a group, and of a register or a shop.
const SEVERAL: usize = 2;
const MANY: usize = 6;

fn level(pair: &Pair) -> Option<usize> {
    let (crm, ace) = (pair.crm.domain.as_ref()?, pair.ace.domain.as_ref()?);
    Some(if crm.number == ace.number {
        match pair.population.customers_of(crm.number) {
            MANY.. => 2,
            SEVERAL.. => 1,
            _ => 0,
        }
    } else if crm.label == ace.label && is_a_name(crm, pair.population) {
        3
    } else if !are_far(crm.letters, ace.letters) && is_typing_slip(label(crm), label(ace)) {
        4
    } else {
        DIFFERENT
    })
}

/// Whether the first label is one customer's, as that of `acme.de`: `city.oshu.iwate.jp` is one of many.
fn is_a_name(domain: &Domain, population: &Population) -> bool {
    domain.text.label.len() >= 4 && population.customers_of_label(domain.label) < MANY
}

fn label(domain: &Domain) -> Spelled<'_> {
    Spelled { text: &domain.text.label, letters: domain.letters }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CrmId, CrmOpportunity};
    use crate::linkage::comparable;
    use crate::linkage::comparison_testing::{blank_records, boxed, label, of_pair};

    fn with_websites(one: &str, other: &str) -> Option<&'static str> {
        let (mut crm, mut ace) = blank_records();
        crm.website = Some(one.into());
        ace.website = Some(other.into());
        of_pair(crm, ace, |pair| label(&COMPARISON, pair))
    }

    #[test]
    fn domains_reach_the_level_a_person_would_give_them() {
        for (one, other, expected) in [
            ("acme.de", "https://www.acme.de/en", "same domain"),
            ("acme.de", "acme.com", "same domain with another ending"),
            ("acmerobotics.de", "acmerobotcis.de", "same domain but for a typing slip"),
            ("acme.de", "bolt.de", "different domain"),
        ] {
            assert_eq!(with_websites(one, other), Some(expected), "{one} / {other}");
        }
    }

    #[test]
    fn a_label_that_many_customers_have_names_none_of_them() {
        let towns = ["Akune", "Oshu", "Toyama", "Obihiro", "Kofu", "Nagato"];
        let deals = towns.map(|town| {
            let mut crm: CrmOpportunity = blank_records().0;
            crm.id = CrmId::new(town).unwrap();
            crm.customer = Some(town.into());
            crm.website = Some(format!("city.{town}.iwate.jp").to_lowercase().into());
            crm
        });
        let mut ace = blank_records().1;
        ace.website = Some("city.ninohe.iwate.jp".into());
        let (crm, ace) = (boxed(deals), boxed([ace]));
        let mut sides = comparable::sides(&crm, &ace);
        let population = Population::new(&mut sides, &[]);
        let pair = Pair {
            crm_record: &crm[0],
            ace_record: &ace[0],
            places: (0, 0),
            crm: &sides.crm[0],
            ace: &sides.ace[0],
            population: &population,
            is_lesson: false,
        };
        assert_eq!(label(&COMPARISON, &pair), Some("different domain"));
    }
}
