//! Zip files: their entries by name, unpacked under a limit.

use std::io::{self, BufReader, Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::byte_source::{Limited, UNPACKED_MAX};

/// An open zip file.
pub(in crate::ingest) struct Archive<'bytes> {
    zip: ZipArchive<Cursor<&'bytes [u8]>>,
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Entry {
    /// Its name in the archive, with `/` between folders.
    pub name: String,
    /// Its unpacked size in bytes, as the archive states it.
    pub size: u64,
    /// Whether a password is needed.
    pub is_encrypted: bool,
    place: usize,
}

impl<'bytes> Archive<'bytes> {
    /// Opens a zip file; an error if it has no table of contents, as after a cut download, or has one
    /// name twice: which of the two is meant cannot be known.
    pub(in crate::ingest) fn open(bytes: &'bytes [u8]) -> Result<Archive<'bytes>, String> {
        let no_contents =
            |_| "its table of contents is missing, as after a cut download".to_owned();
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(no_contents)?;
        if zip.has_duplicate_names() {
            return Err("two of its entries have the same name".to_owned());
        }
        Ok(Archive { zip })
    }

    /// Its files, in the order of its table of contents.
    pub(in crate::ingest) fn entries(&self) -> Vec<Entry> {
        let entry = |place| {
            let entry = self.zip.by_index_data(place).ok()?;
            let name = entry.name().ok()?.replace('\\', "/");
            (!name.ends_with('/')).then(|| Entry {
                name,
                size: entry.size(),
                is_encrypted: entry.encrypted(),
                place,
            })
        };
        (0..self.zip.len()).filter_map(entry).collect()
    }

    /// Unpacks an entry. Reading fails with [`FileTooLarge`](io::ErrorKind::FileTooLarge) past `limit` bytes, whatever
    /// size the archive states.
    pub(in crate::ingest) fn unpack<'archive>(
        &'archive mut self,
        entry: &Entry,
        limit: u64,
    ) -> io::Result<BufReader<Limited<impl Read + use<'archive, 'bytes>>>> {
        let inner = self.zip.by_index(entry.place)?;
        Ok(BufReader::with_capacity(1 << 16, Limited { inner, left: limit }))
    }

    /// Unpacks the part of this name, in either case; `None` if there is none.
    pub(in crate::ingest) fn part<'archive>(
        &'archive mut self,
        name: &str,
    ) -> io::Result<Option<BufReader<Limited<impl Read + use<'archive, 'bytes>>>>> {
        let name = name.trim_start_matches('/');
        let is_it = |entry: &Entry| entry.name.trim_start_matches('/').eq_ignore_ascii_case(name);
        match self.entries().iter().find(|entry| is_it(entry)) {
            Some(entry) => self.unpack(entry, UNPACKED_MAX).map(Some),
            None => Ok(None),
        }
    }

    /// The bytes of the archive with these contents in the place of the entries of these names.
    pub(in crate::ingest) fn with(
        &mut self,
        contents: &[(String, Vec<u8>)],
    ) -> io::Result<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for entry in self.entries() {
            match contents.iter().find(|(name, _)| *name == entry.name) {
                Some((name, bytes)) => {
                    writer.start_file(name.as_str(), SimpleFileOptions::default())?;
                    writer.write_all(bytes)?;
                }
                None => writer.raw_copy_file(self.zip.by_index_raw(entry.place)?)?,
            }
        }
        Ok(writer.finish()?.into_inner())
    }
}

#[cfg(test)]
pub(in crate::ingest) mod tests {
    use std::io::ErrorKind;

    use super::*;

    /// An archive of these files.
    pub(in crate::ingest) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn lists_names_and_unpacked_sizes() {
        let bytes = zip(&[("xl/workbook.xml", &[0; 700]), ("a.csv", b"abc")]);
        let found = Archive::open(&bytes).unwrap().entries();
        let found: Vec<_> = found.iter().map(|entry| (entry.name.as_str(), entry.size)).collect();
        assert_eq!(found, [("xl/workbook.xml", 700), ("a.csv", 3)]);
    }

    #[test]
    fn an_archive_that_is_cut_has_no_table_of_contents() {
        let whole = zip(&[("a.csv", b"abc")]);
        for length in 0..whole.len() - 1 {
            assert!(Archive::open(&whole[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn what_unpacks_past_the_limit_fails() {
        let bytes = zip(&[("bomb.csv", "x".repeat(100_000).as_bytes())]);
        let mut archive = Archive::open(&bytes).unwrap();
        let entry = archive.entries().remove(0);
        let error = archive.unpack(&entry, 1_000).unwrap().read_to_end(&mut Vec::new());
        assert_eq!(error.unwrap_err().kind(), ErrorKind::FileTooLarge);
        let whole = archive.unpack(&entry, 100_000).unwrap().read_to_end(&mut Vec::new());
        assert_eq!(whole.unwrap(), 100_000);
    }

    #[test]
    fn an_entry_that_states_too_small_a_size_does_not_unpack_to_more() {
        let mut bytes = zip(&[("bomb.csv", "x".repeat(100_000).as_bytes())]);
        let stated = 100_000_u32.to_le_bytes();
        for at in 0..bytes.len() - 4 {
            if bytes[at..at + 4] == stated {
                bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
        }
        let mut archive = Archive::open(&bytes).unwrap();
        let entry = archive.entries().remove(0);
        assert_eq!(entry.size, 10);
        let mut unpacked = Vec::new();
        assert!(archive.unpack(&entry, 1_000).unwrap().read_to_end(&mut unpacked).is_err());
        assert!(unpacked.len() <= 1_000);
    }

    #[test]
    fn parts_are_found_in_either_case_and_with_a_leading_slash() {
        let bytes = zip(&[("XL/Workbook.xml", b"x")]);
        let mut archive = Archive::open(&bytes).unwrap();
        assert!(archive.part("/xl/workbook.xml").unwrap().is_some());
        assert!(archive.part("xl/styles.xml").unwrap().is_none());
    }
}
