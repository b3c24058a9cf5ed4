//! `Manifest.mbdb`: the list of files in backups of iOS 4 to 9.
//!
//! Format: iphone-dataprotection (`backups/backup4.py`), The Apple Wiki, pyiosbackup. After `mbdb` and two bytes of
//! version, one record follows another: domain, path, link target, digest and key as strings with a length of two
//! bytes (0xffff: none), forty bytes of numbers, then named attributes. There are no marks to find the next record
//! by, so reading ends at the first that does not fit.

use vigie_model::{Place, ProblemCode};

use crate::ReadError;
use crate::ios_mbfile::{FileMeta, WrappedKey};

/// The type bits of a mode.
const TYPE: u16 = 0o170_000;

/// One record of the list. Texts are as stored; they should be UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MbdbEntry<'a> {
    /// Where it begins.
    pub offset: u64,
    /// The domain.
    pub domain: &'a [u8],
    /// The path inside the domain.
    pub path: &'a [u8],
    /// Where a link leads; empty without.
    pub target: &'a [u8],
    /// SHA-1 of the content; empty for most entries.
    pub digest: &'a [u8],
    /// The key of the file, behind its class; empty without.
    stored_key: &'a [u8],
    /// Kind and rights, as Unix has them.
    pub mode: u16,
    /// Owner.
    pub user_id: u32,
    /// Group.
    pub group_id: u32,
    /// When its content changed, in seconds since 1970; 0 is "not set".
    pub modified: i32,
    /// When its owner, rights or name changed.
    pub status_changed: i32,
    /// When it came to be.
    pub created: i32,
    /// Bytes.
    pub size: u64,
    /// Class of data protection.
    pub protection_class: u8,
}

impl MbdbEntry<'_> {
    /// The value `Manifest.db` has in its column `flags`: 1 file, 2 folder, 4 link.
    pub fn flags(&self) -> Option<i64> {
        match self.mode & TYPE {
            0o100_000 => Some(1),
            0o040_000 => Some(2),
            0o120_000 => Some(4),
            _ => None,
        }
    }

    pub(crate) fn meta(&self) -> FileMeta {
        let class = u32::from(self.protection_class);
        let key = (!self.stored_key.is_empty()).then(|| WrappedKey::new(class, self.stored_key));
        FileMeta { size: Some(self.size), key }
    }
}

/// The records of a list, in their order. After an error there are no more.
#[derive(Debug, Clone)]
pub struct Mbdb<'a> {
    length: usize,
    rest: &'a [u8],
}

impl<'a> Mbdb<'a> {
    /// Reads a list.
    ///
    /// # Errors
    /// [`ProblemCode::NotTheFormat`] when it does not begin as one.
    pub fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let rest = bytes.strip_prefix(b"mbdb").and_then(|rest| rest.get(2..));
        let rest = rest
            .ok_or_else(|| ReadError::file(ProblemCode::NotTheFormat, "it does not begin with `mbdb` and a version"))?;
        Ok(Self { length: bytes.len(), rest })
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// Empty where the record has no such string.
    fn string(&mut self) -> Option<&'a [u8]> {
        match u16::from_be_bytes(self.array()?) {
            0xffff => Some(&[]),
            length => self.take(usize::from(length)),
        }
    }

    fn entry(&mut self, offset: u64) -> Option<MbdbEntry<'a>> {
        let (domain, path, target) = (self.string()?, self.string()?, self.string()?);
        let (digest, stored_key) = (self.string()?, self.string()?);
        let mode = u16::from_be_bytes(self.array()?);
        let _inode = self.take(8)?;
        let entry = MbdbEntry {
            offset,
            domain,
            path,
            target,
            digest,
            stored_key,
            mode,
            user_id: u32::from_be_bytes(self.array()?),
            group_id: u32::from_be_bytes(self.array()?),
            modified: i32::from_be_bytes(self.array()?),
            status_changed: i32::from_be_bytes(self.array()?),
            created: i32::from_be_bytes(self.array()?),
            size: u64::from_be_bytes(self.array()?),
            protection_class: u8::from_be_bytes(self.array()?),
        };
        for _ in 0..u8::from_be_bytes(self.array()?) {
            let _name = self.string()?;
            let _value = self.string()?;
        }
        Some(entry)
    }
}

impl<'a> Iterator for Mbdb<'a> {
    type Item = Result<MbdbEntry<'a>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let offset = self.length.saturating_sub(self.rest.len()) as u64;
        let entry = self.entry(offset).ok_or_else(|| {
            self.rest = &[];
            let detail = "a record ends behind the end of the file; nothing behind it was read";
            ReadError::at(ProblemCode::ManifestEntryDamaged, Place::Offset { offset }, detail)
        });
        Some(entry)
    }
}
