//! The typedstream: how `NSArchiver` wrote objects before keyed archives, still the form of a message's
//! `attributedBody`. Only what an attributed string needs is given back: its text, its links, its attributes.
//!
//! Format: GNUstep `NSArchiver`, python-typedstream by dgelessus (documentation of the tags), crabstep. A stream is a
//! header and groups of values; each group begins with a type encoding as in Objective-C's `@encode`. Type encodings
//! and C strings are shared: the first use is written out, later ones are numbers counted from 0x92.

/// Objects inside objects inside … deeper than this are not written by any system.
const DEEPEST: usize = 64;
/// Attributes every message carries: the number of its part, and the writing direction.
const USUAL: [&str; 2] = ["__kIMMessagePartAttributeName", "__kIMBaseWritingDirectionAttributeName"];

const INT16: i8 = -127;
const INT32: i8 = -126;
const FLOAT: i8 = -125;
const NEW: i8 = -124;
const NIL: i8 = -123;
const END: i8 = -122;
const FIRST_REFERENCE: i64 = -110;

/// What an archived attributed string says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Attributed {
    /// The text.
    pub text: String,
    /// Some bytes of the text were not UTF-8.
    pub damaged: bool,
    /// Targets of links, which need not be what the text shows.
    pub links: Vec<String>,
    /// Other attributes whose values are text or numbers, in the order of the stream.
    pub attributes: Vec<(String, String)>,
}

/// Why a stream could not be read, and at which byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotTypedStream {
    /// What was met.
    pub what: &'static str,
    /// Bytes from the start of the stream.
    pub at: usize,
}

impl std::fmt::Display for NotTypedStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at byte {}", self.what, self.at)
    }
}

/// Reads the attributed string (or plain string) a stream holds.
///
/// # Errors
/// When the bytes are not a typedstream, end early, or hold no string.
pub fn attributed_string(bytes: &[u8]) -> Result<Attributed, NotTypedStream> {
    let mut reader = Reader::new(bytes)?;
    let mut roots = Vec::new();
    while reader.at < bytes.len() {
        reader.group(&mut roots, 0)?;
    }
    let no_string = NotTypedStream { what: "the stream holds no string", at: bytes.len() };
    let root = roots.first().ok_or(no_string)?;
    // An attributed string begins with its string; a plain string is the text itself.
    let text = reader.text(root).or_else(|| reader.text(reader.values(root)?.first()?)).ok_or(no_string)?;
    let lossy = String::from_utf8_lossy(text);
    let mut found = Attributed {
        damaged: matches!(lossy, std::borrow::Cow::Owned(_)),
        text: lossy.into_owned(),
        ..Attributed::default()
    };
    reader.attributes(&mut found);
    Ok(found)
}

#[derive(Debug, Clone, Copy)]
enum Value<'b> {
    Nil,
    Int(i64),
    Real(f64),
    /// Text or bytes, written in place.
    Bytes(&'b [u8]),
    /// An object, by its number.
    Object(usize),
}

