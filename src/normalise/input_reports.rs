//! What became of each input: its counts, its warnings, and what was set aside.

use chrono::NaiveDate;

use super::notes::Notes;
use super::settled_table::SettledTable;
use super::stitch::Read;
use super::{Settings, suspicions};
use crate::domain::{AceOpportunity, Action, CrmOpportunity, InputReport, Noted, SetAside};

/// Per table, the newest modified (else created) date of a record that is used.
pub(super) fn newest_records(
    tables: usize,
    crm: &[Read<CrmOpportunity>],
    ace: &[Read<AceOpportunity>],
) -> Vec<Option<NaiveDate>> {
    let mut newest = vec![None; tables];
    let crm = crm.iter().map(|r| (r.table, r.value.modified_date.or(r.value.created_date)));
    let ace = ace.iter().map(|r| (r.table, r.value.modified_date.or(r.value.created_date)));
    for (table, date) in crm.chain(ace) {
        newest[table] = newest[table].max(date);
    }
    newest
}

/// What became of each input, and what was set aside.
pub(super) fn finished(
    tables: Vec<SettledTable>,
    notes: Vec<Notes>,
    newest: Vec<Option<NaiveDate>>,
    settings: &Settings,
) -> (Vec<InputReport>, Vec<SetAside>) {
    let mut inputs = Vec::new();
    let mut set_aside = Vec::new();
    for ((table, mut notes), newest) in tables.into_iter().zip(notes).zip(newest) {
        let warnings = notes.warnings(&table);
        let suspicions = suspicions::of_columns(&table);
        let amounts = notes.amounts.iter();
        let amounts = amounts
            .map(|(field, notes)| (*field, notes.settled(*field, &table, settings)))
            .collect();
        let mut report = table.raw.report;
        report.amounts = amounts;
        report.warnings.extend(warnings);
        report.warnings.extend(suspicions);
        report.noted = Noted::counted(table.raw.set_aside.iter().chain(&notes.set_aside));
        report.newest_record = newest;
        let count =
            |action| notes.set_aside.iter().filter(|entry| entry.action == action).count() as u64;
        let (unusable, ignored) = (count(Action::RowSetAside), count(Action::RowIgnored));
        report.rows_set_aside += unusable;
        report.rows_ignored += ignored;
        report.rows_used -= unusable + ignored;
        inputs.push(report);
        set_aside.extend(table.raw.set_aside);
        set_aside.extend(notes.set_aside);
    }
    (inputs, set_aside)
}
