//! What a CMS `SignedData` holds (RFC 5652), without checking who signed it: `ContentInfo` → `SignedData` →
//! `EncapsulatedContentInfo` → an octet string, whole or in pieces. Lengths may be definite or not (X.690).

/// Values inside values that are looked into.
const DEEPEST: u32 = 8;

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OBJECT_ID: u8 = 0x06;
const OCTETS: u8 = 0x04;
const OCTETS_IN_PIECES: u8 = 0x24;
const EXPLICIT_0: u8 = 0xa0;
/// 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// The next value: its tag, its content, and what follows it.
fn value(bytes: &[u8], depth: u32) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let length = match *first {
        // Of indefinite length: values follow until an empty one of tag zero.
        0x80 if tag & 0x20 != 0 && depth < DEEPEST => {
            let mut left = rest;
            loop {
                if let Some(after) = left.strip_prefix(&[0, 0]) {
                    let size = rest.len().checked_sub(left.len())?;
                    return Some((*tag, rest.get(..size)?, after));
                }
                left = value(left, depth.checked_add(1)?)?.2;
            }
        }
        short if short < 0x80 => return split(*tag, rest, usize::from(short)),
        long => usize::from(long & 0x7f),
    };
    let (digits, rest) = rest.split_at_checked(length)?;
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let size = digits.iter().fold(0u32, |size, digit| size << 8 | u32::from(*digit));
    split(*tag, rest, usize::try_from(size).ok()?)
}

fn split(tag: u8, rest: &[u8], size: usize) -> Option<(u8, &[u8], &[u8])> {
    let (content, after) = rest.split_at_checked(size)?;
    Some((tag, content, after))
}

/// The next value, which must have this tag.
fn expect(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, content, after) = value(bytes, 0)?;
    (found == tag).then_some((content, after))
}

/// The signed bytes.
pub(super) fn content(bytes: &[u8]) -> Option<Vec<u8>> {
    let (info, _) = expect(bytes, SEQUENCE)?;
    let (id, rest) = expect(info, OBJECT_ID)?;
    if id != SIGNED_DATA {
        return None;
    }
    let (signed, _) = expect(expect(rest, EXPLICIT_0)?.0, SEQUENCE)?;
    let (_, rest) = expect(signed, INTEGER)?;
    let (_, rest) = expect(rest, SET)?;
    let (inner, _) = expect(rest, SEQUENCE)?;
    let (_, rest) = expect(inner, OBJECT_ID)?;
    let (mut octets, _) = expect(rest, EXPLICIT_0)?;
    let mut whole = Vec::new();
    if let Some((pieces, _)) = expect(octets, OCTETS_IN_PIECES) {
        octets = pieces;
    }
    while !octets.is_empty() {
        let (piece, after) = expect(octets, OCTETS)?;
        whole.extend_from_slice(piece);
        octets = after;
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::content;

    /// A value with a definite length below 128.
    fn definite(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(content.len()).unwrap()], content].concat()
    }

    fn indefinite(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, 0x80], content, &[0, 0]].concat()
    }

    fn signed(octets: &[u8], make: fn(u8, &[u8]) -> Vec<u8>) -> Vec<u8> {
        let data_id = definite(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01]);
        let inner = make(0x30, &[data_id, make(0xa0, octets)].concat());
        let signed = make(0x30, &[definite(0x02, &[1]), definite(0x31, &[]), inner].concat());
        make(0x30, &[definite(0x06, super::SIGNED_DATA), make(0xa0, &signed)].concat())
    }

    #[test]
    fn both_forms_of_length_and_pieces() {
        let whole = definite(0x04, b"<plist/>");
        assert_eq!(content(&signed(&whole, definite)).as_deref(), Some(b"<plist/>".as_slice()));
        let pieces = indefinite(0x24, &[definite(0x04, b"<pli"), definite(0x04, b"st/>")].concat());
        assert_eq!(content(&signed(&pieces, indefinite)).as_deref(), Some(b"<plist/>".as_slice()));
    }

    #[test]
    fn damage_is_nothing() {
        let whole = signed(&definite(0x04, b"<plist/>"), definite);
        for end in 0..whole.len() {
            assert_eq!(content(&whole[..end]), None, "cut at {end}");
        }
        assert_eq!(content(&[0x30, 0x80].repeat(100_000)), None);
        assert_eq!(content(b"<plist/>"), None);
    }
}
