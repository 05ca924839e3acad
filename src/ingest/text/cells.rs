//! One record of delimited text to its cells.

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

use super::delimited::Signs;
use crate::domain::CellKind;
use crate::ingest::COLUMNS_MAX;
use crate::ingest::raw_row::{QuoteFault, RawRow};

/// How cells are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Dialect {
    /// What stands between cells; ASCII.
    pub delimiter: u8,
    /// What quotes mean.
    pub quoting: Quoting,
}

/// How a cell is quoted that holds the delimiter, a line break or a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Quoting {
    /// Quotes at both ends, quotes inside doubled (RFC 4180).
    Doubled,
    /// The same, and blanks may stand before the first quote.
    AfterBlanks,
    /// Quotes at both ends, a backslash before quotes inside.
    Backslash,
}

/// What became of the text from a record's start on.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Split {
    /// A whole record of this many bytes, its line end included.
    Record {
        /// The bytes.
        length: usize,
    },
    /// The text ends before the record does; in a quoted cell if `open_quote` is the place of its quote.
    CutOff {
        /// Where the quote stands, from the record's start.
        open_quote: Option<usize>,
    },
    /// More columns than are read.
    TooWide,
}

/// Splits the record at the start of the text into the cells of `row`. Without `is_all`, more text may
/// follow than is given.
pub(in crate::ingest) fn split(
    text: &str,
    dialect: Dialect,
    is_all: bool,
    row: &mut RawRow,
    signs: &mut Signs,
) -> Split {
    let bytes = text.as_bytes();
    let mut escaped = Vec::new();
    // Files glued to each other have byte order marks in the middle.
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    loop {
        let quote = opening_quote(bytes, at, dialect);
        let cell = match quote {
            Some(quote) => match quoted(bytes, quote, dialect, is_all, signs) {
                Some(cell) => cell,
                None => return Split::CutOff { open_quote: Some(quote) },
            },
            None => bare(bytes, at, dialect),
        };
        let end = cell.end;
        let is_last = bytes.get(end) != Some(&dialect.delimiter);
        // Up to three bytes end a line.
        if is_last && !is_all && end + 3 > bytes.len() {
            return Split::CutOff { open_quote: None };
        }
        if row.len() < COLUMNS_MAX {
            if cell.is_escaped {
                escaped.push((row.len(), cell.content.clone()));
            }
            row.place(cell.content);
        } else if !text[cell.content].trim().is_empty() {
            return Split::TooWide;
        }
        row.quote_fault = row.quote_fault.or(cell.fault);
        if is_last {
            row.hold(&text[..end]);
            for (column, content) in escaped {
                row.set(column, &unescaped(&text[content], dialect), CellKind::Text);
            }
            let length = end + line_end(&bytes[end..]);
            if row.quote_fault.is_some() {
                signs.blank_before_quote |= row.quote_fault == Some(QuoteFault::BehindBlank);
                signs.backslash_before_quote |= text[..length].contains("\\\"");
            }
            return Split::Record { length };
        }
        at = end + 1;
    }
}

/// A cell as it was found.
struct FoundCell {
    /// Where its text stands, without the quotes round it.
    content: Range<usize>,
    /// Whether quotes inside are written as two characters.
    is_escaped: bool,
    /// The place of the delimiter or line end behind it.
    end: usize,
    fault: Option<QuoteFault>,
}

/// The place of the quote with which a cell begins.
fn opening_quote(bytes: &[u8], start: usize, dialect: Dialect) -> Option<usize> {
    let at = match dialect.quoting {
        Quoting::AfterBlanks => start + blanks(&bytes[start..]),
        Quoting::Doubled | Quoting::Backslash => start,
    };
    (bytes.get(at) == Some(&b'"')).then_some(at)
}

/// The cell in quotes; `None` if its closing quote is not in the text.
fn quoted(
    bytes: &[u8],
    quote: usize,
    dialect: Dialect,
    is_all: bool,
    signs: &mut Signs,
) -> Option<FoundCell> {
    let (start, mut at) = (quote + 1, quote + 1);
    let mut is_escaped = false;
    let closing = loop {
        let found = at
            + match dialect.quoting {
                Quoting::Backslash => memchr2(b'"', b'\\', &bytes[at..])?,
                Quoting::Doubled | Quoting::AfterBlanks => next_quote(&bytes[at..])?,
            };
        let is_escape = bytes[found] == b'\\';
        match bytes.get(found + 1) {
            None if is_escape || !is_all => return None,
            Some(b'"') => signs.doubled_quote |= !is_escape,
            _ if is_escape => {}
            _ => break found,
        }
        is_escaped = true;
        at = found + 2;
    };
    let behind = closing + 1;
    let end = end_of_cell(bytes, behind + blanks(&bytes[behind..]), dialect);
    Some(if blanks(&bytes[behind..end]) < end - behind {
        let fault = Some(QuoteFault::TextBehind);
        FoundCell { content: quote..end, is_escaped: false, end, fault }
    } else {
        FoundCell { content: start..closing, is_escaped, end, fault: None }
    })
}

