//! Archives of exports: `WE_00D…_1.ZIP` of Salesforce's data export holds a CSV per object.

use std::io::{ErrorKind, Read};
use std::sync::Arc;

use super::archive::{Archive, Entry};
use super::byte_source::{ByteSource, UNPACKED_MAX};
use crate::domain::{RawTable, Source, Warning};
use crate::ingest::Container;
use crate::ingest::container;
use crate::ingest::{IngestError, Options, text, workbook};

/// How much of a part is looked at before it is unpacked as a whole (our choice): an archive may hold
/// gigabytes of attachments beside the opportunities.
const GLIMPSE: u64 = 1 << 18;

/// The most files an archive may hold (our choice): Salesforce has a few hundred objects, and packs
/// attachments apart from them if it is told to.
const PARTS_MAX: usize = 2_000;

/// Every part of the archive that is an export, as a table of its own. The others are named in one
/// warning.
pub(in crate::ingest) fn read(
    path: &str,
    bytes: &[u8],
    options: &Options,
) -> Result<Vec<RawTable>, IngestError> {
    let mut archive = Archive::open(bytes).map_err(|reason| IngestError::Damaged {
        path: path.to_owned(),
        place: "the archive".into(),
        reason,
    })?;
    // macOS packs a shadow of each file.
    let is_part = |entry: &Entry| !entry.name.starts_with("__MACOSX/");
    let entries: Vec<Entry> = archive.entries().into_iter().filter(is_part).collect();
    refuse_unsafe(path, &entries)?;
    if entries.len() > PARTS_MAX {
        return Err(IngestError::TooLarge {
            path: path.to_owned(),
            place: "the archive".into(),
            reason: format!("it holds more than {PARTS_MAX} files"),
        });
    }
    let mut left = UNPACKED_MAX;
    let mut tables: Vec<RawTable> = Vec::new();
    let mut not_read = Vec::new();
    for entry in &entries {
        match part(path, &mut archive, entry, &mut left, options)? {
            Some(table) => tables.push(table),
            None => not_read.push(entry.name.clone()),
        }
    }
    let Some(first) = tables.first_mut() else {
        return Err(IngestError::NoExportInArchive { path: path.to_owned(), parts: not_read });
    };
    if !not_read.is_empty() {
        let message = format!(
            "Files in the archive that are no known export and were not read: {}.",
            listed(&not_read)
        );
        first.report.warnings.push(Warning::new("parts_not_read", message));
    }
    refuse_differing(path, &tables)?;
    Ok(tables)
}

/// An archive that wants to write outside its folder, or whose parts are encrypted, is not looked into.
fn refuse_unsafe(path: &str, entries: &[Entry]) -> Result<(), IngestError> {
    let leads_outside = |entry: &Entry| {
        entry.name.starts_with('/')
            || entry.name.contains(':')
            || entry.name.split('/').any(|folder| folder == "..")
    };
    if let Some(entry) = entries.iter().find(|entry| leads_outside(entry)) {
        return Err(IngestError::Damaged {
            path: path.to_owned(),
            place: "the archive".into(),
            reason: format!("its entry `{}` points outside of it", entry.name),
        });
    }
    if entries.iter().any(|entry| entry.is_encrypted) {
        return Err(IngestError::PasswordProtected { path: path.to_owned() });
    }
    Ok(())
}

