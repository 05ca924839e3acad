//! Arguments, the clock, the exit code. The only module that prints.

mod progress;

use std::io::{ErrorKind, Write as _};
use std::mem::ManuallyDrop;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::{Local, NaiveDate};
use clap::Parser as _;

use mapaudit::cli::{AuditArgs, CheckArgs, Cli, Command, TextJsonOrMarkdown, TextOrJson};
use mapaudit::commands::{self, Refusal};
use mapaudit::config::Config;
use mapaudit::delivery::Delivery;
use mapaudit::domain::{Failure, Finding, Severity, counted};
use mapaudit::exit_code::ExitCode;
use mapaudit::history::DECISIONS_FILE;
use mapaudit::inputs::{self, Resolved};
use mapaudit::log::LogLine;
use mapaudit::outputs::{self, OutputError, Retired};
use mapaudit::pipeline::{self, Past, Stage};
use mapaudit::plan::Plan;
use mapaudit::portfolio::{Audit, Portfolio};
use mapaudit::report;

use progress::StageDisplay;

#[cfg(all(unix, feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let log = Log(cli.log_format);
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        *PANICKED_AT.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
    panic::catch_unwind(|| run(cli, log)).unwrap_or_else(|_| bug(log)).into()
}

/// The place of the last panic. It is told only if nobody catches it.
static PANICKED_AT: Mutex<String> = Mutex::new(String::new());

fn bug(log: Log) -> ExitCode {
    let place = PANICKED_AT.lock().unwrap_or_else(PoisonError::into_inner);
    log.tell(&LogLine::error(&format!(
        "mapaudit {}: this is a bug of ours, at {place}. Please report it with this line; it holds none of your data",
        env!("CARGO_PKG_VERSION")
    )));
    ExitCode::Bug
}

fn run(cli: Cli, log: Log) -> ExitCode {
    match cli.command {
        Command::Audit(args) => audit(&args, log).unwrap_or_else(|code| code),
        Command::Check(args) => check(&args, log),
        Command::Explain(args) => answer(commands::explain(&args), log),
        Command::Init(args) => answer(commands::init(&args.folder), log),
        Command::Completions(args) => answer(Ok(commands::completions(args.shell)), log),
        Command::Man(args) => answer(commands::man(args.command.as_deref()), log),
    }
}

/// Runs the audit; the error is how the program ends where there is none, once the reason is told.
fn audit(args: &AuditArgs, log: Log) -> Result<ExitCode, ExitCode> {
    let AuditCall { config, mut plan, past, resolved } = audit_call(args, log)?;
    let Resolved { inputs, missing, passed_over, left_out, .. } = resolved;
    if !args.quiet {
        tell_notes(&passed_over, plan.unmatched_previous.as_ref(), log);
    }
    for file in &left_out {
        log.tell(&LogLine::warning(format!(
            "{file}: not read, as it is what this run writes or compares with. If it is an export, name another file with \
             --out or --previous, or in mapaudit.toml."
        )));
    }
    give_way_to_office(&mut plan, log).map_err(|error| unwritable(&error, log))?;
    stop_cleanly_on_signals();
    let delivery =
        Delivery { plan: &plan, past: &past, format: args.table_format, force: args.force };
    // What earlier runs left is read once no other run can write it any more.
    let of_config: Vec<_> = config.files().collect();
    let read = inputs.iter().map(|input| &input.path).chain(&of_config);
    let read: Vec<&Path> = read.map(PathBuf::as_path).collect();
    let locked = delivery.may_write(&read).and_then(|()| delivery.lock());
    let _locks = locked.map_err(|error| unwritable(&error, log))?;
    let memory = match pipeline::remember(&past) {
        Ok(memory) if missing.is_empty() => memory,
        remembered => {
            let unusable = pipeline::unusable(&inputs, &config, plan.scope.as_of);
            let of_past = remembered.err().unwrap_or_default();
            return Err(refuse(&[of_past, missing, unusable].concat(), log));
        }
    };
    delivery.may_replace(&memory).map_err(|error| unwritable(&error, log))?;
    let display = StageDisplay::new(args.quiet, log);
    let known = memory.entries();
    let (audit, loses_nothing) = rayon::join(
        || pipeline::audit(&inputs, &config, memory, &plan.scope, &|stage| display.show(stage)),
        || delivery.loses_nothing(&known),
    );
    let audit = match (audit, loses_nothing) {
        // The process ends with it: giving a million deals back one by one takes seconds.
        (Ok(audit), Ok(())) => ManuallyDrop::new(audit),
        (audit, loses_nothing) => {
            display.end();
            loses_nothing.map_err(|error| unwritable(&error, log))?;
            return Err(refuse(&audit.err().unwrap_or_default(), log));
        }
    };
    display.show(Stage::Writing);
    let portfolio = Portfolio::new(&audit);
    let written = delivery.write(&portfolio);
    display.end();
    written.map_err(|error| {
        log.tell(&LogLine::error(&error));
        error.exit_code()
    })?;
    Ok(tell_audit(&portfolio, &delivery, args, log))
}

