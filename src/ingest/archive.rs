//! The table of contents of a zip file, read without unpacking anything.

/// A file in an archive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its name in the archive.
    pub name: String,
    /// Its unpacked size in bytes, as the archive states it.
    pub size: u64,
}

/// The files of a zip archive; `None` if it has no table of contents, as after a cut download.
pub(super) fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    // The end record may be followed by a comment of up to 64 KiB (APPNOTE 4.3.16).
    let tail_start = bytes.len().saturating_sub(22 + 65_536);
    let end =
        tail_start + bytes[tail_start..].windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let mut at = usize::try_from(u32_at(bytes, end + 16)?).ok()?;
    let mut entries = Vec::new();
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let name_length = usize::from(u16_at(bytes, at + 28)?);
        let extra_length = usize::from(u16_at(bytes, at + 30)?);
        let comment_length = usize::from(u16_at(bytes, at + 32)?);
        let name = bytes.get(at + 46..at + 46 + name_length)?;
        let extra = bytes.get(at + 46 + name_length..at + 46 + name_length + extra_length)?;
        let size = match u32_at(bytes, at + 24)? {
            u32::MAX => zip64_size(extra).unwrap_or(u64::MAX),
            size => u64::from(size),
        };
        entries.push(Entry { name: String::from_utf8_lossy(name).replace('\\', "/"), size });
        at += 46 + name_length + extra_length + comment_length;
    }
    Some(entries)
}

/// The unpacked size in the zip64 field, where it stands first (APPNOTE 4.5.3).
fn zip64_size(mut extra: &[u8]) -> Option<u64> {
    loop {
        let length = usize::from(u16_at(extra, 2)?);
        let field = extra.get(4..4 + length)?;
        if u16_at(extra, 0)? == 1 {
            return Some(u64::from_le_bytes(field.get(..8)?.try_into().ok()?));
        }
        extra = &extra[4 + length..];
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An archive with these names and stated sizes, and nothing in it.
    pub(in crate::ingest) fn zip(names: &[(&str, u32)]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        let start = u32::try_from(bytes.len()).unwrap();
        for (name, size) in names {
            bytes.extend(b"PK\x01\x02");
            bytes.extend([0; 20]);
            bytes.extend(size.to_le_bytes());
            bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend([0; 16]);
            bytes.extend(name.as_bytes());
        }
        bytes.extend(b"PK\x05\x06");
        bytes.extend([0; 12]);
        bytes.extend(start.to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }

    #[test]
    fn lists_names_and_unpacked_sizes() {
        let found = entries(&zip(&[("xl/workbook.xml", 700), ("a.csv", 3)])).unwrap();
        let found: Vec<_> = found.iter().map(|entry| (entry.name.as_str(), entry.size)).collect();
        assert_eq!(found, [("xl/workbook.xml", 700), ("a.csv", 3)]);
    }

    #[test]
    fn a_size_past_four_gigabytes_stands_in_the_zip64_field() {
        let mut extra = vec![9, 9, 2, 0, 0, 0, 1, 0, 8, 0];
        extra.extend((5_u64 << 32).to_le_bytes());
        assert_eq!(zip64_size(&extra), Some(5 << 32));
        assert_eq!(zip64_size(&[1, 0, 8, 0, 1]), None);
    }

    #[test]
    fn an_archive_that_is_cut_has_no_table_of_contents() {
        let whole = zip(&[("a.csv", 3)]);
        for length in 0..whole.len() - 2 {
            assert!(entries(&whole[..length]).is_none());
        }
    }
}
