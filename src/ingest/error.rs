//! Why a file cannot be used, and what its owner can do about it.

use crate::domain::Role;

/// Why a file cannot be used at all. `Display` names the file, the place and what is wrong;
/// [`hint`](IngestError::hint) is the next step. Show both.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// There is no such file.
    #[error("{path}: there is no such file")]
    Missing {
        /// The path as given.
        path: String,
    },
    /// A folder where a file is needed.
    #[error("{path}: this is a folder, not a file")]
    Folder {
        /// The path as given.
        path: String,
    },
    /// The operating system refuses to read it.
    #[error("{path}: the file cannot be read: {reason}")]
    Unreadable {
        /// The path as given.
        path: String,
        /// The system's own words.
        reason: String,
    },
    /// Nothing in it.
    #[error("{path}: the file is empty")]
    Empty {
        /// The path as given.
        path: String,
    },
    /// A kind of file that is not read.
    #[error("{path}: this is {what}, which is not read")]
    UnsupportedFormat {
        /// The path as given.
        path: String,
        /// What it is: "a gzip archive".
        what: &'static str,
        /// How to get a file that is read.
        way_out: &'static str,
    },
    /// An encrypted workbook or archive.
    #[error("{path}: the file is encrypted with a password")]
    PasswordProtected {
        /// The path as given.
        path: String,
    },
    /// A cut or broken file.
    #[error("{path}: {place} is damaged: {reason}")]
    Damaged {
        /// The path as given.
        path: String,
        /// "the workbook", "sheet Report".
        place: String,
        /// The reader's own words.
        reason: String,
    },
    /// More than the reader takes.
    #[error("{path}: {place} is too large: {reason}")]
    TooLarge {
        /// The path as given.
        path: String,
        /// "the workbook", "sheet Report, cell XFD1".
        place: String,
        /// Which limit it breaks.
        reason: String,
    },
    /// `--encoding` names none.
    #[error("{path}: no text encoding is called `{name}`")]
    UnknownEncoding {
        /// The path as given.
        path: String,
        /// The name as given.
        name: String,
    },
    /// The bytes are not text of the encoding.
    #[error("{path}: line {line} is not {encoding} text")]
    Undecodable {
        /// The path as given.
        path: String,
        /// The first line that does not fit.
        line: u32,
        /// The encoding it was read as.
        encoding: String,
    },
    /// A quoted cell that runs to the end of the file.
    #[error("{path}: line {line}: a quoted cell begins here and is never closed")]
    UnclosedQuote {
        /// The path as given.
        path: String,
        /// Where the cell begins.
        line: u32,
    },
    /// Curly quotes where straight ones must stand.
    #[error("{path}: line {line}: curly quotes stand round cells that hold the delimiter")]
    CurlyQuotes {
        /// The path as given.
        path: String,
        /// The first such line.
        line: u32,
    },
    /// Text that begins as JSON and is none.
    #[error("{path}, line {line}, column {column}: the JSON is broken: {reason}")]
    BrokenJson {
        /// The path as given.
        path: String,
        /// Where it breaks.
        line: usize,
        /// Where in the line, from 1.
        column: usize,
        /// The reader's own words.
        reason: String,
    },
    /// `--sheet` names none.
    #[error("{path}: no sheet is called `{sheet}`; the sheets are {}", quoted(.sheets))]
    SheetNotFound {
        /// The path as given.
        path: String,
        /// The name as given.
        sheet: String,
        /// The sheets there are.
        sheets: Vec<String>,
    },
    /// A file that mapaudit wrote.
    #[error("{path}: this is {what} that mapaudit wrote, and no export")]
    OwnOutput {
        /// The path as given.
        path: String,
        /// What it is: "a findings workbook".
        what: &'static str,
    },
    /// `--previous` names another file.
    #[error("{path}: this is no findings workbook of mapaudit{}", lacking(.headers))]
    NoFindingsWorkbook {
        /// The path as given.
        path: String,
        /// The headers of the table that is not there; none if it is no workbook at all.
        headers: Vec<String>,
    },
    /// Two sheets that both could be meant.
    #[error("{path}: several sheets look like exports: {}", quoted(.sheets))]
    SeveralSheets {
        /// The path as given.
        path: String,
        /// The sheets that qualify.
        sheets: Vec<String>,
    },
    /// The file is another kind of export than the one it was given as.
    #[error("{path}, row {row}: this is {}, given as --{}", .found.label(), .given.name())]
    OtherRole {
        /// The path as given.
        path: String,
        /// The header's row.
        row: u32,
        /// What it is.
        found: Role,
        /// What it was given as.
        given: Role,
    },
    /// A recognisable export without a column that it cannot do without.
    #[error(
        "{path}, row {row}: this looks like {}, but has no column for {}; its headers are {}",
        .role.label(), .fields.join(" or "), quoted(.headers)
    )]
    MissingColumn {
        /// The path as given.
        path: String,
        /// The row taken for the header.
        row: u32,
        /// What it looks like.
        role: Role,
        /// The canonical fields of which one is needed.
        fields: Vec<&'static str>,
        /// The headers seen.
        headers: Vec<String>,
    },
    /// Sums where deals are needed.
    #[error(
        "{path}, row {row}: no deal id or deal name column; this looks like a pivot or summary. Its headers are {}",
        quoted(.headers)
    )]
    PivotOrSummary {
        /// The path as given.
        path: String,
        /// The row taken for the header.
        row: u32,
        /// The headers seen.
        headers: Vec<String>,
    },
    /// Records of a CRM that are neither deals nor accounts.
    #[error(
        "{path}, row {row}: these are {records}, by the column `{shown_by}`, and neither deals nor accounts"
    )]
    OtherRecords {
        /// The path as given.
        path: String,
        /// The header's row.
        row: u32,
        /// What they are: "quotes".
        records: String,
        /// The header of the column that shows it.
        shown_by: String,
    },
    /// A table whose records are columns.
    #[error(
        "{path}, row {row}: the names of the fields stand one below the other, and not in one row"
    )]
    Turned {
        /// The path as given.
        path: String,
        /// The first such row.
        row: u32,
    },
    /// No header row that any profile knows.
    #[error("{path}, row {row}: no known export has these headers: {}", .headers.join(", "))]
    UnknownLayout {
        /// The path as given.
        path: String,
        /// The fullest row, taken for the header.
        row: u32,
        /// The headers seen, each with the known headers nearest to it.
        headers: Vec<String>,
    },
    /// The same header twice, with different values below.
    #[error(
        "{path}, row {row}: columns {first} and {second} are both headed `{header}` and differ in this row"
    )]
    DuplicateHeader {
        /// The path as given.
        path: String,
        /// The first row in which they differ.
        row: u32,
        /// The header as written.
        header: String,
        /// Position of the first column: a letter in workbooks, a number in text.
        first: String,
        /// Position of the second.
        second: String,
    },
    /// A column of ids or amounts that holds formulas and no results.
    #[error("{path}, row {row}: the column `{header}` holds formulas whose results are not stored")]
    NoStoredValues {
        /// The path as given.
        path: String,
        /// The first such formula.
        row: u32,
        /// The header as written.
        header: String,
    },
    /// An archive of which no part is an export.
    #[error("{path}: none of the files in this archive is a known export: {}", quoted(.parts))]
    NoExportInArchive {
        /// The path as given.
        path: String,
        /// The files in it.
        parts: Vec<String>,
    },
    /// Two parts of one object whose headers differ.
    #[error("{path}: `{first}` and `{second}` are parts of one export, but their headers differ")]
    PartsDiffer {
        /// The path as given.
        path: String,
        /// One part.
        first: String,
        /// The other.
        second: String,
    },
    /// A header and no record.
    #[error("{path}: no data rows below the header in row {row}{}", but_set_aside(.first_problem.as_deref()))]
    NoDataRows {
        /// The path as given.
        path: String,
        /// The header's row.
        row: u32,
        /// Why the first row was set aside, if rows were.
        first_problem: Option<String>,
    },
}

