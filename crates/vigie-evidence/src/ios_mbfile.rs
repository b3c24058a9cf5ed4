//! What a manifest says of one file: its size, and in an encrypted backup its key.
//!
//! Format: the column `file` of `Manifest.db` is an `MBFile` archived by NSKeyedArchiver (The Apple Wiki,
//! iphone-dataprotection, iphone_backup_decrypt). Its `EncryptionKey` is an NSData of a protection class in four
//! bytes and the wrapped key; the class that counts is `ProtectionClass`.

use crate::bplist::{BinaryPlist, Object};

/// An archive of one file is below 4 KiB; more than this is not looked at, in bytes.
const ARCHIVE_LIMIT: usize = 1 << 20;

/// What a manifest says of one file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct FileMeta {
    /// The size it states.
    pub(crate) size: Option<u64>,
    /// The protection class and the key wrapped by the key of that class. Without, the file is stored in clear.
    pub(crate) key: Option<WrappedKey>,
}

/// A key that only the key of its class opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrappedKey {
    pub(crate) class: u32,
    pub(crate) wrapped: Vec<u8>,
}

impl WrappedKey {
    /// From `stored`, which begins with four bytes that repeat the class (little endian).
    pub(crate) fn new(class: u32, stored: &[u8]) -> Self {
        Self { class, wrapped: stored.get(4..).unwrap_or_default().to_vec() }
    }
}

/// Reads an archived `MBFile`.
pub(crate) fn parse(archive: &[u8]) -> Result<FileMeta, &'static str> {
    if archive.len() > ARCHIVE_LIMIT {
        return Err("the description of the file is larger than 1 MiB");
    }
    let list = BinaryPlist::new(archive).ok_or("the description of the file is not a binary plist")?;
    let root = list.root().ok_or("the description of the file is damaged")?;
    let objects = list.get(root, "$objects").ok_or("the description of the file has no $objects")?;
    // An archive keeps its objects in one array and refers to them by their place in it.
    let object = |value| match value {
        Some(Object::Uid(place)) => list.item(objects, place),
        value => value,
    };
    let top = list.get(root, "$top").and_then(|top| list.get(top, "root"));
    let file = object(top).ok_or("the description of the file has no root")?;
    let number = |name| match object(list.get(file, name)) {
        Some(Object::Int(number)) => Some(number),
        _ => None,
    };
    let size = number("Size").and_then(|size| u64::try_from(size).ok());
    let key = match object(list.get(file, "EncryptionKey")) {
        None => None,
        Some(archived) => {
            let data = match list.get(archived, "NS.data") {
                None => archived,
                inner => object(inner).unwrap_or(Object::Other),
            };
            match data {
                Object::Data(stored) => {
                    let class = number("ProtectionClass")
                        .and_then(|class| u32::try_from(class).ok())
                        .ok_or("the file has a key but no ProtectionClass")?;
                    Some(WrappedKey::new(class, stored))
                }
                // NSKeyedArchiver writes nil as the text `$null`.
                Object::Ascii(b"$null") => None,
                _ => return Err("the key of the file is not data"),
            }
        }
    };
    Ok(FileMeta { size, key })
}
