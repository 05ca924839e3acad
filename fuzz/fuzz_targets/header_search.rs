//! Headers wherever they stand, among banners, other headers and notes.

#![no_main]

mod export;

use libfuzzer_sys::fuzz_target;
use mapaudit::domain::Field;

#[derive(arbitrary::Arbitrary, Debug)]
enum Word<'input> {
    Known(u8),
    Labelled(u8),
    Total,
    Footer,
    Any(&'input str),
    Blank,
}

impl Word<'_> {
    fn text(&self) -> &str {
        let field = |at: &u8| Field::ALL[usize::from(*at) % Field::ALL.len()];
        match self {
            Word::Known(at) => field(at).name(),
            Word::Labelled(at) => field(at).label(),
            Word::Total => "Grand Total",
            Word::Footer => "Confidential Information - Do Not Distribute",
            Word::Any(text) => text,
            Word::Blank => "",
        }
    }
}

/// Rows as a comma-separated file in which every cell is quoted.
fn csv(rows: &[Vec<Word<'_>>]) -> String {
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().map(|word| format!("\"{}\"", word.text().replace('"', "\"\"")));
        text.push_str(&cells.collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text
}

fuzz_target!(|rows: Vec<Vec<Word<'_>>>| {
    export::records(csv(&rows).as_bytes());
});
