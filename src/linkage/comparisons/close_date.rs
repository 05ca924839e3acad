use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// The CRM close date and ACE's target close date, which partners copy from it.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "close date",
    about: About::Deal,
    levels: &[
        Level { label: "closing within 7 days of each other", bits: 3.0 },
        Level { label: "closing within 30 days of each other", bits: 2.0 },
        Level { label: "closing within 120 days of each other", bits: 0.5 },
        Level { label: "closing within a year of each other", bits: -1.5 },
        Level { label: "closing more than a year apart", bits: -4.0 },
    ],
    level: |pair| {
        Some(match days_apart(pair)? {
            0..=7 => 0,
            8..=30 => 1,
            31..=120 => 2,
            121..=365 => 3,
            _ => 4,
        })
    },
    words: |pair, _| match days_apart(pair).unwrap_or_default() {
        0 => "same close date".to_owned(),
        1 => "close dates 1 day apart".to_owned(),
        days => format!("close dates {days} days apart"),
    },
};

fn days_apart(pair: &Pair) -> Option<i64> {
    Some((pair.crm.close_date? - pair.ace.close_date?).num_days().abs())
}
