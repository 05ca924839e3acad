//! One JSON record to cells under dotted paths: `LifeCycle.Stage`, `Customer.Contacts[0].Email`.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::domain::CellKind;
use crate::ingest::path_rows::{ENTRIES_MAX, Member, long_list, number_kind};
use crate::ingest::raw_row::cut;
use crate::ingest::rows::credit_code;

/// How deep objects and lists may lie in each other (our choice; those of AWS and of CRMs have seven
/// levels at most). Each level costs another look at the text.
const DEPTH_MAX: usize = 32;

/// The longest path, in bytes (our choice).
const PATH_MAX: usize = 1_000;

/// Objects that hold the fields themselves: HubSpot, JSON:API, and Airtable and lists of SharePoint put them one level down.
const TRANSPARENT: [&str; 3] = ["properties", "attributes", "fields"];

/// The text of a record for messages, from its start; nothing of one that may hold a credit code.
pub(super) fn excerpt(record: &str) -> String {
    // The record may be broken, so names are whatever stands between quotes.
    if record.split('"').any(credit_code::is_named) {
        return credit_code::NOT_SHOWN.to_owned();
    }
    cut(record, 200)
}

/// The values of a record, in the order of the text; the reason if it is no object that can be used.
/// What is `null`, or an empty list or object, is not there.
pub(super) fn members(record: &str) -> Result<Vec<Member>, String> {
    let mut out = Vec::new();
    add_object("", record, 0, &mut out)?;
    check_paths(&out)?;
    Ok(out)
}

/// The names and values of an object; `None` if it is none.
pub(super) fn object(text: &str) -> Option<Vec<(String, &RawValue)>> {
    let mut reader = serde_json::Deserializer::from_str(text);
    (&mut reader).deserialize_map(Pairs).ok()
}

/// The elements of a list; `None` if it is none.
pub(super) fn list(text: &str) -> Option<Vec<&RawValue>> {
    list_start(text, usize::MAX)
}

/// The first elements of a list, read no further than those; `None` if it is none.
pub(super) fn list_start(text: &str, most: usize) -> Option<Vec<&RawValue>> {
    if !text.starts_with('[') {
        return None;
    }
    let mut first = Vec::new();
    // To stop before the end counts as an error, and the values are complete all the same.
    let _ =
        serde_json::Deserializer::from_str(text).deserialize_seq(First { most, to: &mut first });
    Some(first)
}

struct First<'to, 'text> {
    most: usize,
    to: &'to mut Vec<&'text RawValue>,
}

impl<'text> Visitor<'text> for First<'_, 'text> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<S: SeqAccess<'text>>(self, mut list: S) -> Result<(), S::Error> {
        while self.to.len() < self.most
            && let Some(value) = list.next_element()?
        {
            self.to.push(value);
        }
        Ok(())
    }
}

/// The values of an object that holds nothing but objects, each under a name with a digit: a list whose records
/// stand under their ids. `None` if it is none.
pub(super) fn objects_under_ids(text: &str) -> Option<Vec<&RawValue>> {
    if !text.starts_with('{') {
        return None;
    }
    let mut objects = Vec::new();
    serde_json::Deserializer::from_str(text).deserialize_map(UnderIds(&mut objects)).ok()?;
    (!objects.is_empty()).then_some(objects)
}

struct UnderIds<'to, 'text>(&'to mut Vec<&'text RawValue>);

impl<'text> Visitor<'text> for UnderIds<'_, 'text> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("objects under ids")
    }

    fn visit_map<M: MapAccess<'text>>(self, mut map: M) -> Result<(), M::Error> {
        // A record is told by its first name, at no cost.
        while let Some(name) = map.next_key::<String>()? {
            let is_id = name.contains(|c: char| c.is_ascii_digit());
            let object = is_id.then(|| map.next_value()).transpose()?;
            match object.filter(|object: &&RawValue| object.get().starts_with('{')) {
                Some(object) => self.0.push(object),
                None => return Err(Error::custom("something else")),
            }
        }
        Ok(())
    }
}

struct Pairs;

