//! The part of a TLS handshake that is in clear: the client's hello, and up to TLS 1.2 the server's certificates.
//!
//! Formats: RFC 8446, RFC 5246, RFC 6066 (server name), RFC 7301 (ALPN). Only the beginning of each direction is kept.

use vigie_model::{Place, Timestamp};

use super::super::bytes::{Cursor, text};
use super::super::tally::Counted as _;
use super::super::{Certificate, Ends, Handshake, Span};
use super::ja4::{is_grease, ja4, numbers};
use super::x509;

/// A record is at most 16 KiB of content and some of its cipher.
const MOST_RECORD: usize = (16 << 10) + 2048;
/// Messages of one direction that are not taken apart yet: a long chain of certificates.
const MOST_MESSAGES: usize = 96 << 10;
/// Certificates of one chain.
const MOST_CERTIFICATES: usize = 8;
/// Protocols of one hello that are kept.
const MOST_ALPN: usize = 16;

const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;

/// What a client offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ClientHello {
    pub(super) legacy_version: u16,
    pub(super) ciphers: Vec<u16>,
    pub(super) extensions: Vec<u16>,
    pub(super) server_name: Option<String>,
    pub(super) alpn: Vec<Vec<u8>>,
    pub(super) versions: Vec<u16>,
    pub(super) signature_algorithms: Vec<u16>,
}

impl ClientHello {
    /// From the body of the message.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let mut cursor = Cursor(body);
        let legacy_version = cursor.u16()?;
        cursor.take(32)?;
        cursor.after_u8()?;
        let ciphers = numbers(cursor.after_u16()?);
        cursor.after_u8()?;
        let mut hello = Self { legacy_version, ciphers, ..Self::default() };
        if cursor.is_empty() {
            return Some(hello);
        }
        let mut extensions = cursor.after_u16()?;
        while !extensions.is_empty() {
            let kind = extensions.u16()?;
            let mut value = extensions.after_u16()?;
            hello.extensions.push(kind);
            match kind {
                0 => {
                    let mut names = value.after_u16()?;
                    // Zero is the only kind of name there is.
                    if names.u8() == Some(0) {
                        hello.server_name =
                            names.after_u16().map(|name| text(name.0, 255)).filter(|name| !name.is_empty());
                    }
                }
                13 => hello.signature_algorithms = value.after_u16().map(numbers).unwrap_or_default(),
                16 => {
                    let mut names = value.after_u16()?;
                    while let Some(name) = names.after_u8().filter(|_| hello.alpn.len() < MOST_ALPN) {
                        hello.alpn.push(name.0.to_vec());
                    }
                }
                43 => hello.versions = value.after_u8().map(numbers).unwrap_or_default(),
                _ => {}
            }
        }
        Some(hello)
    }

    /// The record of it.
    pub(super) fn handshake(&self, transport: &str, ends: &Ends, span: Span, agreed: Option<u16>) -> Handshake {
        let offered = self.versions.iter().copied().filter(|value| !is_grease(*value)).max();
        let alpn = self.alpn.iter().filter(|name| !matches!(name.as_slice(), [a, b] if a == b && a & 0x0f == 0x0a));
        Handshake {
            transport: transport.to_owned(),
            ends: ends.clone(),
            server_name: self.server_name.clone(),
            alpn: alpn.map(|name| text(name, 64)).collect(),
            version: Some(version(agreed.or(offered).unwrap_or(self.legacy_version))),
            ja4: Some(ja4(self, if transport == "quic" { 'q' } else { 't' })),
            certificate: None,
            span,
        }
    }
}

/// The name of a version.
fn version(number: u16) -> String {
    match number {
        0x0304 => "TLS 1.3".to_owned(),
        0x0303 => "TLS 1.2".to_owned(),
        0x0302 => "TLS 1.1".to_owned(),
        0x0301 => "TLS 1.0".to_owned(),
        0x0300 => "SSL 3.0".to_owned(),
        other => format!("0x{other:04x}"),
    }
}

/// One direction, until nothing more is wanted of it.
#[derive(Debug, Default)]
struct Side {
    raw: Vec<u8>,
    messages: Vec<u8>,
    done: bool,
}

impl Side {
    fn kept(&self) -> usize {
        self.raw.len().saturating_add(self.messages.len())
    }

    fn finish(&mut self) {
        *self = Self { done: true, ..Self::default() };
    }

