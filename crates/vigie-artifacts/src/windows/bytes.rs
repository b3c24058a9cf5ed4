//! Numbers, texts and moments as the registry and journals of Windows hold them; `None` beyond the end.

use vigie_model::Timestamp;

pub(super) use super::le::{part, u16_at, u32_at, u64_at, utf16};

/// A `FILETIME`. Zero, which means "not set", is `Ok(None)`; what no calendar holds is an error.
pub(super) fn filetime(ticks: u64) -> Result<Option<Timestamp>, u64> {
    match ticks {
        0 | u64::MAX | 0x7fff_ffff_ffff_ffff => Ok(None),
        _ => Timestamp::from_filetime(ticks).map(Some).ok_or(ticks),
    }
}
