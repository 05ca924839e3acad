//! A table output as Parquet: one row group, every column optional, blank is unknown.

use std::io::{self, Write};
use std::sync::Arc;

use chrono::NaiveDate;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::columns::{self, Column, Read};
use super::tables::{Value, value};

/// Writes the rows. US dollars are DECIMAL with cents, so that their sums are exact; amounts in the currency of a deal,
/// which may have more decimals, and scores are DOUBLE, counts INT64, days DATE.
pub(super) fn write<Row>(
    name: &str,
    columns: &[Column<Row>],
    rows: &[Row],
    to: &mut (dyn Write + Send),
) -> io::Result<()> {
    Ok(write_group(name, columns, rows, to)?)
}

fn write_group<Row>(
    name: &str,
    columns: &[Column<Row>],
    rows: &[Row],
    to: &mut (dyn Write + Send),
) -> Result<()> {
    let fields = columns.iter().map(field).collect::<Result<Vec<_>>>()?;
    let schema = Arc::new(Type::group_type_builder(name).with_fields(fields).build()?);
    let compression = Compression::ZSTD(ZstdLevel::default());
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut writer = SerializedFileWriter::new(to, schema, properties)?;
    let mut group = writer.next_row_group()?;
    for column in columns {
        let Some(mut written) = group.next_column()? else { break };
        let values = rows.iter().map(|row| value(column, row));
        match column.cell {
            Read::Text(_) => fill::<ByteArrayType>(&mut written, values, text)?,
            Read::Amount(_) | Read::Score(_) => {
                fill::<DoubleType>(&mut written, values, number)?;
            }
            Read::Usd(_) => fill::<Int64Type>(&mut written, values, cents)?,
            Read::Count(_) => fill::<Int64Type>(&mut written, values, number)?,
            Read::Date(_) => fill::<Int32Type>(&mut written, values, day)?,
        }
        written.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(())
}

fn field<Row>(column: &Column<Row>) -> Result<TypePtr> {
    let (physical, logical) = match column.cell {
        Read::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Read::Amount(_) | Read::Score(_) => (Physical::DOUBLE, None),
        Read::Usd(_) => (Physical::INT64, Some(LogicalType::decimal(SCALE, PRECISION))),
        Read::Count(_) => (Physical::INT64, None),
        Read::Date(_) => (Physical::INT32, Some(LogicalType::Date)),
    };
    let mut builder = Type::primitive_type_builder(column.header, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    if matches!(column.cell, Read::Usd(_)) {
        builder = builder.with_scale(SCALE).with_precision(PRECISION);
    }
    Ok(Arc::new(builder.build()?))
}

/// The decimals of an amount in US dollars.
const SCALE: i32 = 2;
/// The digits that 64 bits hold (Parquet's logical types).
const PRECISION: i32 = 18;

/// Writes the values of a column that are known, and which rows have one.
fn fill<'row, T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    values: impl Iterator<Item = Option<Value<'row>>>,
    stored: impl Fn(&Value<'row>) -> Option<T::T>,
) -> Result<()> {
    let values: Vec<Option<T::T>> = values.map(|value| stored(&value?)).collect();
    let is_known: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let known: Vec<T::T> = values.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&known, Some(&is_known), None)?;
    Ok(())
}

fn text(value: &Value<'_>) -> Option<ByteArray> {
    match value {
        Value::Text(text) => Some(ByteArray::from(text.as_ref())),
        Value::Number(_) | Value::Date(_) => None,
    }
}

fn number<N: std::str::FromStr>(value: &Value<'_>) -> Option<N> {
    match value {
        Value::Number(number) => number.parse().ok(),
        Value::Text(_) | Value::Date(_) => None,
    }
}

fn cents(value: &Value<'_>) -> Option<i64> {
    number(value).map(columns::cents)
}

fn day(value: &Value<'_>) -> Option<i32> {
    match value {
        Value::Date(date) => {
            i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok()
        }
        Value::Text(_) | Value::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use crate::portfolio::testing::hostile_audit;
    use crate::portfolio::{OutputTable, TableFormat, write_table};

    #[test]
    fn values_are_typed_and_unknown_is_null() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write_table(OutputTable::Deals, &hostile_audit(), TableFormat::Parquet, file.as_file_mut())
            .unwrap();
        let reader = SerializedFileReader::new(file.reopen().unwrap()).unwrap();
        let deal = reader.get_row_iter(None).unwrap().next().unwrap().unwrap();
        let place = |wanted: &str| {
            deal.get_column_iter().position(|(name, _)| name == wanted).expect("a column")
        };
        assert_eq!(deal.get_string(place("customer")).unwrap(), "=HYPERLINK(\"http://evil\")");
        assert!((deal.get_double(place("amount")).unwrap() + 1234.5).abs() < f64::EPSILON);
        let arr = deal.get_column_iter().nth(place("arr_usd")).expect("a column").1;
        assert_eq!(arr.to_string(), "96000.00");
        let close_date = deal.get_column_iter().nth(place("close_date")).expect("a column").1;
        assert!(matches!(close_date, parquet::record::Field::Date(_)), "{close_date}");
        assert!(deal.get_long(place("crm_row")).is_ok());
        assert!(deal.get_decimal(place("est_low_usd")).is_err(), "unknown");
    }
}
