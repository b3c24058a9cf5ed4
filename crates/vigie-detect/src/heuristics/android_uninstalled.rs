//! Packages whose removal the battery statistics, the intrusion log or Samsung's log of packages noted: few places remember a package
//! that is gone.

use std::collections::HashMap;
use std::sync::Arc;

use vigie_artifacts::android::battery_daily::{DailyChange, PackageChange};
use vigie_artifacts::android::battery_history::BatteryEvent;
use vigie_artifacts::android::intrusion_log::IntrusionEntry;
use vigie_artifacts::android::package_log::{PackageAction, PackageLogEntry};
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// The user id of a computer's shell.
const SHELL: i64 = 2000;

/// See the module.
pub struct AndroidUninstalled;

impl Heuristic for AndroidUninstalled {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_uninstalled",
        version: 4,
        artifacts: &[
            "android_battery_daily",
            "android_battery_history",
            "android_intrusion_log",
            "android_package_log",
            "android_packages",
            "android_packages_xml",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Info,
        source: "Mobile Verification Toolkit, module DumpsysBatteryDaily; Android Open Source Project, BatteryStats; Citizen Lab, From Protest to Peril: Cellebrite Used Against Jordanian Civil Society (2026), on Samsung's log of packages",
    };
}

/// Removals, and the packages that are there.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    removed: Sightings,
    /// Those that the shell removed, with the record that says so.
    by_shell: Sightings,
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(change) = seen.get::<DailyChange>() {
            if change.change == PackageChange::Uninstall {
                self.removed.note(&change.package, seen);
            }
        } else if let Some(event) = seen.get::<BatteryEvent>()
            && event.event == "pkgunin"
        {
            self.removed.note(&event.name, seen);
        } else if let Some(entry) =
            seen.get::<PackageLogEntry>().filter(|entry| entry.action == PackageAction::Delete && entry.is_done())
            && let Some(name) = &entry.package
        {
            self.removed.note(name, seen);
            if entry.caller == Some(SHELL) {
                self.by_shell.note(name, seen);
            }
        } else if let Some(entry) =
            seen.get::<IntrusionEntry>().filter(|entry| entry.tag() == Some("package_uninstalled"))
            && let Some(name) = entry.text("package_name")
        {
            self.removed.note(name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let mut by_shell: HashMap<_, _> = self.by_shell.take().collect();
        for (name, sighting) in self.removed.take() {
            // What belongs to the system keeps its file when it is removed for a user (`pm uninstall --user 0`).
            let state = match (self.roster.origin(&name), self.roster.is_installed(&name)) {
                (Origin::System, true) => "updates",
                (Origin::System, false) => "off",
                (_, true) => "back",
                (_, false) => "gone",
            };
            // The record shown is one that says what the sentence says.
            let (level, by, sighting) = match by_shell.remove(&name) {
                Some(by_shell) => (Level::Low, "shell", by_shell),
                None => (Level::Info, "other", sighting),
            };
            let args = [("package", name.as_str()), ("state", state), ("by", by)];
            out.add_at(level, sighting.first, name.as_str(), &args);
        }
    }
}
