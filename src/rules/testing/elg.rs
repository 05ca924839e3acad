//! Screened deals on which the rules of eligibility fail.

use super::{criteria, linked, screened};
use crate::domain::testing::linked_with_ace;
use crate::domain::{Criterion, Field, IsMigration, OpportunityType, ScreenedDeal};

/// Deals on which, taken together, every rule of the family fails for a partner that holds nothing.
pub(super) fn failing() -> Vec<ScreenedDeal> {
    let mut uncommitted = linked(|screening| {
        criteria(screening).commitment = Criterion::unknown(Field::SowSignedDate);
        criteria(screening).scope = Criterion::unknown(Field::ServerCount);
        screening.source_on_aws = Some("AWS".into());
    });
    uncommitted.deal.requests.clear();
    vec![
        uncommitted,
        screened(linked_with_ace(|ace| ace.opportunity_type = Some(OpportunityType::FlatRenewal))),
        linked(|screening| screening.is_migration = IsMigration::Unclear),
    ]
}
