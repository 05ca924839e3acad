//! The table outputs: the frames as CSV, NDJSON or Parquet.

use std::borrow::Cow;

use chrono::NaiveDate;
use polars::prelude::{DateChunked, Float64Chunked, Int64Chunked, StringChunked};
use serde_json::Number;

use super::Frames;
use super::frames::{Frame, Kind};
#[cfg(feature = "parquet")]
use super::parquet_table;
use crate::domain::Decimal;

/// A table of the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Every deal.
    Deals,
    /// Every finding.
    Findings,
    /// Every link, and every pair a person should look at.
    Matches,
    /// Every row or cell that was not used as it stands.
    SetAside,
}

impl Table {
    /// Every table.
    pub const ALL: [Table; 4] = [Table::Deals, Table::Findings, Table::Matches, Table::SetAside];

    /// The file's name without its ending: `set_aside`.
    pub fn name(self) -> &'static str {
        match self {
            Table::Deals => "deals",
            Table::Findings => "findings",
            Table::Matches => "matches",
            Table::SetAside => "set_aside",
        }
    }

    fn frame(self, frames: &Frames) -> &Frame {
        match self {
            Table::Deals => &frames.deals,
            Table::Findings => &frames.findings,
            Table::Matches => &frames.matches,
            Table::SetAside => &frames.set_aside,
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
    /// The name of a table's file: `set_aside.csv`.
    pub fn file_name(self, table: Table) -> String {
        match self {
            TableFormat::Csv => format!("{}.csv", table.name()),
            TableFormat::Ndjson => format!("{}.ndjson", table.name()),
            #[cfg(feature = "parquet")]
            TableFormat::Parquet => format!("{}.parquet", table.name()),
        }
    }
}

/// Every table of an audit as the bytes of a file, with its name.
pub fn files(frames: &Frames, format: TableFormat) -> Vec<(String, Vec<u8>)> {
    let write = match format {
        TableFormat::Csv => csv,
        TableFormat::Ndjson => ndjson,
        #[cfg(feature = "parquet")]
        TableFormat::Parquet => parquet,
    };
    Table::ALL.map(|table| (format.file_name(table), write(table, frames))).into()
}

const IN_MEMORY: &str = "memory takes every byte";

/// A table as CSV (RFC 4180): UTF-8, `,`, header row, lines end in `\n`, blank is unknown.
///
/// Text that a spreadsheet would take for a formula gets a leading `'` (CWE-1236).
fn csv(table: Table, frames: &Frames) -> Vec<u8> {
    let frame = table.frame(frames);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(headers(frame)).expect(IN_MEMORY);
    let columns = columns(frame);
    for row in 0..frame.data.height() {
        for column in &columns {
            let field = column.get(row).map_or(Cow::Borrowed(""), csv_field);
            writer.write_field(field.as_bytes()).expect(IN_MEMORY);
        }
        writer.write_record(None::<&[u8]>).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}

/// A table as one JSON object per line, values typed, unknown as `null`.
fn ndjson(table: Table, frames: &Frames) -> Vec<u8> {
    let frame = table.frame(frames);
    let (headers, columns) = (headers(frame), columns(frame));
    let mut lines = Vec::new();
    for row in 0..frame.data.height() {
        json_line(&headers, &columns, row, &mut lines).expect(IN_MEMORY);
    }
    lines
}

#[cfg(feature = "parquet")]
fn parquet(table: Table, frames: &Frames) -> Vec<u8> {
    parquet_table::bytes(table.name(), table.frame(frames))
}

/// The names of a frame's columns.
pub(super) fn headers(frame: &Frame) -> Vec<&str> {
    frame.data.columns().iter().map(|column| column.name().as_str()).collect()
}

/// A column of a frame, of the type in which polars stores it.
pub(super) enum Stored<'a> {
    Text(&'a StringChunked),
    Amount(&'a StringChunked),
    Cents(&'a Int64Chunked),
    Count(&'a Int64Chunked),
    Score(&'a Float64Chunked),
    Date(&'a DateChunked),
}

/// A value that is not blank.
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(String),
    Date(NaiveDate),
}

/// The columns of a frame.
pub(super) fn columns(frame: &Frame) -> Vec<Stored<'_>> {
    const BUILT: &str = "the frame was built with this type";
    let typed = frame.data.columns().iter().zip(&frame.kinds);
    typed
        .map(|(column, kind)| match kind {
            Kind::Text => Stored::Text(column.str().expect(BUILT)),
            Kind::Amount => Stored::Amount(column.str().expect(BUILT)),
            Kind::Cents => Stored::Cents(column.i64().expect(BUILT)),
            Kind::Count => Stored::Count(column.i64().expect(BUILT)),
            Kind::Score => Stored::Score(column.f64().expect(BUILT)),
            Kind::Date => Stored::Date(column.date().expect(BUILT)),
        })
        .collect()
}

impl<'a> Stored<'a> {
    /// The value of a row; `None` if it is blank.
    pub(super) fn get(&self, row: usize) -> Option<Value<'a>> {
        Some(match self {
            Stored::Text(texts) => Value::Text(texts.get(row)?),
            Stored::Amount(texts) => Value::Number(texts.get(row)?.to_owned()),
            Stored::Cents(cents) => {
                Value::Number(Decimal::new(cents.get(row)?, 2).normalize().to_string())
            }
            Stored::Count(counts) => Value::Number(counts.get(row)?.to_string()),
            Stored::Score(scores) => Value::Number(scores.get(row)?.to_string()),
            Stored::Date(days) => Value::Date(NaiveDate::from_epoch_days(days.phys.get(row)?)?),
        })
    }
}

fn csv_field(value: Value) -> Cow<str> {
    match value {
        Value::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            Cow::Owned(format!("'{text}"))
        }
        Value::Text(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number),
        Value::Date(date) => Cow::Owned(date.format("%Y-%m-%d").to_string()),
    }
}

fn json_line(
    headers: &[&str],
    columns: &[Stored],
    row: usize,
    line: &mut Vec<u8>,
) -> serde_json::Result<()> {
    line.push(b'{');
    for (place, (header, column)) in headers.iter().zip(columns).enumerate() {
        if place > 0 {
            line.push(b',');
        }
        serde_json::to_writer(&mut *line, header)?;
        line.push(b':');
        match column.get(row) {
            None => line.extend_from_slice(b"null"),
            Some(Value::Text(text)) => serde_json::to_writer(&mut *line, text)?,
            // A JSON number has no exponent limit and no float behind it: the text is exact.
            Some(Value::Number(number)) => match number.parse::<Number>() {
                Ok(_) => line.extend_from_slice(number.as_bytes()),
                Err(_) => line.extend_from_slice(b"null"),
            },
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

    fn csv_of(table: Table, frames: &Frames) -> String {
        String::from_utf8(csv(table, frames)).unwrap()
    }

    #[test]
    fn tables_have_the_columns_of_the_contract_in_its_order() {
        let frames = Frames::new(&audit());
        for (table, header) in [
            (
                Table::Deals,
                "crm_id,ace_id,customer,deal,owner,is_migration,migration_evidence,verdict,\
                missing_fields,window,planned_start,start_basis,apply_by,days_left,arr_usd,\
                arr_basis,application,capture,assess,mobilize,migrate,est_low_usd,est_base_usd,\
                est_high_usd,worst_severity,findings,link_zone,link_method,link_score,crm_file,\
                crm_row,ace_file,ace_row,stage,amount,currency,close_date,created_date,\
                modified_date",
            ),
            (
                Table::Findings,
                "finding_id,code,name,severity,state,crm_id,ace_id,customer,deal,owner,phase,field,\
                crm_value,ace_value,expected,message,fix,fix_in,deal_arr_usd,crm_file,crm_row,\
                ace_file,ace_row,first_seen,runs_seen,request_id",
            ),
            (
                Table::Matches,
                "crm_id,ace_id,zone,method,score,why,against,runner_up_ace_id,runner_up_score",
            ),
            (Table::SetAside, "file,sheet,row,column,value,problem,message,action"),
        ] {
            assert_eq!(csv_of(table, &frames).lines().next(), Some(header));
        }
    }

    #[test]
    fn text_that_looks_like_a_formula_is_defused_and_negative_numbers_are_not() {
        let csv = csv_of(Table::Deals, &Frames::new(&hostile_audit()));
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[2], "'=HYPERLINK(\"http://evil\")");
        assert_eq!(&record[3], "two\nlines, and a \"quote\"");
        assert_eq!(&record[34], "-1234.5");
    }

    #[test]
    fn money_and_dates_are_plain_and_unknown_is_blank() {
        let csv = csv_of(Table::Deals, &Frames::new(&audit()));
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
        let lines = ndjson(Table::Deals, &Frames::new(&hostile_audit()));
        let first = String::from_utf8(lines).unwrap().lines().next().unwrap().to_owned();
        let deal: serde_json::Value = serde_json::from_str(&first).unwrap();
        assert_eq!(deal["amount"], serde_json::json!(-1234.5));
        assert_eq!(deal["arr_usd"], serde_json::json!(96_000));
        assert_eq!(deal["customer"], "=HYPERLINK(\"http://evil\")", "only CSV needs defusing");
        assert_eq!(deal["est_low_usd"], serde_json::Value::Null);
    }

    #[test]
    fn warnings_about_files_stand_among_what_was_set_aside() {
        let csv = csv_of(Table::SetAside, &Frames::new(&audit()));
        assert!(csv.contains("partial_scope,The export holds"), "{csv}");
        assert!(csv.trim_end().ends_with("file_warning"));
    }

    #[test]
    fn candidates_follow_the_links_with_their_doubt() {
        let csv = csv_of(Table::Matches, &Frames::new(&audit()));
        let review: Vec<_> = csv.lines().filter(|line| line.contains(",review,")).collect();
        assert_eq!(review.len(), 1);
        assert!(review[0].contains("different country; O7000002 scores nearly the same"));
    }
}
