//! A column of dates, one a line: whatever it holds, a day that is read is one that a deal can have, and a
//! day that is printed unmistakably is read as it is.

#![no_main]

mod export;

use chrono::{Datelike, NaiveDate};
use libfuzzer_sys::fuzz_target;
use mapaudit::domain::Field;

fuzz_target!(|text: &str| {
    let Some(deals) = export::deals(Field::CloseDate, "Close Date", text) else { return };
    for (cell, deal) in &deals {
        let Some(day) = deal.close_date else { continue };
        assert!((2000..=2100).contains(&day.year()), "{day}");
        if cell.len() == 10
            && let Ok(iso) = NaiveDate::parse_from_str(cell, "%Y-%m-%d")
        {
            assert_eq!(day, iso, "{cell}");
        }
    }
});
