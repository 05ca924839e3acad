//! Open workbooks of each format, and the rows of their sheets.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{Cursor, ErrorKind};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, Sheet, SheetType, SheetVisible, Style, Xls, Xlsb, Xlsx, XlsxError};

use super::cell_text::{cell_text, owned_cell_text};
use super::number_format::Shown;
use super::ods::OpenDocument;
use super::rows::RowWriter;
use super::sheet_facts::SheetFacts;
use super::{old_formats, old_workbook, xlsb_cells, xlsx_scan};
use crate::domain::CellKind;
use crate::ingest::IngestError;
use crate::ingest::container::Format;
use crate::ingest::raw_row::RawRow;
use crate::ingest::sample::Visit;

/// An open workbook.
pub(in crate::ingest) struct Workbook<'bytes> {
    path: String,
    inner: Inner<'bytes>,
}

type Bytes<'bytes> = Cursor<&'bytes [u8]>;

enum Inner<'bytes> {
    Xlsx(Box<Xlsx<Bytes<'bytes>>>),
    Xlsb(Box<Xlsb<Cursor<Cow<'bytes, [u8]>>>>),
    /// calamine's reader, and the bytes for what it does not tell.
    Xls(Box<Xls<Bytes<'bytes>>>, &'bytes [u8]),
    Ods(Box<OpenDocument<'bytes>>),
}

/// A sheet that holds cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct SheetName {
    pub name: String,
    /// Whether its owner sees it.
    pub is_visible: bool,
}

impl<'bytes> Workbook<'bytes> {
    /// Opens the workbook in these bytes. `path` is for messages.
    pub(in crate::ingest) fn open(
        path: &str,
        bytes: &'bytes [u8],
        format: Format,
    ) -> Result<Workbook<'bytes>, IngestError> {
        let place = || "the workbook".to_owned();
        let cursor = Cursor::new(bytes);
        let inner = match format {
            Format::Xlsx => Inner::Xlsx(Box::new(
                Xlsx::new(cursor).map_err(|error| damaged(path, place(), &error))?,
            )),
            Format::Xlsb => {
                let changed =
                    xlsb_cells::as_taken(bytes).map_err(|error| damaged(path, place(), &error))?;
                let cursor = Cursor::new(changed.map_or(Cow::Borrowed(bytes), Cow::Owned));
                Inner::Xlsb(Box::new(
                    guarded(|| Xlsb::new(cursor))
                        .map_err(|reason| damaged(path, place(), &reason))?
                        .map_err(|error| damaged(path, place(), &error))?,
                ))
            }
            Format::Xls => {
                old_workbook::check(path, bytes)?;
                let workbook = guarded(|| Xls::new(cursor))
                    .map_err(|reason| damaged(path, place(), &reason))?
                    .map_err(|error| damaged(path, place(), &error))?;
                Inner::Xls(Box::new(workbook), bytes)
            }
            Format::Ods => Inner::Ods(Box::new(OpenDocument::open(path, bytes)?)),
        };
        Ok(Workbook { path: path.to_owned(), inner })
    }

    /// Every sheet that holds cells, in its order.
    pub(in crate::ingest) fn sheets(&self) -> Vec<SheetName> {
        let sheets: &[Sheet] = match &self.inner {
            Inner::Xlsx(workbook) => workbook.sheets_metadata(),
            Inner::Xlsb(workbook) => workbook.sheets_metadata(),
            Inner::Xls(workbook, _) => workbook.sheets_metadata(),
            Inner::Ods(document) => return document.sheets().to_vec(),
        };
        let with_cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let name = |sheet: &Sheet| SheetName {
            name: sheet.name.clone(),
            is_visible: sheet.visible == SheetVisible::Visible,
        };
        with_cells.map(name).collect()
    }

    /// The names of the tables on a sheet, as far as the format and its reader know of tables.
    pub(in crate::ingest) fn table_names(&mut self, sheet: &str) -> Vec<String> {
        let Inner::Xlsx(workbook) = &mut self.inner else { return Vec::new() };
        if workbook.load_tables().is_err() {
            return Vec::new();
        }
        workbook.table_names_in_sheet(sheet).into_iter().cloned().collect()
    }

    /// Visits the rows of a sheet that are not blank, until the visitor breaks off.
    pub(in crate::ingest) fn each_row(
        &mut self,
        sheet: &str,
        visit: Visit<'_>,
    ) -> Result<(), IngestError> {
        let mut rows = RowWriter::new(&self.path, sheet, visit);
        let path = &self.path;
        let flow = match &mut self.inner {
            Inner::Xlsx(workbook) => xlsx_rows(path, workbook, sheet, &mut rows)?,
            Inner::Xlsb(workbook) => xlsb_rows(path, workbook, sheet, &mut rows)?,
            Inner::Xls(workbook, bytes) => xls_rows(path, workbook, bytes, sheet, &mut rows)?,
            Inner::Ods(document) => document.each_cell(sheet, &mut rows)?.0,
        };
        if flow.is_continue() {
            rows.finish();
        }
        Ok(())
    }
}

