//! The workbooks of earlier runs, by the names that the configuration gives them.

use std::path::PathBuf;

use chrono::{Local, NaiveDate};

use super::PlanProblem;
use crate::config::Config;
use crate::outputs::OwnDays;
use crate::{inputs, outputs};

/// The patterns that the names of workbooks match that runs give them, and no name that a person gives a copy.
pub(super) fn patterns_of(config: &Config, name: &str) -> Vec<String> {
    const YEAR: &str = "[0-9][0-9][0-9][0-9]";
    let name = inputs::literal(name).replace("{as_of}", &format!("{YEAR}-[0-9][0-9]-[0-9][0-9]"));
    let periods = ["", "[Qq][1-4]", "-[Qq][1-4]"].map(|quarter| format!("{YEAR}{quarter}"));
    let names = if name.contains("{period}") {
        periods.iter().map(|period| name.replace("{period}", period)).collect()
    } else {
        vec![name]
    };
    let (first, last) = (outputs::GAVE_WAY.start(), outputs::GAVE_WAY.end());
    let gave_way =
        |name: &String| format!("{}-[{first}-{last}].xlsx", &name[..name.len() - ".xlsx".len()]);
    let all = names.iter().map(gave_way).chain(names.clone());
    all.map(|name| inputs::pattern_in(&config.folder, &name)).collect()
}

/// What a run follows on.
#[derive(Debug, Default)]
pub(super) struct LastRun {
    /// The workbook of the last run; none before the first.
    pub(super) workbook: Option<PathBuf>,
    /// Other workbooks in which people may have written since.
    pub(super) written_in: Vec<PathBuf>,
}

/// A workbook that the pattern matches, and what it says of its days.
struct Matching {
    path: PathBuf,
    days: Option<OwnDays>,
}

impl Matching {
    fn day(&self) -> Option<NaiveDate> {
        self.days.map(|days| days.as_of)
    }
}

/// The workbook of the latest day before the run's own that the pattern of the configuration matches, and every other one
/// that people may have written in since. Nobody works in leadership's, so none of those is meant.
///
/// One that speaks for the run's own day is of a run that this one repeats: what it calls new is still new today. It is the
/// last only if there is no earlier one.
pub(super) fn last_run(
    config: &Config,
    pattern: &str,
    as_of: NaiveDate,
) -> Result<LastRun, PlanProblem> {
    let matching = inputs::matching(&inputs::pattern_in(&config.folder, pattern))
        .map_err(|reason| PlanProblem::BadPattern { pattern: pattern.to_owned(), reason })?;
    let matching = matching.into_iter().filter(|path| !inputs::is_for_leadership(path));
    let matching = matching.map(|path| Matching { days: outputs::days_of_workbook(&path), path });
    let matching: Vec<Matching> = matching.collect();
    let day = last_day(&matching, as_of);
    let of_day: Vec<&PathBuf> =
        matching.iter().filter(|it| it.day() == day).map(|it| &it.path).collect();
    let last = latest(config, &of_day);
    // One that cannot be read may be of a later run still: to go back behind it would forget that.
    let is_unread = |it: &&Matching| it.days.is_none() && day.is_some() && Some(&it.path) > last;
    let unread = matching.iter().rfind(is_unread).map(|it| &it.path);
    let workbook = unread.or(last).cloned();
    let is_other = |it: &&Matching| Some(&it.path) != workbook.as_ref();
    let written_in = matching.iter().filter(is_other).filter(|it| {
        let is_of_run = it.day() == day || it.day() == Some(as_of);
        it.days.zip(day).is_some_and(|(days, day)| is_of_run || was_saved_since(&days, day))
    });
    Ok(LastRun { written_in: written_in.map(|it| it.path.clone()).collect(), workbook })
}

/// The day of the last run: the latest before this day; where there is none this day, and else the latest of all.
fn last_day(matching: &[Matching], as_of: NaiveDate) -> Option<NaiveDate> {
    let days = || matching.iter().filter_map(Matching::day);
    let before = days().filter(|day| *day < as_of).max();
    before.or_else(|| days().find(|day| *day == as_of)).or_else(|| days().max())
}

/// Whether people saved the workbook on that day or later. Each run reads what was saved since the one before it; where a
/// workbook does not say when it was, it is read.
fn was_saved_since(days: &OwnDays, day: NaiveDate) -> bool {
    let saved_on = days.saved.map(|saved| saved.with_timezone(&Local).date_naive());
    !days.is_as_written && saved_on.is_none_or(|saved_on| saved_on >= day)
}

