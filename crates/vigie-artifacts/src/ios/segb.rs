//! SEGB containers, in which Biome keeps its streams: entries with a state, a time, a checksum and some bytes.
//!
//! Format: version 1 (iOS 15 and 16) and version 2 (since iOS 17) as the ccl-segb library and Cellebrite's "Understanding
//! and decoding the newest iOS SEGB format" describe them. Version 1: a head of 56 bytes (where the data end, `SEGB` at its
//! end), then entries with a head of 32 bytes, aligned to 8. Version 2: a head of 32 bytes (`SEGB`, number of entries),
//! entries with a head of 8 bytes, aligned to 4, and at the end of the file 16 bytes for each entry: its end, state and
//! time. All little-endian; times are seconds since 2001; the checksum is the CRC-32 of the bytes.

use flate2::Crc;
use vigie_model::{Place, ProblemCode};

const MAGIC: &[u8] = b"SEGB";
const HEAD_1: usize = 56;
const ENTRY_HEAD_1: usize = 32;
const HEAD_2: usize = 32;
const ENTRY_HEAD_2: usize = 8;
const TRAILER: usize = 16;

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is there.
    Written,
    /// It was deleted; its bytes are zero as a rule.
    Deleted,
    /// Another number.
    Other(i32),
}

/// One entry.
pub(super) struct Entry<'b> {
    /// Where its bytes begin in the file.
    pub(super) offset: u64,
    pub(super) state: State,
    /// Seconds since 2001.
    pub(super) time: f64,
    pub(super) data: &'b [u8],
}

/// An entry, or what was not understood.
pub(super) enum Item<'b> {
    Entry(Entry<'b>),
    Trouble(ProblemCode, Place, String),
}

