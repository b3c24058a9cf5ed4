//! The bytes of a log that are held while the rest of a text is read.

use std::io::Read;

/// Bytes of a block of them.
const BLOCK: usize = 1 << 20;

/// Bytes that are held, in blocks: one block of all would be moved each time it grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    pub(super) blocks: Vec<Vec<u8>>,
    /// Of all of them.
    pub(super) length: usize,
}

impl Held {
    pub(super) fn add(&mut self, mut bytes: &[u8]) {
        self.length = self.length.saturating_add(bytes.len());
        while !bytes.is_empty() {
            let room = self.blocks.last().map_or(0, |block| BLOCK.saturating_sub(block.len()));
            if room == 0 {
                self.blocks.push(Vec::with_capacity(BLOCK));
                continue;
            }
            let (fits, rest) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            if let Some(block) = self.blocks.last_mut() {
                block.extend_from_slice(fits);
            }
            bytes = rest;
        }
    }

    pub(super) fn reader(&self) -> HeldReader<'_> {
        HeldReader { blocks: self.blocks.iter(), rest: &[] }
    }
}

/// The same bytes, read.
pub(super) struct HeldReader<'h> {
    blocks: std::slice::Iter<'h, Vec<u8>>,
    rest: &'h [u8],
}

impl Read for HeldReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.rest.is_empty() {
            let Some(block) = self.blocks.next() else { return Ok(0) };
            self.rest = block;
        }
        self.rest.read(out)
    }
}
