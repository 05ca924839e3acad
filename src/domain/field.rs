//! The canonical fields: what a column of any export can mean to this program.

use std::fmt;

macro_rules! fields {
    ($($variant:ident $name:literal $label:literal $kind:ident)+) => {
        /// What a column means, whatever its export calls it.
        ///
        /// One list serves every role: a deal's `website` and an ACE opportunity's `website`
        /// are the same field of different records.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $(#[doc = $label] $variant,)+
        }

        impl Field {
            /// Every field, in the order in which `mapaudit init` lists them.
            pub const ALL: &[Field] = &[$(Field::$variant,)+];

            /// The name used in profiles, configuration, tables and messages: `deal_id`.
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)+ }
            }

            /// The name shown to people: "deal id".
            pub fn label(self) -> &'static str {
                match self { $(Field::$variant => $label,)+ }
            }

            /// What its cells hold.
            pub fn kind(self) -> FieldKind {
                match self { $(Field::$variant => FieldKind::$kind,)+ }
            }
        }
    };
}

fields! {
    DealId "deal_id" "deal id" Id
    DealName "deal_name" "deal name" Text
    Customer "customer" "customer" Text
    AccountId "account_id" "account id" Id
    Website "website" "website" Text
    Country "country" "country" Text
    Owner "owner" "owner" Text
    OwnerEmail "owner_email" "owner's e-mail" Text
    OwnerId "owner_id" "owner's id" Id
    Stage "stage" "stage" Text
    Status "status" "status" Text
    IsWon "is_won" "won flag" Text
    IsClosed "is_closed" "closed flag" Text
    IsDeleted "is_deleted" "deleted flag" Text
    Amount "amount" "amount" Money
    Currency "currency" "currency" Text
    CreatedDate "created_date" "created date" Moment
    ModifiedDate "modified_date" "modified date" Moment
    CloseDate "close_date" "close date" Day
    ActualCloseDate "actual_close_date" "actual close date" Moment
    DealType "deal_type" "deal type" Text
    Description "description" "description" Text
    Product "product" "product" Text
    Probability "probability" "probability" Text
    LeadSource "lead_source" "lead source" Text
    AceId "ace_id" "ACE id" Id
    AwsAccountId "aws_account_id" "AWS account id" Id
    Arr "arr" "AWS ARR" Money
    Mrr "mrr" "AWS MRR" Money
    ArrCurrency "arr_currency" "AWS ARR currency" Text
    ServerCount "server_count" "servers in scope" Count
    VmCount "vm_count" "VMs in scope" Count
    MigrationType "migration_type" "migration type" Text
    SourceEnvironment "source_environment" "source environment" Text
    TargetEnvironment "target_environment" "target environment" Text
    ProposalDate "proposal_date" "proposal date" Day
    SowSignedDate "sow_signed_date" "SOW signed date" Day
    ProjectStart "project_start" "project start" Day
    AssessStart "assess_start" "Assess start" Day
    MobilizeStart "mobilize_start" "Mobilize start" Day
    MigrateStart "migrate_start" "Migrate start" Day
    ProjectEnd "project_end" "project end" Day
    PdmName "pdm_name" "PDM" Text
    PdmNotifiedDate "pdm_notified_date" "PDM notified date" Moment
    MapStatus "map_status" "MAP status" Text
    MapRequestId "map_request_id" "MAP request id" Id
    MapSubmittedDate "map_submitted_date" "MAP submitted date" Moment
    MapApprovedDate "map_approved_date" "MAP approved date" Moment
    PoeSubmittedDate "poe_submitted_date" "proof of execution submitted date" Moment
    MdfUsed "mdf_used" "MDF used" Text
    Campaign "campaign" "campaign" Text
    Url "url" "URL" Text
    PartnerCrmId "partner_crm_id" "partner CRM id" Id
    Title "title" "project title" Text
    Problem "problem" "customer business problem" Text
    ReviewStatus "review_status" "review status" Text
    OpportunityType "opportunity_type" "opportunity type" Text
    Ownership "ownership" "opportunity ownership" Text
    SubmittedDate "submitted_date" "submitted date" Moment
    ReviewedDate "reviewed_date" "approved or rejected date" Moment
    TargetCloseDate "target_close_date" "target close date" Day
    ApnPrograms "apn_programs" "APN programs" Text
    UseCase "use_case" "use case" Text
    DeliveryModel "delivery_model" "delivery model" Text
    SalesActivities "sales_activities" "sales activities" Text
    Solution "solution" "solution offered" Text
    OwnerName "owner_name" "opportunity owner" Text
    CreatedBy "created_by" "created by" Text
    ClosedReason "closed_reason" "closed reason" Text
    ParentId "parent_id" "parent opportunity id" Id
    MigrationWorkload "migration_workload" "migration workload" Text
    MigrationSource "migration_source" "migration source" Text
    MigrationPhase "migration_phase" "migration phase" Text
    MigrationDetails "migration_details" "migration details" Text
    VmwareVmCount "vmware_vm_count" "VMware VMs in scope" Count
    ManagedServices "managed_services" "managed services offered" Text
    CalculatorUrl "calculator_url" "pricing calculator URL" Text
    MarketingActivity "marketing_activity" "marketing activity" Text
    MarketingCampaign "marketing_campaign" "marketing campaign" Text
    NextStep "next_step" "next step" Text
    RequestId "request_id" "fund request id" Id
    CrmId "crm_id" "CRM id" Id
    Program "program" "program" Text
    Phase "phase" "phase" Text
    RequestedAmount "requested_amount" "requested amount" Money
    ApprovedDate "approved_date" "approved date" Moment
    StartDate "start_date" "start date" Day
    EndDate "end_date" "end date" Day
    ClaimDueDate "claim_due_date" "claim due date" Day
    ClaimedDate "claimed_date" "claimed date" Moment
    PoeDate "poe_date" "proof of execution date" Moment
    RejectedReason "rejected_reason" "rejected reason" Text
}

