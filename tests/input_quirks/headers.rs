//! Cases 31 to 49: what a column is: ids, dates, and the headers above them.

use mapaudit::domain::{DateOrder, Field, Role};
use mapaudit::ingest::Options;
use rust_xlsxwriter::{ExcelDateTime, Format};

use super::packing::{patched, sheet, workbook};
use super::reading::{
    Refusal, amounts, close_dates, deals, ids, noted, read, read_as, refused, report, warning,
    warnings,
};

/// A file of deals that close on these days.
fn closing(days: &[&str]) -> String {
    let rows = (1..).zip(days).map(|(number, day)| format!("D{number},Acme,\"{day}\"\n"));
    format!("Deal ID,Customer,Close Date\n{}", rows.collect::<String>())
}

fn days_read(days: &[&str]) -> Vec<String> {
    close_dates(&read("deals.csv", closing(days)))
}

fn days_refused(days: &[&str]) -> Refusal {
    refused("deals.csv", closing(days))
}

#[test]
fn case_31_ids_that_look_like_numbers_stay_text() {
    let text = "Opportunity ID,Customer,Amount\n006E00000123456,Acme,1\n006E00000123457,Beta,2\n\
                nan,Gamma,3\ninf,Delta,4\n0x1F,Epsilon,5\n1_000,Zeta,6\n";
    let records = read("deals.csv", text);
    assert_eq!(
        ids(&records),
        ["006E00000123456", "006E00000123457", "nan", "inf", "0x1F", "1_000"]
    );
    assert!(records.set_aside.is_empty());
}

#[test]
fn case_32_ids_that_differ_by_case_are_different_deals() {
    let text = "Opportunity ID,Customer,Amount\n0065f00000AbCdE,Acme,1\n0065f00000AbCde,Beta,2\n";
    let records = read("deals.csv", text);
    assert_eq!(amounts(&records), ["1", "2"]);
    assert_ne!(records.crm[0].id.key(), records.crm[1].id.key());
}

#[test]
fn case_32_different_deals_whose_ids_lost_their_case_are_not_merged() {
    let text = "Opportunity ID,Customer,Amount\n0065F00000ABCDE,Acme,1\n0065F00000ABCDE,Beta,2\n";
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), [""; 0]);
    let conflict = |row| (row, "duplicate_conflict", "row_set_aside");
    assert_eq!(noted(&records), [conflict(2), conflict(3)]);
}

#[test]
fn case_32_a_flattened_id_of_18_characters_is_repaired_by_its_suffix() {
    let text =
        "Opportunity ID,Customer,Amount\nA01M00000062MPGIAI,Acme,1\na01m00000062mpgiai,Beta,2\n";
    let records = read("deals.csv", text.replace(",Beta,2", ",Acme,1"));
    assert_eq!(records.crm.len(), 1);
    assert_eq!(records.crm[0].id.key(), "a01M00000062mPgIAI");
    assert!(noted(&records).contains(&(2, "repaired_id", "cell_repaired")));
}

#[test]
fn case_33_leading_zeros_stay_and_lost_ones_of_accounts_are_put_back() {
    let records = read(
        "deals.csv",
        "Deal ID,Customer,AWS Account ID\n000123,Acme,012345678901\n02139,Beta,12345678901\n",
    );
    assert_eq!(ids(&records), ["000123", "02139"]);
    let accounts: Vec<_> = records.crm.iter().map(|c| c.aws_account_id.as_deref()).collect();
    assert_eq!(accounts, [Some("012345678901"), Some("012345678901")]);
    assert_eq!(noted(&records), [(3, "padded_account_id", "cell_repaired")]);
}

#[test]
fn case_33_an_account_stored_as_a_formatted_number_is_twelve_digits_again() {
    let mut deals = sheet("Deals", &[&["Deal ID", "Customer", "AWS Account ID"], &["D1", "Acme"]]);
    let twelve = Format::new().set_num_format("000000000000");
    deals.write_number_with_format(1, 2, 12_345_678_901_f64, &twelve).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(records.crm[0].aws_account_id.as_deref(), Some("012345678901"));
    assert_eq!(noted(&records), [(2, "padded_account_id", "cell_repaired")]);
}

#[test]
fn case_34_digits_that_excel_threw_away_are_not_invented() {
    let records = read(
        "deals.csv",
        "Deal ID,Deal Name,Customer,AWS Account ID\n1.06768E+10,Lift,Acme,1.23457E+11\n\
         \"1,06768E+10\",Move,Beta,123456789012\n",
    );
    assert!(records.crm.iter().all(|crm| crm.id.is_weak()));
    assert_eq!(records.crm[0].aws_account_id, None);
    assert_eq!(
        noted(&records),
        [
            (2, "destroyed_id", "cell_ignored"),
            (2, "destroyed_id", "cell_ignored"),
            (3, "destroyed_id", "cell_ignored"),
        ]
    );
    let message = &records.set_aside[0].message;
    assert!(message.contains("spreadsheet") && message.contains("as text"), "{message}");
}

