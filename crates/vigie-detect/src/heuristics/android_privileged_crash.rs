//! Crashes of programs with far-reaching rights, and of those that open media and messages. An attack that fails may
//! leave one.

use std::collections::BTreeMap;

use vigie_artifacts::android::tombstones::Tombstone;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Programs that open what others send: of the system, and the messengers most attacked.
const OPENERS: &[&str] = &[
    "android.process.media",
    "com.android.mms",
    "com.android.mms.service",
    "com.android.providers.media.module",
    "com.facebook.orca",
    "com.google.android.apps.messaging",
    "com.google.android.providers.media.module",
    "com.samsung.android.messaging",
    "com.viber.voip",
    "com.whatsapp",
    "com.whatsapp.w4b",
    "media.codec",
    "media.extractor",
    "media.hwcodec",
    "media.swcodec",
    "mediacodec",
    "mediaextractor",
    "mediaserver",
    "mediaswcodec",
    "org.telegram.messenger",
    "org.thoughtcrime.securesms",
];

/// See the module.
pub struct AndroidPrivilegedCrash;

impl Heuristic for AndroidPrivilegedCrash {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_privileged_crash",
        version: 1,
        artifacts: &["android_tombstones"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "Mobile Verification Toolkit, module Tombstones (user ids 0, 1000, 2000); Google Project Zero, MMS Exploit (2020)",
    };
}

/// Crashes by program, for each reason to tell them.
#[derive(Default)]
pub struct State {
    by_kind: BTreeMap<&'static str, Sightings>,
}

fn kind(crash: &Tombstone, process: &str) -> Option<&'static str> {
    let program = process.rsplit('/').next().unwrap_or(process);
    let program = program.split(':').next().unwrap_or(program);
    if OPENERS.contains(&program) {
        return Some("opener");
    }
    // Above 100000 it is the same program of another user of the device.
    match crash.uid?.checked_rem(100_000)? {
        0 => Some("root"),
        1000 => Some("system"),
        2000 => Some("shell"),
        _ => None,
    }
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(crash) = seen.get::<Tombstone>() else { return };
        let process = crash.process.as_ref().or(crash.thread.as_ref()).map_or("?", String::as_str);
        if let Some(kind) = kind(crash, process) {
            self.by_kind.entry(kind).or_default().note(process, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (kind, mut crashes) in std::mem::take(&mut self.by_kind) {
            for (process, sighting) in crashes.take() {
                let count = sighting.records.to_string();
                let args = [("process", process.as_str()), ("kind", kind), ("count", &count)];
                out.add(sighting.first, process.as_str(), &args);
            }
        }
    }
}
