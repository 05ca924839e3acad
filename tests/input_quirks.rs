//! What exports look like in the world, one test for each quirk: the bytes that a CRM, a spreadsheet or
//! AWS's own tools write, and what this program makes of them.
//!
//! A quirk is read without a word where there is no doubt, read with a warning where the reader should
//! know, set aside with its row where one record is beyond help, and refused with the next step where
//! any reading would be a guess. Cases 1 to 96 are the ones that mislead the readers in common use
//! (pandas, polars, DuckDB, the csv crate); the others came up since.
//!
//! The tests call the library as `main` does, and hold ids, dates and amounts exactly.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod input_quirks {
    mod countries;
    mod dates;
    mod elsewhere;
    mod encodings;
    mod files_put_together;
    mod headers;
    mod ids;
    mod lines;
    mod meaning;
    mod money;
    mod more;
    mod packing;
    mod reading;
    mod rows_that_are_no_deals;
    mod workbooks;
}
