//! The other forms in which opportunities and applications leave AWS.

use super::*;
use crate::domain::Role;

fn profile(table: &RawTable) -> (Role, &str) {
    (table.report.role, table.report.profile.as_str())
}

#[test]
fn the_api_flattened_to_csv_is_read_like_its_json() {
    let table = read_text(
        "Catalog,CreatedDate,Customer.Account.CompanyName,FAILED,Id,LifeCycle.ReviewStatus,LifeCycle.Stage,Project.ApnPrograms[0],Project.ApnPrograms[1],Project.ExpectedCustomerSpend[0].Amount,Project.ExpectedCustomerSpend[0].Frequency,Project.ExpectedCustomerSpend[0].TargetCompany,Project.ExpectedCustomerSpend[1].Amount,Project.ExpectedCustomerSpend[1].Frequency,Project.ExpectedCustomerSpend[1].TargetCompany,Project.Title\n\
         AWS,2026-01-31T09:00:00+00:00,Acme,,O1,Approved,Qualified,Windows,Migration Acceleration Program,90000,None,Self,2500,Monthly,AWS,Exit\n\
         AWS,,,AccessDeniedException,O2,,,,,,,,,,,\n\
         Sandbox,,Acme,,O3,Approved,Qualified,,,,,,,,,Test\n\
         AWS,,Bolt,,O4,Approved,Qualified,,,2500,Monthly,AWS,2600,Monthly,AWS,Lift\n",
    );
    assert_eq!(profile(&table), (Role::Ace, "ace-api"));
    assert_eq!(texts(&table, Field::AceId), ["O1", "O4"]);
    assert_eq!(texts(&table, Field::ApnPrograms), ["Windows;Migration Acceleration Program", ""]);
    assert_eq!(texts(&table, Field::Mrr), ["2500", ""]);
    assert_eq!(
        problems(&table),
        [(3, "failed_request"), (4, "sandbox_opportunity"), (5, "undecided_entry")]
    );
    assert_eq!(table.set_aside[2].action, Action::CellIgnored);
    assert_eq!(table.set_aside[2].column.as_deref(), Some("Project.ExpectedCustomerSpend[]"));
    assert_eq!(table.report.columns[&Field::ApnPrograms], "Project.ApnPrograms[]");
    assert!(table.report.unmapped_headers.is_empty(), "{:?}", table.report.unmapped_headers);
}

#[test]
fn lists_that_pandas_printed_into_cells_are_read() {
    let table = read_text(
        "Id,Customer.Account.CompanyName,LifeCycle.Stage,Project.Title,Project.CustomerBusinessProblem,Project.ApnPrograms,Project.ExpectedCustomerSpend\n\
         O1,Acme,Qualified,Exit,Lease ends,\"['Windows', 'Migration Acceleration Program']\",\"[{'Amount': '2500', 'TargetCompany': 'AWS'}]\"\n",
    );
    assert_eq!(texts(&table, Field::ApnPrograms), ["Windows;Migration Acceleration Program"]);
    assert!(table.source.carries.contains(Field::AwsAccountId));
    assert_eq!(texts(&table, Field::Mrr), ["2500"]);
    assert!(table.report.unmapped_headers.is_empty(), "{:?}", table.report.unmapped_headers);
}

#[test]
fn a_file_of_the_s3_integration_is_read_by_what_its_names_mean() {
    let table = read_text(
        r#"{"version":"1","spmsId":"123","opportunities":[{"status":"Draft","customerCompanyName":"Acme",
        "partnerProjectTitle":"Exit","apnCrmUniqueIdentifier":"O1","country":"Germany","stage":"Prospect",
        "campaignName":"Migration Acceleration Program;Windows","awsSFCampaignName":"Spring 26",
        "expectedMonthlyAwsRevenue":100.0,"customerSoftwareValueCurrency":"EUR","cosellConvertReason ":null,
        "aWSPartnerSuccessManagerName":"psm@example.com","createdDate":"2022-03-08T13:15:34.000Z"}]}"#,
    );
    assert_eq!(profile(&table), (Role::Ace, "ace-s3"));
    assert_eq!(texts(&table, Field::ApnPrograms), ["Migration Acceleration Program;Windows"]);
    assert_eq!(texts(&table, Field::MarketingCampaign), ["Spring 26"]);
    assert_eq!(texts(&table, Field::Mrr), ["100.0"]);
    assert!(table.column(Field::Currency).is_none());
    assert!(table.report.unmapped_headers.is_empty(), "{:?}", table.report.unmapped_headers);
}

