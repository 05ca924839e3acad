//! Bytes to text: which encoding a text file is in.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::IngestError;

/// The text of a file, and how it was read.
pub(super) struct Decoded<'bytes> {
    /// The text, without byte order mark.
    pub text: Cow<'bytes, str>,
    /// The encoding's name: `utf-8`.
    pub encoding: String,
    /// Whether the encoding is a guess, because nothing in the file proves it.
    pub is_guess: bool,
}

/// Reads bytes as text: by the stated encoding, else by byte order mark, by the NUL pattern of UTF-16,
/// as strict UTF-8, and last as windows-1252, which is what Windows programs of the West write.
pub(super) fn decode<'bytes>(
    path: &str,
    bytes: &'bytes [u8],
    stated: Option<&str>,
) -> Result<Decoded<'bytes>, IngestError> {
    if let Some(name) = stated {
        let encoding = Encoding::for_label(name.as_bytes()).ok_or_else(|| {
            IngestError::UnknownEncoding { path: path.to_owned(), name: name.to_owned() }
        })?;
        return exactly(path, bytes, encoding);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return if encoding == UTF_8 {
            utf8_or_1252(path, &bytes[3..])
        } else {
            exactly(path, bytes, encoding)
        };
    }
    match utf16_without_bom(bytes) {
        Some(encoding) => exactly(path, bytes, encoding),
        None => utf8_or_1252(path, bytes),
    }
}

/// The text in this encoding, a byte order mark removed; an error if a byte does not fit.
fn exactly<'bytes>(
    path: &str,
    bytes: &'bytes [u8],
    encoding: &'static Encoding,
) -> Result<Decoded<'bytes>, IngestError> {
    let (text, has_errors) = encoding.decode_with_bom_removal(bytes);
    let name = encoding.name().to_ascii_lowercase();
    if has_errors {
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        return Err(undecodable(path, before.matches('\n').count(), &name));
    }
    Ok(Decoded { text, encoding: name, is_guess: false })
}

fn undecodable(path: &str, lines_before: usize, encoding: &str) -> IngestError {
    IngestError::Undecodable {
        path: path.to_owned(),
        line: u32::try_from(lines_before + 1).unwrap_or(u32::MAX),
        encoding: encoding.to_owned(),
    }
}

/// UTF-16 if more than a tenth of the bytes at odd or at even places are NUL: western text has a NUL in
/// nearly every character, and no other text has any.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(65_536)];
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

/// UTF-8, or where that fails windows-1252 line by line: exports glued together hold both.
fn utf8_or_1252<'bytes>(path: &str, bytes: &'bytes [u8]) -> Result<Decoded<'bytes>, IngestError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.into(), encoding: "utf-8".into(), is_guess: false });
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut has_utf8_lines = false;
    for (line, bytes) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if let Ok(utf8) = std::str::from_utf8(bytes) {
            has_utf8_lines |= !utf8.is_ascii();
            text.push_str(utf8);
        } else {
            let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            if !looks_western(&decoded) {
                return Err(undecodable(path, line, "UTF-8 or windows-1252"));
            }
            text.push_str(&decoded);
        }
    }
    let encoding = if has_utf8_lines { "utf-8 and windows-1252" } else { "windows-1252" };
    Ok(Decoded { text: text.into(), encoding: encoding.into(), is_guess: true })
}

/// Whether text read as windows-1252 can be that. Its letters beyond ASCII stand alone or in pairs; in
/// other scripts they stand in rows. Five bytes mean nothing in it and come out as control characters.
fn looks_western(text: &str) -> bool {
    let mut in_a_row = 0;
    text.chars().all(|character| {
        in_a_row = if character.is_ascii() { 0 } else { in_a_row + 1 };
        in_a_row < 5 && !('\u{80}'..='\u{9f}').contains(&character)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    fn decoded(bytes: &[u8]) -> (String, String, bool) {
        let decoded = decode("f.csv", bytes, None).unwrap();
        (decoded.text.into_owned(), decoded.encoding, decoded.is_guess)
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_removed() {
        assert_eq!(decoded("\u{feff}Id,Süd".as_bytes()), ("Id,Süd".into(), "utf-8".into(), false));
        let (text, encoding, _) = decoded(&utf16("\u{feff}Id\tSüd", u16::to_le_bytes));
        assert_eq!((text.as_str(), encoding.as_str()), ("Id\tSüd", "utf-16le"));
        let (text, encoding, _) = decoded(&utf16("\u{feff}Id\tSüd", u16::to_be_bytes));
        assert_eq!((text.as_str(), encoding.as_str()), ("Id\tSüd", "utf-16be"));
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_nuls() {
        for (to_bytes, name) in
            [(u16::to_le_bytes as fn(u16) -> [u8; 2], "utf-16le"), (u16::to_be_bytes, "utf-16be")]
        {
            let (text, encoding, _) = decoded(&utf16("Deal ID,Name\n1,Süd", to_bytes));
            assert_eq!((text.as_str(), encoding.as_str()), ("Deal ID,Name\n1,Süd", name));
        }
    }

    #[test]
    fn a_lone_nul_does_not_make_utf16() {
        assert_eq!(decoded(b"Deal ID,Name\n1,Ac\0me and more text here\n").1, "utf-8");
    }

    #[test]
    fn windows_1252_is_a_guess_that_loses_no_letter() {
        let (text, encoding, is_guess) = decoded(b"Id,Name\n1,M\xFCller \x80 \x96\n");
        assert_eq!(text, "Id,Name\n1,Müller € –\n");
        assert_eq!((encoding.as_str(), is_guess), ("windows-1252", true));
    }

    #[test]
    fn a_windows_1252_line_leaves_the_utf8_lines_whole() {
        let (text, encoding, is_guess) = decoded(b"1,S\xC3\xBCd\n2,M\xFCller\n");
        assert_eq!(text, "1,Süd\n2,Müller\n");
        assert_eq!((encoding.as_str(), is_guess), ("utf-8 and windows-1252", true));
    }

    #[test]
    fn other_scripts_are_refused_with_their_line_until_their_encoding_is_named() {
        let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode("ID,名前\n1,アマゾン株式会社\n");
        let error = decode("f.csv", &shift_jis, None).err().unwrap();
        assert_eq!(error.code(), "undecodable_text");
        assert!(error.hint().contains("--encoding"));
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode("ID,Имя\n1,Москва\n");
        let error = decode("f.csv", &cyrillic, None).err().unwrap();
        assert!(matches!(error, IngestError::Undecodable { line: 2, .. }));
        let read = decode("f.csv", &shift_jis, Some("Shift_JIS")).unwrap();
        assert_eq!(read.text, "ID,名前\n1,アマゾン株式会社\n");
    }

    #[test]
    fn a_stated_encoding_must_exist_and_fit() {
        assert_eq!(decode("f", b"x", Some("utf-9")).err().unwrap().code(), "unknown_encoding");
        let error = decode("f", b"ok\nM\xFCller", Some("utf-8")).err().unwrap();
        assert!(matches!(error, IngestError::Undecodable { line: 2, .. }));
    }
}
