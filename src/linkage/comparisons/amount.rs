use crate::domain::Decimal;
use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// Annual AWS revenue: the CRM's ARR or 12 × MRR, and 12 × ACE MRR.
///
/// The deal amount is the partner's own revenue and is not compared.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "AWS revenue",
    about: About::Deal,
    levels: &[
        Level { label: "same AWS revenue", bits: 4.0 },
        Level { label: "AWS revenue within 10 %", bits: 2.5 },
        Level { label: "AWS revenue off by a factor of 12", bits: 2.5 },
        Level { label: "AWS revenue within 50 %", bits: 0.0 },
        Level { label: "different AWS revenue", bits: -1.5 },
    ],
    level: |pair| closest(pair).map(|(level, ..)| level),
    words: |pair, level| match closest(pair) {
        Some((_, crm, ace)) => format!("{crm} and {ace}: {}", COMPARISON.levels[level].label),
        None => COMPARISON.levels[level].label.to_owned(),
    },
};

fn closest<'run>(pair: &Pair<'run>) -> Option<(usize, &'run str, &'run str)> {
    if pair.crm.currency != pair.ace.currency {
        return None;
    }
    let pairs =
        pair.crm.annual.iter().flat_map(|crm| pair.ace.annual.iter().map(move |ace| (crm, ace)));
    let levels = pairs.map(|((crm, crm_words), (ace, ace_words))| {
        (level(*crm, *ace), crm_words.as_str(), ace_words.as_str())
    });
    levels.min_by_key(|(level, ..)| *level)
}

fn level(crm: Decimal, ace: Decimal) -> usize {
    let within = |one: Decimal, other: Decimal, per_cent: i64| {
        (one - other).abs() * Decimal::ONE_HUNDRED <= one.max(other) * Decimal::from(per_cent)
    };
    let months = Decimal::from(12);
    if within(crm, ace, 1) {
        0
    } else if within(crm, ace, 10) {
        1
    } else if within(crm * months, ace, 1) || within(crm, ace * months, 1) {
        2
    } else if within(crm, ace, 50) {
        3
    } else {
        4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_agree_by_share_of_the_larger_or_by_a_factor_of_twelve() {
        let label = |crm: i64, ace: i64| COMPARISON.levels[level(crm.into(), ace.into())].label;
        assert_eq!(label(96_000, 96_000), "same AWS revenue");
        assert_eq!(label(96_000, 90_000), "AWS revenue within 10 %");
        assert_eq!(label(8_000, 96_000), "AWS revenue off by a factor of 12");
        assert_eq!(label(96_000, 60_000), "AWS revenue within 50 %");
        assert_eq!(label(96_000, 9_000), "different AWS revenue");
    }
}
