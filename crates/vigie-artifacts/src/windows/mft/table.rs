//! The table as a row of records, and what the first reading of it leaves.

use std::collections::HashMap;

use vigie_model::{Place, ProblemCode};

use super::super::bytes::{fill, part, u32_at};
use super::file_record::{Contents, FileRecord, Reference, mend, read};
use super::folders::Folders;
use crate::{ParseError, Source};

/// Bytes read at once; a multiple of every size that records have.
const PAGE: usize = 1 << 18;
/// Bytes of records that go on in others, which are kept.
const MOST_KEPT: usize = 64 << 20;
/// Folders whose name stands in another record.
const MOST_NAMELESS: usize = 10_000;

/// What the first reading leaves.
pub(super) struct Table {
    /// Bytes of a record.
    size: usize,
    pub(super) folders: Folders,
    /// What other records tell of a file, by its number.
    further: HashMap<u64, Vec<Further>>,
    kept: usize,
    /// Records that go on in others and found no room.
    pub(super) left_out: u64,
}

struct Further {
    base: Reference,
    in_use: bool,
    contents: Contents,
}

/// What stands in the place of a record.
pub(super) enum Slot {
    /// Never used.
    Empty,
    Record(Box<FileRecord>),
    Bad(&'static str),
}

/// The size of records, which the first that is whole tells.
pub(super) fn record_size(start: &[u8]) -> Option<usize> {
    let is_size = |size: &usize| {
        let stated = |at: usize| {
            part(start, at, 4) == Some(b"FILE") && u32_at(start, at.saturating_add(0x1c)) == u32::try_from(*size).ok()
        };
        stated(0) || stated(*size)
    };
    [1024, 4096, 2048, 512].into_iter().find(is_size)
}

fn slot(bytes: &mut [u8]) -> Slot {
    if bytes.iter().all(|byte| *byte == 0) {
        return Slot::Empty;
    }
    if bytes.starts_with(b"BAAD") {
        return Slot::Bad("the system found this record damaged");
    }
    if !bytes.starts_with(b"FILE") {
        return Slot::Bad("no record of a file stands here");
    }
    if let Err(what) = mend(bytes) {
        return Slot::Bad(what);
    }
    read(bytes).map_or(Slot::Bad("the head of a record does not fit it"), |record| Slot::Record(Box::new(record)))
}

/// Every place of the table, with its offset; answers where the last one ends and how many bytes are left.
pub(super) fn each(file: &Source<'_>, size: usize, mut see: impl FnMut(u64, Slot)) -> Result<(u64, usize), ParseError> {
    let mut reader = file.reader()?;
    let (mut page, mut offset) = (Vec::new(), 0_u64);
    loop {
        page.clear();
        fill(reader.as_mut(), &mut page, PAGE).map_err(|error| {
            ParseError::at(ProblemCode::FileUnreadable, Place::Offset { offset }, error.to_string())
        })?;
        let mut records = page.chunks_exact_mut(size);
        for record in &mut records {
            see(offset, slot(record));
            offset = offset.saturating_add(size as u64);
        }
        let rest = records.into_remainder().len();
        if page.len() < PAGE {
            return Ok((offset, rest));
        }
    }
}

impl Table {
    /// The first reading: folders, and records that go on.
    pub(super) fn read(file: &Source<'_>, size: usize) -> Result<Self, ParseError> {
        let mut table = Self { size, folders: Folders::default(), further: HashMap::new(), kept: 0, left_out: 0 };
        // Folders whose name stands in a further record.
        let mut nameless = Vec::new();
        each(file, size, |offset, slot| {
            let Slot::Record(record) = slot else { return };
            let number = table.number(offset, &record);
            if let Some(base) = record.base {
                return table.keep(base, *record);
            }
            if record.is_folder {
                match record.contents.names.first() {
                    Some(name) => table.folders.note(number, &record, name),
                    None if nameless.len() < MOST_NAMELESS => nameless.push((number, record)),
                    None => table.folders.left_out = table.folders.left_out.saturating_add(1),
                }
            }
        })?;
        for (number, record) in nameless {
            let further = table.further.get(&number).into_iter().flatten();
            let name = further.flat_map(|one| &one.contents.names).next();
            if let Some(name) = name {
                table.folders.note(number, &record, name);
            }
        }
        Ok(table)
    }

    /// The number of a record: the one it says it has, so that a table with holes gives no wrong path.
    pub(super) fn number(&self, offset: u64, record: &FileRecord) -> u64 {
        record.number.unwrap_or(offset.checked_div(self.size as u64).unwrap_or(0))
    }

    fn keep(&mut self, base: Reference, record: FileRecord) {
        let FileRecord { in_use, contents, .. } = record;
        // Most go on only with where a large file lies.
        if contents.names.is_empty() && contents.streams.is_empty() && contents.size.is_none() && !contents.is_damaged {
            return;
        }
        if self.kept >= MOST_KEPT {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        self.kept = self.kept.saturating_add(contents.weight());
        self.further.entry(base.number).or_default().push(Further { base, in_use, contents });
    }

    /// What further records of a file tell, put to what its first one tells.
    pub(super) fn gather(&mut self, number: u64, record: &mut FileRecord) {
        for one in self.further.remove(&number).unwrap_or_default() {
            let fits = one.base.sequence == record.sequence
                || !record.in_use && record.sequence == one.base.sequence.checked_add(1).unwrap_or(1);
            if fits {
                record.contents.extend(one.contents);
            } else if one.in_use {
                self.further.entry(number).or_default().push(one);
            }
        }
    }

    /// Records in use that go on with a file that was not met.
    pub(super) fn alone(&self) -> usize {
        self.further.values().flatten().filter(|one| one.in_use).count()
    }
}
