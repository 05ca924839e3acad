//! Why no header row of a file fits a profile, in words that help its owner.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::headers::header;
use super::headers::profile::{PROFILES, Profile};
use super::layout::{self, Layout};
use super::raw_row::{RawRow, cut};
use super::{IngestError, Options};
use crate::domain::{CellKind, Field, Role, letters_apart};

/// How many headers an error lists.
const HEADERS_SHOWN: usize = 20;

/// How many characters of a header are shown. No known header is as long.
const HEADER_SHOWN: usize = 60;

/// How many unmapped headers come with suggestions: exports have up to 600 of them.
const SUGGESTED: usize = 100;

/// The longest header that known ones are compared with, in characters: longer ones are no headers,
/// and the comparison takes time by the product of the lengths.
const HEADER_COMPARED: usize = 80;

/// The error for rows in which no header was found.
pub(super) fn explain(path: &str, rows: &[RawRow], options: &Options) -> IngestError {
    let path = path.to_owned();
    if let Some(given) = options.role
        && let Some(other) = layout::find(rows, &Options { role: None, ..options.clone() })
    {
        let row = rows[other.header].number;
        return IngestError::OtherRole { path, row, found: other.profile.role, given };
    }
    let nearest = layout::nearest(rows, options);
    if let Some(near) = &nearest
        && let Some(group) = layout::missing(near)
    {
        let (header, below) = (&rows[near.header], &rows[near.header + 1..]);
        let headers = written(header);
        let known = layout::fields(near);
        if group.contains(&Field::DealId) && is_summary(near, headers.len(), rows, below) {
            return IngestError::PivotOrSummary { path, row: header.number, headers };
        }
        if known >= 3 {
            let fields = group.iter().map(|field| field.name()).collect();
            let role = near.profile.role;
            return IngestError::MissingColumn { path, row: header.number, role, fields, headers };
        }
    }
    // Of equally full rows the first: the header stands above the records.
    let Some(fullest) = rows.iter().rev().max_by_key(|row| row.filled().count()) else {
        return IngestError::Empty { path };
    };
    let known = known_names(options);
    if let Some(row) = first_of_turned(rows, &known) {
        return IngestError::Turned { path, row };
    }
    let mut headers: Vec<String> = fullest
        .filled()
        .take(HEADERS_SHOWN)
        .map(|(_, cell)| with_nearest(cell.text, &known))
        .collect();
    let more = fullest.filled().count() - headers.len();
    if more > 0 {
        headers.push(format!("and {more} more"));
    }
    IngestError::UnknownLayout { path, row: fullest.number, headers }
}

fn written(row: &RawRow) -> Vec<String> {
    row.filled().map(|(_, cell)| cut(cell.text, HEADER_SHOWN)).collect()
}

/// Whether the rows are sums of deals: the words of a pivot table, or numbers under headers of which
/// a good part is known and none names a deal.
fn is_summary(near: &Layout, headers: usize, rows: &[RawRow], below: &[RawRow]) -> bool {
    const WORDS: [&str; 5] = ["row labels", "sum of ", "count of ", "average of ", "grand total"];
    let has_words = rows.iter().flat_map(RawRow::filled).any(|(_, cell)| {
        let text = cell.text.to_lowercase();
        WORDS.iter().any(|word| text.starts_with(word))
    });
    let has_numbers = below.iter().flat_map(RawRow::filled).any(|(_, cell)| {
        matches!(cell.kind, CellKind::Number | CellKind::Amount(_))
            || cell.text.replace([',', '.', ' '], "").parse::<u64>().is_ok()
    });
    has_words || (has_numbers && layout::fields(near) * 3 >= headers)
}

/// Per unmapped header, the known headers nearest to it, each with its field. Suggestions only: nothing
/// is read by similarity.
pub(super) fn suggestions(layout: &Layout) -> BTreeMap<String, Vec<String>> {
    let known: Vec<(&str, Field)> = layout.profile.known_names().into_iter().collect();
    let of_header = |written: &String| {
        let near = nearest_names(written, &known);
        let near = near.iter().map(|(_, name, field)| format!("`{name}` ({field})"));
        (written.clone(), near.take(2).collect::<Vec<_>>())
    };
    let unmapped = layout.mapping.unmapped.iter().take(SUGGESTED).map(of_header);
    unmapped.filter(|(_, near)| !near.is_empty()).collect()
}

/// The headers that the built-in profiles of a role know, each once: they share most of theirs.
static BUILT_IN: LazyLock<BTreeSet<(&str, Field, Role)>> = LazyLock::new(|| {
    let of_profile = |profile: &'static Arc<Profile>| {
        profile.known_names().into_iter().map(|(name, field)| (name, field, profile.role))
    };
    PROFILES.iter().flat_map(of_profile).collect()
});

/// Fewer names below each other may be those of a legend (our choice).
const TURNED_MIN: usize = 4;

/// The first of the rows that begin with names of fields, if most of the first ones do.
fn first_of_turned(rows: &[RawRow], known: &[(&str, Field)]) -> Option<u32> {
    let is_name = |row: &&RawRow| {
        let first = row.filled().next().map(|(_, cell)| header::key(cell.text));
        row.filled().nth(1).is_some()
            && first.is_some_and(|key| known.iter().any(|(name, _)| *name == key))
    };
    let rows = &rows[..rows.len().min(TURNED_ROWS)];
    let named: Vec<u32> = rows.iter().filter(is_name).map(|row| row.number).collect();
    let is_turned = named.len() >= TURNED_MIN && named.len() * 2 > rows.len();
    named.first().copied().filter(|_| is_turned)
}

