//! Encrypted backups for tests: `vigie-testkit` with the few defects a hostile or damaged one may have.

use std::collections::BTreeMap;
use std::path::Path;

use vigie_testkit::backup::{BackupBuilder, Content, Device, Entry, Kind, Meta};
use vigie_testkit::encrypt::{Encryption, Key};

/// How the password of a backup becomes its key.
#[derive(Clone, Copy)]
pub struct Stages {
    /// Rounds of PBKDF2-SHA256, which came with iOS 10.2.
    pub first: Option<u32>,
    /// Rounds of PBKDF2-SHA1.
    pub last: u32,
}

impl Stages {
    pub fn with(self, password: &str) -> Encryption {
        let password = password.to_owned();
        Encryption { password, rounds_sha256: self.first, rounds_sha1: self.last, seed: 1 }
    }

    /// The key of a password.
    pub fn derive(self, password: &str) -> Key {
        self.with(password).derive()
    }
}

/// Keys of files and of the manifest: they depend on the seed alone.
pub fn keys() -> Encryption {
    Encryption::new("")
}

/// A `BackupKeyBag` whose classes the password opens.
pub fn keybag(password: &str, stages: Stages) -> Vec<u8> {
    stages.with(password).keybag()
}

/// A file in a backup.
#[derive(Clone)]
pub struct File {
    pub domain: String,
    pub path: String,
    pub bytes: Vec<u8>,
    /// What the manifest states instead of the true size.
    pub stated: Option<u64>,
    pub class: u8,
    /// Encrypted bytes to store instead of the true ones.
    pub stored: Option<Vec<u8>>,
    /// The file has a key (in an encrypted backup).
    pub keyed: bool,
}

impl File {
    pub fn new(domain: &str, path: &str, bytes: &[u8]) -> Self {
        Self {
            domain: domain.to_owned(),
            path: path.to_owned(),
            bytes: bytes.to_vec(),
            stated: None,
            class: 3,
            stored: None,
            keyed: true,
        }
    }

    fn entry(&self) -> Entry {
        let mut meta = Meta::file(Device::default().last_backup);
        meta.size = Some(self.stated.unwrap_or(self.bytes.len() as u64));
        meta.protection_class = self.class;
        meta.keyed = self.keyed;
        let content = match &self.stored {
            Some(stored) => Content::Stored(stored.clone()),
            None => Content::Bytes(self.bytes.clone()),
        };
        Entry { domain: self.domain.clone(), relative_path: self.path.clone(), kind: Kind::File(content), meta }
    }

    /// The name it is stored under.
    pub fn id(&self) -> String {
        self.entry().id()
    }

    /// Its own key.
    pub fn key(&self) -> Key {
        keys().file_key(&self.id())
    }

    /// Its archived description (`MBFile`) in an encrypted backup.
    pub fn archived(&self) -> Vec<u8> {
        self.entry().mb_file(Some(keys().stored_key(self.class, &self.key())), 1).unwrap()
    }
}

/// A backup to write.
#[derive(Clone)]
pub struct Backup {
    /// Encrypted with this password, through these stages.
    pub encrypted: Option<(String, Stages)>,
    /// `Manifest.mbdb` and a flat folder instead of `Manifest.db`.
    pub mbdb: bool,
    pub files: Vec<File>,
}

impl Backup {
    /// Writes the backup into an empty folder.
    pub fn write(&self, root: &Path) {
        let mut builder = BackupBuilder::new(Device::default());
        if let Some((password, stages)) = &self.encrypted {
            builder = builder.encrypt(stages.with(password));
        }
        if self.mbdb {
            builder = builder.mbdb();
        }
        self.files.iter().fold(builder, |builder, file| builder.entry(file.entry())).write(root).unwrap();
    }

    /// `domain/path` and the true bytes.
    pub fn truth(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.iter().map(|file| (format!("{}/{}", file.domain, file.path), file.bytes.clone())).collect()
    }
}
