//! Services that read every notification, and with them the beginning of every message, from packages that did not come
//! with the system.

use std::sync::Arc;

use vigie_artifacts::android::notifications::{Notification, NotificationFact};
use vigie_artifacts::android::settings::Setting;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidNotificationListener;

impl Heuristic for AndroidNotificationListener {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_notification_listener",
        version: 2,
        artifacts: &[
            "android_notifications",
            "android_packages",
            "android_packages_xml",
            "android_settings",
            "android_settings_xml",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Low,
        source: "Android Developers, NotificationListenerService; MITRE ATT&CK for Mobile, T1517 Access Notifications",
    };
}

/// Services that may read notifications, and the packages.
#[derive(Default)]
pub struct State(Rights);

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.0.packages(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(notification) = seen.get::<Notification>() {
            if notification.fact != NotificationFact::Shown
                && let Some(component) = &notification.component
            {
                self.0.note_holder(component, seen);
            }
        } else if let Some(setting) = seen.get::<Setting>()
            && setting.name == "enabled_notification_listeners"
        {
            let list = setting.value.as_deref().unwrap_or_default().split(':');
            for component in list.filter(|component| component.contains('/')) {
                self.0.note_holder(component, seen);
            }
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let level = |origin: Origin| match origin {
            Origin::System => None,
            _ if origin.is_sideloaded() => Some(Level::Low),
            _ => Some(Level::Info),
        };
        self.0.finish(level, out);
    }
}
