//! What a run speaks for and writes: what the command line says, and the configuration where that is silent.

mod earlier_workbooks;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use thiserror::Error;

use self::earlier_workbooks::{LastRun, last_run, patterns_of};
use crate::cli::{AuditArgs, FailOn};
use crate::config::{self, Config};
use crate::domain::{Period, Severity, WorkbookProfile};
use crate::pipeline::Scope;

/// What a run speaks for and writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it speaks for.
    pub scope: Scope,
    /// Where the workbook goes; not yet whether it may.
    pub workbook: PathBuf,
    /// Whom the workbook is for.
    pub profile: WorkbookProfile,
    /// The workbook of the previous run, or copies of it that people edited apart.
    pub previous: Vec<PathBuf>,
    /// Other workbooks of the runs so far in which people may have written since: only that of them counts.
    pub written_in: Vec<PathBuf>,
    /// The pattern for the previous workbook, if the configuration has one that matches none.
    pub unmatched_previous: Option<String>,
    /// How many workbooks of the same naming are kept, and the patterns that they match; without any, all are.
    pub keep: Option<(usize, Vec<String>)>,
    /// Where the web page goes, if one is wanted.
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
        let outputs = &config.outputs;
        let as_of = args.as_of.unwrap_or(today);
        let mut problems = Vec::new();
        let period = noted(period(args, config), &mut problems);
        let of_run = Names { as_of, period: period.as_ref(), has_problem: !problems.is_empty() };
        let mut named = |key, name: &Option<String>, flag: &Option<PathBuf>| {
            let name = name.as_deref().filter(|_| flag.is_none())?;
            Some(config.folder.join(noted(of_run.filled(key, name), &mut problems)))
        };
        let workbook = named("outputs.workbook", &outputs.workbook, &args.out);
        let tables = named("outputs.tables", &outputs.tables, &args.tables);
        let html = named("outputs.html", &outputs.html, &args.html);
        problems.extend(misnamed(args));
        let pattern = outputs.previous.as_deref().filter(|_| args.previous.is_empty());
        let last_run =
            pattern.map_or(Ok(LastRun::default()), |pattern| last_run(config, pattern, as_of));
        let LastRun { workbook: previous, written_in } = noted(last_run, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let name_of_config = outputs.workbook.as_deref().filter(|_| workbook.is_some());
        let folders = [(&outputs.workbook, &workbook), (&outputs.html, &html)];
        let folders = folders.into_iter().filter_map(|(name, path)| {
            folder_named_by_run(name.as_deref()?, path.as_deref()?).map(Path::to_owned)
        });
        Ok(Plan {
            folders: folders.collect(),
            scope: Scope { as_of, period },
            workbook: args.out.clone().or(workbook).unwrap_or_else(|| PathBuf::from(WORKBOOK)),
            profile: args.workbook_profile.unwrap_or(outputs.profile),
            unmatched_previous: pattern.filter(|_| previous.is_none()).map(str::to_owned),
            previous: args.previous.iter().cloned().chain(previous).collect(),
            written_in,
            keep: name_of_config
                .zip(outputs.keep)
                .map(|(name, keep)| (keep as usize, patterns_of(config, name))),
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

/// The value; where there is none, the problem is noted and a default goes on, so that every problem is told.
fn noted<T: Default>(planned: Result<T, PlanProblem>, problems: &mut Vec<PlanProblem>) -> T {
    planned.map_err(|problem| problems.push(problem)).unwrap_or_default()
}

fn period(args: &AuditArgs, config: &Config) -> Result<Option<Period>, PlanProblem> {
    let Some(name) = args.period.as_ref().or(config.period.as_ref()) else { return Ok(None) };
    let period = Period::named(name, config.fiscal_year_start_month);
    period.map(Some).ok_or_else(|| PlanProblem::Period(name.clone()))
}

/// What the names of outputs hold of the run.
struct Names<'a> {
    as_of: NaiveDate,
    period: Option<&'a Period>,
    /// Whether a period is given that is none.
    has_problem: bool,
}

impl Names<'_> {
    /// The name that the configuration gives under this key, with the day and the period of the run.
    fn filled(&self, key: &'static str, name: &str) -> Result<String, PlanProblem> {
        if name.contains("{period}") && self.period.is_none() && !self.has_problem {
            return Err(PlanProblem::NoPeriod { key });
        }
        let period = self.period.map_or("", |period| period.name.as_str());
        Ok(name.replace("{as_of}", &self.as_of.to_string()).replace("{period}", period))
    }
}

/// The outputs whose names on the command line say that something else was meant.
fn misnamed(args: &AuditArgs) -> impl Iterator<Item = PlanProblem> {
    let no_workbook = args.out.clone().filter(|path| !config::is_workbook_name(path));
    let no_page = args.html.clone().filter(|path| config::is_workbook_name(path));
    let no_workbook = no_workbook.map(PlanProblem::NotXlsx);
    no_workbook.into_iter().chain(no_page.map(PlanProblem::PageAsWorkbook))
}

/// The folder of this file, if it is named by the day or the period of the run.
fn folder_named_by_run<'a>(name: &str, path: &'a Path) -> Option<&'a Path> {
    let is_named_by_run = Path::new(name).parent()?.to_str()?.contains('{');
    path.parent().filter(|_| is_named_by_run)
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
    fn brackets_in_the_name_of_a_workbook_are_brackets_where_old_ones_are_deleted() {
        let plan = plan(&[], "[outputs]\nworkbook = \"map [{as_of}].xlsx\"\nkeep = 4\n").unwrap();
        let (_, patterns) = plan.keep.unwrap();
        let day = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";
        assert_eq!(patterns[1], format!("audits/map [[]{day}[]].xlsx"));
    }
}
