//! Values of binary XML, written out as Windows writes them in an event's XML.

use std::fmt::Write as _;

use super::binxml::counted;
use crate::windows::le::{array, filetime, part, u16_at, utf16_onto};

/// A list of the type in the lower bits.
const LIST: u8 = 0x80;
const TEXT: u8 = 0x01;
const ANSI: u8 = 0x02;
const XML: u8 = 0x21;
const XML_TEXT: u8 = 0x23;

/// A value where it stands in its chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'c> {
    kind: u8,
    at: usize,
    bytes: &'c [u8],
}

impl<'c> Value<'c> {
    pub(super) fn new(kind: u8, at: usize, bytes: &'c [u8]) -> Self {
        Self { kind, at, bytes }
    }

    /// UTF-16 text.
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
    pub(super) fn is_xml(&self) -> bool {
        self.kind == XML
    }

    /// From where to where it stands in the chunk.
    pub(super) fn range(&self) -> (usize, usize) {
        (self.at, self.at.saturating_add(self.bytes.len()))
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
        0x13 => sid_length(bytes),
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

/// Writes one value; answers what was odd about it. What does not fit its type is written in hexadecimal.
pub(super) fn render(value: Value<'_>, text: &mut String) -> Option<&'static str> {
    let bytes = value.bytes;
    match value.kind {
        TEXT | XML_TEXT => return utf16_onto(bytes, text).then_some("a text is not valid UTF-16"),
        ANSI => {
            let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or(bytes);
            text.push_str(&String::from_utf8_lossy(bytes));
            return None;
        }
        _ => {}
    }
    if fixed(value.kind, bytes, text).is_some() {
        return None;
    }
    text.push_str(&hex::encode_upper(bytes));
    // Plain bytes are nothing odd.
    (value.kind != 0x0e).then_some("a value does not fit its type")
}

fn fixed(kind: u8, bytes: &[u8], text: &mut String) -> Option<()> {
    let known = matches!(kind, 0x10 | 0x13) || length(kind) == Some(bytes.len());
    if !known {
        return None;
    }
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
        // A size or address, as wide as the machine that wrote it.
        0x10 if bytes.len() == 4 => write!(text, "0x{:x}", u32::from_le_bytes(array(bytes, 0)?)),
        0x10 if bytes.len() == 8 => write!(text, "0x{:x}", u64::from_le_bytes(array(bytes, 0)?)),
        0x11 => {
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
        0x13 => return sid(bytes, text),
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
    if sid_length(bytes)? != bytes.len() {
        return None;
    }
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
                let odd = render(item, &mut text);
                format!("{text}{}", if odd.is_some() { " (odd)" } else { "" })
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
