//! Cells of a binary workbook that calamine passes over: those of the short form, each behind the one before it without a
//! column of its own (MS-XLSB, `BrtShortBlank` and those after it; `SheetJS` writes them), and errors of formulas.

use std::borrow::Cow;
use std::io::{self, Read};

use crate::ingest::container::archive::Archive;

/// The kinds of records that matter here.
const ROW: u32 = 0;
const LONG: std::ops::RangeInclusive<u32> = 1..=11;
const SHORT: std::ops::RangeInclusive<u32> = 12..=18;
const RICH_TEXT: u32 = 62;
const ERROR: u32 = 3;
const FORMULA_ERROR: u32 = 11;

/// A column, a style and the code of the error.
const ERROR_LENGTH: usize = 9;

/// The most bytes that the sheets may unpack to (our choice): they are held as a whole, and a binary workbook of a million
/// cells has some 20 MB.
const SHEETS_MAX: u64 = 1 << 29;

/// The workbook with every cell as calamine takes it; `None` if each is so.
pub(super) fn as_taken(bytes: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let mut archive = Archive::open(bytes).map_err(io::Error::other)?;
    let mut changed = Vec::new();
    for entry in archive.entries() {
        if entry.name.to_ascii_lowercase().starts_with("xl/worksheets/") {
            let mut sheet = Vec::new();
            archive.unpack(&entry, SHEETS_MAX)?.read_to_end(&mut sheet)?;
            changed.extend(with_columns(&sheet).map(|sheet| (entry.name, sheet)));
        }
    }
    if changed.is_empty() { Ok(None) } else { archive.with(&changed).map(Some) }
}

/// The records of a sheet with every cell as calamine takes it; `None` if each is so.
fn with_columns(sheet: &[u8]) -> Option<Vec<u8>> {
    let mut changed = Vec::new();
    let mut copied = 0;
    let mut column = 0;
    for record in (Records { sheet, at: 0 }) {
        if record.kind == ROW {
            column = 0;
            continue;
        }
        let is_short = SHORT.contains(&record.kind);
        if !is_short && !LONG.contains(&record.kind) && record.kind != RICH_TEXT {
            continue;
        }
        let stated = record.data.get(..4).and_then(|bytes| bytes.try_into().ok());
        column = stated.filter(|_| !is_short).map_or(column, u32::from_le_bytes);
        let (kind, data) = if is_short {
            let long = [&column.to_le_bytes(), record.data].concat();
            (record.kind - (SHORT.start() - LONG.start()), Cow::Owned(long))
        } else {
            let error = record.data.get(..ERROR_LENGTH).filter(|_| record.kind == FORMULA_ERROR);
            error.map_or((record.kind, Cow::Borrowed(record.data)), |it| (ERROR, it.into()))
        };
        column = column.saturating_add(1);
        if kind != record.kind {
            changed.extend_from_slice(&sheet[copied..record.start]);
            changed.extend(variable(kind));
            changed.extend(variable(u32::try_from(data.len()).ok()?));
            changed.extend_from_slice(&data);
            copied = record.end;
        }
    }
    changed.extend_from_slice(&sheet[copied..]);
    (copied > 0).then_some(changed)
}

/// A record: its kind and data, and where it stands.
struct Record<'sheet> {
    kind: u32,
    data: &'sheet [u8],
    start: usize,
    end: usize,
}

struct Records<'sheet> {
    sheet: &'sheet [u8],
    at: usize,
}

impl<'sheet> Iterator for Records<'sheet> {
    type Item = Record<'sheet>;

    fn next(&mut self) -> Option<Record<'sheet>> {
        let start = self.at;
        let kind = self.number(2)?;
        let length = usize::try_from(self.number(4)?).ok()?;
        let end = self.at.checked_add(length)?;
        let data = self.sheet.get(self.at..end)?;
        self.at = end;
        Some(Record { kind, data, start, end })
    }
}

impl Records<'_> {
    /// The number of seven bits a byte, of this many bytes at most, that stands here.
    fn number(&mut self, bytes_max: u32) -> Option<u32> {
        let mut number = 0;
        for place in 0..bytes_max {
            let byte = *self.sheet.get(self.at)?;
            self.at += 1;
            number |= u32::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                break;
            }
        }
        Some(number)
    }
}

/// The number, seven bits a byte.
fn variable(mut number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let rest = number >> 7;
        let low = u8::try_from(number & 0x7f).expect("seven bits");
        bytes.push(if rest == 0 { low } else { low | 0x80 });
        if rest == 0 {
            return bytes;
        }
        number = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::container::archive::tests::zip;

    fn record(kind: u32, data: &[u8]) -> Vec<u8> {
        let length = variable(u32::try_from(data.len()).unwrap());
        [variable(kind), length, data.to_vec()].concat()
    }

    #[test]
    fn a_cell_without_a_column_stands_behind_the_one_before_it() {
        let style = [0_u8; 4];
        let in_column =
            |column: u32, rest: &[u8]| [&column.to_le_bytes(), &style[..], rest].concat();
        let short = [
            record(ROW, &[0; 17]),
            record(6, &in_column(2, b"A")),
            record(17, &[&style[..], b"B"].concat()),
            record(12, &style),
            record(16, &[&style[..], &5_f64.to_le_bytes()].concat()),
            record(146, &[]),
        ];
        let long = [
            record(ROW, &[0; 17]),
            record(6, &in_column(2, b"A")),
            record(6, &in_column(3, b"B")),
            record(1, &in_column(4, &[])),
            record(5, &in_column(5, &5_f64.to_le_bytes())),
            record(146, &[]),
        ];
        assert_eq!(with_columns(&short.concat()), Some(long.concat()));
        assert_eq!(with_columns(&long.concat()), None);
        let package =
            zip(&[("xl/worksheets/sheet1.bin", &short.concat()), ("xl/styles.bin", b"x")]);
        let changed = as_taken(&package).unwrap().unwrap();
        let mut sheet = Vec::new();
        let mut archive = Archive::open(&changed).unwrap();
        archive.part("xl/worksheets/sheet1.bin").unwrap().unwrap().read_to_end(&mut sheet).unwrap();
        assert_eq!(sheet, long.concat());
        assert!(archive.part("xl/styles.bin").unwrap().is_some());
    }

    #[test]
    fn the_error_of_a_formula_is_an_error() {
        let formula = [&[0_u8; 8][..], &[0x17], &[9; 20]].concat();
        let error = [&[0_u8; 8][..], &[0x17]].concat();
        let changed = with_columns(&record(FORMULA_ERROR, &formula));
        assert_eq!(changed, Some(record(ERROR, &error)));
    }

    #[test]
    fn of_a_cut_sheet_nothing_more_is_lost() {
        let whole = [record(ROW, &[0; 17]), record(17, &[0; 300]), record(16, &[0; 12])].concat();
        for length in 0..whole.len() {
            let changed = with_columns(&whole[..length]);
            assert!(changed.is_none_or(|changed| changed.len() >= length), "{length}");
        }
    }
}
