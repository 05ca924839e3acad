//! Arguments, the clock, files, exit code. The only module that prints.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program speaks to its user, and this is the one place where it does"
)]

use std::io::IsTerminal as _;
use std::panic;
use std::path::{Path, PathBuf};

use chrono::{Local, NaiveDate};
use clap::Parser as _;
use indicatif::ProgressBar;

use mapaudit::cli::{
    AuditArgs, CheckArgs, Cli, Command, ExplainArgs, ExplainFormat, FailOn, InputArgs,
    TableFormatArg, TextOrJson,
};
use mapaudit::config::Config;
use mapaudit::domain::{Failure, Severity};
use mapaudit::exit_code::ExitCode;
use mapaudit::inputs::{self, Input};
use mapaudit::outputs;
use mapaudit::pipeline::{self, Step};
use mapaudit::portfolio::{Audit, Portfolio, Table, TableFormat};
use mapaudit::report::{self, rule_reference};
use mapaudit::rules;

fn main() -> std::process::ExitCode {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        eprintln!(
            "mapaudit {}: this is a bug of ours, at {place}. No output was written. Please report it \
             with this line; it holds none of your data.",
            env!("CARGO_PKG_VERSION")
        );
    }));
    panic::catch_unwind(|| run(Cli::parse())).unwrap_or(ExitCode::Bug).into()
}

fn run(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Audit(args) => audit(&args),
        Command::Check(args) => check(&args),
        Command::Explain(args) => explain(&args),
    }
}

fn audit(args: &AuditArgs) -> ExitCode {
    if args.table_format == TableFormatArg::Parquet {
        eprintln!(
            "error: --table-format parquet needs the cargo feature \"parquet\", which this build does \
             not have. Use csv or ndjson."
        );
        return ExitCode::Usage;
    }
    let (inputs, config) = match settings(&args.inputs, Some(&args.out)) {
        Ok(settings) => settings,
        Err(code) => return code,
    };
    let format = match args.table_format {
        TableFormatArg::Ndjson => TableFormat::Ndjson,
        TableFormatArg::Csv | TableFormatArg::Parquet => TableFormat::Csv,
    };
    if let Err(error) = may_write(args, format) {
        eprintln!("error: {error}.");
        return ExitCode::Output;
    }
    let as_of = args.as_of.unwrap_or_else(today);
    let bar = progress_bar(args.quiet);
    let found = match pipeline::audit(&inputs, &config, as_of, &|step| show(&bar, step)) {
        Ok(audit) => audit,
        Err(failures) => {
            bar.finish_and_clear();
            print_failures(&failures);
            return ExitCode::Input;
        }
    };
    show(&bar, Step::Writing);
    let portfolio = Portfolio::new(&found);
    let written = write(&portfolio, args, format);
    bar.finish_and_clear();
    if let Err(error) = written {
        eprintln!("error: {error}");
        return ExitCode::Output;
    }
    if !args.quiet {
        match args.format {
            TextOrJson::Text => {
                print!("{}", report::summary(&portfolio));
                println!("Workbook: {}", args.out.display());
            }
            TextOrJson::Json => print!("{}", report::summary_json(&portfolio)),
        }
    }
    if has_finding_of(&found, args.fail_on) { ExitCode::Findings } else { ExitCode::Done }
}

fn check(args: &CheckArgs) -> ExitCode {
    let (inputs, config) = match settings(&args.inputs, None) {
        Ok(settings) => settings,
        Err(code) => return code,
    };
    let checked = pipeline::check(&inputs, &config);
    let is_usable = checked.iter().all(Result::is_ok);
    match args.format {
        TextOrJson::Text => print!("{}", report::check_text(&checked)),
        TextOrJson::Json => print!("{}", report::check_json(&checked)),
    }
    if is_usable { ExitCode::Done } else { ExitCode::Input }
}

fn explain(args: &ExplainArgs) -> ExitCode {
    let Some(name) = &args.rule else {
        match args.format {
            ExplainFormat::Text => print!("{}", rule_reference::catalogue_text()),
            ExplainFormat::Json => print!("{}", rule_reference::json()),
            ExplainFormat::Markdown => print!("{}", rule_reference::markdown()),
        }
        return ExitCode::Done;
    };
    let Some(rule) = rules::find(name) else {
        eprintln!("error: there is no rule {name}. `mapaudit explain` lists them all.");
        return ExitCode::Usage;
    };
    match args.format {
        ExplainFormat::Text => print!("{}", rule_reference::text(rule)),
        ExplainFormat::Json => print!("{}", rule_reference::json_rule(rule)),
        ExplainFormat::Markdown => print!("{}", rule_reference::markdown_rule(rule)),
    }
    ExitCode::Done
}

