//! Arguments, the clock, files, exit code. The only module that prints.

#![expect(
    clippy::print_stderr,
    reason = "a command line program speaks to its user, and this is the one place where it does"
)]

use std::io::{IsTerminal as _, Write as _};
use std::panic;
use std::path::{Path, PathBuf};

use chrono::{Local, NaiveDate};
use clap::Parser as _;
use indicatif::{ProgressBar, ProgressStyle};

use mapaudit::cli::{
    AuditArgs, CheckArgs, Cli, Command, InputArgs, TableFormatArg, TextJsonOrMarkdown, TextOrJson,
};
use mapaudit::commands::{self, Refusal};
use mapaudit::config::{self, Config};
use mapaudit::domain::{Failure, FindingState, Severity, WorkbookProfile};
use mapaudit::exit_code::ExitCode;
use mapaudit::history::DECISIONS_FILE;
use mapaudit::inputs::{self, Input, Resolved};
use mapaudit::outputs;
use mapaudit::pipeline::{self, Past, Step};
use mapaudit::plan::Plan;
use mapaudit::portfolio::{Audit, Portfolio, Table, TableFormat};
use mapaudit::report;
use mapaudit::rules;

fn main() -> std::process::ExitCode {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        eprintln!(
            "mapaudit {}: this is a bug of ours, at {place}. Please report it with this line; it holds \
             none of your data.",
            env!("CARGO_PKG_VERSION")
        );
    }));
    panic::catch_unwind(|| run(Cli::parse())).unwrap_or(ExitCode::Bug).into()
}

fn run(cli: Cli) -> ExitCode {
    match cli.command {
        Command::Audit(args) => audit(&args),
        Command::Check(args) => check(&args),
        Command::Explain(args) => answer(commands::explain(&args)),
        Command::Init(args) => answer(commands::init(&args.folder)),
        Command::Completions(args) => answer(Ok(commands::completions(args.shell))),
        Command::Man(args) => answer(commands::man(args.command.as_deref())),
    }
}

fn audit(args: &AuditArgs) -> ExitCode {
    let Some(format) = table_format(args.table_format) else {
        eprintln!(
            "error: --table-format parquet needs the cargo feature \"parquet\", which this build does \
             not have. Use csv or ndjson."
        );
        return ExitCode::Usage;
    };
    let call = match call(&args.inputs, Some(args)) {
        Ok(call) => call,
        Err(code) => return code,
    };
    let Call { inputs, missing, config, plan, past } = call;
    let mut plan = plan.expect("an audit has a plan");
    let memory = match pipeline::remember(&past) {
        Ok(memory) if missing.is_empty() => memory,
        remembered => {
            print_failures(&remembered.err().unwrap_or_default());
            print_failures(&unusable(&inputs, missing, &config));
            eprintln!("No workbook was written.");
            return ExitCode::Input;
        }
    };
    let open_name = outputs::name_while_open(&plan.workbook);
    if open_name != plan.workbook {
        eprintln!(
            "warning: {} is open in another program; the workbook goes to {}.",
            plan.workbook.display(),
            open_name.display()
        );
        plan.workbook = open_name;
    }
    stop_cleanly_on_signals();
    let locks = may_write(&plan, &past, &memory, format, args.force)
        .and_then(|()| locks(&plan, &past.decisions, format));
    let _locks = match locks {
        Ok(locks) => locks,
        Err(error) => {
            eprintln!("error: {error}.");
            return ExitCode::Output;
        }
    };
    let bar = progress_bar(args.quiet);
    let audited = pipeline::audit(&inputs, &config, memory, &plan.scope, &|step| show(&bar, step));
    let found = match audited {
        Ok(audit) => audit,
        Err(failures) => {
            bar.finish_and_clear();
            print_failures(&failures);
            eprintln!("No workbook was written.");
            return ExitCode::Input;
        }
    };
    show(&bar, Step::Writing);
    let portfolio = Portfolio::new(&found);
    let written = write(&portfolio, &plan, &past.decisions, format);
    bar.finish_and_clear();
    if let Err(error) = written {
        eprintln!("error: {error}");
        return ExitCode::Output;
    }
    if let Err(error) = retire(&plan) {
        eprintln!("warning: {error}.");
    }
    if !args.quiet {
        print_warnings(&found);
        match args.format {
            TextJsonOrMarkdown::Text => {
                say(&report::summary(&portfolio, plan.profile));
                say(&format!("Workbook      {}\n", plan.workbook.display()));
            }
            TextJsonOrMarkdown::Json => say(&report::summary_json(&portfolio)),
            TextJsonOrMarkdown::Markdown => {
                say(&report::summary_markdown(&portfolio, plan.profile));
            }
        }
    }
    if has_finding_of(&found, plan.fail_on) { ExitCode::Findings } else { ExitCode::Done }
}

