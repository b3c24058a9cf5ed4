//! What the operations and modes of app ops are called where the system writes numbers or strings: as `dumpsys appops`
//! names them.
//!
//! Source: AOSP `AppOpsManager.java` (the `OP_…` constants, `sAppOpInfos`, `MODE_NAMES`): to 155 as of Android 16, to 164 as
//! Samsung's build of Android 16 has it, to 180 as the interfaces of Android 17 list them (`_NUM_OP` 181). Numbers were
//! never given anew; those of operations that were given up are called as they were, where that is known. Makers count on
//! from where the system ends, so that a number beyond it has no name here. Other readers: ALEAPP (`permissionStore`),
//! whose table has the first 156.

/// The operations by their number.
const OPS: &[&str] = &[
    "COARSE_LOCATION",
    "FINE_LOCATION",
    "GPS",
    "VIBRATE",
    "READ_CONTACTS",
    "WRITE_CONTACTS",
    "READ_CALL_LOG",
    "WRITE_CALL_LOG",
    "READ_CALENDAR",
    "WRITE_CALENDAR",
    "WIFI_SCAN",
    "POST_NOTIFICATION",
    "NEIGHBORING_CELLS",
    "CALL_PHONE",
    "READ_SMS",
    "WRITE_SMS",
    "RECEIVE_SMS",
    "RECEIVE_EMERGECY_SMS",
    "RECEIVE_MMS",
    "RECEIVE_WAP_PUSH",
    "SEND_SMS",
    "READ_ICC_SMS",
    "WRITE_ICC_SMS",
    "WRITE_SETTINGS",
    "SYSTEM_ALERT_WINDOW",
    "ACCESS_NOTIFICATIONS",
    "CAMERA",
    "RECORD_AUDIO",
    "PLAY_AUDIO",
    "READ_CLIPBOARD",
    "WRITE_CLIPBOARD",
    "TAKE_MEDIA_BUTTONS",
    "TAKE_AUDIO_FOCUS",
    "AUDIO_MASTER_VOLUME",
    "AUDIO_VOICE_VOLUME",
    "AUDIO_RING_VOLUME",
    "AUDIO_MEDIA_VOLUME",
    "AUDIO_ALARM_VOLUME",
    "AUDIO_NOTIFICATION_VOLUME",
    "AUDIO_BLUETOOTH_VOLUME",
    "WAKE_LOCK",
    "MONITOR_LOCATION",
    "MONITOR_HIGH_POWER_LOCATION",
    "GET_USAGE_STATS",
    "MUTE_MICROPHONE",
    "TOAST_WINDOW",
    "PROJECT_MEDIA",
    "ACTIVATE_VPN",
    "WRITE_WALLPAPER",
    "ASSIST_STRUCTURE",
    "ASSIST_SCREENSHOT",
    "READ_PHONE_STATE",
    "ADD_VOICEMAIL",
    "USE_SIP",
    "PROCESS_OUTGOING_CALLS",
    "USE_FINGERPRINT",
    "BODY_SENSORS",
    "READ_CELL_BROADCASTS",
    "MOCK_LOCATION",
    "READ_EXTERNAL_STORAGE",
    "WRITE_EXTERNAL_STORAGE",
    "TURN_SCREEN_ON",
    "GET_ACCOUNTS",
    "RUN_IN_BACKGROUND",
    "AUDIO_ACCESSIBILITY_VOLUME",
    "READ_PHONE_NUMBERS",
    "REQUEST_INSTALL_PACKAGES",
    "PICTURE_IN_PICTURE",
    "INSTANT_APP_START_FOREGROUND",
    "ANSWER_PHONE_CALLS",
    "RUN_ANY_IN_BACKGROUND",
    "CHANGE_WIFI_STATE",
    "REQUEST_DELETE_PACKAGES",
    "BIND_ACCESSIBILITY_SERVICE",
    "ACCEPT_HANDOVER",
    "MANAGE_IPSEC_TUNNELS",
    "START_FOREGROUND",
    "BLUETOOTH_SCAN",
    "USE_BIOMETRIC",
    "ACTIVITY_RECOGNITION",
    "SMS_FINANCIAL_TRANSACTIONS",
    "READ_MEDIA_AUDIO",
    "WRITE_MEDIA_AUDIO",
    "READ_MEDIA_VIDEO",
    "WRITE_MEDIA_VIDEO",
    "READ_MEDIA_IMAGES",
    "WRITE_MEDIA_IMAGES",
    "LEGACY_STORAGE",
    "ACCESS_ACCESSIBILITY",
    "READ_DEVICE_IDENTIFIERS",
    "ACCESS_MEDIA_LOCATION",
    "QUERY_ALL_PACKAGES",
    "MANAGE_EXTERNAL_STORAGE",
    "INTERACT_ACROSS_PROFILES",
    "ACTIVATE_PLATFORM_VPN",
    "LOADER_USAGE_STATS",
    "DEPRECATED_1",
    "AUTO_REVOKE_PERMISSIONS_IF_UNUSED",
    "AUTO_REVOKE_MANAGED_BY_INSTALLER",
    "NO_ISOLATED_STORAGE",
    "PHONE_CALL_MICROPHONE",
    "PHONE_CALL_CAMERA",
    "RECORD_AUDIO_HOTWORD",
    "MANAGE_ONGOING_CALLS",
    "MANAGE_CREDENTIALS",
    "USE_ICC_AUTH_WITH_DEVICE_IDENTIFIER",
    "RECORD_AUDIO_OUTPUT",
    "SCHEDULE_EXACT_ALARM",
    "FINE_LOCATION_SOURCE",
    "COARSE_LOCATION_SOURCE",
    "MANAGE_MEDIA",
    "BLUETOOTH_CONNECT",
    "UWB_RANGING",
    "ACTIVITY_RECOGNITION_SOURCE",
    "BLUETOOTH_ADVERTISE",
    "RECORD_INCOMING_PHONE_AUDIO",
    "NEARBY_WIFI_DEVICES",
    "ESTABLISH_VPN_SERVICE",
    "ESTABLISH_VPN_MANAGER",
    "ACCESS_RESTRICTED_SETTINGS",
    "RECEIVE_SOUNDTRIGGER_AUDIO",
    "RECEIVE_EXPLICIT_USER_INTERACTION_AUDIO",
    "RUN_USER_INITIATED_JOBS",
    "READ_MEDIA_VISUAL_USER_SELECTED",
    "SYSTEM_EXEMPT_FROM_SUSPENSION",
    "SYSTEM_EXEMPT_FROM_DISMISSIBLE_NOTIFICATIONS",
    "READ_WRITE_HEALTH_DATA",
    "FOREGROUND_SERVICE_SPECIAL_USE",
    "SYSTEM_EXEMPT_FROM_POWER_RESTRICTIONS",
    "SYSTEM_EXEMPT_FROM_HIBERNATION",
    "SYSTEM_EXEMPT_FROM_ACTIVITY_BG_START_RESTRICTION",
    "CAPTURE_CONSENTLESS_BUGREPORT_ON_USERDEBUG_BUILD",
    "BODY_SENSORS_WRIST_TEMPERATURE",
    "USE_FULL_SCREEN_INTENT",
    "CAMERA_SANDBOXED",
    "RECORD_AUDIO_SANDBOXED",
    "RECEIVE_SANDBOX_TRIGGER_AUDIO",
    "RECEIVE_SANDBOXED_DETECTION_TRAINING_DATA",
    "CREATE_ACCESSIBILITY_OVERLAY",
    "MEDIA_ROUTING_CONTROL",
    "ENABLE_MOBILE_DATA_BY_USER",
    "RESERVED_FOR_TESTING",
    "RAPID_CLEAR_NOTIFICATIONS_BY_LISTENER",
    "READ_SYSTEM_GRAMMATICAL_GENDER",
    "DEPRECATED_4",
    "ARCHIVE_ICON_OVERLAY",
    "UNARCHIVAL_CONFIRMATION",
    "EMERGENCY_LOCATION",
    "RECEIVE_SENSITIVE_NOTIFICATIONS",
    "READ_HEART_RATE",
    "READ_SKIN_TEMPERATURE",
    "RANGING",
    "READ_OXYGEN_SATURATION",
    "WRITE_SYSTEM_PREFERENCES",
    "CONTROL_AUDIO",
    "CONTROL_AUDIO_PARTIAL",
    "EYE_TRACKING_COARSE",
    "EYE_TRACKING_FINE",
    "FACE_TRACKING",
    "HAND_TRACKING",
    "HEAD_TRACKING",
    "SCENE_UNDERSTANDING_COARSE",
    "SCENE_UNDERSTANDING_FINE",
    "POST_PROMOTED_NOTIFICATIONS",
    "SYSTEM_APPLICATION_OVERLAY",
    "READ_CELL_IDENTITY",
    "READ_CELL_INFO",
    "COMPUTER_CONTROL",
    "READ_OTP_SMS",
    "ACCESS_LOCAL_NETWORK",
    "READ_BLOOD_PRESSURE",
    "READ_HEART_RATE_VARIABILITY",
    "READ_RESPIRATORY_RATE",
    "READ_VO2_MAX",
    "CONTINUE_ACROSS_DEVICES",
    "READ_SCREEN_CONTEXT",
    "READ_RESTRICTED_MESSAGES",
    "WRITE_RESTRICTED_MESSAGES",
    "ACCESS_HID",
    "MANAGE_PERIPHERAL_CUSTOMIZATION",
    "MANAGE_CONTACTS",
];

