//! Applications that came past every store and were exempted from battery saving by hand: they run on while the phone sleeps.

use std::sync::Arc;

use vigie_artifacts::android::idle_exempt::{ExemptBy, Exemption};
use vigie_model::{Level, Meaning};

use super::android_apps::Roster;
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidIdleExempt;

impl Heuristic for AndroidIdleExempt {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_idle_exempt",
        version: 1,
        artifacts: &["android_idle_exempt", "android_packages", "android_packages_xml", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Low,
        source: "Android Developers, Optimize for Doze and App Standby; Android Open Source Project, DeviceIdleController",
    };
}

/// Exempt applications, and the packages.
#[derive(Default)]
pub struct State(Rights);

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.0.packages(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(exemption) = seen.get::<Exemption>().filter(|exemption| exemption.by == ExemptBy::User) {
            self.0.note_holder(&exemption.package, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        self.0.finish(|origin| origin.is_sideloaded().then_some(Level::Low), out);
    }
}
