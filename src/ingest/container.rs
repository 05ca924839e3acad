//! What a file is, by its content and never by its name, and the way out if it is not read.

use super::{IngestError, archive};

/// A kind of file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// Delimited text.
    Text,
    /// An Excel workbook of 2007 or later.
    Xlsx,
    /// A Parquet file.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// A kind of file that is not read.
struct Refused {
    /// The bytes it begins with.
    magic: &'static [u8],
    /// What it is.
    what: &'static str,
    /// How to get a file that is read.
    way_out: &'static str,
}

const UNPACK: &str = "Unpack it first and give the CSV or .xlsx that is inside.";
const EXPORT_AS_CSV: &str = "Export the records as CSV or .xlsx.";
const SAVE_AS: &str = "Open it in Excel and save it with Save As as .xlsx or CSV UTF-8.";

static REFUSED: &[Refused] = &[
    Refused { magic: b"\x1f\x8b", what: "a gzip archive", way_out: UNPACK },
    Refused { magic: b"BZh", what: "a bzip2 archive", way_out: UNPACK },
    Refused { magic: b"7z\xbc\xaf\x27\x1c", what: "a 7z archive", way_out: UNPACK },
    Refused { magic: b"\x28\xb5\x2f\xfd", what: "a zstd archive", way_out: UNPACK },
    Refused { magic: b"Rar!", what: "a RAR archive", way_out: UNPACK },
    #[cfg(not(feature = "parquet"))]
    Refused {
        magic: b"PAR1",
        what: "a Parquet file",
        way_out: "This build does not read Parquet: install mapaudit with --features parquet, or export the records as CSV.",
    },
    Refused { magic: b"PARE", what: "an encrypted Parquet file", way_out: EXPORT_AS_CSV },
    Refused { magic: b"ARROW1", what: "an Arrow file", way_out: EXPORT_AS_CSV },
    Refused { magic: b"SQLite format 3", what: "an SQLite database", way_out: EXPORT_AS_CSV },
    Refused { magic: b"%PDF", what: "a PDF document", way_out: EXPORT_AS_CSV },
];

const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// The most that the parts of a workbook may hold unpacked, in bytes (our choice).
const UNPACKED_MAX: u64 = 2 << 30;

/// What the bytes are; an error that names the way out if they are not read.
pub(super) fn recognise(path: &str, bytes: &[u8]) -> Result<Container, IngestError> {
    let refuse = |what, way_out| {
        Err(IngestError::UnsupportedFormat { path: path.to_owned(), what, way_out })
    };
    if let Some(refused) = REFUSED.iter().find(|refused| bytes.starts_with(refused.magic)) {
        return refuse(refused.what, refused.way_out);
    }
    #[cfg(feature = "parquet")]
    if bytes.starts_with(b"PAR1") {
        return Ok(Container::Parquet);
    }
    if bytes.starts_with(OLE) {
        // The names of an OLE file's streams are UTF-16.
        if holds_utf16(bytes, "EncryptedPackage") {
            return Err(IngestError::PasswordProtected { path: path.to_owned() });
        }
        return refuse("an old .xls workbook (or another Office 97-2003 file)", SAVE_AS);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return recognise_archive(path, bytes);
    }
    if is_binary(bytes) {
        return refuse("a binary file", EXPORT_AS_CSV);
    }
    Ok(Container::Text)
}

/// Refuses text that is markup: exports named `.xls` are often HTML pages or XML.
pub(super) fn refuse_markup(path: &str, text: &str) -> Result<(), IngestError> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head: String = start.chars().take(2_000).collect::<String>().to_ascii_lowercase();
    let next = |after: char| head.strip_prefix(after).map(str::trim_start).unwrap_or_default();
    let what = if head.starts_with('<') {
        if head.contains("office:spreadsheet") || head.contains("excel.sheet") {
            "an XML Spreadsheet of Excel 2003"
        } else if head.contains("<html")
            || head.contains("<table")
            || head.contains("<!doctype html")
        {
            "an HTML page"
        } else if next('<').starts_with(['?', '!'])
            || next('<').starts_with(|c: char| c.is_ascii_alphabetic())
        {
            "an XML or HTML file"
        } else {
            return Ok(());
        }
    } else {
        return Ok(());
    };
    Err(IngestError::UnsupportedFormat { path: path.to_owned(), what, way_out: SAVE_AS })
}

/// The error for a document in Markdown.
pub(super) fn refuse_markdown(path: &str) -> IngestError {
    let what = "a Markdown document";
    IngestError::UnsupportedFormat { path: path.to_owned(), what, way_out: EXPORT_AS_CSV }
}