/// Tells what the run found, once its files are there.
fn tell_audit(portfolio: &Portfolio, delivery: &Delivery, args: &AuditArgs, log: Log) -> ExitCode {
    let Plan { workbook, profile, fail_on, .. } = delivery.plan;
    let retired = delivery.retire();
    if let Err(error) = &retired {
        log.tell(&LogLine::warning(format!("{error}.")));
    }
    let alarm = alarm(portfolio.audit, *fail_on, workbook);
    let code = if alarm.is_some() { ExitCode::Findings } else { ExitCode::Done };
    // With `--quiet` too: cron mails what is printed, and no exit code.
    if let Some(alarm) = &alarm {
        log.tell(alarm);
    }
    if args.quiet {
        return code;
    }
    tell_retired(&retired.unwrap_or_default(), log);
    tell_warnings(portfolio.audit, log);
    let summary = match args.format {
        TextJsonOrMarkdown::Text => {
            let workbook = workbook.display();
            format!("{}Workbook      {workbook}\n", report::summary(portfolio, *profile))
        }
        TextJsonOrMarkdown::Json => report::summary_json(portfolio),
        TextJsonOrMarkdown::Markdown => report::summary_markdown(portfolio, *profile),
    };
    say(&summary, code, log)
}

fn tell_retired(Retired { deleted, spared }: &Retired, log: Log) {
    for workbook in deleted {
        log.tell(&LogLine::info(format!("{}: deleted, as outputs.keep says.", workbook.display())));
    }
    for workbook in spared {
        log.tell(&LogLine::warning(format!(
            "{}: kept beyond outputs.keep, as somebody wrote in it after the next run. Delete it once that is in a later \
             workbook.",
            workbook.display()
        )));
    }
}

fn check(args: &CheckArgs, log: Log) -> ExitCode {
    let (config, problems) = Config::read(args.inputs.config.as_deref());
    let decisions = config.folder.join(DECISIONS_FILE);
    let resolved = inputs::resolve(&args.inputs, &config, &[&decisions]);
    if !(problems.is_empty() && resolved.problems.is_empty()) {
        return not_understood(problems, resolved, &config, log);
    }
    let Resolved { inputs, missing, passed_over, .. } = resolved;
    tell_notes(&passed_over, None, log);
    let mut checked = pipeline::check(&inputs, &config);
    checked.extend(missing.into_iter().map(|failure| Err(vec![failure])));
    let code = unusable_code(checked.iter().filter_map(|it| it.as_ref().err()).flatten());
    let text = match args.format {
        TextOrJson::Text => report::check_text(&checked),
        TextOrJson::Json => report::check_json(&checked),
    };
    say(&text, code, log)
}

/// Prints what a command gives, or why it gives nothing.
fn answer(given: Result<String, Refusal>, log: Log) -> ExitCode {
    match given {
        Ok(text) => say(&text, ExitCode::Done, log),
        Err(Refusal { message, code }) => {
            log.tell(&LogLine::error(&message));
            code
        }
    }
}

/// What the call of an audit, and the configuration where it is silent, come to.
struct AuditCall {
    config: Config,
    plan: Plan,
    past: Past,
    resolved: Resolved,
}

fn audit_call(args: &AuditArgs, log: Log) -> Result<AuditCall, ExitCode> {
    let (config, mut problems) = Config::read(args.inputs.config.as_deref());
    let decisions = config.folder.join(DECISIONS_FILE);
    let plan = match Plan::new(args, &config, today()) {
        Ok(plan) => plan,
        Err(of_plan) => {
            problems.extend(of_plan.iter().map(ToString::to_string));
            let resolved = inputs::resolve(&args.inputs, &config, &[&decisions]);
            return Err(not_understood(problems, resolved, &config, log));
        }
    };
    let (workbooks, written_in) = (plan.previous.clone(), plan.written_in.clone());
    let past = Past { workbooks, written_in, decisions };
    let own = past.of_runs().chain([&plan.workbook, &past.decisions]);
    let own: Vec<&Path> = own.map(PathBuf::as_path).collect();
    let resolved = inputs::resolve(&args.inputs, &config, &own);
    if problems.is_empty() && resolved.problems.is_empty() {
        Ok(AuditCall { config, plan, past, resolved })
    } else {
        Err(not_understood(problems, resolved, &config, log))
    }
}

