//! What the program tells on standard error, line by line, for people or for programs.

use std::fmt;

use serde::Serialize;

use crate::domain::{Failure, InputReport, SetAside, Warning};

/// Something to tell. As JSON the field names are a contract: they are added to, never changed. A line bears no time:
/// whoever keeps the log, as journald or a CI service, stamps it, and two runs tell the same.
#[derive(Debug, Serialize)]
pub struct LogLine {
    level: Level,
    /// Whole sentences, with the file and the place.
    message: String,
    /// The next step.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// Stable identifier in snake case: `stale_input`.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// The file in question, as the user gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// Its row, as its owner sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    /// The header of its column, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Info,
    Warning,
    Error,
}

impl LogLine {
    /// What the program does or has done.
    pub fn info(message: impl Into<String>) -> LogLine {
        LogLine::new(Level::Info, message.into())
    }

    /// What should be looked at, though the run goes on.
    pub fn warning(message: impl Into<String>) -> LogLine {
        LogLine::new(Level::Warning, message.into())
    }

    /// What ends the run, without its last full stop.
    pub fn error(problem: &impl fmt::Display) -> LogLine {
        LogLine::new(Level::Error, format!("{problem}."))
    }

    /// An input that cannot be used.
    pub fn failure(failure: &Failure) -> LogLine {
        let Failure { path, code, message, hint } = failure;
        LogLine {
            hint: Some(hint.clone()),
            code: Some(code),
            file: path.clone(),
            ..LogLine::new(Level::Error, message.clone())
        }
    }

    /// Something suspicious about an input.
    pub fn of_input(input: &InputReport, warning: &Warning) -> LogLine {
        let Warning { code, message, row, column } = warning;
        LogLine::in_file(
            code,
            &input.path,
            input.sheet.as_ref(),
            ("row", *row),
            column.as_ref(),
            message,
        )
    }

    /// What the writer of an entry should know.
    pub fn of_entry(notice: &SetAside) -> LogLine {
        let SetAside { file, sheet, row, column, value, problem, message, .. } = notice;
        let value = if message.contains(value) { String::new() } else { format!("{value}: ") };
        let message = value + message;
        LogLine::in_file(problem, file, sheet.as_ref(), ("line", *row), column.as_ref(), &message)
    }

    fn in_file(
        code: &'static str,
        file: &str,
        sheet: Option<&String>,
        (unit, row): (&str, Option<u32>),
        column: Option<&String>,
        message: &str,
    ) -> LogLine {
        let on_sheet = sheet.map(|name| format!(", sheet {name}")).unwrap_or_default();
        let in_row = row.map(|row| format!(", {unit} {row}")).unwrap_or_default();
        // Headers may have several lines.
        let one_line = |header: &str| header.split_whitespace().collect::<Vec<_>>().join(" ");
        let in_column = column.map(|it| format!(", column \"{}\"", one_line(it)));
        let in_column = in_column.unwrap_or_default();
        LogLine {
            code: Some(code),
            file: Some(file.to_owned()),
            row,
            sheet: sheet.cloned(),
            column: column.cloned(),
            ..LogLine::warning(format!("{file}{on_sheet}{in_row}{in_column}: {message}"))
        }
    }

    fn new(level: Level, message: String) -> LogLine {
        let (sheet, column) = (None, None);
        LogLine { level, message, hint: None, code: None, file: None, row: None, sheet, column }
    }

    /// For people: the message after its level, the next step below.
    pub fn text(&self) -> String {
        let level = match self.level {
            Level::Info => "",
            Level::Warning => "warning: ",
            Level::Error => "error: ",
        };
        let hint = self.hint.as_ref().map(|hint| format!("\n       {hint}")).unwrap_or_default();
        format!("{level}{}{hint}", self.message)
    }

    /// For programs: one JSON object on one line.
    pub fn json(&self) -> String {
        serde_json::to_string(self).expect("text keys and texts only")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::input_report;
    use crate::domain::{Action, Role};

    fn stale() -> LogLine {
        LogLine::failure(&Failure {
            path: Some("crm.csv".into()),
            code: "stale_input",
            message: "crm.csv: was last written\non 2026-09-01".into(),
            hint: "Export it again.".into(),
        })
    }

    #[test]
    fn people_read_the_level_the_message_and_the_next_step() {
        let text = "error: crm.csv: was last written\non 2026-09-01\n       Export it again.";
        assert_eq!(stale().text(), text);
        assert_eq!(LogLine::info("No workbook was written.").text(), "No workbook was written.");
    }

    #[test]
    fn programs_read_one_object_on_one_line_whatever_the_message_holds() {
        let json = r#"{"level":"error","message":"crm.csv: was last written\non 2026-09-01","hint":"Export it again.","code":"stale_input","file":"crm.csv"}"#;
        assert_eq!(stale().json(), json);
    }

    #[test]
    fn a_warning_names_its_row_and_its_column() {
        let warning = Warning { row: Some(7), ..Warning::new("broken_letters", "Broken.") };
        let crm = input_report("crm.csv", Role::Crm, 9, 7);
        let line = LogLine::of_input(&crm, &warning);
        assert_eq!(line.text(), "warning: crm.csv, row 7: Broken.");
        assert!(line.json().ends_with(r#""code":"broken_letters","file":"crm.csv","row":7}"#));
        let of_column =
            Warning { column: Some("Deal\nSize".into()), ..Warning::new("scaled", "Scaled.") };
        let line = LogLine::of_input(&crm, &of_column);
        assert_eq!(line.text(), "warning: crm.csv, column \"Deal Size\": Scaled.");
        assert!(line.json().ends_with(r#""file":"crm.csv","column":"Deal\nSize"}"#));
    }

    #[test]
    fn a_warning_about_a_workbook_names_its_sheet() {
        let ace = input_report("ace.xlsx", Role::Ace, 9, 7);
        let line = LogLine::of_input(&ace, &Warning::new("hidden_rows", "Hidden."));
        assert_eq!(line.text(), "warning: ace.xlsx, sheet Opportunities: Hidden.");
        assert!(line.json().contains(r#""sheet":"Opportunities""#));
    }

    #[test]
    fn a_warning_about_an_entry_names_its_sheet_and_its_column() {
        let line = LogLine::of_entry(&SetAside {
            file: "findings.xlsx".into(),
            sheet: Some("Deals".into()),
            row: None,
            column: Some("Waive until".into()),
            value: "soon".into(),
            problem: "unreadable_date",
            message: "This is no day.".into(),
            action: Action::FileWarning,
        });
        let text =
            "warning: findings.xlsx, sheet Deals, column \"Waive until\": soon: This is no day.";
        assert_eq!(line.text(), text);
        assert!(line.json().ends_with(r#""sheet":"Deals","column":"Waive until"}"#));
    }
}
