use crate::linkage::comparison::{About, Comparison, Level, Pair};

/// When the two records were created: the ACE opportunity usually follows the deal.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "entered in ACE on the same day", m: 10.0, u: 0.2 },
        Level { label: "entered in ACE within 14 days", m: 42.0, u: 2.0 },
        Level { label: "entered in ACE within 60 days", m: 25.0, u: 5.5 },
        Level { label: "entered in ACE within 200 days", m: 13.0, u: 13.5 },
        Level { label: "entered in ACE more than 200 days later", m: 2.0, u: 32.0 },
        Level { label: "entered in ACE up to 30 days earlier", m: 6.0, u: 3.8 },
        Level { label: "entered in ACE more than 30 days earlier", m: 2.0, u: 43.0 },
    ],
    level: |pair| {
        Some(match days_later(pair)? {
            0 => 0,
            1..=14 => 1,
            15..=60 => 2,
            61..=200 => 3,
            201.. => 4,
            -30..=-1 => 5,
            _ => 6,
        })
    },
    words: |pair, _| match days_later(pair).unwrap_or_default() {
        0 => "entered in both on the same day".to_owned(),
        1 => "entered in ACE a day later".to_owned(),
        -1 => "entered in ACE a day earlier".to_owned(),
        days @ 1.. => format!("entered in ACE {days} days later"),
        days => format!("entered in ACE {} days earlier", -days),
    },
};

pub(super) fn days_later(pair: &Pair) -> Option<i64> {
    Some((pair.ace.created? - pair.crm.created?).num_days())
}
