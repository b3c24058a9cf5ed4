//! What the boot loader said of the system it started: unlocked, of another maker, or not what was signed.
//!
//! Values: `verifiedbootstate` green, yellow (signed by a key that somebody set), orange (unlocked), red (failed);
//! `flash.locked`, `vbmeta.device_state`, `veritymode`; Samsung's `warranty_bit` stays at 1 once other software was started.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::android::bugreport::BugreportHead;
use vigie_artifacts::android::getprop::Property;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidVerifiedBoot;

impl Heuristic for AndroidVerifiedBoot {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_verified_boot",
        version: 1,
        artifacts: &["android_bugreport", "android_getprop"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Medium,
        source: "Android Open Source Project, Verified Boot: boot flow, device state, dm-verity; Samsung Knox documentation, warranty bit",
    };
}

/// What a value means, without `ro.boot.` or `androidboot.` before its name.
fn kind(name: &str, value: &str) -> Option<&'static str> {
    let value = value.trim().to_ascii_lowercase();
    match (name, value.as_str()) {
        ("verifiedbootstate", "orange") | ("flash.locked", "0") | ("vbmeta.device_state", "unlocked") => {
            Some("unlocked")
        }
        ("verifiedbootstate", "yellow") => Some("custom"),
        ("verifiedbootstate", "red") => Some("failed"),
        ("veritymode", "disabled" | "logging" | "eio") => Some("verity"),
        ("warranty_bit", "1") => Some("warranty"),
        _ => None,
    }
}

/// What was met, and the values that said so.
#[derive(Default)]
pub struct State {
    kinds: Sightings,
    values: BTreeMap<String, BTreeSet<String>>,
}

impl State {
    fn note(&mut self, name: &str, value: &str, seen: &Seen<'_>) {
        if let Some(kind) = kind(name, value) {
            self.kinds.note(kind, seen);
            self.values.entry(kind.to_owned()).or_default().insert(format!("{name}={}", value.trim()));
        }
    }
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(head) = seen.get::<BugreportHead>() {
            for (name, value) in &head.boot {
                self.note(name, value, seen);
            }
        } else if let Some(property) = seen.get::<Property>()
            && let Some(name) = property.name.strip_prefix("ro.boot.")
        {
            self.note(name, &property.value, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (kind, sighting) in self.kinds.take() {
            let level = match kind.as_str() {
                "failed" => Level::Medium,
                "warranty" => Level::Info,
                _ => Level::Low,
            };
            let values = self.values.remove(&kind).unwrap_or_default();
            let values = values.into_iter().collect::<Vec<_>>().join(", ");
            out.add_at(level, sighting.first, values.as_str(), &[("kind", kind.as_str()), ("values", &values)]);
        }
    }
}