#[test]
fn case_35_dates_that_fit_two_orders_are_asked_about() {
    let refusal = days_refused(&["03/04/2025", "05/06/2025"]);
    refusal.says(
        "ambiguous_dates",
        &["Close Date", "03/04/2025", "row 2", "2025-04-03", "2025-03-04", "--date-order", ":dmy"],
    );
    let stated = Options { date_order: Some(DateOrder::Mdy), ..Options::default() };
    let records = read_as("deals.csv", closing(&["03/04/2025", "05/06/2025"]), &stated);
    assert_eq!(close_dates(&records), ["2025-03-04", "2025-05-06"]);
}

#[test]
fn case_35_one_day_above_twelve_settles_the_whole_column() {
    assert_eq!(days_read(&["03/04/2025", "13/05/2025"]), ["2025-04-03", "2025-05-13"]);
    assert_eq!(days_read(&["03/04/2025", "05/13/2025"]), ["2025-03-04", "2025-05-13"]);
}

#[test]
fn case_35_days_that_contradict_each_other_are_never_read_in_two_orders() {
    days_refused(&["13/05/2025", "05/13/2025"])
        .says("contradictory_dates", &["13/05/2025", "05/13/2025", "--date-order"]);
}

#[test]
fn case_36_two_digit_years_that_fit_two_orders_stop() {
    let refusal = days_refused(&["20-10-16", "28-11-17", "05-01-18"]);
    refusal.says("ambiguous_dates", &["20-10-16", "2016-10-20", "2020-10-16", "--date-order"]);
    let stated = Options { date_order: Some(DateOrder::Dmy), ..Options::default() };
    let records = read_as("deals.csv", closing(&["20-10-16", "28-11-17"]), &stated);
    assert_eq!(close_dates(&records), ["2016-10-20", "2017-11-28"]);
}

#[test]
fn case_36_a_two_digit_year_is_of_this_century() {
    assert_eq!(days_read(&["03/31/25", "12/01/26"]), ["2025-03-31", "2026-12-01"]);
    assert_eq!(days_read(&["31.03.25", "01.12.26"]), ["2025-03-31", "2026-12-01"]);
}

#[test]
fn case_37_a_column_of_many_formats_is_read_cell_by_cell_and_the_rest_set_aside() {
    let records = read(
        "deals.csv",
        closing(&["2025-03-31", "31.03.2025", "March 31, 2025", "45747", "3/31/25", "TBD"]),
    );
    let march = "2025-03-31";
    assert_eq!(close_dates(&records), [march, march, march, march, march, ""]);
    assert_eq!(noted(&records), [(7, "unreadable_date", "cell_ignored")]);
    assert!(warnings(&records).contains(&"excel_serial_dates"));
}

#[test]
fn case_38_salesforce_writes_an_offset_without_a_colon() {
    assert_eq!(days_read(&["2019-07-13T01:44:30.000+0000"]), ["2019-07-13"]);
}

#[test]
fn case_39_a_zone_in_letters_is_no_part_of_the_day() {
    assert_eq!(days_read(&["2023-09-26 15:15:00.000000 UTC"]), ["2023-09-26"]);
}

#[test]
fn case_40_days_counted_as_excel_does_are_dates_in_a_date_column_only() {
    let records = read(
        "deals.csv",
        "Deal ID,Customer,Amount,Close Date\nD1,Acme,45747,45747\nD2,Beta,45310,45310.153657\n\
         D3,Gamma,1,36525\nD4,Delta,1,73051\n",
    );
    assert_eq!(amounts(&records), ["45747", "45310", "1", "1"]);
    assert_eq!(close_dates(&records), ["2025-03-31", "2024-01-19", "", ""]);
    assert!(warnings(&records).contains(&"excel_serial_dates"));
    let unreadable = |row| (row, "unreadable_date", "cell_ignored");
    assert_eq!(noted(&records), [unreadable(4), unreadable(5)]);
}

#[test]
fn case_41_milliseconds_since_1970_are_days() {
    assert_eq!(days_read(&["1743379200000", "946684800000"]), ["2025-03-31", "2000-01-01"]);
}

