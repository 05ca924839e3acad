//! One run at a time on one output.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::{OutputError, folder_of, staging};

/// An output that no other run of the program writes while this lives. The lock is the operating system's, so that a
/// killed run leaves none behind.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the output, and clears away what a killed run left beside it and the files that go with it.
    pub fn take(output: &Path, companions: &[PathBuf]) -> Result<Lock, OutputError> {
        let failed = |source| OutputError::Write { path: output.to_owned(), source };
        fs::create_dir_all(folder_of(output)).map_err(failed)?;
        let path = output.with_file_name(format!(".{}.lock", name(output)));
        // Held from here, so that a signal finds the file either known or not made yet.
        let mut pending = staging::pending();
        let file = loop {
            let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
            match file.try_lock() {
                // Another run may have ended, and removed it, between the two.
                Ok(()) if is_at(&file, &path) => break file,
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(OutputError::Busy(output.to_owned())),
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        };
        pending.insert(path.clone());
        drop(pending);
        let lock = Lock { file, path };
        clear_leftovers(output).map_err(failed)?;
        companions.iter().try_for_each(|it| clear_leftovers(it)).map_err(failed)?;
        Ok(lock)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Gone before it is released: who opens the path from now on makes a new one, and who opened it before sees that
        // it is gone.
        staging::pending().remove(&self.path);
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// Whether the open file is the one that stands at the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |of: fs::Metadata| (of.dev(), of.ino());
    let there = path.metadata().map(identity).ok();
    there.is_some() && there == file.metadata().map(identity).ok()
}

/// Whether the open file is the one that stands at the path, as far as it can be told.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Removes what a killed run had not yet published.
fn clear_leftovers(output: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder_of(output))? {
        let path = entry?.path();
        if staging::is_for(&path, output) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The name of a file in its folder.
pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_on_the_same_output_is_refused_until_the_first_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("findings.xlsx");
        let first = Lock::take(&output, &[]).unwrap();
        assert!(matches!(Lock::take(&output, &[]), Err(OutputError::Busy(_))));
        assert!(Lock::take(&folder.path().join("other.xlsx"), &[]).is_ok());
        drop(first);
        assert!(Lock::take(&output, &[]).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_file_that_was_removed_or_made_anew_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".findings.xlsx.lock");
        let opened = File::create(&path).unwrap();
        assert!(is_at(&opened, &path));
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&opened, &path));
        File::create(&path).unwrap();
        assert!(!is_at(&opened, &path));
    }

    #[test]
    fn neither_the_lock_nor_what_a_killed_run_left_stays_behind() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("findings.xlsx");
        let killed = staging::create(&output).unwrap().keep().unwrap().1;
        let companion = folder.path().join("deals.csv");
        let beside = staging::create(&companion).unwrap().keep().unwrap().1;
        let others = ["other.xlsx", "findings.xlsx.old.xlsx"]
            .map(|other| staging::create(&folder.path().join(other)).unwrap().keep().unwrap().1);
        drop(Lock::take(&output, &[companion]).unwrap());
        assert!(!killed.exists() && !beside.exists());
        assert!(others.iter().all(|it| it.exists()), "another run may be writing them");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
