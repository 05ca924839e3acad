//! Which encoding a text file is in: by what is stated, proved or, at last, guessed.

use std::io::{self, BufRead, BufReader, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::IngestError;
use super::byte_source::{ByteSource, in_our_words, read_some};

/// How the bytes of a text file are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextEncoding {
    /// The encoding; beside UTF-8 that of the other lines.
    pub encoding: &'static Encoding,
    /// The lines that are not UTF-8, in a file whose other lines are: exports glued together.
    pub beside_utf8: Option<OtherLines>,
    /// Whether the encoding is a guess, because nothing in the file proves it.
    pub is_guess: bool,
}

/// Lines in another encoding than the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OtherLines {
    /// How many there are.
    pub count: u64,
    /// The numbers of the first ones.
    pub first: Vec<u32>,
}

impl TextEncoding {
    /// The name for reports: `utf-8`, `utf-8 and windows-1252`.
    pub(super) fn name(&self) -> String {
        let name = self.encoding.name().to_ascii_lowercase();
        if self.beside_utf8.is_some() { format!("utf-8 and {name}") } else { name }
    }

    fn proved(encoding: &'static Encoding) -> TextEncoding {
        TextEncoding { encoding, beside_utf8: None, is_guess: false }
    }
}

/// The encoding of a text: as stated, else by byte order mark, by the NUL pattern of UTF-16, because
/// all of it is UTF-8, and last by the statistics of its letters.
pub(super) fn recognise(
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
    let head = source.head()?;
    let by_mark = Encoding::for_bom(&head).map(|(encoding, _)| encoding);
    if let Some(encoding) = by_mark.filter(|encoding| *encoding != UTF_8) {
        return Ok(Ok(TextEncoding::proved(encoding)));
    }
    if let Some(encoding) = utf16_without_bom(&head) {
        return Ok(Ok(TextEncoding::proved(encoding)));
    }
    match scan(source.open()?)? {
        Scan::Utf8 => Ok(Ok(TextEncoding::proved(UTF_8))),
        Scan::Escapes | Scan::Other => Survey::of(source.open()?).map(Survey::verdict),
    }
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
}

