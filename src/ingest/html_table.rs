//! Tables of HTML pages, as CRMs save them under the name `.xls`: every row of every table, in their order.

use super::COLUMNS_MAX;
use super::raw_row::RawRow;
use crate::domain::CellKind;
use crate::domain::html_entities::decoded;

/// Whether the beginning of a text is that of a page with a table or of a table alone.
pub(super) fn is_html(beginning: &str) -> bool {
    let start = beginning.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head = start.to_ascii_lowercase();
    let is_other = head.contains("urn:schemas-microsoft-com:office:spreadsheet\"")
        || head.contains("<office:document");
    head.starts_with('<')
        && !is_other
        && ["<html", "<table", "<!doctype html"].iter().any(|tag| head.contains(tag))
}

/// The rows of the tables that are not blank. They are numbered as Excel numbers them when it opens the page; a row that
/// holds a table within it comes behind the rows of that.
pub(super) fn rows(text: &str) -> Vec<RawRow> {
    let mut page = Page::default();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        page.text(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let end = end_of_tag(rest);
        let tag = Tag::of(&rest[1..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
        if !tag.is_end && ["script", "style", "title"].contains(&tag.name.as_str()) {
            rest = behind_element(rest, &tag.name);
        } else {
            page.tag(&tag);
        }
    }
    page.rows
}

/// The place of the sign that ends the tag; of one that never ends, the end of the text.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    let end = text.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), byte) if open == byte => {
            quote = None;
            false
        }
        _ => false,
    });
    end.or_else(|| text.find('>')).unwrap_or(text.len())
}

/// What follows an element that holds no text of the page.
fn behind_element<'text>(text: &'text str, name: &str) -> &'text str {
    let is_end = |at: &usize| {
        text.get(at + 2..at + 2 + name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name))
    };
    let end = text.match_indices("</").map(|(at, _)| at).find(is_end);
    end.map_or("", |at| &text[at..])
}

/// A tag, in small letters.
struct Tag {
    name: String,
    /// What stands behind its name.
    attributes: String,
    is_end: bool,
}

impl Tag {
    /// Of the text between the signs.
    fn of(text: &str) -> Tag {
        let text = text.to_ascii_lowercase();
        let bare = text.strip_prefix('/').unwrap_or(&text);
        let end = bare.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(bare.len());
        let (name, attributes) = bare.split_at(end);
        Tag { name: name.into(), attributes: attributes.into(), is_end: text.starts_with('/') }
    }

    /// Over how many columns or rows a cell reaches.
    fn span(&self, attribute: &str) -> usize {
        let value = self.attributes.split_once(attribute).map(|(_, value)| value);
        let digits = value.map(|it| it.trim_start_matches([' ', '=', '"', '\'']));
        let number = digits.and_then(|it| it.split(|c: char| !c.is_ascii_digit()).next());
        number.and_then(|it| it.parse().ok()).unwrap_or(1).clamp(1, COLUMNS_MAX)
    }
}

/// What was read of a page.
#[derive(Default)]
struct Page {
    rows: Vec<RawRow>,
    /// The tables that are open, the inner ones behind.
    tables: Vec<Table>,
    count: u32,
    is_after_blank: bool,
}

/// A table that is open.
#[derive(Default)]
struct Table {
    row: Option<RawRow>,
    /// The column of the next cell.
    next: usize,
    /// The column and the text of the cell that is open.
    cell: Option<(usize, String)>,
    /// Per column, for how many further rows a cell above reaches into it.
    reached: Vec<usize>,
}

impl Page {
    fn text(&mut self, text: &str) {
        let Some(Table { cell: Some((_, cell)), .. }) = self.tables.last_mut() else { return };
        let text = decoded(text).unwrap_or_else(|| text.to_owned());
        // Breaks of lines in the source are blanks on the page.
        let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{a0}';
        for word in text.split_inclusive(is_blank) {
            let bare = word.trim_end_matches(is_blank);
            cell.push_str(bare);
            if bare.len() < word.len() && !cell.ends_with([' ', '\n']) {
                cell.push(' ');
            }
        }
    }

