//! FAT12, FAT16 and FAT32: the boot sector, the folders with long names, the files.
//!
//! Format: Microsoft, FAT: General Overview of On-Disk Format 1.03 (fatgen103). Other readers: The Sleuth Kit's `fatfs`,
//! Linux `fs/fat`. Times are those of the clock of whoever wrote, without a zone.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use vigie_model::{Precision, ProblemCode, Timestamp};

use super::chain::{Clusters, Width};
use super::volume::{Found, Volume};
use super::{Disk, u16_in, u32_in};
use crate::Blob;
use crate::indexed::{Lies, Node, NodeKind};

/// Bytes of a folder: the format allows half of it.
const FOLDER: u64 = 4 << 20;
const FOLDER_FLAG: u8 = 0x10;
const LABEL: u8 = 0x08;
const LONG_NAME: u8 = 0x0f;

/// What the boot sector states, in bytes where it is a place or a size.
struct Geometry {
    cluster: u64,
    table: (u64, u64),
    root: (u64, u64),
    root_cluster: u64,
    heap: u64,
    clusters: u64,
    total: u64,
    width: Width,
}

fn geometry(head: &[u8]) -> Option<Geometry> {
    let byte = |at: usize| head.get(at).copied().map_or(0, u64::from);
    let (sector, per_cluster, reserved, tables) = (u16_in(head, 11), byte(13), u16_in(head, 14), byte(16));
    let is_sound = matches!(sector, 512 | 1024 | 2048 | 4096)
        && per_cluster.is_power_of_two()
        && reserved > 0
        && (1..=4).contains(&tables)
        && matches!(byte(21), 0xf0 | 0xf8..=0xff)
        && matches!(byte(0), 0xeb | 0xe9);
    if !is_sound {
        return None;
    }
    let either = |small: u64, large: u64| if small > 0 { small } else { large };
    let (small_table, large_table) = (u16_in(head, 22), u32_in(head, 36));
    let (total, table) = (either(u16_in(head, 19), u32_in(head, 32)), either(small_table, large_table));
    let root_sectors = u16_in(head, 17).saturating_mul(32).div_ceil(sector);
    let first = reserved.saturating_add(tables.saturating_mul(table));
    let data = first.saturating_add(root_sectors);
    let clusters = total.checked_sub(data)?.checked_div(per_cluster)?;
    let width = match (small_table, clusters) {
        (0, _) => Width::Fat32,
        (_, ..4085) => Width::Fat12,
        _ => Width::Fat16,
    };
    (table > 0 && clusters > 0 && (width == Width::Fat32) == (root_sectors == 0)).then(|| Geometry {
        cluster: sector.saturating_mul(per_cluster),
        table: (reserved.saturating_mul(sector), table.saturating_mul(sector)),
        root: (first.saturating_mul(sector), root_sectors.saturating_mul(sector)),
        root_cluster: u32_in(head, 44),
        heap: data.saturating_mul(sector),
        clusters,
        total: total.saturating_mul(sector),
        width,
    })
}

/// Whether a boot sector is that of such a file system.
pub(super) fn is_fat(head: &[u8]) -> bool {
    geometry(head).is_some()
}

/// A folder that waits to be read: its path and its first cluster.
type Waiting = (String, u64);

/// Lists every file. False when the image holds the beginning of the file system alone.
pub(super) fn index(
    disk: &mut Disk,
    of: &Arc<Blob>,
    volume: &Volume,
    head: &[u8],
    found: &mut Found<'_>,
) -> io::Result<bool> {
    let Some(shape) = geometry(head) else { return Ok(false) };
    let at = |place: u64| volume.start.saturating_add(place);
    if at(shape.heap) >= disk.size {
        return Ok(false);
    }
    if at(shape.total) > disk.size {
        let detail = format!(
            "the file system has {} bytes, and the image ends after {}",
            shape.total,
            disk.size.saturating_sub(volume.start)
        );
        found.problem(ProblemCode::ArchiveDamaged, "", detail);
    }
    let table = (at(shape.table.0), shape.table.1);
    let mut clusters = Clusters::new(disk, shape.width, shape.clusters, table, (at(shape.heap), shape.cluster))?;
    let mut waiting: VecDeque<Waiting> = VecDeque::new();
    let root = if shape.width == Width::Fat32 {
        let (bytes, trouble) = clusters.folder(disk, shape.root_cluster, None, FOLDER)?;
        if let Some(trouble) = trouble {
            found.problem(ProblemCode::MemberDamaged, "", format!("the root folder is damaged: {trouble}"));
        }
        bytes
    } else {
        disk.read(at(shape.root.0), shape.root.1)?
    };
    let mut folder = Some((String::new(), root));
    while let Some((above, bytes)) = folder.take() {
        let mut long = LongName::default();
        for entry in bytes.chunks_exact(32) {
            let (first, attributes) = (entry.first().copied().unwrap_or(0), entry.get(11).copied().unwrap_or(0));
            if first == 0 {
                break;
            }
            if first == 0xe5 {
                // The parts of a long name have entries of their own.
                found.deleted = found.deleted.saturating_add(u64::from(attributes & 0x3f != LONG_NAME));
                long = LongName::default();
                continue;
            }
            if attributes & 0x3f == LONG_NAME {
                long.part(entry);
                continue;
            }
            let name = std::mem::take(&mut long).name(entry).unwrap_or_else(|| short_name(entry));
            let is_itself = first == b'.' && attributes & FOLDER_FLAG != 0 && matches!(name.as_str(), "." | "..");
            if attributes & LABEL != 0 || is_itself {
                continue;
            }
            if !found.has_room() {
                return Ok(true);
            }
            let Some(path) = found.child(&above, &name) else { continue };
            let mut cluster = u16_in(entry, 26);
            if shape.width == Width::Fat32 {
                cluster |= (u16_in(entry, 20) & 0x0fff) << 16;
            }
            let mut node = super::node(found.path(&path), NodeKind::Folder, None);
            node.modified = time(u16_in(entry, 24), u16_in(entry, 22), 0);
            node.created = time(u16_in(entry, 16), u16_in(entry, 14), entry.get(13).copied().unwrap_or(0));
            if attributes & FOLDER_FLAG != 0 {
                waiting.push_back((path, cluster));
            } else {
                file(disk, of, &mut clusters, cluster, u32_in(entry, 28), &path, &mut node, found);
            }
            found.nodes.push(node);
        }
        if let Some((path, cluster)) = waiting.pop_front() {
            let (bytes, trouble) = clusters.folder(disk, cluster, None, FOLDER)?;
            if let Some(trouble) = trouble {
                found.problem(ProblemCode::MemberDamaged, &path, format!("the folder is damaged: {trouble}"));
            }
            folder = Some((path, bytes));
        }
    }
    Ok(true)
}

