//! Cases 71 to 85: sheets, cells and what Excel keeps apart from them.

use rust_xlsxwriter::{Chart, ChartType, Format, Formula, Table, TableColumn, Url, Workbook};

use super::packing::{FIRST_SHEET, patched, sheet, workbook, xlsx};
use super::reading::{
    amounts, close_dates, deals, ids, noted, read, read_as, refused, report, warning, warnings,
};
use mapaudit::ingest::Options;

const DEALS: &[&[&str]] = &[
    &["Deal ID", "Customer", "Amount", "Close Date"],
    &["D1", "Acme", "100.50", "2026-03-31"],
    &["D2", "Beta", "200", "2026-04-30"],
];
const READ: [&str; 2] = ["D1 | Acme | 100.5 | 2026-03-31", "D2 | Beta | 200 | 2026-04-30"];

#[test]
fn case_71_the_deals_are_found_behind_other_sheets() {
    let mut writer = Workbook::new();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("Deals!$C$2:$C$3");
    writer.add_chartsheet().insert_chart(0, 0, &chart).unwrap();
    writer.push_worksheet(sheet(
        "Instructions",
        &[&["How to fill this in"], &["One deal", "per row"]],
    ));
    writer.push_worksheet(sheet("FX", &[&["Currency", "Rate"], &["EUR", "1.1"], &["GBP", "1.3"]]));
    writer.push_worksheet(sheet("Deals", DEALS));
    let records = read("deals.xlsx", writer.save_to_buffer().unwrap());
    assert_eq!(deals(&records), READ);
    assert_eq!(report(&records).sheet.as_deref(), Some("Deals"));
}

#[test]
fn case_71_of_two_sheets_of_deals_the_user_picks_one() {
    let bytes = workbook(vec![sheet("North", DEALS), sheet("South", DEALS)]);
    refused("deals.xlsx", &bytes).says("several_sheets", &["`North`, `South`", "--sheet"]);
    let south = Options { sheet: Some("south".into()), ..Options::default() };
    assert_eq!(report(&read_as("deals.xlsx", &bytes, &south)).sheet.as_deref(), Some("South"));
}

#[test]
fn case_72_hidden_sheets_are_never_read_unasked() {
    let mut hidden = sheet("Old", DEALS);
    hidden.set_hidden(true);
    let mut very_hidden = sheet("Older", DEALS);
    very_hidden.set_very_hidden(true);
    let bytes = workbook(vec![sheet("Deals", DEALS), hidden, very_hidden]);
    assert_eq!(report(&read("deals.xlsx", &bytes)).sheet.as_deref(), Some("Deals"));
    let old = Options { sheet: Some("Old".into()), ..Options::default() };
    assert_eq!(report(&read_as("deals.xlsx", &bytes, &old)).sheet.as_deref(), Some("Old"));
}

#[test]
fn case_73_the_key_of_dynamics_stands_in_a_hidden_column() {
    let mut deals = sheet(
        "All Opportunities",
        &[
            &[
                "(Do Not Modify) Opportunity",
                "(Do Not Modify) Row Checksum",
                "(Do Not Modify) Modified On",
                "Topic",
                "Potential Customer",
                "Status",
                "Est. revenue",
                "Opportunity ID",
            ],
            &[
                "1f2e3d4c-0000-4000-8000-0000000000a1",
                "bm90IGEgcmVhbCBjaGVja3N1bQ==",
                "2026-03-01T03:41:16",
                "Lift",
                "Acme",
                "Open",
                "5000",
                "OPP-17",
            ],
        ],
    );
    for column in 0..3 {
        deals.set_column_hidden(column).unwrap();
    }
    let records = read("All Opportunities.xlsx", workbook(vec![deals]));
    let expected = "1f2e3d4c-0000-4000-8000-0000000000a1 | Acme | 5000 | ";
    assert_eq!(super::reading::deals(&records), [expected]);
}

#[test]
fn a_filter_hides_rows_and_they_are_read_with_a_warning() {
    let mut deals = sheet("Deals", DEALS);
    deals.set_row_hidden(2).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(super::reading::deals(&records), READ);
    let hidden = warning(&records, "hidden_rows");
    assert!(
        hidden.message.contains('1') && (hidden.row == Some(3) || hidden.message.contains('3'))
    );
    assert!(!warnings(&read("deals.xlsx", xlsx(DEALS))).contains(&"hidden_rows"));
}

