//! An older export beside a newer one of the same records: what only the older one holds may be gone since.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::settled_table::SettledTable;
use super::stitch::Read;
use crate::domain::{Role, Warning, counted};

/// What the records of one table have beside them in others.
#[derive(Default)]
struct Overlap {
    /// How many ids it holds.
    ids: u64,
    /// How many of them no other table holds.
    alone: u64,
    /// By the table that holds the newest row of an id: how many ids are newer there.
    newer_in: BTreeMap<usize, u64>,
}

/// The tables that look like an older export of what another table holds, each with a warning. `by_id` are the places of
/// the records of each id.
pub(super) fn warnings<'a, T>(
    records: &[Read<T>],
    by_id: impl Iterator<Item = &'a Vec<usize>>,
    modified: fn(&T) -> Option<NaiveDate>,
    tables: &[SettledTable],
) -> Vec<(usize, Warning)> {
    if records.windows(2).all(|two| two[0].table == two[1].table) {
        return Vec::new();
    }
    let mut overlaps: BTreeMap<usize, Overlap> = BTreeMap::new();
    for places in by_id {
        let mut last_change: BTreeMap<usize, Option<NaiveDate>> = BTreeMap::new();
        for read in places.iter().map(|place| &records[*place]) {
            let change = last_change.entry(read.table).or_default();
            *change = modified(&read.value).max(*change);
        }
        let newest = last_change.iter().max_by_key(|(_, change)| **change);
        for (table, change) in &last_change {
            let overlap = overlaps.entry(*table).or_default();
            overlap.ids += 1;
            overlap.alone += u64::from(last_change.len() == 1);
            if let Some((newer, latest)) = newest
                && change.is_some()
                && latest > change
            {
                *overlap.newer_in.entry(*newer).or_default() += 1;
            }
        }
    }
    let is_newer_in = |table: usize, other: usize| overlaps[&table].newer_in.contains_key(&other);
    let older = overlaps.iter().filter_map(|(table, overlap)| {
        let (newer, count) = overlap.newer_in.iter().max_by_key(|(_, count)| **count)?;
        let shared = overlap.ids - overlap.alone;
        let is_older = shared * 2 > overlap.ids && !is_newer_in(*newer, *table);
        (is_older && overlap.alone > 0)
            .then(|| (*table, warning(overlap, shared, *count, &tables[*newer])))
    });
    older.collect()
}

fn warning(overlap: &Overlap, shared: u64, newer: u64, other: &SettledTable) -> Warning {
    let report = &other.raw.report;
    let thing = if report.role == Role::Ace { "record" } else { "deal" };
    let sheet = report.sheet.as_ref().map(|sheet| format!(", sheet {sheet}")).unwrap_or_default();
    let (alone, are) = match overlap.alone {
        1 => ("The one that only this file holds counts".to_owned(), "it is"),
        alone => (format!("The {alone} that only this file holds count"), "they are"),
    };
    let message = format!(
        "Of its {}, {shared} stand in other files too, {newer} of them newer in {}{sheet}: is this an older export of the \
         same? {alone} all the same. If {are} no more, leave the file out, or set inputs.newest_only.",
        counted(overlap.ids, thing),
        report.path
    );
    Warning::new("older_export", message)
}

#[cfg(test)]
mod tests {
    use crate::domain::{Field, RawTable, Role};
    use crate::normalise::testing::{read, table};

    /// An export of these deals, each with its last change.
    fn export(path: &str, deals: &[(&str, &str)]) -> RawTable {
        let (ids, changes): (Vec<&str>, Vec<&str>) = deals.iter().copied().unzip();
        let mut table = table(Role::Crm, &[(Field::DealId, &ids), (Field::ModifiedDate, &changes)]);
        path.clone_into(&mut table.report.path);
        table
    }

    /// The files that are warned of, with the words of the warning.
    fn warned(tables: Vec<RawTable>) -> Vec<(String, String)> {
        let inputs = read(tables).inputs;
        let older = inputs.iter().flat_map(|input| {
            let warnings = input.warnings.iter().filter(|it| it.code == "older_export");
            warnings.map(|warning| (input.path.clone(), warning.message.clone()))
        });
        older.collect()
    }

    const MONDAY: [(&str, &str); 4] =
        [("A", "2026-11-01"), ("B", "2026-11-01"), ("C", "2026-10-05"), ("D", "2026-10-05")];

    #[test]
    fn of_two_daily_exports_the_older_is_named_with_the_number_of_deals_that_only_it_holds() {
        let tuesday = [("A", "2026-11-03"), ("B", "2026-11-01"), ("C", "2026-10-05")];
        for is_turned in [false, true] {
            let mut files = vec![export("mon.csv", &MONDAY), export("tue.csv", &tuesday)];
            if is_turned {
                files.reverse();
            }
            let [(path, message)] = warned(files).try_into().expect("one warning");
            assert_eq!(path, "mon.csv");
            assert_eq!(
                message,
                "Of its 4 deals, 3 stand in other files too, 1 of them newer in tue.csv: is this an older export of the \
                 same? The one that only this file holds counts all the same. If it is no more, leave the file out, \
                 or set inputs.newest_only."
            );
        }
    }

    #[test]
    fn files_that_share_few_deals_or_are_each_newer_in_part_are_two_views() {
        let few = [("A", "2026-11-03"), ("E", "2026-11-01")];
        let mixed = [("A", "2026-11-03"), ("B", "2026-10-01"), ("C", "2026-10-05")];
        let unchanged = [("A", "2026-11-01"), ("B", "2026-11-01"), ("C", "2026-10-05")];
        for other in [few.as_slice(), &mixed, &unchanged] {
            assert!(warned(vec![export("a.csv", &MONDAY), export("b.csv", other)]).is_empty());
        }
    }

    #[test]
    fn an_older_export_that_holds_nothing_of_its_own_does_no_harm() {
        let newer = MONDAY.map(|(id, _)| (id, "2026-11-03"));
        assert!(warned(vec![export("a.csv", &MONDAY), export("b.csv", &newer)]).is_empty());
    }
}
