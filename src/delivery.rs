//! What an audit leaves: its files, each where the plan wants it, and all of one run.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::WorkbookProfile;
use crate::history::Memory;
use crate::inputs::{self, Input};
use crate::outputs::{self, Lock, OutputError, RUN_JSON, Staged};
use crate::pipeline::{self, Past};
use crate::plan::Plan;
use crate::portfolio::{self, Portfolio, Table, TableFormat};
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

/// Whether the files may be written. Asked before the run, so that a bad path fails at once.
///
/// Not even by force are exports written over.
pub fn may_write(
    plan: &Plan,
    past: &Past,
    memory: &Memory,
    inputs: &[Input],
    format: TableFormat,
    force: bool,
) -> Result<(), OutputError> {
    let Plan { workbook, profile, html, tables, .. } = plan;
    let names = Table::ALL.iter().map(|table| format.file_name(*table));
    let names: Vec<String> = names.chain([RUN_JSON.to_owned()]).collect();
    let in_folder = tables.iter().flat_map(|folder| names.iter().map(|name| folder.join(name)));
    // Without force, a workbook among the exports is either not ours or, when it is read, no export.
    let mut outputs = force.then_some(workbook).into_iter().chain(html).cloned().chain(in_folder);
    let is_input = |path: &PathBuf| inputs.iter().any(|it| inputs::is_same_file(&it.path, path));
    if let Some(path) = outputs.find(is_input) {
        return Err(OutputError::OverInput(path));
    }
    // The previous workbook is ours even if people renamed its sheets.
    let is_previous =
        past.workbooks.iter().any(|previous| inputs::is_same_file(previous, workbook));
    let is_ours = is_previous && *profile == WorkbookProfile::Full;
    outputs::may_write_workbook(workbook, *profile, force || is_ours)?;
    if workbook.exists() && !force {
        outputs::may_replace_workbook(workbook, plan.scope.as_of)?;
        // The previous workbook has been read, and what gave way in it is told.
        let may_hold_more = *profile == WorkbookProfile::Full && !is_previous;
        if may_hold_more && pipeline::would_forget(memory, workbook) {
            return Err(OutputError::WouldForget(workbook.clone()));
        }
    }
    if let Some(page) = html {
        outputs::may_write_page(page, force)?;
    }
    tables.as_ref().map_or(Ok(()), |folder| outputs::may_write_tables(folder, &names, force))
}

/// Keeps other runs off the files. Those of a folder of tables go together, and what people decided goes with the
/// workbook.
pub fn lock(plan: &Plan, past: &Past, format: TableFormat) -> Result<Vec<Lock>, OutputError> {
    let mut locks = vec![Lock::take(&plan.workbook, std::slice::from_ref(&past.decisions))?];
    if let Some(page) = &plan.html {
        locks.push(Lock::take(page, &[])?);
    }
    if let Some(folder) = &plan.tables {
        let tables = Table::ALL.iter().map(|table| folder.join(format.file_name(*table)));
        locks.push(Lock::take(&folder.join(RUN_JSON), &tables.collect::<Vec<_>>())?);
    }
    Ok(locks)
}

/// Writes everything beside its place first, so that a full disk leaves no half of it, and then lets all appear.
///
/// A run that is killed between two appearances leaves some files of its own beside some of the last run's. What
/// comes last tells: `run.json` states the SHA-256 of the files that belong to it. The workbook, which the next run
/// starts from, comes after all that programs read.
pub fn write(
    portfolio: &Portfolio,
    plan: &Plan,
    past: &Past,
    format: TableFormat,
) -> Result<(), DeliveryError> {
    let rules: Vec<_> = rules::all().collect();
    // The writer compresses the workbook on one core, which leaves the others to the rest.
    let (files, workbook) = rayon::join(
        || stage_tables_and_page(portfolio, plan, format, &rules),
        || report::workbook(portfolio, &rules, plan.profile),
    );
    let (mut files, workbook) = (files?, workbook?);
    files.stage("workbook", &plan.workbook, |file| file.write_all(&workbook))?;
    let Files { mut staged, sha256 } = files;
    if let Some(text) = &portfolio.audit.history.decisions_file {
        staged.push(outputs::stage(&past.decisions, |file| file.write_all(text.as_bytes()))?);
    }
    if let Some(folder) = &plan.tables {
        let run = report::run_json(portfolio, &sha256);
        staged.push(outputs::stage(&folder.join(RUN_JSON), |file| file.write_all(run.as_bytes()))?);
    }
    Ok(outputs::publish(staged)?)
}

fn stage_tables_and_page(
    portfolio: &Portfolio,
    plan: &Plan,
    format: TableFormat,
    rules: &[&Rule],
) -> Result<Files, DeliveryError> {
    let mut files = Files::default();
    if let Some(folder) = &plan.tables {
        for table in Table::ALL {
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

/// Deletes the workbooks that are no longer kept.
pub fn retire(plan: &Plan) -> Result<(), OutputError> {
    let Some((keep, patterns)) = &plan.keep else {
        return Ok(());
    };
    let matching =
        |pattern: &String| inputs::matching(pattern).expect("a name is escaped when it is planned");
    let workbooks = patterns.iter().flat_map(matching).collect();
    outputs::retire(workbooks, *keep, plan.profile).map(|_| ())
}
