//! Tests of [`super`]: tables of texts as real exports have them.

use proptest::prelude::*;

use super::*;
use crate::domain::{Currency, Field};
use crate::normalise::testing::column;

fn text(text: &str) -> Cell<'_> {
    Cell { text, kind: CellKind::Text }
}

fn value(written: &str) -> Option<String> {
    match number(text(written), None) {
        Reading::Number(number) => Some(number.value.to_string()),
        Reading::Ambiguous(_) | Reading::Unreadable => None,
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
    let Reading::Number(number) = number(cell, Some(DecimalMark::Comma)) else { panic!("number") };
    assert_eq!(number.value.to_string(), "30.125");
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
        ("500-", "-500"),
        ("1.2E+05", "120000"),
    ] {
        let Reading::Number(number) = number(text(written), None) else { panic!("{written}") };
        assert_eq!(number.value.to_string(), expected, "{written}");
        assert!(number.is_repaired, "{written}");
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
        "5 per month",
        "",
        "-",
        "1,2,3",
        "1E-05",
        "12 345 67",
    ] {
        assert_eq!(number(text(written), None), Reading::Unreadable, "{written}");
    }
}

#[test]
fn a_column_shows_its_mark_unless_it_contradicts_itself() {
    let mark = |cells: &[&str]| Evidence::of(&column(Field::Amount, cells)).mark();
    assert_eq!(mark(&["30.000", "1.080.000,50"]), Some(DecimalMark::Comma));
    assert_eq!(mark(&["96,000", "1,234,567"]), Some(DecimalMark::Point));
    assert_eq!(mark(&["30.000", "96000", "TBD"]), None);
    assert_eq!(mark(&["1.50", "1,50"]), None);
}

#[test]
fn counts_lose_the_words_around_them() {
    for written in ["120+", "~120", "approx. 120", "120 servers", "ca. 120 VMs", "about 120+"] {
        let number = count(text(written), None).expect(written);
        assert_eq!((number.value, number.is_repaired), (Decimal::from(120), true), "{written}");
    }
    let plain = count(text("120"), None).expect("a count");
    assert!(!plain.is_repaired);
    assert_eq!(count(text("1,234"), None).map(|n| n.value), Some(Decimal::from(1234)));
    assert_eq!(count(text("12.5"), None).map(|n| n.value.to_string()).as_deref(), Some("12.5"));
}

#[test]
fn ranges_and_words_are_no_counts() {
    for written in ["50-100", "50 to 100", "many", "120 servers and 5 databases", "-5", "$5"] {
        assert_eq!(count(text(written), None), None, "{written}");
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
                        prop_assert!(written.contains(|c: char| c.is_ascii_digit()), "{}", read.value);
                    }
                    count(cell, mark);
                }
            }
        }
    }
}
