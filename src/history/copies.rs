//! Several copies of the previous workbook that people edited apart, brought together.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::previous::{LastWritten, PreviousRun, Written};
use super::store::{Kept, KeptCell, Overruled, Store};
use super::typed_text::to_text;
use crate::domain::{Failure, TypedCell};

/// The previous run with what people wrote in any copy, and the entries that had to give way.
///
/// Each copy is held against what is stored: a cell that was changed in one copy only counts there. Of a cell changed in
/// both, the copy saved last counts; of copies saved at the same time, the one named last. Copies are of one run.
pub(super) fn combined(
    mut copies: Vec<PreviousRun>,
    store: &Store,
) -> Result<(Option<PreviousRun>, Vec<Overruled>), Vec<Failure>> {
    copies.sort_by(|one, other| one.saved.cmp(&other.saved));
    let Some(mut last) = copies.pop() else { return Ok((None, Vec::new())) };
    let of_other_runs = copies.iter().filter(|copy| copy.as_of != last.as_of);
    let failures: Vec<_> = of_other_runs.map(|copy| of_another_run(copy, &last)).collect();
    if !failures.is_empty() {
        return Err(failures);
    }
    let mut overruled = Vec::new();
    for copy in copies.into_iter().rev() {
        take_over(&mut last, copy, store, &mut overruled);
    }
    Ok((Some(last), overruled))
}

/// The run with what people wrote in its workbook and in those of other runs. They are held together like copies, each run
/// having handed on what stood in the last; of a cell that was changed in two, the workbook of the later day counts.
pub(super) fn with_entries_of(
    written_in: Vec<PreviousRun>,
    mut run: PreviousRun,
    store: &Store,
    overruled: &mut Vec<Overruled>,
) -> PreviousRun {
    let mut all = written_in;
    all.push(PreviousRun {
        path: run.path.clone(),
        as_of: run.as_of,
        saved: run.saved.clone(),
        written: std::mem::take(&mut run.written),
        headers: std::mem::take(&mut run.headers),
        added_columns: std::mem::take(&mut run.added_columns),
        ..PreviousRun::default()
    });
    all.sort_by(|one, other| (one.as_of, &one.saved).cmp(&(other.as_of, &other.saved)));
    let mut last = all.pop().expect("the run itself is among them");
    for earlier in all.into_iter().rev() {
        take_over(&mut last, earlier, store, overruled);
    }
    let PreviousRun { path, as_of, written, headers, added_columns, .. } = last;
    let last_written = Some(LastWritten { path, as_of });
    PreviousRun { written, headers, added_columns, last_written, ..run }
}

fn of_another_run(copy: &PreviousRun, last: &PreviousRun) -> Failure {
    let day = |run: &PreviousRun| run.as_of.map_or_else(|| "no day".into(), |day| day.to_string());
    Failure {
        path: Some(copy.path.clone()),
        code: "previous_of_another_run",
        message: format!(
            "{} speaks for {} and {} for {}: only copies of one workbook can be brought together",
            copy.path,
            day(copy),
            last.path,
            day(last)
        ),
        hint: "Name with --previous the copies of the last run's workbook only.".to_owned(),
    }
}

fn take_over(
    last: &mut PreviousRun,
    copy: PreviousRun,
    store: &Store,
    overruled: &mut Vec<Overruled>,
) {
    let PreviousRun { written: rows, headers: columns, .. } = last;
    let places: BTreeMap<String, usize> = rows
        .iter()
        .enumerate()
        .filter_map(|(place, written)| Some((written.lasting_id()?, place)))
        .collect();
    for written in copy.written {
        let Some(id) = written.lasting_id() else { continue };
        let kept = store.get(&id);
        let place = places.get(&id).copied().unwrap_or(rows.len());
        if place == rows.len() {
            rows.push(Written {
                cells: kept.map(Kept::typed).unwrap_or_default(),
                ..written.clone()
            });
        }
        let row = &mut rows[place];
        for header in copy.headers.get(&written.table).into_iter().flatten() {
            let cell = Edited {
                id: &id,
                header,
                stored: kept.and_then(|kept| kept.cells.get(header)),
                made_on: copy.as_of,
                last_has_column: columns
                    .get(&written.table)
                    .is_some_and(|own| own.contains(header)),
            };
            cell.settle(row, &written, overruled);
        }
    }
    for (table, headers) in copy.added_columns {
        let own = last.added_columns.entry(table).or_default();
        let missing: Vec<_> = headers.into_iter().filter(|header| !own.contains(header)).collect();
        own.extend(missing);
    }
}

