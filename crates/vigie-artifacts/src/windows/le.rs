//! Little-endian numbers and UTF-16 text in bytes that may end anywhere.

use vigie_model::{Precision, Timestamp};

/// `N` bytes at a place.
#[inline]
pub(crate) fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// A part of the bytes, by place and length.
#[inline]
pub(crate) fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// The `u16` at a place.
#[inline]
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// The `u32` at a place.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

/// The `u32` at a place, as a place or length.
#[inline]
pub(crate) fn usize_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// The `u64` at a place.
#[inline]
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_le_bytes)
}

/// UTF-16 text, to its first NUL or to its end. Halves of pairs become U+FFFD; answers whether there were any.
pub(crate) fn utf16_onto(bytes: &[u8], text: &mut String) -> bool {
    let pairs = bytes.as_chunks::<2>().0;
    text.reserve(pairs.len());
    // Most texts are ASCII: no need to take pairs of units apart.
    let mut rest = pairs;
    let mut letters = [0u8; 64];
    while let Some((part, behind)) = rest.split_at_checked(rest.len().min(letters.len())).filter(|_| !rest.is_empty()) {
        let mut plain = true;
        let mut to = letters.iter_mut();
        for [letter, high] in part {
            plain &= *high == 0 && matches!(letter, 1..0x80);
            if let Some(to) = to.next() {
                *to = *letter;
            }
        }
        if !plain {
            break;
        }
        text.push_str(letters.get(..part.len()).and_then(|part| std::str::from_utf8(part).ok()).unwrap_or_default());
        rest = behind;
    }
    let units = rest.iter().map(|pair| u16::from_le_bytes(*pair)).take_while(|unit| *unit != 0);
    let mut damaged = false;
    for unit in char::decode_utf16(units) {
        text.push(unit.unwrap_or_else(|_| {
            damaged = true;
            char::REPLACEMENT_CHARACTER
        }));
    }
    damaged
}

/// UTF-16 text, to its first NUL or to its end.
pub(crate) fn utf16(bytes: &[u8]) -> String {
    let mut text = String::new();
    utf16_onto(bytes, &mut text);
    text
}

/// Seconds from 1601-01-01 to 1970-01-01.
const FILETIME_EPOCH: i64 = 11_644_473_600;

/// Seconds from 1970 to 2200.
const YEAR_2200: i64 = 7_258_118_400;

/// A `FILETIME`: steps of 100 ns since 1601-01-01 UTC. `None` for zero, which means “not set”, and for what no calendar
/// of this century and the last holds.
pub(crate) fn filetime(value: u64) -> Option<Timestamp> {
    let (seconds, steps) = (value.checked_div(10_000_000)?, value.checked_rem(10_000_000)?);
    let seconds = i64::try_from(seconds).ok()?.checked_sub(FILETIME_EPOCH)?;
    let nanos = i32::try_from(steps.checked_mul(100)?).ok()?;
    let at = jiff::Timestamp::new(seconds, nanos).ok()?;
    (0..YEAR_2200).contains(&seconds).then(|| Timestamp::new(at, Precision::Nano))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let at = |value| filetime(value).map(|at| at.to_string());
        assert_eq!(at(133_000_000_000_000_001).as_deref(), Some("2022-06-18T04:26:40.000000100Z"));
        assert_eq!(at(116_444_736_000_000_000).as_deref(), Some("1970-01-01T00:00:00.000000000Z"));
        assert_eq!(at(0), None);
        assert_eq!(at(u64::MAX), None);
    }

    #[test]
    fn texts() {
        assert_eq!(utf16(b"a\0b\0\0\0c\0"), "ab");
        assert_eq!(utf16(b"a\0\x00\xd8"), "a\u{fffd}");
        assert_eq!(utf16(b"a\0b"), "a");
        let long: Vec<u8> =
            (b'a'..=b'z').cycle().take(300).flat_map(|letter| [letter, 0]).chain([0xe9, 0, b'z', 0]).collect();
        assert_eq!(
            utf16(&long),
            String::from_utf16_lossy(&long.as_chunks().0.iter().map(|p| u16::from_le_bytes(*p)).collect::<Vec<_>>())
        );
    }
}
