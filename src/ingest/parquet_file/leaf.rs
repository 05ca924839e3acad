//! The columns of a Parquet file as values under paths.

use std::collections::BTreeSet;
use std::sync::Arc;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

use super::value::{Meaning, float};
use crate::domain::CellKind;
use crate::ingest::path_rows::{ENTRIES_MAX, Member, long_list};

/// A column of the file.
pub(super) struct Leaf {
    /// Its path, `[]` behind the name of a list: `Project.ExpectedCustomerSpend[].Amount`.
    path: String,
    meaning: Meaning,
    /// The level at which a value is there.
    filled: i16,
    /// How many lists lie around it.
    lists: i16,
}

/// Whether a value begins a record, and its text; blank where there is none.
type Level = (bool, Option<(String, CellKind)>);

impl Leaf {
    /// The columns of a schema, in its order.
    pub(super) fn all(schema: &SchemaDescriptor) -> Vec<Leaf> {
        let leaf = |column: &Arc<ColumnDescriptor>| Leaf {
            path: list_path(column.path().parts(), column.max_rep_level()),
            meaning: Meaning::of(column),
            filled: column.max_def_level(),
            lists: column.max_rep_level(),
        };
        schema.columns().iter().map(leaf).collect()
    }

    /// The paths of its cells. Of lists in lists nothing is read.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        match self.split() {
            Some((list, member)) if !member.is_empty() => (0..ENTRIES_MAX)
                .map(|place| format!("{list}[{place}]{member}"))
                .chain([list.to_owned()])
                .collect(),
            Some((list, _)) => [list.to_owned()].into(),
            None => [self.path.clone()].into(),
        }
    }

    /// The list in which it lies, and its path from there.
    fn split(&self) -> Option<(&str, &str)> {
        if self.lists == 1 { self.path.split_once("[]") } else { None }
    }

    /// Adds the values of a batch to its records; how many records it read.
    pub(super) fn add(
        &self,
        reader: &mut ColumnReader,
        records: &mut [Vec<Member>],
    ) -> Result<usize, ParquetError> {
        if self.lists > 1 {
            return Ok(0);
        }
        let meaning = self.meaning;
        let most = records.len();
        let levels = match reader {
            ColumnReader::BoolColumnReader(reader) => {
                self.levels(reader, most, |value| (value.to_string(), CellKind::Boolean))?
            }
            ColumnReader::Int32ColumnReader(reader) => {
                self.levels(reader, most, |value| meaning.narrow(*value))?
            }
            ColumnReader::Int64ColumnReader(reader) => {
                self.levels(reader, most, |value| meaning.whole(*value))?
            }
            ColumnReader::Int96ColumnReader(reader) => self.levels(reader, most, |value| {
                Meaning::Time(1_000_000_000).whole(value.to_nanos())
            })?,
            ColumnReader::FloatColumnReader(reader) => {
                self.levels(reader, most, |value| float(value.is_finite(), value.to_string()))?
            }
            ColumnReader::DoubleColumnReader(reader) => {
                self.levels(reader, most, |value| float(value.is_finite(), value.to_string()))?
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                self.levels(reader, most, |value| meaning.bytes(value.data()))?
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                self.levels(reader, most, |value| meaning.bytes(value.data()))?
            }
        };
        self.distribute(&levels, records);
        Ok(levels.iter().filter(|(is_first, _)| *is_first).count())
    }

    /// The next values, each with whether it begins a record; blank where there is none.
    fn levels<T: DataType>(
        &self,
        reader: &mut ColumnReaderImpl<T>,
        most: usize,
        text: impl Fn(&T::T) -> (String, CellKind),
    ) -> Result<Vec<Level>, ParquetError> {
        let (mut filled, mut lists, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let (_, _, levels) =
            reader.read_records(most, Some(&mut filled), Some(&mut lists), &mut values)?;
        let mut values = values.iter();
        let level = |at: usize| {
            let is_filled = filled.get(at).is_none_or(|level| *level == self.filled);
            let value = if is_filled { values.next().map(&text) } else { None };
            (lists.get(at).is_none_or(|level| *level == 0), value)
        };
        Ok((0..levels).map(level).collect())
    }

    fn distribute(&self, levels: &[Level], records: &mut [Vec<Member>]) {
        let mut records = records.iter_mut();
        let mut at = 0;
        while at < levels.len() {
            let length = 1 + levels[at + 1..].iter().take_while(|(is_first, _)| !is_first).count();
            let values = &levels[at..at + length];
            at += length;
            let Some(record) = records.next() else { return };
            let filled = values.iter().enumerate().filter_map(|(place, (_, value))| {
                let (text, kind) = value.clone()?;
                Some((place, text, kind))
            });
            match self.split() {
                None => record.extend(filled.map(|(_, text, kind)| Member {
                    path: self.path.clone(),
                    text,
                    kind,
                })),
                Some((list, "")) => {
                    let texts: Vec<String> = filled.map(|(_, text, _)| text).collect();
                    let (path, text) = (list.to_owned(), texts.join(";"));
                    record.push(Member { path, text, kind: CellKind::Text });
                }
                Some((list, _)) if values.len() > ENTRIES_MAX => {
                    record.push(long_list(list, values.len()));
                }
                Some((list, member)) => record.extend(filled.map(|(place, text, kind)| Member {
                    path: format!("{list}[{place}]{member}"),
                    text,
                    kind,
                })),
            }
        }
    }
}

/// The path of a column without the levels by which Parquet writes lists: `list.element` (the format's
/// rule), `list.item` (pyarrow), `bag.array_element` (Hive), `array` (Avro).
fn list_path(parts: &[String], lists: i16) -> String {
    let mut path = String::new();
    let mut parts = parts.iter().map(String::as_str).peekable();
    let mut has_list = false;
    while let Some(part) = parts.next() {
        let is_element =
            |next: &&str| matches!(*next, "element" | "item" | "array_element" | "array");
        if lists > 0 && !path.is_empty() {
            let is_pair = matches!(part, "list" | "bag") && parts.next_if(is_element).is_some();
            if is_pair || part == "array" {
                path.push_str("[]");
                has_list = true;
                continue;
            }
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(part);
    }
    if lists > 0 && !has_list {
        path.push_str("[]");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_known_by_the_names_that_writers_give_them() {
        let path = |parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            list_path(&parts, 1)
        };
        assert_eq!(path(&["a", "b", "list", "element", "c"]), "a.b[].c");
        assert_eq!(path(&["a", "list", "item"]), "a[]");
        assert_eq!(path(&["a", "bag", "array_element"]), "a[]");
        assert_eq!(path(&["a", "array"]), "a[]");
        assert_eq!(path(&["a", "key_value", "key"]), "a.key_value.key[]");
    }
}
