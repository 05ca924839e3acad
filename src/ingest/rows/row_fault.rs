//! Rows that cannot be used as they stand.

use crate::ingest::place::Place;
use crate::ingest::raw_row::{QuoteFault, RawRow};

/// The most text a cell may hold, in bytes (our choice; Excel itself cuts at 32,767 characters).
const CELL_MAX: usize = 1 << 20;

/// Why a row below this header cannot be used, by problem and message, if so.
pub(in crate::ingest) fn of(
    row: &RawRow,
    header: &RawRow,
    place: &Place,
) -> Option<(&'static str, String)> {
    if row.fault.is_some() {
        return row.fault.clone();
    }
    if let Some(fault) = row.quote_fault {
        return Some(("stray_quote", quote_message(fault).to_owned()));
    }
    ragged(row, header, place).or_else(|| too_long(row, place))
}

fn quote_message(fault: QuoteFault) -> &'static str {
    match fault {
        QuoteFault::TextBehind => {
            "Text stands behind a closed quote, so where its cells end is not certain. Double the quotes inside the cell."
        }
        QuoteFault::BehindBlank => {
            "A cell begins with a blank and a quote, so whether the quote is text is not certain. Remove the blank, or put the cell in quotes and double those inside."
        }
    }
}

fn ragged(row: &RawRow, header: &RawRow, place: &Place) -> Option<(&'static str, String)> {
    // Columns without a header need not be there, and hold nothing that is used.
    let last = (0..header.len()).rev().find(|column| !header.cell(*column).is_blank());
    let expected = last.map_or(0, |column| column + 1);
    let found = row.len();
    let has_surplus = (header.len()..found).any(|column| !row.cell(column).is_blank());
    (place.is_text() && (found < expected || has_surplus)).then(|| {
        let message = format!(
            "The row has {found} cells, the header {expected}: its values may stand in the wrong columns. Put cells that hold the delimiter in quotes."
        );
        ("ragged_row", message)
    })
}

fn too_long(row: &RawRow, place: &Place) -> Option<(&'static str, String)> {
    if row.text().len() <= CELL_MAX {
        return None;
    }
    let (column, _) = row.filled().find(|(_, cell)| cell.text.len() > CELL_MAX)?;
    let message = format!(
        "The cell in column {} holds more than 1 MiB of text. Check the quotes round it, or shorten it.",
        place.position(column)
    );
    Some(("cell_too_long", message))
}
