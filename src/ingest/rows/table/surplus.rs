//! Records with a blank cell more than the header has columns. A delimiter behind every line makes such, and so does a
//! decimal comma without quotes where the last column is blank: `1,50,,` under `Amount,Close Date,ACE ID`.

use std::collections::BTreeMap;

use super::TableBuilder;
use crate::domain::Action;
use crate::ingest::headers::mapping::MappedColumn;
use crate::ingest::raw_row::RawRow;

/// What was seen of rows that are longer than the header.
#[derive(Default)]
pub(super) struct Surplus {
    /// Per length, how many rows were set aside because their surplus holds something.
    filled: BTreeMap<usize, usize>,
    /// The records whose surplus is blank, with their length, and whether a day of theirs is a number of a few digits.
    blank: Vec<(usize, usize, bool)>,
}

/// One row in so many with a surplus of its own says nothing of the others: a note behind the last column (our choice).
const SHARE: usize = 4;

impl Surplus {
    /// Takes note of a row that was set aside as too short or too long.
    pub(super) fn saw_ragged(&mut self, row: &RawRow) {
        *self.filled.entry(row.len()).or_default() += 1;
    }

    /// Takes note of a record of a text file.
    pub(super) fn saw_record(
        &mut self,
        record: usize,
        row: &RawRow,
        width: usize,
        columns: &[MappedColumn],
    ) {
        if row.len() <= width {
            return;
        }
        let is_few_digits = |text: &str| {
            (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let mut days = columns.iter().filter(|column| column.field.kind().is_date());
        let is_shifted = days.any(|column| is_few_digits(row.cell(column.index).text));
        self.blank.push((record, row.len(), is_shifted));
    }

    /// The records whose values stand in the wrong columns, in order.
    fn shifted(&self) -> Vec<usize> {
        let is_shifted = |length: usize| {
            let filled = self.filled.get(&length).copied().unwrap_or_default();
            let of_length = || self.blank.iter().filter(|(_, of, _)| *of == length);
            let shifted = of_length().filter(|(_, _, is_shifted)| *is_shifted).count();
            filled > 0
                && (filled * SHARE >= of_length().count() || shifted * 2 > of_length().count())
        };
        let lengths: BTreeMap<usize, bool> =
            self.filled.keys().map(|length| (*length, is_shifted(*length))).collect();
        let is_out = |length: &usize| lengths.get(length).copied().unwrap_or_default();
        self.blank
            .iter()
            .filter(|(_, length, _)| is_out(length))
            .map(|(record, ..)| *record)
            .collect()
    }
}

impl TableBuilder<'_> {
    /// Sets aside the records of which others of their length show that their values stand in the wrong columns.
    pub(super) fn set_shifted_aside(&mut self) {
        let shifted = self.surplus.shifted();
        if shifted.is_empty() {
            return;
        }
        let message = "The row is longer than the header, as are rows whose last value stands behind the last column: its \
                       values may stand in the wrong columns. Put cells that hold the delimiter in quotes.";
        self.take_out(&shifted, "ragged_row", message, Action::RowSetAside);
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::tests::{problems, read_text};

    const HEADER: &str = "Deal ID,Customer,Amount,Close Date,ACE ID\n";

    #[test]
    fn decimal_commas_without_quotes_shift_rows_that_end_in_a_blank_too() {
        let text = format!(
            "{HEADER}D1,Acme,1,50,2026-01-05,\nD2,Bolt,2,25,2026-01-06,O1234567\nD3,Corva,300,2026-01-07,\n"
        );
        let table = read_text(&text);
        assert_eq!(table.rows, [4]);
        assert_eq!(problems(&table), [(3, "ragged_row"), (2, "ragged_row")]);
        let report = &table.report;
        assert_eq!((report.rows_read, report.rows_used, report.rows_set_aside), (3, 1, 2));
    }

    #[test]
    fn few_filled_rows_are_enough_where_days_are_numbers_of_few_digits() {
        let rows: Vec<String> =
            (0..9).map(|row| format!("D{row},Acme,1,50,2026-01-05,\n")).collect();
        let rows = rows.concat();
        let table = read_text(&format!(
            "{HEADER}{rows}D9,Bolt,2,25,2026-01-06,O1234567\nD10,Corva,3,2026-01-07,\n"
        ));
        assert_eq!(table.rows.len(), 1);
    }

    #[test]
    fn a_note_behind_the_last_column_says_nothing_of_other_rows() {
        let rows: Vec<String> =
            (0..9).map(|row| format!("D{row},Acme,150,2026-01-05,,\n")).collect();
        let rows = rows.concat();
        let table = read_text(&format!("{HEADER}{rows}D9,Bolt,2,2026-01-06,,call them\n"));
        assert_eq!(table.rows.len(), 9);
        assert_eq!(problems(&table), [(11, "ragged_row")]);
    }
}
