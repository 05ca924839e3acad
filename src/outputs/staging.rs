//! Files that are complete and have not appeared yet.

use std::collections::BTreeSet;
#[cfg(unix)]
use std::fs::Permissions;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, NamedTempFile};

use super::folder_of;
use super::lock::name;

/// What would be left behind if the program ended now: files that have not appeared yet, and locks. Held while files appear, so that an end waits for the last.
static PENDING: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// An empty file beside the output, named after it.
pub(super) fn create(output: &Path) -> std::io::Result<NamedTempFile> {
    let mut pending = pending();
    let prefix = prefix(output);
    let mut builder = Builder::new();
    builder.prefix(&prefix).suffix(SUFFIX);
    #[cfg(unix)]
    builder.permissions(permissions(output));
    let file = builder.tempfile_in(folder_of(output));
    // The name of the temporary file, which such errors tell, is nobody's business.
    let file = file.map_err(|error| error.kind())?;
    pending.insert(file.path().to_owned());
    Ok(file)
}

/// Those of the file that is written over, or of any new file, as far as the user's umask allows: temporary files are
/// their owner's only, and an output is for the team.
#[cfg(unix)]
fn permissions(output: &Path) -> Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    let existing = output.metadata().map(|file| file.permissions().mode());
    Permissions::from_mode(existing.unwrap_or(0o666) & 0o666)
}

/// Whether the file was made by [`create`] for this output.
pub(super) fn is_for(path: &Path, output: &Path) -> bool {
    let file = name(path);
    let made = file.strip_prefix(&prefix(output)).and_then(|rest| rest.strip_suffix(SUFFIX));
    // What is added to the name holds no dot: with one, the file is for an output whose name begins like this.
    made.is_some_and(|made| !made.contains('.'))
}

/// What is pending; nothing ends the program while it is held.
pub(super) fn pending() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes every file that has not appeared yet, and every lock, for good: the caller is about to end the program. Waits while files
/// are appearing, so that either all of a run appear or none.
pub fn withdraw() {
    let pending = pending();
    for path in pending.iter() {
        let _ = std::fs::remove_file(path);
    }
    // Whoever still wants to stage or publish waits for the end.
    std::mem::forget(pending);
}

const SUFFIX: &str = ".part";

fn prefix(output: &Path) -> String {
    format!(".{}.", name(output))
}
