//! What people wrote and what no longer has a row: it goes to Changes, for some runs.

use std::collections::{BTreeMap, BTreeSet};

use super::carry::Carried;
use super::causes::Because;
use super::changes::Change;
use super::ended::Ended;
use super::previous::{PreviousGone, PreviousRun, Written};
use super::row_ids::table_of_id;
use super::store::{Kept, Overruled};
use super::typed_text::row_to_text;
use crate::domain::reviewer_columns::DECISION;
use crate::domain::{AceId, CrmId, ReviewedTable};

/// For how many runs what people wrote is shown after its row is gone (our choice). The decisions file
/// keeps it for longer.
const RUNS_SHOWN: u32 = 4;

/// Adds what people wrote to the changes that tell of a row that is gone, and a change for every other such row.
pub(super) fn remember_gone(changes: &mut Vec<Change>, carried: &Carried, run: &PreviousRun) {
    let places: BTreeMap<String, usize> = changes
        .iter()
        .enumerate()
        .filter(|(_, change)| !change.id.is_empty())
        .map(|(place, change)| (change.id.clone(), place))
        .collect();
    let written = run.written.iter().filter_map(Written::lasting_id);
    let ids: BTreeSet<String> = written.chain(run.gone.keys().cloned()).collect();
    for id in ids {
        if carried.rows.contains(&id) || carried.renamed.contains(&id) {
            continue;
        }
        let Some(kept) = carried.store.get(&id) else { continue };
        let notes = row_to_text(&kept.typed());
        match (places.get(&id), run.gone.get(&id)) {
            (Some(place), _) => changes[*place].notes = notes,
            (None, Some(gone)) if gone.runs_gone >= RUNS_SHOWN => {}
            (None, Some(gone)) => changes.push(still_gone(id, gone, notes)),
            (None, None) => changes.push(Change {
                about: about(&id).to_owned(),
                ended: Some(Ended::Resolved),
                what: what(&id, kept.crm_id.as_ref(), kept.ace_id.as_ref()),
                because: because(kept),
                notes,
                is_about_notes: true,
                id,
                runs_gone: Some(1),
                ..Change::default()
            }),
        }
    }
    changes.extend(carried.overruled.iter().map(of_overruled));
}

fn still_gone(id: String, gone: &PreviousGone, notes: String) -> Change {
    Change {
        deal_id: gone.deal_id.clone(),
        customer: gone.customer.clone(),
        name: gone.deal.clone(),
        about: gone.about.clone(),
        was: gone.ended.label().to_owned(),
        ended: Some(gone.ended),
        because: gone.because,
        notes,
        is_about_notes: true,
        id,
        runs_gone: Some(gone.runs_gone + 1),
        first_seen: gone.first_seen,
        runs: gone.runs,
        ..Change::default()
    }
}

/// A pair has no row any more once it is decided on.
fn because(kept: &Kept) -> Because {
    let is_decided = kept.cells.contains_key(DECISION);
    if is_decided { Because::Decision } else { Because::DataChanged }
}

fn about(id: &str) -> &'static str {
    match table_of_id(id) {
        ReviewedTable::Deals => "Deal",
        ReviewedTable::Matches => "Pair",
        ReviewedTable::Findings if id.starts_with("R-") => "Row without an id",
        ReviewedTable::Findings => "Finding",
    }
}

/// The ids outside of a row, or its own if it is known by none.
pub(super) fn what(id: &str, crm_id: Option<&CrmId>, ace_id: Option<&AceId>) -> String {
    let ids = [crm_id.map(ToString::to_string), ace_id.map(ToString::to_string)];
    let ids: Vec<_> = ids.into_iter().flatten().collect();
    if ids.is_empty() { id.to_owned() } else { ids.join(" and ") }
}

/// A value that had to give way is told, because a person typed it.
fn of_overruled(overruled: &Overruled) -> Change {
    Change {
        about: format!("{} of {}", overruled.header, overruled.id),
        was: overruled.other.clone(),
        now: overruled.kept.clone(),
        what: "Two different entries for one cell; the one under Now is kept".to_owned(),
        because: Because::Decision,
        is_about_notes: true,
        ..Change::default()
    }
}
