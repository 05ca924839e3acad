//! Exports whose rows are changes of records, in any order: of each record the last change counts.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde::Deserialize;

use crate::domain::{Warning, counted, fold};
use crate::ingest::raw_row::RawRow;

/// The columns that make rows changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventHeaders {
    /// The record that is changed.
    key: String,
    /// `INSERT`, `UPDATE` or `DELETE`.
    kind: String,
    /// When.
    time: String,
}

/// Where those columns stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventColumns {
    key: usize,
    kind: usize,
    time: usize,
}

/// A row as a change of a record.
#[derive(Debug)]
pub(in crate::ingest) struct Event {
    key: String,
    kind: Option<Kind>,
    /// Microseconds since 1970, where they can be read.
    time: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Write,
    Delete,
}

/// What becomes of a row: problem and message of one that is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Fate {
    /// It is the record as it stands now.
    Used,
    /// It is no record: superseded, or deleted.
    Ignored(&'static str, &'static str),
    /// It cannot be told whether it counts.
    SetAside(&'static str, &'static str),
}

const SUPERSEDED: Fate =
    Fate::Ignored("superseded_event", "A later row changes this record again, and counts.");
const DELETED: Fate = Fate::Ignored("deleted_record", "The last change of this record deletes it.");
const SAME_TWICE: Fate = Fate::Ignored("repeated_event", "The same change stands in another row.");
const NO_KEY: Fate = Fate::SetAside(
    "no_event_key",
    "The row does not say which record it changes. Fetch the file again.",
);
const UNKNOWN_KIND: Fate = Fate::SetAside(
    "unknown_event",
    "Whether this row writes or deletes the record is not known: INSERT, UPDATE and DELETE are. Correct it.",
);
const UNREADABLE_TIME: Fate = Fate::SetAside(
    "unreadable_event_time",
    "Several rows change this record, and the time of one of them cannot be read: which is the last? Write the times as 2026-01-31T09:00:00Z.",
);
const SAME_TIME: Fate = Fate::SetAside(
    "events_at_one_time",
    "Two rows change this record at the same time, to different values. Leave the one that holds in the file.",
);

impl EventHeaders {
    /// The columns; `None` unless all are there.
    pub(super) fn columns(
        &self,
        column_of: impl Fn(&str) -> Option<usize>,
    ) -> Option<EventColumns> {
        Some(EventColumns {
            key: column_of(&self.key)?,
            kind: column_of(&self.kind)?,
            time: column_of(&self.time)?,
        })
    }
}

impl EventColumns {
    /// The change that a row is.
    pub(super) fn event(self, row: &RawRow) -> Event {
        let kind = match fold(row.cell(self.kind).text).as_str() {
            "insert" | "update" => Some(Kind::Write),
            "delete" => Some(Kind::Delete),
            _ => None,
        };
        let key = row.cell(self.key).text.to_owned();
        Event { key, kind, time: microseconds(row.cell(self.time).text) }
    }
}

/// What becomes of each row. `is_same` says whether two rows hold the same values.
pub(in crate::ingest) fn fates(
    events: &[Event],
    is_same: impl Fn(usize, usize) -> bool,
) -> Vec<Fate> {
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, event) in events.iter().enumerate() {
        by_key.entry(&event.key).or_default().push(row);
    }
    let mut fates = vec![NO_KEY; events.len()];
    for (_, rows) in by_key.iter().filter(|(key, _)| !key.is_empty()) {
        if rows.len() > 1 && rows.iter().any(|row| events[*row].time.is_none()) {
            mark(&mut fates, rows, UNREADABLE_TIME);
            continue;
        }
        let newest = rows.iter().filter_map(|row| events[*row].time).max();
        let (last, earlier): (Vec<usize>, Vec<usize>) =
            rows.iter().partition(|row| events[**row].time == newest);
        mark(&mut fates, &earlier, SUPERSEDED);
        let first = last[0];
        let is_first =
            |row: &usize| events[*row].kind == events[first].kind && is_same(first, *row);
        if !last.iter().all(is_first) {
            mark(&mut fates, &last, SAME_TIME);
            continue;
        }
        mark(&mut fates, &last, SAME_TWICE);
        fates[first] = match events[first].kind {
            Some(Kind::Write) => Fate::Used,
            Some(Kind::Delete) => DELETED,
            None => UNKNOWN_KIND,
        };
    }
    fates
}

fn mark(fates: &mut [Fate], rows: &[usize], fate: Fate) {
    for row in rows {
        fates[*row] = fate;
    }
}

/// A warning if records are deleted that this file does not hold: other files may.
pub(in crate::ingest) fn deleted_elsewhere(events: &[Event]) -> Option<Warning> {
    let mut has_write: BTreeMap<&str, bool> = BTreeMap::new();
    for event in events {
        *has_write.entry(&event.key).or_default() |= event.kind != Some(Kind::Delete);
    }
    let count = has_write.values().filter(|has_write| !**has_write).count();
    (count > 0).then(|| {
        let are = if count == 1 { "is" } else { "are" };
        let message = format!(
            "{} that this file does not hold {are} deleted here. If another file holds them, join the files into one: a deletion reaches no other file.",
            counted(count as u64, "record")
        );
        Warning::new("deleted_elsewhere", message)
    })
}

