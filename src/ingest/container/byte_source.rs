//! Where the bytes of an export come from: opened as often as they are needed, never held as a whole.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::ingest::IngestError;

/// The most bytes that a packed file or an entry of an archive may hold unpacked (our choice): a small
/// file must not keep the reader busy for hours.
pub(super) const UNPACKED_MAX: u64 = 2 << 30;

/// How many of the first bytes tell what a file is.
pub(in crate::ingest) const HEAD: usize = 8_192;

/// Bytes that can be read from the start as often as needed.
pub(in crate::ingest) struct ByteSource<'source> {
    open: Box<dyn Fn() -> io::Result<Box<dyn Read + 'source>> + Sync + 'source>,
}

impl<'source> ByteSource<'source> {
    /// A file, of any length.
    pub(in crate::ingest) fn file(path: &'source Path) -> ByteSource<'source> {
        ByteSource { open: Box::new(move || Ok(Box::new(File::open(path)?))) }
    }

    /// Bytes in memory.
    pub(in crate::ingest) fn bytes(bytes: &'source [u8]) -> ByteSource<'source> {
        ByteSource { open: Box::new(move || Ok(Box::new(bytes))) }
    }

    /// What `open` unpacks, such as an entry of an archive; at most [`UNPACKED_MAX`] bytes of it.
    pub(super) fn unpacked(
        open: impl Fn() -> io::Result<Box<dyn Read + 'source>> + Sync + 'source,
    ) -> ByteSource<'source> {
        ByteSource {
            open: Box::new(move || Ok(Box::new(Limited { inner: open()?, left: UNPACKED_MAX }))),
        }
    }

    /// The content of these bytes, which are a gzip file.
    pub(in crate::ingest) fn gunzipped(self) -> ByteSource<'source> {
        ByteSource::unpacked(move || {
            Ok(Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, self.open()?))))
        })
    }

    /// A reader from the first byte on. Opening may succeed and reading fail.
    pub(in crate::ingest) fn open(&self) -> io::Result<Box<dyn Read + 'source>> {
        (self.open)()
    }

    /// The first bytes, up to 8 KiB: enough to tell what the content is.
    pub(in crate::ingest) fn head(&self) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.open()?.take(HEAD as u64).read_to_end(&mut head)?;
        Ok(head)
    }
}

/// A reader that fails when more than this many bytes come out of it.
pub(in crate::ingest) struct Limited<R> {
    /// What is read.
    pub inner: R,
    /// How many bytes may still come out.
    pub left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::from(ErrorKind::FileTooLarge))?;
        Ok(count)
    }
}

/// Reads once, again if a signal came between.
pub(in crate::ingest) fn read_some(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            outcome => return outcome,
        }
    }
}

/// The error of a source, for the owner of the file `path`.
pub(in crate::ingest) fn in_our_words(path: &str, error: &io::Error) -> IngestError {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::NotFound => IngestError::Missing { path },
        ErrorKind::FileTooLarge => IngestError::TooLarge {
            path,
            place: "the file".into(),
            reason: "it unpacks to more than 2 GiB".into(),
        },
        // What the unpackers say of bytes that are not theirs, and of an end before the end.
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
            let place = "the archive".into();
            IngestError::Damaged { path, place, reason: error.to_string() }
        }
        _ => IngestError::Unreadable { path, reason: error.to_string() },
    }
}

#[cfg(test)]
pub(in crate::ingest) mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    /// These bytes as a gzip file.
    pub(in crate::ingest) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn whole(source: &ByteSource<'_>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        source.open()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    #[test]
    fn a_source_is_read_from_the_start_each_time() {
        let source = ByteSource::bytes(b"Deal ID");
        assert_eq!(source.head().unwrap(), b"Deal ID");
        assert_eq!(whole(&source).unwrap(), b"Deal ID");
    }

    #[test]
    fn a_gzip_file_may_hold_several_parts() {
        let parts = [gzip(b"Deal ID\n"), gzip(b"1\n")].concat();
        let source = ByteSource::bytes(&parts).gunzipped();
        assert_eq!(whole(&source).unwrap(), b"Deal ID\n1\n");
    }

    #[test]
    fn a_cut_gzip_file_is_damaged() {
        let packed = gzip(b"Deal ID\n1\n");
        let source = ByteSource::bytes(&packed[..packed.len() - 9]).gunzipped();
        let error = in_our_words("f.csv.gz", &whole(&source).unwrap_err());
        assert_eq!(error.code(), "damaged_file");
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_at_the_limit() {
        let mut limited = Limited { inner: io::repeat(b'x'), left: 10 };
        assert!(limited.read_exact(&mut [0; 10]).is_ok());
        let error = limited.read_exact(&mut [0; 1]).unwrap_err();
        assert_eq!(in_our_words("bomb.gz", &error).code(), "too_large");
    }
}
