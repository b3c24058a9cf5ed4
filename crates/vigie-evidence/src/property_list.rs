//! Property lists of any form, built only after a look at their shape: a small hostile list can nest so deep that building
//! it overflows the stack, or share its parts so often that it fills the memory. Neither can be caught afterwards.

use std::time::{SystemTime, UNIX_EPOCH};

use plist::Value;
use vigie_model::{Place, ProblemCode, Timestamp};

use crate::ReadError;
use crate::bplist::{BinaryPlist, Object};

/// Containers inside containers. Property lists of iOS stay below 30.
const MAX_DEPTH: u32 = 256;
/// Values of a list with every shared part written out.
const MAX_VALUES: u64 = 3_000_000;
/// Text and data of this many bytes count as one value more: they too are copied wherever they are referred to.
const BYTES_PER_VALUE: usize = 256;

/// Reads a property list: binary, XML or text.
///
/// # Errors
/// [`ProblemCode::LimitReached`] when its shape is hostile, [`ProblemCode::PlistDamaged`] when it cannot be read.
pub fn property_list(bytes: &[u8]) -> Result<Value, ReadError> {
    let too_deep =
        || ReadError::file(ProblemCode::LimitReached, format!("the property list is nested deeper than {MAX_DEPTH}"));
    let start = bytes.trim_ascii_start();
    if bytes.starts_with(b"bplist0") {
        let shape = binary_shape(bytes);
        if shape.depth > MAX_DEPTH {
            return Err(too_deep());
        }
        if shape.values > MAX_VALUES {
            return Err(ReadError::at(
                ProblemCode::LimitReached,
                Place::File,
                format!("the property list has more than {MAX_VALUES} values"),
            ));
        }
    } else if xml_depth(bytes) > MAX_DEPTH {
        return Err(too_deep());
    } else if !start.starts_with(b"<") && !start.starts_with(b"\xef\xbb\xbf") {
        // The text form: every bracket counts, which is more than the depth and never less. Devices no longer write it.
        let brackets = bytes.iter().filter(|byte| matches!(byte, b'(' | b'{'));
        if brackets.count() > 4096 {
            return Err(too_deep());
        }
    }
    Value::from_reader(std::io::Cursor::new(bytes))
        .map_err(|error| ReadError::file(ProblemCode::PlistDamaged, words(&error)))
}

/// Why a property list cannot be read, in words; the library's own are those of a debugger.
fn words(error: &plist::Error) -> String {
    if error.is_eof() || error.as_io().is_some_and(|io| io.kind() == std::io::ErrorKind::UnexpectedEof) {
        "the property list ends too early".to_owned()
    } else if error.is_io() {
        "the property list points outside of itself".to_owned()
    } else {
        format!("the property list is damaged: {error}")
    }
}

#[derive(Clone, Copy, Default)]
struct Shape {
    depth: u32,
    values: u64,
}

/// Depth and number of values below the root of a binary list, each object looked at once. A damaged list gives what can
/// be seen; reading it fails later.
fn binary_shape(bytes: &[u8]) -> Shape {
    let Some(list) = BinaryPlist::new(bytes) else {
        return Shape::default();
    };
    let mut known: std::collections::HashMap<u64, Option<Shape>> = std::collections::HashMap::new();
    // An object, the references not yet followed, and the shape of those that were.
    let mut open: Vec<(u64, Vec<u64>, Shape)> = Vec::new();
    let begin = |number: u64| {
        let (children, length) = match list.object(number) {
            Some(Object::Array(items)) => (list.references(items).collect(), 0),
            Some(Object::Dictionary(keys, values)) => {
                (list.references(keys).chain(list.references(values)).collect(), 0)
            }
            Some(Object::Ascii(bytes) | Object::Utf16(bytes) | Object::Data(bytes)) => (Vec::new(), bytes.len()),
            _ => (Vec::new(), 0),
        };
        let more = u64::try_from(length / BYTES_PER_VALUE).unwrap_or(u64::MAX);
        (number, children, Shape { depth: 0, values: more.saturating_add(1) })
    };
    open.push(begin(list.top()));
    known.insert(list.top(), None);
    let mut result = Shape::default();
    while let Some((number, children, shape)) = open.last_mut() {
        let Some(child) = children.pop() else {
            let (number, shape) = (*number, *shape);
            open.pop();
            known.insert(number, Some(shape));
            match open.last_mut() {
                Some((_, _, parent)) => parent.add(shape),
                None => result = shape,
            }
            continue;
        };
        match known.get(&child) {
            Some(Some(of)) => shape.add(*of),
            // A cycle: `plist` refuses it.
            Some(None) => {}
            None => {
                known.insert(child, None);
                open.push(begin(child));
            }
        }
    }
    result
}

impl Shape {
    fn add(&mut self, child: Self) {
        self.depth = self.depth.max(child.depth.saturating_add(1));
        self.values = self.values.saturating_add(child.values);
    }
}

