//! Small workbooks through the reader of rows.

use std::ops::ControlFlow;

use rust_xlsxwriter::{
    ExcelDateTime, Format as CellFormat, Formula, Workbook as Writer, Worksheet,
};

use super::open::{SheetName, Workbook};
use super::*;
use crate::domain::{CellKind, Currency};
use crate::ingest::raw_row::RawRow;

/// A workbook of these sheets.
pub(in crate::ingest) fn xlsx(sheets: Vec<Worksheet>) -> Vec<u8> {
    let mut workbook = Writer::new();
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer().unwrap()
}

/// A sheet of text cells from a row and column on; blank texts are no cells.
pub(in crate::ingest) fn sheet(name: &str, at: (u32, u16), rows: &[&[&str]]) -> Worksheet {
    let mut sheet = Worksheet::new();
    sheet.set_name(name).unwrap();
    for (row, cells) in (at.0..).zip(rows) {
        for (column, text) in (at.1..).zip(*cells) {
            if !text.is_empty() {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
    sheet
}

fn rows(bytes: &[u8], sheet: &str) -> Result<Vec<RawRow>, IngestError> {
    let mut rows = Vec::new();
    Workbook::open("f.xlsx", bytes, Format::Xlsx)?.each_row(sheet, &mut |row| {
        rows.push(row.clone());
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

#[test]
fn cells_keep_their_row_column_and_kind() {
    let mut sheet = sheet("Report", (9, 1), &[&["Deal ID", "", "Owner"]]);
    let date = CellFormat::new().set_num_format("dd/mm/yyyy hh:mm");
    sheet.write_number(11, 1, 12.0).unwrap();
    sheet.write_number(11, 2, 0.1).unwrap();
    sheet
        .write_datetime_with_format(11, 3, ExcelDateTime::from_ymd(2026, 3, 4).unwrap(), &date)
        .unwrap();
    let nine = ExcelDateTime::from_ymd(2026, 3, 4).unwrap().and_hms(9, 0, 0).unwrap();
    sheet.write_datetime_with_format(11, 4, nine, &date).unwrap();
    sheet.write_boolean(11, 5, true).unwrap();
    let error = Formula::new("1/0").set_result("#DIV/0!");
    sheet.write_formula(11, 6, error).unwrap();
    sheet.write_string(11, 8, "00123").unwrap();

    let rows = rows(&xlsx(vec![sheet]), "Report").unwrap();
    assert_eq!((rows[0].number, rows[1].number), (10, 12));
    assert_eq!(
        (rows[0].cell(0).text, rows[0].cell(1).text, rows[0].cell(3).text),
        ("", "Deal ID", "Owner")
    );
    assert!(rows[0].after_blank && rows[1].after_blank);
    let cells: Vec<_> =
        (1..9).map(|column| rows[1].cell(column)).map(|cell| (cell.text, cell.kind)).collect();
    assert_eq!(cells[0], ("12", CellKind::Number));
    assert_eq!(cells[1], ("0.1", CellKind::Number));
    assert_eq!(cells[2], ("2026-03-04", CellKind::Date));
    assert_eq!(cells[3], ("2026-03-04T09:00:00", CellKind::Date));
    assert_eq!(cells[4], ("true", CellKind::Boolean));
    assert_eq!(cells[5], ("#DIV/0!", CellKind::Error));
    assert_eq!(cells[7], ("00123", CellKind::Text));
}

#[test]
fn numbers_whose_format_shows_a_currency_are_amounts() {
    let mut sheet = sheet("Report", (0, 0), &[&["Deal ID"]]);
    for (column, code) in
        (0..).zip(["[$€-407] #,##0.00", "\"USD\" #,##0", "#,##0.0,,\"M\"", "0.00"])
    {
        let format = CellFormat::new().set_num_format(code);
        sheet.write_number_with_format(1, column, 2_500_000, &format).unwrap();
    }
    let accounting = CellFormat::new().set_num_format_index(44);
    sheet.write_number_with_format(1, 4, 2_500_000, &accounting).unwrap();
    let rows = rows(&xlsx(vec![sheet]), "Report").unwrap();
    let kinds: Vec<CellKind> = (0..5).map(|column| rows[1].cell(column).kind).collect();
    let [euro, dollar] = ["EUR", "USD"].map(|code| CellKind::Amount(Currency::new(code).unwrap()));
    let number = CellKind::Number;
    assert_eq!(kinds, [euro, dollar, number, number, number]);
    assert!((0..5).all(|column| rows[1].cell(column).text == "2500000"));
}

#[test]
fn a_stray_cell_far_right_is_an_error_that_names_it() {
    let mut sheet = sheet("Report", (0, 0), &[&["Deal ID"]]);
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    match rows(&xlsx(vec![sheet]), "Report") {
        Err(IngestError::TooLarge { place, .. }) => {
            assert_eq!(place, "sheet Report, cell XFD1048576");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_formatted_blank_cell_far_right_is_nothing() {
    let mut sheet = sheet("Report", (0, 0), &[&["Deal ID"]]);
    sheet.write_blank(5, 16_000, &CellFormat::new().set_bold()).unwrap();
    assert_eq!(rows(&xlsx(vec![sheet]), "Report").unwrap().len(), 1);
}

#[test]
fn hidden_sheets_are_marked_as_hidden() {
    let mut hidden = sheet("hiddenSheet", (0, 0), &[&["x"]]);
    hidden.set_hidden(true);
    let bytes = xlsx(vec![sheet("Deals", (0, 0), &[&["y"]]), hidden]);
    let sheets = Workbook::open("f.xlsx", &bytes, Format::Xlsx).unwrap().sheets();
    let sheet = |name: &str, is_visible| SheetName { name: name.to_owned(), is_visible };
    assert_eq!(sheets, [sheet("Deals", true), sheet("hiddenSheet", false)]);
}

#[test]
fn a_cut_workbook_is_damaged() {
    let bytes = xlsx(vec![sheet("Deals", (0, 0), &[&["y"]])]);
    let error = Workbook::open("f.xlsx", &bytes[..bytes.len() / 2], Format::Xlsx).err().unwrap();
    assert_eq!(error.code(), "damaged_file");
}

#[test]
fn columns_have_the_letters_excel_shows() {
    let shown: Vec<String> = [0, 25, 26, 701, 702, 16_383].map(letters).into();
    assert_eq!(shown, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
}
