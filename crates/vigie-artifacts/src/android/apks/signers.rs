//! Who signed a package: the certificates of every signature scheme. No signature is verified here: that a package
//! names a certificate does not prove that the owner of that certificate made it.
//!
//! Formats: AOSP, “APK signature schemes v2, v3 and v3.1” (<https://source.android.com/docs/security/features/apksigning>):
//! a block before the central directory, made of pairs of a length, a number and a value; scheme v1 is that of JAR
//! files. Other readers: apksig, androguard.

use md5::{Digest as _, Md5};
use serde::Serialize;
use sha1::Sha1;
use sha2::Sha256;

use super::archive::{Archive, u32_at, usize_at};
use super::der;

/// The number of a scheme, and its name.
const SCHEMES: &[(u32, &str)] = &[(0x7109_871a, "v2"), (0xf053_68c0, "v3"), (0x1b93_ad61, "v3.1")];
/// The attribute of scheme v3 that holds the certificates used before.
const LINEAGE: u32 = 0x3ba0_6f8c;
/// Pairs in the block, signers of a scheme, certificates of a signer.
const MOST: usize = 64;

/// A certificate that a signature names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// The scheme: `v1`, `v2`, `v3`, `v3.1`; `lineage` for one that was used before; `backup` where a backup names it.
    pub scheme: &'static str,
    /// Whose it says it is.
    pub subject: Option<String>,
    /// SHA-256 of the certificate.
    pub sha256: String,
    /// SHA-1 of the certificate.
    pub sha1: String,
    /// MD5 of the certificate.
    pub md5: String,
}

impl Signer {
    /// From the bytes of a certificate.
    pub(in crate::android) fn new(scheme: &'static str, certificate: &[u8]) -> Self {
        Self {
            scheme,
            subject: der::subject(certificate),
            sha256: hex::encode(Sha256::digest(certificate)),
            sha1: hex::encode(Sha1::digest(certificate)),
            md5: hex::encode(Md5::digest(certificate)),
        }
    }
}

/// What follows a length of four bytes; `rest` goes on behind it.
fn prefixed<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize_at(rest, 0)?;
    let (taken, after) = rest.get(4..)?.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

fn items(mut list: &[u8]) -> Option<Vec<&[u8]>> {
    let mut found = Vec::new();
    while !list.is_empty() && found.len() < MOST {
        found.push(prefixed(&mut list)?);
    }
    Some(found)
}

/// The value of one scheme: signers, each with what it signed.
fn scheme(mut value: &[u8], name: &'static str, found: &mut Vec<Signer>) -> Option<()> {
    for mut signer in items(prefixed(&mut value)?)? {
        let mut signed = prefixed(&mut signer)?;
        prefixed(&mut signed)?;
        let certificates = items(prefixed(&mut signed)?)?;
        found.extend(certificates.into_iter().map(|certificate| Signer::new(name, certificate)));
        if name == "v2" {
            continue;
        }
        // The range of versions it is for, then its attributes.
        signed = signed.get(8..)?;
        for attribute in items(prefixed(&mut signed)?)? {
            if u32_at(attribute, 0) == Some(LINEAGE) {
                // A version, then nodes; the certificate stands first in what each signs.
                for mut node in items(attribute.get(8..)?)? {
                    let mut signed = prefixed(&mut node)?;
                    found.push(Signer::new("lineage", prefixed(&mut signed)?));
                }
            }
        }
    }
    Some(())
}

/// The pairs of the block before the directory. `None` when it is damaged; nothing when there is none.
fn block(bytes: &[u8], directory: usize) -> Option<Vec<(u32, &[u8])>> {
    let before = bytes.get(..directory)?;
    let Some(rest) = before.strip_suffix(b"APK Sig Block 42") else { return Some(Vec::new()) };
    let size_at = rest.len().checked_sub(8)?;
    let size = usize::try_from(u64::from_le_bytes(rest.get(size_at..)?.try_into().ok()?)).ok()?;
    let mut pairs = rest.get(directory.checked_sub(size)?..size_at)?;
    let mut found = Vec::new();
    while !pairs.is_empty() && found.len() < MOST {
        let (length, after) = pairs.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (pair, after) = after.split_at_checked(length)?;
        pairs = after;
        found.push((u32_at(pair, 0)?, pair.get(4..)?));
    }
    Some(found)
}

/// Whether a member is the signature of scheme v1.
fn is_v1(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let ending = [".RSA", ".DSA", ".EC"].iter().any(|ending| name.ends_with(ending));
    ending && name.strip_prefix("META-INF/").is_some_and(|rest| !rest.contains('/'))
}

/// Every certificate, in the order of the schemes; and what could not be read.
pub(super) fn read(archive: &Archive<'_>, bytes: &[u8]) -> (Vec<Signer>, Vec<&'static str>) {
    let (mut found, mut troubles) = (Vec::new(), Vec::new());
    for name in archive.names().filter(|name| is_v1(name)).take(MOST) {
        match archive.read(name).as_deref().and_then(|bytes| {
            der::of_signature(bytes)
                .map(|of| of.into_iter().map(|certificate| Signer::new("v1", certificate)).collect::<Vec<_>>())
        }) {
            Some(signers) => found.extend(signers),
            None => troubles.push("a signature of scheme v1 could not be read"),
        }
    }
    match block(bytes, archive.directory) {
        None => troubles.push("the block of signatures before the directory is damaged"),
        Some(pairs) => {
            for (number, value) in pairs {
                if let Some((_, name)) = SCHEMES.iter().find(|(known, _)| *known == number)
                    && scheme(value, name, &mut found).is_none()
                {
                    troubles.push("a signature of scheme v2 or v3 could not be read to its end");
                }
            }
        }
    }
    (found, troubles)
}
