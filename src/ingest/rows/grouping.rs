//! Grouped lists: a group's value stands on its first row only, or on a row of its own above, and is meant for all rows
//! of the group.

use std::collections::BTreeSet;

use crate::domain::{Column, Field, Warning};
use crate::ingest::headers::header;
use crate::ingest::headers::mapping::MappedColumn;
use crate::ingest::raw_row::RawRow;

/// Repeats the values of grouped columns down to the end of their groups.
///
/// Grouped are the leading columns whose header bears an arrow and whose values stand on the first
/// record of a group only. Anything else that is blank is blank: a sorted column bears an arrow too.
/// `group_starts` are the records that stand first or behind a row of sums, in order.
pub(super) fn fill_down(
    columns: &mut [Column],
    mapped: &[MappedColumn],
    header: &RawRow,
    group_starts: &[usize],
) {
    let leading: Vec<usize> = header
        .filled()
        .take_while(|(_, cell)| header::parse(cell.text).is_sorted)
        .map(|(index, _)| index)
        .collect();
    for (column, mapped) in columns.iter_mut().zip(mapped) {
        let starts_with_groups = || {
            column.iter().enumerate().all(|(record, cell)| {
                cell.is_blank() || group_starts.binary_search(&record).is_ok()
            })
        };
        let is_grouped =
            leading.contains(&mapped.index) && (starts_with_groups() || has_gaps(column));
        if !is_grouped {
            continue;
        }
        *column = repeated(column);
    }
}

/// Repeats the values of the first column down to the end of their blocks, where nobody but a person grouped the list: it
/// holds owners, customers, stages or states, each of them once, and stands blank more often than not.
pub(super) fn fill_blocks(
    columns: &mut [Column],
    mapped: &[MappedColumn],
    header: &RawRow,
) -> Option<Warning> {
    let (first, _) = header.filled().next()?;
    let place = mapped.iter().position(|it| it.index == first && GROUPED_BY.contains(&it.field))?;
    let column = &columns[place];
    let filled: Vec<&str> =
        column.iter().map(|cell| cell.text).filter(|text| !text.is_empty()).collect();
    let different: BTreeSet<String> = filled.iter().map(|text| text.to_lowercase()).collect();
    let stand_once = different.len() == filled.len() && filled.len() > 1;
    if !stand_once || !has_gaps(column) || filled.len() * 2 > column.len() {
        return None;
    }
    let message = format!(
        "`{}` stands in {} of {} rows, each time with another value, and was read as that of the rows below too. If the \
         others are blank, write so into them: Unknown.",
        column.header,
        filled.len(),
        column.len()
    );
    let header = Some(column.header.clone());
    let filled = repeated(column);
    columns[place] = filled;
    Some(Warning { column: header, ..Warning::new("grouped_rows", message) })
}

/// The column with each value repeated down to the next one.
fn repeated(column: &Column) -> Column {
    let mut filled = Column::new(column.field, column.header.clone(), column.date_hint);
    let mut last = None;
    for cell in column.iter() {
        if !cell.is_blank() {
            last = Some(cell);
        }
        let cell = last.unwrap_or(cell);
        filled.push(cell.text, cell.kind);
    }
    filled
}

/// What lists of deals are grouped by.
const GROUPED_BY: [Field; 4] = [Field::Customer, Field::Owner, Field::Stage, Field::Status];

/// A row with nothing but the value of a column.
pub(in crate::ingest) struct Heading {
    pub row: RawRow,
    /// The place of the column among the mapped ones.
    pub column: usize,
    /// The record that follows it.
    pub before: usize,
}

/// The place of the mapped column in which the only cell of the row stands, if deals are grouped by such.
pub(super) fn column_of_heading(row: &RawRow, mapped: &[MappedColumn]) -> Option<usize> {
    let (index, _) = row.filled().next()?;
    let is_it = |column: &MappedColumn| column.index == index && GROUPED_BY.contains(&column.field);
    mapped.iter().position(is_it)
}

/// Gives the records below each heading its value, if that is what the headings are: all in one column, which no record
/// fills, and one above the first record.
pub(super) fn fill_below_headings(columns: &mut [Column], headings: &[Heading]) -> Option<Warning> {
    let first = headings.first().filter(|first| first.before == 0)?;
    let column = &columns[first.column];
    if headings.iter().any(|it| it.column != first.column)
        || column.iter().any(|cell| !cell.is_blank())
    {
        return None;
    }
    let mut filled = Column::new(column.field, column.header.clone(), column.date_hint);
    let mut rest = headings.iter().peekable();
    let mut current = first;
    for record in 0..column.len() {
        while let Some(next) = rest.next_if(|next| next.before <= record) {
            current = next;
        }
        let (_, cell) = current.row.filled().next()?;
        filled.push(cell.text, cell.kind);
    }
    let message = format!(
        "Rows with nothing but `{}` were read as headings of the rows below them, which leave it blank: {}.",
        column.header,
        headings.len()
    );
    let header = column.header.clone();
    columns[first.column] = filled;
    Some(Warning { column: Some(header), ..Warning::new("group_headings", message) })
}

