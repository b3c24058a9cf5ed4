//! Domains WebKit saw, as iOS 12 and older stored them: with the redirects between them.
//!
//! Format: property list `full_browsing_session_resourceLog.plist` (WebKit `ResourceLoadStatistics::encode`; times in
//! seconds since 1970); other reader: MVT `WebkitSessionResourceLog`.

use std::fmt::Write as _;

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct WebkitSessionResourceLog;

/// A domain.
#[derive(Debug, Serialize)]
pub struct LoggedDomain {
    /// Its name.
    pub domain: Option<String>,
    /// When it was last seen.
    pub last_seen: Option<Timestamp>,
    /// Whether the person touched a page of it.
    pub had_user_interaction: Option<bool>,
    /// When that was last.
    pub last_interaction: Option<Timestamp>,
    /// Domains it redirected pages to.
    pub redirects_to: Vec<String>,
    /// Domains that redirected pages to it.
    pub redirects_from: Vec<String>,
    /// Domains it redirected resources to.
    pub resource_redirects_to: Vec<String>,
    /// Domains that redirected resources to it.
    pub resource_redirects_from: Vec<String>,
    /// Domains it was a frame of.
    pub frame_under: Vec<String>,
    /// Domains it was a resource of.
    pub resource_under: Vec<String>,
}

impl Record for LoggedDomain {
    fn time(&self) -> Option<Timestamp> {
        self.last_seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [("last_seen", self.last_seen), ("last_interaction", self.last_interaction)];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let lists = [
            &self.redirects_to,
            &self.redirects_from,
            &self.resource_redirects_to,
            &self.resource_redirects_from,
            &self.frame_under,
            &self.resource_under,
        ];
        for domain in self.domain.iter().chain(lists.into_iter().flatten()) {
            see(Observable::domain(domain));
        }
    }

    fn summary(&self) -> String {
        let mut line = format!("WebKit saw {}", self.domain.as_deref().unwrap_or("an unknown domain"));
        for (what, domains) in [("redirected from", &self.redirects_from), ("redirects to", &self.redirects_to)] {
            if !domains.is_empty() {
                let _ = write!(line, ", {what} {}", domains.join(" "));
            }
        }
        line
    }
}

/// The first of several names of a key that is there: WebKit renamed origins to domains.
fn either<'v>(entry: &Key<'v>, names: &[&str]) -> Option<Key<'v>> {
    names.iter().find_map(|name| entry.get(name))
}

/// A list of domains: dictionaries with `origin` or `domain`, or plain texts.
fn domains(entry: &Key<'_>, names: &[&str], out: &mut Out<'_, LoggedDomain>) -> Vec<String> {
    let Some(list) = either(entry, names) else {
        return Vec::new();
    };
    // An absent list is written as an empty text.
    if list.value().as_string().is_some_and(str::is_empty) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for item in list.items(out) {
        let name = either(&item, &["origin", "domain"]).unwrap_or_else(|| item.clone());
        match name.value().as_string() {
            Some(domain) => found.push(domain.to_owned()),
            None => name.complain(out, "a domain"),
        }
    }
    found
}

/// Seconds since 1970, or a date. Zero and -1 mean "not set".
fn time(entry: &Key<'_>, name: &str, out: &mut Out<'_, LoggedDomain>) -> Option<Timestamp> {
    let key = entry.get(name)?;
    if let Value::Date(_) = key.value() {
        return key.as_cocoa(out);
    }
    let seconds = entry.real(name, out)?;
    if seconds == 0.0 || (seconds + 1.0).abs() < f64::EPSILON {
        return None;
    }
    let found = Timestamp::from_unix_seconds_f64(seconds);
    if found.is_none() {
        out.problem(ProblemCode::TimeImplausible, key.place(), format!("{seconds:e} is not a plausible time"));
    }
    found
}

impl Artifact for WebkitSessionResourceLog {
    type Record = LoggedDomain;
    const SPEC: Spec = Spec {
        id: "ios_webkit_session_resource_log",
        version: 1,
        paths: &[
            (
                Layout::IosBackup,
                "*/Library/WebKit/WebsiteData/ResourceLoadStatistics/full_browsing_session_resourceLog.plist",
            ),
            (Layout::IosBackup, "*/Library/WebClips/*/Storage/full_browsing_session_resourceLog.plist"),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/SystemData/com.apple.SafariViewService/Library/WebKit/WebsiteData/full_browsing_session_resourceLog.plist",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/SystemData/com.apple.SafariViewService/Library/WebKit/WebsiteData/ResourceLoadStatistics/full_browsing_session_resourceLog.plist",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Containers/Data/Application/*/Library/WebKit/WebsiteData/ResourceLoadStatistics/full_browsing_session_resourceLog.plist",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Library/WebClips/*/Storage/full_browsing_session_resourceLog.plist",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, LoggedDomain>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        let Some(statistics) = root.get("browsingStatistics") else {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key browsingStatistics");
            return Ok(());
        };
        for entry in statistics.items(out) {
            if entry.dictionary(out).is_none() {
                continue;
            }
            let name = either(&entry, &["PrevalentResourceOrigin", "PrevalentResourceDomain"]);
            let domain = name.as_ref().and_then(|name| name.value().as_string());
            if domain.is_none() {
                out.problem(ProblemCode::KeyMissing, entry.place(), "the entry names no domain");
            }
            let mut list = |names: &[&str]| domains(&entry, names, out);
            let logged = LoggedDomain {
                domain: domain.map(str::to_owned),
                redirects_to: list(&["topFrameUniqueRedirectsTo"]),
                redirects_from: list(&["topFrameUniqueRedirectsFrom"]),
                resource_redirects_to: list(&["subresourceUniqueRedirectsTo"]),
                resource_redirects_from: list(&["subresourceUniqueRedirectsFrom"]),
                frame_under: list(&["subframeUnderTopFrameOrigins", "subframeUnderTopFrameDomains"]),
                resource_under: list(&["subresourceUnderTopFrameOrigins", "subresourceUnderTopFrameDomains"]),
                last_seen: time(&entry, "lastSeen", out),
                had_user_interaction: entry.bool("hadUserInteraction", out),
                last_interaction: time(&entry, "mostRecentUserInteraction", out),
            };
            out.record(entry.place(), logged);
        }
        Ok(())
    }
}