fn int(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn length(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(int(bytes, at)?).ok()
}

fn real(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

fn state(number: i32) -> State {
    match number {
        1 => State::Written,
        3 => State::Deleted,
        other => State::Other(other),
    }
}

fn place(offset: usize) -> Place {
    Place::Offset { offset: offset as u64 }
}

/// Checks the sum of an entry. Deleted ones keep that of the bytes they had.
fn check<'b>(entry: Entry<'b>, sum: i32, see: &mut dyn FnMut(Item<'b>)) {
    if entry.state == State::Written {
        let mut crc = Crc::new();
        crc.update(entry.data);
        if crc.sum() != sum.cast_unsigned() {
            let at = Place::Offset { offset: entry.offset };
            let detail = "the checksum of the entry does not fit its bytes".to_owned();
            see(Item::Trouble(ProblemCode::BlobNotUnderstood, at, detail));
        }
    }
    see(Item::Entry(entry));
}

/// Every entry, in the order of the file. `false` when the file is no SEGB container.
pub(super) fn read<'b>(bytes: &'b [u8], see: &mut dyn FnMut(Item<'b>)) -> bool {
    if bytes.starts_with(MAGIC) {
        version_2(bytes, see);
        return true;
    }
    if bytes.get(HEAD_1.saturating_sub(MAGIC.len())..HEAD_1) == Some(MAGIC) {
        version_1(bytes, see);
        return true;
    }
    false
}

fn version_1<'b>(bytes: &'b [u8], see: &mut dyn FnMut(Item<'b>)) {
    let end = length(bytes, 0).unwrap_or_default();
    if end > bytes.len() {
        let detail = format!("the file states {end} bytes of data and has {}", bytes.len());
        see(Item::Trouble(ProblemCode::NotTheFormat, place(0), detail));
    }
    let mut at = HEAD_1;
    while at < end.min(bytes.len()) {
        let entry = || {
            let head = bytes.get(at..at.checked_add(ENTRY_HEAD_1)?)?;
            let start = at.checked_add(ENTRY_HEAD_1)?;
            let data = bytes.get(start..start.checked_add(length(head, 0)?)?)?;
            let (state, time) = (state(int(head, 4)?), real(head, 8)?);
            Some((Entry { offset: start as u64, state, time, data }, int(head, 24)?))
        };
        let Some((entry, sum)) = entry() else {
            see(Item::Trouble(ProblemCode::NotTheFormat, place(at), "an entry leads outside of the file".to_owned()));
            return;
        };
        at = at.saturating_add(ENTRY_HEAD_1).saturating_add(entry.data.len()).next_multiple_of(8);
        check(entry, sum, see);
    }
}

fn version_2<'b>(bytes: &'b [u8], see: &mut dyn FnMut(Item<'b>)) {
    let count = length(bytes, 4).unwrap_or_default();
    let trailer = count.checked_mul(TRAILER).and_then(|size| bytes.len().checked_sub(size));
    let Some(trailer) = trailer.filter(|at| *at >= HEAD_2) else {
        let detail = format!("the file states {count} entries, which do not fit into {} bytes", bytes.len());
        see(Item::Trouble(ProblemCode::NotTheFormat, place(4), detail));
        return;
    };
    let mut ends: Vec<(usize, i32, f64, usize)> = Vec::new();
    let rows = bytes.get(trailer..).unwrap_or_default().chunks_exact(TRAILER);
    for (number, row) in rows.enumerate() {
        let at = trailer.saturating_add(number.saturating_mul(TRAILER));
        match (length(row, 0), int(row, 4), real(row, 8)) {
            (Some(end), Some(state), Some(time)) => ends.push((end, state, time, at)),
            _ => see(Item::Trouble(ProblemCode::NotTheFormat, place(at), "an entry has no end".to_owned())),
        }
    }
    ends.sort_by_key(|(end, ..)| *end);
    let mut start = 0usize;
    for (end, number, time, at) in ends {
        let entry = || {
            let head = HEAD_2.checked_add(start)?;
            let data = head.checked_add(ENTRY_HEAD_2)?;
            // Nothing of an entry stands in the table at the end of the file.
            let last = HEAD_2.checked_add(end).filter(|last| *last <= trailer)?;
            let entry = Entry { offset: data as u64, state: state(number), time, data: bytes.get(data..last)? };
            Some((entry, int(bytes, head)?))
        };
        match entry() {
            Some((entry, sum)) => {
                start = end.next_multiple_of(4);
                check(entry, sum, see);
            }
            // Rows of the table that were never used.
            None if number == 4 || number == 0 => {}
            None => {
                let detail = "an entry ends outside of the data or inside of another one".to_owned();
                see(Item::Trouble(ProblemCode::NotTheFormat, place(at), detail));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(data: &[u8]) -> [u8; 4] {
        let mut crc = Crc::new();
        crc.update(data);
        crc.sum().to_le_bytes()
    }

    fn one(entries: &[(i32, f64, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0u8; HEAD_1 - 4];
        bytes.extend(MAGIC);
        for (state, time, data) in entries {
            bytes.extend(i32::try_from(data.len()).unwrap().to_le_bytes());
            bytes.extend(state.to_le_bytes());
            bytes.extend(time.to_le_bytes());
            bytes.extend(time.to_le_bytes());
            bytes.extend(sum(data));
            bytes.extend([0; 4]);
            bytes.extend(*data);
            bytes.resize(bytes.len().next_multiple_of(8), 0);
        }
        let end = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        bytes[..4].copy_from_slice(&end);
        bytes
    }

    fn two(entries: &[(i32, f64, &[u8])]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(i32::try_from(entries.len()).unwrap().to_le_bytes());
        bytes.resize(HEAD_2, 0);
        let mut trailer = Vec::new();
        for (state, time, data) in entries {
            bytes.resize(bytes.len().next_multiple_of(4), 0);
            bytes.extend(sum(data));
            bytes.extend([0; 4]);
            bytes.extend(*data);
            trailer.extend(i32::try_from(bytes.len() - HEAD_2).unwrap().to_le_bytes());
            trailer.extend(state.to_le_bytes());
            trailer.extend(time.to_le_bytes());
        }
        bytes.extend(trailer);
        bytes
    }

    fn seen(bytes: &[u8]) -> (Vec<(State, Vec<u8>)>, usize) {
        let (mut entries, mut troubles) = (Vec::new(), 0);
        read(bytes, &mut |item| match item {
            Item::Entry(entry) => entries.push((entry.state, entry.data.to_vec())),
            Item::Trouble(..) => troubles += 1,
        });
        (entries, troubles)
    }

    #[test]
    fn both_versions_give_their_entries() {
        let entries: &[(i32, f64, &[u8])] = &[(1, 7e8, b"first"), (3, 7e8, &[0; 6]), (1, 7e8, b"third entry")];
        for mut bytes in [one(entries), two(entries)] {
            let (found, troubles) = seen(&bytes);
            assert_eq!(troubles, 0);
            assert_eq!(found[0], (State::Written, b"first".to_vec()));
            assert_eq!(found[1].0, State::Deleted);
            assert_eq!(found[2].1, b"third entry");
            let at = bytes.windows(5).position(|window| window == b"first").unwrap();
            bytes[at] ^= 1;
            assert_eq!(seen(&bytes).1, 1, "a changed byte is told");
        }
    }

    #[test]
    fn hostile_counts_end_in_trouble() {
        let mut bytes = two(&[(1, 7e8, b"x")]);
        bytes[4..8].copy_from_slice(&i32::MAX.to_le_bytes());
        assert_eq!(seen(&bytes), (Vec::new(), 1));
        let mut bytes = one(&[(1, 7e8, b"x")]);
        bytes[HEAD_1..HEAD_1 + 4].copy_from_slice(&i32::MAX.to_le_bytes());
        assert_eq!(seen(&bytes), (Vec::new(), 1));
        assert!(!read(b"something else", &mut |_| {}));
    }
}
