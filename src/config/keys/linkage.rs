//! `[linkage]`: the thresholds of linkage.

use super::{Key, put, score};

pub(super) static KEYS: &[Key] = &[
    Key {
        name: "linkage.auto_score",
        about: "A deal and an ACE opportunity are linked from this score on (0 to 1, a probability).",
        example: "0.68",
        allowed: "a number above 0.5 and up to 1",
        source: "our choice",
        read: |config, value| {
            put(&mut config.linkage.auto_score, score(value).filter(|score| *score > 0.5))
        },
        show: |config| config.linkage.auto_score.to_string(),
    },
    Key {
        name: "linkage.review_score",
        about: "From this score on, and below the other, a person has to decide, on the sheet Matches.",
        example: "0.035",
        allowed: "a number from 0 to 1",
        source: "our choice",
        read: |config, value| put(&mut config.linkage.review_score, score(value)),
        show: |config| config.linkage.review_score.to_string(),
    },
];