fn check(args: &CheckArgs) -> ExitCode {
    let Call { inputs, missing, config, .. } = match call(&args.inputs, None) {
        Ok(call) => call,
        Err(code) => return code,
    };
    let mut checked = pipeline::check(&inputs, &config);
    checked.extend(missing.into_iter().map(|failure| Err(vec![failure])));
    let is_usable = checked.iter().all(Result::is_ok);
    match args.format {
        TextOrJson::Text => say(&report::check_text(&checked)),
        TextOrJson::Json => say(&report::check_json(&checked)),
    }
    if is_usable { ExitCode::Done } else { ExitCode::Input }
}

/// Prints what a command gives, or why it gives nothing.
fn answer(given: Result<String, Refusal>) -> ExitCode {
    match given {
        Ok(text) => {
            say(&text);
            ExitCode::Done
        }
        Err(Refusal { message, code }) => {
            eprintln!("error: {message}.");
            code
        }
    }
}

/// What a call comes to.
struct Call {
    inputs: Vec<Input>,
    /// Inputs that were named and are not there.
    missing: Vec<Failure>,
    config: Config,
    /// Of an audit.
    plan: Option<Plan>,
    past: Past,
}

/// What the call, and the configuration where it is silent, come to. Of a call that cannot be understood, every problem
/// is printed, also those with the inputs themselves.
fn call(args: &InputArgs, audit: Option<&AuditArgs>) -> Result<Call, ExitCode> {
    let (config, mut problems) = configuration(args.config.as_deref());
    let plan = audit.map(|audit| Plan::new(audit, &config, today())).transpose();
    let past = Past {
        workbooks: plan
            .as_ref()
            .ok()
            .and_then(Option::as_ref)
            .map(|plan| plan.previous.clone())
            .unwrap_or_default(),
        decisions: config.folder.join(DECISIONS_FILE),
    };
    let out = plan.as_ref().ok().and_then(Option::as_ref).map(|plan| &plan.workbook);
    let own = past.workbooks.iter().chain(out).chain([&past.decisions]);
    let own: Vec<&Path> = own.map(PathBuf::as_path).collect();
    let Resolved { inputs, missing, problems: of_inputs } = inputs::resolve(args, &config, &own);
    problems.extend(of_inputs.iter().map(ToString::to_string));
    match plan {
        Ok(plan) if problems.is_empty() => return Ok(Call { inputs, missing, config, plan, past }),
        Ok(_) => {}
        Err(of_plan) => problems.extend(of_plan.iter().map(ToString::to_string)),
    }
    for problem in problems {
        eprintln!("error: {problem}.");
    }
    print_failures(&unusable(&inputs, missing, &config));
    Err(ExitCode::Usage)
}

/// Every input that is not there or cannot be used.
fn unusable(inputs: &[Input], missing: Vec<Failure>, config: &Config) -> Vec<Failure> {
    let checked = pipeline::check(inputs, config).into_iter().filter_map(Result::err).flatten();
    missing.into_iter().chain(checked).collect()
}

