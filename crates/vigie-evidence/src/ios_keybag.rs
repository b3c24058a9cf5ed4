//! The key bag of an encrypted backup: how the password becomes a key, and the class keys that this key opens.
//!
//! Format: Apple Platform Security ("Keybags"), iphone-dataprotection (`keystore/keybag.py`),
//! iphone_backup_decrypt. `BackupKeyBag` is a run of tag (four letters), length (four bytes, big endian), value; a
//! header, then one group per protection class, each begun by `UUID`. Since iOS 10.2 the password goes through
//! PBKDF2-SHA256 (`DPSL`, `DPIC`) and then PBKDF2-SHA1 (`SALT`, `ITER`); before, through the second alone. Keys are
//! wrapped as RFC 3394 tells.

use std::collections::BTreeMap;

use aes_kw::{KeyInit, KwAes256};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::Sha256;
use thiserror::Error;

use crate::ios_mbfile::WrappedKey;
use crate::unlock::Key;

/// A key bag is below 2 KiB; more than this is not looked at, in bytes.
const KEYBAG_LIMIT: usize = 1 << 20;
/// `WRAP`: wrapped by the key made from the password, and by that alone.
const BY_PASSWORD: u32 = 2;

/// Why the keys of a backup cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeybagError {
    /// `Manifest.plist` cannot be read, or has no key bag.
    #[error("Manifest.plist holds no BackupKeyBag")]
    Missing,
    /// The key bag is far larger than any that Apple writes.
    #[error("the key bag has {0} bytes, more than 1 MiB")]
    TooLarge(usize),
    /// A field ends behind the end of the key bag.
    #[error("the key bag ends inside the field at byte {0}")]
    Truncated(usize),
    /// A field without which no key can be derived is missing or of a wrong length.
    #[error("the key bag has no usable {0}")]
    Field(&'static str),
    /// No class key is wrapped by a password.
    #[error("the key bag holds no class key that a password opens")]
    NoClassKeys,
    /// The key of the manifest is damaged, or of a class that is not in the key bag.
    #[error("the key of Manifest.db cannot be opened: {0}")]
    ManifestKey(String),
}

/// A key bag as stored: nothing in it is secret.
pub(crate) struct Keybag {
    /// Salt and rounds of the first stage, where there is one.
    first: Option<(Vec<u8>, u32)>,
    /// Salt and rounds of the last stage.
    last: (Vec<u8>, u32),
    classes: Vec<WrappedKey>,
}

/// The keys of the protection classes.
pub(crate) struct ClassKeys {
    keys: BTreeMap<u32, Key>,
    /// Classes whose wrapped key is damaged.
    pub(crate) damaged: Vec<u32>,
}

/// Why the key of one file cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum UnwrapError {
    #[error("no key for protection class {0}")]
    NoClass(u32),
    #[error("the wrapped key has {0} bytes, not 40")]
    Length(usize),
    #[error("the wrapped key of protection class {0} is damaged")]
    Damaged(u32),
}

fn number(value: &[u8]) -> Option<u32> {
    value.try_into().ok().map(u32::from_be_bytes)
}