/// The place of the first quote. Most cells are so short that eight bytes at a time find it sooner than a search made for
/// long texts.
fn next_quote(bytes: &[u8]) -> Option<usize> {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let (eights, _) = bytes.as_chunks::<8>();
    let first = &eights[..eights.len().min(2)];
    for (place, eight) in first.iter().enumerate() {
        // A quote becomes 0, and the lowest byte whose highest bit the subtraction takes over is one.
        let others = u64::from_le_bytes(*eight) ^ (EACH * u64::from(b'"'));
        let quotes = others.wrapping_sub(EACH) & !others & (EACH << 7);
        if quotes != 0 {
            return Some(8 * place + quotes.trailing_zeros() as usize / 8);
        }
    }
    let seen = 8 * first.len();
    memchr(b'"', &bytes[seen..]).map(|place| seen + place)
}

/// The cell without quotes round it; quotes inside are text.
fn bare(bytes: &[u8], start: usize, dialect: Dialect) -> FoundCell {
    let end = end_of_cell(bytes, start, dialect);
    let cell = &bytes[start..end];
    let is_behind_blank = cell.first() == Some(&b' ') && cell.get(blanks(cell)) == Some(&b'"');
    let fault = is_behind_blank.then_some(QuoteFault::BehindBlank);
    FoundCell { content: start..end, is_escaped: false, end, fault }
}

fn end_of_cell(bytes: &[u8], from: usize, dialect: Dialect) -> usize {
    let rest = &bytes[from..];
    if rest.first() == Some(&dialect.delimiter) {
        return from;
    }
    from + memchr3(dialect.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len())
}

fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b' ').count()
}

/// The text with one quote for each two. In long texts a search for two bytes takes several times as long as one for the
/// first of them.
fn undoubled(content: &str) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(quote) = memchr(b'"', rest.as_bytes()) {
        text.push_str(&rest[..=quote]);
        rest = &rest[quote + 1..];
        rest = rest.strip_prefix('"').unwrap_or(rest);
    }
    text + rest
}

fn unescaped(content: &str, dialect: Dialect) -> String {
    match dialect.quoting {
        Quoting::Doubled | Quoting::AfterBlanks => undoubled(content),
        Quoting::Backslash => {
            let mut text = String::with_capacity(content.len());
            let mut rest = content;
            while let Some(at) = rest.find(['\\', '"']) {
                let has_escaped = rest[at + 1..].starts_with(['\\', '"']);
                // Before any other character a backslash is text: `C:\temp`.
                let kept = if has_escaped { at + 1 } else { at };
                text.push_str(&rest[..at]);
                text.push_str(&rest[kept..=kept]);
                rest = &rest[kept + 1..];
            }
            text + rest
        }
    }
}

/// The length of the line end at the start of the bytes: 0 if there is none. CR CR LF is what Windows
/// text mode makes of CRLF.
pub(super) fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\r', b'\n', ..] => 3,
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// Whether curly quotes are used as if they were straight: a cell opens with one that a later cell
/// closes, or all cells stand in them.
pub(super) fn has_curly_quoting(row: &RawRow) -> bool {
    const OPENING: [char; 3] = ['\u{201c}', '\u{201e}', '\u{201f}'];
    const CLOSING: [char; 2] = ['\u{201d}', '\u{201c}'];
    let opens = |text: &str| text.starts_with(OPENING);
    // The first byte of all of them: most rows are told by it at once.
    if memchr(b'\xe2', row.text().as_bytes()).is_none()
        || !row.filled().any(|(_, cell)| opens(cell.text))
    {
        return false;
    }
    let closes = |text: &str| text.chars().count() > 1 && text.ends_with(CLOSING);
    let cells: Vec<&str> = row.filled().map(|(_, cell)| cell.text).collect();
    let spans = |(place, text): (usize, &&str)| {
        opens(text)
            && !text.chars().skip(1).any(|character| CLOSING.contains(&character))
            && cells[place + 1..].iter().take_while(|cell| !opens(cell)).any(|cell| closes(cell))
    };
    cells.len() > 1 && cells.iter().all(|text| opens(text) && closes(text))
        || cells.iter().enumerate().any(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_quote_is_found_wherever_it_stands() {
        for place in 0..40 {
            for around in ["x", "!", "#", "\u{a2}", "\u{a3}"] {
                let text = around.repeat(place) + "\"" + &around.repeat(20) + "\"";
                assert_eq!(next_quote(text.as_bytes()), text.find('"'), "{text}");
            }
            assert_eq!(next_quote("!".repeat(place).as_bytes()), None);
        }
    }
}
