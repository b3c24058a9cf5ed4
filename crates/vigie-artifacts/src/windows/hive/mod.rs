//! Registry hives (`regf`): keys and values where they lie, within bounds.
//!
//! Format: M. Suhanov, "Windows registry file format specification". Other readers: yarp, notatin, nt-hive. A reader of
//! our own because the maintained ones that are small (`nt-hive`, `nt-hive2`) are under the GPL, and `notatin` is
//! built around a copy of every key with its history, which is more to build and to hold than what is asked here.
//!
//! Deleted keys are not read. A hive that was copied while it was in use says so in its header: what had changed last then
//! stands only in its transaction logs, which are put in their place ([`log`]). Without them that is a problem.

mod key;
mod log;

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_evidence::ReadError;
use vigie_model::{Layout, Place, ProblemCode, Record};

pub(in crate::windows) use self::key::{Key, Value, Values};
use super::bytes::{part, u32_at};
use crate::{Out, ParseError, Source};

/// The header; bins follow, and all offsets count from here.
const HEADER: usize = 4096;
/// The transaction logs of every hive that is read: for [`crate::Artifact::COMPANIONS`].
pub(in crate::windows) const LOGS: &[(Layout, &str)] =
    &[(Layout::Windows, "**/{SYSTEM,SOFTWARE,NTUSER.DAT,UsrClass.dat,Amcache.hve}.LOG*")];
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
        let read: Arc<Result<Arc<Self>, ReadError>> =
            file.reading(|file| Self::read(file, file.bytes()?).map(Arc::new));
        let hive = Arc::clone(read.as_ref().as_ref().map_err(Clone::clone)?);
        for (code, detail) in &hive.trouble {
            out.problem(*code, Place::File, detail.clone());
        }
        Ok(hive)
    }

    fn read(file: &Source<'_>, mut bytes: Vec<u8>) -> Result<Self, ReadError> {
        let no = |what: &str| ReadError::file(ProblemCode::NotTheFormat, what);
        if !bytes.starts_with(b"regf") {
            return Err(no("no registry hive: `regf` is missing"));
        }
        let field = |bytes: &[u8], at| u32_at(bytes, at).ok_or_else(|| no("the header of the hive is cut off"));
        let is_headed = checksum(&bytes) == Some(field(&bytes, 508)?);
        let in_use = field(&bytes, 4)? != field(&bytes, 8)?;
        // Logs give room for what they add; what was cut off before stays missing.
        let (there, mut size) = (bytes.len() as u64, field(&bytes, 40)?);
        let mut trouble = Vec::new();
        if !is_headed {
            trouble.push((ProblemCode::BlobNotUnderstood, "the checksum of the header does not fit".to_owned()));
        }
        if !is_headed || in_use {
            let replayed = log::replay(file, &mut bytes);
            let why = match (replayed.is_done, replayed.has_log) {
                (true, _) => None,
                (false, true) => Some("its transaction logs hold none that could be used"),
                (false, false) => Some("its transaction logs are not there"),
            };
            if let Some(why) = why.filter(|_| in_use) {
                let detail =
                    format!("the hive was copied while it was in use, and its last changes are not read: {why}");
                trouble.push((ProblemCode::LogNotApplied, detail));
            }
            trouble.extend(replayed.damage.into_iter().map(|what| (ProblemCode::LogDamaged, what)));
        }
        let root = field(&bytes, 36)?;
        if !is_headed {
            size = field(&bytes, 40)?;
        }
        let whole = u64::from(size).saturating_add(HEADER as u64);
        if there < whole {
            let detail = format!("{there} bytes of {whole} are there: the end is missing");
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
