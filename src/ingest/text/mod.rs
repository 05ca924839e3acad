//! Text files to tables: encoding, delimiter, rows.

mod cells;
mod control_characters;
mod delimited;
mod encoding;
mod mojibake;
pub(super) mod no_export;
mod text_stream;

use self::cells::{Dialect, Quoting};
use self::control_characters::ControlCharacters;
use self::delimited::Signs;
use self::encoding::TextEncoding;
use self::mojibake::Mojibake;
use self::text_stream::TextStream;
use super::container::byte_source::ByteSource;
use super::place::Place;
use super::sample::{Sample, Visit};
use super::{IngestError, Options, container, json};
use crate::domain::{RawTable, Warning};

/// A text as a table: a file, or with its name a part of the archive `path`.
///
/// It is read with doubled quotes, which nearly all exports have; in another way only if its quotes do
/// not come out so and do in the other.
pub(super) fn read(
    path: &str,
    part: Option<&str>,
    source: &ByteSource<'_>,
    options: &Options,
) -> Result<RawTable, IngestError> {
    if options.encoding.is_none()
        && let Some(encoding) = encoding::presumed(path, source)?
    {
        match read_as(encoding, path, part, source, options) {
            Err(IngestError::Undecodable { .. }) => {}
            outcome => return outcome,
        }
    }
    let shown = shown(path, part);
    let encoding = encoding::recognise(&shown, source, options.encoding.as_deref())?;
    read_as(encoding, path, part, source, options)
}

/// The name of the text, for errors.
fn shown(path: &str, part: Option<&str>) -> String {
    part.map_or(path.to_owned(), |part| format!("{path}, {part}"))
}

fn read_as(
    encoding: TextEncoding,
    path: &str,
    part: Option<&str>,
    source: &ByteSource<'_>,
    options: &Options,
) -> Result<RawTable, IngestError> {
    let file = TextFile::open(encoding, path, part, source)?;
    if file.is_json {
        return file.json(options);
    }
    let plain = file.attempt(Quoting::Doubled, options);
    if plain.signs.blank_before_quote {
        let trimmed = file.attempt(Quoting::AfterBlanks, options);
        if trimmed.misfits() == 0 {
            return trimmed.outcome;
        }
    }
    if plain.signs.backslash_before_quote {
        let mut escaped = file.attempt(Quoting::Backslash, options);
        if !escaped.signs.doubled_quote && escaped.misfits() < plain.misfits() {
            if let Ok(table) = &mut escaped.outcome {
                let message = "Quotes inside cells stand behind a backslash and were read so; CSV doubles them.";
                table.report.warnings.push(Warning::new("backslash_quotes", message));
            }
            return escaped.outcome;
        }
    }
    plain.outcome
}

/// A text of which the encoding is known.
struct TextFile<'file, 'source> {
    place: Place,
    /// The file and part, for errors.
    shown: String,
    source: &'file ByteSource<'source>,
    encoding: TextEncoding,
    /// The delimiter that the first line states, and the length of that line.
    stated: Option<(char, usize)>,
    is_json: bool,
}

/// What came of reading a text with one meaning of quotes.
struct Attempt {
    outcome: Result<RawTable, IngestError>,
    signs: Signs,
}

impl Attempt {
    /// How many rows do not fit the header; all if there is no table.
    fn misfits(&self) -> usize {
        let misfit = ["ragged_row", "stray_quote"];
        self.outcome.as_ref().map_or(usize::MAX, |table| {
            table.set_aside.iter().filter(|aside| misfit.contains(&aside.problem)).count()
        })
    }
}

/// The most text that a JSON file may hold, in bytes (our choice): it takes about twice that in memory.
const JSON_MAX: usize = 1 << 30;

/// How much of the beginning tells whether a text is markup, in bytes.
const BEGINNING: usize = 1 << 14;

impl<'file, 'source> TextFile<'file, 'source> {
    fn open(
        encoding: TextEncoding,
        path: &str,
        part: Option<&str>,
        source: &'file ByteSource<'source>,
    ) -> Result<TextFile<'file, 'source>, IngestError> {
        let shown = shown(path, part);
        let mut stream = TextStream::open(&shown, source, &encoding)?;
        let mut beginning = String::new();
        while beginning.len() < BEGINNING && stream.read_into(&mut beginning, 1)? {}
        let is_json = json::is_json(&beginning);
        if !is_json {
            container::refuse_markup(&shown, &beginning)?;
        }
        let stated = delimited::stated_delimiter(&beginning);
        let sheet = part.map(str::to_owned);
        let place = Place { path: path.to_owned(), sheet, container: "csv" };
        Ok(TextFile { place, shown, source, encoding, stated, is_json })
    }

