//! Quirks that came up since: other countries' calendars and digits, what Excel does to ids, glued
//! files, and texts that went through one program too many.

use rust_xlsxwriter::Format;

use super::packing::{sheet, utf16le, workbook};
use super::reading::{
    amounts, close_dates, deals, ids, money, noted, opportunities, read, read_all, refused, report,
    warnings,
};

const HEADER: &str = "Deal ID,Customer,Amount,Close Date\n";

#[test]
fn a_french_list_of_excel_has_semicolons_apostrophes_and_narrow_blanks() {
    let records = read(
        "affaires.csv",
        "\u{feff}ID de l'opportunité;Nom du compte;Montant;Date de clôture\r\n\
         0065f00000AbCdE;L’Oréal S.A.;1\u{202f}080\u{202f}000,50 €;31/03/2026\r\n\
         0065f00000AbCdF;Société d'eau;30\u{a0}000 €;01/04/2026\r\n",
    );
    assert_eq!(
        deals(&records),
        [
            "0065f00000AbCdE | L’Oréal S.A. | 1080000.5 EUR | 2026-03-31",
            "0065f00000AbCdF | Société d'eau | 30000 EUR | 2026-04-01",
        ]
    );
}

#[test]
fn google_sheets_writes_days_in_the_sheets_locale_and_truth_in_capitals() {
    let records = read(
        "deals.csv",
        "Deal ID,Customer,Close Date,Created Date,MDF Used\n\
         D1,Acme,3/31/2026,3/4/2026 9:05:00,TRUE\nD2,Beta,4/1/2026,12/4/2026 13:05:00,FALSE\n",
    );
    assert_eq!(close_dates(&records), ["2026-03-31", "2026-04-01"]);
    let created: Vec<_> =
        records.crm.iter().map(|crm| crm.created_date.unwrap().to_string()).collect();
    assert_eq!(created, ["2026-03-04", "2026-12-04"], "one program writes one locale");
    assert_eq!(records.crm[0].mdf_used, Some(true));
}

#[test]
fn libreoffice_writes_truth_in_its_own_language() {
    let text = "Deal ID,Customer,MDF Used\nD1,Acme,WAHR\nD2,Beta,FALSCH\nD3,Gamma,VERO\nD4,Delta,VRAI\n\
                D5,Eta,PRAVDA\n";
    let records = read("deals.csv", text);
    let used: Vec<_> = records.crm.iter().map(|crm| crm.mdf_used).collect();
    assert_eq!(used[..4], [Some(true), Some(false), Some(true), Some(true)]);
    // Czech is in no list of ours: told, not guessed.
    assert!(used[4] == Some(true) || noted(&records) == [(6, "unreadable_yes_no", "cell_ignored")]);
}

#[test]
fn full_width_digits_are_digits() {
    let text = format!("{HEADER}D1,株式会社,１２３，４５６，７８９円,２０２６/０３/３１\n");
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | 株式会社 | 123456789 JPY | 2026-03-31"]);
}

#[test]
fn arabic_digits_are_digits() {
    let text = format!("{HEADER}D1,شركة,١٢٣٤٥٦٧,٢٠٢٦-٠٣-٣١\n");
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | شركة | 1234567 | 2026-03-31"]);
}

#[test]
fn marks_of_writing_direction_are_no_part_of_a_date_or_amount() {
    // Excel on Windows puts U+200E into dates that are copied; Hebrew and Arabic systems embed numbers.
    let text = format!(
        "{HEADER}\u{200f}D1\u{200e},\u{202b}חברה\u{202c},\u{200e}1234.50\u{200f},\u{200e}31/\u{200e}03/\u{200e}2026\n"
    );
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | חברה | 1234.5 | 2026-03-31"]);
}

#[test]
fn thai_and_islamic_years_are_not_taken_for_ours() {
    // 2569 BE is 2026; 1447 AH spans 2025 and 2026.
    let text =
        format!("{HEADER}D1,Acme,1,31/03/2569\nD2,Beta,2,12/10/1447\nD3,Gamma,3,2569-03-31\n");
    let records = read("deals.csv", text);
    assert_eq!(close_dates(&records), ["", "", ""]);
    assert_eq!(records.set_aside.len(), 3, "each is told: {:?}", noted(&records));
}

