//! One entry of a backup, and the archived `MBFile` object that describes it in `Manifest.db`.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use plist::Value;
use sha1::{Digest, Sha1};

use crate::keyed_archive::KeyedArchive;
use crate::property_list::{dict, text};
use crate::time::Moment;

/// The name of a file in a backup: SHA-1 of `domain-relativePath`, lower-case hexadecimal.
pub fn file_id(domain: &str, relative_path: &str) -> String {
    hex::encode(Sha1::digest(format!("{domain}-{relative_path}")))
}

/// Where the bytes of a file come from.
#[derive(Debug, Clone)]
pub enum Content {
    /// Held in memory: for small files.
    Bytes(Vec<u8>),
    /// Copied from a file: for large databases.
    Path(PathBuf),
    /// Stored as they are even in an encrypted backup: for damaged ones.
    Stored(Vec<u8>),
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Content {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Bytes(text.as_bytes().to_vec())
    }
}

impl From<PathBuf> for Content {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

impl Content {
    fn size(&self) -> Result<u64> {
        match self {
            Self::Bytes(bytes) | Self::Stored(bytes) => Ok(u64::try_from(bytes.len())?),
            Self::Path(path) => Ok(fs::metadata(path)?.len()),
        }
    }
}

/// What an entry is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A file: flags 1.
    File(Content),
    /// A directory: flags 2.
    Directory,
    /// A symbolic link to this target: flags 4.
    Symlink(String),
}

impl Kind {
    /// The value of the column `flags`.
    pub(super) const fn flags(&self) -> i64 {
        match self {
            Self::File(_) => 1,
            Self::Directory => 2,
            Self::Symlink(_) => 4,
        }
    }
}

/// What the phone knew of a file besides its bytes.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Last change of the bytes.
    pub modified: Moment,
    /// Creation.
    pub birth: Moment,
    /// Last change of the metadata.
    pub status_changed: Moment,
    /// Unix mode, with the file type.
    pub mode: u32,
    /// Numeric owner; 501 is `mobile`.
    pub user: u32,
    /// Numeric group.
    pub group: u32,
    /// The recorded size, when it should differ from that of the bytes.
    pub size: Option<u64>,
    /// The data-protection class.
    pub protection_class: u8,
    /// SHA-1 of the content, which only some entries carry.
    pub digest: Option<[u8; 20]>,
    /// Whether the file has a key in an encrypted backup; without one it is stored in clear.
    pub keyed: bool,
}

impl Meta {
    /// An ordinary file of the user `mobile`.
    pub const fn file(at: Moment) -> Self {
        Self {
            modified: at,
            birth: at.plus_seconds(-86_400),
            status_changed: at,
            mode: 0o100_644,
            user: 501,
            group: 501,
            size: None,
            protection_class: 3,
            digest: None,
            keyed: true,
        }
    }

    /// An ordinary directory.
    pub const fn directory(at: Moment) -> Self {
        let mut meta = Self::file(at);
        meta.mode = 0o040_755;
        meta.protection_class = 0;
        meta
    }

    /// An ordinary symbolic link.
    pub const fn symlink(at: Moment) -> Self {
        let mut meta = Self::file(at);
        meta.mode = 0o120_755;
        meta.protection_class = 0;
        meta
    }
}

/// One line of the index with, for a file, its bytes.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The backup domain, such as `HomeDomain`.
    pub domain: String,
    /// The path inside the domain.
    pub relative_path: String,
    /// File, directory or link.
    pub kind: Kind,
    /// Times, mode and owner.
    pub meta: Meta,
}

impl Entry {
    /// The name it is stored under.
    pub fn id(&self) -> String {
        file_id(&self.domain, &self.relative_path)
    }

    /// The size the index states.
    pub(super) fn size(&self) -> Result<u64> {
        match (&self.kind, self.meta.size) {
            (_, Some(size)) => Ok(size),
            (Kind::File(content), None) => content.size(),
            _ => Ok(0),
        }
    }

    /// The archived `MBFile` for the column `file`.
    pub fn mb_file(&self, stored_key: Option<Vec<u8>>, inode: i64) -> Result<Vec<u8>> {
        let meta = &self.meta;
        let size = self.size()?;
        let mut archive = KeyedArchive::new();
        // The root must be object 1, as readers that take a short cut expect; its references are known ahead.
        let root = archive.add(Value::Boolean(false));
        let path = archive.add(text(&self.relative_path));
        let target = match &self.kind {
            Kind::Symlink(target) => Some(archive.add(text(target))),
            _ => None,
        };
        let digest = meta.digest.map(|hash| archive.add(Value::Data(hash.to_vec())));
        let key = stored_key.map(|key| {
            let class = archive.class(&["NSMutableData", "NSData", "NSObject"]);
            archive.add(dict([("$class", class), ("NS.data", Value::Data(key))]))
        });
        let class = archive.class(&["MBFile", "NSObject"]);
        let mut object = dict([
            ("$class", class),
            ("Birth", meta.birth.unix().into()),
            ("Flags", 0.into()),
            ("GroupID", meta.group.into()),
            ("InodeNumber", inode.into()),
            ("LastModified", meta.modified.unix().into()),
            ("LastStatusChange", meta.status_changed.unix().into()),
            ("Mode", meta.mode.into()),
            ("ProtectionClass", meta.protection_class.into()),
            ("RelativePath", path),
            ("Size", size.into()),
            ("UserID", meta.user.into()),
        ]);
        if let Some(fields) = object.as_dictionary_mut() {
            if let Some(target) = target {
                fields.insert("Target".to_owned(), target);
            }
            if let Some(digest) = digest {
                fields.insert("Digest".to_owned(), digest);
            }
            if let Some(key) = key {
                fields.insert("EncryptionKey".to_owned(), key);
            }
        }
        archive.replace(&root, object);
        archive.finish([("root", root)])
    }
}
