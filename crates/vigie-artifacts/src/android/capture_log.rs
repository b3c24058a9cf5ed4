//! When which application opened a camera or recorded sound, event by event, as the services themselves note it.
//!
//! App ops (`android_appops`) keep the last use of each application; these lists keep the last hundred openings of a camera
//! and the last fifty changes of a recording since the start, and name the debugging shell like any application.
//!
//! Format: `dumpsys media.camera` (AOSP `CameraService.cpp`, `logEvent`): below `== Camera service events log (most recent at
//! top): ==` lines `08-14 21:22:28 : CONNECT device 0 client for package com.example (PID 8926)`, also `DISCONNECT`, `REJECT`,
//! `DENIED connect` and `EVICT device … client held by package`; events of the cameras themselves name nobody and are passed
//! over. `dumpsys audio` (AOSP `RecordingActivityMonitor.RecordingEvent`, since Android 10): `09-15 09:29:03:631 rec start riid:47
//! uid:10192 session:33 src:MIC not silenced pack:com.example`. Local time without a year. Who uses them while the dump is made both
//! services tell before: `(Camera ID: 0, … PID: 14259, … Client Package Name: com.example, …)` below `Active Camera Clients:`, and below
//! `RecordActivityMonitor dump time:` `session:9 -- source client=MIC, … -- uid:10046 -- … -- pack:com.example -- silenced:false`, since
//! Android 10 behind `riid 47; active? true` (`AudioRecordingConfiguration.toLogFriendlyString`). Other readers: none in the
//! tools compared; published uses of both lists are in studies of Android forensics.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::digits::begins_with_digit;
use super::lines::{TextLine, between, is_package};
use super::{BESIDE, Clock, DUMPSTATE, DeviceTime, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct CaptureLog;

/// A camera that was open, and sound that was recorded, while the dump was made.
const OPEN: &str = "open";
const RECORDING: &str = "recording";

/// What was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Capturing {
    /// A camera.
    Camera,
    /// A source of sound.
    Sound,
}

/// One event.
#[derive(Debug, Serialize)]
pub struct Capture {
    /// What was used.
    pub what: Capturing,
    /// When.
    pub at: Option<DeviceTime>,
    /// What happened (`connect`, `disconnect`, `reject`, `denied`, `evict`; `start`, `update`, `stop`, `release`); `open` and
    /// `recording` while the dump was made.
    pub event: String,
    /// Who.
    pub package: Option<String>,
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// The process id.
    pub pid: Option<i64>,
    /// The number of the camera, or the source of sound (`MIC`, `VOICE_CALL` …).
    pub source: Option<String>,
    /// The application got silence.
    pub silenced: Option<bool>,
}

impl Capture {
    /// The package, where one is named. Programs of the system, such as that which knows faces, open a camera as `client.pid<819>`
    /// (`CameraService::connectDevice`), before Android 13 as `vendor.client.pid<819>`.
    pub fn of_package(&self) -> Option<&str> {
        self.package.as_deref().filter(|package| is_package(package))
    }

    /// Whether the camera was opened or sound was recorded; one that was refused or got silence captured nothing.
    pub fn is_use(&self) -> bool {
        match self.what {
            Capturing::Camera => ["connect", "disconnect", "evict", OPEN].contains(&self.event.as_str()),
            Capturing::Sound => (self.uid.is_some() || self.event == RECORDING) && self.silenced != Some(true),
        }
    }
}

impl Record for Capture {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(package) = self.of_package() {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        let who = self.package.clone().or_else(|| self.uid.map(|uid| format!("user id {uid}")));
        let who = who.as_deref().unwrap_or("unknown");
        let source = self.source.as_deref().unwrap_or("unknown");
        match self.what {
            Capturing::Camera => format!("camera {source}, {who}: {}", self.event),
            Capturing::Sound => format!("recording of sound ({source}), {who}: {}", self.event),
        }
    }
}

/// The time of an event; one that is none is told.
fn time(clock: &Clock, written: &str, line: &TextLine<'_>, out: &mut Out<'_, Capture>) -> Option<DeviceTime> {
    let at = clock.local_without_year(written);
    if at.is_none() && clock.knows_the_year() {
        out.problem(ProblemCode::TimeImplausible, line.at.clone(), format!("not a time: {written}"));
    }
    at
}

/// `08-14 21:22:28`, and what stands behind the colon.
fn stamped(text: &str) -> Option<(&str, &str)> {
    let (stamp, event) = text.split_once(" : ")?;
    stamp.starts_with(|c: char| c.is_ascii_digit()).then(|| (stamp.trim(), event.trim()))
}

/// An event of the camera that names an application.
fn camera(event: &str) -> Option<Capture> {
    let word = event.split(' ').next()?;
    let named =
        between(event, " client for package ", "").or_else(|| between(event, " client held by package ", ""))?;
    let package = named.split([' ', '(']).next().filter(|name| !name.is_empty())?;
    Some(Capture {
        what: Capturing::Camera,
        at: None,
        event: word.to_ascii_lowercase(),
        package: Some(package.to_owned()),
        uid: None,
        pid: between(named, "(PID ", "").and_then(|rest| rest.split([',', ')']).next()?.parse().ok()),
        source: between(event, " device ", " ").map(str::to_owned),
        silenced: None,
    })
}

