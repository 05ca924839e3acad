//! A column of amounts, one a line: nothing panics or overflows, and an amount printed in one of the ways in
//! which nothing is open to doubt comes back as it is, in its currency.

#![no_main]

mod export;

use libfuzzer_sys::fuzz_target;
use mapaudit::domain::{Decimal, Field};

/// The amount, if the cell is digits, a point and two digits, alone or beside a currency.
fn printed(cell: &str) -> Option<Decimal> {
    let bare = ["USD ", "$"].iter().find_map(|before| cell.strip_prefix(before));
    let bare = bare.or_else(|| cell.strip_suffix(" €")).unwrap_or(cell);
    let (whole, cents) = bare.split_once('.')?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = (1..=12).contains(&whole.len()) && cents.len() == 2;
    (is_plain && is_number(whole) && is_number(cents)).then(|| bare.parse().expect("a number"))
}

fuzz_target!(|text: &str| {
    let Some(deals) = export::deals(Field::Amount, "Amount", text) else { return };
    for (cell, deal) in &deals {
        let Some(read) = deal.amount else { continue };
        assert!(read.amount.abs() <= Decimal::from(1_000_000_000_000_000_i64), "{read:?}");
        if let Some(amount) = printed(cell) {
            assert_eq!(read.amount, amount, "{cell}");
            let stated = [("USD ", "USD"), (" €", "EUR")].into_iter();
            let stated =
                stated.filter(|(sign, _)| cell.contains(sign)).map(|(_, code)| code).next();
            let currency = read.currency.as_ref().map(|currency| currency.as_str());
            assert!(stated.is_none() || stated == currency, "{cell}: {currency:?}");
        }
    }
});
