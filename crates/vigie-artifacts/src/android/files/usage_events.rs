//! Names of what can happen to an application (AOSP `UsageEvents.Event`), by number.

const EVENTS: &[&str] = &[
    "NONE",
    "ACTIVITY_RESUMED",
    "ACTIVITY_PAUSED",
    "END_OF_DAY",
    "CONTINUE_PREVIOUS_DAY",
    "CONFIGURATION_CHANGE",
    "SYSTEM_INTERACTION",
    "USER_INTERACTION",
    "SHORTCUT_INVOCATION",
    "CHOOSER_ACTION",
    "NOTIFICATION_SEEN",
    "STANDBY_BUCKET_CHANGED",
    "NOTIFICATION_INTERRUPTION",
    "SLICE_PINNED_PRIV",
    "SLICE_PINNED",
    "SCREEN_INTERACTIVE",
    "SCREEN_NON_INTERACTIVE",
    "KEYGUARD_SHOWN",
    "KEYGUARD_HIDDEN",
    "FOREGROUND_SERVICE_START",
    "FOREGROUND_SERVICE_STOP",
    "CONTINUING_FOREGROUND_SERVICE",
    "ROLLOVER_FOREGROUND_SERVICE",
    "ACTIVITY_STOPPED",
    "ACTIVITY_DESTROYED",
    "FLUSH_TO_DISK",
    "DEVICE_SHUTDOWN",
    "DEVICE_STARTUP",
    "USER_UNLOCKED",
    "USER_STOPPED",
    "LOCUS_ID_SET",
    "APP_COMPONENT_USED",
];

/// The name of an event; a number without one is told as it is.
pub(super) fn event_name(number: i64) -> String {
    let name = usize::try_from(number).ok().and_then(|at| EVENTS.get(at));
    name.map_or_else(|| format!("event {number}"), |name| (*name).to_owned())
}
