//! A reader of binary property lists that copies nothing and follows only the references it is asked for.
//!
//! `plist` builds the whole tree, which is right for a file but too slow for a database with a small property list
//! in each of several hundred thousand rows. Format: Apple's `CFBinaryPList.c`, also described by libplist.
//! Every access is checked and no function recurses, so a hostile list costs nothing.

use std::borrow::Cow;

/// Bytes of the trailer at the end.
const TRAILER: usize = 32;

/// A binary property list.
#[derive(Clone, Copy)]
pub struct BinaryPlist<'b> {
    bytes: &'b [u8],
    table: usize,
    offset_size: usize,
    ref_size: usize,
    top: u64,
}

/// One object of it.
#[derive(Clone, Copy)]
pub enum Object<'b> {
    /// An integer that fits 64 bits with sign.
    Int(i64),
    /// A real number.
    Real(f64),
    /// Seconds since 2001.
    Date(f64),
    /// Bytes.
    Data(&'b [u8]),
    /// ASCII text.
    Ascii(&'b [u8]),
    /// UTF-16 text, big-endian.
    Utf16(&'b [u8]),
    /// A reference of NSKeyedArchiver.
    Uid(u64),
    /// An array or set: its references.
    Array(&'b [u8]),
    /// A dictionary: references of its keys and of its values.
    Dictionary(&'b [u8], &'b [u8]),
    /// Anything else: not needed here.
    Other,
}

/// A big-endian unsigned integer of up to eight bytes.
fn unsigned(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() || bytes.len() > 8 {
        return None;
    }
    Some(bytes.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
}

impl<'b> BinaryPlist<'b> {
    /// Reads the trailer. `None` when this is no binary property list.
    pub fn new(bytes: &'b [u8]) -> Option<Self> {
        if !bytes.starts_with(b"bplist0") {
            return None;
        }
        let trailer = bytes.get(bytes.len().checked_sub(TRAILER)?..)?;
        let size = |at: usize| Some(usize::from(*trailer.get(at)?));
        Some(Self {
            bytes,
            offset_size: size(6)?,
            ref_size: size(7).filter(|size| *size > 0)?,
            top: unsigned(trailer.get(16..24)?)?,
            table: usize::try_from(unsigned(trailer.get(24..32)?)?).ok()?,
        })
    }

    /// The number of the root object.
    pub(crate) fn top(&self) -> u64 {
        self.top
    }

    /// The references in the bytes of a container.
    pub(crate) fn references(&self, bytes: &'b [u8]) -> impl Iterator<Item = u64> + use<'b> {
        bytes.chunks_exact(self.ref_size).filter_map(unsigned)
    }

    /// The root object.
    pub fn root(&self) -> Option<Object<'b>> {
        self.object(self.top)
    }

    fn slice(&self, at: usize, length: usize) -> Option<&'b [u8]> {
        self.bytes.get(at..at.checked_add(length)?)
    }

    /// The object of a number.
    pub fn object(&self, number: u64) -> Option<Object<'b>> {
        let entry = usize::try_from(number).ok()?.checked_mul(self.offset_size)?.checked_add(self.table)?;
        let at = usize::try_from(unsigned(self.slice(entry, self.offset_size)?)?).ok()?;
        let marker = *self.bytes.get(at)?;
        let at = at.checked_add(1)?;
        let low = usize::from(marker & 0x0f);
        // Numbers state the power of two of their length.
        let number = || self.slice(at, 1usize.checked_shl(u32::from(marker & 0x0f))?);
        // Everything with a length states it here or, above 14, in an integer that follows.
        let sized = || -> Option<(usize, usize)> {
            if low < 15 {
                return Some((at, low));
            }
            let power = *self.bytes.get(at)? & 0x0f;
            let start = at.checked_add(1)?;
            let width = 1usize.checked_shl(u32::from(power))?;
            let length = usize::try_from(unsigned(self.slice(start, width)?)?).ok()?;
            Some((start.checked_add(width)?, length))
        };
        Some(match marker >> 4 {
            1 => match number()? {
                bytes if bytes.len() <= 8 => Object::Int(unsigned(bytes)?.cast_signed()),
                // Sixteen bytes hold what does not fit a signed 64-bit number.
                _ => Object::Other,
            },
            2 | 3 => {
                let value = match number()? {
                    bytes if bytes.len() == 4 => f64::from(f32::from_be_bytes(bytes.try_into().ok()?)),
                    bytes => f64::from_be_bytes(bytes.try_into().ok()?),
                };
                if marker >> 4 == 2 { Object::Real(value) } else { Object::Date(value) }
            }
            4 => {
                let (at, length) = sized()?;
                Object::Data(self.slice(at, length)?)
            }
            5 => {
                let (at, length) = sized()?;
                Object::Ascii(self.slice(at, length)?)
            }
            6 => {
                let (at, length) = sized()?;
                Object::Utf16(self.slice(at, length.checked_mul(2)?)?)
            }
            8 => Object::Uid(unsigned(self.slice(at, low.checked_add(1)?)?)?),
            10..=12 => {
                let (at, length) = sized()?;
                Object::Array(self.slice(at, length.checked_mul(self.ref_size)?)?)
            }
            13 => {
                let (at, length) = sized()?;
                let width = length.checked_mul(self.ref_size)?;
                let keys = self.slice(at, width)?;
                Object::Dictionary(keys, self.slice(at.checked_add(width)?, width)?)
            }
            _ => Object::Other,
        })
    }

    /// The value of a key of a dictionary.
    pub fn get(&self, dictionary: Object<'b>, name: &str) -> Option<Object<'b>> {
        let Object::Dictionary(keys, values) = dictionary else {
            return None;
        };
        let mut pairs = keys.chunks_exact(self.ref_size).zip(values.chunks_exact(self.ref_size));
        let (_, value) = pairs.find(|(key, _)| {
            let key = unsigned(key).and_then(|number| self.object(number));
            matches!(key, Some(Object::Ascii(text)) if text == name.as_bytes())
        })?;
        self.object(unsigned(value)?)
    }

    /// The item of an array.
    pub fn item(&self, array: Object<'b>, at: u64) -> Option<Object<'b>> {
        let Object::Array(items) = array else {
            return None;
        };
        let at = usize::try_from(at).ok()?;
        self.object(unsigned(items.chunks_exact(self.ref_size).nth(at)?)?)
    }
}

impl<'b> Object<'b> {
    /// This as text.
    pub fn text(self) -> Option<Cow<'b, str>> {
        match self {
            Self::Ascii(bytes) => Some(String::from_utf8_lossy(bytes)),
            Self::Utf16(bytes) => {
                let units = bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
                Some(Cow::Owned(
                    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
                ))
            }
            _ => None,
        }
    }
}