#[test]
fn case_74_errors_of_formulas_are_neither_values_nor_blanks() {
    let mut deals = sheet("Deals", DEALS);
    let error = |text: &str| Formula::new("=X1").set_result(text);
    deals.write_formula(1, 2, error("#REF!")).unwrap();
    deals.write_formula(2, 1, error("#N/A")).unwrap();
    deals.write_formula(2, 3, error("#DIV/0!")).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(super::reading::deals(&records), ["D1 | Acme |  | 2026-03-31", "D2 |  | 200 | "]);
    let error = |row| (row, "error_cell", "cell_ignored");
    assert_eq!(noted(&records), [error(2), error(3), error(3)]);
    assert_eq!(records.set_aside[0].value, "#REF!");
}

/// The deals with the ids as formulas of a script that never calculated them.
fn uncalculated(column: u16) -> Vec<u8> {
    let mut deals = sheet("Deals", DEALS);
    for row in 1..3 {
        deals.write_formula(row, column, Formula::new("=\"X\"&ROW()")).unwrap();
    }
    patched(&workbook(vec![deals]), FIRST_SHEET, "</f><v>0</v>", "</f>")
}

#[test]
fn case_75_formulas_that_were_never_calculated_stop_if_they_are_the_ids_or_amounts() {
    for column in [0, 2] {
        let refusal = format!("{:?}", refused("deals.xlsx", uncalculated(column)));
        assert!(refusal.contains("Excel") && refusal.contains("save"), "{refusal}");
        assert!(refusal.contains("formula"), "{refusal}");
    }
}

#[test]
fn case_76_numbers_and_dates_typed_as_text_are_read_by_their_columns_rules() {
    let rows: &[&[&str]] = &[
        &["Deal ID", "Customer", "Amount", "Close Date"],
        &["D1", "Acme", "1.080.000,50", "31.03.2026"],
        &["D2", "Beta", "30.000", "01.04.2026"],
    ];
    let records = read("deals.xlsx", xlsx(rows));
    assert_eq!(
        deals(&records),
        ["D1 | Acme | 1080000.5 | 2026-03-31", "D2 | Beta | 30000 | 2026-04-01"]
    );
    let mixed: &[&[&str]] =
        &[&["Deal ID", "Customer", "Close Date"], &["D1", "Acme", "03/04/2026"]];
    refused("deals.xlsx", xlsx(mixed)).says("ambiguous_dates", &["03/04/2026"]);
}

#[test]
fn case_77_numbers_among_text_ids_get_their_zeros_back() {
    let mut deals = sheet(
        "Deals",
        &[
            &["Deal ID", "Customer"],
            &["001234", "Acme"],
            &["004711", "Beta"],
            &["120815", "Gamma"],
            &["", "Delta"],
        ],
    );
    deals.write_number(4, 0, 1_235).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(ids(&records), ["001234", "004711", "120815", "001235"]);
    assert_eq!(noted(&records), [(5, "padded_id", "cell_repaired")]);
}

#[test]
fn case_77_ids_that_are_all_numbers_are_left_alone() {
    let mut deals = sheet("Deals", &[&["Deal ID", "Customer"], &["", "Acme"], &["", "Beta"]]);
    deals.write_number(1, 0, 7).unwrap();
    deals.write_number(2, 0, 12_345_678_901_f64).unwrap();
    assert_eq!(ids(&read("deals.xlsx", workbook(vec![deals]))), ["7", "12345678901"]);
}

#[test]
fn case_78_serial_days_without_a_format_and_iso_cells_are_dates() {
    let mut deals = sheet("Deals", DEALS);
    deals.write_number(1, 3, 45_747).unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(close_dates(&records), ["2025-03-31", "2026-04-30"]);
    assert!(warnings(&records).contains(&"excel_serial_dates"));

    let mut deals = sheet("Deals", DEALS);
    deals.write_number(1, 3, 45_747).unwrap();
    let iso = "<c r=\"D2\" t=\"d\"><v>2025-03-31T00:00:00</v></c>";
    let bytes = workbook(vec![deals]);
    let bytes = patched(&bytes, FIRST_SHEET, "<c r=\"D2\"><v>45747</v></c>", iso);
    let records = read("deals.xlsx", bytes);
    assert_eq!(close_dates(&records), ["2025-03-31", "2026-04-30"]);
    assert!(!warnings(&records).contains(&"excel_serial_dates"));
}

