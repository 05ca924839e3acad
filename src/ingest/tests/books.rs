//! Workbooks as their programs write them. The files were written by `LibreOffice` 24 and openpyxl 3.1.

use rust_xlsxwriter::{Format, Url, Workbook};

use super::*;
use crate::domain::Currency;
use crate::ingest::container::archive::tests::zip;
use crate::ingest::workbook::tests::{sheet, xlsx};

const DEALS_ODS: &[u8] = include_bytes!("files/deals.ods");
const DEALS_XLS: &[u8] = include_bytes!("files/deals.xls");
const LINKS_ODS: &[u8] = include_bytes!("files/links.ods");
const MERGED_ODS: &[u8] = include_bytes!("files/merged.ods");
const MERGED_XLS: &[u8] = include_bytes!("files/merged.xls");

fn read_book(bytes: &[u8]) -> RawTable {
    read_bytes(bytes, &Options::default()).unwrap()
}

#[test]
fn open_document_and_old_excel_give_the_same_cells() {
    for (bytes, container) in [(DEALS_ODS, "ods"), (DEALS_XLS, "xls")] {
        let table = read_book(bytes);
        assert_eq!(
            (table.report.container, table.rows.as_slice()),
            (container, [2, 3, 4].as_slice())
        );
        assert_eq!(table.report.sheet.as_deref(), Some("Report"));
        assert_eq!(texts(&table, Field::DealName), ["Lift & shift", "Move", "Big\nmove"]);
        assert_eq!(texts(&table, Field::Customer), ["Müller GmbH", "Acme", "Beta"]);
        assert_eq!(texts(&table, Field::Amount), ["2500000", "1000.5", "0.1"]);
        assert_eq!(
            texts(&table, Field::CloseDate),
            ["2026-03-04", "2026-12-31T09:00:00", "2027-01-01"]
        );
        assert_eq!(kinds(&table, Field::CloseDate), [CellKind::Date; 3]);
        let hidden = warning(&table, "hidden_rows").unwrap();
        assert_eq!(hidden.row, Some(3), "{}", hidden.message);
    }
}

#[test]
fn euros_that_only_the_format_shows_are_euros() {
    let euro = CellKind::Amount(Currency::new("EUR").unwrap());
    for bytes in [DEALS_ODS, DEALS_XLS] {
        let table = read_book(bytes);
        assert_eq!(kinds(&table, Field::Amount), [euro; 3]);
        assert_eq!(kinds(&table, Field::Arr), [euro; 3]);
        assert!(warning(&table, "formats_not_read").is_none());
    }
}

#[test]
fn merged_cells_mean_every_row_that_they_cover() {
    for bytes in [MERGED_ODS, MERGED_XLS] {
        assert_eq!(texts(&read_book(bytes), Field::Customer), ["Acme", "Acme", "Beta"]);
    }
    let mut merged = sheet("Deals", (0, 0), &[&["Deal ID", "Customer", "Amount"], &["1"], &["2"]]);
    merged.merge_range(1, 1, 2, 1, "Acme", &Format::new()).unwrap();
    let table = read_book(&xlsx(vec![merged]));
    assert_eq!(texts(&table, Field::Customer), ["Acme", "Acme"]);
}

#[test]
fn ids_that_stand_only_in_links_are_taken_from_them() {
    let table = read_book(LINKS_ODS);
    assert_eq!(texts(&table, Field::DealId)[0], "0065f00000AbCdE");
    let mut deals =
        sheet("Deals", (0, 0), &[&["Deal Name", "Customer"], &["", "Acme"], &["Move", "Beta"]]);
    let link = Url::new("https://x.my.salesforce.com/0065f00000AbCdE").set_text("Lift");
    deals.write_url(1, 0, link).unwrap();
    let table = read_book(&xlsx(vec![deals]));
    assert_eq!(texts(&table, Field::DealId), ["0065f00000AbCdE", ""]);
    assert!(table.source.carries.contains(Field::DealId));
    assert!(warning(&table, "ids_from_links").unwrap().message.ends_with("1 of 2."));
}