/// A time as databases and scripts write it, in microseconds; without a zone it is UTC, as AWS's are.
fn microseconds(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = text.parse().ok()?;
        return match text.len() {
            10 => number.checked_mul(1_000_000),
            13 => number.checked_mul(1_000),
            16 => Some(number),
            _ => None,
        };
    }
    let text = text.trim_end_matches("UTC").trim().replacen(' ', "T", 1);
    let bare = text.strip_suffix(['Z', 'z']).unwrap_or(&text);
    let zoned = DateTime::parse_from_str(bare, "%Y-%m-%dT%H:%M:%S%.f%#z").ok();
    let local = || {
        NaiveDateTime::parse_from_str(bare, "%Y-%m-%dT%H:%M:%S%.f")
            .or_else(|_| NaiveDateTime::parse_from_str(bare, "%Y-%m-%dT%H:%M"))
            .ok()
    };
    let day = || NaiveDate::parse_from_str(bare, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    match zoned {
        Some(time) => Some(time.timestamp_micros()),
        None => Some(local().or_else(day)?.and_utc().timestamp_micros()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Key, kind and time of each row; rows with the same number hold the same values.
    fn fates_of(rows: &[(&str, &str, &str, u8)]) -> Vec<Fate> {
        let columns = EventColumns { key: 0, kind: 1, time: 2 };
        let event = |(key, kind, time, _): &(&str, &str, &str, u8)| {
            columns.event(&crate::ingest::raw_row::text_row(2, &[key, kind, time]))
        };
        let events: Vec<Event> = rows.iter().map(event).collect();
        fates(&events, |one, other| rows[one].3 == rows[other].3)
    }

    #[test]
    fn of_each_record_the_last_change_counts_in_whatever_order_they_stand() {
        assert_eq!(
            fates_of(&[
                ("a", "UPDATE", "2026-03-02 10:00:00", 1),
                ("a", "INSERT", "2026-03-01 10:00:00", 2),
                ("b", "insert", "2026-03-01 10:00:00", 3),
                ("c", "DELETE", "2026-03-03 10:00:00", 4),
                ("c", "INSERT", "2026-03-01 10:00:00", 5),
            ]),
            [Fate::Used, SUPERSEDED, Fate::Used, DELETED, SUPERSEDED]
        );
    }

    #[test]
    fn a_tie_is_never_settled_silently() {
        let at = "2026-03-01T10:00:00Z";
        let rows = [("a", "UPDATE", at, 1), ("a", "UPDATE", at, 2)];
        assert_eq!(fates_of(&rows), [SAME_TIME, SAME_TIME]);
        let rows = [("a", "UPDATE", at, 1), ("a", "DELETE", at, 1)];
        assert_eq!(fates_of(&rows), [SAME_TIME, SAME_TIME]);
        let rows = [("a", "UPDATE", at, 1), ("a", "INSERT", at, 1)];
        assert_eq!(fates_of(&rows), [Fate::Used, SAME_TWICE]);
    }

    #[test]
    fn a_time_that_cannot_be_read_matters_only_where_there_is_a_choice() {
        assert_eq!(fates_of(&[("a", "INSERT", "02/03/2026 10:00", 1)]), [Fate::Used]);
        let rows = [("a", "INSERT", "02/03/2026 10:00", 1), ("a", "UPDATE", "2026-03-01", 2)];
        assert_eq!(fates_of(&rows), [UNREADABLE_TIME, UNREADABLE_TIME]);
    }

    #[test]
    fn rows_without_a_key_or_of_another_kind_are_set_aside() {
        let at = "2026-03-01";
        assert_eq!(
            fates_of(&[("", "INSERT", at, 1), ("", "INSERT", at, 1), ("a", "MERGE", at, 2)]),
            [NO_KEY, NO_KEY, UNKNOWN_KIND]
        );
    }

    #[test]
    fn one_time_is_the_same_in_every_form() {
        let noon = microseconds("2026-03-01T12:00:00Z").unwrap();
        for text in [
            "2026-03-01 12:00:00",
            "2026-03-01 12:00:00.000000 UTC",
            "2026-03-01T12:00:00.000+0000",
            "2026-03-01T14:00:00+02:00",
            "2026-03-01T07:00:00-05",
            "2026-03-01T12:00",
            "1772366400",
            "1772366400000",
            "1772366400000000",
        ] {
            assert_eq!(microseconds(text), Some(noon), "{text}");
        }
        assert!(microseconds("2026-03-01 12:00:00.000001").unwrap() > noon);
        for text in ["", "01/03/2026", "46082.5", "2026-13-01", "12:00"] {
            assert_eq!(microseconds(text), None, "{text}");
        }
    }

    #[test]
    fn deletions_of_records_that_stand_elsewhere_are_warned_of() {
        let columns = EventColumns { key: 0, kind: 1, time: 2 };
        let event = |key, kind| {
            columns.event(&crate::ingest::raw_row::text_row(2, &[key, kind, "2026-03-01"]))
        };
        let there = [event("a", "INSERT"), event("a", "DELETE")];
        assert!(deleted_elsewhere(&there).is_none());
        let elsewhere = [event("a", "INSERT"), event("b", "DELETE")];
        assert!(deleted_elsewhere(&elsewhere).unwrap().message.starts_with("1 record that"));
    }
}
