//! Which fields are dates, AWS revenue and counts: what is decided per column needs to know.

use crate::domain::Field;

/// Every field that is a date.
pub(super) const DATES: &[Field] = &[
    Field::CreatedDate,
    Field::ModifiedDate,
    Field::CloseDate,
    Field::ActualCloseDate,
    Field::ProposalDate,
    Field::SowSignedDate,
    Field::ProjectStart,
    Field::AssessStart,
    Field::MobilizeStart,
    Field::MigrateStart,
    Field::ProjectEnd,
    Field::PdmNotifiedDate,
    Field::MapSubmittedDate,
    Field::MapApprovedDate,
    Field::PoeSubmittedDate,
    Field::SubmittedDate,
    Field::ReviewedDate,
    Field::TargetCloseDate,
    Field::ApprovedDate,
    Field::StartDate,
    Field::EndDate,
    Field::ClaimDueDate,
    Field::ClaimedDate,
    Field::PoeDate,
];

/// The fields that are days, not moments: a time of day in them means nothing.
pub(super) const DAYS: &[Field] = &[
    Field::CloseDate,
    Field::ProposalDate,
    Field::SowSignedDate,
    Field::ProjectStart,
    Field::AssessStart,
    Field::MobilizeStart,
    Field::MigrateStart,
    Field::ProjectEnd,
    Field::TargetCloseDate,
    Field::StartDate,
    Field::EndDate,
    Field::ClaimDueDate,
];

/// The amounts that are AWS's revenue. Nobody states their currency, which is US dollars.
pub(super) const AWS_REVENUE: [Field; 2] = [Field::Arr, Field::Mrr];

/// Every field that is a count.
pub(super) const COUNTS: &[Field] = &[Field::ServerCount, Field::VmCount, Field::VmwareVmCount];

/// Every field that is the id of a record or account.
pub(super) const IDS: &[Field] = &[
    Field::DealId,
    Field::AccountId,
    Field::AceId,
    Field::PartnerCrmId,
    Field::CrmId,
    Field::RequestId,
    Field::MapRequestId,
    Field::AwsAccountId,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_named_date_is_one() {
        let missed: Vec<_> = Field::ALL
            .iter()
            .filter(|field| field.name().ends_with("_date") && !DATES.contains(field))
            .collect();
        assert!(missed.is_empty(), "{missed:?}");
    }
}