/// Whether blanks stand between values and no value stands twice in a row. Sorting puts blanks at one
/// end, so that only grouping leaves such gaps.
fn has_gaps(column: &Column) -> bool {
    let texts: Vec<&str> = column.iter().map(|cell| cell.text).collect();
    let last_value = texts.iter().rposition(|text| !text.is_empty()).unwrap_or_default();
    let is_repeated = texts.windows(2).any(|pair| !pair[0].is_empty() && pair[0] == pair[1]);
    texts.first().is_some_and(|first| !first.is_empty())
        && texts[..last_value].iter().any(|text| text.is_empty())
        && !is_repeated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CellKind, Field};
    use crate::ingest::raw_row::text_row;
    use crate::ingest::tests::{read_text, texts};

    fn filled(
        header: &[&str],
        column: usize,
        cells: &[&str],
        group_starts: &[usize],
    ) -> Vec<String> {
        let mut values = Column::new(Field::Stage, header[column], None);
        for text in cells {
            values.push(text, CellKind::Text);
        }
        let mapped = MappedColumn {
            index: column,
            field: Field::Stage,
            header: header[column].to_owned(),
            date_hint: None,
            multiplier: crate::domain::Decimal::ONE,
            currency: None,
        };
        let mut columns = [values];
        fill_down(&mut columns, &[mapped], &text_row(1, header), group_starts);
        columns[0].iter().map(|cell| cell.text.to_owned()).collect()
    }

    #[test]
    fn the_value_of_a_group_reaches_its_last_row() {
        let values = filled(&["Stage  ↑", "Deal ID"], 0, &["Won", "", "Lost", "", ""], &[0, 2]);
        assert_eq!(values, ["Won", "Won", "Lost", "Lost", "Lost"]);
    }

    #[test]
    fn an_outer_group_reaches_past_the_inner_ones() {
        let header = ["Owner  ↑", "Stage  ↑", "Deal ID"];
        assert_eq!(filled(&header, 0, &["Ana", "", "", ""], &[0, 2]), ["Ana", "Ana", "Ana", "Ana"]);
        assert_eq!(
            filled(&header, 1, &["Won", "", "Lost", ""], &[0, 2]),
            ["Won", "Won", "Lost", "Lost"]
        );
    }

    #[test]
    fn gaps_between_values_are_groups_even_without_rows_of_sums() {
        let cells = ["Acme", "", "Bolt", "Corva", ""];
        let values = filled(&["Account Name  ↑", "Deal ID"], 0, &cells, &[0]);
        assert_eq!(values, ["Acme", "Acme", "Bolt", "Corva", "Corva"]);
    }

    /// What a list with this first column of owners is read as.
    fn owners(cells: &[&str]) -> Vec<String> {
        let rows: Vec<String> =
            cells.iter().map(|owner| format!("{owner},D,Lift,Acme\n")).collect();
        let rows = rows.concat();
        let table = read_text(&format!("Owner,Deal ID,Deal Name,Customer\n{rows}"));
        let told = table.report.warnings.iter().any(|warning| warning.code == "grouped_rows");
        let owners = texts(&table, Field::Owner);
        assert_eq!(told, owners != cells);
        owners
    }

    #[test]
    fn an_owner_in_the_first_row_of_a_block_owns_the_block() {
        let expected = ["Ana", "Ana", "Ana", "Ben", "Ben"];
        assert_eq!(owners(&["Ana", "", "", "Ben", ""]), expected);
    }

    #[test]
    fn owners_that_come_again_or_are_rarely_blank_own_their_row_alone() {
        for cells in [
            ["Ana", "", "", "Ana", ""],
            ["Ana", "Ben", "Cleo", "", "Dan"],
            ["", "Ana", "", "Ben", ""],
            ["Ana", "", "", "", ""],
        ] {
            assert_eq!(owners(&cells), cells);
        }
    }

    #[test]
    fn blanks_of_columns_that_are_not_grouped_stay_blank() {
        let cells = ["Won", "", "Lost", ""];
        assert_eq!(filled(&["Stage", "Deal ID"], 0, &cells, &[0, 2]), cells);
        assert_eq!(filled(&["Deal ID", "Stage  ↑"], 1, &cells, &[0, 2]), cells);
        let sorted = ["Won", "Won", "", "Lost"];
        assert_eq!(filled(&["Stage  ↑", "Deal ID"], 0, &sorted, &[0, 2]), sorted);
    }
}
