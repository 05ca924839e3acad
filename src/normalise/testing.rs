//! Small tables for the tests of this room, built by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{Action, CellKind, Column, Field, InputReport, RawTable, Role, Source};
use crate::normalise::{Records, Settings, records};

/// A text table named `<role>.csv` whose first record is in row 2. Headers are the fields' labels.
pub(super) fn table(role: Role, columns: &[(Field, &[&str])]) -> RawTable {
    let count = columns.first().map_or(0, |(_, cells)| cells.len());
    let last_row = u32::try_from(count).expect("few rows") + 1;
    let source = Source {
        file: format!("{}.csv", role.name()),
        sheet: None,
        carries: columns.iter().map(|(field, _)| *field).collect(),
    };
    let report = InputReport {
        path: source.file.clone(),
        role,
        profile: "test".into(),
        recognised_by: String::new(),
        container: "csv",
        encoding: Some("utf-8".into()),
        delimiter: Some(','),
        sheet: None,
        header_row: 1,
        sha256: String::new(),
        rows_read: count as u64,
        rows_used: count as u64,
        rows_set_aside: 0,
        rows_ignored: 0,
        newest_record: None,
        columns: BTreeMap::new(),
        unmapped_headers: Vec::new(),
        suggestions: BTreeMap::new(),
        warnings: Vec::new(),
        date_orders: BTreeMap::new(),
        amounts: BTreeMap::new(),
        noted: Vec::new(),
    };
    RawTable {
        source: Arc::new(source),
        columns: columns.iter().map(|(field, cells)| column(*field, cells)).collect(),
        date_twins: Vec::new(),
        rows: (2..=last_row).collect(),
        stated_order: None,
        counts_from_1904: false,
        stated_headers: BTreeMap::new(),
        report,
        set_aside: Vec::new(),
    }
}

/// A table of one record.
pub(super) fn row(role: Role, cells: &[(Field, &str)]) -> RawTable {
    let columns: Vec<(Field, &[&str])> =
        cells.iter().map(|(field, text)| (*field, std::slice::from_ref(text))).collect();
    table(role, &columns)
}

/// A column of text cells.
pub(super) fn column(field: Field, cells: &[&str]) -> Column {
    column_of(CellKind::Text, field, field.label(), cells)
}

/// A column of cells of one kind.
pub(super) fn column_of(kind: CellKind, field: Field, header: &str, cells: &[&str]) -> Column {
    let mut column = Column::new(field, header, None);
    for cell in cells {
        column.push(cell, kind);
    }
    column
}

/// The records of these tables, by the default settings.
pub(super) fn read(tables: Vec<RawTable>) -> Records {
    records(tables, &Settings::default()).expect("every date order is settled")
}

/// What was set aside: row, problem and action.
pub(super) fn problems(records: &Records) -> Vec<(u32, &'static str, Action)> {
    records
        .set_aside
        .iter()
        .map(|entry| (entry.row.unwrap_or_default(), entry.problem, entry.action))
        .collect()
}
