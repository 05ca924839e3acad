//! Screened deals on which the rules of timeliness fail.

use super::{linked, not_applied, screened};
use crate::domain::testing::crm_only;
use crate::domain::{PhaseState, Progress, ScreenedDeal, StartBasis};

/// Deals on which, taken together, every rule of the family fails.
pub(super) fn failing() -> Vec<ScreenedDeal> {
    let proposed = screened(crm_only(|crm| {
        crm.map_status = None;
        crm.map_submitted_date = None;
        crm.sow_signed_date = None;
        crm.progress = Progress::Proposed;
    }));
    let with_phases = linked(|screening| {
        let states = [PhaseState::Closed, PhaseState::Closed, PhaseState::Open];
        for (phase, state) in screening.phases.iter_mut().zip(states) {
            phase.state = state;
        }
    });
    vec![
        not_applied(9, 1, StartBasis::ProjectStart),
        not_applied(9, 15, StartBasis::SowSigned),
        not_applied(10, 30, StartBasis::ProjectStart),
        not_applied(10, 8, StartBasis::ProjectStart),
        not_applied(5, 1, StartBasis::ProjectStart),
        linked(|screening| screening.planned_start = None),
        proposed,
        with_phases,
    ]
}
