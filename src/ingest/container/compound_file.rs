//! The small file systems in which Office 97-2003 keeps a document (MS-CFB).

use std::borrow::Cow;
use std::io::{self, Cursor};

/// The streams of a document.
pub(in crate::ingest) type Streams<'bytes> = cfb::CompoundFile<Cursor<Cow<'bytes, [u8]>>>;

/// Opens the document in these bytes.
pub(in crate::ingest) fn open(bytes: &[u8]) -> io::Result<Streams<'_>> {
    cfb::CompoundFile::open(Cursor::new(Cow::Borrowed(bytes))).or_else(|error| {
        let padded = padded(bytes).ok_or(error)?;
        cfb::CompoundFile::open(Cursor::new(Cow::Owned(padded)))
    })
}

/// The bytes with as many sectors as the allocation table has entries: `SheetJS` marks those that follow the last sector as
/// ends of streams and not as free, which Excel does not mind. `None` if a stream leads beyond the end: the file is cut.
fn padded(bytes: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let size = 1_usize << (number(30)? & 0xffff).min(12);
    let sectors = (bytes.len() / size).checked_sub(1)?;
    let tables = usize::try_from(number(44)?).ok().filter(|tables| *tables <= TABLES_IN_HEADER)?;
    let mut entries = 0;
    for table in 0..tables {
        let start =
            usize::try_from(number(76 + 4 * table)?).ok()?.checked_add(1)?.checked_mul(size)?;
        for at in (start..start.checked_add(size)?).step_by(4) {
            let next = number(at)?;
            if next < FIRST_MARK && usize::try_from(next).ok()? >= sectors {
                return None;
            }
            entries += 1;
        }
    }
    let missing = ((entries + 1) * size).checked_sub(bytes.len())?;
    Some([bytes, &vec![0; missing]].concat())
}

/// The header names the sectors of so many allocation tables; files of more are larger than 7 MB.
const TABLES_IN_HEADER: usize = 109;

/// Entries from here on are marks, such as the end of a stream, and no sectors.
const FIRST_MARK: u32 = 0xffff_fffa;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A document of one stream, and the place of the allocation table in it.
    fn document() -> (Vec<u8>, usize) {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&[7; 5_000]).unwrap();
        file.flush().unwrap();
        let bytes = file.into_inner().into_inner();
        let sector = 1 << bytes[30];
        let table = usize::from(bytes[76]);
        (bytes, (table + 1) * sector)
    }

    #[test]
    fn sectors_that_the_table_marks_beyond_the_end_of_the_file_do_not_matter() {
        let (mut bytes, table) = document();
        let sector = 1 << bytes[30];
        for entry in bytes[table..table + sector].chunks_exact_mut(4) {
            if entry == [0xff; 4] {
                entry[0] = 0xfe;
            }
        }
        assert!(cfb::CompoundFile::open(Cursor::new(&bytes)).is_err());
        assert!(open(&bytes).unwrap().is_stream("/Workbook"));
    }

    #[test]
    fn a_cut_document_is_not_filled_up() {
        let (bytes, _) = document();
        for length in (0..bytes.len()).step_by(512) {
            let cut = &bytes[..length];
            let is_whole = cfb::CompoundFile::open(Cursor::new(cut)).is_ok();
            assert_eq!(open(cut).is_ok(), is_whole, "{length}");
        }
    }
}
