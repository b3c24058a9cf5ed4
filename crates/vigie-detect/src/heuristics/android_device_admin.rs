//! Administrators and owners of the device that did not come with the system: they can lock and erase it, and are harder to
//! remove.

use std::sync::Arc;

use vigie_artifacts::android::device_policy::PolicyHolder;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidDeviceAdmin;

impl Heuristic for AndroidDeviceAdmin {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_device_admin",
        version: 2,
        artifacts: &[
            "android_device_policies_xml",
            "android_device_policy",
            "android_packages",
            "android_packages_xml",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Android Developers, Device administration overview; MITRE ATT&CK for Mobile, T1626.001 Device Administrator Permissions",
    };
}

/// Administrators and owners, and the packages.
#[derive(Default)]
pub struct State(Rights);

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.0.packages(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(holder) = seen.get::<PolicyHolder>()
            && let Some(component) = holder.component.as_ref().or(holder.package.as_ref())
        {
            self.0.note_holder(component, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let level = |origin: Origin| match origin {
            Origin::System => None,
            Origin::Store => Some(Level::Info),
            // The agent of an organisation is installed by the set-up of the device.
            Origin::Maker | Origin::Preloaded | Origin::Unknown => Some(Level::Low),
            _ => Some(Level::Medium),
        };
        self.0.finish(level, out);
    }
}
