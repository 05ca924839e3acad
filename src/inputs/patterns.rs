//! From a file, folder or pattern to the files that are meant.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use glob::GlobError;

use super::InputArgsProblem;
use crate::domain::{Failure, WorkbookProfile};
use crate::ingest;
use crate::outputs;

/// Why a text leads to no file.
pub(super) enum Unexpanded {
    Missing(Failure),
    Problem(InputArgsProblem),
}

/// The code of a folder in which there is nothing to read.
pub(super) const EMPTY_FOLDER: &str = "empty_folder";

fn missing(text: &str, code: &'static str, what: &str, hint: &str) -> Unexpanded {
    Unexpanded::Missing(Failure {
        path: Some(text.to_owned()),
        code,
        message: format!("{}: {what}", if text.is_empty() { "\"\"" } else { text }),
        hint: hint.to_owned(),
    })
}

/// What a file that nobody named must end in to be read. Files of other endings that are named are
/// looked at all the same.
const EXPORT_EXTENSIONS: [&str; 16] = [
    "csv", "tsv", "psv", "txt", "tab", "xlsx", "xlsm", "xls", "xlsb", "ods", "json", "ndjson",
    "jsonl", "parquet", "zip", "gz",
];

/// The files that a text stands for: itself, those of a folder, or those that it matches as a `pattern`.
pub(super) fn expand(
    text: &str,
    pattern: Option<&str>,
    skip: &[&Path],
) -> Result<Vec<PathBuf>, Unexpanded> {
    let path = Path::new(text);
    if path.is_dir() {
        let files =
            exports_in(path, skip).map_err(|error| closed_folder(text, "the folder", &error))?;
        let hint = "Name the files (.csv, .tsv, .txt, .xlsx), or another folder.";
        return some(files, || missing(text, EMPTY_FOLDER, "the folder holds no export", hint));
    }
    match path.metadata() {
        Ok(file) if file.is_file() => return Ok(vec![path.to_owned()]),
        // An export is read several times, and a pipe gives its bytes once.
        Ok(_) => {
            let what = "this is a pipe or a device, not a file";
            let hint = "Save what comes out of it as a file, and name that.";
            return Err(missing(text, "not_a_file", what, hint));
        }
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            let what = format!("the file cannot be read: {error}");
            let hint = "Check that you may read it and its folder.";
            return Err(missing(text, "unreadable_file", &what, hint));
        }
        Err(_) => {}
    }
    let Some(pattern) = pattern else {
        let hint = "Check the path, or quote the pattern.";
        return Err(missing(text, "missing_file", "no such file or folder", hint));
    };
    let (mut files, closed) = found(pattern).map_err(|reason| {
        Unexpanded::Problem(InputArgsProblem::BadPattern { pattern: text.to_owned(), reason })
    })?;
    if let Some(closed) = closed {
        let folder = format!("the folder {}", closed.path().display());
        return Err(closed_folder(text, &folder, closed.error()));
    }
    files.retain(|file| file.is_file() && is_export(file, skip));
    let hint = "Check the folder and the pattern.";
    some(files, || missing(text, "no_match", "the pattern matches no export", hint))
}

fn closed_folder(text: &str, folder: &str, error: &io::Error) -> Unexpanded {
    let what = format!("{folder} cannot be read: {error}");
    missing(text, "unreadable_folder", &what, "Check the rights, or name the files.")
}

fn some(
    files: Vec<PathBuf>,
    otherwise: impl FnOnce() -> Unexpanded,
) -> Result<Vec<PathBuf>, Unexpanded> {
    if files.is_empty() { Err(otherwise()) } else { Ok(files) }
}

fn exports_in(folder: &Path, skip: &[&Path]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.path();
        if file.is_file() && is_export(&file, skip) {
            files.push(file);
        }
    }
    // The order in which a file system lists a folder is no order.
    files.sort();
    Ok(files)
}

/// Whether a file that nobody named may be an export: by its name, and not one of our own
/// outputs.
fn is_export(file: &Path, skip: &[&Path]) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    ends_as_export(file)
        && !is_hidden(name)
        && !skip.iter().any(|skip| is_same_file(file, skip))
        && !outputs::is_our_table(file)
        && !is_our_workbook(file)
}

/// Whether a workbook stands there that no run of ours has written.
pub(super) fn is_foreign_workbook(file: &Path) -> bool {
    let is_workbook = file.extension().is_some_and(|it| it.eq_ignore_ascii_case("xlsx"));
    is_workbook && file.is_file() && !is_our_workbook(file)
}

/// Whether an earlier run wrote the workbook: where runs are scheduled, those of many days lie in the folder.
pub(super) fn is_our_workbook(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"))
        && ingest::profile_of_own_workbook(file).is_some()
}

/// Whether the name is one of those that nobody sees in a folder, as of the lock files of Excel and LibreOffice.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$")
}

/// Whether the name ends as those of exports do.
pub(super) fn ends_as_export(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    EXPORT_EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Whether the file is one of those that lie beside exports and are none by their names.
pub(super) fn lies_beside_exports(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_document = file.extension().is_some_and(|it| it == "md" || it == "toml");
    (is_hidden(name) || is_document) && file.is_file()
}

/// Whether the file is a workbook of ours that nobody works in.
pub fn is_for_leadership(path: &Path) -> bool {
    ingest::profile_of_own_workbook(path) == Some(WorkbookProfile::Leadership)
}

/// Whether two paths lead to one file, which need not be there yet.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    one == other || matches!((place(one), place(other)), (Some(one), Some(other)) if one == other)
}

/// The one path of a file, as far as it is there.
pub(super) fn place(path: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    let there = whole.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    let (part, there) = there?;
    Some(there.join(whole.strip_prefix(part).ok()?))
}

/// The file that was written last; of two written at once, the last by name.
pub(super) fn newest(files: Vec<PathBuf>) -> Option<PathBuf> {
    let written = |file: &PathBuf| file.metadata().and_then(|it| it.modified()).ok();
    files.into_iter().max_by_key(|file| (written(file), file.clone()))
}

/// The files that a pattern matches, in order of name; an error says why it is no pattern.
pub fn matching(pattern: &str) -> Result<Vec<PathBuf>, &'static str> {
    found(pattern).map(|(files, _)| files)
}

/// The files that a pattern matches, in order of name, and a folder that was to be searched and cannot be read.
fn found(pattern: &str) -> Result<(Vec<PathBuf>, Option<GlobError>), &'static str> {
    let (mut files, mut closed) = (Vec::new(), None);
    for entry in glob::glob(pattern).map_err(|error| error.msg)? {
        match entry {
            Ok(file) => files.push(file),
            Err(error) => closed = Some(error),
        }
    }
    files.sort();
    Ok((files, closed))
}

/// The pattern below a folder, whose own name may hold `[`.
pub fn pattern_in(folder: &Path, pattern: &str) -> String {
    Path::new(&literal(&folder.display().to_string())).join(pattern).display().to_string()
}

/// The pattern that matches this text only.
pub fn literal(text: &str) -> String {
    glob::Pattern::escape(text)
}
