//! A look through the records of an old .xls (BIFF, MS-XLS) before calamine reads it whole: calamine
//! holds the rectangle round all cells of a sheet, however far apart they are.

use std::io::Read;

use super::letters;
use super::sheet_facts::SheetFacts;
use crate::ingest::IngestError;
use crate::ingest::container::compound_file;

/// The most cells, blank ones between them included, that the sheets may span together (our choice):
/// a full sheet of this format.
const CELLS_MAX: u64 = 65_536 * 256;

/// Refuses a workbook that is encrypted or whose sheets span more than can be held.
pub(super) fn check(path: &str, bytes: &[u8]) -> Result<(), IngestError> {
    let found = look_through(path, bytes)?;
    if found.is_encrypted {
        return Err(IngestError::PasswordProtected { path: path.to_owned() });
    }
    let spanned: u64 = found.sheets.iter().map(|sheet| sheet.extent.cells()).sum();
    let widest = found.sheets.iter().max_by_key(|sheet| sheet.extent.cells());
    match widest {
        Some(sheet) if spanned > CELLS_MAX || sheet.extent.is_impossible() => {
            let (row, column) = sheet.extent.last;
            Err(IngestError::TooLarge {
                path: path.to_owned(),
                place: format!("sheet {}, cell {}{}", sheet.name, letters(column), row + 1),
                reason: "the sheets may span 65,536 rows of 256 columns together".into(),
            })
        }
        _ => Ok(()),
    }
}

/// The hidden rows and merged cells of a sheet.
pub(super) fn sheet_facts(
    path: &str,
    bytes: &[u8],
    sheet: &str,
) -> Result<SheetFacts, IngestError> {
    let sheets = look_through(path, bytes)?.sheets;
    let found = sheets.into_iter().find(|found| found.name == sheet);
    Ok(found.map(|found| found.facts).unwrap_or_default())
}

#[derive(Default)]
struct Found {
    is_encrypted: bool,
    is_biff8: bool,
    sheets: Vec<SheetFound>,
}

/// A sheet, and what was found in it.
pub(super) struct SheetFound {
    pub name: String,
    /// Where its records start in the stream.
    pub start: usize,
    extent: Extent,
    facts: SheetFacts,
}

/// The rectangle round the cells of a sheet.
#[derive(Default)]
struct Extent {
    first: Option<(u32, u32)>,
    last: (u32, u32),
    states_more: bool,
}

impl Extent {
    fn add(&mut self, row: u32, column: u32) {
        let (first_row, first_column) = self.first.unwrap_or((row, column));
        self.first = Some((first_row.min(row), first_column.min(column)));
        self.last = (self.last.0.max(row), self.last.1.max(column));
    }

    fn cells(&self) -> u64 {
        let (row, column) = self.first.unwrap_or(self.last);
        u64::from(self.last.0 - row + 1) * u64::from(self.last.1 - column + 1)
    }

    /// Whether the sheet holds or states more than the format allows; calamine reserves what is stated.
    fn is_impossible(&self) -> bool {
        self.states_more || self.last.1 > 255
    }
}

/// Goes through the workbook's stream record by record.
fn look_through(path: &str, bytes: &[u8]) -> Result<Found, IngestError> {
    let stream = workbook_stream(bytes).map_err(|error| IngestError::Damaged {
        path: path.to_owned(),
        place: "the workbook".into(),
        reason: error.to_string(),
    })?;
    let mut found = Found::default();
    for (kind, data) in (Records { stream: &stream, at: 0 }) {
        match kind {
            // FilePass: the rest is encrypted, be it only obfuscated.
            0x002f => found.is_encrypted = true,
            0x0809 => found.is_biff8 = u16_at(data, 0) == Some(0x0600),
            0x0085 => found.sheets.extend(bound_sheet(data, found.is_biff8)),
            0x000a => break,
            _ => {}
        }
    }
    if !found.is_encrypted {
        for sheet in &mut found.sheets {
            look_through_sheet(sheet, &stream);
        }
    }
    Ok(found)
}

pub(super) fn workbook_stream(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file = compound_file::open(bytes)?;
    let name = if file.is_stream("/Workbook") { "/Workbook" } else { "/Book" };
    let mut stream = Vec::new();
    file.open_stream(name)?.read_to_end(&mut stream)?;
    Ok(stream)
}

/// The records from one place on: their kinds and data.
pub(super) struct Records<'stream> {
    /// The stream.
    pub stream: &'stream [u8],
    /// Where the next record starts.
    pub at: usize,
}

impl<'stream> Iterator for Records<'stream> {
    type Item = (u16, &'stream [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, self.at)?;
        let start = self.at + 4;
        let end = start + usize::from(u16_at(self.stream, self.at + 2)?);
        self.at = end;
        Some((kind, self.stream.get(start..end)?))
    }
}

/// A sheet's name and where its records start (BoundSheet8).
pub(super) fn bound_sheet(data: &[u8], is_biff8: bool) -> Option<SheetFound> {
    let start = usize::try_from(u32_at(data, 0)?).ok()?;
    let length = usize::from(*data.get(6)?);
    let is_wide = is_biff8 && data.get(7)? & 1 == 1;
    let name = text(data.get(if is_biff8 { 8 } else { 7 }..)?, length, is_wide);
    Some(SheetFound { name, start, extent: Extent::default(), facts: SheetFacts::default() })
}

