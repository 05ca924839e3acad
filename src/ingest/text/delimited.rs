//! Delimited text to rows, with the line on which each record starts.
//!
//! Our own splitting, because exports need more than the `csv` crate tells: the physical line of each
//! record, text behind a closed quote, quotes behind a blank. On sound files both agree, which a test
//! holds them to.

use super::cells::{self, Dialect, Split};
use super::text_stream::{TextStream, line_ends};
use crate::ingest::sample::Visit;
use crate::ingest::{COLUMNS_MAX, IngestError, RawRow};

/// The delimiters that exports use.
pub(super) const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// The most bytes of text that one record may hold (our choice): more is a file without line ends, or
/// a quote that is never closed.
pub(super) const RECORD_MAX: usize = 16 << 20;

/// The delimiter that a first line `sep=;` states, and the length of that line in bytes. Excel writes
/// and honours the line.
pub(super) fn stated_delimiter(text: &str) -> Option<(char, usize)> {
    let end = text.find(['\r', '\n'])?;
    let line = text[..end].trim_matches('"');
    let rest =
        line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &line[4..])?;
    let delimiter = rest.chars().next().filter(char::is_ascii)?;
    let has_more = !rest[1..].trim().is_empty();
    (!has_more).then(|| (delimiter, end + cells::line_end(&text.as_bytes()[end..])))
}

/// How well a delimiter splits these rows: how many have the most frequent width, and that width.
/// A width of one is no split at all.
pub(super) fn consistency(rows: &[RawRow]) -> (usize, usize) {
    let mut widths: Vec<usize> = rows.iter().map(RawRow::len).filter(|width| *width > 1).collect();
    widths.sort_unstable();
    widths
        .chunk_by(|first, second| first == second)
        .map(|same| (same.len(), same[0]))
        .max()
        .unwrap_or((0, 1))
}

/// What was seen of quotes that the dialect does not follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Signs {
    /// A quote behind a blank at the start of a cell: `1, "Lift, shift"`.
    pub blank_before_quote: bool,
    /// A backslash before a quote, in a record whose quotes do not come out.
    pub backslash_before_quote: bool,
    /// A doubled quote in a quoted cell.
    pub doubled_quote: bool,
}

