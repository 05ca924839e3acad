//! The workbooks of earlier runs, by the names that the configuration gives them.

use std::path::PathBuf;

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

/// The last workbook by name that the pattern of the configuration matches; none before the first run. Nobody works in
/// leadership's, so none of those is meant. A workbook that gave way to an open one was written after it, although its
/// name, `findings-2.xlsx`, comes before `findings.xlsx`.
pub(super) fn last_run(config: &Config, pattern: &str) -> Result<Option<PathBuf>, PlanProblem> {
    let matching = inputs::matching(&inputs::pattern_in(&config.folder, pattern))
        .map_err(|reason| PlanProblem::BadPattern { pattern: pattern.to_owned(), reason })?;
    let is_full = |path: &PathBuf| !inputs::is_for_leadership(path);
    let Some(last) = matching.iter().rfind(|path| is_full(path)) else { return Ok(None) };
    let mut gave_way = outputs::GAVE_WAY.rev().map(|number| outputs::numbered(last, number));
    let newer = gave_way.find(|path| matching.contains(path) && is_full(path));
    Ok(Some(newer.unwrap_or_else(|| last.clone())))
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
        let last = last_run(&config, "map-*.xlsx").unwrap().unwrap();
        assert_eq!(last, folder.path().join("map-2026-10-01-2.xlsx"));
        let last = last_run(&config, "map-2026-09*.xlsx").unwrap().unwrap();
        assert_eq!(last, folder.path().join("map-2026-09-30.xlsx"));
    }
}
