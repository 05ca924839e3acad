//! Rows that sum others and bear no label: boards print the sums of a group below it, sheets with an outline beside the
//! group's name and above it.

use std::ops::Range;

use super::TableBuilder;
use crate::domain::{Action, Column, Field};
use crate::ingest::headers::mapping::MappedColumn;
use crate::ingest::raw_row::RawRow;
use crate::ingest::rows::reconcile;
use crate::ingest::rows::sums;

impl TableBuilder<'_> {
    /// Whether the row goes on with the sums of the row above.
    pub(super) fn goes_on_with_sums(&self, row: &RawRow) -> bool {
        let is_below_sums = self.records.is_group_start && !self.records.rows.is_empty();
        is_below_sums && sums::goes_on(row, &self.key_columns)
    }

    /// Whether the row holds nothing but numbers, and those of amounts are the sums of the group above it.
    pub(super) fn sums_group_above(&self, row: &RawRow) -> bool {
        let start = self.records.group_starts.last().copied().unwrap_or_default();
        let group = start..self.records.rows.len();
        if self.records.is_group_start || group.is_empty() {
            return false;
        }
        let mapped = &self.layout.mapping.columns;
        let mut is_sum = false;
        for (index, cell) in row.filled() {
            if self.key_columns.contains(&index) || !sums::is_number(cell) {
                return false;
            }
            let summed = |it: &MappedColumn| it.index == index && it.field.kind().is_figure();
            if let Some(place) = mapped.iter().position(summed) {
                if !reconcile::comes_to(&self.records.columns[place], group.clone(), cell.text) {
                    return false;
                }
                is_sum = true;
            }
        }
        is_sum
    }

    /// Takes out the rows of an outline that hold a name and the sums of the rows below them.
    pub(super) fn ignore_parents(&mut self) {
        if let Some(parents) = self.parents() {
            let message = "This row holds sums of the rows below it.";
            self.take_out(&parents, "subtotal", message, Action::RowIgnored);
        }
    }

    /// The records that do so, if every record with nothing but a name and amounts does, the first one among them.
    fn parents(&self) -> Option<Vec<usize>> {
        let records = &self.records;
        let count = records.rows.len();
        if records.has_subtotals || !self.events.is_empty() || !self.is_parent(0) {
            return None;
        }
        let parents: Vec<usize> = (0..count).filter(|record| self.is_parent(*record)).collect();
        let ends = parents.iter().skip(1).copied().chain([count]);
        let groups: Vec<Range<usize>> =
            parents.iter().zip(ends).map(|(parent, end)| parent + 1..end).collect();
        let sums_group = |(parent, group): (&usize, &Range<usize>)| {
            let mut stated = summed(&records.columns)
                .map(|column| (column, column.cell(*parent)))
                .filter(|(_, cell)| !cell.is_blank());
            stated.all(|(column, cell)| reconcile::comes_to(column, group.clone(), cell.text))
        };
        // A deal below another of the same amount is no outline.
        let is_outline = groups.iter().any(|group| group.len() > 1);
        (is_outline && parents.iter().zip(&groups).all(sums_group)).then_some(parents)
    }

    /// Whether the record has a name and amounts and nothing else.
    fn is_parent(&self, record: usize) -> bool {
        let columns = &self.records.columns;
        let is_filled = |column: &&Column| record < column.len() && !column.cell(record).is_blank();
        let has_name = |column: &Column| column.field == Field::DealName;
        columns.iter().filter(is_filled).all(|it| has_name(it) || it.field.kind().is_figure())
            && columns.iter().filter(is_filled).any(has_name)
            && summed(columns).any(|column| is_filled(&column))
    }
}

fn summed(columns: &[Column]) -> impl Iterator<Item = &Column> {
    columns.iter().filter(|column| column.field.kind().is_figure())
}

#[cfg(test)]
mod tests {
    use crate::domain::Field;
    use crate::ingest::tests::{problems, read_text, texts};

    const HEADER: &str = "Deal Name,Customer,Stage,Amount,Close Date\n";

    #[test]
    fn sums_below_a_group_of_a_board_are_no_records() {
        let table = read_text(&format!(
            "{HEADER}Lift,Acme,Won,120000,2026-12-31\nMove,Bolt,Won,5000,2026-12-31\n,,,125000,\n\
             Exit,Corva,Won,700,2026-12-31\n,,,700,\n"
        ));
        assert_eq!(texts(&table, Field::DealName), ["Lift", "Move", "Exit"]);
        assert_eq!(problems(&table), [(4, "subtotal"), (6, "subtotal")]);
        let other = read_text(&format!("{HEADER}Lift,Acme,Won,120000,2026-12-31\n,,,7,\n"));
        assert_eq!(problems(&other), [(3, "note")]);
    }

    #[test]
    fn names_with_the_sums_of_the_deals_below_them_are_no_deals() {
        let table = read_text(&format!(
            "{HEADER}Q4 2026,,,\"125,000\",\nLift,Acme,Won,\"120,000\",2026-12-31\n\
             Move,Bolt,Won,\"5,000\",2026-12-31\nQ1 2027,,,700,\nExit,Corva,Won,700,2027-01-31\n"
        ));
        assert_eq!(texts(&table, Field::DealName), ["Lift", "Move", "Exit"]);
        assert_eq!(problems(&table), [(2, "subtotal"), (5, "subtotal")]);
    }

    #[test]
    fn deals_with_nothing_but_a_name_and_an_amount_are_deals() {
        for rows in [
            "Q4,,,7,\nLift,Acme,Won,120,2026-12-31\nMove,Bolt,Won,5,2026-12-31\n",
            "Lift,Acme,Won,120,2026-12-31\nMove,,,5,\nExit,Bolt,Won,5,2026-12-31\n",
            "Lift,,,120,\nMove,,,5,\nExit,,,115,\n",
        ] {
            assert_eq!(read_text(&format!("{HEADER}{rows}")).rows, [2, 3, 4], "{rows}");
        }
    }
}