impl Keybag {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, KeybagError> {
        if bytes.len() > KEYBAG_LIMIT {
            return Err(KeybagError::TooLarge(bytes.len()));
        }
        // The header is the group before the second UUID.
        let mut groups: Vec<BTreeMap<&[u8], &[u8]>> = vec![BTreeMap::new()];
        let mut rest = bytes;
        while !rest.is_empty() {
            let at = bytes.len().saturating_sub(rest.len());
            let (tag, value, after) = field(rest).ok_or(KeybagError::Truncated(at))?;
            rest = after;
            let starts_group =
                tag == b"UUID" && groups.last().is_some_and(|group| group.contains_key(b"UUID".as_slice()));
            if starts_group {
                groups.push(BTreeMap::new());
            }
            if let Some(group) = groups.last_mut() {
                // The first of two wins, in the header and in a class.
                group.entry(tag).or_insert(value);
            }
        }
        let mut groups = groups.into_iter();
        let header = groups.next().unwrap_or_default();
        let get = |tag: &str| header.get(tag.as_bytes()).copied();
        let rounds =
            |tag: &'static str| get(tag).and_then(number).filter(|&rounds| rounds > 0).ok_or(KeybagError::Field(tag));
        let salt = get("SALT").ok_or(KeybagError::Field("SALT"))?;
        let first = match (get("DPSL"), get("DPIC")) {
            (None, None) => None,
            (salt, _) => {
                let salt = salt.ok_or(KeybagError::Field("DPSL"))?;
                Some((salt.to_vec(), rounds("DPIC")?))
            }
        };
        let classes: Vec<WrappedKey> = groups
            .filter(|group| group.get(b"WRAP".as_slice()).copied().and_then(number) == Some(BY_PASSWORD))
            .filter_map(|group| {
                Some(WrappedKey {
                    class: number(group.get(b"CLAS".as_slice())?)?,
                    wrapped: group.get(b"WPKY".as_slice())?.to_vec(),
                })
            })
            .collect();
        if classes.is_empty() {
            return Err(KeybagError::NoClassKeys);
        }
        Ok(Self { first, last: (salt.to_vec(), rounds("ITER")?), classes })
    }

    /// Rounds of key derivation that one password costs.
    pub(crate) fn rounds(&self) -> u64 {
        let first = self.first.as_ref().map_or(0, |(_, rounds)| *rounds);
        u64::from(first).saturating_add(u64::from(self.last.1))
    }

    /// The key made from a password.
    pub(crate) fn derive(&self, password: &[u8]) -> Key {
        let mut between = Key::default();
        let password = match &self.first {
            Some((salt, rounds)) => {
                pbkdf2_hmac::<Sha256>(password, salt, *rounds, between.as_mut_slice());
                between.as_slice()
            }
            None => password,
        };
        let mut key = Key::default();
        let (salt, rounds) = &self.last;
        pbkdf2_hmac::<Sha1>(password, salt, *rounds, key.as_mut_slice());
        key
    }

    /// The class keys; `None` when the key opens none, so is not the key of this backup.
    pub(crate) fn unlock(&self, key: &Key) -> Option<ClassKeys> {
        let mut keys = BTreeMap::new();
        let mut damaged = Vec::new();
        for class in &self.classes {
            match unwrap(key, class) {
                Ok(key) => {
                    keys.insert(class.class, key);
                }
                Err(_) => damaged.push(class.class),
            }
        }
        (!keys.is_empty()).then_some(ClassKeys { keys, damaged })
    }
}

impl ClassKeys {
    /// The key of a file.
    pub(crate) fn open(&self, key: &WrappedKey) -> Result<Key, UnwrapError> {
        let class = self.keys.get(&key.class).ok_or(UnwrapError::NoClass(key.class))?;
        unwrap(class, key)
    }
}

fn field(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (tag, rest) = bytes.split_at_checked(4)?;
    let (length, rest) = rest.split_at_checked(4)?;
    let length = usize::try_from(number(length)?).ok()?;
    let (value, rest) = rest.split_at_checked(length)?;
    Some((tag, value, rest))
}

/// RFC 3394 for the one size that occurs: 32 bytes of key in 40.
fn unwrap(by: &Key, key: &WrappedKey) -> Result<Key, UnwrapError> {
    if key.wrapped.len() != 40 {
        return Err(UnwrapError::Length(key.wrapped.len()));
    }
    let mut opened = Key::default();
    KwAes256::new((&**by).into())
        .unwrap_key(&key.wrapped, opened.as_mut_slice())
        .map_err(|_| UnwrapError::Damaged(key.class))?;
    Ok(opened)
}

#[cfg(test)]
mod tests;
