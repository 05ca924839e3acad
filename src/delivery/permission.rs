//! Whether the files of an audit may be written: that they meet no input, nothing of others and no other run.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Delivery;
use crate::domain::WorkbookProfile;
use crate::history::{Entries, Memory};
use crate::inputs;
use crate::outputs::{self, Lock, OutputError, RUN_JSON};
use crate::pipeline::{self, Past};
use crate::plan::Plan;
use crate::portfolio::OutputTable;

impl Delivery<'_> {
    /// Whether the files may be written where they are to go. Asked before the run, so that a bad path fails at once.
    pub fn may_write(&self, read: &[&Path]) -> Result<(), OutputError> {
        self.may_stand_beside(read)?;
        let Plan { workbook, profile, html, tables, folders, .. } = self.plan;
        folders.iter().try_for_each(|folder| outputs::make_folder(folder))?;
        if let Some(folder) = tables {
            outputs::may_write_tables(folder, &self.table_names(), self.force)?;
            // The workbook and the page may lie in it.
            outputs::make_folder(folder)?;
        }
        // The previous workbook is ours even if people renamed its sheets.
        let is_ours = self.is_over_last_run() && *profile == WorkbookProfile::Full;
        outputs::may_write_workbook(workbook, *profile, self.force || is_ours)?;
        html.as_ref().map_or(Ok(()), |page| outputs::may_write_page(page, self.force))
    }

    /// Whether each of the files is another one than those that are read, and than the rest of its run. Not even force
    /// may write over those.
    fn may_stand_beside(&self, read: &[&Path]) -> Result<(), OutputError> {
        let Plan { workbook, html, tables, .. } = self.plan;
        let names = self.table_names();
        let in_folder = tables.iter().flat_map(|folder| names.iter().map(|name| folder.join(name)));
        let outputs: Vec<PathBuf> =
            [workbook].into_iter().chain(html).cloned().chain(in_folder).collect();
        let is_among = |paths: &[&Path], path: &PathBuf| {
            paths.iter().any(|other| inputs::is_same_file(other, path))
        };
        // Without force, a workbook among the exports is either not ours or, when it is read, no export.
        let mut over_read = outputs.iter().skip(usize::from(!self.force));
        if let Some(path) = over_read.find(|path| is_among(read, path)) {
            return Err(OutputError::OverInput(path.clone()));
        }
        let mut others = vec![self.past.decisions.as_path()];
        for path in &outputs {
            if is_among(&others, path) {
                return Err(OutputError::Twice(path.clone()));
            }
            others.push(path);
        }
        Ok(())
    }

    /// The names of the files in the folder of the tables.
    fn table_names(&self) -> Vec<String> {
        let tables = OutputTable::ALL.iter().map(|table| self.format.file_name(*table));
        tables.chain([RUN_JSON.to_owned()]).collect()
    }

    /// Keeps other runs off the files until the locks are dropped. Those of a folder of tables go together.
    pub fn lock(&self) -> Result<Vec<Lock>, OutputError> {
        let Plan { workbook, html, tables, .. } = self.plan;
        let mut locks = vec![Lock::take(workbook, &[])?];
        if let Some(page) = html {
            locks.push(Lock::take(page, &[])?);
        }
        if let Some(folder) = tables {
            let files: Vec<_> = self.table_names().iter().map(|name| folder.join(name)).collect();
            locks.push(Lock::take(&folder.join(RUN_JSON), &files)?);
        }
        locks.extend(self.lock_decisions()?);
        Ok(locks)
    }

    /// Keeps other runs off what people decided, if this one may have to write it: runs into one folder, each with a
    /// workbook of its own, share that file. Where nobody may write, it stays as it is.
    fn lock_decisions(&self) -> Result<Option<Lock>, OutputError> {
        let Past { workbooks, decisions, .. } = self.past;
        if workbooks.is_empty() && !decisions.exists() {
            return Ok(None);
        }
        match Lock::take(decisions, &[]) {
            Err(OutputError::Write { source, .. }) if is_forbidden(&source) => Ok(None),
            taken => taken.map(Some),
        }
    }

    /// Whether the workbook that is there may give way to one of this run's day and deals. Asked once nobody else can
    /// write it.
    pub fn may_replace(&self, memory: &Memory) -> Result<(), OutputError> {
        let Plan { workbook, profile, scope, .. } = self.plan;
        if !workbook.exists() || self.force {
            return Ok(());
        }
        outputs::may_replace_workbook(workbook, scope.as_of)?;
        let is_over_entries = *profile == WorkbookProfile::Full && self.is_over_last_run();
        if let Some(period) = &scope.period
            && is_over_entries
            && memory.is_of_all_deals(|read| inputs::is_same_file(read, workbook))
        {
            let (path, period) = (workbook.clone(), period.name.clone());
            return Err(OutputError::Narrower { path, period });
        }
        Ok(())
    }

    /// Whether nothing that people wrote is lost with the workbook that is there. To tell takes as long as to read it, so
    /// this is asked beside the audit.
    pub fn loses_nothing(&self, known: &Entries) -> Result<(), OutputError> {
        let Plan { workbook, profile, .. } = self.plan;
        let is_of_people = *profile == WorkbookProfile::Full && workbook.exists() && !self.force;
        // The last run's has been read, and what gave way in it is told.
        if is_of_people && !self.is_over_last_run() && pipeline::would_forget(known, workbook) {
            return Err(OutputError::WouldForget(workbook.clone()));
        }
        Ok(())
    }

    fn is_over_last_run(&self) -> bool {
        let workbook = &self.plan.workbook;
        self.past.of_runs().any(|previous| inputs::is_same_file(previous, workbook))
    }
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::AS_OF;
    use crate::pipeline::Scope;
    use crate::portfolio::TableFormat;

    fn path(folder: &Path, name: &str) -> Option<PathBuf> {
        Some(folder.join(name)).filter(|_| !name.is_empty())
    }

    /// A run that writes these files: the workbook, the page and the folder of the tables.
    fn plan(folder: &Path, [workbook, html, tables]: [&str; 3]) -> Plan {
        Plan {
            scope: Scope { as_of: AS_OF, period: None },
            workbook: folder.join(workbook),
            profile: WorkbookProfile::Full,
            previous: Vec::new(),
            written_in: Vec::new(),
            unmatched_previous: None,
            keep: None,
            html: path(folder, html),
            tables: path(folder, tables),
            folders: Vec::new(),
            fail_on: None,
        }
    }

    fn past(folder: &Path) -> Past {
        Past { decisions: folder.join("mapaudit-decisions.csv"), ..Past::default() }
    }

    fn may_write(
        folder: &Path,
        outputs: [&str; 3],
        read: &[&str],
        force: bool,
    ) -> Result<(), String> {
        let (plan, past) = (plan(folder, outputs), past(folder));
        let delivery = Delivery { plan: &plan, past: &past, format: TableFormat::Csv, force };
        let read: Vec<PathBuf> = read.iter().filter_map(|name| path(folder, name)).collect();
        let read: Vec<&Path> = read.iter().map(PathBuf::as_path).collect();
        delivery.may_write(&read).map_err(|error| error.to_string())
    }

    fn lock(folder: &Path, workbook: &str) -> Result<Vec<Lock>, OutputError> {
        let (plan, past) = (plan(folder, [workbook, "", ""]), past(folder));
        Delivery { plan: &plan, past: &past, format: TableFormat::Csv, force: false }.lock()
    }

    #[test]
    fn two_runs_with_workbooks_of_their_own_meet_where_they_share_the_decisions_file() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let without = (lock(folder, "a.xlsx"), lock(folder, "b.xlsx"));
        assert!(without.0.is_ok() && without.1.is_ok());
        drop(without);
        let decisions = past(folder).decisions;
        std::fs::write(&decisions, "").unwrap();
        let first = lock(folder, "a.xlsx").unwrap();
        let staged = outputs::stage(&decisions, |_| Ok(())).unwrap();
        assert!(
            matches!(lock(folder, "b.xlsx"), Err(OutputError::Busy(path)) if path == decisions)
        );
        assert!(outputs::publish(vec![staged]).is_ok());
        drop(first);
        assert!(lock(folder, "b.xlsx").is_ok());
    }

    #[test]
    fn no_two_files_of_a_run_are_one_even_by_force() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("t")).unwrap();
        let free = ["f.xlsx", "s.html", "t"];
        assert_eq!(may_write(folder.path(), free, &[], false), Ok(()));
        for outputs in [
            ["f.xlsx", "mapaudit-decisions.csv", ""],
            ["f.xlsx", "t/deals.csv", "t"],
            ["f.xlsx", "t/../t/./run.json", "t"],
        ] {
            let told = may_write(folder.path(), outputs, &[], true).unwrap_err();
            assert!(told.contains("two files of this run would be this one"), "{told}");
        }
    }

    #[test]
    fn the_workbook_and_the_page_may_lie_in_a_folder_of_tables_that_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let outputs = ["q3/f.xlsx", "q3/s.html", "q3"];
        assert_eq!(may_write(folder.path(), outputs, &[], false), Ok(()));
    }

    #[test]
    fn a_run_writes_over_no_file_that_it_reads_even_by_force() {
        let folder = tempfile::tempdir().unwrap();
        for (outputs, read) in [
            (["f.xlsx", "crm.csv", ""], "crm.csv"),
            (["f.xlsx", "mapaudit.toml", ""], "mapaudit.toml"),
            (["f.xlsx", "", "."], "deals.csv"),
        ] {
            std::fs::write(folder.path().join(read), "mine").unwrap();
            let told = may_write(folder.path(), outputs, &[read], true).unwrap_err();
            assert!(told.contains("is a file that this run reads"), "{told}");
        }
    }
}
