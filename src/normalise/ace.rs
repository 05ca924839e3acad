//! A row of an ACE export as an opportunity.

use super::row::Row;
use super::{ids, texts};
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
        partner_crm_id: partner_crm_id(row),
        customer: row.name(Field::Customer),
        website: row.name(Field::Website),
        country: row.shared_name(Field::Country),
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
        mrr: row.aws_money(Field::Mrr, currency),
        apn_programs: row.list(Field::ApnPrograms),
        use_cases: row.list(Field::UseCase),
        sales_activities: row.list(Field::SalesActivities),
        aws_account_id: row.aws_account(Field::AwsAccountId),
        owner_name: row.shared_name(Field::OwnerName),
        owner_email: row.shared_name(Field::OwnerEmail),
        created_by: row.shared_name(Field::CreatedBy),
        closed_reason: row.shared_text(Field::ClosedReason),
        migration_workload: row.shared_name(Field::MigrationWorkload),
        migration_source: row.shared_name(Field::MigrationSource),
        migration_phase: row.pick(Field::MigrationPhase, |text| named(PHASES, text)).1,
        migration_details: row.text(Field::MigrationDetails),
        server_count: row.count(Field::ServerCount),
        vmware_vm_count: row.count(Field::VmwareVmCount),
        calculator_url: row.text(Field::CalculatorUrl),
        marketing_activity: row
            .yes_no_or(Field::MarketingActivity, |text| named(MARKETING_SOURCES, text)),
        marketing_campaign: row.shared_text(Field::MarketingCampaign),
        mdf_used: row.yes_no(Field::MdfUsed),
        unreadable: row.unreadable,
    })
}

fn ace_id(row: &mut Row<'_>) -> Option<AceId> {
    if let Some(cell) = row.cell(Field::AceId) {
        if let Some(id) = AceId::exact(cell.text) {
            return Some(id);
        }
        // The address of its page in Partner Central, its ARN, or its id beside its title.
        if let [id] = ids::ace_ids_beside_words(cell.text).as_slice() {
            return Some(id.clone());
        }
        if !row.is_destroyed(Field::AceId, cell)
            && let Some(id) = AceId::repaired(cell.text)
        {
            row.repair(Field::AceId, "repaired_id", format!("This was read as {id}."));
            return Some(id);
        }
    }
    row.set_aside(
        "no_ace_id",
        "The row has no ACE opportunity id: the letter O and digits. Export it again from Partner \
         Central.",
    );
    None
}

