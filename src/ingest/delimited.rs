//! Delimited text to rows, with the line on which each record starts.

use std::ops::ControlFlow;

use super::{COLUMNS_MAX, IngestError, RawRow};
use crate::domain::CellKind;

/// The delimiters that exports use.
pub(super) const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// The delimiter that a first line `sep=;` states, and the text after that line. Excel writes and
/// honours the line.
pub(super) fn stated_delimiter(text: &str) -> Option<(char, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let line = line.trim_end_matches('\r').trim_matches('"');
    let mut stated = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="))?.len();
    let delimiter = line[stated..].chars().next().filter(char::is_ascii)?;
    stated += delimiter.len_utf8();
    line[stated..].trim().is_empty().then_some((delimiter, rest))
}

/// How well a delimiter splits these rows: how many have the most frequent width, and that width.
/// A width of one is no split at all.
pub(super) fn consistency(rows: &[RawRow]) -> (usize, usize) {
    let mut widths: Vec<usize> = rows.iter().map(RawRow::len).filter(|width| *width > 1).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).max().unwrap_or((0, 1))
}

/// Visits the records that are not blank, until the visitor breaks off.
///
/// `first_line` is the line on which `text` starts. The error is a quote that is never closed, or a
/// record with too many cells.
pub(super) fn each_row(
    path: &str,
    text: &str,
    first_line: u32,
    delimiter: char,
    visit: &mut dyn FnMut(&RawRow) -> ControlFlow<()>,
) -> Result<(), IngestError> {
    let delimiter = u8::try_from(delimiter).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = RawRow::default();
    let (mut line, mut at, mut after_blank) = (first_line, 0, false);
    while reader.read_record(&mut record).expect("ragged UTF-8 records are never an error") {
        // The crate steps over blank lines and counts CRLF files wrongly: lines are counted here.
        let end =
            usize::try_from(reader.position().byte()).map_or(text.len(), |end| end.min(text.len()));
        let start = at + text[at..end].len() - text[at..end].trim_start_matches(['\r', '\n']).len();
        let skipped = line_ends(text.as_bytes(), at, start);
        let ends_before = u32::from(at > 0 && !text[..at].ends_with(['\r', '\n']));
        after_blank |= skipped > ends_before;
        line += skipped;
        let raw = &text[start..end];
        row.start(line);
        if record.iter().skip(COLUMNS_MAX).any(|cell| !cell.trim().is_empty()) {
            return Err(too_wide(path, line));
        }
        let cells = record.iter().take(COLUMNS_MAX).enumerate();
        cells.for_each(|(column, cell)| row.set(column, cell, CellKind::Text));
        if end == text.len()
            && let Some(quote) = quote_left_open(raw.as_bytes(), delimiter)
        {
            let line = line + line_ends(text.as_bytes(), start, start + quote);
            return Err(IngestError::UnclosedQuote { path: path.to_owned(), line });
        }
        line += line_ends(text.as_bytes(), start, end);
        at = end;
        if row.is_blank() {
            after_blank = true;
            continue;
        }
        row.after_blank = after_blank;
        row.has_stray_quote = row.filled().any(|(_, cell)| cell.text.contains('"'))
            && has_text_after_quote(raw.as_bytes(), delimiter);
        after_blank = false;
        if visit(&row).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn too_wide(path: &str, line: u32) -> IngestError {
    IngestError::TooLarge {
        path: path.to_owned(),
        place: format!("line {line}"),
        reason: format!("at most {COLUMNS_MAX} columns are read"),
    }
}

/// How many lines end between two places: LF, CRLF or CR alone.
fn line_ends(bytes: &[u8], start: usize, end: usize) -> u32 {
    let mut ends = 0;
    for at in start..end {
        let is_end = match bytes[at] {
            b'\n' => at == 0 || bytes[at - 1] != b'\r',
            b'\r' => true,
            _ => false,
        };
        ends += u32::from(is_end);
    }
    ends
}

/// Where the reader of a record stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    CellStart,
    Bare,
    Quoted { since: usize },
    Closed { since: usize },
    Stray,
}

/// Follows the quotes of one record, to its end or to the first text after a closed quote.
fn follow_quotes(raw: &[u8], delimiter: u8) -> Quoting {
    let mut state = Quoting::CellStart;
    for (at, byte) in raw.iter().enumerate() {
        state = match (state, *byte) {
            (Quoting::CellStart, b'"') => Quoting::Quoted { since: at },
            (Quoting::Quoted { since }, b'"') => Quoting::Closed { since },
            (Quoting::Quoted { since }, _) | (Quoting::Closed { since }, b'"') => {
                Quoting::Quoted { since }
            }
            (Quoting::Stray, _) => return state,
            (_, byte) if byte == delimiter => Quoting::CellStart,
            (Quoting::Closed { since }, b'\r' | b'\n') => Quoting::Closed { since },
            (Quoting::Closed { .. }, _) => Quoting::Stray,
            (Quoting::CellStart | Quoting::Bare, _) => Quoting::Bare,
        };
    }
    state
}

fn quote_left_open(raw: &[u8], delimiter: u8) -> Option<usize> {
    match follow_quotes(raw, delimiter) {
        Quoting::Quoted { since } => Some(since),
        _ => None,
    }
}

/// Whether text stands after a closed quote, as in `"ACME "Cloud" exit"`: where its cells end is then
/// anybody's guess.
fn has_text_after_quote(raw: &[u8], delimiter: u8) -> bool {
    follow_quotes(raw, delimiter) == Quoting::Stray
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, delimiter: char) -> Vec<RawRow> {
        let mut rows = Vec::new();
        each_row("f.csv", text, 1, delimiter, &mut |row| {
            rows.push(row.clone());
            ControlFlow::Continue(())
        })
        .unwrap();
        rows
    }

    fn numbers(text: &str) -> Vec<u32> {
        rows(text, ',').iter().map(|row| row.number).collect()
    }

    #[test]
    fn a_record_has_the_line_on_which_it_starts() {
        assert_eq!(numbers("a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\n1,2\r\n3,4\r\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r1,2\r3,4"), [1, 2, 3]);
        assert_eq!(numbers("\n\r\na,b\n\n\n1,2\r\n\r\n3,4"), [3, 6, 8]);
        assert_eq!(numbers("a,b\r\n1,\"x\r\ny\nz\"\r\n3,4\r\n"), [1, 2, 5]);
        assert_eq!(numbers("a,b\n,,\n , \n3,4"), [1, 4]);
    }

    #[test]
    fn rows_after_blank_ones_say_so() {
        let after_blank =
            |text| rows(text, ',').iter().map(|row| row.after_blank).collect::<Vec<_>>();
        assert_eq!(after_blank("a,b\r\n1,2\r\n\r\nfooter\r\n"), [false, false, true]);
        assert_eq!(after_blank("a,b\n1,2\n,\nfooter,"), [false, false, true]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_error_with_its_line() {
        let error = each_row("f.csv", "a,b\n1,2\n3,\"open\n4,5\n", 1, ',', &mut |_| {
            ControlFlow::Continue(())
        });
        assert_eq!(error, Err(IngestError::UnclosedQuote { path: "f.csv".into(), line: 3 }));
        let error =
            each_row("f.csv", "1,2\n\"x\ny\",\"open", 1, ',', &mut |_| ControlFlow::Continue(()));
        assert_eq!(error, Err(IngestError::UnclosedQuote { path: "f.csv".into(), line: 3 }));
    }

    #[test]
    fn quotes_inside_a_cell_are_text_but_text_after_a_closed_quote_is_not_trusted() {
        let rows =
            rows("5\" rack,1\n\"say \"\"go\"\"\",2\n\"ACME \"Cloud\" exit\",3\n\"a\"\n", ',');
        assert_eq!(rows[0].cell(0).text, "5\" rack");
        assert_eq!(rows[1].cell(0).text, "say \"go\"");
        let stray: Vec<bool> = rows.iter().map(|row| row.has_stray_quote).collect();
        assert_eq!(stray, [false, false, true, false]);
    }

    #[test]
    fn a_stated_delimiter_is_honoured_and_its_line_dropped() {
        assert_eq!(stated_delimiter("sep=;\r\na;b\n"), Some((';', "a;b\n")));
        assert_eq!(stated_delimiter("\"SEP=|\"\na|b"), Some(('|', "a|b")));
        assert_eq!(stated_delimiter("sep=\t\na\tb"), Some(('\t', "a\tb")));
        assert_eq!(stated_delimiter("separator,b\n"), None);
        assert_eq!(stated_delimiter("Süd=;\n"), None);
    }

    #[test]
    fn the_width_that_most_rows_share_is_the_consistency() {
        let text = "Deal;Amount\n\"Lift, shift, go\";1,5\nMove;2,5\n";
        assert_eq!(consistency(&rows(text, ';')), (3, 2));
        assert_eq!(consistency(&rows(text, '|')), (0, 1));
    }
}
