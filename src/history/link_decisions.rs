//! What people decided on pairs of a deal and an ACE opportunity.

use std::collections::{BTreeMap, BTreeSet};

use super::notices::{Places, of_entry};
use super::row_ids::{pair_id, table_of_id};
use super::store::Store;
use super::typed_text::to_text;
use crate::domain::reviewer_columns::{DECISION, DIFFERENT, SAME};
use crate::domain::{AceId, DecidedPair, ReviewedTable, ScreenedDeal, SetAside, fold};

/// The pairs that people decided on, without those that contradict each other: of two counterparts for one record,
/// only a person can tell which is right.
pub(super) fn settled(store: &Store) -> Vec<DecidedPair> {
    let contradictory = contradictory(store);
    decided(store).filter(|pair| !contradictory.contains(pair)).collect()
}

/// The decisions by which one record would be the same as two others.
fn contradictory(store: &Store) -> Vec<DecidedPair> {
    let same: Vec<DecidedPair> = decided(store).filter(|pair| pair.is_same).collect();
    let mut of_crm = BTreeMap::<&str, usize>::new();
    let mut of_ace = BTreeMap::<&AceId, usize>::new();
    for pair in &same {
        *of_crm.entry(&pair.crm_key).or_default() += 1;
        *of_ace.entry(&pair.ace_id).or_default() += 1;
    }
    let is_contradictory =
        |pair: &&DecidedPair| of_crm[pair.crm_key.as_str()] > 1 || of_ace[&pair.ace_id] > 1;
    same.iter().filter(is_contradictory).cloned().collect()
}

/// The column in which people decide.
const DECISIONS: (ReviewedTable, &str) = (ReviewedTable::Matches, DECISION);

/// Tells of decisions that contradict each other.
pub(super) fn contradictions(store: &Store, places: &Places) -> Vec<SetAside> {
    let message = format!(
        "\"{SAME}\" is said of this pair and of another one with the same deal or ACE opportunity, so neither counts. \
         Decide on one of them, and write \"{DIFFERENT}\" at the other."
    );
    let notice = |pair: DecidedPair| {
        let kept = store.get(&pair_id(&pair.crm_key, &pair.ace_id));
        let cell = kept.and_then(|kept| kept.cells.get(DECISION));
        let file = cell.map_or(places.workbook, |cell| places.of(cell));
        let pair = format!("{} and {}", pair.crm_key, pair.ace_id);
        of_entry(file, DECISIONS, pair, "contradictory_decision", message.clone())
    };
    contradictory(store).into_iter().map(notice).collect()
}

/// Tells of decisions on the rows of this run that name one record only.
pub(super) fn without_counterpart<'a>(
    rows: impl Iterator<Item = &'a String>,
    store: &Store,
    places: &Places,
) -> Vec<SetAside> {
    let notice = |id: &String| {
        let kept = store.get(id).filter(|_| table_of_id(id) == ReviewedTable::Matches)?;
        let cell = kept.cells.get(DECISION)?;
        let decision = to_text(&cell.cell);
        let is_decision = [SAME, DIFFERENT].iter().any(|word| fold(word) == fold(&decision));
        let lacks = match (&kept.crm_id, &kept.ace_id) {
            (Some(_), None) => "ACE id",
            (None, Some(_)) => "CRM id",
            _ => return None,
        };
        let message = format!(
            "Nothing follows from this decision ({id}): enter the counterpart's id as \"{lacks}\" in the same row."
        );
        let problem = "decision_without_counterpart";
        is_decision.then(|| of_entry(places.of(cell), DECISIONS, decision, problem, message))
    };
    rows.filter_map(notice).collect()
}

/// The pairs that people decided on.
pub(super) fn decided(store: &Store) -> impl Iterator<Item = DecidedPair> {
    // Elsewhere a column of this name is somebody's own.
    let pairs = store.iter().filter(|(id, _)| table_of_id(id) == ReviewedTable::Matches);
    pairs.filter_map(|(_, kept)| {
        let decision = kept.cells.get(DECISION)?;
        let decision = fold(&to_text(&decision.cell));
        let is_same = decision == fold(SAME);
        let is_decided = is_same || decision == fold(DIFFERENT);
        let crm_key = kept.crm_id.as_ref()?.key().to_owned();
        let ace_id = kept.ace_id.clone()?;
        is_decided.then_some(DecidedPair { crm_key, ace_id, is_same })
    })
}

/// The pairs that were decided to be different and whose records are both there: they keep a row, so that the
/// decision stays in sight.
pub(super) fn apart_with_a_row(deals: &[ScreenedDeal], apart: &[DecidedPair]) -> Vec<String> {
    let crm_keys: BTreeSet<_> =
        deals.iter().filter_map(|deal| Some(deal.deal.crm()?.id.key())).collect();
    let ace_ids: BTreeSet<_> = deals.iter().filter_map(|deal| Some(&deal.deal.ace()?.id)).collect();
    apart
        .iter()
        .filter(|pair| crm_keys.contains(pair.crm_key.as_str()) && ace_ids.contains(&pair.ace_id))
        .map(|pair| pair_id(&pair.crm_key, &pair.ace_id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::decisions_file::parse;
    use crate::history::headers::Headers;

    fn settled_of(lines: &[&str]) -> (Vec<bool>, usize) {
        let header = "kind,id,crm_id,ace_id,column,value,as_of\n";
        let text = format!("{header}{}\n", lines.join("\n"));
        let store = parse(&text, "decisions.csv", &mut Headers::new(&[])).unwrap();
        let settled = settled(&store).iter().map(|pair| pair.is_same).collect();
        let places = Places { workbook: "last.xlsx", file: "decisions.csv" };
        (settled, contradictions(&store, &places).len())
    }

    #[test]
    fn same_and_different_are_decisions_and_not_sure_is_none() {
        let lines = ["pair,,A,O1,Decision,same ,", "pair,,B,O2,Decision,Not sure,"];
        assert_eq!(settled_of(&lines), (vec![true], 0));
        assert_eq!(settled_of(&["pair,,A,O1,Decision,Different,"]), (vec![false], 0));
    }

    #[test]
    fn two_counterparts_for_one_record_are_asked_about() {
        let lines = ["pair,,A,O1,Decision,Same,", "pair,,B,O1,Decision,Same,"];
        assert_eq!(settled_of(&lines), (vec![], 2));
        let resolved = ["pair,,A,O1,Decision,Same,", "pair,,B,O1,Decision,Different,"];
        assert_eq!(settled_of(&resolved).1, 0);
    }
}
