//! Headers wherever they stand, among banners, other headers and notes.

#![no_main]

mod export;

use libfuzzer_sys::fuzz_target;
use mapaudit::domain::Field;

#[derive(arbitrary::Arbitrary, Debug)]
enum Word {
    Known(u8),
    Labelled(u8),
    Total,
    Footer,
    Any(String),
    Blank,
}

impl Word {
    fn text(&self) -> String {
        let field = |at: &u8| Field::ALL[usize::from(*at) % Field::ALL.len()];
        match self {
            Word::Known(at) => field(at).name().to_owned(),
            Word::Labelled(at) => field(at).label().to_owned(),
            Word::Total => "Grand Total".to_owned(),
            Word::Footer => "Confidential Information - Do Not Distribute".to_owned(),
            Word::Any(text) => text.clone(),
            Word::Blank => String::new(),
        }
    }
}

fuzz_target!(|rows: Vec<Vec<Word>>| {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(Word::text).collect()).collect();
    export::records(&export::csv(&rows));
});
