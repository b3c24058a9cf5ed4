//! Text in UTF-16, as Windows PowerShell keeps what a program prints (`adb shell dumpsys > dump.txt`): read as UTF-8.
//!
//! Format: Unicode 16, section 3.10; only text that begins with a byte order mark is taken for it. The mark is no part of what
//! is read. What is no text in UTF-16 (half of a surrogate pair, an odd byte at the end) is given as bytes that are no text in
//! UTF-8 either, so that whoever reads it tells the damage. Lines are the same in both; offsets count bytes of the UTF-8.

use std::io::{self, Chain, Cursor, ErrorKind, Read};

use vigie_model::Layout;

use crate::Blob;
use crate::single::is_event_file;

/// Bytes read at once.
const CHUNK: usize = 1 << 16;

/// The order of the two bytes of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

impl Order {
    /// What a byte order mark says.
    fn of(mark: &[u8]) -> Option<Self> {
        match mark {
            b"\xff\xfe" => Some(Self::Little),
            b"\xfe\xff" => Some(Self::Big),
            _ => None,
        }
    }
}

/// Whether a file is one of those in which the output of a command stands: they are text whatever wrote them.
pub(crate) fn may_be(layout: Layout, path: &str) -> bool {
    let is_text = || [".txt", ".log"].iter().any(|ending| path.ends_with(ending));
    match layout {
        Layout::AndroidBugreport => is_text() && !path.starts_with("FS/"),
        Layout::AndroidIntrusionLogs => is_event_file(path),
        Layout::AndroidQf => is_text() && !path.contains('/') || path.starts_with("intrusion_logs/"),
        _ => false,
    }
}

/// Whether bytes begin with a mark of UTF-16. Those that cannot be read do not.
pub(crate) fn begins(blob: &Blob) -> bool {
    let mut mark = [0; 2];
    blob.reader().is_ok_and(|mut reader| reader.read_exact(&mut mark).is_ok()) && Order::of(&mark).is_some()
}

/// The same bytes; of text in UTF-16, the same text in UTF-8.
pub(crate) fn decoded<R: Read>(mut reader: R) -> io::Result<Decoded<R>> {
    let mut mark = Vec::with_capacity(2);
    (&mut reader).take(2).read_to_end(&mut mark)?;
    Ok(match Order::of(&mark) {
        Some(order) => Decoded::Text(Decoder::new(reader, order)),
        None => Decoded::Plain(Cursor::new(mark).chain(reader)),
    })
}

/// See [`decoded`].
pub(crate) enum Decoded<R> {
    Plain(Chain<Cursor<Vec<u8>>, R>),
    Text(Decoder<R>),
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(out),
            Self::Text(decoder) => decoder.read(out),
        }
    }
}

pub(crate) struct Decoder<R> {
    reader: R,
    order: Order,
    /// Room for bytes as they come.
    raw: Vec<u8>,
    /// The first byte of a unit.
    odd: Option<u8>,
    /// The first half of a pair.
    high: Option<u16>,
    text: Vec<u8>,
    /// Bytes of the text that were given.
    given: usize,
    ended: bool,
}

impl<R: Read> Decoder<R> {
    fn new(reader: R, order: Order) -> Self {
        let raw = vec![0; CHUNK];
        Self { reader, order, raw, odd: None, high: None, text: Vec::new(), given: 0, ended: false }
    }

