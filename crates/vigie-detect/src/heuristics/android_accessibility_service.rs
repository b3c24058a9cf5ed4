//! Accessibility services that are switched on and came past every store. Such a service reads the screen and acts for
//! the owner. One that is only installed, or belongs to the system, is no sign.

use std::sync::Arc;

use vigie_artifacts::android::accessibility::AccessibilityEntry;
use vigie_artifacts::android::settings::Setting;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidAccessibilityService;

impl Heuristic for AndroidAccessibilityService {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_accessibility_service",
        version: 2,
        artifacts: &[
            "android_accessibility",
            "android_packages",
            "android_packages_xml",
            "android_settings",
            "android_settings_xml",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Medium,
        source: "Amnesty International, A Digital Prison: Surveillance and the suppression of civil society in Serbia (2024), on NoviSpy; Mobile Verification Toolkit, module DumpsysAccessibility",
    };
}

/// Services that are on, and the packages.
#[derive(Default)]
pub struct State(Rights);

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.0.packages(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(AccessibilityEntry::Service(service)) = seen.get() {
            if let Some(component) = service.component.as_deref().filter(|_| service.enabled || service.bound) {
                self.0.note_holder(component, seen);
            }
        } else if let Some(setting) = seen.get::<Setting>()
            && setting.name == "enabled_accessibility_services"
        {
            // Until Android 9 the services themselves tell only their labels; the setting names them.
            let list = setting.value.as_deref().unwrap_or_default().split(':');
            for component in list.filter(|component| component.contains('/')) {
                self.0.note_holder(component, seen);
            }
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let level = |origin: Origin| match origin {
            Origin::System => None,
            Origin::Store => Some(Level::Info),
            Origin::Maker | Origin::Preloaded | Origin::Unknown => Some(Level::Low),
            _ => Some(Level::Medium),
        };
        self.0.finish(level, out);
    }
}
