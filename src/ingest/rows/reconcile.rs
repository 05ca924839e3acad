//! The sums that a file states, held against what was read.

use std::ops::Range;

use super::sums;
use crate::domain::{CellKind, Column, Decimal, Field, Warning, grouped, plain};
use crate::ingest::headers::mapping::MappedColumn;
use crate::ingest::raw_row::RawRow;

/// What the last row of sums states.
#[derive(Clone, Debug, Default)]
pub(in crate::ingest) struct StatedTotals {
    row: u32,
    records: Option<u64>,
    /// Per field, the sum as printed.
    sums: Vec<(Field, String)>,
}

impl StatedTotals {
    /// Reads a row of grand totals.
    pub(in crate::ingest) fn of(row: &RawRow, mapped: &[MappedColumn]) -> StatedTotals {
        let is_count = row.filled().any(|(_, cell)| sums::is_count_label(cell.text));
        let sums = mapped
            .iter()
            .filter(|column| !is_count && column.field.kind().is_figure())
            .map(|column| (column.field, row.cell(column.index).text.to_owned()))
            .filter(|(_, printed)| !printed.is_empty())
            .collect();
        StatedTotals { row: row.number, records: sums::stated_count(row), sums }
    }

    /// A warning for each stated total that the records do not add up to.
    pub(in crate::ingest) fn mismatches(&self, columns: &[Column], records: u64) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |column: Option<&Column>, stated: String, read: String| {
            warnings.push(Warning {
                code: "total_mismatch",
                message: format!(
                    "The file states {stated}, but its records come to {read}: rows may be missing. Export it again."
                ),
                row: Some(self.row),
                column: column.map(|column| column.header.clone()),
            });
        };
        if let Some(stated) = self.records.filter(|stated| *stated != records) {
            warn(None, format!("{stated} records"), format!("{records} records"));
        }
        let mixes_currencies = columns
            .iter()
            .filter(|column| matches!(column.field, Field::Currency | Field::ArrCurrency))
            .any(|column| column.iter().any(|cell| cell.text != column.cell(0).text));
        for (field, stated) in self.sums.iter().filter(|_| !mixes_currencies) {
            let Some(column) = columns.iter().find(|column| column.field == *field) else {
                continue;
            };
            if let Some(sum) = differing_sum(column, stated) {
                let printed = stated.parse().map_or_else(|_| stated.clone(), grouped);
                warn(Some(column), printed, grouped(sum));
            }
        }
        warnings
    }
}

/// The sum of the column if it is not the one stated. Both are printed in one locale that is not known
/// here: they agree if they do in either. `None` too if either cannot be read or currencies are mixed.
fn differing_sum(column: &Column, stated: &str) -> Option<Decimal> {
    let mut differing = None;
    for mark in ['.', ','] {
        let Some((stated, currency)) = printed_number(stated, mark) else { continue };
        let mut sum = Some(Decimal::ZERO);
        for cell in column.iter().filter(|cell| !cell.is_blank()) {
            // Numbers of a workbook have decimal points.
            let mark = if cell.kind == CellKind::Text { mark } else { '.' };
            let number = printed_number(cell.text, mark);
            let is_same = |of: &String| of.is_empty() || currency.is_empty() || *of == currency;
            let number = number.filter(|(_, of)| is_same(of)).map(|(number, _)| number);
            sum = sum.zip(number).and_then(|(sum, next)| sum.checked_add(next));
        }
        let Some(sum) = sum else { continue };
        // Reports round what they show; a missing deal differs by more than one unit.
        match sum.checked_sub(stated) {
            Some(difference) if difference.abs() <= Decimal::ONE => return None,
            _ => differing = differing.or(Some(sum)),
        }
    }
    differing
}

/// Whether these records of the column add up to the number that is printed.
pub(super) fn comes_to(column: &Column, records: Range<usize>, printed: &str) -> bool {
    // Sheets reckon with binary fractions.
    let cent = Decimal::new(1, 2);
    ['.', ','].into_iter().any(|mark| {
        let mut sum = Some(Decimal::ZERO);
        for cell in
            records.clone().map(|record| column.cell(record)).filter(|cell| !cell.is_blank())
        {
            let mark = if cell.kind == CellKind::Text { mark } else { '.' };
            let number = printed_number(cell.text, mark).map(|(number, _)| number);
            sum = sum.zip(number).and_then(|(sum, next)| sum.checked_add(next));
        }
        let printed = printed_number(printed, mark).map(|(number, _)| number);
        let difference = sum.zip(printed).and_then(|(sum, printed)| sum.checked_sub(printed));
        difference.is_some_and(|difference| difference.abs() < cent)
            && sum.is_some_and(|sum| !sum.is_zero())
    })
}

