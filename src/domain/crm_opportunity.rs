//! A deal as the CRM holds it.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{CrmId, Decimal, Field, FieldSet, Money, Phase, Provenance};

/// Whether a deal is still being worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DealStatus {
    /// Still being worked on; also the reading of a stage that no list knows.
    Open,
    /// The customer signed.
    Won,
    /// The customer did not sign, or the deal was dropped.
    Lost,
}

/// How far a deal has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Prospecting or qualifying, or a stage that no list knows.
    #[default]
    Early,
    /// Qualified, no proposal yet.
    Qualified,
    /// A proposal is out, or terms are being negotiated.
    Proposed,
    /// The customer committed.
    Committed,
}

/// A deal as the CRM holds it. `None` is blank or unreadable; what could not be read is reported
/// apart.
#[derive(Clone, Debug)]
pub struct CrmOpportunity {
    /// Where it stands.
    pub at: Provenance,
    /// Its id, or a weak stand-in if the export has none.
    pub id: CrmId,
    /// The deal's name.
    pub name: Option<Box<str>>,
    /// The account's name.
    pub customer: Option<Box<str>>,
    /// The account's website, as written.
    pub website: Option<Box<str>>,
    /// The account's country, as written.
    pub country: Option<Arc<str>>,
    /// The owner's name.
    pub owner: Option<Arc<str>>,
    /// The stage, as written.
    pub stage: Option<Arc<str>>,
    /// Open, won or lost: by the status column if there is one, else by the stage.
    pub status: DealStatus,
    /// How far it has come, by the stage.
    pub progress: Progress,
    /// The deal amount: the partner's own revenue, never ARR.
    pub amount: Option<Money>,
    /// When the deal was created.
    pub created_date: Option<NaiveDate>,
    /// When the deal was last modified.
    pub modified_date: Option<NaiveDate>,
    /// When the deal closes or closed.
    pub close_date: Option<NaiveDate>,
    /// The deal type, as written.
    pub deal_type: Option<Arc<str>>,
    /// The long text.
    pub description: Option<Box<str>>,
    /// The product or service line, as written.
    pub product: Option<Arc<str>>,
    /// The text of the ACE id column, as written; may hold anything.
    pub ace_id: Option<Box<str>>,
    /// The customer's AWS account: text, twelve digits.
    pub aws_account_id: Option<Box<str>>,
    /// Annual AWS revenue.
    pub arr: Option<Money>,
    /// Monthly AWS revenue.
    pub mrr: Option<Money>,
    /// Servers in scope.
    pub server_count: Option<Decimal>,
    /// Virtual machines in scope.
    pub vm_count: Option<Decimal>,
    /// The kind of migration, or a yes or no of a migration flag, as written.
    pub migration_type: Option<Arc<str>>,
    /// Where the workload runs today, as written.
    pub source_environment: Option<Arc<str>>,
    /// Where the workload goes, as written.
    pub target_environment: Option<Arc<str>>,
    /// When the proposal was sent.
    pub proposal_date: Option<NaiveDate>,
    /// When the statement of work was signed.
    pub sow_signed_date: Option<NaiveDate>,
    /// When the work starts.
    pub project_start: Option<NaiveDate>,
    /// When the Assess phase starts.
    pub assess_start: Option<NaiveDate>,
    /// When the Mobilize phase starts.
    pub mobilize_start: Option<NaiveDate>,
    /// When the Migrate phase starts.
    pub migrate_start: Option<NaiveDate>,
    /// When the work ends.
    pub project_end: Option<NaiveDate>,
    /// The Partner Development Manager.
    pub pdm_name: Option<Arc<str>>,
    /// When the PDM was told.
    pub pdm_notified_date: Option<NaiveDate>,
    /// Where the MAP application stands, as written.
    pub map_status: Option<Arc<str>>,
    /// The fund request's id.
    pub map_request_id: Option<Box<str>>,
    /// When the MAP application was submitted.
    pub map_submitted_date: Option<NaiveDate>,
    /// When the MAP application was approved.
    pub map_approved_date: Option<NaiveDate>,
    /// When the proof of execution was submitted.
    pub poe_submitted_date: Option<NaiveDate>,
    /// Whether market development funds were used.
    pub mdf_used: Option<bool>,
    /// The marketing campaign.
    pub campaign: Option<Arc<str>>,
    /// The deal's page in the CRM.
    pub url: Option<Box<str>>,
    /// The fields whose cells hold a figure that could not be read: not blank, and not known.
    pub unreadable: FieldSet,
}

impl CrmOpportunity {
    /// The deal's amount, of which funding may be a share: a credit brings none, and takes none away.
    pub fn funded_amount(&self) -> Option<Money> {
        self.amount.filter(|amount| amount.amount > Decimal::ZERO)
    }

    /// The day on which the SOW had been signed by this day: a date ahead is a plan.
    pub fn sow_signed_by(&self, as_of: NaiveDate) -> Option<NaiveDate> {
        self.sow_signed_date.filter(|date| *date <= as_of)
    }

    /// The day on which the deal had been proposed by this day: a date ahead is a plan.
    pub fn proposed_by(&self, as_of: NaiveDate) -> Option<NaiveDate> {
        self.proposal_date.filter(|date| *date <= as_of)
    }

    /// The day on which the PDM had been told by this day: a date ahead is a plan.
    pub fn pdm_told_by(&self, as_of: NaiveDate) -> Option<NaiveDate> {
        self.pdm_notified_date.filter(|date| *date <= as_of)
    }

    /// A deal of which nothing but its place and id is known.
    pub fn new(at: Provenance, id: CrmId) -> CrmOpportunity {
        CrmOpportunity {
            at,
            id,
            name: None,
            customer: None,
            website: None,
            country: None,
            owner: None,
            stage: None,
            status: DealStatus::Open,
            progress: Progress::Early,
            amount: None,
            created_date: None,
            modified_date: None,
            close_date: None,
            deal_type: None,
            description: None,
            product: None,
            ace_id: None,
            aws_account_id: None,
            arr: None,
            mrr: None,
            server_count: None,
            vm_count: None,
            migration_type: None,
            source_environment: None,
            target_environment: None,
            proposal_date: None,
            sow_signed_date: None,
            project_start: None,
            assess_start: None,
            mobilize_start: None,
            migrate_start: None,
            project_end: None,
            pdm_name: None,
            pdm_notified_date: None,
            map_status: None,
            map_request_id: None,
            map_submitted_date: None,
            map_approved_date: None,
            poe_submitted_date: None,
            mdf_used: None,
            campaign: None,
            url: None,
            unreadable: FieldSet::default(),
        }
    }

    /// The start that the CRM states for one phase.
    pub fn phase_start(&self, phase: Phase) -> Option<NaiveDate> {
        match phase {
            Phase::Assess => self.assess_start,
            Phase::Mobilize => self.mobilize_start,
            Phase::Migrate => self.migrate_start,
        }
    }

    /// Whether the export has columns for MAP applications.
    pub fn carries_map_columns(&self) -> bool {
        [Field::MapStatus, Field::MapRequestId, Field::MapSubmittedDate, Field::MapApprovedDate]
            .into_iter()
            .any(|field| self.at.carries(field))
    }
}
