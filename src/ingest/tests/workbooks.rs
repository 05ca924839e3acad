//! Sheets, and the formatted reports of Salesforce.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::*;
use crate::domain::Role;
use crate::ingest::workbook::tests::{sheet, xlsx};

const DEALS: &[&[&str]] = &[&["Deal ID", "Customer", "Stage"], &["1", "Acme", "Won"]];

fn read_sheets(sheets: Vec<Worksheet>) -> Result<RawTable, IngestError> {
    read_bytes(&xlsx(sheets), &Options::default())
}

/// A grouped report as Salesforce formats it: column A empty, a banner, groups, sums and a footer.
fn formatted_report() -> Worksheet {
    let mut report = sheet(
        "Report",
        (1, 1),
        &[
            &["My pipeline"],
            &[
                "As of 2026-08-13 14:00:09 Pacific Standard Time/PST • Sorted by Close Date (Descending)",
            ],
            &[],
            &[],
            &["Filtered By"],
            &["Show: All opportunities"],
            &["Stage not equal to Closed Lost"],
            &[],
            &["Stage  ↑", "Opportunity ID", "Opportunity Name", "Close Date  ↓", "Amount"],
            &["Closed Won", "006A", "Lift"],
            &["", "006B", "Move"],
            &["Subtotal", "Count", "", "", ""],
            &["Prospecting", "006C", "Total Energies migration"],
            &["Subtotal"],
            &["Total"],
            &[],
            &["Confidential Information - Do Not Distribute"],
            &["Copyright © 2000-2025 salesforce.com, inc. All rights reserved."],
        ],
    );
    let date = Format::new().set_num_format("m/d/yyyy");
    for (row, amount) in [(10, 100.0), (11, 50.5), (13, 7.0)] {
        let close = ExcelDateTime::from_ymd(2026, 12, 31).unwrap();
        report.write_datetime_with_format(row, 4, close, &date).unwrap();
        report.write_number(row, 5, amount).unwrap();
    }
    report.write_number(12, 5, 2).unwrap();
    report.write_number(14, 5, 7).unwrap();
    report.write_number(15, 5, 157.5).unwrap();
    report
}

#[test]
fn a_formatted_report_is_read_below_its_banner_and_without_its_sums() {
    let table = read_sheets(vec![formatted_report()]).unwrap();
    assert_eq!((table.report.header_row, table.rows.as_slice()), (10, [11, 12, 14].as_slice()));
    assert_eq!(texts(&table, Field::DealId), ["006A", "006B", "006C"]);
    assert_eq!(texts(&table, Field::Amount), ["100", "50.5", "7"]);
    assert_eq!(texts(&table, Field::CloseDate), ["2026-12-31"; 3]);
    assert_eq!(kinds(&table, Field::CloseDate), [CellKind::Date; 3]);
    assert_eq!(
        problems(&table),
        [(13, "subtotal"), (15, "subtotal"), (16, "grand_total"), (18, "footer"), (19, "footer")]
    );
    let codes: Vec<_> = table.report.warnings.iter().map(|warning| warning.code).collect();
    assert!(codes.contains(&"report_filters"), "{codes:?}");
    assert_eq!(table.report.container, "xlsx");
    assert_eq!(table.report.sheet.as_deref(), Some("Report"));
    assert_eq!((table.report.encoding, table.report.delimiter), (None, None));
}

#[test]
fn the_value_of_a_group_is_filled_down() {
    let table = read_sheets(vec![formatted_report()]).unwrap();
    assert_eq!(texts(&table, Field::Stage), ["Closed Won", "Closed Won", "Prospecting"]);
}

#[test]
fn without_sums_a_blank_stays_blank() {
    let rows: &[&[&str]] = &[
        &["Stage  ↑", "Opportunity ID", "Account Name"],
        &["Won", "006A", "Acme"],
        &["", "006B", "Beta"],
    ];
    let table = read_sheets(vec![sheet("Report", (0, 0), rows)]).unwrap();
    assert_eq!(texts(&table, Field::Stage), ["Won", ""]);
}

#[test]
fn the_sheet_with_the_deals_is_found_behind_others() {
    let table = read_sheets(vec![
        sheet(
            "Instructions",
            (0, 0),
            &[&["How to fill this in"], &["Put one deal", "in each row"]],
        ),
        sheet("FX", (0, 0), &[&["Code", "Rate"], &["EUR", "1.1"]]),
        sheet("Deals", (0, 0), DEALS),
    ])
    .unwrap();
    assert_eq!(table.report.sheet.as_deref(), Some("Deals"));
    assert_eq!(table.source.sheet.as_deref(), Some("Deals"));
}

