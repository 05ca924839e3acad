//! The files a run writes: whole or not at all, and never over somebody else's work.

mod lock;
mod open_workbooks;
mod retirement;
mod staging;

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use thiserror::Error;

use crate::domain::WorkbookProfile;
use crate::ingest;
pub use crate::ingest::OwnDays;
use crate::portfolio::OutputTable;
use crate::report::HTML_MARKER;
pub use lock::Lock;
pub use open_workbooks::{GAVE_WAY, name_while_open, numbered};
pub use retirement::{Retired, retire};
pub use staging::withdraw;

/// Why the outputs cannot be written.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each variant's text says what it is for")]
pub enum OutputError {
    #[error("{path}: exists, and mapaudit did not write it. Choose another name, or add --force", path = .0.display())]
    NotOurs(PathBuf),
    #[error("{path}: is a workbook that people may have written in, and leadership's would replace it. Name another file with --out or outputs.workbook, or add --force", path = .0.display())]
    OverFull(PathBuf),
    #[error("{path}: people may have written in it, and this run would not carry that over. Name it with --previous or outputs.previous too, name another file with --out or outputs.workbook, or add --force", path = .0.display())]
    WouldForget(PathBuf),
    #[error("{path}: exists already. Choose another folder, or move the file away", path = .0.display())]
    Exists(PathBuf),
    #[error("{path}: is a file that this run reads. Choose another name, or for tables another folder", path = .0.display())]
    OverInput(PathBuf),
    #[error("{path}: two files of this run would be this one. Choose another name for one of them", path = .0.display())]
    Twice(PathBuf),
    #[error("{path}: is a folder. Name a file, which may lie in it", path = .0.display())]
    Folder(PathBuf),
    #[error("{path}: is a file, where a folder is wanted. Choose another", path = .0.display())]
    File(PathBuf),
    #[error("{path}: the folder does not exist. Create it, or choose another", path = .0.display())]
    NoFolder(PathBuf),
    #[error("{path}: is open in another program, and every name it gives way to, the last of them {last}, is taken. Close it, or move those away", path = .0.display(), last = numbered(.0, *GAVE_WAY.end()).display())]
    NoNameLeft(PathBuf),
    #[error("{path}: another run is writing it. Wait for its end", path = .0.display())]
    Busy(PathBuf),
    #[error(
        "{path}: speaks for {written}, a later day than this run's {as_of}. Check the clock or --as-of, or add --force",
        path = .path.display()
    )]
    Later { path: PathBuf, written: NaiveDate, as_of: NaiveDate },
    #[error(
        "{path}: holds a run over more deals than those of {period}, and replacing it would make the others new again. Name another file with --out or outputs.workbook, or add --force",
        path = .path.display()
    )]
    Narrower { path: PathBuf, period: String },
    #[error("{path}: cannot be written: {source}. {}", way_out(.source), path = .path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{path}: cannot be deleted: {source}. Delete it, or raise outputs.keep", path = .path.display())]
    Delete { path: PathBuf, source: io::Error },
}

/// What to do about a file that the system does not let us write; completes the sentence of the system.
fn way_out(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "Make room, or choose another disk",
        ErrorKind::PermissionDenied => "Ask for the right to write there, or choose another folder",
        _ => "Choose another folder",
    }
}

/// A file that is ready to appear.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    /// The path as the user gave it.
    path: PathBuf,
    /// Where it appears.
    target: PathBuf,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
}

impl Staged {
    /// Lets the file appear where none is: one that came meanwhile is somebody's.
    fn appear_anew(self) -> Result<(), OutputError> {
        let Staged { file, path, target, .. } = self;
        let mut pending = staging::pending();
        let temporary = file.path().to_owned();
        let appeared = file.persist_noclobber(&target).map_err(|error| error.error);
        pending.remove(&temporary);
        match appeared {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Err(OutputError::Exists(path))
            }
            Err(source) => Err(OutputError::Write { path, source }),
        }
    }
}

/// Has a file written beside its place, so that only a rename is left.
pub fn stage(
    path: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
) -> Result<Staged, OutputError> {
    let failed = |source| OutputError::Write { path: path.to_owned(), source };
    let target = behind_link(path).map_err(failed)?;
    let mut file = Hashed { file: staging::create(&target).map_err(failed)?, hash: Sha256::new() };
    write(&mut file).map_err(failed)?;
    let Hashed { file, hash } = file;
    file.as_file().sync_all().map_err(failed)?;
    let sha256 = format!("{:x}", hash.finalize());
    Ok(Staged { file, path: path.to_owned(), target, sha256 })
}

/// The file that is meant: of a symbolic link the one that it leads to, which others read by its own name.
fn behind_link(path: &Path) -> io::Result<PathBuf> {
    if path.is_symlink() { fs::canonicalize(path) } else { Ok(path.to_owned()) }
}

