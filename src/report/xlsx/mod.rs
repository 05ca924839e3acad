//! The workbook as a file. The only module that knows the writer's crate: a sheet's values come in,
//! bytes go out, the same for the same audit.

mod chart;
mod formats;
mod table;

use std::any::Any;
use std::borrow::Cow;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Formula, IntoExcelData, Url, Workbook, Worksheet,
    XlsxError,
};

use self::formats::{Formats, page_format};
use self::table::{HEADER_HEIGHT, write_table, write_table_sheet};
use super::sheet::{Cell, Chart, Content, Page, Placed, Sheet, Style, Told, column_number};
use super::sheets::Report;
use crate::domain::{Decimal, WorkbookProfile};
use crate::portfolio::Portfolio;
use crate::rules::Rule;

/// The workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The disk of the temporary files is full, or may not be written.
    #[error(
        "{folder}: the temporary files of the workbook cannot be written: {reason}. Make room, or name another folder in TMPDIR (on Windows TMP)",
        folder = .folder.display()
    )]
    NoTemporaryFiles {
        /// Where they should have been.
        folder: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The writer refused something: a bug of ours.
    #[error("the workbook could not be made: {reason}. This is a bug in mapaudit; please report it", reason = .0.trim_end_matches('.'))]
    Refused(String),
}

/// The workbook's bytes. `rules` are those that were asked, in the order of the catalogue.
pub fn workbook(
    portfolio: &Portfolio,
    rules: &[&Rule],
    profile: WorkbookProfile,
) -> Result<Vec<u8>, ReportError> {
    let report = Report::new(portfolio, rules).of_profile(profile);
    match panic::catch_unwind(AssertUnwindSafe(|| write(&report))) {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(XlsxError::IoError(error) | XlsxError::TempFileError(_, error))) => {
            Err(no_temporary_files(error.to_string()))
        }
        Ok(Err(error)) => Err(ReportError::Refused(error.to_string())),
        Err(panic) => match refusal_of_the_system(panic.as_ref()) {
            Some(reason) => Err(no_temporary_files(reason)),
            None => panic::resume_unwind(panic),
        },
    }
}

fn no_temporary_files(reason: String) -> ReportError {
    ReportError::NoTemporaryFiles { folder: std::env::temp_dir(), reason }
}

/// What the system said if the panic is one of the writer's crate, which knows no other way to tell that a temporary
/// file cannot be written.
fn refusal_of_the_system(panic: &(dyn Any + Send)) -> Option<String> {
    let text = panic.downcast_ref::<String>()?;
    let (_, error) = text.split_once("Os { code: ")?;
    let (_, message) = error.split_once("message: \"")?;
    Some(message.split('"').next().unwrap_or_default().to_owned())
}

