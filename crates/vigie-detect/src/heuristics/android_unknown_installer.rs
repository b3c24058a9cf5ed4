//! Packages that came past every store and past the maker. What may reach much of private life besides is told by
//! `android_sideloaded_permissions`, and not here again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vigie_artifacts::android::packages::Package;
use vigie_artifacts::androidqf::packages::ListedPackage;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster, is_store};
use super::android_permissions::Reach;
use super::android_sideloaded_permissions::LEAST;
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidUnknownInstaller;

impl Heuristic for AndroidUnknownInstaller {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_unknown_installer",
        version: 2,
        artifacts: &["android_packages", "android_packages_xml", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Low,
        source: "Mobile Verification Toolkit, module AQFPackages (installers); Amnesty International, A Digital Prison (2024), on spyware that was installed with adb",
    };
}

/// Packages, where each was seen, and those that are told elsewhere.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    seen: Sightings,
    elsewhere: BTreeSet<String>,
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(package) = seen.get::<Package>() {
            // Nearly all come from a store; another list that says otherwise shows a record of its own.
            let from_store = package.installer.as_deref().is_some_and(is_store);
            if package.is_system() || package.hidden_system || from_store {
                return;
            }
            if package.is_installed() && Reach::of(package).len() >= LEAST {
                self.elsewhere.insert(package.name.clone());
            }
            self.seen.note(&package.name, seen);
        } else if let Some(package) = seen.get::<ListedPackage>().filter(|package| !package.system)
            && !package.installer.as_deref().is_some_and(is_store)
        {
            self.seen.note(&package.name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let all: BTreeMap<_, _> = self.seen.take().collect();
        for (name, sighting) in all {
            let origin = self.roster.origin(&name);
            let level = match origin {
                Origin::Cable | Origin::Nobody => Level::Low,
                Origin::App | Origin::Hand | Origin::Preloaded => Level::Info,
                Origin::Maker | Origin::Store | Origin::System | Origin::Unknown => continue,
            };
            if !self.roster.is_installed(&name) || self.elsewhere.contains(&name) {
                continue;
            }
            let args =
                [("package", name.as_str()), ("origin", origin.name()), ("installer", self.roster.installer(&name))];
            out.add_at(level, sighting.first, name.as_str(), &args);
        }
    }
}
