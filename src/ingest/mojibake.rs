//! Letters that were broken before the export: `MÃ¼ller`, UTF-8 that was once read as windows-1252.

use encoding_rs::WINDOWS_1252;

use super::RawRow;
use crate::domain::{Warning, counted};

/// Counts the rows with broken letters.
#[derive(Default)]
pub(super) struct Mojibake {
    rows: u64,
    first: Option<(u32, String)>,
}

impl Mojibake {
    /// Looks at one row.
    pub(super) fn look(&mut self, row: &RawRow) {
        if !may_be_broken(row.text()) {
            return;
        }
        if let Some((_, cell)) = row.filled().find(|(_, cell)| is_broken(cell.text)) {
            self.rows += 1;
            self.first.get_or_insert_with(|| (row.number, super::raw_row::cut(cell.text, 60)));
        }
    }

    /// What is to be said of the file, if anything.
    pub(super) fn warning(&self) -> Option<Warning> {
        let (row, example) = self.first.as_ref()?;
        let message = format!(
            "Letters of {} were broken before the export, first `{example}` in row {row}: UTF-8 was read as windows-1252 on its way into the CRM. Names may not match; correct them there.",
            counted(self.rows, "row")
        );
        Some(Warning { row: Some(*row), ..Warning::new("mojibake", message) })
    }
}

/// Whether a letter beyond ASCII stands behind one of Â to ô, which the first byte of each has become: C3 xx in UTF-8.
fn may_be_broken(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows = |at: usize| bytes.get(at + 2).is_some_and(|byte| !byte.is_ascii());
    memchr::memchr_iter(b'\xc3', bytes).any(follows)
}

/// Whether a run of characters beyond ASCII is UTF-8 in the bytes of windows-1252, for letters and
/// punctuation that names hold.
fn is_broken(text: &str) -> bool {
    if !may_be_broken(text) {
        return false;
    }
    text.split(|character: char| character.is_ascii()).filter(|run| run.len() > 2).any(|run| {
        let (bytes, _, is_unmappable) = WINDOWS_1252.encode(run);
        // É or Ô before a quote or a dot also make a pair, but of letters that names do not hold.
        let is_rare = |letter| {
            ('\u{180}'..='\u{36f}').contains(&letter) || ('\u{480}'..='\u{7ff}').contains(&letter)
        };
        !is_unmappable && std::str::from_utf8(&bytes).is_ok_and(|text| !text.chars().any(is_rare))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

    #[test]
    fn utf8_read_as_windows_1252_is_seen_in_every_script() {
        for name in ["Müller", "Škoda", "Søren – Sons", "Москва", "東京", "5 €"] {
            let (broken, _, _) = WINDOWS_1252.decode(name.as_bytes());
            assert!(is_broken(&broken), "{broken}");
        }
    }

    #[test]
    fn names_as_they_should_be_are_not_broken() {
        for name in
            ["Müller", "São João", "“CAFÉ”", "CAFÉ…", "Ñandú™", "Łódź", "Москва", "東京", "Ô’Brien"]
        {
            assert!(!is_broken(name), "{name}");
        }
    }

    #[test]
    fn the_rows_are_counted_and_the_first_is_named() {
        let mut mojibake = Mojibake::default();
        for (number, name) in [(2, "Meier"), (3, "MÃ¼ller"), (4, "KÃ¶nig"), (5, "Süd")] {
            mojibake.look(&text_row(number, &["1", name]));
        }
        let warning = mojibake.warning().unwrap();
        assert_eq!((warning.code, warning.row), ("mojibake", Some(3)));
        assert!(
            warning.message.starts_with("Letters of 2 rows")
                && warning.message.contains("`MÃ¼ller`")
        );
        assert!(Mojibake::default().warning().is_none());
    }
}
