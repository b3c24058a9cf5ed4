//! Sources that are gzip files (`*.gz`, `.fseventsd`): unpacked into memory, within a limit that a bomb cannot pass.
//!
//! Format: RFC 1952; several members one after the other are one stream, as `fseventsd` writes them.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use vigie_model::ProblemCode;

use crate::source::WHOLE_FILE_LIMIT;
use crate::{Blob, ReadError, Source};

/// What a gzip file holds.
pub struct Unpacked<'t> {
    /// The content, under the path of the packed file.
    pub source: Source<'t>,
    /// Why the content is not whole, when it is not.
    pub trouble: Option<(ProblemCode, String)>,
}

impl<'t> Source<'t> {
    /// The content of this file where it begins as a gzip file does, and the file itself otherwise. A damaged or cut
    /// file gives what could be unpacked, and says so; at most 512 MiB are.
    ///
    /// # Errors
    /// When the file cannot be read, or nothing of it unpacked.
    pub fn unpacked(&self) -> Result<Unpacked<'t>, ReadError> {
        let mut start = [0u8; 2];
        let read = self.reader()?.read_exact(&mut start);
        if read.is_err() || start != [0x1f, 0x8b] {
            return Ok(Unpacked { source: self.clone(), trouble: None });
        }
        let mut bytes = Vec::new();
        let mut decoder = MultiGzDecoder::new(self.reader()?).take(WHOLE_FILE_LIMIT.saturating_add(1));
        let mut trouble = None;
        if let Err(error) = decoder.read_to_end(&mut bytes) {
            let detail = format!("the gzip file is damaged or cut after {} unpacked bytes: {error}", bytes.len());
            if bytes.is_empty() {
                return Err(ReadError::file(ProblemCode::NotTheFormat, detail));
            }
            trouble = Some((ProblemCode::NotTheFormat, detail));
        }
        let limit = usize::try_from(WHOLE_FILE_LIMIT).unwrap_or(usize::MAX);
        if bytes.len() > limit {
            bytes.truncate(limit);
            let detail = format!("more than {WHOLE_FILE_LIMIT} bytes when unpacked; the rest was not read");
            trouble = Some((ProblemCode::LimitReached, detail));
        }
        Ok(Unpacked { source: self.with_blob(Blob::Memory(bytes.into())), trouble })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use vigie_model::Layout;

    use crate::MemoryEvidence;

    fn pack(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn unpack(bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let evidence = MemoryEvidence::new(Layout::IosFilesystem).file("a.gz", bytes).into_evidence();
        let mut seen = None;
        evidence.walk(
            &mut |_| true,
            &mut |source| {
                seen = Some(match source.unpacked() {
                    Ok(unpacked) => (unpacked.source.bytes().unwrap(), unpacked.trouble.map(|(_, detail)| detail)),
                    Err(error) => (Vec::new(), Some(error.detail)),
                });
            },
            &mut |problem| panic!("{problem:?}"),
        );
        seen.unwrap()
    }

    #[test]
    fn members_are_one_stream_and_plain_files_stay() {
        let mut two = pack("first ");
        two.extend(pack("second"));
        assert_eq!(unpack(two), (b"first second".to_vec(), None));
        assert_eq!(unpack(b"plain".to_vec()), (b"plain".to_vec(), None));
        assert_eq!(unpack(Vec::new()), (Vec::new(), None));
    }

    #[test]
    fn a_cut_file_gives_what_it_has_and_says_so() {
        let whole = pack(&"a line of text that repeats\n".repeat(1000));
        let (bytes, trouble) = unpack(whole[..whole.len() - 9].to_vec());
        assert!(!bytes.is_empty() && trouble.unwrap().contains("damaged or cut"));
        assert!(unpack(whole[..5].to_vec()).1.is_some());
    }
}
