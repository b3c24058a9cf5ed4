//! Lays the pages of an SQLite write-ahead log over those of its database while the database is read into memory,
//! without SQLite ever seeing the two files together: opening them so would write to the evidence.
//!
//! Format: <https://sqlite.org/fileformat2.html#the_write_ahead_log>. Only frames up to the last commit whose salts
//! and cumulative checksums hold are used, as SQLite itself would recover them.

use std::collections::BTreeMap;
use std::io::{self, Read};

/// The committed pages of a log, over a database.
#[derive(Debug)]
pub(crate) struct Overlay<'w> {
    page_size: usize,
    /// Page number, from 0 -> the page.
    pages: BTreeMap<usize, &'w [u8]>,
    /// Bytes of the database with the log applied.
    length: usize,
    /// Committed frames.
    pub(crate) frames: usize,
}

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let end = at.checked_add(4)?;
    bytes.get(at..end)?.try_into().ok().map(u32::from_be_bytes)
}

/// The checksum of the format over 8-byte steps, in the byte order the log's magic number names.
fn checksum(bytes: &[u8], big_endian: bool, (mut s1, mut s2): (u32, u32)) -> (u32, u32) {
    let read = |word: &[u8]| -> u32 {
        let word: [u8; 4] = word.try_into().unwrap_or_default();
        if big_endian { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
    };
    for step in bytes.chunks_exact(8) {
        let (left, right) = step.split_at(4);
        s1 = s1.wrapping_add(read(left)).wrapping_add(s2);
        s2 = s2.wrapping_add(read(right)).wrapping_add(s1);
    }
    (s1, s2)
}

/// What `wal` lays over a database of `base` bytes. `None` when the log holds no committed frame: the database stands
/// as it is. The second value is trouble to be told in either case.
pub(crate) fn overlay(base: u64, wal: &[u8]) -> (Option<Overlay<'_>>, Option<String>) {
    if wal.is_empty() {
        return (None, None);
    }
    let Some(header) = wal.get(..HEADER) else {
        return (None, Some(format!("the write-ahead log has only {} bytes, less than its header", wal.len())));
    };
    let big_endian = match be32(header, 0) {
        Some(0x377f_0682) => false,
        Some(0x377f_0683) => true,
        _ => {
            return (None, Some("the write-ahead log does not begin with its magic number".to_owned()));
        }
    };
    let page_size = match be32(header, 8).and_then(|n| usize::try_from(n).ok()) {
        Some(n) if (512..=65_536).contains(&n) && n.is_power_of_two() => n,
        _ => {
            return (None, Some("the write-ahead log states an impossible page size".to_owned()));
        }
    };
    let mut sum = checksum(header.get(..24).unwrap_or_default(), big_endian, (0, 0));
    if (be32(header, 24), be32(header, 28)) != (Some(sum.0), Some(sum.1)) {
        return (None, Some("the checksum of the write-ahead log's header does not hold".to_owned()));
    }
    let salts = header.get(16..24).unwrap_or_default();

    let frame_size = FRAME_HEADER.saturating_add(page_size);
    let mut pending: Vec<(u32, &[u8])> = Vec::new();
    let mut committed: Vec<(u32, &[u8])> = Vec::new();
    let mut final_pages = None;
    let mut trouble = None;
    for frame in wal.get(HEADER..).unwrap_or_default().chunks(frame_size) {
        let (Some(head), Some(page)) = (frame.get(..FRAME_HEADER), frame.get(FRAME_HEADER..frame_size)) else {
            trouble = Some("the write-ahead log ends inside a frame".to_owned());
            break;
        };
        if head.get(8..16) != Some(salts) {
            // Frames of an earlier use of the file follow the live ones: the ordinary end of a log.
            break;
        }
        sum = checksum(head.get(..8).unwrap_or_default(), big_endian, sum);
        sum = checksum(page, big_endian, sum);
        if (be32(head, 16), be32(head, 20)) != (Some(sum.0), Some(sum.1)) {
            trouble =
                Some("a frame of the write-ahead log fails its checksum; it and later frames were not used".into());
            break;
        }
        pending.push((be32(head, 0).unwrap_or(0), page));
        let pages = be32(head, 4).unwrap_or(0);
        if pages != 0 {
            final_pages = Some(pages);
            committed.append(&mut pending);
        }
    }
    let Some(pages) = final_pages.and_then(|n| usize::try_from(n).ok()) else {
        return (None, trouble.or_else(|| Some("the write-ahead log holds no committed transaction".to_owned())));
    };
    // A hostile page count must not make us allocate more than both files together can fill.
    let base = usize::try_from(base).unwrap_or(usize::MAX);
    let length = pages.saturating_mul(page_size).min(base.saturating_add(wal.len()));
    let frames = committed.len();
    let number = |page: u32| usize::try_from(page).ok()?.checked_sub(1);
    // Later frames of a page replace earlier ones.
    let pages = committed.into_iter().filter_map(|(page, bytes)| Some((number(page)?, bytes))).collect();
    (Some(Overlay { page_size, pages, length, frames }), trouble)
}

impl Overlay<'_> {
    /// Bytes of the database with the log applied.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The database with the log applied, read from the database as it is.
    pub(crate) fn reader<R: Read>(&self, base: R) -> impl Read {
        Laid { overlay: self, base, page: Vec::with_capacity(self.page_size), number: 0, at: 0 }
    }
}

/// Reads page by page.
struct Laid<'o, 'w, R> {
    overlay: &'o Overlay<'w>,
    base: R,
    page: Vec<u8>,
    /// The next page to read.
    number: usize,
    /// How much of the current page was given out.
    at: usize,
}

impl<R: Read> Laid<'_, '_, R> {
    /// The next page: the base is read along even where the log replaces it, so that the two stay in step.
    fn next_page(&mut self) -> io::Result<()> {
        let size = self.overlay.page_size;
        self.page.clear();
        self.base.by_ref().take(size as u64).read_to_end(&mut self.page)?;
        // Pages beyond the end of the base that no frame fills are zero, as in the file SQLite would make.
        self.page.resize(size, 0);
        if let Some(newer) = self.overlay.pages.get(&self.number) {
            self.page.copy_from_slice(newer);
        }
        self.number = self.number.saturating_add(1);
        self.at = 0;
        Ok(())
    }
}

impl<R: Read> Read for Laid<'_, '_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.page.len() {
            if self.number.saturating_mul(self.overlay.page_size) >= self.overlay.length {
                return Ok(0);
            }
            self.next_page()?;
        }
        let ready = self.page.get(self.at..).unwrap_or_default();
        let count = ready.len().min(out.len());
        let (Some(to), Some(from)) = (out.get_mut(..count), ready.get(..count)) else { return Ok(0) };
        to.copy_from_slice(from);
        self.at = self.at.saturating_add(count);
        Ok(count)
    }
}