/// The deepest nesting of `array` and `dict` elements. Comments, CDATA, instructions and quoted attributes are stepped
/// over, so that nothing in them closes an element.
fn xml_depth(bytes: &[u8]) -> u32 {
    let (mut depth, mut deepest) = (0u32, 0u32);
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = rest.get(at..).unwrap_or_default();
        // A document type belongs to the start; inside, it is there to mislead.
        if depth > 0 && rest.starts_with(b"<!DOCTYPE") {
            return u32::MAX;
        }
        let tag = rest.get(..markup_length(rest)).unwrap_or_default();
        rest = rest.get(tag.len()..).unwrap_or_default();
        let opens = tag.starts_with(b"<array") || tag.starts_with(b"<dict");
        if opens && !tag.ends_with(b"/>") {
            depth = depth.saturating_add(1);
            deepest = deepest.max(depth);
        } else if tag.starts_with(b"</array") || tag.starts_with(b"</dict") {
            depth = depth.saturating_sub(1);
        }
    }
    deepest
}

/// The moment of a property list's date, whatever year it states: `Date::to_xml_format` panics before the year 0.
/// `None` beyond the years a [`Timestamp`] can hold.
pub fn date_time(date: plist::Date) -> Option<Timestamp> {
    let seconds = match SystemTime::from(date).duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_secs_f64(),
        Err(before) => -before.duration().as_secs_f64(),
    };
    Timestamp::from_unix_seconds_f64(seconds)
}

/// Bytes of the markup that begins here, up to its end or that of the file.
fn markup_length(bytes: &[u8]) -> usize {
    let forms: [(&[u8], &[u8]); 3] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];
    for (start, end) in forms {
        if let Some(inside) = bytes.strip_prefix(start) {
            let length = inside.windows(end.len()).position(|window| window == end);
            return length.map_or(bytes.len(), |at| at.saturating_add(start.len()).saturating_add(end.len()));
        }
    }
    // Only the start of an element has attributes, whose quotes may hold `>`.
    let quotes = !bytes.starts_with(b"</") && !bytes.starts_with(b"<!");
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, *byte) {
            (None, b'>') => return at.saturating_add(1),
            (None, b'"' | b'\'') if quotes => quote = Some(*byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A binary list of `containers` arrays, each of which holds the next one `times` times; the last holds `true`.
    fn nested(containers: u32, times: u8) -> Vec<u8> {
        let mut bytes = b"bplist00".to_vec();
        let mut offsets = Vec::new();
        for at in 0..containers {
            offsets.push(u32::try_from(bytes.len()).unwrap());
            bytes.push(0xa0 | times);
            for _ in 0..times {
                bytes.extend((at + 1).to_be_bytes());
            }
        }
        offsets.push(u32::try_from(bytes.len()).unwrap());
        bytes.push(0x09);
        let table = bytes.len() as u64;
        for offset in &offsets {
            bytes.extend(offset.to_be_bytes());
        }
        bytes.extend([0, 0, 0, 0, 0, 0, 4, 4]);
        for number in [offsets.len() as u64, 0, table] {
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    fn refused(bytes: &[u8]) -> bool {
        property_list(bytes).is_err_and(|error| error.code == ProblemCode::LimitReached)
    }

    #[test]
    fn deep_lists_are_refused_in_every_form() {
        assert!(property_list(&nested(200, 1)).is_ok());
        assert!(refused(&nested(500_000, 1)));
        let xml = |depth: usize, inside: &str| {
            let open = format!("<array>{inside}").repeat(depth);
            format!("<plist>{open}{}</plist>", "</array>".repeat(depth)).into_bytes()
        };
        assert!(property_list(&xml(200, "")).is_ok());
        assert!(refused(&xml(500_000, "")));
        for inside in [
            "<!--></array>-->",
            "<![CDATA[</array>]]>",
            "<?x ></array>?>",
            "<key a='></array>'></key>",
            "<!DOCTYPE x [<a></array>]>",
        ] {
            assert!(refused(&xml(5_000, inside)), "{inside}");
        }
        let mut misled = b"<!DOCTYPE x '>".to_vec();
        misled.extend(xml(5_000, ""));
        misled.push(b'\'');
        assert!(refused(&misled));
        assert!(refused("(".repeat(500_000).as_bytes()));
    }

    #[test]
    fn shared_parts_are_counted_written_out() {
        assert!(property_list(&nested(4, 10)).is_ok());
        assert!(refused(&nested(40, 10)));
    }

    #[test]
    fn shared_data_counts_by_its_length() {
        // An array that holds the same megabyte ten thousand times.
        let mut bytes = b"bplist00\xaf\x11".to_vec();
        bytes.extend(10_000u16.to_be_bytes());
        bytes.extend([1; 10_000]);
        let data = u32::try_from(bytes.len()).unwrap();
        bytes.extend(b"\x4f\x12");
        bytes.extend((1u32 << 20).to_be_bytes());
        bytes.resize(bytes.len() + (1 << 20), 0);
        let table = bytes.len() as u64;
        for offset in [8, data] {
            bytes.extend(offset.to_be_bytes());
        }
        bytes.extend([0, 0, 0, 0, 0, 0, 4, 1]);
        for number in [2, 0, table] {
            bytes.extend(number.to_be_bytes());
        }
        assert!(refused(&bytes));
    }
}
