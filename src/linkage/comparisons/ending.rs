use crate::linkage::comparison::{About, Comparison, Level};

/// Whether both records say how the deal ended.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    about: About::Deal,
    levels: &[
        Level { label: "both lost", m: 43.0, u: 20.0 },
        Level { label: "both won", m: 54.0, u: 31.0 },
        Level { label: "won on one side, lost on the other", m: 3.0, u: 49.0 },
    ],
    level: |pair| {
        Some(match (pair.crm.ending?, pair.ace.ending?) {
            (false, false) => 0,
            (true, true) => 1,
            _ => 2,
        })
    },
    words: |_, level| COMPARISON.levels[level].label.to_owned(),
};