#[test]
fn case_79_marks_of_excel_inside_texts_are_no_text() {
    let rows: &[&[&str]] = &[
        &["Deal ID", "Customer", "Description"],
        &["D1", "RICHTEXT", "one[CR]\ntwo"],
        &["D2", "PHONETIC", "  blanks kept inside  "],
    ];
    let strings = "xl/sharedStrings.xml";
    let bytes = patched(&xlsx(rows), strings, "[CR]", "_x000D_");
    let rich = "<r><t xml:space=\"preserve\">Acme </t></r><r><rPr><b/></rPr><t>GmbH</t></r>";
    let bytes = patched(&bytes, strings, "<t>RICHTEXT</t>", rich);
    let phonetic =
        "<t>東京電力</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh><phoneticPr fontId=\"1\"/>";
    let bytes = patched(&bytes, strings, "<t>PHONETIC</t>", phonetic);
    let records = read("deals.xlsx", bytes);
    let customers: Vec<_> = records.crm.iter().map(|crm| crm.customer.as_deref()).collect();
    assert_eq!(customers, [Some("Acme GmbH"), Some("東京電力")]);
    assert_eq!(records.crm[0].description.as_deref(), Some("one\ntwo"));
    assert_eq!(records.crm[1].description.as_deref(), Some("blanks kept inside"));
}

#[test]
fn case_80_the_stated_size_of_a_sheet_is_not_believed() {
    let bytes = xlsx(DEALS);
    for dimension in ["", "<dimension ref=\"A1\"/>", "<dimension ref=\"A1:XFD1048576\"/>"] {
        let bytes = patched(&bytes, FIRST_SHEET, "<dimension ref=\"A1:D3\"/>", dimension);
        assert_eq!(deals(&read("deals.xlsx", bytes)), READ, "{dimension}");
    }
}

#[test]
fn case_80_cells_without_their_place_stand_side_by_side() {
    let mut bytes = xlsx(DEALS);
    for row in 1..=3 {
        for column in ["A", "B", "C", "D"] {
            bytes = patched(&bytes, FIRST_SHEET, &format!("<c r=\"{column}{row}\""), "<c");
        }
    }
    assert_eq!(deals(&read("deals.xlsx", bytes)), READ);
}

#[test]
fn case_80_a_row_number_twice_is_told_and_no_row_is_lost_silently() {
    let bytes = xlsx(DEALS);
    let bytes = patched(&bytes, FIRST_SHEET, "<row r=\"3\"", "<row r=\"2\"");
    let mut again = bytes;
    for column in ["A", "B", "C", "D"] {
        again =
            patched(&again, FIRST_SHEET, &format!("r=\"{column}3\""), &format!("r=\"{column}2\""));
    }
    let records = read("deals.xlsx", again);
    let kept = deals(&records);
    assert!(kept.iter().all(|deal| READ.contains(&deal.as_str())), "two rows were mixed: {kept:?}");
    let said = !warnings(&records).is_empty() || !records.set_aside.is_empty();
    assert!(said || kept == READ, "a row was lost without a word: {kept:?}");
}

#[test]
fn case_81_of_two_header_rows_the_telling_one_is_used() {
    let rows: &[&[&str]] = &[
        &["Deal", "", "Revenue", "", "Dates"],
        &["Deal ID", "Customer", "Amount", "Currency", "Close Date"],
        &["D1", "Acme", "5", "EUR", "2026-03-31"],
    ];
    assert_eq!(deals(&read("deals.xlsx", xlsx(rows))), ["D1 | Acme | 5 EUR | 2026-03-31"]);
}

#[test]
fn case_81_two_header_rows_that_only_tell_together_are_joined() {
    let rows: &[&[&str]] = &[
        &["Deal", "Deal", "Customer", "AWS", "Close"],
        &["ID", "Name", "", "ARR", "Date"],
        &["D1", "Lift", "Acme", "96000", "2026-03-31"],
    ];
    let records = read("deals.xlsx", xlsx(rows));
    assert_eq!(deals(&records), ["D1 | Acme |  | 2026-03-31"]);
    assert_eq!(records.crm[0].name.as_deref(), Some("Lift"));
    assert_eq!(super::reading::money(records.crm[0].arr), "96000 USD");
}

#[test]
fn case_82_the_id_may_stand_in_the_link_behind_the_name_only() {
    let mut deals =
        sheet("Deals", &[&["Opportunity Name", "Account Name"], &["", "Acme"], &["", "Beta"]]);
    for (row, name, id) in [(1, "Lift", "0065f00000AbCdE"), (2, "Move", "0065f00000AbCdF")] {
        let link = format!("https://acme.my.salesforce.com/{id}");
        deals.write_url(row, 0, Url::new(link).set_text(name)).unwrap();
    }
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(ids(&records), ["0065f00000AbCdE", "0065f00000AbCdF"]);
    assert_eq!(records.crm[0].name.as_deref(), Some("Lift"));
    assert!(!warnings(&records).is_empty(), "where ids come from is told");
}