/// `rec start riid:47 uid:10192 session:33 src:MIC not silenced pack:com.example`, without its first word.
fn recording(text: &str) -> Option<Capture> {
    let (event, rest) = text.split_once(' ')?;
    let field = |name: &str| {
        let value = rest.split_ascii_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix(':'));
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    };
    let uid: i64 = field("uid")?.parse().ok()?;
    let silenced = rest.contains(" silenced").then(|| !rest.contains(" not silenced"));
    Some(Capture {
        what: Capturing::Sound,
        at: None,
        event: event.to_owned(),
        package: field("pack").filter(|package| package != "null"),
        uid: Some(uid).filter(|uid| *uid >= 0),
        pid: None,
        source: field("src"),
        silenced: silenced.filter(|_| uid >= 0),
    })
}

/// `(Camera ID: 0, Cost: 99, PID: 14259, Score: -900, State: 0User Id: 0, Client Package Name: com.example, …)`.
fn open_camera(text: &str) -> Option<Capture> {
    let of = |name| between(text, name, ",").map(str::trim);
    let package = of("Client Package Name: ").filter(|name| !name.is_empty())?;
    Some(Capture {
        what: Capturing::Camera,
        at: None,
        event: OPEN.to_owned(),
        package: Some(package.to_owned()),
        uid: None,
        pid: of(" PID: ").and_then(|pid| pid.parse().ok()),
        source: of("(Camera ID: ").map(str::to_owned),
        silenced: None,
    })
}

/// `session:9 -- source client=MIC, dev=… -- uid:10046 -- patch:2329 -- pack:com.example -- silenced:false`.
fn open_recording(text: &str) -> Option<Capture> {
    let of = |name| text.split(" -- ").find_map(|part| part.trim().strip_prefix(name));
    let uid = of("uid:").and_then(|uid| uid.parse().ok());
    let package = of("pack:").filter(|package| !package.is_empty() && *package != "null").map(str::to_owned);
    if uid.is_none() && package.is_none() {
        return None;
    }
    Some(Capture {
        what: Capturing::Sound,
        at: None,
        event: RECORDING.to_owned(),
        package,
        uid,
        pid: None,
        source: of("source client=").and_then(|source| source.split(',').next()).map(str::to_owned),
        silenced: of("silenced:").map(|silenced| silenced == "true"),
    })
}

impl Artifact for CaptureLog {
    type Record = Capture;
    const SPEC: Spec = Spec { id: "android_capture_log", version: 3, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Capture>) -> Result<(), ParseError> {
        let mut lacks_the_year = false;
        let read =
            each_section(file, &[Part::Service("media.camera"), Part::Service("audio")], out, |section, dump, out| {
                let (mut in_events, mut is_paused) = (false, false);
                for line in section.lines() {
                    let text = line.trimmed();
                    if let Some((_, active)) = text.strip_prefix("riid ").and_then(|rest| rest.split_once("active? ")) {
                        is_paused = active == "false";
                    }
                    let now = match text.split_once(':') {
                        Some(("session", rest)) if rest.contains(" -- source client=") => Some(open_recording(text)),
                        Some(("(Camera ID", _)) => Some(open_camera(text)),
                        _ => None,
                    };
                    if let Some(now) = now {
                        match now {
                            Some(_) if is_paused => {}
                            Some(now) => out.record(line.at.clone(), now),
                            None => not_understood(&line, out),
                        }
                        continue;
                    }
                    if section.name == "audio" {
                        let parts = text.split_once(" rec ").filter(|(stamp, _)| begins_with_digit(stamp));
                        let Some((stamp, rest)) = parts else { continue };
                        // The part of a second stands behind a colon.
                        let written = stamp.rsplit_once(':').map(|(time, part)| format!("{time}.{part}"));
                        let (Some(written), Some(found)) = (written, recording(rest)) else {
                            not_understood(&line, out);
                            continue;
                        };
                        let at = time(&dump.clock, &written, &line, out);
                        lacks_the_year |= !dump.clock.knows_the_year();
                        out.record(line.at.clone(), Capture { at, ..found });
                        continue;
                    }
                    if text.starts_with("== ") {
                        in_events = text.starts_with("== Camera service events log");
                        continue;
                    }
                    // Who was in the way stands on lines of its own, behind a dash; `[no events]`.
                    if !in_events || text.is_empty() || text.starts_with(['-', '[']) {
                        continue;
                    }
                    let Some((stamp, event)) = stamped(text) else {
                        not_understood(&line, out);
                        continue;
                    };
                    if let Some(found) = camera(event) {
                        let at = time(&dump.clock, stamp, &line, out);
                        lacks_the_year |= !dump.clock.knows_the_year();
                        out.record(line.at.clone(), Capture { at, ..found });
                    } else if event.contains(" package") {
                        not_understood(&line, out);
                    }
                }
            });
        if lacks_the_year {
            let detail =
                "nothing in this text says when it was made: these events, which have no year, stay without a time";
            out.problem(ProblemCode::DescriptionMissing, Place::File, detail);
        }
        read
    }
}
