//! What people should know of the previous workbook: that it is of a later day, and which of their entries could not be
//! understood. They are kept.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::carry::Carried;
use super::previous::PreviousRun;
use super::row_ids::table_of_id;
use super::store::{Kept, KeptCell, Overruled, Store};
use super::typed_text::to_text;
use super::waivers::{self, Waivers};
use super::{DECISIONS_FILE, Found, gone, link_decisions};
use crate::domain::reviewer_columns::WAIVE_UNTIL;
use crate::domain::{
    AceId, Action, Period, ReviewedTable, ReviewerColumn, ReviewerKind, SetAside, TypedCell, fold,
};

/// What people should know of their waivers, of the previous workbook and of their entries. `file` is the decisions file,
/// if there is one.
pub(super) fn of_run(
    found: &Found,
    run: &PreviousRun,
    carried: &Carried,
    waivers: &Waivers,
    file: Option<&str>,
) -> Vec<SetAside> {
    let file = file.unwrap_or(DECISIONS_FILE);
    let workbook = Some(run.written_in()).filter(|path| !path.is_empty()).unwrap_or(file);
    let mut notices = waivers.notices();
    notices.extend(of_later_run(run, found.as_of));
    notices.extend(of_other_period(run, found.period));
    notices.extend(of_entries(carried, found, &Places { workbook, file }));
    notices
}

/// Tells of a previous workbook that speaks for a later day than this run: what it calls new, gone or changed is then
/// told backwards.
fn of_later_run(run: &PreviousRun, as_of: NaiveDate) -> Option<SetAside> {
    let later = run.as_of.filter(|previous| *previous > as_of)?;
    let message = format!(
        "The previous workbook speaks for {later}, this run for {as_of}: changes are told backwards. Check --as-of and \
         --previous."
    );
    Some(notice(&run.path, later.to_string(), "previous_is_later", message))
}

/// Tells of a previous workbook that holds the deals of another period: of the others nothing is remembered.
fn of_other_period(run: &PreviousRun, period: Option<&Period>) -> Option<SetAside> {
    let previous = run.period.as_ref()?;
    let now = period.map(ToString::to_string);
    let message = format!(
        "The previous workbook holds the deals of {previous} only, and this run {}: what it does not hold is told as new.",
        now.as_ref().map_or("all deals".to_owned(), |now| format!("those of {now}")),
    );
    let is_other = now.as_ref() != Some(previous);
    is_other.then(|| notice(&run.path, previous.clone(), "previous_of_other_period", message))
}

/// Where people's entries stand.
pub(super) struct Places<'a> {
    /// The previous workbook; the decisions file if there is none.
    pub(super) workbook: &'a str,
    /// The decisions file.
    pub(super) file: &'a str,
}

impl<'a> Places<'a> {
    /// Where this entry stands.
    pub(super) fn of(&self, kept: &KeptCell) -> &'a str {
        if kept.is_of_file { self.file } else { self.workbook }
    }
}

/// What people should know of their entries.
fn of_entries(carried: &Carried, found: &Found, places: &Places) -> Vec<SetAside> {
    let Carried { store, rows, .. } = carried;
    let mut notices = waivers::without_effect(found.deals, store, places, found.as_of);
    notices.extend(link_decisions::contradictions(store, places));
    notices.extend(link_decisions::without_counterpart(rows.iter(), store, places));
    notices.extend(not_understood(rows.iter(), store, places));
    notices.extend(on_no_row(carried, found, places));
    notices.extend(carried.overruled.iter().map(|overruled| of_overruled(overruled, places)));
    notices
}

/// The entries on rows of this run that are no word of the column's list, or no day.
fn not_understood<'a>(
    ids: impl Iterator<Item = &'a String>,
    store: &Store,
    places: &Places,
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
                notices.push(of_entry(places.of(kept), place, to_text(&kept.cell), code, message));
            }
        }
    }
    notices
}

/// The lines that somebody has written into the decisions file about something that this run does not have: an id that is
/// wrong by a letter would do nothing, unseen.
fn on_no_row(carried: &Carried, found: &Found, places: &Places) -> Vec<SetAside> {
    let Carried { store, rows, renamed, .. } = carried;
    let is_by_hand = |kept: &KeptCell| kept.is_of_file && kept.as_of.is_none();
    let by_hand = store.iter().filter_map(|(id, kept)| {
        let (header, _) = kept.cells.iter().find(|(_, cell)| is_by_hand(cell))?;
        (!rows.contains(id) && !renamed.contains(id)).then_some((id, kept, header))
    });
    let mut by_hand = by_hand.peekable();
    if by_hand.peek().is_none() {
        return Vec::new();
    }
    let all = || found.deals.iter().map(|deal| &deal.deal).chain(found.out_of_scope);
    let crm_keys: BTreeSet<&str> = all().filter_map(|it| Some(it.crm()?.id.key())).collect();
    let ace_ids: BTreeSet<&AceId> = all().filter_map(|it| Some(&it.ace()?.id)).collect();
    let is_there = |kept: &Kept| {
        let has_crm = kept.crm_id.as_ref().is_none_or(|id| crm_keys.contains(id.key()));
        let has_ace = kept.ace_id.as_ref().is_none_or(|id| ace_ids.contains(id));
        let is_named = kept.crm_id.is_some() || kept.ace_id.is_some();
        // Of what belongs to deals of other periods only the ids outside tell.
        if is_named { has_crm && has_ace } else { !found.out_of_scope.is_empty() }
    };
    let missing = by_hand.filter(|(_, kept, _)| !is_there(kept));
    let notice = |(id, kept, header): (&String, &Kept, &String)| {
        let named = gone::what(id, kept.crm_id.as_ref(), kept.ace_id.as_ref());
        let message = "Nothing follows from this line: this run has no deal, opportunity or finding of this id. It is \
                       kept. Check the id, or delete the line.";
        let place = (table_of_id(id), header.as_str());
        of_entry(places.file, place, named, "entry_on_no_row", message.to_owned())
    };
    missing.map(notice).collect()
}

fn of_overruled(overruled: &Overruled, places: &Places) -> SetAside {
    let Overruled { id, header, kept, other } = overruled;
    let message = format!(
        "Two different entries stand for this cell ({id}): \"{kept}\" is kept, this one is not."
    );
    let place = (table_of_id(id), header.as_str());
    of_entry(places.workbook, place, other.clone(), "overruled_entry", message)
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
