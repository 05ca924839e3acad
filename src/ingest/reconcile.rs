//! What a file says of its own completeness, held against what was read.

use super::mapping::MappedColumn;
use super::non_records;
use super::raw_row::RawRow;
use crate::domain::{Cell, Column, Decimal, Field, Role, Warning, grouped};

/// What the last row of sums states.
#[derive(Clone, Debug, Default)]
pub(super) struct StatedTotals {
    row: u32,
    records: Option<u64>,
    sums: Vec<(Field, Decimal)>,
}

/// The fields that reports sum.
const SUMMED: [Field; 6] = [
    Field::Amount,
    Field::Arr,
    Field::Mrr,
    Field::ServerCount,
    Field::VmCount,
    Field::RequestedAmount,
];

/// Row counts at which exports are cut: 1,500 in ACE (AWS Partner Central); the others are limits of
/// list views, reports and Excel that are known from experience, not from documents.
const CAPS: [u64; 5] = [2_000, 10_000, 50_000, 100_000, 1_048_575];
const ACE_CAP: u64 = 1_500;

impl StatedTotals {
    /// Reads a row of grand totals.
    pub(super) fn of(row: &RawRow, mapped: &[MappedColumn]) -> StatedTotals {
        let is_count = row.filled().any(|(_, cell)| non_records::is_count_label(cell.text));
        let sums = mapped
            .iter()
            .filter(|column| !is_count && SUMMED.contains(&column.field))
            .filter_map(|column| Some((column.field, plain_number(row.cell(column.index))?)))
            .collect();
        StatedTotals { row: row.number, records: non_records::stated_count(row), sums }
    }

    /// A warning for each stated total that the records do not add up to.
    pub(super) fn mismatches(&self, columns: &[Column], records: u64) -> Vec<Warning> {
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
            let mut sum = Some(Decimal::ZERO);
            for cell in column.iter().filter(|cell| !cell.is_blank()) {
                sum = sum.zip(plain_number(cell)).and_then(|(sum, next)| sum.checked_add(next));
            }
            // Reports round what they show; a missing deal differs by more than one unit.
            let differs = |sum: &Decimal| {
                sum.checked_sub(*stated).is_none_or(|difference| difference.abs() > Decimal::ONE)
            };
            if let Some(sum) = sum.filter(differs) {
                warn(Some(column), grouped(*stated), grouped(sum));
            }
        }
        warnings
    }
}

/// A warning if the number of records is one at which exports are cut.
pub(super) fn at_cap(role: Role, records: u64) -> Option<Warning> {
    let is_cap = CAPS.contains(&records) || (role == Role::Ace && records == ACE_CAP);
    is_cap.then(|| {
        let message = format!(
            "{records} records is a known limit of exports: the file may be cut. Split the export by filters and give all parts."
        );
        Warning::new("row_count_at_cap", message)
    })
}

/// A warning if a line above the header says that the report shows a part of the deals only.
pub(super) fn partial_scope(banner: &[RawRow]) -> Option<Warning> {
    banner.iter().find_map(|row| {
        let line: Vec<&str> = row.filled().map(|(_, cell)| cell.text).collect();
        let line = line.join(" ");
        let words: Vec<String> = line.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let at = words.iter().position(|word| word == "show:" || word == "show")?;
        if words.get(at + 1).map(String::as_str) != Some("my") {
            return None;
        }
        let message = format!(
            "The report is limited: \"{line}\". Deals of others are not in it; export all opportunities."
        );
        Some(Warning { code: "partial_scope", message, row: Some(row.number), column: None })
    })
}

/// A number in which no separator is open to doubt.
fn plain_number(cell: Cell<'_>) -> Option<Decimal> {
    cell.text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CellKind;
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
        let text = [column(Field::Amount, &["1.080.000,50"])];
        assert!(stated(&["Total", "7"]).mismatches(&text, 1).is_empty());
    }

    #[test]
    fn caps_are_exact_and_the_ace_cap_is_for_ace() {
        assert!(at_cap(Role::Crm, 2_000).is_some());
        assert!(at_cap(Role::Crm, 2_001).is_none());
        assert!(at_cap(Role::Ace, 1_500).is_some());
        assert!(at_cap(Role::Crm, 1_500).is_none());
    }

    #[test]
    fn a_filter_on_ones_own_deals_is_noticed() {
        assert!(partial_scope(&[text_row(7, &["", "Show: My opportunities"])]).is_some());
        assert!(partial_scope(&[text_row(7, &["Show", "My team's opportunities"])]).is_some());
        assert!(partial_scope(&[text_row(7, &["Show: All opportunities"])]).is_none());
        assert!(partial_scope(&[text_row(2, &["My opportunities of 2026"])]).is_none());
    }
}
