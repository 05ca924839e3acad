//! Counts, such as servers in scope.

use super::decimal_mark::DecimalMark;
use super::hedges::without_hedges;
use super::numbers::{Number, Reading, number};
use crate::domain::{Cell, CellKind, fold};

/// The count in the cell: a number, or a repaired `120+`, `~120`, `120 servers`. `50-100` is none.
pub(super) fn count(cell: Cell<'_>, mark: Option<DecimalMark>) -> Reading {
    let folded;
    let mut text = cell.text;
    let mut is_repaired = false;
    if cell.kind == CellKind::Text && text.chars().any(|c| !c.is_ascii_digit()) {
        folded = fold(text);
        text = bare_count(&folded);
        is_repaired = text != folded;
    }
    // A count has no three decimals, so 1,234 is a thousand and more in every country.
    let number = match number(Cell { text, kind: cell.kind }, mark) {
        Reading::Number(number) | Reading::Ambiguous(number) => number,
        no_number => return no_number,
    };
    let is_money = number.currency.is_some() || number.recurrence.is_some();
    if is_money || number.value.is_sign_negative() {
        return Reading::Unreadable;
    }
    Reading::Number(Number { is_repaired: is_repaired || number.is_repaired, ..number })
}

/// The text without the words around a count.
fn bare_count(folded: &str) -> &str {
    const AFTER: [&str; 27] = [
        "virtual machines",
        "servers",
        "server",
        "serveurs",
        "servidores",
        "machines",
        "instances",
        "hosts",
        "nodes",
        "vms",
        "vm",
        "server(s)",
        "servern",
        "servrar",
        "servere",
        "maskiner",
        "palvelinta",
        "serwerów",
        "serwery",
        "serverů",
        "stück",
        "stk.",
        "stk",
        "st",
        "台",
        "대",
        "+",
    ];
    let (text, _) = without_hedges(folded);
    let mut text = text.strip_prefix("over ").unwrap_or(text).trim();
    for word in AFTER {
        text = text.strip_suffix(word).unwrap_or(text).trim();
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Decimal;

    fn number(written: &str) -> Option<Number> {
        match count(Cell { text: written, kind: CellKind::Text }, None) {
            Reading::Number(number) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn counts_lose_the_words_around_them() {
        for written in [
            "120台",
            "120대",
            "120 Stück",
            "120+",
            "~120",
            "approx. 120",
            "120 servers",
            "ca. 120 VMs",
            "about 120+",
        ] {
            let number = number(written).expect(written);
            assert_eq!((number.value, number.is_repaired), (Decimal::from(120), true), "{written}");
        }
        let plain = number("120").expect("a count");
        assert!(!plain.is_repaired);
        assert_eq!(number("1,234").map(|n| n.value), Some(Decimal::from(1234)));
        assert_eq!(number("12.5").map(|n| n.value.to_string()).as_deref(), Some("12.5"));
    }

    #[test]
    fn ranges_and_words_are_no_counts() {
        for written in ["50-100", "50 to 100", "many", "120 servers and 5 databases", "-5", "$5"] {
            assert_eq!(number(written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(any in ".*", near in "[-0-9~+. a-zß]{0,20}") {
            for written in [any, near] {
                if let Some(number) = number(&written) {
                    prop_assert!(number.value >= Decimal::ZERO);
                }
            }
        }
    }
}
