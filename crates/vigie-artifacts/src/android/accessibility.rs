//! Accessibility services: which are installed, and which of them are switched on, for each user.
//!
//! A service that is switched on reads the screen and acts for the user: what a spying application needs, and what a
//! screen reader is. That one is installed says little; this artifact never mixes the two.
//! How many are installed is a record of its own: the dump need not name them.
//!
//! Format: `dumpsys accessibility` (AOSP `AccessibilityUserState.dump`). Until Android 9 only bound services are
//! listed; since 10 also enabled ones, and how many are installed (`installedServiceCount`); which these are only some
//! makers add. Other readers: MVT `DumpsysAccessibility`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{between, components, full_component, value};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Accessibility;

/// One accessibility service of one user.
#[derive(Debug, Default, Serialize)]
pub struct AccessibilityService {
    /// The user (0 is the owner).
    pub user: Option<i64>,
    /// The service (`com.example/com.example.Reader`); absent where only its label is told.
    pub component: Option<String>,
    /// What it calls itself, where only that is told (bound services).
    pub label: Option<String>,
    /// Installed.
    pub installed: bool,
    /// Switched on.
    pub enabled: bool,
    /// Running.
    pub bound: bool,
    /// It crashed.
    pub crashed: bool,
}

/// How many services a user has, as the dump counts them.
#[derive(Debug, Serialize)]
pub struct InstalledServices {
    /// The user.
    pub user: Option<i64>,
    /// How many are installed.
    pub installed_count: u64,
    /// The dump has a list of them.
    pub listed: bool,
}

/// What is told of a user.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum AccessibilityEntry {
    /// A service.
    Service(AccessibilityService),
    /// The number of services.
    Installed(InstalledServices),
}

impl Record for AccessibilityEntry {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Self::Service(AccessibilityService { component: Some(component), .. }) = self {
            see_component(component, see);
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Service(service) => service.summary(),
            Self::Installed(InstalledServices { installed_count, user, .. }) => {
                let user = user.map_or_else(|| "unknown".to_owned(), |user| user.to_string());
                format!("accessibility services installed for user {user}: {installed_count}")
            }
        }
    }
}

impl AccessibilityService {
    fn summary(&self) -> String {
        let state = if self.enabled {
            "switched on"
        } else if self.bound {
            "running"
        } else {
            "installed, not switched on"
        };
        let name = self.component.as_deref().or(self.label.as_deref()).unwrap_or("unknown");
        format!("accessibility service {name}: {state}")
    }
}

/// The services met so far, by user and name, with where each was first met.
#[derive(Default)]
struct Found(BTreeMap<(Option<i64>, String), (Place, AccessibilityService)>);

impl Found {
    fn of(
        &mut self,
        user: Option<i64>,
        at: &Place,
        component: Option<&str>,
        label: Option<&str>,
    ) -> &mut AccessibilityService {
        let name = component.map(full_component).or(label.map(str::to_owned)).unwrap_or_default();
        let new = || AccessibilityService {
            user,
            component: component.map(full_component),
            label: label.map(str::to_owned),
            ..AccessibilityService::default()
        };
        &mut self.0.entry((user, name)).or_insert_with(|| (at.clone(), new())).1
    }
}

impl Artifact for Accessibility {
    type Record = AccessibilityEntry;
    const SPEC: Spec =
        Spec { id: "android_accessibility", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, AccessibilityEntry>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("accessibility")], out, |section, _, out| {
            let mut found = Found::default();
            let mut counts: Vec<(Place, InstalledServices)> = Vec::new();
            let mut user = None;
            let mut in_installed = false;
            for line in section.lines() {
                let text = line.trimmed();
                if let Some(attributes) = between(text, "attributes:{", "") {
                    user = between(attributes, "id=", ",").and_then(|id| id.parse().ok());
                    in_installed = false;
                    if let Some(count) = value(attributes, "installedServiceCount") {
                        match count.trim_end_matches([',', '}', ']']).parse() {
                            Ok(installed_count) => {
                                let counted = InstalledServices { user, installed_count, listed: false };
                                counts.push((line.at.clone(), counted));
                            }
                            Err(_) => not_understood(&line, out),
                        }
                    }
                }
                let lower = text.to_ascii_lowercase();
                let list = |name: &str| between(&lower, name, "").is_some();
                if list("installed services:") {
                    in_installed = true;
                    if let Some((_, of)) = counts.last_mut().filter(|(_, of)| of.user == user) {
                        of.listed = true;
                    }
                } else if in_installed {
                    if text.starts_with('}') {
                        in_installed = false;
                        continue;
                    }
                    let mut any = false;
                    for component in components(text) {
                        found.of(user, &line.at, Some(component), None).installed = true;
                        any = true;
                    }
                    if !any && !text.is_empty() && text != "{" {
                        not_understood(&line, out);
                    }
                    continue;
                }
                if list("enabled services:") {
                    for component in components(text) {
                        found.of(user, &line.at, Some(component), None).enabled = true;
                    }
                } else if list("crashed services:") {
                    for component in components(text) {
                        found.of(user, &line.at, Some(component), None).crashed = true;
                    }
                } else if list("bound services:{") || text.starts_with("services:{") {
                    for service in text.split("Service[").skip(1) {
                        let label = between(service, "label=", ",").filter(|label| !label.is_empty());
                        if label.is_some() {
                            found.of(user, &line.at, None, label).bound = true;
                        }
                    }
                }
            }
            for (at, service) in found.0.into_values() {
                out.record(at, AccessibilityEntry::Service(service));
            }
            for (at, counted) in counts {
                out.record(at, AccessibilityEntry::Installed(counted));
            }
        })
    }
}
