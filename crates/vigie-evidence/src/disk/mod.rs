//! An image of a disk or a USB stick, or a copy of its first sectors: partitions, and the files of those whose file
//! system is FAT or exFAT. Nothing is mounted; every read is of bytes of the image.
//!
//! Formats: UEFI 2.10 §5 (GPT), Microsoft's FAT specification (fatgen103) and exFAT specification. Other readers: The
//! Sleuth Kit, Linux `fs/fat` and `fs/exfat`. Own readers: the maintained crates for FAT also write, want the whole of
//! a sound file system, and end at the first thing that is wrong; here that is a problem, and the rest is read.

mod chain;
mod exfat;
mod fat;
mod partitions;
mod volume;

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use vigie_model::{EvidenceKind, Layout, Place, Problem, ProblemCode};

use crate::archive;
use crate::archive::zip::{u16_at, u32_at};
use crate::blob::{ReadSeek, Slice};
use crate::indexed::{Lies, Node, NodeKind};
use crate::recognise::Roots;
use crate::tree::problem;
use crate::{Blob, Evidence};
use volume::Volume;

/// Bytes of the boot record and what follows it, as one file: 64 sectors.
const BOOT: u64 = 64 * 512;
/// The name of that file.
pub(crate) const BOOT_NAME: &str = "boot_record.bin";
/// What is not larger may be a copy of the first sectors alone: that its partitions are not there is no loss.
const DUMP: u64 = 1 << 20;
/// Bytes that are read at once.
const READ: usize = 16 << 20;

/// Whether the first 512 bytes are those of a disk or volume: a boot sector with a sound description of a file system,
/// or a table of partitions.
pub fn is_disk_image(head: &[u8]) -> bool {
    if head.get(510..512) != Some(&[0x55, 0xaa]) {
        return false;
    }
    volume::is_volume(head) || has_table(head)
}

/// Whether a boot record has a table of partitions that could be one.
fn has_table(head: &[u8]) -> bool {
    let mut used = 0u32;
    for entry in head.get(446..510).unwrap_or_default().chunks_exact(16) {
        let (start, sectors) = (u32_at(entry, 8).unwrap_or(0), u32_at(entry, 12).unwrap_or(0));
        match (entry.first(), entry.get(4)) {
            (Some(0), Some(0)) if start == 0 && sectors == 0 => {}
            (Some(0 | 0x80), Some(1..)) if start > 0 && sectors > 0 => used = used.saturating_add(1),
            _ => return false,
        }
    }
    used > 0
}

/// The bytes of an image.
pub(crate) struct Disk {
    file: Box<dyn ReadSeek>,
    size: u64,
}

impl Disk {
    fn open(blob: &Blob) -> io::Result<Self> {
        let mut file = blob.seekable()?;
        let size = file.seek(SeekFrom::End(0))?;
        Ok(Self { file, size })
    }

    /// Bytes at a place, fewer where the image ends.
    fn read(&mut self, offset: u64, length: u64) -> io::Result<Vec<u8>> {
        let there = self.size.saturating_sub(offset).min(length);
        let length = usize::try_from(there).unwrap_or(usize::MAX).min(READ);
        let mut bytes = vec![0; length];
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// What lies in an image, and what of it does not.
fn index(blob: &Blob, problems: &mut Vec<Problem>) -> io::Result<Vec<Node>> {
    let mut disk = Disk::open(blob)?;
    let of = Arc::new(blob.clone());
    let length = disk.size.min(BOOT);
    let slice = Slice { of: Arc::clone(&of), offset: 0, stored: length, size: length, sparse: None };
    let mut nodes = vec![node(BOOT_NAME.to_owned(), NodeKind::File(Lies::Slice(Arc::new(slice))), Some(length))];
    let head = disk.read(0, 512)?;
    if volume::is_volume(&head) {
        let volume = Volume { start: 0, length: disk.size, name: String::new() };
        volume.index(&mut disk, &of, &mut nodes, problems)?;
        return Ok(nodes);
    }
    for partition in partitions::list(&mut disk, problems)? {
        let name = format!("p{}", partition.number);
        if partition.start >= disk.size {
            if disk.size > DUMP {
                let detail = format!(
                    "partition {} begins at byte {}, and the image ends at {}",
                    partition.number, partition.start, disk.size
                );
                problems.push(problem(ProblemCode::ArchiveDamaged, &name, Place::File, detail));
            }
            continue;
        }
        let volume = Volume { start: partition.start, length: partition.length, name };
        volume.index(&mut disk, &of, &mut nodes, problems)?;
    }
    Ok(nodes)
}

fn node(path: String, kind: NodeKind, size: Option<u64>) -> Node {
    let (stored_as, modified, changed, created, mode) = (None, None, None, None, None);
    Node { path: path.into(), stored_as, kind, size, modified, changed, created, mode }
}

/// Whether an image begins here.
pub(crate) fn begins(blob: &Blob) -> io::Result<bool> {
    Ok(is_disk_image(&archive::head(blob.reader()?)?))
}

/// What an image is the image of: what its files are, else files.
pub(crate) fn recognise(blob: &Blob) -> io::Result<Roots> {
    let nodes = index(blob, &mut Vec::new())?;
    let known = archive::recognise_nodes(&nodes, 0);
    Ok(known.unwrap_or_else(|| Roots::whole(EvidenceKind::Files, Layout::Files)))
}

/// Opens an image.
pub(crate) fn open(blob: &Blob, roots: &Roots) -> io::Result<Evidence> {
    let mut problems = Vec::new();
    let nodes = index(blob, &mut problems)?;
    // What concerns the image as a whole has no path in it.
    for problem in &mut problems {
        problem.source = problem.source.take().filter(|source| !source.is_empty());
    }
    Ok(archive::indexed(nodes, roots, None, problems))
}

/// A number of two bytes.
fn u16_in(bytes: &[u8], at: usize) -> u64 {
    u16_at(bytes, at).unwrap_or(0).into()
}

/// A number of four bytes.
fn u32_in(bytes: &[u8], at: usize) -> u64 {
    u32_at(bytes, at).unwrap_or(0).into()
}