/// What the sheet says beside its cells. It reads the bytes on its own, so that it can run beside the
/// reader of the cells.
pub(super) fn sheet_facts(
    path: &str,
    bytes: &[u8],
    format: Format,
    sheet: &str,
) -> Result<SheetFacts, IngestError> {
    match format {
        Format::Xlsx => xlsx_scan::sheet_facts(bytes, sheet).map_err(|error| {
            let path = path.to_owned();
            let place = format!("sheet {sheet}");
            if error.kind() == ErrorKind::FileTooLarge {
                let reason = "it unpacks to more than 2 GiB".into();
                return IngestError::TooLarge { path, place, reason };
            }
            IngestError::Damaged { path, place, reason: error.to_string() }
        }),
        Format::Ods => {
            let mut ignore = |_: &mut RawRow| ControlFlow::Continue(());
            let mut rows = RowWriter::new(path, sheet, &mut ignore);
            Ok(OpenDocument::open(path, bytes)?.each_cell(sheet, &mut rows)?.1)
        }
        Format::Xls => old_workbook::sheet_facts(path, bytes, sheet),
        // calamine gives no access to the parts of a binary workbook.
        Format::Xlsb => Ok(SheetFacts::default()),
    }
}

type Flow = Result<ControlFlow<()>, IngestError>;

fn xlsx_rows(
    path: &str,
    workbook: &mut Xlsx<Bytes<'_>>,
    sheet: &str,
    rows: &mut RowWriter<'_>,
) -> Flow {
    let damaged = |error: XlsxError| damaged(path, format!("sheet {sheet}"), &error);
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(damaged)?;
    let styles: Vec<Shown> = cells.styles().iter().map(shown).collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let Some((mut text, mut kind)) = cell_text(cell.get_value()) else { continue };
        if kind == CellKind::Number
            && let Some(shown) = styles.get(style)
        {
            (text, kind) = shown.of_number(text);
        }
        if rows.cell(row, column, &text, kind)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// What a style shows. What `$` is in the built-in formats 42 and 44 depends on the country of whoever looks at the sheet, so
/// they say nothing unless the file spells them out in its own way.
fn shown(style: &Style) -> Shown {
    let Some(format) = style.number_format.as_ref() else { return Shown::default() };
    let is_built_in = matches!(format.format_id, Some(42 | 44))
        && format.format_code.starts_with("_($* #,##0")
        && format.format_code.ends_with(";_(@_)");
    let mut shown = Shown::by(&format.format_code);
    shown.currency = shown.currency.filter(|_| !is_built_in);
    shown
}

fn xlsb_rows(
    path: &str,
    workbook: &mut Xlsb<Cursor<Cow<'_, [u8]>>>,
    sheet: &str,
    rows: &mut RowWriter<'_>,
) -> Flow {
    let place = || format!("sheet {sheet}");
    let broke_off = |reason: String| damaged(path, place(), &reason);
    let mut cells = guarded(|| workbook.worksheet_cells_reader(sheet))
        .map_err(broke_off)?
        .map_err(|error| damaged(path, place(), &error))?;
    loop {
        let cell = guarded(|| cells.next_cell()).map_err(broke_off)?;
        let Some(cell) = cell.map_err(|error| damaged(path, place(), &error))? else {
            return Ok(ControlFlow::Continue(()));
        };
        let (row, column) = cell.get_position();
        let Some((text, kind)) = cell_text(cell.get_value()) else { continue };
        if rows.cell(row, column, &text, kind)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
}

fn xls_rows(
    path: &str,
    workbook: &mut Xls<Bytes<'_>>,
    bytes: &[u8],
    sheet: &str,
    rows: &mut RowWriter<'_>,
) -> Flow {
    let range = workbook
        .worksheet_range(sheet)
        .map_err(|error| damaged(path, format!("sheet {sheet}"), &error))?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let formats = old_formats::shown(bytes, sheet);
    for (row, column, value) in range.used_cells() {
        let Some((mut text, mut kind)) = owned_cell_text(value) else { continue };
        let [row, column] = [row, column]
            .map(|place| u32::try_from(place).expect("at most 65,536 rows and 256 columns"));
        let row = first_row.saturating_add(row);
        let column = first_column.saturating_add(column);
        if let Some(shown) = formats.get(&(row, column)).filter(|_| kind == CellKind::Number) {
            let (as_shown, kind_shown) = shown.of_number(text.into());
            (text, kind) = (as_shown.into_owned(), kind_shown);
        }
        if rows.cell(row, column, &text, kind)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Calls calamine where it takes the places that a binary file states for granted: a damaged file must
/// not end the program.
fn guarded<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| "its records do not fit together".to_owned())
}

/// An encrypted workbook is told before it is opened.
fn damaged(path: &str, place: String, reason: &impl Display) -> IngestError {
    IngestError::Damaged { path: path.to_owned(), place, reason: reason.to_string() }
}
