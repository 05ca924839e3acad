//! Cases 35 to 45: dates in every order and form.

use mapaudit::domain::DateOrder;
use mapaudit::ingest::Options;
use rust_xlsxwriter::Format;

use super::packing::{patched, sheet, workbook};
use super::reading::{
    Refusal, amounts, close_dates, noted, read, read_as, refused, report, warnings,
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
fn case_35_dots_put_the_day_first_unless_the_month_comes_first_elsewhere() {
    assert_eq!(days_read(&["04.12.2026", "05.06.2026"]), ["2026-12-04", "2026-06-05"]);
    days_refused(&["4/13/2026", "04.12.2026"])
        .says("ambiguous_dates", &["04.12.2026", "row 3", "--date-order"]);
}

#[test]
fn case_35_decimal_commas_put_the_day_first_too() {
    let text = "Deal ID;Customer;Amount;Close Date\nD1;Acme;1.250,50;04/12/2026\n";
    assert_eq!(close_dates(&read("deals.csv", text)), ["2026-12-04"]);
    let points = text.replace("1.250,50", "1,250.50");
    refused("deals.csv", points).says("ambiguous_dates", &["04/12/2026", ":dmy"]);
}

#[test]
fn case_36_korean_years_of_two_digits_come_first() {
    assert_eq!(days_read(&["26. 3. 31.", "26. 4. 5."]), ["2026-03-31", "2026-04-05"]);
    days_refused(&["26. 3. 31."]).says("ambiguous_dates", &["2031-03-26", "2026-03-31"]);
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
    serial_shown(number, "dd/mm/yyyy")
}

fn serial_shown(number: f64, format: &str) -> Vec<u8> {
    let mut deals = sheet("Deals", &[&["Deal ID", "Customer", "Close Date"], &["D1", "Acme"]]);
    let date = Format::new().set_num_format(format);
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
    for format in ["dd/mm/yyyy", "General"] {
        let bytes = serial_shown(44_285.0, format);
        let (from, to) = ("<workbookPr ", "<workbookPr date1904=\"1\" ");
        let of_1904 = patched(&bytes, "xl/workbook.xml", from, to);
        assert_eq!(close_dates(&read("deals.xlsx", of_1904)), ["2025-03-31"], "{format}");
    }
}
