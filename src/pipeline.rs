//! An audit from the files to the answers: every stage in its turn. The only module in which one stage follows another.

mod of_period;
mod past;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::config::Config;
use crate::domain::{
    Assumptions, CrmId, Failure, InputReport, Period, RawTable, Role, Warning, counted,
};
use crate::history::{AskedRule, Found, Memory};
use crate::ingest::{self, IngestError};
use crate::inputs::{self, Input};
use crate::linkage::{self, Linked};
use crate::normalise::{self, NormaliseError, Records};
use crate::portfolio::Audit;
use crate::rules::{self, RULE_SET_VERSION, Rule, RuleContext};
use crate::screening;

pub use self::past::{Past, remember, would_forget};

/// What the program is doing, for progress bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the inputs.
    Reading,
    /// Linking deals and ACE opportunities.
    Linking,
    /// Screening the deals.
    Screening,
    /// Asking every rule about every deal.
    Judging,
    /// Writing the outputs.
    Writing,
}

/// What an audit speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The day that windows are measured from.
    pub as_of: NaiveDate,
    /// The period whose deals are audited; without one, all are.
    pub period: Option<Period>,
}

/// Runs the audit. Every input that cannot be used is named, not only the first. `memory` is what earlier runs and
/// people left.
pub fn audit(
    files: &[Input],
    config: &Config,
    memory: Memory,
    scope: &Scope,
    progress: &dyn Fn(Stage),
) -> Result<Audit, Vec<Failure>> {
    let Scope { as_of, period } = scope.clone();
    progress(Stage::Reading);
    let Records { crm, ace, requests, funding, disputed, mut inputs, mut set_aside } =
        read_fresh(files, config, as_of)?;
    progress(Stage::Linking);
    let mut linked = linkage::link(crm, ace, requests, &memory.decided_pairs(), &config.linkage);
    linkage::tell_of_disputed(&mut linked.deals, &disputed);
    memory.tell_when_the_pdm_was_told(&mut linked.deals);
    warn_of_linkage(&linked, &mut inputs);
    progress(Stage::Screening);
    // What many opportunities have in common is a matter of all of them, whatever the period.
    let screened = screening::screen(linked.deals, funding, as_of, &config.screening);
    let (mut deals, out_of_period) = of_period::split(screened, period.as_ref());
    of_period::warn_of_none(period.as_ref(), &deals, &out_of_period, &mut inputs);
    progress(Stage::Judging);
    let context =
        RuleContext { as_of, funding, partner: &config.screening.partner, settings: &config.rules };
    let (mut findings, rule_counts) =
        rules::evaluate(&deals, &linked.unattached, &context, &config.severities);
    let settings = config.settings();
    let history = memory.conclude(Found {
        deals: &mut deals,
        out_of_scope: &out_of_period,
        findings: &mut findings,
        waivers: &config.waivers,
        rules: asked_rules(config),
        rule_set: RULE_SET_VERSION,
        inputs: &inputs,
        settings: &settings,
        as_of,
        period: period.as_ref(),
        on_day: &|deal, day| screening::on_day(deal, funding, day, &config.screening),
        judged_on: &|code, deal, as_of| rules::judge(code, deal, &RuleContext { as_of, ..context }),
    });
    set_aside.extend(history.notices.iter().cloned());
    Ok(Audit {
        as_of,
        period,
        out_of_period: out_of_period.len() as u64,
        partner: config.screening.partner.name.clone(),
        config_hash: config.hash(),
        settings,
        severities: config.severities.clone(),
        closing_days: i64::from(config.screening.closing_days),
        assumptions: assumptions(config),
        inputs,
        deals,
        findings,
        rule_counts,
        set_aside,
        funding,
        history,
    })
}

/// What is to be known of the rules to say why their findings come and go.
fn asked_rules(config: &Config) -> BTreeMap<&'static str, AskedRule> {
    let asked = |rule: &'static Rule| {
        let severity = rule.severity_in(&config.severities);
        (rule.code, AskedRule { severity, reads: rule.reads })
    };
    rules::all().map(asked).collect()
}

