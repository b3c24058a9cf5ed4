//! Events of the intrusion log that say that a protection failed or was taken away.

use vigie_artifacts::android::intrusion_log::IntrusionEntry;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Tag, level, and whether it counts only when it did not succeed.
const TAGS: &[(&str, Level, bool)] = &[
    ("cert_validation_failure", Level::Info, false),
    ("crypto_self_test_completed", Level::Low, true),
    ("key_integrity_violation", Level::Medium, false),
    ("logging_stopped", Level::Low, false),
    ("wipe_failure", Level::Low, false),
];

/// See the module.
pub struct AndroidSecurityEvent;

impl Heuristic for AndroidSecurityEvent {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_security_event",
        version: 1,
        artifacts: &["android_intrusion_log"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Medium,
        source: "Android Developers, SecurityLog; Mobile Verification Toolkit, module SecurityEvent",
    };
}

/// Events by tag.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(entry) = seen.get::<IntrusionEntry>() else { return };
        let Some((tag, _, only_failed)) = TAGS.iter().find(|(tag, ..)| entry.tag() == Some(tag)) else { return };
        if !only_failed || entry.success() == Some(false) {
            self.0.note(tag, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (tag, sighting) in self.0.take() {
            let level = TAGS.iter().find(|(of, ..)| *of == tag).map_or(Level::Info, |(_, level, _)| *level);
            let records = sighting.records.to_string();
            out.add_at(level, sighting.first, tag.as_str(), &[("what", tag.as_str()), ("records", &records)]);
        }
    }
}