#[test]
fn hidden_sheets_are_read_only_if_they_are_named() {
    let mut hidden = sheet("Archive", (0, 0), DEALS);
    hidden.set_hidden(true);
    let bytes = xlsx(vec![sheet("Deals", (0, 0), DEALS), hidden]);
    let table = read_bytes(&bytes, &Options::default()).unwrap();
    assert_eq!(table.report.sheet.as_deref(), Some("Deals"));
    let options = Options { sheet: Some("archive".into()), ..Options::default() };
    let table = read_bytes(&bytes, &options).unwrap();
    assert_eq!(table.report.sheet.as_deref(), Some("Archive"));
}

#[test]
fn two_sheets_of_deals_need_a_choice() {
    let bytes = xlsx(vec![sheet("North", (0, 0), DEALS), sheet("South", (0, 0), DEALS)]);
    let error = read_bytes(&bytes, &Options::default()).unwrap_err();
    assert!(
        error.to_string().ends_with("several sheets look like exports: `North`, `South`"),
        "{error}"
    );
    let pick = |name: &str| Options { sheet: Some(name.into()), ..Options::default() };
    assert_eq!(read_bytes(&bytes, &pick("SOUTH")).unwrap().report.sheet.as_deref(), Some("South"));
    let error = read_bytes(&bytes, &pick("West")).unwrap_err();
    assert!(
        error.to_string().ends_with("no sheet is called `West`; the sheets are `North`, `South`"),
        "{error}"
    );
}

#[test]
fn a_workbook_of_both_systems_is_divided_by_role() {
    let ace: &[&[&str]] = &[
        &["Opportunity id", "Customer Company Name", "Stage", "Status", "APN Programs"],
        &["O1", "Acme", "Qualified", "Approved", ""],
    ];
    let bytes = xlsx(vec![sheet("CRM", (0, 0), DEALS), sheet("ACE", (0, 0), ace)]);
    for (role, name) in [(Role::Crm, "CRM"), (Role::Ace, "ACE")] {
        let options = Options { role: Some(role), ..Options::default() };
        assert_eq!(read_bytes(&bytes, &options).unwrap().report.sheet.as_deref(), Some(name));
    }
}

#[test]
fn two_columns_of_one_name_are_told_by_their_letters() {
    let rows: &[&[&str]] = &[&["Deal Name", "Amount", "", "Amount"], &["Lift", "5", "", "6"]];
    let error = read_sheets(vec![sheet("Deals", (0, 1), rows)]).unwrap_err();
    assert!(error.to_string().contains("columns C and E are both headed `Amount`"), "{error}");
}

#[test]
fn rows_of_a_sheet_are_never_ragged() {
    let rows: &[&[&str]] = &[&["Deal ID", "Customer"], &["1"], &["2", "Acme", "", "a note"]];
    let table = read_sheets(vec![sheet("Deals", (0, 0), rows)]).unwrap();
    assert_eq!(texts(&table, Field::Customer), ["", "Acme"]);
}

#[test]
fn inline_strings_as_sheetjs_writes_them_are_text() {
    let table = read_bytes(&sheetjs_export(), &Options::default()).unwrap();
    assert_eq!(table.report.role, Role::Ace);
    assert_eq!(texts(&table, Field::AceId), ["O1234567"]);
    assert_eq!(texts(&table, Field::Mrr), ["2500"]);
    assert_eq!(
        (kinds(&table, Field::AceId)[0], kinds(&table, Field::Mrr)[0]),
        (CellKind::Text, CellKind::Number)
    );
    assert_eq!(texts(&table, Field::UseCase), [""]);
}

/// A workbook whose text cells are `t="str"`: the results of formulas are stored so.
fn sheetjs_export() -> Vec<u8> {
    let mut writer = Workbook::new();
    let report = writer.add_worksheet().set_name("Report").unwrap();
    for (column, header) in (0..).zip([
        "Opportunity id",
        "Customer Company Name",
        "Stage",
        "Estimated AWS Monthly Recurring Revenue",
        "Use Case",
    ]) {
        report
            .write_formula(0, column, rust_xlsxwriter::Formula::new("T(1)").set_result(header))
            .unwrap();
    }
    for (column, text) in (0..).zip(["O1234567", "Acme", "Qualified"]) {
        report
            .write_formula(1, column, rust_xlsxwriter::Formula::new("T(1)").set_result(text))
            .unwrap();
    }
    report.write_number(1, 3, 2_500).unwrap();
    writer.save_to_buffer().unwrap()
}