fn assumptions(config: &Config) -> Assumptions {
    let screening::Settings { rates, usd_rates, lead_days, closing_days, .. } = &config.screening;
    Assumptions {
        rates: rates.clone(),
        usd_rates: usd_rates.clone(),
        lead_days: *lead_days,
        closing_days: *closing_days,
        claim_days: config.rules.claim_days,
        follow_up_business_days: config.rules.follow_up_business_days,
        stale_days: config.rules.stale_days,
    }
}

/// What each input is, or why it cannot be used, in the order given. The inputs are read together as in
/// an audit, so that what one file says of another is told; nothing is audited. An archive has a report for
/// each export in it.
pub fn check(inputs: &[Input], config: &Config) -> Vec<Result<InputReport, Vec<Failure>>> {
    let Ingested { tables, counts, absent_headers } = ingested(inputs);
    let mut reports = normalise::reports(tables, &config.normalise).into_iter();
    let mut checked = Vec::new();
    for count in counts {
        match count {
            Ok(count) => checked.extend(reports.by_ref().take(count).map(|report| {
                report.map_err(|errors| errors.iter().map(failure).collect::<Vec<_>>())
            })),
            Err(failure) => checked.push(Err(vec![failure])),
        }
    }
    checked.extend(absent_headers.into_iter().map(|failure| Err(vec![failure])));
    checked
}

/// Everything for which an audit of these inputs would be refused before it begins.
pub fn unusable(inputs: &[Input], config: &Config, as_of: NaiveDate) -> Vec<Failure> {
    let checked = check(inputs, config).into_iter().filter_map(Result::err).flatten();
    written_too_long_ago(inputs, config, as_of).into_iter().chain(checked).collect()
}

fn written_too_long_ago(inputs: &[Input], config: &Config, as_of: NaiveDate) -> Vec<Failure> {
    let most = config.inputs.max_age_days;
    most.map_or_else(Vec::new, |most| inputs::written_too_long_ago(inputs, as_of, most))
}

/// The records of the exports, none of which is older than the configuration allows.
fn read_fresh(files: &[Input], config: &Config, as_of: NaiveDate) -> Result<Records, Vec<Failure>> {
    let mut too_old = written_too_long_ago(files, config, as_of);
    let mut records = match read(files, config, as_of) {
        Ok(records) => records,
        Err(unusable) => return Err([too_old, unusable].concat()),
    };
    if let Some(most) = config.inputs.max_age_days {
        too_old.extend(inputs::unchanged_too_long(&records.inputs, as_of, most));
    }
    if !too_old.is_empty() {
        return Err(too_old);
    }
    normalise::warn_of_stale(&mut records.inputs, Some(as_of));
    Ok(records)
}

fn read(inputs: &[Input], config: &Config, as_of: NaiveDate) -> Result<Records, Vec<Failure>> {
    let Ingested { tables, counts, absent_headers } = ingested(inputs);
    let mut failures: Vec<Failure> = counts.into_iter().filter_map(Result::err).collect();
    // With an unreadable file among them, "no CRM export" would send the reader the wrong way.
    if failures.is_empty() {
        failures.extend(missing_roles(&tables));
    }
    failures.extend(absent_headers);
    let settings = normalise::Settings { as_of: Some(as_of), ..config.normalise.clone() };
    match normalise::records(tables, &settings) {
        Ok(records) if failures.is_empty() => Ok(records),
        Ok(_) => Err(failures),
        Err(errors) => {
            failures.extend(errors.iter().map(failure));
            Err(failures)
        }
    }
}

/// What the inputs hold.
struct Ingested {
    tables: Vec<RawTable>,
    /// How many of the tables each input has, or why it cannot be read, in the order given.
    counts: Vec<Result<usize, Failure>>,
    /// What is wrong with what the user said of columns.
    absent_headers: Vec<Failure>,
}

