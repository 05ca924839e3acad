//! Several rows of one id, from one file or several: one of them is used, or none. Never a silent
//! pick.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::notes::Notes;
use super::older_export;
use super::settled_table::{SettledTable, Value};
use super::why_unused::WhyUnused;
use crate::domain::{Action, Column, Field, salesforce_18};

/// A record and where it was read.
pub(super) struct Read<T> {
    /// The place of its table in the run.
    pub(super) table: usize,
    /// Its place in the table.
    pub(super) record: usize,
    /// The record.
    pub(super) value: Box<T>,
}

/// What makes two rows of one role the same thing.
pub(super) struct Identity<T> {
    /// The id in the form that serves matching; `None` if the row has none and stands for itself.
    pub(super) key: fn(&T) -> Option<String>,
    /// The column of the id, which two files may print differently.
    pub(super) field: Field,
    /// When the record was last modified.
    pub(super) modified: fn(&T) -> Option<NaiveDate>,
}

/// How many different versions of one record are looked through for one that a row of another file
/// agrees with (our choice). Rows past that are versions of their own: every pair would take hours.
const VERSIONS_MAX: usize = 20;

/// What became of the records of one role.
pub(super) struct Stitched<T> {
    /// The records that are used, in their order.
    pub(super) used: Vec<Read<T>>,
    /// The records of which none of the same id is used, in their order.
    pub(super) disputed: Vec<Read<T>>,
}

/// Settles which records are used. Of rows with the same id:
/// - equal in every field that both files carry: the one with fewer filled cells is ignored, of
///   equally filled ones the later;
/// - else, in a column of ids that have lost their capitals, all of them are set aside: they may be
///   different deals;
/// - else the one with the strictly newest modified date is used, the others are set aside;
/// - else all of them are set aside.
///
/// Rows whose ids differ in capitals only are set aside too.
pub(super) fn stitch<T>(
    records: Vec<Read<T>>,
    identity: &Identity<T>,
    tables: &[SettledTable],
    notes: &mut [Notes],
) -> Stitched<T> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, read) in records.iter().enumerate() {
        if let Some(key) = (identity.key)(&read.value) {
            by_key.entry(key).or_default().push(place);
        }
    }
    let mut is_used = vec![true; records.len()];
    let mut is_disputed = vec![false; records.len()];
    for places in by_key.values().filter(|places| places.len() > 1) {
        let unused = judge(&records, places, identity, tables);
        for (place, why, other) in unused {
            is_used[place] = false;
            is_disputed[place] = matches!(why, WhyUnused::Conflict | WhyUnused::LostCase);
            let read = &records[place];
            let differing = differing(read, &records[other], identity.field, tables);
            let other = tables[records[other].table].at(records[other].record).label();
            let (problem, action, message) = why.texts(&other, &differing);
            let table = &tables[read.table];
            let entry = table.row_entry(read.record, problem, action, message);
            notes[read.table].set_aside.push(entry);
            if why == WhyUnused::Duplicate {
                notes[read.table].duplicates += 1;
            }
        }
    }
    let older = older_export::warnings(&records, by_key.values(), identity.modified, tables);
    for (table, warning) in older {
        notes[table].of_file.push(warning);
    }
    for (place, other) in differing_in_case(&by_key) {
        if !std::mem::take(&mut is_used[place]) {
            continue;
        }
        is_disputed[place] = true;
        let read = &records[place];
        let other = tables[records[other].table].at(records[other].record).label();
        let message = format!(
            "The id differs from that of {other} in capitals only: one deal or two. Correct one of them \
             in the CRM."
        );
        let (table, action) = (&tables[read.table], Action::RowSetAside);
        let entry = table.row_entry(read.record, "ids_differ_in_case", action, message);
        notes[read.table].set_aside.push(entry);
    }
    let mut stitched = Stitched { used: Vec::new(), disputed: Vec::new() };
    for ((read, is_used), is_disputed) in records.into_iter().zip(is_used).zip(is_disputed) {
        if is_used {
            stitched.used.push(read);
        } else if is_disputed {
            stitched.disputed.push(read);
        }
    }
    stitched
}

