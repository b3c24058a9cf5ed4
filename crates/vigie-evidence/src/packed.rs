//! A file that is compressed and holds no tar: `report.txt.gz`, a rotated log. Its content as a file, unpacked each time
//! it is read and never held as a whole.

use std::io::{self, ErrorKind, Read};

use vigie_model::ProblemCode;

use crate::Blob;
use crate::archive::Codec;

/// Bytes that are always unpacked, whatever they are the content of.
const ALWAYS: u64 = 1 << 30;
/// Beyond them so many times the size of the packed file: deflate ends at 1032 to 1.
const RATIO_LIMIT: u64 = 1040;
/// No more than this in any case, in bytes.
const MOST: u64 = 64 << 30;

/// See the module.
#[derive(Debug)]
pub struct Packed {
    of: Blob,
    codec: Codec,
    size: u64,
    /// Why the content is not whole.
    trouble: Option<(ProblemCode, String)>,
}

impl Packed {
    /// Unpacks it once to learn how large the content is, and how far it can be read.
    pub(crate) fn measure(of: Blob, codec: Codec) -> io::Result<Self> {
        let most = of.size()?.saturating_mul(RATIO_LIMIT).clamp(ALWAYS, MOST);
        let mut reader = codec.reader(of.reader()?).take(most.saturating_add(1));
        let (mut size, mut trouble, mut buffer) = (0u64, None, vec![0; 1 << 16]);
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => size = size.saturating_add(count as u64),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    let detail =
                        format!("its compressed bytes are damaged or cut after {size} unpacked bytes: {error}");
                    trouble = Some((ProblemCode::MemberDamaged, detail));
                    break;
                }
            }
        }
        if size > most {
            size = most;
            trouble =
                Some((ProblemCode::ArchiveBomb, format!("it unpacks to more than {most} bytes; only these were read")));
        }
        Ok(Self { of, codec, size, trouble })
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    pub(crate) fn reader(&self) -> io::Result<impl Read + Send + use<>> {
        Ok(self.codec.reader(self.of.reader()?).take(self.size))
    }

    pub(crate) fn trouble(&self) -> Option<(ProblemCode, String)> {
        self.trouble.clone()
    }
}
