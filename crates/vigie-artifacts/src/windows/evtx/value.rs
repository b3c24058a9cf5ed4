//! Values of binary XML, written out as Windows writes them in an event's XML.

use std::fmt::Write as _;

use vigie_model::Timestamp;

use super::binxml::counted;
use crate::windows::le::{array, filetime, part, u16_at, utf16_onto};

/// A list of the type in the lower bits.
const LIST: u8 = 0x80;
const TEXT: u8 = 0x01;
const ANSI: u8 = 0x02;
const BYTES: u8 = 0x0e;
const TIME: u8 = 0x11;
const SID: u8 = 0x13;
const XML: u8 = 0x21;
const XML_TEXT: u8 = 0x23;

/// A value where it stands in its chunk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'c> {
    kind: u8,
    at: usize,
    bytes: &'c [u8],
}

impl<'c> Value<'c> {
    #[inline]
    pub(super) fn new(kind: u8, at: usize, bytes: &'c [u8]) -> Self {
        Self { kind, at, bytes }
    }

    /// UTF-16 text.
    #[inline]
    pub(super) fn text(bytes: &'c [u8]) -> Self {
        Self { kind: TEXT, at: 0, bytes }
    }

    /// A value that stands among the tokens: its type, then its bytes. Answers what comes behind.
    pub(super) fn inline(chunk: &'c [u8], at: usize) -> Option<(Self, usize)> {
        let kind = *chunk.get(at)?;
        let at = at.checked_add(1)?;
        if kind == TEXT || kind == XML_TEXT {
            let (bytes, behind) = counted(chunk, at)?;
            return Some((Self { kind, at, bytes }, behind));
        }
        let length = length(kind)?;
        Some((Self { kind, at, bytes: part(chunk, at, length)? }, at.checked_add(length)?))
    }

    /// Whether it is binary XML itself.
    #[inline]
    pub(super) fn is_xml(&self) -> bool {
        self.kind == XML
    }

    /// From where to where it stands in the chunk.
    #[inline]
    pub(super) fn range(&self) -> (usize, usize) {
        (self.at, self.at.saturating_add(self.bytes.len()))
    }

    /// Whether it is a list of values.
    #[inline]
    pub(super) fn is_list(&self) -> bool {
        self.kind & LIST != 0
    }

    /// Whether it is no value at all.
    #[inline]
    pub(super) fn is_nothing(&self) -> bool {
        self.kind == 0
    }

    /// How many bytes it has.
    #[inline]
    pub(super) fn length(&self) -> usize {
        self.bytes.len()
    }

    /// A text with room for it, if it is written in ASCII.
    pub(super) fn room(&self) -> String {
        String::with_capacity(if self.units().is_some() { self.bytes.len() >> 1 } else { 20 })
    }

