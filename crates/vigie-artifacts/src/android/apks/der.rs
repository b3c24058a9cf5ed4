//! As much of X.509 as it takes to name a certificate: DER (ITU-T X.690), RFC 5280, and the certificates in a PKCS #7
//! signature (RFC 2315). Nothing is verified.

use crate::der::{OBJECT_ID, SEQUENCE, distinguished_name, inside, next};

/// `[0]`, constructed: the version of a certificate, the certificates of a signature.
const CONTEXT_0: u8 = 0xa0;
/// Certificates of one signature.
const CERTIFICATES: usize = 32;

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
    distinguished_name(inside(&mut signed, SEQUENCE)?)
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
