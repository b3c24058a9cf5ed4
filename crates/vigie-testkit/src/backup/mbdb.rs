//! `Manifest.mbdb`: the index of a backup before iOS 10, a list of records of varying length, numbers in big endian.
//! Source: "The iPhone Wiki: iTunes Backup" and iphone-dataprotection (`backups/backup4.py`).

use anyhow::Result;

use super::entry::{Entry, Kind};

/// The list begins with its name and version.
pub(super) const MAGIC: &[u8] = b"mbdb\x05\x00";

/// The record of one entry.
pub(super) fn record(entry: &Entry, stored_key: Option<&[u8]>, inode: i64) -> Result<Vec<u8>> {
    let meta = &entry.meta;
    let target = match &entry.kind {
        Kind::Symlink(target) => Some(target.as_bytes()),
        _ => None,
    };
    let mut record = Vec::new();
    string(&mut record, Some(entry.domain.as_bytes()))?;
    string(&mut record, Some(entry.relative_path.as_bytes()))?;
    string(&mut record, target)?;
    string(&mut record, meta.digest.as_ref().map(<[u8; 20]>::as_slice))?;
    string(&mut record, stored_key)?;
    record.extend(u16::try_from(meta.mode)?.to_be_bytes());
    record.extend(inode.to_be_bytes());
    record.extend(meta.user.to_be_bytes());
    record.extend(meta.group.to_be_bytes());
    for at in [meta.modified, meta.status_changed, meta.birth] {
        record.extend(u32::try_from(at.unix()).unwrap_or(0).to_be_bytes());
    }
    record.extend(entry.size()?.to_be_bytes());
    record.push(meta.protection_class);
    // One property, so that readers must step over them.
    record.push(1);
    string(&mut record, Some(b"com.example.attribute"))?;
    string(&mut record, Some(b"value"))?;
    Ok(record)
}

/// A length in two bytes and the bytes; the greatest length says that there is none.
fn string(record: &mut Vec<u8>, value: Option<&[u8]>) -> Result<()> {
    let length = value.map_or(Ok(u16::MAX), |value| u16::try_from(value.len()))?;
    record.extend(length.to_be_bytes());
    record.extend(value.unwrap_or_default());
    Ok(())
}
