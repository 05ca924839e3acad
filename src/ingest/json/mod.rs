//! JSON to tables: every object of the list that holds the records is a row, and the dotted paths of
//! its values are the columns.
//!
//! No list of APIs: of the places at which objects stand, the one under which the most columns are
//! known holds the records. So a page of `ListOpportunities`, an S3 file of AWS's CRM integration, a
//! Salesforce query and a bare list are read alike.

mod document;
mod flatten;
mod named;

use std::collections::BTreeSet;

use self::document::{Candidate, Document, Place, Record};
use self::named::Named;
use super::path_rows::{Header, Member};
use super::place;
use super::sample::Visit;
use super::{COLUMNS_MAX, IngestError, Options};
use crate::domain::{CellKind, RawTable, Warning};

/// Whether a text is JSON: an object, or a list of objects or lists.
pub(super) fn is_json(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let next = |after: char| start.strip_prefix(after).map(str::trim_start).unwrap_or_default();
    next('{').starts_with(['"', '}']) || next('[').starts_with(['{', '[', ']'])
}

/// The records of a JSON file as a table.
pub(super) fn read(path: &str, text: &str, options: &Options) -> Result<RawTable, IngestError> {
    let document = Document::parse(path, text)?;
    let candidates = document.candidates();
    let named = Named::of(&document, &candidates);
    let place = records_place(candidates, &named, options);
    let records = document.records(&place);
    let header = header_of(path, &records, &named)?;
    if header.is_empty() {
        return Err(without_columns(path, &records));
    }
    let sample = header.sample(options);
    let container = if document.is_lines { "ndjson" } else { "json" };
    let at = place::Place { path: path.to_owned(), sheet: None, container };
    let mut table = sample.into_table(at, options, |visit| {
        each_row(&header, &records, &named, visit);
        Ok(())
    })?;
    table.report.warnings.extend(more_pages(&document, &place));
    Ok(table)
}

/// Why there is no column: the first record that cannot be read, if any.
fn without_columns(path: &str, records: &[Record<'_>]) -> IngestError {
    let path = path.to_owned();
    match records
        .iter()
        .find_map(|record| Some((record.number, members(record, &Named::default()).err()?)))
    {
        Some((number, reason)) => {
            IngestError::Damaged { path, place: format!("record {number}"), reason }
        }
        None => IngestError::Empty { path },
    }
}

/// The place under which the most columns are known; without any, the one with the most objects.
fn records_place(candidates: Vec<Candidate<'_>>, named: &Named, options: &Options) -> Place {
    // Of equals the last one counts, and the outer ones shall.
    let best = candidates.into_iter().rev().max_by_key(|candidate| {
        let header = header_of("", &candidate.sample, named);
        let known = header.map_or(0, |header| header.sample(options).known_fields());
        (known, candidate.sample.iter().filter(|record| record.fault.is_none()).count())
    });
    best.map(|candidate| candidate.place).unwrap_or_default()
}

/// The header of the paths of these records.
fn header_of(path: &str, records: &[Record<'_>], named: &Named) -> Result<Header, IngestError> {
    let mut paths = BTreeSet::new();
    for record in records {
        for member in members(record, named).unwrap_or_default() {
            if !paths.contains(&member.path) {
                paths.insert(member.path);
            }
        }
        if paths.len() > COLUMNS_MAX {
            break;
        }
    }
    Header::new(path, paths)
}

/// Visits the header and the records.
fn each_row(header: &Header, records: &[Record<'_>], named: &Named, visit: Visit<'_>) {
    let mut row = header.row();
    if visit(&mut row).is_break() {
        return;
    }
    for record in records {
        row.start(record.number);
        match members(record, named) {
            Ok(members) => header.fill(&mut row, &members),
            Err(reason) => {
                row.set(0, &flatten::excerpt(record.text), CellKind::Text);
                row.fault = Some(("unreadable_record", reason));
            }
        }
        if !row.is_blank() && visit(&mut row).is_break() {
            break;
        }
    }
}

fn members(record: &Record<'_>, named: &Named) -> Result<Vec<Member>, String> {
    if let Some(fault) = record.fault {
        return Err(fault.to_owned());
    }
    let mut members = flatten::members(record.text)?;
    named.add_to(&mut members);
    Ok(members)
}

/// What a page says of further pages: the name beside the records, and how the value begins that says so, or any.
/// AWS APIs; Salesforce REST API; HubSpot; Dynamics 365 Web API; Pipedrive v1 and v2; Zoho; JSON:API; Airtable, whose `offset`
/// is a number in other APIs.
const NEXT_PAGE: [(&str, Option<&str>); 10] = [
    ("NextToken", None),
    ("nextRecordsUrl", None),
    ("done", Some("false")),
    ("paging.next.after", None),
    ("@odata.nextLink", None),
    ("additional_data.pagination.more_items_in_collection", Some("true")),
    ("additional_data.next_cursor", None),
    ("info.more_records", Some("true")),
    ("links.next", None),
    ("offset", Some("itr")),
];

/// A warning if the file ends with a page that is not the last one.
fn more_pages(document: &Document<'_>, place: &[String]) -> Option<Warning> {
    let says_more = |member: &&Member| {
        NEXT_PAGE.iter().any(|(path, value)| {
            path.eq_ignore_ascii_case(&member.path)
                && value.map_or(!member.text.is_empty(), |start| member.text.starts_with(start))
        })
    };
    let pages = document.last_page(place);
    let member = pages.iter().flatten().find(says_more)?;
    let message = format!(
        "The file is cut: `{}` of its last page says that more records follow. Fetch all pages, and give them together.",
        member.path
    );
    Some(Warning::new("more_pages", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_known_by_its_first_signs() {
        for text in ["[\n  {\"Id\": 1}]", "\u{feff}{ \"deals\": [] }", "{}", "[[{}]]", "[ ]"] {
            assert!(is_json(text), "{text}");
        }
        for text in ["Deal ID,Name", "[Deal ID],[Name]", "{id},x", "\"Id\",\"Name\"", "[1,2]", ""] {
            assert!(!is_json(text), "{text}");
        }
    }
}
