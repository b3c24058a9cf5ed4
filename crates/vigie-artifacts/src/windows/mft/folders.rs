//! Paths, put together from the folders that files name.
//!
//! A record of the table is given away again when its file is gone, and counts that in its sequence number. So a folder is
//! the one that was meant only if the number fits: otherwise the path ends there, and that is told.

use std::collections::HashMap;

use serde::Serialize;

use super::file_record::{FileRecord, Name, Reference};

/// The folder at the top of a volume.
const ROOT: u64 = 5;
/// Folders inside one another. Windows can hold no more in a path of 32 767 letters than half of that, and nobody does.
const DEEPEST: usize = 256;
/// Folders and bytes of their names that are remembered: some 150 MiB. A volume with more is that of a large server.
const MOST: usize = 1_000_000;
const MOST_BYTES: usize = 64 << 20;

/// Why a path does not begin at the top of its volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// The folder is gone, and its place in the table was given to something else.
    FolderGone,
    /// The table names a folder that it does not hold.
    FolderMissing,
    /// Folders lie in one another, or deeper than any do.
    Cycle,
}

struct Folder {
    sequence: u16,
    in_use: bool,
    parent: Reference,
    name: Box<str>,
}

/// The folders of a volume.
#[derive(Default)]
pub(super) struct Folders {
    by_number: HashMap<u64, Folder>,
    bytes: usize,
    /// Folders that found no room.
    pub(super) left_out: u64,
    /// The volume has a folder `Windows` at its top.
    pub(super) has_windows: bool,
}

impl Folders {
    /// Remembers the name of a folder. The first record of a number counts.
    pub(super) fn note(&mut self, number: u64, record: &FileRecord, name: &Name) {
        let is_top = name.folder.number == ROOT && record.in_use;
        self.has_windows |= is_top && name.text.eq_ignore_ascii_case("windows");
        if self.by_number.contains_key(&number) {
            return;
        }
        if self.by_number.len() >= MOST || self.bytes >= MOST_BYTES {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        self.bytes = self.bytes.saturating_add(name.text.len());
        let FileRecord { sequence, in_use, .. } = *record;
        self.by_number
            .insert(number, Folder { sequence, in_use, parent: name.folder, name: name.text.as_str().into() });
    }

    /// The path of a name, from the top of its volume as far as that is known.
    pub(super) fn path(&self, name: &Name, volume: &str) -> (String, Option<Lost>) {
        let mut parts = vec![name.text.as_str()];
        let mut at = name.folder;
        let lost = loop {
            if at.number == ROOT {
                // The name of the top itself is a dot, which is no part of a path.
                if parts == ["."] {
                    parts.clear();
                }
                break None;
            }
            if parts.len() > DEEPEST {
                break Some(Lost::Cycle);
            }
            let Some(folder) = self.by_number.get(&at.number) else { break Some(Lost::FolderMissing) };
            // The number rises when a folder goes, not when its place is given away.
            let is_meant = folder.sequence == at.sequence
                || !folder.in_use && at.sequence != 0 && folder.sequence == at.sequence.checked_add(1).unwrap_or(1);
            if !is_meant {
                break Some(Lost::FolderGone);
            }
            parts.push(&folder.name);
            at = folder.parent;
        };
        if lost == Some(Lost::Cycle) {
            parts.truncate(1);
        }
        parts.reverse();
        let path = parts.join("\\");
        (if lost.is_none() { format!("{volume}\\{path}") } else { path }, lost)
    }
}
