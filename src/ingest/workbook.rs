//! Excel workbooks to rows, cell by cell: a sheet is never held as a whole.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{Duration, NaiveDateTime, NaiveTime, Timelike};

use super::sample::Sample;
use super::table::Place;
use super::{COLUMNS_MAX, IngestError, Options, RawRow};
use crate::domain::{CellKind, RawTable};

/// A workbook as a table: the sheet that the user names, else the only visible one with a known header.
pub(super) fn read(path: &str, bytes: &[u8], options: &Options) -> Result<RawTable, IngestError> {
    let mut workbook = Workbook::open(path, bytes)?;
    if workbook.is_own() {
        let what = "a findings workbook";
        return Err(IngestError::OwnOutput { path: path.to_owned(), what });
    }
    let sheets = sheets_to_try(path, &workbook, options.sheet.as_deref())?;
    let mut samples: Vec<(String, Sample)> = sheets
        .into_iter()
        .map(|sheet| {
            let sample = Sample::take(options, |visit| workbook.each_row(&sheet, visit));
            (sheet, sample)
        })
        .collect();
    let qualify = |(_, sample): &&(String, Sample)| sample.layout.is_some();
    if samples.iter().filter(qualify).count() > 1 {
        let sheets = samples.iter().filter(qualify).map(|(sheet, _)| sheet.clone()).collect();
        return Err(IngestError::SeveralSheets { path: path.to_owned(), sheets });
    }
    // If no sheet qualifies, the fullest one is what the user has to be told about.
    samples.sort_by_key(|(_, sample)| (sample.layout.is_some(), sample.fullness()));
    let Some((sheet, sample)) = samples.pop() else {
        return Err(IngestError::Empty { path: path.to_owned() });
    };
    let place = Place { path: path.to_owned(), sheet: Some(sheet.clone()), container: "xlsx" };
    sample.into_table(place, options, |visit| workbook.each_row(&sheet, visit))
}

fn sheets_to_try(
    path: &str,
    workbook: &Workbook<'_>,
    stated: Option<&str>,
) -> Result<Vec<String>, IngestError> {
    let sheets = workbook.sheets();
    let Some(stated) = stated else {
        let visible = sheets.into_iter().filter(|(_, is_visible)| *is_visible);
        return Ok(visible.map(|(name, _)| name).collect());
    };
    let folded = stated.trim().to_lowercase();
    match sheets.iter().find(|(name, _)| name.trim().to_lowercase() == folded) {
        Some((name, _)) => Ok(vec![name.clone()]),
        None => Err(IngestError::SheetNotFound {
            path: path.to_owned(),
            sheet: stated.to_owned(),
            sheets: sheets.into_iter().map(|(name, _)| name).collect(),
        }),
    }
}

/// The sheets by which a findings workbook of this program is known.
const OWN_SHEETS: [&str; 5] = ["Summary", "Deals", "Evidence", "Findings", "About"];

/// An open workbook.
pub(super) struct Workbook<'bytes> {
    path: String,
    inner: Xlsx<Cursor<&'bytes [u8]>>,
}

impl<'bytes> Workbook<'bytes> {
    /// Opens the workbook in these bytes. `path` is for messages.
    pub(super) fn open(path: &str, bytes: &'bytes [u8]) -> Result<Workbook<'bytes>, IngestError> {
        let inner = Xlsx::new(Cursor::new(bytes))
            .map_err(|error| in_our_words(path, "the workbook".into(), &error))?;
        Ok(Workbook { path: path.to_owned(), inner })
    }

    /// Every sheet that holds cells, in its order, and whether its owner sees it.
    pub(super) fn sheets(&self) -> Vec<(String, bool)> {
        self.inner
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
            .collect()
    }

    /// Whether it is a findings workbook of this program: every one has these sheets.
    pub(super) fn is_own(&self) -> bool {
        let sheets = self.sheets();
        OWN_SHEETS.iter().all(|own| sheets.iter().any(|(name, _)| name == own))
    }

    /// Visits the rows of a sheet that are not blank, until the visitor breaks off.
    pub(super) fn each_row(
        &mut self,
        sheet: &str,
        visit: &mut dyn FnMut(&RawRow) -> ControlFlow<()>,
    ) -> Result<(), IngestError> {
        let path = self.path.clone();
        let damaged = |error: XlsxError| in_our_words(&path, format!("sheet {sheet}"), &error);
        let mut cells = self.inner.worksheet_cells_reader(sheet).map_err(damaged)?;
        let mut row = RawRow::default();
        row.start(1);
        let mut previous = 0;
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (row_index, column) = cell.get_position();
            let Some((text, kind)) = as_text(cell.get_value()) else { continue };
            if column as usize >= COLUMNS_MAX {
                return Err(IngestError::TooLarge {
                    path,
                    place: format!("sheet {sheet}, cell {}{}", letters(column), row_index + 1),
                    reason: format!("at most {COLUMNS_MAX} columns are read"),
                });
            }
            if row_index + 1 != row.number {
                if hand_on(&mut row, &mut previous, visit).is_break() {
                    return Ok(());
                }
                row.start(row_index + 1);
            }
            row.set(column as usize, &text, kind);
        }
        let _ = hand_on(&mut row, &mut previous, visit);
        Ok(())
    }
}

