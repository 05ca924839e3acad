//! Files to tables: what a file is, where its header stands, what its columns mean, and which of its rows
//! are records. Values are text here; `normalise` understands them.

mod archive;
mod container;
mod delimited;
mod diagnosis;
mod encoding;
mod error;
mod grouping;
mod header;
mod layout;
mod mapping;
mod no_export;
mod non_records;
mod profile;
mod raw_row;
mod reconcile;
mod table;
#[cfg(test)]
mod tests;
mod workbook;

use std::fs;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

pub use self::error::IngestError;
use self::layout::Layout;
use self::raw_row::RawRow;
use self::table::{Place, Records, TableBuilder};
use self::workbook::Workbook;
use crate::domain::{DateOrder, Field, InputReport, RawTable, Role, Source, Warning};

/// What the user says of a file. By default nothing: everything is recognised.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the export holds: `--crm`, `--ace`, `--funding`.
    pub role: Option<Role>,
    /// The order of its dates: `--date-order`.
    pub date_order: Option<DateOrder>,
    /// The sheet to read, in either case: `--sheet`. Text files have none.
    pub sheet: Option<String>,
    /// The text encoding, by its WHATWG label: `--encoding`. Workbooks have none.
    pub encoding: Option<String>,
    /// What columns mean, against every profile: `--map "HEADER=field"`.
    pub header_maps: Vec<(String, Field)>,
}

/// Rows that are looked at before the file is read: enough for the header and to tell the delimiter.
const SAMPLE_ROWS: usize = 200;

/// The most columns a file may have (our choice). One stray cell in the last column of a sheet must
/// not make 16,384 columns of every row.
const COLUMNS_MAX: usize = 2_000;

/// Reads a file. An error means that nothing of it can be used; rows that cannot be are in the table's
/// `set_aside`.
pub fn read(path: &Path, options: &Options) -> Result<RawTable, IngestError> {
    let shown = path.display().to_string();
    let bytes = load(path, &shown)?;
    let mut table = match container::recognise(&shown, &bytes)? {
        container::Container::Text => read_text(&shown, &bytes, options)?,
        container::Container::Xlsx => read_workbook(&shown, &bytes, options)?,
    };
    table.report.sha256 = format!("{:x}", Sha256::digest(&bytes));
    Ok(table)
}

/// The most bytes a file may have (our choice): it is held in memory as a whole.
const FILE_MAX: u64 = 2 << 30;

/// Whether the file is a findings workbook of this program.
pub fn is_own_workbook(path: &Path) -> bool {
    let shown = path.display().to_string();
    let Ok(bytes) = load(path, &shown) else {
        return false;
    };
    Workbook::open(&shown, &bytes).is_ok_and(|workbook| workbook.is_own())
}

fn load(path: &Path, shown: &str) -> Result<Vec<u8>, IngestError> {
    let path_text = shown.to_owned();
    if path.is_dir() {
        return Err(IngestError::Folder { path: path_text });
    }
    let in_our_words = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => IngestError::Missing { path: shown.to_owned() },
        _ => IngestError::Unreadable { path: shown.to_owned(), reason: error.to_string() },
    };
    if fs::metadata(path).map_err(in_our_words)?.len() > FILE_MAX {
        return Err(IngestError::TooLarge {
            path: path_text,
            place: "the file".into(),
            reason: "at most 2 GiB are read".into(),
        });
    }
    let bytes = fs::read(path).map_err(in_our_words)?;
    if bytes.is_empty() { Err(IngestError::Empty { path: path_text }) } else { Ok(bytes) }
}

/// A text file as a table: of the delimiters, the one under which the most columns are known; if that
/// does not decide, the one that splits the rows most evenly.
fn read_text(path: &str, bytes: &[u8], options: &Options) -> Result<RawTable, IngestError> {
    let decoded = encoding::decode(path, bytes, options.encoding.as_deref())?;
    container::refuse_markup(path, &decoded.text)?;
    if decoded.text.trim().is_empty() {
        return Err(IngestError::Empty { path: path.to_owned() });
    }
    let stated = delimited::stated_delimiter(&decoded.text);
    let (first_line, text) = stated.map_or((1, decoded.text.as_ref()), |(_, rest)| (2, rest));
    let candidates: &[char] = match &stated {
        Some((delimiter, _)) => &[*delimiter],
        None => &delimited::DELIMITERS,
    };
    let read = |delimiter, visit: &mut dyn FnMut(&RawRow) -> ControlFlow<()>| {
        delimited::each_row(path, text, first_line, delimiter, visit)
    };
    let samples: Vec<(char, Sample)> = candidates
        .iter()
        .rev()
        .map(|delimiter| (*delimiter, Sample::take(options, |visit| read(*delimiter, visit))))
        .collect();
    let draws_tables = samples.iter().any(|(delimiter, sample)| {
        *delimiter == '|' && sample.rows.iter().any(no_export::is_markdown_line)
    });
    let (delimiter, sample) = samples
        .into_iter()
        .max_by_key(|(_, sample)| (sample.known_fields(), delimited::consistency(&sample.rows)))
        .expect("there is at least one delimiter to try");
    // A description of an export may quote such a table; then the export's own delimiter splits better.
    if draws_tables && (delimiter == '|' || sample.layout.is_none()) {
        return Err(container::refuse_markdown(path));
    }
    let place = Place { path: path.to_owned(), sheet: None };
    let mut table = sample.into_table(place, options, |visit| read(delimiter, visit))?;
    table.report.delimiter = Some(delimiter);
    if decoded.is_guess {
        let message = format!(
            "The file is not UTF-8 and was read as {}. If letters with accents look wrong, name its encoding with --encoding.",
            decoded.encoding
        );
        table.report.warnings.insert(0, Warning::new("encoding_guessed", message));
    }
    table.report.encoding = Some(decoded.encoding);
    Ok(table)
}