/// A text of so many characters, of two bytes each if it is wide.
pub(super) fn text(bytes: &[u8], length: usize, is_wide: bool) -> String {
    if is_wide {
        let units =
            bytes.chunks_exact(2).take(length).map(|two| u16::from_le_bytes([two[0], two[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        bytes.iter().take(length).map(|byte| char::from(*byte)).collect()
    }
}

/// The records of the sheet that starts at this place. Charts in it have records of their own between a start and an end.
pub(super) fn of_sheet(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let records = Records { stream, at: start };
    let own = records.scan(0, |depth, (kind, data)| {
        match kind {
            0x0809 => *depth += 1,
            0x000a if *depth <= 1 => return None,
            0x000a => *depth -= 1,
            _ if *depth > 1 => {}
            _ => return Some(Some((kind, data))),
        }
        Some(None)
    });
    own.flatten()
}

fn look_through_sheet(sheet: &mut SheetFound, stream: &[u8]) {
    for (kind, data) in of_sheet(stream, sheet.start) {
        match kind {
            0x0200 => sheet.extent.states_more |= states_more(data),
            0x0208 => hidden_row(&mut sheet.facts, data),
            0x00e5 => merged_cells(&mut sheet.facts, data),
            // Numbers, texts, booleans, errors and formulas begin with their place.
            0x0006 | 0x00d6 | 0x00fd | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00bd => {
                if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
                    // Several numbers side by side end with the last column.
                    let last = if kind == 0x00bd {
                        u16_at(data, data.len().wrapping_sub(2))
                    } else {
                        None
                    };
                    sheet.extent.add(row.into(), column.into());
                    sheet.extent.add(row.into(), last.unwrap_or(column).into());
                }
            }
            _ => {}
        }
    }
}

/// Whether the stated size is beyond the format: 65,536 rows and 256 columns, stated as one more.
fn states_more(data: &[u8]) -> bool {
    let (rows, columns) = match data.len() {
        10 => (u16_at(data, 2).map(u32::from), u16_at(data, 6)),
        _ => (u32_at(data, 4), u16_at(data, 10)),
    };
    rows.is_some_and(|rows| rows > 65_536) || columns.is_some_and(|columns| columns > 256)
}

fn hidden_row(facts: &mut SheetFacts, data: &[u8]) {
    const IS_HIDDEN: u16 = 0x20;
    if let (Some(row), Some(flags)) = (u16_at(data, 0), u16_at(data, 12))
        && flags & IS_HIDDEN != 0
    {
        facts.hidden.add(row.into(), 1);
    }
}

fn merged_cells(facts: &mut SheetFacts, data: &[u8]) {
    for range in data.get(2..).unwrap_or_default().chunks_exact(8) {
        if let [Some(first), Some(last), Some(column)] = [0, 2, 4].map(|at| u16_at(range, at)) {
            facts.merge(column.into(), first.into(), last.into());
        }
    }
}

/// The number of two bytes at this place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    /// A workbook of one sheet `Deals` with these records, and these before it.
    fn workbook(globals: &[u8], sheet: &[u8]) -> Vec<u8> {
        let start_of = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0]);
        let end = record(0x000a, &[]);
        let head = [start_of(5), globals.to_vec()].concat();
        let start = u32::try_from(head.len() + 4 + 8 + 5 + end.len()).unwrap();
        let bound = record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 5, 0], b"Deals"].concat());
        let stream = [head, bound, end.clone(), start_of(0x10), sheet.to_vec(), end].concat();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        record(0x0203, &[&place[..], &5_f64.to_le_bytes()].concat())
    }

    #[test]
    fn cells_beyond_the_format_are_refused_before_they_are_held() {
        let sheet = [number(0, 0), number(65_535, 65_535)].concat();
        let error = check("f.xls", &workbook(&[], &sheet)).unwrap_err();
        assert!(error.to_string().contains("sheet Deals, cell CRXP65536 is too large"), "{error}");
        let stated = record(0x0200, &[0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0xff, 0, 0, 0]);
        assert_eq!(check("f.xls", &workbook(&[], &stated)).unwrap_err().code(), "too_large");
    }

    #[test]
    fn a_full_sheet_is_read() {
        let sheet = [number(0, 0), number(65_535, 255)].concat();
        assert_eq!(check("f.xls", &workbook(&[], &sheet)), Ok(()));
    }

    #[test]
    fn any_encryption_needs_the_password() {
        let obfuscated = record(0x002f, &[0, 0, 1, 2, 3, 4]);
        let error = check("f.xls", &workbook(&obfuscated, &[])).unwrap_err();
        assert_eq!(error.code(), "password_protected");
    }

    #[test]
    fn hidden_rows_and_merged_cells_are_found() {
        let mut row = [0_u8; 16];
        (row[0], row[12]) = (7, 0x20);
        let merges = [1_u16, 2, 5, 0, 0].map(u16::to_le_bytes).concat();
        let sheet = [record(0x0208, &row), number(2, 0), record(0x00e5, &merges)].concat();
        let facts = sheet_facts("f.xls", &workbook(&[], &sheet), "Deals").unwrap();
        assert_eq!((facts.hidden.count, facts.hidden.first), (1, 7));
        assert_eq!((facts.merges[0].first, facts.merges[0].last), (2, 5));
    }

    #[test]
    fn a_cut_stream_is_at_most_damaged() {
        let whole = workbook(&[], &[number(0, 0), number(1, 1)].concat());
        for length in (0..whole.len()).step_by(97) {
            let refused = check("f.xls", &whole[..length]).err();
            let is_damaged = |error| matches!(error, IngestError::Damaged { .. });
            assert!(refused.is_none_or(is_damaged), "{length}");
        }
    }
}
