//! A fast scan of a sheet's XML for what calamine does not tell: hidden and repeated rows, formulas
//! without values, merged cells and links.

use std::io::{self, BufRead};

use super::sheet_facts::SheetFacts;
use super::xlsx_package::{self, SheetPart};
use crate::ingest::container::archive::Archive;
use crate::ingest::record_links;

/// What the sheet says beside its cells. An error is one of unpacking; a package whose parts cannot be
/// told says nothing.
pub(super) fn sheet_facts(bytes: &[u8], sheet: &str) -> io::Result<SheetFacts> {
    let Ok(mut archive) = Archive::open(bytes) else { return Ok(SheetFacts::default()) };
    let Some(part) = xlsx_package::sheet_part(&mut archive, sheet) else {
        return Ok(SheetFacts::default());
    };
    match archive.part(&part.name)? {
        Some(xml) => {
            let facts = scan(xml, &part)?;
            Ok(SheetFacts { counts_from_1904: part.counts_from_1904, ..facts })
        }
        None => Ok(SheetFacts::default()),
    }
}

/// How much of a text without tags is held, in bytes (our choice): a formula has 8,192 characters at most.
const PIECE_MAX: usize = 1 << 20;

/// Goes through the XML tag by tag. This is no parser of XML: it needs to be several times as fast as
/// one, and finds nothing in what is not well-formed.
fn scan(mut xml: impl BufRead, part: &SheetPart) -> io::Result<SheetFacts> {
    let mut scan = Scan::default();
    // What of a piece stood at the end of the bytes before.
    let mut begun = Vec::new();
    loop {
        let bytes = xml.fill_buf()?;
        let length = bytes.len();
        if length == 0 {
            return Ok(scan.facts);
        }
        let mut from = 0;
        for end in memchr::memchr_iter(b'>', bytes) {
            let piece = &bytes[from..=end];
            from = end + 1;
            if begun.is_empty() {
                scan.piece(piece, part);
            } else {
                begun.extend_from_slice(piece);
                scan.piece(&begun, part);
                begun.clear();
            }
        }
        if begun.len() < PIECE_MAX {
            begun.extend_from_slice(&bytes[from..]);
        }
        xml.consume(length);
    }
}

/// Where the scan stands.
#[derive(Default)]
struct Scan {
    facts: SheetFacts,
    /// The number of the row, from 1; 0 before the first.
    row: u32,
    column: u32,
    next_column: u32,
    hides_all: bool,
    cell: CellState,
}

#[derive(Default)]
struct CellState {
    has_formula: bool,
    has_value: bool,
    is_text: bool,
}

