//! What an audit leaves: its files, each where the plan wants it, and all of one run.

mod permission;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use thiserror::Error;

use crate::exit_code::ExitCode;
use crate::inputs;
use crate::outputs::{self, OutputError, RUN_JSON, Retired, Staged};
use crate::pipeline::Past;
use crate::plan::Plan;
use crate::portfolio::{self, OutputTable, Portfolio, TableFormat};
use crate::report::{self, ReportError};
use crate::rules::{self, Rule};

/// Why the files of an audit cannot be written.
#[derive(Debug, Error)]
pub enum DeliveryError {
    /// A file cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The workbook cannot be made.
    #[error(transparent)]
    Report(#[from] ReportError),
}

impl DeliveryError {
    /// How the program then ends.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            DeliveryError::Report(ReportError::Refused(_)) => ExitCode::Bug,
            DeliveryError::Report(ReportError::NoTemporaryFiles { .. })
            | DeliveryError::Output(_) => ExitCode::Output,
        }
    }
}

/// The files of one audit.
#[derive(Debug)]
pub struct Delivery<'run> {
    /// Which files they are.
    pub plan: &'run Plan,
    /// What earlier runs left; the decisions file is written anew.
    pub past: &'run Past,
    /// The format of the tables.
    pub format: TableFormat,
    /// Whether files of others may be written over.
    pub force: bool,
}

impl Delivery<'_> {
    /// Writes everything beside its place first, so that a full disk leaves no half of it, and then lets all appear.
    ///
    /// A run that is killed between two appearances leaves some files of its own beside some of the last run's. What
    /// comes last tells: the workbook, which the next run starts from, comes after the tables and the page, and
    /// `run.json`, whose fingerprints say which files belong together, comes last of all.
    pub fn write(&self, portfolio: &Portfolio) -> Result<(), DeliveryError> {
        let Delivery { plan, past, format, .. } = self;
        let rules: Vec<_> = rules::all().collect();
        // The writer compresses the workbook on one core, which leaves the others to the rest.
        let (files, workbook) = rayon::join(
            || stage_tables_and_page(portfolio, plan, *format, &rules),
            || report::workbook(portfolio, &rules, plan.profile),
        );
        let (mut files, workbook) = (files?, workbook?);
        files.stage("workbook", &plan.workbook, |file| file.write_all(&workbook))?;
        let Files { mut staged, sha256 } = files;
        if let Some(text) = &portfolio.audit.history.decisions_file {
            let write = |file: &mut (dyn Write + Send)| file.write_all(text.as_bytes());
            staged.push(outputs::stage(&past.decisions, write)?);
        }
        if let Some(folder) = &plan.tables {
            let run = report::run_json(portfolio, &sha256);
            let write = |file: &mut (dyn Write + Send)| file.write_all(run.as_bytes());
            staged.push(outputs::stage(&folder.join(RUN_JSON), write)?);
        }
        Ok(outputs::publish(staged)?)
    }

    /// Deletes the workbooks that are no longer kept, never the one just written, and says which.
    pub fn retire(&self) -> Result<Retired, OutputError> {
        let Some((keep, patterns)) = &self.plan.keep else {
            return Ok(Retired::default());
        };
        let matching = |pattern: &String| {
            inputs::matching(pattern).expect("a name is escaped when it is planned")
        };
        let others = patterns.iter().flat_map(matching);
        let others = others.filter(|path| !inputs::is_same_file(path, &self.plan.workbook));
        outputs::retire(others.collect(), keep.saturating_sub(1), self.plan.profile)
    }
}

fn stage_tables_and_page(
    portfolio: &Portfolio,
    plan: &Plan,
    format: TableFormat,
    rules: &[&Rule],
) -> Result<Files, DeliveryError> {
    let mut files = Files::default();
    if let Some(folder) = &plan.tables {
        for table in OutputTable::ALL {
            let name = format.file_name(table);
            files.stage(&name, &folder.join(&name), |file| {
                portfolio::write_table(table, portfolio.audit, format, file)
            })?;
        }
    }
    if let Some(page) = &plan.html {
        let html = report::html(portfolio, rules, plan.profile);
        files.stage("html", page, |file| file.write_all(html.as_bytes()))?;
    }
    Ok(files)
}

/// Files that are ready to appear, and their fingerprints by name.
#[derive(Default)]
struct Files {
    staged: Vec<Staged>,
    sha256: BTreeMap<String, String>,
}

impl Files {
    fn stage(
        &mut self,
        name: &str,
        path: &Path,
        write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        let staged = outputs::stage(path, write)?;
        self.sha256.insert(name.to_owned(), staged.sha256.clone());
        self.staged.push(staged);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_that_our_own_writer_refuses_is_a_bug_of_ours() {
        let error = DeliveryError::from(ReportError::Refused("a name exists already.".to_owned()));
        assert_eq!(error.exit_code(), ExitCode::Bug);
        assert!(error.to_string().contains("exists already. This is a bug"), "{error}");
    }
}