    /// Reads on and makes text of it.
    fn fill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.given = 0;
        while self.text.is_empty() && !self.ended {
            match self.reader.read(&mut self.raw) {
                Ok(0) => self.end(),
                Ok(count) => self.decode(count),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Takes the first bytes of the room.
    fn decode(&mut self, count: usize) {
        let raw = std::mem::take(&mut self.raw);
        let mut bytes = raw.get(..count).unwrap_or(&raw);
        if let (Some(first), Some((second, rest))) = (self.odd, bytes.split_first()) {
            self.odd = None;
            self.pair([first, *second]);
            bytes = rest;
        }
        let (pairs, odd) = bytes.as_chunks::<2>();
        for pair in pairs {
            self.pair(*pair);
        }
        self.odd = self.odd.or(odd.first().copied());
        self.raw = raw;
    }

    fn pair(&mut self, pair: [u8; 2]) {
        match self.order {
            Order::Little => self.unit(u16::from_le_bytes(pair)),
            Order::Big => self.unit(u16::from_be_bytes(pair)),
        }
    }

    fn unit(&mut self, unit: u16) {
        match (self.high.take(), unit) {
            (None, 0..0x80) => self.text.extend(u8::try_from(unit)),
            (None, 0xd800..0xdc00) => self.high = Some(unit),
            (Some(high), 0xdc00..0xe000) => self.signs(&[high, unit]),
            (Some(high), _) => {
                self.half(high);
                self.unit(unit);
            }
            (None, _) => self.signs(&[unit]),
        }
    }

    fn signs(&mut self, units: &[u16]) {
        for sign in char::decode_utf16(units.iter().copied()) {
            match sign {
                Ok(sign) => self.text.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(half) => self.half(half.unpaired_surrogate()),
            }
        }
    }

    /// Half of a pair: three bytes that would be it, if UTF-8 had any.
    fn half(&mut self, unit: u16) {
        let [high, low] = unit.to_be_bytes();
        let middle = 0x80 | (high & 0x0f) << 2 | low >> 6;
        self.text.extend_from_slice(&[0xe0 | high >> 4, middle, 0x80 | (low & 0x3f)]);
    }

    fn end(&mut self) {
        self.ended = true;
        if let Some(high) = self.high.take() {
            self.half(high);
        }
        if self.odd.is_some() {
            // A byte that stands nowhere in UTF-8.
            self.text.push(0xff);
        }
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.text.len() {
            self.fill()?;
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given = self.given.saturating_add(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Slow<'b>(&'b [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(out.len());
            let part = &self.0[..count.min(self.0.len())];
            out[..part.len()].copy_from_slice(part);
            self.0 = &self.0[part.len()..];
            Ok(part.len())
        }
    }

    fn read(bytes: &[u8]) -> Vec<u8> {
        let texts: Vec<Vec<u8>> = [1, 2, 3, 5, 70_000]
            .into_iter()
            .map(|count| {
                let mut text = Vec::new();
                decoded(Slow(bytes, count)).unwrap().read_to_end(&mut text).unwrap();
                text
            })
            .collect();
        assert!(texts.windows(2).all(|two| two[0] == two[1]), "in whatever pieces it comes");
        texts[0].clone()
    }

    fn units(units: impl IntoIterator<Item = u16>, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        [0xfeff].into_iter().chain(units).flat_map(bytes).collect()
    }

    #[test]
    fn text_is_the_same_in_either_order() {
        for text in
            ["", "a", "line\r\nénd \u{2028}\u{ffff}", "a pair: \u{1f441}\u{10ffff}", &"\u{20ac}x".repeat(90_000)]
        {
            for order in [u16::to_le_bytes, u16::to_be_bytes] {
                assert_eq!(read(&units(text.encode_utf16(), order)), text.as_bytes());
            }
        }
    }

    #[test]
    fn damage_is_no_text_in_utf8_either() {
        for (raw, before) in [
            (&[0x61, 0xd83d][..], 1),
            (&[0xdc41, 0x61][..], 0),
            (&[0xd83d, 0x61][..], 0),
            (&[0xd83d, 0xd83d, 0xdc41][..], 0),
        ] {
            let text = read(&units(raw.iter().copied(), u16::to_le_bytes));
            assert_eq!(std::str::from_utf8(&text).unwrap_err().valid_up_to(), before, "{raw:x?}");
        }
        assert_eq!(read(&units([0xd83d, 0x61], u16::to_le_bytes)).last(), Some(&b'a'), "what follows stays");
        let twice = read(&units([0xd83d, 0xd83d, 0xdc41], u16::to_be_bytes));
        assert!(twice.ends_with("\u{1f441}".as_bytes()) && twice.len() == 7, "{twice:x?}");
        assert_eq!(read(b"\xff\xfea\0b"), b"a\xff", "an odd byte at the end");
    }

    #[test]
    fn other_bytes_stay() {
        for bytes in [&b""[..], b"\xff", b"\xfe\xfe", b"plain", "\u{feff}text".as_bytes()] {
            assert_eq!(read(bytes), bytes);
        }
    }
}