/// Visits the records that are not blank, until the visitor breaks off.
///
/// `skip` is the length of a first line that states the delimiter, or 0. The error is text that cannot
/// be decoded, a quote that is never closed, or a record that is too long or has too many cells.
pub(in crate::ingest) fn each_row(
    text: &mut TextStream<'_>,
    skip: usize,
    dialect: Dialect,
    signs: &mut Signs,
    visit: Visit<'_>,
) -> Result<(), IngestError> {
    let mut records = Records { text, dialect, held: String::new(), at: 0, line: 1, is_all: false };
    if skip > 0 {
        while records.held.len() < skip && records.read_more()? {}
        records.at = skip.min(records.held.len());
        records.line = 2;
    }
    let mut row = RawRow::default();
    let mut after_blank = false;
    while let Some(skipped) = records.next(&mut row, signs)? {
        after_blank |= skipped;
        if row.is_blank() {
            after_blank = true;
            continue;
        }
        row.after_blank = std::mem::take(&mut after_blank);
        if visit(&mut row).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// The records of a text; no more of it is held than the longest record needs.
struct Records<'text, 'source> {
    text: &'text mut TextStream<'source>,
    dialect: Dialect,
    held: String,
    /// The start of the next record in what is held.
    at: usize,
    /// The line on which it starts.
    line: u32,
    /// Whether the end of the text is held.
    is_all: bool,
}

impl Records<'_, '_> {
    /// Splits the next record into `row`; whether blank lines stand before it, or `None` at the end.
    fn next(&mut self, row: &mut RawRow, signs: &mut Signs) -> Result<Option<bool>, IngestError> {
        let has_skipped = self.skip_blank_lines()?;
        if self.at == self.held.len() {
            return Ok(None);
        }
        loop {
            row.start(self.line);
            match cells::split(&self.held[self.at..], self.dialect, self.is_all, row, signs) {
                Split::Record { length } => {
                    self.check(row)?;
                    self.pass(length);
                    return Ok(Some(has_skipped));
                }
                Split::TooWide => return Err(self.too_wide()),
                Split::CutOff { open_quote } => {
                    let is_too_long = self.held.len() - self.at > RECORD_MAX;
                    if self.is_all || is_too_long {
                        return Err(self.never_ends(open_quote, signs));
                    }
                    self.read_more()?;
                }
            }
        }
    }

    /// Whether blank lines were stepped over.
    fn skip_blank_lines(&mut self) -> Result<bool, IngestError> {
        let mut has_skipped = false;
        loop {
            let rest = &self.held.as_bytes()[self.at..];
            if !self.is_all && rest.len() < 3 {
                self.read_more()?;
                continue;
            }
            match cells::line_end(rest) {
                0 => return Ok(has_skipped),
                length => self.pass(length),
            }
            has_skipped = true;
        }
    }

    fn pass(&mut self, length: usize) {
        let lines = line_ends(&self.held[self.at..self.at + length]);
        self.line = self.line.saturating_add(lines);
        self.at += length;
    }

    /// Drops what is passed and holds more: at least as much again, so that a long record is not
    /// looked through for every stretch. `false` at the end of the text.
    fn read_more(&mut self) -> Result<bool, IngestError> {
        self.held.drain(..self.at);
        self.at = 0;
        let before = self.held.len();
        while !self.is_all && self.held.len() <= 2 * before {
            self.is_all = !self.text.read_into(&mut self.held, self.line)?;
        }
        Ok(self.held.len() > before)
    }

    /// Refuses a row in which curly quotes hold its delimiters together.
    fn check(&self, row: &RawRow) -> Result<(), IngestError> {
        if cells::has_curly_quoting(row) {
            return Err(IngestError::CurlyQuotes { path: self.path(), line: self.line });
        }
        Ok(())
    }

    fn path(&self) -> String {
        self.text.path().to_owned()
    }

    fn too_wide(&self) -> IngestError {
        IngestError::TooLarge {
            path: self.path(),
            place: format!("line {}", self.line),
            reason: format!("at most {COLUMNS_MAX} columns are read"),
        }
    }

    fn never_ends(&self, open_quote: Option<usize>, signs: &mut Signs) -> IngestError {
        let record = &self.held[self.at..];
        if let Some(quote) = open_quote {
            signs.backslash_before_quote |= record.contains("\\\"");
            let line = self.line.saturating_add(line_ends(&record[..quote]));
            return IngestError::UnclosedQuote { path: self.path(), line };
        }
        IngestError::TooLarge {
            path: self.path(),
            place: format!("line {}", self.line),
            reason: "a record may hold at most 16 MiB of text, and this line does not end before"
                .into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::super::cells::Quoting;
    use super::super::encoding;
    use super::*;
    use crate::ingest::container::byte_source::ByteSource;
    use crate::ingest::raw_row::QuoteFault;

    fn read(text: &str, delimiter: u8, quoting: Quoting) -> Result<Vec<RawRow>, IngestError> {
        let source = ByteSource::bytes(text.as_bytes());
        let encoding = encoding::recognise("f.csv", &source, Some("utf-8")).unwrap();
        let mut stream = TextStream::open("f.csv", &source, &encoding).unwrap();
        let mut rows = Vec::new();
        each_row(
            &mut stream,
            0,
            Dialect { delimiter, quoting },
            &mut Signs::default(),
            &mut |row| {
                rows.push(row.clone());
                ControlFlow::Continue(())
            },
        )?;
        Ok(rows)
    }

    fn rows(text: &str, delimiter: u8) -> Vec<RawRow> {
        read(text, delimiter, Quoting::Doubled).unwrap()
    }

    fn numbers(text: &str) -> Vec<u32> {
        rows(text, b',').iter().map(|row| row.number).collect()
    }

    #[test]
    fn a_record_has_the_line_on_which_it_starts() {
        assert_eq!(numbers("a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\n1,2\r\n3,4\r\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\r\n1,2\r\r\n3,4\r\r\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r1,2\r3,4"), [1, 2, 3]);
        assert_eq!(numbers("\n\r\na,b\n\n\n1,2\r\n\r\n3,4"), [3, 6, 8]);
        assert_eq!(numbers("a,b\r\n1,\"x\r\ny\nz\"\r\n3,4\r\n"), [1, 2, 5]);
        assert_eq!(numbers("a,b\n,,\n , \n3,4"), [1, 4]);
    }

    #[test]
    fn rows_after_blank_ones_say_so() {
        let after_blank =
            |text| rows(text, b',').iter().map(|row| row.after_blank).collect::<Vec<_>>();
        assert_eq!(after_blank("a,b\r\n1,2\r\n\r\nfooter\r\n"), [false, false, true]);
        assert_eq!(after_blank("a,b\r\r\n1,2\r\r\nfooter\r\r\n"), [false, false, false]);
        assert_eq!(after_blank("a,b\n1,2\n,\nfooter,"), [false, false, true]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_error_with_its_line() {
        let error = read("a,b\n1,2\n3,\"open\n4,5\n", b',', Quoting::Doubled);
        assert_eq!(
            error.unwrap_err(),
            IngestError::UnclosedQuote { path: "f.csv".into(), line: 3 }
        );
        let error = read("1,2\n\"x\ny\",\"open", b',', Quoting::Doubled);
        assert_eq!(
            error.unwrap_err(),
            IngestError::UnclosedQuote { path: "f.csv".into(), line: 3 }
        );
    }

    #[test]
    fn quotes_inside_a_cell_are_text_but_text_after_a_closed_quote_is_not_trusted() {
        let rows = rows(
            "5\" rack,1\n\"say \"\"go\"\"\",2\n\"ACME \"Cloud\" exit\",3\n\"a\" ,4\n 5\" rack,5\n, \"b\"\n",
            b',',
        );
        assert_eq!(rows[0].cell(0).text, "5\" rack");
        assert_eq!(rows[1].cell(0).text, "say \"go\"");
        assert_eq!(rows[2].cell(0).text, "\"ACME \"Cloud\" exit\"");
        assert_eq!(rows[3].cell(0).text, "a");
        let faults: Vec<_> = rows.iter().map(|row| row.quote_fault).collect();
        let (behind, blank) = (QuoteFault::TextBehind, QuoteFault::BehindBlank);
        assert_eq!(faults, [None, None, Some(behind), None, None, Some(blank)]);
    }

    #[test]
    fn a_line_without_end_and_a_row_of_endless_columns_are_errors_with_their_line() {
        let endless = "a,b\n1,".to_owned() + &"x".repeat(3 * RECORD_MAX);
        let error = read(&endless, b',', Quoting::Doubled).map(|rows| rows.len());
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("f.csv: line 2 is too large: a record may hold"), "{error}");
        let error = read(&("a,b\n".to_owned() + &"x,".repeat(100_000)), b',', Quoting::Doubled)
            .map(|rows| rows.len());
        let error = error.unwrap_err().to_string();
        assert_eq!(error, "f.csv: line 2 is too large: at most 2000 columns are read");
    }

    #[test]
    fn a_stated_delimiter_is_honoured_and_its_line_dropped() {
        assert_eq!(stated_delimiter("sep=;\r\na;b\n"), Some((';', 7)));
        assert_eq!(stated_delimiter("\"SEP=|\"\na|b"), Some(('|', 8)));
        assert_eq!(stated_delimiter("sep=\t\ra\tb"), Some(('\t', 6)));
        assert_eq!(stated_delimiter("separator,b\n"), None);
        assert_eq!(stated_delimiter("Süd=;\n"), None);
    }

    #[test]
    fn the_width_that_most_rows_share_is_the_consistency() {
        let text = "Deal;Amount\n\"Lift, shift, go\";1,5\nMove;2,5\n";
        assert_eq!(consistency(&rows(text, b';')), (3, 2));
        assert_eq!(consistency(&rows(text, b'|')), (0, 1));
    }

    /// Cells as the csv crate reads them, rows without content left out.
    fn of_the_csv_crate(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let records = reader.records().map(Result::unwrap);
        records
            .map(|record| record.iter().map(str::to_owned).collect())
            .filter(|cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty()))
            .collect()
    }

    proptest! {
        #[test]
        fn sound_text_is_split_as_the_csv_crate_splits_it(
            cells in prop::collection::vec(
                prop::collection::vec("[a-c,;\"\né=]{0,6}[a-c]", 1..5), 0..40),
            ends in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        ) {
            let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| {
                row.iter().map(|cell| if cell.contains(['"', ',', '\n']) { quote(cell) } else { cell.clone() })
                    .collect::<Vec<_>>().join(",")
            };
            let text: String = cells.iter().map(|row| line(row) + ends).collect();
            let ours: Vec<Vec<String>> = rows(&text, b',').iter()
                .map(|row| (0..row.len()).map(|column| row.cell(column).text.to_owned()).collect())
                .collect();
            let theirs: Vec<Vec<String>> = of_the_csv_crate(&text).into_iter()
                .map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect())
                .collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn where_the_text_is_cut_into_stretches_changes_nothing(
            text in "([a,;\"\r\n é]{0,40}){0,6}", cut in 0_usize..200,
        ) {
            let cut = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let dialect = Dialect { delimiter: b',', quoting: Quoting::Doubled };
            let (mut first, mut whole) = (RawRow::default(), RawRow::default());
            let mut signs = Signs::default();
            if let Split::Record { length } = cells::split(&text[..cut], dialect, false, &mut first, &mut signs) {
                let again = cells::split(&text, dialect, true, &mut whole, &mut signs);
                prop_assert_eq!(again, Split::Record { length });
                prop_assert_eq!(first.excerpt(), whole.excerpt());
                prop_assert_eq!(first.len(), whole.len());
            }
        }
    }
}