#[test]
fn an_import_template_is_refused_and_an_update_file_is_read() {
    let header = "\"Customer Company Name (required)\",\"Partner Project Title (required)\",\"Project Description/Business Need (required)\",\"Estimated AWS Monthly Recurring Revenue\n(required)\",\"Target Close Date\n(mm/dd/yyyy)\n(required)\",\"Use Case\n(required)\n\",Stage,\"Industry Other\n(required if Industry Vertical = Other)\",\"Was Marketing Development Funds Used? (required if Is Opportunity from Marketing Activity? = Yes)\"";
    let row = "Acme,Exit,Lease ends and so on,2500.00,12/31/2026,Migration,Qualified,,No";
    let import = format!("{header}\n{row}\n");
    for role in [None, Some(Role::Ace), Some(Role::Crm)] {
        let options = Options { role, ..Options::default() };
        let error = read_bytes(import.as_bytes(), &options).unwrap_err();
        if role == Some(Role::Crm) {
            assert_eq!(error.code(), "other_role", "{error}");
        } else {
            assert_eq!(error.code(), "unsupported_format");
            assert!(error.to_string().contains("import template"), "{error}");
            assert!(error.hint().contains("Export the opportunities"));
        }
    }
    let table = read_text(&format!("Opportunity id,{header}\nO1,{row}\n"));
    assert_eq!(profile(&table), (Role::Ace, "ace-bulk-template"));
    assert_eq!(texts(&table, Field::MdfUsed), ["No"]);
    assert_eq!(
        table.column(Field::TargetCloseDate).unwrap().date_hint,
        Some(crate::domain::DateOrder::Mdy)
    );
    assert!(table.report.unmapped_headers.is_empty(), "{:?}", table.report.unmapped_headers);
}

#[test]
fn changes_of_the_data_subscription_are_replayed() {
    let table = read_text(
        "opportunity_id_pk,opportunity_id,customer_company_name,opportunity_stage_name,opportunity_status,row_type,row_modified_date\n\
         k1,O1,Acme,Prospect,Submitted,INSERT,2026-03-01 10:00:00\n\
         k1,O1,Acme,Qualified,Approved,UPDATE,2026-03-02 10:00:00\n\
         k2,O2,Bolt,Prospect,Submitted,INSERT,2026-03-01 10:00:00\n\
         k2,,,,,DELETE,2026-03-05 10:00:00\n\
         k3,O3,Corva,Prospect,Submitted,INSERT,2026-03-01 10:00:00\n\
         k3,O3,Corva,Qualified,Submitted,UPDATE,2026-03-01 10:00:00\n\
         k4,,,,,DELETE,2026-03-05 10:00:00\n",
    );
    assert_eq!(profile(&table), (Role::Ace, "ace-data-subscription"));
    assert_eq!(texts(&table, Field::AceId), ["O1"]);
    assert_eq!(texts(&table, Field::Stage), ["Qualified"]);
    assert_eq!(table.rows, [3]);
    assert_eq!(
        problems(&table),
        [
            (2, "superseded_event"),
            (4, "superseded_event"),
            (5, "deleted_record"),
            (6, "events_at_one_time"),
            (7, "events_at_one_time"),
            (8, "deleted_record"),
        ]
    );
    assert!(warning(&table, "deleted_elsewhere").unwrap().message.starts_with("1 record that"));
    assert_eq!((table.report.rows_ignored, table.report.rows_set_aside), (4, 2));
}

#[test]
fn the_currency_of_the_pipeline_manager_is_that_of_the_software() {
    let header = "Opportunity ID,Customer Company Name,Partner Project Title,Stage,Status,Estimated AWS Monthly Recurring Revenue,Currency";
    let table = read_text(&format!("{header}\nO1,Acme,Exit,Qualified,Approved,2500,EUR\n"));
    assert_eq!(texts(&table, Field::Currency), ["EUR"]);
    let table = read_text(&format!(
        "{header},Customer Software Value,WWPS PDM,Marketing Campaign Code\nO1,Acme,Exit,Qualified,Approved,2500,EUR,9000,Ana,Spring\n"
    ));
    assert!(table.column(Field::Currency).is_none());
    assert_eq!(texts(&table, Field::MarketingCampaign), ["Spring"]);
    assert!(table.report.unmapped_headers.is_empty(), "{:?}", table.report.unmapped_headers);
}

#[test]
fn applications_of_the_benefits_api_name_their_opportunity() {
    let arn = "arn:aws:partnercentral:us-east-1:111122223333:catalog/AWS/opportunity/O1234567";
    let table = read_text(&format!(
        r#"{{"BenefitApplicationSummaries":[{{"Catalog":"AWS","Id":"benappl-0123456789abcd","Name":"MAP Assess",
        "BenefitId":"ben-0123456789abcd","Programs":["MAP"],"FulfillmentTypes":["CASH","CREDITS"],
        "Status":"IN_REVIEW","Stage":"Business Approval","CreatedAt":"2026-01-31T09:00:00Z",
        "AssociatedResources":["arn:aws:x:::benefit-allocation/benalloc-1","{arn}"]}},
        {{"Catalog":"Sandbox","Id":"benappl-1123456789abcd","BenefitId":"ben-0123456789abcd","Status":"APPROVED"}}]}}"#
    ));
    assert_eq!(profile(&table), (Role::Funding, "benefits-api"));
    assert_eq!(texts(&table, Field::RequestId), ["benappl-0123456789abcd"]);
    assert!(texts(&table, Field::AceId)[0].ends_with(arn));
    assert_eq!(texts(&table, Field::Program), ["MAP"]);
    assert!(table.column(Field::SubmittedDate).is_none());
    assert_eq!(problems(&table), [(2, "sandbox_application")]);
    assert!(table.report.unmapped_headers.is_empty(), "{:?}", table.report.unmapped_headers);
}