    /// Its units, where it is text in UTF-16.
    #[inline]
    pub(super) fn units(&self) -> Option<&'c [[u8; 2]]> {
        matches!(self.kind, TEXT | XML_TEXT).then_some(self.bytes.as_chunks().0)
    }

    /// Whether nothing is written of it.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        match (self.units(), self.kind) {
            (Some(units), _) => units.first().is_none_or(|unit| *unit == [0, 0]),
            (None, ANSI) => self.bytes.first().is_none_or(|byte| *byte == 0),
            _ => self.bytes.is_empty(),
        }
    }

    /// What is odd about it.
    #[inline]
    pub(super) fn odd(&self) -> Option<&'static str> {
        if let Some(units) = self.units() {
            // Most texts are ASCII, and known to be sound without taking pairs of units apart.
            let mut high = 0;
            for [_, of_unit] in units {
                high |= of_unit;
            }
            let units = units.iter().map(|unit| u16::from_le_bytes(*unit)).take_while(|unit| *unit != 0);
            let damaged = high != 0 && char::decode_utf16(units).any(|unit| unit.is_err());
            return damaged.then_some("a text is not valid UTF-16");
        }
        // Plain bytes are nothing odd.
        (!matches!(self.kind, ANSI | BYTES) && !self.fits()).then_some("a value does not fit its type")
    }

    /// Whether its bytes are as many as its type has.
    #[inline]
    fn fits(&self) -> bool {
        match self.kind {
            // A size or address, as wide as the machine that wrote it.
            0x10 => matches!(self.bytes.len(), 4 | 8),
            SID => sid_length(self.bytes) == Some(self.bytes.len()),
            kind => length(kind) == Some(self.bytes.len()),
        }
    }

    /// The number that it is, where its type has no sign.
    pub(super) fn number(&self) -> Option<u64> {
        match (self.kind, self.bytes) {
            (0x04, [byte]) => Some(u64::from(*byte)),
            (0x06, [a, b]) => Some(u64::from(u16::from_le_bytes([*a, *b]))),
            (0x08 | 0x10 | 0x14, [a, b, c, d]) => Some(u64::from(u32::from_le_bytes([*a, *b, *c, *d]))),
            (0x0a | 0x10 | 0x15, bytes) => bytes.try_into().ok().map(u64::from_le_bytes),
            _ => None,
        }
    }

    /// Whether its type is written as a decimal number.
    pub(super) fn is_decimal(&self) -> bool {
        matches!(self.kind, 0x04 | 0x06 | 0x08 | 0x0a) && self.fits()
    }

    /// Whether it is a `FILETIME`.
    pub(super) fn is_time(&self) -> bool {
        self.kind == TIME && self.bytes.len() == 8
    }

    /// The time that it is, as finely as it has to be written.
    pub(super) fn time(&self) -> Option<Timestamp> {
        filetime(array(self.bytes, 0).map(u64::from_le_bytes)?).map(|at| Timestamp::as_written(at.instant()))
    }

    /// The value itself, or the items of the list that it is. Nothing, where it is no value at all.
    pub(super) fn items(self) -> impl Iterator<Item = Self> {
        let is_list = self.kind & LIST != 0;
        let kind = self.kind & !LIST;
        let mut rest = Some(self.bytes).filter(|bytes| self.kind != 0 && !(is_list && bytes.is_empty()));
        std::iter::from_fn(move || {
            let bytes = rest.take()?;
            let length = if is_list { item_length(kind, bytes) } else { None };
            let (item, behind) = length.and_then(|length| bytes.split_at_checked(length)).unwrap_or((bytes, &[]));
            rest = Some(behind).filter(|behind| !behind.is_empty());
            Some(Self { kind, at: self.at, bytes: item })
        })
    }
}

/// The length of the first item of a list.
fn item_length(kind: u8, bytes: &[u8]) -> Option<usize> {
    match kind {
        // Each text of a list ends in a NUL.
        TEXT | XML_TEXT => {
            let end = bytes.as_chunks::<2>().0.iter().position(|unit| *unit == [0, 0])?;
            end.checked_add(1)?.checked_mul(2)
        }
        ANSI => bytes.iter().position(|byte| *byte == 0)?.checked_add(1),
        SID => sid_length(bytes),
        _ => length(kind).filter(|length| *length > 0),
    }
}

/// The length that a type always has.
fn length(kind: u8) -> Option<usize> {
    Some(match kind {
        0x00 => 0,
        0x03 | 0x04 => 1,
        0x05 | 0x06 => 2,
        0x07 | 0x08 | 0x0b | 0x0d | 0x14 => 4,
        0x09 | 0x0a | 0x0c | 0x11 | 0x15 => 8,
        0x0f | 0x12 => 16,
        _ => return None,
    })
}

/// 8 bytes, and 4 for each number behind them.
fn sid_length(bytes: &[u8]) -> Option<usize> {
    usize::from(*bytes.get(1)?).checked_mul(4)?.checked_add(8)
}

/// Writes one value. What does not fit its type is written in hexadecimal.
pub(super) fn render(value: Value<'_>, text: &mut String) {
    match value.kind {
        TEXT | XML_TEXT => {
            utf16_onto(value.bytes, text);
        }
        ANSI => {
            let bytes = value.bytes.split(|byte| *byte == 0).next().unwrap_or(value.bytes);
            text.push_str(&String::from_utf8_lossy(bytes));
        }
        _ if value.fits() && fixed(value.kind, value.bytes, text).is_some() => {}
        _ => text.push_str(&hex::encode_upper(value.bytes)),
    }
}

