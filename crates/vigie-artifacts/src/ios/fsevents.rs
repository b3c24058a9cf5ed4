//! What was created, changed, renamed and removed on a volume, also for files that are gone.
//!
//! Format: gzip files in `.fseventsd` at the root of a volume, each of one or more pages: `1SLD`, `2SLD` or `3SLD`, four
//! bytes, the length of the page; then records of a path, an event number, flags and, in version 2, the number of the
//! node, in version 3 four bytes more. Specification: libyal dtformats "MacOS File System Events Disk Log Stream format";
//! version 3 as fse_dump reads it. Events carry no time, only numbers that rise.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct FsEvents;

const PAGE_HEAD: usize = 12;

/// Bits of the flags, read little-endian.
const FLAGS: &[(u32, &str)] = &[
    (0x0000_0001, "created"),
    (0x0000_0002, "removed"),
    (0x0000_0004, "inode_changed"),
    (0x0000_0008, "renamed"),
    (0x0000_0010, "modified"),
    (0x0000_0020, "exchanged"),
    (0x0000_0040, "finder_info_changed"),
    (0x0000_0080, "folder_created"),
    (0x0000_0100, "permissions_changed"),
    (0x0000_0200, "attribute_changed"),
    (0x0000_0400, "attribute_removed"),
    (0x0000_1000, "document_revision"),
    (0x0000_4000, "cloned"),
    (0x0008_0000, "last_link_removed"),
    (0x0010_0000, "hard_link"),
    (0x0040_0000, "symbolic_link"),
    (0x0080_0000, "file"),
    (0x0100_0000, "folder"),
    (0x0200_0000, "mounted"),
    (0x0400_0000, "unmounted"),
    (0x2000_0000, "end_of_transaction"),
];

/// One event; the system joins what happens to a path in a short time.
#[derive(Debug, Serialize)]
pub struct FileEvent {
    /// The path on the device.
    pub path: String,
    /// What happened.
    pub flags: Vec<&'static str>,
    /// The flags as they stand.
    pub raw_flags: u32,
    /// The event's number.
    pub event: u64,
    /// The file's number.
    pub node: Option<u64>,
}

impl Record for FileEvent {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        // The event of a whole volume names no file.
        if self.path.len() > 1 {
            see(Observable::file_path(&self.path));
        }
    }

    fn summary(&self) -> String {
        let kinds = ["file", "folder", "symbolic_link", "hard_link", "end_of_transaction"];
        let what: Vec<&str> = self.flags.iter().copied().filter(|flag| !kinds.contains(flag)).collect();
        format!("{}: {}", self.path, if what.is_empty() { "event".to_owned() } else { what.join(", ") })
    }
}

fn names(flags: u32) -> Vec<&'static str> {
    FLAGS.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, name)| *name).collect()
}

struct Raw<'b> {
    path: &'b [u8],
    event: u64,
    flags: u32,
    node: Option<u64>,
    length: usize,
}

/// The record at the beginning of some bytes.
fn record(bytes: &[u8], version: u8) -> Option<Raw<'_>> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    let path = bytes.get(..end)?;
    let mut rest = bytes.get(end.checked_add(1)?..)?;
    let mut take = |count: usize| {
        let (taken, after) = rest.split_at_checked(count)?;
        rest = after;
        Some(taken)
    };
    let event = u64::from_le_bytes(take(8)?.try_into().ok()?);
    let flags = u32::from_le_bytes(take(4)?.try_into().ok()?);
    let node = if version >= 2 { Some(u64::from_le_bytes(take(8)?.try_into().ok()?)) } else { None };
    if version >= 3 {
        take(4)?;
    }
    let length = bytes.len().checked_sub(rest.len())?;
    Some(Raw { path, event, flags, node, length })
}

/// A page: its version, its records, and where the next one begins.
fn page(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let head = bytes.get(at..at.checked_add(PAGE_HEAD)?)?;
    let version = match head.get(..4)? {
        b"1SLD" => 1,
        b"2SLD" => 2,
        b"3SLD" => 3,
        _ => return None,
    };
    let length = u32::from_le_bytes(head.get(8..12)?.try_into().ok()?);
    let end = at.checked_add(usize::try_from(length).ok()?)?;
    (end >= at.checked_add(PAGE_HEAD)?).then_some((version, end))
}

impl Artifact for FsEvents {
    type Record = FileEvent;
    const SPEC: Spec = Spec {
        id: "ios_fsevents",
        version: 1,
        paths: &[(Layout::IosFilesystem, ".fseventsd/[0-9a-f]*"), (Layout::IosFilesystem, "**/.fseventsd/[0-9a-f]*")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, FileEvent>) -> Result<(), ParseError> {
        // Beside the events stand `fseventsd-uuid` and `no_log`.
        if !file.file_name().bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(());
        }
        let bytes = out.unpacked(file)?.bytes()?;
        // Paths are written from the root of the volume, which is where `.fseventsd` lies.
        let volume = file.path().split_once(".fseventsd/").map_or("", |(volume, _)| volume);
        let mut at = 0usize;
        while at < bytes.len() {
            let place = |at: usize| Place::Offset { offset: at as u64 };
            let Some((version, end)) = page(&bytes, at) else {
                out.problem(ProblemCode::NotTheFormat, place(at), "no page of events begins here");
                return Ok(());
            };
            if end > bytes.len() {
                let detail = format!("the page states {end} bytes, the file has {}", bytes.len());
                out.problem(ProblemCode::NotTheFormat, place(at), detail);
            }
            let end = end.min(bytes.len());
            at = at.saturating_add(PAGE_HEAD);
            while at < end {
                let Some(raw) = bytes.get(at..end).and_then(|rest| record(rest, version)) else {
                    out.problem(ProblemCode::NotTheFormat, place(at), "an event is cut");
                    break;
                };
                let path = String::from_utf8_lossy(raw.path);
                if matches!(path, std::borrow::Cow::Owned(_)) {
                    out.problem(ProblemCode::TextDamaged, place(at), "the path is not UTF-8");
                }
                let event = FileEvent {
                    path: format!("/{volume}{}", path.trim_start_matches('/')),
                    flags: names(raw.flags),
                    raw_flags: raw.flags,
                    event: raw.event,
                    node: raw.node,
                };
                out.record(place(at), event);
                at = at.saturating_add(raw.length);
            }
            at = end;
        }
        Ok(())
    }
}
