//! Android's binary XML (ABX), in which the system has kept its own files since Android 12.
//!
//! Format: AOSP `com.android.internal.util.BinaryXmlSerializer` and `frameworks/libs/modules-utils`: the bytes `ABX\0`,
//! then tokens of one byte: the low half says what (2 an element begins, 3 it ends, 15 an attribute …), the high half how
//! the value is written. Strings have a length of two bytes, big-endian; names are kept in a pool and then named by
//! number. Other readers: CCL `ccl_abx`, ALEAPP `abxread`.

/// Attributes of one element.
const ATTRIBUTES: usize = 1000;
/// Bytes of a text in the pool that are kept: a file may name the same long one a million times.
const POOLED: usize = 1024;

/// The value of an attribute, written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Bytes(Vec<u8>),
    Other,
}

/// One element as it begins.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, Value)>,
}

impl Element {
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(of, _)| of == name).and_then(|(_, value)| match value {
            Value::Text(text) => Some(&**text),
            _ => None,
        })
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.attributes.iter().find(|(of, _)| of == name).and_then(|(_, value)| match value {
            Value::Integer(number) => Some(*number),
            Value::Text(text) => text.parse().ok(),
            Value::Bytes(_) | Value::Other => None,
        })
    }

    /// A number that the text form writes in hexadecimal.
    pub(crate) fn hexadecimal(&self, name: &str) -> Option<i64> {
        self.attributes.iter().find(|(of, _)| of == name).and_then(|(_, value)| match value {
            Value::Integer(number) => Some(*number),
            Value::Text(text) => u64::from_str_radix(text, 16).ok().map(u64::cast_signed),
            Value::Bytes(_) | Value::Other => None,
        })
    }

    /// Bytes that the text form writes in hexadecimal.
    pub(crate) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        self.attributes.iter().find(|(of, _)| of == name).and_then(|(_, value)| match value {
            Value::Bytes(bytes) => Some(bytes.clone()),
            Value::Text(text) => hex::decode(text).ok(),
            Value::Integer(_) | Value::Other => None,
        })
    }

    pub(crate) fn truth(&self, name: &str) -> Option<bool> {
        self.text(name).and_then(|text| text.parse().ok())
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }
}

struct Reader<'b> {
    rest: &'b [u8],
    pool: Vec<String>,
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn number<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn short(&mut self) -> Option<usize> {
        self.number().map(u16::from_be_bytes).map(usize::from)
    }

    fn string(&mut self) -> Option<String> {
        let length = self.short()?;
        self.take(length).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// A name of the pool, or a new one.
    fn interned(&mut self) -> Option<String> {
        match self.short()? {
            0xffff => {
                let length = self.short()?;
                let bytes = self.take(length)?;
                let name = String::from_utf8_lossy(bytes.get(..POOLED).unwrap_or(bytes)).into_owned();
                self.pool.push(name.clone());
                Some(name)
            }
            number => self.pool.get(number).cloned(),
        }
    }

    fn value(&mut self, kind: u8) -> Option<Value> {
        Some(match kind {
            1 => Value::Other,
            2 => Value::Text(self.string()?),
            3 => Value::Text(self.interned()?),
            4 | 5 => {
                let length = self.short()?;
                Value::Bytes(self.take(length)?.to_vec())
            }
            6 | 7 => Value::Integer(i32::from_be_bytes(self.number()?).into()),
            8 | 9 => Value::Integer(i64::from_be_bytes(self.number()?)),
            10 => {
                self.take(4)?;
                Value::Other
            }
            11 => {
                self.take(8)?;
                Value::Other
            }
            12 => Value::Text("true".to_owned()),
            13 => Value::Text("false".to_owned()),
            _ => return None,
        })
    }
}

/// What happens in a document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Event<'e> {
    /// An element begins.
    Start(&'e Element),
    /// The element that began last ends.
    End,
    /// Text between them.
    Text(&'e str),
}

/// Calls `see` with everything that happens, and the offset behind it; answers whether the document was read to its end.
pub(crate) fn events(bytes: &[u8], mut see: impl FnMut(u64, Event<'_>)) -> bool {
    let Some(rest) = bytes.strip_prefix(b"ABX\0") else { return false };
    let mut reader = Reader { rest, pool: Vec::new() };
    let mut open: Option<Element> = None;
    loop {
        let at = bytes.len().saturating_sub(reader.rest.len()) as u64;
        let Some(token) = reader.take(1).and_then(|byte| byte.first().copied()) else { return false };
        let (what, kind) = (token & 0x0f, token >> 4);
        if what != 15
            && let Some(element) = open.take()
        {
            see(at, Event::Start(&element));
        }
        let read = match what {
            1 => return true,
            0 => Some(()),
            2 => reader.interned().map(|name| open = Some(Element { name, attributes: Vec::new() })),
            3 => reader.interned().map(|_| see(at, Event::End)),
            15 => reader.interned().zip(reader.value(kind)).map(|attribute| {
                if let Some(element) = open.as_mut().filter(|element| element.attributes.len() < ATTRIBUTES) {
                    element.attributes.push(attribute);
                }
            }),
            _ => reader.value(kind).map(|value| {
                if let (4, Value::Text(text)) = (what, &value) {
                    see(at, Event::Text(text));
                }
            }),
        };
        if read.is_none() {
            return false;
        }
    }
}

/// Calls `see` with each element; answers whether the document was read to its end.
pub(crate) fn elements(bytes: &[u8], mut see: impl FnMut(&Element)) -> bool {
    events(bytes, |_, event| {
        if let Event::Start(element) = event {
            see(element);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_elements() {
        let mut bytes = b"ABX\0\x10\x32\xff\xff\x00\x08keyStore\x6f\xff\xff\x00\x07version\x00\x00\x00\x01".to_vec();
        bytes.extend_from_slice(b"\x32\xff\xff\x00\x06adbKey\x2f\xff\xff\x00\x03key\x00\x04AAAA");
        bytes.extend_from_slice(b"\x8f\xff\xff\x00\x0elastConnection\x00\x00\x01\x8f\x00\x00\x00\x00");
        bytes.extend_from_slice(b"\x33\x00\x02\x33\x00\x00\x11");
        let mut seen = Vec::new();
        assert!(elements(&bytes, |element| {
            seen.push((
                element.name.clone(),
                element.text("key").map(str::to_owned),
                element.integer("lastConnection"),
            ));
        }));
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[1], ("adbKey".to_owned(), Some("AAAA".to_owned()), Some(0x018f_0000_0000)));
        for cut in 0..bytes.len() {
            assert!(!elements(&bytes[..cut], |_| ()));
        }
    }
}