impl Survey {
    fn of(reader: impl Read) -> io::Result<Survey> {
        let mut survey =
            Survey { utf8_lines: 0, other: OtherLines::default(), evidence: Vec::new() };
        let mut reader = BufReader::with_capacity(1 << 18, reader);
        let (mut piece, mut number) = (Vec::new(), 1_u32);
        while reader.by_ref().take(PIECE_MAX).read_until(b'\n', &mut piece)? > 0 {
            let has_end = piece.ends_with(b"\n");
            let bare = piece.strip_suffix(b"\n").unwrap_or(&piece);
            let cr = bare.iter().rev().take_while(|byte| has_end && **byte == b'\r').count();
            for (place, line) in bare[..bare.len() - cr].split(|byte| *byte == b'\r').enumerate() {
                number = number.saturating_add(u32::from(place > 0));
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
        let encoding = detector.guess(None, Utf8Detection::Deny);
        if breaks_words(&encoding.decode(&self.evidence).0) {
            return Err(self.other);
        }
        let is_glued = self.utf8_lines > 0 && self.utf8_lines * 10 >= self.other.count;
        let beside_utf8 = is_glued.then_some(self.other);
        Ok(TextEncoding { encoding, beside_utf8, is_guess: true })
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
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::ingest::text_stream::TextStream;

    fn decode(bytes: &[u8], stated: Option<&str>) -> Result<(String, TextEncoding), IngestError> {
        let source = ByteSource::bytes(bytes);
        let encoding = recognise("f.csv", &source, stated)?;
        let mut stream = TextStream::open("f.csv", &source, &encoding)?;
        let mut text = String::new();
        while stream.read_into(&mut text)? {}
        Ok((text, encoding))
    }

    fn decoded(bytes: &[u8]) -> (String, String, bool) {
        let (text, encoding) = decode(bytes, None).unwrap();
        (text, encoding.name(), encoding.is_guess)
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
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
    fn letters_that_lie_across_two_stretches_stay_whole() {
        let text = format!("{}{}", "a", "ü€東".repeat(100_000));
        assert!(decoded(text.as_bytes()) == (text, "utf-8".into(), false));
        let text = format!("{}{}", "ID,", "楽天グループ,".repeat(40_000));
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(&text);
        assert!(decoded(&bytes).0 == text);
    }

    #[test]
    fn windows_1252_is_a_guess_that_loses_no_letter() {
        let (text, encoding, is_guess) = decoded(b"Id,Name\n1,M\xFCller \x80 \x96\n");
        assert_eq!(text, "Id,Name\n1,Müller € –\n");
        assert_eq!((encoding.as_str(), is_guess), ("windows-1252", true));
    }

    /// A small export of these customers, in an encoding.
    fn export(customers: &[&str], encoding: &'static Encoding) -> (String, Vec<u8>) {
        let mut text = String::from("Deal ID,Account Name,Stage,Amount\r\n");
        for (number, customer) in customers.iter().enumerate() {
            let _ = write!(text, "0061{number},{customer},Closed Won,{number}00\r\n");
        }
        let (bytes, _, is_unmappable) = encoding.encode(&text);
        assert!(!is_unmappable, "{text}");
        let bytes = bytes.into_owned();
        (text, bytes)
    }

    #[test]
    fn customers_of_every_country_keep_their_letters() {
        use encoding_rs::{
            BIG5, EUC_JP, EUC_KR, GBK, ISO_2022_JP, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251,
            WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
        };
        let countries: [(&'static Encoding, &[&str]); 18] = [
            (WINDOWS_1250, &["Zakłady Mięsne Łódź", "Spółdzielnia Świętokrzyska", "Żabka Polska"]),
            (WINDOWS_1250, &["Škoda Auto", "Česká spořitelna", "Plzeňský Prazdroj"]),
            (WINDOWS_1251, &["Сбербанк", "Газпром нефть", "Яндекс"]),
            (SHIFT_JIS, &["株式会社日立製作所", "トヨタ自動車株式会社", "楽天グループ"]),
            (EUC_JP, &["株式会社日立製作所", "トヨタ自動車株式会社", "楽天グループ"]),
            (ISO_2022_JP, &["株式会社日立製作所", "トヨタ自動車株式会社", "楽天グループ"]),
            (GBK, &["华为技术有限公司", "中国移动通信集团", "深圳市腾讯计算机系统"]),
            (BIG5, &["台灣積體電路製造股份有限公司", "鴻海精密工業", "中華電信"]),
            (EUC_KR, &["삼성전자 주식회사", "현대자동차", "카카오뱅크"]),
            (WINDOWS_1252, &["Müller & Söhne GmbH", "Großhandel Köln", "Jäger Bäder"]),
            (WINDOWS_1252, &["Société Générale", "Crédit Agricole", "L’Oréal – Beauté"]),
            (WINDOWS_1252, &["Telefónica España", "Compañía de Seguros", "Peñalver y Núñez"]),
            (WINDOWS_1252, &["Itaú Unibanco", "Fundação São João", "Construções Lisboa"]),
            (WINDOWS_1252, &["Acme – 5.000 €", "Smith’s"]),
            (WINDOWS_1252, &["Meier", "Jansen", "M\u{fc}ller"]),
            (WINDOWS_1252, &["Skånska Byggvaror", "Ørsted", "Håkan Åkerlund AB"]),
            (WINDOWS_1254, &["Türkiye İş Bankası", "Şişecam", "Yapı Kredi Bankası"]),
            (WINDOWS_1253, &["Εθνική Τράπεζα", "Μυτιληναίος", "Ελληνικά Πετρέλαια"]),
        ];
        let wrong: Vec<String> = countries
            .iter()
            .filter_map(|(encoding, customers)| {
                let (text, bytes) = export(customers, encoding);
                let read = decode(&bytes, None);
                match read {
                    Ok((found, _)) if found == text => None,
                    Ok((found, guess)) => {
                        Some(format!("{} as {}: {found}", encoding.name(), guess.name()))
                    }
                    Err(error) => Some(format!("{}: {error}", encoding.name())),
                }
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn lines_that_are_not_utf8_leave_the_others_whole_and_are_named() {
        let (text, encoding) =
            decode(b"1,S\xC3\xBCd\n2,M\xFCller\n3,x\n4,J\xE4ger\n", None).unwrap();
        assert_eq!(text, "1,Süd\n2,Müller\n3,x\n4,Jäger\n");
        assert_eq!(encoding.name(), "utf-8 and windows-1252");
        assert_eq!(encoding.beside_utf8, Some(OtherLines { count: 2, first: vec![2, 4] }));
    }

    #[test]
    fn two_encodings_in_one_line_are_told_letter_by_letter() {
        let (text, _, _) = decoded(b"1,S\xC3\xBCd,x\n2,S\xC3\xBCd,M\xFCller\n");
        assert_eq!(text, "1,Süd,x\n2,Süd,Müller\n");
    }

    #[test]
    fn japanese_lines_appended_to_utf8_are_decoded_as_lines() {
        let (old, _, _) = encoding_rs::SHIFT_JIS.encode("2,トヨタ自動車株式会社\n");
        let (text, encoding, _) = decoded(&["1,日立製作所\n".as_bytes(), &old].concat());
        assert_eq!(text, "1,日立製作所\n2,トヨタ自動車株式会社\n");
        assert_eq!(encoding, "utf-8 and shift_jis");
    }

    #[test]
    fn text_of_ms_dos_is_refused_with_its_line() {
        // "Jägermeister" and "Müller" in code page 850.
        for bytes in [&b"Id,Name\n1,J\x84germeister\n"[..], b"Id,Name\n1,M\x81ller\n"] {
            let error = decode(bytes, None).err();
            let line = error.as_ref().map(|error| match error {
                IngestError::Undecodable { line, .. } => *line,
                _ => 0,
            });
            assert_eq!(line, Some(2), "{:?}", decode(bytes, None));
            assert!(error.unwrap().hint().contains("--encoding"));
        }
    }

    #[test]
    fn signs_between_letters_are_the_mark_of_a_wrong_guess() {
        assert!(breaks_words("J„germeister, Jos‚, “Ś‹ž, MБller"));
        assert!(!breaks_words("L’Oréal – Beauté, “CAFÉ”, 5 €, АО «Газпром», 東京・大阪支店"));
    }

    #[test]
    fn lines_that_end_in_cr_alone_are_counted() {
        let survey = Survey::of(&b"a\rM\xFC\r\rJ\xE4\r"[..]).unwrap();
        assert_eq!(survey.other.first, [2, 4]);
    }

    #[test]
    fn a_stated_encoding_must_exist_and_fit() {
        assert_eq!(decode(b"x", Some("utf-9")).err().unwrap().code(), "unknown_encoding");
        let error = decode(b"ok\nM\xFCller", Some("utf-8")).err().unwrap();
        assert!(matches!(error, IngestError::Undecodable { line: 2, .. }), "{error}");
        assert!(error.hint().contains("--encoding"));
        let (read, encoding) = decode(b"Id\nM\x9Fller", Some("macintosh")).unwrap();
        assert_eq!((read.as_str(), encoding.is_guess), ("Id\nMüller", false));
    }
}
