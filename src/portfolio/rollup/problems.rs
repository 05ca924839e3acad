//! How often each problem was found, and what is wanting.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::FindingTally;
use crate::domain::{Capture, Field, Finding, ScreenedDeal, Severity};

/// Findings by code and severity, the severest and most frequent first.
pub(super) fn findings_by_code(findings: &[Finding]) -> Vec<FindingTally> {
    let mut counted = BTreeMap::<_, u64>::new();
    for finding in findings {
        *counted.entry((finding.severity, finding.code, finding.name)).or_default() += 1;
    }
    let tally =
        |((severity, code, name), findings)| FindingTally { code, name, severity, findings };
    let mut tallies: Vec<_> = counted.into_iter().map(tally).collect();
    tallies.sort_by_key(|tally| (tally.severity, Reverse(tally.findings)));
    tallies
}

/// Findings by severity; every severity.
pub(super) fn severities(findings: &[FindingTally]) -> Vec<(Severity, u64)> {
    let of = |severity| findings.iter().filter(move |tally| tally.severity == severity);
    Severity::ALL.map(|it| (it, of(it).map(|tally| tally.findings).sum())).to_vec()
}

/// The fields for want of which one cannot tell what became of the money, the most frequent first.
pub(super) fn missing_fields(deals: &[ScreenedDeal]) -> Vec<(Field, u64)> {
    let open =
        deals.iter().map(|deal| &deal.screening).filter(|it| it.capture == Capture::CannotTell);
    let mut counted = BTreeMap::<&str, (Field, u64)>::new();
    for field in open.flat_map(|screening| &screening.missing_fields) {
        counted.entry(field.name()).or_insert((*field, 0)).1 += 1;
    }
    let mut fields: Vec<_> = counted.into_values().collect();
    fields.sort_by_key(|(_, count)| Reverse(*count));
    fields
}
