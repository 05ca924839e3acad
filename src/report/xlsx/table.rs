//! Tables as the file holds them: columns, looks, row heights.

use std::fmt::Write as _;

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule,
    ExcelDateTime, IgnoreError, Note, Table as XlsxTable, TableColumn, TableStyle, Worksheet,
    XlsxError,
};

use super::formats::{self, Formats, Look};
use super::write_cell;
use crate::domain::{ReviewerKind, shortened};
use crate::report::sheet::{Cell, Header, Table, WRAPPING_WIDTH, column_number, row_number};

/// Writes a table that has its worksheet to itself.
pub(super) fn write_table_sheet(
    worksheet: &mut Worksheet,
    table: &Table,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let looks = looks(table);
    for ((column, header), look) in (0..).zip(&table.headers).zip(&looks) {
        worksheet.set_column_width(column, header.width)?;
        worksheet.set_column_format(column, formats.of(*look))?;
    }
    worksheet.set_row_height(0, HEADER_HEIGHT)?;
    write_table(worksheet, 0, table, &looks, formats)?;
    worksheet.set_freeze_panes(1, table.frozen_columns)?;
    worksheet.set_repeat_rows(0, 0)?;
    if let Some((first, last)) = table.folded_columns {
        worksheet.group_columns_collapsed(first, last)?;
    }
    add_marks(worksheet, table)?;
    add_notes(worksheet, table)?;
    add_validations(worksheet, table)?;
    worksheet.set_print_fit_to_pages(1, 0);
    worksheet.set_print_area(0, 0, last_row(0, table), table.printed_columns.max(1) - 1)?;
    Ok(())
}

/// Highlights what the figures say at the moment: a reader may change the as-of date.
fn add_marks(worksheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let last = last_row(0, table);
    let last_column = column_number(table.headers.len()) - 1;
    for mark in table.marks {
        let (from, to) = match mark.over {
            Some(header) => {
                let Some(place) = place_of(table, header) else { continue };
                (place, place)
            }
            None => (0, last_column),
        };
        let format = formats::marked(mark.tone);
        let rule = ConditionalFormatFormula::new().set_rule(&*condition(table, mark.when));
        worksheet.add_conditional_format(1, from, last, to, &rule.set_format(format))?;
    }
    Ok(())
}

/// Remarks that show while the mouse rests on a header or a cell.
fn add_notes(worksheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let of_headers = table.header_notes.iter().map(|(header, text)| (0, *header, *text));
    let of_cells = table
        .cell_notes
        .iter()
        .map(|(place, header, text)| (row_number(place + 1), *header, text.as_str()));
    for (row, header, text) in of_headers.chain(of_cells) {
        let Some(column) = place_of(table, header) else { continue };
        let lines = length(text.chars().count()) / NOTE_CHARACTERS + 2;
        let note = Note::new(fitting_note(text))
            .add_author_prefix(false)
            .set_width(NOTE_WIDTH)
            .set_height(NOTE_LINE * lines.min(12));
        worksheet.insert_note(row, column, &note)?;
    }
    Ok(())
}

/// The width of a note in pixels, and how many characters a line of it holds.
const NOTE_WIDTH: u32 = 240;
const NOTE_CHARACTERS: u32 = 36;
/// The height of a line of a note in pixels.
const NOTE_LINE: u32 = 16;

/// A note longer than this is no note: the cells have the text in full (our choice, far below Excel's limit).
fn fitting_note(text: &str) -> String {
    shortened(text, 500)
}

fn place_of(table: &Table, header: &str) -> Option<u16> {
    let place = table.headers.iter().position(|of| of.text == header)?;
    u16::try_from(place).ok()
}

/// The condition with cells of the first row for its headers: conditional formats know no table columns.
fn condition(table: &Table, when: &str) -> String {
    let mut parts = when.split('{');
    let mut condition = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (header, rest) = part.split_once('}').unwrap_or((part, ""));
        let column = place_of(table, header).unwrap_or_default();
        let _ = write!(condition, "${}2{rest}", column_number_to_name(column));
    }
    condition
}

/// Rows below the table that people may add to it.
const ROWS_TO_ADD: u32 = 200;

/// Says what belongs into the columns that people write in. A wrong word is refused, a wrong date only questioned.
fn add_validations(worksheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let last = last_row(0, table) + ROWS_TO_ADD;
    for (column, header) in (0..).zip(&table.headers) {
        let validation = match header.reviewer {
            Some(ReviewerKind::OneOf(words)) => DataValidation::new()
                .allow_list_strings(words)?
                .set_error_title("Not in the list")?
                .set_error_message("Choose one of the words, or put yours into the notes.")?,
            Some(ReviewerKind::Date) => DataValidation::new()
                .allow_date(DataValidationRule::GreaterThan(ExcelDateTime::from_ymd(2000, 1, 1)?))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("No date")?
                .set_error_message("The next run understands a date, as 2026-10-01.")?,
            Some(ReviewerKind::Text) | None => continue,
        };
        let message = "The next run carries this over with the row.";
        let validation = validation.set_input_title(&*header.text)?.set_input_message(message)?;
        worksheet.add_data_validation(1, column, last, column, &validation)?;
    }
    Ok(())
}

