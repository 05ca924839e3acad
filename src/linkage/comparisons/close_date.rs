use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// The CRM close date and ACE's target close date, which partners copy from it.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "close date",
    about: About::Deal,
    levels: &[
        Level { label: "same close date", m: 37.0, u: 0.5 },
        Level { label: "closing within 7 days of each other", m: 16.0, u: 1.8 },
        Level { label: "closing within 30 days of each other", m: 17.5, u: 4.8 },
        Level { label: "closing within 60 days of each other", m: 8.0, u: 6.3 },
        Level { label: "closing within 120 days of each other", m: 10.0, u: 11.5 },
        Level { label: "closing within a year of each other", m: 9.0, u: 37.0 },
        Level { label: "closing more than a year apart", m: 2.5, u: 38.1 },
    ],
    level: |pair| {
        Some(match days_apart(pair)? {
            0 => 0,
            1..=7 => 1,
            8..=30 => 2,
            31..=60 => 3,
            61..=120 => 4,
            121..=365 => 5,
            _ => 6,
        })
    },
    words: |pair, _| match days_apart(pair).unwrap_or_default() {
        0 => "same close date".to_owned(),
        1 => "close dates 1 day apart".to_owned(),
        days => format!("close dates {days} days apart"),
    },
};

fn days_apart(pair: &Pair) -> Option<i64> {
    let (crm, ace) = (pair.crm_record.close_date?, pair.ace_record.target_close_date?);
    Some((crm - ace).num_days().abs())
}
