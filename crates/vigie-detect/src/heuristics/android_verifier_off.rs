//! The check of applications for harmful ones (Play Protect, package verifier) is switched off.

use vigie_artifacts::android::settings::Setting;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Setting, the value that switches off, and the level. The first and the last only concern installations over a cable.
const SWITCHES: &[(&str, &str, Level)] = &[
    ("adb_install_need_confirm", "0", Level::Info),
    ("package_verifier_enable", "0", Level::Low),
    ("package_verifier_user_consent", "-1", Level::Low),
    ("verifier_verify_adb_installs", "0", Level::Info),
];

/// See the module.
pub struct AndroidVerifierOff;

impl Heuristic for AndroidVerifierOff {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_verifier_off",
        version: 2,
        artifacts: &["android_settings", "android_settings_xml"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Low,
        source: "Mobile Verification Toolkit, module Settings (dangerous settings); Android Open Source Project, Settings.Global",
    };
}

/// Switches that are off.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(setting) = seen.get::<Setting>() else { return };
        let value = setting.value.as_deref().map(str::trim);
        if SWITCHES.iter().any(|(name, off, _)| *name == setting.name && value == Some(off)) {
            self.0.note(&setting.name, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (name, sighting) in self.0.take() {
            let Some((_, off, level)) = SWITCHES.iter().find(|(known, ..)| *known == name) else { continue };
            let args = [("setting", name.as_str()), ("value", off)];
            out.add_at(*level, sighting.first, format!("{name}={off}"), &args);
        }
    }
}