fn recognise_archive(path: &str, bytes: &[u8]) -> Result<Container, IngestError> {
    let Some(entries) = archive::entries(bytes) else {
        return Err(IngestError::Damaged {
            path: path.to_owned(),
            place: "the workbook or archive".into(),
            reason: "its table of contents is missing, as after a cut download".into(),
        });
    };
    let holds = |name: &str| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
    let refuse = |what, way_out| {
        Err(IngestError::UnsupportedFormat { path: path.to_owned(), what, way_out })
    };
    if holds("xl/workbook.bin") {
        return refuse("a binary workbook (.xlsb)", SAVE_AS);
    }
    // The part is `xl/workbook.xml` by habit only: Office itself has written `xl/workbook2.xml`.
    if entries.iter().any(|entry| is_workbook_part(&entry.name)) {
        let unpacked: u64 = entries.iter().map(|entry| entry.size).fold(0, u64::saturating_add);
        if unpacked > UNPACKED_MAX {
            return Err(IngestError::TooLarge {
                path: path.to_owned(),
                place: "the workbook".into(),
                reason: "it unpacks to more than 2 GiB".into(),
            });
        }
        return Ok(Container::Xlsx);
    }
    if holds("content.xml") {
        return refuse("an OpenDocument file (.ods)", SAVE_AS);
    }
    if holds("Index/Document.iwa") {
        return refuse("an Apple Numbers file", "Export it from Numbers as Excel (.xlsx) or CSV.");
    }
    refuse("a zip archive", UNPACK)
}

fn is_workbook_part(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let number = name
        .trim_start_matches('/')
        .strip_prefix("xl/workbook")
        .and_then(|rest| rest.strip_suffix(".xml"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn holds_utf16(bytes: &[u8], text: &str) -> bool {
    let pattern: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(pattern.len()).any(|window| window == pattern)
}

/// Whether control characters, NUL aside, make up more than a tenth of the beginning: no text has
/// more than a few. NUL is half of UTF-16.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(8_192)];
    let controls = sample
        .iter()
        .filter(|byte| matches!(byte, 0x01..=0x08 | 0x0e..=0x19 | 0x1b..=0x1f))
        .count();
    controls * 10 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> &'static str {
        match recognise("f.xls", bytes) {
            Err(IngestError::UnsupportedFormat { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn archives_and_databases_are_refused_by_their_first_bytes() {
        assert_eq!(refusal(b"\x1f\x8b\x08\x00abc"), "a gzip archive");
        assert_eq!(refusal(b"PARE\x15\x04"), "an encrypted Parquet file");
        assert_eq!(refusal(b"%PDF-1.7"), "a PDF document");
        assert_eq!(refusal(&[1, 2, 3, 4, 5, 6, 7, 8]), "a binary file");
    }

    #[test]
    fn an_old_workbook_is_told_from_an_encrypted_one() {
        let old = [OLE, b"\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0"].concat();
        assert!(refusal(&old).contains(".xls"));
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = [OLE, b"\xa1\xb1\x1a\xe1", name.as_slice()].concat();
        let error = recognise("f.xlsx", &encrypted).unwrap_err();
        assert_eq!(error.code(), "password_protected");
        assert!(error.hint().contains("remove the password"));
    }

    #[test]
    fn a_workbook_is_told_from_other_archives_by_its_parts() {
        let zip = archive::tests::zip;
        for part in ["xl/workbook.xml", "xl/workbook2.xml", "/xl/workbook.xml"] {
            assert_eq!(recognise("f.csv", &zip(&[(part, 9)])).unwrap(), Container::Xlsx);
        }
        assert_eq!(refusal(&zip(&[("xl/workbook.bin", 9)])), "a binary workbook (.xlsb)");
        assert_eq!(
            refusal(&zip(&[("mimetype", 9), ("content.xml", 9)])),
            "an OpenDocument file (.ods)"
        );
        assert_eq!(refusal(&zip(&[("Opportunity.csv", 9)])), "a zip archive");
    }

    #[test]
    fn a_cut_archive_is_damaged() {
        let error = recognise("f.xlsx", b"PK\x03\x04 and no end").unwrap_err();
        assert_eq!(error.code(), "damaged_file");
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
        let bomb =
            archive::tests::zip(&[("xl/workbook.xml", 9), ("xl/sharedStrings.xml", 0xfff0_0000)]);
        assert_eq!(recognise("f.xlsx", &bomb).unwrap_err().code(), "too_large");
    }

    #[test]
    fn markup_is_refused_whatever_its_name() {
        for (text, what) in [
            ("\u{feff} <html><head><meta charset=utf-8></head><table>", "an HTML page"),
            (
                "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>",
                "an XML Spreadsheet of Excel 2003",
            ),
            ("<?xml version=\"1.0\"?><feed/>", "an XML or HTML file"),
        ] {
            match refuse_markup("f.xls", text) {
                Err(IngestError::UnsupportedFormat { what: found, .. }) => assert_eq!(found, what),
                other => panic!("{text}: {other:?}"),
            }
        }
        for text in ["Deal ID,Name", "[Deal ID],[Name]", "< 50 servers,Name", "{id},x"] {
            assert_eq!(refuse_markup("f.csv", text), Ok(()));
        }
    }

    #[test]
    fn text_with_a_few_control_characters_is_text() {
        assert_eq!(recognise("f", b"Deal ID,Name\n1,Ac\0m\x07e\n").unwrap(), Container::Text);
    }
}
