//! App ops, from the file in which the system keeps them: which package used camera, microphone, location, messages …
//! and when it last did.
//!
//! Format: `data/system/appops.xml` (AOSP `AppOpsService.writeState`, Android 6 to 13) and, with the uses alone,
//! `appops_accesses.xml` (since 14), text or binary: `<uid n=>`, `<pkg n=>`, below it `<op n= m=>` with the times `t`
//! and `r` in milliseconds, since Android 10 in `<st>`; Android 9 has one time for each state (`tp`, `tt` …).

use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::super::abx::{Element, Event, Value};
use super::super::appops::{AppOp, OpEvent};
use super::super::xml;
use super::device_time;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct AppOpsXml;

/// The operations by their number (AOSP `AppOpsManager`); numbers were never given anew.
pub(super) const OPS: &[&str] = &[
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
];

const MODES: &[&str] = &["allow", "ignore", "deny", "default", "foreground"];

pub(super) fn by_number(names: &[&str], number: i64, otherwise: &str) -> String {
    let name = usize::try_from(number).ok().and_then(|at| names.get(at));
    name.map_or_else(|| format!("{otherwise}{number}"), |name| (*name).to_owned())
}

/// Where the reader is.
#[derive(Default)]
struct State {
    uid: Option<i64>,
    package: Option<String>,
    op: Option<AppOp>,
    told: bool,
}

impl State {
    /// The times of one element, each of them a use or a refusal.
    fn times(&mut self, element: &Element, at: &Place, out: &mut Out<'_, AppOp>) {
        let Some(op) = &self.op else { return };
        for (name, value) in &element.attributes {
            let event = match name.as_bytes() {
                [b't'] | [b't', b'p' | b't' | b'f' | b'b' | b'c'] => OpEvent::Access,
                [b'r'] | [b'r', b'p' | b't' | b'f' | b'b' | b'c'] => OpEvent::Reject,
                _ => continue,
            };
            let millis = match value {
                Value::Integer(number) => Some(*number),
                Value::Text(text) => text.parse().ok(),
                _ => None,
            };
            if millis.is_none() {
                let detail = format!("the time {name} of {} is no number", op.op);
                out.problem(ProblemCode::ValueUnexpected, at.clone(), detail);
            }
            let Some(time) = device_time(millis, at, out) else { continue };
            let duration = element.integer("d").filter(|millis| event == OpEvent::Access && *millis > 0);
            let used = AppOp {
                event,
                at: Some(time),
                duration: duration.map(|millis| format!("{millis}ms")),
                attribution: element.owned("id").filter(|_| element.name == "st"),
                proxy: element.owned("pp"),
                ..op.clone()
            };
            self.told = true;
            out.record(at.clone(), used);
        }
    }

    fn start(&mut self, element: &Element, at: &Place, out: &mut Out<'_, AppOp>) {
        match element.name.as_str() {
            // A number; below a package it is that of the package.
            "uid" => self.uid = element.integer("n"),
            "pkg" => (self.package, self.uid) = (element.owned("n"), None),
            "op" => {
                self.told = false;
                self.op = element.integer("n").map(|number| AppOp {
                    uid: self.uid,
                    package: self.package.clone(),
                    op: by_number(OPS, number, "OP_"),
                    mode: element.integer("m").map(|mode| by_number(MODES, mode, "mode ")),
                    event: OpEvent::Mode,
                    state: None,
                    attribution: None,
                    at: None,
                    at_from_age: None,
                    duration: None,
                    proxy: None,
                    counted: None,
                });
                self.times(element, at, out);
            }
            "st" => self.times(element, at, out),
            _ => {}
        }
    }

    /// An element ended; an operation without a use tells its mode.
    fn end(&mut self, name: &str, at: Place, out: &mut Out<'_, AppOp>) {
        match name {
            "op" => {
                if let Some(op) = self.op.take().filter(|op| !self.told && op.mode.is_some()) {
                    out.record(at, op);
                }
            }
            "pkg" => (self.package, self.uid) = (None, None),
            _ => {}
        }
    }
}

impl Artifact for AppOpsXml {
    type Record = AppOp;
    const SPEC: Spec = Spec {
        id: "android_appops_xml",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/system/appops.xml"),
            (Layout::AndroidFilesystem, "data/system/appops_accesses.xml"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, AppOp>) -> Result<(), ParseError> {
        let mut state = State::default();
        let mut open: Vec<(String, Place)> = Vec::new();
        xml::read(file, out, |at, event, out| match event {
            Event::Start(element) => {
                state.start(element, &at, out);
                open.push((element.name.clone(), at));
            }
            Event::End => {
                if let Some((name, at)) = open.pop() {
                    state.end(&name, at, out);
                }
            }
            Event::Text(_) => {}
        })
    }
}
