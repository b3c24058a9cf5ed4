//! Timestamps of a case (RFC 3161, <https://www.rfc-editor.org/rfc/rfc3161>): a request over the hash of `MANIFEST` is
//! written without any network; the answer of a time-stamping authority, fetched by other means, is attached later.
//!
//! What is checked here: that the authority granted it, that it is over this manifest, that it answers this request,
//! what time and which authority it names. That the authority is the one it says, only its certificates show: that
//! check is left to `openssl ts -verify`, and [`Token`] is to be told as unverified until then.

use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;
use vigie_model::Timestamp;

use crate::CaseError;
use crate::custody::{self, Act, Event};
use crate::der::{
    BOOLEAN, Der, GENERALIZED_TIME, INTEGER, NULL, NotDer, OCTET_STRING, OID, SEQUENCE, SET, context, dotted, value,
};
use crate::manifest::{MANIFEST, sha256};
use crate::seal::write_new;

/// The name of the request in a case.
pub const REQUEST: &str = "MANIFEST.tsq";
/// The name of the response in a case.
pub const RESPONSE: &str = "MANIFEST.tsr";
/// The file it is over.
pub const DATA: &str = MANIFEST;
/// A response may be this large, in bytes: a few certificates and a signature.
const LIMIT: u64 = 1 << 20;

const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];

/// Why a response cannot be attached.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TimestampError {
    /// It is not a response of a time-stamping authority.
    #[error("not a timestamp response (RFC 3161)")]
    NotAResponse,
    /// The authority refused.
    #[error("the authority refused: status {status} {text}")]
    Refused {
        /// PKIStatus.
        status: u64,
        /// Its words.
        text: String,
    },
    /// It is over other bytes.
    #[error("it is over other bytes, not over this MANIFEST")]
    OtherBytes,
    /// It answers another request.
    #[error("it answers another request: its nonce differs")]
    OtherRequest,
}

impl From<NotDer> for TimestampError {
    fn from(_: NotDer) -> Self {
        Self::NotAResponse
    }
}

/// What a timestamp says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    /// The time it states.
    pub time: Timestamp,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// The policy it was made under.
    pub policy: String,
    /// Who says so: the authority's own name if it is stated, else who issued the certificate it signed with. Not
    /// verified here.
    pub authority: String,
}

/// The bytes of a request. The authority is asked for its certificate, so that the answer can be verified later.
fn request_bytes(hash: &[u8], nonce: &[u8]) -> Vec<u8> {
    let algorithm = value(SEQUENCE, &[value(OID, SHA256), value(NULL, &[])].concat());
    let imprint = value(SEQUENCE, &[algorithm, value(OCTET_STRING, hash)].concat());
    let parts = [value(INTEGER, &[1]), imprint, value(INTEGER, nonce), value(BOOLEAN, &[0xff])];
    value(SEQUENCE, &parts.concat())
}

/// The nonce of a request.
fn nonce_of(request: &[u8]) -> Result<Option<&[u8]>, NotDer> {
    let mut request = Der(request).within(SEQUENCE)?;
    request.take(INTEGER)?;
    request.take(SEQUENCE)?;
    request.optional(OID)?;
    request.optional(INTEGER)
}

/// The parts of a distinguished name that people know, in its order.
fn name(mut rdns: Der<'_>) -> Result<String, NotDer> {
    let mut parts = Vec::new();
    while rdns.peek().is_some() {
        let mut set = rdns.within(SET)?;
        while set.peek().is_some() {
            let mut pair = set.within(SEQUENCE)?;
            let kind = dotted(pair.take(OID)?)?;
            let (_, text) = pair.next()?;
            let kind = match kind.as_str() {
                "2.5.4.3" => "CN",
                "2.5.4.6" => "C",
                "2.5.4.7" => "L",
                "2.5.4.8" => "ST",
                "2.5.4.10" => "O",
                "2.5.4.11" => "OU",
                other => other,
            };
            parts.push(format!("{kind}={}", String::from_utf8_lossy(text)));
        }
    }
    Ok(parts.join(", "))
}

/// A GeneralizedTime: `YYYYMMDDhhmmss[.f…]Z`.
fn generalized_time(content: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(content).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() != 14 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let at = |from: usize, to: usize| &whole[from..to];
    let dot = if fraction.is_empty() { "" } else { "." };
    let date = format!("{}-{}-{}", at(0, 4), at(4, 6), at(6, 8));
    let time = format!("{}:{}:{}{dot}{fraction}", at(8, 10), at(10, 12), at(12, 14));
    Timestamp::parse_rfc3339(&format!("{date}T{time}Z"))
}

