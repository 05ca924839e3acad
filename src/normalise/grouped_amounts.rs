//! Columns of money in which every amount is printed as `96,000`: ninety-six thousand or ninety-six.

use std::collections::{BTreeMap, BTreeSet};

use super::decimal_mark::{ColumnMark, DecimalMark};
use super::numbers::{Number, Reading, number};
use crate::domain::currency_words;
use crate::domain::{
    Cell, CellKind, Column, Currency, Decimal, Field, FieldKind, RawTable, Warning,
};

/// How many different amounts make it a habit of the column (our choice). One or two may be a slip,
/// and a wrong reading is wrong by a factor of a thousand.
const AMOUNTS_MIN: usize = 3;

/// The currencies whose subunit is a thousandth (ISO 4217): they do print three decimals.
const THREE_DECIMALS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// The decimal marks of columns that `settled` leaves open, with a warning for each.
///
/// Money has two decimals or none: a column in which every amount has exactly three is not to be
/// expected, but one whose amounts are all whole thousands and hundreds is, so the separator groups.
/// Any number of another form speaks against it: an exporter that groups would have grouped it too, or
/// its decimals would show the mark.
pub(super) fn settle(
    raw: &RawTable,
    settled: &BTreeMap<Field, ColumnMark>,
) -> Vec<(Field, DecimalMark, Warning)> {
    if has_thousandths(raw) {
        return Vec::new();
    }
    let open = raw.columns.iter().filter(|column| {
        column.field.kind() == FieldKind::Money && !settled.contains_key(&column.field)
    });
    let found: Vec<(&Column, Result<Option<Grouped<'_>>, OtherForm>)> =
        open.map(|column| (column, grouped(column))).collect();
    let of_file = together(found.iter().map(|(_, shown)| shown));
    found
        .iter()
        .filter_map(|(column, shown)| Some((column, shown.as_ref().ok()?.as_ref()?)))
        .filter(|(_, shown)| of_file || shown.amounts.len() >= AMOUNTS_MIN)
        .map(|(column, shown)| {
            (column.field, shown.mark, warning(column, shown.mark, shown.example))
        })
        .collect()
}

/// The mark that makes the separator of a column one of groups, if every amount that needs a mark has three digits behind
/// it and the file has no currency of three decimals.
pub(super) fn mark(raw: &RawTable, column: &Column) -> Option<DecimalMark> {
    let shown = grouped(column).ok().flatten()?;
    (!has_thousandths(raw)).then_some(shown.mark)
}

/// Amounts that all have one separator before three digits.
struct Grouped<'cell> {
    /// The mark that makes the separator one of groups.
    mark: DecimalMark,
    /// One of the amounts as printed.
    example: &'cell str,
    /// The different amounts.
    amounts: BTreeSet<Decimal>,
}

/// A number of a form that speaks against groups.
struct OtherForm;

/// Whether the columns, of which one alone may have too few amounts, make it a habit together: one exporter writes one
/// locale.
fn together<'found>(
    columns: impl Iterator<Item = &'found Result<Option<Grouped<'found>>, OtherForm>>,
) -> bool {
    let mut amounts: BTreeSet<Decimal> = BTreeSet::new();
    let mut marks = Vec::new();
    for shown in columns {
        match shown {
            Err(OtherForm) => return false,
            Ok(None) => {}
            Ok(Some(shown)) => {
                amounts.extend(&shown.amounts);
                marks.push(shown.mark);
            }
        }
    }
    amounts.len() >= AMOUNTS_MIN && marks.windows(2).all(|pair| pair[0] == pair[1])
}

