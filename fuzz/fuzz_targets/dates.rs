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
        for form in ["%Y-%m-%d", "%d %b %Y", "%B %d, %Y"] {
            let printed = NaiveDate::parse_from_str(cell, form).ok();
            // Other years are those of another calendar, or stand for "not set".
            let is_plain = |day: &NaiveDate| {
                (2000..2070).contains(&day.year()) && day.format(form).to_string() == *cell
            };
            if let Some(printed) = printed.filter(is_plain) {
                assert_eq!(day, printed, "{cell}");
            }
        }
    }
});
