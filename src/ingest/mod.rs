//! Files to tables: what a file is, where its header stands, what its columns mean, and which of its rows
//! are records. Values are text here; `normalise` understands them.

mod ace_list;
mod addressed_ids;
mod by_content;
mod container;
mod diagnosis;
mod error;
mod error_hint;
mod figures;
mod headers;
mod json;
mod lacking;
mod layout;
mod other_records;
mod own_days;
mod own_workbook;
#[cfg(feature = "parquet")]
mod parquet_file;
mod path_rows;
mod place;
mod raw_row;
mod read_ahead;
mod record_links;
mod rows;
mod sample;
mod scope;
mod shape;
#[cfg(test)]
mod tests;
mod text;
mod workbook;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use sha2::{Digest, Sha256};

use self::container::byte_source::{self, ByteSource};
use self::container::{Container, archived};
pub use self::error::IngestError;
pub use self::headers::column_alias::{ColumnAlias, tell_of_absent_headers};
pub use self::headers::profile::Profile;
pub use self::own_days::{OwnDays, days_of_own_workbook};
pub use self::own_workbook::read_own_workbook;
use self::raw_row::RawRow;
use crate::domain::{DateOrder, Field, RawTable, Role, WorkbookProfile};

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
    /// What columns mean, by the configuration: `[columns.crm]`. Flags come first.
    pub columns: Arc<Vec<ColumnAlias>>,
    /// Profiles that the user wrote; they go before the built-in ones.
    pub profiles: Arc<Vec<Arc<Profile>>>,
    /// Labels of columns and the names by which their system knows them, as a Dynamics 365 workbook
    /// states them. Filled while reading; the user says nothing of it.
    pub logical_names: Vec<(String, String)>,
}

/// The most columns a file may have (our choice). One stray cell in the last column of a sheet must
/// not make 16,384 columns of every row.
const COLUMNS_MAX: usize = 2_000;

/// Reads a file: one table, or one for each part of an archive that is an export. An error means that
/// nothing of it can be used; rows that cannot be are in the tables' `set_aside`.
pub fn read(path: &Path, options: &Options) -> Result<Vec<RawTable>, IngestError> {
    let shown = path.display().to_string();
    if path.is_dir() {
        return Err(IngestError::Folder { path: shown });
    }
    let is_wanted = AtomicBool::new(true);
    // The fingerprint needs every byte once more, and a second core has nothing else to do.
    let (tables, sha256) = thread::scope(|scope| {
        let sha256 = scope.spawn(|| fingerprint(path, &is_wanted));
        let tables = read_tables(path, &shown, options);
        is_wanted.store(tables.is_ok(), Ordering::Relaxed);
        (tables, sha256.join().expect("hashing does not panic"))
    });
    let mut tables = tables?;
    let sha256 = sha256.map_err(|error| byte_source::in_our_words(&shown, &error))?;
    for table in &mut tables {
        table.report.sha256.clone_from(&sha256);
    }
    Ok(tables)
}

fn read_tables(path: &Path, shown: &str, options: &Options) -> Result<Vec<RawTable>, IngestError> {
    let in_our_words = |error| byte_source::in_our_words(shown, &error);
    let mut source = ByteSource::file(path);
    let mut head = source.head().map_err(in_our_words)?;
    if head.starts_with(GZIP) {
        source = source.gunzipped();
        head = source.head().map_err(in_our_words)?;
    }
    if head.is_empty() {
        return Err(IngestError::Empty { path: shown.to_owned() });
    }
    let bytes = if container::is_read_whole(&head) { load(&source, shown)? } else { head };
    Ok(match container::recognise(shown, &bytes)? {
        Container::Text => vec![text::read(shown, None, &source, options)?],
        Container::Workbook(format) => vec![workbook::read(shown, &bytes, format, options)?],
        Container::Archive => archived::read(shown, &bytes, options)?,
        #[cfg(feature = "parquet")]
        Container::Parquet => vec![parquet_file::read(shown, path, options)?],
    })
}

/// How a gzip file begins (RFC 1952).
const GZIP: &[u8] = b"\x1f\x8b";

/// The SHA-256 of the file as it lies on disk, unless it is no longer wanted.
fn fingerprint(path: &Path, is_wanted: &AtomicBool) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 18];
    let mut hash = Sha256::new();
    while is_wanted.load(Ordering::Relaxed) {
        match byte_source::read_some(&mut file, &mut buffer)? {
            0 => break,
            count => hash.update(&buffer[..count]),
        }
    }
    Ok(format!("{:x}", hash.finalize()))
}

/// The most bytes of a file that is held in memory as a whole, as workbooks are (our choice).
const WHOLE_MAX: u64 = 2 << 30;

/// For whom the file is a findings workbook of this program, if it is one.
pub fn profile_of_own_workbook(path: &Path) -> Option<WorkbookProfile> {
    let shown = path.display().to_string();
    let source = ByteSource::file(path);
    if !source.head().is_ok_and(|head| container::is_read_whole(&head)) {
        return None;
    }
    let bytes = load(&source, &shown).ok()?;
    workbook::profile_of_own(&shown, &bytes)
}

fn load(source: &ByteSource<'_>, shown: &str) -> Result<Vec<u8>, IngestError> {
    let mut bytes = Vec::new();
    let reader =
        source.open().and_then(|reader| reader.take(WHOLE_MAX + 1).read_to_end(&mut bytes));
    let count = reader.map_err(|error| byte_source::in_our_words(shown, &error))?;
    if count as u64 > WHOLE_MAX {
        return Err(IngestError::TooLarge {
            path: shown.to_owned(),
            place: "the file".into(),
            reason: "a workbook or archive may have at most 2 GiB".into(),
        });
    }
    Ok(bytes)
}
