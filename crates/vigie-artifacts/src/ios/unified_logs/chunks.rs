//! The chunks of a tracev3 file, read one at a time: a tag, a size, and that many bytes, padded to eight.
//!
//! Chunk sets are decompressed here, not in the crate: their stated size is checked first, and the number of chunks in
//! them is known, so that those the crate cannot read are counted.

use std::io::Read;

use vigie_evidence::ReadError;
use vigie_model::{Place, ProblemCode};

/// A chunk larger than this is none; real ones have some ten kilobytes.
const LARGEST: u64 = 32 << 20;
const PREAMBLE: usize = 16;
const LZ4: &[u8] = b"bv41";
const STORED: &[u8] = b"bv4-";
const FOOTER: &[u8] = b"bv4$";

/// What a chunk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Header,
    Catalog,
    Set,
    Other(u32),
}

/// One chunk with its preamble.
pub(super) struct Chunk {
    pub(super) tag: Tag,
    pub(super) bytes: Vec<u8>,
    pub(super) at: u64,
}

impl Chunk {
    pub(super) fn place(&self) -> Place {
        Place::Offset { offset: self.at }
    }
}

/// Reads chunks.
pub(super) struct Chunks<R> {
    reader: R,
    at: u64,
    done: bool,
}

impl<R: Read> Chunks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, at: 0, done: false }
    }

    /// Fills as much of the buffer as there is; answers how much.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let mut filled = 0usize;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.reader.read(rest) {
                Ok(0) => break,
                Ok(n) => filled = filled.saturating_add(n),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let place = Place::Offset { offset: self.at };
                    return Err(ReadError::at(ProblemCode::FileUnreadable, place, error.to_string()));
                }
            }
        }
        self.at = self.at.saturating_add(filled as u64);
        Ok(filled)
    }

    fn failure(&mut self, at: u64, detail: &str) -> ReadError {
        self.done = true;
        ReadError::at(ProblemCode::NotTheFormat, Place::Offset { offset: at }, detail)
    }

    fn read(&mut self) -> Result<Option<Chunk>, ReadError> {
        let at = self.at;
        let mut preamble = [0u8; PREAMBLE];
        match self.fill(&mut preamble)? {
            0 => return Ok(None),
            PREAMBLE => {}
            // Zeros may follow the last chunk.
            n if preamble.iter().take(n).all(|byte| *byte == 0) => return Ok(None),
            _ => return Err(self.failure(at, "the file ends inside a chunk")),
        }
        let (tag, size) = tag_and_size(&preamble);
        if tag == 0 && size == 0 {
            // A file that was allocated ahead: zeros to its end.
            let mut rest = [0u8; 4096];
            loop {
                match self.fill(&mut rest)? {
                    0 => return Ok(None),
                    read if rest.iter().take(read).all(|byte| *byte == 0) => {}
                    _ => return Err(self.failure(at, "zeros where a chunk belongs")),
                }
            }
        }
        if size > LARGEST {
            return Err(self.failure(at, "a chunk of impossible size"));
        }
        let body = usize::try_from(size).unwrap_or(0);
        let mut bytes = preamble.to_vec();
        bytes.resize(PREAMBLE.saturating_add(body), 0);
        if self.fill(bytes.get_mut(PREAMBLE..).unwrap_or_default())? != body {
            return Err(self.failure(at, "the file ends inside a chunk"));
        }
        let mut padding = [0u8; 8];
        let pad = body.next_multiple_of(8).saturating_sub(body);
        self.fill(padding.get_mut(..pad).unwrap_or_default())?;
        let tag = match tag {
            0x1000 => Tag::Header,
            0x600b => Tag::Catalog,
            0x600d => Tag::Set,
            other => Tag::Other(other),
        };
        Ok(Some(Chunk { tag, bytes, at }))
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = Result<Chunk, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let read = self.read().transpose();
        self.done |= !matches!(read, Some(Ok(_)));
        read
    }
}

fn tag_and_size(preamble: &[u8; PREAMBLE]) -> (u32, u64) {
    let tag = preamble.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    let size = preamble.last_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
    (tag, size)
}

/// How many chunks of each kind a chunk set holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Inside {
    pub(super) firehose: usize,
    pub(super) oversize: usize,
    pub(super) statedump: usize,
    pub(super) simpledump: usize,
    /// Of kinds nobody has described, or cut.
    pub(super) other: usize,
}

