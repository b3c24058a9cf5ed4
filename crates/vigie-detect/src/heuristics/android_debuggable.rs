//! A build of the system that is made for developers: every application can be debugged, or programs can become the
//! administrator.

use std::collections::BTreeMap;

use vigie_artifacts::android::getprop::Property;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Reports that are told of.
const MOST: usize = 1_000;

/// See the module.
pub struct AndroidDebuggable;

impl Heuristic for AndroidDebuggable {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_debuggable",
        version: 1,
        artifacts: &["android_getprop", "android_properties"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Low,
        source: "Android Open Source Project, Build Android: build variants (user, userdebug, eng), and Sign builds for release",
    };
}

fn is_sign(name: &str, value: &str) -> bool {
    match name {
        "ro.debuggable" => value == "1",
        "ro.secure" => value == "0",
        "ro.build.type" => value == "userdebug" || value == "eng",
        "ro.build.tags" => value.contains("test-keys") || value.contains("dev-keys"),
        _ => false,
    }
}

/// The first sign of each report, and all of them in words.
#[derive(Default)]
pub struct State(BTreeMap<String, (Kept, Vec<String>)>);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(property) = seen.get::<Property>() else { return };
        let value = property.value.trim();
        if is_sign(&property.name, value) {
            if self.0.len() >= MOST && !self.0.contains_key(seen.source) {
                return seen.forget();
            }
            let said = format!("{}={value}", property.name);
            let (_, all) = self.0.entry(seen.source.to_owned()).or_insert_with(|| (seen.keep(), Vec::new()));
            if !all.contains(&said) {
                all.push(said);
            }
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (kept, all) in std::mem::take(&mut self.0).into_values() {
            let values = all.join(", ");
            out.add(kept, values.as_str(), &[("values", &values)]);
        }
    }
}
