//! Healthy records for tests: each test changes what it is about, and nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{
    AceId, AceOpportunity, AceStage, Action, Candidate, Criteria, Criterion, CrmId, CrmOpportunity,
    Currency, DateOrder, Deal, DealStatus, Decimal, Field, FieldSet, InputReport, Link, LinkMethod,
    MigrationCriteria, Money, Noted, OpportunityType, Progress, Provenance, Records, ReviewStatus,
    Role, SettledAmounts, SettledOrder, Source, Warning,
};

/// The as-of date of the tests.
pub const AS_OF: NaiveDate = date(2026, 10, 1);

/// A day.
pub const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such day"),
    }
}

/// The criteria of a migration, all met alike.
pub fn criteria_all(met: &Criterion) -> Criteria {
    let met = || met.clone();
    Criteria {
        in_ace: met(),
        marked_map: met(),
        migration_use_case: met(),
        of_migration: Some(Box::new(MigrationCriteria {
            scope: met(),
            new_or_expanding: met(),
            commitment: met(),
            arr_documented: met(),
            pdm_aware: met(),
            applied_in_time: met(),
            partner: met(),
        })),
    }
}

/// US dollars.
pub fn usd(amount: i64) -> Money {
    Money { amount: Decimal::from(amount), currency: Some(Currency::USD) }
}

/// A place in a file that carries every field.
pub fn place(file: &str, row: u32) -> Provenance {
    place_carrying(file, row, Field::ALL)
}

/// A place in a file that carries these fields.
pub fn place_carrying(file: &str, row: u32, fields: &[Field]) -> Provenance {
    let carries: FieldSet = fields.iter().copied().collect();
    let source = Source { file: file.to_owned(), sheet: None, carries };
    Provenance { source: Arc::new(source), row }
}

/// An open migration deal with nothing wrong: it starts 2027-01-15, and has 120 servers, a signed
/// SOW and USD 96,000 of ARR.
pub fn crm() -> CrmOpportunity {
    let id = CrmId::new("0065f00000AbCdE").expect("an id");
    let mut crm = CrmOpportunity::new(place("crm.csv", 2), id);
    crm.name = Some("Acme - data center migration to AWS".into());
    crm.customer = Some("Acme Robotics".into());
    crm.website = Some("https://www.acme.example".into());
    crm.country = Some("Germany".into());
    crm.owner = Some("Ana Lee".into());
    crm.stage = Some("Negotiation/Review".into());
    crm.status = DealStatus::Open;
    crm.progress = Progress::Proposed;
    crm.amount = Some(usd(150_000));
    crm.created_date = Some(date(2026, 6, 1));
    crm.modified_date = Some(date(2026, 9, 20));
    crm.close_date = Some(date(2026, 12, 15));
    crm.deal_type = Some("New Customer".into());
    crm.ace_id = Some("O1234567".into());
    crm.arr = Some(usd(96_000));
    crm.server_count = Some(Decimal::from(120));
    crm.migration_type = Some("Rehost".into());
    crm.source_environment = Some("On-premises".into());
    crm.sow_signed_date = Some(date(2026, 9, 15));
    crm.project_start = Some(date(2027, 1, 15));
    crm.pdm_notified_date = Some(date(2026, 9, 10));
    crm.map_status = Some("Submitted".into());
    crm.map_submitted_date = Some(date(2026, 9, 18));
    crm
}

/// The ACE opportunity of [`crm`]: approved, tagged MAP, USD 8,000 a month.
pub fn ace() -> AceOpportunity {
    let id = AceId::exact("O1234567").expect("an id");
    let mut ace = AceOpportunity::new(place("ace.xlsx", 2), id);
    ace.partner_crm_id = Some("0065f00000AbCdE".into());
    ace.customer = Some("ACME Robotics GmbH".into());
    ace.website = Some("acme.example".into());
    ace.country = Some("Germany".into());
    ace.title = Some("Data center migration".into());
    ace.stage_text = Some("Business Validation".into());
    ace.stage = Some(AceStage::BusinessValidation);
    ace.review_status_text = Some("Approved".into());
    ace.review_status = Some(ReviewStatus::Approved);
    ace.opportunity_type = Some(OpportunityType::NetNewBusiness);
    ace.created_date = Some(date(2026, 6, 5));
    ace.modified_date = Some(date(2026, 9, 20));
    ace.submitted_date = Some(date(2026, 6, 6));
    ace.reviewed_date = Some(date(2026, 6, 9));
    ace.target_close_date = Some(date(2026, 12, 20));
    ace.mrr = Some(usd(8_000));
    ace.apn_programs = vec!["Migration Acceleration Program".into()];
    ace.use_cases = vec!["Migration / Database Migration".into()];
    ace.sales_activities = vec!["SOW Signed".into()];
    ace
}

