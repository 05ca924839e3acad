//! Whole files through the reader: small literal files, one for each thing that exports do.

use std::io::Write;

use crate::domain::{Action, CellKind, Field, RawTable, Warning};

use super::{IngestError, Options, read};

mod ace_formats;
mod books;
mod json_files;
mod layouts;
mod quoting;
mod refusals;
mod reports;
mod text_files;
mod workbooks;

/// Reads these bytes as a file. Of every table that a test reads, the rows must add up.
pub(super) fn read_bytes(bytes: &[u8], options: &Options) -> Result<RawTable, IngestError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let mut tables = read(file.path(), options)?;
    let table = tables.pop().unwrap();
    assert!(tables.is_empty(), "one table");
    let report = &table.report;
    assert_eq!(report.rows_used, table.rows.len() as u64);
    assert_eq!(
        report.rows_read,
        report.rows_used + report.rows_set_aside + report.rows_ignored,
        "rows add up"
    );
    let count = |action| table.set_aside.iter().filter(|aside| aside.action == action).count();
    assert_eq!(report.rows_set_aside, count(Action::RowSetAside) as u64);
    assert_eq!(report.rows_ignored, count(Action::RowIgnored) as u64);
    assert!(table.columns.iter().chain(&table.date_twins).all(|c| c.len() == table.rows.len()));
    assert_eq!(report.path, file.path().display().to_string());
    Ok(table)
}

pub(super) fn read_text(text: &str) -> RawTable {
    read_bytes(text.as_bytes(), &Options::default()).unwrap()
}

fn refused(bytes: &[u8]) -> IngestError {
    read_bytes(bytes, &Options::default()).unwrap_err()
}

/// The texts of a field's column.
pub(super) fn texts(table: &RawTable, field: Field) -> Vec<String> {
    table.column(field).unwrap().iter().map(|cell| cell.text.to_owned()).collect()
}

fn kinds(table: &RawTable, field: Field) -> Vec<CellKind> {
    table.column(field).unwrap().iter().map(|cell| cell.kind).collect()
}

/// The row and problem of what was set aside or ignored.
pub(super) fn problems(table: &RawTable) -> Vec<(u32, &'static str)> {
    table.set_aside.iter().map(|aside| (aside.row.unwrap(), aside.problem)).collect()
}

fn warning<'table>(table: &'table RawTable, code: &str) -> Option<&'table Warning> {
    table.report.warnings.iter().find(|warning| warning.code == code)
}
