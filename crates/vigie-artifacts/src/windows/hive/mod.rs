//! Registry hives (`regf`): keys and values where they lie, within bounds.
//!
//! Format: M. Suhanov, "Windows registry file format specification". Other readers: yarp, notatin, nt-hive. A reader of
//! our own because the maintained ones that are small (`nt-hive`, `nt-hive2`) are under the GPL, and `notatin` is
//! built around a copy of every key with its history, which is more to build and to hold than what is asked here.
//!
//! Deleted keys and transaction logs are not read. A hive that was copied while it was in use says so in its header
//! ([`Hive::open`] makes that a problem): what had changed last then stands only in the logs.

mod key;

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_evidence::ReadError;
use vigie_model::{Place, ProblemCode, Record};

pub(in crate::windows) use self::key::{Key, Value, Values};
use super::bytes::{part, u32_at};
use crate::{Out, ParseError, Source};

/// The header; bins follow, and all offsets count from here.
const HEADER: usize = 4096;
/// Cells that one artifact looks at in one hive. The largest real ones have some millions.
const MOST_CELLS: u32 = 8_000_000;
/// Problems of one hive that are told one by one.
const TOLD: usize = 50;

/// A hive in memory, shared by the artifacts that read it.
pub(in crate::windows) struct Hive {
    bytes: Vec<u8>,
    root: u32,
    trouble: Vec<(ProblemCode, String)>,
}

/// What a walk through a hive met that was not understood, and how far it may still go.
pub(in crate::windows) struct Walk {
    damage: BTreeMap<u64, &'static str>,
    left: u32,
}

impl Walk {
    pub(in crate::windows) fn new() -> Self {
        Self { damage: BTreeMap::new(), left: MOST_CELLS }
    }

    fn damaged(&mut self, at: u32, what: &'static str) {
        // Offsets count from the first bin; a place counts from the start of the file.
        self.damage.entry(u64::from(at).saturating_add(HEADER as u64)).or_insert(what);
    }

    /// One more cell is looked at; false when it is enough.
    fn step(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => return false,
        }
        true
    }

    /// Everything that was not understood, as problems.
    pub(in crate::windows) fn tell<R: Record>(self, out: &mut Out<'_, R>) {
        let more = self.damage.len().saturating_sub(TOLD);
        for (offset, what) in self.damage.into_iter().take(TOLD) {
            out.problem(ProblemCode::BlobNotUnderstood, Place::Offset { offset }, what);
        }
        if more > 0 {
            out.problem(ProblemCode::BlobNotUnderstood, Place::File, format!("{more} more places are damaged"));
        }
        if self.left == 0 {
            out.problem(ProblemCode::LimitReached, Place::File, format!("only {MOST_CELLS} cells are read"));
        }
    }
}

impl Hive {
    /// The hive in a source; read once, however many artifacts ask. What is wrong with it as a whole becomes a problem
    /// of each.
    ///
    /// # Errors
    /// When it is no hive.
    pub(in crate::windows) fn open<R: Record>(
        file: &Source<'_>,
        out: &mut Out<'_, R>,
    ) -> Result<Arc<Self>, ParseError> {
        let read: Arc<Result<Arc<Self>, ReadError>> = file.reading(|file| Self::read(file.bytes()?).map(Arc::new));
        let hive = Arc::clone(read.as_ref().as_ref().map_err(Clone::clone)?);
        for (code, detail) in &hive.trouble {
            out.problem(*code, Place::File, detail.clone());
        }
        Ok(hive)
    }

    fn read(bytes: Vec<u8>) -> Result<Self, ReadError> {
        let no = |what: &str| ReadError::file(ProblemCode::NotTheFormat, what);
        if !bytes.starts_with(b"regf") {
            return Err(no("no registry hive: `regf` is missing"));
        }
        let field = |at| u32_at(&bytes, at).ok_or_else(|| no("the header of the hive is cut off"));
        let (first, second) = (field(4)?, field(8)?);
        let (root, size, stated) = (field(36)?, field(40)?, field(508)?);
        let mut trouble = Vec::new();
        if checksum(&bytes) != Some(stated) {
            trouble.push((ProblemCode::BlobNotUnderstood, "the checksum of the header does not fit".to_owned()));
        }
        if first != second {
            let detail = "the hive was copied while it was in use: its last changes stand only in its transaction logs, \
                          which are not read";
            trouble.push((ProblemCode::LogNotApplied, detail.to_owned()));
        }
        let whole = u64::from(size).saturating_add(HEADER as u64);
        if (bytes.len() as u64) < whole {
            let detail = format!("{} bytes of {whole} are there: the end is missing", bytes.len());
            trouble.push((ProblemCode::BlobNotUnderstood, detail));
        }
        Ok(Self { bytes, root, trouble })
    }

    /// The key at the top.
    pub(in crate::windows) fn root(&self, walk: &mut Walk) -> Option<Key<'_>> {
        Key::at(self, self.root, walk)
    }

    /// A key by its path from the top, in any case. `None` when it is not there.
    pub(in crate::windows) fn key(&self, path: &str, walk: &mut Walk) -> Option<Key<'_>> {
        self.root(walk)?.under(path, walk)
    }

    /// The sets of drivers and services (`ControlSet001` …) of a hive of the system.
    pub(in crate::windows) fn control_sets(&self, walk: &mut Walk) -> Vec<Key<'_>> {
        let Some(root) = self.root(walk) else { return Vec::new() };
        let is_set = |key: &Key<'_>| key.name().to_lowercase().starts_with("controlset");
        root.children(walk).into_iter().filter(is_set).collect()
    }

    /// The content of a cell in use.
    fn cell(&self, at: u32, walk: &mut Walk) -> Option<&[u8]> {
        let found = self.content(at, walk);
        // Behind the limit nothing is looked at, so nothing is known to be damaged.
        if found.is_none() && walk.left > 0 {
            walk.damaged(at, "a cell that is named lies outside of the hive, or is not in use");
        }
        found
    }

    fn content(&self, at: u32, walk: &mut Walk) -> Option<&[u8]> {
        if !walk.step() {
            return None;
        }
        let at = usize::try_from(at).ok()?.checked_add(HEADER)?;
        let size = i32::from_le_bytes(part(&self.bytes, at, 4)?.try_into().ok()?);
        // A size above zero is that of a free cell.
        let size = usize::try_from(size.checked_neg()?).ok()?.checked_sub(4)?;
        part(&self.bytes, at.checked_add(4)?, size)
    }
}

/// The exclusive or of all words before it; zero and the greatest number are written as their neighbours.
fn checksum(bytes: &[u8]) -> Option<u32> {
    let words = bytes.get(..508)?.chunks_exact(4).filter_map(|word| Some(u32::from_le_bytes(word.try_into().ok()?)));
    Some(match words.fold(0, |sum, word| sum ^ word) {
        0 => 1,
        u32::MAX => u32::MAX.wrapping_sub(1),
        sum => sum,
    })
}
