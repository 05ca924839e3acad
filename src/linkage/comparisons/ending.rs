use crate::linkage::comparison::{About, Comparison, Level};

/// Whether both records say how the deal ended.
pub(in crate::linkage) static COMPARISON: Comparison = Comparison {
    name: "ending",
    about: About::Deal,
    levels: &[
        Level { label: "both lost", bits: 1.0 },
        Level { label: "both won", bits: 0.5 },
        Level { label: "won on one side, lost on the other", bits: -2.0 },
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
