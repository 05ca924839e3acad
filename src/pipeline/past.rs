//! What earlier runs left: the previous workbook and the decisions file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::config::read_text;
use crate::domain::{Failure, WorkbookProfile};
use crate::history::{self, Entries, Memory, REQUIRED_TABLES, wanted_tables};
use crate::ingest::{self, IngestError};
use crate::report;

/// Where a run finds what earlier ones left.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The workbook of the previous run, or copies of it.
    pub workbooks: Vec<PathBuf>,
    /// Other workbooks of earlier runs, or of one that this run repeats: of them only what people wrote counts.
    pub written_in: Vec<PathBuf>,
    /// The decisions file, which need not exist.
    pub decisions: PathBuf,
}

impl Past {
    /// Every workbook of them that is read.
    pub fn of_runs(&self) -> impl Iterator<Item = &PathBuf> {
        self.workbooks.iter().chain(&self.written_in)
    }
}

/// Reads what earlier runs left. Everything that is wrong with it is named.
pub fn remember(past: &Past) -> Result<Memory, Vec<Failure>> {
    let wanted = wanted_tables(report::own_headers);
    let mut failures = Vec::new();
    let mut read = |paths: &[PathBuf], required: &[&str]| {
        let read = paths.iter().filter_map(|path| {
            let workbook = ingest::read_own_workbook(path, &wanted, required);
            workbook.map_err(|error| failures.push(unreadable(path, &error))).ok()
        });
        read.collect::<Vec<_>>()
    };
    let workbooks = read(&past.workbooks, &REQUIRED_TABLES);
    // A copy from which somebody took sheets for a mail has entries on the others.
    let written_in = read(&past.written_in, &[]);
    let file = decisions(&past.decisions);
    let shown = past.decisions.display().to_string();
    let remembered = match file {
        Ok(text) => {
            let file = text.as_deref().map(|text| (&*shown, text));
            history::remember(&workbooks, &written_in, &wanted, file)
        }
        Err(failure) => Err(vec![failure]),
    };
    match remembered {
        Ok(memory) if failures.is_empty() => Ok(memory),
        remembered => {
            failures.extend(remembered.err().into_iter().flatten());
            Err(failures)
        }
    }
}

/// Whether people may have written into the workbook what is not among the known entries: to replace it would lose that.
pub fn would_forget(known: &Entries, workbook: &Path) -> bool {
    let alone = Past { workbooks: vec![workbook.to_owned()], ..Past::default() };
    remember(&alone).map_or(true, |there| !known.hold(&there.entries()))
}

fn unreadable(path: &Path, error: &IngestError) -> Failure {
    if ingest::profile_of_own_workbook(path) == Some(WorkbookProfile::Leadership) {
        return Failure {
            path: Some(path.display().to_string()),
            code: "leadership_workbook",
            message: format!(
                "{}: is leadership's workbook, which holds no findings and nobody's notes",
                path.display()
            ),
            hint: "Name with --previous, or outputs.previous in mapaudit.toml, the full workbook of that run."
                .to_owned(),
        };
    }
    let without = "leave it out (--previous, or outputs.previous in mapaudit.toml): then every finding is new, and nobody's notes \
         are carried over.";
    let hint = match error {
        IngestError::NoFindingsWorkbook { .. } => error.hint(),
        IngestError::Empty { .. } => format!("Name another copy of it, or {without}"),
        _ => format!("{} Or {without}", error.hint()),
    };
    Failure { hint, ..super::unreadable(path, error) }
}

/// The text of the decisions file; `None` if there is none.
fn decisions(path: &Path) -> Result<Option<String>, Failure> {
    match read_text(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure {
            path: Some(path.display().to_string()),
            code: "unreadable_file",
            message: format!("{}: the decisions file cannot be read: {error}", path.display()),
            hint: "Save it as CSV in UTF-8, and check that you may read it.".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_that_the_next_run_reads_is_one_that_this_run_writes() {
        for (table, header) in history::headers_read() {
            assert!(report::own_headers(table).contains(&header), "{table}: {header}");
        }
    }
}
