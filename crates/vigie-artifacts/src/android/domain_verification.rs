//! Sites whose links an application claims, with the fingerprints of its certificates.
//!
//! Format: `dumpsys package`: since Android 12 `Domain verification status:` (AOSP `DomainVerificationDebug`), with
//! SHA-256 fingerprints, the only ones in a bug report; before `App verification status:`, with domains only.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{is_package, items};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct DomainVerification;

/// What one package claims.
#[derive(Debug, Default, Serialize)]
pub struct DomainClaim {
    /// The package.
    pub package: String,
    /// Fingerprints of its certificates, as written (`F0:FD:…`).
    pub signatures: Vec<String>,
    /// The sites, and whether they confirmed it (`verified`, `none`, `1024` …).
    pub domains: BTreeMap<String, Option<String>>,
}

impl Record for DomainClaim {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
        for fingerprint in &self.signatures {
            see(Observable::app_certificate(fingerprint.replace(':', "")));
        }
        for domain in self.domains.keys() {
            see(Observable::domain(domain.trim_start_matches("*.")));
        }
    }

    fn summary(&self) -> String {
        let domains: Vec<&str> = self.domains.keys().map(String::as_str).collect();
        format!("{} claims the links of {}", self.package, domains.join(", "))
    }
}

impl Artifact for DomainVerification {
    type Record = DomainClaim;
    const SPEC: Spec =
        Spec { id: "android_domain_verification", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, DomainClaim>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("package")], out, |section, _, out| {
            let (mut old, mut new) = (false, false);
            let mut in_domains = false;
            let mut open: Option<(Place, DomainClaim)> = None;
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if text.is_empty() {
                    continue;
                }
                if indent == 0 {
                    (old, new) = (text == "App verification status:", text == "Domain verification status:");
                }
                let package = match (old, new) {
                    (true, _) => text.strip_prefix("Package: "),
                    (_, true) if indent == 2 => text.strip_suffix(':'),
                    _ => None,
                };
                if let Some((at, claim)) = open.take_if(|_| indent == 0 || package.is_some()) {
                    out.record(at, claim);
                }
                if let Some(package) = package {
                    in_domains = false;
                    if is_package(package) {
                        open = Some((
                            line.at.clone(),
                            DomainClaim { package: package.to_owned(), ..DomainClaim::default() },
                        ));
                    } else {
                        not_understood(&line, out);
                    }
                    continue;
                }
                let Some((_, claim)) = open.as_mut() else { continue };
                if let Some(domains) = text.strip_prefix("Domains: ").filter(|_| old) {
                    claim.domains.extend(domains.split_ascii_whitespace().map(|domain| (domain.to_owned(), None)));
                } else if let Some(signatures) = text.strip_prefix("Signatures: ") {
                    claim.signatures = items(signatures);
                } else if text.ends_with(':') && indent <= 4 {
                    in_domains = text == "Domain verification state:";
                } else if in_domains
                    && indent >= 6
                    && let Some((domain, state)) = text.split_once(": ")
                {
                    claim.domains.insert(domain.to_owned(), Some(state.to_owned()));
                }
            }
            if let Some((at, claim)) = open {
                out.record(at, claim);
            }
        })
    }
}
