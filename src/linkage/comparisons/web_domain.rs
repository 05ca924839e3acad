use crate::linkage::comparable::Domain;
use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::spelling::{Spelled, are_far, is_typing_slip};

/// The customer's web domain.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "web domain",
    about: About::Customer,
    levels: &[
        Level { label: "same domain", m: 82.0, u: 0.15 },
        Level { label: "same domain, which several customers share", m: 8.0, u: 1.2 },
        Level { label: "same domain, but many customers share it", m: 0.5, u: 1.0 },
        Level { label: "same domain in another country", m: 4.0, u: 1.4 },
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
    } else if crm.label == ace.label && crm.text.label.len() >= 4 {
        3
    } else if !are_far(crm.letters, ace.letters) && is_typing_slip(label(crm), label(ace)) {
        4
    } else {
        DIFFERENT
    })
}

fn label(domain: &Domain) -> Spelled<'_> {
    Spelled { text: &domain.text.label, letters: domain.letters }
}