impl Field {
    /// The field of this name, if there is one.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
    }

    /// Whether it is the id by which the records of an export are known.
    pub fn is_record_id(self) -> bool {
        matches!(self, Field::DealId | Field::AceId | Field::RequestId)
    }

    /// Whether it is AWS's own revenue. Nobody states its currency, which is US dollars.
    pub fn is_aws_revenue(self) -> bool {
        matches!(self, Field::Arr | Field::Mrr)
    }

    /// Whether it is AWS's money: its own revenue, or funding that is asked of it. Portals show it in US dollars.
    pub fn is_aws_money(self) -> bool {
        self.is_aws_revenue() || self == Field::RequestedAmount
    }
}

/// What the cells of a field hold, however an export writes it: what is decided per column needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Words, flags and pick lists.
    Text,
    /// Ids of records and accounts, whose signs all count.
    Id,
    /// A day: a time beside it means nothing.
    Day,
    /// A moment, which some exports give with its time.
    Moment,
    /// An amount of money.
    Money,
    /// A number of things.
    Count,
}

impl FieldKind {
    /// Whether it is a date of either kind.
    pub fn is_date(self) -> bool {
        matches!(self, FieldKind::Day | FieldKind::Moment)
    }

    /// Whether it is a number that reports sum, and that a header may give in thousands.
    pub fn is_figure(self) -> bool {
        matches!(self, FieldKind::Money | FieldKind::Count)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A set of fields: what a file carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldSet(u128);

impl FieldSet {
    /// Whether the field is in the set.
    pub fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u128) != 0
    }

    /// Adds the field.
    pub fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u128;
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> FieldSet {
        let mut set = FieldSet::default();
        fields.into_iter().for_each(|field| set.insert(field));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(*field));
        }
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let first = *Field::ALL.first().unwrap();
        let last = *Field::ALL.last().unwrap();
        let set: FieldSet = [first, last].into_iter().collect();
        let held: Vec<_> = Field::ALL.iter().copied().filter(|f| set.contains(*f)).collect();
        assert_eq!(held, [first, last]);
    }
}
