use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// When the two records were created: the ACE opportunity usually follows the deal.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "created date",
    about: About::Deal,
    levels: &[
        Level { label: "created within 30 days of each other", bits: 1.5 },
        Level { label: "created within 120 days of each other", bits: 0.5 },
        Level { label: "created within a year of each other", bits: -0.5 },
        Level { label: "created more than a year apart", bits: -2.5 },
    ],
    level: |pair| {
        Some(match days_apart(pair)? {
            0..=30 => 0,
            31..=120 => 1,
            121..=365 => 2,
            _ => 3,
        })
    },
    words: |pair, _| format!("created {} days apart", days_apart(pair).unwrap_or_default()),
};

fn days_apart(pair: &Pair) -> Option<i64> {
    Some((pair.crm.created_date? - pair.ace.created_date?).num_days().abs())
}
