//! Certificate authorities that somebody added to those of the system: whoever holds such a key can read the encrypted
//! traffic of every application that trusts them.
//!
//! Format: `data/misc/user/N/cacerts-added/HASH.N` (AOSP `TrustedCertificateStore`), each one X.509 certificate in PEM or
//! DER; `cacerts-removed` holds authorities of the system that were switched off.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::super::apks::Signer;
use super::user_of;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// A certificate is a few thousand bytes.
const LARGEST: u64 = 1 << 20;

/// See the module.
pub struct CaCertificates;

/// One authority.
#[derive(Debug, Serialize)]
pub struct CaCertificate {
    /// For which user.
    pub user: Option<i64>,
    /// It was added; otherwise one of the system was switched off.
    pub added: bool,
    /// Whose it says it is.
    pub subject: Option<String>,
    /// SHA-256 of the certificate.
    pub sha256: String,
    /// SHA-1 of the certificate.
    pub sha1: String,
}

impl Record for CaCertificate {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for hash in [&self.sha256, &self.sha1] {
            see(Observable::certificate(hash));
        }
        if let Some(subject) = &self.subject {
            see(Observable::text(subject));
        }
    }

    fn summary(&self) -> String {
        let what = if self.added { "added" } else { "switched off" };
        format!("certificate authority {what}: {}", self.subject.as_deref().unwrap_or("unknown"))
    }
}

fn der(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = str::from_utf8(bytes).ok().and_then(|text| text.split_once("-----BEGIN CERTIFICATE-----"));
    let Some((_, rest)) = text else { return Some(bytes.to_vec()) };
    let (body, _) = rest.split_once("-----END CERTIFICATE-----")?;
    STANDARD.decode(body.split_ascii_whitespace().collect::<String>()).ok()
}

impl Artifact for CaCertificates {
    type Record = CaCertificate;
    const SPEC: Spec = Spec {
        id: "android_ca_certificates",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/misc/user/*/cacerts-{added,removed}/*"),
            (Layout::AndroidFilesystem, "data/misc/keychain/cacerts-{added,removed}/*"),
        ],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CaCertificate>) -> Result<(), ParseError> {
        if file.size()? > LARGEST {
            return Err(ParseError::file(ProblemCode::FileTooLarge, "too large for a certificate"));
        }
        let wrong = || ParseError::file(ProblemCode::NotTheFormat, "not a certificate in PEM or DER");
        let bytes = der(&file.bytes()?).ok_or_else(wrong)?;
        let signer = Signer::new("authority", &bytes);
        let subject = Some(signer.subject.ok_or_else(wrong)?);
        let user = user_of(file.path());
        let added = file.path().contains("/cacerts-added/");
        out.record(Place::File, CaCertificate { user, added, subject, sha256: signer.sha256, sha1: signer.sha1 });
        Ok(())
    }
}
