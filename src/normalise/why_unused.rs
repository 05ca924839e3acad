//! Why a row is not used beside others of its id, in words.

use crate::domain::Action;

/// Why a row is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhyUnused {
    /// It says the same as another.
    Duplicate,
    /// Another one was modified later.
    Older,
    /// Another one says otherwise, and none is newer.
    Conflict,
    /// Another one says otherwise, and they may be two deals.
    LostCase,
}

impl WhyUnused {
    /// The problem, what is done, and the message; `differing` are the headers under which the rows differ.
    pub(super) fn texts(self, other: &str, differing: &str) -> (&'static str, Action, String) {
        match self {
            WhyUnused::Duplicate => (
                "duplicate",
                Action::RowIgnored,
                format!("The row says the same as {other}, which stands for both."),
            ),
            WhyUnused::Older => (
                "duplicate_older",
                Action::RowSetAside,
                format!(
                    "{other} has the same id, says otherwise{differing} and was modified later: it is used."
                ),
            ),
            WhyUnused::LostCase => (
                "id_lost_case",
                Action::RowSetAside,
                format!(
                    "{other} has the same id and says otherwise{differing}, and the ids of this file have lost their \
                     capitals: they may be two deals. Export again with the 18-character id."
                ),
            ),
            WhyUnused::Conflict => (
                "duplicate_conflict",
                Action::RowSetAside,
                format!(
                    "{other} has the same id and says otherwise{differing}, and no modified date tells which is \
                     newer. Remove one of them; if they are parts of one deal, as its products, export one row per deal."
                ),
            ),
        }
    }
}