/// How many rows are looked at: a record has hardly more fields that are known.
const TURNED_ROWS: usize = 30;

/// Every header that is known, or known to profiles of the role that the user states.
fn known_names(options: &Options) -> Vec<(&str, Field)> {
    let is_meant = |of: Role| options.role.is_none_or(|role| role == of);
    let built_in = BUILT_IN.iter().filter(|(.., role)| is_meant(*role));
    let mut known: Vec<(&str, Field)> = built_in.map(|(name, field, _)| (*name, *field)).collect();
    known.dedup_by_key(|(name, _)| *name);
    let own = options.profiles.iter().filter(|profile| is_meant(profile.role));
    known.extend(own.flat_map(|profile| profile.known_names()));
    known
}

/// The header with the known headers nearest to it.
fn with_nearest(written: &str, known: &[(&str, Field)]) -> String {
    let shown = cut(written, HEADER_SHOWN);
    match nearest_names(written, known).as_slice() {
        [] => format!("`{shown}`"),
        [(0, ..), ..] => format!("`{shown}` (known)"),
        [(_, one, _)] => format!("`{shown}` (near `{one}`)"),
        [(_, one, _), (_, two, _), ..] => format!("`{shown}` (near `{one}` or `{two}`)"),
    }
}

/// The known names at most a third of whose letters differ, each once, the nearest first.
fn nearest_names<'names>(
    written: &str,
    known: &[(&'names str, Field)],
) -> Vec<(usize, &'names str, Field)> {
    if written.chars().nth(HEADER_COMPARED).is_some() {
        return Vec::new();
    }
    let key = header::key(written);
    let mut near: Vec<(usize, &str, Field)> = known
        .iter()
        .filter_map(|(name, field)| Some((letters_apart(&key, name)?, *name, *field)))
        .collect();
    near.sort_unstable();
    near.dedup_by_key(|(_, name, _)| *name);
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    fn explained(rows: &[&[&str]], role: Option<Role>) -> IngestError {
        let rows: Vec<RawRow> =
            (1..).zip(rows).map(|(number, cells)| text_row(number, cells)).collect();
        explain("f.csv", &rows, &Options { role, ..Options::default() })
    }

    #[test]
    fn a_file_under_the_wrong_flag_is_named() {
        let ace: &[&str] = &["Opportunity id", "Customer Company Name", "Stage", "Status"];
        let error = explained(&[ace, &["O1", "Acme", "Qualified", "Approved"]], Some(Role::Crm));
        assert!(matches!(error, IngestError::OtherRole { found: Role::Ace, given: Role::Crm, .. }));
    }

    #[test]
    fn sums_by_stage_are_a_summary() {
        let error = explained(&[&["Row Labels", "Sum of Amount"], &["Closed Won", "120000"]], None);
        assert_eq!(error.code(), "pivot_or_summary");
        let error = explained(&[&["Stage", "Amount"], &["Closed Won", "120,000"]], None);
        assert_eq!(error.code(), "pivot_or_summary");
    }

    #[test]
    fn names_of_fields_below_each_other_are_a_turned_table() {
        let rows: [&[&str]; 5] = [
            &["Pipeline"],
            &["Opportunity ID", "D1", "D2"],
            &["Account Name", "Acme", "Bolt"],
            &["Stage", "Won", "Proposal"],
            &["Amount", "5000", "6000"],
        ];
        assert_eq!(explained(&rows, None).code(), "turned_table");
        assert_eq!(explained(&rows[..4], None).code(), "unknown_layout");
    }

    #[test]
    fn a_missing_column_is_named_with_the_flag_for_it() {
        let error = explained(
            &[&["Customer Company Name", "Stage", "Status", "APN Programs", "Use Case"]],
            Some(Role::Ace),
        );
        assert!(error.to_string().contains("no column for ace_id"), "{error}");
        assert!(error.hint().contains("--map \"HEADER=ace_id\""));
        assert!(error.hint().contains("[columns.ace]"));
    }

    #[test]
    fn unknown_headers_are_listed_with_the_nearest_known_ones() {
        let error = explained(&[&["Oportunity Nme", "Xyzzy", "Stage"], &["a", "b", "c"]], None);
        let text = error.to_string();
        assert!(text.starts_with("f.csv, row 1: no known export has these headers: "), "{text}");
        assert!(text.contains("`Oportunity Nme` (near `opportunity name`"), "{text}");
        assert!(text.contains("`Xyzzy`, `Stage` (known)"), "{text}");
        assert!(error.hint().contains("--map"));
    }

    #[test]
    fn documents_in_the_place_of_headers_are_cut_and_compared_with_nothing() {
        let document = "Oportunity Nme ".repeat(14_000);
        let error = explained(&[&[document.as_str(); 20]], None);
        let text = error.to_string();
        assert!(text.len() < 2_000, "{}", text.len());
        assert!(text.contains("`Oportunity Nme Oportunity"), "{text}");
    }
}
