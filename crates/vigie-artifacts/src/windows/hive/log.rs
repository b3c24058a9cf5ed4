//! Transaction logs of a hive: what had changed when the hive was copied, put in its place in memory as Windows does it.
//!
//! Format: M. Suhanov, "Windows registry file format specification", "Format of transaction log files"; Windows 8.1 and
//! later write entries (`HvLE`) with their hashes (Marvin32, as SymCrypt has it), earlier ones a map of pages (`DIRT`). Other
//! reader: yarp.

use std::collections::BTreeMap;

use vigie_evidence::Source;

use super::super::bytes::{part, u32_at, u64_at};
use super::{HEADER, checksum};

/// Bytes of the header that a log repeats.
const START: usize = 512;
/// The head of an entry.
const ENTRY: usize = 40;
/// Bytes of a page in a map.
const PAGE: usize = 512;
/// A log and a hive that are read may be this large: Windows keeps logs far smaller.
const MOST_LOG: u64 = 128 << 20;
const MOST_HIVE: usize = 512 << 20;
/// The key that Windows makes its hashes with: 0x82ef4d887a4e55c5, its lower half first. (The specification writes its bytes
/// with the highest first; yarp has the number.)
const SEED: (u32, u32) = (0x7a4e_55c5, 0x82ef_4d88);

/// A log.
struct Log {
    name: String,
    bytes: Vec<u8>,
}

/// What putting the logs in place came to.
#[derive(Default)]
pub(super) struct Replayed {
    /// Some changes were put in place.
    pub(super) is_done: bool,
    /// A log lies beside the hive.
    pub(super) has_log: bool,
    /// What was damaged.
    pub(super) damage: Vec<String>,
}

/// Places in the bins, and what is written there.
type Pages<'l> = Vec<(usize, &'l [u8])>;

/// An entry of the newer format.
struct Entry<'l> {
    sequence: u32,
    /// Bytes of all bins after it.
    size: usize,
    pages: Pages<'l>,
}

/// The logs beside a hive. Windows writes `ntuser.dat.LOG1` beside `NTUSER.DAT`.
fn beside(file: &Source<'_>, replayed: &mut Replayed) -> Vec<Log> {
    let name = file.file_name();
    let folder = file.path().strip_suffix(name).unwrap_or_default();
    let mut logs = Vec::new();
    for ending in [".LOG1", ".LOG2", ".LOG"] {
        let names = [name.to_owned(), name.to_lowercase(), name.to_uppercase()];
        let endings = [ending.to_owned(), ending.to_lowercase()];
        let paths = names.iter().flat_map(|name| endings.iter().map(move |ending| format!("{folder}{name}{ending}")));
        let Some(log) = paths.into_iter().find_map(|path| file.sibling(&path)) else { continue };
        let name = log.file_name().to_owned();
        match log.size() {
            // One that was never used.
            Ok(0) => {}
            Ok(size) if size > MOST_LOG => {
                replayed.damage.push(format!("{name} has {size} bytes; at most {MOST_LOG} are read"));
            }
            _ => match log.bytes() {
                Ok(bytes) => logs.push(Log { name, bytes }),
                Err(error) => replayed.damage.push(format!("{name} cannot be read: {}", error.detail)),
            },
        }
    }
    replayed.has_log = !logs.is_empty() || !replayed.damage.is_empty();
    logs
}

/// Puts what the logs beside a hive hold in its place. The hive says that it was in use, or its header is damaged.
pub(super) fn replay(file: &Source<'_>, hive: &mut Vec<u8>) -> Replayed {
    let mut replayed = Replayed::default();
    let logs = beside(file, &mut replayed);
    let is_whole = |log: &&Log| {
        log.bytes.starts_with(b"regf")
            && checksum(&log.bytes).is_some()
            && checksum(&log.bytes) == u32_at(&log.bytes, 508)
    };
    let (whole, damaged): (Vec<&Log>, Vec<&Log>) = logs.iter().partition(is_whole);
    // A log that is all zeros was made and never written to.
    for log in damaged.into_iter().filter(|log| log.bytes.iter().any(|byte| *byte != 0)) {
        replayed.damage.push(format!("the header of {} is damaged", log.name));
    }
    let mut by_entries = Vec::new();
    for log in whole {
        match u32_at(&log.bytes, 28) {
            Some(6) => by_entries.push(log),
            Some(1 | 2) => by_map(log, hive, &mut replayed),
            _ => replayed.damage.push(format!("{} is no transaction log", log.name)),
        }
    }
    entries(&by_entries, hive, &mut replayed);
    replayed
}

