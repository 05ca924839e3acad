//! Beyond the cases: what Excel did to ids, texts that went through one program too many, and JSON.

use rust_xlsxwriter::Format;

use super::packing::{sheet, utf16le, workbook};
use super::reading::{
    amounts, close_dates, deals, ids, money, noted, opportunities, read, refused, report, warnings,
};

const HEADER: &str = "Deal ID,Customer,Amount,Close Date\n";

#[test]
fn an_id_that_excel_took_for_a_date_is_not_taken_for_an_id() {
    // 3-25 becomes the first of March 2025, shown as Mar-25; MAR1 becomes the first of March.
    let mut deals = sheet(
        "Deals",
        &[&["Deal ID", "Deal Name", "Customer"], &["", "Lift", "Acme"], &["3-26", "Move", "Beta"]],
    );
    let month = Format::new().set_num_format("mmm-yy");
    deals.write_number_with_format(1, 0, 45_717, &month).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_ne!(ids(&records)[0], "2025-03-01", "the id is gone, and no day stands in for it");
    let told = !records.set_aside.is_empty() || !warnings(&records).is_empty();
    assert!(told, "it is told");
}

#[test]
fn ids_that_look_like_months_or_genes_stay_text_in_text_files() {
    let text = "Deal ID,Customer,Amount\nMAR1,Acme,1\n3-25,Beta,2\nSEPT2,Gamma,3\n1E5,Delta,4\n2026-03-31,Eta,5\n";
    assert_eq!(ids(&read("deals.csv", text)), ["MAR1", "3-25", "SEPT2", "1E5", "2026-03-31"]);
}

#[test]
fn whole_numbers_that_pandas_made_floats_are_the_ids_they_were() {
    let crm = "Deal ID,Customer,Amount,ACE Opportunity ID,AWS Account ID\n\
               12345.0,Acme,100.0,,123456789012.0\n12346.0,Beta,200.0,,\n";
    let records = read("deals.csv", crm);
    assert_eq!(amounts(&records), ["100", "200"]);
    assert_eq!(records.crm[0].aws_account_id.as_deref(), Some("123456789012"));
    // The other export has 12345: as they stand, nothing would ever meet.
    assert_eq!(records.crm[0].id.key(), "12345");
}

#[test]
fn a_tab_inside_quotes_divides_nothing() {
    let records = read(
        "deals.tsv",
        "Deal ID\tCustomer\tAmount\nD1\t\"Acme\tCloud, Inc.\"\t5\nD2\tBeta; Co\t6\n",
    );
    assert_eq!(deals(&records), ["D1 | Acme Cloud, Inc. | 5 | ", "D2 | Beta; Co | 6 | "]);
}

#[test]
fn an_apostrophe_that_keeps_a_text_a_text_is_no_part_of_an_id() {
    let text = "Deal ID,Customer,Amount,AWS Account ID\n'00123,Acme,'1000,'012345678901\n'00124,'t Hooft BV,2,\n";
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), ["00123", "00124"]);
    assert_eq!(amounts(&records), ["1000", "2"]);
    assert_eq!(records.crm[0].aws_account_id.as_deref(), Some("012345678901"));
    assert_eq!(records.crm[1].customer.as_deref(), Some("'t Hooft BV"), "a Dutch name keeps it");
}

#[test]
fn a_header_with_a_line_break_and_quotes_is_one_header() {
    let records = read(
        "deals.csv",
        "\"Record ID\",\"Deal Name\",\"Date entered \"\"Closed Won (Sales Pipeline)\"\"\",\"Close\r\nDate\",\"Deal Stage\"\n\
         \"12345678901\",\"Lift\",\"\",\"2026-03-31 09:15\",\"Closed Won (Sales Pipeline)\"\n",
    );
    assert_eq!(
        (ids(&records), close_dates(&records)),
        (vec!["12345678901"], vec!["2026-03-31".into()])
    );
    assert_eq!(report(&records).header_row, 1);
    assert_eq!(records.crm[0].at.row, 3, "the header takes two lines");
}

#[test]
fn entities_of_html_in_names_are_the_letters_they_stand_for() {
    let text = format!(
        "{HEADER}D1,Smith &amp; Sons,1,2026-03-31\nD2,M&#252;ller &quot;IT&quot;,2,2026-04-30\n"
    );
    let records = read("deals.csv", text);
    let customers: Vec<_> = records.crm.iter().map(|crm| crm.customer.as_deref()).collect();
    assert_eq!(customers, [Some("Smith & Sons"), Some("Müller \"IT\"")]);
}