/// A chunk set as the crate reads it without decompressing, and what it holds; `None` for the counts where its
/// compression is known to the crate alone (LZBITMAP, since iOS 26).
pub(super) fn plain(set: &Chunk) -> Result<(Vec<u8>, Option<Inside>), &'static str> {
    let body = set.bytes.get(PREAMBLE..).unwrap_or_default();
    let word = |at: usize| body.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes);
    let (Some(signature), Some(size)) = (body.get(..4), word(4)) else { return Err("too short a chunk set") };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    if size as u64 > LARGEST {
        return Err("a chunk set of impossible size");
    }
    if signature == STORED {
        let data = size.checked_add(8).and_then(|end| body.get(8..end)).ok_or("a chunk set that is cut")?;
        return Ok((set.bytes.clone(), Some(inside(data))));
    }
    if signature != LZ4 {
        // `ZBM` and flags; the crate checks it.
        return if signature.starts_with(b"ZBM") {
            Ok((set.bytes.clone(), None))
        } else {
            Err("a chunk set of unknown compression")
        };
    }
    let packed = word(8).and_then(|size| usize::try_from(size).ok()).and_then(|size| size.checked_add(12));
    let packed = packed.and_then(|end| body.get(12..end)).ok_or("a chunk set that is cut")?;
    let data = lz4_flex::decompress(packed, size).map_err(|_| "a chunk set that cannot be decompressed")?;
    let mut bytes = Vec::with_capacity(data.len().saturating_add(28));
    bytes.extend_from_slice(set.bytes.get(..8).unwrap_or_default());
    bytes.extend_from_slice(&(data.len().saturating_add(12) as u64).to_le_bytes());
    bytes.extend_from_slice(STORED);
    bytes.extend_from_slice(&u32::try_from(data.len()).unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(&data);
    bytes.extend_from_slice(FOOTER);
    Ok((bytes, Some(inside(&data))))
}

fn inside(mut data: &[u8]) -> Inside {
    let mut found = Inside::default();
    while !data.is_empty() {
        let Some((preamble, rest)) = data.split_first_chunk::<PREAMBLE>() else {
            found.other = found.other.saturating_add(1);
            break;
        };
        let (tag, size) = tag_and_size(preamble);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let Some(rest) = rest.get(size..) else {
            found.other = found.other.saturating_add(1);
            break;
        };
        let count = match tag {
            0x6001 => &mut found.firehose,
            0x6002 => &mut found.oversize,
            0x6003 => &mut found.statedump,
            0x6004 => &mut found.simpledump,
            _ => &mut found.other,
        };
        *count = count.saturating_add(1);
        // Chunks are padded with zeros, and no tag begins with one.
        data = rest.get(rest.iter().take_while(|byte| **byte == 0).count()..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Chunk, Chunks, Tag, plain};

    fn set(body: &[u8]) -> Chunk {
        let mut bytes = 0x600D_u64.to_le_bytes().to_vec();
        bytes.extend((body.len() as u64).to_le_bytes());
        bytes.extend(body);
        Chunk { tag: Tag::Set, bytes, at: 0 }
    }

    #[test]
    fn a_stated_size_is_never_allocated_on_trust() {
        assert_eq!(plain(&set(b"bv41\xFF\xFF\xFF\xFF\x01\0\0\0\0")), Err("a chunk set of impossible size"));
        assert_eq!(plain(&set(b"bv4-\xFF\xFF\xFF\x01data")), Err("a chunk set that is cut"));
        assert_eq!(plain(&set(b"bv41\0\0\0\x01\xFF\xFF\xFF\xFFdata")), Err("a chunk set that is cut"));
        assert_eq!(plain(&set(b"")), Err("too short a chunk set"));
        let huge = [0x1000_u64.to_le_bytes(), u64::MAX.to_le_bytes()].concat();
        assert!(matches!(Chunks::new(huge.as_slice()).next(), Some(Err(_))));
    }

    #[test]
    fn zeros_behind_the_last_chunk_are_its_end() {
        let bytes = [0x1000_u64.to_le_bytes().as_slice(), &4_u64.to_le_bytes(), b"text", &[0; 5000]].concat();
        let read: Vec<_> = Chunks::new(bytes.as_slice()).collect();
        assert!(matches!(read.as_slice(), [Ok(Chunk { tag: Tag::Header, .. })]));
    }
}
