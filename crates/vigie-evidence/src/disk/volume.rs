//! What lies in a partition, or in an image without any: told by its first sectors.

use std::io;
use std::sync::Arc;

use vigie_model::{Place, Problem, ProblemCode};

use super::{DUMP, Disk, exfat, fat};
use crate::Blob;
use crate::indexed::Node;
use crate::tree::problem;

/// Entries of one volume that are listed.
const ENTRIES: usize = 4_000_000;
/// Folders in each other.
const DEEP: usize = 64;
/// Problems of one volume that are told one by one; the rest is counted.
const TOLD: u64 = 50;

/// File systems that are known and not read: a mark, and where it stands.
const OTHERS: &[(u64, &[u8], &str)] = &[
    (3, b"NTFS    ", "an NTFS file system"),
    (3, b"ReFS\0", "a ReFS file system"),
    (3, b"-FVE-FS-", "a volume encrypted with BitLocker"),
    (0, b"LUKS\xba\xbe", "a volume encrypted with LUKS"),
    (0, b"XFSB", "an XFS file system"),
    (32, b"NXSB", "an APFS container"),
    (512, b"LABELONE", "a physical volume of LVM"),
    (1024, b"H+\0\x04", "an HFS+ file system"),
    (1024, b"HX\0\x05", "an HFS+ file system"),
    (1080, b"\x53\xef", "an ext file system"),
    (4086, b"SWAPSPACE2", "swap space of Linux"),
    (0x8001, b"CD001", "an ISO 9660 file system"),
    (0x10040, b"_BHRfS_M", "a Btrfs file system"),
];

/// Whether a boot sector describes a file system.
pub(super) fn is_volume(head: &[u8]) -> bool {
    let marked = |mark: &[u8]| head.get(3..).is_some_and(|rest| rest.starts_with(mark));
    marked(b"NTFS    ") || marked(b"ReFS\0") || marked(b"-FVE-FS-") || exfat::is_exfat(head) || fat::is_fat(head)
}

/// A part of the image, in bytes, and the folder its files are told under.
pub(super) struct Volume {
    pub(super) start: u64,
    pub(super) length: u64,
    pub(super) name: String,
}

/// What is collected of a volume.
pub(super) struct Found<'n> {
    pub(super) nodes: &'n mut Vec<Node>,
    problems: &'n mut Vec<Problem>,
    name: &'n str,
    before: usize,
    told: u64,
    /// Entries of deleted files.
    pub(super) deleted: u64,
}

impl Found<'_> {
    /// A path of the volume as it is told.
    pub(super) fn path(&self, path: &str) -> String {
        match (self.name.is_empty(), path.is_empty()) {
            (true, _) => path.to_owned(),
            (false, true) => self.name.to_owned(),
            (false, false) => format!("{}/{path}", self.name),
        }
    }

    pub(super) fn problem(&mut self, code: ProblemCode, path: &str, detail: impl Into<String>) {
        self.told = self.told.saturating_add(1);
        if self.told <= TOLD {
            let path = self.path(path);
            self.problems.push(problem(code, &path, Place::File, detail));
        }
    }

    /// Whether a further entry may be listed.
    pub(super) fn has_room(&self) -> bool {
        self.nodes.len().saturating_sub(self.before) < ENTRIES
    }

    /// The path of an entry in a folder; `None` when its name is none.
    pub(super) fn child(&mut self, folder: &str, name: &str) -> Option<String> {
        if name.is_empty() || matches!(name, "." | "..") || name.contains(['/', '\0']) {
            let shown: String = name.chars().take(200).collect();
            self.problem(ProblemCode::MemberNameUnsafe, folder, format!("an entry named {shown:?} was not read"));
            return None;
        }
        if folder.split('/').count() >= DEEP {
            let detail = format!("folders more than {DEEP} deep were not read");
            self.problem(ProblemCode::LimitReached, folder, detail);
            return None;
        }
        Some(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
    }
}

impl Volume {
    /// Lists its files.
    pub(super) fn index(
        self,
        disk: &mut Disk,
        of: &Arc<Blob>,
        nodes: &mut Vec<Node>,
        problems: &mut Vec<Problem>,
    ) -> io::Result<()> {
        let head = disk.read(self.start, 512)?;
        let before = nodes.len();
        let mut found = Found { nodes, problems, name: &self.name, before, told: 0, deleted: 0 };
        let is_read = if exfat::is_exfat(&head) {
            exfat::index(disk, of, &self, &head, &mut found)?
        } else if fat::is_fat(&head) {
            fat::index(disk, of, &self, &head, &mut found)?
        } else {
            // Of a copy of the first sectors no file system is to be expected.
            if disk.size > DUMP {
                self.name_other(disk, &mut found)?;
            }
            true
        };
        if !is_read && disk.size > DUMP {
            let detail = "its file system begins here, and the image ends before its files do";
            found.problem(ProblemCode::ArchiveDamaged, "", detail);
        }
        if !found.has_room() {
            let detail = format!("more than {ENTRIES} entries; the others were not read");
            found.problem(ProblemCode::LimitReached, "", detail);
        }
        let (told, deleted) = (found.told, found.deleted);
        let name = if self.name.is_empty() { "" } else { self.name.as_str() };
        if told > TOLD {
            let detail = format!("{} further problems of this volume", told.saturating_sub(TOLD));
            problems.push(problem(ProblemCode::LimitReached, name, Place::File, detail));
        }
        if deleted > 0 {
            let of = if name.is_empty() { String::new() } else { format!(" in partition {name}") };
            let detail =
                format!("{deleted} entries of deleted files{of}; their names and what is left of them were not read");
            // Of no path: no file that is there was left out.
            let (code, place) = (ProblemCode::DeletedNotRead, Place::File);
            problems.push(Problem { code, artifact: None, source: None, place, detail });
        }
        Ok(())
    }

    /// Tells what is here, and how its files can be had.
    fn name_other(&self, disk: &mut Disk, found: &mut Found<'_>) -> io::Result<()> {
        let mut what = None;
        for (at, mark, name) in OTHERS {
            let there = disk.read(self.start.saturating_add(*at), mark.len() as u64)?;
            if what.is_none() && there == *mark {
                what = Some(*name);
            }
        }
        let (what, length) = (what.unwrap_or("no file system that is known"), self.length);
        let detail = format!(
            "{what}, {length} bytes from byte {} of the image: only FAT and exFAT are read; mount it read-only and give \
             the folder",
            self.start
        );
        found.problem(ProblemCode::NestedNotExamined, "", detail);
        Ok(())
    }
}
