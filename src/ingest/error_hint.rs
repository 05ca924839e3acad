//! What programs know an error by, and what the owner of a file that cannot be used can do about it.

use super::IngestError;

impl IngestError {
    /// Stable identifier in snake case.
    pub fn code(&self) -> &'static str {
        self.told().0
    }

    /// The next step, with the flag that settles it if one does.
    pub fn hint(&self) -> String {
        self.told().1
    }

    fn told(&self) -> (&'static str, String) {
        match self {
            IngestError::Missing { .. } => ("missing_file", "Check the path; put it in quotes if it holds blanks.".into()),
            IngestError::Folder { .. } => ("folder", "Name the files in it.".into()),
            IngestError::Unreadable { .. } => ("unreadable_file", "Close the file in Excel, and check that you may read it.".into()),
            IngestError::Empty { .. } => ("empty_file", EXPORT_AGAIN.into()),
            IngestError::NoDataRows { first_problem: None, .. } => ("no_data_rows", EXPORT_AGAIN.into()),
            IngestError::UnsupportedFormat { way_out, .. } => ("unsupported_format", (*way_out).to_owned()),
            IngestError::PasswordProtected { .. } => ("password_protected", "Open it in Excel, remove the password (File, Info, Protect Workbook) and save it again; unpack an archive with its password.".into()),
            IngestError::Damaged { .. } => ("damaged_file", "Download or export it again; if it opens in Excel, save it there as a new .xlsx.".into()),
            IngestError::TooLarge { .. } => ("too_large", "Export fewer columns, or split the export by filters and give all parts; in a workbook, copy the deals to a new sheet without the stray cells.".into()),
            IngestError::UnknownEncoding { .. } => ("unknown_encoding", "Use a name such as utf-8, utf-16le, windows-1252, shift_jis, gbk or big5 with --encoding.".into()),
            IngestError::Undecodable { .. } => ("undecodable_text", "Export it as UTF-8, or name its encoding with --encoding, such as --encoding shift_jis.".into()),
            IngestError::UnclosedQuote { .. } => ("unclosed_quote", "The download may be cut: export it again. Otherwise close or double the quote in that line.".into()),
            IngestError::CurlyQuotes { .. } => ("curly_quotes", "Export it again without opening it in a word processor, or replace the curly quotes round cells by straight ones.".into()),
            IngestError::BrokenJson { .. } => ("broken_json", "The file may be cut: fetch it again. A script must write it with a JSON library: names and texts in double quotes, null where there is no value.".into()),
            IngestError::SheetNotFound { .. } => ("sheet_not_found", "Name one of them with --sheet.".into()),
            IngestError::OwnOutput { .. } => ("own_output", "Leave it out, or keep it in another folder than the exports.".into()),
            IngestError::NoFindingsWorkbook { .. } => ("no_findings_workbook", "Name the workbook that an earlier audit wrote, with its sheets Deals and Findings; or leave it out (--previous, or outputs.previous in mapaudit.toml), and start anew.".into()),
            IngestError::SeveralSheets { path, sheets } => {
                let flags: Vec<String> =
                    sheets.iter().map(|sheet| format!("--sheet \"{path}:{sheet}\"")).collect();
                let hint = format!("Name the one that is meant, or each of several that are deals of today: {}.", flags.join(" "));
                ("several_sheets", hint)
            }
            IngestError::OtherRole { found, .. } => ("other_role", format!("Give it with --{}, or without a flag.", found.name())),
            IngestError::MissingColumn { fields, role, .. } => {
                let (field, role) = (fields.first().unwrap_or(&"field"), role.name());
                let hint = format!("Add the column to the export, or name the header that holds it: --map \"HEADER={field}\", or {field} = \"HEADER\" under [columns.{role}] in mapaudit.toml.");
                ("missing_column", hint)
            }
            IngestError::PivotOrSummary { .. } => ("pivot_or_summary", "Export the list of deals itself; if a column does hold the id, name it: --map \"HEADER=deal_id\", or deal_id = \"HEADER\" under [columns.crm] in mapaudit.toml.".into()),
            IngestError::OtherRecords { .. } => ("other_records", "Leave the file out, and export the opportunities or deals themselves. If its rows are your deals, give it with --crm.".into()),
            IngestError::Turned { .. } => ("turned_table", "Give a list with a row for each record: in Excel, copy the table and paste it on a new sheet with Paste Special, Transpose.".into()),
            IngestError::UnknownLayout { headers, .. } if are_values(headers) => ("unknown_layout", "The row holds values and no names of columns. Export with a row of headers, or write the names of the columns above the values.".into()),
            IngestError::UnknownLayout { headers, .. } if are_divided_by_blanks(headers) => ("unknown_layout", "Nothing but blanks stands between the columns. Export them with commas, semicolons or tabs between.".into()),
            IngestError::UnknownLayout { .. } => ("unknown_layout", "Say what the columns mean: --map \"HEADER=field\", once per column, or field = \"HEADER\" under [columns.crm] in mapaudit.toml; and --crm, --ace, --funding or --accounts for the file.".into()),
            IngestError::DuplicateHeader { .. } => ("duplicate_header", "Rename or remove one of the two columns in the export.".into()),
            IngestError::NoStoredValues { .. } => ("no_stored_values", "Open the workbook in Excel, which works the formulas out, and save it.".into()),
            IngestError::NoExportInArchive { .. } => ("no_export_in_archive", "Unpack the archive and give the file that is the export; say what it holds with --crm, --ace or --funding and --map.".into()),
            IngestError::PartsDiffer { .. } => ("parts_differ", "Unpack the archive and give the part that is meant, or export all parts with the same columns.".into()),
            IngestError::NoDataRows { .. } => ("no_data_rows", "Correct what is wrong with the rows, or export the file again.".into()),
        }
    }
}

const EXPORT_AGAIN: &str = "Export it again, and check the filters of the report: without rows nothing would be found missing.";

/// Whether two of these headers or more are numbers or dates.
fn are_values(headers: &[String]) -> bool {
    let is_value = |header: &&String| {
        let text = header.trim_matches('`');
        text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
    };
    headers.iter().filter(is_value).nth(1).is_some()
}

/// Whether what was taken for one header has gaps, as the columns of a report of fixed width have.
fn are_divided_by_blanks(headers: &[String]) -> bool {
    matches!(headers, [only] if only.contains("   "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(headers: &[&str]) -> String {
        let headers = headers.iter().map(|header| format!("`{header}`")).collect();
        IngestError::UnknownLayout { path: "f.csv".into(), row: 1, headers }.hint()
    }

    #[test]
    fn a_file_without_names_of_columns_or_without_delimiters_is_told_so() {
        assert!(hint(&["8000", "Exit", "2026-12-25"]).starts_with("The row holds values"));
        assert!(hint(&["DEAL_ID      NAME      STAGE"]).starts_with("Nothing but blanks"));
        assert!(hint(&["Mood", "2026"]).starts_with("Say what the columns mean"));
    }
}