#[test]
fn japanese_dates_are_read_and_eras_told_if_not() {
    let text = format!("{HEADER}D1,A,1,2026年3月31日\nD2,B,2,令和8年3月31日\nD3,C,3,R8.3.31\n");
    let records = read("deals.csv", text);
    let days = close_dates(&records);
    assert_eq!(days[0], "2026-03-31");
    for (place, day) in days.iter().enumerate().skip(1) {
        let row = u32::try_from(place).unwrap() + 2;
        let told = noted(&records).iter().any(|(at, ..)| *at == row);
        assert!(day == "2026-03-31" || (day.is_empty() && told), "row {row}: {day}");
    }
}

#[test]
fn sap_writes_the_minus_behind_and_days_without_separators() {
    let text = "Deal ID;Customer;Amount;Close Date\nD1;Acme;1.234,00-;20260331\nD2;Beta;5.000,00;00000000\n";
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["-1234", "5000"]);
    assert_eq!(close_dates(&records), ["2026-03-31", ""]);
    assert_eq!(
        noted(&records),
        [(2, "repaired_amount", "cell_repaired"), (3, "placeholder_date", "cell_ignored")]
    );
}

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
fn a_currency_at_the_end_of_a_header_is_that_of_its_column() {
    for header in
        ["Amount (EUR)", "Amount [EUR]", "Amount in EUR", "Amount EUR", "Amount, EUR", "Amount €"]
    {
        let records = read("deals.csv", format!("Deal ID;Customer;{header}\nD1;Acme;5000\n"));
        assert_eq!(amounts(&records), ["5000 EUR"], "{header}");
    }
}

#[test]
fn a_byte_order_mark_in_the_middle_shows_where_files_were_glued() {
    let part = |rows: &str| format!("\u{feff}{HEADER}{rows}");
    let text = part("D1,Acme,1,2026-03-31\n") + &part("D2,Beta,2,2026-04-30\n");
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), ["D1", "D2"]);
    assert_eq!(noted(&records), [(3, "repeated_header", "row_ignored")]);
}

#[test]
fn a_byte_order_mark_before_a_glued_row_is_no_part_of_its_id() {
    let records =
        read("deals.csv", format!("{HEADER}D1,Acme,1,2026-03-31\n\u{feff}D2,Beta,2,2026-04-30\n"));
    assert_eq!(ids(&records), ["D1", "D2"]);
}

#[test]
fn a_second_header_in_another_order_does_not_mix_customers_and_amounts() {
    let text = format!(
        "{HEADER}D1,Acme,1000,2026-03-31\nDeal ID,Amount,Customer,Close Date\nD2,2000,Beta,2026-04-30\n"
    );
    let records = read("deals.csv", text);
    for deal in deals(&records) {
        let right = ["D1 | Acme | 1000 | 2026-03-31", "D2 | Beta | 2000 | 2026-04-30"];
        assert!(right.contains(&deal.as_str()), "{deal}");
    }
    assert!(noted(&records).iter().any(|(row, ..)| *row == 3), "the header is no silent deal");
}

