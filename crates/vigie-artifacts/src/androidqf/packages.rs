//! Packages of each user, with the hashes of their files and the certificates that signed them.
//!
//! Format: `packages.json`, from `pm list packages -U -u -i`, `pm path` and the hashing commands of the device; the
//! certificate is that of the copy that was pulled, so it is only there where files were copied. `-u` also lists what is
//! removed and whose data were kept. Versions since 2026 list each user's packages and say whether they are installed.
//! Other readers: MVT `AQFPackages`, which compares the SHA-256 of files alone.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::{Field, cut, each_element, said};
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

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawPackage {
    name: Field<String>,
    user_id: Field<i64>,
    uid: Field<i64>,
    installer: Field<String>,
    disabled: Field<bool>,
    system: Field<bool>,
    third_party: Field<bool>,
    installed: Field<bool>,
    files: Field<Vec<Field<RawFile>>>,
    files_error: Field<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawFile {
    path: Field<String>,
    local_name: Field<String>,
    md5: Field<String>,
    sha1: Field<String>,
    sha256: Field<String>,
    sha512: Field<String>,
    error: Field<String>,
    certificate: Field<RawCertificate>,
    certificate_error: Field<String>,
    verified_certificate: Field<bool>,
    trusted_certificate: Field<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct RawCertificate {
    md5: Field<String>,
    sha1: Field<String>,
    sha256: Field<String>,
    valid_from: Field<String>,
    valid_to: Field<String>,
    issuer: Field<String>,
    subject: Field<String>,
}

/// A hash of so many digits. A device without the command leaves its complaint in the place.
fn hash(
    (field, name, digits): (Field<String>, &str, usize),
    path: &str,
    at: &Place,
    out: &mut Out<'_, ListedPackage>,
) -> Option<String> {
    let text = said(field.take(name, at, out))?;
    // A file name with a backslash makes the command begin its line with one.
    let hash = text.strip_prefix('\\').unwrap_or(&text);
    if hash.len() == digits && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(hash.to_owned());
    }
    out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("not a hash of {path}: {}", cut(&text)));
    None
}

fn signer(raw: RawCertificate, path: &str, at: &Place, out: &mut Out<'_, ListedPackage>) -> Option<Signer> {
    let md5 = hash((raw.md5, "Md5", 32), path, at, out);
    let sha1 = hash((raw.sha1, "Sha1", 40), path, at, out);
    let sha256 = hash((raw.sha256, "Sha256", 64), path, at, out);
    let mut text = |field: Field<String>, name| said(field.take(name, at, out));
    let (valid_from, valid_to) = (text(raw.valid_from, "ValidFrom"), text(raw.valid_to, "ValidTo"));
    let (issuer, subject) = (text(raw.issuer, "Issuer"), text(raw.subject, "Subject"));
    // Where no copy was made there is no certificate, and Go writes an empty one.
    let is_there = md5.is_some() || sha1.is_some() || sha256.is_some();
    is_there.then_some(Signer { md5, sha1, sha256, valid_from, valid_to, issuer, subject })
}

fn file(raw: RawFile, at: &Place, out: &mut Out<'_, ListedPackage>) -> Option<PackageFile> {
    let path = raw.path.needed("path", at, out)?;
    let troubles = [
        ("could not be copied", raw.error, "error"),
        ("its certificate could not be read or checked", raw.certificate_error, "certificate_error"),
    ];
    for (what, error, name) in troubles {
        if let Some(error) = said(error.take(name, at, out)) {
            let detail = format!("{path}: {what}: {}", cut(&error));
            out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
        }
    }
    let mut hash = |field, name, digits| hash((field, name, digits), &path, at, out);
    let (md5, sha1) = (hash(raw.md5, "md5", 32), hash(raw.sha1, "sha1", 40));
    let (sha256, sha512) = (hash(raw.sha256, "sha256", 64), hash(raw.sha512, "sha512", 128));
    let certificate = raw.certificate.take("certificate", at, out);
    Some(PackageFile {
        copy: said(raw.local_name.take("local_name", at, out)),
        md5,
        sha1,
        sha256,
        sha512,
        certificate: certificate.and_then(|raw| signer(raw, &path, at, out)),
        verified: raw.verified_certificate.take("verified_certificate", at, out).unwrap_or_default(),
        trusted: raw.trusted_certificate.take("trusted_certificate", at, out).unwrap_or_default(),
        path,
    })
}

impl Artifact for Packages {
    type Record = ListedPackage;
    const SPEC: Spec = Spec {
        id: "androidqf_packages",
        version: 3,
        paths: &[(Layout::AndroidQf, "packages.json")],
        meaning: Meaning::Persistence,
    };

    fn parse(source: &Source<'_>, out: &mut Out<'_, ListedPackage>) -> Result<(), ParseError> {
        each_element(source, out, |raw: RawPackage, at, out| {
            let Some(name) = raw.name.needed("name", &at, out) else { return };
            if let Some(error) = said(raw.files_error.take("files_error", &at, out)) {
                let detail = format!("the files of {name} could not be listed: {}", cut(&error));
                out.problem(ProblemCode::EvidenceIncomplete, at.clone(), detail);
            }
            // Only what is told can say that a package is removed.
            let untold = matches!(raw.files, Field::Misfit(_))
                || [&raw.system, &raw.third_party].iter().any(|field| matches!(field, Field::Misfit(_)));
            let may_be_of_the_system = matches!(raw.system, Field::Misfit(_));
            let files = raw.files.each("files", &at, out);
            let files = files.into_iter().filter_map(|raw| file(raw, &at, out)).collect();
            let installer = said(raw.installer.take("installer", &at, out));
            let is_there = raw.installed.take("installed", &at, out);
            let mut truth = |field: Field<bool>, name| field.take(name, &at, out).unwrap_or_default();
            let package = ListedPackage {
                name,
                disabled: truth(raw.disabled, "disabled"),
                system: truth(raw.system, "system"),
                third_party: truth(raw.third_party, "third_party"),
                user: raw.user_id.take("user_id", &at, out),
                uid: raw.uid.take("uid", &at, out),
                // Parts of the system need no installer: of what may be one, that nobody is named says nothing.
                installer_told: installer.is_some() && !may_be_of_the_system,
                installer: installer.as_deref().and_then(present),
                installed: is_there.or(untold.then_some(true)),
                files,
            };
            out.record(at, package);
        })
    }
}