    /// Bytes as they came. `see` takes each whole message and says whether more is wanted. Answers whether what came is
    /// TLS at all.
    fn feed(&mut self, bytes: &[u8], see: &mut dyn FnMut(u8, &[u8]) -> bool) -> bool {
        if self.done {
            return true;
        }
        self.raw.extend_from_slice(bytes);
        loop {
            let mut cursor = Cursor(&self.raw);
            let (Some(kind), Some(major), Some(_), Some(length)) =
                (cursor.u8(), cursor.u8(), cursor.u8(), cursor.u16())
            else {
                return true;
            };
            let length = usize::from(length);
            if major != 3 || length > MOST_RECORD || !(20..=24).contains(&kind) {
                self.finish();
                return false;
            }
            let Some(content) = cursor.take(length) else { return true };
            // An alert or a change of cipher ends what is in clear.
            if kind != HANDSHAKE || self.messages.len().saturating_add(length) > MOST_MESSAGES {
                self.finish();
                return true;
            }
            self.messages.extend_from_slice(content);
            let used = length.saturating_add(5);
            self.raw.drain(..used.min(self.raw.len()));
            loop {
                let mut cursor = Cursor(&self.messages);
                let Some(kind) = cursor.u8() else { break };
                let Some(body) = cursor.after_u24() else { break };
                let used = body.0.len().saturating_add(4);
                if !see(kind, body.0) {
                    self.finish();
                    return true;
                }
                self.messages.drain(..used.min(self.messages.len()));
            }
        }
    }
}

/// Whether bytes begin as a TLS handshake does.
pub(super) fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [HANDSHAKE, 3, 0..=4, ..])
}

/// One handshake over TCP.
#[derive(Debug, Default)]
pub(super) struct Session {
    client: Side,
    server: Side,
    at: Option<(Place, Option<Timestamp>)>,
    hello: Option<ClientHello>,
    agreed: Option<u16>,
    certificates: Vec<Certificate>,
    /// Hellos and certificates that could not be read.
    pub(super) not_understood: u64,
}

impl Session {
    pub(super) fn kept(&self) -> usize {
        let sides = self.client.kept().saturating_add(self.server.kept());
        self.certificates.iter().fold(sides, |sum, one| sum.saturating_add(one.weight()))
    }

    pub(super) fn is_done(&self) -> bool {
        self.client.done && self.server.done
    }

    /// Bytes of the client. A gap before the hello is whole ends it.
    pub(super) fn client(&mut self, bytes: &[u8], missing: bool, place: &Place, time: Option<Timestamp>) {
        if missing {
            self.client.finish();
        }
        self.at.get_or_insert_with(|| (place.clone(), time));
        let (hello, failed) = (&mut self.hello, &mut self.not_understood);
        let is_tls = self.client.feed(bytes, &mut |kind, body| {
            if kind == CLIENT_HELLO {
                *hello = ClientHello::read(body);
                if hello.is_none() {
                    *failed = failed.saturating_add(1);
                }
            }
            false
        });
        if !is_tls && self.hello.is_none() {
            self.server.finish();
        }
    }

    /// Bytes of the server.
    pub(super) fn server(&mut self, bytes: &[u8], missing: bool, place: &Place, time: Option<Timestamp>) {
        if missing {
            self.server.finish();
        }
        self.at.get_or_insert_with(|| (place.clone(), time));
        let (agreed, certificates, failed) = (&mut self.agreed, &mut self.certificates, &mut self.not_understood);
        self.server.feed(bytes, &mut |kind, body| match kind {
            SERVER_HELLO => {
                *agreed = server_version(body);
                // From TLS 1.3 on everything that follows is encrypted.
                *agreed != Some(0x0304)
            }
            CERTIFICATE => {
                let mut list = Cursor(body).after_u24().unwrap_or(Cursor(&[]));
                while let Some(one) = list.after_u24().filter(|_| certificates.len() < MOST_CERTIFICATES) {
                    match x509::certificate(one.0) {
                        Some(read) => certificates.push(read),
                        None => *failed = failed.saturating_add(1),
                    }
                }
                false
            }
            _ => true,
        });
    }

    /// What was seen. A handshake without a hello of the client is told when the server's certificate was seen.
    pub(super) fn told(self, ends: &Ends) -> Option<(Place, Handshake, Vec<Certificate>)> {
        let (place, time) = self.at?;
        let span = Span::once(time);
        let mut handshake = match &self.hello {
            Some(hello) => hello.handshake("tcp", ends, span.clone(), self.agreed),
            None if !self.certificates.is_empty() => Handshake {
                transport: "tcp".to_owned(),
                ends: ends.clone(),
                server_name: None,
                alpn: Vec::new(),
                version: self.agreed.map(version),
                ja4: None,
                certificate: None,
                span: span.clone(),
            },
            None => return None,
        };
        handshake.certificate = self.certificates.first().and_then(|first| first.sha256.clone());
        let mut certificates = self.certificates;
        for (position, certificate) in (0_u32..).zip(&mut certificates) {
            certificate.ends = Ends { client: None, ..ends.clone() };
            certificate.server_name.clone_from(&handshake.server_name);
            certificate.position = Some(position);
            certificate.span = span.clone();
        }
        Some((place, handshake, certificates))
    }
}

/// The version a server agrees to.
fn server_version(body: &[u8]) -> Option<u16> {
    let mut cursor = Cursor(body);
    let legacy = cursor.u16()?;
    cursor.take(32)?;
    cursor.after_u8()?;
    cursor.take(3)?;
    let mut extensions = cursor.after_u16().unwrap_or(Cursor(&[]));
    while let (Some(kind), Some(mut value)) = (extensions.u16(), extensions.after_u16()) {
        if kind == 43 {
            return value.u16();
        }
    }
    Some(legacy)
}
