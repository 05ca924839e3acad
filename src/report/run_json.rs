//! `run.json`: what one run read and found, for programs.
//!
//! Version 1 is a contract: fields are added, never changed. That is why these structs repeat what
//! others hold: a change of those cannot break a reader.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Number;

use super::input_json::InputV1;
use crate::domain::{Decimal, RuleCount, Window};
use crate::history::StateCounts;
use crate::portfolio::{Audit, Portfolio, RollUp, Tally};
use crate::rules::RULE_SET_VERSION;

/// The file's text: one JSON object, indented, ending in a line break. `sha256` holds the fingerprints of the run's other
/// files by name.
pub fn run_json(portfolio: &Portfolio, sha256: &BTreeMap<String, String>) -> String {
    let Portfolio { audit, totals } = portfolio;
    let run = RunV1 {
        format_version: 1,
        tool: "mapaudit",
        tool_version: env!("CARGO_PKG_VERSION"),
        rule_set_version: RULE_SET_VERSION,
        as_of: audit.as_of.to_string(),
        period: audit.period.as_ref().map(|period| period.name.clone()),
        period_from: audit.period.as_ref().map(|period| period.first.to_string()),
        period_to: audit.period.as_ref().map(|period| period.last.to_string()),
        out_of_period: audit.out_of_period,
        config_hash: audit.config_hash.clone(),
        inputs: audit.inputs.iter().map(InputV1::from).collect(),
        totals: TotalsV1::from(totals),
        not_judged: not_judged(audit),
        rules: audit
            .rule_counts
            .iter()
            .map(|(code, count)| RuleCountV1::new(code, count))
            .collect(),
        previous: audit.history.previous.as_ref().map(|(path, _)| path.clone()),
        states: audit.history.counts.into(),
        sha256,
    };
    pretty(&run)
}

/// Indented JSON with a line break at its end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("text keys and finite numbers only");
    text + "\n"
}

#[derive(Serialize)]
struct RunV1<'a> {
    format_version: u32,
    tool: &'static str,
    tool_version: &'static str,
    rule_set_version: &'static str,
    as_of: String,
    period: Option<String>,
    period_from: Option<String>,
    period_to: Option<String>,
    /// Deals that were read and left out, because they do not belong to the period.
    out_of_period: u64,
    config_hash: String,
    inputs: Vec<InputV1<'a>>,
    totals: TotalsV1,
    not_judged: Vec<NotJudgedV1>,
    rules: Vec<RuleCountV1>,
    /// The workbook of the previous run, as given.
    previous: Option<String>,
    states: StatesV1,
    /// The files of this very run: tables by their names, `workbook` and `html`, whose names are no part of the run.
    /// This file appears after them: one that does not match is of another run.
    sha256: &'a BTreeMap<String, String>,
}

/// How many findings are in which state; those that are resolved, overtaken by their deadline, or not judged any more, are no
/// rows of the tables.
#[derive(Serialize)]
pub(super) struct StatesV1 {
    new: u64,
    still_open: u64,
    changed: u64,
    reopened: u64,
    resolved: u64,
    waived: u64,
    overtaken: u64,
    not_judged: u64,
}

impl From<StateCounts> for StatesV1 {
    fn from(counts: StateCounts) -> StatesV1 {
        let StateCounts {
            new,
            still_open,
            changed,
            reopened,
            resolved,
            overtaken,
            not_judged,
            waived,
        } = counts;
        StatesV1 { new, still_open, changed, reopened, resolved, waived, overtaken, not_judged }
    }
}

/// The totals of a run: counts of deals, their ARR and what their fund requests ask for in US dollars.
#[derive(Serialize)]
pub(super) struct TotalsV1 {
    deals: TallyV1,
    migrations: TallyV1,
    verdict: BTreeMap<&'static str, TallyV1>,
    /// `none`: no phase needs an application.
    window: BTreeMap<&'static str, TallyV1>,
    capture: BTreeMap<&'static str, TallyV1>,
    findings_by_code: BTreeMap<&'static str, u64>,
    findings_by_severity: BTreeMap<&'static str, u64>,
    /// What fund requests ask for in currencies without a rate, by code; it is in no other figure. `unknown`: no currency
    /// is stated.
    requested_without_rate: BTreeMap<String, Number>,
    /// What the requests that AWS has yet to decide on ask for, whatever their deals count as; `null`: no amount is known.
    requested_undecided_usd: Option<Number>,
    /// The same of requests that are approved or claimed.
    requested_granted_usd: Option<Number>,
}

