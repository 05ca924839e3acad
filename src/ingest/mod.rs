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
mod json;
mod layout;
mod mapping;
mod no_export;
mod non_records;
#[cfg(feature = "parquet")]
mod parquet_file;
mod path_rows;
mod profile;
mod raw_row;
mod reconcile;
mod sample;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod workbook;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use sha2::{Digest, Sha256};

pub use self::error::IngestError;
use self::raw_row::RawRow;
use self::workbook::Workbook;
use crate::domain::{DateOrder, Field, RawTable, Role};

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

/// The most columns a file may have (our choice). One stray cell in the last column of a sheet must
/// not make 16,384 columns of every row.
const COLUMNS_MAX: usize = 2_000;

/// Reads a file: one table, or one for each part of an archive that is an export. An error means that
/// nothing of it can be used; rows that cannot be are in the tables' `set_aside`.
pub fn read(path: &Path, options: &Options) -> Result<Vec<RawTable>, IngestError> {
    let shown = path.display().to_string();
    let bytes = load(path, &shown)?;
    let mut tables = match container::recognise(&shown, &bytes)? {
        container::Container::Text => vec![text::read(&shown, &bytes, options)?],
        #[cfg(feature = "parquet")]
        container::Container::Parquet => vec![parquet_file::read(&shown, path, options)?],
        container::Container::Xlsx => vec![workbook::read(&shown, &bytes, options)?],
    };
    let sha256 = format!("{:x}", Sha256::digest(&bytes));
    for table in &mut tables {
        table.report.sha256.clone_from(&sha256);
    }
    Ok(tables)
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