/// The rows whose ids differ in capitals only, each with a row of the other spelling. Of Salesforce's ids
/// capitals are a part: the full form of each tells them apart.
fn differing_in_case(by_key: &BTreeMap<String, Vec<usize>>) -> Vec<(usize, usize)> {
    let mut by_folded: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for key in by_key.keys() {
        let is_salesforce = key.len() == 18 && salesforce_18(key).is_some();
        if !is_salesforce {
            by_folded.entry(key.to_lowercase()).or_default().push(key);
        }
    }
    let mut differing = Vec::new();
    for keys in by_folded.values().filter(|keys| keys.len() > 1) {
        for (key, other) in keys.iter().zip(keys.iter().cycle().skip(1)) {
            let other = by_key[*other].first().copied().unwrap_or_default();
            differing.extend(by_key[*key].iter().map(|place| (*place, other)));
        }
    }
    differing.sort_unstable();
    differing
}

/// The rows of one id that are not used, in their order, each with the row that speaks against it.
fn judge<T>(
    records: &[Read<T>],
    places: &[usize],
    identity: &Identity<T>,
    tables: &[SettledTable],
) -> Vec<(usize, WhyUnused, usize)> {
    let (distinct, duplicates) = versions(records, places, identity.field, tables);
    let mut unused: Vec<(usize, WhyUnused, usize)> =
        duplicates.into_iter().map(|(place, other)| (place, WhyUnused::Duplicate, other)).collect();
    let modified = |place: &usize| (identity.modified)(&records[*place].value);
    let newest = distinct.iter().copied().max_by_key(modified);
    let is_newest = |place: &usize| {
        // A row without a modified date may be newer than any.
        distinct.iter().all(|other| {
            other == place
                || matches!((modified(place), modified(other)), (Some(a), Some(b)) if a > b)
        })
    };
    let has_lost_case = places.iter().any(|place| {
        let read = &records[*place];
        tables[read.table].has_lost_case(identity.field, read.record)
    });
    if let Some(newest) = newest.filter(is_newest).filter(|_| !has_lost_case || distinct.len() == 1)
    {
        let others = distinct.into_iter().filter(|place| *place != newest);
        unused.extend(others.map(|place| (place, WhyUnused::Older, newest)));
    } else {
        let others = distinct.iter().cycle().skip(1);
        let pairs = distinct.iter().zip(others);
        let why = if has_lost_case { WhyUnused::LostCase } else { WhyUnused::Conflict };
        unused.extend(pairs.map(|(one, other)| (*one, why, *other)));
    }
    unused.sort_unstable_by_key(|(place, ..)| *place);
    unused
}

/// The rows that say different things, in their order, and the others, each with the one it agrees
/// with. The fullest row of those that agree stands for them: what another file lacks must not
/// displace what it holds, whatever the order of the files.
fn versions<T>(
    records: &[Read<T>],
    places: &[usize],
    id: Field,
    tables: &[SettledTable],
) -> (Vec<usize>, Vec<(usize, usize)>) {
    let mut fullest_first = places.to_vec();
    fullest_first.sort_by_cached_key(|place| {
        let read = &records[*place];
        Reverse(tables[read.table].filled_cells(read.record))
    });
    let mut distinct: Vec<usize> = Vec::new();
    let mut duplicates = Vec::new();
    let mut known: BTreeMap<(usize, Vec<Value>), usize> = BTreeMap::new();
    for place in fullest_first {
        let read = &records[place];
        let key = (read.table, tables[read.table].values_but(id, read.record));
        let of_other_files =
            distinct.iter().take(VERSIONS_MAX).filter(|other| records[**other].table != read.table);
        let same = known.get(&key).copied().or_else(|| {
            of_other_files.copied().find(|other| {
                differing_columns(&records[*other], read, id, tables).next().is_none()
            })
        });
        known.insert(key, same.unwrap_or(place));
        match same {
            Some(other) => duplicates.push((place, other)),
            None => distinct.push(place),
        }
    }
    distinct.sort_unstable();
    (distinct, duplicates)
}

