use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// The customer's web domain.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "web domain",
    about: About::Customer,
    levels: &[
        Level { label: "same domain", bits: 8.0 },
        Level { label: "same domain in another country", bits: 5.0 },
        Level { label: "same domain, but many customers share it", bits: 1.0 },
        Level { label: "different domain", bits: -3.0 },
    ],
    level,
    words: |pair, level| {
        let (crm, ace) = (domain(pair.crm), domain(pair.ace));
        let label = COMPARISON.levels[level].label;
        if crm == ace { format!("{label} {crm}") } else { format!("{label} ({crm}, {ace})") }
    },
};

fn domain(record: &crate::linkage::comparable::Comparable) -> &str {
    record.domain.as_ref().map_or("", |domain| domain.name.as_str())
}

fn level(pair: &Pair) -> Option<usize> {
    let (crm, ace) = (pair.crm.domain.as_ref()?, pair.ace.domain.as_ref()?);
    Some(if crm.name == ace.name {
        if pair.population.shared_domains.contains(&crm.name) { 2 } else { 0 }
    } else if crm.label == ace.label && crm.label.len() >= 4 {
        1
    } else {
        3
    })
}