/// A workbook as a table: the sheet that the user names, else the only visible one with a known header.
fn read_workbook(path: &str, bytes: &[u8], options: &Options) -> Result<RawTable, IngestError> {
    let mut workbook = Workbook::open(path, bytes)?;
    if workbook.is_own() {
        let what = "a findings workbook";
        return Err(IngestError::OwnOutput { path: path.to_owned(), what });
    }
    let sheets = sheets_to_try(path, &workbook, options.sheet.as_deref())?;
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
    // If no sheet qualifies, the fullest one is what the user has to be told about.
    samples.sort_by_key(|(_, sample)| (sample.layout.is_some(), sample.fullness()));
    let Some((sheet, sample)) = samples.pop() else {
        return Err(IngestError::Empty { path: path.to_owned() });
    };
    let place = Place { path: path.to_owned(), sheet: Some(sheet.clone()) };
    sample.into_table(place, options, |visit| workbook.each_row(&sheet, visit))
}

fn sheets_to_try(
    path: &str,
    workbook: &Workbook<'_>,
    stated: Option<&str>,
) -> Result<Vec<String>, IngestError> {
    let sheets = workbook.sheets();
    let Some(stated) = stated else {
        let visible = sheets.into_iter().filter(|(_, is_visible)| *is_visible);
        return Ok(visible.map(|(name, _)| name).collect());
    };
    let folded = stated.trim().to_lowercase();
    match sheets.iter().find(|(name, _)| name.trim().to_lowercase() == folded) {
        Some((name, _)) => Ok(vec![name.clone()]),
        None => Err(IngestError::SheetNotFound {
            path: path.to_owned(),
            sheet: stated.to_owned(),
            sheets: sheets.into_iter().map(|(name, _)| name).collect(),
        }),
    }
}

/// The first rows of a file or sheet, read in one way.
struct Sample {
    rows: Vec<RawRow>,
    layout: Option<Layout>,
    failure: Option<IngestError>,
}

/// Reads the rows of a file or sheet, from the first one on.
type Visit<'visit> = &'visit mut dyn FnMut(&RawRow) -> ControlFlow<()>;

impl Sample {
    fn take(options: &Options, read: impl FnOnce(Visit<'_>) -> Result<(), IngestError>) -> Sample {
        let mut rows = Vec::new();
        let outcome = read(&mut |row| {
            rows.push(row.clone());
            if rows.len() < SAMPLE_ROWS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        let layout = layout::find(&rows, options.role, &options.header_maps);
        Sample { rows, layout, failure: outcome.err() }
    }

    fn known_fields(&self) -> usize {
        self.layout.as_ref().map_or(0, layout::fields)
    }

    /// The width of the fullest row, and how many rows there are.
    fn fullness(&self) -> (usize, usize) {
        let width = self.rows.iter().map(|row| row.filled().count()).max();
        (width.unwrap_or_default(), self.rows.len())
    }

    /// The whole table, read from the start; an error if no header was found.
    fn into_table(
        self,
        place: Place,
        options: &Options,
        read: impl FnOnce(Visit<'_>) -> Result<(), IngestError>,
    ) -> Result<RawTable, IngestError> {
        if self.rows.first().is_some_and(no_export::is_own_header) {
            return Err(IngestError::OwnOutput { path: place.path, what: "a table" });
        }
        let Some(layout) = self.layout else {
            let explain = || diagnosis::explain(&place.path, &self.rows, options);
            return Err(self.failure.clone().unwrap_or_else(explain));
        };
        let header = &self.rows[layout.header];
        let mut builder = TableBuilder::new(place.clone(), &layout, header);
        read(&mut |row| builder.row(row))?;
        let records = builder.finish()?;
        let mut warnings: Vec<Warning> =
            reconcile::partial_scope(&self.rows[..layout.header]).into_iter().collect();
        warnings.extend(layout.mapping.warnings.iter().cloned());
        Ok(assemble(place, &layout, header.number, records, warnings, options))
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
    warnings.extend(reconcile::at_cap(layout.profile.role, stated));
    if let Some(totals) = &records.totals {
        warnings.extend(totals.mismatches(&records.columns, stated));
    }
    let columns = &layout.mapping.columns;
    let source = Source {
        file: place.path.clone(),
        sheet: place.sheet.clone(),
        carries: columns.iter().map(|column| column.field).collect(),
    };
    let report = InputReport {
        path: place.path,
        role: layout.profile.role,
        profile: layout.profile.name.clone(),
        container: if place.sheet.is_some() { "xlsx" } else { "csv" },
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
        warnings,
        date_orders: std::collections::BTreeMap::default(),
    };
    RawTable {
        source: Arc::new(source),
        columns: records.columns,
        date_twins: records.date_twins,
        rows: records.rows,
        stated_order: options.date_order,
        report,
        set_aside: records.set_aside,
    }
}
