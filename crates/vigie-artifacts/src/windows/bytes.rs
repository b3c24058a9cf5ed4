//! Little-endian numbers, texts in UTF-16 and moments, as structures of Windows hold them; `None` beyond the end.

use vigie_model::Timestamp;

/// A part of the bytes.
pub(super) fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(part(bytes, at, 2)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(part(bytes, at, 4)?.try_into().ok()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(part(bytes, at, 8)?.try_into().ok()?))
}

/// UTF-16 without what follows its terminator. Halves of letters become U+FFFD.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)));
    let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
    String::from_utf16_lossy(&units)
}

/// A `FILETIME`. Zero, which means "not set", is `Ok(None)`; what no calendar holds is an error.
pub(super) fn filetime(ticks: u64) -> Result<Option<Timestamp>, u64> {
    match ticks {
        0 | u64::MAX | 0x7fff_ffff_ffff_ffff => Ok(None),
        _ => Timestamp::from_filetime(ticks).map(Some).ok_or(ticks),
    }
}
