//! The debugging shell used the camera, the microphone or private data: a program did that a computer, or an application
//! with the rights of the shell, ran.
//!
//! The shell is a package of the system, which no other sign tells of; the system notes its uses like those of any
//! application. The position is asked for by harmless commands too, which list networks.

use vigie_artifacts::android::appops::AppOp;
use vigie_artifacts::android::capture_log::{Capture, Capturing};
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// The shell of a computer on the cable.
const SHELL: &str = "com.android.shell";

/// Operation, and what it reaches.
const USES: &[(&str, &str)] = &[
    ("CAMERA", "camera"),
    ("COARSE_LOCATION", "position"),
    ("FINE_LOCATION", "position"),
    ("READ_CALENDAR", "calendar"),
    ("READ_CALL_LOG", "calls"),
    ("READ_CONTACTS", "contacts"),
    ("READ_SMS", "messages"),
    ("RECORD_AUDIO", "microphone"),
];

/// See the module.
pub struct AndroidShellUse;

impl Heuristic for AndroidShellUse {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_shell_use",
        version: 2,
        artifacts: &["android_appops", "android_appops_db", "android_appops_xml", "android_capture_log"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "Mobile Verification Toolkit, module DumpsysAppops (com.android.shell); Android Open Source Project, AppOpsManager, CameraService and RecordingActivityMonitor",
    };
}

/// Uses by what they reach.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(capture) = seen.get::<Capture>() {
            if capture.package.as_deref() == Some(SHELL) && capture.is_use() {
                self.0.note(if capture.what == Capturing::Camera { "camera" } else { "microphone" }, seen);
            }
            return;
        }
        let Some(op) = seen.get::<AppOp>().filter(|op| op.event.is_use()) else { return };
        if op.package.as_deref() == Some(SHELL)
            && let Some((_, what)) = USES.iter().find(|(name, _)| *name == op.op)
        {
            self.0.note(what, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (what, sighting) in self.0.take() {
            let level = if what == "position" { Level::Info } else { Level::Low };
            let records = sighting.records.to_string();
            out.add_at(level, sighting.first, SHELL, &[("what", what.as_str()), ("records", &records)]);
        }
    }
}
