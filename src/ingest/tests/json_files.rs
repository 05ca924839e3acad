//! JSON of every origin, as whole files.

use super::*;
use crate::domain::Role;

/// An opportunity as GetOpportunity gives it.
fn opportunity(id: &str, title: &str) -> String {
    format!(
        r#"{{"Catalog":"AWS","Id":"{id}","PartnerOpportunityIdentifier":null,
        "Customer":{{"Account":{{"CompanyName":"Acme, Inc.","AwsAccountId":"012345678901",
        "Address":{{"CountryCode":"DE"}}}},"Contacts":[{{"Email":"a@example.com"}}]}},
        "Project":{{"Title":"{title}","CustomerBusinessProblem":"Lease ends.\nMove 80 servers",
        "ApnPrograms":["Migration Acceleration Program","Windows"],
        "ExpectedCustomerSpend":[
            {{"Amount":"90000","CurrencyCode":"USD","Frequency":"None","TargetCompany":"Self"}},
            {{"Amount":"2500.00","CurrencyCode":"EUR","Frequency":"Monthly","TargetCompany":"AWS",
              "EstimationUrl":"https://calculator.aws/#/estimate?id=0a"}}]}},
        "LifeCycle":{{"Stage":"Qualified","ReviewStatus":"Approved","TargetCloseDate":"2026-12-31"}},
        "CreatedDate":"2026-01-31T09:00:00Z","LastModifiedDate":"2026-02-28T09:00:00.123Z"}}"#
    )
    .replace('\n', " ")
    .replace("ends. Move", "ends.\\nMove")
}

#[test]
fn opportunities_of_the_api_are_read_however_they_are_put_together() {
    let (one, two) = (opportunity("O1", "Exit"), opportunity("O2", "Lift"));
    for text in [
        format!("[{one},{two}]"),
        format!("{one}\n{two}\n"),
        format!("{one}{two}"),
        format!(r#"{{"Opportunities":[{one},{two}],"NextToken":null}}"#),
        format!(r#"[{{"Opportunity":{one}}},{{"Opportunity":{two}}}]"#),
        format!(r#"{{"O1":{one},"O2":{two}}}"#),
        format!(r#"{{"a":{{"b":{{"c":[{one}]}}}}}}{{"a":{{"b":{{"c":[{two}]}}}}}}"#),
    ] {
        let table = read_text(&text);
        assert_eq!((table.report.role, table.report.profile.as_str()), (Role::Ace, "ace-api"));
        assert_eq!(texts(&table, Field::AceId), ["O1", "O2"], "{text}");
        assert_eq!(texts(&table, Field::Title), ["Exit", "Lift"]);
        assert_eq!(texts(&table, Field::Mrr), ["2500.00", "2500.00"]);
        assert_eq!(texts(&table, Field::Currency)[0], "EUR");
        assert_eq!(texts(&table, Field::ApnPrograms)[0], "Migration Acceleration Program;Windows");
        assert_eq!(texts(&table, Field::Problem)[0], "Lease ends.\nMove 80 servers");
        assert_eq!(texts(&table, Field::AwsAccountId)[0], "012345678901");
        assert_eq!(table.rows, [1, 2]);
        assert_eq!(table.report.header_row, 0);
        assert!(table.report.unmapped_headers.is_empty(), "{:?}", table.report.unmapped_headers);
    }
}

#[test]
fn the_container_is_named_and_rows_of_json_lines_are_their_lines() {
    let (one, two) = (opportunity("O1", "Exit"), opportunity("O2", "Lift"));
    let table = read_text(&format!("{one}\n\n{two}\n"));
    assert_eq!((table.report.container, table.rows.as_slice()), ("ndjson", &[1, 3][..]));
    assert_eq!(table.report.encoding.as_deref(), Some("utf-8"));
    assert_eq!(read_text(&one).report.container, "json");
}

#[test]
fn json_in_utf_16_is_json() {
    let text = format!("\u{feff}[{}]", opportunity("O1", "Überführung"));
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let table = read_bytes(&bytes, &Options::default()).unwrap();
    assert_eq!(texts(&table, Field::Title), ["Überführung"]);
    assert_eq!(table.report.encoding.as_deref(), Some("utf-16le"));
}

#[test]
fn a_whole_opportunity_carries_what_none_has_and_a_summary_does_not() {
    let whole = opportunity("O1", "Exit").replace("ApnPrograms", "Unset");
    let table = read_text(&whole);
    assert!(table.column(Field::ApnPrograms).is_none());
    assert!(table.source.carries.contains(Field::ApnPrograms));
    assert!(!table.source.carries.contains(Field::MigrationPhase));
    let summary = r#"{"OpportunitySummaries":[{"Catalog":"AWS","Id":"O1","LifeCycle":{"Stage":"Prospect",
        "ReviewStatus":"Submitted"},"Customer":{"Account":{"CompanyName":"Acme"}},
        "Project":{"DeliveryModels":["Resell"]}}],"NextToken":""}"#;
    let table = read_text(summary);
    assert!(!table.source.carries.contains(Field::ApnPrograms));
    assert!(warning(&table, "more_pages").is_none());
}

