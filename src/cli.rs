//! The command line.

use std::ffi::OsStr;
use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};
use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::{Severity, WorkbookProfile};
use crate::portfolio::TableFormat;

/// Finds AWS MAP funding that a partner is missing, from a CRM export and an ACE export.
#[derive(Debug, Parser)]
#[command(name = "mapaudit", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Form of warnings and errors on standard error: json gives one object a line, and tells each step too
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub log_format: TextOrJson,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Audit exports and write the findings workbook
    Audit(Box<AuditArgs>),
    /// Say what each export is, how its columns map and what is wrong with it; no audit
    Check(Box<CheckArgs>),
    /// Explain one rule, or list the whole catalogue
    Explain(ExplainArgs),
    /// Write a mapaudit.toml in which every setting is explained and none is set
    Init(InitArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print a manual page, as `man` reads it
    Man(ManArgs),
}

/// Which files are read, and how.
#[derive(Debug, Default, Args)]
pub struct InputArgs {
    /// Exports: files, folders or patterns. What each one holds is recognised by its headers
    #[arg(value_name = "FILES")]
    pub files: Vec<String>,
    /// An export that is the CRM's, whatever it looks like
    #[arg(long, value_name = "FILE")]
    pub crm: Vec<String>,
    /// An export that is ACE's
    #[arg(long, value_name = "FILE")]
    pub ace: Vec<String>,
    /// A list of fund requests
    #[arg(long, value_name = "FILE")]
    pub funding: Vec<String>,
    /// The CRM's accounts: names, websites and countries for deals that hold only their ids
    #[arg(long, value_name = "FILE")]
    pub accounts: Vec<String>,
    /// Order of day, month and year: dmy, mdy or ymd
    #[arg(long, value_name = "[FILE:]ORDER")]
    pub date_order: Vec<String>,
    /// Sheet to read of a workbook; once for each of several
    #[arg(long, value_name = "[FILE:]NAME")]
    pub sheet: Vec<String>,
    /// Encoding of a text file, as utf-8, windows-1252 or utf-16le
    #[arg(long, value_name = "[FILE:]NAME")]
    pub encoding: Vec<String>,
    /// What a column means: "HEADER=field", as "ARR (k)=arr"
    #[arg(long, value_name = "[FILE:]HEADER=FIELD")]
    pub map: Vec<String>,
    /// Settings [default: mapaudit.toml in the current folder, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would replace the text of the command")]
    pub inputs: InputArgs,
    /// The date the audit speaks for [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,
    /// Audit only the deals that were in the pipeline during a quarter, as 2026Q3, or a year, as 2026
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// The workbook [default: findings.xlsx]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Whom the workbook is for; leadership's names no persons and has no columns to write in [default: full]
    #[arg(long, value_name = "PROFILE")]
    pub workbook_profile: Option<WorkbookProfile>,
    /// The previous run's workbook, whose notes, decisions and states are carried over (repeat for copies edited apart)
    #[arg(long, value_name = "FILE")]
    pub previous: Vec<PathBuf>,
    /// Overwrite outputs that mapaudit did not write; never an export that is read
    #[arg(long)]
    pub force: bool,
    /// Also write Summary as a web page of one file, for a mail
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Also write deals, findings, matches, set_aside and run.json into this folder
    #[arg(long, value_name = "DIR")]
    pub tables: Option<PathBuf>,
    /// Format of these tables
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = TableFormatParser)]
    pub table_format: TableFormat,
    /// Exit with 1 if there is a new finding of at least this severity that nobody waived [default: never]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Form of the summary on standard output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextJsonOrMarkdown,
    /// No progress, no summary, no notes and no warnings about the exports; what --fail-on finds is told
    #[arg(long)]
    pub quiet: bool,
}

/// The day, of a year that a deal can be of. Others are slips, and some of them no workbook can hold.
fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let is_form =
        text.len() == "YYYY-MM-DD".len() && text.starts_with(|c: char| c.is_ascii_digit());
    let day = text.parse::<NaiveDate>().ok().filter(|_| is_form);
    day.filter(|day| (2000..=2100).contains(&day.year()))
        .ok_or("write YYYY-MM-DD, as 2026-10-01, of a year from 2000 to 2100")
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would replace the text of the command")]
    pub inputs: InputArgs,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A code or a name, as ATT001 or not-in-ace [default: every rule]
    #[arg(value_name = "RULE")]
    pub rule: Option<String>,
    /// Form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TextJsonOrMarkdown,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder to write it into
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command whose page is wanted [default: the program's own]
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// For people or for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names say it, and a doc comment would show in the help")]
pub enum TextOrJson {
    Text,
    Json,
}

/// For people, for machines, or for chat and pull requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names say it, and a doc comment would show in the help")]
pub enum TextJsonOrMarkdown {
    Text,
    Json,
    Markdown,
}

impl ValueEnum for WorkbookProfile {
    fn value_variants<'a>() -> &'a [WorkbookProfile] {
        &WorkbookProfile::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// The forms of table outputs, and why one that is known is none of this build's.
#[derive(Clone, Copy)]
struct TableFormatParser;

impl TypedValueParser for TableFormatParser {
    type Value = TableFormat;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<TableFormat, clap::Error> {
        let parsed = EnumValueParser::<TableFormat>::new().parse_ref(command, arg, value);
        let is_of_a_feature = value.eq_ignore_ascii_case("parquet");
        parsed.map_err(|error| {
            if !is_of_a_feature {
                return error;
            }
            let why = "this build of mapaudit does not write Parquet: say csv or ndjson, or build it with \
                       --features parquet\n";
            clap::Error::raw(ErrorKind::InvalidValue, why).with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let known = TableFormat::ALL.iter().filter_map(ValueEnum::to_possible_value);
        Some(Box::new(known.collect::<Vec<_>>().into_iter()))
    }
}

impl ValueEnum for TableFormat {
    fn value_variants<'a>() -> &'a [TableFormat] {
        TableFormat::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.extension()))
    }
}

/// From which severity on new findings make the program exit with 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// This one and those above.
    Severity(Severity),
    /// None does.
    Never,
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [FailOn] {
        const ALL: [FailOn; 5] = [
            FailOn::Severity(Severity::Critical),
            FailOn::Severity(Severity::High),
            FailOn::Severity(Severity::Medium),
            FailOn::Severity(Severity::Low),
            FailOn::Never,
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            FailOn::Severity(severity) => severity.name(),
            FailOn::Never => "never",
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(feature = "parquet"))]
    #[test]
    fn a_form_that_needs_a_feature_is_refused_with_its_name() {
        let format = |name| Cli::try_parse_from(["mapaudit", "audit", "--table-format", name]);
        let error = format("parquet").unwrap_err().to_string();
        assert!(error.contains("--features parquet"), "{error}");
        let error = format("xml").unwrap_err().to_string();
        assert!(error.contains("possible values: csv, ndjson"), "{error}");
    }

    #[test]
    fn a_day_in_another_form_is_refused_with_the_form_wanted() {
        for day in ["1.10.2026", "0026-10-01", "+2026-10-1", "9999-12-31"] {
            let error = Cli::try_parse_from(["mapaudit", "audit", "--as-of", day]).unwrap_err();
            assert!(error.to_string().contains("write YYYY-MM-DD, as 2026-10-01"), "{error}");
        }
    }
}
