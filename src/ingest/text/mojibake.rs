//! Rows with letters that were broken before the export: `MÃ¼ller`.

use crate::domain::{Warning, counted, may_be_mojibake, mojibake_repaired};
use crate::ingest::RawRow;

/// Counts the rows with broken letters.
#[derive(Default)]
pub(in crate::ingest) struct Mojibake {
    rows: u64,
    first: Option<(u32, String)>,
}

impl Mojibake {
    /// Looks at one row.
    pub(in crate::ingest) fn look(&mut self, row: &RawRow) {
        if !may_be_mojibake(row.text()) {
            return;
        }
        if let Some((_, cell)) =
            row.filled().find(|(_, cell)| mojibake_repaired(cell.text).is_some())
        {
            self.rows += 1;
            self.first
                .get_or_insert_with(|| (row.number, crate::ingest::raw_row::cut(cell.text, 60)));
        }
    }

    /// What is to be said of the file, if anything.
    pub(in crate::ingest) fn warning(&self) -> Option<Warning> {
        let (row, example) = self.first.as_ref()?;
        let message = format!(
            "Letters of {} were broken before the export, first `{example}` in row {row}: UTF-8 was read as windows-1252 on its way into the CRM. Names may not match; correct them there.",
            counted(self.rows, "row")
        );
        Some(Warning { row: Some(*row), ..Warning::new("mojibake", message) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::raw_row::text_row;

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
