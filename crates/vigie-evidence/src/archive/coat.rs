//! What lies around the tar of a stream: one compression, or the layers of an Android backup.

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use flate2::bufread::ZlibDecoder;

use super::Codec;
use crate::aes_cbc::{CHUNK, Cbc, CbcStream};
use crate::unlock::Key;

/// See the module.
#[derive(Debug, Clone)]
pub(crate) enum Coat {
    Codec(Codec),
    Backup(Arc<Layers>),
}

/// An Android backup: behind its header a tar that is deflated, or not, and then encrypted, or not.
pub(crate) struct Layers {
    /// Bytes of the header.
    pub(crate) skip: u64,
    /// The key of the data and its vector.
    pub(crate) key: Option<(Key, [u8; 16])>,
    pub(crate) deflated: bool,
}

impl std::fmt::Debug for Layers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Layers").field("skip", &self.skip).field("deflated", &self.deflated).finish_non_exhaustive()
    }
}

impl Coat {
    /// The bytes inside.
    pub(crate) fn reader<'r>(&self, packed: impl Read + Send + 'r) -> Box<dyn Read + Send + 'r> {
        match self {
            Self::Codec(codec) => codec.reader(packed),
            Self::Backup(layers) => {
                let packed = Behind { inner: packed, left: layers.skip };
                match &layers.key {
                    Some((key, vector)) => layers.inflated(CbcStream::new(packed, Cbc::new(key, *vector))),
                    None => layers.inflated(packed),
                }
            }
        }
    }
}

impl Layers {
    fn inflated<'r>(&self, packed: impl Read + Send + 'r) -> Box<dyn Read + Send + 'r> {
        if self.deflated {
            Box::new(ZlibDecoder::new(BufReader::with_capacity(CHUNK, packed)))
        } else {
            Box::new(packed)
        }
    }
}

/// Bytes behind a header.
struct Behind<R> {
    inner: R,
    /// Bytes of the header that were not passed over yet.
    left: u64,
}

impl<R: Read> Read for Behind<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left > 0 {
            io::copy(&mut self.inner.by_ref().take(self.left), &mut io::sink())?;
            self.left = 0;
        }
        self.inner.read(out)
    }
}