impl From<&RollUp> for TotalsV1 {
    fn from(totals: &RollUp) -> TotalsV1 {
        let mut by_code = BTreeMap::<_, u64>::new();
        for tally in &totals.findings {
            *by_code.entry(tally.code).or_default() += tally.findings;
        }
        let by_window = totals.windows.iter();
        TotalsV1 {
            deals: totals.deals.into(),
            migrations: totals.migrations.into(),
            verdict: totals
                .verdicts
                .iter()
                .map(|(of, tally)| (of.name(), (*tally).into()))
                .collect(),
            window: by_window
                .map(|(of, tally)| (of.map_or("none", Window::name), (*tally).into()))
                .collect(),
            capture: totals
                .captures
                .iter()
                .map(|(of, tally)| (of.name(), (*tally).into()))
                .collect(),
            findings_by_code: by_code,
            findings_by_severity: totals.severities.iter().map(|(of, n)| (of.name(), *n)).collect(),
            requested_undecided_usd: totals.requested.undecided_usd.map(json_number),
            requested_granted_usd: totals.requested.granted_usd.map(json_number),
            requested_without_rate: totals
                .requested
                .without_rate
                .iter()
                .map(|(of, sum)| {
                    let code = of.map_or_else(|| "unknown".into(), |of| of.to_string());
                    (code, json_number(*sum))
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct TallyV1 {
    count: u64,
    arr_usd: Number,
    /// How many of them have no known revenue, and no part in that sum.
    without_arr: u64,
    /// `null`: no amount is known.
    requested_usd: Option<Number>,
}

impl From<Tally> for TallyV1 {
    fn from(tally: Tally) -> TallyV1 {
        TallyV1 {
            count: tally.deals,
            arr_usd: json_number(tally.arr_usd()),
            without_arr: tally.without_arr,
            requested_usd: tally.requested_usd().map(json_number),
        }
    }
}

/// The amount as a JSON number: whole where it is whole.
fn json_number(amount: Decimal) -> Number {
    match i64::try_from(amount) {
        Ok(whole) if Decimal::from(whole) == amount => whole.into(),
        _ => {
            let amount = f64::try_from(amount).ok().and_then(Number::from_f64);
            amount.expect("a decimal number is finite")
        }
    }
}

/// How many deals a rule could not decide, and for want of which fields.
#[derive(Serialize)]
struct NotJudgedV1 {
    code: &'static str,
    deals: u64,
    fields: BTreeMap<&'static str, u64>,
}

fn not_judged(audit: &Audit) -> Vec<NotJudgedV1> {
    let open = audit.rule_counts.iter().filter(|(_, count)| count.not_judged() > 0);
    open.map(|(code, count)| NotJudgedV1 { code, deals: count.not_judged(), fields: fields(count) })
        .collect()
}

/// How the deals fared under one rule; the four counts add up to the number of deals.
#[derive(Serialize)]
struct RuleCountV1 {
    code: &'static str,
    passed: u64,
    failed: u64,
    not_applicable: u64,
    unknown: u64,
}

impl RuleCountV1 {
    fn new(code: &'static str, count: &RuleCount) -> RuleCountV1 {
        RuleCountV1 {
            code,
            passed: count.passed,
            failed: count.failed,
            not_applicable: count.not_applicable,
            unknown: count.not_judged(),
        }
    }
}

fn fields(count: &RuleCount) -> BTreeMap<&'static str, u64> {
    count.unknown.iter().map(|(field, deals)| (field.name(), *deals)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::portfolio::testing::audit;

    fn run() -> Value {
        serde_json::from_str(&run_json(&Portfolio::new(&audit()), &BTreeMap::new())).unwrap()
    }

    #[test]
    fn the_top_level_is_that_of_version_1() {
        let run = run();
        assert_eq!(run["format_version"], 1);
        assert_eq!(run["as_of"], "2026-10-01");
        assert_eq!(run["period"], Value::Null);
        let text = run_json(&Portfolio::new(&audit()), &BTreeMap::new());
        let keys: Vec<_> = text
            .lines()
            .filter_map(|line| line.strip_prefix("  \""))
            .filter_map(|line| line.split('"').next())
            .collect();
        assert_eq!(
            keys,
            [
                "format_version",
                "tool",
                "tool_version",
                "rule_set_version",
                "as_of",
                "period",
                "period_from",
                "period_to",
                "out_of_period",
                "config_hash",
                "inputs",
                "totals",
                "not_judged",
                "rules",
                "previous",
                "states",
                "sha256",
            ]
        );
    }

    #[test]
    fn totals_are_counts_with_exact_revenue() {
        let totals = &run()["totals"];
        assert_eq!(
            totals["deals"],
            json!({"count": 8, "arr_usd": 318_000.5, "without_arr": 3, "requested_usd": null})
        );
        assert_eq!(totals["capture"]["recoverable"]["arr_usd"], json!(54_000.5));
        assert_eq!(totals["window"]["none"]["count"], 4);
        assert_eq!(totals["requested_granted_usd"], Value::Null);
        assert_eq!(totals["findings_by_code"]["TIM001"], 1);
        assert_eq!(totals["findings_by_severity"]["critical"], 1);
    }

    #[test]
    fn what_could_not_be_judged_names_the_wanting_field() {
        let run = run();
        assert_eq!(
            run["not_judged"],
            json!([{"code": "ELG002", "deals": 1, "fields": {"server_count": 1}}])
        );
        let of_rules: Vec<_> = run["rules"].as_array().unwrap().iter().collect();
        assert_eq!(of_rules.len(), 5);
        assert_eq!(of_rules[4]["unknown"], 1);
    }

    #[test]
    fn two_runs_give_the_same_text() {
        assert_eq!(
            run_json(&Portfolio::new(&audit()), &BTreeMap::new()),
            run_json(&Portfolio::new(&audit()), &BTreeMap::new())
        );
    }
}
