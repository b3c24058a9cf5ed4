//! Packages whose removal the battery statistics or the intrusion log noted: few places remember a package that is gone.

use std::sync::Arc;

use vigie_artifacts::android::battery_daily::{DailyChange, PackageChange};
use vigie_artifacts::android::battery_history::BatteryEvent;
use vigie_artifacts::android::intrusion_log::IntrusionEntry;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidUninstalled;

impl Heuristic for AndroidUninstalled {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_uninstalled",
        version: 2,
        artifacts: &[
            "android_battery_daily",
            "android_battery_history",
            "android_intrusion_log",
            "android_packages",
            "android_packages_xml",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Info,
        source: "Mobile Verification Toolkit, module DumpsysBatteryDaily; Android Open Source Project, BatteryStats",
    };
}

/// Removals, and the packages that are there.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    removed: Sightings,
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
            seen.get::<IntrusionEntry>().filter(|entry| entry.tag() == Some("package_uninstalled"))
            && let Some(name) = entry.text("package_name")
        {
            self.removed.note(name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (name, sighting) in self.removed.take() {
            let state = match self.roster.origin(&name) {
                Origin::System => "updates",
                _ if self.roster.is_installed(&name) => "back",
                _ => "gone",
            };
            out.add(sighting.first, name.as_str(), &[("package", name.as_str()), ("state", state)]);
        }
    }
}
