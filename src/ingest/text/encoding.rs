//! Which encoding a text file is in: by what is stated, proved or, at last, guessed.

mod mac_roman;
mod near_twins;

use std::io::{self, BufRead, BufReader, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::ingest::IngestError;
use crate::ingest::container::byte_source::{ByteSource, HEAD, in_our_words, read_some};

/// How the bytes of a text file are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct TextEncoding {
    /// The encoding; beside UTF-8 that of the other lines.
    pub encoding: &'static Encoding,
    /// The lines that are not UTF-8, in a file whose other lines are: exports glued together.
    pub beside_utf8: Option<OtherLines>,
    /// Whether the encoding is a guess, because nothing in the file proves it.
    pub is_guess: bool,
    /// Whether only the beginning was looked at: the rest may prove it wrong while it is read.
    pub is_presumed: bool,
}

/// Lines in another encoding than the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct OtherLines {
    /// How many there are.
    pub count: u64,
    /// The numbers of the first ones.
    pub first: Vec<u32>,
}

impl TextEncoding {
    /// The name for reports: `utf-8`, `utf-8 and windows-1252`.
    pub(in crate::ingest) fn name(&self) -> String {
        let name = self.encoding.name().to_ascii_lowercase();
        if self.beside_utf8.is_some() { format!("utf-8 and {name}") } else { name }
    }

    fn proved(encoding: &'static Encoding) -> TextEncoding {
        TextEncoding { encoding, beside_utf8: None, is_guess: false, is_presumed: false }
    }
}

/// How much of a text tells what to presume of the rest, in bytes.
const BEGINNING: u64 = 1 << 20;

/// UTF-8 if the text begins as that. Nearly every text goes on so, and to look through all of a large one before it is
/// read would take a fifth of the time.
pub(super) fn presumed(
    path: &str,
    source: &ByteSource<'_>,
) -> Result<Option<TextEncoding>, IngestError> {
    let mut beginning = Vec::new();
    let read = source.open().and_then(|it| it.take(BEGINNING).read_to_end(&mut beginning));
    read.map_err(|error| in_our_words(path, &error))?;
    let is_utf8 = match std::str::from_utf8(&beginning) {
        Ok(_) => true,
        // The last character goes on in what was not looked at.
        Err(error) => error.error_len().is_none(),
    };
    let head = &beginning[..beginning.len().min(HEAD)];
    Ok((is_utf8 && utf16(head).is_none())
        .then_some(TextEncoding { is_presumed: true, ..TextEncoding::proved(UTF_8) }))
}

/// The encoding of a text: as stated, else by byte order mark, by the NUL pattern of UTF-16, because
/// all of it is UTF-8, and last by the statistics of its letters.
pub(in crate::ingest) fn recognise(
    path: &str,
    source: &ByteSource<'_>,
    stated: Option<&str>,
) -> Result<TextEncoding, IngestError> {
    if let Some(name) = stated {
        let unknown = || IngestError::UnknownEncoding { path: path.to_owned(), name: name.into() };
        let encoding = Encoding::for_label_no_replacement(name.as_bytes()).ok_or_else(unknown)?;
        return Ok(TextEncoding::proved(encoding));
    }
    let verdict = by_bytes(source).map_err(|error| in_our_words(path, &error))?;
    verdict.map_err(|other| IngestError::Undecodable {
        path: path.to_owned(),
        line: other.first.first().copied().unwrap_or(1),
        encoding: "UTF-8 or other recognisable".into(),
    })
}

/// The encoding, or the lines of which nothing makes sense.
fn by_bytes(source: &ByteSource<'_>) -> io::Result<Result<TextEncoding, OtherLines>> {
    if let Some(encoding) = utf16(&source.head()?) {
        return Ok(Ok(TextEncoding::proved(encoding)));
    }
    match scan(source.open()?)? {
        Scan::Utf8 => Ok(Ok(TextEncoding::proved(UTF_8))),
        Scan::Escapes => {
            let verdict = Survey::of(source.open()?)?.verdict();
            let japanese = verdict.ok().filter(|verdict| verdict.encoding == ISO_2022_JP);
            Ok(Ok(japanese.unwrap_or_else(|| TextEncoding::proved(UTF_8))))
        }
        Scan::Other => Survey::of(source.open()?).map(Survey::verdict),
    }
}

/// UTF-16 by its mark, or without one by its NULs.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    let by_mark = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    by_mark.filter(|encoding| *encoding != UTF_8).or_else(|| utf16_without_bom(head))
}

/// UTF-16 if more than a tenth of the bytes at odd or at even places are NUL: western text has a NUL in
/// nearly every character, and no other text has any.
fn utf16_without_bom(sample: &[u8]) -> Option<&'static Encoding> {
    let share_of_nul = |first: usize| {
        let places = sample.len().saturating_sub(first).div_ceil(2).max(1);
        let nuls = sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
        (nuls * 10 > places, nuls)
    };
    let ((even_is_high, even), (odd_is_high, odd)) = (share_of_nul(0), share_of_nul(1));
    match (even_is_high, odd_is_high) {
        (false, false) => None,
        _ if odd >= even => Some(UTF_16LE),
        _ => Some(UTF_16BE),
    }
}

/// What all bytes of a file are.
#[derive(PartialEq, Eq, Debug)]
enum Scan {
    Utf8,
    /// ASCII with the escapes by which ISO-2022-JP switches its letters.
    Escapes,
    Other,
}