fn write(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    let mut properties = DocProperties::new().set_title(report.title()).set_author("mapaudit");
    // Without it the file would hold the time of day, and no two runs would be equal.
    if let Some(as_of) = excel_date(report.audit.as_of) {
        properties = properties.set_creation_datetime(&as_of);
    }
    workbook.set_properties(&properties);
    let formats = Formats::new();
    // Sheets are written side by side, and a file must not number its formats by which sheet comes first to them.
    formats.all().for_each(|format| workbook.register_format(format));
    let mut sheets = Vec::new();
    for card in report.sheets() {
        let sheet = (card.sheet)(report);
        // Rows of tables are written in their order, so they need not be kept in memory: for large
        // exports a tenth of it. Without rows, the header would be the last one (see `write_table`).
        let worksheet = match &sheet.content {
            Content::Table(table) if table.rows > 0 => {
                workbook.new_worksheet_with_constant_memory()?
            }
            Content::Table(_) | Content::Page(_) => Worksheet::new(),
        };
        sheets.push((sheet, worksheet, Ok(())));
    }
    let partner = report.audit.partner.as_deref();
    let formats = &formats;
    rayon::scope_fifo(|scope| {
        for (sheet, worksheet, outcome) in &mut sheets {
            scope.spawn_fifo(move |_| *outcome = write_sheet(worksheet, sheet, partner, formats));
        }
    });
    for (sheet, worksheet, outcome) in sheets {
        outcome?;
        workbook.push_worksheet(worksheet);
        if let Content::Page(page) = &sheet.content {
            for (name, row, column) in &page.names {
                let place = rust_xlsxwriter::utility::row_col_to_cell_absolute(*row, *column);
                workbook.define_name(*name, &format!("='{}'!{place}", sheet.name))?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// How hard the file is compressed, of 9. The writer's own 6 takes a quarter longer for a file that is at most a thirtieth
/// smaller (measured on Deals and Evidence of 20,000 deals).
const COMPRESSION: u8 = 5;

fn write_sheet(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    partner: Option<&str>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    worksheet.set_name(sheet.name)?;
    // A blank result would be stored as 0 otherwise, and unknown is never 0.
    worksheet.set_formula_result_default("");
    worksheet.set_tab_color(formats::tab_color(sheet.tab));
    worksheet.set_landscape().set_paper_size(A4).set_margins(0.4, 0.4, 0.4, 0.6, 0.2, 0.3);
    worksheet.set_footer(footer(partner));
    match &sheet.content {
        Content::Table(table) => write_table_sheet(worksheet, table, formats),
        Content::Page(page) => write_page(worksheet, sheet.name, page, formats),
    }
}

/// The number of the paper size in the file format.
const A4: u8 = 9;

fn footer(partner: Option<&str>) -> String {
    // A footer holds 255 characters at most, and takes `&` for a command.
    let whose = partner.map_or("Confidential".to_owned(), |partner| {
        let partner: String = partner.chars().take(100).collect();
        format!("{} confidential", partner.replace('&', "&&"))
    });
    format!("&C{whose} · page &P of &N")
}

fn write_page(
    worksheet: &mut Worksheet,
    name: &str,
    page: &Page,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(&page.widths) {
        worksheet.set_column_width(column, *width)?;
    }
    worksheet.set_screen_gridlines(false);
    for placed in &page.cells {
        write_placed(worksheet, placed)?;
    }
    for (row, table) in &page.tables {
        worksheet.set_row_height(*row, HEADER_HEIGHT)?;
        write_table(worksheet, *row, table, &[], formats)?;
    }
    for shown in &page.charts {
        let (chart, corner) = match shown {
            Chart::Bars(bars) => (chart::bar_chart(name, bars), bars.corner),
            Chart::Lines(lines) => (chart::line_chart(name, lines), lines.corner),
        };
        worksheet.insert_chart_with_offset(corner.0, corner.1, &chart, 6, 2)?;
    }
    if page.is_one_sheet_of_paper {
        worksheet.set_print_fit_to_pages(1, 1).set_print_center_horizontally(true);
        let last = page.cells.iter().map(|placed| placed.row).max().unwrap_or_default();
        let last_column = column_number(page.widths.len()).max(1) - 1;
        worksheet.set_print_area(0, 0, last, last_column)?;
    } else {
        worksheet.set_print_fit_to_pages(1, 0);
    }
    if page.is_protected {
        worksheet.protect();
    }
    Ok(())
}

fn write_placed(worksheet: &mut Worksheet, placed: &Placed) -> Result<(), XlsxError> {
    let format = page_format(placed.style, &placed.cell);
    match placed.style {
        Style::Title => worksheet.set_row_height(placed.row, 30)?,
        Style::TileFigure => worksheet.set_row_height(placed.row, 34)?,
        Style::Lead => worksheet.set_row_height(placed.row, 20)?,
        _ => worksheet,
    };
    write_cell(worksheet, (placed.row, placed.column), &placed.cell, Some(&format))?;
    let format = formats::continued(placed.style, &placed.cell);
    for column in placed.column + 1..placed.column + placed.span {
        worksheet.write_blank(placed.row, column, &format)?;
    }
    Ok(())
}

/// `format` is `None` where the column's will do.
fn write_cell(
    worksheet: &mut Worksheet,
    place: (u32, u16),
    cell: &Cell,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => put(worksheet, place, "", format),
        Cell::Text(text) | Cell::Id(text) | Cell::Word(text, _) => {
            put(worksheet, place, &*fitting(text), format)
        }
        Cell::Link { text, url } => {
            put(worksheet, place, Url::new(url).set_text(fitting(text)), format)
        }
        Cell::Count(count) | Cell::Days(count) => {
            put(worksheet, place, number(Decimal::from(*count)), format)
        }
        Cell::Money(amount) | Cell::Number(amount) | Cell::Told(Told { figure: amount, .. }) => {
            put(worksheet, place, number(*amount), format)
        }
        // Two digits are shown, and seventeen do not compress.
        Cell::Score(score) => put(worksheet, place, (score * 1e4).round() / 1e4, format),
        Cell::Date(date) => match excel_date(*date) {
            Some(date) => put(worksheet, place, &date, format),
            None => put(worksheet, place, date.to_string(), format),
        },
        Cell::Share(share) => put(worksheet, place, number(*share), format),
        Cell::Bold(cell) | Cell::Faint(cell) | Cell::Input(cell) => {
            write_cell(worksheet, place, cell, format)
        }
        Cell::Formula { formula, result, .. } => {
            // A file spells out the `@` of a table's row, and Excel repairs what does not.
            let formula =
                Formula::new(&**formula).escape_table_functions().set_result(result_text(result));
            put(worksheet, place, formula, format)
        }
    }
}

fn put(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: impl IntoExcelData,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    match format {
        Some(format) => worksheet.write_with_format(row, column, value, format)?,
        None => worksheet.write(row, column, value)?,
    };
    Ok(())
}

/// A formula's result as the file stores it.
fn result_text(result: &Cell) -> String {
    match result {
        Cell::Count(count) | Cell::Days(count) => count.to_string(),
        Cell::Money(amount) | Cell::Told(Told { figure: amount, .. }) | Cell::Share(amount) => {
            amount.normalize().to_string()
        }
        Cell::Text(text) | Cell::Word(text, _) => text.clone(),
        Cell::Date(date) => serial_number(*date).map(|day| day.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The nearest number that a spreadsheet holds. Exact for cents up to 90 trillion dollars.
fn number(amount: Decimal) -> f64 {
    f64::try_from(amount).expect("every decimal has a nearest float")
}

/// Spreadsheets know no day before 1900.
fn excel_date(date: chrono::NaiveDate) -> Option<ExcelDateTime> {
    use chrono::Datelike;
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// The number that stands for a day in a formula's result: 1 is the first of January 1900, and the format counts a
/// 29th of February in that year (Excel's 1900 date system).
fn serial_number(date: chrono::NaiveDate) -> Option<i64> {
    let day_zero = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let first_true_day = chrono::NaiveDate::from_ymd_opt(1900, 3, 1)?;
    (date >= first_true_day).then(|| (date - day_zero).num_days())
}

/// The longest text of a cell, in UTF-16 units (Excel specifications and limits).
const LONGEST_TEXT: usize = 32_767;

/// The text, cut with an ellipsis if a cell cannot hold it.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return Cow::Borrowed(text);
    }
    let mut units = 1;
    let mut cut: String = text
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= LONGEST_TEXT
        })
        .collect();
    cut.push('…');
    Cow::Owned(cut)
}

#[cfg(test)]
mod tests;
