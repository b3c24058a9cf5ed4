//! Installed packages, from the file the system itself goes by: version, installer, times, flags, permissions, state for
//! each user, and the certificates of their signers.
//!
//! Format: `data/system/packages.xml` (AOSP `Settings.writeLPr`, `writePackageLPr`), text or since Android 12 binary.
//! Times are hexadecimal milliseconds; a certificate is written out once and then named by its number. What is kept for
//! each user stands in other files ([`package_users`](super::package_users)). Other readers: ALEAPP.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::super::abx::{Element, Event};
use super::super::packages::Package;
use super::super::xml;
use super::device_time;
use super::package_users::{COMPANIONS, Users, permission};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Shared user ids of one device.
const SHARED_USERS: usize = 20_000;
/// Certificates of one device.
const CERTIFICATES: usize = 20_000;

/// See the module.
pub struct PackagesXml;

/// Flags of an application, by bit (AOSP `ApplicationInfo`).
const FLAGS: &[(i64, &str)] = &[
    (1 << 0, "SYSTEM"),
    (1 << 1, "DEBUGGABLE"),
    (1 << 2, "HAS_CODE"),
    (1 << 3, "PERSISTENT"),
    (1 << 7, "UPDATED_SYSTEM_APP"),
    (1 << 8, "TEST_ONLY"),
    (1 << 15, "ALLOW_BACKUP"),
];
const PRIVATE_FLAGS: &[(i64, &str)] = &[(1 << 0, "HIDDEN"), (1 << 3, "PRIVILEGED")];

fn named(bits: i64, names: &[(i64, &str)]) -> Vec<String> {
    names.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| (*name).to_owned()).collect()
}

fn package(element: &Element, at: &Place, out: &mut Out<'_, Package>) -> Package {
    let mut time = |name: &str| device_time(element.hexadecimal(name), at, out);
    let (time_stamp, first_install, last_update) = (time("ft"), time("it"), time("ut"));
    let mut flags = named(element.integer("publicFlags").or_else(|| element.integer("flags")).unwrap_or(0), FLAGS);
    // Before Android 5 only this was written.
    if element.truth("system") == Some(true) && !flags.iter().any(|flag| flag == "SYSTEM") {
        flags.push("SYSTEM".to_owned());
    }
    Package {
        name: element.owned("name").unwrap_or_default(),
        hidden_system: element.name == "updated-package",
        uid: element.integer("userId").or_else(|| element.integer("sharedUserId")),
        // Its number, until its name is known.
        shared_user: element.integer("sharedUserId").map(|id| id.to_string()),
        code_path: element.owned("codePath"),
        version_code: element.integer("version"),
        installer: element.owned("installer"),
        initiating: element.owned("installInitiator"),
        originating: element.owned("installOriginator"),
        package_source: element.integer("packageSource"),
        flags,
        private_flags: named(element.integer("privateFlags").unwrap_or(0), PRIVATE_FLAGS),
        time_stamp,
        first_install,
        last_update,
        ..Package::default()
    }
}

/// The names of user ids that packages share, by number: the file has them behind the packages; and how many more there are.
/// What cannot be read of it is told by the reading that follows.
fn shared_users(bytes: &[u8]) -> (BTreeMap<i64, String>, u64) {
    let (mut names, mut more) = (BTreeMap::new(), 0_u64);
    let _ = xml::walk(bytes, &mut |_, event| {
        let Event::Start(element) = event else { return };
        if element.name == "shared-user"
            && let Some((id, name)) = element.integer("userId").zip(element.owned("name"))
        {
            if names.len() < SHARED_USERS || names.contains_key(&id) {
                names.insert(id, name);
            } else {
                more = more.saturating_add(1);
            }
        }
    });
    (names, more)
}

impl Artifact for PackagesXml {
    type Record = Package;
    const SPEC: Spec = Spec {
        id: "android_packages_xml",
        version: 3,
        paths: &[(Layout::AndroidFilesystem, "data/system/packages.xml")],
        meaning: Meaning::Persistence,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = COMPANIONS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Package>) -> Result<(), ParseError> {
        let mut users = Users::beside(file, out);
        let (shared, more) = shared_users(&file.bytes()?);
        if more > 0 {
            let detail =
                format!("{more} user ids that packages share beyond the first {SHARED_USERS}: without their names");
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        let mut certificates: BTreeMap<i64, String> = BTreeMap::new();
        let mut more_certificates = 0_u64;
        let mut open: Option<(usize, Place, Package)> = None;
        let mut depth = 0_usize;
        let mut close = |at: Place, mut package: Package, out: &mut Out<'_, Package>| {
            package.shared_user = package.shared_user.and_then(|id| shared.get(&id.parse().ok()?).cloned());
            if !package.hidden_system {
                users.give(&mut package);
            }
            package.certificates.dedup();
            out.record(at, package);
        };
        xml::read(file, out, |at, event, out| match event {
            Event::Start(element) => {
                depth = depth.saturating_add(1);
                match element.name.as_str() {
                    "package" | "updated-package" if depth == 2 => {
                        open = Some((depth, at.clone(), package(element, &at, out)));
                    }
                    "sigs" => {
                        if let Some((_, _, package)) = &mut open {
                            package.signing_version = package.signing_version.or(element.integer("schemeVersion"));
                        }
                    }
                    "cert" => {
                        let Some(number) = element.integer("index") else { return };
                        if let Some(bytes) = element.bytes("key") {
                            if certificates.len() < CERTIFICATES || certificates.contains_key(&number) {
                                certificates.insert(number, hex::encode(Sha256::digest(bytes)));
                            } else {
                                more_certificates = more_certificates.saturating_add(1);
                            }
                        }
                        if let Some((_, _, package)) = &mut open {
                            package.certificates.extend(certificates.get(&number).cloned());
                        }
                    }
                    "item" => {
                        if let Some((_, _, package)) = open.as_mut().filter(|(at, ..)| depth == at.saturating_add(2)) {
                            package.install_permissions.extend(permission(element));
                        }
                    }
                    _ => {}
                }
            }
            Event::End => {
                if open.as_ref().is_some_and(|(at, ..)| *at == depth)
                    && let Some((_, at, package)) = open.take()
                {
                    close(at, package, out);
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(_) => {}
        })?;
        if let Some((_, at, package)) = open {
            close(at, package, out);
        }
        if more_certificates > 0 {
            let detail = format!("{more_certificates} certificates beyond the first {CERTIFICATES} were not looked at");
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        Ok(())
    }
}
