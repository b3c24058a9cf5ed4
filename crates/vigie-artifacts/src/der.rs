//! DER (ITU-T X.690), value by value, and the names of X.509 (RFC 5280). Nothing is copied, nothing is verified.

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OBJECT_ID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// Parts of one name.
const NAME_PARTS: usize = 32;

/// One element: its tag, its content, and the element as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'b> {
    pub(crate) tag: u8,
    pub(crate) content: &'b [u8],
    pub(crate) whole: &'b [u8],
}

/// The next element.
pub(crate) fn next<'b>(bytes: &mut &'b [u8]) -> Option<Element<'b>> {
    let all = *bytes;
    let (&tag, rest) = all.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first & 0x80 == 0 {
        (usize::from(first), rest)
    } else {
        // Without a length, or with more than four bytes of it, this is not DER.
        let count = usize::from(first & 0x7f);
        let (digits, rest) = rest.split_at_checked(count).filter(|_| (1..=4).contains(&count))?;
        let length =
            digits.iter().try_fold(0_usize, |length, byte| length.checked_mul(256)?.checked_add(usize::from(*byte)))?;
        (length, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    let whole = all.get(..all.len().checked_sub(rest.len())?)?;
    Some(Element { tag, content, whole })
}

/// The content of the next element, which must have this tag.
pub(crate) fn inside<'b>(bytes: &mut &'b [u8], tag: u8) -> Option<&'b [u8]> {
    next(bytes).filter(|element| element.tag == tag).map(|element| element.content)
}

/// A name as `CN=…, O=…`, in its order.
pub(crate) fn distinguished_name(mut name: &[u8]) -> Option<String> {
    let mut parts = Vec::new();
    while let Some(mut set) = inside(&mut name, SET) {
        let mut pair = inside(&mut set, SEQUENCE)?;
        let kind = inside(&mut pair, OBJECT_ID)?;
        let value = next(&mut pair)?;
        // BMPString is UTF-16; all other kinds of text that occur are ASCII or UTF-8.
        let text = if value.tag == 0x1e {
            let units: Vec<u16> =
                value.content.chunks_exact(2).filter_map(|two| two.try_into().ok().map(u16::from_be_bytes)).collect();
            String::from_utf16_lossy(&units)
        } else {
            String::from_utf8_lossy(value.content).into_owned()
        };
        let name = match kind {
            [0x55, 4, 3] => "CN=",
            [0x55, 4, 6] => "C=",
            [0x55, 4, 7] => "L=",
            [0x55, 4, 8] => "ST=",
            [0x55, 4, 10] => "O=",
            [0x55, 4, 11] => "OU=",
            _ => "",
        };
        parts.push(format!("{name}{text}"));
        if parts.len() >= NAME_PARTS {
            break;
        }
    }
    Some(parts.join(", "))
}