/// Reads a response over a manifest, and compares it with the request if there is one.
///
/// # Errors
/// See [`TimestampError`].
pub fn check(manifest: &[u8], response: &[u8], request: Option<&[u8]>) -> Result<Token, TimestampError> {
    let mut all = Der(response);
    let mut response = all.within(SEQUENCE)?;
    if all.peek().is_some() {
        return Err(TimestampError::NotAResponse);
    }
    let mut status = response.within(SEQUENCE)?;
    let granted = status.take(INTEGER)?.iter().fold(0u64, |number, byte| number.wrapping_shl(8) | u64::from(*byte));
    if granted > 1 {
        let mut words = Vec::new();
        if let Some(texts) = status.optional(SEQUENCE)? {
            let mut texts = Der(texts);
            while texts.peek().is_some() {
                words.push(String::from_utf8_lossy(texts.next()?.1).into_owned());
            }
        }
        return Err(TimestampError::Refused { status: granted, text: words.join(" ") });
    }
    let mut content = response.within(SEQUENCE)?;
    if content.take(OID)? != SIGNED_DATA {
        return Err(TimestampError::NotAResponse);
    }
    let mut signed = content.within(context(0))?.within(SEQUENCE)?;
    signed.take(INTEGER)?;
    signed.take(SET)?;
    let mut inner = signed.within(SEQUENCE)?;
    if inner.take(OID)? != TST_INFO {
        return Err(TimestampError::NotAResponse);
    }
    let mut info = Der(inner.within(context(0))?.take(OCTET_STRING)?).within(SEQUENCE)?;
    signed.optional(context(0))?;
    signed.optional(context(1))?;
    let signers = signed.within(SET)?;

    info.take(INTEGER)?;
    let policy = dotted(info.take(OID)?)?;
    let mut imprint = info.within(SEQUENCE)?;
    let algorithm = imprint.within(SEQUENCE)?.take(OID)?;
    if algorithm != SHA256 || hex::encode(imprint.take(OCTET_STRING)?) != sha256(manifest) {
        return Err(TimestampError::OtherBytes);
    }
    let serial = hex::encode(info.take(INTEGER)?);
    let time = generalized_time(info.take(GENERALIZED_TIME)?).ok_or(TimestampError::NotAResponse)?;
    info.optional(SEQUENCE)?;
    info.optional(BOOLEAN)?;
    let nonce = info.optional(INTEGER)?;
    let stated = info.optional(context(0))?;
    if let Some(request) = request
        && nonce_of(request)? != nonce
    {
        return Err(TimestampError::OtherRequest);
    }
    Ok(Token { time, serial, policy, authority: authority(stated, signers)? })
}

/// The authority's own name, or who issued its certificate.
fn authority(stated: Option<&[u8]>, mut signers: Der<'_>) -> Result<String, NotDer> {
    if let Some(stated) = stated {
        let mut stated = Der(stated);
        // A general name of the kind directoryName.
        if stated.peek() == Some(context(4)) {
            return name(stated.within(context(4))?.within(SEQUENCE)?);
        }
    }
    let mut signer = signers.within(SEQUENCE)?;
    signer.take(INTEGER)?;
    if signer.peek() != Some(SEQUENCE) {
        let (_, key) = signer.next()?;
        return Ok(format!("key {}", hex::encode(key)));
    }
    let mut id = signer.within(SEQUENCE)?;
    let issuer = name(id.within(SEQUENCE)?)?;
    Ok(format!("a certificate of {issuer}, serial number {}", hex::encode(id.take(INTEGER)?)))
}

/// Writes a request into a case, over the hash of its manifest. Answers where.
///
/// # Errors
/// [`CaseError::Exists`] when there is one; [`CaseError::Custody`], [`CaseError::Io`].
pub fn request(case: &Path, at: Timestamp, who: Option<&str>) -> Result<PathBuf, CaseError> {
    let (path, manifest) = (case.join(REQUEST), case.join(MANIFEST));
    let bytes = std::fs::read(&manifest).map_err(CaseError::io(&manifest))?;
    let hash = hex::decode(sha256(&bytes)).unwrap_or_default();
    let mut nonce = [0; 8];
    getrandom::fill(&mut nonce).map_err(|error| CaseError::Custody { detail: error.to_string() })?;
    // Positive, and of full length.
    nonce[0] = nonce[0] & 0x3f | 0x40;
    let request = request_bytes(&hash, &nonce);
    write_new(&path, &request)?;
    recorded(case, Event::new(at, who, Act::TimestampRequested).with_file(REQUEST, &request), &path)?;
    Ok(path)
}

