//! One row of a file before anything is known of its columns: what both readers hand on.

use std::ops::Range;

use crate::domain::{Cell, CellKind, ends_in_ascii_signs, is_invisible, shortened};

/// A row of a text file or a sheet. Reused from row to row, so that a large file does not allocate
/// per cell.
#[derive(Clone, Debug, Default)]
pub(super) struct RawRow {
    /// The row as its owner counts: Excel row number, or physical line of the record's start.
    pub number: u32,
    /// Whether blank rows or lines stand between this row and the one before.
    pub after_blank: bool,
    /// What is wrong with its quotes, so that the row cannot be trusted.
    pub quote_fault: Option<QuoteFault>,
    /// Why the row cannot be used, by problem and message, if its reader knows.
    pub fault: Option<(&'static str, String)>,
    /// Whether control characters, such as NUL, were taken out of its cells.
    pub had_controls: bool,
    /// The texts of all cells, and what stood between them.
    text: String,
    cells: Vec<Span>,
}

/// Quotes that leave open where cells end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteFault {
    /// Text behind a closed quote: `"ACME "Cloud" exit"`.
    TextBehind,
    /// A quote behind a blank at the start of a cell: ` "Lift, shift"`.
    BehindBlank,
}

/// The place of a cell in the row's text. In 32 bits, as rows go from one core to another.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
    kind: CellKind,
}

impl Span {
    const BLANK: Span = Span { start: 0, end: 0, kind: CellKind::Text };

    fn new(place: Range<usize>, kind: CellKind) -> Span {
        let short = |place| u32::try_from(place).expect("a row holds at most 4 GiB of text");
        Span { start: short(place.start), end: short(place.end), kind }
    }

