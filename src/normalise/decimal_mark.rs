//! Whether a column prints `1,234.50` or `1.234,50`, decided once for each column of money.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::grouped_amounts;
use super::numbers::shown_mark;
use crate::domain::{CellKind, Column, Decimal, Field, FieldKind, RawTable};

/// What stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecimalMark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

impl DecimalMark {
    /// The name used in reports.
    pub(super) fn name(self) -> &'static str {
        match self {
            DecimalMark::Point => "point",
            DecimalMark::Comma => "comma",
        }
    }
}

/// The decimal mark of a column of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ColumnMark {
    pub(super) mark: DecimalMark,
    /// What settled it.
    pub(super) settled_by: &'static str,
    /// Whether any of its amounts has three decimals or more.
    pub(super) prints_thousandths: bool,
}

/// The decimal mark of each column of money: by its own values, else by those of the other columns
/// of money of the file, because one exporter writes one locale. Not by the others if that gave every amount of the
/// column three decimals: `20,500` dollars stand beside `1.250.000` rupiahs where a person typed them.
pub(super) fn settle(raw: &RawTable) -> BTreeMap<Field, ColumnMark> {
    let shown: Vec<(&Column, Evidence)> = raw
        .columns
        .par_iter()
        .filter(|column| column.field.kind() == FieldKind::Money)
        .filter(|column| column.iter().any(|cell| cell.kind == CellKind::Text))
        .map(|column| (column, Evidence::of(column)))
        .collect();
    let of_file = shown.iter().fold(Evidence::default(), |all, (_, one)| all.and(*one));
    let has_thousandths = grouped_amounts::has_thousandths(raw);
    shown
        .into_iter()
        .filter_map(|(column, own)| {
            let prints_thousandths =
                own.thousandths || has_thousandths || column.multiplier != Decimal::ONE;
            if !own.is_silent() {
                let mark = own.mark()?;
                let settled = ColumnMark { mark, settled_by: "values", prints_thousandths };
                return Some((column.field, settled));
            }
            let mark = of_file.mark()?;
            let groups_by_it = grouped_amounts::mark(raw, column).is_some_and(|it| it != mark);
            let settled = ColumnMark { mark, settled_by: "other columns", prints_thousandths };
            (!groups_by_it).then_some((column.field, settled))
        })
        .collect()
}

/// The mark that the text amounts of the file show together, and whether they contradict each other.
pub(super) fn of_file(raw: &RawTable) -> (Option<DecimalMark>, bool) {
    let columns = raw.columns.iter().filter(|column| column.field.kind() == FieldKind::Money);
    let shown = columns.map(Evidence::of).fold(Evidence::default(), Evidence::and);
    (shown.mark(), shown.point && shown.comma)
}

/// What the values of a column say about their decimal mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Evidence {
    point: bool,
    comma: bool,
    /// Whether three digits or more stand behind a mark.
    thousandths: bool,
}

impl Evidence {
    /// Of all the text cells of a column. Numbers of a workbook say nothing: they were never printed.
    fn of(column: &Column) -> Evidence {
        let mut shown = Evidence::default();
        for cell in column.iter().filter(|cell| cell.kind == CellKind::Text) {
            let Some((mark, decimals)) = shown_mark(cell.text) else { continue };
            match mark {
                DecimalMark::Point => shown.point = true,
                DecimalMark::Comma => shown.comma = true,
            }
            shown.thousandths |= decimals > 2;
        }
        shown
    }

    /// Of two columns together.
    fn and(self, other: Evidence) -> Evidence {
        Evidence {
            point: self.point || other.point,
            comma: self.comma || other.comma,
            thousandths: self.thousandths || other.thousandths,
        }
    }

    /// Whether no value says anything.
    fn is_silent(self) -> bool {
        !self.point && !self.comma
    }

    /// The mark, if nothing contradicts it.
    fn mark(self) -> Option<DecimalMark> {
        match (self.point, self.comma) {
            (true, false) => Some(DecimalMark::Point),
            (false, true) => Some(DecimalMark::Comma),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::normalise::testing::table;

    fn mark(cells: &[&str]) -> Option<DecimalMark> {
        settle(&table(Role::Crm, &[(Field::Amount, cells)]))
            .get(&Field::Amount)
            .map(|settled| settled.mark)
    }

    #[test]
    fn a_column_shows_its_mark_unless_it_contradicts_itself() {
        assert_eq!(mark(&["30.000", "1.080.000,50"]), Some(DecimalMark::Comma));
        assert_eq!(mark(&["96,000", "1,234,567"]), Some(DecimalMark::Point));
        assert_eq!(mark(&["30.000", "96000", "TBD"]), None);
        assert_eq!(mark(&["1.50", "1,50"]), None);
    }

    #[test]
    fn a_silent_column_takes_the_mark_of_the_others() {
        let columns: [(Field, &[&str]); 2] =
            [(Field::Amount, &["30.000", "8.500"]), (Field::Arr, &["1.080.000,50", ""])];
        let marks = settle(&table(Role::Crm, &columns));
        let of_amounts = marks[&Field::Amount];
        assert_eq!((of_amounts.mark, of_amounts.settled_by), (DecimalMark::Comma, "other columns"));
    }

    #[test]
    fn no_column_takes_a_mark_that_gives_all_its_amounts_three_decimals() {
        let of_revenue = |revenue: &[&str]| {
            let rupiahs: Vec<&str> = revenue.iter().map(|_| "1.250.000.000").collect();
            let columns = [(Field::Amount, &rupiahs[..]), (Field::Mrr, revenue)];
            settle(&table(Role::Crm, &columns)).get(&Field::Mrr).map(|settled| settled.mark)
        };
        assert_eq!(of_revenue(&["20,500", "8,000", "850"]), None);
        assert_eq!(of_revenue(&["20,500"]), None);
        let comma = Some(DecimalMark::Comma);
        assert_eq!(of_revenue(&["20.500", "8.000"]), comma);
        assert_eq!(of_revenue(&["20,500 KWD", "8,125 KWD"]), comma, "dinars have three");
    }

    #[test]
    fn columns_that_contradict_each_other_settle_no_silent_one() {
        let columns: [(Field, &[&str]); 3] =
            [(Field::Amount, &["30.000"]), (Field::Arr, &["1,5"]), (Field::Mrr, &["1.5"])];
        let marks = settle(&table(Role::Crm, &columns));
        assert_eq!(marks.get(&Field::Amount), None);
    }
}
