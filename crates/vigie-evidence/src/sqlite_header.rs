//! What the header of an SQLite database promises of its file. Format: sqlite.org/fileformat2.html, 1.3.

use crate::Blob;

/// Compares the size that the header of a database states (1.3.8) with that of its file.
pub(crate) fn cut_off(blob: &Blob, size: u64) -> Option<String> {
    let mut header = [0u8; 96];
    blob.reader().ok()?.read_exact(&mut header).ok()?;
    let number = |at: usize| -> Option<u64> {
        let bytes = header.get(at..at.checked_add(4)?)?;
        Some(u64::from(u32::from_be_bytes(bytes.try_into().ok()?)))
    };
    // Where the two counters differ, the stated size is that of an older program and means nothing.
    if number(24)? != number(92)? {
        return None;
    }
    let page = match u16::from_be_bytes([*header.get(16)?, *header.get(17)?]) {
        1 => 65_536,
        page => u64::from(page),
    };
    let stated = number(28)?.saturating_mul(page);
    (stated > size).then(|| format!("the file is cut off: {size} bytes of the {stated} its header states"))
}
