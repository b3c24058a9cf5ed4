//! An iTunes/Finder backup as a folder: `Manifest.db` lists every file, whose bytes lie under the SHA-1 of
//! `domain-relativePath`; three property lists describe the phone and the state of the backup. Before iOS 10 the list
//! was `Manifest.mbdb`. Any of it can be encrypted.
//! Source: "The iPhone Wiki: iTunes Backup", iLEAPP and MVT, compared with real folders.

mod device;
mod entry;
mod manifest;
mod mbdb;
mod store;

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

pub use device::{App, Device};
pub use entry::{Content, Entry, Kind, Meta, file_id};
use store::Store;

use crate::databases::sqlite;
use crate::encrypt::{self, Encryption};

/// A way in which a backup was never finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incomplete {
    /// The phone was unplugged before the index was written.
    NoManifest,
    /// Everything is there, but `Status.plist` says the snapshot is not finished.
    NotFinished,
}

/// Writes one backup folder.
pub struct BackupBuilder {
    device: Device,
    apps: Vec<App>,
    entries: Vec<Entry>,
    streams: Vec<Box<dyn Iterator<Item = Entry>>>,
    incomplete: Option<Incomplete>,
    encryption: Option<Encryption>,
    mbdb: bool,
    page_size: sqlite::PageSize,
}

impl fmt::Debug for BackupBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BackupBuilder")
            .field("device", &self.device)
            .field("entries", &self.entries.len())
            .finish_non_exhaustive()
    }
}

impl BackupBuilder {
    /// A backup of this device, still empty.
    pub fn new(device: Device) -> Self {
        Self {
            device,
            apps: Vec::new(),
            entries: Vec::new(),
            streams: Vec::new(),
            incomplete: None,
            encryption: None,
            mbdb: false,
            page_size: sqlite::PageSize::Real,
        }
    }

    /// Adds a file with ordinary times, mode and owner.
    #[must_use]
    pub fn file(self, domain: &str, relative_path: &str, bytes: impl Into<Content>) -> Self {
        let meta = Meta::file(self.device.last_backup);
        self.file_meta(domain, relative_path, bytes, meta)
    }

    /// Adds a file with the given times, mode, owner and, if set, size.
    #[must_use]
    pub fn file_meta(mut self, domain: &str, relative_path: &str, bytes: impl Into<Content>, meta: Meta) -> Self {
        self.entries.push(Entry {
            domain: domain.to_owned(),
            relative_path: relative_path.to_owned(),
            kind: Kind::File(bytes.into()),
            meta,
        });
        self
    }

    /// Adds a database and, when there is one, its write-ahead log: in a backup the log is an entry of its own.
    #[must_use]
    pub fn database(self, domain: &str, relative_path: &str, database: sqlite::Database) -> Self {
        let with_main = self.file(domain, relative_path, database.main);
        match database.wal {
            Some(wal) => with_main.file(domain, &format!("{relative_path}-wal"), wal),
            None => with_main,
        }
    }

    /// Adds a directory. Parents of files need not be named: they are added as real backups do.
    #[must_use]
    pub fn directory(mut self, domain: &str, relative_path: &str) -> Self {
        self.entries.push(Entry {
            domain: domain.to_owned(),
            relative_path: relative_path.to_owned(),
            kind: Kind::Directory,
            meta: Meta::directory(self.device.last_backup),
        });
        self
    }

    /// Adds a symbolic link.
    #[must_use]
    pub fn symlink(mut self, domain: &str, relative_path: &str, target: &str) -> Self {
        self.entries.push(Entry {
            domain: domain.to_owned(),
            relative_path: relative_path.to_owned(),
            kind: Kind::Symlink(target.to_owned()),
            meta: Meta::symlink(self.device.last_backup),
        });
        self
    }

    /// Adds entries made one at a time while the folder is written. They come after all others.
    #[must_use]
    pub fn stream(mut self, entries: impl Iterator<Item = Entry> + 'static) -> Self {
        self.streams.push(Box::new(entries));
        self
    }

    /// Adds an installed application to `Info.plist` and `Manifest.plist`.
    #[must_use]
    pub fn app(mut self, app: App) -> Self {
        self.apps.push(app);
        self
    }

    /// Leaves the backup unfinished.
    #[must_use]
    pub fn incomplete(mut self, how: Incomplete) -> Self {
        self.incomplete = Some(how);
        self
    }

    /// Encrypts the files and the index.
    #[must_use]
    pub fn encrypt(mut self, encryption: Encryption) -> Self {
        self.encryption = Some(encryption);
        self
    }

