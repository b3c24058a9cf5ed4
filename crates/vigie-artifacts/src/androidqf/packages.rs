//! Packages of each user, with the hashes of their files and the certificates that signed them.
//!
//! Format: `packages.json`, from `pm list packages -U -u -i`, `pm path` and the hashing commands of the device; the
//! certificate is that of the copy that was pulled, so it is only there where files were copied. `-u` also lists what is
//! removed and whose data were kept. Versions since 2026 list each user's packages and say whether they are installed.
//! Other readers: MVT `AQFPackages`, which compares the SHA-256 of files alone.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::{cut, each_element, said};
use crate::android::lines::present;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Packages;

/// One package.
#[derive(Debug, Serialize)]
pub struct ListedPackage {
    /// Its name.
    pub name: String,
    /// For which user, where the version says so.
    pub user: Option<i64>,
    /// The id of its user in the kernel.
    pub uid: Option<i64>,
    /// Who installed it.
    pub installer: Option<String>,
    /// The list says who installed it, or that nobody is named; some devices do not tell.
    pub installer_told: bool,
    /// Switched off.
    pub disabled: bool,
    /// Part of the system.
    pub system: bool,
    /// Installed by somebody.
    pub third_party: bool,
    /// Whether it is installed, where the version says so.
    pub installed: Option<bool>,
    /// Its files.
    pub files: Vec<PackageFile>,
}

/// One file of a package.
#[derive(Debug, Serialize)]
pub struct PackageFile {
    /// Where it lies on the device.
    pub path: String,
    /// Where its copy lies in the acquisition.
    pub copy: Option<String>,
    /// MD5, as the device worked it out.
    pub md5: Option<String>,
    /// SHA-1.
    pub sha1: Option<String>,
    /// SHA-256.
    pub sha256: Option<String>,
    /// SHA-512.
    pub sha512: Option<String>,
    /// The certificate of its signer.
    pub certificate: Option<Signer>,
    /// The signature fits the file.
    pub verified: bool,
    /// The certificate is on AndroidQF's own list of trusted ones.
    pub trusted: bool,
}

/// The certificate of a signer.
#[derive(Debug, Serialize)]
pub struct Signer {
    /// MD5 of the certificate.
    pub md5: Option<String>,
    /// SHA-1 of the certificate.
    pub sha1: Option<String>,
    /// SHA-256 of the certificate.
    pub sha256: Option<String>,
    /// From when it is valid.
    pub valid_from: Option<String>,
    /// Until when it is valid.
    pub valid_to: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Whose it is.
    pub subject: Option<String>,
}

impl ListedPackage {
    /// Whether it is installed. Older versions do not say; what is in neither list of what is there, and has no file, is
    /// removed.
    pub fn is_installed(&self) -> bool {
        self.installed.unwrap_or(self.system || self.third_party || !self.files.is_empty())
    }
}

impl Record for ListedPackage {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.name));
        if let Some(installer) = &self.installer {
            see(Observable::app_id(installer));
        }
        for file in &self.files {
            see(Observable::file_path(&file.path));
            for hash in [&file.md5, &file.sha1, &file.sha256, &file.sha512].into_iter().flatten() {
                see(Observable::hash(hash));
            }
            if let Some(signer) = &file.certificate {
                for hash in [&signer.md5, &signer.sha1, &signer.sha256].into_iter().flatten() {
                    see(Observable::app_certificate(hash));
                }
            }
        }
    }

    fn summary(&self) -> String {
        let state = if self.is_installed() { "package" } else { "removed package" };
        let by = self.installer.as_deref().map(|by| format!(", installed by {by}")).unwrap_or_default();
        format!("{state} {}{by}; files: {}", self.name, self.files.len())
    }
}

#[derive(Deserialize)]
struct RawPackage {
    name: String,
    user_id: Option<i64>,
    uid: Option<i64>,
    installer: Option<String>,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    system: bool,
    #[serde(default)]
    third_party: bool,
    installed: Option<bool>,
    files: Option<Vec<RawFile>>,
    files_error: Option<String>,
}

