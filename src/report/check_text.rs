//! What `check` prints: what each export is, how its columns map, and what is wrong with it.

use super::words::counted;
use super::wrapped::{WIDTH, wrapped};
use crate::domain::{
    Action, Failure, Field, InputReport, Noted, SettledAmounts, SettledOrder, grouped,
};

/// The inputs one after the other, a blank line between them. Ends in a line break.
pub fn check_text(checked: &[Result<InputReport, Vec<Failure>>]) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for input in checked {
        match input {
            Ok(report) => blocks.push(block(report).join("\n")),
            Err(failures) => blocks.extend(failures.iter().map(unusable)),
        }
    }
    blocks.join("\n\n") + "\n"
}

fn unusable(failure: &Failure) -> String {
    let mut lines = wrapped(&format!("CANNOT BE USED: {}", failure.message), WIDTH, 2);
    lines.extend(labelled("next step", &failure.hint));
    lines.join("\n")
}

fn block(input: &InputReport) -> Vec<String> {
    let mut lines = vec![format!("{}: {} ({})", input.path, input.role.label(), input.profile)];
    if !input.recognised_by.is_empty() {
        lines.extend(labelled("known by", &input.recognised_by));
    }
    lines.extend(labelled("form", &form(input)));
    lines.extend(labelled("rows", &rows(input)));
    if let Some(newest) = input.newest_record {
        lines.extend(labelled("newest record", &newest.to_string()));
    }
    lines.extend(columns(input));
    lines.extend(not_mapped(input));
    for (field, settled) in &input.date_orders {
        lines.extend(labelled("dates", &date_order(*field, settled)));
    }
    for (field, settled) in &input.amounts {
        lines.extend(labelled("amounts", &amounts(*field, settled)));
    }
    for noted in &input.noted {
        let (label, text) = reason(noted);
        lines.extend(labelled(label, &text));
    }
    for warning in &input.warnings {
        let row = warning.row.map_or_else(String::new, |row| format!("row {row}: "));
        let column = warning
            .column
            .as_deref()
            .map_or_else(String::new, |header| format!("column \"{}\": ", one_line(header)));
        let text = format!("{row}{column}{} ({})", warning.message, warning.code);
        lines.extend(labelled("warning", &text));
    }
    lines
}

/// How wide the labels are, the blanks before them included.
const LABEL: usize = 16;

fn labelled(label: &str, text: &str) -> Vec<String> {
    let label = format!("  {label:<14}");
    wrapped(&format!("{label}{text}"), WIDTH, LABEL)
}

fn form(input: &InputReport) -> String {
    let mut parts = vec![input.container.to_owned()];
    parts.extend(input.encoding.clone());
    parts.extend(input.delimiter.map(delimiter));
    parts.extend(input.sheet.as_ref().map(|sheet| format!("sheet {sheet}")));
    // The names of JSON stand in every record.
    if input.header_row > 0 {
        parts.push(format!("header in row {}", input.header_row));
    }
    parts.join(", ")
}

fn delimiter(delimiter: char) -> String {
    match delimiter {
        ',' => "separated by commas".into(),
        ';' => "separated by semicolons".into(),
        '\t' => "separated by tabs".into(),
        other => format!("separated by {other}"),
    }
}

fn rows(input: &InputReport) -> String {
    format!(
        "{} read = {} used + {} set aside + {} ignored",
        grouped(input.rows_read.into()),
        grouped(input.rows_used.into()),
        grouped(input.rows_set_aside.into()),
        grouped(input.rows_ignored.into())
    )
}

/// The columns that mean something, one under the other: a header may be long, and its end tells most.
fn columns(input: &InputReport) -> Vec<String> {
    let names = input.columns.keys().map(|field| field.name().len());
    let width = names.max().unwrap_or_default();
    let mut lines = Vec::new();
    for (field, header) in &input.columns {
        let label = if lines.is_empty() { "columns" } else { "" };
        let line = format!("  {label:<14}{:<width$} ← {}", field.name(), one_line(header));
        lines.extend(wrapped(&line, WIDTH, LABEL + width + 3));
    }
    lines
}

/// The headers that no profile knows, those with a known one near them first, each in its own line.
fn not_mapped(input: &InputReport) -> Vec<String> {
    if input.unmapped_headers.is_empty() {
        return Vec::new();
    }
    let near = |header: &String| input.suggestions.get(header).filter(|near| !near.is_empty());
    let mut lines = Vec::new();
    let mut rest = Vec::new();
    for header in &input.unmapped_headers {
        let label = if lines.is_empty() { "not mapped" } else { "" };
        match near(header) {
            Some(known) => {
                let text = format!("{}, near {}", one_line(header), known.join(", "));
                lines.extend(labelled(label, &text));
            }
            None => rest.push(one_line(header)),
        }
    }
    if !rest.is_empty() {
        let label = if lines.is_empty() { "not mapped" } else { "" };
        lines.extend(labelled(label, &rest.join(", ")));
    }
    lines.extend(labelled("", "if one matters, name its field: --map \"HEADER=field\""));
    lines
}