#[test]
fn allocations_name_their_application_and_their_credit_codes_are_not_read() {
    let table = read_text(
        r#"{"BenefitAllocationSummaries":[{"Id":"benalloc-0123456789abcd","Catalog":"AWS","Status":"ACTIVE",
        "BenefitApplicationId":"benappl-0123456789abcd","FulfillmentType":"CREDITS","CreatedAt":"2026-02-01T00:00:00Z",
        "StartsAt":"2026-02-01T00:00:00Z","ExpiresAt":"2027-01-01T00:00:00Z","FulfillmentDetail":{"CreditDetails":{
        "AllocatedAmount":{"Amount":"100","CurrencyCode":"USD"},"Codes":[{"AwsCreditCode":"PC1-SECRET","Status":"ACTIVE"}]}}},
        {"Id":"benalloc-1123456789abcd","Catalog":"Sandbox","Status":"ACTIVE","BenefitApplicationId":"benappl-1"}]}"#,
    );
    assert_eq!(profile(&table), (Role::Funding, "benefit-allocations"));
    assert_eq!(texts(&table, Field::RequestId), ["benappl-0123456789abcd"]);
    assert_eq!(texts(&table, Field::ClaimDueDate), ["2027-01-01T00:00:00Z"]);
    assert!(table.column(Field::StartDate).is_none());
    assert_eq!(problems(&table), [(2, "sandbox_allocation")]);
    assert!(table.report.unmapped_headers.is_empty(), "{:?}", table.report.unmapped_headers);
    assert!(!format!("{table:?}").contains("PC1-SECRET"));
}

#[test]
fn the_benefits_on_offer_are_no_applications() {
    let offers =
        br#"{"BenefitSummaries":[{"Id":"ben-1","Catalog":"AWS","Name":"MAP","Description":"Funds",
        "Programs":["MAP"],"FulfillmentTypes":["CASH"],"Status":"ACTIVE"}]}"#;
    let error = refused(offers);
    assert!(error.to_string().contains("the benefits that AWS offers"), "{error}");
    assert!(error.hint().contains("ListBenefitApplications"));
}

#[test]
fn the_template_of_today_is_refused_as_one() {
    let error = refused(
        b"Customer/company name,Customer website,Partner project title,Customer business problem,\
          Estimated AWS monthly recurring revenue,Target close date\nAcme,a.example,Exit,Old,100,12/31/2026\n",
    );
    assert!(error.to_string().contains("import template"), "{error}");
}

#[test]
fn aws_own_summaries_are_refused_with_the_way_out() {
    let error = refused(
        br#"{"RelatedOpportunityId":"O1","Origin":"AWS Referral","LifeCycle":{"Stage":"Launched"},"OpportunityTeam":[{"Email":"a@example.com"}]}"#,
    );
    assert_eq!(error.code(), "unsupported_format");
    assert!(error.hint().contains("GetOpportunity"), "{error}");
}

#[test]
fn an_id_and_a_status_alone_do_not_make_a_file_one_of_these() {
    for text in [
        "Id,Customer,Title,Stage,Status,Created Date\n1,Acme,Exit,Won,Open,2026-01-01\n",
        "Id,Program,Stage,Status,Start Date\nFR1,MAP,Created,Active,2026-01-01\n",
    ] {
        let table = read_text(text);
        assert!(["generic", "fund-requests"].contains(&table.report.profile.as_str()));
    }
}

#[test]
fn what_the_benefits_api_keeps_of_a_benefit_is_read_by_its_names() {
    let text = r#"[{"Id":"benappl-00000000000001","BenefitId":"ben-00000000000001","Name":"Lift","Status":"APPROVED",
        "CreatedAt":"2026-09-14T09:00:00Z","Programs":["MAP"],
        "AssociatedResources":["arn:aws:partnercentral:us-east-1:1:catalog/AWS/opportunity/O1234567"],
        "BenefitApplicationDetails":{"Phase":"Assess","RequestedAmount":50000,"AccountId":"012345678901"}}]"#;
    let table = read_text(text);
    assert_eq!(texts(&table, Field::Phase), ["Assess"]);
    assert_eq!(texts(&table, Field::RequestedAmount), ["50000"]);
    assert!(table.column(Field::SubmittedDate).is_none(), "CreatedAt is the day of a draft");
}
