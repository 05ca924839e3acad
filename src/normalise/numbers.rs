//! Numbers as people and spreadsheets print them.

use super::decimal_mark::DecimalMark;
use super::written_number::Written;
use crate::domain::currency_words::Stated;
use crate::domain::recurrence::Recurrence;
use crate::domain::{Cell, CellKind, Decimal};

/// A number, and what else its cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: Decimal,
    /// The currency in the cell.
    pub(super) currency: Option<Stated>,
    /// How often it comes, if its cell says so.
    pub(super) recurrence: Option<Recurrence>,
    /// Whether it was written in a form that no exporter prints: `58.8k`, `(1,234.00)`.
    pub(super) is_repaired: bool,
    /// By what its cell says that it is multiplied: 1,000 for `58.8k`, else 1.
    pub(super) scale: Decimal,
}

impl Number {
    /// Whether its cell says by what it is multiplied.
    pub(super) fn is_scaled(&self) -> bool {
        self.scale != Decimal::ONE
    }
}

/// What a cell of a column of numbers holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A number.
    Number(Number),
    /// `30.000`: thirty thousand or thirty; the number is the former.
    Ambiguous(Number),
    /// A number above [`LARGEST`].
    TooLarge,
    /// No number.
    Unreadable,
}

/// The largest amount or count that is read (our choice): above any deal in any currency. Larger ones
/// are a slip or an id in the wrong column, and products and sums of them would overflow.
pub(super) const LARGEST: i64 = 1_000_000_000_000_000;

/// The largest AWS revenue in US dollars that is read (our choice): more than any customer pays AWS in a year. Larger
/// figures are ids in a column that was taken for revenue.
pub(super) const LARGEST_REVENUE_USD: i64 = 10_000_000_000;

/// The number in the cell, by the decimal mark of its column.
pub(super) fn number(cell: Cell<'_>, mark: Option<DecimalMark>) -> Reading {
    let mark = match cell.kind {
        CellKind::Text => mark,
        CellKind::Number | CellKind::Amount(_) => Some(DecimalMark::Point),
        CellKind::Date | CellKind::Boolean | CellKind::Error => return Reading::Unreadable,
    };
    let Some(written) = Written::new(cell.text) else { return Reading::Unreadable };
    let (value, is_ambiguous) = match written.values() {
        [Some(value), None] | [None, Some(value)] => (value, false),
        [Some(point), Some(comma)] => match mark {
            Some(DecimalMark::Point) => (point, false),
            Some(DecimalMark::Comma) => (comma, false),
            // The reading without decimals is the larger one.
            None if point.abs() > comma.abs() => (point, true),
            None => (comma, point != comma),
        },
        [None, None] => return Reading::Unreadable,
    };
    if value.abs() > Decimal::from(LARGEST) {
        return Reading::TooLarge;
    }
    let number = Number {
        value,
        is_repaired: written.is_repaired,
        scale: written.factor,
        recurrence: written.recurrence,
        currency: written.currency,
    };
    if is_ambiguous { Reading::Ambiguous(number) } else { Reading::Number(number) }
}

