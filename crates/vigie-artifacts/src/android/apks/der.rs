//! As much of X.509 as it takes to name a certificate: DER (ITU-T X.690), RFC 5280, and the certificates in a PKCS #7
//! signature (RFC 2315). Nothing is verified.

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT_ID: u8 = 0x06;
/// `[0]`, constructed: the version of a certificate, the certificates of a signature.
const CONTEXT_0: u8 = 0xa0;
/// Certificates of one signature.
const CERTIFICATES: usize = 32;
/// Parts of one name.
const NAME_PARTS: usize = 32;

/// One element: its tag, its content, and the element as a whole.
#[derive(Clone, Copy)]
struct Element<'b> {
    tag: u8,
    content: &'b [u8],
    whole: &'b [u8],
}

fn next<'b>(bytes: &mut &'b [u8]) -> Option<Element<'b>> {
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

fn inside<'b>(bytes: &mut &'b [u8], tag: u8) -> Option<&'b [u8]> {
    next(bytes).filter(|element| element.tag == tag).map(|element| element.content)
}

/// The subject of a certificate, as `CN=…, O=…`. `None` when the bytes are no certificate.
pub(in crate::android) fn subject(certificate: &[u8]) -> Option<String> {
    let mut outer = certificate;
    let mut certificate = inside(&mut outer, SEQUENCE)?;
    let mut signed = inside(&mut certificate, SEQUENCE)?;
    let mut element = next(&mut signed)?;
    if element.tag == CONTEXT_0 {
        element = next(&mut signed)?;
    }
    // That was the serial number. Algorithm, issuer and validity stand before the subject.
    let _ = element;
    for _ in 0..3 {
        inside(&mut signed, SEQUENCE)?;
    }
    let mut name = inside(&mut signed, SEQUENCE)?;
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

/// The certificates in a PKCS #7 signature.
pub(super) fn of_signature(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut outer = bytes;
    let mut info = inside(&mut outer, SEQUENCE)?;
    inside(&mut info, OBJECT_ID)?;
    let mut explicit = inside(&mut info, CONTEXT_0)?;
    let mut signed = inside(&mut explicit, SEQUENCE)?;
    let mut found = Vec::new();
    while let Some(element) = next(&mut signed) {
        if element.tag != CONTEXT_0 {
            continue;
        }
        let mut certificates = element.content;
        while let Some(certificate) = next(&mut certificates).filter(|_| found.len() < CERTIFICATES) {
            found.push(certificate.whole);
        }
    }
    (!found.is_empty()).then_some(found)
}
