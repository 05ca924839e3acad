//! What a file is, by its content and never by its name, and the way out if it is not read.

pub(super) mod archive;
pub(super) mod archived;
pub(super) mod byte_source;
pub(super) mod compound_file;

use self::archive::{Archive, Entry};
use self::byte_source::UNPACKED_MAX;
use super::IngestError;

/// A kind of file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// Delimited text.
    Text,
    /// A workbook.
    Workbook(Format),
    /// A zip of other files.
    Archive,
    /// A Parquet file.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// A format of workbooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Excel 2007 and later, with or without macros.
    Xlsx,
    /// The binary format of Excel 2007 and later.
    Xlsb,
    /// Excel 5 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
}

impl Format {
    /// The name used in reports: `xlsx`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Xlsb => "xlsb",
            Format::Xls => "xls",
            Format::Ods => "ods",
        }
    }
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
    Refused { magic: b"\x1f\x8b", what: "a gzip archive in another", way_out: UNPACK },
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
    Refused { magic: b"{\\rtf", what: "a Rich Text document", way_out: EXPORT_AS_CSV },
    Refused { magic: b"\x09\x00\x04\x00", what: "a workbook of Excel 2", way_out: SAVE_AS },
    Refused { magic: b"\x09\x02\x06\x00", what: "a workbook of Excel 3", way_out: SAVE_AS },
    Refused { magic: b"\x09\x04\x06\x00", what: "a workbook of Excel 4", way_out: SAVE_AS },
    Refused { magic: b"ID;PWXL", what: "a SYLK file", way_out: SAVE_AS },
    Refused { magic: b"ID;PSCALC", what: "a SYLK file", way_out: SAVE_AS },
    Refused { magic: b"TABLE\r\n0,1\r\n", what: "a DIF file", way_out: SAVE_AS },
    Refused { magic: b"TABLE\n0,1\n", what: "a DIF file", way_out: SAVE_AS },
    Refused { magic: b"\xff\xfe\0\0", what: "UTF-32 text", way_out: EXPORT_AS_CSV },
    Refused { magic: b"\0\0\xfe\xff", what: "UTF-32 text", way_out: EXPORT_AS_CSV },
];

