//! Bytes to text, stretch by stretch.

use std::io::{BufRead, BufReader, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

use super::encoding::TextEncoding;
use crate::ingest::IngestError;
use crate::ingest::container::byte_source::{ByteSource, in_our_words, read_some};

/// How many bytes are read at a time.
const STRETCH: usize = 1 << 18;

/// The text of a file from its start, without byte order mark.
pub(in crate::ingest) struct TextStream<'source> {
    path: String,
    reader: BufReader<Box<dyn Read + 'source>>,
    encoding: TextEncoding,
    decoder: Decoder,
    /// Bytes that are read and not yet decoded.
    bytes: Vec<u8>,
    is_finished: bool,
}

impl<'source> TextStream<'source> {
    /// Opens the source. `path` is for messages.
    pub(in crate::ingest) fn open(
        path: &str,
        source: &ByteSource<'source>,
        encoding: &TextEncoding,
    ) -> Result<TextStream<'source>, IngestError> {
        let reader = source.open().map_err(|error| in_our_words(path, &error))?;
        let decoder = encoding.encoding.new_decoder_with_bom_removal();
        Ok(TextStream {
            path: path.to_owned(),
            reader: BufReader::with_capacity(STRETCH, reader),
            encoding: encoding.clone(),
            decoder,
            bytes: Vec::new(),
            is_finished: false,
        })
    }

    /// The file, for messages.
    pub(in crate::ingest) fn path(&self) -> &str {
        &self.path
    }

    /// Appends the next stretch to the text, which begins on this line of the file; `false` if there is none. An error if
    /// the bytes are no text of the encoding.
    pub(super) fn read_into(&mut self, text: &mut String, line: u32) -> Result<bool, IngestError> {
        if self.is_finished {
            return Ok(false);
        }
        let start = text.len();
        let outcome = if self.encoding.beside_utf8.is_some() {
            self.read_line(text)
        } else {
            self.read_stretch(text)
        };
        let fits = outcome.map_err(|error| in_our_words(&self.path, &error))?;
        let added = &text[start..];
        let odd = if self.encoding.is_guess {
            control_character(added)
        } else if self.encoding.is_presumed {
            // With it, ISO-2022-JP switches its letters.
            memchr::memchr(b'\x1b', added.as_bytes())
        } else {
            None
        };
        if let Some(end) = odd.or((!fits).then_some(added.len())) {
            return Err(IngestError::Undecodable {
                path: self.path.clone(),
                line: line.saturating_add(line_ends(&text[..start + end])),
                encoding: self.encoding.name(),
            });
        }
        Ok(true)
    }

    /// Whether the next bytes fit the encoding; what does is appended.
    fn read_stretch(&mut self, text: &mut String) -> std::io::Result<bool> {
        self.bytes.resize(STRETCH, 0);
        let count = read_some(&mut self.reader, &mut self.bytes)?;
        self.is_finished = count == 0;
        Ok(decode(&mut self.decoder, &self.bytes[..count], self.is_finished, text))
    }

    /// The next line, in a file of two encodings. Letters of one byte are told from UTF-8 one by one,
    /// because the cells of a line may differ; where letters have several bytes, only lines are told.
    fn read_line(&mut self, text: &mut String) -> std::io::Result<bool> {
        self.bytes.clear();
        let most = super::delimited::RECORD_MAX as u64;
        let count = self.reader.by_ref().take(most).read_until(b'\n', &mut self.bytes)?;
        self.is_finished = count == 0;
        let bytes = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes);
        let other = self.encoding.encoding;
        if !other.is_single_byte() && std::str::from_utf8(bytes).is_err() {
            return Ok(push_decoded(other, bytes, text));
        }
        Ok(bytes.utf8_chunks().all(|chunk| {
            text.push_str(chunk.valid());
            push_decoded(other, chunk.invalid(), text)
        }))
    }
}

fn push_decoded(encoding: &'static Encoding, bytes: &[u8], text: &mut String) -> bool {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(decoded) => {
            text.push_str(&decoded);
            true
        }
        None => false,
    }
}

/// Appends the text of the bytes; `false` at the first that does not fit.
fn decode(decoder: &mut Decoder, mut bytes: &[u8], is_last: bool, text: &mut String) -> bool {
    loop {
        let space = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
        text.reserve(space.unwrap_or(bytes.len()).max(16));
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, text, is_last);
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => bytes = &bytes[read..],
            DecoderResult::Malformed(..) => return false,
        }
    }
}

/// The place of a control character that stands for a byte without a letter: where the encoding is a
/// guess, the guess is wrong.
fn control_character(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // U+0080 to U+009F are C2 80 to C2 9F in UTF-8. U+0085 ends lines on mainframes.
    memchr::memchr_iter(b'\xc2', bytes)
        .find(|at| bytes.get(at + 1).is_some_and(|next| *next < 0xa0 && *next != 0x85))
}

/// How many lines end in the text: at LF, CRLF, CR CR LF (Windows text mode upon CRLF) or CR alone.
pub(super) fn line_ends(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let is_end = |at: &usize| {
        let next = &bytes[at + 1..];
        bytes[*at] == b'\n' || (!next.starts_with(b"\n") && !next.starts_with(b"\r\n"))
    };
    let count = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(is_end).count();
    u32::try_from(count).expect("a text in memory has fewer than four billion lines")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_systems_and_careless_copies_end_them() {
        for (text, ends) in
            [("a\nb", 1), ("a\r\nb\r\n", 2), ("a\rb\r", 2), ("a\r\r\nb\r\r\n", 2), ("\r\n\r\n", 2)]
        {
            assert_eq!(line_ends(text), ends, "{text:?}");
        }
    }
}
