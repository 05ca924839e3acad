//! What a run speaks for and writes: what the command line says, and the configuration where that is silent.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use thiserror::Error;

use crate::cli::{AuditArgs, FailOn};
use crate::config::{self, Config};
use crate::domain::{Period, Severity, WorkbookProfile};
use crate::inputs;
use crate::outputs;
use crate::pipeline::Scope;

/// What a run speaks for and writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it speaks for.
    pub scope: Scope,
    /// The workbook.
    pub workbook: PathBuf,
    /// Whom the workbook is for.
    pub profile: WorkbookProfile,
    /// The workbook of the previous run, or copies of it that people edited apart.
    pub previous: Vec<PathBuf>,
    /// The pattern for the previous workbook, if the configuration has one that matches none.
    pub unmatched_previous: Option<String>,
    /// How many workbooks of the same naming are kept, and the patterns that they match; without any, all are.
    pub keep: Option<(usize, Vec<String>)>,
    /// The web page.
    pub html: Option<PathBuf>,
    /// The folder of the tables.
    pub tables: Option<PathBuf>,
    /// Folders of the workbook and the page whose names hold the day or the period, so that each run may need new ones.
    pub folders: Vec<PathBuf>,
    /// New findings of at least this severity end the run with exit code 1.
    pub fail_on: Option<Severity>,
}

/// Something that cannot be planned.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each variant's text says what it is for")]
pub enum PlanProblem {
    #[error("--period {0}: say a quarter as 2026Q3, or a year as 2026")]
    Period(String),
    #[error(
        "{key} holds {{period}}, and the run has none. Give --period, or set period in the configuration"
    )]
    NoPeriod { key: &'static str },
    #[error(
        "--out {path}: the workbook is an Excel file, so its name ends in .xlsx. CSV and the like are written with \
             --tables DIR",
        path = .0.display()
    )]
    NotXlsx(PathBuf),
    #[error("--html {path}: a web page cannot have the name of a workbook. Call it summary.html, or the like", path = .0.display())]
    PageAsWorkbook(PathBuf),
    #[error("outputs.previous {pattern}: not a pattern: {reason}. For the sign [ itself write [[]")]
    BadPattern { pattern: String, reason: &'static str },
}

impl Plan {
    /// The plan, or everything that keeps it from being one. `today` serves where no day is given.
    pub fn new(
        args: &AuditArgs,
        config: &Config,
        today: NaiveDate,
    ) -> Result<Plan, Vec<PlanProblem>> {
        let as_of = args.as_of.unwrap_or(today);
        let mut problems = Vec::new();
        let named = args.period.as_ref().or(config.period.as_ref());
        let period = named.and_then(|name| {
            let period = Period::named(name, config.fiscal_year_start_month);
            if period.is_none() {
                problems.push(PlanProblem::Period(name.clone()));
            }
            period
        });
        let outputs = &config.outputs;
        let is_unknown = !problems.is_empty();
        let mut filled = |key: &'static str, name: &str| {
            if name.contains("{period}") && period.is_none() && !is_unknown {
                problems.push(PlanProblem::NoPeriod { key });
            }
            let period = period.as_ref().map_or("", |period| period.name.as_str());
            let name = name.replace("{as_of}", &as_of.to_string()).replace("{period}", period);
            config.folder.join(name)
        };
        let of_config = outputs.workbook.as_deref().filter(|_| args.out.is_none());
        let workbook = of_config.map(|name| filled("outputs.workbook", name));
        let tables = outputs.tables.as_deref().filter(|_| args.tables.is_none());
        let tables = tables.map(|name| filled("outputs.tables", name));
        let html = outputs.html.as_deref().filter(|_| args.html.is_none());
        let html = html.map(|name| filled("outputs.html", name));
        let is_workbook_name = |path: &&PathBuf| config::is_workbook_name(path);
        let no_workbook = args.out.as_ref().filter(|path| !is_workbook_name(path));
        problems.extend(no_workbook.cloned().map(PlanProblem::NotXlsx));
        let no_page = args.html.as_ref().filter(is_workbook_name);
        problems.extend(no_page.cloned().map(PlanProblem::PageAsWorkbook));
        let folders = [(&outputs.workbook, &workbook), (&outputs.html, &html)];
        let folders = folders.into_iter().filter_map(|(name, path)| {
            let is_named_by_run = Path::new(name.as_ref()?).parent()?.to_str()?.contains('{');
            path.as_ref().filter(|_| is_named_by_run)?.parent()
        });
        let folders = folders.map(Path::to_owned).collect();
        let pattern = outputs.previous.as_deref().filter(|_| args.previous.is_empty());
        let last_run = pattern.map_or(Ok(None), |pattern| last_run(config, pattern));
        let last_run = last_run.map_err(|problem| problems.push(problem)).unwrap_or_default();
        if !problems.is_empty() {
            return Err(problems);
        }
        let keep = of_config.zip(outputs.keep).map(|(name, keep)| {
            let patterns = patterns_of(name);
            let in_folder = patterns.iter().map(|it| inputs::pattern_in(&config.folder, it));
            (keep as usize, in_folder.collect())
        });
        let default = || PathBuf::from(WORKBOOK);
        Ok(Plan {
            scope: Scope { as_of, period },
            workbook: args.out.clone().or(workbook).unwrap_or_else(default),
            profile: args.workbook_profile.unwrap_or(outputs.profile),
            unmatched_previous: pattern.filter(|_| last_run.is_none()).map(str::to_owned),
            previous: args.previous.iter().cloned().chain(last_run).collect(),
            keep,
            folders,
            html: args.html.clone().or(html),
            tables: args.tables.clone().or(tables),
            fail_on: match args.fail_on {
                Some(FailOn::Severity(least)) => Some(least),
                Some(FailOn::Never) => None,
                None => outputs.fail_on,
            },
        })
    }
}

