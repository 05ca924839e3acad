//! What people decided and wrote, by row, whatever workbook it stands in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::previous::{PreviousRun, Written};
use super::row_ids::table_of_id;
use super::typed_text::to_text;
use crate::domain::{AceId, CrmId, ReviewedTable, TypedCell, TypedCells};

/// What people wrote, by the lasting id of the row: `D-…`, `F-…`, `P-…`.
pub(super) type Store = BTreeMap<String, Kept>;

/// What people wrote in one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// The record in the CRM.
    pub(super) crm_id: Option<CrmId>,
    /// The opportunity in ACE.
    pub(super) ace_id: Option<AceId>,
    /// The cells by header.
    pub(super) cells: BTreeMap<String, KeptCell>,
}

/// A cell, and since when it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeptCell {
    /// What a person typed.
    pub(super) cell: TypedCell,
    /// The as-of date of the run that first read it; `None` if it was never read by one, as after an edit of the
    /// decisions file by hand.
    pub(super) as_of: Option<NaiveDate>,
    /// Whether it stands in the decisions file alone, and in no previous workbook.
    pub(super) is_of_file: bool,
}

/// A value that had to give way to another one in the same cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Overruled {
    /// The lasting id of the row.
    pub(super) id: String,
    pub(super) header: String,
    /// The value that is kept.
    pub(super) kept: String,
    /// The value that is not.
    pub(super) other: String,
}

impl Kept {
    /// The cells without their dates.
    pub(super) fn typed(&self) -> TypedCells {
        self.cells.iter().map(|(header, kept)| (header.clone(), kept.cell.clone())).collect()
    }

    /// Takes over what the other row holds, where this one is blank. What differs is told.
    pub(super) fn fill_from(&mut self, id: &str, other: Kept, overruled: &mut Vec<Overruled>) {
        for (header, kept) in other.cells {
            match self.cells.get(&header) {
                None => _ = self.cells.insert(header, kept),
                Some(own) => overruled.extend(differing(id, &header, &own.cell, &kept.cell)),
            }
        }
        self.crm_id = self.crm_id.take().or(other.crm_id);
        self.ace_id = self.ace_id.take().or(other.ace_id);
    }
}

fn differing(id: &str, header: &str, kept: &TypedCell, other: &TypedCell) -> Option<Overruled> {
    let (kept, other) = (to_text(kept), to_text(other));
    let (id, header) = (id.to_owned(), header.to_owned());
    (kept != other).then_some(Overruled { id, header, kept, other })
}

/// Puts what stands in the previous workbook into what the decisions file holds.
///
/// The workbook wins, also by a cell that was cleared, except over a line of the file that is younger: one without a
/// date is an edit by hand. Nothing that loses is dropped silently.
pub(super) fn merge(store: &mut Store, run: &PreviousRun) -> Vec<Overruled> {
    let mut overruled = Vec::new();
    for (id, gone) in &run.gone {
        // Only where the decisions file is lost: it holds the same, and knows what was edited since.
        if !store.contains_key(id) {
            let kept = |cell: &TypedCell| KeptCell {
                cell: cell.clone(),
                as_of: run.as_of,
                is_of_file: false,
            };
            let cells = gone.cells.iter().map(|(header, cell)| (header.clone(), kept(cell)));
            let cells = cells.collect();
            store.insert(id.clone(), Kept { cells, ..Kept::default() });
        }
    }
    for (id, row) in rows_by_id(run, &mut overruled) {
        let before = store.remove(&id).unwrap_or_default();
        let merged = merged(&id, row, before, run, &mut overruled);
        if !merged.cells.is_empty() {
            store.insert(id, merged);
        }
    }
    overruled
}

/// The rows that have an id, each once: who copied a row may have written in both.
fn rows_by_id(run: &PreviousRun, overruled: &mut Vec<Overruled>) -> Store {
    let mut rows = Store::new();
    for written in &run.written {
        let Some(id) = written.lasting_id() else { continue };
        let row = kept(written);
        match rows.get_mut(&id) {
            Some(first) => first.fill_from(&id, row, overruled),
            None => _ = rows.insert(id, row),
        }
    }
    rows
}

fn kept(written: &Written) -> Kept {
    let cell = |(header, cell): (&String, &TypedCell)| {
        (header.clone(), KeptCell { cell: cell.clone(), as_of: None, is_of_file: false })
    };
    Kept {
        crm_id: written.crm_id.clone(),
        ace_id: written.ace_id.clone(),
        cells: written.cells.iter().map(cell).collect(),
    }
}