fn ingested(inputs: &[Input]) -> Ingested {
    let read: Vec<Result<Vec<RawTable>, Failure>> = inputs.par_iter().map(ingest_one).collect();
    let mut tables = Vec::new();
    let mut counts = Vec::new();
    for of_input in read {
        counts.push(of_input.map(|of_input| {
            let count = of_input.len();
            tables.extend(of_input);
            count
        }));
    }
    let mut absent_headers = ingest::tell_of_absent_headers(&mut tables);
    // It may be in the file that cannot be read.
    absent_headers.retain(|_| counts.iter().all(Result::is_ok));
    let mut reports = tables.iter_mut().map(|table| &mut table.report);
    let of_inputs: Vec<Vec<_>> = counts
        .iter()
        .map(|count| reports.by_ref().take(*count.as_ref().unwrap_or(&0)).collect())
        .collect();
    inputs::warn_of_unused_sheets(inputs, of_inputs);
    Ingested { tables, counts, absent_headers }
}

fn ingest_one(input: &Input) -> Result<Vec<RawTable>, Failure> {
    ingest::read(&input.path, &input.options).map_err(|error| unreadable(&input.path, &error))
}

fn unreadable(path: &Path, error: &IngestError) -> Failure {
    Failure {
        path: Some(path.display().to_string()),
        code: error.code(),
        message: error.to_string(),
        hint: error.hint(),
    }
}

fn failure(error: &NormaliseError) -> Failure {
    Failure {
        path: Some(error.path().to_owned()),
        code: error.code(),
        message: error.to_string(),
        hint: error.hint(),
    }
}

fn missing_roles(tables: &[RawTable]) -> Vec<Failure> {
    let seen: Vec<String> = tables
        .iter()
        .map(|table| format!("{} is {}", table.report.path, table.report.role.label()))
        .collect();
    [Role::Crm, Role::Ace]
        .into_iter()
        .filter(|role| !tables.iter().any(|table| table.report.role == *role))
        .map(|role| Failure {
            path: None,
            code: "missing_role",
            message: format!(
                "an audit needs {}, and there is none ({})",
                role.label(),
                seen.join(", ")
            ),
            hint: format!("Add the file, or say which one it is with --{}.", role.name()),
        })
        .collect()
}

/// What linkage could not use is a matter of the file it came from.
fn warn_of_linkage(linked: &Linked, inputs: &mut [InputReport]) {
    // Those for MAP money are findings.
    for report in inputs.iter_mut() {
        let mut of_file = linked
            .unattached
            .iter()
            .filter(|request| !request.is_map() && request.at.source.file == report.path);
        let Some(first) = of_file.next() else { continue };
        let name = first.request_id.as_deref().unwrap_or("without id");
        let others = match of_file.count() {
            0 => String::new(),
            others => format!(", the first of {},", counted(others as u64 + 1, "such request")),
        };
        let message = format!(
            "Fund request {name}{others} names no deal or ACE opportunity of these exports, or names two. Check its ids, or \
             widen the exports."
        );
        let warning = Warning::new("request_without_deal", message);
        report.warnings.push(Warning { row: Some(first.at.row), ..warning });
    }
    if let Some(warning) = repeated_deals(&linked.repeated)
        && let Some(report) = inputs.iter_mut().find(|input| input.role == Role::Crm)
    {
        report.warnings.push(warning);
    }
    for key in &linked.skipped_keys {
        let Some(report) = inputs.iter_mut().find(|input| input.role == Role::Ace) else {
            continue;
        };
        report.warnings.push(Warning::new(
            "linkage_key_skipped",
            format!(
                "{} of the {} stand on too many customers to compare all, most often \"{}\" (on {} in ACE): deals meet \
                 them by other keys only.",
                counted(key.values as u64, "value"),
                key.key,
                key.value,
                key.customers
            ),
        ));
    }
}

/// Money that counts twice, in the words of its first case.
fn repeated_deals(repeated: &[Vec<CrmId>]) -> Option<Warning> {
    let ids: Vec<&str> = repeated.first()?.iter().map(CrmId::as_str).collect();
    let others = match repeated.len() - 1 {
        0 => String::new(),
        others => format!(" So do {}.", counted(others as u64, "other group")),
    };
    let message = format!(
        "Deals {} say the same in customer, name, dates and AWS revenue: if they are one deal, its money counts more than \
         once.{others} Close the repeated ones in the CRM.",
        ids.join(", "),
    );
    Some(Warning::new("deal_repeated", message))
}
