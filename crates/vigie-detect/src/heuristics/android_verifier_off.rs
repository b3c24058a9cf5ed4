//! The check of applications for harmful ones (Play Protect, package verifier) is switched off.

use vigie_artifacts::android::settings::Setting;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Setting, the value that switches off, and the level. Two only concern installations over a cable; of three the default of a
/// phone is not known.
const SWITCHES: &[(&str, &str, Level)] = &[
    ("adb_install_need_confirm", "0", Level::Info),
    ("package_verifier_enable", "0", Level::Low),
    ("package_verifier_state", "0", Level::Info),
    ("package_verifier_user_consent", "-1", Level::Low),
    ("package_verifier_user_consent", "0", Level::Info),
    ("upload_apk_enable", "0", Level::Info),
    ("verifier_verify_adb_installs", "0", Level::Info),
];

/// See the module.
pub struct AndroidVerifierOff;

impl Heuristic for AndroidVerifierOff {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_verifier_off",
        version: 3,
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
        if let Some((name, off, _)) = SWITCHES.iter().find(|(name, off, _)| *name == setting.name && value == Some(off))
        {
            self.0.note(&format!("{name}={off}"), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (switch, sighting) in self.0.take() {
            let Some((name, value)) = switch.split_once('=') else { continue };
            let known = SWITCHES.iter().find(|(known, off, _)| *known == name && *off == value);
            let level = known.map_or(Level::Info, |(.., level)| *level);
            out.add_at(level, sighting.first, switch.as_str(), &[("setting", name), ("value", value)]);
        }
    }
}
