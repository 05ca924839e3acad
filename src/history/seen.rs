//! For how long a deal has been known, and when it was last different.

use chrono::NaiveDate;

use super::identity::Identity;
use super::previous::PreviousRun;
use super::standing::Standing;
use crate::domain::{DealState, ScreenedDeal};

/// For how long a deal has been known. Days are those that runs speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The first run that saw it.
    pub first: NaiveDate,
    /// How many runs saw it, this one included.
    pub runs: u32,
    /// The last run that found it different from the one before; `None` if none did.
    pub last_changed: Option<NaiveDate>,
}

/// What an earlier run said of it. A workbook of an older version says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SeenBefore {
    pub(super) first: Option<NaiveDate>,
    pub(super) runs: Option<u32>,
    pub(super) last_changed: Option<NaiveDate>,
}

/// For how long each deal has been known. `states` are theirs.
pub(super) fn of_deals(
    deals: &[ScreenedDeal],
    states: &[DealState],
    run: &PreviousRun,
    identity: &Identity,
    as_of: NaiveDate,
) -> Vec<Seen> {
    let seen = |(place, (deal, state)): (usize, (&ScreenedDeal, &DealState))| {
        let Some(was) = identity.before(place, run).into_iter().next() else {
            return Seen { first: as_of, runs: 1, last_changed: None };
        };
        let is_other_state = match state {
            DealState::Changed | DealState::Reopened => true,
            DealState::New | DealState::Resolved | DealState::Waived => was.state != Some(*state),
            DealState::StillOpen | DealState::Clean => false,
        };
        let has_changed =
            is_other_state || !was.standing.changes_to(&Standing::now(deal)).is_empty();
        Seen {
            first: was.seen.first.or(run.as_of).unwrap_or(as_of),
            runs: was.seen.runs.unwrap_or(1).saturating_add(1),
            last_changed: if has_changed { Some(as_of) } else { was.seen.last_changed },
        }
    };
    deals.iter().zip(states).enumerate().map(seen).collect()
}
