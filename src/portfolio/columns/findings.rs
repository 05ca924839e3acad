//! The columns of `findings`: one problem of one deal per row.

use std::borrow::Cow;

use super::{Column, Read, file, row};
use crate::domain::{Deal, Finding, ScreenedDeal};

/// A finding with its deal: a row of `findings`.
pub(crate) struct FindingRow<'a> {
    /// The finding.
    pub(crate) finding: &'a Finding,
    /// The deal it is about.
    pub(crate) deal: Option<&'a ScreenedDeal>,
}

impl<'a> FindingRow<'a> {
    fn records(&self) -> Option<&'a Deal> {
        Some(&self.deal?.deal)
    }

    /// The columns in the order of the contract; new ones are appended.
    #[rustfmt::skip]
    pub(crate) const COLUMNS: [Column<Self>; 26] = [
        Column { header: "finding_id", cell: Read::Text(|row| Some(row.finding.id.as_str().into())) },
        Column { header: "code", cell: Read::Text(|row| Some(row.finding.code.into())) },
        Column { header: "name", cell: Read::Text(|row| Some(row.finding.name.into())) },
        Column { header: "severity", cell: Read::Text(|row| Some(row.finding.severity.name().into())) },
        Column { header: "state", cell: Read::Text(|row| Some(row.finding.state.name().into())) },
        Column { header: "crm_id", cell: Read::Text(|row| Some(row.records()?.crm()?.id.as_str().into())) },
        Column { header: "ace_id", cell: Read::Text(|row| Some(row.records()?.ace()?.id.as_str().into())) },
        Column { header: "customer", cell: Read::Text(|row| row.records()?.customer().map(Cow::from)) },
        Column { header: "deal", cell: Read::Text(|row| row.records()?.name().map(Cow::from)) },
        Column { header: "owner", cell: Read::Text(|row| row.records()?.owner().map(Cow::from)) },
        Column { header: "phase", cell: Read::Text(|row| Some(row.finding.evidence.phase?.name().into())) },
        Column { header: "field", cell: Read::Text(|row| Some(row.finding.evidence.field.name().into())) },
        Column { header: "crm_value", cell: Read::Text(|row| row.finding.evidence.crm_value.as_deref().map(Cow::from)) },
        Column { header: "ace_value", cell: Read::Text(|row| row.finding.evidence.ace_value.as_deref().map(Cow::from)) },
        Column { header: "expected", cell: Read::Text(|row| Some((&*row.finding.evidence.expected).into())) },
        Column { header: "message", cell: Read::Text(|row| Some(row.finding.evidence.message.as_str().into())) },
        Column { header: "fix", cell: Read::Text(|row| Some(row.finding.evidence.fix.as_str().into())) },
        Column { header: "fix_in", cell: Read::Text(|row| Some(row.finding.evidence.fix_in.name().into())) },
        Column { header: "deal_arr_usd", cell: Read::Usd(|row| row.deal?.screening.arr.usd) },
        Column { header: "crm_file", cell: Read::Text(|row| Some(file(&row.records()?.crm()?.at))) },
        Column { header: "crm_row", cell: Read::Count(|finding| Some(row(&finding.records()?.crm()?.at))) },
        Column { header: "ace_file", cell: Read::Text(|row| Some(file(&row.records()?.ace()?.at))) },
        Column { header: "ace_row", cell: Read::Count(|finding| Some(row(&finding.records()?.ace()?.at))) },
        Column { header: "first_seen", cell: Read::Date(|row| Some(row.finding.first_seen)) },
        Column { header: "runs_seen", cell: Read::Count(|row| Some(i64::from(row.finding.runs_seen))) },
        Column { header: "request_id", cell: Read::Text(|row| row.finding.evidence.request_id.as_deref().map(Cow::from)) },
    ];
}

/// The rows, in the order of the findings.
pub(crate) fn finding_rows<'a>(
    findings: &'a [Finding],
    deals: &'a [ScreenedDeal],
) -> Vec<FindingRow<'a>> {
    let deal_of = |finding: &Finding| finding.deal.and_then(|place| deals.get(place));
    findings.iter().map(|finding| FindingRow { finding, deal: deal_of(finding) }).collect()
}
