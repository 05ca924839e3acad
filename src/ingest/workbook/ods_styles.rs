//! What the styles of an OpenDocument file say: currencies of cells, and tables that are hidden.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use super::number_format;
use super::xlsx_package::attribute;
use crate::domain::Currency;

/// The styles that matter, by name.
#[derive(Debug, Default)]
pub(super) struct OdsStyles {
    data: BTreeMap<String, Currency>,
    cells: BTreeMap<String, String>,
    hidden_tables: BTreeSet<String>,
    /// The data style that is being read, and whether a literal of it is.
    open_data: Option<String>,
    open_table: Option<String>,
    symbol_locale: Option<String>,
    literal: Option<String>,
}

impl OdsStyles {
    /// The currency that the cells of this style show.
    pub(super) fn currency(&self, cell_style: &str) -> Option<Currency> {
        self.data.get(self.cells.get(cell_style)?).copied()
    }

    /// Whether the tables of this style are hidden.
    pub(super) fn is_hidden(&self, table_style: &str) -> bool {
        self.hidden_tables.contains(table_style)
    }

    /// Takes the start of an element.
    pub(super) fn start(&mut self, element: &BytesStart<'_>) {
        match element.name().as_ref() {
            "number:number-style" | "number:currency-style" => {
                self.open_data = attribute(element, "name");
            }
            "number:text" | "number:currency-symbol" if self.open_data.is_some() => {
                let locale = attribute(element, "country").map(|country| {
                    format!("{}-{country}", attribute(element, "language").unwrap_or_default())
                });
                (self.symbol_locale, self.literal) = (locale, Some(String::new()));
            }
            "style:style" => self.style(element),
            "style:table-properties"
                if attribute(element, "display").as_deref() == Some("false") =>
            {
                self.hidden_tables.extend(self.open_table.take());
            }
            _ => {}
        }
    }

    /// Takes text.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(literal) = &mut self.literal {
            literal.push_str(text);
        }
    }

    /// Takes the end of an element.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "number:number-style" | "number:currency-style" => self.open_data = None,
            "number:text" | "number:currency-symbol" => {
                let Some(literal) = self.literal.take() else { return };
                let code = match self.symbol_locale.take() {
                    Some(locale) => format!("[${literal}-{locale}]"),
                    None => format!("\"{literal}\""),
                };
                if let (Some(style), Some(currency)) =
                    (&self.open_data, number_format::currency(&code))
                {
                    self.data.entry(style.clone()).or_insert(currency);
                }
            }
            _ => {}
        }
    }

    fn style(&mut self, element: &BytesStart<'_>) {
        let Some(name) = attribute(element, "name") else { return };
        match attribute(element, "family").as_deref() {
            Some("table") => self.open_table = Some(name),
            Some("table-cell") => {
                if let Some(data) = attribute(element, "data-style-name") {
                    self.cells.insert(name, data);
                }
            }
            _ => {}
        }
    }
}