/// What the amounts of a column show, if any needs a mark.
fn grouped(column: &Column) -> Result<Option<Grouped<'_>>, OtherForm> {
    let mut found: Option<Grouped<'_>> = None;
    for cell in column.iter() {
        let amount = match number(cell, None) {
            Reading::Ambiguous(Number { currency: Some(stated), .. })
                if stated.given(None).is_some_and(is_of_thousandths) =>
            {
                return Err(OtherForm);
            }
            // `1,500k` is written by hand and may well have decimals.
            Reading::Ambiguous(number) if !number.is_scaled() => number.value,
            Reading::Unreadable => continue,
            Reading::Number(number) if has_no_group(&number) => continue,
            _ => return Err(OtherForm),
        };
        // The larger of the two readings is the one without decimals.
        let is_grouped_by = |mark: &DecimalMark| match number(cell, Some(*mark)) {
            Reading::Number(number) => number.value == amount,
            _ => false,
        };
        let mark = [DecimalMark::Point, DecimalMark::Comma].into_iter().find(is_grouped_by);
        let mark = mark.ok_or(OtherForm)?;
        let new = || Grouped { mark, example: cell.text, amounts: BTreeSet::new() };
        let shown = found.get_or_insert_with(new);
        if shown.mark != mark {
            return Err(OtherForm);
        }
        shown.amounts.insert(amount);
    }
    Ok(found)
}

/// Whether the number would be printed so if the separator groups thousands: it has none, or stands for more than its
/// digits (`30k`).
fn has_no_group(number: &Number) -> bool {
    number.is_scaled() || (number.value.is_integer() && number.value.abs() < Decimal::ONE_THOUSAND)
}

/// The number in a cell of a column of money. Three digits behind its decimal mark, in a column that prints no other
/// thousandths, are a group that another hand typed, `95.000` below `45,500.50`, or a slip: nothing says which.
pub(super) fn amount(
    cell: Cell<'_>,
    mark: Option<DecimalMark>,
    prints_thousandths: bool,
) -> Reading {
    let reading = number(cell, mark);
    let (Reading::Number(read), Some(_), false) = (&reading, mark, prints_thousandths) else {
        return reading;
    };
    let stated = read.currency.as_ref().and_then(|stated| stated.given(None));
    if cell.kind != CellKind::Text || read.is_scaled() || stated.is_some_and(is_of_thousandths) {
        return reading;
    }
    match number(cell, None) {
        Reading::Ambiguous(whole) if whole.value.abs() > read.value.abs() => {
            Reading::Ambiguous(whole)
        }
        _ => reading,
    }
}

/// Whether a column of currencies or the header of an amount names one that has three decimals.
pub(super) fn has_thousandths(raw: &RawTable) -> bool {
    let is_one = |stated: Option<currency_words::Stated>| {
        stated.and_then(|stated| stated.given(None)).is_some_and(is_of_thousandths)
    };
    raw.columns.iter().any(|column| match column.field {
        Field::Currency | Field::ArrCurrency => {
            let texts: BTreeSet<&str> = column.iter().map(|cell| cell.text).collect();
            texts.into_iter().any(|text| is_one(currency_words::stated(text)))
        }
        field if field.kind() == FieldKind::Money => {
            is_one(currency_words::in_header(&column.header))
        }
        _ => false,
    })
}

fn is_of_thousandths(currency: Currency) -> bool {
    THREE_DECIMALS.contains(&currency.as_str())
}

