//! The values of Parquet as text: dates, times, decimals and numbers, exact.

use chrono::{DateTime, NaiveDate};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::schema::types::ColumnDescriptor;

use crate::domain::CellKind;
use crate::ingest::path_rows::number_kind;

/// What the numbers of a column are.
#[derive(Clone, Copy)]
pub(super) enum Meaning {
    /// Numbers.
    Plain,
    /// Numbers without a sign.
    Unsigned,
    /// Days since 1970.
    Day,
    /// With so many decimals.
    Decimal(usize),
    /// Since 1970, so many a second.
    Time(i64),
}

impl Meaning {
    /// By the column's type.
    pub(super) fn of(column: &ColumnDescriptor) -> Meaning {
        if let Some(LogicalType::Timestamp(time)) = column.logical_type_ref() {
            return Meaning::Time(match time.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            });
        }
        match column.converted_type() {
            ConvertedType::DATE => Meaning::Day,
            ConvertedType::DECIMAL => {
                Meaning::Decimal(usize::try_from(column.type_scale()).unwrap_or_default())
            }
            ConvertedType::TIMESTAMP_MILLIS => Meaning::Time(1_000),
            ConvertedType::TIMESTAMP_MICROS => Meaning::Time(1_000_000),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Meaning::Unsigned,
            _ => Meaning::Plain,
        }
    }

    /// The text of a number of 32 bits.
    pub(super) fn narrow(self, value: i32) -> (String, CellKind) {
        match self {
            Meaning::Day => match NaiveDate::from_epoch_days(value) {
                Some(day) => (day.to_string(), CellKind::Date),
                None => (value.to_string(), CellKind::Text),
            },
            Meaning::Unsigned => self.whole(i64::from(value.cast_unsigned())),
            _ => self.whole(i64::from(value)),
        }
    }

    /// The text of a number of 64 bits.
    pub(super) fn whole(self, value: i64) -> (String, CellKind) {
        let text = match self {
            Meaning::Time(per_second) => return time(value, per_second),
            Meaning::Decimal(decimals) => decimal(i128::from(value), decimals),
            Meaning::Unsigned => value.cast_unsigned().to_string(),
            Meaning::Plain | Meaning::Day => value.to_string(),
        };
        let kind = number_kind(&text);
        (text, kind)
    }

    /// The text of bytes.
    pub(super) fn bytes(self, bytes: &[u8]) -> (String, CellKind) {
        match self {
            Meaning::Decimal(decimals) if (1..=16).contains(&bytes.len()) => {
                // Big-endian two's complement of any length.
                let start = if bytes[0] >= 0x80 { -1 } else { 0 };
                let value = bytes.iter().fold(start, |value, byte| value << 8 | i128::from(*byte));
                (decimal(value, decimals), CellKind::Number)
            }
            _ => (String::from_utf8_lossy(bytes).into_owned(), CellKind::Text),
        }
    }
}

/// Not-a-number and infinity are no numbers, and nothing else.
pub(super) fn float(is_finite: bool, text: String) -> (String, CellKind) {
    if is_finite { (text, CellKind::Number) } else { (String::new(), CellKind::Text) }
}

/// A number of so many decimals as text.
fn decimal(value: i128, decimals: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A time as ISO 8601; the parts of a second are kept where there are any.
fn time(value: i64, per_second: i64) -> (String, CellKind) {
    let (seconds, rest) = (value.div_euclid(per_second), value.rem_euclid(per_second));
    let nanoseconds =
        u32::try_from(rest * (1_000_000_000 / per_second)).expect("less than a second");
    match DateTime::from_timestamp(seconds, nanoseconds) {
        Some(time) if nanoseconds == 0 => {
            (time.format("%Y-%m-%dT%H:%M:%S").to_string(), CellKind::Date)
        }
        Some(time) => (time.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string(), CellKind::Text),
        None => (value.to_string(), CellKind::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_places() {
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(1_234, 0), "1234");
        assert_eq!(Meaning::Decimal(2).bytes(&[0xff, 0x38]).0, "-2.00");
        assert_eq!(Meaning::Decimal(2).bytes(&[0x00, 0xc8]).0, "2.00");
    }
}