#[test]
fn case_83_rows_below_a_table_of_excel_are_read_too() {
    let mut deals = sheet("Deals", DEALS);
    let columns: Vec<TableColumn> =
        DEALS[0].iter().map(|header| TableColumn::new().set_header(*header)).collect();
    deals.add_table(0, 0, 1, 3, &Table::new().set_columns(&columns)).unwrap();
    assert_eq!(deals_of(deals), READ);
    let mut deals = sheet("Deals", DEALS);
    deals.add_table(0, 0, 900, 3, &Table::new().set_columns(&columns)).unwrap();
    assert_eq!(deals_of(deals), READ);
}

fn deals_of(sheet: rust_xlsxwriter::Worksheet) -> Vec<String> {
    deals(&read("deals.xlsx", workbook(vec![sheet])))
}

#[test]
fn case_84_long_texts_are_read_whole() {
    let body = "Wir migrieren. ".repeat(12_000);
    let text = format!("Deal ID,Customer,Description\nD1,Acme,\"{body}\"\n");
    let records = read("deals.csv", text);
    assert_eq!(records.crm[0].description.as_deref(), Some(body.trim()));
    let cell = "x".repeat(32_767);
    let records = read(
        "deals.xlsx",
        xlsx(&[&["Deal ID", "Customer", "Description"], &["D1", "Acme", &cell]]),
    );
    assert_eq!(records.crm[0].description.as_ref().map(|text| text.len()), Some(32_767));
}

#[test]
fn case_84_a_cell_of_more_than_a_mebibyte_costs_its_row_only() {
    let body = "x".repeat(1_100_000);
    let text = format!("Deal ID,Customer,Description\nD1,Acme,{body}\nD2,Beta,short\n");
    let records = read("deals.csv", text);
    assert_eq!(ids(&records), ["D2"]);
    assert_eq!(noted(&records), [(2, "cell_too_long", "row_set_aside")]);
}

#[test]
fn case_85_texts_that_look_like_formulas_are_texts() {
    let records = read(
        "deals.csv",
        "Deal ID,Deal Name,Customer,Amount\n\"=\"\"0061E00001\"\"\",\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",\
         @acme,1\nD2,+44 20 7946 0000,-,2\n",
    );
    assert_eq!(ids(&records), ["0061E00001", "D2"]);
    assert_eq!(records.crm[0].name.as_deref(), Some("=HYPERLINK(\"http://x\",\"y\")"));
    assert_eq!(records.crm[0].customer.as_deref(), Some("@acme"));
    assert_eq!(records.crm[1].name.as_deref(), Some("+44 20 7946 0000"));
    assert_eq!(records.crm[1].customer, None);
}

/// One list in three forms: two saved by LibreOffice, the binary one put together by hand.
const SAVED: [&str; 2] = [
    "000123 | Müller GmbH | 1080000.5 EUR | 2026-03-31",
    "000124 | 株式会社アマゾン | 30000 EUR | 2026-04-01",
];

#[test]
fn old_workbooks_of_excel_97_are_read() {
    let records = read("deals.xls", include_bytes!("files/deals.xls"));
    assert_eq!((deals(&records), report(&records).container), (saved(), "xls"));
}

#[test]
fn binary_workbooks_are_read() {
    let records = read("deals.xlsb", include_bytes!("files/deals.xlsb"));
    assert_eq!((deals(&records), report(&records).container), (saved(), "xlsb"));
}

#[test]
fn opendocument_sheets_of_libreoffice_are_read() {
    let records = read("deals.ods", include_bytes!("files/deals.ods"));
    assert_eq!((deals(&records), report(&records).container), (saved(), "ods"));
}

fn saved() -> Vec<String> {
    SAVED.map(str::to_owned).to_vec()
}

#[test]
fn numbers_of_a_workbook_are_never_split_by_a_locale() {
    let mut deals =
        sheet("Deals", &[&["Deal ID", "Customer", "Amount"], &["D1", "Acme"], &["D2", "Beta"]]);
    let german = Format::new().set_num_format("#.##0,00");
    deals.write_number_with_format(1, 2, 30.5, &german).unwrap();
    deals.write_string(2, 2, "30.000").unwrap();
    let records = read("deals.xlsx", workbook(vec![deals]));
    assert_eq!(amounts(&records), ["30.5", ""]);
    assert_eq!(noted(&records), [(3, "ambiguous_amount", "cell_ignored")]);
}
