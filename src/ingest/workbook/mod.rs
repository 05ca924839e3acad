//! Workbooks to rows: which sheet is meant, its cells as text, and what it says beside them.

mod applied_facts;
mod cell_text;
mod dynamics;
mod number_format;
mod ods;
mod ods_styles;
mod old_formats;
mod old_workbook;
mod open;
mod rows;
mod sheet_facts;
mod xlsb_cells;
mod xlsx_package;
mod xlsx_scan;

#[cfg(test)]
pub(super) mod tests;

use std::ops::ControlFlow;

use self::applied_facts::Mapped;
pub(super) use self::open::Workbook;
use super::container::Format;
use super::layout::Layout;
use super::place::Place;
use super::sample::Sample;
use super::{IngestError, Options};
use crate::domain::{RawTable, WorkbookProfile};

/// A workbook as a table: the sheet that the user names, else the only visible one with a known header.
pub(super) fn read(
    path: &str,
    bytes: &[u8],
    format: Format,
    options: &Options,
) -> Result<RawTable, IngestError> {
    let mut workbook = Workbook::open(path, bytes, format)?;
    if own_profile(&workbook).is_some() {
        let what = "a findings workbook";
        return Err(IngestError::OwnOutput { path: path.to_owned(), what });
    }
    let options = &Options { logical_names: logical_names(&mut workbook), ..options.clone() };
    let (sheet, sample) = chosen_sheet(path, &mut workbook, options)?;
    let header_row = |layout: &Layout| sample.rows[layout.header].number;
    let mapped = sample.layout.as_ref().map(|layout| Mapped::of(layout, header_row(layout)));
    let place =
        Place { path: path.to_owned(), sheet: Some(sheet.clone()), container: format.name() };
    let (table, facts) = rayon::join(
        || sample.into_table(place, options, |visit| workbook.each_row(&sheet, visit)),
        || open::sheet_facts(path, bytes, format, &sheet),
    );
    let facts = facts?;
    let Some(mapped) = mapped else { return table };
    let mut table = mapped.without_values(path, &facts, table)?;
    mapped.apply(&facts, &mut table)?;
    if format == Format::Xlsb {
        applied_facts::warn_of_unread_formats(&mut table);
    }
    Ok(table)
}

/// The sheet to read, and its first rows. If none qualifies, the fullest one is what the user has to be
/// told about.
fn chosen_sheet(
    path: &str,
    workbook: &mut Workbook<'_>,
    options: &Options,
) -> Result<(String, Sample), IngestError> {
    let sheets = sheets_to_try(path, workbook, options.sheet.as_deref())?;
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
    samples.sort_by_key(|(_, sample)| (sample.layout.is_some(), sample.fullness()));
    samples.pop().ok_or_else(|| IngestError::Empty { path: path.to_owned() })
}

fn sheets_to_try(
    path: &str,
    workbook: &Workbook<'_>,
    stated: Option<&str>,
) -> Result<Vec<String>, IngestError> {
    let sheets = workbook.sheets();
    let Some(stated) = stated else {
        let visible = sheets.into_iter().filter(|sheet| sheet.is_visible);
        return Ok(visible.map(|sheet| sheet.name).collect());
    };
    let folded = stated.trim().to_lowercase();
    match sheets.iter().find(|sheet| sheet.name.trim().to_lowercase() == folded) {
        Some(sheet) => Ok(vec![sheet.name.clone()]),
        None => Err(IngestError::SheetNotFound {
            path: path.to_owned(),
            sheet: stated.to_owned(),
            sheets: sheets.into_iter().map(|sheet| sheet.name).collect(),
        }),
    }
}

/// What the hidden sheet of a Dynamics 365 export says of the columns; nothing in other workbooks.
fn logical_names(workbook: &mut Workbook<'_>) -> Vec<(String, String)> {
    let is_it = |sheet: &&open::SheetName| {
        !sheet.is_visible && sheet.name.eq_ignore_ascii_case("hiddenSheet")
    };
    let Some(sheet) = workbook.sheets().iter().find(is_it).map(|sheet| sheet.name.clone()) else {
        return Vec::new();
    };
    let mut first = String::new();
    let outcome = workbook.each_row(&sheet, &mut |row| {
        row.cell(0).text.clone_into(&mut first);
        ControlFlow::Break(())
    });
    if outcome.is_ok() { dynamics::logical_names(&first) } else { Vec::new() }
}

/// For whom the bytes are a findings workbook of this program, if they are one.
pub(super) fn profile_of_own(path: &str, bytes: &[u8]) -> Option<WorkbookProfile> {
    own_profile(&Workbook::open(path, bytes, Format::Xlsx).ok()?)
}

/// The sheets that tell a findings workbook of this program.
fn own_profile(workbook: &Workbook<'_>) -> Option<WorkbookProfile> {
    let sheets = workbook.sheets();
    let has = |own: &&str| sheets.iter().any(|sheet| sheet.name == *own);
    if !["Summary", "Deals", "About"].iter().all(&has) {
        None
    } else if ["Evidence", "Findings"].iter().all(&has) {
        Some(WorkbookProfile::Full)
    } else {
        // Sheets that people renamed make no leadership's workbook of a full one.
        let is_bare = !["Evidence", "Findings", "Matches"].iter().any(&has);
        (is_bare && has(&"Assumptions")).then_some(WorkbookProfile::Leadership)
    }
}

/// The letters of a column: 0 is `A`.
pub(super) fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(
            b'A' + u8::try_from(column % 26).expect("the alphabet has 26 letters"),
        ));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => return letters.iter().rev().collect(),
        }
    }
}