/// A file whose fingerprint is taken while it is written.
struct Hashed {
    file: NamedTempFile,
    hash: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Not through the temporary file, whose errors tell its name, which nobody knows.
        let written = self.file.as_file().write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Lets every staged file appear, in the order given. Nothing ends the program between the first and the last.
pub fn publish(staged: Vec<Staged>) -> Result<(), OutputError> {
    let mut pending = staging::pending();
    for Staged { file, path, target, .. } in staged {
        let temporary = file.path().to_owned();
        file.persist(&target).map_err(|error| OutputError::Write { path, source: error.error })?;
        pending.remove(&temporary);
    }
    Ok(())
}

/// Writes a file that must not exist yet.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    require_folder(path)?;
    stage(path, |file| file.write_all(bytes))?.appear_anew()
}

/// Whether the workbook may be written there. Asked before the run, so that a bad path fails at once.
///
/// Where one was that people work with, leadership's does not go: what they wrote would be gone.
pub fn may_write_workbook(
    path: &Path,
    profile: WorkbookProfile,
    force: bool,
) -> Result<(), OutputError> {
    if is_free(path, force)? {
        return Ok(());
    }
    match (ingest::profile_of_own_workbook(path), profile) {
        (None, _) => Err(OutputError::NotOurs(path.to_owned())),
        (Some(WorkbookProfile::Full), WorkbookProfile::Leadership) => {
            Err(OutputError::OverFull(path.to_owned()))
        }
        (Some(_), _) => Ok(()),
    }
}

/// The day that a workbook of ours speaks for, and when it was saved.
pub fn days_of_workbook(path: &Path) -> Option<OwnDays> {
    ingest::days_of_own_workbook(path)
}

/// Whether a workbook of this day may take the place of the one there: not if that is of a later day, as when a clock
/// went back.
pub fn may_replace_workbook(path: &Path, as_of: NaiveDate) -> Result<(), OutputError> {
    let written = days_of_workbook(path).map(|days| days.as_of);
    match written.filter(|written| *written > as_of) {
        Some(written) => Err(OutputError::Later { path: path.to_owned(), written, as_of }),
        None => Ok(()),
    }
}

/// Whether the web page may be written there.
pub fn may_write_page(path: &Path, force: bool) -> Result<(), OutputError> {
    let may = is_free(path, force)? || is_our_page(path);
    if may { Ok(()) } else { Err(OutputError::NotOurs(path.to_owned())) }
}

fn is_our_page(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = fs::File::open(path).and_then(|page| page.take(512).read_to_end(&mut start));
    read.is_ok() && String::from_utf8_lossy(&start).contains(HTML_MARKER)
}

/// Whether tables of these names may be written into the folder.
pub fn may_write_tables(folder: &Path, names: &[String], force: bool) -> Result<(), OutputError> {
    if let Some(file) = folder.ancestors().find(|it| it.exists()).filter(|it| !it.is_dir()) {
        return Err(OutputError::File(file.to_owned()));
    }
    if force || is_our_folder(folder) {
        return Ok(());
    }
    match names.iter().map(|name| folder.join(name)).find(|path| path.exists()) {
        Some(path) => Err(OutputError::NotOurs(path)),
        None => Ok(()),
    }
}

/// The file that tells of a folder of tables, and which of its files belong to one run.
pub const RUN_JSON: &str = "run.json";

/// Whether the file is one of the tables that an earlier run wrote into its folder.
pub fn is_our_table(path: &Path) -> bool {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let is_named_like_one =
        OutputTable::ALL.iter().any(|table| table.name() == name) || path.ends_with(RUN_JSON);
    is_named_like_one && is_our_folder(folder_of(path))
}

/// Every folder of tables of ours has a run.json that names the tool.
fn is_our_folder(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join(RUN_JSON)).unwrap_or_default();
    serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|run| run["tool"] == "mapaudit")
}

/// Whether the file may be written there whatever it is: nothing stands there, or `force` allows to write over it.
/// Otherwise it can at least be read, to see whose it is.
fn is_free(path: &Path, force: bool) -> Result<bool, OutputError> {
    require_folder(path)?;
    if path.is_dir() {
        return Err(OutputError::Folder(path.to_owned()));
    }
    let failed = |source| OutputError::Write { path: path.to_owned(), source };
    let target = behind_link(path).map_err(failed)?;
    if force || !target.exists() {
        return Ok(true);
    }
    fs::File::open(target).map(|_| false).map_err(failed)
}

