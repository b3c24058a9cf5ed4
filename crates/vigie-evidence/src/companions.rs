//! What a parser read beside its source: write-ahead logs, tables that explain another file. A case names these files
//! with their hashes like the sources themselves, because an answer rests on them too.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::Blob;

/// A file that was read beside a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// Path in the layout of the evidence.
    pub path: String,
    /// Where the bytes lie in the acquisition, when under another name.
    pub stored_as: Option<String>,
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 of the bytes, lower-case hexadecimal; absent when they could not be read.
    pub sha256: Option<String>,
}

/// The companions of one source. Each is hashed when it is first read, so that nothing is held in memory for it.
#[derive(Clone, Default)]
pub(crate) struct Companions(Arc<Mutex<BTreeMap<String, Noted>>>);

struct Noted {
    companion: Companion,
    /// Read since the list was last taken.
    fresh: bool,
}

impl Companions {
    /// A file is being read.
    pub(crate) fn note(&self, path: &str, stored_as: Option<&str>, blob: &Blob) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = noted.get_mut(path) {
            known.fresh = true;
            return;
        }
        let companion = Companion {
            path: path.to_owned(),
            stored_as: stored_as.map(str::to_owned),
            size: blob.size().unwrap_or(0),
            sha256: blob.sha256().ok(),
        };
        noted.insert(path.to_owned(), Noted { companion, fresh: true });
    }

    /// What was read since this was last asked, sorted by path.
    pub(crate) fn take(&self) -> Vec<Companion> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted
            .values_mut()
            .filter_map(|noted| std::mem::take(&mut noted.fresh).then(|| noted.companion.clone()))
            .collect()
    }
}