/// The newer format: entries follow one another by their numbers, through both logs.
fn entries(logs: &[&Log], hive: &mut Vec<u8>, replayed: &mut Replayed) {
    let is_headed = checksum(hive) == u32_at(hive, 508);
    let mut all = BTreeMap::new();
    for log in logs {
        for entry in in_order(log, replayed) {
            all.entry(entry.sequence).or_insert(entry);
        }
    }
    let first = |log: &&&Log| u32_at(&log.bytes, 4).unwrap_or(0);
    let next = if is_headed {
        // The first that follows has the number that was written last; readers were seen that expect the one begun.
        u32_at(hive, 8).filter(|number| all.contains_key(number)).or_else(|| u32_at(hive, 4))
    } else {
        // The header is that of the log that was written last.
        let latest = logs.iter().max_by_key(first);
        latest.and_then(|log| {
            let (start, kept) = (hive.get_mut(..START)?, log.bytes.get(..START)?);
            start.copy_from_slice(kept);
            u32_at(kept, 4)
        })
    };
    let Some(mut next) = next else { return };
    while let Some(entry) = all.remove(&next) {
        if !put(&entry, hive) {
            replayed.damage.push(format!("entry {next} of the transaction logs leads outside of the hive"));
            return;
        }
        replayed.is_done = true;
        next = next.wrapping_add(1);
    }
}

/// The entries of one log, as far as they follow one another and their hashes fit.
fn in_order<'l>(log: &'l Log, replayed: &mut Replayed) -> Vec<Entry<'l>> {
    let (mut found, mut at) = (Vec::new(), START);
    let Some(mut wanted) = u32_at(&log.bytes, 4) else { return found };
    // What stands behind the last one was written earlier, and holds another number.
    while part(&log.bytes, at, 4) == Some(b"HvLE") && u32_at(&log.bytes, at.saturating_add(12)) == Some(wanted) {
        let Some((entry, length)) = log.bytes.get(at..).and_then(entry) else {
            replayed.damage.push(format!("entry {wanted} of {} is damaged or cut off", log.name));
            break;
        };
        found.push(entry);
        at = at.saturating_add(length);
        wanted = wanted.wrapping_add(1);
    }
    found
}

fn entry(bytes: &[u8]) -> Option<(Entry<'_>, usize)> {
    let length =
        usize::try_from(u32_at(bytes, 4)?).ok().filter(|length| *length >= START && length.is_multiple_of(START))?;
    let bytes = bytes.get(..length)?;
    if u64_at(bytes, 24)? != marvin(bytes.get(ENTRY..)?, SEED) || u64_at(bytes, 32)? != marvin(bytes.get(..32)?, SEED) {
        return None;
    }
    let size = usize::try_from(u32_at(bytes, 16)?).ok()?;
    if size == 0 || !size.is_multiple_of(HEADER) || size > MOST_HIVE {
        return None;
    }
    let count = usize::try_from(u32_at(bytes, 20)?).ok()?;
    let mut at = ENTRY.checked_add(count.checked_mul(8)?)?;
    let mut pages = Vec::new();
    for reference in bytes.get(ENTRY..at)?.chunks_exact(8) {
        let (to, length) = (usize::try_from(u32_at(reference, 0)?).ok()?, usize::try_from(u32_at(reference, 4)?).ok()?);
        pages.push((to, part(bytes, at, length)?));
        at = at.checked_add(length)?;
    }
    Some((Entry { sequence: u32_at(bytes, 12)?, size, pages }, length))
}

/// Writes an entry into the hive; nothing, when one of its pages lies outside of it.
fn put(entry: &Entry<'_>, hive: &mut Vec<u8>) -> bool {
    let fits = |(at, page): &(usize, &[u8])| at.checked_add(page.len()).is_some_and(|end| end <= entry.size);
    if !entry.pages.iter().all(fits) {
        return false;
    }
    grow(hive, entry.size);
    for (at, page) in &entry.pages {
        write(hive, *at, page);
    }
    true
}

