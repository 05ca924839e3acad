//! The workbook is written and read back.

use std::io::{Cursor, Read as _};

use calamine::{Data, Range, Reader, Xlsx};

use super::*;
use crate::domain::Estimate;
use crate::portfolio::Audit;
use crate::portfolio::testing::{audit, hostile_audit};
use crate::report::sheets::SHEETS;

fn read(audit: &Audit) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(workbook(&Portfolio::new(audit), &[], WorkbookProfile::Full).unwrap()))
        .unwrap()
}

fn range(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Range<Data> {
    workbook.worksheet_range(sheet).unwrap()
}

fn headers(range: &Range<Data>) -> Vec<String> {
    range.rows().next().unwrap().iter().map(ToString::to_string).collect()
}

/// The cells of one column below its header.
fn column<'a>(range: &'a Range<Data>, header: &str) -> Vec<&'a Data> {
    let place = headers(range).iter().position(|text| text == header).unwrap();
    range.rows().skip(1).map(|row| &row[place]).collect()
}

fn text(cells: &[&Data], wanted: &str) -> usize {
    cells.iter().filter(|cell| ***cell == Data::String(wanted.into())).count()
}

#[test]
fn sheets_stand_in_their_order_and_summary_comes_first() {
    let mut audit = audit();
    let first_run = read(&audit).sheet_names();
    assert!(!first_run.contains(&"Changes".to_owned()), "{first_run:?}");
    audit.history.previous = Some(("last.xlsx".into(), None));
    let names = read(&audit).sheet_names();
    let expected: Vec<_> = SHEETS.iter().map(|card| card.name).collect();
    assert_eq!(names, expected);
    assert_eq!(names[0], "Summary");
}

#[test]
fn data_sheets_begin_with_their_headers_and_hold_every_row() {
    let audit = audit();
    let report = Report::new(&Portfolio::new(&audit), &[]);
    let mut workbook = read(&audit);
    for card in report.sheets() {
        let Content::Table(table) = (card.sheet)(&report).content else { continue };
        let range = range(&mut workbook, card.name);
        let expected: Vec<_> = table.headers.iter().map(|header| &*header.text).collect();
        assert_eq!(headers(&range), expected, "{}", card.name);
        assert_eq!(range.height(), table.rows + 1, "{}", card.name);
    }
}

/// The numbers of the rows of each sheet, in the order of the file.
fn rows_by_sheet(workbook: Vec<u8>) -> Vec<Vec<u32>> {
    let mut package = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut sheets = Vec::new();
    for place in 0..package.len() {
        let mut part = package.by_index(place).unwrap();
        if !part.name().unwrap().contains("/worksheets/sheet") {
            continue;
        }
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        let numbers = xml.split("<row r=\"").skip(1).filter_map(|row| row.split('"').next());
        sheets.push(numbers.map(|number| number.parse().unwrap()).collect());
    }
    sheets
}

#[test]
fn no_sheet_holds_a_row_twice_whether_its_table_is_full_or_empty() {
    let mut audit = audit();
    audit.history.previous = Some(("last.xlsx".into(), None));
    let workbook = workbook(&Portfolio::new(&audit), &[], WorkbookProfile::Full).unwrap();
    for rows in rows_by_sheet(workbook) {
        assert!(rows.is_sorted_by(|one, next| one < next), "{rows:?}");
    }
}

#[test]
fn numbers_are_numbers_dates_are_dates_and_ids_are_text() {
    let mut workbook = read(&audit());
    let deals = range(&mut workbook, "Deals");
    assert!(column(&deals, "AWS ARR").iter().any(|cell| **cell == Data::Float(24_000.5)));
    assert!(column(&deals, "Apply by").iter().any(|cell| matches!(cell, Data::DateTime(_))));
    assert!(column(&deals, "ACE id").contains(&&Data::String("O7000001".into())));
    let evidence = range(&mut workbook, "Evidence");
    assert!(column(&evidence, "CRM id").iter().all(|cell| !matches!(cell, Data::Float(_))));
}

#[test]
fn unknown_revenue_is_blank_and_never_zero() {
    let deals = range(&mut read(&audit()), "Deals");
    let known = column(&deals, "AWS ARR").iter().filter(|c| matches!(c, Data::Float(_))).count();
    assert_eq!(known, 5);
    assert!(!column(&deals, "AWS ARR").contains(&&Data::Float(0.0)));
}