#[test]
fn two_exports_below_each_other_with_other_columns_are_not_read_as_one() {
    let text = format!(
        "{HEADER}D1,Acme,1000,2026-03-31\n\nOpportunity id,Customer Company Name,Stage,Status\n\
         O1234567,Acme,Qualified,Approved\nO1234568,Beta,Qualified,Approved\n"
    );
    let records = read("deals.csv", text);
    assert!(!ids(&records).iter().any(|id| id.starts_with("O1")), "{:?}", ids(&records));
    assert!(noted(&records).iter().any(|(row, ..)| *row == 4), "{:?}", noted(&records));
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
fn indian_and_east_asian_units_are_read_or_told() {
    let text =
        "Deal ID;Customer;Amount\nD1;A;₹ 1.5 Cr\nD2;B;25 lakh\nD3;C;100万円\nD4;D;1億2000万円\n";
    let records = read("deals.csv", text);
    let expected = ["15000000 INR", "2500000", "1000000 JPY", "120000000 JPY"];
    for (place, (amount, expected)) in amounts(&records).iter().zip(expected).enumerate() {
        let row = u32::try_from(place).unwrap() + 2;
        let told = noted(&records).iter().any(|(at, ..)| *at == row);
        assert!(told, "row {row} is never silent");
        assert!(amount == expected || amount.is_empty(), "row {row}: {amount}");
    }
}

#[test]
fn a_month_or_quarter_is_no_day() {
    let text =
        format!("{HEADER}D1,A,1,2026-03\nD2,B,2,March 2026\nD3,C,3,Q3 2026\nD4,D,4,Mar-26\n");
    let records = read("deals.csv", text);
    assert_eq!(close_dates(&records), ["", "", "", ""]);
    assert_eq!(noted(&records), [2, 3, 4, 5].map(|row| (row, "unreadable_date", "cell_ignored")));
}

#[test]
fn the_export_and_its_copy_by_excel_are_one_deal_each() {
    let exported =
        "Opportunity ID,Account Name,Amount,Close Date\n0065f00000AbCdE,Acme,1234.50,2026-03-31\n";
    let saved = "Opportunity ID;Account Name;Amount;Close Date\r\n0065f00000AbCdE;Acme;1.234,50;31.03.2026\r\n";
    let records = read_all(&[("a.csv", exported.as_bytes()), ("b.csv", saved.as_bytes())]);
    assert_eq!(deals(&records), ["0065f00000AbCdE | Acme | 1234.5 | 2026-03-31"]);
    assert_eq!(warnings(&records), ["duplicate"]);
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
        misread.extend(deal.customer.into_iter().chain(deal.country));
    }
    assert_eq!(misread, [""; 0]);
}

#[test]
fn days_are_read_as_many_languages_write_them() {
    let mut misread = Vec::new();
    for written in [
        "31. März 2026",
        "31 mars 2026",
        "31 de marzo de 2026",
        "31 de março de 2026",
        "31-MAR-2026",
        "31-Mar-26",
        "31 maart 2026",
        "31 mar. 2026",
        "Tuesday, March 31, 2026",
        "Di., 31.03.2026",
        "Tue, 31 Mar 2026 00:00:00 GMT",
        "2026. 3. 31.",
        "31.3.2026 klo 9.05",
        "3/31/2026, 9:05\u{202f}AM",
        "31/03/2026 09:05:00 a. m.",
        "2026-03-31T09:05:00.000+02:00",
        "2026年03月31日",
    ] {
        let text = format!("{HEADER}D1,Acme,1,\"{written}\"\n");
        let day = close_dates(&read("deals.csv", text)).remove(0);
        if day != "2026-03-31" {
            misread.push(format!("{written}: {day}"));
        }
    }
    assert_eq!(misread, [""; 0]);
}

#[test]
fn headers_in_full_width_letters_are_known() {
    let text = "商談ＩＤ,取引先名,金額,完了予定日\nD1,株式会社,5,2026/03/31\n";
    assert_eq!(deals(&read("deals.csv", text)), ["D1 | 株式会社 | 5 | 2026-03-31"]);
}

#[test]
fn the_name_of_a_table_above_its_header_is_no_header() {
    let records = read("deals.csv", format!("Table 1\n{HEADER}D1,Acme,1,2026-03-31\n"));
    assert_eq!(
        (deals(&records), report(&records).header_row),
        (vec!["D1 | Acme | 1 | 2026-03-31".into()], 2)
    );
}

#[test]
fn the_filters_that_power_bi_writes_below_the_rows_are_no_deal() {
    let filters = "Applied filters:\nStage is not Closed Lost\nOwner is Ana Lee";
    let rows: &[&[&str]] = &[
        &["Deal ID", "Customer", "Amount"],
        &["D1", "Acme", "5"],
        &["D2", "Beta", "6"],
        &[],
        &[filters],
    ];
    let records = read("data.xlsx", super::packing::xlsx(rows));
    assert_eq!(ids(&records), ["D1", "D2"]);
    assert_eq!(noted(&records), [(5, "footer", "row_ignored")]);
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