/// The decimal mark that the text shows, the only one with which it is a number, and how many digits stand behind it.
pub(super) fn shown_mark(text: &str) -> Option<(DecimalMark, usize)> {
    let written = Written::new(text)?;
    let mark = match written.values() {
        [Some(_), None] => DecimalMark::Point,
        [None, Some(_)] => DecimalMark::Comma,
        _ => return None,
    };
    Some((mark, written.decimals(mark)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Currency;

    fn text(text: &str) -> Cell<'_> {
        Cell { text, kind: CellKind::Text }
    }

    fn value(written: &str) -> Option<String> {
        match number(text(written), None) {
            Reading::Number(number) => Some(number.value.to_string()),
            _ => None,
        }
    }

    #[test]
    fn unambiguous_numbers_need_no_column() {
        for (written, expected) in [
            ("96000", "96000"),
            ("96000.00", "96000"),
            ("96000,5", "96000.5"),
            ("1.080.000,50", "1080000.5"),
            ("1,234.50", "1234.5"),
            ("1,234,567", "1234567"),
            ("12,34,567", "1234567"),
            ("1 234,56", "1234.56"),
            ("1\u{202f}234\u{a0}567", "1234567"),
            ("1'234.50", "1234.5"),
            ("1’234", "1234"),
            ("1234,567", "1234.567"),
            ("0.123", "0.123"),
            (".5", "0.5"),
            ("-500", "-500"),
            ("0.00", "0"),
            ("1.000.000,-", "1000000"),
            ("١٬٢٣٤٫٥٠", "1234.5"),
            ("+500", "500"),
        ] {
            assert_eq!(value(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn three_digits_behind_one_separator_are_read_by_the_column_alone() {
        for (written, point, comma) in [("30.000", "30", "30000"), ("1,234", "1234", "1.234")] {
            assert_eq!(value(written), None);
            for (mark, expected) in [(DecimalMark::Point, point), (DecimalMark::Comma, comma)] {
                let Reading::Number(number) = number(text(written), Some(mark)) else {
                    panic!("{written}")
                };
                assert_eq!(number.value.to_string(), expected, "{written}");
            }
        }
    }

    #[test]
    fn numbers_of_a_workbook_have_decimal_points() {
        let cell = Cell { text: "30.125", kind: CellKind::Number };
        let Reading::Number(number) = number(cell, Some(DecimalMark::Comma)) else {
            panic!("number")
        };
        assert_eq!(number.value.to_string(), "30.125");
    }

    #[test]
    fn amounts_in_brackets_within_brackets_are_no_number_however_many() {
        let nested = format!("{}USD 1{}", "USD 1 (".repeat(50_000), ")".repeat(50_000));
        assert_eq!(number(text(&nested), None), Reading::Unreadable);
    }

    #[test]
    fn currencies_around_the_number_are_kept() {
        for (written, expected, code) in [
            ("$1,234.56", "1234.56", "USD"),
            ("USD 20000", "20000", "USD"),
            ("96,000.00 USD", "96000", "USD"),
            ("€1.234,56", "1234.56", "EUR"),
            ("99 999 e", "99999", "EUR"),
            ("CHF 1'234.50", "1234.5", "CHF"),
            ("₹12,34,567", "1234567", "INR"),
            ("-$500", "-500", "USD"),
            ("$-500", "-500", "USD"),
            ("$500 CAD", "500", "CAD"),
            ("50 kEUR", "50000", "EUR"),
            ("1.2M €", "1200000", "EUR"),
            ("20000 MXN", "20000", "MXN"),
            ("Rs.500", "500", "INR"),
            ("USD1,234,567", "1234567", "USD"),
            ("R$ 1.234,56", "1234.56", "BRL"),
            ("CHF 1'234.-", "1234", "CHF"),
            ("€ 12.500,-", "12500", "EUR"),
            ("$120,000.00 + VAT", "120000", "USD"),
            ("CHF 1´234.—", "1234", "CHF"),
            ("100万円", "1000000", "JPY"),
            ("1,200万円", "12000000", "JPY"),
            ("1,200円", "1200", "JPY"),
            ("96 000:-", "96000", ""),
            ("1,2 mkr", "1200000", "SEK"),
            ("S/ 96,000.00", "96000", "PEN"),
            ("1 000,00 $ CA", "1000", "CAD"),
            ("￥１，２３４，５６７", "1234567", "JPY"),
            ("₹1.5 Cr", "15000000", "INR"),
            ("INR 50 Lakh", "5000000", "INR"),
            ("96 000,00 EUR HT", "96000", "EUR"),
            ("EUR netto 96.000,00", "96000", "EUR"),
            ("1 Mio. Euro", "1000000", "EUR"),
            ("2,5 Mio. €", "2500000", "EUR"),
            ("TEUR 120", "120000", "EUR"),
            ("1,2 Mrd. EUR", "1200000000", "EUR"),
            ("96,000.00 (USD)", "96000", "USD"),
            ("96.000,00 (€)", "96000", "EUR"),
        ] {
            let Reading::Number(number) = number(text(written), None) else { panic!("{written}") };
            assert_eq!(number.value.to_string(), expected, "{written}");
            let currency = number.currency.and_then(|stated| stated.given(None));
            assert_eq!(currency, Currency::new(code), "{written}");
        }
    }

    #[test]
    fn forms_that_no_exporter_prints_are_repaired() {
        for (written, expected) in [
            ("58.8k", "58800"),
            ("1.2M", "1200000"),
            ("1,5 Mio", "1500000"),
            ("(1,234.00)", "-1234"),
            ("$(1,234.00)", "-1234"),
            ("500-", "-500"),
            ("1.2E+05", "120000"),
            ("~1,5 Mio", "1500000"),
            ("ca. 850 k€", "850000"),
            ("USD ~850", "850"),
            ("est. 12500", "12500"),
            ("約500万円", "5000000"),
            ("96,000.00 (est.)", "96000"),
            ("$96,000.00*", "96000"),
            ("96,000.00 USD (approx)", "96000"),
            ("96k*", "96000"),
            ("(1,234.00)*", "-1234"),
        ] {
            let Reading::Number(number) = number(text(written), None) else { panic!("{written}") };
            assert_eq!(number.value.to_string(), expected, "{written}");
            assert!(number.is_repaired, "{written}");
        }
    }

    #[test]
    fn how_often_revenue_comes_is_kept() {
        for (written, expected, code, recurrence) in [
            ("96000 p.a.", "96000", "", Recurrence::Yearly),
            ("8k/month", "8000", "", Recurrence::Monthly),
            ("8.000,50 EUR/Monat", "8000.5", "EUR", Recurrence::Monthly),
            ("96k USD ARR", "96000", "USD", Recurrence::Yearly),
            ("$96,000.00 annually", "96000", "USD", Recurrence::Yearly),
            ("1,2 M€ par an", "1200000", "EUR", Recurrence::Yearly),
            ("120万円/月", "1200000", "JPY", Recurrence::Monthly),
        ] {
            let Reading::Number(number) = number(text(written), None) else { panic!("{written}") };
            assert_eq!(number.value.to_string(), expected, "{written}");
            let currency = number.currency.and_then(|stated| stated.given(None));
            assert_eq!(currency, Currency::new(code), "{written}");
            assert_eq!(
                (number.recurrence, number.is_repaired),
                (Some(recurrence), true),
                "{written}"
            );
        }
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for written in [
            "TBD",
            "n/a (see note 3)",
            "120 Mois (10 ans)",
            "99/99/9999",
            "50-100",
            "1.2.3",
            "12 34",
            "1,23,4",
            "1e400",
            "99999999999999999999999999999999",
            "5 per server",
            "5 EUR/server",
            "500 EUR per user",
            "96000 USD TCV",
            "USD 96000 total",
            "5 months",
            "",
            "-",
            "1,2,3",
            "1E-05",
            "12 345 67",
            "€500 USD",
            "²",
            "5,000²",
            "10½",
            "①",
            "CR 4,000.00",
            "12,500.00 Cr",
        ] {
            assert_eq!(number(text(written), None), Reading::Unreadable, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(any in ".*", near in "[-0-9.,' ()kMEe+$€]{0,40}") {
            for written in [any, near] {
                for mark in [None, Some(DecimalMark::Point), Some(DecimalMark::Comma)] {
                    for kind in [CellKind::Text, CellKind::Number] {
                        let cell = Cell { text: &written, kind };
                        if let Reading::Number(read) = number(cell, mark) {
                            prop_assert!(written.contains(char::is_numeric), "{}", read.value);
                        }
                    }
                }
            }
        }
    }
}
