//! Applies an SQLite write-ahead log to a copy of its database in memory, without SQLite ever seeing the files:
//! opening them together would write to the evidence.
//!
//! Format: <https://sqlite.org/fileformat2.html#the_write_ahead_log>. Only frames up to the last commit whose salts
//! and cumulative checksums hold are applied, as SQLite itself would recover them.

/// What applying a log gave.
pub(crate) struct Applied {
    /// The database with the log applied.
    pub(crate) database: Vec<u8>,
    /// Committed frames applied.
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

/// Applies `wal` to `database`. `None` when the log holds no committed frame: the database stands as it is.
/// The second value is trouble to be told in either case.
pub(crate) fn apply(database: &[u8], wal: &[u8]) -> (Option<Applied>, Option<String>) {
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
    let length = pages.saturating_mul(page_size).min(database.len().saturating_add(wal.len()));
    let mut result = database.to_vec();
    for (number, page) in &committed {
        let Some(start) = usize::try_from(*number).ok().and_then(|n| n.checked_sub(1)?.checked_mul(page_size)) else {
            continue;
        };
        let end = start.saturating_add(page_size);
        if end > length {
            continue;
        }
        if result.len() < end {
            result.resize(end, 0);
        }
        if let Some(slot) = result.get_mut(start..end) {
            slot.copy_from_slice(page);
        }
    }
    result.truncate(length);
    (Some(Applied { database: result, frames: committed.len() }), trouble)
}