    fn tag(&mut self, tag: &Tag) {
        match (tag.name.as_str(), tag.is_end) {
            ("table", false) => self.tables.push(Table::default()),
            ("table", true) => {
                self.end_row();
                self.tables.pop();
            }
            ("tr", false) => {
                self.end_row();
                self.count = self.count.saturating_add(1);
                if let Some(table) = self.tables.last_mut() {
                    let mut row = RawRow::default();
                    row.start(self.count);
                    (table.row, table.next) = (Some(row), 0);
                }
            }
            ("tr", true) => self.end_row(),
            ("td" | "th", false) => self.start_cell(tag),
            ("td" | "th", true) => self.end_cell(),
            ("br" | "p" | "div" | "li", _) => {
                if let Some(Table { cell: Some((_, cell)), .. }) = self.tables.last_mut() {
                    cell.push('\n');
                }
            }
            _ => {}
        }
    }

    fn start_cell(&mut self, tag: &Tag) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        let Some(row) = &mut table.row else { return };
        while table.reached.get(table.next).is_some_and(|rows| *rows > 0) {
            table.reached[table.next] -= 1;
            table.next += 1;
        }
        let first = table.next;
        table.next = first.saturating_add(tag.span("colspan"));
        if table.next > COLUMNS_MAX {
            let message = format!("at most {COLUMNS_MAX} columns are read");
            row.fault = Some(("too_many_columns", message));
            return;
        }
        table.cell = Some((first, String::new()));
        let below = tag.span("rowspan") - 1;
        if below > 0 {
            table.reached.resize(table.reached.len().max(table.next), 0);
            table.reached[first..table.next].fill(below);
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let (Some((column, text)), Some(row)) = (table.cell.take(), &mut table.row) else { return };
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        row.set(column, lines.join("\n").trim(), CellKind::Text);
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        let Some(mut row) = table.row.take() else { return };
        for rows in table.reached.iter_mut().skip(table.next) {
            *rows = rows.saturating_sub(1);
        }
        if row.is_blank() {
            self.is_after_blank = true;
            return;
        }
        row.after_blank = std::mem::take(&mut self.is_after_blank);
        self.rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, Vec<(usize, String)>)> {
        let of_row =
            |row: &RawRow| row.filled().map(|(at, cell)| (at, cell.text.to_owned())).collect();
        rows(text).iter().map(|row| (row.number, of_row(row))).collect()
    }

    fn row(number: u32, cells: &[(usize, &str)]) -> (u32, Vec<(usize, String)>) {
        (number, cells.iter().map(|(at, text)| (*at, (*text).to_owned())).collect())
    }

    #[test]
    fn cells_are_read_as_a_browser_shows_them() {
        let page = "<html><head><title>a<b</title><style>td{}</style></head><body><p>Deals</p><table>\
                    <tr><th>Deal\n  ID</th><th class='x>y'>Name</th></tr><!-- <tr><td>9</td></tr> -->\
                    <tr></tr><TR><TD>006A<td>Smith &amp; <b>Sons</b><br>AG</TR></table></body></html>";
        let expected = [
            row(1, &[(0, "Deal ID"), (1, "Name")]),
            row(3, &[(0, "006A"), (1, "Smith & Sons\nAG")]),
        ];
        assert_eq!(cells(page), expected);
        assert!(rows(page)[1].after_blank);
    }

    #[test]
    fn merged_cells_leave_the_others_in_their_columns() {
        let page = "<table><tr><td colspan=2>Deals<td>x</tr><tr><td rowspan=\"2\">Acme<td>1<td>2</tr>\
                    <tr><td>3<td>4</tr><tr><td>5</tr></table>";
        let expected = [
            row(1, &[(0, "Deals"), (2, "x")]),
            row(2, &[(0, "Acme"), (1, "1"), (2, "2")]),
            row(3, &[(1, "3"), (2, "4")]),
            row(4, &[(0, "5")]),
        ];
        assert_eq!(cells(page), expected);
    }

    #[test]
    fn tables_within_cells_are_rows_of_their_own() {
        let page =
            "<table><tr><td>Title<table><tr><td>1</td><td>2</td></tr></table></td></tr></table>";
        assert_eq!(cells(page), [row(2, &[(0, "1"), (1, "2")]), row(1, &[(0, "Title")])]);
    }

    #[test]
    fn what_is_no_page_with_a_table_has_no_rows() {
        for text in [
            "",
            "<",
            "<html",
            "<table><tr><td",
            "</td></tr></table>",
            "<td>1</td>",
            "<!--",
            "<script>",
            "<table><td>1",
        ] {
            assert_eq!(cells(text), [], "{text}");
        }
        assert!(is_html("\u{feff} <HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"));
        assert!(!is_html("< 50 servers,Name") && !is_html("<?xml version=\"1.0\"?><feed/>"));
    }
}
