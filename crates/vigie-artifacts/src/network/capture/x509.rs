//! What an X.509 certificate says (RFC 5280): whom it names, who vouches for it, how long. Nothing is verified.

use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use vigie_model::{Precision, Timestamp};

use super::super::bytes::text;
use super::super::{Certificate, Ends, Span};
use crate::der::{INTEGER, OBJECT_ID, SEQUENCE, distinguished_name, inside, next};

/// Further names of one certificate that are kept; shared ones of hosting companies have hundreds.
const MOST_NAMES: usize = 200;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
const OCTETS: u8 = 0x04;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// 2.5.29.17
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
const DNS_NAME: u8 = 0x82;
const IP_ADDRESS: u8 = 0x87;

/// Reads a certificate. `None` when the bytes are none.
pub(super) fn certificate(whole: &[u8]) -> Option<Certificate> {
    let mut outer = whole;
    let mut certificate = inside(&mut outer, SEQUENCE)?;
    let mut signed = inside(&mut certificate, SEQUENCE)?;
    let mut element = next(&mut signed)?;
    if element.tag == VERSION {
        element = next(&mut signed)?;
    }
    if element.tag != INTEGER {
        return None;
    }
    let serial = hex::encode(element.content);
    inside(&mut signed, SEQUENCE)?;
    let issuer = distinguished_name(inside(&mut signed, SEQUENCE)?)?;
    let mut validity = inside(&mut signed, SEQUENCE)?;
    let (not_before, not_after) = (time(&mut validity), time(&mut validity));
    let subject = distinguished_name(inside(&mut signed, SEQUENCE)?)?;
    inside(&mut signed, SEQUENCE)?;
    let mut names = Vec::new();
    while let Some(element) = next(&mut signed) {
        if element.tag == EXTENSIONS {
            alternative_names(element.content, &mut names);
        }
    }
    Some(Certificate {
        ends: Ends::default(),
        server_name: None,
        position: None,
        sha1: Some(hex::encode(Sha1::digest(whole))),
        sha256: Some(hex::encode(Sha256::digest(whole))),
        serial: Some(serial),
        subject,
        issuer,
        names,
        not_before,
        not_after,
        span: Span::default(),
    })
}

fn alternative_names(mut wrapped: &[u8], names: &mut Vec<String>) {
    let Some(mut extensions) = inside(&mut wrapped, SEQUENCE) else { return };
    while let Some(mut extension) = inside(&mut extensions, SEQUENCE) {
        if inside(&mut extension, OBJECT_ID) != Some(SUBJECT_ALT_NAME) {
            continue;
        }
        // A truth value may stand before the value.
        while let Some(element) = next(&mut extension) {
            if element.tag != OCTETS {
                continue;
            }
            let mut value = element.content;
            let mut list = inside(&mut value, SEQUENCE).unwrap_or_default();
            while let Some(name) = next(&mut list).filter(|_| names.len() < MOST_NAMES) {
                match (name.tag, name.content) {
                    (DNS_NAME, host) => names.push(text(host, 255)),
                    (IP_ADDRESS, bytes) => {
                        let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
                        let sixteen = || <[u8; 16]>::try_from(bytes).map(IpAddr::from);
                        names.extend(four.or_else(|_| sixteen()).ok().map(|address| address.to_string()));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// A time: with two digits of the year, from 1950 on, or with four.
fn time(bytes: &mut &[u8]) -> Option<Timestamp> {
    let element = next(bytes)?;
    let digits = std::str::from_utf8(element.content).ok()?.strip_suffix('Z')?;
    let (year, rest) = match element.tag {
        UTC_TIME => {
            let (year, rest) = digits.split_at_checked(2)?;
            let year: i16 = year.parse().ok()?;
            (if year < 50 { year.checked_add(2000)? } else { year.checked_add(1900)? }, rest)
        }
        GENERALIZED_TIME => {
            let (year, rest) = digits.split_at_checked(4)?;
            (year.parse().ok()?, rest)
        }
        _ => return None,
    };
    let part = |at: usize| rest.get(at..at.checked_add(2)?)?.parse::<i8>().ok();
    let at = jiff::civil::DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0).ok()?;
    let at = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    Some(Timestamp::new(at, Precision::Second))
}
