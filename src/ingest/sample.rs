//! The first rows of a file or sheet, and the whole table once their header is found.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::layout::{self, Layout};
use super::other_records::{self, OtherRecords};
use super::place::Place;
use super::raw_row::RawRow;
use super::rows::records::Records;
use super::rows::remarks;
use super::rows::side_table::SideTables;
use super::rows::table::TableBuilder;
use super::text::no_export;
use super::{
    IngestError, Options, addressed_ids, by_content, diagnosis, figures, lacking, read_ahead, scope,
};
use crate::domain::{InputReport, RawTable, Source, Warning};

/// Rows that are looked at before the file is read: enough for the header and to tell the delimiter.
const SAMPLE_ROWS: usize = 200;

/// The first rows of a file or sheet, read in one way.
pub(super) struct Sample {
    /// The rows that are not blank, from the first one on.
    pub rows: Vec<RawRow>,
    /// The header among them, if one was found.
    pub layout: Option<Layout>,
    /// What stands beside the table of this header, and was taken out of the rows.
    side_tables: SideTables,
    side_warnings: Vec<Warning>,
    failure: Option<IngestError>,
    /// The records under the header that was found, if they are no deals, and its row.
    other_records: Option<(OtherRecords, u32)>,
}

/// Reads the rows of a file or sheet, from the first one on. It may keep a row and leave any other in its place.
pub(super) type Visit<'visit> = &'visit mut dyn FnMut(&mut RawRow) -> ControlFlow<()>;

