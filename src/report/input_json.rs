//! What each input is, for programs: part of `run.json`, and all that `check --format json` prints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::run_json::pretty;
use crate::domain::{Failure, InputReport, Noted, SettledAmounts, SettledOrder, Warning};

/// An input that was read, as version 1 shows it.
#[derive(Debug, Serialize)]
pub(super) struct InputV1<'a> {
    path: &'a str,
    role: &'static str,
    profile: &'a str,
    recognised_by: &'a str,
    container: &'static str,
    encoding: Option<&'a str>,
    delimiter: Option<char>,
    sheet: Option<&'a str>,
    header_row: u32,
    sha256: &'a str,
    rows_read: u64,
    rows_used: u64,
    rows_set_aside: u64,
    rows_ignored: u64,
    newest_record: Option<String>,
    columns: BTreeMap<&'static str, &'a str>,
    unmapped_headers: &'a [String],
    suggestions: &'a BTreeMap<String, Vec<String>>,
    warnings: Vec<WarningV1<'a>>,
    date_orders: BTreeMap<&'static str, DateOrderV1>,
    amounts: BTreeMap<&'static str, AmountsV1<'a>>,
    problems: Vec<ProblemV1<'a>>,
}

#[derive(Debug, Serialize)]
struct AmountsV1<'a> {
    decimal_mark: Option<&'static str>,
    settled_by: &'static str,
    currency: Option<&'a str>,
    currency_settled_by: Option<&'static str>,
}

/// One reason why rows or cells were not used as they stand.
#[derive(Debug, Serialize)]
struct ProblemV1<'a> {
    problem: &'static str,
    action: &'static str,
    count: u64,
    first_row: Option<u32>,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct WarningV1<'a> {
    code: &'static str,
    message: &'a str,
    row: Option<u32>,
    column: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct DateOrderV1 {
    order: Option<&'static str>,
    settled_by: &'static str,
}

/// An input as `check` shows it: read, or with the reason why it cannot be used.
#[derive(Serialize)]
#[serde(untagged)]
enum CheckedInputV1<'a> {
    Usable(Box<InputV1<'a>>),
    Unusable { path: Option<&'a str>, error: ErrorV1<'a> },
}

/// Why an input cannot be used.
#[derive(Serialize)]
struct ErrorV1<'a> {
    code: &'static str,
    message: &'a str,
    hint: &'a str,
}

/// What `check --format json` prints: `{"inputs": […]}`, in the order given. An input with several
/// problems stands there once for each. Ends in a line break.
pub fn check_json(checked: &[Result<InputReport, Vec<Failure>>]) -> String {
    #[derive(Serialize)]
    struct CheckV1<'a> {
        inputs: Vec<CheckedInputV1<'a>>,
    }
    let mut inputs = Vec::new();
    for input in checked {
        match input {
            Ok(report) => inputs.push(CheckedInputV1::Usable(Box::new(report.into()))),
            Err(failures) => inputs.extend(failures.iter().map(unusable)),
        }
    }
    pretty(&CheckV1 { inputs })
}

fn unusable(failure: &Failure) -> CheckedInputV1<'_> {
    let Failure { path, code, message, hint } = failure;
    CheckedInputV1::Unusable { path: path.as_deref(), error: ErrorV1 { code, message, hint } }
}

