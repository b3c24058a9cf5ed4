//! Protocol Buffers without a schema: the fields of a message by their numbers, and the texts in it.
//!
//! Format: the wire format of Protocol Buffers (varint, 64 bits, length-delimited, 32 bits; groups are refused). A field
//! with a length may be a text, a message or bytes: what is valid UTF-8 without control characters counts as text.

/// Messages inside messages that are looked into.
const DEEPEST: usize = 16;

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'b> {
    Varint(u64),
    Fixed64(u64),
    Fixed32(u32),
    Bytes(&'b [u8]),
}

/// A field: its number and its value.
pub(super) type Field<'b> = (u64, Value<'b>);

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for turn in 0..10u32 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(first & 0x7f).checked_shl(turn.checked_mul(7)?)?;
        value |= part;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn fixed<'b, const N: usize>(bytes: &mut &'b [u8]) -> Option<&'b [u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(taken)
}

/// The fields of a message. `None` when the bytes are not one.
pub(super) fn fields(mut bytes: &[u8]) -> Option<Vec<Field<'_>>> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes)?;
        let number = key >> 3;
        if number == 0 || number > 0x1fff_ffff {
            return None;
        }
        let value = match key & 7 {
            0 => Value::Varint(varint(&mut bytes)?),
            1 => Value::Fixed64(u64::from_le_bytes(*fixed(&mut bytes)?)),
            2 => {
                let length = usize::try_from(varint(&mut bytes)?).ok()?;
                let (taken, rest) = bytes.split_at_checked(length)?;
                bytes = rest;
                Value::Bytes(taken)
            }
            5 => Value::Fixed32(u32::from_le_bytes(*fixed(&mut bytes)?)),
            _ => return None,
        };
        found.push((number, value));
    }
    Some(found)
}

/// Bytes as text, where they are one.
pub(super) fn text(bytes: &[u8]) -> Option<&str> {
    let text = str::from_utf8(bytes).ok()?;
    let is_text = !text.is_empty() && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    // A message often begins with a line feed, the key of its first field.
    let is_message = text.starts_with('\n') && fields(bytes).is_some();
    (is_text && !is_message).then_some(text)
}

/// The first value at a path of field numbers.
pub(super) fn at<'b>(message: &[Field<'b>], path: &[u64]) -> Option<Value<'b>> {
    let (number, below) = path.split_first()?;
    let value = message.iter().find(|(name, _)| name == number)?.1;
    match (below, value) {
        ([], value) => Some(value),
        (_, Value::Bytes(bytes)) => at(&fields(bytes)?, below),
        _ => None,
    }
}

/// The text at a path.
pub(super) fn text_at(message: &[Field<'_>], path: &[u64]) -> Option<String> {
    match at(message, path)? {
        Value::Bytes(bytes) => text(bytes).map(str::to_owned),
        _ => None,
    }
}

/// A whole number at a path.
pub(super) fn varint_at(message: &[Field<'_>], path: &[u64]) -> Option<u64> {
    match at(message, path)? {
        Value::Varint(number) => Some(number),
        _ => None,
    }
}

/// A real number at a path.
pub(super) fn real_at(message: &[Field<'_>], path: &[u64]) -> Option<f64> {
    match at(message, path)? {
        Value::Fixed64(bits) => Some(f64::from_bits(bits)),
        _ => None,
    }
}

/// Every text of a message and of the messages in it, in order.
pub(super) fn texts<'b>(message: &[Field<'b>], see: &mut dyn FnMut(&'b str)) {
    fn walk<'b>(message: &[Field<'b>], depth: usize, see: &mut dyn FnMut(&'b str)) {
        for (_, value) in message {
            let Value::Bytes(bytes) = *value else {
                continue;
            };
            if let Some(text) = text(bytes) {
                see(text);
            } else if depth < DEEPEST
                && let Some(inner) = fields(bytes)
            {
                walk(&inner, depth.saturating_add(1), see);
            }
        }
    }
    walk(message, 0, see);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_texts_and_paths() {
        // 1: "org.example", 2: 1.5, 3: { 1: "in", 2: 300 }, 4: 16 bytes
        let mut bytes = b"\x0a\x0borg.example\x11".to_vec();
        bytes.extend(1.5f64.to_le_bytes());
        bytes.extend(b"\x1a\x07\x0a\x02in\x10\xac\x02\x22\x02\xff\xfe");
        let message = fields(&bytes).unwrap();
        assert_eq!(text_at(&message, &[1]).as_deref(), Some("org.example"));
        assert_eq!(real_at(&message, &[2]), Some(1.5));
        assert_eq!(varint_at(&message, &[3, 2]), Some(300));
        let mut found = Vec::new();
        texts(&message, &mut |text| found.push(text.to_owned()));
        assert_eq!(found, ["org.example", "in"]);
    }

    #[test]
    fn damage_is_no_message_and_depth_is_bounded() {
        assert_eq!(fields(b"\x0a\x7fshort"), None);
        assert_eq!(fields(b"\x00"), None);
        assert_eq!(fields(&[0xff; 20]), None);
        // A message of one field that holds a message, two hundred times.
        let mut bytes = vec![0xff; 3];
        for _ in 0..200 {
            let mut outer = vec![0x0a];
            let mut length = bytes.len();
            while length > 0x7f {
                outer.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
                length >>= 7;
            }
            outer.push(u8::try_from(length).unwrap());
            outer.extend(&bytes);
            bytes = outer;
        }
        texts(&fields(&bytes).unwrap(), &mut |_| {});
    }
}
