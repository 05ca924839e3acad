use crate::linkage::comparison::{About, Comparison, Level};
use crate::linkage::comparisons::amount::{
    DIFFERENT, NEAR, PLACEHOLDER, is_converted, is_placeholder, level, percent_apart,
};

/// The deal amount and 12 × ACE MRR, where the CRM has no AWS revenue. The amount is the partner's own revenue;
/// that of a reseller is AWS's, a year's or a month's.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "amount like a year's AWS revenue", m: 32.0, u: 2.0 },
        Level { label: "amount near a year's AWS revenue", m: 13.0, u: 4.7 },
        Level { label: "amount within 20 % of a year's AWS revenue", m: 13.0, u: 11.0 },
        Level { label: "amount within 45 % of a year's AWS revenue", m: 5.0, u: 8.0 },
        Level { label: "amount like a month's AWS revenue", m: 4.0, u: 1.3 },
        Level { label: "amount unlike AWS revenue", m: 30.0, u: 68.0 },
        Level { label: "amount, but AWS revenue in ACE is a placeholder", m: 3.0, u: 5.0 },
    ],
    level: |pair| {
        if pair.crm.annual.iter().any(Option::is_some) {
            return None;
        }
        let ace = pair.ace.annual[0]?;
        let best = level(pair.crm.amount?, ace)?;
        Some(if best == DIFFERENT && is_placeholder(ace) { PLACEHOLDER } else { best })
    },
    words: |pair, level| {
        let label = COMPARISON.levels[level].label;
        let stated = pair.crm_record.amount.zip(pair.ace_record.mrr);
        let figures = pair.crm.amount.zip(pair.ace.annual[0]);
        let (Some((amount, month)), Some((crm, ace))) = (stated, figures) else {
            return label.to_owned();
        };
        if NEAR.contains(&level) {
            let apart = percent_apart(crm, ace);
            let rate = if is_converted(crm, ace) { " at a rough rate" } else { "" };
            format!("amount {amount} and {month} a month: about {apart} % apart over a year{rate}")
        } else {
            format!("{amount} and {month} a month: {label}")
        }
    },
};
