//! Blanks one field of a deal's records, for the test that rules read only what they declare.

use super::{AceOpportunity, CrmOpportunity, Deal, DealStatus, Field, Progress, Records};

/// The deal as if the cells of this field had been blank.
pub(crate) fn blank(deal: &mut Deal, field: Field) {
    match &mut deal.records {
        Records::Linked { crm, ace, .. } => {
            blank_crm(crm, field);
            blank_ace(ace, field);
        }
        Records::CrmOnly(crm) => blank_crm(crm, field),
        Records::AceOnly(ace) => blank_ace(ace, field),
    }
}

fn blank_crm(crm: &mut CrmOpportunity, field: Field) {
    match field {
        Field::DealName => crm.name = None,
        Field::Customer => crm.customer = None,
        Field::Website => crm.website = None,
        Field::Country => crm.country = None,
        Field::Owner => crm.owner = None,
        Field::Stage => {
            crm.stage = None;
            crm.progress = Progress::Early;
        }
        Field::Status => crm.status = DealStatus::Open,
        Field::Amount => crm.amount = None,
        Field::CreatedDate => crm.created_date = None,
        Field::ModifiedDate => crm.modified_date = None,
        Field::CloseDate => crm.close_date = None,
        Field::DealType => crm.deal_type = None,
        Field::Description => crm.description = None,
        Field::Product => crm.product = None,
        Field::AceId => crm.ace_id = None,
        Field::AwsAccountId => crm.aws_account_id = None,
        Field::Arr => crm.arr = None,
        Field::Mrr => crm.mrr = None,
        Field::ServerCount => crm.server_count = None,
        Field::VmCount => crm.vm_count = None,
        Field::MigrationType => crm.migration_type = None,
        Field::SourceEnvironment => crm.source_environment = None,
        Field::TargetEnvironment => crm.target_environment = None,
        Field::ProposalDate => crm.proposal_date = None,
        Field::SowSignedDate => crm.sow_signed_date = None,
        Field::ProjectStart => crm.project_start = None,
        Field::AssessStart => crm.assess_start = None,
        Field::MobilizeStart => crm.mobilize_start = None,
        Field::MigrateStart => crm.migrate_start = None,
        Field::ProjectEnd => crm.project_end = None,
        Field::PdmName => crm.pdm_name = None,
        Field::PdmNotifiedDate => crm.pdm_notified_date = None,
        Field::MapStatus => crm.map_status = None,
        Field::MapRequestId => crm.map_request_id = None,
        Field::MapSubmittedDate => crm.map_submitted_date = None,
        Field::MapApprovedDate => crm.map_approved_date = None,
        Field::PoeSubmittedDate => crm.poe_submitted_date = None,
        Field::MdfUsed => crm.mdf_used = None,
        Field::Campaign => crm.campaign = None,
        Field::Url => crm.url = None,
        _ => {}
    }
}

fn blank_ace(ace: &mut AceOpportunity, field: Field) {
    match field {
        Field::PartnerCrmId => ace.partner_crm_id = None,
        Field::Customer => ace.customer = None,
        Field::Website => ace.website = None,
        Field::Country => ace.country = None,
        Field::Title => ace.title = None,
        Field::Problem => ace.problem = None,
        Field::Stage => {
            ace.stage_text = None;
            ace.stage = None;
        }
        Field::ReviewStatus => {
            ace.review_status_text = None;
            ace.review_status = None;
        }
        Field::OpportunityType => ace.opportunity_type = None,
        Field::Ownership => ace.is_aws_referral = false,
        Field::CreatedDate => ace.created_date = None,
        Field::ModifiedDate => ace.modified_date = None,
        Field::SubmittedDate => ace.submitted_date = None,
        Field::ReviewedDate => ace.reviewed_date = None,
        Field::TargetCloseDate => ace.target_close_date = None,
        Field::Mrr => ace.mrr = None,
        Field::ApnPrograms => ace.apn_programs.clear(),
        Field::UseCase => ace.use_cases.clear(),
        Field::SalesActivities => ace.sales_activities.clear(),
        Field::AwsAccountId => ace.aws_account_id = None,
        Field::OwnerName => ace.owner_name = None,
        Field::OwnerEmail => ace.owner_email = None,
        Field::CreatedBy => ace.created_by = None,
        Field::ClosedReason => ace.closed_reason = None,
        Field::MigrationWorkload => ace.migration_workload = None,
        Field::MigrationSource => ace.migration_source = None,
        Field::MigrationPhase => ace.migration_phase = None,
        Field::MigrationDetails => ace.migration_details = None,
        Field::ServerCount => ace.server_count = None,
        Field::VmwareVmCount => ace.vmware_vm_count = None,
        Field::CalculatorUrl => ace.calculator_url = None,
        Field::MarketingActivity => ace.marketing_activity = None,
        Field::MarketingCampaign => ace.marketing_campaign = None,
        Field::MdfUsed => ace.mdf_used = None,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ace, crm, link};
    use super::*;

    #[test]
    fn blanking_every_field_leaves_only_place_and_id() {
        let records =
            Records::Linked { crm: Box::new(crm()), ace: Box::new(ace()), link: Box::new(link()) };
        let mut deal = Deal::new(records);
        for field in Field::ALL {
            blank(&mut deal, *field);
        }
        let (crm, ace, _) = deal.linked().unwrap();
        let bare_crm = CrmOpportunity::new(crm.at.clone(), crm.id.clone());
        let bare_ace = AceOpportunity::new(ace.at.clone(), ace.id.clone());
        assert_eq!(text(crm), text(&bare_crm));
        assert_eq!(text(ace), text(&bare_ace));
    }

    /// Stands in for equality, which records do not have.
    fn text(record: &impl std::fmt::Debug) -> String {
        format!("{record:?}")
    }
}
