//! Packages that came past every store and may reach much of private life.
//!
//! Reported from three of the nine groups of permissions on (see `android_permissions`); at the higher level from five on,
//! if messages or calls are among them: what NoviSpy and commercial stalkerware ask for, and few ordinary applications do.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_artifacts::android::packages::Package;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster, is_store};
use super::android_permissions::Reach;
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Groups from which on a package is told.
pub(super) const LEAST: usize = 3;
/// Groups from which on it is told at the higher level.
const MANY: usize = 5;
/// Candidates that are remembered.
const MOST: usize = 5_000;

/// See the module.
pub struct AndroidSideloadedPermissions;

impl Heuristic for AndroidSideloadedPermissions {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_sideloaded_permissions",
        version: 3,
        artifacts: &["android_packages", "android_packages_xml", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Mobile Verification Toolkit, modules Packages and DumpsysPackages (installers, dangerous permissions); Amnesty International, A Digital Prison (2024), on NoviSpy",
    };
}

/// Candidates, and all packages.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    candidates: BTreeMap<String, (Kept, Reach)>,
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(package) = seen.get::<Package>() else { return };
        if package.is_system() || package.hidden_system || !package.is_installed() {
            return;
        }
        let reach = Reach::of(package);
        if reach.len() >= LEAST && !package.installer.as_deref().is_some_and(is_store) {
            if self.candidates.len() >= MOST && !self.candidates.contains_key(&package.name) {
                return seen.forget();
            }
            self.candidates.entry(package.name.clone()).or_insert_with(|| (seen.keep(), reach));
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (name, (kept, reach)) in std::mem::take(&mut self.candidates) {
            let origin = self.roster.origin(&name);
            let level = match origin {
                Origin::System | Origin::Store | Origin::Unknown | Origin::Maker => continue,
                _ if origin != Origin::Preloaded && reach.len() >= MANY && reach.messages_or_calls() => Level::Medium,
                _ => Level::Low,
            };
            let (count, permissions) = (reach.len().to_string(), reach.names());
            let args = [
                ("package", name.as_str()),
                ("origin", origin.name()),
                ("installer", self.roster.installer(&name)),
                ("groups", &count),
                ("permissions", &permissions),
            ];
            out.add_at(level, kept, name.as_str(), &args);
        }
    }
}
