//! `Manifest.mbdb`: the list of files in backups of iOS 4 to 9.
//!
//! Format: iphone-dataprotection (`backups/backup4.py`), The Apple Wiki. After `mbdb` and two bytes of version, one
//! record follows another: domain, path, link target, digest and key as strings with a length of two bytes (0xffff:
//! none), forty bytes of numbers, then named attributes. There are no marks to find the next record by, so reading
//! ends at the first that does not fit.

use std::collections::BTreeMap;

use crate::ios_mbfile::{FileMeta, WrappedKey};

/// The type bits of a mode, and their value for a regular file.
const TYPE: u16 = 0o170_000;
const REGULAR: u16 = 0o100_000;

/// What could be read of a list.
#[derive(Debug, Default)]
pub(crate) struct Mbdb {
    /// `domain/path` of every regular file, and what is said of it.
    pub(crate) files: BTreeMap<String, FileMeta>,
    /// Where and why reading ended before the end.
    pub(crate) trouble: Option<(u64, &'static str)>,
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self, size: usize) -> Option<u64> {
        let bytes = self.take(size)?;
        Some(bytes.iter().fold(0, |n, &byte| (n << 8) | u64::from(byte)))
    }

    /// Empty where the record has no such string.
    fn string(&mut self) -> Option<&'a [u8]> {
        match self.number(2)? {
            0xffff => Some(&[]),
            length => self.take(usize::try_from(length).ok()?),
        }
    }
}

/// Reads the list; `None` when it does not begin as one.
pub(crate) fn parse(all: &[u8]) -> Option<Mbdb> {
    let mut bytes = Bytes(all.strip_prefix(b"mbdb")?);
    bytes.take(2)?;
    let mut found = Mbdb::default();
    while !bytes.0.is_empty() {
        let at = all.len().saturating_sub(bytes.0.len()) as u64;
        let Some((mode, path, meta)) = record(&mut bytes) else {
            found.trouble = Some((at, "a record ends behind the end of the file"));
            break;
        };
        if mode & TYPE == REGULAR {
            found.files.insert(path, meta);
        }
    }
    Some(found)
}

/// The mode and path of one record, and what it says of the file.
fn record(bytes: &mut Bytes<'_>) -> Option<(u16, String, FileMeta)> {
    let domain = String::from_utf8_lossy(bytes.string()?);
    let path = String::from_utf8_lossy(bytes.string()?);
    let _link = bytes.string()?;
    let _digest = bytes.string()?;
    let stored_key = bytes.string()?;
    let mode = u16::try_from(bytes.number(2)?).ok()?;
    // Inode, owner, group, three times.
    bytes.take(28)?;
    let size = bytes.number(8)?;
    let class = u32::try_from(bytes.number(1)?).ok()?;
    for _ in 0..bytes.number(1)? {
        bytes.string()?;
        bytes.string()?;
    }
    let key = (!stored_key.is_empty()).then(|| WrappedKey::new(class, stored_key));
    let size = Some(size);
    Some((mode, format!("{domain}/{path}"), FileMeta { size, key }))
}