impl<'a> From<&'a InputReport> for InputV1<'a> {
    fn from(input: &'a InputReport) -> InputV1<'a> {
        InputV1 {
            path: &input.path,
            role: input.role.name(),
            profile: &input.profile,
            recognised_by: &input.recognised_by,
            container: input.container,
            encoding: input.encoding.as_deref(),
            delimiter: input.delimiter,
            sheet: input.sheet.as_deref(),
            header_row: input.header_row,
            sha256: &input.sha256,
            rows_read: input.rows_read,
            rows_used: input.rows_used,
            rows_set_aside: input.rows_set_aside,
            rows_ignored: input.rows_ignored,
            newest_record: input.newest_record.map(|date| date.to_string()),
            columns: input.columns.iter().map(|(f, header)| (f.name(), header.as_str())).collect(),
            unmapped_headers: &input.unmapped_headers,
            suggestions: &input.suggestions,
            warnings: input.warnings.iter().map(WarningV1::from).collect(),
            date_orders: input.date_orders.iter().map(|(f, o)| (f.name(), o.into())).collect(),
            amounts: input.amounts.iter().map(|(f, of)| (f.name(), of.into())).collect(),
            problems: input.noted.iter().map(ProblemV1::from).collect(),
        }
    }
}

impl<'a> From<&'a SettledAmounts> for AmountsV1<'a> {
    fn from(settled: &'a SettledAmounts) -> AmountsV1<'a> {
        let SettledAmounts { decimal_mark, settled_by, currency, currency_settled_by } = settled;
        AmountsV1 {
            decimal_mark: *decimal_mark,
            settled_by,
            currency: currency.as_deref(),
            currency_settled_by: *currency_settled_by,
        }
    }
}

impl<'a> From<&'a Noted> for ProblemV1<'a> {
    fn from(noted: &'a Noted) -> ProblemV1<'a> {
        ProblemV1 {
            problem: noted.problem,
            action: noted.action.name(),
            count: noted.count,
            first_row: noted.first_row,
            message: &noted.message,
        }
    }
}

impl<'a> From<&'a Warning> for WarningV1<'a> {
    fn from(warning: &'a Warning) -> WarningV1<'a> {
        WarningV1 {
            code: warning.code,
            message: &warning.message,
            row: warning.row,
            column: warning.column.as_deref(),
        }
    }
}

impl From<&SettledOrder> for DateOrderV1 {
    fn from(settled: &SettledOrder) -> DateOrderV1 {
        DateOrderV1 {
            order: settled.order.map(crate::domain::DateOrder::name),
            settled_by: settled.settled_by,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::portfolio::testing::audit;

    #[test]
    fn an_input_has_the_fields_of_version_1() {
        let input = serde_json::to_value(InputV1::from(&audit().inputs[0])).unwrap();
        let mut keys: Vec<_> = input.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            [
                "amounts",
                "columns",
                "container",
                "date_orders",
                "delimiter",
                "encoding",
                "header_row",
                "newest_record",
                "path",
                "problems",
                "profile",
                "recognised_by",
                "role",
                "rows_ignored",
                "rows_read",
                "rows_set_aside",
                "rows_used",
                "sha256",
                "sheet",
                "suggestions",
                "unmapped_headers",
                "warnings",
            ]
        );
        assert_eq!(input["columns"]["deal_id"], "Opportunity ID");
        assert_eq!(
            input["date_orders"]["close_date"],
            json!({"order": "dmy", "settled_by": "values"})
        );
        assert_eq!(
            input["amounts"]["amount"],
            json!({
                "decimal_mark": "comma",
                "settled_by": "values",
                "currency": "EUR",
                "currency_settled_by": "currency column"
            })
        );
        assert_eq!(input["problems"][0]["problem"], "unreadable_date");
        assert_eq!(input["problems"][0]["count"], 3);
        assert_eq!(input["warnings"][0]["code"], "partial_scope");
        assert_eq!(input["delimiter"], ",");
    }

    #[test]
    fn an_unusable_file_stands_among_the_others_with_its_error() {
        let failure = Failure {
            path: Some("deals.csv".into()),
            code: "no_header",
            message: "deals.csv has no header row.".into(),
            hint: "Name the sheet with --sheet.".into(),
        };
        let text = check_json(&[Ok(audit().inputs[0].clone()), Err(vec![failure])]);
        let check: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(check["inputs"][0]["path"], "crm.csv");
        assert_eq!(check["inputs"][1]["error"]["code"], "no_header");
    }
}
