//! Data problems: what of the exports could not be used as it stands, for whoever exports them.

use super::{Report, header_notes};
use crate::domain::{Action, InputReport, SetAside, grouped, shortened};
use crate::report::sheet::{Cell, Column, Content, Sheet, Tab, Table};
use crate::report::words;

pub(super) fn sheet<'a>(report: &'a Report) -> Sheet<'a> {
    let rows = problems(&report.audit.set_aside, &report.audit.inputs, report.most_rows);
    let mut table = Table::new("tblData", COLUMNS, rows);
    table.header_notes = header_notes::OF_DATA_PROBLEMS;
    Sheet { name: "Data problems", tab: Tab::Grey, content: Content::Table(table) }
}

/// A value is cut: a whole description in a cell would push the rest off the screen.
const LONGEST_VALUE: usize = 80;

struct ProblemRow {
    file: String,
    sheet: Option<String>,
    row: Option<u32>,
    column: Option<String>,
    value: Option<String>,
    problem: String,
    done: String,
    message: String,
}

#[rustfmt::skip]
const COLUMNS: &[Column<ProblemRow>] = &[
    Column { header: "File", width: 30.0, cell: |line| line.file.as_str().into() },
    Column { header: "Sheet", width: 14.0, cell: |line| Cell::text(line.sheet.as_deref()) },
    Column { header: "Row", width: 9.0, cell: |line| line.row.map_or(Cell::Blank, |row| Cell::Count(row.into())) },
    Column { header: "Column", width: 22.0, cell: |line| Cell::text(line.column.as_deref()) },
    Column { header: "Value", width: 30.0, cell: |line| Cell::text(line.value.as_deref()) },
    Column { header: "Problem", width: 24.0, cell: |line| line.problem.as_str().into() },
    Column { header: "What we did", width: 24.0, cell: |line| line.done.as_str().into() },
    Column { header: "How to fix", width: 60.0, cell: |line| Cell::text(Some(&line.message)) },
];

/// What costs most comes first: rows set aside, cells, warnings, unknown headers, and rows that are none of deals. It ends
/// with what became of the rows of each file.
fn problems(set_aside: &[SetAside], inputs: &[InputReport], most: usize) -> Vec<ProblemRow> {
    let (ignored, mut costly): (Vec<_>, Vec<_>) =
        set_aside.iter().partition(|place| place.action == Action::RowIgnored);
    costly.sort_by_key(|place| place.action);
    costly.truncate(most);
    let room = most - costly.len();
    let mut problems: Vec<ProblemRow> = costly.into_iter().map(of_place).collect();
    problems.extend(inputs.iter().flat_map(warnings));
    problems.extend(inputs.iter().flat_map(unknown_headers));
    problems.extend(ignored.into_iter().take(room).map(of_place));
    problems.extend(inputs.iter().map(row_account));
    problems
}

fn warnings(input: &InputReport) -> impl Iterator<Item = ProblemRow> {
    input.warnings.iter().map(|warning| ProblemRow {
        row: warning.row,
        column: warning.column.clone(),
        problem: words::sentence_case(warning.code),
        done: done(Action::FileWarning).into(),
        message: warning.message.clone(),
        ..of_file(input)
    })
}

fn unknown_headers(input: &InputReport) -> impl Iterator<Item = ProblemRow> {
    input.unmapped_headers.iter().map(|header| ProblemRow {
        column: Some(header.clone()),
        problem: "Header not known".into(),
        done: "Column ignored".into(),
        message: format!("If it matters, name its field: --map \"{header}=field\"."),
        ..of_file(input)
    })
}

fn of_place(place: &SetAside) -> ProblemRow {
    ProblemRow {
        file: place.file.clone(),
        sheet: place.sheet.clone(),
        row: place.row,
        column: place.column.clone(),
        value: Some(shortened(&place.value, LONGEST_VALUE)),
        problem: words::sentence_case(place.problem),
        done: done(place.action).into(),
        message: place.message.clone(),
    }
}

fn of_file(input: &InputReport) -> ProblemRow {
    ProblemRow {
        file: input.path.clone(),
        sheet: input.sheet.clone(),
        row: None,
        column: None,
        value: None,
        problem: String::new(),
        done: String::new(),
        message: String::new(),
    }
}

fn row_account(input: &InputReport) -> ProblemRow {
    let [read, used, aside, ignored] =
        [input.rows_read, input.rows_used, input.rows_set_aside, input.rows_ignored]
            .map(|rows| grouped(rows.into()));
    ProblemRow {
        problem: "Rows of the file".into(),
        done: format!("{read} read"),
        message: format!("{used} used, {aside} set aside, {ignored} ignored."),
        ..of_file(input)
    }
}

fn done(action: Action) -> &'static str {
    match action {
        Action::RowSetAside => "Row set aside",
        Action::RowIgnored => "Row ignored",
        Action::CellIgnored => "Cell left blank, row used",
        Action::CellRepaired => "Cell repaired, row used",
        Action::FileWarning => "File used, with this warning",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::audit;

    #[test]
    fn the_sheet_ends_with_the_account_of_the_rows_of_every_file() {
        let audit = audit();
        let problems = problems(&audit.set_aside, &audit.inputs, 50);
        let last = problems.last().unwrap();
        assert_eq!((last.file.as_str(), last.done.as_str()), ("ace.xlsx", "7 read"));
        assert_eq!(last.message, "6 used, 1 set aside, 0 ignored.");
    }

    #[test]
    fn what_costs_most_comes_first_and_is_not_pushed_out_by_footers() {
        let mut audit = audit();
        let place = audit.set_aside[0].clone();
        let of = |action| SetAside { action, ..place.clone() };
        audit.set_aside =
            [Action::RowIgnored, Action::CellRepaired, Action::RowSetAside].map(of).into();
        let order = |most| {
            let problems = problems(&audit.set_aside, &audit.inputs, most);
            let done = problems.into_iter().map(|problem| problem.done);
            done.filter(|done| done.starts_with("Row ") || done.starts_with("Cell"))
                .collect::<Vec<_>>()
        };
        let (aside, repaired) = ("Row set aside", "Cell repaired, row used");
        assert_eq!(order(3), [aside, repaired, "Row ignored"]);
        assert_eq!(order(2), [aside, repaired]);
    }

    #[test]
    fn headers_that_no_profile_knows_are_named_with_the_flag_that_maps_them() {
        let audit = audit();
        let problems = problems(&audit.set_aside, &audit.inputs, 50);
        let header = problems.iter().find(|p| p.problem == "Header not known").unwrap();
        assert!(header.message.contains("--map \"Forecast=field\""));
    }
}