    /// The table of a JSON text, which is held as a whole: its end tells what its beginning is.
    fn json(&self, options: &Options) -> Result<RawTable, IngestError> {
        let mut stream = TextStream::open(&self.shown, self.source, &self.encoding)?;
        let mut text = String::new();
        while stream.read_into(&mut text, 1)? {
            if text.len() > JSON_MAX {
                return Err(IngestError::TooLarge {
                    path: self.shown.clone(),
                    place: "the file".into(),
                    reason: "JSON of at most 1 GiB is read".into(),
                });
            }
        }
        let mut table = json::read(&self.place.path, &text, options)?;
        table.report.encoding = Some(self.encoding.name());
        table.report.warnings.splice(0..0, guess_warning(&self.encoding));
        Ok(table)
    }

    /// The table: of the delimiters, the one under which the most columns are known; if that does not
    /// decide, the one that splits the rows most evenly.
    fn attempt(&self, quoting: Quoting, options: &Options) -> Attempt {
        let candidates: &[char] = match &self.stated {
            Some((delimiter, _)) => &[*delimiter],
            None => &delimited::DELIMITERS,
        };
        let samples: Vec<_> = candidates
            .iter()
            .rev()
            .map(|delimiter| {
                let mut signs = Signs::default();
                let sample = Sample::take(options, |visit| {
                    self.each_row(*delimiter, quoting, &mut signs, visit)
                });
                (*delimiter, sample, signs)
            })
            .collect();
        let draws_tables = samples.iter().any(|(delimiter, sample, _)| {
            *delimiter == '|' && sample.rows.iter().any(no_export::is_markdown_line)
        });
        let (delimiter, sample, mut signs) = samples
            .into_iter()
            .max_by_key(|(_, sample, _)| {
                (sample.known_fields(), delimited::consistency(&sample.rows))
            })
            .expect("there is at least one delimiter to try");
        // A description of an export may quote such a table; then the export's own delimiter splits better.
        let outcome = if draws_tables && (delimiter == '|' || sample.layout.is_none()) {
            Err(container::refuse_markdown(&self.shown))
        } else {
            self.table(sample, delimiter, quoting, &mut signs, options)
        };
        Attempt { outcome, signs }
    }

    fn table(
        &self,
        sample: Sample,
        delimiter: char,
        quoting: Quoting,
        signs: &mut Signs,
        options: &Options,
    ) -> Result<RawTable, IngestError> {
        let mut mojibake = Mojibake::default();
        let mut controls = ControlCharacters::default();
        let mut table = sample.into_table(self.place.clone(), options, |visit| {
            self.each_row(delimiter, quoting, signs, &mut |row| {
                mojibake.look(row);
                controls.look(row);
                visit(row)
            })
        })?;
        table.report.delimiter = Some(delimiter);
        table.report.encoding = Some(self.encoding.name());
        table.report.warnings.splice(0..0, guess_warning(&self.encoding));
        table.report.warnings.extend(mojibake.warning());
        table.report.warnings.extend(controls.warning());
        Ok(table)
    }

    fn each_row(
        &self,
        delimiter: char,
        quoting: Quoting,
        signs: &mut Signs,
        visit: Visit<'_>,
    ) -> Result<(), IngestError> {
        let delimiter = u8::try_from(delimiter).expect("delimiters are ASCII");
        let skip = self.stated.map_or(0, |(_, length)| length);
        let mut stream = TextStream::open(&self.shown, self.source, &self.encoding)?;
        delimited::each_row(&mut stream, skip, Dialect { delimiter, quoting }, signs, visit)
    }
}

/// What is to be said of an encoding that nothing in the file proves.
fn guess_warning(encoding: &TextEncoding) -> Option<Warning> {
    if !encoding.is_guess {
        return None;
    }
    let name = encoding.encoding.name().to_ascii_lowercase();
    let Some(other) = &encoding.beside_utf8 else {
        let message = format!(
            "The file is not UTF-8 and was read as {name}. If characters look wrong, name its encoding with --encoding."
        );
        return Some(Warning::new("encoding_guessed", message));
    };
    let first: Vec<String> = other.first.iter().map(u32::to_string).collect();
    let more = if other.count > other.first.len() as u64 { ", …" } else { "" };
    let verbs = if other.count == 1 { "is not and was" } else { "are not and were" };
    let message = format!(
        "The file is UTF-8, but {} of its lines {verbs} read as {name}: line {}{more}. Compare the names there with the CRM.",
        other.count,
        first.join(", "),
    );
    Some(Warning { row: other.first.first().copied(), ..Warning::new("encoding_guessed", message) })
}
