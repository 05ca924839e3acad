//! Whose export a file is, and what its headers mean there.

use std::sync::Arc;

use super::*;
use crate::domain::{Currency, DateOrder, Decimal, Role};
use crate::ingest::{ColumnAlias, Profile};

/// A file of these headers and one row.
fn file(headers: &[&str]) -> String {
    let quoted: Vec<String> =
        headers.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
    let values: Vec<String> = (0..headers.len()).map(|n| format!("v{n}")).collect();
    format!("{}\n{}\n", quoted.join(","), values.join(","))
}

fn table_of(headers: &[&str]) -> RawTable {
    read_text(&file(headers))
}

/// The header that holds a field.
fn header_of(table: &RawTable, field: Field) -> Option<&str> {
    table.report.columns.get(&field).map(String::as_str)
}

#[test]
fn units_in_the_row_below_the_header_count_beside_those_in_it() {
    let table = read_text(
        "Deal ID,Deal Name,Customer,Stage,Amount,AWS ARR (USD),Server Count\n\
         ,,,,k€,k$,#\nD1,Lift,Acme,Proposal,50,96,60\n",
    );
    let of = |field| table.column(field).map(|column| column.multiplier.to_string());
    assert_eq!(of(Field::Amount).as_deref(), Some("1000"));
    assert_eq!(of(Field::Arr).as_deref(), Some("1000"));
    assert_eq!(of(Field::ServerCount).as_deref(), Some("1"));
    assert_eq!(table.rows.len(), 1);
}

#[test]
fn each_system_is_known_by_its_own_headers() {
    let exports: &[(&str, &[&str])] = &[
        (
            "salesforce-report",
            &["Opportunity ID", "Opportunity Name", "Account Name", "Stage", "Amount"],
        ),
        (
            "salesforce-api",
            &["Id", "AccountId", "Name", "StageName", "Amount", "CloseDate", "IsWon"],
        ),
        (
            "hubspot",
            &["Record ID", "Deal Name", "Deal Stage", "Close Date", "Deal owner", "Amount"],
        ),
        ("hubspot", &["ID de registro", "Nombre del negocio", "Etapa del negocio", "Importe"]),
        ("hubspot-api", &["hs_object_id", "dealname", "dealstage", "closedate", "amount"]),
        (
            "dynamics365",
            &["(Do Not Modify) Opportunity", "Topic", "Potential Customer", "Est. revenue"],
        ),
        (
            "dynamics365",
            &["(Nicht ändern) Verkaufschance", "Thema", "Potenzieller Kunde", "Gesch. Umsatz"],
        ),
        ("dynamics365", &["opportunityid", "name", "customerid", "estimatedvalue", "statecode"]),
        ("pipedrive", &["Deal - ID", "Deal - Title", "Deal - Value", "Deal - Organization"]),
        ("pipedrive", &["Obchod - ID", "Obchod - Název", "Obchod - Hodnota", "Organizace"]),
        (
            "zoho",
            &["Record Id", "Deal Name", "Account Name", "Closing Date", "Stage", "Deal Owner"],
        ),
        ("zoho", &["Record Id", "Potential Name", "Account Name", "Stage", "Amount"]),
        (
            "named-deals",
            &["Record Id", "Opportunity Name", "Organization Name", "Bid Amount", "Date Created"],
        ),
        (
            "odoo",
            &["External ID", "Opportunity", "Customer", "Salesperson", "Expected Revenue", "Stage"],
        ),
        ("named-deals", &["Id", "Name", "Primary Contact", "Company", "Value", "Close Date"]),
        ("generic", &["Deal ID", "Customer", "Project Title", "Sales Rep", "Value"]),
        ("generic", &["opportunity_id", "sales_agent", "account", "deal_stage", "close_value"]),
        ("accounts", &["Account ID", "Account Name", "Website", "Billing Country"]),
        ("accounts", &["Record ID", "Company name", "Company Domain Name", "Create Date"]),
        ("salesforce-accounts", &["Id", "Name", "Type", "Website", "BillingCountry", "OwnerId"]),
        ("dynamics365-accounts", &["(Do Not Modify) Account", "Account Name", "Website"]),
    ];
    for (profile, headers) in exports {
        assert_eq!(table_of(headers).report.profile, *profile, "{headers:?}");
    }
}

#[test]
fn the_sentence_says_how_sure_the_recognition_is() {
    let table = table_of(&["Record ID", "Deal Name", "Deal Stage", "Mood"]);
    assert_eq!(
        table.report.recognised_by,
        "3 of 4 headers are known to hubspot, and some belong to it alone; next best: generic with 2"
    );
}

#[test]
fn an_unmapped_header_comes_with_the_nearest_known_ones() {
    let table = table_of(&["Deal ID", "Deal Name", "Stage", "Oportunity Owner", "Xyzzy"]);
    let near = &table.report.suggestions;
    assert_eq!(near.len(), 1);
    assert_eq!(near["Oportunity Owner"][0], "`opportunity owner` (owner)");
}