#[test]
fn an_amount_of_formulas_without_results_is_refused_and_some_of_them_are_told() {
    let parts = [
        ("[Content_Types].xml", &b"<Types/>"[..]),
        ("_rels/.rels", br#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s.xml"/></Relationships>"#),
        ("xl/worksheets/s.xml", br#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Deal ID</t></is></c><c r="B1" t="inlineStr"><is><t>Customer</t></is></c><c r="C1" t="inlineStr"><is><t>Amount</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Acme</t></is></c><c r="C2"><f>1+1</f></c></row></sheetData></worksheet>"#),
    ];
    let error = refused(&zip(&parts));
    assert!(error.to_string().contains("row 2: the column `Amount` holds formulas"), "{error}");
    let sheet = std::str::from_utf8(parts[4].1).unwrap();
    let some = sheet.replace(
        "</row></sheetData>",
        r#"</row><row r="3"><c r="A3"><v>2</v></c><c r="B3" t="inlineStr"><is><t>Beta</t></is></c><c r="C3"><v>5</v></c></row></sheetData>"#,
    );
    let mut of_some = parts;
    of_some[4].1 = some.as_bytes();
    let table = read_book(&zip(&of_some));
    assert_eq!(texts(&table, Field::Amount), ["", "5"]);
    let told = warning(&table, "formulas_without_values").unwrap();
    assert_eq!((told.row, told.column.as_deref()), (Some(2), Some("Amount")));
}

#[test]
fn hidden_rows_are_read_and_counted() {
    let mut deals = sheet("Deals", (0, 0), &[&["Deal ID", "Customer"], &["1", "A"], &["2", "B"]]);
    deals.set_row_hidden(2).unwrap();
    let table = read_book(&xlsx(vec![deals]));
    assert_eq!(table.rows, [2, 3]);
    assert_eq!(warning(&table, "hidden_rows").unwrap().row, Some(3));
}

#[test]
fn the_exports_of_an_archive_are_tables_and_the_rest_is_named() {
    let deals = b"Deal ID,Customer\n1,Acme\n";
    let mut book = Workbook::new();
    book.push_worksheet(sheet(
        "ACE",
        (0, 0),
        &[
            &["Opportunity id", "Customer Company Name", "Stage", "Status"],
            &["O1", "Acme", "Qualified", "Approved"],
        ],
    ));
    let ace = book.save_to_buffer().unwrap();
    let bytes =
        zip(&[("Contact.csv", b"First,Last\na,b\n"), ("Deals_1.csv", deals), ("ace.xlsx", &ace)]);
    let tables = read_tables(&bytes).unwrap();
    let sheets: Vec<_> = tables.iter().map(|table| table.report.sheet.clone().unwrap()).collect();
    assert_eq!(sheets, ["Deals_1.csv", "ace.xlsx ▸ ACE"]);
    assert!(tables.iter().all(|table| table.source.file == table.report.path));
    let warning = warning(&tables[0], "parts_not_read").unwrap();
    assert!(warning.message.ends_with("not read: Contact.csv."), "{}", warning.message);
    assert_eq!(super::warning(&tables[1], "parts_not_read"), None);
}

#[test]
fn archives_that_cannot_be_trusted_are_refused() {
    let deals = &b"Deal ID,Customer\n1,Acme\n"[..];
    for (files, code) in [
        (vec![("Contact.csv", &b"First,Last\na,b\n"[..])], "no_export_in_archive"),
        (vec![("../Deals.csv", deals)], "damaged_file"),
        (vec![("/etc/Deals.csv", deals)], "damaged_file"),
        (
            vec![("Deals_1.csv", deals), ("Deals_2.csv", b"Deal ID,Customer,Stage\n1,Acme,Won\n")],
            "parts_differ",
        ),
    ] {
        assert_eq!(read_tables(&zip(&files)).unwrap_err().code(), code, "{files:?}");
    }
    let nested = zip(&[("Deals.csv", deals)]);
    let error = read_tables(&zip(&[("inner.zip", &nested)])).unwrap_err();
    assert!(error.to_string().ends_with("known export: `inner.zip`"), "{error}");
}

#[test]
fn a_part_past_the_glimpse_is_read_whole() {
    let rows = "1,Acme\n".repeat(60_000);
    let deals = format!("Deal ID,Customer\n{rows}");
    let tables = read_tables(&zip(&[("Deals.csv", deals.as_bytes())])).unwrap();
    assert_eq!(tables[0].report.rows_read, 60_000);
}

fn read_tables(bytes: &[u8]) -> Result<Vec<RawTable>, IngestError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    read(file.path(), &Options::default())
}
