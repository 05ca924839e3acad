//! What people typed, as text in files, and back.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};

use crate::domain::{ReviewedTable, ReviewerKind, TypedCell, TypedCells};

/// The cell as text: a date as `YYYY-MM-DD`.
pub(super) fn to_text(cell: &TypedCell) -> String {
    match cell {
        TypedCell::Text(text) => text.clone(),
        TypedCell::Number(number) => number.normalize().to_string(),
        TypedCell::Date(date) => date.to_string(),
    }
}

/// The cell that a text of a file stands for, by the kind of its column. In a column that people added it is a number
/// or a date if it is written exactly as one.
pub(super) fn from_text(table: ReviewedTable, header: &str, text: &str) -> TypedCell {
    let column = table.reviewer_columns().iter().find(|column| column.header == header);
    let as_text = || TypedCell::Text(text.to_owned());
    let as_date = || text.parse().ok().map(TypedCell::Date);
    let as_number = || {
        let number = TypedCell::Number(text.parse().ok()?);
        (to_text(&number) == text).then_some(number)
    };
    match column.map(|column| column.kind) {
        Some(ReviewerKind::Text | ReviewerKind::OneOf(_)) => as_text(),
        Some(ReviewerKind::Date) => day(text).map_or_else(as_text, TypedCell::Date),
        None => as_date().or_else(as_number).unwrap_or_else(as_text),
    }
}

/// The day of a text that can be no other: `2026-12-31`, with a time of day or without, `31.12.2026`, or `31 Dec 2026`.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let of_moment = || Some(text.replace(' ', "T").parse::<NaiveDateTime>().ok()?.date());
    let with_dots = || NaiveDate::parse_from_str(text, "%d.%m.%Y").ok();
    let in_words = || NaiveDate::parse_from_str(text, "%d %B %Y").ok();
    let day = text.parse().ok().or_else(of_moment).or_else(with_dots).or_else(in_words);
    day.filter(|day: &NaiveDate| day.year() >= 2000)
}

/// How a line break inside a cell is told from the next cell.
const CONTINUED: &str = "\n  ";

/// The cells of a row as one text, a line each: `Status: Done`.
pub(super) fn row_to_text(cells: &TypedCells) -> String {
    let lines = cells
        .iter()
        .map(|(header, cell)| format!("{header}: {}", to_text(cell).replace('\n', CONTINUED)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The cells that [`row_to_text`] wrote.
pub(super) fn row_from_text(table: ReviewedTable, text: &str) -> TypedCells {
    let mut cells: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("  "), cells.last_mut(), line.split_once(": ")) {
            (Some(rest), Some((_, value)), _) => {
                value.push('\n');
                value.push_str(rest);
            }
            (_, _, Some((header, value))) => cells.push((header.to_owned(), value.to_owned())),
            (_, Some((_, value)), None) => {
                value.push('\n');
                value.push_str(line);
            }
            // What nobody can place is a note.
            (_, None, None) => cells.push(("Notes".to_owned(), line.to_owned())),
        }
    }
    cells
        .into_iter()
        .map(|(header, text)| {
            let cell = from_text(table, &header, &text);
            (header, cell)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Decimal;
    use crate::domain::testing::date;

    #[test]
    fn a_row_comes_back_from_its_text_with_line_breaks_and_kinds() {
        let cells = TypedCells::from([
            ("Action due".into(), TypedCell::Date(date(2026, 12, 1))),
            ("Notes".into(), TypedCell::Text("Status: asked Ana\n\nand: Ben".into())),
            ("Fund request id".into(), TypedCell::Text("00123".into())),
            ("My score".into(), TypedCell::Number(Decimal::new(75, 1))),
        ]);
        let text = row_to_text(&cells);
        assert_eq!(row_from_text(ReviewedTable::Deals, &text), cells, "{text}");
    }

    #[test]
    fn a_day_is_one_however_it_is_written_if_it_can_be_no_other() {
        let read = |text| from_text(ReviewedTable::Deals, "Waive until", text);
        let days = ["2026-12-31", " 31.12.2026", "31 Dec 2026", "31 december 2026"];
        for text in days.into_iter().chain(["2026-12-31T12:30:00", "2026-12-31 00:00:00"]) {
            assert_eq!(read(text), TypedCell::Date(date(2026, 12, 31)), "{text}");
        }
        for text in ["12/31/2026", "31.12.26", "2026-12-31?", "soon"] {
            assert_eq!(read(text), TypedCell::Text(text.into()));
        }
    }

    #[test]
    fn a_number_with_leading_zeros_stays_text_in_a_column_that_people_added() {
        assert_eq!(from_text(ReviewedTable::Deals, "PO", "0042"), TypedCell::Text("0042".into()));
        assert_eq!(
            from_text(ReviewedTable::Deals, "PO", "42"),
            TypedCell::Number(Decimal::from(42))
        );
    }
}
