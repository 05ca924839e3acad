//! A column of dates: whatever it holds, a day that is read is one that a deal can have, and a day that
//! is printed unmistakably is read as it is.

#![no_main]

mod export;

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|cells: Vec<String>| {
    let mut rows = vec![["Deal ID", "Customer", "Close Date"].map(str::to_owned)];
    rows.extend(
        (0..)
            .zip(&cells)
            .map(|(id, cell): (u32, _)| [format!("D{id}"), format!("Customer {id}"), cell.clone()]),
    );
    let Some(records) = export::records(&export::csv(&rows)) else { return };
    for deal in &records.crm {
        let Some(day) = deal.close_date else { continue };
        let years = 2000..=2100;
        assert!(years.contains(&chrono::Datelike::year(&day)), "{day}");
        let written = deal.id.as_str().strip_prefix('D').and_then(|id| id.parse::<usize>().ok());
        let cell = written.and_then(|id| cells.get(id)).map_or("", |cell| cell.trim());
        if cell.len() == 10
            && let Ok(iso) = NaiveDate::parse_from_str(cell, "%Y-%m-%d")
        {
            assert_eq!(day, iso, "{cell}");
        }
    }
});
