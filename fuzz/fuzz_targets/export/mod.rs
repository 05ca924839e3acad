//! Bytes as an export on disk, and columns as an export that is read: what the program makes of them.

#![allow(dead_code, reason = "each target takes what it needs")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use mapaudit::domain::{
    CellKind, Column, CrmOpportunity, Field, InputReport, RawTable, Role, Source,
};
use mapaudit::ingest;
use mapaudit::normalise::{self, Records, Settings};

/// The records in the bytes; `None` if they are no export, or one whose dates nothing settles. Every refusal must say what to
/// do.
pub fn records(bytes: &[u8]) -> Option<Records> {
    // One for each process, written over each time: making and removing files takes longer than reading them.
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        file.into_temp_path().keep().expect("a file of our own")
    });
    std::fs::write(&*FILE, bytes).expect("room for it");
    match ingest::read(&FILE, &ingest::Options::default()) {
        Ok(tables) => {
            tables.iter().for_each(|table| rows_add_up(&table.report));
            understood(tables)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
            None
        }
    }
}

/// Deals with these lines as the cells of one column, each beside its cell; `None` if they are dates whose order nothing
/// settles.
pub fn deals<'text>(
    field: Field,
    header: &str,
    text: &'text str,
) -> Option<Vec<(&'text str, CrmOpportunity)>> {
    let cells: Vec<&str> = text.lines().map(str::trim).collect();
    let mut ids = Column::new(Field::DealId, "Deal ID", None);
    let mut column = Column::new(field, header, None);
    for (place, cell) in cells.iter().enumerate() {
        ids.push(&format!("D{place}"), CellKind::Text);
        column.push(cell, CellKind::Text);
    }
    let deals = understood(vec![table(vec![ids, column])])?.crm;
    let cell = |deal: &CrmOpportunity| cells[deal.at.row as usize - FIRST_ROW as usize];
    Some(deals.into_iter().map(|deal| (cell(&deal), *deal)).collect())
}

/// The row of the first record.
const FIRST_ROW: u32 = 2;

fn understood(tables: Vec<RawTable>) -> Option<Records> {
    match normalise::records(tables, &Settings::default()) {
        Ok(records) => {
            records.inputs.iter().for_each(rows_add_up);
            Some(records)
        }
        Err(errors) => {
            assert!(errors.iter().all(|error| !error.hint().is_empty()));
            None
        }
    }
}

fn rows_add_up(report: &InputReport) {
    let parts = report.rows_used + report.rows_set_aside + report.rows_ignored;
    assert_eq!(report.rows_read, parts, "rows add up");
}

/// A CRM export of these columns, as it comes from its reader.
fn table(columns: Vec<Column>) -> RawTable {
    let count = columns[0].len();
    let source = Source {
        file: "deals.csv".to_owned(),
        sheet: None,
        carries: columns.iter().map(|column| column.field).collect(),
    };
    let report = InputReport {
        path: source.file.clone(),
        role: Role::Crm,
        profile: "generic".to_owned(),
        recognised_by: String::new(),
        container: "csv",
        encoding: Some("utf-8".to_owned()),
        delimiter: Some(','),
        sheet: None,
        header_row: 1,
        sha256: String::new(),
        rows_read: count as u64,
        rows_used: count as u64,
        rows_set_aside: 0,
        rows_ignored: 0,
        newest_record: None,
        columns: columns.iter().map(|column| (column.field, column.header.clone())).collect(),
        unmapped_headers: Vec::new(),
        suggestions: BTreeMap::new(),
        warnings: Vec::new(),
        date_orders: BTreeMap::new(),
        amounts: BTreeMap::new(),
        noted: Vec::new(),
    };
    RawTable {
        source: Arc::new(source),
        rows: (FIRST_ROW..).take(count).collect(),
        columns,
        date_twins: Vec::new(),
        stated_order: None,
        counts_from_1904: false,
        stated_headers: BTreeMap::new(),
        report,
        set_aside: Vec::new(),
    }
}
