//! The compressed streams around a tar: gzip (RFC 1952), xz (the .xz format of tukaani.org), Zstandard (RFC 8878).
//! Each may be several streams one after the other, as parallel compressors write them.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Bytes read from a file at once.
const CHUNK: usize = 1 << 18;
/// Memory an .xz file may ask for, in KiB: `xz -9` asks for 64 MiB.
const XZ_MEMORY: u32 = 1 << 20;
/// Window a .zst file may ask for, in bytes: `zstd --long=27` asks for 128 MiB.
const ZSTD_WINDOW: u64 = 512 << 20;

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    Gzip,
    Xz,
    Zstd,
}

impl Codec {
    /// What the first bytes promise.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(&[0x1f, 0x8b, 8]) {
            Some(Self::Gzip)
        } else if head.starts_with(b"\xfd7zXZ\0") {
            Some(Self::Xz)
        } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            Some(Self::Zstd)
        } else {
            None
        }
    }

    /// The bytes inside.
    pub(crate) fn reader<'r>(self, packed: impl Read + Send + 'r) -> Box<dyn Read + Send + 'r> {
        let packed = BufReader::with_capacity(CHUNK, packed);
        match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Xz => Box::new(Sips(XzReader::new_mem_limit(packed, true, XZ_MEMORY))),
            Self::Zstd => Box::new(Frames::new(packed)),
        }
    }
}

/// Reads a little at a time: a decoder that meets damage forgets what it had decoded in the same call.
struct Sips<R>(R);

impl<R: Read> Read for Sips<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(4096);
        self.0.read(out.get_mut(..most).unwrap_or_default())
    }
}

/// Zstandard frames one after the other; skippable frames are skipped.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    open: bool,
    /// Told when what was decoded before it has been read.
    failed: Option<io::Error>,
}

impl<R: BufRead> Frames<R> {
    fn new(packed: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(ZSTD_WINDOW);
        Self { packed, decoder, open: false, failed: None }
    }

    /// Opens the next frame. False at the end.
    fn next_frame(&mut self) -> io::Result<bool> {
        loop {
            if self.packed.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.init(&mut self.packed) {
                Ok(()) => {
                    self.open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let skipped = io::copy(&mut self.packed.by_ref().take(length.into()), &mut io::sink())?;
                    if skipped < u64::from(length) {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(io::Error::new(ErrorKind::InvalidData, error)),
            }
        }
    }
}

/// An empty last block, and four bytes where a checksum may be: ends a frame that is cut off or damaged, so that the
/// decoder gives the window it still holds back.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.open && !self.next_frame()? {
                return Ok(0);
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(out);
            }
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if self.decoder.is_finished() {
                let (stated, found) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
                if stated.is_some() && stated != found {
                    return Err(io::Error::new(ErrorKind::InvalidData, "a frame fails its checksum"));
                }
                self.open = false;
                continue;
            }
            let decoded = self.decoder.decode_blocks(&mut self.packed, BlockDecodingStrategy::UptoBlocks(1));
            if let Err(error) = decoded {
                self.failed = Some(io::Error::new(ErrorKind::InvalidData, error));
                let _ = self.decoder.decode_blocks(&mut &LAST_BLOCK[..], BlockDecodingStrategy::UptoBlocks(1));
            }
        }
    }
}