/// Names in quotes, and how many more there are past the twentieth.
fn quoted(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(20).map(|name| format!("`{name}`")).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn lacking(headers: &[String]) -> String {
    match headers {
        [] => String::new(),
        _ => format!(": no sheet has the headers {}", headers.join(", ")),
    }
}

fn but_set_aside(first_problem: Option<&str>) -> String {
    first_problem.map_or(String::new(), |first| {
        format!(" could be used; the first one was set aside: {first}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_file_the_place_and_the_flag_that_settles_it() {
        let error = IngestError::SeveralSheets {
            path: "deals.xlsx".into(),
            sheets: vec!["North".into(), "South".into()],
        };
        assert_eq!(
            error.to_string(),
            "deals.xlsx: several sheets look like exports: `North`, `South`"
        );
        let flags = "--sheet \"deals.xlsx:North\" --sheet \"deals.xlsx:South\".";
        assert!(error.hint().ends_with(flags), "{}", error.hint());
        assert_eq!(error.code(), "several_sheets");
    }

    #[test]
    fn says_what_a_file_given_under_the_wrong_flag_is() {
        let error = IngestError::OtherRole {
            path: "a.csv".into(),
            row: 1,
            found: Role::Ace,
            given: Role::Crm,
        };
        assert_eq!(error.to_string(), "a.csv, row 1: this is an ACE export, given as --crm");
        assert!(error.hint().contains("--ace"));
    }

    #[test]
    fn long_lists_of_headers_are_cut_and_counted() {
        let names: Vec<String> = (0..23).map(|n| n.to_string()).collect();
        assert!(quoted(&names).ends_with("`19` and 3 more"));
    }
}