/// Visits a row unless it is blank.
fn hand_on(
    row: &mut RawRow,
    previous: &mut u32,
    visit: &mut dyn FnMut(&RawRow) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if row.is_blank() {
        return ControlFlow::Continue(());
    }
    row.after_blank = row.number > *previous + 1;
    *previous = row.number;
    visit(row)
}

/// The letters of a column: 0 is `A`.
pub(super) fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or_default()));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => return letters.iter().rev().collect(),
        }
    }
}

/// A cell as text; `None` if it is blank. A formula without a stored value is blank.
fn as_text(value: &DataRef<'_>) -> Option<(String, CellKind)> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DurationIso(text) => (text.clone(), CellKind::Text),
        DataRef::SharedString(text) => ((*text).to_owned(), CellKind::Text),
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        // The shortest digits that give the same number back, without exponent: 12 and 0.1.
        DataRef::Float(number) => (number.to_string(), CellKind::Number),
        DataRef::Bool(truth) => (truth.to_string(), CellKind::Boolean),
        DataRef::Error(error) => (error.to_string(), CellKind::Error),
        // Excel's days end with the year 9999.
        DataRef::DateTime(serial)
            if serial.is_datetime() && (0.0..2_958_466.0).contains(&serial.as_f64()) =>
        {
            (iso(serial.as_datetime()?), CellKind::Date)
        }
        DataRef::DateTime(serial) => (serial.as_f64().to_string(), CellKind::Number),
        DataRef::DateTimeIso(text) => {
            match NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f") {
                Ok(time) => (iso(time), CellKind::Date),
                Err(_) => (text.clone(), CellKind::Date),
            }
        }
    })
}

/// `YYYY-MM-DD`, with the time if it is not midnight, to the nearest second: Excel's days are
/// fractions, and 09:00 may be stored as 08:59:59.9999.
fn iso(time: NaiveDateTime) -> String {
    // The last second that a date can hold has no second after it to be rounded to.
    let nearest = time.checked_add_signed(Duration::milliseconds(500)).unwrap_or(time);
    let rounded = nearest.with_nanosecond(0).unwrap_or(time);
    if rounded.time() == NaiveTime::MIN {
        rounded.format("%Y-%m-%d").to_string()
    } else {
        rounded.format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}

fn in_our_words(path: &str, place: String, error: &XlsxError) -> IngestError {
    match error {
        XlsxError::Password => IngestError::PasswordProtected { path: path.to_owned() },
        error => IngestError::Damaged { path: path.to_owned(), place, reason: error.to_string() },
    }
}

#[cfg(test)]
pub(super) mod tests {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer, Worksheet};

    use super::*;

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
        Workbook::open("f.xlsx", bytes)?.each_row(sheet, &mut |row| {
            rows.push(row.clone());
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    #[test]
    fn cells_keep_their_row_column_and_kind() {
        let mut sheet = sheet("Report", (9, 1), &[&["Deal ID", "", "Owner"]]);
        let date = Format::new().set_num_format("dd/mm/yyyy hh:mm");
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
    fn the_last_second_there_is_does_not_panic() {
        assert_eq!(iso(NaiveDateTime::MAX), "+262142-12-31T23:59:59");
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
        sheet.write_blank(5, 16_000, &Format::new().set_bold()).unwrap();
        assert_eq!(rows(&xlsx(vec![sheet]), "Report").unwrap().len(), 1);
    }

    #[test]
    fn hidden_sheets_are_marked_as_hidden() {
        let mut hidden = sheet("hiddenSheet", (0, 0), &[&["x"]]);
        hidden.set_hidden(true);
        let bytes = xlsx(vec![sheet("Deals", (0, 0), &[&["y"]]), hidden]);
        let sheets = Workbook::open("f.xlsx", &bytes).unwrap().sheets();
        assert_eq!(sheets, [("Deals".to_owned(), true), ("hiddenSheet".to_owned(), false)]);
    }

    #[test]
    fn a_cut_workbook_is_damaged() {
        let bytes = xlsx(vec![sheet("Deals", (0, 0), &[&["y"]])]);
        let error = Workbook::open("f.xlsx", &bytes[..bytes.len() / 2]).err().unwrap();
        assert_eq!(error.code(), "damaged_file");
    }

    #[test]
    fn columns_have_the_letters_excel_shows() {
        let shown: Vec<String> = [0, 25, 26, 701, 702, 16_383].map(letters).into();
        assert_eq!(shown, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
