//! The columns of `deals`: every CRM deal, then every ACE opportunity without one.

use std::borrow::Cow;

use super::{Column, Read, file, joined, row};
use crate::domain::{Finding, Link, Phase, ScreenedDeal, Screening};

/// A deal with its findings: a row of `deals`.
pub(crate) struct DealRow<'a> {
    /// The deal.
    pub(crate) deal: &'a ScreenedDeal,
    /// Its findings.
    pub(crate) findings: &'a [&'a Finding],
}

impl DealRow<'_> {
    /// The columns in the order of the contract; new ones are appended.
    #[rustfmt::skip]
    pub(crate) const COLUMNS: [Column<Self>; 40] = [
        Column { header: "crm_id", cell: Read::Text(|row| Some(row.deal.deal.crm()?.id.as_str().into())) },
        Column { header: "ace_id", cell: Read::Text(|row| Some(row.deal.deal.ace()?.id.as_str().into())) },
        Column { header: "customer", cell: Read::Text(|row| row.deal.deal.customer().map(Cow::from)) },
        Column { header: "deal", cell: Read::Text(|row| row.deal.deal.name().map(Cow::from)) },
        Column { header: "owner", cell: Read::Text(|row| row.deal.deal.owner().map(Cow::from)) },
        Column { header: "is_migration", cell: Read::Text(|row| Some(row.deal.screening.is_migration.name().into())) },
        Column { header: "migration_evidence", cell: Read::Text(|row| Some(row.deal.screening.migration_words().into())) },
        Column { header: "verdict", cell: Read::Text(|row| Some(row.deal.screening.verdict.name().into())) },
        Column { header: "missing_fields", cell: Read::Text(|row| missing_fields(&row.deal.screening)) },
        Column { header: "window", cell: Read::Text(|row| Some(row.deal.screening.window?.name().into())) },
        Column { header: "planned_start", cell: Read::Date(|row| Some(row.deal.screening.planned_start?.date)) },
        Column { header: "start_basis", cell: Read::Text(|row| Some(row.deal.screening.planned_start?.basis.name().into())) },
        Column { header: "apply_by", cell: Read::Date(|row| row.deal.screening.apply_by) },
        Column { header: "days_left", cell: Read::Count(|row| row.deal.screening.days_left) },
        Column { header: "arr_usd", cell: Read::Usd(|row| row.deal.screening.arr.usd) },
        Column { header: "arr_basis", cell: Read::Text(|row| Some(row.deal.screening.arr.basis.name().into())) },
        Column { header: "application", cell: Read::Text(|row| Some(row.deal.screening.application.name().into())) },
        Column { header: "capture", cell: Read::Text(|row| Some(row.deal.screening.capture.name().into())) },
        Column { header: "assess", cell: Read::Text(|row| Some(phase_state(row, Phase::Assess))) },
        Column { header: "mobilize", cell: Read::Text(|row| Some(phase_state(row, Phase::Mobilize))) },
        Column { header: "migrate", cell: Read::Text(|row| Some(phase_state(row, Phase::Migrate))) },
        // AWS publishes no rates: the estimates are blank where nobody has set any.
        Column { header: "est_low_usd", cell: Read::Usd(|row| row.deal.screening.obtainable().low_usd) },
        Column { header: "est_base_usd", cell: Read::Usd(|row| row.deal.screening.obtainable().base_usd) },
        Column { header: "est_high_usd", cell: Read::Usd(|row| row.deal.screening.obtainable().high_usd) },
        Column { header: "worst_severity", cell: Read::Text(worst_severity) },
        Column { header: "findings", cell: Read::Text(codes) },
        Column { header: "link_zone", cell: Read::Text(link_zone) },
        Column { header: "link_method", cell: Read::Text(|row| Some(link(row)?.method.name().into())) },
        Column { header: "link_score", cell: Read::Score(|row| Some(link(row)?.score)) },
        Column { header: "crm_file", cell: Read::Text(|row| Some(file(&row.deal.deal.crm()?.at))) },
        Column { header: "crm_row", cell: Read::Count(|deal| Some(row(&deal.deal.deal.crm()?.at))) },
        Column { header: "ace_file", cell: Read::Text(|row| Some(file(&row.deal.deal.ace()?.at))) },
        Column { header: "ace_row", cell: Read::Count(|deal| Some(row(&deal.deal.deal.ace()?.at))) },
        Column { header: "stage", cell: Read::Text(|row| row.deal.deal.crm()?.stage.as_deref().map(Cow::from)) },
        Column { header: "amount", cell: Read::Amount(|row| Some(row.deal.deal.crm()?.amount?.amount)) },
        Column { header: "currency", cell: Read::Text(|row| Some(row.deal.deal.crm()?.amount?.currency?.as_str().to_owned().into())) },
        Column { header: "close_date", cell: Read::Date(|row| row.deal.deal.crm()?.close_date) },
        Column { header: "created_date", cell: Read::Date(|row| row.deal.deal.crm()?.created_date) },
        Column { header: "modified_date", cell: Read::Date(|row| row.deal.deal.crm()?.modified_date) },
        Column { header: "requested_usd", cell: Read::Usd(|row| row.deal.screening.requested.usd) },
    ];
}

/// The rows: every deal with its findings.
pub(crate) fn deal_rows<'a>(
    deals: &'a [ScreenedDeal],
    findings_by_deal: &'a [Vec<&'a Finding>],
) -> Vec<DealRow<'a>> {
    let rows = deals.iter().zip(findings_by_deal);
    rows.map(|(deal, findings)| DealRow { deal, findings }).collect()
}

/// The names of the fields for want of which one cannot tell, with semicolons between.
fn missing_fields(screening: &Screening) -> Option<Cow<'static, str>> {
    let names: Vec<_> = screening.missing_fields.iter().map(|field| field.name()).collect();
    joined(&names, ";")
}

fn phase_state<'row>(row: &'row DealRow, phase: Phase) -> Cow<'row, str> {
    row.deal.screening.phase(phase).state.name().into()
}

fn worst_severity<'row>(row: &'row DealRow) -> Option<Cow<'row, str>> {
    let worst = row.findings.iter().map(|finding| finding.severity).min()?;
    Some(worst.name().into())
}

/// The codes once each, sorted: a rule may find something in several phases.
fn codes<'row>(row: &'row DealRow) -> Option<Cow<'row, str>> {
    let mut codes: Vec<_> = row.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    joined(&codes, ";")
}

fn link_zone<'row>(row: &'row DealRow) -> Option<Cow<'row, str>> {
    let deal = &row.deal.deal;
    let zone = match deal.linked() {
        Some(_) => "auto",
        None if !deal.candidates.is_empty() => "review",
        None => return None,
    };
    Some(zone.into())
}

/// The link, or the best one that a person should look at.
fn link<'a>(row: &DealRow<'a>) -> Option<&'a Link> {
    let deal = &row.deal.deal;
    match deal.linked() {
        Some((_, _, link)) => Some(link),
        None => Some(&deal.candidates.first()?.link),
    }
}
