//! The workbooks of earlier runs, by the names that the configuration gives them.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::PlanProblem;
use crate::config::Config;
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
    /// Workbooks of the day that the run speaks for: it repeats their runs.
    pub(super) repeated: Vec<PathBuf>,
}

/// The last workbook by name that the pattern of the configuration matches. Nobody works in leadership's, so none of those
/// is meant.
///
/// One that speaks for this very day is of a run that this one repeats: what it calls new is still new today. It is the last
/// only if there is no earlier one.
pub(super) fn last_run(
    config: &Config,
    pattern: &str,
    as_of: NaiveDate,
) -> Result<LastRun, PlanProblem> {
    let mut matching = inputs::matching(&inputs::pattern_in(&config.folder, pattern))
        .map_err(|reason| PlanProblem::BadPattern { pattern: pattern.to_owned(), reason })?;
    matching.retain(|path| !inputs::is_for_leadership(path));
    let is_of_this_day = |path: &&PathBuf| outputs::day_of_workbook(path) == Some(as_of);
    let of_this_day = matching.iter().rev().take_while(is_of_this_day).count();
    let mut repeated = matching.split_off(matching.len() - of_this_day);
    if matching.is_empty() {
        matching = std::mem::take(&mut repeated);
    }
    Ok(LastRun { workbook: latest(&matching), repeated })
}

/// The last of these by name. A workbook that gave way to an open one was written after it, although its name,
/// `findings-2.xlsx`, comes before `findings.xlsx`.
fn latest(workbooks: &[PathBuf]) -> Option<PathBuf> {
    let last = workbooks.last()?;
    let mut gave_way = outputs::GAVE_WAY.rev().map(|number| outputs::numbered(last, number));
    Some(gave_way.find(|path| workbooks.contains(path)).unwrap_or_else(|| last.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_run_left_the_workbook_that_gave_way_to_an_open_one() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { folder: folder.path().to_owned(), ..Config::default() };
        for name in ["map-2026-09-30.xlsx", "map-2026-10-01-2.xlsx", "map-2026-10-01.xlsx"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let as_of = NaiveDate::from_ymd_opt(2026, 10, 2).unwrap();
        let last = |pattern| last_run(&config, pattern, as_of).unwrap().workbook.unwrap();
        assert_eq!(last("map-*.xlsx"), folder.path().join("map-2026-10-01-2.xlsx"));
        assert_eq!(last("map-2026-09*.xlsx"), folder.path().join("map-2026-09-30.xlsx"));
    }
}
