//! Accessibility services: which are installed, and which of them are switched on, for each user.
//!
//! A service that is switched on reads the screen and acts for the user: what a spying application needs, and what a
//! screen reader is. That one is installed says little; this artifact never mixes the two.
//! How many are installed is a record of its own: the dump need not name them.
//!
//! Format: `dumpsys accessibility` (AOSP `AccessibilityUserState.dump`). Until Android 9 only bound services are
//! listed; since 10 also enabled ones, and how many are installed (`installedServiceCount`); which these are only some
//! makers add. Samsung's Android 10 and 11 writes each list over several lines, `N : package/class` in each, of what is bound
//! `N - Service[label=…]`; the list of what crashed is called there `binding services` a second time (its
//! `AccessibilityUserState.dump`). Other readers: MVT `DumpsysAccessibility`, which reads of these only what is installed.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{TextLine, between, components, full_component, value};
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

/// A list of services.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    Installed,
    Enabled,
    Bound,
    /// Those being bound: they are on as well, and told among these.
    Binding,
    Crashed,
}

impl List {
    /// The list a line begins.
    fn begins(text: &str) -> Option<Self> {
        let names = [
            ("installed services:", Self::Installed),
            ("enabled services:", Self::Enabled),
            ("bound services:", Self::Bound),
            ("binding services:", Self::Binding),
            ("crashed services:", Self::Crashed),
            ("services:{", Self::Bound),
        ];
        let begins = |name: &str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        names.iter().find(|(name, _)| begins(name)).map(|(_, list)| *list)
    }
}

impl Found {
    /// Takes what a line tells of a list; whether it tells of any service.
    fn note(&mut self, list: List, user: Option<i64>, line: &TextLine<'_>) -> bool {
        let text = line.trimmed();
        let mut any = false;
        if list == List::Bound {
            for service in text.split("Service[").skip(1) {
                any = true;
                let label = between(service, "label=", ",").filter(|label| !label.is_empty());
                if label.is_some() {
                    self.of(user, &line.at, None, label).bound = true;
                }
            }
            return any;
        }
        for component in components(text) {
            any = true;
            match list {
                List::Installed => self.of(user, &line.at, Some(component), None).installed = true,
                List::Enabled => self.of(user, &line.at, Some(component), None).enabled = true,
                List::Crashed => self.of(user, &line.at, Some(component), None).crashed = true,
                List::None | List::Bound | List::Binding => {}
            }
        }
        any
    }

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
        Spec { id: "android_accessibility", version: 3, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, AccessibilityEntry>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("accessibility")], out, |section, _, out| {
            let mut found = Found::default();
            let mut counts: Vec<(Place, InstalledServices)> = Vec::new();
            let mut user = None;
            let mut list = List::None;
            for line in section.lines() {
                let text = line.trimmed();
                if let Some(attributes) = between(text, "attributes:{", "") {
                    user = between(attributes, "id=", ",").and_then(|id| id.parse().ok());
                    list = List::None;
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
                let begun = List::begins(text);
                if let Some(begun) = begun {
                    list = begun;
                }
                if list == List::None {
                    continue;
                }
                if begun == Some(List::Installed)
                    && let Some((_, of)) = counts.last_mut().filter(|(_, of)| of.user == user)
                {
                    of.listed = true;
                }
                let any = found.note(list, user, &line);
                let is_end = text.starts_with('}') || text.ends_with('}') || text.ends_with("}]");
                if !any && begun.is_none() && !is_end && !text.is_empty() && text != "{" {
                    not_understood(&line, out);
                }
                // What is bound is told by labels, which may hold anything: without one, a line is of something else.
                if is_end || (!any && begun.is_none() && list == List::Bound) {
                    list = List::None;
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
