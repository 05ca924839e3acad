//! Workbooks that somebody has open: a run neither writes over them nor deletes them.

use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::{OutputError, lock};
use crate::domain::WorkbookProfile;
use crate::ingest;

/// The numbers that a workbook's name gets where it gives way: of one digit, so that they sort and a pattern finds them.
pub const GAVE_WAY: RangeInclusive<u32> = 2..=9;

/// The name under which the workbook can appear: its own, or one with a number while an office program has it open.
pub fn name_while_open(path: &Path) -> Result<PathBuf, OutputError> {
    if !is_open_elsewhere(path) {
        return Ok(path.to_owned());
    }
    let mut names = GAVE_WAY.map(|number| numbered(path, number));
    let free = names.find(|path| !path.exists() && !is_open_elsewhere(path));
    free.ok_or_else(|| OutputError::NoNameLeft(path.to_owned()))
}

/// The name under which the workbook appears if names of lower numbers are taken: `findings-2.xlsx`.
pub fn numbered(path: &Path, number: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{number}.{extension}"))
}

/// Whether Excel or LibreOffice has the file open: each leaves a file of its own beside it.
fn is_open_elsewhere(path: &Path) -> bool {
    let name = lock::name(path);
    [format!("~${name}"), format!(".~lock.{name}#")]
        .iter()
        .any(|owner| path.with_file_name(owner).exists())
}

/// Deletes the workbooks of ours of this profile beyond the last `keep` by name, and says which. What somebody has open
/// stays: what they type would be lost.
pub fn retire(
    mut workbooks: Vec<PathBuf>,
    keep: usize,
    profile: WorkbookProfile,
) -> Result<Vec<PathBuf>, OutputError> {
    workbooks.retain(|path| {
        !is_open_elsewhere(path) && ingest::profile_of_own_workbook(path) == Some(profile)
    });
    workbooks.sort();
    workbooks.truncate(workbooks.len().saturating_sub(keep));
    for path in &workbooks {
        fs::remove_file(path)
            .map_err(|source| OutputError::Delete { path: path.clone(), source })?;
    }
    Ok(workbooks)
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    #[test]
    fn while_an_office_program_has_the_workbook_open_it_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("findings.xlsx");
        assert_eq!(name_while_open(&path).unwrap(), path);
        for owner in ["~$findings.xlsx", ".~lock.findings.xlsx#"] {
            fs::write(folder.path().join(owner), "").unwrap();
            assert_eq!(name_while_open(&path).unwrap(), folder.path().join("findings-2.xlsx"));
            fs::write(folder.path().join("findings-2.xlsx"), "").unwrap();
            assert_eq!(name_while_open(&path).unwrap(), folder.path().join("findings-3.xlsx"));
            fs::remove_file(folder.path().join("findings-2.xlsx")).unwrap();
            fs::remove_file(folder.path().join(owner)).unwrap();
        }
    }

    #[test]
    fn a_workbook_gives_way_only_to_names_that_the_next_run_finds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("findings.xlsx");
        fs::write(folder.path().join("~$findings.xlsx"), "").unwrap();
        for number in GAVE_WAY {
            fs::write(numbered(&path, number), "").unwrap();
        }
        assert!(matches!(name_while_open(&path), Err(OutputError::NoNameLeft(_))));
    }

    #[test]
    fn only_workbooks_of_ours_are_retired() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("findings-2026-01-01.xlsx");
        fs::write(&path, "somebody's own").unwrap();
        assert_eq!(
            retire(vec![path.clone()], 0, WorkbookProfile::Full).unwrap(),
            Vec::<PathBuf>::new()
        );
        assert!(path.exists());
    }

    #[test]
    fn a_workbook_that_somebody_has_open_is_not_retired() {
        let folder = tempfile::tempdir().unwrap();
        let workbook = |day: &str| {
            let path = folder.path().join(format!("findings-{day}.xlsx"));
            let mut workbook = Workbook::new();
            for sheet in ["Summary", "Deals", "Evidence", "Findings", "About"] {
                workbook.add_worksheet().set_name(sheet).unwrap();
            }
            workbook.save(&path).unwrap();
            path
        };
        let (open, closed) = (workbook("2026-01-01"), workbook("2026-02-01"));
        fs::write(folder.path().join(".~lock.findings-2026-01-01.xlsx#"), "").unwrap();
        let retired = retire(vec![open.clone(), closed.clone()], 0, WorkbookProfile::Full);
        assert_eq!(retired.unwrap(), [closed]);
        assert!(open.exists());
    }
}