#[derive(Deserialize)]
struct RawFile {
    path: String,
    local_name: Option<String>,
    md5: Option<String>,
    sha1: Option<String>,
    sha256: Option<String>,
    sha512: Option<String>,
    error: Option<String>,
    certificate: Option<RawCertificate>,
    certificate_error: Option<String>,
    #[serde(default)]
    verified_certificate: bool,
    #[serde(default)]
    trusted_certificate: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawCertificate {
    md5: Option<String>,
    sha1: Option<String>,
    sha256: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    issuer: Option<String>,
    subject: Option<String>,
}

/// A hash of so many digits. A device without the command leaves its complaint in the place.
fn hash(
    text: Option<String>,
    digits: usize,
    path: &str,
    at: &Place,
    out: &mut Out<'_, ListedPackage>,
) -> Option<String> {
    let text = said(text)?;
    // A file name with a backslash makes the command begin its line with one.
    let hash = text.strip_prefix('\\').unwrap_or(&text);
    if hash.len() == digits && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(hash.to_owned());
    }
    out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("not a hash of {path}: {}", cut(&text)));
    None
}

fn file(raw: RawFile, at: &Place, out: &mut Out<'_, ListedPackage>) -> PackageFile {
    let troubles =
        [("could not be copied", &raw.error), ("its certificate could not be read or checked", &raw.certificate_error)];
    for (what, error) in troubles {
        if let Some(error) = error.as_ref().filter(|error| !error.trim().is_empty()) {
            let detail = format!("{}: {what}: {}", raw.path, cut(error));
            out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
        }
    }
    let mut hash = |text, digits| hash(text, digits, &raw.path, at, out);
    let (md5, sha1) = (hash(raw.md5, 32), hash(raw.sha1, 40));
    let (sha256, sha512) = (hash(raw.sha256, 64), hash(raw.sha512, 128));
    let certificate = raw.certificate.and_then(|raw| {
        let (md5, sha1, sha256) = (hash(raw.md5, 32), hash(raw.sha1, 40), hash(raw.sha256, 64));
        // Where no copy was made there is no certificate, and Go writes an empty one.
        (md5.is_some() || sha1.is_some() || sha256.is_some()).then_some(Signer {
            md5,
            sha1,
            sha256,
            valid_from: said(raw.valid_from),
            valid_to: said(raw.valid_to),
            issuer: said(raw.issuer),
            subject: said(raw.subject),
        })
    });
    PackageFile {
        path: raw.path,
        copy: said(raw.local_name),
        md5,
        sha1,
        sha256,
        sha512,
        certificate,
        verified: raw.verified_certificate,
        trusted: raw.trusted_certificate,
    }
}

impl Artifact for Packages {
    type Record = ListedPackage;
    const SPEC: Spec = Spec {
        id: "androidqf_packages",
        version: 1,
        paths: &[(Layout::AndroidQf, "packages.json")],
        meaning: Meaning::Persistence,
    };

    fn parse(source: &Source<'_>, out: &mut Out<'_, ListedPackage>) -> Result<(), ParseError> {
        each_element(source, out, |raw: RawPackage, at, out| {
            if let Some(error) = said(raw.files_error) {
                let detail = format!("the files of {} could not be listed: {}", raw.name, cut(&error));
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            let files = raw.files.unwrap_or_default().into_iter().map(|raw| file(raw, &at, out)).collect();
            let installer = said(raw.installer);
            let package = ListedPackage {
                name: raw.name,
                user: raw.user_id,
                uid: raw.uid,
                installer_told: installer.is_some(),
                installer: installer.as_deref().and_then(present),
                disabled: raw.disabled,
                system: raw.system,
                third_party: raw.third_party,
                installed: raw.installed,
                files,
            };
            out.record(at, package);
        })
    }
}
