//! Columns of amounts under a header that may also be that of days: `Approved` and `Claimed` of a list of fund requests.
//! Read as Excel counts days, 45,000 would be a day of 2023.

use super::headers::by_words::Worded;
use super::headers::header;
use super::layout::Layout;
use super::rows::records::Records;
use crate::domain::{Cell, CellKind, Column, Field, Warning};

/// What is done with a request, and is counted in money as well.
const DONE: [Field; 5] = [
    Field::SubmittedDate,
    Field::ApprovedDate,
    Field::ClaimedDate,
    Field::MapSubmittedDate,
    Field::MapApprovedDate,
];

/// Takes such columns for unmapped if their header names no day and all their cells are numbers, unless the user says that
/// they hold days.
pub(super) fn take_back(layout: &mut Layout, records: &mut Records) {
    let mapping = &mut layout.mapping;
    let is_stated = |column: &Column| {
        let key = header::key(&column.header);
        mapping.stated.keys().any(|stated| header::key(&stated.header) == key)
    };
    let are_figures = |column: &Column| {
        let mut filled = column.iter().filter(|cell| !cell.is_blank()).peekable();
        filled.peek().is_some() && filled.all(is_figure)
    };
    let is_it = |column: &&Column| {
        DONE.contains(&column.field)
            && !names_day(&column.header)
            && are_figures(column)
            && !is_stated(column)
    };
    let headers: Vec<(Field, String)> =
        records.columns.iter().filter(is_it).map(|it| (it.field, it.header.clone())).collect();
    for (field, header) in headers {
        records.columns.retain(|column| column.field != field);
        mapping.columns.retain(|column| column.field != field);
        let message = format!(
            "`{header}` holds numbers and no days, and was not read: they seem to be amounts. If they count days as Excel \
             does: --map \"{header}={field}\"."
        );
        let column = Some(header.clone());
        mapping.warnings.push(Warning { column, ..Warning::new("figures_for_days", message) });
        mapping.unmapped.push(header);
    }
}

/// Whether the header has a word for a day, or ends as those do that have one in mind: `Approved on`, `Bewilligt am`.
fn names_day(written: &str) -> bool {
    const ENDS: [&str; 8] = ["on", "am", "le", "el", "il", "op", "på", "den"];
    let name = header::parse(written);
    name.worded().iter().any(Worded::names_day)
        || name.key.split(' ').next_back().is_some_and(|last| ENDS.contains(&last))
}

/// Whether the cell holds a number of up to seven digits before its decimals, with or without groups and a currency; more
/// are a day without separators, or a moment.
fn is_figure(cell: Cell<'_>) -> bool {
    match cell.kind {
        CellKind::Number | CellKind::Amount(_) => true,
        CellKind::Date | CellKind::Boolean | CellKind::Error => false,
        CellKind::Text => {
            let is_around = |c: char| !c.is_ascii_digit();
            let number = cell.text.trim_matches(is_around);
            let groups: Vec<&str> =
                number.split([',', '.', '\'', ' ', '\u{a0}', '\u{202f}']).collect();
            let are_digits =
                |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let Some((first, rest)) = groups.split_first() else { return false };
            let middle = &rest[..rest.len().saturating_sub(1)];
            groups.iter().all(are_digits)
                && first.len() <= 7
                && middle.iter().all(|group| group.len() == 3)
                && rest.last().is_none_or(|last| last.len() <= 3)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::read_text;

    /// The header that is taken for the day of approval in a list with these cells.
    fn approved(header: &str, cells: [&str; 2]) -> Option<String> {
        let text = format!(
            "Request ID,ACE ID,Program,Status,{header}\nFR1,O1234567,MAP,Approved,{}\nFR2,O1234568,MAP,Approved,{}\n",
            cells[0], cells[1]
        );
        let table = read_text(&text);
        let column = table.column(Field::ApprovedDate).map(|column| column.header.clone());
        let is_told =
            table.report.warnings.iter().any(|warning| warning.code == "figures_for_days");
        assert_eq!(is_told, column.is_none(), "{header}: {cells:?}");
        column
    }

    #[test]
    fn numbers_under_a_header_that_names_no_day_are_no_days() {
        for cells in [["45000", ""], ["45000", "\"60,000\""], ["$45000.00", "60000"]] {
            assert_eq!(approved("Approved", cells), None);
        }
    }

    #[test]
    fn a_header_with_a_currency_is_that_of_no_days() {
        let text =
            "Request ID,ACE ID,Program,Status,Claimed (USD)\nFR1,O1234567,MAP,Approved,45000\n";
        let table = read_text(text);
        assert!(table.column(Field::ClaimedDate).is_none());
        assert_eq!(table.report.unmapped_headers, ["Claimed (USD)"]);
    }

    #[test]
    fn days_are_days_in_whatever_form_where_the_header_names_one() {
        for (header, cells) in [
            ("Approved", ["2026-03-01", "45000"]),
            ("Approved", ["31.03.2026", ""]),
            ("Approved", ["20260331", ""]),
            ("Approved Date", ["46112", "46113"]),
            ("Bewilligt am", ["46112", "46113"]),
            ("Approved", ["", ""]),
        ] {
            assert_eq!(approved(header, cells).as_deref(), Some(header), "{cells:?}");
        }
    }
}
