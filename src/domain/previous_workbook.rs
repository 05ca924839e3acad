//! The workbook of an earlier run, as its reader hands it on.

use std::collections::BTreeMap;

use super::{Field, TypedCell};

/// A table of our own workbook that is looked for in an earlier one.
#[derive(Clone, Debug)]
pub struct WantedTable {
    /// Its name in formulas: `tblDeals`.
    pub name: &'static str,
    /// The sheet it was written to.
    pub sheet: &'static str,
    /// The headers it is known by, wherever it stands.
    pub signs: &'static [&'static str],
    /// Headers whose columns are not read, because the program works them out anew.
    pub unneeded: Vec<&'static str>,
}

/// A table of an earlier workbook, as people left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviousTable {
    /// The headers of its columns, each once.
    pub headers: Vec<String>,
    /// Its rows in their order, as long as the headers.
    pub rows: Vec<Vec<Option<TypedCell>>>,
}

/// The workbook of an earlier run.
#[derive(Clone, Debug, Default)]
pub struct PreviousWorkbook {
    /// The path as the user gave it.
    pub path: String,
    /// When it was saved last, as its properties say, in a form that sorts by time.
    pub saved: Option<String>,
    /// The tables that were found, by name.
    pub tables: BTreeMap<&'static str, PreviousTable>,
    /// What else bears the headers of one of them, by its name, as a sheet that people copied: they may have written in it.
    pub copied: Vec<(&'static str, PreviousTable)>,
    /// The lines that begin as one of [`LINES`].
    pub lines: Vec<String>,
}

/// How the line of the About sheet begins that tells the as-of date.
pub const AS_OF_LINE: &str = "As of: ";
/// How the line of the About sheet begins that tells the version of the rule set.
pub const RULE_SET_LINE: &str = "Rule set: ";
/// How the line of the About sheet begins that tells of which period the deals are; a run over all deals has none.
pub const PERIOD_LINE: &str = "Deals of the period: ";
/// How the line of Summary begins that tells that Deals does not show all.
pub const DEALS_CUT_LINE: &str = "Deals shows the most urgent ";
/// How the line of Summary begins that tells that Findings does not show all.
pub const FINDINGS_CUT_LINE: &str = "Findings shows the severest ";
/// How the lines begin that the next run reads.
pub const LINES: [&str; 5] =
    [AS_OF_LINE, RULE_SET_LINE, PERIOD_LINE, DEALS_CUT_LINE, FINDINGS_CUT_LINE];

impl PreviousWorkbook {
    /// The rest of the line that begins so.
    pub fn line(&self, start: &str) -> Option<&str> {
        self.lines.iter().find_map(|line| line.strip_prefix(start))
    }
}

/// What each column of an export means, as a sheet tells it: `stage = Stage; project_start = Start`.
pub fn columns_in_words(columns: &BTreeMap<Field, String>) -> String {
    let words = columns.iter().map(|(field, header)| {
        let header = header.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{field}{IS}{header}")
    });
    words.collect::<Vec<_>>().join(NEXT)
}

/// What each column of an export means, from the words of a sheet. A header may hold the sign between two columns.
pub fn columns_from_words(words: &str) -> BTreeMap<Field, String> {
    let mut columns = BTreeMap::new();
    let mut last = None;
    for part in words.split(NEXT) {
        let begun =
            part.split_once(IS).and_then(|(name, it)| Some((Field::named(name.trim())?, it)));
        match (begun, last) {
            (Some((field, header)), _) => {
                columns.insert(field, header.trim().to_owned());
                last = Some(field);
            }
            (None, Some(field)) => {
                columns.entry(field).and_modify(|header| {
                    header.push_str(NEXT);
                    header.push_str(part);
                });
            }
            (None, None) => {}
        }
    }
    columns
}

const IS: &str = " = ";
const NEXT: &str = "; ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_an_export_are_read_as_they_are_written() {
        let columns = BTreeMap::from([
            (Field::Stage, "Stage; now = then".to_owned()),
            (Field::ProjectStart, "Start = Go".to_owned()),
        ]);
        let words = columns_in_words(&columns);
        assert_eq!(words, "stage = Stage; now = then; project_start = Start = Go");
        assert_eq!(columns_from_words(&words), columns);
        assert!(columns_from_words("somebody's note").is_empty());
    }
}