/// Makes a folder whose name holds the day or the period of the run, which nobody makes beforehand.
pub fn make_folder(folder: &Path) -> Result<(), OutputError> {
    let failed = |source| OutputError::Write { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(failed)
}

/// A folder that is not there is more often misspelt than wanted. That of the tables, and one that is named by the run's
/// day or period, is made by the run.
fn require_folder(path: &Path) -> Result<(), OutputError> {
    let folder = folder_of(path);
    match (folder.is_dir(), folder.exists()) {
        (true, _) => Ok(()),
        (false, true) => Err(OutputError::File(folder.to_owned())),
        (false, false) => Err(OutputError::NoFolder(folder.to_owned())),
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sha256;

    #[test]
    fn a_file_appears_only_when_it_is_published() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deals.csv");
        let staged = stage(&path, |file| file.write_all(b"x")).unwrap();
        assert!(!path.exists());
        assert_eq!(staged.sha256, sha256(b"x"));
        publish(vec![staged]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"x");
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mapaudit.toml");
        write_new(&path, b"first").unwrap();
        assert!(matches!(write_new(&path, b"second"), Err(OutputError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        let other = folder.path().join("other.toml");
        let staged = stage(&other, |file| file.write_all(b"mine")).unwrap();
        fs::write(&other, "somebody's, made meanwhile").unwrap();
        assert!(matches!(staged.appear_anew(), Err(OutputError::Exists(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_written_through_a_symbolic_link_stands_where_it_leads() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        fs::create_dir(place("share")).unwrap();
        fs::write(place("share/f.xlsx"), "old").unwrap();
        symlink("share/f.xlsx", place("findings.xlsx")).unwrap();
        let staged = stage(&place("findings.xlsx"), |file| file.write_all(b"new")).unwrap();
        publish(vec![staged]).unwrap();
        assert_eq!(fs::read(place("share/f.xlsx")).unwrap(), b"new");
        assert!(place("findings.xlsx").is_symlink());
        symlink("gone.xlsx", place("dangling.xlsx")).unwrap();
        symlink("loop.xlsx", place("loop.xlsx")).unwrap();
        for link in ["dangling.xlsx", "loop.xlsx"] {
            let told = may_write_workbook(&place(link), WorkbookProfile::Full, true);
            assert!(matches!(told, Err(OutputError::Write { .. })), "{link}: {told:?}");
        }
    }

    #[test]
    fn somebody_elses_file_is_not_overwritten_without_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("findings.xlsx");
        assert!(may_write_workbook(&path, WorkbookProfile::Full, false).is_ok());
        fs::write(&path, "my own notes").unwrap();
        assert!(matches!(
            may_write_workbook(&path, WorkbookProfile::Full, false),
            Err(OutputError::NotOurs(_))
        ));
        assert!(may_write_workbook(&path, WorkbookProfile::Full, true).is_ok());
    }

    #[test]
    fn only_a_page_of_ours_is_overwritten_without_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("summary.html");
        fs::write(&path, "<title>Somebody's own</title>").unwrap();
        assert!(matches!(may_write_page(&path, false), Err(OutputError::NotOurs(_))));
        assert!(may_write_page(&path, true).is_ok());
        fs::write(&path, HTML_MARKER).unwrap();
        assert!(may_write_page(&path, false).is_ok());
    }

    #[test]
    fn a_missing_folder_is_told_before_the_run() {
        let path = Path::new("no/such/folder/findings.xlsx");
        assert!(matches!(write_new(path, b"x"), Err(OutputError::NoFolder(_))));
        assert!(matches!(
            may_write_workbook(path, WorkbookProfile::Full, false),
            Err(OutputError::NoFolder(_))
        ));
    }

    #[test]
    fn a_file_goes_neither_where_a_folder_is_nor_below_a_file() {
        let folder = tempfile::tempdir().unwrap();
        for force in [false, true] {
            let workbook = may_write_workbook(folder.path(), WorkbookProfile::Full, force);
            assert!(matches!(workbook, Err(OutputError::Folder(_))), "{workbook:?}");
            assert!(matches!(may_write_page(folder.path(), force), Err(OutputError::Folder(_))));
            let file = folder.path().join("crm.csv");
            fs::write(&file, "x").unwrap();
            for tables in [&file, &file.join("tables")] {
                let told = may_write_tables(tables, &[], force).unwrap_err().to_string();
                assert!(told.contains("crm.csv: is a file, where a folder is wanted"), "{told}");
            }
            assert!(matches!(write_new(&file.join("x"), b""), Err(OutputError::File(_))));
        }
    }

    #[test]
    fn tables_go_only_into_a_folder_that_is_free_or_ours() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["deals.csv".to_owned()];
        assert!(may_write_tables(folder.path(), &names, false).is_ok());
        fs::write(folder.path().join("deals.csv"), "mine").unwrap();
        assert!(may_write_tables(folder.path(), &names, false).is_err());
        fs::write(folder.path().join("run.json"), r#"{"tool":"mapaudit"}"#).unwrap();
        assert!(may_write_tables(folder.path(), &names, false).is_ok());
        assert!(is_our_table(&folder.path().join("deals.csv")));
        assert!(!is_our_table(&folder.path().join("crm.csv")));
    }
}
