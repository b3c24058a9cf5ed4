//! The lowest layer of a store: its header, its two trees (nodes, blocks), and blocks.
//!
//! MS-PST 2.2.2. Sizes of ids and pages differ by version: 14 and 15 (ids of 4 bytes, "ANSI"), 23 (of 8 bytes, "Unicode"), 36
//! (the same with pages of 4 KiB and packed blocks, which Outlook has written in its `.ost` since 2013 and Microsoft has not
//! published; after the documentation of libpff).

use std::io::Read;

use flate2::read::ZlibDecoder;
use vigie_model::ProblemCode;

use super::bytes::{crc, u16_at, u32_at, u64_at};
use super::cipher::Cipher;
use crate::{ParseError, Source};

/// Pages of a tree that are read: a store of 50 GB has fewer.
const PAGES: usize = 1_000_000;
/// Entries of a tree that are kept.
const ENTRIES: usize = 4_000_000;
/// What a block may hold, in bytes.
const BLOCK: u64 = 1 << 16;
/// Troubles of one store that are kept; the reader counts on.
const TROUBLES: usize = 1000;

/// What was met, and where.
pub(super) type Trouble = (ProblemCode, u64, String);

/// A block by its number.
#[derive(Debug, Clone, Copy)]
struct Block {
    number: u64,
    at: u64,
    stored: u16,
    /// More than that when it is packed.
    size: u16,
}

/// A node: what data it has, and which nodes are below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) id: u32,
    pub(super) data: u64,
    pub(super) below: u64,
}

enum Bytes<'s> {
    Source(&'s Source<'s>),
    Memory(Vec<u8>),
}

/// See the module.
pub(super) struct File<'s> {
    bytes: Bytes<'s>,
    /// Ids have 8 bytes.
    pub(super) wide: bool,
    /// Pages have 4 KiB.
    pub(super) large: bool,
    cipher: Cipher,
    blocks: Vec<Block>,
    pub(super) nodes: Vec<Node>,
    pub(super) troubles: Vec<Trouble>,
}

fn not_a_store(detail: &str) -> ParseError {
    ParseError::file(ProblemCode::NotTheFormat, detail)
}

impl<'s> File<'s> {
    /// Reads header and trees.
    pub(super) fn open(source: &'s Source<'s>) -> Result<Self, ParseError> {
        // What cannot be read from any byte on would be unpacked anew for each block.
        let bytes = if source.seeks() { Bytes::Source(source) } else { Bytes::Memory(source.bytes()?) };
        let mut file = Self {
            bytes,
            wide: true,
            large: false,
            cipher: Cipher::Plain,
            blocks: Vec::new(),
            nodes: Vec::new(),
            troubles: Vec::new(),
        };
        let head = file.read(0, 564).ok_or_else(|| not_a_store("the header of the store is cut off"))?;
        match u16_at(&head, 10) {
            Some(14 | 15) => file.wide = false,
            Some(23) => {}
            Some(36) => file.large = true,
            other => {
                let detail = format!("a store of version {}, which is not known", other.unwrap_or(0));
                return Err(not_a_store(&detail));
            }
        }
        let (nodes, blocks, cipher) = if file.wide { (224, 240, head.get(513)) } else { (188, 196, head.get(461)) };
        let cipher = cipher.copied().unwrap_or(0);
        file.cipher = Cipher::of(cipher).ok_or_else(|| {
            let detail =
                format!("a store that Windows protects (way {cipher}): it can be read on its own computer only");
            ParseError::file(ProblemCode::Encrypted, detail)
        })?;
        let (nodes, blocks) = (file.id(&head, nodes).unwrap_or(0), file.id(&head, blocks).unwrap_or(0));
        let (wide, large) = (file.wide, file.large);
        let mut found = Vec::new();
        file.tree(blocks, 0x80, &mut |entry| {
            let at = |at| if wide { u64_at(entry, at) } else { u32_at(entry, at / 2).map(u64::from) };
            let stored = u16_at(entry, if wide { 16 } else { 8 })?;
            let size = if large { u16_at(entry, 18)? } else { stored };
            found.push(Block { number: at(0)? & !1, at: at(8)?, stored, size });
            Some(())
        });
        found.sort_by_key(|block| block.number);
        file.blocks = found;
        let mut found = Vec::new();
        file.tree(nodes, 0x81, &mut |entry| {
            let at = |at| if wide { u64_at(entry, at) } else { u32_at(entry, at / 2).map(u64::from) };
            found.push(Node { id: u32_at(entry, 0)?, data: at(8)?, below: at(16)? });
            Some(())
        });
        file.nodes = found;
        if file.nodes.is_empty() {
            return Err(not_a_store("a store whose list of messages cannot be read, or is empty"));
        }
        Ok(file)
    }

    pub(super) fn trouble(&mut self, code: ProblemCode, at: u64, detail: String) {
        if self.troubles.len() < TROUBLES {
            self.troubles.push((code, at, detail));
        } else if self.troubles.len() == TROUBLES {
            let detail = "more trouble in one place of the store than is told one by one".to_owned();
            self.troubles.push((ProblemCode::LimitReached, at, detail));
        }
    }

