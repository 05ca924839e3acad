//! The canonical fields: what a column of any export can mean to this program.

use std::fmt;

macro_rules! fields {
    ($($variant:ident $name:literal $label:literal)+) => {
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
        }
    };
}

fields! {
    DealId "deal_id" "deal id"
    DealName "deal_name" "deal name"
    Customer "customer" "customer"
    AccountId "account_id" "account id"
    Website "website" "website"
    Country "country" "country"
    Owner "owner" "owner"
    OwnerEmail "owner_email" "owner's e-mail"
    OwnerId "owner_id" "owner's id"
    Stage "stage" "stage"
    Status "status" "status"
    IsWon "is_won" "won flag"
    IsClosed "is_closed" "closed flag"
    IsDeleted "is_deleted" "deleted flag"
    Amount "amount" "amount"
    Currency "currency" "currency"
    CreatedDate "created_date" "created date"
    ModifiedDate "modified_date" "modified date"
    CloseDate "close_date" "close date"
    ActualCloseDate "actual_close_date" "actual close date"
    DealType "deal_type" "deal type"
    Description "description" "description"
    Product "product" "product"
    Probability "probability" "probability"
    LeadSource "lead_source" "lead source"
    AceId "ace_id" "ACE id"
    AwsAccountId "aws_account_id" "AWS account id"
    Arr "arr" "AWS ARR"
    Mrr "mrr" "AWS MRR"
    ArrCurrency "arr_currency" "AWS ARR currency"
    ServerCount "server_count" "servers in scope"
    VmCount "vm_count" "VMs in scope"
    MigrationType "migration_type" "migration type"
    SourceEnvironment "source_environment" "source environment"
    TargetEnvironment "target_environment" "target environment"
    ProposalDate "proposal_date" "proposal date"
    SowSignedDate "sow_signed_date" "SOW signed date"
    ProjectStart "project_start" "project start"
    AssessStart "assess_start" "Assess start"
    MobilizeStart "mobilize_start" "Mobilize start"
    MigrateStart "migrate_start" "Migrate start"
    ProjectEnd "project_end" "project end"
    PdmName "pdm_name" "PDM"
    PdmNotifiedDate "pdm_notified_date" "PDM notified date"
    MapStatus "map_status" "MAP status"
    MapRequestId "map_request_id" "MAP request id"
    MapSubmittedDate "map_submitted_date" "MAP submitted date"
    MapApprovedDate "map_approved_date" "MAP approved date"
    PoeSubmittedDate "poe_submitted_date" "proof of execution submitted date"
    MdfUsed "mdf_used" "MDF used"
    Campaign "campaign" "campaign"
    Url "url" "URL"
    PartnerCrmId "partner_crm_id" "partner CRM id"
    Title "title" "project title"
    Problem "problem" "customer business problem"
    ReviewStatus "review_status" "review status"
    OpportunityType "opportunity_type" "opportunity type"
    Ownership "ownership" "opportunity ownership"
    SubmittedDate "submitted_date" "submitted date"
    ReviewedDate "reviewed_date" "approved or rejected date"
    TargetCloseDate "target_close_date" "target close date"
    ApnPrograms "apn_programs" "APN programs"
    UseCase "use_case" "use case"
    DeliveryModel "delivery_model" "delivery model"
    SalesActivities "sales_activities" "sales activities"
    Solution "solution" "solution offered"
    OwnerName "owner_name" "opportunity owner"
    CreatedBy "created_by" "created by"
    ClosedReason "closed_reason" "closed reason"
    ParentId "parent_id" "parent opportunity id"
    MigrationWorkload "migration_workload" "migration workload"
    MigrationSource "migration_source" "migration source"
    MigrationPhase "migration_phase" "migration phase"
    MigrationDetails "migration_details" "migration details"
    VmwareVmCount "vmware_vm_count" "VMware VMs in scope"
    ManagedServices "managed_services" "managed services offered"
    CalculatorUrl "calculator_url" "pricing calculator URL"
    MarketingActivity "marketing_activity" "marketing activity"
    MarketingCampaign "marketing_campaign" "marketing campaign"
    NextStep "next_step" "next step"
    RequestId "request_id" "fund request id"
    CrmId "crm_id" "CRM id"
    Program "program" "program"
    Phase "phase" "phase"
    RequestedAmount "requested_amount" "requested amount"
    ApprovedDate "approved_date" "approved date"
    StartDate "start_date" "start date"
    EndDate "end_date" "end date"
    ClaimDueDate "claim_due_date" "claim due date"
    ClaimedDate "claimed_date" "claimed date"
    PoeDate "poe_date" "proof of execution date"
    RejectedReason "rejected_reason" "rejected reason"
}

impl Field {
    /// Amounts of money.
    pub const MONEY: [Field; 4] = [Field::Amount, Field::Arr, Field::Mrr, Field::RequestedAmount];

    /// The field of this name, if there is one.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
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
