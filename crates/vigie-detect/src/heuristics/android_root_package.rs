//! Packages that root a device, need a rooted one, or hide that it is.

use vigie_artifacts::android::packages::Package;
use vigie_artifacts::androidqf::packages::ListedPackage;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// The names that the Mobile Verification Toolkit publishes (`ROOT_PACKAGES`).
const NAMES: &[&str] = &[
    "com.amphoras.hidemyroot",
    "com.amphoras.hidemyrootadfree",
    "com.chelpus.lackypatch",
    "com.devadvance.rootcloak",
    "com.devadvance.rootcloakplus",
    "com.dimonvideo.luckypatcher",
    "com.formyhm.hideroot",
    "com.formyhm.hiderootPremium",
    "com.kingouser.com",
    "com.koushikdutta.rommanager",
    "com.koushikdutta.rommanager.license",
    "com.koushikdutta.superuser",
    "com.noshufou.android.su",
    "com.noshufou.android.su.elite",
    "com.ramdroid.appquarantine",
    "com.ramdroid.appquarantinepro",
    "com.saurik.substrate",
    "com.thirdparty.superuser",
    "com.topjohnwu.magisk",
    "com.yellowes.su",
    "com.zachspong.temprootremovejb",
    "de.robv.android.xposed.installer",
    "eu.chainfire.supersu",
    "eu.chainfire.supersu.pro",
    "me.phh.superuser",
];

/// See the module.
pub struct AndroidRootPackage;

impl Heuristic for AndroidRootPackage {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_root_package",
        version: 2,
        artifacts: &["android_packages", "android_packages_xml", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Medium,
        source: "Mobile Verification Toolkit, ROOT_PACKAGES",
    };
}

/// Packages of the list.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let name = seen.get::<Package>().map(|package| &package.name);
        let name = name.or_else(|| seen.get::<ListedPackage>().map(|package| &package.name));
        if let Some(name) = name.filter(|name| NAMES.contains(&name.as_str())) {
            self.0.note(name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (name, sighting) in self.0.take() {
            out.add(sighting.first, name.as_str(), &[("package", name.as_str())]);
        }
    }
}
