//! Beyond the cases: exports glued to each other, and lines that other programs add.

use super::packing::xlsx;
use super::reading::{deals, ids, noted, read, read_all, report, warnings};

const HEADER: &str = "Deal ID,Customer,Amount,Close Date\n";

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
    let deals: Vec<String> = (1..=4).map(|n| format!("D{n},Acme,{n}000,2026-03-31\n")).collect();
    let ace = "Opportunity id,Customer Company Name,Stage,Status\nO1234567,Acme,Qualified,Approved\n\
               O1234568,Beta,Qualified,Approved\n";
    for gap in ["\n", ""] {
        let records = read("deals.csv", format!("{HEADER}{}{gap}{ace}", deals.concat()));
        assert_eq!(ids(&records), ["D1", "D2", "D3", "D4"], "{:?}", noted(&records));
        assert_eq!(noted(&records).len(), 3, "no row goes without a word");
    }
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
    let records = read("data.xlsx", xlsx(rows));
    assert_eq!(ids(&records), ["D1", "D2"]);
    assert_eq!(noted(&records), [(5, "footer", "row_ignored")]);
}
