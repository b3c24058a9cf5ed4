//! JA4, the fingerprint of a TLS client: how many and which suites, extensions and algorithms it offers. Browsers and
//! systems have theirs; so has malware that brings its own TLS.
//!
//! Specification: FoxIO, `ja4/technical_details/JA4.md`. JA4 of TLS clients is published under the BSD 3-Clause licence;
//! the other fingerprints of the family (JA4S, JA4H …) are under FoxIO's own licence and are not made here.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::super::bytes::Cursor;
use super::tls::ClientHello;

const SERVER_NAME: u16 = 0;
const ALPN: u16 = 16;

/// Values that a client invents so that servers stay tolerant (RFC 8701).
pub(super) const fn is_grease(value: u16) -> bool {
    let [high, low] = value.to_be_bytes();
    high == low && low & 0x0f == 0x0a
}

/// The fingerprint; `q` for QUIC, `t` for TCP.
pub(super) fn ja4(hello: &ClientHello, transport: char) -> String {
    let ciphers: Vec<u16> = hello.ciphers.iter().copied().filter(|value| !is_grease(*value)).collect();
    let extensions: Vec<u16> = hello.extensions.iter().copied().filter(|value| !is_grease(*value)).collect();
    let offered = hello.versions.iter().copied().filter(|value| !is_grease(*value)).max();
    let version = match offered.unwrap_or(hello.legacy_version) {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 => "s2",
        0xfeff => "d1",
        0xfefd => "d2",
        0xfefc => "d3",
        _ => "00",
    };
    let name = if extensions.contains(&SERVER_NAME) { 'd' } else { 'i' };
    let (suites, kinds) = (ciphers.len().min(99), extensions.len().min(99));
    let first = hello.alpn.first().map_or_else(|| "00".to_owned(), |alpn| ends(alpn));
    let others = extensions.into_iter().filter(|value| !matches!(*value, SERVER_NAME | ALPN)).collect();
    let mut third = list(sorted(others));
    if !third.is_empty() && !hello.signature_algorithms.is_empty() {
        third.push('_');
        third.push_str(&list(hello.signature_algorithms.clone()));
    }
    let second = list(sorted(ciphers));
    format!("{transport}{version}{name}{suites:02}{kinds:02}{first}_{}_{}", cut(&second), cut(&third))
}

fn sorted(mut values: Vec<u16>) -> Vec<u16> {
    values.sort_unstable();
    values
}

fn list(values: Vec<u16>) -> String {
    let mut text = String::new();
    for value in values {
        let comma = if text.is_empty() { "" } else { "," };
        let _ = write!(text, "{comma}{value:04x}");
    }
    text
}

/// The first twelve digits of the hash; zeros of nothing.
fn cut(text: &str) -> String {
    if text.is_empty() {
        return "0".repeat(12);
    }
    let mut digest = hex::encode(Sha256::digest(text));
    digest.truncate(12);
    digest
}

/// First and last character of a protocol's name; of its hexadecimal form where one of them is no letter or digit.
fn ends(name: &[u8]) -> String {
    let (Some(&first), Some(&last)) = (name.first(), name.last()) else {
        return "00".to_owned();
    };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return [char::from(first), char::from(last)].iter().collect();
    }
    let (high, low) = (format!("{first:02x}"), format!("{last:02x}"));
    high.chars().take(1).chain(low.chars().skip(1)).collect()
}

/// Numbers of two bytes, one after the other.
pub(super) fn numbers(mut list: Cursor<'_>) -> Vec<u16> {
    let mut found = Vec::new();
    while let Some(value) = list.u16() {
        found.push(value);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    fn example() -> ClientHello {
        let numbers = |text: &str| text.split(',').map(|hex| u16::from_str_radix(hex, 16).unwrap()).collect::<Vec<_>>();
        ClientHello {
            legacy_version: 0x0303,
            ciphers: numbers("5a5a,1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035"),
            extensions: numbers("3a3a,001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015"),
            server_name: Some("example.com".to_owned()),
            alpn: vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            versions: vec![0x7a7a, 0x0304, 0x0303],
            signature_algorithms: numbers("0403,0804,0401,0503,0805,0501,0806,0601"),
        }
    }

    #[test]
    fn the_published_example() {
        assert_eq!(ja4(&example(), 't'), "t13d1516h2_8daaf6152771_e5627efa2ab1");
    }

    #[test]
    fn the_rules_at_the_edges() {
        let hello = ClientHello { alpn: Vec::new(), signature_algorithms: Vec::new(), ..example() };
        assert!(ja4(&hello, 'q').starts_with("q13d151600_8daaf6152771_"));
        assert_ne!(ja4(&hello, 'q').rsplit('_').next(), ja4(&example(), 'q').rsplit('_').next());
        let nothing = ClientHello { legacy_version: 0x0301, ..ClientHello::default() };
        assert_eq!(ja4(&nothing, 't'), "t10i000000_000000000000_000000000000");
        // The examples of the specification for names of protocols.
        for (name, expected) in [
            (&[0xab_u8][..], "ab"),
            (&[0xab, 0xcd], "ad"),
            (&[0x30, 0xab], "3b"),
            (&[0x30, 0x31, 0xab, 0xcd], "3d"),
            (&[0x30, 0xab, 0xcd, 0x31], "01"),
            (b"h2", "h2"),
            (b"http/1.1", "h1"),
            (b"h", "hh"),
        ] {
            assert_eq!(ends(name), expected);
        }
        assert!(is_grease(0x0a0a) && is_grease(0xfafa) && !is_grease(0x0a1a) && !is_grease(0x1301));
    }
}
