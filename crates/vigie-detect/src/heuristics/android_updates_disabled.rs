//! Parts of the system that fetch updates or watch over it, and that somebody switched off.

use vigie_artifacts::android::packages::Package;
use vigie_artifacts::androidqf::packages::ListedPackage;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Package, and what it does: the lists that the Mobile Verification Toolkit publishes (`SECURITY_PACKAGES`,
/// `SYSTEM_UPDATE_PACKAGES`). One of them keeps backups on OnePlus phones and fetches nothing; it is left out.
const NAMES: &[(&str, &str)] = &[
    ("com.android.updater", "updates"),
    ("com.google.android.gms", "google"),
    ("com.huawei.android.hwouc", "updates"),
    ("com.lge.lgdmsclient", "updates"),
    ("com.motorola.ccc.ota", "updates"),
    ("com.oppo.ota", "updates"),
    ("com.policydm", "security"),
    ("com.samsung.android.app.omcagent", "security"),
    ("com.samsung.android.securitylogagent", "security"),
    ("com.sec.android.soagent", "updates"),
    ("com.transsion.systemupdate", "updates"),
    ("com.wssyncmldm", "updates"),
];

/// See the module.
pub struct AndroidUpdatesDisabled;

impl Heuristic for AndroidUpdatesDisabled {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_updates_disabled",
        version: 1,
        artifacts: &["android_packages", "android_packages_xml", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Low,
        source: "Mobile Verification Toolkit, SECURITY_PACKAGES and SYSTEM_UPDATE_PACKAGES",
    };
}

/// Packages of the list that are switched off.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let name = if let Some(package) = seen.get::<Package>() {
            // 2: switched off, 3: by the owner, 4: until it is used. Of the first user, who has the device.
            let off = package.users.iter().any(|user| user.user == 0 && matches!(user.enabled, Some(2..=4)));
            Some(&package.name).filter(|_| off && !package.hidden_system)
        } else {
            seen.get::<ListedPackage>().filter(|package| package.disabled).map(|package| &package.name)
        };
        if let Some(name) = name.filter(|name| NAMES.iter().any(|(known, _)| known == name)) {
            self.0.note(name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (name, sighting) in self.0.take() {
            let what = NAMES.iter().find(|(known, _)| *known == name).map_or("updates", |(_, what)| what);
            out.add(sighting.first, name.as_str(), &[("package", name.as_str()), ("what", what)]);
        }
    }
}