#[test]
fn custom_fields_of_salesforce_are_known_by_their_labels() {
    let table = table_of(&[
        "Id",
        "Name",
        "StageName",
        "AWS_ARR__c",
        "ACE_Opportunity_ID__c",
        "ProjectStartDate__c",
        "SOW_Signed_Date__c",
        "MAP_Status__c",
        "awsapn__Last_Modified_Date__c",
        "Account.Name",
    ]);
    for (field, header) in [
        (Field::Arr, Some("AWS_ARR__c")),
        (Field::AceId, Some("ACE_Opportunity_ID__c")),
        (Field::ProjectStart, Some("ProjectStartDate__c")),
        (Field::SowSignedDate, Some("SOW_Signed_Date__c")),
        (Field::MapStatus, Some("MAP_Status__c")),
        (Field::Customer, Some("Account.Name")),
        (Field::ModifiedDate, None),
    ] {
        assert_eq!(header_of(&table, field), header);
    }
}

#[test]
fn the_hidden_guid_of_dynamics_is_the_id_and_a_custom_number_only_without_it() {
    let both =
        table_of(&["Opportunity ID", "Topic", "Est. revenue", "(Do Not Modify) Opportunity"]);
    assert_eq!(header_of(&both, Field::DealId), Some("(Do Not Modify) Opportunity"));
    let alone = table_of(&["Opportunity ID", "Topic", "Est. revenue"]);
    assert_eq!(header_of(&alone, Field::DealId), Some("Opportunity ID"));
}

#[test]
fn a_logical_name_wins_over_the_label() {
    let label = |text: &str, name: &str| (text.to_owned(), name.to_owned());
    let logical_names = vec![
        label("(Do Not Modify) Opportunity", "opportunityid"),
        label("Updated Info", "description"),
        label("Stage", "statecode"),
        label("Cloud spend", "cr921_awsarr"),
    ];
    let options = Options { logical_names, ..Options::default() };
    let headers = ["(Do Not Modify) Opportunity", "Topic", "Updated Info", "Stage", "Cloud spend"];
    let table = read_bytes(file(&headers).as_bytes(), &options).unwrap();
    assert_eq!(header_of(&table, Field::Description), Some("Updated Info"));
    assert_eq!(header_of(&table, Field::Status), Some("Stage"));
    assert_eq!(header_of(&table, Field::Arr), Some("Cloud spend"));
}

#[test]
fn custom_fields_of_pipedrive_bear_its_prefix() {
    let table = table_of(&["Deal - ID", "Deal - Title", "Deal - AWS ARR", "Organization"]);
    assert_eq!(header_of(&table, Field::Arr), Some("Deal - AWS ARR"));
    assert_eq!(header_of(&table, Field::Customer), Some("Organization"));
}

#[test]
fn an_actual_close_date_is_the_close_date_where_there_is_no_other() {
    let alone = table_of(&["Deal ID", "Deal Name", "Actual Close Date"]);
    assert_eq!(header_of(&alone, Field::CloseDate), Some("Actual Close Date"));
    let both = table_of(&["Deal ID", "Deal Name", "Actual Close Date", "Est. Close Date"]);
    assert_eq!(header_of(&both, Field::CloseDate), Some("Est. Close Date"));
    assert_eq!(header_of(&both, Field::ActualCloseDate), Some("Actual Close Date"));
}

#[test]
fn the_row_above_tells_two_headers_of_one_name_apart() {
    let table = read_text(
        "CRM,,,,AWS,\nID,Customer,Name,Stage,ID,ARR\nD1,Acme,Lift,Won,O1234567,100\nD2,Bolt,Move,Open,O1234568,50\n",
    );
    assert_eq!(texts(&table, Field::DealId), ["D1", "D2"]);
    assert_eq!(texts(&table, Field::Stage), ["Won", "Open"]);
    assert_eq!(texts(&table, Field::AceId), ["O1234567", "O1234568"]);
}

#[test]
fn two_rows_of_headers_are_read_as_one() {
    let text = "Deal,,,Money,,\nID,Name,Stage,Amount,Currency,AWS ARR\n7,Exit,Won,5,EUR,6\n";
    let table = read_text(text);
    assert_eq!(table.report.header_row, 2);
    for (field, value) in [
        (Field::DealId, "7"),
        (Field::DealName, "Exit"),
        (Field::Stage, "Won"),
        (Field::Amount, "5"),
        (Field::Currency, "EUR"),
        (Field::Arr, "6"),
    ] {
        assert_eq!(texts(&table, field), [value]);
    }
    assert_eq!(header_of(&table, Field::DealName), Some("Deal Name"));
}