/// Ends a call that cannot be understood: prints every problem, also those with the inputs themselves.
fn not_understood(
    mut problems: Vec<String>,
    resolved: Resolved,
    config: &Config,
    log: Log,
) -> ExitCode {
    problems.extend(resolved.problems.iter().map(ToString::to_string));
    for problem in problems {
        log.tell(&LogLine::error(&problem));
    }
    let checked = pipeline::check(&resolved.inputs, config).into_iter().filter_map(Result::err);
    for failure in resolved.missing.into_iter().chain(checked.flatten()) {
        log.tell(&LogLine::failure(&failure));
    }
    ExitCode::Usage
}

/// What is worth a word and no warning: files that are passed over, and a pattern that leads to no previous workbook.
fn tell_notes(passed_over: &[String], unmatched_previous: Option<&String>, log: Log) {
    for file in passed_over {
        log.tell(&LogLine::info(format!(
            "{file}: passed over, as it is no export by its name, or holds none. If it is one, say which with --crm, --ace, \
             --funding or --accounts."
        )));
    }
    if let Some(pattern) = unmatched_previous {
        log.tell(&LogLine::info(format!(
            "outputs.previous: no workbook matches {pattern}: every finding is new."
        )));
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// Takes another name for the workbook while an office program has it open.
fn give_way_to_office(plan: &mut Plan, log: Log) -> Result<(), OutputError> {
    let open_name = outputs::name_while_open(&plan.workbook)?;
    if open_name != plan.workbook {
        log.tell(&LogLine::warning(format!(
            "{} is open in another program; the workbook goes to {}.",
            plan.workbook.display(),
            open_name.display()
        )));
        plan.workbook = open_name;
    }
    Ok(())
}

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

/// What is told of new findings at or above a severity; `None` if there are none, or nobody asked.
fn alarm(audit: &Audit, fail_on: Option<Severity>, workbook: &Path) -> Option<LogLine> {
    let least = fail_on?;
    let is_told = |finding: &&Finding| finding.state.is_new() && finding.severity <= least;
    let new = || audit.findings.iter().filter(is_told);
    let worst = new().min_by_key(|finding| finding.severity)?;
    let count = counted(new().count() as u64, "new finding");
    Some(LogLine::warning(format!(
        "{count} of severity {} or above, {} {} among them: see {}.",
        least.name(),
        worst.code,
        worst.name,
        workbook.display(),
    )))
}

/// Prints what the user asked for; returns how the program then ends. A reader that has seen enough and closes the
/// pipe, as `head` does, is no error.
fn say(text: &str, code: ExitCode, log: Log) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            log.tell(&LogLine::error(&format!("standard output cannot be written: {error}")));
            ExitCode::Output
        }
        _ => code,
    }
}

/// Where lines about the run go: standard error, for people or for programs.
#[derive(Clone, Copy)]
struct Log(TextOrJson);

impl Log {
    /// A log that cannot be written, as on a full disk, is no reason to end the run.
    fn tell(self, line: &LogLine) {
        let text = match self.0 {
            TextOrJson::Text => line.text(),
            TextOrJson::Json => line.json(),
        };
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

/// Ends a run whose inputs cannot be used.
fn refuse(failures: &[Failure], log: Log) -> ExitCode {
    for failure in failures {
        log.tell(&LogLine::failure(failure));
    }
    log.tell(&LogLine::info("No workbook was written."));
    unusable_code(failures)
}

/// How the program ends for these reasons not to use its inputs.
fn unusable_code<'a>(failures: impl IntoIterator<Item = &'a Failure>) -> ExitCode {
    let mut code = ExitCode::Done;
    for failure in failures {
        if failure.is_wrong_usage() {
            return ExitCode::Usage;
        }
        code = ExitCode::Input;
    }
    code
}

/// Ends a run whose outputs cannot be written.
fn unwritable(error: &impl std::fmt::Display, log: Log) -> ExitCode {
    log.tell(&LogLine::error(error));
    ExitCode::Output
}

/// The warnings about the inputs, which `check` tells in full, and about what people wrote.
fn tell_warnings(audit: &Audit, log: Log) {
    for input in &audit.inputs {
        for warning in &input.warnings {
            log.tell(&LogLine::of_input(input, warning));
        }
    }
    for notice in &audit.history.notices {
        log.tell(&LogLine::of_entry(notice));
    }
}