/// A link by the ACE id in the CRM.
pub fn link() -> Link {
    let (why, against) = (String::new(), String::new());
    Link { method: LinkMethod::AceIdInCrm, score: 0.99, why, against, runner_up: None }
}

/// An ACE opportunity that may be the deal's, of which nothing is known.
pub fn candidate() -> Candidate {
    Candidate {
        ace_id: AceId::exact("O7654321").expect("an id"),
        ace_customer: None,
        ace_title: None,
        ace_is_tagged_map: false,
        ace_has_request: false,
        customers_disagree: false,
        link: link(),
        doubt: "another record fits nearly as well".into(),
    }
}

/// [`crm`] and [`ace`], linked.
pub fn linked_deal() -> Deal {
    Deal::new(Records::Linked {
        crm: Box::new(crm()),
        ace: Box::new(ace()),
        link: Box::new(link()),
    })
}

/// [`linked_deal`] with the CRM record changed.
pub fn linked_with_crm(change: impl FnOnce(&mut CrmOpportunity)) -> Deal {
    let mut crm = crm();
    change(&mut crm);
    Deal::new(Records::Linked { crm: Box::new(crm), ace: Box::new(ace()), link: Box::new(link()) })
}

/// [`linked_deal`] with the ACE record changed.
pub fn linked_with_ace(change: impl FnOnce(&mut AceOpportunity)) -> Deal {
    let mut ace = ace();
    change(&mut ace);
    Deal::new(Records::Linked { crm: Box::new(crm()), ace: Box::new(ace), link: Box::new(link()) })
}

/// [`crm`] without an ACE opportunity, and changed.
pub fn crm_only(change: impl FnOnce(&mut CrmOpportunity)) -> Deal {
    let mut crm = crm();
    crm.ace_id = None;
    change(&mut crm);
    Deal::new(Records::CrmOnly(Box::new(crm)))
}

/// [`ace`] without a deal, and changed.
pub fn ace_only(change: impl FnOnce(&mut AceOpportunity)) -> Deal {
    let mut ace = ace();
    change(&mut ace);
    Deal::new(Records::AceOnly(Box::new(ace)))
}

/// The CRM record of a deal that has one, to be changed.
pub fn crm_of(deal: &mut Deal) -> &mut CrmOpportunity {
    match &mut deal.records {
        Records::Linked { crm, .. } | Records::CrmOnly(crm) => crm,
        Records::AceOnly(_) => panic!("an opportunity without a deal"),
    }
}

/// The ACE record of a deal that has one, to be changed.
pub fn ace_of(deal: &mut Deal) -> &mut AceOpportunity {
    match &mut deal.records {
        Records::Linked { ace, .. } | Records::AceOnly(ace) => ace,
        Records::CrmOnly(_) => panic!("a deal without an opportunity"),
    }
}

/// What an export of this role came to.
pub fn input_report(path: &str, role: Role, rows_read: u64, rows_used: u64) -> InputReport {
    InputReport {
        path: path.into(),
        role,
        profile: "salesforce".into(),
        recognised_by: String::new(),
        container: if role == Role::Crm { "csv" } else { "xlsx" },
        encoding: (role == Role::Crm).then(|| "UTF-8".into()),
        delimiter: (role == Role::Crm).then_some(','),
        sheet: (role == Role::Ace).then(|| "Opportunities".into()),
        header_row: 1,
        sha256: "ab".repeat(32),
        rows_read,
        rows_used,
        rows_set_aside: 1,
        rows_ignored: rows_read - rows_used - 1,
        newest_record: Some(date(2026, 9, 20)),
        columns: [(Field::DealId, "Opportunity ID".into()), (Field::Customer, "Account".into())]
            .into(),
        unmapped_headers: vec!["Forecast".into()],
        suggestions: BTreeMap::new(),
        warnings: vec![Warning::new(
            "partial_scope",
            "The export holds only the user's own deals.",
        )],
        date_orders: [(
            Field::CloseDate,
            SettledOrder { order: Some(DateOrder::Dmy), settled_by: "values" },
        )]
        .into(),
        amounts: [(
            Field::Amount,
            SettledAmounts {
                decimal_mark: Some("comma"),
                settled_by: "values",
                currency: Some("EUR".into()),
                currency_settled_by: Some("currency column"),
            },
        )]
        .into(),
        noted: vec![Noted {
            problem: "unreadable_date",
            action: Action::CellIgnored,
            count: 3,
            first_row: Some(4),
            message: "This is no date that can be read. Correct it in the export.".into(),
        }],
    }
}