/// Gives the hive room for its bins, and says so in its header.
fn grow(hive: &mut Vec<u8>, size: usize) {
    let whole = size.saturating_add(HEADER);
    if hive.len() < whole {
        hive.resize(whole, 0);
    }
    if let (Some(field), Ok(size)) = (hive.get_mut(40..44), u32::try_from(size)) {
        field.copy_from_slice(&size.to_le_bytes());
    }
}

fn write(hive: &mut [u8], at: usize, page: &[u8]) {
    let start = at.saturating_add(HEADER);
    if let Some(room) = hive.get_mut(start..start.saturating_add(page.len())) {
        room.copy_from_slice(page);
    }
}

/// The older format: a map of pages that changed, and the pages.
fn by_map(log: &Log, hive: &mut Vec<u8>, replayed: &mut Replayed) {
    let bytes = &log.bytes;
    if u32_at(bytes, 4) != u32_at(bytes, 8) {
        return replayed.damage.push(format!("{} was not written to its end", log.name));
    }
    let is_headed = checksum(hive) == u32_at(hive, 508);
    // The time of the header, or its copy in the first bin.
    let time = u64_at(hive, if is_headed { 12 } else { HEADER.saturating_add(20) });
    if u64_at(bytes, 12) != time {
        // It belongs to an earlier or later state; another log may fit.
        return;
    }
    let Some((size, pages)) = mapped(bytes) else {
        return replayed.damage.push(format!("{} is damaged or cut off", log.name));
    };
    if !is_headed && let (Some(start), Some(kept)) = (hive.get_mut(..START), bytes.get(..START)) {
        start.copy_from_slice(kept);
    }
    grow(hive, size);
    for (at, page) in pages {
        write(hive, at, page);
    }
    replayed.is_done = true;
}

/// Bytes of all bins, and the pages with their places; `None` when a page is not there.
fn mapped(bytes: &[u8]) -> Option<(usize, Pages<'_>)> {
    let size =
        usize::try_from(u32_at(bytes, 40)?).ok().filter(|size| size.is_multiple_of(HEADER) && *size <= MOST_HIVE)?;
    if part(bytes, START, 4)? != b"DIRT" {
        return None;
    }
    let map = part(bytes, START.checked_add(4)?, size.checked_div(PAGE.checked_mul(8)?)?)?;
    let mut from = START.checked_add(4)?.checked_add(map.len())?.checked_next_multiple_of(PAGE)?;
    let mut pages = Vec::new();
    for (index, byte) in map.iter().enumerate() {
        for bit in (0..8_usize).filter(|bit| byte.checked_shr(u32::try_from(*bit).unwrap_or(8)).unwrap_or(0) & 1 == 1) {
            let at = index.checked_mul(8)?.checked_add(bit)?.checked_mul(PAGE)?;
            pages.push((at, part(bytes, from, PAGE)?));
            from = from.checked_add(PAGE)?;
        }
    }
    Some((size, pages))
}

/// Marvin32: words are added, and both halves mixed after each.
fn marvin(bytes: &[u8], seed: (u32, u32)) -> u64 {
    let (mut low, mut high) = seed;
    let mut mix = |word: u32| {
        low = low.wrapping_add(word);
        high ^= low;
        low = low.rotate_left(20).wrapping_add(high);
        high = high.rotate_left(9) ^ low;
        low = low.rotate_left(27).wrapping_add(high);
        high = high.rotate_left(19);
    };
    let (words, rest) = bytes.as_chunks::<4>();
    for word in words {
        mix(u32::from_le_bytes(*word));
    }
    let mut last = [0; 4];
    for (to, from) in last.iter_mut().zip(rest.iter().chain(&[0x80])) {
        *to = *from;
    }
    mix(u32::from_le_bytes(last));
    mix(0);
    u64::from(high).wrapping_shl(32) | u64::from(low)
}

#[cfg(test)]
mod tests {
    use super::{SEED, marvin};

    /// Known answers of .NET and of other readers of logs, which put the two halves of a hash together.
    #[test]
    fn hashes() {
        let together = |bytes: &[u8], seed| {
            let hash = marvin(bytes, seed);
            hash >> 32 ^ hash & 0xffff_ffff
        };
        let text: Vec<u8> = "Abcdefg".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(together(&text, (0xc498_b3f8, 0x5d70_d359)), 0xba62_7c81);
        assert_eq!(together(b"", SEED), 0xb008_92ac);
        assert_eq!(together(b"h", SEED), 0xf41a_608e);
    }
}