const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// Whether a file that begins so is held in memory as a whole: its contents are listed at its end.
pub(super) fn is_read_whole(head: &[u8]) -> bool {
    head.starts_with(OLE) || head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// What the bytes are, of which those of text files may be the first alone; an error that names the way
/// out if they are not read.
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
        return recognise_ole(path, bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return recognise_archive(path, bytes);
    }
    // A tar archive names itself behind the name of its first file (POSIX ustar).
    if bytes.get(257..262) == Some(b"ustar") {
        return refuse("a tar archive", UNPACK);
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
    let mut way_out = SAVE_AS;
    let what = if head.starts_with('<') {
        if head.contains("<office:document") {
            way_out = "Open it in LibreOffice and save it as .xlsx or .ods.";
            "a flat OpenDocument sheet"
        } else if head.contains("office:spreadsheet") || head.contains("excel.sheet") {
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
    Err(IngestError::UnsupportedFormat { path: path.to_owned(), what, way_out })
}

/// The error for a document in Markdown.
pub(super) fn refuse_markdown(path: &str) -> IngestError {
    let what = "a Markdown document";
    IngestError::UnsupportedFormat { path: path.to_owned(), what, way_out: EXPORT_AS_CSV }
}

/// Office 97-2003 files, and what later Office encrypts, are small file systems; their streams tell
/// them apart.
fn recognise_ole(path: &str, bytes: &[u8]) -> Result<Container, IngestError> {
    let path = path.to_owned();
    let streams = match compound_file::open(bytes) {
        Ok(streams) => streams,
        Err(error) => {
            let place = "the workbook".into();
            return Err(IngestError::Damaged { path, place, reason: error.to_string() });
        }
    };
    if streams.exists("/EncryptedPackage") {
        return Err(IngestError::PasswordProtected { path });
    }
    if streams.is_stream("/Workbook") || streams.is_stream("/Book") {
        return Ok(Container::Workbook(Format::Xls));
    }
    let what = if streams.exists("/WordDocument") {
        "a Word document"
    } else if streams.exists("/PowerPoint Document") {
        "a PowerPoint presentation"
    } else if streams.exists("/__properties_version1.0") {
        "an Outlook message"
    } else {
        "an Office 97-2003 file without a workbook"
    };
    Err(IngestError::UnsupportedFormat { path, what, way_out: EXPORT_AS_CSV })
}

fn recognise_archive(path: &str, bytes: &[u8]) -> Result<Container, IngestError> {
    let path = path.to_owned();
    let archive = match Archive::open(bytes) {
        Ok(archive) => archive,
        Err(reason) => {
            let place = "the workbook or archive".into();
            return Err(IngestError::Damaged { path, place, reason });
        }
    };
    let entries = archive.entries();
    let holds = |name: &str| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
    // LibreOffice 24 encrypts the whole document as one part.
    if holds("encrypted-package") {
        return Err(IngestError::PasswordProtected { path });
    }
    if holds("Index/Document.iwa") || holds("Index.zip") {
        let what = "an Apple Numbers file";
        let way_out = "Export it from Numbers as Excel (.xlsx) or CSV.";
        return Err(IngestError::UnsupportedFormat { path, what, way_out });
    }
    let Some(format) = workbook_format(&entries) else { return Ok(Container::Archive) };
    let unpacked: u64 = entries.iter().map(|entry| entry.size).fold(0, u64::saturating_add);
    if unpacked > UNPACKED_MAX {
        let reason = "it unpacks to more than 2 GiB".into();
        return Err(IngestError::TooLarge { path, place: "the workbook".into(), reason });
    }
    Ok(Container::Workbook(format))
}

/// Which workbook consists of these parts.
fn workbook_format(entries: &[Entry]) -> Option<Format> {
    let holds = |name: &str| {
        let is_it = |entry: &Entry| entry.name.trim_start_matches('/').eq_ignore_ascii_case(name);
        entries.iter().any(is_it)
    };
    if holds("xl/workbook.bin") {
        Some(Format::Xlsb)
    } else if entries.iter().any(|entry| is_workbook_part(&entry.name)) {
        // The part is `xl/workbook.xml` by habit only: Office itself has written `xl/workbook2.xml`.
        Some(Format::Xlsx)
    } else if holds("content.xml") && holds("META-INF/manifest.xml") {
        Some(Format::Ods)
    } else {
        None
    }
}

fn is_workbook_part(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let number = name
        .trim_start_matches('/')
        .strip_prefix("xl/workbook")
        .and_then(|rest| rest.strip_suffix(".xml"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
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
    use std::io::Cursor;

    use super::archive::tests::zip;
    use super::*;

    fn refusal(bytes: &[u8]) -> &'static str {
        match recognise("f.xls", bytes) {
            Err(IngestError::UnsupportedFormat { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn archives_and_databases_are_refused_by_their_first_bytes() {
        assert_eq!(refusal(b"\x1f\x8b\x08\x00abc"), "a gzip archive in another");
        assert_eq!(refusal(b"PARE\x15\x04"), "an encrypted Parquet file");
        assert_eq!(refusal(b"%PDF-1.7"), "a PDF document");
        assert_eq!(refusal(b"ID;PWXL;N;E\r\nC;Y1;X1;K\"Id\""), "a SYLK file");
        assert_eq!(refusal(b"TABLE\r\n0,1\r\n"), "a DIF file");
        assert_eq!(refusal(b"\xff\xfe\0\0I\0\0\0"), "UTF-32 text");
        assert_eq!(refusal(b"\x09\x04\x06\x00\x00\x00"), "a workbook of Excel 4");
        assert_eq!(recognise("f", b"ID;Project;Stage\n").unwrap(), Container::Text);
        assert_eq!(recognise("f", b"\xff\xfeI\0D\0").unwrap(), Container::Text);
        assert_eq!(refusal(&[1, 2, 3, 4, 5, 6, 7, 8]), "a binary file");
    }

    fn ole(streams: &[&str]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for stream in streams {
            file.create_stream(stream).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn an_old_workbook_is_told_from_an_encrypted_one_and_from_a_document() {
        let xls = Container::Workbook(Format::Xls);
        assert_eq!(recognise("f", &ole(&["/Workbook"])).unwrap(), xls);
        assert_eq!(recognise("f", &ole(&["/Book"])).unwrap(), xls);
        assert_eq!(refusal(&ole(&["/WordDocument"])), "a Word document");
        let encrypted = ole(&["/EncryptionInfo", "/EncryptedPackage"]);
        let error = recognise("f.xlsx", &encrypted).unwrap_err();
        assert_eq!(error.code(), "password_protected");
        assert!(error.hint().contains("remove the password"));
        assert_eq!(recognise("f.xls", OLE).unwrap_err().code(), "damaged_file");
    }

    #[test]
    fn a_workbook_is_told_from_other_archives_by_its_parts() {
        let recognised = |names: &[&str]| {
            let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"x"[..])).collect();
            recognise("f.csv", &zip(&files)).unwrap()
        };
        for part in ["xl/workbook.xml", "xl/workbook2.xml", "/xl/workbook.xml"] {
            assert_eq!(recognised(&[part]), Container::Workbook(Format::Xlsx));
        }
        assert_eq!(recognised(&["xl/workbook.bin"]), Container::Workbook(Format::Xlsb));
        let ods = ["mimetype", "content.xml", "META-INF/manifest.xml"];
        assert_eq!(recognised(&ods), Container::Workbook(Format::Ods));
        assert_eq!(recognised(&["Opportunity.csv"]), Container::Archive);
        assert_eq!(refusal(&zip(&[("Index/Document.iwa", b"x")])), "an Apple Numbers file");
    }

    #[test]
    fn a_document_that_is_encrypted_as_a_whole_needs_its_password() {
        let bytes = zip(&[("mimetype", b"x"), ("encrypted-package", b"x")]);
        assert_eq!(recognise("f.ods", &bytes).unwrap_err().code(), "password_protected");
    }

    #[test]
    fn a_cut_archive_is_damaged() {
        let error = recognise("f.xlsx", b"PK\x03\x04 and no end").unwrap_err();
        assert_eq!(error.code(), "damaged_file");
    }

    #[test]
    fn a_workbook_that_states_too_large_a_size_is_refused_before_it_is_unpacked() {
        let mut bomb = zip(&[("xl/workbook.xml", b"x"), ("xl/sharedStrings.xml", b"strings")]);
        for at in 0..bomb.len() - 4 {
            if bomb[at..at + 4] == 7_u32.to_le_bytes() {
                bomb[at..at + 4].copy_from_slice(&0xfff0_0000_u32.to_le_bytes());
            }
        }
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
            (
                "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"urn:oasis\">",
                "a flat OpenDocument sheet",
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