/// Headers may hold line breaks.
fn one_line(header: &str) -> String {
    header.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn date_order(field: Field, settled: &SettledOrder) -> String {
    let order = match (settled.order, settled.settled_by) {
        (Some(order), _) => order.name(),
        (None, "each separator") => "several orders",
        (None, _) => "unambiguous",
    };
    format!("{field}: {order}, settled by {}", settled.settled_by)
}

fn amounts(field: Field, settled: &SettledAmounts) -> String {
    let mark = match (settled.decimal_mark, settled.settled_by) {
        (Some(mark), settled_by) => format!("decimal {mark}, settled by {settled_by}"),
        (None, "nothing") => "decimal mark open, settled by nothing".into(),
        (None, settled_by) => format!("unambiguous, settled by {settled_by}"),
    };
    let currency = match (&settled.currency, settled.currency_settled_by) {
        (Some(codes), Some(settled_by)) => {
            format!("{}, settled by {settled_by}", codes.replace(';', ", "))
        }
        _ => "currency unknown".into(),
    };
    format!("{field}: {mark}; {currency}")
}

/// What was done with rows or cells, and why.
fn reason(noted: &Noted) -> (&'static str, String) {
    let (done, thing) = match noted.action {
        Action::RowSetAside => ("set aside", "row"),
        Action::RowIgnored => ("ignored", "row"),
        Action::CellIgnored => ("not read", "cell"),
        Action::CellRepaired => ("repaired", "cell"),
        Action::FileWarning => ("warning", "file"),
    };
    let first = match noted.first_row {
        Some(row) if noted.count > 1 => format!(", first in row {row}"),
        Some(row) => format!(" in row {row}"),
        None => String::new(),
    };
    let count = counted(noted.count, thing);
    (done, format!("{count}{first}: {} ({})", noted.message, noted.problem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::audit;

    #[test]
    fn a_file_is_told_with_its_columns_and_what_settled_its_values() {
        assert_eq!(
            check_text(&[Ok(audit().inputs[0].clone())]),
            "\
crm.csv: a CRM export (salesforce)
  form          csv, UTF-8, separated by commas, header in row 1
  rows          9 read = 7 used + 1 set aside + 1 ignored
  newest record 2026-09-20
  columns       deal_id  ← Opportunity ID
                customer ← Account
  not mapped    Forecast
                if one matters, name its field: --map \"HEADER=field\"
  dates         close_date: dmy, settled by values
  amounts       amount: decimal comma, settled by values; EUR, settled by currency column
  not read      3 cells, first in row 4: This is no date that can be read. Correct it in the export.
                (unreadable_date)
  warning       The export holds only the user's own deals. (partial_scope)
"
        );
    }

    #[test]
    fn a_header_near_a_known_one_is_told_with_it() {
        let mut input = audit().inputs[0].clone();
        input.recognised_by = "2 of 3 headers are known".into();
        input.unmapped_headers = vec!["Mood".into(), "AWS\nARR est".into()];
        input.suggestions =
            [("AWS\nARR est".to_owned(), vec!["`aws arr` (arr)".to_owned()])].into();
        let text = check_text(&[Ok(input)]);
        assert!(text.contains("  known by      2 of 3 headers are known\n"), "{text}");
        let expected = "  not mapped    AWS ARR est, near `aws arr` (arr)\n                Mood\n";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_a_hundred_characters() {
        let mut input = audit().inputs[0].clone();
        let headers = (0..82).map(|place| format!("Unknown header number {place}"));
        input.unmapped_headers = headers.collect();
        for (field, place) in Field::ALL.iter().zip(0..82) {
            input.columns.insert(*field, format!("Header {place} {}", "long words ".repeat(10)));
        }
        input.warnings[0].message = "word ".repeat(60);
        let text = check_text(&[Ok(input)]);
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(WIDTH), "{widest:?}");
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{text}");
    }

    #[test]
    fn several_files_are_set_apart_by_a_blank_line() {
        let checked: Vec<_> = audit().inputs.into_iter().map(Ok).collect();
        assert_eq!(check_text(&checked).matches("\n\n").count(), 1);
    }

    #[test]
    fn what_needs_no_decision_is_called_unambiguous() {
        let settled = SettledOrder { order: None, settled_by: "form" };
        assert_eq!(
            date_order(Field::CloseDate, &settled),
            "close_date: unambiguous, settled by form"
        );
        let mut settled = SettledAmounts {
            decimal_mark: None,
            settled_by: "form",
            currency: None,
            currency_settled_by: None,
        };
        assert_eq!(
            amounts(Field::Amount, &settled),
            "amount: unambiguous, settled by form; currency unknown"
        );
        settled.settled_by = "nothing";
        assert!(amounts(Field::Amount, &settled).contains("open"));
    }
}
