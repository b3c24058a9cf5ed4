//! Lockdown Mode, from the key `LDMGlobalEnabled`: a statement of posture, not of an attack.

use vigie_artifacts::ios::global_preferences::Preference;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct LockdownMode;

impl Heuristic for LockdownMode {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "lockdown_mode",
        version: 1,
        artifacts: &["ios_global_preferences"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Info,
        source: "Apple, About Lockdown Mode (support.apple.com/105120)",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(preference) = seen.get::<Preference>() else {
            return;
        };
        if preference.key != "LDMGlobalEnabled" {
            return;
        }
        let value = &preference.value.0;
        let number = value.as_signed_integer().map(|number| number != 0);
        let Some(on) = value.as_boolean().or(number) else {
            return;
        };
        out.add(seen.keep(), on.to_string(), &[("state", if on { "on" } else { "off" })]);
    }
}
