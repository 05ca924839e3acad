//! A column of amounts: nothing panics or overflows, and an amount printed in one of the ways in which
//! nothing is open to doubt comes back as it is.

#![no_main]

mod export;

use libfuzzer_sys::fuzz_target;
use mapaudit::domain::Decimal;

#[derive(arbitrary::Arbitrary, Debug)]
enum Amount {
    Any(String),
    Printed { cents: u32, style: u8 },
}

impl Amount {
    /// The text, and the value if it is certain.
    fn cell(&self) -> (String, Option<Decimal>) {
        match self {
            Amount::Any(text) => (text.clone(), None),
            Amount::Printed { cents, style } => {
                let value = Decimal::new(i64::from(*cents), 2);
                let (whole, rest) = (cents / 100, cents % 100);
                let text = match style % 5 {
                    0 => format!("{whole}.{rest:02}"),
                    1 => format!("USD {whole}.{rest:02}"),
                    2 => format!("${whole}.{rest:02}"),
                    3 => format!("{whole}.{rest:02} €"),
                    _ => format!(" {whole}.{rest:02}\u{a0}"),
                };
                (text, Some(value))
            }
        }
    }
}

fuzz_target!(|amounts: Vec<Amount>| {
    let cells: Vec<(String, Option<Decimal>)> = amounts.iter().map(Amount::cell).collect();
    let mut rows = vec![["Deal ID", "Customer", "Amount"].map(str::to_owned)];
    rows.extend((0..).zip(&cells).map(|(id, (text, _)): (u32, _)| {
        [format!("D{id}"), format!("Customer {id}"), text.clone()]
    }));
    let Some(records) = export::records(&export::csv(&rows)) else { return };
    for deal in &records.crm {
        let at = deal.id.as_str().strip_prefix('D').and_then(|id| id.parse::<usize>().ok());
        let Some((text, expected)) = at.and_then(|at| cells.get(at)) else { continue };
        let Some(read) = deal.amount else { continue };
        assert!(read.amount.abs() <= Decimal::from(1_000_000_000_000_000_i64), "{text}");
        if let Some(expected) = expected {
            assert_eq!(read.amount, *expected, "{text}");
        }
    }
});
