//! Changes: what is different from the previous run, why, and what people wrote where no row is left.

use std::borrow::Cow;

use super::{Report, header_notes};
use crate::history::{Because, Change, SETTINGS};
use crate::report::limits::shown_first;
use crate::report::sheet::{Cell, Column, Content, Sheet, Tab, Table};
use crate::report::words;

/// The name of the sheet, which a first run does not have.
pub(super) const NAME: &str = "Changes";

pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let changes = report.audit.history.changes.iter();
    // Settings may name persons too.
    let is_of_people = |change: &Change| change.is_about_notes || change.about == SETTINGS;
    let shown = changes.filter(|change| !report.is_for_leadership() || !is_of_people(change));
    let mut rows: Vec<ChangeRow> = shown.map(|change| ChangeRow::new(change, report)).collect();
    let is_written_on = |row: &ChangeRow| !row.change.notes.is_empty();
    let shown = shown_first(&mut rows, report.most_rows, is_written_on);
    rows.truncate(shown);
    let mut table = Table::new("tblChanges", &ChangeRow::COLUMNS, rows);
    table.frozen_columns = 4;
    table.header_notes = header_notes::OF_CHANGES;
    table.printed_columns = 10;
    if report.is_for_leadership() {
        table = table.without(&["Notes", "Id", "First seen", "Runs gone", "Runs"]);
    }
    Sheet { name: NAME, tab: Tab::Navy, content: Content::Table(table) }
}

/// A change, and the id by which people know its deal.
pub(super) struct ChangeRow<'a> {
    change: &'a Change,
    deal_id: Option<&'a str>,
    /// What changed.
    what: Cow<'a, str>,
}

impl<'a> ChangeRow<'a> {
    fn new(change: &'a Change, report: &'a Report) -> ChangeRow<'a> {
        let now = change.deal.and_then(|place| Some(report.line_of(place)?.id.as_str()));
        let was = Some(change.deal_id.as_str()).filter(|id| !id.is_empty());
        // What a finding says may name a person; its rule does not.
        let rule = report.rule(&change.about).filter(|_| report.is_for_leadership());
        let what = match rule.filter(|_| change.because != Because::RuleSetChanged) {
            Some(rule) => words::rule_title(rule.name).into(),
            None => change.what.as_str().into(),
        };
        ChangeRow { change, deal_id: now.or(was), what }
    }

    /// The next run reads what is gone from the last columns.
    #[rustfmt::skip]
    pub(super) const COLUMNS: [Column<Self>; 14] = [
        Column { header: "Deal id", width: 11.0, cell: |line| Cell::id(line.deal_id) },
        Column { header: "Customer", width: 24.0, cell: |line| Cell::text(Some(&line.change.customer)) },
        Column { header: "Deal", width: 28.0, cell: |line| Cell::text(Some(&line.change.name)) },
        Column { header: "About", width: 12.0, cell: |line| Cell::text(Some(&line.change.about)) },
        Column { header: "Was", width: 16.0, cell: |line| Cell::text(Some(&line.change.was)) },
        Column { header: "Now", width: 16.0, cell: |line| Cell::text(Some(line.change.now())) },
        Column { header: "What changed", width: 50.0, cell: |line| Cell::text(Some(&line.what)) },
        Column { header: "Money effect (USD ARR)", width: 13.0, cell: |line| Cell::money(line.change.money_effect) },
        Column { header: "Because", width: 16.0, cell: |line| line.change.because.label().into() },
        Column { header: "Notes", width: 44.0, cell: |line| Cell::text(Some(&line.change.notes)) },
        Column { header: "Id", width: 14.0, cell: |line| Cell::id(Some(line.change.id.as_str()).filter(|id| !id.is_empty())) },
        Column { header: "First seen", width: 11.0, cell: |line| Cell::date(line.change.first_seen) },
        Column { header: "Runs gone", width: 8.0, cell: |line| line.change.runs_gone.map_or(Cell::Blank, |runs| Cell::Count(runs.into())) },
        Column { header: "Runs", width: 8.0, cell: |line| line.change.runs.map_or(Cell::Blank, |runs| Cell::Count(runs.into())) },
    ];
}