/// A cell that both copies have.
struct Edited<'a> {
    id: &'a str,
    header: &'a str,
    /// What the last run stored.
    stored: Option<&'a KeptCell>,
    /// The day of the run that made the copy.
    made_on: Option<NaiveDate>,
    /// Whether the last copy has the column. That it lacks one says nothing of the cells.
    last_has_column: bool,
}

impl Edited<'_> {
    /// Brings the cell of the earlier copy into the row of the last one.
    fn settle(&self, last: &mut Written, copy: &Written, overruled: &mut Vec<Overruled>) {
        let own = copy.cells.get(self.header);
        let text = |cell: Option<&TypedCell>| cell.map(to_text);
        let (stored, of_copy) = (text(self.stored.map(|kept| &kept.cell)), text(own));
        let of_last =
            if self.last_has_column { text(last.cells.get(self.header)) } else { stored.clone() };
        if of_copy == of_last || of_copy == stored {
            return;
        }
        if of_last == stored && !self.is_older_than_stored() {
            match own {
                Some(cell) => _ = last.cells.insert(self.header.to_owned(), cell.clone()),
                None => _ = last.cells.remove(self.header),
            }
            return;
        }
        match (of_last, of_copy) {
            (_, None) => {}
            // Cleared in one copy and changed in the other: what somebody typed is kept.
            (None, Some(_)) => {
                last.cells.extend(own.map(|it| (self.header.to_owned(), it.clone())));
            }
            (Some(kept), Some(other)) => {
                let (id, header) = (self.id.to_owned(), self.header.to_owned());
                overruled.push(Overruled { id, header, kept, other });
            }
        }
    }

    /// Whether the copy was made before the stored value came: it may hold what stood there before, or nothing.
    fn is_older_than_stored(&self) -> bool {
        let stored_on = self.stored.and_then(|kept| kept.as_of);
        stored_on.zip(self.made_on).is_some_and(|(stored_on, made_on)| stored_on > made_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ReviewedTable;
    use crate::domain::testing::{AS_OF, date};

    const NOTES: &str = "Notes";

    /// A copy with these notes on one finding; blank is no note.
    fn copy(saved: &str, notes: &str) -> PreviousRun {
        let cell = (NOTES.to_owned(), TypedCell::Text(notes.into()));
        let written = Written {
            table: ReviewedTable::Findings,
            id: Some("F-1".into()),
            crm_id: None,
            ace_id: None,
            cells: Some(cell).filter(|_| !notes.is_empty()).into_iter().collect(),
        };
        PreviousRun {
            as_of: Some(AS_OF),
            saved: Some(saved.into()),
            written: vec![written],
            headers: BTreeMap::from([(ReviewedTable::Findings, vec![NOTES.to_owned()])]),
            ..PreviousRun::default()
        }
    }

    fn stored(notes: &str) -> Store {
        let cell = TypedCell::Text(notes.into());
        let cell = KeptCell { cell, as_of: Some(AS_OF), is_of_file: true };
        let cells = BTreeMap::from([(NOTES.to_owned(), cell)]);
        Store::from([("F-1".to_owned(), Kept { cells, ..Kept::default() })])
    }

    /// What stands in the cell, and what had to give way.
    fn settled(earlier: &str, later: &str, store: &Store) -> (Option<String>, Vec<String>) {
        let copies = vec![copy("2026-10-09", later), copy("2026-10-02", earlier)];
        let (run, overruled) = combined(copies, store).unwrap();
        let cell = run.unwrap().written[0].cells.get(NOTES).map(to_text);
        (cell, overruled.into_iter().map(|overruled| overruled.other).collect())
    }

    #[test]
    fn a_cell_that_was_changed_in_one_copy_counts_there() {
        assert_eq!(settled("new", "old", &stored("old")), (Some("new".into()), vec![]));
        assert_eq!(settled("old", "new", &stored("old")), (Some("new".into()), vec![]));
        assert_eq!(settled("new", "", &Store::new()), (Some("new".into()), vec![]));
    }

    #[test]
    fn a_cell_that_was_cleared_in_one_copy_is_cleared() {
        assert_eq!(settled("", "old", &stored("old")), (None, vec![]));
        assert_eq!(settled("old", "", &stored("old")), (None, vec![]));
    }

    #[test]
    fn of_a_cell_changed_in_both_the_copy_saved_last_counts_and_the_other_value_is_told() {
        let (kept, overruled) = settled("early", "late", &stored("old"));
        assert_eq!((kept.as_deref(), &overruled[..]), (Some("late"), &["early".to_owned()][..]));
        assert_eq!(settled("typed", "", &stored("old")).0.as_deref(), Some("typed"));
    }

    #[test]
    fn a_row_that_only_one_copy_has_is_kept() {
        let mut without = copy("2026-10-09", "x");
        without.written.clear();
        let (run, _) = combined(vec![copy("2026-10-02", "note"), without], &Store::new()).unwrap();
        assert_eq!(run.unwrap().written.len(), 1);
    }

    #[test]
    fn workbooks_of_two_runs_are_no_copies() {
        let other = PreviousRun { as_of: Some(date(2026, 7, 1)), ..copy("2026-07-09", "x") };
        let failures = combined(vec![copy("2026-10-02", "x"), other], &Store::new()).unwrap_err();
        assert!(failures[0].message.contains("2026-07-01"), "{failures:?}");
    }

    /// What stands in the cell after the run of a later day, whose workbook says `later`, and what had to give way, where
    /// somebody wrote `earlier` into the workbook of the day before the stored value came.
    fn settled_of_earlier_run(
        earlier: &str,
        later: &str,
        store: &Store,
    ) -> (Option<String>, usize) {
        let before = PreviousRun { as_of: AS_OF.pred_opt(), ..copy("2026-10-09", earlier) };
        let mut overruled = Vec::new();
        let run = with_entries_of(vec![before], copy("2026-10-02", later), store, &mut overruled);
        assert_eq!(run.written.len(), 1);
        (run.written[0].cells.get(NOTES).map(to_text), overruled.len())
    }

    #[test]
    fn what_somebody_writes_into_the_workbook_of_an_earlier_run_counts() {
        let settled = settled_of_earlier_run("late", "", &Store::new());
        assert_eq!(settled, (Some("late".into()), 0));
        let settled = settled_of_earlier_run("late", "newer", &stored("newer"));
        assert_eq!(settled, (Some("newer".into()), 1), "the other is told");
    }

    #[test]
    fn a_workbook_of_an_earlier_run_takes_nothing_away_that_was_written_since() {
        let settled = settled_of_earlier_run("", "since", &stored("since"));
        assert_eq!(settled, (Some("since".into()), 0));
        let settled = settled_of_earlier_run("since", "", &stored("since"));
        assert_eq!(settled, (None, 0), "cleared in the last");
        let before = PreviousRun { as_of: AS_OF.pred_opt(), ..copy("2026-10-09", "") };
        let last = PreviousRun { written: Vec::new(), ..copy("2026-10-02", "") };
        let run = with_entries_of(vec![before], last, &stored("since"), &mut Vec::new());
        assert_eq!(run.written[0].cells.len(), 1, "its row is gone");
    }

    #[test]
    fn a_column_that_only_one_copy_has_takes_nothing_away() {
        let without = PreviousRun { headers: BTreeMap::new(), ..copy("2026-10-09", "") };
        let (run, _) = combined(vec![copy("2026-10-02", "old"), without], &stored("old")).unwrap();
        let run = run.unwrap();
        assert!(run.written[0].cells.is_empty() && run.headers.is_empty(), "what is stored stays");
    }
}
