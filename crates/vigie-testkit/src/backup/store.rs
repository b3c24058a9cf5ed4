//! Where the bytes of files go: the folder of the backup, in clear or encrypted.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::entry::{Content, Entry, Kind};
use crate::encrypt::{self, Encryption, Key};

/// The folder of a backup being written.
#[derive(Debug)]
pub(super) struct Store {
    root: PathBuf,
    /// All files in one folder, as before iOS 10; since then in one of 256, named after the first two digits.
    flat: bool,
    encryption: Option<Encryption>,
}

impl Store {
    pub(super) fn new(root: &Path, flat: bool, encryption: Option<Encryption>) -> Self {
        Self { root: root.to_owned(), flat, encryption }
    }

    pub(super) fn encryption(&self) -> Option<&Encryption> {
        self.encryption.as_ref()
    }

    /// Writes the bytes of a file at their place.
    pub(super) fn place(&self, entry: &Entry) -> Result<()> {
        let Kind::File(content) = &entry.kind else {
            return Ok(());
        };
        let id = entry.id();
        let folder = if self.flat { self.root.clone() } else { self.root.join(id.split_at(2).0) };
        let path = folder.join(&id);
        let key = self.encryption.as_ref().filter(|_| entry.meta.keyed).map(|encryption| encryption.file_key(&id));
        // Most of the 256 folders exist after the first few hundred files: trying first is cheaper.
        write(content, key.as_ref(), &path)
            .or_else(|_| {
                fs::create_dir_all(&folder)?;
                write(content, key.as_ref(), &path)
            })
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// The key of an entry as the index keeps it.
    pub(super) fn stored_key(&self, entry: &Entry) -> Option<Vec<u8>> {
        let encryption = self.encryption.as_ref()?;
        let keyed = entry.meta.keyed && matches!(entry.kind, Kind::File(_));
        keyed.then(|| encryption.stored_key(entry.meta.protection_class, &encryption.file_key(&entry.id())))
    }
}

fn write(content: &Content, key: Option<&Key>, path: &Path) -> Result<()> {
    match (content, key) {
        (Content::Bytes(bytes), None) | (Content::Stored(bytes), _) => fs::write(path, bytes)?,
        (Content::Bytes(bytes), Some(key)) => fs::write(path, encrypt::encrypt(key, bytes))?,
        (Content::Path(from), None) => {
            fs::copy(from, path)?;
        }
        (Content::Path(from), Some(key)) => encrypt::encrypt_stream(key, File::open(from)?, File::create(path)?)?,
    }
    Ok(())
}