/// The inputs and the configuration; every problem with either is printed, and with those inputs
/// that can be found.
fn settings(args: &InputArgs, out: Option<&Path>) -> Result<(Vec<Input>, Config), ExitCode> {
    let (config, config_problems) = configuration(args.config.as_deref());
    let (inputs, input_problems) = inputs::resolve(args, &config.date_orders, out);
    if config_problems.is_empty() && input_problems.is_empty() {
        return Ok((inputs, config));
    }
    for problem in &config_problems {
        eprintln!("error: {problem}.");
    }
    for problem in &input_problems {
        eprintln!("error: {problem}.");
    }
    let failures: Vec<Failure> =
        pipeline::check(&inputs, &config).into_iter().filter_map(Result::err).flatten().collect();
    if !failures.is_empty() {
        print_failures(&failures);
    }
    let is_usage = !config_problems.is_empty()
        || input_problems.iter().any(inputs::InputArgsProblem::is_usage);
    Err(if is_usage { ExitCode::Usage } else { ExitCode::Input })
}

fn configuration(named: Option<&Path>) -> (Config, Vec<String>) {
    let path = named.map_or_else(|| PathBuf::from("mapaudit.toml"), Path::to_owned);
    if named.is_none() && !path.exists() {
        return (Config::default(), Vec::new());
    }
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let (config, problems) = Config::parse(&text, &path.display().to_string());
            (config, problems.iter().map(ToString::to_string).collect())
        }
        Err(error) => {
            (Config::default(), vec![format!("{}: cannot be read: {error}", path.display())])
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn today() -> NaiveDate {
    Local::now().date_naive()
}

fn may_write(args: &AuditArgs, format: TableFormat) -> Result<(), outputs::OutputError> {
    outputs::may_write_workbook(&args.out, args.force)?;
    let Some(folder) = &args.tables else {
        return Ok(());
    };
    let names: Vec<String> = Table::ALL.iter().map(|table| format.file_name(*table)).collect();
    outputs::may_write_tables(folder, &names, args.force)
}

/// Writes everything beside its place first, so that a full disk leaves no half of it.
fn write(portfolio: &Portfolio, args: &AuditArgs, format: TableFormat) -> Result<(), String> {
    let stage =
        |path: &Path, bytes: &[u8]| outputs::stage(path, bytes).map_err(|error| error.to_string());
    let mut staged = Vec::new();
    if let Some(folder) = &args.tables {
        for (name, bytes) in report::tables(portfolio, format) {
            staged.push(stage(&folder.join(name), &bytes)?);
        }
    }
    let workbook = report::workbook(portfolio, &rules::all().collect::<Vec<_>>())
        .map_err(|error| error.to_string())?;
    staged.push(stage(&args.out, &workbook)?);
    outputs::publish(staged).map_err(|error| error.to_string())
}

fn has_finding_of(audit: &Audit, fail_on: FailOn) -> bool {
    let least = match fail_on {
        FailOn::Never => return false,
        FailOn::Critical => Severity::Critical,
        FailOn::High => Severity::High,
        FailOn::Medium => Severity::Medium,
        FailOn::Low => Severity::Low,
    };
    audit.findings.iter().any(|finding| finding.severity <= least)
}

fn print_failures(failures: &[Failure]) {
    for failure in failures {
        eprintln!("error: {}", failure.message);
        eprintln!("       {}", failure.hint);
    }
    let files =
        if failures.len() == 1 { "1 problem" } else { &format!("{} problems", failures.len()) };
    eprintln!("{files} with the inputs; no workbook was written.");
}

fn progress_bar(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    ProgressBar::new(STEPS.len() as u64).with_style(indicatif::ProgressStyle::default_bar())
}

const STEPS: [(Step, &str); 5] = [
    (Step::Reading, "reading the exports"),
    (Step::Linking, "linking deals and ACE opportunities"),
    (Step::Screening, "screening the deals"),
    (Step::Judging, "asking every rule"),
    (Step::Writing, "writing the workbook"),
];

fn show(bar: &ProgressBar, step: Step) {
    if let Some(place) = STEPS.iter().position(|(known, _)| *known == step) {
        bar.set_position(place as u64);
        bar.set_message(STEPS[place].1);
    }
}
