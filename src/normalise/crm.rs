//! A row of a CRM export as a deal.

use chrono::NaiveDate;

use super::row::Row;
use super::{ids, request_state, stages};
use crate::domain::{CrmId, CrmOpportunity, DealStatus, Field, Progress};

/// The deal in the row; `None`, and the row set aside, if nothing says which deal it is.
pub(super) fn opportunity(row: &mut Row<'_>) -> Option<CrmOpportunity> {
    let name = row.text(Field::DealName);
    let customer = row.name(Field::Customer);
    let created_date = row.date(Field::CreatedDate);
    let id = deal_id(row, name.as_deref(), customer.as_deref(), created_date)?;
    let (stage, status, progress) = standing(row);
    let currency = row.currency(Field::Currency);
    let arr_currency = row.currency(Field::ArrCurrency).or(currency);
    Some(CrmOpportunity {
        at: row.at(),
        id,
        name,
        customer,
        website: row.name(Field::Website),
        country: row.name(Field::Country),
        owner: row.name(Field::Owner),
        owner_email: row.name(Field::OwnerEmail),
        stage,
        status,
        progress,
        amount: row.amount(Field::Amount, currency),
        created_date,
        modified_date: row.date(Field::ModifiedDate),
        close_date: row.date(Field::CloseDate),
        deal_type: row.text(Field::DealType),
        description: row.text(Field::Description),
        product: row.text(Field::Product),
        lead_source: row.text(Field::LeadSource),
        ace_id: row.text(Field::AceId),
        aws_account_id: row.aws_account(Field::AwsAccountId),
        arr: row.aws_revenue(Field::Arr, arr_currency),
        mrr: row.aws_revenue(Field::Mrr, arr_currency),
        server_count: row.count(Field::ServerCount),
        vm_count: row.count(Field::VmCount),
        migration_type: row.name(Field::MigrationType),
        source_environment: row.name(Field::SourceEnvironment),
        target_environment: row.name(Field::TargetEnvironment),
        proposal_date: row.date(Field::ProposalDate),
        sow_signed_date: row.date(Field::SowSignedDate),
        project_start: row.date(Field::ProjectStart),
        assess_start: row.date(Field::AssessStart),
        mobilize_start: row.date(Field::MobilizeStart),
        migrate_start: row.date(Field::MigrateStart),
        project_end: row.date(Field::ProjectEnd),
        pdm_name: row.name(Field::PdmName),
        pdm_notified_date: row.date(Field::PdmNotifiedDate),
        map_status: row.pick(Field::MapStatus, request_state::said).0,
        map_request_id: row.name(Field::MapRequestId),
        map_submitted_date: row.date(Field::MapSubmittedDate),
        map_approved_date: row.date(Field::MapApprovedDate),
        poe_submitted_date: row.date(Field::PoeSubmittedDate),
        mdf_used: row.yes_no(Field::MdfUsed),
        campaign: row.text(Field::Campaign),
        url: row.text(Field::Url),
    })
}

/// The deal's id, or its stand-in.
fn deal_id(
    row: &mut Row<'_>,
    name: Option<&str>,
    customer: Option<&str>,
    created: Option<NaiveDate>,
) -> Option<CrmId> {
    if let Some(id) = row.crm_id(Field::DealId) {
        return Some(id);
    }
    let Some(name) = name else {
        row.set_aside(
            "no_identity",
            "The row has neither a deal id nor a deal name. Complete it in the CRM and export again.",
        );
        return None;
    };
    if row.table.raw.column(Field::DealId).is_some() {
        row.notes.blank_ids += 1;
    }
    ids::weak(customer, name, created)
}

/// The stage as written, and what it and the status column say. The status wins: in several CRMs a
/// won deal keeps its last open stage.
fn standing(row: &mut Row<'_>) -> (Option<String>, DealStatus, Progress) {
    let (text, by_stage) = row.pick(Field::Stage, stages::stage);
    let (_, by_status) = row.pick(Field::Status, stages::status);
    let (stage_status, progress) = by_stage.unwrap_or((DealStatus::Open, Progress::Early));
    let status = by_status.unwrap_or(stage_status);
    if stage_status != DealStatus::Open && status != stage_status {
        row.notes.status_disagrees += 1;
    }
    let progress = if status == DealStatus::Won { Progress::Committed } else { progress };
    (text, status, progress)
}

#[cfg(test)]
#[path = "crm_tests.rs"]
mod tests;
