//! The values of a JSON file, and which objects in them may be the records.

use serde_json::value::RawValue;

use super::flatten;
use crate::ingest::IngestError;
use crate::ingest::path_rows::Member;

/// A JSON file: one value, or several one after another (JSON Lines, pages glued together).
pub(super) struct Document<'text> {
    values: Vec<Value<'text>>,
    /// Whether each value stands on a line of its own, and there are several.
    pub is_lines: bool,
}

struct Value<'text> {
    text: &'text str,
    line: u32,
}

/// An object of the file that is taken for a record.
pub(super) struct Record<'text> {
    /// Its text.
    pub text: &'text str,
    /// Its line in a file of lines, else its place among the records, from 1.
    pub number: u32,
    /// Why it is none, if it is something else in a record's place.
    pub fault: Option<&'static str>,
}

/// Where records stand: the names that lead to them, whatever lists lie between.
pub(super) type Place = Vec<String>;

/// A place at which objects stand, which may be the records.
pub(super) struct Candidate<'text> {
    /// The place.
    pub place: Place,
    /// The first of them.
    pub sample: Vec<Record<'text>>,
}

/// The most names that lead to the records (our choice): `result.records` of the Salesforce command
/// line has two.
const NAMES_MAX: usize = 3;

/// How many objects of a place tell what they are.
const SAMPLED: usize = 50;

/// How many places are looked at (our choice): an object may have an id for each of its names.
const PLACES_MAX: usize = 100;

/// Lists directly in lists, as of pages in a list, are followed this far.
const LISTS_MAX: usize = 8;

/// How deep objects and lists may lie in a file (our choice; those of AWS and of CRMs have seven levels at
/// most): each level of a record is another look at its text.
const DEPTH_MAX: usize = 1_000;

impl<'text> Document<'text> {
    /// Takes a file apart into its values. The error names line and column.
    pub(super) fn parse(path: &str, text: &'text str) -> Result<Document<'text>, IngestError> {
        if is_too_deep(text) {
            return Err(IngestError::TooLarge {
                path: path.to_owned(),
                place: "the file".into(),
                reason: format!("its objects and lists lie more than {DEPTH_MAX} deep"),
            });
        }
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        let mut values = Vec::new();
        let (mut line, mut counted_to) = (1_u32, 0);
        while let Some(value) = stream.next() {
            let value: &RawValue = value.map_err(|error| broken(path, &error))?;
            let start = stream.byte_offset() - value.get().len();
            line += lines(text[counted_to..start].matches('\n').count());
            counted_to = start;
            values.push(Value { text: value.get(), line });
        }
        let is_lines = values.len() > 1
            && values.windows(2).all(|pair| pair[0].line < pair[1].line)
            && values.iter().all(|value| !value.text.contains('\n'));
        Ok(Document { values, is_lines })
    }

    /// The places at which objects stand, the outer ones first, with the first records of each.
    pub(super) fn candidates(&self) -> Vec<Candidate<'text>> {
        let mut root = Vec::new();
        for value in &self.values {
            collect(value.text, &[], None, 0, SAMPLED, &mut root);
        }
        let mut candidates = vec![Candidate { place: Place::new(), sample: root }];
        let mut next = 0;
        while next < candidates.len() {
            let outer: Vec<&str> = candidates[next].sample.iter().map(|r| r.text).collect();
            let place = candidates[next].place.clone();
            next += 1;
            let pairs = outer.iter().filter_map(|text| flatten::object(text)).flatten();
            for (name, value) in pairs.filter(|(_, value)| holds_objects(value.get(), 0)) {
                let inner = [place.as_slice(), &[name]].concat();
                let known = candidates.iter().position(|candidate| candidate.place == inner);
                if known.is_none() && (place.len() == NAMES_MAX || candidates.len() == PLACES_MAX) {
                    continue;
                }
                let at = known.unwrap_or(candidates.len());
                if known.is_none() {
                    candidates.push(Candidate { place: inner, sample: Vec::new() });
                }
                collect(value.get(), &[], None, 0, SAMPLED, &mut candidates[at].sample);
            }
        }
        candidates
    }