    fn place(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl RawRow {
    /// Empties the row for its next use.
    pub(super) fn start(&mut self, number: u32) {
        self.number = number;
        self.after_blank = false;
        self.quote_fault = None;
        self.fault = None;
        self.had_controls = false;
        self.text.clear();
        self.cells.clear();
    }

    /// Sets the cell of a column; the columns before it are blank unless they are set.
    pub(super) fn set(&mut self, column: usize, text: &str, kind: CellKind) {
        while self.cells.len() <= column {
            self.cells.push(Span::BLANK);
        }
        let start = self.text.len();
        self.had_controls |= push_clean(&mut self.text, text);
        self.cells[column] = Span::new(start..self.text.len(), kind);
    }

    /// Adds a cell, by where its text stands in the record that is then held.
    pub(super) fn place(&mut self, content: Range<usize>) {
        self.cells.push(Span::new(content, CellKind::Text));
    }

    /// Holds the text of a record, in which all cells of the row were placed: one copy for all of them.
    pub(super) fn hold(&mut self, record: &str) {
        self.text.push_str(record);
        let has_odd = has_odd_characters(record);
        for column in 0..self.cells.len() {
            let cell = &record[self.cells[column].place()];
            if !is_plain(cell) || has_odd && has_odd_characters(cell) {
                self.set(column, cell, CellKind::Text);
            }
        }
    }

    /// Blanks the cell of a column.
    pub(super) fn clear(&mut self, column: usize) {
        if let Some(span) = self.cells.get_mut(column) {
            *span = Span::BLANK;
        }
    }

    /// How many cells the row has, blank ones included.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell of a column; blank past the end.
    pub(super) fn cell(&self, column: usize) -> Cell<'_> {
        match self.cells.get(column) {
            Some(span) => Cell { text: &self.text[span.place()], kind: span.kind },
            None => Cell { text: "", kind: CellKind::Text },
        }
    }

    /// The cells that are not blank, with their columns.
    pub(super) fn filled(&self) -> impl DoubleEndedIterator<Item = (usize, Cell<'_>)> {
        let spans = self.cells.iter().enumerate().filter(|(_, span)| span.start < span.end);
        spans.map(|(column, _)| (column, self.cell(column)))
    }

    /// Whether no cell holds anything.
    pub(super) fn is_blank(&self) -> bool {
        self.filled().next().is_none()
    }

    /// The texts of all cells with what stands between them: by it, most rows are told at once.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The first cells in one line, for reports of rows that are no records.
    pub(super) fn excerpt(&self) -> String {
        let cells: Vec<&str> = self.filled().map(|(_, cell)| cell.text).take(8).collect();
        cut(&cells.join(" | "), 200)
    }
}

/// The text in one line of at most so many characters: a cell may hold a document.
pub(super) fn cut(text: &str, characters: usize) -> String {
    shortened(text, characters).replace('\n', " ")
}

/// Whether characters stand in the text that no workbook can hold, or a CR.
fn has_odd_characters(text: &str) -> bool {
    let is_odd = |byte: u8| byte < b' ' && byte != b'\n' && byte != b'\t';
    // Without a way out, many bytes are compared at a time.
    text.as_bytes()
        .chunks(256)
        .any(|stretch| stretch.iter().fold(false, |any, byte| any | is_odd(*byte)))
}

/// Whether a cell, odd characters aside, is kept as it stands: letters of ASCII at both ends, and no formula.
fn is_plain(cell: &str) -> bool {
    ends_in_ascii_signs(cell) && !cell.starts_with('=')
}

/// Appends the text without blanks and marks that nobody sees around it, without the characters that no workbook can hold, and out
/// of the `="…"` that keeps Excel from reading an id as a number. Whether such characters were there.
fn push_clean(out: &mut String, text: &str) -> bool {
    let has_odd = has_odd_characters(text);
    if !has_odd && is_plain(text) {
        out.push_str(text);
        return false;
    }
    // Old systems break lines and pages by characters of their own.
    let has_controls =
        has_odd && text.bytes().any(|byte| byte < b' ' && !(b'\t'..=b'\r').contains(&byte));
    let text = text.trim_matches(|c: char| c.is_whitespace() || c < ' ' || is_invisible(c));
    let text = text
        .strip_prefix("=\"")
        .and_then(|inner| inner.strip_suffix('"'))
        .filter(|inner| !inner.contains('"'))
        .map_or(text, str::trim);
    if !has_odd {
        out.push_str(text);
        return false;
    }
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\n' | '\t' => out.push(character),
            _ if character < ' ' => {}
            _ => out.push(character),
        }
    }
    has_controls
}

/// A row of text cells, for tests.
#[cfg(test)]
pub(super) fn text_row(number: u32, cells: &[&str]) -> RawRow {
    let mut row = RawRow::default();
    row.start(number);
    for (column, text) in cells.iter().enumerate() {
        row.set(column, text, CellKind::Text);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_dropped_but_line_breaks_and_tabs_stay() {
        let row = text_row(1, &["\0 Ac\0me\u{7} ", "one\r\ntwo\rthree\tfour"]);
        assert_eq!(row.cell(0).text, "Acme");
        assert_eq!(row.cell(1).text, "one\ntwo\nthree\tfour");
        assert!(row.had_controls);
        assert!(!text_row(1, &["one\r\ntwo\rthree\u{b}four\u{c}"]).had_controls);
    }

    #[test]
    fn an_id_wrapped_as_a_formula_comes_out_bare() {
        let row = text_row(1, &["=\"0061E00001\"", "=SUM(\"a\")", "=\"a\" & \"b\""]);
        assert_eq!(row.cell(0).text, "0061E00001");
        assert_eq!(row.cell(1).text, "=SUM(\"a\")");
        assert_eq!(row.cell(2).text, "=\"a\" & \"b\"");
    }

    #[test]
    fn a_reused_row_keeps_nothing_of_the_row_before() {
        let mut row = text_row(1, &["a", "b", "c"]);
        row.start(2);
        row.set(2, "z", CellKind::Number);
        assert_eq!(row.cell(0).text, "");
        assert_eq!((row.cell(2).text, row.cell(2).kind, row.len()), ("z", CellKind::Number, 3));
        assert_eq!(row.cell(9).text, "");
    }
}
