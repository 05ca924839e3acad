//! Screened deals on which the rules of projections, timeliness and eligibility fail.

use super::testing::{criteria, linked, screened};
use crate::domain::testing::{crm_only, linked_with_ace, linked_with_crm, usd};
use crate::domain::{
    IsMigration, Met, OpportunityType, PhaseState, Placeholder, Progress, ScreenedDeal,
};

/// Deals on which, taken together, every rule of these families fails that no other deal fails on.
pub(super) fn failing() -> Vec<ScreenedDeal> {
    let mut without_rate = linked(|_| {});
    without_rate.screening.arr.crm_usd = None;
    let mut uncommitted = linked(|screening| {
        criteria(screening).commitment = Met::Unknown("sow_signed_date");
        criteria(screening).scope = Met::Unknown("server_count");
        screening.source_on_aws = Some("AWS".into());
    });
    uncommitted.deal.requests.clear();
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
        linked(|screening| screening.arr.placeholder = Some(Placeholder::Repeated)),
        without_rate,
        screened(linked_with_crm(|crm| crm.amount = Some(usd(96_000)))),
        proposed,
        with_phases,
        uncommitted,
        screened(linked_with_ace(|ace| ace.opportunity_type = Some(OpportunityType::FlatRenewal))),
        linked(|screening| screening.is_migration = IsMigration::Unclear),
    ]
}