/// The partner's own id of the deal, as a text: it may hold a link or several ids.
fn partner_crm_id(row: &mut Row<'_>) -> Option<Box<str>> {
    let cell = row.cell(Field::PartnerCrmId).filter(|cell| !texts::is_unknown(cell.text))?;
    if row.is_destroyed(Field::PartnerCrmId, cell) {
        return None;
    }
    row.text(Field::PartnerCrmId)
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

/// Whether the opportunity comes of marketing: AWS Selling API, `Marketing.Source`.
const MARKETING_SOURCES: &[(&str, bool)] = &[("marketing activity", true), ("none", false)];

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
mod tests {
    use super::*;
    use crate::domain::{Action, Currency, Money, Role};
    use crate::normalise::testing::{problems, read, row, table};
    use crate::normalise::{Settings, records};

    fn ace(cells: &[(Field, &str)]) -> AceOpportunity {
        let cells = [&[(Field::AceId, "O1234567")], cells].concat();
        *read(vec![row(Role::Ace, &cells)]).ace.remove(0)
    }

    #[test]
    fn pick_lists_are_read_however_they_are_spelled() {
        for (text, status) in [
            ("Draft", ReviewStatus::Draft),
            ("Pending Submission", ReviewStatus::Draft),
            ("In-review", ReviewStatus::InReview),
            ("ACTION_REQUIRED", ReviewStatus::ActionRequired),
        ] {
            assert_eq!(ace(&[(Field::ReviewStatus, text)]).review_status, Some(status), "{text}");
        }
        assert_eq!(ace(&[(Field::Stage, "Closed Won")]).stage, Some(AceStage::Launched));
        for (text, phase) in
            [("Migrate & Modernize", AcePhase::Migrate), ("Operate", AcePhase::Manage)]
        {
            let found = ace(&[(Field::MigrationPhase, text)]).migration_phase;
            assert_eq!(found, Some(phase), "{text}");
        }
        assert!(ace(&[(Field::Ownership, "AWS Referral")]).is_aws_referral);
        assert!(!ace(&[(Field::Ownership, "Partner Referral")]).is_aws_referral);
    }

    #[test]
    fn marketing_is_a_yes_or_no_or_a_source() {
        for (text, expected) in
            [("Marketing Activity", true), ("None", false), ("Yes", true), ("No", false)]
        {
            let found = ace(&[(Field::MarketingActivity, text)]).marketing_activity;
            assert_eq!(found, Some(expected), "{text}");
        }
    }

    #[test]
    fn an_unknown_value_keeps_its_text_and_is_one_warning() {
        let records = read(vec![table(
            Role::Ace,
            &[(Field::AceId, &["O1", "O2"]), (Field::Stage, &["Engaged", "Engaged"])],
        )]);
        let ace = &records.ace[0];
        assert_eq!((ace.stage_text.as_deref(), ace.stage), (Some("Engaged"), None));
        let [warning] = records.inputs[0].warnings.as_slice() else { panic!("one warning") };
        assert_eq!((warning.code, warning.column.as_deref()), ("unknown_value", Some("stage")));
    }

    #[test]
    fn revenue_without_a_currency_is_in_dollars_whatever_the_crm_counts_in() {
        let euros = Currency::new("EUR").unwrap();
        let settings = Settings { default_currency: euros, ..Settings::default() };
        let tables = [
            row(Role::Ace, &[(Field::AceId, "O1234567"), (Field::Mrr, "9500")]),
            row(Role::Crm, &[(Field::DealId, "D1"), (Field::Mrr, "9500")]),
        ];
        let records = records(tables.to_vec(), &settings).unwrap();
        let currency = |mrr: Option<Money>| mrr.and_then(|mrr| mrr.currency);
        assert_eq!(currency(records.ace[0].mrr), Some(Currency::USD));
        assert_eq!(currency(records.crm[0].mrr), Some(euros));
        assert_eq!(records.inputs[0].amounts[&Field::Mrr].currency.as_deref(), Some("USD"));
    }

    #[test]
    fn ids_are_exact_repaired_or_set_the_row_aside() {
        let ids = ["O1234567", "o1234568", "n/a", "1.06768E+10"];
        let records = read(vec![table(Role::Ace, &[(Field::AceId, &ids)])]);
        let found: Vec<_> = records.ace.iter().map(|ace| ace.id.as_str()).collect();
        assert_eq!(found, ["O1234567", "O1234568"]);
        assert_eq!(
            problems(&records),
            [
                (3, "repaired_id", Action::CellRepaired),
                (4, "no_ace_id", Action::RowSetAside),
                (5, "destroyed_id", Action::CellIgnored),
                (5, "no_ace_id", Action::RowSetAside),
            ]
        );
        assert_eq!((records.inputs[0].rows_used, records.inputs[0].rows_set_aside), (2, 2));
    }

    #[test]
    fn the_page_of_an_opportunity_holds_its_id() {
        for text in [
            "https://partnercentral.awspartner.com/partnercentral2/s/opportunities/O1234567?tab=details",
            "arn:aws:partnercentral:us-east-1:111122223333:catalog/AWS/opportunity/O1234567",
            "O1234567 - Data centre exit",
        ] {
            let records = read(vec![row(Role::Ace, &[(Field::AceId, text)])]);
            assert_eq!(records.ace[0].id.as_str(), "O1234567", "{text}");
            assert!(records.set_aside.is_empty());
        }
        let several = read(vec![row(Role::Ace, &[(Field::AceId, "O1234567, O1234568")])]);
        assert_eq!(problems(&several), [(2, "no_ace_id", Action::RowSetAside)]);
    }

    #[test]
    fn a_partner_id_that_excel_destroyed_is_not_used() {
        let cells = [(Field::AceId, "O1234567"), (Field::PartnerCrmId, "1.23457E+11")];
        let records = read(vec![row(Role::Ace, &cells)]);
        assert_eq!(records.ace[0].partner_crm_id, None);
        assert_eq!(problems(&records), [(2, "destroyed_id", Action::CellIgnored)]);
    }

    #[test]
    fn masked_values_are_missing() {
        let masked = "Accept to View";
        let ace = ace(&[
            (Field::Country, masked),
            (Field::ReviewStatus, masked),
            (Field::CreatedDate, masked),
            (Field::Mrr, masked),
        ]);
        assert_eq!((ace.country, ace.review_status_text, ace.created_date), (None, None, None));
        assert_eq!(ace.mrr, None);
    }

    #[test]
    fn lists_are_split_at_semicolons_only() {
        let ace = ace(&[(Field::ApnPrograms, "Migration Acceleration Program ;SFID, Windows;")]);
        assert_eq!(ace.apn_programs, ["Migration Acceleration Program", "SFID, Windows"]);
        assert!(ace.is_tagged_map());
    }
}