#[test]
fn records_of_crm_apis_are_found_in_their_wrappers() {
    let records = r#"{"Deal ID":"7001","Deal Name":"Exit","Stage":"Won","Amount":12000.5},
        {"Deal ID":"7002","Deal Name":"Lift","Stage":"Open","Amount":null}"#;
    for text in [
        format!(r#"{{"totalSize":2,"done":true,"records":[{records}]}}"#),
        format!(r#"{{"status":0,"result":{{"records":[{records}],"done":true}},"warnings":[]}}"#),
        format!(r#"{{"@odata.context":"https://x/$metadata#o","value":[{records}]}}"#),
        format!(
            r#"{{"success":true,"data":[{records}],"related_objects":{{"user":{{"9":{{"id":9,"name":"Ana"}}}}}},
            "additional_data":{{"pagination":{{"start":0,"more_items_in_collection":false}}}}}}"#
        ),
        records
            .replace("{\"Deal ID\"", "{\"properties\":{\"Deal ID\"")
            .replace('}', "}}")
            .replace("},\n", "}"),
    ] {
        let table = read_text(&text);
        assert_eq!(table.report.role, Role::Crm, "{text}");
        assert_eq!(texts(&table, Field::DealId), ["7001", "7002"], "{text}");
        assert_eq!(texts(&table, Field::Amount), ["12000.5", ""]);
        assert_eq!(kinds(&table, Field::Amount)[0], CellKind::Number);
        assert!(warning(&table, "more_pages").is_none());
    }
}

#[test]
fn ids_that_are_numbers_keep_all_their_digits() {
    let table = read_text(
        r#"[{"Deal ID":4876876000000123456789,"Deal Name":"Exit","Stage":"Won"},{"Deal ID":17,"Deal Name":"Lift","Stage":"Won"}]"#,
    );
    assert_eq!(texts(&table, Field::DealId), ["4876876000000123456789", "17"]);
    assert_eq!(kinds(&table, Field::DealId), [CellKind::Text, CellKind::Number]);
}

#[test]
fn a_file_that_ends_before_the_last_page_says_so() {
    let page = |token: &str| {
        format!(r#"{{"OpportunitySummaries":[{}],"NextToken":{token}}}"#, opportunity("O1", "Exit"))
    };
    let table = read_text(&page("\"AAA\""));
    assert!(warning(&table, "more_pages").unwrap().message.contains("`NextToken`"));
    let whole = [page("\"AAA\""), page("null").replace("O1", "O2")].concat();
    assert!(warning(&read_text(&whole), "more_pages").is_none());
    let salesforce =
        r#"{"done":false,"records":[{"Deal ID":"7","Deal Name":"Exit","Stage":"Won"}]}"#;
    assert!(warning(&read_text(salesforce), "more_pages").is_some());
}

#[test]
fn a_record_that_cannot_be_used_is_set_aside_and_the_others_are_read() {
    let one = opportunity("O1", "Exit");
    let failed = r#"{"Catalog":"AWS","Id":"O2","FAILED":"AccessDeniedException"}"#;
    let twice = r#"{"Id":"O3","Id":"O4"}"#;
    let table = read_text(&format!("[{one},{failed},7,{twice},{{}}]"));
    assert_eq!(texts(&table, Field::AceId), ["O1"]);
    assert_eq!(
        problems(&table),
        [(2, "failed_request"), (3, "unreadable_record"), (4, "unreadable_record")]
    );
    assert!(table.set_aside[0].value.contains("AccessDeniedException"));
}

#[test]
fn broken_json_names_the_place_and_the_way_out() {
    let cut = opportunity("O1", "Exit");
    for text in [&cut[..cut.len() / 2], "[{\"Id\": 'O1'}]", "{\"Id\":NaN}", "{\"a\":1}\nxyz"] {
        let error = refused(text.as_bytes());
        assert_eq!(error.code(), "broken_json", "{text}");
        assert!(error.to_string().contains("line "), "{error}");
        assert!(error.hint().contains("fetch it again"));
    }
    assert_eq!(refused(b"{}").code(), "empty_file");
    assert_eq!(refused(b"[]").code(), "empty_file");
}

#[test]
fn json_that_is_no_export_lists_what_is_in_it() {
    let error = refused(br#"{"weather":[{"city":"Rome","sky":"blue"}],"by":"me"}"#);
    assert_eq!(error.code(), "unknown_layout");
    assert!(error.to_string().contains("sky`"), "{error}");
}

#[test]
fn bombs_are_bounded() {
    let deep = format!(r#"{{"Id":"O2","x":{}{}}}"#, "[".repeat(900), "]".repeat(900));
    let long = format!(r#"{{"Id":"O3","x":"{}"}}"#, "y".repeat(2 << 20));
    let table = read_text(&format!("[{},{deep},{long}]", opportunity("O1", "Exit")));
    assert_eq!(problems(&table), [(2, "unreadable_record"), (3, "cell_too_long")]);
    let deeper = "[".repeat(200_000) + &"]".repeat(200_000);
    assert_eq!(refused(deeper.as_bytes()).code(), "too_large");
    let wide: Vec<String> = (0..3_000).map(|n| format!("\"k{n}\":1")).collect();
    let error = refused(format!("[{{{}}}]", wide.join(",")).as_bytes());
    assert_eq!(error.code(), "too_large");
}

#[test]
fn a_file_of_records_that_cannot_be_read_names_the_first_and_its_reason() {
    let deep = format!("{}1{}", "{\"a\": ".repeat(40), "}".repeat(40));
    let error = refused(format!("[{{\"Id\": 1, \"x\": {deep}}}]").as_bytes());
    assert!(error.to_string().contains(": record 1 is damaged: "), "{error}");
}

#[test]
fn ids_are_named_by_the_lists_beside_the_records() {
    let text = r#"{"deal_stages":[{"id":401,"name":"Negotiation"},{"id":402,"name":"Lost"}],
        "sales_accounts":[{"id":9,"name":"Acme"}],"users":[{"id":5,"display_name":"Eva"}],
        "deals":[{"id":1,"name":"Lift","amount":"5.0","deal_stage_id":402,"sales_account_id":9,"owner_id":5},
                 {"id":2,"name":"Move","amount":"7.0","deal_stage_id":499,"sales_account_id":9,"owner_id":5}],
        "meta":{"total":2}}"#;
    let table = read_text(text);
    assert_eq!(texts(&table, Field::DealName), ["Lift", "Move"]);
    assert_eq!(texts(&table, Field::Stage), ["Lost", ""]);
    assert_eq!(texts(&table, Field::Customer), ["Acme", "Acme"]);
}

#[test]
fn records_of_airtable_keep_their_ids_and_their_last_page_says_whether_more_follow() {
    let page = |end: &str| {
        let text = format!(
            r#"{{"records":[{{"id":"recA0bCdEfGhIjKlM","createdTime":"2026-05-14T09:00:00.000Z","fields":{{"Deal Name":"Lift",
            "Company":"Acme","Stage":"Proposal","Deal Value":5000,"Expected Close":"2027-01-31"}}}}]{end}}}"#
        );
        let table = read_text(&text);
        assert_eq!(texts(&table, Field::DealId), ["recA0bCdEfGhIjKlM"]);
        assert_eq!(texts(&table, Field::Customer), ["Acme"]);
        table.report.warnings.iter().any(|it| it.code == "more_pages")
    };
    assert!(page(r#","offset":"itrA0bCd/recA0bCd""#));
    assert!(!page(""));
    assert!(!page(r#","offset":100"#));
}
