//! Lists spread over columns: `Project.ApnPrograms[0]`, `Project.ApnPrograms[1]`, as scripts flatten
//! the answers of APIs.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Field;
use crate::ingest::headers::header;
use crate::ingest::headers::profile::{Meaning, Profile};

/// The columns of one list.
pub(super) struct ListColumns {
    /// The list's name as written, without the places.
    pub name: String,
    /// What the profile takes it for.
    pub field: Option<Field>,
    /// Its columns, in the order of the places.
    pub columns: Vec<usize>,
    /// Their headers.
    pub headers: BTreeSet<String>,
}

/// The lists among the headers that the profile knows, the preferred one of a field first.
pub(super) fn lists(headers: &[(usize, &str)], profile: &Profile) -> Vec<ListColumns> {
    let mut lists: BTreeMap<(usize, String), ListColumns> = BTreeMap::new();
    let mut placed: Vec<(usize, usize, &str)> = Vec::new();
    for (column, written) in headers {
        if let Some((_, places)) = erased(written) {
            placed.push((places.first().copied().unwrap_or_default(), *column, written));
        }
    }
    placed.sort_unstable();
    for (_, column, written) in placed {
        let Some((pattern, _)) = erased(written) else { continue };
        let plain = pattern.strip_suffix("[]").unwrap_or(&pattern);
        let meaning =
            [plain, &pattern].into_iter().find_map(|name| profile.meaning(&header::parse(name)));
        let (rank, field) = match meaning.map(|(meaning, _)| meaning) {
            Some(Meaning::Field { field, preference }) if pattern.ends_with("[]") => {
                (preference, Some(field))
            }
            Some(Meaning::Known) => (usize::MAX, None),
            _ => continue,
        };
        let list = lists.entry((rank, plain.to_owned())).or_insert_with(|| ListColumns {
            name: plain.to_owned(),
            field,
            columns: Vec::new(),
            headers: BTreeSet::new(),
        });
        list.columns.push(column);
        list.headers.insert(written.to_owned());
    }
    lists.into_values().collect()
}

/// The texts of a list that stands in one cell as a program prints it, joined by `;`: `['A', 'B']` of
/// Python, which pandas writes, or `["A", "B"]` of JSON. `None` if it is anything else.
pub(super) fn joined(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut texts = Vec::new();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let inner = &rest[1..];
        let mut is_escaped = false;
        let end = inner.find(|c| {
            let is_end = c == quote && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_end
        })?;
        texts.push(inner[..end].replace("\\'", "'").replace("\\\"", "\""));
        let after = inner[end + 1..].trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if after.is_empty() => "",
            None => return None,
        };
    }
    Some(texts.join(";"))
}

/// A header without the places of its lists, and those: `Spend[].Amount` and 0 of `Spend[0].Amount`
/// or `Project.Spend.0`; `None` if it names no place.
pub(super) fn erased(written: &str) -> Option<(String, Vec<usize>)> {
    let mut places = Vec::new();
    let mut pattern = String::new();
    // With one point only it may be `Deal No.1`, or `Amount.1`, as pandas renames a header that stands
    // there twice.
    let is_path = written.matches('.').count() > 1 && !written.contains(' ');
    for part in written.trim().split('.') {
        if is_path && !pattern.is_empty() && is_number(part) {
            places.push(part.parse().ok()?);
            pattern.push_str("[]");
            continue;
        }
        if !pattern.is_empty() {
            pattern.push('.');
        }
        let mut rest = part;
        while let Some((before, after)) = rest.split_once('[')
            && let Some((place, after)) = after.split_once(']')
            && let Ok(place) = place.parse()
        {
            places.push(place);
            pattern.push_str(before);
            pattern.push_str("[]");
            rest = after;
        }
        pattern.push_str(rest);
    }
    (!places.is_empty()).then_some((pattern, places))
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_printed_into_a_cell_is_a_list() {
        for (text, expected) in [
            ("['Migration Acceleration Program']", Some("Migration Acceleration Program")),
            ("['a, b', \"it's\"]", Some("a, b;it's")),
            (r#"["a","b \"c\""]"#, Some("a;b \"c\"")),
            ("[]", Some("")),
            ("[Draft] Windows", None),
            ("[1, 2]", None),
            ("[{'a': 1}]", None),
            ("['a' 'b']", None),
            ("['a", None),
        ] {
            assert_eq!(joined(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn places_in_lists_are_taken_out_of_a_header() {
        for (written, pattern, places) in [
            ("Project.ApnPrograms[0]", "Project.ApnPrograms[]", &[0][..]),
            ("Project.ApnPrograms.12", "Project.ApnPrograms[]", &[12]),
            ("Spend[1].Amount", "Spend[].Amount", &[1]),
            ("Spend.1.Amount", "Spend[].Amount", &[1]),
            ("Contacts[3]", "Contacts[]", &[3]),
            ("A[0].B[2].C", "A[].B[].C", &[0, 2]),
        ] {
            assert_eq!(erased(written), Some((pattern.to_owned(), places.to_vec())), "{written}");
        }
        for written in [
            "Amount [EUR]",
            "Amount.1",
            "Deal No. 1",
            "2026",
            "Spend[].Amount",
            "[x]",
            "St. Opp. 1",
        ] {
            assert_eq!(erased(written), None, "{written}");
        }
    }
}
