//! Keyboards that are switched on, the service that fills in forms, and the assistant, where they did not come with the
//! system. A keyboard sees all that is typed, passwords among it; the other two see what stands on the screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_artifacts::android::settings::Setting;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Settings that name such services (AOSP `Settings.Secure`), and what they are.
const SETTINGS: &[(&str, &str)] = &[
    ("assistant", "assistant"),
    ("autofill_service", "autofill"),
    ("credential_service", "autofill"),
    ("credential_service_primary", "autofill"),
    ("default_input_method", "keyboard"),
    ("enabled_input_methods", "keyboard"),
    ("voice_interaction_service", "assistant"),
];

/// See the module.
pub struct AndroidInputService;

impl Heuristic for AndroidInputService {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_input_service",
        version: 1,
        artifacts: &[
            "android_packages",
            "android_packages_xml",
            "android_settings",
            "android_settings_xml",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "MITRE ATT&CK for Mobile, T1417.001 Keylogging; Android Developers, Create an input method, and Build autofill services",
    };
}

/// Services by what they are, and the packages.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    by_kind: BTreeMap<&'static str, Rights>,
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(setting) = seen.get::<Setting>() else { return };
        let Some((_, kind)) = SETTINGS.iter().find(|(name, _)| *name == setting.name) else { return };
        // `package/class:package/class;subtype;subtype`
        for entry in setting.value.as_deref().unwrap_or_default().split(':') {
            let component = entry.split(';').next().unwrap_or(entry);
            if component.contains('/') {
                self.by_kind.entry(kind).or_default().note_holder(component, seen);
            }
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (kind, mut rights) in std::mem::take(&mut self.by_kind) {
            rights.packages(&self.roster);
            let unlisted = rights.unlisted();
            let level = |origin: Origin| match origin {
                Origin::System => None,
                Origin::Store => Some(Level::Info),
                Origin::Unknown => Some(unlisted),
                Origin::Maker | Origin::Preloaded => Some(Level::Low),
                _ => Some(Level::Medium),
            };
            rights.finish_as(Some(kind), level, out);
        }
    }
}
