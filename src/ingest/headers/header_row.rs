//! A row of headers, each taken apart once for all profiles.

use super::decorations::{self, Decoration};
use super::flattened;
use super::header::{self, HeaderName, Remark};
use super::header_unit::HeaderUnit;
use crate::ingest::raw_row::RawRow;
use crate::ingest::rows::non_records;

/// A row of headers.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct HeaderRow {
    /// Its filled cells, from the left.
    pub cells: Vec<HeaderCell>,
}

/// One header.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct HeaderCell {
    /// Its column, from 0.
    pub index: usize,
    /// The header as written.
    pub written: String,
    /// The header, taken apart.
    pub name: HeaderName,
    /// The logical name that the file gives for it, taken apart.
    pub logical: Option<HeaderName>,
    /// The path in an answer of the Selling API that a program wrote with other signs than points.
    pub dotted: Option<String>,
    /// In a header of two rows, the lower cell alone.
    pub lower: Option<HeaderName>,
    /// The unit that stands in the row below.
    pub unit_below: Option<HeaderUnit>,
}

impl HeaderCell {
    /// The path that the header is, if it is one.
    pub(in crate::ingest) fn path(&self) -> &str {
        self.dotted.as_deref().unwrap_or(&self.written)
    }
}

impl HeaderRow {
    /// The headers of a row. `logical` are pairs of header and logical name, as Dynamics worksheets
    /// hold them.
    pub(in crate::ingest) fn new(row: &RawRow, logical: &[(String, String)]) -> HeaderRow {
        let logical: Vec<(String, HeaderName)> =
            logical.iter().map(|(label, name)| (header::key(label), header::parse(name))).collect();
        let cells = row.filled().map(|(index, cell)| {
            let name = header::parse(cell.text);
            let logical = logical.iter().find(|(label, _)| *label == name.key);
            let logical = logical.map(|(_, name)| name.clone());
            HeaderCell {
                index,
                written: cell.text.to_owned(),
                name,
                logical,
                dotted: None,
                lower: None,
                unit_below: None,
            }
        });
        let mut row = HeaderRow { cells: cells.collect() };
        row.take_off_shared_prefix();
        row.put_points_into_paths();
        row
    }

    /// Gives the headers of a flattened answer of the Selling API the paths for which they stand.
    fn put_points_into_paths(&mut self) {
        let written: Vec<&str> = self.cells.iter().map(|cell| cell.written.as_str()).collect();
        let Some(paths) = flattened::paths(&written) else { return };
        for (cell, path) in self.cells.iter_mut().zip(paths) {
            cell.logical = Some(header::parse(&path));
            cell.dotted = Some(path);
        }
    }

    /// What stands before most headers is no part of their names.
    fn take_off_shared_prefix(&mut self) {
        let written: Vec<String> =
            self.cells.iter().map(|cell| cell.written.to_lowercase()).collect();
        let Some(prefix) = decorations::shared_prefix(&written) else { return };
        for (cell, written) in self.cells.iter_mut().zip(&written) {
            if let Some(rest) = written.strip_prefix(&prefix)
                && cell.name.within.is_none()
            {
                cell.name.within = Some((Box::new(header::parse(rest)), Decoration::OfDeal));
            }
        }
    }

    /// The headers of two rows, `Deal | | Revenue |` over `ID | Name | Amount | Currency`. A merged cell
    /// fills to the right. `None` if each row has a header of its own over every column: then they are no
    /// such pair.
    pub(in crate::ingest) fn joined(upper: &RawRow, lower: &RawRow) -> Option<(HeaderRow, RawRow)> {
        let width = upper.len().max(lower.len());
        let is_gap = |column: usize| upper.cell(column).is_blank() != lower.cell(column).is_blank();
        // Some writers repeat the text of a merged cell.
        let is_repeated = |column: usize| {
            !upper.cell(column).is_blank() && upper.cell(column).text == upper.cell(column + 1).text
        };
        let is_pair = (0..width).any(|column| is_gap(column) || is_repeated(column));
        if upper.filled().count() < 2 || !is_pair {
            return None;
        }
        let mut row = RawRow::default();
        row.start(lower.number);
        let mut cells = Vec::new();
        let mut over = "";
        for index in 0..width {
            if !upper.cell(index).is_blank() {
                over = upper.cell(index).text;
            }
            let under = lower.cell(index);
            let written = match (upper.cell(index).is_blank(), under.is_blank()) {
                (true, true) => continue,
                (false, true) => over.to_owned(),
                (_, false) => format!("{over} {}", under.text).trim_start().to_owned(),
            };
            row.set(index, &written, under.kind);
            let alone = (!under.is_blank()).then(|| header::parse(under.text));
            let name = header::parse(&written);
            cells.push(HeaderCell {
                index,
                written,
                name,
                logical: None,
                dotted: None,
                lower: alone,
                unit_below: None,
            });
        }
        Some((HeaderRow { cells }, row))
    }

    /// The headers with what the row below them says of their columns, if it says nothing else.
    pub(in crate::ingest) fn with_remarks(mut self, below: Option<&RawRow>) -> HeaderRow {
        let Some(below) = below.filter(|row| non_records::describes_columns(row)) else {
            return self;
        };
        for cell in &mut self.cells {
            match header::remark(below.cell(cell.index).text) {
                Some(Remark::Unit(unit)) => cell.unit_below = Some(unit),
                Some(Remark::Order(order)) => {
                    cell.name.date_hint = cell.name.date_hint.or(Some(order));
                }
                None => {}
            }
        }
        self
    }

    /// Whether a header is, or has the logical name, of this key.
    pub(in crate::ingest) fn has(&self, key: &str) -> bool {
        self.cells.iter().any(|cell| {
            let names = [Some(&cell.name), cell.logical.as_ref(), cell.lower.as_ref()];
            names.into_iter().flatten().any(|name| name.key == key)
        })
    }
}