    /// Bytes, all of them.
    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        match &self.bytes {
            Bytes::Memory(bytes) => {
                let from = usize::try_from(at).ok()?;
                bytes.get(from..from.checked_add(length)?).map(<[u8]>::to_vec)
            }
            Bytes::Source(source) => {
                let mut bytes = Vec::with_capacity(length.min(1 << 16));
                source.reader_at(at).ok()?.take(length as u64).read_to_end(&mut bytes).ok()?;
                (bytes.len() == length).then_some(bytes)
            }
        }
    }

    /// An id or a place.
    pub(super) fn id(&self, bytes: &[u8], at: usize) -> Option<u64> {
        if self.wide { u64_at(bytes, at) } else { u32_at(bytes, at).map(u64::from) }
    }

    /// Gives every entry of a tree, in its order. What cannot be read of it is a trouble.
    fn tree(&mut self, root: u64, kind: u8, see: &mut dyn FnMut(&[u8]) -> Option<()>) {
        // Where the page says how many entries it has; where its mark stands; how long it is.
        let (foot, mark, length) = match (self.wide, self.large) {
            (_, true) => (4056, 4072, 4096),
            (true, _) => (488, 496, 512),
            (false, _) => (496, 500, 512),
        };
        let mut waiting: Vec<(u64, u8)> = vec![(root, u8::MAX)];
        let (mut pages, mut entries) = (0_usize, 0_usize);
        while let Some((at, above)) = waiting.pop() {
            pages = pages.saturating_add(1);
            if pages > PAGES || entries > ENTRIES {
                return self.trouble(ProblemCode::LimitReached, at, "a list of more pages than are read".to_owned());
            }
            let page = self.read(at, length).filter(|page| page.get(mark) == Some(&kind));
            let Some(page) = page else {
                let detail = "a page of the lists of the store cannot be read; what it lists is lost".to_owned();
                self.trouble(ProblemCode::LogDamaged, at, detail);
                continue;
            };
            if !self.large {
                let (stored, covered) = if self.wide { (u32_at(&page, 500), 496) } else { (u32_at(&page, 508), 500) };
                if stored != page.get(..covered).map(crc) {
                    self.trouble(ProblemCode::ChecksumWrong, at, "a page of the lists of the store".to_owned());
                }
            }
            let (count, each, level) = if self.large {
                (u16_at(&page, foot), page.get(foot.saturating_add(4)), page.get(foot.saturating_add(5)))
            } else {
                (
                    page.get(foot).map(|count| u16::from(*count)),
                    page.get(foot.saturating_add(2)),
                    page.get(foot.saturating_add(3)),
                )
            };
            let (count, each, level) = (count.unwrap_or(0), each.copied().unwrap_or(0), level.copied().unwrap_or(0));
            let fits = usize::from(count).saturating_mul(usize::from(each)) <= foot;
            // Each level is below the one above, so no page is its own descendant.
            if each == 0 || !fits || level >= above {
                self.trouble(ProblemCode::LogDamaged, at, "a page of the lists of the store is damaged".to_owned());
                continue;
            }
            let mut children = Vec::new();
            for entry in page.chunks_exact(usize::from(each)).take(usize::from(count)) {
                entries = entries.saturating_add(1);
                if level == 0 {
                    if see(entry).is_none() {
                        self.trouble(ProblemCode::LogDamaged, at, "an entry that is too short".to_owned());
                    }
                } else if let Some(child) = self.id(entry, if self.wide { 16 } else { 8 }) {
                    children.push((child, level));
                }
            }
            waiting.extend(children.into_iter().rev());
        }
    }

    /// Where a block lies.
    pub(super) fn place(&self, number: u64) -> Option<u64> {
        let found = self.blocks.binary_search_by_key(&(number & !1), |block| block.number).ok()?;
        self.blocks.get(found).map(|block| block.at)
    }

    /// The bytes of a block. What is wrong with it is a trouble.
    pub(super) fn block(&mut self, number: u64) -> Option<Vec<u8>> {
        let found = self.blocks.binary_search_by_key(&(number & !1), |block| block.number).ok();
        let Some(block) = found.and_then(|at| self.blocks.get(at)).copied() else {
            self.trouble(ProblemCode::FileMissing, 0, format!("block {number} is not in the list of blocks"));
            return None;
        };
        let stored = usize::from(block.stored);
        // A block is filled up to a multiple of 64 bytes, the last of which are about it.
        let tail = if self.wide { 16 } else { 12 };
        let whole = stored.checked_add(tail)?.checked_next_multiple_of(64)?;
        let read = self.read(block.at, if self.large { stored } else { whole });
        let Some(mut bytes) = read else {
            self.trouble(
                ProblemCode::FileUnreadable,
                block.at,
                format!("block {number} lies beyond the end of the file"),
            );
            return None;
        };
        if !self.large {
            let kept = u32_at(&bytes, whole.saturating_sub(if self.wide { 12 } else { 4 }));
            if kept != bytes.get(..stored).map(crc) {
                self.trouble(ProblemCode::ChecksumWrong, block.at, format!("block {number}"));
            }
        }
        bytes.truncate(stored);
        if number & 2 == 0 {
            self.cipher.open(&mut bytes, number);
        }
        if block.size > block.stored {
            let mut unpacked = Vec::new();
            let read = ZlibDecoder::new(bytes.as_slice()).take(BLOCK).read_to_end(&mut unpacked);
            if read.is_err() || unpacked.len() != usize::from(block.size) {
                let detail = format!("block {number} gives {} bytes of {}", unpacked.len(), block.size);
                self.trouble(ProblemCode::MemberDamaged, block.at, detail);
            }
            bytes = unpacked;
        }
        Some(bytes)
    }
}
