use crate::linkage::comparison::{About, Comparison, Level};

/// The partner's person on both sides. Colleagues enter each other's deals.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "owner",
    about: About::Deal,
    levels: &[
        Level { label: "same owner", m: 68.0, u: 14.0 },
        Level { label: "different owners", m: 32.0, u: 86.0 },
    ],
    level: |pair| Some(usize::from(pair.crm.owner? != pair.ace.owner?)),
    words: |pair, level| match level {
        0 => format!("same owner {}", pair.crm_record.owner.as_deref().unwrap_or_default()),
        level => COMPARISON.levels[level].label.to_owned(),
    },
};
