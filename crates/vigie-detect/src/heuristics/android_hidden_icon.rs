//! Packages without an entry in the list of applications that may reach private life.
//!
//! Such an entry is an activity that answers `android.intent.action.MAIN`; a package has none if none of its activities
//! does, or if each that does was switched off afterwards. Since Android 10 the launcher shows packages without one under
//! the name of their settings, but not all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vigie_artifacts::android::intents::{ComponentKind, IntentFilter};
use vigie_artifacts::android::packages::{Package, PackageUser};
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster, is_store};
use super::android_permissions::Reach;
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Groups of permissions from which on a package is told at a higher level.
const MANY: usize = 3;
/// Candidates, and packages with an entry, that are remembered.
const MOST: usize = 20_000;

/// See the module.
pub struct AndroidHiddenIcon;

impl Heuristic for AndroidHiddenIcon {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_hidden_icon",
        version: 2,
        artifacts: &["android_intents", "android_packages", "android_packages_xml", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "MITRE ATT&CK for Mobile, T1628.001 Suppress Application Icon; Android Developers, LauncherApps",
    };
}

struct Candidate {
    kept: Kept,
    reach: Reach,
    /// Of each user who has it and did not switch it off as a whole: the classes that are switched off.
    switched_off: Vec<BTreeSet<String>>,
}

/// Entries, candidates, and all packages.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    entries: BTreeMap<String, BTreeSet<String>>,
    /// There were more: then nothing can be said of a package that is not among them.
    entries_full: bool,
    candidates: BTreeMap<String, Candidate>,
}

/// `a.b/.C` names the class `a.b.C`.
fn class(filter: &IntentFilter) -> String {
    let class = filter.component.split_once('/').map_or(filter.component.as_str(), |(_, class)| class);
    if class.starts_with('.') { format!("{}{class}", filter.package) } else { class.to_owned() }
}

/// Switched off as a whole: by its own manifest, by an administrator, or by the owner.
fn is_off(user: &PackageUser) -> bool {
    user.installed == Some(false) || matches!(user.enabled, Some(2..=4))
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(filter) = seen.get::<IntentFilter>() {
            if filter.kind == ComponentKind::Activity && filter.key == "android.intent.action.MAIN" {
                if self.entries.len() >= MOST && !self.entries.contains_key(&filter.package) {
                    self.entries_full = true;
                    return seen.forget();
                }
                self.entries.entry(filter.package.clone()).or_default().insert(class(filter));
            }
            return;
        }
        let Some(package) = seen.get::<Package>() else { return };
        let in_use: Vec<_> = package.users.iter().filter(|user| !is_off(user)).collect();
        let nobody = in_use.is_empty() && !package.users.is_empty();
        if package.is_system() || package.hidden_system || nobody {
            return;
        }
        let reach = Reach::of(package);
        // Of what a store installed only what may reach much is told.
        let least = if package.installer.as_deref().is_some_and(is_store) { MANY } else { 1 };
        if reach.len() >= least {
            if self.candidates.len() >= MOST && !self.candidates.contains_key(&package.name) {
                return seen.forget();
            }
            let switched_off = in_use.iter().map(|user| user.disabled_components.iter().cloned().collect()).collect();
            let candidate = || Candidate { kept: seen.keep(), reach, switched_off };
            self.candidates.entry(package.name.clone()).or_insert_with(candidate);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        // Without the tables of the device nothing has an entry.
        if self.entries.is_empty() {
            return;
        }
        for (name, candidate) in std::mem::take(&mut self.candidates) {
            let how = match self.entries.get(&name) {
                None if self.entries_full => continue,
                None => "none",
                Some(entries) if candidate.switched_off.iter().any(|off| entries.is_subset(off)) => "switched_off",
                Some(_) => continue,
            };
            let origin = self.roster.origin(&name);
            let many = candidate.reach.len() >= MANY;
            let level = match origin {
                Origin::System | Origin::Unknown => continue,
                _ if origin.is_sideloaded() && many => Level::Medium,
                _ if origin.is_sideloaded() => Level::Low,
                _ if many => Level::Info,
                _ => continue,
            };
            let permissions = candidate.reach.names();
            let args = [
                ("package", name.as_str()),
                ("how", how),
                ("origin", origin.name()),
                ("installer", self.roster.installer(&name)),
                ("permissions", &permissions),
            ];
            out.add_at(level, candidate.kept, name.as_str(), &args);
        }
    }
}