    /// The records at a place.
    pub(super) fn records(&self, place: &[String]) -> Vec<Record<'text>> {
        let mut records = Vec::new();
        for value in &self.values {
            let line = (self.is_lines && place.is_empty()).then_some(value.line);
            collect(value.text, place, line, 0, usize::MAX, &mut records);
        }
        records
    }

    /// What the last page says beside its records, from the outside in.
    pub(super) fn last_page(&self, place: &[String]) -> Vec<Vec<Member>> {
        let mut said = Vec::new();
        let mut text = self.values.last().map_or("", |value| value.text);
        for name in place {
            while let Some(list) = flatten::list(text).or_else(|| flatten::objects_under_ids(text))
            {
                text = list.last().map_or("", |value| value.get());
            }
            let pairs = flatten::object(text).unwrap_or_default();
            let (within, beside): (Vec<_>, Vec<_>) =
                pairs.into_iter().partition(|(other, _)| other == name);
            let members = beside.iter().filter_map(|(name, value)| {
                flatten::members(&format!("{{{}:{}}}", quoted(name), value.get())).ok()
            });
            said.push(members.flatten().collect());
            text = within.last().map_or("", |(_, value)| value.get());
        }
        said
    }
}

/// Whether brackets open more levels than are followed. Those in strings count none.
fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut is_string, mut is_escaped) = (0_usize, false, false);
    text.bytes().any(|byte| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_string,
            b'"' => is_string = !is_string,
            b'{' | b'[' if !is_string => depth += 1,
            b'}' | b']' if !is_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEPTH_MAX
    })
}

fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}

fn broken(path: &str, error: &serde_json::Error) -> IngestError {
    // The crate repeats the place behind its words.
    let words = error.to_string();
    let reason = words.split(" at line ").next().unwrap_or_default().to_owned();
    IngestError::BrokenJson {
        path: path.to_owned(),
        line: error.line(),
        column: error.column(),
        reason,
    }
}

fn holds_objects(text: &str, lists: usize) -> bool {
    if text.starts_with('{') {
        return true;
    }
    let first =
        || flatten::list_start(text, SAMPLED)?.into_iter().find(|value| value.get() != "null");
    lists < LISTS_MAX && first().is_some_and(|value| holds_objects(value.get(), lists + 1))
}

/// Adds the records that a value holds at a place. What stands there and is no object is added with a
/// fault, and so is an object in which the place is missing: nothing may vanish.
fn lines(count: usize) -> u32 {
    u32::try_from(count).expect("a text in memory has fewer than four billion lines")
}

