//! The table outputs: the columns' static lists as CSV, NDJSON or Parquet, a few thousand rows at a time.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::Audit;
use super::columns::{
    Column, DealRow, FindingRow, MatchRow, Read, SetAsideRow, cents, deal_rows, finding_rows,
    match_rows, set_aside_rows,
};
#[cfg(feature = "parquet")]
use super::parquet_table;
use crate::domain::{Decimal, begins_like_formula};

/// A table of the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputTable {
    /// Every deal.
    Deals,
    /// Every finding.
    Findings,
    /// Every link, and every pair a person should look at.
    Matches,
    /// Every row or cell that was not used as it stands.
    SetAside,
}

impl OutputTable {
    /// Every table.
    pub const ALL: [OutputTable; 4] =
        [OutputTable::Deals, OutputTable::Findings, OutputTable::Matches, OutputTable::SetAside];

    /// The file's name without its ending: `set_aside`.
    pub fn name(self) -> &'static str {
        match self {
            OutputTable::Deals => "deals",
            OutputTable::Findings => "findings",
            OutputTable::Matches => "matches",
            OutputTable::SetAside => "set_aside",
        }
    }
}

/// The form of the table outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// Apache Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl TableFormat {
    /// Every form that this build can write.
    pub const ALL: &[TableFormat] = &[
        TableFormat::Csv,
        TableFormat::Ndjson,
        #[cfg(feature = "parquet")]
        TableFormat::Parquet,
    ];

    /// What the names of its files end in, and what it is called on the command line.
    pub fn extension(self) -> &'static str {
        match self {
            TableFormat::Csv => "csv",
            TableFormat::Ndjson => "ndjson",
            #[cfg(feature = "parquet")]
            TableFormat::Parquet => "parquet",
        }
    }

    /// The name of a table's file: `set_aside.csv`.
    pub fn file_name(self, table: OutputTable) -> String {
        format!("{}.{}", table.name(), self.extension())
    }
}

/// Writes a table of an audit.
pub fn write_table(
    table: OutputTable,
    audit: &Audit,
    format: TableFormat,
    to: &mut (dyn Write + Send),
) -> io::Result<()> {
    match table {
        OutputTable::Deals => {
            let findings = audit.findings_by_deal();
            write_rows(table, &DealRow::COLUMNS, &deal_rows(&audit.deals, &findings), format, to)
        }
        OutputTable::Findings => {
            let rows = finding_rows(&audit.findings, &audit.deals);
            write_rows(table, &FindingRow::COLUMNS, &rows, format, to)
        }
        OutputTable::Matches => {
            write_rows(table, &MatchRow::COLUMNS, &match_rows(&audit.deals), format, to)
        }
        OutputTable::SetAside => {
            let rows = set_aside_rows(&audit.set_aside, &audit.inputs);
            write_rows(table, &SetAsideRow::COLUMNS, &rows, format, to)
        }
    }
}

fn write_rows<Row: Sync>(
    #[cfg_attr(not(feature = "parquet"), expect(unused_variables, reason = "named in Parquet"))]
    table: OutputTable,
    columns: &[Column<Row>],
    rows: &[Row],
    format: TableFormat,
    to: &mut (dyn Write + Send),
) -> io::Result<()> {
    match format {
        TableFormat::Csv => {
            to.write_all(&csv_header(columns))?;
            write_lines(rows, |part| csv_lines(columns, part), to)
        }
        TableFormat::Ndjson => write_lines(rows, |part| json_lines(columns, part), to),
        #[cfg(feature = "parquet")]
        TableFormat::Parquet => parquet_table::write(table.name(), columns, rows, to),
    }
}

/// So many rows are in memory as lines at a time.
const ROWS_AT_ONCE: usize = 32_768;
/// So many rows are made lines of by one core at a time.
const ROWS_OF_A_CORE: usize = 2_048;