fn configuration(named: Option<&Path>) -> (Config, Vec<String>) {
    let path = named.map_or_else(|| PathBuf::from(config::FILE_NAME), Path::to_owned);
    if named.is_none() && !path.exists() {
        return (Config::default(), Vec::new());
    }
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let (mut config, mut problems) = Config::parse(&text, &path.display().to_string());
            config.folder = path.parent().map(Path::to_owned).unwrap_or_default();
            problems.extend(config.load_profiles());
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

/// The format; `None` if this build does not have it.
fn table_format(arg: TableFormatArg) -> Option<TableFormat> {
    match arg {
        TableFormatArg::Csv => Some(TableFormat::Csv),
        TableFormatArg::Ndjson => Some(TableFormat::Ndjson),
        #[cfg(feature = "parquet")]
        TableFormatArg::Parquet => Some(TableFormat::Parquet),
        #[cfg(not(feature = "parquet"))]
        TableFormatArg::Parquet => None,
    }
}

fn may_write(
    plan: &Plan,
    past: &Past,
    memory: &Memory,
    format: TableFormat,
    force: bool,
) -> Result<(), outputs::OutputError> {
    // The previous workbook is ours even if people renamed its sheets.
    let is_previous =
        past.workbooks.iter().any(|previous| inputs::is_same_file(previous, &plan.workbook));
    let is_ours = is_previous && plan.profile == WorkbookProfile::Full;
    outputs::may_write_workbook(&plan.workbook, plan.profile, force || is_ours)?;
    let replaces = plan.profile == WorkbookProfile::Full && plan.workbook.exists();
    if replaces && !force && pipeline::would_forget(memory, &plan.workbook) {
        return Err(outputs::OutputError::WouldForget(plan.workbook.clone()));
    }
    if let Some(page) = &plan.html {
        outputs::may_write_page(page, force)?;
    }
    let Some(folder) = &plan.tables else {
        return Ok(());
    };
    let tables = Table::ALL.iter().map(|table| format.file_name(*table));
    let names: Vec<String> = tables.chain([RUN_JSON.to_owned()]).collect();
    outputs::may_write_tables(folder, &names, force)
}

/// Keeps other runs off the outputs. The files of a folder of tables go together, and what people decided goes with the
/// workbook.
fn locks(
    plan: &Plan,
    decisions: &Path,
    format: TableFormat,
) -> Result<Vec<outputs::Lock>, outputs::OutputError> {
    let mut locks = vec![outputs::Lock::take(&plan.workbook, &[decisions.to_owned()])?];
    if let Some(page) = &plan.html {
        locks.push(outputs::Lock::take(page, &[])?);
    }
    if let Some(folder) = &plan.tables {
        let tables = Table::ALL.iter().map(|table| folder.join(format.file_name(*table)));
        locks.push(outputs::Lock::take(&folder.join(RUN_JSON), &tables.collect::<Vec<_>>())?);
    }
    Ok(locks)
}

/// The file that tells of a folder of tables.
const RUN_JSON: &str = "run.json";

/// Lets a signal end the program between two files, never within one, and removes what has not appeared yet.
fn stop_cleanly_on_signals() {
    #[expect(clippy::exit, reason = "a signal ends the program wherever it is")]
    let handler = || {
        outputs::withdraw();
        std::process::exit(ExitCode::Stopped.number().into());
    };
    // Without a handler a signal still ends the program, and the next run clears away what it left.
    let _ = ctrlc::set_handler(handler);
}

/// Deletes the workbooks that are no longer kept.
fn retire(plan: &Plan) -> Result<(), outputs::OutputError> {
    let Some((keep, pattern)) = &plan.keep else {
        return Ok(());
    };
    outputs::retire(inputs::matching(pattern), *keep, plan.profile).map(|_| ())
}

/// Writes everything beside its place first, so that a full disk leaves no half of it.
fn write(
    portfolio: &Portfolio,
    plan: &Plan,
    decisions: &Path,
    format: TableFormat,
) -> Result<(), String> {
    let stage =
        |path: &Path, bytes: &[u8]| outputs::stage(path, bytes).map_err(|error| error.to_string());
    let mut staged = Vec::new();
    if let Some(folder) = &plan.tables {
        for (name, bytes) in report::tables(portfolio, format) {
            staged.push(stage(&folder.join(name), &bytes)?);
        }
    }
    let rules: Vec<_> = rules::all().collect();
    if let Some(page) = &plan.html {
        staged.push(stage(page, report::html(portfolio, &rules, plan.profile).as_bytes())?);
    }
    let workbook =
        report::workbook(portfolio, &rules, plan.profile).map_err(|error| error.to_string())?;
    staged.push(stage(&plan.workbook, &workbook)?);
    if let Some(text) = &portfolio.audit.history.decisions_file {
        staged.push(stage(decisions, text.as_bytes())?);
    }
    outputs::publish(staged).map_err(|error| error.to_string())
}

fn has_finding_of(audit: &Audit, fail_on: Option<Severity>) -> bool {
    let is_new = |state| matches!(state, FindingState::New | FindingState::Reopened);
    let mut new = audit.findings.iter().filter(|finding| is_new(finding.state));
    fail_on.is_some_and(|least| new.any(|finding| finding.severity <= least))
}

/// Prints what the user asked for. A reader that has seen enough and closes the pipe, as `head` does,
/// is no error.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// The warnings about the inputs, which `check` tells in full, and about what people wrote.
fn print_warnings(audit: &Audit) {
    for input in &audit.inputs {
        for warning in &input.warnings {
            eprintln!("warning: {}: {}", input.path, warning.message);
        }
    }
    for notice in &audit.history.notices {
        let line = notice.row.map(|row| format!(", line {row}")).unwrap_or_default();
        eprintln!("warning: {}{line}: {}: {}", notice.file, notice.value, notice.message);
    }
}

fn print_failures(failures: &[Failure]) {
    for failure in failures {
        eprintln!("error: {}", failure.message);
        eprintln!("       {}", failure.hint);
    }
}

fn progress_bar(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:20} {msg}").expect("the template is well formed");
    ProgressBar::new(STEPS.len() as u64).with_style(style)
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