impl Scan {
    /// Takes a text and the tag behind it.
    fn piece(&mut self, piece: &[u8], part: &SheetPart) {
        let Some(start) = memchr::memrchr(b'<', piece) else { return };
        let (text, tag) = (&piece[..start], &piece[start + 1..]);
        let name_end = tag
            .iter()
            .position(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'>'))
            .unwrap_or(tag.len());
        let name = tag[..name_end].strip_suffix(b"/").unwrap_or(&tag[..name_end]);
        let (is_end, name) = name.strip_prefix(b"/").map_or((false, name), |name| (true, name));
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        let is_empty = tag.ends_with(b"/>");
        match (local, is_end) {
            (b"c", false) => self.start_cell(tag, is_empty),
            (b"c", true) => self.end_cell(),
            (b"f", false) => self.cell.has_formula = true,
            (b"f", true) => self.formula(text),
            // A text may be the empty one.
            (b"v", false) => self.cell.has_value |= self.cell.is_text && !is_empty,
            (b"v", true) => self.cell.has_value |= !text.is_empty(),
            (b"is", false) => self.cell.has_value = true,
            (b"row", false) => self.start_row(tag),
            (b"sheetFormatPr", false) => self.hides_all = is_true(attribute(tag, b"zeroHeight")),
            (b"mergeCell", false) => self.merge(tag),
            (b"hyperlink", false) => self.hyperlink(tag, part),
            _ => {}
        }
    }

    fn start_row(&mut self, tag: &[u8]) {
        let number = attribute(tag, b"r").and_then(|text| text.parse().ok());
        let number = number.unwrap_or_else(|| self.row.saturating_add(1));
        if number == self.row {
            self.facts.repeated.add(number.saturating_sub(1), 1);
        }
        self.row = number;
        self.next_column = 0;
        let hidden = attribute(tag, b"hidden");
        if is_true(hidden) || (self.hides_all && hidden.is_none()) {
            self.facts.hidden.add(number.saturating_sub(1), 1);
        }
    }

    fn start_cell(&mut self, tag: &[u8], is_empty: bool) {
        let (mut stated, mut is_text) = (None, false);
        for (key, value) in attributes(tag) {
            match key {
                b"r" => stated = position(value),
                b"t" => is_text = !is_empty && value == b"str",
                _ => {}
            }
        }
        self.column = stated.map_or(self.next_column, |(_, column)| column);
        self.next_column = self.column.saturating_add(1);
        self.cell = CellState { is_text, ..CellState::default() };
    }

    fn end_cell(&mut self) {
        if self.cell.has_formula && !self.cell.has_value {
            let tally = self.facts.unvalued.entry(self.column).or_default();
            tally.add(self.row.saturating_sub(1), 1);
        }
        self.cell = CellState::default();
    }

    fn formula(&mut self, text: &[u8]) {
        let Ok(formula) = std::str::from_utf8(text) else { return };
        // Excel writes the quotes as they are, other writers as entities.
        if formula.contains('(') && formula.len() > "HYPERLINK()".len() {
            let formula = formula.replace("&quot;", "\"").replace("&amp;", "&");
            if let Some(url) = record_links::formula_link(&formula) {
                self.facts.link(self.row.saturating_sub(1), self.column, url);
            }
        }
    }

    fn merge(&mut self, tag: &[u8]) {
        if let Some(((first, column), (last, _))) = attribute(tag, b"ref").and_then(range) {
            self.facts.merge(column, first, last);
        }
    }

    fn hyperlink(&mut self, tag: &[u8], part: &SheetPart) {
        let Some(((first, column), (last, _))) = attribute(tag, b"ref").and_then(range) else {
            return;
        };
        let Some(url) = attribute(tag, b"id").and_then(|id| part.targets.get(id)) else { return };
        // A link over a whole column leads to no single record.
        if first == last {
            self.facts.link(first, column, url);
        }
    }
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

/// The value of an attribute. Entities are left as they are: the values that are asked for have none.
fn attribute<'tag>(tag: &'tag [u8], name: &[u8]) -> Option<&'tag str> {
    let (_, value) = attributes(tag).find(|(key, _)| *key == name)?;
    std::str::from_utf8(value).ok()
}

/// The attributes of a tag, without their prefixes.
fn attributes(tag: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let equals = rest.iter().position(|byte| *byte == b'=')?;
        let (key, behind) =
            (rest[..equals].trim_ascii_end(), rest[equals + 1..].trim_ascii_start());
        let (mark, behind) = behind.split_first()?;
        let length = behind.iter().position(|byte| byte == mark)?;
        rest = &behind[length + 1..];
        let key = key.rsplit(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b':')).next()?;
        Some((key, &behind[..length]))
    })
}

type Position = (u32, u32);

/// `B2` or `$B$2:C5`: the two corners.
fn range(text: &str) -> Option<(Position, Position)> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some((position(first.as_bytes())?, position(last.as_bytes())?))
}

