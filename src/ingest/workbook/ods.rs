//! OpenDocument sheets, cell by cell: calamine holds them as a whole.

use std::io::{BufRead, ErrorKind};
use std::ops::ControlFlow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};

use super::cell_text::iso_text;
use super::ods_styles::OdsStyles;
use super::open::SheetName;
use super::rows::{ROWS_MAX, RowWriter};
use super::sheet_facts::SheetFacts;
use super::xlsx_package::attribute;
use crate::domain::{CellKind, Currency};
use crate::ingest::IngestError;
use crate::ingest::container::archive::Archive;

/// An open document: its sheets are known, its cells are not held.
pub(super) struct OpenDocument<'bytes> {
    path: String,
    bytes: &'bytes [u8],
    sheets: Vec<SheetName>,
    styles: OdsStyles,
}

/// Elements in a cell whose text is not that of the cell: comments and drawings.
const NOT_THE_CELL: [&str; 6] = [
    "office:annotation",
    "office:forms",
    "table:shapes",
    "table:detective",
    "draw:frame",
    "draw:g",
];

impl<'bytes> OpenDocument<'bytes> {
    /// Opens the document in these bytes. `path` is for messages.
    pub(super) fn open(
        path: &str,
        bytes: &'bytes [u8],
    ) -> Result<OpenDocument<'bytes>, IngestError> {
        let (sheets, styles) = (Vec::new(), OdsStyles::default());
        let mut document = OpenDocument { path: path.to_owned(), bytes, sheets, styles };
        let mut is_encrypted = false;
        document.each_event("META-INF/manifest.xml", |event, _| {
            let Event::Start(element) = event else { return Ok(ControlFlow::Continue(())) };
            is_encrypted |= element.local_name().as_ref() == "encryption-data";
            Ok(ControlFlow::Continue(()))
        })?;
        if is_encrypted {
            return Err(IngestError::PasswordProtected { path: path.to_owned() });
        }
        let mut styles = OdsStyles::default();
        let mut tables = Vec::new();
        let mut depth = 0;
        for part in ["styles.xml", "content.xml"] {
            document.each_event(part, |event, _| {
                match event {
                    Event::Start(element) if element.name().as_ref() == "table:table" => {
                        if depth == 0 {
                            let of = |name| attribute(element, name).unwrap_or_default();
                            tables.push((of("name"), of("style-name")));
                        }
                        depth += 1;
                    }
                    Event::End(element) if element.name().as_ref() == "table:table" => depth -= 1,
                    _ if depth > 0 => {}
                    Event::Start(element) => styles.start(element),
                    Event::Text(text) => styles.text(&text.xml10_content()),
                    Event::End(element) => styles.end(element.name().as_ref()),
                    _ => {}
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        let sheet = |(name, style): (String, String)| {
            let is_visible = !styles.is_hidden(&style);
            SheetName { name, is_visible }
        };
        document.sheets = tables.into_iter().map(sheet).collect();
        document.styles = styles;
        Ok(document)
    }

    /// Every sheet, in its order.
    pub(super) fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    /// Gives the cells of a sheet that are not blank to the writer, and what the sheet says beside them.
    pub(super) fn each_cell(
        &self,
        sheet: &str,
        rows: &mut RowWriter<'_>,
    ) -> Result<(ControlFlow<()>, SheetFacts), IngestError> {
        let mut table = Table::new(&self.styles);
        let mut is_in_sheet = false;
        let mut skipped = 0;
        let mut flow = ControlFlow::Continue(());
        self.each_event("content.xml", |event, text| {
            let is_foreign = |name: &str| name == "table:table" || NOT_THE_CELL.contains(&name);
            match event {
                Event::Start(element) if !is_in_sheet => {
                    is_in_sheet = element.name().as_ref() == "table:table"
                        && attribute(element, "name").as_deref() == Some(sheet);
                }
                Event::Start(element) if is_foreign(element.name().as_ref()) => skipped += 1,
                Event::End(element) if skipped > 0 => {
                    skipped -= i32::from(is_foreign(element.name().as_ref()));
                }
                _ if skipped > 0 || !is_in_sheet => {}
                Event::Start(element) => table.start(element),
                Event::End(element) if element.name().as_ref() == "table:table" => {
                    return Ok(ControlFlow::Break(()));
                }
                Event::End(element) => {
                    flow = table.end(element.name().as_ref(), rows)?;
                    return Ok(flow);
                }
                _ => table.text(text),
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok((flow, table.facts))
    }

    /// Visits the events of a part, with the text of those that are text, until the visitor breaks off.
    fn each_event(
        &self,
        part: &str,
        mut visit: impl FnMut(&Event<'_>, &str) -> Result<ControlFlow<()>, IngestError>,
    ) -> Result<(), IngestError> {
        let place = || format!("the part {part}");
        let damaged = |reason: String| IngestError::Damaged {
            path: self.path.clone(),
            place: place(),
            reason,
        };
        let mut archive = Archive::open(self.bytes).map_err(damaged)?;
        let xml = archive.part(part).map_err(|error| damaged(error.to_string()))?;
        let Some(xml) = xml else { return Ok(()) };
        let mut reader: Reader<_> = Reader::from_reader(Box::new(xml) as Box<dyn BufRead>);
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(|error| match &error {
                Error::Io(io) if io.kind() == ErrorKind::FileTooLarge => IngestError::TooLarge {
                    path: self.path.clone(),
                    place: place(),
                    reason: "it unpacks to more than 2 GiB".into(),
                },
                _ => damaged(error.to_string()),
            })?;
            let text = match &event {
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::CData(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(reference) => resolved(reference),
                Event::Eof => return Ok(()),
                _ => String::new(),
            };
            if visit(&event, &text)?.is_break() {
                return Ok(());
            }
        }
    }
}

/// The character that `&amp;` or `&#228;` stands for; nothing for others, which sheets do not have.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(reference).unwrap_or_default().to_owned()
}

/// Where the reading of a sheet stands. Rows and columns count from 0.
struct Table<'styles> {
    styles: &'styles OdsStyles,
    /// The style of the cells in each run of columns, and how many columns it has.
    column_styles: Vec<(u32, Option<String>)>,
    row: u32,
    column: u32,
    row_repeats: u32,
    is_row_hidden: bool,
    /// The cells of the row that are not blank: from which column, in how many, text and kind.
    cells: Vec<(u32, u32, String, CellKind)>,
    cell: Option<OdsCell>,
    is_in_paragraph: bool,
    facts: SheetFacts,
}

/// A cell while it is read.
struct OdsCell {
    repeats: u32,
    stored: Option<(String, CellKind)>,
    has_formula: bool,
    is_error: bool,
    paragraphs: u32,
    text: String,
}

impl<'styles> Table<'styles> {
    fn new(styles: &'styles OdsStyles) -> Table<'styles> {
        Table {
            styles,
            column_styles: Vec::new(),
            row: 0,
            column: 0,
            row_repeats: 1,
            is_row_hidden: false,
            cells: Vec::new(),
            cell: None,
            is_in_paragraph: false,
            facts: SheetFacts::default(),
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        match element.name().as_ref() {
            "table:table-column" => {
                let style = attribute(element, "default-cell-style-name");
                self.column_styles.push((count(element, "number-columns-repeated"), style));
            }
            "table:table-row" => {
                self.row_repeats = count(element, "number-rows-repeated");
                let visibility = attribute(element, "visibility");
                self.is_row_hidden = matches!(visibility.as_deref(), Some("collapse" | "filter"));
                self.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => self.start_cell(element),
            "text:p" => {
                self.is_in_paragraph = true;
                if let Some(cell) = &mut self.cell {
                    cell.paragraphs += 1;
                    if cell.paragraphs > 1 {
                        cell.text.push('\n');
                    }
                }
            }
            "text:s" => self.text(&" ".repeat(count(element, "c").min(1_000) as usize)),
            "text:tab" => self.text("\t"),
            "text:line-break" => self.text("\n"),
            "text:a" => {
                if let Some(url) = attribute(element, "href") {
                    self.facts.link(self.row, self.column, &url);
                }
            }
            _ => {}
        }
    }

    fn start_cell(&mut self, element: &BytesStart<'_>) {
        let spanned = count(element, "number-rows-spanned");
        self.facts.merge(self.column, self.row, self.row.saturating_add(spanned - 1));
        let currency = || {
            let own = attribute(element, "style-name");
            let style = own.or_else(|| self.column_style().map(str::to_owned))?;
            self.styles.currency(&style)
        };
        // LibreOffice says of an error what it is only in an attribute of its own.
        let is_error = element.attributes().flatten().any(|attribute| {
            attribute.key.as_ref() == "calcext:value-type" && attribute.value == "error"
        });
        self.cell = Some(OdsCell {
            repeats: count(element, "number-columns-repeated"),
            stored: stored(element, currency),
            has_formula: attribute(element, "formula").is_some(),
            is_error,
            paragraphs: 0,
            text: String::new(),
        });
    }

    fn column_style(&self) -> Option<&str> {
        let mut end = 0_u32;
        let found = self.column_styles.iter().find(|(columns, _)| {
            end = end.saturating_add(*columns);
            self.column < end
        });
        found.and_then(|(_, style)| style.as_deref())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell
            && self.is_in_paragraph
        {
            cell.text.push_str(text);
        }
    }

    fn end(
        &mut self,
        name: &str,
        rows: &mut RowWriter<'_>,
    ) -> Result<ControlFlow<()>, IngestError> {
        match name {
            "text:p" => self.is_in_paragraph = false,
            "table:table-cell" | "table:covered-table-cell" => self.end_cell(),
            "table:table-row" => return self.end_row(rows),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        if cell.has_formula && cell.stored.is_none() && cell.text.is_empty() {
            self.facts.unvalued.entry(self.column).or_default().add(self.row, self.row_repeats);
        }
        let (text, kind) = match cell.stored {
            _ if cell.is_error => (cell.text, CellKind::Error),
            Some((text, kind)) if kind != CellKind::Text || cell.paragraphs == 0 => (text, kind),
            _ => (cell.text, CellKind::Text),
        };
        if !text.trim().is_empty() {
            self.cells.push((self.column, cell.repeats, text, kind));
        }
        self.column = self.column.saturating_add(cell.repeats);
    }

    /// Hands on the row as often as it stands there.
    fn end_row(&mut self, rows: &mut RowWriter<'_>) -> Result<ControlFlow<()>, IngestError> {
        let cells = std::mem::take(&mut self.cells);
        let first = self.row;
        self.row = self.row.saturating_add(self.row_repeats);
        if cells.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        if self.is_row_hidden {
            self.facts.hidden.add(first, self.row_repeats);
        }
        for row in first..self.row.min(ROWS_MAX + 1) {
            for (start, repeats, text, kind) in &cells {
                for column in *start..start.saturating_add(*repeats) {
                    if rows.cell(row, column, text, *kind)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// A count in an attribute: 1 if it is not there.
fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

/// The value that a cell stores in its attributes; `currency` is what its style shows.
fn stored(
    element: &BytesStart<'_>,
    currency: impl FnOnce() -> Option<Currency>,
) -> Option<(String, CellKind)> {
    let of = |name| attribute(element, name);
    // The name of the attribute alone would also find `calcext:value-type`, which follows it.
    match of("value-type")?.as_str() {
        "currency" => {
            let stated = of("currency").and_then(|code| Currency::listed(&code)).or_else(currency);
            Some((shortest(of("value")?), stated.map_or(CellKind::Number, CellKind::Amount)))
        }
        "float" => {
            let kind = currency().map_or(CellKind::Number, CellKind::Amount);
            Some((shortest(of("value")?), kind))
        }
        "percentage" => Some((shortest(of("value")?), CellKind::Number)),
        "date" => Some((iso_text(&of("date-value")?), CellKind::Date)),
        "boolean" => Some((of("boolean-value")?, CellKind::Boolean)),
        "time" => Some((of("time-value")?, CellKind::Text)),
        _ => Some((of("string-value").unwrap_or_default(), CellKind::Text)),
    }
}

/// The number in its shortest decimal form.
fn shortest(number: String) -> String {
    number
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
        .map_or(number, |value| value.to_string())
}
