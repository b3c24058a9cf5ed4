//! Package files built so that Android installs them and the tools of examiners do not open them.

use std::collections::BTreeSet;

use vigie_artifacts::android::apks::{Apk, Trick};
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidApkObstructs;

impl Heuristic for AndroidApkObstructs {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_apk_obstructs",
        version: 1,
        artifacts: &["android_apks"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Palo Alto Networks Unit 42, Beware of BadPack: One Weird Trick Being Used Against Android Devices (2024); Zimperium, Over 3,000 Android Malware Samples Using Multiple Techniques to Bypass Detection (2023)",
    };
}

/// Files told already, by hash: a package may lie in two places.
#[derive(Default)]
pub struct State {
    told: BTreeSet<String>,
}

/// Sloppy tools cause these too.
const MAY_BE_CHANCE: &[Trick] = &[Trick::NameTwice, Trick::ManifestPadding];

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(apk) = seen.get::<Apk>().filter(|apk| !apk.tricks.is_empty()) else { return };
        if !self.told.insert(apk.sha256.clone()) {
            return;
        }
        let tricks: Vec<_> = apk.tricks.iter().map(|trick| trick.name()).collect();
        let tricks = tricks.join(", ");
        let chance = apk.tricks.iter().all(|trick| MAY_BE_CHANCE.contains(trick));
        let level = if chance { Level::Low } else { Level::Medium };
        let package = apk.package.as_deref().unwrap_or("?");
        out.add_at(level, seen.keep(), package, &[("package", package), ("tricks", &tricks)]);
    }
}