#[test]
fn a_percent_sign_in_a_text_is_not_decoded() {
    let text = format!("{HEADER}D1,Acme%20Cloud 100%25,1,2026-03-31\n");
    assert_eq!(read("deals.csv", text).crm[0].customer.as_deref(), Some("Acme%20Cloud 100%25"));
}

#[test]
fn curly_quotes_inside_a_name_are_part_of_it() {
    let text =
        format!("{HEADER}D1,The “Cloud” Company’s,1,2026-03-31\nD2,„Adler“ KG,2,2026-04-30\n");
    let records = read("deals.csv", text);
    let customers: Vec<_> = records.crm.iter().map(|crm| crm.customer.as_deref()).collect();
    assert_eq!(customers, [Some("The “Cloud” Company’s"), Some("„Adler“ KG")]);
}

#[test]
fn amounts_in_texts_of_json_follow_the_rule_of_their_column() {
    let json = r#"[{"Deal ID":"D1","Customer":"Acme","Amount":"1.080.000,50"},
                   {"Deal ID":"D2","Customer":"Beta","Amount":"30.000"},
                   {"Deal ID":"D3","Customer":"Gamma","Amount":30.5}]"#;
    let records = read("deals.json", json);
    assert_eq!(ids(&records), ["D1", "D2", "D3"]);
    assert_eq!(amounts(&records), ["1080000.5", "30000", "30.5"]);
}

#[test]
fn ids_of_json_that_no_float_holds_keep_all_their_digits() {
    let json = r#"{"results":[{"id":9007199254740993,"properties":{"dealname":"Lift","amount":"5",
                   "dealstage":"closedwon","closedate":"2026-03-31T00:00:00Z"}}]}"#;
    let records = read("hubspot.json", json);
    assert_eq!(ids(&records), ["9007199254740993"]);
    assert_eq!(
        (amounts(&records), close_dates(&records)),
        (vec!["5".into()], vec!["2026-03-31".into()])
    );
}