/// Strings that are no name in small letters.
const OTHER_STRINGS: &[(&str, &str)] = &[
    ("monitor_location_high_power", "MONITOR_HIGH_POWER_LOCATION"),
    ("receive_ambient_trigger_audio", "RECEIVE_SOUNDTRIGGER_AUDIO"),
    ("unarchival_support", "UNARCHIVAL_CONFIRMATION"),
];

/// The modes by their number.
const MODES: &[&str] = &["allow", "ignore", "deny", "default", "foreground"];

fn by_number(names: &[&str], number: i64, otherwise: &str) -> String {
    let name = usize::try_from(number).ok().and_then(|at| names.get(at));
    name.map_or_else(|| format!("{otherwise}{number}"), |name| (*name).to_owned())
}

/// An operation by its number; `OP_` and the number where it has no published name.
pub(super) fn operation(number: i64) -> String {
    by_number(OPS, number, "OP_")
}

/// An operation by its string (`android:camera`). That of a maker (`MIUI:10008`) stays as it is.
pub(super) fn operation_of(string: &str) -> String {
    let Some(name) = string.strip_prefix("android:") else { return string.to_owned() };
    let other = OTHER_STRINGS.iter().find(|(string, _)| *string == name);
    other.map_or_else(|| name.to_ascii_uppercase(), |(_, name)| (*name).to_owned())
}