#[test]
fn case_42_the_order_that_a_header_states_is_used() {
    let text = "Opportunity id,Customer Company Name,Stage,\
                \"Target Close Date\n(mm/dd/yyyy)\n(required)\"\nO1234567,Acme,Qualified,03/04/2026\n";
    let records = read("ace.csv", text);
    assert_eq!(records.ace[0].target_close_date.unwrap().to_string(), "2026-03-04");
    let settled = report(&records).date_orders.values().next().unwrap();
    assert_eq!((settled.order, settled.settled_by), (Some(DateOrder::Mdy), "header"));
}

#[test]
fn case_43_a_deal_modified_before_it_was_created_is_a_time_zone() {
    let records = read(
        "deals.csv",
        "Deal ID,Customer,Created On,Modified On\n\
         D1,Acme,2026-03-02 01:36:55,2026-03-01 18:41:16\n",
    );
    assert_eq!(records.crm[0].created_date.unwrap().to_string(), "2026-03-02");
    assert_eq!(records.crm[0].modified_date.unwrap().to_string(), "2026-03-01");
    assert!(records.set_aside.is_empty() && warnings(&records).is_empty());
}

#[test]
fn case_44_dates_that_stand_for_nothing_are_missing_and_noted() {
    let days = ["1900-01-01", "0000-00-00", "12/31/9999", "9999-12-31", "1899-12-30", "2031-01-31"];
    let records = read("deals.csv", closing(&days));
    assert_eq!(close_dates(&records), ["", "", "", "", "", "2031-01-31"]);
    let placeholder = |row| (row, "placeholder_date", "cell_ignored");
    assert_eq!(noted(&records), [2, 3, 4, 5, 6].map(placeholder));
}

/// A workbook of one deal that closes on the day of this number, shown as a date.
fn serial(number: f64) -> Vec<u8> {
    let mut deals = sheet("Deals", &[&["Deal ID", "Customer", "Close Date"], &["D1", "Acme"]]);
    let date = Format::new().set_num_format("dd/mm/yyyy");
    deals.write_number_with_format(1, 2, number, &date).unwrap();
    workbook(vec![deals])
}

#[test]
fn case_45_the_29th_of_february_1900_is_no_day_of_a_deal() {
    let records = read("deals.xlsx", serial(60.0));
    assert_eq!(close_dates(&records), [""]);
    assert_eq!(noted(&records), [(2, "placeholder_date", "cell_ignored")]);
}

#[test]
fn case_45_workbooks_that_count_from_1904_are_read_right() {
    assert_eq!(close_dates(&read("deals.xlsx", serial(45_747.0))), ["2025-03-31"]);
    let of_1904 = patched(
        &serial(44_285.0),
        "xl/workbook.xml",
        "<workbookPr ",
        "<workbookPr date1904=\"1\" ",
    );
    assert_eq!(close_dates(&read("deals.xlsx", of_1904)), ["2025-03-31"]);
}

#[test]
fn case_46_a_header_twice_is_read_if_the_columns_agree() {
    let records =
        read("deals.csv", "Deal ID,Amount,Customer,Amount\nD1,100,Acme,100\nD2,5,Beta,5\n");
    assert_eq!(amounts(&records), ["100", "5"]);
    refused("deals.csv", "Deal ID,Amount,Customer,Amount\nD1,100,Acme,100\nD2,5,Beta,6\n")
        .says("duplicate_header", &["row 3", "columns 2 and 4", "`Amount`", "Rename"]);
}

#[test]
fn case_47_columns_without_a_header_are_dropped_if_they_are_empty() {
    let mut deals =
        sheet("Deals", &[&[], &["", "Deal ID", "", "Customer"], &["", "D1", "", "Acme"]]);
    deals.write_blank(2, 0, &Format::new().set_bold()).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(records.crm[0].customer.as_deref(), Some("Acme"));
    assert_eq!(report(&records).unmapped_headers, [""; 0]);
}

#[test]
fn case_48_noise_round_a_header_does_not_hide_it() {
    let records = read(
        "deals.csv",
        "\"Opportunity\u{a0}ID \",\"Account Name: Account Name\",\"*STAGE  ↑\",\"Close\nDate (required)\",\
         Montant,\"De\u{301}scription\"\nD1,Acme,Won,2026-03-31,5,x\n",
    );
    assert_eq!(deals(&records), ["D1 | Acme | 5 | 2026-03-31"]);
    assert_eq!(records.crm[0].stage.as_deref(), Some("Won"));
    let headers = &report(&records).columns;
    let stage = headers.iter().find(|(field, _)| field.name() == "stage");
    assert_eq!(stage.map(|(_, written)| written.as_str()), Some("*STAGE  ↑"), "as written");
}