#[test]
fn the_aws_spend_of_the_selling_api_is_aws_and_monthly() {
    let json = r#"{"Catalog":"AWS","Id":"O1234567","CreatedDate":"2026-01-31T10:00:00Z",
        "LifeCycle":{"Stage":"Qualified","ReviewStatus":"Approved","TargetCloseDate":"2026-06-30"},
        "Customer":{"Account":{"CompanyName":"Acme"}},
        "Project":{"Title":"Lift","ApnPrograms":["Migration Acceleration Program","SFID"],
          "ExpectedCustomerSpend":[
            {"Amount":"999999","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"Self"},
            {"Amount":"2500.50","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}]}}"#;
    let records = read("ace.json", json);
    assert_eq!(opportunities(&records), ["O1234567 | Acme | 2500.5 USD | 2026-01-31"]);
    assert!(records.ace[0].is_tagged_map());
}

#[test]
fn json_that_a_download_cut_short_is_refused_with_its_line() {
    let refusal = refused("deals.json", "[{\"Deal ID\":\"D1\"},\n{\"Deal ID\":\"D2\",");
    let said = format!("{refusal:?}");
    assert!(said.contains("line 2") || said.contains("end"), "{said}");
}

#[test]
fn an_old_mac_ends_lines_with_cr_alone() {
    let text =
        format!("{HEADER}D1,Acme,1,2026-03-31\nD2,Beta,oops,2026-04-30\n").replace('\n', "\r");
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), ["D1", "D2"]);
    assert_eq!(noted(&records), [(3, "unreadable_amount", "cell_ignored")]);
}

#[test]
fn lines_that_end_twice_are_one_line_each() {
    let text =
        format!("{HEADER}D1,Acme,1,2026-03-31\nD2,Beta,oops,2026-04-30\n").replace('\n', "\r\r\n");
    let records = read("deals.csv", text);
    assert_eq!(deals(&records), ["D1 | Acme | 1 | 2026-03-31", "D2 | Beta |  | 2026-04-30"]);
}

#[test]
fn an_end_of_file_mark_of_dos_is_no_deal() {
    let records = read("deals.csv", format!("{HEADER}D1,Acme,1,2026-03-31\r\n\u{1a}"));
    assert_eq!(ids(&records), ["D1"]);
    assert_eq!(report(&records).rows_set_aside, 0);
}

#[test]
fn lines_that_are_one_quoted_cell_each_are_refused_and_not_split_by_guess() {
    // A CSV that was opened as one column in Excel and saved again.
    let text = "\"Deal ID,Customer,Amount\"\n\"D1,\"\"Acme, Inc.\"\",5\"\n\"D2,Beta,6\"\n";
    refused("deals.csv", text).says("unknown_layout", &["Deal ID,Customer,Amount", "row 1"]);
}

#[test]
fn a_semicolon_list_read_as_utf16_by_excel_has_its_delimiter_found() {
    let text = "\u{feff}Deal ID;Customer;Amount\r\nD1;Łódź Sp. z o.o.;1 234,56\r\n";
    let records = read("deals.txt", utf16le(text));
    assert_eq!(deals(&records), ["D1 | Łódź Sp. z o.o. | 1234.56 | "]);
}

#[test]
fn a_money_column_of_a_workbook_may_be_half_text() {
    let mut deals = sheet(
        "Deals",
        &[
            &["Deal ID", "Customer", "AWS ARR"],
            &["D1", "A"],
            &["D2", "B", "$96,000.00"],
            &["D3", "C", "TBD"],
        ],
    );
    deals.write_number(1, 2, 30.5).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    let arr: Vec<String> = records.crm.iter().map(|crm| money(crm.arr)).collect();
    assert_eq!(arr, ["30.5 USD", "96000 USD", ""]);
    assert_eq!(noted(&records), [(4, "unreadable_amount", "cell_ignored")]);
}

#[test]
fn errors_and_narrow_columns_that_excel_saved_as_text_are_no_values() {
    let text = "Deal ID,Deal Name,Customer,Amount,Close Date\nD1,Lift,#REF!,#####,########\n\
                D2,Move,#N/A,#VALUE!,2026-04-30\nD3,Exit,#NAME?,5,#ERROR!\n";
    let records = read("deals.csv", text);
    assert_eq!(deals(&records), ["D1 |  |  | ", "D2 |  |  | 2026-04-30", "D3 |  | 5 | "]);
    let told: Vec<u32> = noted(&records).iter().map(|(row, ..)| *row).collect();
    assert!([2, 3, 4].iter().all(|row| told.contains(row)), "{:?}", noted(&records));
}

#[test]
fn words_of_other_programs_for_nothing_are_nothing() {
    let mut misread = Vec::new();
    for nothing in ["(No value)", "(Blank)", "-None-", "--None--", "--", "(not set)"] {
        let text = format!(
            "Deal ID,Deal Name,Customer,Billing Country,Close Date\nD1,Lift,{nothing},{nothing},\n"
        );
        let deal = read("deals.csv", text).crm.remove(0);
        let texts = [deal.customer.as_deref(), deal.country.as_deref()];
        misread.extend(texts.into_iter().flatten().map(str::to_owned));
    }
    assert_eq!(misread, [""; 0]);
}

#[test]
fn an_account_as_the_console_prints_it_is_twelve_digits() {
    let text = "Deal ID,Customer,AWS Account ID\nD1,Acme,0123-4567-8901\nD2,Beta,0123 4567 8901\n";
    let records = read("deals.csv", text);
    let accounts: Vec<_> = records.crm.iter().map(|crm| crm.aws_account_id.as_deref()).collect();
    assert_eq!(accounts, [Some("012345678901"); 2]);
}

#[test]
fn the_ace_console_prints_days_twice_and_the_clear_one_is_used() {
    let text = "Opportunity id,Customer Company Name,Stage,Created Date,Date Created,Status\n\
                O1,Acme,Qualified,\"Wed, 04 Mar 2026 10:15:00 GMT\",3/4/2026,Approved\n\
                O2,Beta,Qualified,\"Sat, 07 Mar 2026 10:15:00 GMT\",3/7/2026,Approved\n";
    let records = read("ace.csv", text);
    assert_eq!(opportunities(&records), ["O1 | Acme |  | 2026-03-04", "O2 | Beta |  | 2026-03-07"]);
}
