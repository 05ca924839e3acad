//! Customer lists of many countries, in the encodings in which they are saved.

use std::fmt::Write as _;

use super::super::text_stream::TextStream;
use super::*;

pub(super) fn decode(
    bytes: &[u8],
    stated: Option<&str>,
) -> Result<(String, TextEncoding), IngestError> {
    let source = ByteSource::bytes(bytes);
    let encoding = recognise("f.csv", &source, stated)?;
    let mut stream = TextStream::open("f.csv", &source, &encoding)?;
    let mut text = String::new();
    while stream.read_into(&mut text, 1)? {}
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
fn an_escape_in_plain_ascii_makes_no_other_encoding() {
    let text = "Id,Name\n1,Acme \u{1b}[31mred\n";
    let (read, encoding, is_guess) = decoded(text.as_bytes());
    assert_eq!((read.as_str(), encoding.as_str(), is_guess), (text, "utf-8", false));
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

#[test]
fn hebrew_keeps_its_shekels() {
    let text = "מזהה,לקוח,סכום (₪)\r\n1,ביטוח הגליל,1200\r\n2,אנרגיה כרמל,900\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1255.encode(text);
    assert_eq!(decoded(&bytes).0, text);
}

/// A small export of these customers, in an encoding.
pub(super) fn export(customers: &[&str], encoding: &'static Encoding) -> (String, Vec<u8>) {
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
        BIG5, EUC_JP, EUC_KR, GBK, ISO_2022_JP, ISO_8859_7, ISO_8859_15, SHIFT_JIS, WINDOWS_1250,
        WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    };
    let countries: [(&'static Encoding, &[&str]); 24] = [
        (WINDOWS_1250, &["Zakłady Mięsne Łódź", "Spółdzielnia Świętokrzyska", "Żabka Polska"]),
        (WINDOWS_1250, &["Škoda Auto", "Česká spořitelna", "Plzeňský Prazdroj"]),
        (WINDOWS_1250, &["Győri Keksz Kft.", "Fővárosi Vízművek", "Tűzoltó Zrt."]),
        (WINDOWS_1250, &["Čakovečki mlinovi", "Đuro Đaković", "Žito Šibenik"]),
        (WINDOWS_1252, &["Coût d’hébergement", "Crédit Köln", "Müller"]),
        (WINDOWS_1252, &["Ações São João", "Construções Müller"]),
        (ISO_8859_15, &["Pöytyä Metsä 5.000 €", "Länsi Vakuutus"]),
        (ISO_8859_7, &["Τράπεζα Θεσσαλίας 30.000 €", "Μεταφορές Βόλου", "Τσιμέντα Πάτρας"]),
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
    let (text, encoding) = decode(b"1,S\xC3\xBCd\n2,M\xFCller\n3,x\n4,J\xE4ger\n", None).unwrap();
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
