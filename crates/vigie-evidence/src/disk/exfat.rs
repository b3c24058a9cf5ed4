//! exFAT: the boot sector, the sets of entries in folders, the files.
//!
//! Format: Microsoft, exFAT file system specification. Other readers: Linux `fs/exfat`, The Sleuth Kit's `exfatfs`.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use vigie_model::{ProblemCode, Timestamp};

use super::chain::{Clusters, Width};
use super::volume::{Found, Volume};
use super::{Disk, fat, u16_in, u32_in};
use crate::Blob;
use crate::archive::zip::u64_at;
use crate::indexed::{Lies, NodeKind};

/// Bytes of a folder that are read; the specification allows four times as many.
const FOLDER: u64 = 64 << 20;
const FILE: u8 = 0x85;
const STREAM: u8 = 0xc0;
const NAME: u8 = 0xc1;
/// A file that was deleted: the same without the bit for «in use».
const DELETED: u8 = 0x05;
const FOLDER_FLAG: u64 = 0x10;

/// Whether a boot sector is that of such a file system.
pub(super) fn is_exfat(head: &[u8]) -> bool {
    let shifts = (head.get(108).copied().unwrap_or(0), head.get(109).copied().unwrap_or(0));
    head.get(3..11) == Some(b"EXFAT   ")
        && (9..=12).contains(&shifts.0)
        && shifts.1 <= 25u8.saturating_sub(shifts.0)
        && u32_in(head, 92) > 0
}

/// A folder that waits to be read: its path, its first cluster, its length where the clusters lie beside each other.
type Waiting = (String, u64, Option<u64>);

/// What the entries of one file say.
struct Entry {
    name: String,
    is_folder: bool,
    is_contiguous: bool,
    first: u64,
    /// Bytes that were written, and all bytes.
    written: u64,
    size: u64,
    created: Option<Timestamp>,
    modified: Option<Timestamp>,
}

/// Lists every file. False when the image holds the beginning of the file system alone.
pub(super) fn index(
    disk: &mut Disk,
    of: &Arc<Blob>,
    volume: &Volume,
    head: &[u8],
    found: &mut Found<'_>,
) -> io::Result<bool> {
    let shift = |at: usize| u32::from(head.get(at).copied().unwrap_or(0));
    let sector = 1u64.checked_shl(shift(108)).unwrap_or(512);
    let each = sector.checked_shl(shift(109)).unwrap_or(sector);
    let count = u32_in(head, 92);
    let at = |sectors: u64| volume.start.saturating_add(sectors.saturating_mul(sector));
    let first = at(u32_in(head, 88));
    if first >= disk.size {
        return Ok(false);
    }
    let end = first.saturating_add(count.saturating_mul(each));
    if end > disk.size {
        let detail = format!("the file system ends at byte {end} of the image, and the image at {}", disk.size);
        found.problem(ProblemCode::ArchiveDamaged, "", detail);
    }
    // The second table is in use when the first bit of the flags says so.
    let length = u32_in(head, 84).saturating_mul(sector);
    let second = if u16_in(head, 106) & 1 == 1 { length } else { 0 };
    let table = (at(u32_in(head, 80)).saturating_add(second), length);
    let mut clusters = Clusters::new(disk, Width::ExFat, count, table, (first, each))?;
    let (root, trouble) = clusters.folder(disk, u32_in(head, 96), None, FOLDER)?;
    if let Some(trouble) = trouble {
        found.problem(ProblemCode::MemberDamaged, "", format!("the root folder is damaged: {trouble}"));
    }
    let mut waiting: VecDeque<Waiting> = VecDeque::new();
    let mut folder = Some((String::new(), root));
    while let Some((above, bytes)) = folder.take() {
        let mut rest = bytes.as_slice();
        while let Some((entry, behind)) = rest.split_first_chunk::<32>() {
            let [kind, secondary, ..] = *entry;
            if kind == 0 {
                break;
            }
            found.deleted = found.deleted.saturating_add(u64::from(kind == DELETED));
            if kind != FILE {
                rest = behind;
                continue;
            }
            let set = usize::from(secondary).saturating_add(1).saturating_mul(32);
            let Some(bytes) = rest.get(..set) else {
                found.problem(ProblemCode::MemberDamaged, &above, "the last entries of the folder are cut off");
                break;
            };
            let Some(read) = entry_of(bytes) else {
                let detail = "the entries of a file do not belong together; it was not read";
                found.problem(ProblemCode::MemberDamaged, &above, detail);
                rest = behind;
                continue;
            };
            rest = rest.get(set..).unwrap_or_default();
            if !found.has_room() {
                return Ok(true);
            }
            let Some(path) = found.child(&above, &read.name) else { continue };
            if checksum(bytes) != u16_in(bytes, 2) {
                let detail = "its entries do not fit their checksum; they were read all the same";
                found.problem(ProblemCode::ChecksumWrong, &path, detail);
            }
            let mut node = super::node(found.path(&path), NodeKind::Folder, None);
            (node.created, node.modified) = (read.created, read.modified);
            if read.is_folder {
                waiting.push_back((path, read.first, read.is_contiguous.then_some(read.size)));
            } else {
                let needed = read.size.div_ceil(each.max(1));
                let chain = clusters.chain(read.first, needed, read.is_contiguous);
                let extents = clusters.extents(disk, of, &chain, read.size);
                let there = extents.size();
                if there < read.size {
                    let why =
                        chain.trouble.clone().unwrap_or_else(|| "the image or its chain of clusters ends".to_owned());
                    let detail = format!("{there} of {} bytes are there: {why}", read.size);
                    found.problem(ProblemCode::MemberDamaged, &path, detail);
                }
                // What was never written reads as zeros, whatever lies in the clusters.
                let extents = clusters.extents(disk, of, &chain, read.written.min(there)).sized(there);
                node.size = Some(there);
                node.kind = NodeKind::File(Lies::Extents(Arc::new(extents)));
            }
            found.nodes.push(node);
        }
        if let Some((path, first, length)) = waiting.pop_front() {
            let (bytes, trouble) = clusters.folder(disk, first, length, FOLDER)?;
            if let Some(trouble) = trouble {
                found.problem(ProblemCode::MemberDamaged, &path, format!("the folder is damaged: {trouble}"));
            }
            folder = Some((path, bytes));
        }
    }
    Ok(true)
}