fn write_lines<Row: Sync>(
    rows: &[Row],
    lines: impl Fn(&[Row]) -> Vec<u8> + Sync,
    to: &mut (dyn Write + Send),
) -> io::Result<()> {
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let parts: Vec<Vec<u8>> = rows.par_chunks(ROWS_OF_A_CORE).map(&lines).collect();
        parts.iter().try_for_each(|part| to.write_all(part))?;
    }
    Ok(())
}

const IN_MEMORY: &str = "memory takes every byte";

/// The first line of a table as CSV: UTF-8, `,`, quoted as RFC 4180 says, lines end in `\n`, blank is unknown.
fn csv_header<Row>(columns: &[Column<Row>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| column.header)).expect(IN_MEMORY);
    writer.into_inner().expect(IN_MEMORY)
}

/// Rows as CSV.
///
/// Text that a spreadsheet would take for a formula gets a leading `'` (CWE-1236).
fn csv_lines<Row>(columns: &[Column<Row>], rows: &[Row]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        for column in columns {
            let field = value(column, row).map_or(Cow::Borrowed(""), csv_field);
            writer.write_field(field.as_bytes()).expect(IN_MEMORY);
        }
        writer.write_record(None::<&[u8]>).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}

/// Rows as one JSON object per line, values typed, unknown as `null`.
fn json_lines<Row>(columns: &[Column<Row>], rows: &[Row]) -> Vec<u8> {
    let mut lines = Vec::new();
    for row in rows {
        json_line(columns, row, &mut lines).expect(IN_MEMORY);
    }
    lines
}

/// A value that is not blank.
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    Number(String),
    Date(NaiveDate),
}

/// What stands in a column of a row; `None` if it is blank.
pub(super) fn value<'a, Row>(column: &Column<Row>, row: &'a Row) -> Option<Value<'a>> {
    let plain = |number: Decimal| number.normalize().to_string();
    Some(match column.cell {
        Read::Text(cell) => Value::Text(cell(row).filter(|text| !text.is_empty())?),
        Read::Amount(cell) => Value::Number(plain(cell(row)?)),
        Read::Usd(cell) => Value::Number(plain(Decimal::new(cents(cell(row)?), 2))),
        Read::Count(cell) => Value::Number(cell(row)?.to_string()),
        Read::Score(cell) => Value::Number(to_four_decimals(cell(row)?).to_string()),
        Read::Date(cell) => Value::Date(cell(row)?),
    })
}

fn to_four_decimals(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}

fn csv_field(value: Value) -> Cow<str> {
    match value {
        Value::Text(text) if begins_like_formula(&text) => Cow::Owned(format!("'{text}")),
        Value::Text(text) => text,
        Value::Number(number) => Cow::Owned(number),
        Value::Date(date) => Cow::Owned(date.format("%Y-%m-%d").to_string()),
    }
}

