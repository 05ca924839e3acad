use crate::linkage::comparison::{About, Comparison, Level, Pair};
use crate::linkage::comparisons::created_date;

/// The CRM close date and ACE's target close date, which partners copy from it, of records that were entered at about
/// the same time: deals that start together also close together, so that near close dates then say less.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "same close date", m: 39.0, u: 2.5 },
        Level { label: "closing within 7 days of each other", m: 14.0, u: 4.2 },
        Level { label: "closing within 30 days of each other", m: 16.5, u: 11.8 },
        Level { label: "closing within 60 days of each other", m: 9.0, u: 14.5 },
        Level { label: "closing within 120 days of each other", m: 12.0, u: 24.5 },
        Level { label: "closing within a year of each other", m: 8.0, u: 38.0 },
        Level { label: "closing more than a year apart", m: 1.5, u: 4.5 },
    ],
    level: |pair| level(pair).filter(|_| are_entered_together(pair)),
    words,
};

/// The same of records that were entered at other times, or nobody knows when.
pub(in crate::linkage) static ENTERED_APART: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "same close date", m: 33.0, u: 0.3 },
        Level { label: "closing within 7 days of each other", m: 11.5, u: 1.0 },
        Level { label: "closing within 30 days of each other", m: 17.0, u: 3.0 },
        Level { label: "closing within 60 days of each other", m: 9.0, u: 4.2 },
        Level { label: "closing within 120 days of each other", m: 11.5, u: 8.5 },
        Level { label: "closing within a year of each other", m: 11.0, u: 35.5 },
        Level { label: "closing more than a year apart", m: 7.0, u: 47.5 },
    ],
    level: |pair| level(pair).filter(|_| !are_entered_together(pair)),
    words,
};

fn level(pair: &Pair) -> Option<usize> {
    Some(match days_apart(pair)? {
        0 => 0,
        1..=7 => 1,
        8..=30 => 2,
        31..=60 => 3,
        61..=120 => 4,
        121..=365 => 5,
        _ => 6,
    })
}

fn are_entered_together(pair: &Pair) -> bool {
    created_date::days_later(pair).is_some_and(|days| (-30..=60).contains(&days))
}

fn words(pair: &Pair, _: usize) -> String {
    match days_apart(pair).unwrap_or_default() {
        0 => "same close date".to_owned(),
        1 => "close dates 1 day apart".to_owned(),
        days => format!("close dates {days} days apart"),
    }
}

fn days_apart(pair: &Pair) -> Option<i64> {
    Some((pair.crm.closes? - pair.ace.closes?).num_days().abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::date;
    use crate::linkage::comparison_testing::{blank_records, label, of_pair};

    #[test]
    fn near_close_dates_are_judged_apart_by_whether_the_records_were_entered_together() {
        for (entered, together, apart) in [
            (Some(date(2026, 1, 15)), Some("closing within 7 days of each other"), None),
            (Some(date(2025, 1, 15)), None, Some("closing within 7 days of each other")),
            (None, None, Some("closing within 7 days of each other")),
        ] {
            let (mut crm, mut ace) = blank_records();
            crm.close_date = Some(date(2026, 6, 30));
            ace.target_close_date = Some(date(2026, 6, 28));
            crm.created_date = Some(date(2026, 1, 10));
            ace.created_date = entered;
            let labels =
                of_pair(crm, ace, |pair| (label(&COMPARISON, pair), label(&ENTERED_APART, pair)));
            assert_eq!(labels, (together, apart));
        }
    }
}