/// The file that a set of entries describes.
fn entry_of(set: &[u8]) -> Option<Entry> {
    let mut entries = set.chunks_exact(32);
    let (file, stream) = (entries.next()?, entries.next()?);
    if stream.first() != Some(&STREAM) {
        return None;
    }
    let length = usize::from(*stream.get(3)?);
    let mut units = Vec::new();
    for entry in entries.take_while(|entry| entry.first() == Some(&NAME)) {
        units.extend((2..32).step_by(2).map(|at| u16::try_from(u16_in(entry, at)).unwrap_or(0)));
    }
    let name = String::from_utf16_lossy(units.get(..length)?);
    let size = u64_at(stream, 24)?;
    let byte = |at: usize| file.get(at).copied().unwrap_or(0);
    Some(Entry {
        name,
        is_folder: u16_in(file, 4) & FOLDER_FLAG != 0,
        is_contiguous: stream.get(1)? & 2 != 0,
        first: u32_in(stream, 20),
        written: u64_at(stream, 8)?.min(size),
        size,
        created: time(u32_in(file, 8), byte(20), byte(22)),
        modified: time(u32_in(file, 12), byte(21), byte(23)),
    })
}

/// The checksum of a set of entries, without the two bytes it stands in.
fn checksum(set: &[u8]) -> u64 {
    let bytes = set.iter().enumerate().filter(|(at, _)| !matches!(at, 2 | 3));
    bytes.fold(0u16, |sum, (_, byte)| sum.rotate_right(1).wrapping_add(u16::from(*byte))).into()
}

/// A moment. Where the offset from UTC is stated, in quarters of an hour, it is UTC.
fn time(stamp: u64, hundredths: u8, offset: u8) -> Option<Timestamp> {
    let clock = fat::time(stamp >> 16, stamp & 0xffff, hundredths)?;
    if offset & 0x80 == 0 {
        return Some(clock);
    }
    let quarters = i64::from(offset & 0x7f);
    let quarters = if quarters >= 64 { quarters.saturating_sub(128) } else { quarters };
    Timestamp::from_unix_seconds(clock.instant().as_second().saturating_sub(quarters.saturating_mul(900)))
}
