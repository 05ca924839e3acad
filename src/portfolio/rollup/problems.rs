//! How often each problem was found, and what is wanting.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use polars::prelude::{DataType, LazyFrame, col, len, lit};

use super::FindingTally;
use super::group::{collected, counts, descending, texts, unsigned};
use crate::domain::{Capture, Severity};

/// Findings by code and severity, the severest and most frequent first.
pub(super) fn findings_by_code(findings: LazyFrame) -> Vec<FindingTally> {
    let grouped = findings
        .group_by_stable([col("code"), col("name"), col("severity")])
        .agg([len().cast(DataType::Int64).alias("count")])
        .sort(["count", "code"], descending(&[true, false]));
    let grouped = collected(grouped);
    let [codes, names, severities] =
        ["code", "name", "severity"].map(|name| texts(&grouped, name).into_iter().flatten());
    let mut tallies: Vec<_> = codes
        .zip(names.zip(severities))
        .zip(counts(&grouped, "count"))
        .map(|((code, (name, severity)), findings)| FindingTally {
            code,
            name,
            severity,
            findings: unsigned(findings),
        })
        .collect();
    tallies.sort_by_key(|tally| Severity::ALL.iter().position(|s| s.name() == tally.severity));
    tallies
}

/// Findings by severity; every severity.
pub(super) fn severities(findings: &LazyFrame) -> Vec<(Severity, u64)> {
    let grouped = findings
        .clone()
        .group_by_stable([col("severity")])
        .agg([len().cast(DataType::Int64).alias("count")]);
    let grouped = collected(grouped);
    let counted: Vec<_> =
        texts(&grouped, "severity").into_iter().zip(counts(&grouped, "count")).collect();
    let count_of = |severity: Severity| {
        let of_severity = counted.iter().find(|(name, _)| name.as_deref() == Some(severity.name()));
        of_severity.map_or(0, |(_, count)| unsigned(*count))
    };
    Severity::ALL.map(|severity| (severity, count_of(severity))).to_vec()
}

/// The fields for want of which one cannot tell what became of the money, the most frequent first.
///
/// Counted outside polars: splitting the lists would need its string features.
pub(super) fn missing_fields(deals: LazyFrame) -> Vec<(String, u64)> {
    let is_open_question = col("capture").eq(lit(Capture::CannotTell.name()));
    let lists = texts(&collected(deals.filter(is_open_question)), "missing_fields");
    let mut counted = BTreeMap::<String, u64>::new();
    for field in lists.iter().flatten().flat_map(|list| list.split(';')) {
        *counted.entry(field.to_owned()).or_default() += 1;
    }
    let mut fields: Vec<_> = counted.into_iter().collect();
    fields.sort_by_key(|(_, count)| Reverse(*count));
    fields
}