/// Attaches a response to a case.
///
/// # Errors
/// [`CaseError::Timestamp`] when it is not over this case; [`CaseError::Exists`], [`CaseError::Custody`],
/// [`CaseError::Io`].
pub fn attach(case: &Path, file: &Path, at: Timestamp, who: Option<&str>) -> Result<Token, CaseError> {
    let size = std::fs::metadata(file).map_err(CaseError::io(file))?.len();
    if size > LIMIT {
        return Err(CaseError::Timestamp(TimestampError::NotAResponse));
    }
    let response = std::fs::read(file).map_err(CaseError::io(file))?;
    let manifest = case.join(MANIFEST);
    let manifest = std::fs::read(&manifest).map_err(CaseError::io(&manifest))?;
    let request = std::fs::read(case.join(REQUEST)).ok();
    let token = check(&manifest, &response, request.as_deref()).map_err(CaseError::Timestamp)?;
    let path = case.join(RESPONSE);
    write_new(&path, &response)?;
    recorded(case, Event::new(at, who, Act::Timestamped).with_file(RESPONSE, &response), &path)?;
    Ok(token)
}

/// Adds the line that vouches for a file; without it the file does not stay.
fn recorded(case: &Path, event: Event, path: &Path) -> Result<(), CaseError> {
    custody::append(case, event).map(drop).inspect_err(|_| {
        let _ = std::fs::remove_file(path);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A response as an authority makes it, without its signature value.
    fn response(status: u8, manifest: &[u8], nonce: &[u8]) -> Vec<u8> {
        let text = |kind: u8, text: &str| {
            let pair = [value(OID, &[0x55, 0x04, kind]), value(0x0c, text.as_bytes())].concat();
            value(SET, &value(SEQUENCE, &pair))
        };
        let issuer = value(SEQUENCE, &[text(6, "FR"), text(3, "Test Authority")].concat());
        let algorithm = value(SEQUENCE, &value(OID, SHA256));
        let hash = hex::decode(sha256(manifest)).unwrap();
        let info = [
            value(INTEGER, &[1]),
            value(OID, &[0x2a, 0x03, 0x04, 0x01]),
            value(SEQUENCE, &[algorithm.clone(), value(OCTET_STRING, &hash)].concat()),
            value(INTEGER, &[0x12, 0x34]),
            value(GENERALIZED_TIME, b"20260301100000.25Z"),
            value(INTEGER, nonce),
        ];
        let info = value(OCTET_STRING, &value(SEQUENCE, &info.concat()));
        let by = [value(INTEGER, &[1]), value(SEQUENCE, &[issuer, value(INTEGER, &[9])].concat())];
        let signed = [
            value(INTEGER, &[3]),
            value(SET, &algorithm),
            value(SEQUENCE, &[value(OID, TST_INFO), value(context(0), &info)].concat()),
            value(SET, &value(SEQUENCE, &by.concat())),
        ];
        let token = [value(OID, SIGNED_DATA), value(context(0), &value(SEQUENCE, &signed.concat()))];
        let words = value(SEQUENCE, &value(0x0c, b"no such policy"));
        let status = [value(INTEGER, &[status]), if status > 1 { words } else { Vec::new() }];
        value(SEQUENCE, &[value(SEQUENCE, &status.concat()), value(SEQUENCE, &token.concat())].concat())
    }

    #[test]
    fn a_response_says_when_and_who_says_so() {
        let request = request_bytes(&[1; 32], &[0x41, 2]);
        let token = check(b"manifest", &response(0, b"manifest", &[0x41, 2]), Some(&request)).unwrap();
        assert_eq!(token.time.to_string(), "2026-03-01T10:00:00.250Z");
        assert_eq!((token.policy.as_str(), token.serial.as_str()), ("1.2.3.4.1", "1234"));
        assert_eq!(token.authority, "a certificate of C=FR, CN=Test Authority, serial number 09");
    }

    #[test]
    fn what_is_not_over_this_case_is_refused() {
        let request = request_bytes(&[1; 32], &[0x41, 2]);
        let other = response(0, b"another", &[0x41, 2]);
        assert_eq!(check(b"manifest", &other, Some(&request)), Err(TimestampError::OtherBytes));
        let other = response(0, b"manifest", &[0x41, 3]);
        assert_eq!(check(b"manifest", &other, Some(&request)), Err(TimestampError::OtherRequest));
        let refused = check(b"manifest", &response(2, b"manifest", &[0x41, 2]), None);
        assert_eq!(refused, Err(TimestampError::Refused { status: 2, text: "no such policy".to_owned() }));
        assert_eq!(check(b"manifest", &request, None), Err(TimestampError::NotAResponse));
    }

    #[test]
    fn hostile_responses_never_panic() {
        let good = response(0, b"manifest", &[0x41, 2]);
        for end in 0..good.len() {
            assert!(check(b"manifest", &good[..end], None).is_err());
        }
        for at in 0..good.len() {
            for flip in [0x01, 0x20, 0x80, 0xff] {
                let mut bytes = good.clone();
                bytes[at] ^= flip;
                let _ = check(b"manifest", &bytes, None);
            }
        }
    }
}
