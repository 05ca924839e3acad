//! What the owner of a file that cannot be used can do about it.

use super::IngestError;

impl IngestError {
    /// The next step, with the flag that settles it if one does.
    pub fn hint(&self) -> String {
        match self {
            IngestError::Missing { .. } => "Check the path; put it in quotes if it holds blanks.".into(),
            IngestError::Folder { .. } => "Name the files in it.".into(),
            IngestError::Unreadable { .. } => {
                "Close the file in Excel, and check that you may read it.".into()
            }
            IngestError::Empty { .. } | IngestError::NoDataRows { first_problem: None, .. } => {
                "Export it again, and check the filters of the report: without rows nothing would be found missing.".into()
            }
            IngestError::UnsupportedFormat { way_out, .. } => (*way_out).to_owned(),
            IngestError::PasswordProtected { .. } => {
                "Open it in Excel, remove the password (File, Info, Protect Workbook) and save it again; unpack an archive with its password.".into()
            }
            IngestError::Damaged { .. } => {
                "Download or export it again; if it opens in Excel, save it there as a new .xlsx.".into()
            }
            IngestError::TooLarge { .. } => {
                "Export fewer columns, or split the export by filters and give all parts; in a workbook, copy the deals to a new sheet without the stray cells.".into()
            }
            IngestError::UnknownEncoding { .. } => {
                "Use a name such as utf-8, utf-16le, windows-1252, shift_jis, gbk or big5 with --encoding.".into()
            }
            IngestError::Undecodable { .. } => {
                "Export it as UTF-8, or name its encoding with --encoding, such as --encoding shift_jis.".into()
            }
            IngestError::UnclosedQuote { .. } => {
                "The download may be cut: export it again. Otherwise close or double the quote in that line.".into()
            }
            IngestError::CurlyQuotes { .. } => {
                "Export it again without opening it in a word processor, or replace the curly quotes round cells by straight ones.".into()
            }
            IngestError::BrokenJson { .. } => {
                "The file may be cut: fetch it again. A script must write it with a JSON library: names and texts in double quotes, null where there is no value.".into()
            }
            IngestError::SheetNotFound { .. } => "Name one of them with --sheet.".into(),
            IngestError::OwnOutput { .. } => {
                "Leave it out, or keep it in another folder than the exports.".into()
            }
            IngestError::NoFindingsWorkbook { .. } => {
                "Name with --previous the workbook that an earlier audit wrote, with its sheets Deals and Findings; or leave --previous out, and start anew.".into()
            }
            IngestError::SeveralSheets { sheets, .. } => {
                format!(
                    "Pick one with --sheet, such as --sheet \"{}\"; if several hold deals of today, put their rows on one sheet.",
                    sheets.first().map_or("", String::as_str)
                )
            }
            IngestError::OtherRole { found, .. } => {
                format!("Give it with --{}, or without a flag.", found.name())
            }
            IngestError::MissingColumn { fields, role, .. } => {
                let field = fields.first().unwrap_or(&"field");
                format!(
                    "Add the column to the export, or name the header that holds it: --map \"HEADER={field}\", or {field} = \"HEADER\" under [columns.{}] in mapaudit.toml.",
                    role.name()
                )
            }
            IngestError::PivotOrSummary { .. } => {
                "Export the list of deals itself; if a column does hold the id, name it: --map \"HEADER=deal_id\", or deal_id = \"HEADER\" under [columns.crm] in mapaudit.toml.".into()
            }
            IngestError::OtherRecords { .. } => {
                "Leave the file out, and export the opportunities or deals themselves. If its rows are your deals, give it with --crm.".into()
            }
            IngestError::Turned { .. } => {
                "Give a list with a row for each record: in Excel, copy the table and paste it on a new sheet with Paste Special, Transpose.".into()
            }
            IngestError::UnknownLayout { .. } => {
                "Say what the columns mean: --map \"HEADER=field\", once per column, or field = \"HEADER\" under [columns.crm] in mapaudit.toml; and --crm, --ace, --funding or --accounts for the file.".into()
            }
            IngestError::DuplicateHeader { .. } => {
                "Rename or remove one of the two columns in the export.".into()
            }
            IngestError::NoStoredValues { .. } => {
                "Open the workbook in Excel, which works the formulas out, and save it.".into()
            }
            IngestError::NoExportInArchive { .. } => {
                "Unpack the archive and give the file that is the export; say what it holds with --crm, --ace or --funding and --map.".into()
            }
            IngestError::PartsDiffer { .. } => {
                "Unpack the archive and give the part that is meant, or export all parts with the same columns.".into()
            }
            IngestError::NoDataRows { .. } => "Correct what is wrong with the rows, or export the file again.".into(),
        }
    }
}
