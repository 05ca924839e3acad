//! What people should know of the previous workbook: that it is of a later day, and which of their entries could not be
//! understood. They are kept.

use chrono::NaiveDate;

use super::carry::Carried;
use super::previous::{PreviousRun, table_of_id};
use super::store::Store;
use super::typed_text::to_text;
use super::{link_decisions, waivers};
use crate::domain::reviewer_columns::WAIVE_UNTIL;
use crate::domain::{
    Action, Period, ReviewedTable, ReviewerColumn, ReviewerKind, ScreenedDeal, SetAside, TypedCell,
    fold,
};

/// Tells of a previous workbook that speaks for a later day than this run: what it calls new, gone or changed is then
/// told backwards.
pub(super) fn of_later_run(run: &PreviousRun, as_of: NaiveDate) -> Option<SetAside> {
    let later = run.as_of.filter(|previous| *previous > as_of)?;
    let message = format!(
        "The previous workbook speaks for {later}, this run for {as_of}: changes are told backwards. Check --as-of and \
         --previous."
    );
    Some(notice(&run.path, later.to_string(), "previous_is_later", message))
}

/// Tells of a previous workbook that holds the deals of another period: of the others nothing is remembered.
pub(super) fn of_other_period(run: &PreviousRun, period: Option<&Period>) -> Option<SetAside> {
    let previous = run.period.as_ref()?;
    let now = period.map(ToString::to_string);
    let message = format!(
        "The previous workbook holds the deals of {previous} only, and this run {}: what it does not hold is told as new.",
        now.as_ref().map_or("all deals".to_owned(), |now| format!("those of {now}")),
    );
    let is_other = now.as_ref() != Some(previous);
    is_other.then(|| notice(&run.path, previous.clone(), "previous_of_other_period", message))
}

/// What people should know of their entries on the rows of this run. `file` is where they stand.
pub(super) fn of_entries(carried: &Carried, deals: &[ScreenedDeal], file: &str) -> Vec<SetAside> {
    let mut notices = waivers::incomplete(deals, &carried.store, file);
    notices.extend(link_decisions::contradictions(&carried.store, file));
    notices.extend(link_decisions::without_counterpart(carried.rows.iter(), &carried.store, file));
    notices.extend(not_understood(carried.rows.iter(), &carried.store, file));
    notices
}

/// The entries on rows of this run that are no word of the column's list, or no day. `file` is where they stand.
fn not_understood<'a>(
    ids: impl Iterator<Item = &'a String>,
    store: &Store,
    file: &str,
) -> Vec<SetAside> {
    let mut notices = Vec::new();
    for id in ids {
        let Some(kept) = store.get(id) else { continue };
        let table = table_of_id(id);
        for column in table.reviewer_columns() {
            // What else a waiver of a deal lacks is told with it.
            if column.header == WAIVE_UNTIL {
                continue;
            }
            let Some(kept) = kept.cells.get(column.header) else { continue };
            if let Some(message) = problem(column, &kept.cell) {
                let place = (table, column.header);
                let code = match column.kind {
                    ReviewerKind::Date => "unreadable_date",
                    ReviewerKind::Text | ReviewerKind::OneOf(_) => "unknown_status",
                };
                let message = format!("{message} ({id}).");
                notices.push(of_entry(file, place, to_text(&kept.cell), code, message));
            }
        }
    }
    notices
}

fn problem(column: &ReviewerColumn, cell: &TypedCell) -> Option<String> {
    let text = fold(&to_text(cell));
    match column.kind {
        ReviewerKind::Text => None,
        ReviewerKind::Date => {
            let is_date = matches!(cell, TypedCell::Date(_));
            (!is_date).then(|| "No day can be read here. It is kept, but nothing follows from it: write 2026-12-31".to_owned())
        }
        ReviewerKind::OneOf(words) => (!words.iter().any(|word| fold(word) == text)).then(|| {
            format!("It is kept, but nothing follows from it. Known are {}", words.join(", "))
        }),
    }
}

/// What is to be known of this value, which a person wrote in the file or which it states.
pub(super) fn notice(
    file: &str,
    value: String,
    problem: &'static str,
    message: String,
) -> SetAside {
    SetAside {
        file: file.to_owned(),
        sheet: None,
        row: None,
        column: None,
        value,
        problem,
        message,
        action: Action::FileWarning,
    }
}

/// What is to be known of an entry in this column of a table that people write in.
pub(super) fn of_entry(
    file: &str,
    (table, column): (ReviewedTable, &str),
    entry: String,
    problem: &'static str,
    message: String,
) -> SetAside {
    let (sheet, column) = (Some(table.sheet().to_owned()), Some(column.to_owned()));
    SetAside { sheet, column, ..notice(file, entry, problem, message) }
}