#[test]
fn stored_results_of_summary_equal_the_filters_on_deals() {
    let mut workbook = read(&audit());
    let deals = range(&mut workbook, "Deals");
    let outcomes = column(&deals, "Outcome");
    let arr = column(&deals, "AWS ARR");
    let summary = range(&mut workbook, "Summary");
    // The row of the tiles: in the order deals, eligible, recoverable, in flight, captured, lost.
    let figure = |row: u32, col: u32| summary.get_value((row, col)).cloned().unwrap();
    let count = |row, col| figure(row, col).to_string();
    assert_eq!(count(3, 0), "8");
    assert_eq!(count(3, 4), text(&outcomes, "Recoverable").to_string());
    assert_eq!(count(3, 10), text(&outcomes, "Lost").to_string());
    let recoverable: f64 = outcomes
        .iter()
        .zip(&arr)
        .filter(|(outcome, _)| ***outcome == Data::String("Recoverable".into()))
        .filter_map(|(_, arr)| if let Data::Float(arr) = **arr { Some(arr) } else { None })
        .sum();
    assert_eq!(figure(5, 4), Data::Float(recoverable));
}

#[test]
fn no_formula_is_without_a_result() {
    let audit = audit();
    let mut workbook = read(&audit);
    let results = range(&mut workbook, "Summary");
    let formulas = workbook.worksheet_formula("Summary").unwrap();
    let mut seen = 0;
    let (last_row, last_column) = formulas.end().unwrap();
    for place in (0..=last_row).flat_map(|row| (0..=last_column).map(move |column| (row, column))) {
        let Some(formula) = formulas.get_value(place).filter(|text| !text.is_empty()) else {
            continue;
        };
        seen += 1;
        assert_ne!(results.get_value(place), Some(&Data::Empty), "{formula}");
    }
    assert!(seen > 100, "{seen} formulas");
}

#[test]
fn the_checks_hold() {
    let summary = range(&mut read(&audit()), "Summary");
    let words: Vec<_> = summary.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert_eq!(words.iter().filter(|word| *word == "OK").count(), 6);
    assert!(!words.iter().any(|word| word == "CHECK"));
}

#[test]
fn without_rates_no_estimate_is_stored_as_zero() {
    let deals = range(&mut read(&audit()), "Deals");
    let estimates = column(&deals, "Est. base");
    assert!(estimates.iter().all(|cell| !matches!(cell, Data::Float(_) | Data::Int(_))));
}

#[test]
fn estimates_on_deals_are_the_audits_and_their_inputs_stand_on_assumptions() {
    let mut audit = audit();
    audit.assumptions.rates[0] = Some(crate::domain::Rate {
        basis: crate::domain::RateBasis::Arr,
        low: None,
        base: Some(Decimal::new(5, 2)),
        high: None,
        cap_usd: None,
        source: "our approvals".into(),
        as_of: None,
        approved_by: None,
    });
    let assess = Estimate { base_usd: Some(Decimal::from(1_500)), ..Estimate::default() };
    let rest = Estimate::default();
    audit.deals[2].screening.estimates = Some(Box::new([assess, rest, rest]));
    let mut workbook = read(&audit);
    let deals = range(&mut workbook, "Deals");
    assert!(column(&deals, "Est. base").contains(&&Data::Float(1_500.0)));
    let assumptions = range(&mut workbook, "Assumptions");
    assert!(assumptions.used_cells().any(|(_, _, cell)| *cell == Data::Float(0.05)));
    let names: Vec<_> = workbook.defined_names().iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.contains(&"AsOf") && names.contains(&"LeadDays"), "{names:?}");
}

#[test]
fn two_runs_give_the_same_bytes() {
    let audit = audit();
    let bytes = || workbook(&Portfolio::new(&audit), &[], WorkbookProfile::Full).unwrap();
    assert_eq!(bytes(), bytes());
}

#[test]
fn what_a_stranger_typed_is_text_and_cut_to_what_a_cell_holds() {
    let mut workbook = read(&hostile_audit());
    let deals = range(&mut workbook, "Deals");
    let hostile = Data::String("=HYPERLINK(\"http://evil\")".into());
    assert!(column(&deals, "Customer").contains(&&hostile));
    let formulas = workbook.worksheet_formula("Deals").unwrap();
    assert!(formulas.used_cells().all(|(_, _, formula)| !formula.contains("HYPERLINK")));
    assert!(
        formulas.used_cells().any(|(_, _, formula)| formula.contains("tblDeals[[#This Row],["))
    );
    assert!(formulas.used_cells().all(|(_, _, formula)| !formula.contains('@')));
    let evidence = range(&mut workbook, "Evidence");
    let longest =
        column(&evidence, "CRM stage").iter().map(|c| c.to_string().chars().count()).max();
    assert_eq!(longest, Some(LONGEST_TEXT));
}