enum Object<'b> {
    Class(&'b [u8]),
    Instance { class: Option<usize>, values: Vec<Value<'b>> },
    CString(&'b [u8]),
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    little: bool,
    strings: Vec<&'b [u8]>,
    objects: Vec<Object<'b>>,
    /// Values that may still be read: encodings like `[9[9[9!]]]` take time without taking bytes.
    left: usize,
}

type Read<T> = Result<T, NotTypedStream>;

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8]) -> Read<Self> {
        let mut reader = Self {
            bytes,
            at: 0,
            little: true,
            strings: Vec::new(),
            objects: Vec::new(),
            left: bytes.len().saturating_mul(2).saturating_add(64),
        };
        let version = reader.byte()?;
        let length = reader.byte()?;
        if length != 11 || !(3..=4).contains(&version) {
            return reader.fail("not the start of a typedstream");
        }
        match reader.take(11)? {
            b"streamtyped" => {}
            b"typedstream" => reader.little = false,
            _ => return reader.fail("not the start of a typedstream"),
        }
        reader.int()?;
        Ok(reader)
    }

    fn fail<T>(&self, what: &'static str) -> Read<T> {
        Err(NotTypedStream { what, at: self.at })
    }

    fn take(&mut self, length: usize) -> Read<&'b [u8]> {
        let end = self.at.checked_add(length);
        match end.and_then(|end| self.bytes.get(self.at..end)) {
            Some(part) => {
                self.at = self.at.saturating_add(length);
                Ok(part)
            }
            None => self.fail("the stream ends early"),
        }
    }

    fn byte(&mut self) -> Read<u8> {
        Ok(self.take(1)?.first().copied().unwrap_or_default())
    }

    fn head(&mut self) -> Read<i8> {
        Ok(self.byte()?.cast_signed())
    }

    fn fixed<const N: usize>(&mut self) -> Read<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        if !self.little {
            out.reverse();
        }
        Ok(out)
    }

    fn int(&mut self) -> Read<i64> {
        let head = self.head()?;
        self.int_after(head)
    }

    fn int_after(&mut self, head: i8) -> Read<i64> {
        match head {
            INT16 => Ok(i64::from(i16::from_le_bytes(self.fixed()?))),
            INT32 => Ok(i64::from(i32::from_le_bytes(self.fixed()?))),
            head if i64::from(head) < FIRST_REFERENCE => self.fail("a tag where a number belongs"),
            head => Ok(i64::from(head)),
        }
    }

    fn real(&mut self, double: bool) -> Read<f64> {
        match self.head()? {
            FLOAT if double => Ok(f64::from_le_bytes(self.fixed()?)),
            FLOAT => Ok(f64::from(f32::from_le_bytes(self.fixed()?))),
            #[expect(clippy::cast_precision_loss, reason = "a whole number written short is far below 2^53")]
            head => Ok(self.int_after(head)? as f64),
        }
    }

    /// The number of a shared thing, from the head that is not [`NEW`].
    fn reference(&mut self, head: i8) -> Read<usize> {
        // Heads of references lie in the range of plain numbers; only the wide forms need more bytes.
        let number = self.int_after(head)?.checked_sub(FIRST_REFERENCE);
        match number.and_then(|number| usize::try_from(number).ok()) {
            Some(number) => Ok(number),
            None => self.fail("a reference to nothing"),
        }
    }

    fn plain(&mut self, head: i8) -> Read<&'b [u8]> {
        // Lengths are unsigned: 0x81 announces 16 bits of them.
        let length = match head {
            INT16 => usize::from(u16::from_le_bytes(self.fixed()?)),
            INT32 => usize::try_from(u32::from_le_bytes(self.fixed()?)).unwrap_or(usize::MAX),
            head => match usize::try_from(self.int_after(head)?) {
                Ok(length) => length,
                Err(_) => return self.fail("a negative length"),
            },
        };
        self.take(length)
    }

    /// A type encoding, class name or selector: shared.
    fn shared(&mut self) -> Read<Option<&'b [u8]>> {
        match self.head()? {
            NIL => Ok(None),
            NEW => {
                let head = self.head()?;
                let text = self.plain(head)?;
                self.strings.push(text);
                Ok(Some(text))
            }
            head => {
                let number = self.reference(head)?;
                match self.strings.get(number) {
                    Some(text) => Ok(Some(text)),
                    None => self.fail("a reference to no string"),
                }
            }
        }
    }

    fn group(&mut self, out: &mut Vec<Value<'b>>, depth: usize) -> Read<()> {
        let Some(encoding) = self.shared()? else {
            return self.fail("a group without types");
        };
        let mut types = encoding;
        while !types.is_empty() {
            types = self.value(types, out, depth)?;
        }
        Ok(())
    }

    /// Reads one value of the first type and answers the types behind it.
    fn value<'t>(&mut self, types: &'t [u8], out: &mut Vec<Value<'b>>, depth: usize) -> Read<&'t [u8]> {
        self.left = match self.left.checked_sub(1) {
            Some(left) if depth <= DEEPEST => left,
            _ => return self.fail("values nested too deep"),
        };
        let Some((kind, rest)) = types.split_first() else {
            return self.fail("a type is missing");
        };
        let value = match kind {
            b'c' => Value::Int(i64::from(self.head()?)),
            b'C' | b'B' => Value::Int(i64::from(self.byte()?)),
            b's' | b'S' | b'i' | b'I' | b'l' | b'L' | b'q' | b'Q' => Value::Int(self.int()?),
            b'f' => Value::Real(self.real(false)?),
            b'd' => Value::Real(self.real(true)?),
            b'+' => match self.head()? {
                NIL => Value::Nil,
                head => Value::Bytes(self.plain(head)?),
            },
            b'*' => match self.head()? {
                NIL => Value::Nil,
                NEW => {
                    let text = self.shared()?.unwrap_or_default();
                    self.objects.push(Object::CString(text));
                    Value::Bytes(text)
                }
                head => Value::Object(self.reference(head)?),
            },
            b':' | b'%' => self.shared()?.map_or(Value::Nil, Value::Bytes),
            b'#' => self.class()?.map_or(Value::Nil, Value::Object),
            b'@' => self.object(depth)?,
            b'!' => return Ok(rest),
            b'[' => return self.array(rest, out, depth),
            b'{' => {
                let mut rest = match rest.iter().position(|b| *b == b'=') {
                    Some(at) => rest.get(at.saturating_add(1)..).unwrap_or_default(),
                    None => return self.fail("a structure without fields"),
                };
                while rest.first() != Some(&b'}') {
                    rest = self.value(rest, out, depth.saturating_add(1))?;
                }
                return Ok(rest.get(1..).unwrap_or_default());
            }
            _ => return self.fail("an unknown type"),
        };
        out.push(value);
        Ok(rest)
    }

    fn array<'t>(&mut self, types: &'t [u8], out: &mut Vec<Value<'b>>, depth: usize) -> Read<&'t [u8]> {
        let digits = types.iter().take_while(|b| b.is_ascii_digit()).count();
        let count = types.get(..digits).and_then(|digits| str::from_utf8(digits).ok()?.parse::<usize>().ok());
        let (Some(count), Some(element)) = (count, types.get(digits..)) else {
            return self.fail("an array without a length");
        };
        if let [b'c' | b'C', b']', rest @ ..] = element {
            out.push(Value::Bytes(self.take(count)?));
            return Ok(rest);
        }
        if count == 0 {
            return self.fail("an empty array of objects");
        }
        let mut rest = element;
        for _ in 0..count {
            rest = self.value(element, out, depth.saturating_add(1))?;
        }
        match rest.split_first() {
            Some((b']', rest)) => Ok(rest),
            _ => self.fail("an array without an end"),
        }
    }

    /// A class and, behind it, its parents up to the root. Answers the number of the class itself.
    fn class(&mut self) -> Read<Option<usize>> {
        let mut first = None;
        loop {
            let number = match self.head()? {
                NIL => return Ok(first),
                NEW => {
                    let name = self.shared()?.unwrap_or_default();
                    self.int()?;
                    let number = self.objects.len();
                    self.objects.push(Object::Class(name));
                    first.get_or_insert(number);
                    continue;
                }
                head => self.reference(head)?,
            };
            return Ok(Some(first.unwrap_or(number)));
        }
    }

    fn object(&mut self, depth: usize) -> Read<Value<'b>> {
        match self.head()? {
            NIL => Ok(Value::Nil),
            NEW => {
                let number = self.objects.len();
                self.objects.push(Object::Instance { class: None, values: Vec::new() });
                let class = self.class()?;
                let mut values = Vec::new();
                while self.bytes.get(self.at).map(|b| b.cast_signed()) != Some(END) {
                    self.group(&mut values, depth.saturating_add(1))?;
                }
                self.head()?;
                if let Some(object) = self.objects.get_mut(number) {
                    *object = Object::Instance { class, values };
                }
                Ok(Value::Object(number))
            }
            head => Ok(Value::Object(self.reference(head)?)),
        }
    }

    fn values(&self, value: &Value<'b>) -> Option<&[Value<'b>]> {
        match value {
            Value::Object(number) => match self.objects.get(*number)? {
                Object::Instance { values, .. } => Some(values),
                _ => None,
            },
            _ => None,
        }
    }

    fn class_name(&self, object: &Object<'b>) -> &'b [u8] {
        let Object::Instance { class: Some(class), .. } = object else {
            return b"";
        };
        match self.objects.get(*class) {
            Some(Object::Class(name)) => name,
            _ => b"",
        }
    }

    /// The text of a string object.
    fn text(&self, value: &Value<'b>) -> Option<&'b [u8]> {
        let Value::Object(number) = value else {
            return None;
        };
        let object = self.objects.get(*number)?;
        match (object, self.class_name(object)) {
            (Object::CString(text), _) => Some(text),
            (Object::Instance { values, .. }, b"NSString" | b"NSMutableString") => match values.first() {
                Some(Value::Bytes(text)) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The address of an `NSURL`: its last string (a base may stand before it).
    fn link(&self, object: &Object<'b>) -> Option<String> {
        let Object::Instance { values, .. } = object else {
            return None;
        };
        let text = values.iter().rev().find_map(|value| self.text(value))?;
        (self.class_name(object) == b"NSURL").then(|| String::from_utf8_lossy(text).into_owned())
    }

    fn shown(&self, value: &Value<'b>) -> Option<String> {
        if let Some(text) = self.text(value) {
            return Some(String::from_utf8_lossy(text).into_owned());
        }
        match value {
            Value::Int(n) => Some(n.to_string()),
            Value::Real(n) => Some(n.to_string()),
            Value::Object(number) => {
                let object = self.objects.get(*number)?;
                let Object::Instance { values, .. } = object else {
                    return None;
                };
                match (self.class_name(object), values.last()?) {
                    (b"NSNumber" | b"NSValue", Value::Int(n)) => Some(n.to_string()),
                    (b"NSNumber" | b"NSValue", Value::Real(n)) => Some(n.to_string()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn attributes(&self, found: &mut Attributed) {
        for object in &self.objects {
            if let Some(link) = self.link(object) {
                if !found.links.contains(&link) {
                    found.links.push(link);
                }
                continue;
            }
            let Object::Instance { values, .. } = object else {
                continue;
            };
            if !matches!(self.class_name(object), b"NSDictionary" | b"NSMutableDictionary") {
                continue;
            }
            // A dictionary is its count, then keys and values in turn.
            for pair in values.get(1..).unwrap_or_default().chunks_exact(2) {
                let [key, value] = pair else { continue };
                let Some(key) = self.text(key).and_then(|key| str::from_utf8(key).ok()) else {
                    continue;
                };
                if USUAL.contains(&key) {
                    continue;
                }
                if let Some(value) = self.shown(value) {
                    let pair = (key.to_owned(), value);
                    if !found.attributes.contains(&pair) {
                        found.attributes.push(pair);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A short message as Messages writes it, put together by hand after the format.
    fn stream(text: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x04\x0bstreamtyped\x81\xe8\x03".to_vec();
        bytes.extend(b"\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85");
        bytes.extend(b"\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+");
        if let Ok(short) = u8::try_from(text.len())
            && short < 0x80
        {
            bytes.push(short);
        } else {
            bytes.push(0x81);
            bytes.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
        }
        bytes.extend(text);
        bytes.push(0x86);
        bytes.extend(b"\x84\x02iI\x01\x05\x92\x84\x84\x84\x0cNSDictionary\x00\x94\x84\x01i\x01");
        bytes.extend(b"\x92\x84\x96\x96\x15__kIMLinkAttributeNam\x86");
        bytes.extend(b"\x92\x84\x84\x84\x05NSURL\x00\x94\x84\x01c\x00\x92\x84\x96\x96\x13https://example.org\x86\x86");
        bytes.extend(b"\x86\x86");
        bytes
    }

    #[test]
    fn text_and_link() {
        let found = attributed_string(&stream("héllo".as_bytes())).unwrap();
        assert_eq!(found.text, "héllo");
        assert_eq!(found.links, ["https://example.org"]);
        assert!(!found.damaged);
    }

    #[test]
    fn long_texts_have_wide_lengths() {
        let long = "x".repeat(40_000);
        assert_eq!(attributed_string(&stream(long.as_bytes())).unwrap().text, long);
    }

    #[test]
    fn every_truncation_is_an_error_and_none_panics() {
        let whole = stream(b"hello");
        for cut in 0..whole.len() {
            assert!(attributed_string(&whole[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn hostile_encodings_end() {
        for encoding in ["[999999999[999999999!]]", "{a=", "[", "{={={={=@}}}}", "@"] {
            let mut bytes = b"\x04\x0bstreamtyped\x81\xe8\x03\x84".to_vec();
            bytes.push(u8::try_from(encoding.len()).unwrap());
            bytes.extend(encoding.as_bytes());
            assert!(attributed_string(&bytes).is_err(), "{encoding}");
        }
        let mut deep = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@".to_vec();
        deep.extend(b"\x84\x85\x92".repeat(100_000));
        assert!(attributed_string(&deep).is_err());
    }
}
