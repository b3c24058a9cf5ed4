//! Applications that hold a virtual private network and came past every store: all that the phone sends goes through them.

use std::sync::Arc;

use vigie_artifacts::android::connectivity::{Between, Intermediary};
use vigie_artifacts::android::settings::Setting;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidVpn;

/// The package that holds a network which may never be switched off (AOSP `Settings.Secure.ALWAYS_ON_VPN_APP`).
const ALWAYS_ON: &str = "always_on_vpn_app";

impl Heuristic for AndroidVpn {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_vpn",
        version: 1,
        artifacts: &[
            "android_connectivity",
            "android_packages",
            "android_packages_xml",
            "android_settings",
            "android_settings_xml",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Android Developers, VpnService; MITRE ATT&CK for Mobile, T1638 Adversary-in-the-Middle",
    };
}

/// Holders, and the packages.
#[derive(Default)]
pub struct State(Rights);

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.0.packages(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(found) = seen.get::<Intermediary>() {
            match (&found.package, found.uid) {
                _ if found.what != Between::Vpn => {}
                (Some(package), _) => self.0.note_holder(package, seen),
                // Before Android 12 nothing names the package.
                (None, Some(uid)) => self.0.note_uid(uid, seen),
                (None, None) => {}
            }
        } else if let Some(setting) = seen.get::<Setting>()
            && setting.name == ALWAYS_ON
            && let Some(package) = setting.value.as_deref().filter(|package| package.contains('.'))
        {
            self.0.note_holder(package, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let unlisted = self.0.unlisted();
        let level = |origin: Origin| match origin {
            Origin::System | Origin::Store => None,
            Origin::Unknown => Some(unlisted),
            Origin::Maker | Origin::Preloaded => Some(Level::Low),
            _ => Some(Level::Medium),
        };
        self.0.finish(level, out);
    }
}
