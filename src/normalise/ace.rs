//! A row of an ACE export as an opportunity.

use super::row::Row;
use crate::domain::{
    AceId, AceOpportunity, AcePhase, AceStage, Field, OpportunityType, ReviewStatus, fold,
};

/// The opportunity in the row; `None`, and the row set aside, if it has no ACE id.
pub(super) fn opportunity(row: &mut Row<'_>) -> Option<AceOpportunity> {
    let id = ace_id(row)?;
    let (stage_text, stage) = row.pick(Field::Stage, |text| named(STAGES, text));
    let (review_status_text, review_status) =
        row.pick(Field::ReviewStatus, |text| named(REVIEW_STATUSES, text));
    let currency = row.currency(Field::Currency);
    Some(AceOpportunity {
        at: row.at(),
        id,
        partner_crm_id: row.text(Field::PartnerCrmId),
        customer: row.name(Field::Customer),
        website: row.name(Field::Website),
        country: row.name(Field::Country),
        title: row.text(Field::Title),
        problem: row.text(Field::Problem),
        stage_text,
        stage,
        review_status_text,
        review_status,
        opportunity_type: row.pick(Field::OpportunityType, |text| named(OPPORTUNITY_TYPES, text)).1,
        is_aws_referral: row
            .pick(Field::Ownership, |text| named(OWNERSHIPS, text))
            .1
            .unwrap_or(false),
        created_date: row.date(Field::CreatedDate),
        modified_date: row.date(Field::ModifiedDate),
        submitted_date: row.date(Field::SubmittedDate),
        reviewed_date: row.date(Field::ReviewedDate),
        target_close_date: row.date(Field::TargetCloseDate),
        mrr: row.aws_revenue(Field::Mrr, currency),
        apn_programs: row.list(Field::ApnPrograms),
        use_cases: row.list(Field::UseCase),
        delivery_models: row.list(Field::DeliveryModel),
        sales_activities: row.list(Field::SalesActivities),
        solutions: row.list(Field::Solution),
        aws_account_id: row.aws_account(Field::AwsAccountId),
        owner_name: row.name(Field::OwnerName),
        owner_email: row.name(Field::OwnerEmail),
        created_by: row.name(Field::CreatedBy),
        closed_reason: row.text(Field::ClosedReason),
        parent_id: row.text(Field::ParentId),
        migration_workload: row.name(Field::MigrationWorkload),
        migration_source: row.name(Field::MigrationSource),
        migration_phase: row.pick(Field::MigrationPhase, |text| named(PHASES, text)).1,
        migration_details: row.text(Field::MigrationDetails),
        server_count: row.count(Field::ServerCount),
        vmware_vm_count: row.count(Field::VmwareVmCount),
        calculator_url: row.text(Field::CalculatorUrl),
        marketing_activity: row.yes_no(Field::MarketingActivity),
        marketing_campaign: row.text(Field::MarketingCampaign),
        mdf_used: row.yes_no(Field::MdfUsed),
        next_step: row.text(Field::NextStep),
    })
}

fn ace_id(row: &mut Row<'_>) -> Option<AceId> {
    if let Some(cell) = row.cell(Field::AceId) {
        if let Some(id) = AceId::exact(cell.text) {
            return Some(id);
        }
        if !row.is_destroyed(Field::AceId, cell) {
            if let Some(id) = AceId::repaired(cell.text) {
                row.repair(Field::AceId, "repaired_id", format!("This was read as {id}."));
                return Some(id);
            }
        }
    }
    row.set_aside(
        "no_ace_id",
        "The row has no ACE opportunity id: the letter O and digits. Export it again from Partner \
         Central.",
    );
    None
}

/// The value of this name, however it is spelled.
fn named<T: Copy>(values: &[(&str, T)], text: &str) -> Option<T> {
    let folded = fold(text).replace(['_', '-', '/'], " ");
    values.iter().find(|(name, _)| *name == folded).map(|(_, value)| *value)
}

/// AWS Selling API, `Stage`. AWS's documentation also says Closed Won for Launched.
const STAGES: &[(&str, AceStage)] = &[
    ("prospect", AceStage::Prospect),
    ("qualified", AceStage::Qualified),
    ("technical validation", AceStage::TechnicalValidation),
    ("business validation", AceStage::BusinessValidation),
    ("committed", AceStage::Committed),
    ("launched", AceStage::Launched),
    ("closed won", AceStage::Launched),
    ("closed lost", AceStage::ClosedLost),
];

/// AWS Selling API, `ReviewStatus`; Draft is the word of the export for Pending Submission.
const REVIEW_STATUSES: &[(&str, ReviewStatus)] = &[
    ("draft", ReviewStatus::Draft),
    ("pending submission", ReviewStatus::Draft),
    ("submitted", ReviewStatus::Submitted),
    ("in review", ReviewStatus::InReview),
    ("approved", ReviewStatus::Approved),
    ("rejected", ReviewStatus::Rejected),
    ("action required", ReviewStatus::ActionRequired),
];

/// AWS Selling API, `OpportunityType`.
const OPPORTUNITY_TYPES: &[(&str, OpportunityType)] = &[
    ("net new business", OpportunityType::NetNewBusiness),
    ("net new", OpportunityType::NetNewBusiness),
    ("expansion", OpportunityType::Expansion),
    ("flat renewal", OpportunityType::FlatRenewal),
    ("renewal", OpportunityType::FlatRenewal),
];

/// Whether the opportunity is AWS's referral: AWS Selling API, `Origin`, and the console's words.
const OWNERSHIPS: &[(&str, bool)] = &[
    ("aws referral", true),
    ("aws referred", true),
    ("aws originated", true),
    ("aws", true),
    ("partner referral", false),
    ("partner referred", false),
    ("partner originated", false),
    ("partner", false),
];

/// The migration phases of an opportunity tagged MAP (AWS sales guide, "Creating an opportunity").
const PHASES: &[(&str, AcePhase)] = &[
    ("assess", AcePhase::Assess),
    ("mobilize", AcePhase::Mobilize),
    ("mobilise", AcePhase::Mobilize),
    ("migrate and modernize", AcePhase::Migrate),
    ("migrate and modernise", AcePhase::Migrate),
    ("migrate modernize", AcePhase::Migrate),
    ("migrate", AcePhase::Migrate),
    ("modernize", AcePhase::Migrate),
    ("modernise", AcePhase::Migrate),
    ("manage", AcePhase::Manage),
    ("operate", AcePhase::Manage),
];

#[cfg(test)]
#[path = "ace_tests.rs"]
mod tests;