#[test]
fn case_49_headers_in_other_languages_are_known() {
    let hubspot = read(
        "hubspot-crm-exports.csv",
        "\"ID de registro\",\"Nombre del negocio\",\"Etapa del negocio\",\"Cantidad\",\"Fecha de cierre\"\n\
         \"12345678901\",\"Migración\",\"Cierre ganado\",\"117.0\",\"2026-03-31 09:15\"\n",
    );
    assert_eq!(deals(&hubspot), ["12345678901 |  | 117 | 2026-03-31"]);
    assert_eq!(hubspot.crm[0].name.as_deref(), Some("Migración"));
    let pipedrive = read(
        "deals-acme-1.csv",
        "Obchod - Název,Obchod - Hodnota,Obchod - Měna hodnoty,Organizace,Obchod - Fáze,\
         Obchod - Očekávané datum uzavření\nMigrace,1000,CZK,Acme s.r.o.,Qualified,2026-03-31\n",
    );
    assert_eq!(pipedrive.crm[0].name.as_deref(), Some("Migrace"));
    assert_eq!(pipedrive.crm[0].customer.as_deref(), Some("Acme s.r.o."));
    let (amounts, days) = (amounts(&pipedrive), close_dates(&pipedrive));
    assert_eq!((amounts[0].as_str(), days[0].as_str()), ("1000 CZK", "2026-03-31"));
}

#[test]
fn case_49_dynamics_tells_what_its_relabelled_columns_are() {
    let mut deals = sheet(
        "All Opportunities",
        &[
            &["(Nicht ändern) Verkaufschance", "Thema", "Möglicher Kunde", "Updated Info"],
            &["1f2e3d4c-0000-4000-8000-0000000000a1", "Lift", "Acme", "the long text"],
        ],
    );
    deals.write_string(0, 4, "Umsatz lt. Team").unwrap();
    deals.write_number(1, 4, 3_000_000_000_f64).unwrap();
    deals.write_string(0, 5, "Est. Close Date").unwrap();
    let day = Format::new().set_num_format("m/d/yyyy");
    let march = ExcelDateTime::from_ymd(2026, 3, 31).unwrap();
    deals.write_datetime_with_format(1, 5, march, &day).unwrap();
    let map = "opportunity:kLp9x:opportunityid=%28Nicht%20%C3%A4ndern%29%20Verkaufschance&name=Thema\
               &customerid=M%C3%B6glicher%20Kunde&description=Updated%20Info\
               &estimatedvalue=Umsatz%20lt.%20Team&estimatedclosedate=Est.%20Close%20Date";
    let mut hidden = sheet("hiddenSheet", &[&[map]]);
    hidden.set_very_hidden(true);
    let records = read("All Opportunities.xlsx", workbook(vec![deals, hidden]));
    let expected = "1f2e3d4c-0000-4000-8000-0000000000a1 | Acme | 3000000000 | 2026-03-31";
    assert_eq!(super::reading::deals(&records), [expected]);
    assert_eq!(records.crm[0].description.as_deref(), Some("the long text"));
}

#[test]
fn case_49_headers_that_nobody_knows_are_listed_with_the_nearest_and_the_flag() {
    refused("deals.csv", "Oportunity Nme,Xyzzy,Plugh,Stge\na,b,c,d\n").says(
        "unknown_layout",
        &["`Oportunity Nme` (near `opportunity name`", "`Xyzzy`", "--map \"HEADER=field\""],
    );
}

#[test]
fn case_49_the_users_own_words_are_a_way_in() {
    let text = "Oportunity Nme,Kunde X,Wert\nLift,Acme,5\n";
    let map = |header: &str, field| (header.to_owned(), field);
    let stated = Options {
        header_maps: vec![
            map("Oportunity Nme", Field::DealName),
            map("kunde  x", Field::Customer),
            map("Wert", Field::Amount),
        ],
        role: Some(Role::Crm),
        ..Options::default()
    };
    let records = read_as("deals.csv", text, &stated);
    assert_eq!(records.crm[0].name.as_deref(), Some("Lift"));
    assert_eq!(
        (records.crm[0].customer.as_deref(), amounts(&records)),
        (Some("Acme"), vec!["5".into()])
    );
}

#[test]
fn case_49_a_file_that_is_recognised_still_tells_which_headers_it_left() {
    let records = read("deals.csv", "Deal ID,Customer,Amount,Mood\nD1,Acme,5,good\n");
    assert_eq!(report(&records).unmapped_headers, ["Mood"]);
    let records =
        read("d.csv", "Opportunity ID,Opportunity ID (18 Digit),Account Name\nA,B,Acme\n");
    assert!(warning(&records, "second_column_for_field").message.contains("--map"));
}
