//! Screened deals on which the rules of eligibility fail.

use super::{criteria, linked, screened};
use crate::domain::testing::linked_with_ace;
use crate::domain::{IsMigration, Met, OpportunityType, ScreenedDeal};

/// Deals on which, taken together, every rule of the family fails for a partner that holds nothing.
pub(super) fn failing() -> Vec<ScreenedDeal> {
    let mut uncommitted = linked(|screening| {
        criteria(screening).commitment = Met::Unknown("sow_signed_date");
        criteria(screening).scope = Met::Unknown("server_count");
        screening.source_on_aws = Some("AWS".into());
    });
    uncommitted.deal.requests.clear();
    vec![
        uncommitted,
        screened(linked_with_ace(|ace| ace.opportunity_type = Some(OpportunityType::FlatRenewal))),
        linked(|screening| screening.is_migration = IsMigration::Unclear),
    ]
}
