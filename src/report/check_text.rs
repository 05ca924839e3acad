//! What `check` prints: what each export is, how its columns map, and what is wrong with it.

use super::words::counted;
use crate::domain::{DateOrder, Failure, Field, InputReport, SettledOrder, grouped};

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
    [format!("CANNOT BE USED: {}", failure.message), labelled("next step", &failure.hint)]
        .join("\n")
}

fn block(input: &InputReport) -> Vec<String> {
    let mut lines = vec![format!("{}: {} ({})", input.path, input.role.label(), input.profile)];
    lines.push(labelled("form", &form(input)));
    lines.push(labelled("rows", &rows(input)));
    if let Some(newest) = input.newest_record {
        lines.push(labelled("newest record", &newest.to_string()));
    }
    let mut label = "columns";
    for (field, header) in &input.columns {
        lines.push(labelled(label, &format!("{header} = {field}")));
        label = "";
    }
    if !input.unmapped_headers.is_empty() {
        lines.push(labelled("not mapped", &input.unmapped_headers.join(", ")));
        lines.push(labelled("", "if one matters, name its field: --map \"HEADER=field\""));
    }
    for (field, settled) in &input.date_orders {
        lines.push(labelled("dates", &date_order(*field, settled)));
    }
    for warning in &input.warnings {
        let place = warning.row.map_or_else(String::new, |row| format!("row {row}: "));
        lines.push(labelled("warning", &format!("{place}{} ({})", warning.message, warning.code)));
    }
    lines
}

fn labelled(label: &str, text: &str) -> String {
    format!("  {label:<14}{text}")
}

fn form(input: &InputReport) -> String {
    let mut parts = vec![input.container.to_owned()];
    parts.extend(input.encoding.clone());
    parts.extend(input.delimiter.map(delimiter));
    parts.extend(input.sheet.as_ref().map(|sheet| format!("sheet {sheet}")));
    parts.push(format!("header in row {}", input.header_row));
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
        "{}: {} used, {} set aside, {} ignored",
        counted(input.rows_read, "row"),
        grouped(input.rows_used.into()),
        grouped(input.rows_set_aside.into()),
        grouped(input.rows_ignored.into())
    )
}

fn date_order(field: Field, settled: &SettledOrder) -> String {
    let order = settled.order.map_or("unambiguous", DateOrder::name);
    format!("{field}: {order}, settled by {}", settled.settled_by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::audit;

    #[test]
    fn a_file_is_told_with_its_columns_and_what_settled_its_dates() {
        assert_eq!(
            check_text(&[Ok(audit().inputs[0].clone())]),
            "\
crm.csv: a CRM export (salesforce)
  form          csv, UTF-8, separated by commas, header in row 1
  rows          9 rows: 7 used, 1 set aside, 1 ignored
  newest record 2026-09-20
  columns       Opportunity ID = deal_id
                Account = customer
  not mapped    Forecast
                if one matters, name its field: --map \"HEADER=field\"
  dates         close_date: dmy, settled by values
  warning       The export holds only the user's own deals. (partial_scope)
"
        );
    }

    #[test]
    fn several_files_are_set_apart_by_a_blank_line() {
        let checked: Vec<_> = audit().inputs.into_iter().map(Ok).collect();
        assert_eq!(check_text(&checked).matches("\n\n").count(), 1);
    }

    #[test]
    fn dates_that_need_no_order_are_called_unambiguous() {
        let settled = SettledOrder { order: None, settled_by: "form" };
        assert_eq!(
            date_order(Field::CloseDate, &settled),
            "close_date: unambiguous, settled by form"
        );
    }
}