impl Sample {
    /// Reads the first rows, as many as it takes to find a header and tell the delimiter.
    pub(super) fn take(
        options: &Options,
        read: impl FnOnce(Visit<'_>) -> Result<(), IngestError>,
    ) -> Sample {
        let mut rows = Vec::new();
        let outcome = read(&mut |row| {
            rows.push(row.clone());
            if rows.len() < SAMPLE_ROWS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        let mut sample = Sample {
            layout: layout::find(&rows, options),
            rows,
            side_tables: SideTables::default(),
            side_warnings: Vec::new(),
            failure: outcome.err(),
            other_records: None,
        };
        sample.take_side_tables_out(options);
        sample.refuse_other_records(options);
        sample
    }

    /// Looks for the header once more without what stands beside its table.
    fn take_side_tables_out(&mut self, options: &Options) {
        let Some(found) = &self.layout else { return };
        let side_tables = SideTables::beside(found, &self.rows, options);
        if side_tables.is_empty() {
            return;
        }
        let mut rows = self.rows.clone();
        for row in &mut rows {
            side_tables.take_out_of(row);
        }
        rows.retain(|row| !row.is_blank());
        let Some(layout) = layout::find(&rows, options) else { return };
        self.side_warnings = side_tables.warnings(&self.rows[found.header]);
        (self.rows, self.layout) = (rows, Some(layout));
        self.side_tables = side_tables;
    }

    /// Takes a header for none if the records below it are no deals, unless the user says that they are.
    fn refuse_other_records(&mut self, options: &Options) {
        let Some(found) = self.layout.as_ref().filter(|_| options.role.is_none()) else { return };
        let header = found.joined.as_ref().unwrap_or(&self.rows[found.header]);
        let below = &self.rows[found.header + 1..];
        if let Some(records) = other_records::find(found, header, below) {
            self.other_records = Some((records, header.number));
            self.layout = None;
        }
    }

    /// How many fields the header names; 0 without one.
    pub(super) fn known_fields(&self) -> usize {
        self.layout.as_ref().map_or(0, layout::fields)
    }

    /// The width of the fullest row, and how many rows there are.
    pub(super) fn fullness(&self) -> (usize, usize) {
        let width = self.rows.iter().map(|row| row.filled().count()).max();
        (width.unwrap_or_default(), self.rows.len())
    }

    /// The whole table, read from the start; an error if no header was found.
    pub(super) fn into_table(
        self,
        place: Place,
        options: &Options,
        read: impl FnOnce(Visit<'_>) -> Result<(), IngestError> + Send,
    ) -> Result<RawTable, IngestError> {
        if self.rows.first().is_some_and(no_export::is_own_header) {
            return Err(IngestError::OwnOutput { path: place.path, what: "a table" });
        }
        if let Some((OtherRecords { records, shown_by }, row)) = self.other_records {
            return Err(IngestError::OtherRecords { path: place.path, row, records, shown_by });
        }
        let Some(mut layout) = self.layout else {
            let explain = || diagnosis::explain(&place.path, &self.rows, options);
            return Err(self.failure.clone().unwrap_or_else(explain));
        };
        let header = layout.joined.clone().unwrap_or_else(|| self.rows[layout.header].clone());
        let below = &self.rows[layout.header + 1..];
        by_content::complete(&mut layout, &header, below);
        layout.remarks = remarks::row_of(&layout, below);
        if let Some(refused) = layout.profile.shape.refusal(&layout.mapping.columns) {
            let (what, way_out) = (&refused.what, &refused.way_out);
            return Err(IngestError::UnsupportedFormat { path: place.path, what, way_out });
        }
        let mut builder = TableBuilder::new(place.clone(), &layout, &header, self.side_tables);
        read_ahead::each_row(read, |row| builder.row(row))?;
        let mut records = builder.finish()?;
        records.fill_from_twins(&mut layout.mapping);
        by_content::verify(&mut layout, &mut records);
        figures::take_back(&mut layout, &mut records);
        let banner = &self.rows[..layout.header];
        let mut warnings = scope::of_banner(banner);
        warnings.extend(scope::of_view(&place.path, place.sheet.as_deref()));
        if layout.mapping.has_plain_amounts() {
            warnings.extend(banner.iter().find_map(scope::unit_note).or(records.unit_note.clone()));
        }
        warnings.extend(layout.mapping.warnings.iter().cloned());
        warnings.extend(lacking::ace_ids(&layout, &header, &self.rows[layout.header + 1..]));
        warnings.extend(self.side_warnings);
        warnings.extend(lacking::rows(&records, header.number));
        warnings.extend(records.deleted_elsewhere.clone());
        warnings.extend(records.grouped.clone());
        let mut table = assemble(place, &layout, header.number, records, warnings, options);
        table.report.recognised_by = layout::recognised_by(&layout, &self.rows, options);
        table.report.suggestions = diagnosis::suggestions(&layout);
        addressed_ids::take(&mut table);
        Ok(table)
    }
}

fn assemble(
    place: Place,
    layout: &Layout,
    header_row: u32,
    records: Records,
    mut warnings: Vec<Warning>,
    options: &Options,
) -> RawTable {
    let rows_used = records.rows.len() as u64;
    let stated = rows_used + records.rows_set_aside;
    warnings.extend(scope::at_cap(layout.profile.role, stated));
    if let Some(totals) = &records.totals {
        warnings.extend(totals.mismatches(&records.columns, stated));
    }
    let columns = &layout.mapping.columns;
    let source = Source {
        file: place.path.clone(),
        sheet: place.sheet.clone(),
        carries: columns
            .iter()
            .map(|column| column.field)
            .chain(layout.profile.shape.implied(&layout.mapping))
            .collect(),
    };
    let report = InputReport {
        path: place.path,
        role: layout.profile.role,
        profile: layout.profile.name.clone(),
        recognised_by: String::new(),
        container: place.container,
        encoding: None,
        delimiter: None,
        sheet: place.sheet,
        header_row,
        sha256: String::new(),
        rows_read: records.rows_read,
        rows_used,
        rows_set_aside: records.rows_set_aside,
        rows_ignored: records.rows_ignored,
        newest_record: None,
        columns: columns.iter().map(|column| (column.field, column.header.clone())).collect(),
        unmapped_headers: layout.mapping.unmapped.clone(),
        suggestions: BTreeMap::new(),
        warnings,
        date_orders: BTreeMap::new(),
        amounts: BTreeMap::new(),
        noted: Vec::new(),
    };
    RawTable {
        source: Arc::new(source),
        columns: records.columns,
        date_twins: records.date_twins,
        rows: records.rows,
        stated_order: options.date_order,
        counts_from_1904: false,
        stated_headers: layout.mapping.stated.clone(),
        report,
        set_aside: records.set_aside,
    }
}