fn collect<'text>(
    text: &'text str,
    place: &[String],
    line: Option<u32>,
    lists: usize,
    most: usize,
    records: &mut Vec<Record<'text>>,
) {
    if records.len() >= most {
        return;
    }
    let number = |records: &[Record<'_>]| line.unwrap_or_else(|| lines(records.len() + 1));
    let list = || {
        flatten::list_start(text, most.saturating_sub(records.len()))
            .or_else(|| flatten::objects_under_ids(text))
    };
    if lists < LISTS_MAX
        && let Some(values) = list()
    {
        for value in values {
            collect(value.get(), place, line, lists + 1, most, records);
        }
        return;
    }
    let Some((name, rest)) = place.split_first() else {
        let fault =
            (!text.starts_with('{')).then_some("Something else stands in the place of a record.");
        records.push(Record { text, number: number(records), fault });
        return;
    };
    let pairs = flatten::object(text).unwrap_or_default();
    match pairs.iter().find(|(other, _)| other == name) {
        Some((_, value)) if value.get() == "null" => {}
        Some((_, value)) => collect(value.get(), rest, line, 0, most, records),
        None => records.push(Record {
            text,
            number: number(records),
            fault: Some("The records of the other pages are missing in this one."),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_are_no_levels() {
        let deep = |text: &str| is_too_deep(text);
        assert!(deep(&"[".repeat(1_001)) && deep(&"{\"a\":".repeat(1_001)));
        assert!(!deep(&"[".repeat(1_000)) && !deep(&"[]".repeat(5_000)));
        assert!(!deep(&format!("[\"\\\"{}\"]", "[".repeat(5_000))));
    }

    fn document(text: &str) -> Document<'_> {
        Document::parse("f.json", text).unwrap()
    }

    fn place(names: &[&str]) -> Place {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn found(text: &str, names: &[&str]) -> Vec<(u32, String)> {
        let records = document(text).records(&place(names));
        records.into_iter().map(|record| (record.number, record.text.to_owned())).collect()
    }

    #[test]
    fn records_are_counted_from_1_across_pages_however_they_are_put_together() {
        let expected = [(1, "{\"a\":1}".to_owned()), (2, "{\"a\":2}".to_owned())];
        for (text, names) in [
            (r#"[{"a":1},{"a":2}]"#, &[][..]),
            (r#"{"rows":[{"a":1},{"a":2}],"NextToken":null}"#, &["rows"]),
            ("{\"rows\":[{\"a\":1}]}\n\n{\"rows\":[{\"a\":2}]}{\"rows\":null}", &["rows"]),
            (r#"[{"rows":[{"a":1}]},{"rows":[{"a":2}]},{"rows":[]}]"#, &["rows"]),
            (r#"{"result":{"records":[{"a":1},{"a":2}]}}"#, &["result", "records"]),
            (r#"{"rows":{"O1":{"a":1},"O2":{"a":2}}}"#, &["rows"]),
        ] {
            assert_eq!(found(text, names), expected, "{text}");
        }
    }

    #[test]
    fn in_a_file_of_lines_a_record_has_the_number_of_its_line() {
        let text = "{\"a\":1}\r\n\n{\"a\":2}\n";
        assert!(document(text).is_lines);
        let numbers: Vec<u32> = found(text, &[]).iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 3]);
        assert!(!document("{\"a\":1} {\"a\":2}").is_lines);
        assert!(!document("{\"a\":1}").is_lines);
    }

    #[test]
    fn the_places_of_objects_are_found_from_the_outside_in() {
        let text =
            r#"{"status":0,"result":{"records":[{"Id":"1","Of":{"By":{"N":"a"}}},{"Id":2}]}}"#;
        let candidates = document(text).candidates();
        let found: Vec<(&[String], usize)> = candidates
            .iter()
            .map(|candidate| (candidate.place.as_slice(), candidate.sample.len()))
            .collect();
        assert_eq!(
            found,
            [
                (place(&[]).as_slice(), 1),
                (&place(&["result"]), 1),
                (&place(&["result", "records"]), 2),
                (&place(&["result", "records", "Of"]), 1),
            ]
        );
    }

    #[test]
    fn what_is_no_record_keeps_its_place() {
        let text = r#"[{"rows":[{"a":1},7]},{"message":"Too many requests"}]"#;
        let document = document(text);
        let records = document.records(&place(&["rows"]));
        let faults: Vec<bool> = records.iter().map(|record| record.fault.is_some()).collect();
        assert_eq!(faults, [false, true, true]);
    }

    #[test]
    fn the_last_page_says_whether_there_are_more() {
        let text = r#"{"rows":[],"NextToken":"a"} {"rows":[{"a":1}],"NextToken":"b","n":{"m":1}}"#;
        let said = document(text).last_page(&place(&["rows"]));
        let paths: Vec<&str> = said[0].iter().map(|member| member.path.as_str()).collect();
        assert_eq!(paths, ["NextToken", "n.m"]);
        assert_eq!(said[0][0].text, "b");
    }

    #[test]
    fn a_file_that_is_cut_or_broken_names_the_line() {
        for (text, line) in [
            ("[{\"a\":1},\n{\"a\":", 2),
            ("{\"a\":1}\n{\"a\":1", 2),
            ("[{\"a\":NaN}]", 1),
            ("{\"a\":1}\n\n{'b'}", 3),
        ] {
            let error = Document::parse("f.json", text).err().unwrap();
            assert!(
                matches!(error, IngestError::BrokenJson { line: l, .. } if l == line),
                "{error}"
            );
        }
    }

    #[test]
    fn lists_in_lists_without_end_are_an_error_or_a_fault_and_no_crash() {
        let open = "[".repeat(100_000);
        assert!(Document::parse("f.json", &open).is_err());
        let closed = format!("{}{}", "[".repeat(500), "]".repeat(500));
        let document = document(&closed);
        assert_eq!(document.records(&[]).len(), 1);
        assert_eq!(document.candidates().len(), 1);
    }
}