impl<'text> Visitor<'text> for Pairs {
    type Value = Vec<(String, &'text RawValue)>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<M: MapAccess<'text>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

fn add_object(path: &str, text: &str, depth: usize, out: &mut Vec<Member>) -> Result<(), String> {
    let pairs = object(text).ok_or("This is no object with names and values.")?;
    for (name, value) in pairs.iter().filter(|(name, _)| !credit_code::is_named(name)) {
        let name_path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        if name_path.len() > PATH_MAX {
            return Err(format!("The name of a value is longer than {PATH_MAX} letters."));
        }
        match object(value.get()).filter(|inner| is_transparent(name, inner, &pairs)) {
            Some(_) => add_object(path, value.get(), depth + 1, out)?,
            None => add(name_path, value.get(), depth + 1, out)?,
        }
    }
    Ok(())
}

/// Whether the object is a level that only wraps the fields: none of them may meet one beside it, and
/// the `attributes` of Salesforce say no more than what the record is.
fn is_transparent(
    name: &str,
    inner: &[(String, &RawValue)],
    beside: &[(String, &RawValue)],
) -> bool {
    TRANSPARENT.contains(&name)
        && !inner.iter().all(|(name, _)| matches!(name.as_str(), "type" | "url"))
        && !inner.iter().any(|(name, _)| beside.iter().any(|(other, _)| other == name))
}

fn add(path: String, text: &str, depth: usize, out: &mut Vec<Member>) -> Result<(), String> {
    if depth > DEPTH_MAX {
        return Err(format!("Its objects and lists lie more than {DEPTH_MAX} deep."));
    }
    match text.as_bytes().first() {
        Some(b'{') => add_object(&path, text, depth, out),
        Some(b'[') => add_list(&path, text, depth, out),
        Some(b'n') => Ok(()),
        Some(b'"') => {
            let text = string(text)?;
            let text = moment(&text).map(str::to_owned).unwrap_or(text);
            out.push(Member { path, text, kind: CellKind::Text });
            Ok(())
        }
        Some(b't' | b'f') => {
            out.push(Member { path, text: text.to_owned(), kind: CellKind::Boolean });
            Ok(())
        }
        _ => {
            out.push(Member { path, text: text.to_owned(), kind: number_kind(text) });
            Ok(())
        }
    }
}

fn add_list(path: &str, text: &str, depth: usize, out: &mut Vec<Member>) -> Result<(), String> {
    let values = list(text).ok_or("A list in it cannot be read.")?;
    let is_plain = |value: &&RawValue| !value.get().starts_with(['{', '[']);
    if values.iter().all(is_plain) {
        let mut texts = Vec::new();
        for value in values.iter().filter(|value| value.get() != "null") {
            let is_text = value.get().starts_with('"');
            texts.push(if is_text { string(value.get())? } else { value.get().to_owned() });
        }
        if !texts.is_empty() {
            let text = texts.join(";");
            out.push(Member { path: path.to_owned(), text, kind: CellKind::Text });
        }
        return Ok(());
    }
    if values.len() > ENTRIES_MAX {
        out.push(long_list(path, values.len()));
        return Ok(());
    }
    for (place, value) in values.iter().enumerate() {
        add(format!("{path}[{place}]"), value.get(), depth + 1, out)?;
    }
    Ok(())
}

/// The milliseconds of a moment as older programs of Microsoft write it, Windows PowerShell among them:
/// `/Date(1743379200000)/`.
fn moment(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let zone = inner.rfind(['+', '-']).filter(|sign| *sign > 0);
    let milliseconds = &inner[..zone.unwrap_or(inner.len())];
    milliseconds.bytes().all(|byte| byte.is_ascii_digit()).then_some(milliseconds)
}

/// The text of a string. Half a surrogate pair, which programs that cut texts leave behind, becomes
/// the replacement character.
fn string(text: &str) -> Result<String, String> {
    struct Bytes;
    impl Visitor<'_> for Bytes {
        type Value = String;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a string")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
            Ok(String::from_utf8_lossy(bytes).into_owned())
        }
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    (&mut reader).deserialize_bytes(Bytes).map_err(|error| format!("A text in it: {error}."))
}

/// A name that stands twice in one object leaves open which value counts, unless they are equal.
fn check_paths(members: &[Member]) -> Result<(), String> {
    let mut sorted: Vec<&Member> = members.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let twice = sorted.windows(2).find(|pair| pair[0].path == pair[1].path && pair[0] != pair[1]);
    twice.map_or(Ok(()), |pair| {
        Err(format!("`{}` stands in it twice, with different values.", pair[0].path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(text: &str) -> Vec<(String, String)> {
        let members = members(text).unwrap();
        members.into_iter().map(|member| (member.path, member.text)).collect()
    }

    fn pair(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    #[test]
    fn moments_of_windows_powershell_are_their_milliseconds() {
        for (text, milliseconds) in [
            (r#"{"At":"\/Date(1743379200000)\/"}"#, "1743379200000"),
            (r#"{"At":"/Date(1743379200000+0200)/"}"#, "1743379200000"),
            (r#"{"At":"/Date(soon)/"}"#, "/Date(soon)/"),
        ] {
            assert_eq!(flat(text), [pair("At", milliseconds)]);
        }
    }

    #[test]
    fn names_are_joined_and_lists_of_objects_counted_from_0() {
        assert_eq!(
            flat(r#"{"Id":"O1","Spend":[{"Amount":"5"},{"Amount":"6","Of":{"Who":"Self"}}]}"#),
            [
                pair("Id", "O1"),
                pair("Spend[0].Amount", "5"),
                pair("Spend[1].Amount", "6"),
                pair("Spend[1].Of.Who", "Self"),
            ]
        );
    }

    #[test]
    fn lists_of_plain_values_are_one_cell() {
        assert_eq!(
            flat(r#"{"a":["x, y",null,"z"],"b":[1,true]}"#),
            [pair("a", "x, y;z"), pair("b", "1;true")]
        );
    }

    #[test]
    fn what_is_null_or_empty_is_not_there() {
        assert_eq!(
            flat(r#"{"a":null,"b":[],"c":{},"d":[null],"e":{"f":null},"g":""}"#),
            [pair("g", "")]
        );
    }

    #[test]
    fn numbers_keep_every_digit_and_long_ids_are_text() {
        let members = members(
            r#"{"id":12345678901234567890,"amount":100.0,"big":1.50E+7,"won":true,"small":-0.5}"#,
        )
        .unwrap();
        let found: Vec<_> = members.iter().map(|m| (m.text.as_str(), m.kind)).collect();
        assert_eq!(
            found,
            [
                ("12345678901234567890", CellKind::Text),
                ("100.0", CellKind::Number),
                ("1.50E+7", CellKind::Number),
                ("true", CellKind::Boolean),
                ("-0.5", CellKind::Number),
            ]
        );
    }

    #[test]
    fn escapes_are_read_and_half_a_surrogate_pair_is_no_reason_to_refuse() {
        assert_eq!(
            flat(r#"{"a":"M\u00fcller \ud83d\ude00\n","b":"cut \ud83d"}"#),
            [pair("a", "Müller 😀\n"), pair("b", "cut \u{fffd}\u{fffd}\u{fffd}")]
        );
    }

    #[test]
    fn the_level_that_wraps_the_fields_is_left_out() {
        assert_eq!(
            flat(r#"{"id":"1","properties":{"dealname":"Lift","amount":null}}"#),
            [pair("id", "1"), pair("dealname", "Lift")]
        );
        assert_eq!(
            flat(r#"{"attributes":{"type":"Opportunity","url":"/x"},"Type":"New"}"#),
            [
                pair("attributes.type", "Opportunity"),
                pair("attributes.url", "/x"),
                pair("Type", "New")
            ]
        );
        assert_eq!(
            flat(r#"{"id":"1","properties":{"id":"2"}}"#),
            [pair("id", "1"), pair("properties.id", "2")]
        );
    }

    #[test]
    fn a_long_list_of_objects_is_one_cell_that_says_so() {
        let products = vec![r#"{"Code":"EC2"}"#; 17].join(",");
        assert_eq!(flat(&format!(r#"{{"p":[{products}]}}"#)), [pair("p", "(17 entries)")]);
    }

    #[test]
    fn credit_codes_are_neither_read_nor_shown() {
        let text = r#"{"Id":"benalloc-1","Codes":[{"AwsCreditCode":"PC1-X","Status":"ACTIVE"}]}"#;
        assert_eq!(flat(text), [pair("Id", "benalloc-1"), pair("Codes[0].Status", "ACTIVE")]);
        assert!(!excerpt(text).contains("PC1-X"));
        assert_eq!(excerpt("[7]"), "[7]");
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let reason = |text: &str| members(text).unwrap_err();
        assert!(reason("[1]").contains("no object"));
        assert!(reason("null").contains("no object"));
        assert!(reason(r#"{"a":1,"b":{"c":1},"a":2}"#).contains("`a` stands in it twice"));
        assert_eq!(flat(r#"{"a":1,"a":1}"#).len(), 2);
        let deep = format!(r#"{{"a":{}1{}}}"#, "[[{\"b\":".repeat(50), "}]]".repeat(50));
        assert!(reason(&deep).contains("more than 32 deep"));
        let long = format!(r#"{{"{}":1}}"#, "x".repeat(1_001));
        assert!(reason(&long).contains("longer than"));
    }
}