fn scan(mut reader: impl Read) -> io::Result<Scan> {
    let mut buffer = vec![0; 1 << 18];
    let (mut kept, mut is_ascii, mut has_escape) = (0, true, false);
    loop {
        let count = read_some(&mut reader, &mut buffer[kept..])?;
        let filled = &buffer[..kept + count];
        if is_ascii {
            has_escape |= memchr::memchr(b'\x1b', filled).is_some();
            is_ascii = filled.is_ascii();
        }
        kept = match std::str::from_utf8(filled) {
            Ok(_) => 0,
            // A character may go on in the next stretch.
            Err(error) if error.error_len().is_none() && count > 0 => {
                let whole = error.valid_up_to();
                let length = filled.len() - whole;
                buffer.copy_within(whole..whole + length, 0);
                length
            }
            Err(_) => return Ok(Scan::Other),
        };
        if count == 0 {
            return Ok(if is_ascii && has_escape { Scan::Escapes } else { Scan::Utf8 });
        }
    }
}

/// How many numbers of lines are kept for the report.
const LINES_SHOWN: usize = 5;

/// How much text the statistics see: more only costs time.
const EVIDENCE_MAX: usize = 4 << 20;

/// The longest stretch without a line end that is judged in one piece.
const PIECE_MAX: u64 = 1 << 20;

/// A count of the lines of a file that is not UTF-8 throughout.
struct Survey {
    utf8_lines: u64,
    other: OtherLines,
    /// The first of the other lines.
    evidence: Vec<u8>,
    /// Whether lines end in a lone CR.
    ends_in_cr: bool,
}

impl Survey {
    fn of(reader: impl Read) -> io::Result<Survey> {
        let mut survey = Survey {
            utf8_lines: 0,
            other: OtherLines::default(),
            evidence: Vec::new(),
            ends_in_cr: false,
        };
        let mut reader = BufReader::with_capacity(1 << 18, reader);
        let (mut piece, mut number) = (Vec::new(), 1_u32);
        while reader.by_ref().take(PIECE_MAX).read_until(b'\n', &mut piece)? > 0 {
            let has_end = piece.ends_with(b"\n");
            let bare = piece.strip_suffix(b"\n").unwrap_or(&piece);
            let cr = bare.iter().rev().take_while(|byte| has_end && **byte == b'\r').count();
            for (place, line) in bare[..bare.len() - cr].split(|byte| *byte == b'\r').enumerate() {
                number = number.saturating_add(u32::from(place > 0));
                survey.ends_in_cr |= place > 0;
                survey.take(number, line);
            }
            number = number.saturating_add(u32::from(has_end));
            piece.clear();
        }
        Ok(survey)
    }

    fn take(&mut self, number: u32, line: &[u8]) {
        if line.is_ascii() && !line.contains(&b'\x1b') {
            return;
        }
        if !line.is_ascii() && std::str::from_utf8(line).is_ok() {
            self.utf8_lines += 1;
            return;
        }
        self.other.count += 1;
        if self.other.first.len() < LINES_SHOWN {
            self.other.first.push(number);
        }
        if self.evidence.len() < EVIDENCE_MAX {
            self.evidence.extend(line);
            self.evidence.push(b'\n');
        }
    }

    /// UTF-8 beside another encoding if a tenth of the lines with letters beyond ASCII are UTF-8: by
    /// chance, lines of the old Chinese and Korean encodings are in one case of a hundred, those of
    /// other encodings never. An error if no encoding makes sense of them.
    fn verdict(self) -> Result<TextEncoding, OtherLines> {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
        detector.feed(&self.evidence, true);
        let guess = detector.guess(None, Utf8Detection::Deny);
        let encoding = near_twins::better(guess, &self.evidence);
        let encoding = mac_roman::better(encoding, &self.evidence, self.ends_in_cr);
        if breaks_words(&encoding.decode(&self.evidence).0) {
            return Err(self.other);
        }
        let is_glued = self.utf8_lines > 0 && self.utf8_lines * 10 >= self.other.count;
        let beside_utf8 = is_glued.then_some(self.other);
        Ok(TextEncoding { encoding, beside_utf8, is_guess: true, is_presumed: false })
    }
}

/// Whether signs and lone foreign letters stand inside words nearly as often as letters beyond ASCII
/// stand where they should: so does text of MS-DOS (`M„ller`) and of scripts with several bytes a
/// letter look when it is read as something else.
fn breaks_words(text: &str) -> bool {
    const IN_WORDS: [char; 6] = ['’', '‘', '´', '·', '–', '—'];
    let (mut letters, mut breaks) = (0_usize, 0_usize);
    let mut before = [' '; 2];
    for next in text.chars() {
        let [first, middle] = before;
        before = [middle, next];
        if middle.is_ascii() || middle.is_whitespace() || IN_WORDS.contains(&middle) {
            continue;
        }
        let is_latin = middle < '\u{250}';
        if middle.is_alphabetic()
            && (is_latin || !(first.is_ascii_alphabetic() && next.is_ascii_alphabetic()))
        {
            letters += 1;
        } else {
            breaks += usize::from(first.is_alphabetic() && next.is_alphabetic());
        }
    }
    breaks * 2 > letters
}

#[cfg(test)]
mod tests;