fn fixed(kind: u8, bytes: &[u8], text: &mut String) -> Option<()> {
    match kind {
        0x03 => write!(text, "{}", i8::from_le_bytes(array(bytes, 0)?)),
        0x04 => write!(text, "{}", u8::from_le_bytes(array(bytes, 0)?)),
        0x05 => write!(text, "{}", i16::from_le_bytes(array(bytes, 0)?)),
        0x06 => write!(text, "{}", u16::from_le_bytes(array(bytes, 0)?)),
        0x07 => write!(text, "{}", i32::from_le_bytes(array(bytes, 0)?)),
        0x08 => write!(text, "{}", u32::from_le_bytes(array(bytes, 0)?)),
        0x09 => write!(text, "{}", i64::from_le_bytes(array(bytes, 0)?)),
        0x0a => write!(text, "{}", u64::from_le_bytes(array(bytes, 0)?)),
        0x0b => write!(text, "{}", f32::from_le_bytes(array(bytes, 0)?)),
        0x0c => write!(text, "{}", f64::from_le_bytes(array(bytes, 0)?)),
        0x0d => write!(text, "{}", u32::from_le_bytes(array(bytes, 0)?) != 0),
        0x0f => return guid(bytes, text),
        0x10 if bytes.len() == 4 => write!(text, "0x{:x}", u32::from_le_bytes(array(bytes, 0)?)),
        0x10 => write!(text, "0x{:x}", u64::from_le_bytes(array(bytes, 0)?)),
        TIME => {
            let steps = u64::from_le_bytes(array(bytes, 0)?);
            match filetime(steps) {
                Some(at) => write!(text, "{at}"),
                None => write!(text, "{steps}"),
            }
        }
        0x12 => {
            let part = |number: usize| u16_at(bytes, number.checked_mul(2)?);
            // Year, month, day of the week, day, hour, minute, second, milliseconds.
            let (year, month, day) = (part(0)?, part(1)?, part(3)?);
            let (hour, minute, second, milli) = (part(4)?, part(5)?, part(6)?, part(7)?);
            write!(text, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
        }
        SID => return sid(bytes, text),
        0x14 => write!(text, "0x{:x}", u32::from_le_bytes(array(bytes, 0)?)),
        0x15 => write!(text, "0x{:x}", u64::from_le_bytes(array(bytes, 0)?)),
        _ => return None,
    }
    .ok()
}

fn guid(bytes: &[u8], text: &mut String) -> Option<()> {
    let first = u32::from_le_bytes(array(bytes, 0)?);
    let (second, third) = (u16_at(bytes, 4)?, u16_at(bytes, 6)?);
    let (fourth, last) = (hex::encode_upper(part(bytes, 8, 2)?), hex::encode_upper(part(bytes, 10, 6)?));
    write!(text, "{{{first:08X}-{second:04X}-{third:04X}-{fourth}-{last}}}").ok()
}

/// The identity of an account: [MS-DTYP], section 2.4.2.
fn sid(bytes: &[u8], text: &mut String) -> Option<()> {
    // Six bytes, the highest first.
    let authority = array::<6>(bytes, 2)?.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    write!(text, "S-{}-{authority}", bytes.first()?).ok()?;
    for number in bytes.get(8..)?.as_chunks::<4>().0 {
        write!(text, "-{}", u32::from_le_bytes(*number)).ok()?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(kind: u8, bytes: &[u8]) -> Vec<String> {
        let items = Value::new(kind, 0, bytes).items();
        items
            .map(|item| {
                let mut text = String::new();
                render(item, &mut text);
                assert_eq!(text.is_empty(), item.is_empty(), "{item:?}");
                format!("{text}{}", if item.odd().is_some() { " (odd)" } else { "" })
            })
            .collect()
    }

    #[test]
    fn values_are_written_as_windows_writes_them() {
        assert_eq!(written(0x15, &[0xe7, 3, 0, 0, 0, 0, 0, 0]), ["0x3e7"]);
        assert_eq!(written(0x0d, &[1, 0, 0, 0]), ["true"]);
        let sid = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0];
        assert_eq!(written(0x13, &sid), ["S-1-5-32-544"]);
        assert_eq!(written(0x93, &[sid, sid].concat()), ["S-1-5-32-544", "S-1-5-32-544"]);
        assert_eq!(written(0x81, b"a\0\0\0b\0\0\0"), ["a", "b"]);
        assert_eq!(written(0x86, &[1, 0, 2, 0]), ["1", "2"]);
        assert_eq!(written(0x0e, &[0xab]), ["AB"]);
        assert_eq!(written(0x00, &[]), Vec::<String>::new());
        assert_eq!(written(0x08, &[1, 2]), ["0102 (odd)"]);
        let guid = [0x78, 0x56, 0x34, 0x12, 0x34, 0x12, 0x78, 0x56, 1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(written(0x0f, &guid), ["{12345678-1234-5678-0102-030405060708}"]);
    }
}
