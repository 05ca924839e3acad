//! Several copies of the previous workbook that people edited apart, brought together.

use std::collections::BTreeMap;

use super::previous::{PreviousRun, RepeatedRun, Written};
use super::store::{Overruled, Store};
use super::typed_text::to_text;
use crate::domain::{Failure, ReviewedTable, TypedCell};

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

/// The run with what people wrote in its workbook and in that of a run that is repeated. The two are held together like
/// copies, as the second was made of the first.
pub(super) fn with_entries_of(
    repeated: PreviousRun,
    mut run: PreviousRun,
    store: &Store,
    overruled: &mut Vec<Overruled>,
) -> PreviousRun {
    let of_repeated = RepeatedRun {
        path: repeated.path.clone(),
        as_of: repeated.as_of,
        period: repeated.period.clone(),
    };
    let entries = PreviousRun {
        saved: run.saved.clone(),
        written: std::mem::take(&mut run.written),
        headers: std::mem::take(&mut run.headers),
        added_columns: std::mem::take(&mut run.added_columns),
        ..PreviousRun::default()
    };
    let (mut last, earlier) =
        if entries.saved > repeated.saved { (entries, repeated) } else { (repeated, entries) };
    take_over(&mut last, earlier, store, overruled);
    let PreviousRun { written, headers, added_columns, .. } = last;
    PreviousRun { written, headers, added_columns, repeated: Some(of_repeated), ..run }
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
    let places: BTreeMap<String, usize> = last
        .written
        .iter()
        .enumerate()
        .filter_map(|(place, written)| Some((written.lasting_id()?, place)))
        .collect();
    for written in copy.written {
        let Some(id) = written.lasting_id() else { continue };
        let Some(place) = places.get(&id) else {
            last.written.push(written);
            continue;
        };
        for header in copy.headers.get(&written.table).into_iter().flatten() {
            let stored = store.get(&id).and_then(|kept| kept.cells.get(header));
            let cell = Edited { id: &id, header, stored: stored.map(|kept| &kept.cell) };
            cell.settle(&mut last.written[*place], &written, overruled);
        }
    }
    for table in ReviewedTable::ALL {
        let lists = [
            (&mut last.headers, copy.headers.get(&table)),
            (&mut last.added_columns, copy.added_columns.get(&table)),
        ];
        for (own, others) in lists {
            let own = own.entry(table).or_default();
            let missing = others.into_iter().flatten().filter(|header| !own.contains(header));
            let missing: Vec<_> = missing.cloned().collect();
            own.extend(missing);
        }
    }
}

/// A cell that both copies have.
struct Edited<'a> {
    id: &'a str,
    header: &'a str,
    /// What the last run stored.
    stored: Option<&'a TypedCell>,
}

impl Edited<'_> {
    /// Brings the cell of the earlier copy into the row of the copy saved last.
    fn settle(&self, last: &mut Written, copy: &Written, overruled: &mut Vec<Overruled>) {
        let own = copy.cells.get(self.header);
        let text = |cell: Option<&TypedCell>| cell.map(to_text);
        let (stored, of_copy) = (text(self.stored), text(own));
        let of_last = text(last.cells.get(self.header));
        if of_copy == of_last || of_copy == stored {
            return;
        }
        if of_last != stored {
            // Cleared in one copy and changed in the other: what somebody typed is kept.
            let (Some(kept), Some(other)) = (of_last, &of_copy) else {
                last.cells.extend(own.map(|cell| (self.header.to_owned(), cell.clone())));
                return;
            };
            let (id, header) = (self.id.to_owned(), self.header.to_owned());
            overruled.push(Overruled { id, header, kept, other: other.clone() });
            return;
        }
        match own {
            Some(cell) => _ = last.cells.insert(self.header.to_owned(), cell.clone()),
            None => _ = last.cells.remove(self.header),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{AS_OF, date};
    use crate::history::store::{Kept, KeptCell};

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
}