#[test]
fn a_column_of_thousands_is_multiplied_and_told() {
    let table =
        table_of(&["Deal ID", "Deal Name", "AWS ARR (k€)", "Amount (EUR '000)", "Servers (k)"]);
    let multiplier = |field| table.column(field).unwrap().multiplier;
    assert_eq!(multiplier(Field::Arr), Decimal::from(1_000));
    assert_eq!(multiplier(Field::ServerCount), Decimal::from(1_000));
    assert_eq!(table.column(Field::Amount).unwrap().currency.unwrap().as_str(), "EUR");
    let warned = warning(&table, "multiplied_column").unwrap();
    assert_eq!(warned.message, "Every number under `AWS ARR (k€)` is multiplied by 1,000.");
    assert_eq!(table.report.unmapped_headers, Vec::<String>::new());
}

#[test]
fn the_configuration_says_what_a_column_is_and_a_flag_says_it_louder() {
    let alias = |header: &str, field, multiplier| ColumnAlias {
        role: Some(Role::Crm),
        multiplier,
        ..ColumnAlias::plain(header, field)
    };
    let columns = vec![
        alias("Cloud spend", Field::Arr, Some(Decimal::from(12_000))),
        alias("Boss", Field::Owner, None),
        alias("Not there", Field::Country, None),
        ColumnAlias { role: Some(Role::Ace), ..ColumnAlias::plain("Deal Name", Field::Title) },
    ];
    let options = Options {
        columns: Arc::new(columns),
        header_maps: vec![("Chief".to_owned(), Field::Owner)],
        ..Options::default()
    };
    let headers = ["Deal ID", "Deal Name", "Cloud spend (k)", "Cloud spend", "Boss", "Chief"];
    let table = read_bytes(file(&headers).as_bytes(), &options).unwrap();
    assert_eq!(header_of(&table, Field::Arr), Some("Cloud spend"));
    assert_eq!(table.column(Field::Arr).unwrap().multiplier, Decimal::from(12_000));
    assert_eq!(header_of(&table, Field::Owner), Some("Chief"));
    assert_eq!(header_of(&table, Field::DealName), Some("Deal Name"));
    let absent = table.stated_headers.iter().filter(|(_, is_there)| !**is_there);
    let absent: Vec<&str> = absent.map(|(stated, _)| stated.header.as_str()).collect();
    assert_eq!(absent, ["Not there"]);
}

#[test]
fn a_profile_of_the_user_goes_before_the_built_in_ones() {
    let text = "name = 'ours'\nrole = 'crm'\nincludes = ['generic']\n[fields]\ndeal_id = ['Record ID']\n\
                customer = ['Deal Name']\n";
    let profiles = Arc::new(vec![Arc::new(Profile::of_user(text).unwrap())]);
    let options = Options { profiles, ..Options::default() };
    let headers = ["Record ID", "Deal Name", "Deal Stage"];
    let table = read_bytes(file(&headers).as_bytes(), &options).unwrap();
    assert_eq!(table.report.profile, "ours");
    assert_eq!(header_of(&table, Field::Customer), Some("Deal Name"));
}

#[test]
fn what_would_mislead_is_read_as_nothing() {
    let headers = [
        "Deal ID",
        "Deal Name",
        "Stage",
        "ACV (converted)",
        "TCV",
        "Annual Recurring Amount (converted)",
        "Age",
        "Region",
        "AWS Created Date",
        "Fiscal Period",
        "ACE Stage ",
        "Target Close Date (from AWS Sales)",
    ];
    let table = table_of(&headers);
    let fields: Vec<Field> = table.report.columns.keys().copied().collect();
    assert_eq!(fields, [Field::DealId, Field::DealName, Field::Stage]);
}

#[test]
fn units_and_date_orders_below_the_header_are_those_of_their_columns() {
    let table = read_text(
        "Deal ID,Deal,Customer,Amount,AWS ARR,Close Date\n,,,[k€],USD p.a.,TT.MM.JJJJ\nD1,Lift,Acme,96,5,04.12.2026\n",
    );
    assert_eq!(table.rows, [3]);
    assert_eq!(problems(&table), [(2, "column_notes")]);
    let amount = table.column(Field::Amount).unwrap();
    assert_eq!(amount.header, "Amount");
    assert_eq!((amount.multiplier, amount.currency), (1_000.into(), Currency::new("EUR")));
    assert_eq!(table.column(Field::Arr).unwrap().currency, Some(Currency::USD));
    assert_eq!(table.column(Field::CloseDate).unwrap().date_hint, Some(DateOrder::Dmy));
    let monthly = read_text("Deal ID,Deal,Customer,AWS ARR\n,,,per month\nD1,Lift,Acme,96\n");
    assert!(monthly.column(Field::Arr).is_none(), "ARR by the month is a contradiction");
}
