//! Numbers, texts and moments as the registry and the tables of NTFS hold them; `None` beyond the end.

use std::io::{ErrorKind, Read};

use vigie_model::Timestamp;

pub(super) use super::le::{part, u16_at, u32_at, u64_at, utf16};

/// A `FILETIME`. Zero, which means "not set", is `Ok(None)`; what no calendar holds is an error.
pub(super) fn filetime(ticks: u64) -> Result<Option<Timestamp>, u64> {
    match ticks {
        0 | u64::MAX | 0x7fff_ffff_ffff_ffff => Ok(None),
        _ => Timestamp::from_filetime(ticks).map(Some).ok_or(ticks),
    }
}

/// Fills the buffer as far as the file goes.
pub(crate) fn fill(reader: &mut dyn Read, buffer: &mut Vec<u8>, wanted: usize) -> std::io::Result<()> {
    let mut start = buffer.len();
    buffer.resize(wanted, 0);
    while let Some(room) = buffer.get_mut(start..).filter(|room| !room.is_empty()) {
        match reader.read(room) {
            Ok(0) => break,
            Ok(read) => start = start.saturating_add(read),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                buffer.truncate(start);
                return Err(error);
            }
        }
    }
    buffer.truncate(start);
    Ok(())
}