/// The number and what stands around it, if this is the decimal mark: `1234567.00` and `$` of
/// `$1,234,567.00`.
fn printed_number(text: &str, mark: char) -> Option<(Decimal, String)> {
    let text = plain(text);
    let is_digit = |c: char| c.is_ascii_digit();
    let (start, end) = (text.find(is_digit)?, text.rfind(is_digit)? + 1);
    let around = format!("{}{}", &text[..start], &text[end..]);
    let is_negative = around.contains(['-', '(']);
    let grouping = if mark == '.' { ',' } else { '.' };
    let (whole, decimals) = text[start..end].split_once(mark).unwrap_or((&text[start..end], ""));
    let groups: Vec<&str> = whole.split([grouping, ' ', '\'']).collect();
    let is_grouped = groups.iter().skip(1).all(|group| matches!(group.len(), 2 | 3))
        && (groups.len() == 1 || groups.last().is_some_and(|last| last.len() == 3));
    if !is_grouped || !decimals.chars().all(is_digit) {
        return None;
    }
    let number: Decimal = format!("{}.{decimals}0", groups.concat()).parse().ok()?;
    let currency = around.replace(['-', '(', ')', '+'], "").trim().to_owned();
    Some((if is_negative { -number } else { number }, currency))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    fn column(field: Field, cells: &[&str]) -> Column {
        let mut column = Column::new(field, field.label(), None);
        for text in cells {
            column.push(text, CellKind::Text);
        }
        column
    }

    fn stated(cells: &[&str]) -> StatedTotals {
        let amount = MappedColumn {
            index: 1,
            field: Field::Amount,
            header: "Amount".into(),
            date_hint: None,
            multiplier: Decimal::ONE,
            currency: None,
        };
        StatedTotals::of(&text_row(9, cells), &[amount])
    }

    #[test]
    fn totals_that_add_up_say_nothing() {
        let columns = [column(Field::Amount, &["100.25", "", "50"])];
        assert!(stated(&["Total (3 records)", "150.25"]).mismatches(&columns, 3).is_empty());
    }

    #[test]
    fn a_total_that_does_not_add_up_is_a_warning_with_its_row() {
        let columns = [column(Field::Amount, &["100", "50"])];
        let warnings = stated(&["Total (3 records)", "1150"]).mismatches(&columns, 2);
        assert_eq!(warnings.len(), 2);
        assert!(warnings[0].message.contains("3 records"));
        assert_eq!((warnings[1].row, warnings[1].column.as_deref()), (Some(9), Some("amount")));
        assert!(warnings[1].message.contains("1,150"));
    }

    #[test]
    fn totals_too_large_to_subtract_do_not_add_up() {
        let largest = Decimal::MAX.to_string();
        let columns = [column(Field::Amount, &[&format!("-{largest}")])];
        assert_eq!(stated(&["Total", &largest]).mismatches(&columns, 1).len(), 1);
    }

    #[test]
    fn sums_that_cannot_be_compared_are_not_compared() {
        let mixed =
            [column(Field::Amount, &["100", "50"]), column(Field::Currency, &["USD", "EUR"])];
        assert!(stated(&["Total", "1150"]).mismatches(&mixed, 2).is_empty());
        let in_cells = [column(Field::Amount, &["USD 100", "EUR 50"])];
        assert!(stated(&["Total", "USD 1150"]).mismatches(&in_cells, 2).is_empty());
        let text = [column(Field::Amount, &["TBD"])];
        assert!(stated(&["Total", "7"]).mismatches(&text, 1).is_empty());
    }

    #[test]
    fn sums_are_compared_however_they_are_printed() {
        for (cells, total) in [
            (["$1,234,567.00", "$100.00"], "$1,234,667.00"),
            (["USD 1,234", "USD 766"], "USD 2,000"),
            (["1.080.000,50 €", "30.000,00 €"], "1.110.000,50 €"),
            (["30.000", "8.500"], "38.500"),
            (["(500.00)", "1,500.00"], "1,000.00"),
        ] {
            let columns = [column(Field::Amount, &cells)];
            assert!(stated(&["Total", total]).mismatches(&columns, 2).is_empty(), "{total}");
            let longer = [column(Field::Amount, &[cells[0], cells[1], "5000"])];
            let warnings = stated(&["Total", total]).mismatches(&longer, 3);
            assert_eq!(warnings.len(), 1, "{total}");
        }
    }
}
