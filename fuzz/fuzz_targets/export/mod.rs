//! Bytes as an export on disk, read as the program reads it.

use std::io::Write;

use mapaudit::domain::RawTable;
use mapaudit::ingest;
use mapaudit::normalise::{self, Records, Settings};

/// The tables in the bytes. Of every table the rows must add up, and every refusal must say what to do.
pub fn tables(bytes: &[u8]) -> Vec<RawTable> {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("room for it");
    match ingest::read(file.path(), &ingest::Options::default()) {
        Ok(tables) => {
            for table in &tables {
                let report = &table.report;
                let parts = report.rows_used + report.rows_set_aside + report.rows_ignored;
                assert_eq!(report.rows_read, parts, "rows add up");
            }
            tables
        }
        Err(error) => {
            assert!(!error.hint().is_empty());
            Vec::new()
        }
    }
}

/// The records in the bytes; `None` if they are no export, or one whose dates nothing settles.
pub fn records(bytes: &[u8]) -> Option<Records> {
    let records = normalise::records(tables(bytes), &Settings::default()).ok()?;
    for report in &records.inputs {
        let parts = report.rows_used + report.rows_set_aside + report.rows_ignored;
        assert_eq!(report.rows_read, parts, "rows add up");
    }
    Some(records)
}

/// Rows as a comma-separated file in which every cell is quoted.
#[allow(dead_code, reason = "the text reader takes bytes as they come")]
pub fn csv<Row: AsRef<[Cell]>, Cell: AsRef<str>>(rows: &[Row]) -> Vec<u8> {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .as_ref()
            .iter()
            .map(|cell| format!("\"{}\"", cell.as_ref().replace('"', "\"\"")))
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text.into_bytes()
}
