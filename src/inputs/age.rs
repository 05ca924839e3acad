//! Whether the exports are fresh enough for a run that nobody watches.

use std::path::Path;

use chrono::{DateTime, Local, NaiveDate};

use super::Input;
use crate::domain::{Failure, InputReport, Role, counted};

/// The files that were written more than `most` days before the audit's day: whoever exports them has stopped to.
pub fn written_too_long_ago(inputs: &[Input], as_of: NaiveDate, most: u32) -> Vec<Failure> {
    let age = |input: &Input| {
        let written = written_on(&input.path)?;
        let words = format!("was last written on {written}");
        too_old(&input.path.display().to_string(), written, &words, as_of, most)
    };
    inputs.iter().filter_map(age).collect()
}

/// The exports of the CRM and of ACE in which nothing changed since more than `most` days before the audit's day. Of
/// several parts of one export, the newest counts. Lists of fund requests and accounts may well rest for long.
pub fn unchanged_too_long(reports: &[InputReport], as_of: NaiveDate, most: u32) -> Vec<Failure> {
    let age = |role: Role| {
        let of_role = reports.iter().filter(|report| report.role == role);
        let newest = of_role.max_by_key(|report| report.newest_record)?;
        let changed = newest.newest_record?;
        too_old(&newest.path, changed, &format!("holds no change after {changed}"), as_of, most)
    };
    [Role::Crm, Role::Ace].into_iter().filter_map(age).collect()
}

fn too_old(
    path: &str,
    day: NaiveDate,
    words: &str,
    as_of: NaiveDate,
    most: u32,
) -> Option<Failure> {
    let days = (as_of - day).num_days();
    let age = counted(days.unsigned_abs(), "day");
    (days > i64::from(most)).then(|| Failure {
        path: Some(path.to_owned()),
        code: "stale_input",
        message: format!(
            "{path}: {words}, {age} before the audit's day {as_of}; inputs.max_age_days allows {most}"
        ),
        hint: "Export it again, or raise inputs.max_age_days in the configuration.".to_owned(),
    })
}

/// The day of the last change of the file, by the time zone of the machine: where its owner is.
fn written_on(path: &Path) -> Option<NaiveDate> {
    let written = path.metadata().and_then(|file| file.modified()).ok()?;
    Some(DateTime::<Local>::from(written).date_naive())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::domain::testing::{AS_OF, date, input_report};

    #[test]
    fn a_file_that_was_written_too_long_ago_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("crm.csv");
        std::fs::write(&path, "x").unwrap();
        // Noon, so that the day is the same in all but the outermost time zones.
        let noon = UNIX_EPOCH + Duration::from_secs(1_700_000_000 / 86_400 * 86_400 + 43_200);
        std::fs::File::options().append(true).open(&path).unwrap().set_modified(noon).unwrap();
        let inputs = [Input { path, options: crate::ingest::Options::default() }];
        let day = written_on(&inputs[0].path).unwrap();
        let after = |days| day + chrono::Days::new(days);
        assert!(written_too_long_ago(&inputs, after(7), 7).is_empty());
        assert!(
            written_too_long_ago(&inputs, date(2020, 1, 1), 7).is_empty(),
            "an audit of the past"
        );
        let failures = written_too_long_ago(&inputs, after(8), 7);
        assert!(failures[0].message.contains("crm.csv: was last written on"), "{failures:?}");
        assert!(failures[0].message.contains("8 days before"), "{failures:?}");
    }

    #[test]
    fn an_export_without_a_recent_change_is_named_unless_another_part_has_one() {
        let of = |role, days| InputReport {
            newest_record: Some(AS_OF - chrono::Days::new(days)),
            ..input_report("crm.csv", role, 2, 1)
        };
        let codes = |reports: &[InputReport]| unchanged_too_long(reports, AS_OF, 7).len();
        assert_eq!(codes(&[of(Role::Crm, 8), of(Role::Ace, 7)]), 1);
        assert_eq!(codes(&[of(Role::Crm, 8), of(Role::Crm, 1)]), 0);
        assert_eq!(codes(&[of(Role::Funding, 90), of(Role::Accounts, 400)]), 0);
        let unknown = InputReport { newest_record: None, ..of(Role::Ace, 1) };
        assert_eq!(codes(&[unknown]), 0);
    }
}