/// The headers under which two rows differ, as ` under "Product Name"`: the lines of one deal's products
/// are told from two versions of it by them. Empty if they do not differ.
fn differing<T>(one: &Read<T>, other: &Read<T>, id: Field, tables: &[SettledTable]) -> String {
    /// More would be read by nobody (our choice).
    const SHOWN_MAX: usize = 3;
    let headers: Vec<String> = differing_columns(one, other, id, tables)
        .take(SHOWN_MAX)
        .map(|column| format!("\"{}\"", column.header.replace('\n', " ")))
        .collect();
    if headers.is_empty() { String::new() } else { format!(" under {}", headers.join(", ")) }
}

/// The columns of the first row's file in which two rows differ, of those that both files carry.
fn differing_columns<'a, T>(
    one: &'a Read<T>,
    other: &'a Read<T>,
    id: Field,
    tables: &'a [SettledTable],
) -> impl Iterator<Item = &'a Column> {
    let (one_table, other_table) = (&tables[one.table], &tables[other.table]);
    one_table.raw.columns.iter().filter(move |column| {
        let field = column.field;
        field != id
            && other_table.column(field).is_some()
            && one_table.value(field, one.record) != other_table.value(field, other.record)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{RawTable, Role};
    use crate::normalise::testing::{problems, read, table};

    fn deals(ids: &[&str], amounts: &[&str], modified: &[&str]) -> RawTable {
        table(
            Role::Crm,
            &[(Field::DealId, ids), (Field::Amount, amounts), (Field::ModifiedDate, modified)],
        )
    }

    #[test]
    fn a_row_that_says_the_same_is_ignored_with_a_warning() {
        let long_id = salesforce_18("0065f00000AbCdE").expect("an id");
        let records = read(vec![
            deals(&["0065f00000AbCdE"], &["96000"], &["2026-09-01"]),
            deals(&[&long_id], &["96,000.00"], &["2026-09-01T10:00:00Z"]),
        ]);
        assert_eq!(records.crm.len(), 1);
        assert_eq!(problems(&records), [(2, "duplicate", Action::RowIgnored)]);
        let [kept, ignored] = records.inputs.as_slice() else { panic!("two inputs") };
        assert_eq!((kept.rows_used, ignored.rows_used, ignored.rows_ignored), (1, 0, 1));
        assert_eq!(ignored.warnings[0].code, "duplicate");
    }

    #[test]
    fn the_strictly_newer_row_wins_whatever_the_order_of_the_files() {
        let records = read(vec![
            deals(&["A1"], &["1"], &["2026-09-02"]),
            deals(&["A1"], &["2"], &["2026-09-01"]),
            deals(&["A1"], &["3"], &["2026-09-03"]),
        ]);
        assert_eq!(
            records.crm[0].amount.map(|money| money.amount.to_string()).as_deref(),
            Some("3")
        );
        let older = (2, "duplicate_older", Action::RowSetAside);
        assert_eq!(problems(&records), [older, older]);
        assert_eq!(records.inputs[0].rows_set_aside, 1);
    }

    #[test]
    fn rows_of_the_same_day_that_differ_are_all_set_aside() {
        let records = read(vec![deals(
            &["A1", "A1", "A2"],
            &["1", "2", "3"],
            &["2026-09-01", "2026-09-01", ""],
        )]);
        assert_eq!(records.crm.len(), 1);
        let conflict = |row| (row, "duplicate_conflict", Action::RowSetAside);
        assert_eq!(problems(&records), [conflict(2), conflict(3)]);
        assert!(records.set_aside[0].message.contains("crm.csv ▸ 3"));
    }

    #[test]
    fn requests_that_contradict_each_other_are_kept_as_disputed() {
        let records = read(vec![table(
            Role::Funding,
            &[
                (Field::RequestId, &["FR-1", "FR-1", "FR-2", "FR-2"]),
                (Field::AceId, &["O1", "O1", "O2", "O2"]),
                (Field::Stage, &["Finance Approval", "Cash Claim", "Cash Claim", "Cash Claim"]),
            ],
        )]);
        let disputed: Vec<_> =
            records.requests.iter().map(|it| (it.request_id.as_deref(), it.is_disputed)).collect();
        assert_eq!(disputed, [(Some("FR-2"), false), (Some("FR-1"), true), (Some("FR-1"), true)]);
        assert_eq!(records.inputs[0].rows_used, 1, "they are set aside all the same");
    }

    #[test]
    fn a_row_without_a_modified_date_may_be_the_newer_one() {
        let records = read(vec![deals(&["A1", "A1"], &["1", "2"], &["2026-09-01", ""])]);
        assert!(records.crm.is_empty());
        assert_eq!(records.inputs[0].rows_set_aside, 2);
    }

    #[test]
    fn fields_that_one_file_lacks_are_not_compared() {
        let records = read(vec![
            table(Role::Crm, &[(Field::DealId, &["A1"]), (Field::Amount, &["1"])]),
            table(Role::Crm, &[(Field::DealId, &["A1"]), (Field::DealName, &["Exit"])]),
        ]);
        assert_eq!(problems(&records), [(2, "duplicate", Action::RowIgnored)]);
    }

    #[test]
    fn of_rows_that_agree_the_fullest_is_used_whatever_the_order_of_the_files() {
        let thin = || table(Role::Crm, &[(Field::DealId, &["A1"]), (Field::Amount, &["1"])]);
        let full = || {
            table(
                Role::Crm,
                &[(Field::DealId, &["A1"]), (Field::Amount, &["1"]), (Field::DealName, &["Exit"])],
            )
        };
        for tables in [vec![thin(), full()], vec![full(), thin()]] {
            let records = read(tables);
            assert_eq!(records.crm[0].name.as_deref(), Some("Exit"));
            assert_eq!(problems(&records), [(2, "duplicate", Action::RowIgnored)]);
        }
    }

    #[test]
    fn thousands_of_rows_of_one_id_are_not_compared_each_with_each() {
        let amounts: Vec<String> = (1..=6_000).map(|amount| amount.to_string()).collect();
        let amounts: Vec<&str> = amounts.iter().map(String::as_str).collect();
        let ids = vec!["A1"; amounts.len()];
        let columns = [(Field::DealId, ids.as_slice()), (Field::Amount, amounts.as_slice())];
        let records = read(vec![table(Role::Crm, &columns), table(Role::Crm, &columns)]);
        assert!(records.crm.is_empty());
        let set_aside: u64 = records.inputs.iter().map(|input| input.rows_set_aside).sum();
        let ignored: u64 = records.inputs.iter().map(|input| input.rows_ignored).sum();
        assert_eq!((set_aside, ignored), (12_000 - 20, 20));
    }

    #[test]
    fn rows_of_an_id_that_lost_its_capitals_may_be_two_deals_and_are_set_aside() {
        let ids = [
            "0065F00000ABCDE",
            "0065F00000ABCDE",
            "0065F00000XYZKL",
            "0065F00000QRSTU",
            "0065F00000VWABC",
        ];
        let modified = ["2026-09-01", "2026-09-02", "", "", ""];
        let records = read(vec![deals(&ids, &["1", "2", "3", "4", "5"], &modified)]);
        assert_eq!(records.crm.len(), 3);
        let lost = |row| (row, "id_lost_case", Action::RowSetAside);
        assert_eq!(problems(&records), [lost(2), lost(3)]);
        assert!(records.inputs[0].warnings.iter().any(|warning| warning.code == "ids_lost_case"));
    }

    #[test]
    fn other_ids_that_differ_in_capitals_only_are_set_aside() {
        let records =
            read(vec![deals(&["opp-12a", "OPP-12A", "OPP-13"], &["1", "2", "3"], &["", "", ""])]);
        assert_eq!(records.crm.len(), 1);
        let differs = |row| (row, "ids_differ_in_case", Action::RowSetAside);
        assert_eq!(problems(&records), [differs(2), differs(3)]);
        assert!(records.set_aside[0].message.contains("crm.csv ▸ 3"));
    }

    #[test]
    fn salesforce_ids_that_differ_in_case_are_two_deals() {
        let ids = ["0065f00000AbCdE", "0065f00000AbCde"];
        let records = read(vec![deals(&ids, &["1", "2"], &["", ""])]);
        assert_eq!(records.crm.len(), 2);
    }
}