fn warning(column: &Column, mark: DecimalMark, example: &str) -> Warning {
    let separator = match mark {
        DecimalMark::Point => "comma",
        DecimalMark::Comma => "point",
    };
    let message = format!(
        "Every amount is printed as \"{example}\", so that the {separator} was read as grouping \
         thousands. If it marks decimals, export plain numbers, or as .xlsx."
    );
    Warning { column: Some(column.header.clone()), ..Warning::new("amounts_grouped", message) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;
    use crate::normalise::testing::{problems, read, table};

    fn amounts(cells: &[&str]) -> Vec<Option<String>> {
        let ids: Vec<String> = (0..cells.len()).map(|place| format!("D{place}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let records =
            read(vec![table(Role::Crm, &[(Field::DealId, &ids), (Field::Amount, cells)])]);
        records.crm.iter().map(|crm| Some(crm.amount?.amount.to_string())).collect()
    }

    #[test]
    fn three_amounts_of_one_form_are_grouped_by_their_separator() {
        let expected = ["96000", "30000", "8500"].map(|amount| Some(amount.to_owned()));
        assert_eq!(amounts(&["96,000", "30,000", "8,500"]), expected);
        assert_eq!(amounts(&["96.000", "30.000", "8.500"]), expected);
        assert_eq!(
            amounts(&["$96,000", "USD 30,000", "8,500", "", "-", "TBD", "0"])[..3],
            expected
        );
    }

    #[test]
    fn three_digits_behind_the_decimal_mark_of_a_column_of_cents_are_open() {
        let first = |cells: &[&str]| amounts(cells)[0].clone();
        assert_eq!(first(&["€ 95.000", "USD 120,000", "A$ 45,500.50"]), None);
        assert_eq!(first(&["95,000", "1.250,00"]), None);
        for others in [&["45,500.50", "1,234.125"][..], &["1234.5678"]] {
            let cells = [&["95.250"], others].concat();
            assert_eq!(first(&cells).as_deref(), Some("95.25"), "{others:?}");
        }
        assert_eq!(first(&["KWD 95.250", "45,500.50"]).as_deref(), Some("95.25"));
        assert_eq!(first(&["1.250M", "45,500.50"]).as_deref(), Some("1250000"));
    }

    #[test]
    fn fewer_amounts_or_other_forms_leave_it_open() {
        for cells in [
            &["96,000", "30,000"][..],
            &["96,000", "30,000", "96,000"],
            &["96,000", "30,000", "8,500", "96000"],
            &["96,000", "30,000", "8.500"],
            &["96,000", "30,000", "8,500k"],
            &["96,000", "30,000", "KWD 8,500"],
        ] {
            assert_eq!(amounts(cells)[0], None, "{cells:?}");
        }
    }

    #[test]
    fn numbers_below_a_thousand_and_in_thousands_have_no_groups() {
        let with = |other| amounts(&["96.000", "30.000", "8.500", other])[0].clone();
        for other in ["500", "30k", "ca. 30 T€", "8.200 (est.)"] {
            assert_eq!(with(other).as_deref(), Some("96000"), "{other}");
        }
    }

    #[test]
    fn columns_of_one_file_show_a_habit_together() {
        let both = |arr: &[&str]| {
            let columns: [(Field, &[&str]); 3] = [
                (Field::DealId, &["D1", "D2"]),
                (Field::Amount, &["96.000", "30.000"]),
                (Field::Arr, arr),
            ];
            let records = read(vec![table(Role::Crm, &columns)]);
            records.crm[0].amount.map(|money| money.amount.to_string())
        };
        assert_eq!(both(&["48.000", "12.000"]).as_deref(), Some("96000"));
        for arr in [["96.000", ""], ["48,000", "12,000"], ["48000", "12.000"]] {
            assert_eq!(both(&arr), None, "{arr:?}");
        }
    }

    #[test]
    fn dinars_do_have_three_decimals() {
        let columns: [(Field, &[&str]); 3] = [
            (Field::DealId, &["D1", "D2", "D3"]),
            (Field::Amount, &["96.000", "30.000", "8.500"]),
            (Field::Currency, &["USD", "USD", "KWD"]),
        ];
        let records = read(vec![table(Role::Crm, &columns)]);
        assert_eq!(problems(&records).len(), 3);
    }

    #[test]
    fn the_decision_is_a_warning_with_the_column_and_an_example() {
        let columns: [(Field, &[&str]); 2] =
            [(Field::DealId, &["D1", "D2", "D3"]), (Field::Amount, &["96,000", "30,000", "8,500"])];
        let records = read(vec![table(Role::Crm, &columns)]);
        assert!(records.set_aside.is_empty());
        let [warning] = records.inputs[0].warnings.as_slice() else { panic!("one warning") };
        assert_eq!((warning.code, warning.column.as_deref()), ("amounts_grouped", Some("amount")));
        assert!(warning.message.contains("\"96,000\", so that the comma"), "{}", warning.message);
        assert!(warning.message.contains("export plain numbers"), "{}", warning.message);
    }
}
