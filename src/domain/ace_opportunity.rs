//! An opportunity as AWS Partner Central holds it.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{AceId, Decimal, FieldSet, Money, Provenance, is_map_program};

/// The partner-side stage (AWS Selling API, `Stage`), in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AceStage {
    /// Prospect
    Prospect,
    /// Qualified
    Qualified,
    /// Technical Validation
    TechnicalValidation,
    /// Business Validation
    BusinessValidation,
    /// Committed: the customer signed, billing has not begun.
    Committed,
    /// Launched: billing has begun. Frozen.
    Launched,
    /// Closed Lost. Frozen.
    ClosedLost,
}

impl AceStage {
    /// AWS's own spelling.
    pub fn label(self) -> &'static str {
        match self {
            AceStage::Prospect => "Prospect",
            AceStage::Qualified => "Qualified",
            AceStage::TechnicalValidation => "Technical Validation",
            AceStage::BusinessValidation => "Business Validation",
            AceStage::Committed => "Committed",
            AceStage::Launched => "Launched",
            AceStage::ClosedLost => "Closed Lost",
        }
    }
}

/// Where AWS's review of the opportunity stands (AWS Selling API, `ReviewStatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewStatus {
    /// Pending Submission; the export's word is Draft.
    Draft,
    /// Submitted
    Submitted,
    /// In review
    InReview,
    /// Approved
    Approved,
    /// Rejected
    Rejected,
    /// Action Required
    ActionRequired,
}

/// What kind of business it is (AWS Selling API, `OpportunityType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpportunityType {
    /// Net New Business
    NetNewBusiness,
    /// Expansion
    Expansion,
    /// Flat Renewal
    FlatRenewal,
}

/// The migration phase that ACE shows for an opportunity tagged MAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AcePhase {
    /// Assess
    Assess,
    /// Mobilize
    Mobilize,
    /// Migrate & Modernize
    Migrate,
    /// Manage: all funding windows have passed.
    Manage,
}

impl AcePhase {
    /// AWS's own spelling.
    pub fn label(self) -> &'static str {
        match self {
            AcePhase::Assess => "Assess",
            AcePhase::Mobilize => "Mobilize",
            AcePhase::Migrate => "Migrate & Modernize",
            AcePhase::Manage => "Manage",
        }
    }
}

/// The programme that funds software vendors' migrations, folded.
pub const ISV_MIGRATION_PROGRAM: &str = "isv workload migration";

/// An opportunity as AWS Partner Central holds it. `None` is blank or unreadable.
#[derive(Clone, Debug)]
pub struct AceOpportunity {
    /// Where it stands.
    pub at: Provenance,
    /// Its id.
    pub id: AceId,
    /// The text of the partner's CRM id column, as written; may hold anything.
    pub partner_crm_id: Option<Box<str>>,
    /// The customer's name.
    pub customer: Option<Box<str>>,
    /// The customer's website, as written.
    pub website: Option<Box<str>>,
    /// The customer's country, as written.
    pub country: Option<Arc<str>>,
    /// The project title.
    pub title: Option<Box<str>>,
    /// The customer business problem.
    pub problem: Option<Box<str>>,
    /// The stage, as written.
    pub stage_text: Option<Arc<str>>,
    /// The stage; `None` also if no list knows the text.
    pub stage: Option<AceStage>,
    /// The review status, as written.
    pub review_status_text: Option<Arc<str>>,
    /// The review status; `None` also if no list knows the text.
    pub review_status: Option<ReviewStatus>,
    /// The opportunity type.
    pub opportunity_type: Option<OpportunityType>,
    /// Whether AWS referred it, as opposed to the partner.
    pub is_aws_referral: bool,
    /// When it was created.
    pub created_date: Option<NaiveDate>,
    /// When it was last modified.
    pub modified_date: Option<NaiveDate>,
    /// When it was submitted to AWS.
    pub submitted_date: Option<NaiveDate>,
    /// When AWS approved or rejected it.
    pub reviewed_date: Option<NaiveDate>,
    /// When significant billing is to start: no contract date and no project start.
    pub target_close_date: Option<NaiveDate>,
    /// Expected AWS *monthly* recurring revenue.
    pub mrr: Option<Money>,
    /// APN programs, as written.
    pub apn_programs: Vec<String>,
    /// Use cases, as written: one, but old rows hold lists.
    pub use_cases: Vec<String>,
    /// Sales activities, as written.
    pub sales_activities: Vec<String>,
    /// The customer's AWS account: text, twelve digits.
    pub aws_account_id: Option<Box<str>>,
    /// The opportunity owner's name.
    pub owner_name: Option<Arc<str>>,
    /// The opportunity owner's e-mail.
    pub owner_email: Option<Arc<str>>,
    /// Who created it.
    pub created_by: Option<Arc<str>>,
    /// Why it was closed.
    pub closed_reason: Option<Arc<str>>,
    /// The migration workload, as written.
    pub migration_workload: Option<Arc<str>>,
    /// Where the workload runs today, as written.
    pub migration_source: Option<Arc<str>>,
    /// The migration phase.
    pub migration_phase: Option<AcePhase>,
    /// The migration details.
    pub migration_details: Option<Box<str>>,
    /// Servers in scope.
    pub server_count: Option<Decimal>,
    /// VMs on VMware in scope.
    pub vmware_vm_count: Option<Decimal>,
    /// The pricing calculator link.
    pub calculator_url: Option<Box<str>>,
    /// Whether it came from a marketing activity.
    pub marketing_activity: Option<bool>,
    /// The marketing campaign.
    pub marketing_campaign: Option<Arc<str>>,
    /// Whether market development funds were used: MDF, not MAP.
    pub mdf_used: Option<bool>,
    /// The fields whose cells hold a figure that could not be read: not blank, and not known.
    pub unreadable: FieldSet,
}

impl AceOpportunity {
    /// An opportunity of which nothing but its place and id is known.
    pub fn new(at: Provenance, id: AceId) -> AceOpportunity {
        AceOpportunity {
            at,
            id,
            partner_crm_id: None,
            customer: None,
            website: None,
            country: None,
            title: None,
            problem: None,
            stage_text: None,
            stage: None,
            review_status_text: None,
            review_status: None,
            opportunity_type: None,
            is_aws_referral: false,
            created_date: None,
            modified_date: None,
            submitted_date: None,
            reviewed_date: None,
            target_close_date: None,
            mrr: None,
            apn_programs: Vec::new(),
            use_cases: Vec::new(),
            sales_activities: Vec::new(),
            aws_account_id: None,
            owner_name: None,
            owner_email: None,
            created_by: None,
            closed_reason: None,
            migration_workload: None,
            migration_source: None,
            migration_phase: None,
            migration_details: None,
            server_count: None,
            vmware_vm_count: None,
            calculator_url: None,
            marketing_activity: None,
            marketing_campaign: None,
            mdf_used: None,
            unreadable: FieldSet::default(),
        }
    }

    /// Whether AWS still allows changes to program, use case, revenue and close date.
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, Some(AceStage::Launched | AceStage::ClosedLost))
    }

    /// Whether the APN programs hold this one, given as [`fold`](super::fold) leaves it.
    pub fn has_program(&self, folded: &str) -> bool {
        // Most are written as AWS writes them; folding is dear, and many rules ask.
        let is_it = |program: &String| {
            program.eq_ignore_ascii_case(folded) || super::fold(program) == folded
        };
        self.apn_programs.iter().any(is_it)
    }

    /// Whether it is marked as MAP.
    pub fn is_tagged_map(&self) -> bool {
        self.apn_programs.iter().any(|program| is_map_program(program))
    }
}
