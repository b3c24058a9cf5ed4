//! The applications of an `adb backup`: version, who installed each, and the certificates it was signed with, even where
//! the backup holds no package file.
//!
//! Format: AOSP `AppMetadataBackupWriter` (before Android 9 in `FullBackupEngine`), read back by `TarBackupReader`:
//! `apps/PACKAGE/_manifest`, one value a line: version of the format (1), package, version of the package, level of the
//! system, who installed it (may be empty), whether its package file is in the backup, number of certificates, and each of
//! them in hexadecimal. Other readers: Android itself; MVT passes the file over.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::super::apks::Signer;
use super::super::lines::is_package;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Certificates of one application.
const MOST: usize = 64;

/// See the module.
pub struct BackupApps;

/// One application of a backup.
#[derive(Debug, Serialize)]
pub struct BackedUpApp {
    /// Its name.
    pub package: String,
    /// The number of its version.
    pub version_code: Option<i64>,
    /// The level of the system the backup was made on (34 is Android 14).
    pub sdk: Option<i64>,
    /// What installed it. What came with the system has none either.
    pub installer: Option<String>,
    /// Whether its package file is in the backup.
    pub has_file: Option<bool>,
    /// The certificates it was signed with.
    pub signers: Vec<Signer>,
}

impl Record for BackedUpApp {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
        if let Some(installer) = &self.installer {
            see(Observable::app_id(installer));
        }
        for signer in &self.signers {
            for hash in [&signer.sha256, &signer.sha1, &signer.md5] {
                see(Observable::app_certificate(hash));
            }
        }
    }

    fn summary(&self) -> String {
        let subject = self.signers.first().and_then(|signer| signer.subject.as_deref());
        // Where the file breaks off, nothing is said of who installed it.
        let nobody = if self.has_file.is_some() { "nobody named" } else { "somebody that is not told" };
        format!(
            "application {} in the backup, installed by {}, signed by {}",
            self.package,
            self.installer.as_deref().unwrap_or(nobody),
            subject.unwrap_or("nobody that could be read")
        )
    }
}

/// The values of a manifest, line by line.
struct Values {
    lines: Vec<(Place, String)>,
    next: usize,
}

impl Values {
    fn next(&mut self) -> Option<(&Place, &str)> {
        let (at, text) = self.lines.get(self.next)?;
        self.next = self.next.saturating_add(1);
        Some((at, text.trim_end_matches('\r')))
    }

    /// The next value as a number, with a problem where it is none.
    fn number(&mut self, out: &mut Out<'_, BackedUpApp>) -> Option<i64> {
        let (at, text) = self.next()?;
        let number = text.parse().ok();
        if number.is_none() {
            out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("not a number: {text}"));
        }
        number
    }

    fn signers(&mut self, out: &mut Out<'_, BackedUpApp>) -> Vec<Signer> {
        let wanted = self.number(out).and_then(|number| usize::try_from(number).ok());
        let mut signers = Vec::new();
        while let Some((at, text)) = self.next().filter(|_| wanted.is_some_and(|wanted| signers.len() < wanted)) {
            if signers.len() >= MOST {
                out.problem(ProblemCode::LimitReached, at.clone(), format!("more than {MOST} certificates"));
                return signers;
            }
            match hex::decode(text) {
                Ok(certificate) if !certificate.is_empty() => signers.push(Signer::new("backup", &certificate)),
                _ => {
                    out.problem(ProblemCode::BlobNotUnderstood, at.clone(), "a certificate that is not hexadecimal");
                    return signers;
                }
            }
        }
        if wanted.is_none_or(|wanted| signers.len() < wanted) {
            out.problem(ProblemCode::EvidenceIncomplete, Place::File, "the list of certificates ends too early");
        }
        signers
    }
}

impl Artifact for BackupApps {
    type Record = BackedUpApp;
    const SPEC: Spec = Spec {
        id: "android_backup_apps",
        version: 1,
        paths: &[(Layout::AndroidBackup, "apps/*/_manifest")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BackedUpApp>) -> Result<(), ParseError> {
        let mut lines = Vec::new();
        // The values before the certificates, one line for each of these, and one more to see that there are more.
        for line in file.lines()?.take(MOST.saturating_add(8)) {
            let line = line?;
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "not UTF-8, or too long");
            }
            lines.push((line.at, line.text));
        }
        let mut values = Values { lines, next: 0 };
        let version = values.next().map(|(_, text)| text.to_owned()).unwrap_or_default();
        if version != "1" {
            let detail = format!("a list of version “{version}”; only version 1 is published");
            return Err(ParseError::file(ProblemCode::NotTheFormat, detail));
        }
        let Some((at, package)) = values.next().map(|(at, text)| (at.clone(), text.to_owned())) else {
            return Err(ParseError::file(ProblemCode::EvidenceIncomplete, "it names no application"));
        };
        if !is_package(&package) || !file.path().split('/').any(|part| part == package) {
            let detail = format!("“{package}” is not the application in whose folder this file lies");
            out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
        }
        let version_code = values.number(out);
        let sdk = values.number(out);
        let installer = values.next().map(|(_, text)| text.to_owned()).filter(|text| !text.is_empty());
        let has_file = values.number(out).map(|number| number == 1);
        let signers = values.signers(out);
        out.record(at, BackedUpApp { package, version_code, sdk, installer, has_file, signers });
        Ok(())
    }
}