/// One part as a table; `None` if it is no export.
fn part(
    path: &str,
    archive: &mut Archive<'_>,
    entry: &Entry,
    left: &mut u64,
    options: &Options,
) -> Result<Option<RawTable>, IngestError> {
    let place = format!("{path} ▸ {}", entry.name);
    let mut unpack = |limit: u64| {
        let mut bytes = Vec::new();
        let outcome = archive
            .unpack(entry, limit.saturating_add(1))
            .and_then(|part| part.take(limit).read_to_end(&mut bytes));
        outcome.map(|_| bytes).map_err(|error| unpacking_failed(path, &entry.name, &error))
    };
    let mut glimpse = unpack(GLIMPSE)?;
    let is_whole = (glimpse.len() as u64) < GLIMPSE;
    if !is_whole {
        let end =
            glimpse.iter().rposition(|byte| *byte == b'\n').map_or(glimpse.len(), |end| end + 1);
        let is_text = matches!(container::recognise(&place, &glimpse), Ok(Container::Text));
        if is_text && read_part(&place, &glimpse[..end], options).is_err_and(|e| is_no_export(&e)) {
            return Ok(None);
        }
        glimpse = unpack(*left)?;
        if glimpse.len() as u64 == *left {
            return Err(too_large(path));
        }
    }
    *left = left.saturating_sub(glimpse.len() as u64);
    match read_part(&place, &glimpse, options) {
        // Unlike a file that is given as a list of fund requests, one among many objects says nothing.
        Ok(table) if table.rows.is_empty() => Ok(None),
        Ok(table) => Ok(Some(relocated(table, path, &entry.name))),
        Err(error) if is_no_export(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn read_part(place: &str, bytes: &[u8], options: &Options) -> Result<RawTable, IngestError> {
    if bytes.is_empty() {
        return Err(IngestError::Empty { path: place.to_owned() });
    }
    match container::recognise(place, bytes)? {
        Container::Text => text::read(place, None, &ByteSource::bytes(bytes), options),
        Container::Workbook(format) => workbook::read(place, bytes, format, options),
        #[cfg(feature = "parquet")]
        Container::Parquet => Err(IngestError::UnsupportedFormat {
            path: place.to_owned(),
            what: "a Parquet file in an archive",
            way_out: "Unpack it first.",
        }),
        Container::Archive => Err(IngestError::UnsupportedFormat {
            path: place.to_owned(),
            what: "an archive in an archive",
            way_out: "Unpack it first.",
        }),
    }
}

/// Whether the error says that the part is something else than an export, and not that it is a broken
/// one.
fn is_no_export(error: &IngestError) -> bool {
    matches!(
        error,
        IngestError::Empty { .. }
            | IngestError::UnsupportedFormat { .. }
            | IngestError::UnknownLayout { .. }
            | IngestError::PivotOrSummary { .. }
            | IngestError::OtherRecords { .. }
            | IngestError::MissingColumn { .. }
            | IngestError::OtherRole { .. }
            | IngestError::OwnOutput { .. }
            | IngestError::NoDataRows { first_problem: None, .. }
    )
}

/// The table, whose file is the archive and whose sheet is the part.
fn relocated(mut table: RawTable, path: &str, entry: &str) -> RawTable {
    let sheet = match &table.report.sheet {
        Some(sheet) => format!("{entry} ▸ {sheet}"),
        None => entry.to_owned(),
    };
    table.source = Arc::new(Source {
        file: path.to_owned(),
        sheet: Some(sheet.clone()),
        carries: table.source.carries,
    });
    path.clone_into(&mut table.report.path);
    for aside in &mut table.set_aside {
        path.clone_into(&mut aside.file);
        aside.sheet = Some(sheet.clone());
    }
    table.report.sheet = Some(sheet);
    table
}

/// Large objects are split over parts; parts with other columns are of another export.
fn refuse_differing(path: &str, tables: &[RawTable]) -> Result<(), IngestError> {
    let headers = |table: &RawTable| {
        let mut headers: Vec<String> = table.report.columns.values().cloned().collect();
        headers.extend(table.report.unmapped_headers.iter().cloned());
        headers.sort();
        headers
    };
    let name = |table: &RawTable| table.report.sheet.clone().unwrap_or_default();
    for (place, table) in tables.iter().enumerate() {
        let same =
            tables[..place].iter().find(|other| object(&name(other)) == object(&name(table)));
        // Objects of JSON name what they hold and nothing else.
        let is_json = table.report.container.ends_with("json");
        if let Some(other) = same.filter(|other| !is_json && headers(other) != headers(table)) {
            return Err(IngestError::PartsDiffer {
                path: path.to_owned(),
                first: name(other),
                second: name(table),
            });
        }
    }
    Ok(())
}

/// The object of a part: `opportunity` for `data/Opportunity_2.csv`.
fn object(entry: &str) -> String {
    let file = entry.rsplit('/').next().unwrap_or(entry);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let counts = |c: char| c.is_ascii_digit() || matches!(c, '_' | '-' | ' ' | '(' | ')' | '.');
    stem.trim_end_matches(counts).to_lowercase()
}

fn unpacking_failed(path: &str, entry: &str, error: &std::io::Error) -> IngestError {
    if error.kind() == ErrorKind::FileTooLarge {
        return too_large(path);
    }
    IngestError::Damaged {
        path: path.to_owned(),
        place: format!("the entry `{entry}`"),
        reason: error.to_string(),
    }
}

fn too_large(path: &str) -> IngestError {
    IngestError::TooLarge {
        path: path.to_owned(),
        place: "the archive".into(),
        reason: "its exports unpack to more than 2 GiB".into(),
    }
}

/// The first names, and how many more there are.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
