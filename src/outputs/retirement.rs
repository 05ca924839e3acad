//! Workbooks that are no longer kept: those of ours that nobody may miss.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::NaiveDate;

use super::open_workbooks::is_open_elsewhere;
use super::{OutputError, days_of_workbook};
use crate::domain::WorkbookProfile;
use crate::ingest;

/// What became of the workbooks that are no longer kept.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Retired {
    /// Those that are deleted.
    pub deleted: Vec<PathBuf>,
    /// Those that are not, as people wrote in them when a later one was there already.
    pub spared: Vec<PathBuf>,
}

/// Deletes the workbooks of ours of this profile beyond the last `keep` by name. What somebody has open stays: what they
/// type would be lost. So does what somebody wrote in after the next run: it may be the only copy.
pub fn retire(
    mut workbooks: Vec<PathBuf>,
    keep: usize,
    profile: WorkbookProfile,
) -> Result<Retired, OutputError> {
    workbooks.retain(|path| {
        !is_open_elsewhere(path) && ingest::profile_of_own_workbook(path) == Some(profile)
    });
    workbooks.sort();
    let mut retired = Retired::default();
    let too_many = workbooks.len().saturating_sub(keep);
    for (place, path) in workbooks.iter().take(too_many).enumerate() {
        if was_written_in_since(path, &workbooks[place + 1..]) {
            retired.spared.push(path.clone());
            continue;
        }
        fs::remove_file(path)
            .map_err(|source| OutputError::Delete { path: path.clone(), source })?;
        retired.deleted.push(path.clone());
    }
    Ok(retired)
}

/// Whether somebody has saved the workbook, and its file changed after that of the next day. As the program wrote it, it
/// holds nothing of people, whatever a copy or a checkout made of the times of files.
fn was_written_in_since(path: &Path, later: &[PathBuf]) -> bool {
    let Some(days) = days_of_workbook(path).filter(|days| !days.is_as_written) else {
        return false;
    };
    let is_of_later_day = |other: &&PathBuf| day(other).is_some_and(|day| day > days.as_of);
    let next = later.iter().find(is_of_later_day);
    next.is_some_and(|next| changed(path) > changed(next))
}

fn day(path: &Path) -> Option<NaiveDate> {
    days_of_workbook(path).map(|days| days.as_of)
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|file| file.modified()).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
    use tempfile::TempDir;

    use super::*;

    /// A workbook of this day, which this program or another wrote last, so many hours after an arbitrary time.
    fn workbook(folder: &TempDir, day: &str, writer: &str, hours: u64) -> PathBuf {
        let path = folder.path().join(format!("findings-{day}.xlsx"));
        let mut workbook = Workbook::new();
        for sheet in ["Summary", "Deals", "Evidence", "Findings", "About"] {
            workbook.add_worksheet().set_name(sheet).unwrap();
        }
        let about = workbook.worksheet_from_name("About").unwrap();
        about.write(0, 0, format!("As of: {day}")).unwrap();
        let made = ExcelDateTime::parse_from_str(day).unwrap();
        let properties = DocProperties::new().set_author(writer).set_creation_datetime(&made);
        workbook.set_properties(&properties);
        workbook.save(&path).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + hours * 3_600);
        fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
        path
    }

    fn retired(workbooks: &[&PathBuf], keep: usize) -> Retired {
        let workbooks = workbooks.iter().map(|path| (*path).clone()).collect();
        retire(workbooks, keep, WorkbookProfile::Full).unwrap()
    }

    #[test]
    fn only_workbooks_of_ours_are_retired() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("findings-2026-01-01.xlsx");
        fs::write(&path, "somebody's own").unwrap();
        assert_eq!(retired(&[&path], 0), Retired::default());
        assert!(path.exists());
    }

    #[test]
    fn a_workbook_that_somebody_has_open_is_not_retired() {
        let folder = tempfile::tempdir().unwrap();
        let open = workbook(&folder, "2026-01-01", "mapaudit", 0);
        let closed = workbook(&folder, "2026-02-01", "mapaudit", 0);
        fs::write(folder.path().join(".~lock.findings-2026-01-01.xlsx#"), "").unwrap();
        assert_eq!(retired(&[&open, &closed], 0).deleted, [closed]);
        assert!(open.exists());
    }

    #[test]
    fn a_workbook_that_was_written_in_after_the_next_run_is_spared() {
        let folder = tempfile::tempdir().unwrap();
        let of_first_day = workbook(&folder, "2026-01-01", "Excel", 25);
        let of_second_day = workbook(&folder, "2026-01-02", "Excel", 24);
        let of_third_day = workbook(&folder, "2026-01-03", "mapaudit", 48);
        let retired = retired(&[&of_first_day, &of_second_day, &of_third_day], 1);
        assert_eq!((retired.deleted, retired.spared), (vec![of_second_day], vec![of_first_day]));
    }

    #[test]
    fn times_of_files_that_a_checkout_made_spare_nothing_that_nobody_wrote_in() {
        let folder = tempfile::tempdir().unwrap();
        let later = workbook(&folder, "2026-01-01", "mapaudit", 9);
        let alike = workbook(&folder, "2026-01-02", "Excel", 8);
        let last = workbook(&folder, "2026-01-03", "mapaudit", 8);
        assert_eq!(retired(&[&later, &alike, &last], 1).deleted, [later, alike]);
    }
}