    /// Writes `Manifest.mbdb` instead of `Manifest.db`, and all files in one folder, as before iOS 10.
    #[must_use]
    pub fn mbdb(mut self) -> Self {
        self.mbdb = true;
        self
    }

    /// Adds an entry of any kind.
    #[must_use]
    pub fn entry(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }

    /// Chooses the page size of `Manifest.db`.
    #[must_use]
    pub fn page_size(mut self, page_size: sqlite::PageSize) -> Self {
        self.page_size = page_size;
        self
    }

    /// The entries themselves, for evidence of another form.
    pub fn into_entries(self) -> impl Iterator<Item = Entry> {
        self.entries.into_iter().chain(self.streams.into_iter().flatten())
    }

    /// Writes everything under this folder, which is made if it is missing.
    pub fn write(self, directory: &Path) -> Result<()> {
        fs::create_dir_all(directory).with_context(|| format!("cannot make {}", directory.display()))?;
        let info = device::info(&self.device, &self.apps)?;
        fs::write(directory.join("Info.plist"), info)?;
        let manifest = device::manifest(&self.device, &self.apps, self.encryption.as_ref(), !self.mbdb)?;
        fs::write(directory.join("Manifest.plist"), manifest)?;
        let finished = self.incomplete.is_none();
        fs::write(directory.join("Status.plist"), device::status(&self.device, finished)?)?;
        let store = Store::new(directory, self.mbdb, self.encryption);
        if self.incomplete == Some(Incomplete::NoManifest) {
            // Without an index a real folder holds at most the files that were already copied.
            return self.entries.iter().try_for_each(|entry| store.place(entry));
        }
        let entries = self.entries.into_iter().chain(self.streams.into_iter().flatten());
        if self.mbdb {
            return write_list(directory, &store, entries);
        }
        let index = directory.join("Manifest.db");
        let Some(encryption) = store.encryption() else {
            return write_database(&index, self.page_size, &store, entries);
        };
        let scratch = tempfile::tempdir()?;
        let clear = scratch.path().join("Manifest.db");
        write_database(&clear, self.page_size, &store, entries)?;
        encrypt::encrypt_stream(&encryption.manifest_key(), File::open(clear)?, File::create(index)?)
    }
}

fn write_database(
    index: &Path,
    page_size: sqlite::PageSize,
    store: &Store,
    entries: impl Iterator<Item = Entry>,
) -> Result<()> {
    sqlite::create(index, page_size, |connection| {
        manifest::tables(connection)?;
        let mut insert = connection.prepare(manifest::INSERT)?;
        write_indexed(store, entries, |entry, inode| {
            manifest::insert(&mut insert, entry, store.stored_key(entry), inode)
        })?;
        manifest::indexes(connection)
    })
}

fn write_list(directory: &Path, store: &Store, entries: impl Iterator<Item = Entry>) -> Result<()> {
    let mut list = BufWriter::new(File::create(directory.join("Manifest.mbdb"))?);
    list.write_all(mbdb::MAGIC)?;
    write_indexed(store, entries, |entry, inode| {
        Ok(list.write_all(&mbdb::record(entry, store.stored_key(entry).as_deref(), inode)?)?)
    })?;
    Ok(list.flush()?)
}

/// Stores each file and writes its line of the index, with the directories above it.
fn write_indexed(
    store: &Store,
    entries: impl Iterator<Item = Entry>,
    mut line: impl FnMut(&Entry, i64) -> Result<()>,
) -> Result<()> {
    let mut known: HashSet<(String, String)> = HashSet::new();
    let mut inode = 4096;
    for entry in entries {
        for parent in parents(&entry.relative_path) {
            let key = (entry.domain.clone(), parent.to_owned());
            if !known.contains(&key) {
                let folder = Entry {
                    domain: entry.domain.clone(),
                    relative_path: parent.to_owned(),
                    kind: Kind::Directory,
                    meta: Meta::directory(entry.meta.modified),
                };
                inode += 1;
                line(&folder, inode)?;
                known.insert(key);
            }
        }
        if matches!(entry.kind, Kind::Directory) && !known.insert((entry.domain.clone(), entry.relative_path.clone())) {
            continue;
        }
        store.place(&entry)?;
        inode += 1;
        line(&entry, inode)?;
    }
    Ok(())
}

/// The directories above a path, outermost first. The root of a domain is the empty path, and has an entry too.
fn parents(relative_path: &str) -> impl Iterator<Item = &str> {
    let root = (!relative_path.is_empty()).then_some("");
    root.into_iter().chain(relative_path.match_indices('/').map(|(at, _)| relative_path.split_at(at).0))
}