/// `B2`: row 1, column 1.
fn position(text: &[u8]) -> Option<Position> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in text.iter().filter(|byte| **byte != b'$') {
        match byte {
            b'0'..=b'9' if column > 0 => {
                row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            }
            b'a'..=b'z' | b'A'..=b'Z' if row == 0 => {
                let letter = byte.to_ascii_uppercase() - b'A' + 1;
                column = column.checked_mul(26)?.checked_add(u32::from(letter))?;
            }
            _ => return None,
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::super::sheet_facts::{Merge, Tally};
    use super::*;

    fn scanned(xml: &str) -> SheetFacts {
        let targets =
            [("rId1".to_owned(), "https://x.my.salesforce.com/0065f00000AbCdE".to_owned())];
        let part = SheetPart { targets: targets.into(), ..SheetPart::default() };
        scan(xml.as_bytes(), &part).unwrap()
    }

    #[test]
    fn hidden_and_repeated_rows_are_counted() {
        let facts = scanned(
            "<x:sheetData><x:row r=\"1\"/><x:row r=\"2\" hidden=\"1\"></x:row><x:row r=\"2\"/>\n<x:row hidden='true' spans=\"1:2\"/></x:sheetData>",
        );
        assert_eq!(facts.hidden, Tally { count: 2, first: 1 });
        assert_eq!(facts.repeated, Tally { count: 1, first: 1 });
        let facts =
            scanned("<sheetFormatPr zeroHeight=\"1\"/><row r=\"1\" hidden=\"0\"/><row r=\"2\"/>");
        assert_eq!(facts.hidden, Tally { count: 1, first: 1 });
    }

    #[test]
    fn where_the_bytes_are_cut_changes_nothing() {
        let xml = "<row r=\"1\"><c r=\"B1\"><f>HYPERLINK(\"x\")</f></c></row><row r=\"4294967295\" hidden=\"1\"/><row/><mergeCell ref=\"A1:A3\"/>";
        for length in 1..xml.len() {
            let cut = BufReader::with_capacity(length, xml.as_bytes());
            assert_eq!(scan(cut, &SheetPart::default()).unwrap(), scanned(xml), "{length}");
        }
    }

    #[test]
    fn formulas_without_values_are_counted_by_column() {
        let facts = scanned(
            "<row r=\"1\"><c r=\"A1\"><f>B1</f></c><c r=\"B1\"><f>1</f><v>1</v></c><c><f>C1</f><v></v></c><c t=\"str\"><f>D1</f><v></v></c><c s=\"1\"/><c><v>5</v></c></row><row><c><f t=\"shared\" si=\"0\"/><v/></c></row>",
        );
        let columns: Vec<_> =
            facts.unvalued.iter().map(|(column, tally)| (*column, tally.count)).collect();
        assert_eq!(columns, [(0, 2), (2, 1)]);
    }

    #[test]
    fn merged_cells_and_links_are_found() {
        let facts = scanned(
            "<row r=\"3\"><c r=\"C3\" t=\"str\"><f>HYPERLINK(\"https://acme.pipedrive.com/deal/7\",\"x>y\")</f><v>x</v></c></row><mergeCells count=\"2\"><mergeCell ref=\"A2:A5\"/><mergeCell ref=\"A1:F1\"/></mergeCells><hyperlinks><hyperlink ref=\"B2\" r:id=\"rId1\" display=\"a = b\"/><hyperlink ref=\"B3\" location=\"x\"/></hyperlinks>",
        );
        assert_eq!(facts.merges, [Merge { column: 0, first: 1, last: 4 }]);
        assert_eq!(facts.linked_ids[&(1, 1)], "0065f00000AbCdE");
        assert_eq!(facts.linked_ids.len(), 1, "a formula cut at its `>` is not guessed at");
    }

    #[test]
    fn what_is_no_xml_says_nothing() {
        for xml in
            ["", ">", "<", "<>", "< =>", "<row r=", "<row r=\">", "<c r=\"ZZZZZZZZZ9\"><f/></c>"]
        {
            let facts = scanned(xml);
            assert!(facts.merges.is_empty() && facts.linked_ids.is_empty(), "{xml}");
        }
        assert_eq!(position(b"XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!(position(b"$B$2"), Some((1, 1)));
        assert_eq!(position(b"B"), None);
        assert_eq!(position(b"B0"), None);
    }
}