/// The patterns that the names of workbooks match that runs give them, and no name that a person gives a copy.
fn patterns_of(name: &str) -> Vec<String> {
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
    names.iter().map(gave_way).chain(names.clone()).collect()
}

/// The last workbook by name that the pattern of the configuration matches; none before the first run. Nobody works in
/// leadership's, so none of those is meant. A workbook that gave way to an open one was written after it, although its
/// name, `findings-2.xlsx`, comes before `findings.xlsx`.
fn last_run(config: &Config, pattern: &str) -> Result<Option<PathBuf>, PlanProblem> {
    let matching = inputs::matching(&inputs::pattern_in(&config.folder, pattern))
        .map_err(|reason| PlanProblem::BadPattern { pattern: pattern.to_owned(), reason })?;
    let is_full = |path: &PathBuf| !inputs::is_for_leadership(path);
    let Some(last) = matching.iter().rfind(|path| is_full(path)) else { return Ok(None) };
    let mut gave_way = outputs::GAVE_WAY.rev().map(|number| outputs::numbered(last, number));
    let newer = gave_way.find(|path| matching.contains(path) && is_full(path));
    Ok(Some(newer.unwrap_or_else(|| last.clone())))
}

/// The workbook if nobody names another.
const WORKBOOK: &str = "findings.xlsx";

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();

    fn plan(arguments: &[&str], config: &str) -> Result<Plan, Vec<PlanProblem>> {
        let cli = Cli::parse_from([&["mapaudit", "audit"], arguments].concat());
        let Command::Audit(args) = cli.command else { panic!("an audit") };
        let (mut config, problems) = Config::parse(config, "mapaudit.toml");
        assert_eq!(problems, []);
        config.folder = PathBuf::from("audits");
        Plan::new(&args, &config, TODAY)
    }

    #[test]
    fn without_a_word_the_workbook_lies_in_the_current_folder() {
        let plan = plan(&[], "").unwrap();
        assert_eq!(plan.workbook, PathBuf::from("findings.xlsx"));
        assert_eq!(plan.scope, Scope { as_of: TODAY, period: None });
        assert_eq!(
            (plan.tables, plan.previous, plan.keep, plan.fail_on),
            (None, vec![], None, None)
        );
    }

    #[test]
    fn the_configuration_names_outputs_beside_itself() {
        let config = "period = \"2026Q3\"\n[outputs]\nworkbook = \"{period}/map-{as_of}.xlsx\"\n\
                      html = \"{as_of}.html\"\ntables = \"tables\"\nkeep = 4\nfail_on = \"high\"\n";
        let plan = plan(&[], config).unwrap();
        assert_eq!(plan.workbook, PathBuf::from("audits/2026Q3/map-2026-10-01.xlsx"));
        assert_eq!(plan.html, Some(PathBuf::from("audits/2026-10-01.html")));
        assert_eq!(plan.tables, Some(PathBuf::from("audits/tables")));
        let (keep, patterns) = plan.keep.unwrap();
        let matches =
            |name| patterns.iter().any(|it| glob::Pattern::new(it).unwrap().matches(name));
        assert_eq!(keep, 4);
        assert!(matches("audits/2025/map-2026-01-31.xlsx"));
        assert!(matches("audits/2026-Q2/map-2026-01-31.xlsx"));
        assert!(matches("audits/2025/map-2026-01-31-2.xlsx"), "it gave way to an open one");
        assert!(!matches("audits/2025/map-2026-01-31 Ana.xlsx"));
        assert_eq!(plan.folders, [PathBuf::from("audits/2026Q3")]);
        assert_eq!(plan.fail_on, Some(Severity::High));
    }

    #[test]
    fn flags_win_over_the_configuration() {
        let config = "[outputs]\nworkbook = \"{period}.xlsx\"\nkeep = 4\nfail_on = \"high\"\n";
        let flags = ["--out", "mine.xlsx", "--fail-on", "never", "--as-of", "2026-11-02"];
        let plan = plan(&flags, config).unwrap();
        assert_eq!((plan.workbook, plan.keep), (PathBuf::from("mine.xlsx"), None));
        assert_eq!((plan.fail_on, plan.scope.as_of.to_string()), (None, "2026-11-02".to_owned()));
    }

    #[test]
    fn what_cannot_be_planned_is_told() {
        let config = "[outputs]\nworkbook = \"{period}.xlsx\"\ntables = \"{period}\"\n";
        assert_eq!(plan(&[], config).unwrap_err().len(), 2);
        let problems = plan(&["--period", "2026Q5"], config).unwrap_err();
        assert_eq!(problems, [PlanProblem::Period("2026Q5".into())]);
        let problems = plan(&[], "[outputs]\nprevious = \"findings-[.xlsx\"\n").unwrap_err();
        let told = "outputs.previous findings-[.xlsx: not a pattern: invalid range pattern. For the sign [ itself write [[]";
        assert_eq!(problems[0].to_string(), told);
    }

    #[test]
    fn a_workbook_is_named_as_one_and_a_page_is_not() {
        let flags = plan(&["--out", "x.csv", "--html", "findings.xlsx"], "").unwrap_err();
        let flags: Vec<String> = flags.iter().map(ToString::to_string).collect();
        assert!(flags[0].starts_with("--out x.csv: the workbook is an Excel file"), "{flags:?}");
        assert!(flags[1].starts_with("--html findings.xlsx: a web page"), "{flags:?}");
        assert!(plan(&["--out", "a/FINDINGS.XLSX"], "").is_ok());
        let keys = "[outputs]\nworkbook = \"{as_of}\"\nhtml = \"{as_of}.xlsx\"\n";
        let (_, problems) = Config::parse(keys, "mapaudit.toml");
        assert_eq!(problems.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn a_pattern_for_the_previous_workbook_that_matches_none_is_remembered() {
        let config = "[outputs]\nprevious = \"findngs-*.xlsx\"\n";
        let first = plan(&[], config).unwrap();
        assert_eq!(first.unmatched_previous.as_deref(), Some("findngs-*.xlsx"));
        let flagged = plan(&["--previous", "last.xlsx"], config).unwrap();
        assert_eq!(
            (flagged.previous, flagged.unmatched_previous),
            (vec!["last.xlsx".into()], None)
        );
    }

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

    #[test]
    fn brackets_in_the_name_of_a_workbook_are_brackets_where_old_ones_are_deleted() {
        let plan = plan(&[], "[outputs]\nworkbook = \"map [{as_of}].xlsx\"\nkeep = 4\n").unwrap();
        let (_, patterns) = plan.keep.unwrap();
        let day = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";
        assert_eq!(patterns[1], format!("audits/map [[]{day}[]].xlsx"));
    }
}
