//! Parquet, in which data lakes keep copies of exports: read by row group, every value exact. The
//! columns of nested records have the paths that they have in JSON.

mod leaf;
mod value;

use std::fs::File;
use std::path::Path;

use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use self::leaf::Leaf;
use super::path_rows::{Header, Member};
use super::place::Place;
use super::sample::Visit;
use super::{IngestError, Options};
use crate::domain::RawTable;

/// How many records are held at a time.
const BATCH: usize = 4_096;

/// The records of a Parquet file as a table.
pub(super) fn read(shown: &str, path: &Path, options: &Options) -> Result<RawTable, IngestError> {
    let unreadable = |error: std::io::Error| IngestError::Unreadable {
        path: shown.to_owned(),
        reason: error.to_string(),
    };
    let file = File::open(path).map_err(unreadable)?;
    let reader = SerializedFileReader::new(file).map_err(|error| damaged(shown, &error))?;
    let leaves = Leaf::all(reader.metadata().file_metadata().schema_descr());
    let header = Header::new(shown, leaves.iter().flat_map(Leaf::paths).collect())?;
    let at = Place { path: shown.to_owned(), sheet: None, container: "parquet" };
    header.sample(options).into_table(at, options, |visit| {
        each_row(&reader, &leaves, &header, visit).map_err(|error| damaged(shown, &error))
    })
}

fn damaged(path: &str, error: &ParquetError) -> IngestError {
    IngestError::Damaged {
        path: path.to_owned(),
        place: "the Parquet file".into(),
        reason: error.to_string(),
    }
}

fn each_row(
    reader: &SerializedFileReader<File>,
    leaves: &[Leaf],
    header: &Header,
    visit: Visit<'_>,
) -> Result<(), ParquetError> {
    let mut row = header.row();
    let mut is_break = visit(&mut row).is_break();
    let mut number = 0;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let mut columns = (0..leaves.len())
            .map(|column| group.get_column_reader(column))
            .collect::<Result<Vec<_>, _>>()?;
        let mut left = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
        while left > 0 && !is_break {
            let mut records: Vec<Vec<Member>> = vec![Vec::new(); left.min(BATCH)];
            left -= records.len();
            let mut filled = 0;
            for (leaf, column) in leaves.iter().zip(&mut columns) {
                filled = filled.max(leaf.add(column, &mut records)?);
            }
            if filled < records.len() {
                return Err(ParquetError::EOF("there are fewer records than it says".into()));
            }
            for members in &records {
                number += 1;
                row.start(number);
                header.fill(&mut row, members);
                is_break |= !row.is_blank() && visit(&mut row).is_break();
                if is_break {
                    break;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::data_type::{
        BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type,
    };
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;
    use crate::domain::Field;

    const SCHEMA: &str = "message m {
        required binary Id (STRING);
        optional group Customer { optional group Account { optional binary CompanyName (STRING); } }
        optional group LifeCycle { optional binary Stage (STRING); optional int32 TargetCloseDate (DATE); }
        optional int64 LastModifiedDate (TIMESTAMP(NANOS,false));
        optional group Project {
            optional binary Title (STRING);
            optional group ApnPrograms (LIST) { repeated group list { optional binary element (STRING); } }
            optional group ExpectedCustomerSpend (LIST) { repeated group list { optional group element {
                optional int64 Amount (DECIMAL(18,2)); optional binary TargetCompany (STRING); } } }
        }
        optional boolean won; optional double score;
    }";

    fn texts(texts: &[&str]) -> Vec<ByteArray> {
        texts.iter().map(|text| ByteArray::from(*text)).collect()
    }

    /// Two opportunities: the second has no programs, and its spend entry of AWS comes second.
    fn file() -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
        let properties = Arc::new(WriterProperties::builder().build());
        let handle = file.reopen().unwrap();
        let mut writer = SerializedFileWriter::new(handle, schema, properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut place = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            let text = |values: &[&str], filled: &[i16], lists: Option<&[i16]>| {
                (texts(values), filled.to_vec(), lists.map(<[i16]>::to_vec))
            };
            let bytes = match place {
                0 => Some((texts(&["O1", "O2"]), Vec::new(), None)),
                1 => Some(text(&["Acme", "Bolt"], &[3, 3], None)),
                2 => Some(text(&["Qualified"], &[2, 1], None)),
                5 => Some(text(&["Exit", "Lift"], &[2, 2], None)),
                6 => Some(text(&["Windows", "MAP"], &[4, 4, 1], Some(&[0, 1, 0]))),
                8 => Some(text(&["AWS", "Self", "AWS"], &[5, 5, 5], Some(&[0, 0, 1]))),
                _ => None,
            };
            if let Some((values, filled, lists)) = bytes {
                let filled = (!filled.is_empty()).then_some(filled);
                let writer = column.typed::<ByteArrayType>();
                writer.write_batch(&values, filled.as_deref(), lists.as_deref()).unwrap();
            }
            match place {
                3 => column.typed::<Int32Type>().write_batch(&[20_818], Some(&[2, 1]), None),
                4 => column.typed::<Int64Type>().write_batch(
                    &[1_772_366_400_000_000_001, 1_772_366_400_000_000_000],
                    Some(&[1, 1]),
                    None,
                ),
                7 => column.typed::<Int64Type>().write_batch(
                    &[250_000, 9_000_000, 5],
                    Some(&[5, 5, 5]),
                    Some(&[0, 0, 1]),
                ),
                9 => column.typed::<BoolType>().write_batch(&[true, false], Some(&[1, 1]), None),
                10 => column.typed::<DoubleType>().write_batch(&[0.1], Some(&[1, 0]), None),
                _ => Ok(0),
            }
            .unwrap();
            column.close().unwrap();
            place += 1;
        }
        group.close().unwrap();
        writer.close().unwrap();
        file
    }

    fn cells(table: &RawTable, field: Field) -> Vec<String> {
        table.column(field).unwrap().iter().map(|cell| cell.text.to_owned()).collect()
    }

    #[test]
    fn nested_records_have_the_paths_of_json_and_exact_values() {
        let file = file();
        let table = read("f.parquet", file.path(), &Options::default()).unwrap();
        assert_eq!((table.report.profile.as_str(), table.report.container), ("ace-api", "parquet"));
        assert_eq!(cells(&table, Field::AceId), ["O1", "O2"]);
        assert_eq!(cells(&table, Field::Customer), ["Acme", "Bolt"]);
        assert_eq!(cells(&table, Field::Stage), ["Qualified", ""]);
        assert_eq!(cells(&table, Field::ApnPrograms), ["Windows;MAP", ""]);
        assert_eq!(cells(&table, Field::Mrr), ["2500.00", "0.05"]);
        assert_eq!(cells(&table, Field::TargetCloseDate), ["2026-12-31", ""]);
        assert_eq!(
            cells(&table, Field::ModifiedDate),
            ["2026-03-01T12:00:00.000000001Z", "2026-03-01T12:00:00"]
        );
        assert_eq!(table.rows, [1, 2]);
        assert_eq!(table.report.unmapped_headers, ["score", "won"]);
    }

    #[test]
    fn a_file_that_is_cut_is_damaged() {
        let file = file();
        let bytes = std::fs::read(file.path()).unwrap();
        for length in [4, bytes.len() / 2, bytes.len() - 1] {
            let cut = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(cut.path(), &bytes[..length]).unwrap();
            let error = read("f.parquet", cut.path(), &Options::default()).unwrap_err();
            assert_eq!(error.code(), "damaged_file");
        }
    }
}