fn merged(
    id: &str,
    mut row: Kept,
    file: Kept,
    run: &PreviousRun,
    overruled: &mut Vec<Overruled>,
) -> Kept {
    let table = table_of_id(id);
    for (header, of_file) in file.cells {
        let is_by_hand = of_file.as_of.is_none();
        let is_younger = is_by_hand || run.written_by().is_none_or(|day| of_file.as_of > Some(day));
        match row.cells.get_mut(&header) {
            Some(of_row) if to_text(&of_row.cell) == to_text(&of_file.cell) => {
                of_row.as_of = of_file.as_of;
            }
            Some(of_row) if is_by_hand => {
                overruled.extend(differing(id, &header, &of_file.cell, &of_row.cell));
                *of_row = of_file;
            }
            Some(of_row) if is_younger => {
                overruled.extend(differing(id, &header, &of_row.cell, &of_file.cell));
            }
            // A column that is not there any more was not cleared cell by cell.
            None if is_younger || !has_column(run, table, &header) => {
                row.cells.insert(header, of_file);
            }
            Some(_) | None => {}
        }
    }
    row.crm_id = row.crm_id.take().or(file.crm_id);
    row.ace_id = row.ace_id.take().or(file.ace_id);
    row
}

fn has_column(run: &PreviousRun, table: ReviewedTable, header: &str) -> bool {
    run.headers.get(&table).is_some_and(|headers| headers.iter().any(|own| own == header))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, date};

    fn cells(cells: &[(&str, &str)]) -> TypedCells {
        let typed = |text: &str| TypedCell::Text(text.to_owned());
        cells.iter().map(|(header, text)| ((*header).to_owned(), typed(text))).collect()
    }

    fn row(id: &str, of_row: &[(&str, &str)]) -> Written {
        Written {
            table: ReviewedTable::Findings,
            id: Some(id.to_owned()),
            crm_id: None,
            ace_id: None,
            cells: cells(of_row),
        }
    }

    fn run(written: Vec<Written>) -> PreviousRun {
        let headers = ["Status", "Notes"].map(str::to_owned).to_vec();
        PreviousRun {
            as_of: Some(AS_OF),
            written,
            headers: BTreeMap::from([(ReviewedTable::Findings, headers)]),
            ..PreviousRun::default()
        }
    }

    fn file(header: &str, text: &str, as_of: Option<NaiveDate>) -> Store {
        let cell = KeptCell { cell: TypedCell::Text(text.into()), as_of, is_of_file: true };
        let cells = BTreeMap::from([(header.to_owned(), cell)]);
        Store::from([("F-1".to_owned(), Kept { cells, ..Kept::default() })])
    }

    fn notes(store: &Store) -> Option<String> {
        store.get("F-1")?.cells.get("Notes").map(|kept| to_text(&kept.cell))
    }

    #[test]
    fn an_edit_in_the_workbook_wins_over_what_an_earlier_run_stored() {
        let mut store = file("Notes", "old", Some(AS_OF));
        let overruled = merge(&mut store, &run(vec![row("F-1", &[("Notes", "new")])]));
        assert_eq!(notes(&store).as_deref(), Some("new"));
        assert!(overruled.is_empty());
    }

    #[test]
    fn a_cell_that_was_cleared_in_the_workbook_is_cleared() {
        let mut store = file("Notes", "old", Some(AS_OF));
        merge(&mut store, &run(vec![row("F-1", &[("Status", "Done")])]));
        assert_eq!(notes(&store), None);
    }

    #[test]
    fn an_edit_of_the_file_by_hand_wins_and_the_other_value_is_told() {
        let mut store = file("Notes", "by hand", None);
        let overruled = merge(&mut store, &run(vec![row("F-1", &[("Notes", "in Excel")])]));
        assert_eq!(notes(&store).as_deref(), Some("by hand"));
        assert_eq!(overruled[0].other, "in Excel");
    }

    #[test]
    fn what_a_later_run_stored_survives_a_blank_in_an_older_workbook() {
        let later = Some(date(2026, 11, 1));
        let mut store = file("Notes", "later", later);
        merge(&mut store, &run(vec![row("F-1", &[])]));
        assert_eq!(notes(&store).as_deref(), Some("later"));
        let overruled = merge(&mut store, &run(vec![row("F-1", &[("Notes", "older")])]));
        assert_eq!((notes(&store).as_deref(), overruled.len()), (Some("older"), 1));
    }

    #[test]
    fn a_deleted_column_clears_nothing() {
        let mut store = file("Assignee", "Ana", Some(AS_OF));
        merge(&mut store, &run(vec![row("F-1", &[("Notes", "x")])]));
        assert_eq!(store["F-1"].cells.len(), 2);
    }

    #[test]
    fn a_row_that_was_copied_keeps_what_was_written_in_either() {
        let mut store = Store::new();
        let twice = vec![row("F-1", &[("Notes", "one")]), row("F-1", &[("Status", "Done")])];
        assert!(merge(&mut store, &run(twice)).is_empty());
        assert_eq!(store["F-1"].cells.len(), 2);
        let differing = vec![row("F-1", &[("Notes", "one")]), row("F-1", &[("Notes", "two")])];
        assert_eq!(merge(&mut store, &run(differing))[0].other, "two");
    }
}
