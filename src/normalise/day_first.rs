//! Forms of dates and amounts that are those of countries where the day comes first.

use super::decimal_mark::{self, DecimalMark};
use crate::domain::{Column, FieldKind, RawTable};

/// What says that the dates of the file with this separator have their day first: dots between the numbers, or slashes
/// beside amounts with decimal commas or blanks between thousands.
///
/// Among the short dates of CLDR 48, no locale writes the month first with dots, and of those with such amounts two do
/// with slashes (Anii and Xhosa). The language of the headers says less: users choose it apart from their locale.
///
/// It is no sign where another date of the file has its month first: a spreadsheet that opened American dates in a
/// German locale made `04.12.2026` of 12 April, and left `4/13/2026` as it was.
pub(super) fn sign(table: &RawTable, separator: char) -> Option<&'static str> {
    match separator {
        '.' => Some("dots"),
        '/' => match decimal_mark::of_file(table) {
            (Some(DecimalMark::Comma), _) => Some("decimal commas"),
            (None, false) if has_blanks(table) => Some("blanks between thousands"),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an amount is printed as `96 000`, with any blank.
fn has_blanks(table: &RawTable) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let is_grouped = |text: &str| {
        let mut parts = text.split(char::is_whitespace);
        parts.next().is_some_and(|first| first.ends_with(is_digit))
            && parts.next().is_some_and(|next| next.len() == 3 && next.chars().all(is_digit))
    };
    let mut columns = table.columns.iter().filter(|column| column.field.kind() == FieldKind::Money);
    columns.any(|column| Column::iter(column).any(|cell| is_grouped(cell.text)))
}

#[cfg(test)]
mod tests {
    use crate::domain::testing::date;
    use crate::domain::{DateOrder, Field, RawTable, Role};
    use crate::normalise::NormaliseError;
    use crate::normalise::date_order::settle;
    use crate::normalise::testing::table;

    fn closing(dates: &[&str]) -> RawTable {
        table(Role::Crm, &[(Field::CloseDate, dates)])
    }

    fn settled(table: &RawTable, field: Field) -> (Option<DateOrder>, &'static str) {
        let orders = settle(table).unwrap_or_else(|errors| panic!("{errors:?}")).columns;
        (orders[&field].order, orders[&field].settled_by)
    }

    fn errors(table: &RawTable) -> Vec<NormaliseError> {
        settle(table).err().unwrap_or_default()
    }

    #[test]
    fn dots_put_the_day_first() {
        let dotted = closing(&["04.12.2026", "01.02.26 09:05"]);
        assert_eq!(settled(&dotted, Field::CloseDate), (Some(DateOrder::Dmy), "dots"));
        let dashed = closing(&["04-12-2026"]);
        assert_eq!(errors(&dashed)[0].code(), "ambiguous_dates");
        let korean = closing(&["26. 3. 31."]);
        assert_eq!(errors(&korean)[0].code(), "ambiguous_dates", "the year may come first");
    }

    #[test]
    fn dots_are_asked_about_where_only_the_year_first_keeps_the_dates_together() {
        let korean = closing(&["26.12.04", "26.12.28", "27.01.09", "27.02.15"]);
        let errors = errors(&korean);
        assert_eq!(errors[0].code(), "ambiguous_dates");
        assert!(errors[0].to_string().contains("2026-12-04 (ymd)"), "{}", errors[0]);
        for german in [&["04.12.26", "28.12.26", "09.01.27"][..], &["31.12.26", "31.03.27"]] {
            assert_eq!(settled(&closing(german), Field::CloseDate).0, Some(DateOrder::Dmy));
        }
    }

    #[test]
    fn the_user_may_say_that_dots_have_the_year_first() {
        let cells = [(Field::DealId, &["K1"][..]), (Field::CloseDate, &["26.12.04"])];
        let mut korean = table(Role::Crm, &cells);
        korean.stated_order = Some(DateOrder::Ymd);
        let records = crate::normalise::testing::read(vec![korean]);
        assert_eq!(records.crm[0].close_date, Some(date(2026, 12, 4)));
    }

    #[test]
    fn dots_settle_nothing_beside_dates_whose_month_comes_first() {
        let converted = closing(&["4/13/2026", "04.12.2026"]);
        let errors = errors(&converted);
        assert_eq!(errors[0].code(), "ambiguous_dates");
        assert!(errors[0].to_string().contains("\"04.12.2026\" in row 3"), "{}", errors[0]);
    }

    #[test]
    fn slashes_beside_decimal_commas_put_the_day_first() {
        let beside = |amounts: &[&str]| {
            let days: Vec<&str> = amounts.iter().map(|_| "04/12/2026").collect();
            table(Role::Crm, &[(Field::CloseDate, &days), (Field::Amount, amounts)])
        };
        let french = beside(&["1 250,50", "30.000"]);
        assert_eq!(settled(&french, Field::CloseDate), (Some(DateOrder::Dmy), "decimal commas"));
        let blanks = beside(&["96 000 €", "1\u{202f}250\u{a0}000"]);
        let settled_by = settled(&blanks, Field::CloseDate).1;
        assert_eq!(settled_by, "blanks between thousands");
        for amounts in [&["1 250.50"][..], &["1,250.50"], &["1.50", "1,50"], &["1250"], &["30.000"]]
        {
            assert_eq!(errors(&beside(amounts)).len(), 1, "{amounts:?}");
        }
    }
}
