//! The day that a findings workbook speaks for, and whether somebody has saved it since it was written.

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use super::container::archive::Archive;
use super::container::byte_source::ByteSource;
use super::container::{self, Container};
use super::load;
use super::raw_row::RawRow;
use super::workbook::Workbook;
use crate::domain::previous_workbook::AS_OF_LINE;

/// What a findings workbook of this program says of its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnDays {
    /// The day that it speaks for.
    pub as_of: NaiveDate,
    /// Whether it is as this program wrote it: nobody has saved it since, so that nobody has written in it.
    pub is_as_written: bool,
    /// When it was saved last, if it says so.
    pub saved: Option<DateTime<Utc>>,
}

/// The days of a findings workbook of this program; `None` if the file is none, or does not say.
pub fn days_of_own_workbook(path: &Path) -> Option<OwnDays> {
    let shown = path.display().to_string();
    let bytes = load(&ByteSource::file(path), &shown).ok()?;
    let properties = Properties::of(&bytes);
    let is_as_written = properties.is_ours && properties.created == properties.saved;
    let created = || properties.created.as_ref()?.get(..10)?.parse().ok();
    let as_of = if is_as_written {
        created()
    } else {
        // Some programs count a file as created when they save it under another name.
        as_of_line(&shown, &bytes).or_else(|| created().filter(|_| properties.is_ours))
    };
    let saved = properties.saved.as_deref().and_then(moment);
    Some(OwnDays { as_of: as_of?, is_as_written, saved })
}

/// When the workbook or sheet of these bytes was saved last, as it says itself, in a form that sorts by time.
pub(super) fn saved_at(bytes: &[u8]) -> Option<String> {
    Properties::of(bytes).saved
}

/// What a package says of itself.
#[derive(Debug, Default)]
struct Properties {
    /// Whether it bears our name as that of its creator.
    is_ours: bool,
    created: Option<String>,
    saved: Option<String>,
}

/// Where a package says when it was saved last: the part, and the element (ECMA-376 part 2, section 11; OpenDocument 1.3
/// part 3, section 4.3).
const SAVED: [(&str, &str); 2] =
    [("docProps/core.xml", "<dcterms:modified"), ("meta.xml", "<dc:date")];

impl Properties {
    fn of(bytes: &[u8]) -> Properties {
        let Ok(mut archive) = Archive::open(bytes) else { return Properties::default() };
        let read = |(part, element): (&str, &str)| {
            let mut text = String::new();
            archive.part(part).ok()??.read_to_string(&mut text).ok()?;
            let saved = content(&text, element);
            Some(Properties {
                is_ours: content(&text, ":creator").as_deref() == Some("mapaudit"),
                created: content(&text, ":created"),
                saved,
            })
        };
        SAVED.into_iter().find_map(read).unwrap_or_default()
    }
}

/// What stands in the first element that begins so.
fn content(text: &str, element: &str) -> Option<String> {
    let (_, content) = text.split_once(element)?.1.split_once('>')?;
    Some(content.split_once('<')?.0.trim().to_owned())
}

/// OpenDocument states no zone.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok().or_else(|| Some(text.parse::<chrono::NaiveDateTime>().ok()?.and_utc()))
}

/// The day that the sheet About says the workbook speaks for, whatever that is called now.
fn as_of_line(path: &str, bytes: &[u8]) -> Option<NaiveDate> {
    let Container::Workbook(format) = container::recognise(path, bytes).ok()? else { return None };
    let mut workbook = Workbook::open(path, bytes, format).ok()?;
    let mut sheets = workbook.sheets();
    sheets.sort_by_key(|sheet| sheet.name != "About");
    sheets.iter().find_map(|sheet| {
        let mut day = None;
        let mut visit = |row: &mut RawRow| {
            let lines = row.filled().map(|(_, cell)| cell.text);
            let mut days = lines.filter_map(|line| line.strip_prefix(AS_OF_LINE));
            day = days.find_map(|text| text.trim().parse().ok());
            if day.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        workbook.each_row(&sheet.name, &mut visit).ok()?;
        day
    })
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook as Written};

    use super::*;

    /// A workbook of this creator, made and saved at these times, whose last sheet has this line.
    fn days(creator: &str, made: &str, line: &str) -> Option<OwnDays> {
        let made = ExcelDateTime::parse_from_str(made).unwrap();
        let properties = DocProperties::new().set_author(creator).set_creation_datetime(&made);
        let mut workbook = Written::new();
        workbook.set_properties(&properties);
        workbook.add_worksheet().write(0, 0, "Notes").unwrap();
        workbook.add_worksheet().write(3, 0, line).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        workbook.save(file.path()).unwrap();
        days_of_own_workbook(file.path())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_workbook_that_nobody_saved_speaks_for_the_day_of_its_making() {
        let days = days("mapaudit", "2026-10-01", "").unwrap();
        assert_eq!((days.as_of, days.is_as_written), (day("2026-10-01"), true));
    }

    #[test]
    fn a_workbook_that_another_program_made_anew_speaks_for_the_day_that_it_names() {
        let days = days("openpyxl", "2026-11-20T09:30:00Z", "As of: 2026-10-01").unwrap();
        assert_eq!((days.as_of, days.is_as_written), (day("2026-10-01"), false));
        assert_eq!(days.saved.unwrap().to_rfc3339(), "2026-11-20T09:30:00+00:00");
    }

    #[test]
    fn a_workbook_of_others_has_no_day_of_ours() {
        assert_eq!(days("openpyxl", "2026-11-20", "Minutes of 2026-10-01"), None);
        assert_eq!(days_of_own_workbook(Path::new("no/such.xlsx")), None);
    }
}