#[test]
fn an_audit_of_nothing_still_makes_a_workbook() {
    let mut nothing = audit();
    nothing.deals.clear();
    nothing.findings.clear();
    nothing.set_aside.clear();
    nothing.inputs.clear();
    nothing.settings.clear();
    let summary = range(&mut read(&nothing), "Summary");
    assert_eq!(summary.get_value((3, 0)).map(ToString::to_string).as_deref(), Some("0"));
}

#[test]
fn a_partner_called_with_an_ampersand_does_not_break_the_footer() {
    assert_eq!(footer(Some("A & B")), "&CA && B confidential · page &P of &N");
    assert_eq!(footer(None), "&CConfidential · page &P of &N");
    assert!(footer(Some(&"x".repeat(300))).len() < 255);
}

#[test]
fn texts_beyond_a_cell_are_cut_by_what_excel_counts() {
    let long = "😀".repeat(20_000);
    let cut = fitting(&long);
    assert!(cut.encode_utf16().count() <= LONGEST_TEXT);
    assert!(cut.ends_with('…'));
    assert_eq!(fitting("short"), "short");
}

#[test]
fn days_before_1900_are_kept_as_text() {
    assert!(excel_date(crate::domain::testing::date(1899, 12, 31)).is_none());
    assert!(excel_date(crate::domain::testing::date(2026, 10, 1)).is_some());
}

#[test]
fn deals_beyond_the_rows_of_a_sheet_are_left_to_the_tables_and_no_figure_of_summary_changes() {
    let audit = audit();
    let portfolio = Portfolio::new(&audit);
    let bytes = write(&Report::within(5, &portfolio, &[])).unwrap();
    let mut cut = Xlsx::new(Cursor::new(bytes)).unwrap();
    for sheet in ["Deals", "Evidence"] {
        assert_eq!(range(&mut cut, sheet).height(), 6, "{sheet}");
    }
    assert_eq!(range(&mut cut, "Findings").height(), 6);
    let deals = range(&mut cut, "Deals");
    assert_eq!(text(&column(&deals, "Window"), "Closing"), 1, "the most urgent are kept");
    let summary = range(&mut cut, "Summary");
    let whole = range(&mut read(&audit), "Summary");
    for place in (3..24).flat_map(|row| (0..16).map(move |column| (row, column))) {
        assert_eq!(summary.get_value(place), whole.get_value(place), "{place:?}");
    }
    let formulas = cut.worksheet_formula("Summary").unwrap();
    let over_deals =
        formulas.used_cells().filter(|(_, _, formula)| formula.contains("COUNTIFS(tblDeals"));
    assert_eq!(over_deals.count(), 0, "a formula over Deals would count too few");
    let words: Vec<_> = summary.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert_eq!(words.iter().filter(|word| *word == "OK").count(), 6);
    assert!(words.iter().any(|word| word.starts_with("Deals shows the most urgent 5 of 8 deals")));
}

#[test]
fn every_header_note_belongs_to_a_header() {
    let mut audit = audit();
    audit.history.previous = Some(("last.xlsx".into(), None));
    let portfolio = Portfolio::new(&audit);
    let report = Report::new(&portfolio, &[]);
    for card in report.sheets() {
        let Content::Table(table) = (card.sheet)(&report).content else { continue };
        assert!(!table.header_notes.is_empty(), "{}", card.name);
        for (noted, _) in table.header_notes {
            let is_there = table.headers.iter().any(|header| header.text == *noted);
            assert!(is_there, "{}: {noted}", card.name);
        }
    }
}

#[test]
fn a_panic_for_want_of_disk_is_told_from_a_bug() {
    let caught = |text: &str| -> Option<String> {
        let panic: Box<dyn Any + Send> = Box::new(text.to_owned());
        refusal_of_the_system(panic.as_ref())
    };
    let error = std::io::Error::from_raw_os_error(28);
    let full = caught(&format!("Couldn't write to xml file: {error:?}"));
    assert!(full.is_some_and(|reason| error.to_string().starts_with(&reason)));
    assert_eq!(caught("index out of bounds"), None);
}
