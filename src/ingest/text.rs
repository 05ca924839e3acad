//! Text files to tables: encoding, delimiter, rows.

use std::ops::ControlFlow;

use super::raw_row::RawRow;
use super::sample::Sample;
use super::table::Place;
use super::{IngestError, Options, container, delimited, encoding, json, no_export};
use crate::domain::{RawTable, Warning};

/// A text file as a table: of the delimiters, the one under which the most columns are known; if that
/// does not decide, the one that splits the rows most evenly.
pub(super) fn read(path: &str, bytes: &[u8], options: &Options) -> Result<RawTable, IngestError> {
    let decoded = encoding::decode(path, bytes, options.encoding.as_deref())?;
    if json::is_json(&decoded.text) {
        let mut table = json::read(path, &decoded.text, options)?;
        table.report.encoding = Some(decoded.encoding);
        return Ok(table);
    }
    container::refuse_markup(path, &decoded.text)?;
    if decoded.text.trim().is_empty() {
        return Err(IngestError::Empty { path: path.to_owned() });
    }
    let stated = delimited::stated_delimiter(&decoded.text);
    let (first_line, text) = stated.map_or((1, decoded.text.as_ref()), |(_, rest)| (2, rest));
    let candidates: &[char] = match &stated {
        Some((delimiter, _)) => &[*delimiter],
        None => &delimited::DELIMITERS,
    };
    let read = |delimiter, visit: &mut dyn FnMut(&RawRow) -> ControlFlow<()>| {
        delimited::each_row(path, text, first_line, delimiter, visit)
    };
    let samples: Vec<(char, Sample)> = candidates
        .iter()
        .rev()
        .map(|delimiter| (*delimiter, Sample::take(options, |visit| read(*delimiter, visit))))
        .collect();
    let draws_tables = samples.iter().any(|(delimiter, sample)| {
        *delimiter == '|' && sample.rows.iter().any(no_export::is_markdown_line)
    });
    let (delimiter, sample) = samples
        .into_iter()
        .max_by_key(|(_, sample)| (sample.known_fields(), delimited::consistency(&sample.rows)))
        .expect("there is at least one delimiter to try");
    // A description of an export may quote such a table; then the export's own delimiter splits better.
    if draws_tables && (delimiter == '|' || sample.layout.is_none()) {
        return Err(container::refuse_markdown(path));
    }
    let place = Place { path: path.to_owned(), sheet: None };
    let mut table = sample.into_table(place, options, |visit| read(delimiter, visit))?;
    table.report.delimiter = Some(delimiter);
    if decoded.is_guess {
        let message = format!(
            "The file is not UTF-8 and was read as {}. If letters with accents look wrong, name its encoding with --encoding.",
            decoded.encoding
        );
        table.report.warnings.insert(0, Warning::new("encoding_guessed", message));
    }
    table.report.encoding = Some(decoded.encoding);
    Ok(table)
}