/// What the columns look like. Cells that look like their column need no format of their own, and
/// blank ones need not be written: in a large workbook that is most of them.
///
/// The first rows stand for all: what is blank in them has cells with formats of their own further down.
fn looks(table: &Table) -> Vec<Look> {
    let rows: Vec<_> = (0..table.rows.min(ROWS_LOOKED_AT)).map(|place| table.row(place)).collect();
    let columns = table.headers.iter().enumerate();
    columns
        .map(|(place, header)| {
            let cells = rows.iter().filter_map(|row| row.get(place));
            Look::of_column(cells, wraps(header))
        })
        .collect()
}

/// How many rows tell what a column looks like.
const ROWS_LOOKED_AT: usize = 1_024;

fn wraps(header: &Header) -> bool {
    header.width >= WRAPPING_WIDTH
}

/// The height of a table's header in points.
pub(super) const HEADER_HEIGHT: f64 = 30.0;
const LINE_HEIGHT: f64 = 15.0;

/// A row shows at most this many lines of a long text, so that many rows are in sight; the cell holds
/// all of it.
const MOST_LINES: u32 = 5;

/// A table needs one row even if there is nothing to list.
fn last_row(first: u32, table: &Table) -> u32 {
    first + row_number(table.rows.max(1))
}

/// Writes a table below the given row. `looks` are those of the worksheet's columns, as far as they have one.
pub(super) fn write_table(
    worksheet: &mut Worksheet,
    first: u32,
    table: &Table,
    looks: &[Look],
    formats: &Formats,
) -> Result<(), XlsxError> {
    let columns: Vec<_> = table
        .headers
        .iter()
        .map(|h| {
            TableColumn::new()
                .set_header(&*h.text)
                .set_header_format(formats.header_of(h.reviewer.is_some()))
        })
        .collect();
    let last = (last_row(first, table), column_number(columns.len()) - 1);
    let style = XlsxTable::new().set_name(table.name).set_style(TableStyle::Light1);
    worksheet.add_table(first, 0, last.0, last.1, &style.set_columns(&columns))?;
    // Ids are text on purpose; Excel would mark each with a green corner.
    worksheet.ignore_error_range(first, 0, last.0, last.1, IgnoreError::NumberStoredAsText)?;
    let columns = Columns { headers: &table.headers, looks, formats };
    for (row, place) in (first + 1..).zip(0..table.rows) {
        let lines = write_row(worksheet, row, &table.row(place), &columns)?;
        // The writer of 0.102 writes the last row of a sheet again, empty, if it has a height (`flush_last_row`), and a row
        // that stands there twice is one for which Excel may offer a repair. Without one, programs find it themselves.
        if lines > 1 && row < last.0 {
            worksheet.set_row_height(row, LINE_HEIGHT * f64::from(lines))?;
        }
    }
    Ok(())
}

/// The columns of a table, as far as its rows need to know.
struct Columns<'a> {
    headers: &'a [Header],
    looks: &'a [Look],
    formats: &'a Formats,
}

/// Writes a row; how many lines high it is.
fn write_row(
    worksheet: &mut Worksheet,
    row: u32,
    cells: &[Cell],
    columns: &Columns,
) -> Result<u32, XlsxError> {
    let mut lines = 1;
    for (place, (cell, header)) in cells.iter().zip(columns.headers).enumerate() {
        let column = column_number(place);
        let look = Look::of(cell, wraps(header));
        let is_like_column = columns.looks.get(place) == Some(&look);
        let format = (!is_like_column).then(|| columns.formats.of(look));
        match cell {
            Cell::Blank if !columns.looks.is_empty() => {}
            _ => write_cell(worksheet, (row, column), cell, format)?,
        }
        if wraps(header) {
            lines = lines.max(lines_of(cell, header.width));
        }
    }
    Ok(lines)
}

fn length(of_text: usize) -> u32 {
    u32::try_from(of_text).expect("a cell that was read is at most 1 MiB long")
}

/// Words break early: a line holds about nine tenths of its width.
const FILLED: f64 = 0.9;

/// How many lines a text takes at this width.
fn lines_of(cell: &Cell, width: f64) -> u32 {
    let (Cell::Text(text) | Cell::Link { text, .. }) = cell else { return 1 };
    // Most texts are shorter than their column is wide, and bytes are quicker counted than characters.
    let bytes = length(text.len());
    if f64::from(bytes) <= width * FILLED && !text.contains('\n') {
        return 1;
    }
    let lines = text.lines().map(|line| {
        let characters = length(line.chars().count());
        let fits = |lines: &u32| f64::from(characters) <= f64::from(*lines) * width * FILLED;
        (1..MOST_LINES).find(fits).unwrap_or(MOST_LINES)
    });
    lines.fold(0, u32::saturating_add).clamp(1, MOST_LINES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_longest_text_up_to_five_lines() {
        let lines = |text: &str| lines_of(&text.into(), 30.0);
        assert_eq!(lines("short"), 1);
        assert_eq!(lines("two\nlines"), 2);
        assert_eq!(lines(&"é".repeat(28)), 2);
        assert_eq!(lines(&"word ".repeat(100)), 5);
    }
}