/// A mode by its number.
pub(super) fn mode(number: i64) -> String {
    by_number(MODES, number, "mode ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_source() {
        // One of each version, beside what was given up and what a maker counts on.
        let known = [
            (0, "COARSE_LOCATION"),
            (26, "CAMERA"),
            (66, "REQUEST_INSTALL_PACKAGES"),
            (93, "INTERACT_ACROSS_PROFILES"),
            (102, "RECORD_AUDIO_HOTWORD"),
            (107, "SCHEDULE_EXACT_ALARM"),
            (119, "ACCESS_RESTRICTED_SETTINGS"),
            (123, "READ_MEDIA_VISUAL_USER_SELECTED"),
            (132, "BODY_SENSORS_WRIST_TEMPERATURE"),
            (138, "CREATE_ACCESSIBILITY_OVERLAY"),
            (148, "RECEIVE_SENSITIVE_NOTIFICATIONS"),
            (155, "CONTROL_AUDIO_PARTIAL"),
            (156, "EYE_TRACKING_COARSE"),
            (164, "SYSTEM_APPLICATION_OVERLAY"),
            (168, "READ_OTP_SMS"),
            (175, "READ_SCREEN_CONTEXT"),
            (180, "MANAGE_CONTACTS"),
            (181, "OP_181"),
            (10008, "OP_10008"),
            (-1, "OP_-1"),
        ];
        for (number, name) in known {
            assert_eq!(operation(number), name);
        }
    }

    #[test]
    fn strings_are_named_as_numbers_are() {
        for (string, number) in [
            ("android:request_install_packages", 66),
            ("android:monitor_location_high_power", 42),
            ("android:receive_ambient_trigger_audio", 120),
            ("android:unarchival_support", 146),
        ] {
            assert_eq!(operation_of(string), operation(number));
        }
        assert_eq!(operation_of("MIUI:10008"), "MIUI:10008");
    }
}