/// The bytes of a file.
#[expect(clippy::too_many_arguments, reason = "one entry and where it stands, used here only")]
fn file(
    disk: &Disk,
    of: &Arc<Blob>,
    clusters: &mut Clusters,
    first: u64,
    size: u64,
    path: &str,
    node: &mut Node,
    found: &mut Found<'_>,
) {
    let needed = size.div_ceil(clusters.each.max(1));
    let chain = clusters.chain(first, needed, false);
    let extents = clusters.extents(disk, of, &chain, size);
    let there = extents.size();
    if there < size {
        let why = chain.trouble.unwrap_or_else(|| "the image or its chain of clusters ends".to_owned());
        found.problem(ProblemCode::MemberDamaged, path, format!("{there} of {size} bytes are there: {why}"));
    }
    node.size = Some(there);
    node.kind = NodeKind::File(Lies::Extents(Arc::new(extents)));
}

/// A moment of the clock of whoever wrote: a date of 16 bits, a time of 16 bits in steps of two seconds, and hundredths.
pub(super) fn time(date: u64, time: u64, hundredths: u8) -> Option<Timestamp> {
    let part = |value: u64, shift: u32, mask: u64| i32::try_from((value >> shift) & mask).ok();
    let date = [part(date, 9, 0x7f)?.checked_add(1980)?, part(date, 5, 0xf)?, part(date, 0, 0x1f)?];
    let second = part(time, 0, 0x1f)?.checked_mul(2)?.checked_add(i32::from(hundredths / 100))?;
    Timestamp::from_device_clock(date, [part(time, 11, 0x1f)?, part(time, 5, 0x3f)?, second, 0], Precision::Second)
}

/// The name of eight and three characters. Those beyond ASCII depend on a code page that nothing states.
fn short_name(entry: &[u8]) -> String {
    let flags = entry.get(12).copied().unwrap_or(0);
    let text = |from: usize, to: usize, is_lower: bool| -> String {
        let bytes = entry.get(from..to).unwrap_or_default().iter().enumerate();
        let letter = |(at, byte): (usize, &u8)| match byte {
            0x05 if at == 0 && from == 0 => '\u{fffd}',
            0x80.. => '\u{fffd}',
            byte if is_lower => char::from(byte.to_ascii_lowercase()),
            byte => char::from(*byte),
        };
        bytes.map(letter).collect::<String>().trim_end().to_owned()
    };
    let (name, ending) = (text(0, 8, flags & 0x08 != 0), text(8, 11, flags & 0x10 != 0));
    if ending.is_empty() { name } else { format!("{name}.{ending}") }
}

/// A long name: parts of 13 characters, the last one first, then the entry they belong to.
#[derive(Default)]
struct LongName {
    parts: Vec<[u16; 13]>,
    checksum: u8,
    /// The number that has to come next; 0 when the name is complete.
    next: u8,
}

impl LongName {
    fn part(&mut self, entry: &[u8]) {
        let (number, checksum) = (entry.first().copied().unwrap_or(0), entry.get(13).copied().unwrap_or(0));
        if number & 0x40 != 0 {
            *self = Self { parts: Vec::new(), checksum, next: number & 0x3f };
        }
        if self.next == 0 || number & 0x3f != self.next || checksum != self.checksum || self.next > 20 {
            *self = Self::default();
            return;
        }
        self.next = self.next.saturating_sub(1);
        let mut part = [0u16; 13];
        let places = (1..11).step_by(2).chain((14..26).step_by(2)).chain((28..32).step_by(2));
        for (unit, at) in part.iter_mut().zip(places) {
            *unit = u16::try_from(u16_in(entry, at)).unwrap_or(0);
        }
        self.parts.push(part);
    }

    /// The name, when it is complete and belongs to this entry.
    fn name(self, entry: &[u8]) -> Option<String> {
        let sum = entry.iter().take(11).fold(0u8, |sum, byte| sum.rotate_right(1).wrapping_add(*byte));
        if self.parts.is_empty() || self.next != 0 || sum != self.checksum {
            return None;
        }
        let units = self.parts.iter().rev().flatten().copied().take_while(|unit| *unit != 0);
        let units: Vec<u16> = units.collect();
        Some(String::from_utf16_lossy(&units)).filter(|name| !name.is_empty())
    }
}
