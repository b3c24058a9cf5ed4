//! Package files that ask for much of private life, are made for a far-reaching right, and show nothing in the list of
//! applications.
//!
//! The manifest says what a package is made for, whether or not the right was granted. A package that came with the system
//! or from a store is not told: parts of the system have no entry either.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vigie_artifacts::android::apks::{Apk, Right};
use vigie_artifacts::android::packages::Package;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::android_permissions::Reach;
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Groups of permissions from which on a package is told.
const LEAST: usize = 3;
/// Candidates that are remembered.
const MOST: usize = 5_000;
/// What lets a package watch or keep itself from being removed.
const RIGHTS: &[(Right, &str)] = &[
    (Right::Accessibility, "accessibility"),
    (Right::DeviceAdmin, "device-admin"),
    (Right::NotificationListener, "notification-listener"),
];

/// See the module.
pub struct AndroidApkHidden;

impl Heuristic for AndroidApkHidden {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_apk_hidden",
        version: 2,
        artifacts: &["android_apks", "android_packages", "android_packages_xml", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Amnesty International, A Digital Prison: Surveillance and the suppression of civil society in Serbia (2024), on NoviSpy; MITRE ATT&CK for Mobile, T1628.001 Suppress Application Icon",
    };
}

struct Candidate {
    kept: Kept,
    reach: Reach,
    rights: Vec<&'static str>,
    launcher: BTreeSet<String>,
}

/// Candidates, all packages, and what is switched off of each.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    candidates: BTreeMap<String, Candidate>,
    switched_off: BTreeMap<String, BTreeSet<String>>,
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(package) = seen.get::<Package>() {
            let users = package.users.iter();
            let off: BTreeSet<_> = users.flat_map(|user| user.disabled_components.iter().cloned()).collect();
            let is_known = self.switched_off.contains_key(&package.name);
            if !off.is_empty() && self.switched_off.len() >= MOST && !is_known {
                seen.forget();
            } else if !off.is_empty() {
                self.switched_off.entry(package.name.clone()).or_default().extend(off);
            }
        }
        // One part of a package in several is no package.
        let Some(apk) = seen.get::<Apk>().filter(|apk| apk.split.is_none()) else { return };
        let Some(name) = &apk.package else { return };
        let rights: Vec<_> = RIGHTS.iter().filter(|(right, _)| apk.has_right(*right)).map(|(_, name)| *name).collect();
        let reach = Reach::asked(&apk.permissions);
        if !rights.is_empty() && reach.len() >= LEAST {
            if self.candidates.len() >= MOST && !self.candidates.contains_key(name) {
                return seen.forget();
            }
            let candidate = || Candidate { kept: seen.keep(), reach, rights, launcher: apk.launcher.clone() };
            self.candidates.entry(name.clone()).or_insert_with(candidate);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (name, candidate) in std::mem::take(&mut self.candidates) {
            let off = self.switched_off.get(&name);
            let how = if candidate.launcher.is_empty() {
                "none"
            } else if off.is_some_and(|off| candidate.launcher.is_subset(off)) {
                "switched_off"
            } else {
                continue;
            };
            let origin = self.roster.origin(&name);
            let level = match origin {
                Origin::System | Origin::Store | Origin::Maker => continue,
                Origin::Preloaded | Origin::Unknown => Level::Low,
                _ => Level::Medium,
            };
            let (rights, permissions) = (candidate.rights.join("_"), candidate.reach.names());
            let args = [
                ("package", name.as_str()),
                ("how", how),
                ("origin", origin.name()),
                ("installer", self.roster.installer(&name)),
                ("rights", &rights),
                ("permissions", &permissions),
            ];
            out.add_at(level, candidate.kept, name.as_str(), &args);
        }
    }
}
