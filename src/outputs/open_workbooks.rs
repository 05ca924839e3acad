//! Workbooks that somebody has open: a run does not write over them.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::{OutputError, lock};

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
pub(super) fn is_open_elsewhere(path: &Path) -> bool {
    let name = lock::name(path);
    [format!("~${name}"), format!(".~lock.{name}#")]
        .iter()
        .any(|owner| path.with_file_name(owner).exists())
}

#[cfg(test)]
mod tests {
    use std::fs;

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
}