/// The last by name of these workbooks of one day, where the program named any, of those: who copies one names it anew. A
/// workbook that gave way to an open one was written after it, although its name, `findings-2.xlsx`, comes before
/// `findings.xlsx`.
fn latest<'a>(config: &Config, workbooks: &[&'a PathBuf]) -> Option<&'a PathBuf> {
    let given = config.outputs.workbook.as_deref();
    let own = given.map(|name| patterns_of(config, name)).unwrap_or_default();
    let named: Vec<_> = own.iter().flat_map(|it| inputs::matching(it)).flatten().collect();
    let last = workbooks.iter().rfind(|it| named.contains(it)).or(workbooks.last())?;
    let mut gave_way = outputs::GAVE_WAY.rev().map(|number| outputs::numbered(last, number));
    let is_there = |path: PathBuf| workbooks.iter().find(|it| ***it == path);
    Some(gave_way.find_map(is_there).unwrap_or(last))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A folder with workbooks, each of a name and a day, and saved on a day by Excel unless that is blank.
    fn folder(workbooks: &[(&str, &str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, day, saved) in workbooks {
            let mut workbook = Workbook::new();
            workbook.add_worksheet().write(0, 0, format!("As of: {day}")).unwrap();
            let (writer, made) =
                if saved.is_empty() { ("mapaudit", day) } else { ("Excel", saved) };
            let made = ExcelDateTime::parse_from_str(made).unwrap();
            let properties = DocProperties::new().set_author(writer).set_creation_datetime(&made);
            workbook.set_properties(&properties);
            workbook.save(folder.path().join(name)).unwrap();
        }
        folder
    }

    /// The names of the last workbook and of the others that are read, for a run of this day.
    fn last(folder: &Path, as_of: &str) -> (String, Vec<String>) {
        let mut config = Config { folder: folder.to_owned(), ..Config::default() };
        config.outputs.workbook = Some("map-{as_of}.xlsx".to_owned());
        let LastRun { workbook, written_in } =
            last_run(&config, "map-*.xlsx", date(as_of)).unwrap();
        let name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        (name(workbook.unwrap()), written_in.into_iter().map(name).collect())
    }

    #[test]
    fn the_last_run_left_the_workbook_that_gave_way_to_an_open_one() {
        let folder = folder(&[
            ("map-2026-09-30.xlsx", "2026-09-30", ""),
            ("map-2026-10-01-2.xlsx", "2026-10-01", ""),
            ("map-2026-10-01.xlsx", "2026-10-01", "2026-10-01"),
        ]);
        let (last, others) = last(folder.path(), "2026-10-02");
        assert_eq!(
            (last.as_str(), others),
            ("map-2026-10-01-2.xlsx", vec!["map-2026-10-01.xlsx".into()])
        );
    }

    #[test]
    fn a_copy_that_a_person_named_is_not_taken_for_the_last_run_but_read() {
        let folder = folder(&[
            ("map-2026-10-01.xlsx", "2026-10-01", ""),
            ("map-2026-10-02 Ana.xlsx", "2026-10-02", "2026-10-02"),
            ("map-2026-10-02.xlsx", "2026-10-02", ""),
            ("map-Q3 final.xlsx", "2026-10-01", "2026-10-02T12:00:00Z"),
        ]);
        let copies = ["map-2026-10-02 Ana.xlsx", "map-Q3 final.xlsx"].map(str::to_owned).to_vec();
        assert_eq!(last(folder.path(), "2026-10-03"), ("map-2026-10-02.xlsx".into(), copies));
    }

    #[test]
    fn an_earlier_workbook_is_read_too_by_the_run_after_somebody_saved_it() {
        let folder = folder(&[
            ("map-2026-10-01.xlsx", "2026-10-01", "2026-10-03T12:00:00Z"),
            ("map-2026-10-02.xlsx", "2026-10-02", "2026-10-02T12:00:00Z"),
            ("map-2026-10-03.xlsx", "2026-10-03", ""),
            ("map-2026-10-04.xlsx", "2026-10-04", ""),
        ]);
        let first = vec!["map-2026-10-01.xlsx".to_owned()];
        let repeated = vec!["map-2026-10-01.xlsx".to_owned(), "map-2026-10-04.xlsx".to_owned()];
        assert_eq!(last(folder.path(), "2026-10-04"), ("map-2026-10-03.xlsx".into(), repeated));
        std::fs::remove_file(folder.path().join("map-2026-10-04.xlsx")).unwrap();
        assert_eq!(last(folder.path(), "2026-10-04"), ("map-2026-10-03.xlsx".into(), first));
        std::fs::copy(folder.path().join("map-2026-10-03.xlsx"), folder.path().join("map-x.xlsx"))
            .unwrap();
        assert_eq!(last(folder.path(), "2026-10-06").0, "map-2026-10-03.xlsx");
    }

    #[test]
    fn a_workbook_that_cannot_be_read_is_not_gone_back_behind() {
        let folder = folder(&[("map-2026-10-01.xlsx", "2026-10-01", "")]);
        std::fs::write(folder.path().join("map-2026-10-02.xlsx"), "damaged").unwrap();
        assert_eq!(last(folder.path(), "2026-10-03").0, "map-2026-10-02.xlsx");
        std::fs::rename(
            folder.path().join("map-2026-10-02.xlsx"),
            folder.path().join("map-2025.xlsx"),
        )
        .unwrap();
        assert_eq!(last(folder.path(), "2026-10-03").0, "map-2026-10-01.xlsx");
    }
}