fn json_line<Row>(
    columns: &[Column<Row>],
    row: &Row,
    line: &mut Vec<u8>,
) -> serde_json::Result<()> {
    line.push(b'{');
    for (place, column) in columns.iter().enumerate() {
        if place > 0 {
            line.push(b',');
        }
        serde_json::to_writer(&mut *line, column.header)?;
        line.push(b':');
        match value(column, row) {
            None => line.extend_from_slice(b"null"),
            Some(Value::Text(text)) => serde_json::to_writer(&mut *line, &text)?,
            // A JSON number has no exponent limit and no float behind it: the text of a decimal is exact.
            Some(Value::Number(number)) => line.extend_from_slice(number.as_bytes()),
            Some(Value::Date(date)) => {
                serde_json::to_writer(&mut *line, &date.format("%Y-%m-%d").to_string())?;
            }
        }
    }
    line.extend_from_slice(b"}\n");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portfolio::testing::{audit, hostile_audit};

    fn text_of(table: OutputTable, audit: &Audit, format: TableFormat) -> String {
        let mut bytes = Vec::new();
        write_table(table, audit, format, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn csv_of(table: OutputTable, audit: &Audit) -> String {
        text_of(table, audit, TableFormat::Csv)
    }

    #[test]
    fn tables_have_the_columns_of_the_contract_in_its_order() {
        let audit = audit();
        for (table, header) in [
            (
                OutputTable::Deals,
                "crm_id,ace_id,customer,deal,owner,is_migration,migration_evidence,verdict,\
                missing_fields,window,planned_start,start_basis,apply_by,days_left,arr_usd,\
                arr_basis,application,capture,assess,mobilize,migrate,est_low_usd,est_base_usd,\
                est_high_usd,worst_severity,findings,link_zone,link_method,link_score,crm_file,\
                crm_row,ace_file,ace_row,stage,amount,currency,close_date,created_date,\
                modified_date,requested_usd",
            ),
            (
                OutputTable::Findings,
                "finding_id,code,name,severity,state,crm_id,ace_id,customer,deal,owner,phase,field,\
                crm_value,ace_value,expected,message,fix,fix_in,deal_arr_usd,crm_file,crm_row,\
                ace_file,ace_row,first_seen,runs_seen,request_id",
            ),
            (
                OutputTable::Matches,
                "crm_id,ace_id,zone,method,score,why,against,runner_up_ace_id,runner_up_score",
            ),
            (OutputTable::SetAside, "file,sheet,row,column,value,problem,message,action"),
        ] {
            assert_eq!(csv_of(table, &audit).lines().next(), Some(header));
        }
    }

    #[test]
    fn text_that_looks_like_a_formula_is_defused_and_negative_numbers_are_not() {
        let csv = csv_of(OutputTable::Deals, &hostile_audit());
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[2], "'=HYPERLINK(\"http://evil\")");
        assert_eq!(&record[3], "two\nlines, and a \"quote\"");
        assert_eq!(&record[34], "-1234.5");
    }

    #[test]
    fn money_and_dates_are_plain_and_unknown_is_blank() {
        let csv = csv_of(OutputTable::Deals, &audit());
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!((&records[0][10], &records[0][14]), ("2027-01-15", "96000"));
        assert_eq!(&records[1][14], "24000.5");
        assert_eq!(
            (&records[7][0], &records[7][33]),
            ("", ""),
            "an ACE opportunity without a deal"
        );
    }

    #[test]
    fn ndjson_values_are_typed() {
        let lines = text_of(OutputTable::Deals, &hostile_audit(), TableFormat::Ndjson);
        let deal: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!(deal["amount"], serde_json::json!(-1234.5));
        assert_eq!(deal["arr_usd"], serde_json::json!(96_000));
        assert_eq!(deal["customer"], "=HYPERLINK(\"http://evil\")", "only CSV needs defusing");
        assert_eq!(deal["est_low_usd"], serde_json::Value::Null);
    }

    #[test]
    fn warnings_about_files_stand_among_what_was_set_aside() {
        let csv = csv_of(OutputTable::SetAside, &audit());
        assert!(csv.contains("partial_scope,The export holds"), "{csv}");
        assert!(csv.trim_end().ends_with("file_warning"));
    }

    #[test]
    fn candidates_follow_the_links_with_their_doubt() {
        let csv = csv_of(OutputTable::Matches, &audit());
        let review: Vec<_> = csv.lines().filter(|line| line.contains(",review,")).collect();
        assert_eq!(review.len(), 1);
        assert!(review[0].contains("different country; O7000002 scores nearly the same"));
    }

    #[test]
    fn rows_beyond_those_that_are_in_memory_at_a_time_follow_in_their_order() {
        let mut audit = audit();
        audit.findings.clear();
        audit.deals = audit.deals.iter().cycle().take(ROWS_AT_ONCE + 9).cloned().collect();
        let csv = csv_of(OutputTable::Deals, &audit);
        let lines: Vec<_> = csv.lines().skip(1).collect();
        assert_eq!(lines.len(), audit.deals.len());
        assert_eq!(lines[ROWS_AT_ONCE..], lines[..9]);
    }
}
