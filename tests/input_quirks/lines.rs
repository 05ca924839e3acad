//! Cases 20 to 30: delimiters, quotes and line ends.

use super::reading::{
    amounts, close_dates, deals, ids, noted, read, refused, report, warning, warnings,
};

const HEADER: &str = "Deal ID,Deal Name,Customer,Amount\n";

#[test]
fn case_20_semicolons_come_with_decimal_commas() {
    let records = read(
        "deals.csv",
        "Deal ID;Customer;Amount;Close Date\r\nD1;Müller;1.080.000,50;31.03.2026\r\n\
         D2;Acme, Inc.;30.000;01.04.2026\r\n",
    );
    assert_eq!(
        deals(&records),
        ["D1 | Müller | 1080000.5 | 2026-03-31", "D2 | Acme, Inc. | 30000 | 2026-04-01"]
    );
    assert_eq!(report(&records).delimiter, Some(';'));
}

#[test]
fn case_21_blanks_before_quotes_are_trimmed_where_every_row_then_fits() {
    let records = read(
        "deals.csv",
        "Deal ID, Deal Name, Amount, Customer\nD1, \"Lift, shift\", 100, Acme\n\
         D2, Move, 200, \"Beta, Inc.\"\n",
    );
    assert_eq!(deals(&records), ["D1 | Acme | 100 | ", "D2 | Beta, Inc. | 200 | "]);
    assert_eq!(records.crm[0].name.as_deref(), Some("Lift, shift"));
}

#[test]
fn case_21_else_the_rows_that_do_not_fit_are_set_aside() {
    let text = format!("{HEADER}D1, \"Lift, shift\", 100\nD2,Move,Beta,200\n");
    let records = read("deals.csv", text);
    assert_eq!(deals(&records), ["D2 | Beta | 200 | "]);
    assert_eq!(noted(&records), [(2, "stray_quote", "row_set_aside")]);
}

#[test]
fn case_22_a_first_line_may_state_the_delimiter() {
    let records = read("deals.csv", "sep=;\r\nDeal ID;Customer;Amount\r\nD1;Acme, Inc.;5\r\n");
    assert_eq!(deals(&records), ["D1 | Acme, Inc. | 5 | "]);
    assert_eq!((report(&records).header_row, report(&records).rows_read), (2, 1));
}

#[test]
fn case_23_a_comma_behind_every_line_makes_no_column() {
    let records = read("deals.csv", "Deal ID,Customer,Amount,\nD1,Acme,5,\nD2,Beta,6,\n");
    assert_eq!(deals(&records), ["D1 | Acme | 5 | ", "D2 | Beta | 6 | "]);
    assert_eq!(report(&records).unmapped_headers, [""; 0]);
    assert!(records.set_aside.is_empty());
}

#[test]
fn case_24_a_short_row_is_set_aside_and_its_neighbours_are_not() {
    let text = format!("{HEADER}D1,Lift,Acme,1\nD2,Move\nD3,Exit,Gamma,3\n");
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), ["D1", "D3"]);
    assert_eq!(noted(&records), [(3, "ragged_row", "row_set_aside")]);
    let message = &records.set_aside[0].message;
    assert!(message.contains("2 cells") && message.contains("quotes"), "{message}");
}

#[test]
fn case_25_thousands_without_quotes_set_their_row_aside_with_its_text() {
    let text = format!("{HEADER}D1,Lift,Acme,1000\nD2,Shift,Beta,1,234\n");
    let records = read("deals.csv", text);
    assert_eq!(deals(&records), ["D1 | Acme | 1000 | "]);
    assert_eq!(noted(&records), [(3, "ragged_row", "row_set_aside")]);
    assert_eq!(records.set_aside[0].value, "D2 | Shift | Beta | 1 | 234");
}

#[test]
fn case_26_an_inch_is_a_quote_of_the_text() {
    let records = read("deals.csv", format!("{HEADER}D1,5\" rack exit,Acme,1\n"));
    assert_eq!(records.crm[0].name.as_deref(), Some("5\" rack exit"));
}

#[test]
fn case_26_text_behind_a_closed_quote_sets_its_row_aside() {
    let text = format!("{HEADER}D1,\"ACME \"Cloud\" exit\",Acme,1\nD2,Move,Beta,2\n");
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), ["D2"]);
    assert_eq!(noted(&records), [(2, "stray_quote", "row_set_aside")]);
    assert!(records.set_aside[0].message.contains("Double the quotes"));
}

#[test]
fn case_27_quotes_escaped_by_a_backslash_are_read_with_a_warning() {
    let text = format!("{HEADER}\"D1\",\"\\\"go\\\", now\",\"Acme\",\"1\"\nD2,Move,Beta,2\n");
    let records = read("deals.csv", text);
    assert_eq!(deals(&records), ["D1 | Acme | 1 | ", "D2 | Beta | 2 | "]);
    assert_eq!(records.crm[0].name.as_deref(), Some("\"go\", now"));
    assert!(warning(&records, "backslash_quotes").message.contains("backslash"));
}

#[test]
fn case_27_a_backslash_before_a_closing_quote_is_the_end_of_a_path() {
    let text = format!("{HEADER}\"D1\",\"C:\\share\\\",\"say \"\"go\"\"\",\"1\"\n");
    let records = read("deals.csv", text);
    assert_eq!(records.crm[0].name.as_deref(), Some("C:\\share\\"));
    assert_eq!(records.crm[0].customer.as_deref(), Some("say \"go\""));
    assert_eq!(warnings(&records), [""; 0]);
}

#[test]
fn case_28_curly_quotes_in_the_place_of_quotes_stop_with_their_line() {
    let text = format!("{HEADER}D1,Move,Acme,1\nD2,“Lift, shift”,Beta,2\n");
    let refusal = refused("deals.csv", text);
    let said = format!("{refusal:?}");
    assert!(said.contains("line 3") && said.contains("quote"), "{said}");
}

#[test]
fn case_29_line_breaks_inside_and_between_records_may_differ() {
    let records = read(
        "deals.csv",
        "Deal ID,Description,Customer,Amount\n\"D1\",\"one\r\ntwo\r\n\r\nthree\",\"Acme\",1\n\
         D2,short\nD3,plain,Gamma,3\n",
    );
    assert_eq!(records.crm[0].description.as_deref(), Some("one\ntwo\n\nthree"));
    assert_eq!(noted(&records), [(6, "ragged_row", "row_set_aside")]);
    assert_eq!(records.crm[1].at.row, 7);
}

#[test]
fn case_30_blank_lines_are_no_records_and_do_not_move_the_row_numbers() {
    let records = read(
        "deals.csv",
        "\r\nDeal ID,Customer,Amount,Close Date\r\n\r\nD1,Acme,1,2026-03-31\r\n\r\n\r\n\
         D2,Beta,2,2026-04-30\r\n,,,\r\nD3,Gamma,oops,2026-05-31\r\n",
    );
    let rows: Vec<u32> = records.crm.iter().map(|crm| crm.at.row).collect();
    assert_eq!(rows, [4, 7, 9]);
    assert_eq!(report(&records).rows_read, 3);
    assert_eq!(noted(&records), [(9, "unreadable_amount", "cell_ignored")]);
    assert_eq!(amounts(&records), ["1", "2", ""]);
    assert_eq!(close_dates(&records)[2], "2026-05-31");
}
