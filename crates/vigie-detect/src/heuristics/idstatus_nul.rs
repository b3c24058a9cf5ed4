//! An address with zero bytes in it that the device asked Apple about. Accounts that Amnesty International tied to Pegasus
//! in 2021 were found in this form; no keyboard writes it.

use vigie_artifacts::ios::idstatuscache::IdLookup;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct IdstatusNul;

impl Heuristic for IdstatusNul {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "idstatus_nul",
        version: 1,
        artifacts: &["ios_idstatuscache"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::High,
        source: "Amnesty International, Forensic Methodology Report: How to catch NSO Group's Pegasus (2021); Mobile Verification Toolkit, module IDStatusCache",
    };
}

/// Nothing to remember.
#[derive(Default)]
pub struct State;

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(lookup) = seen.get::<IdLookup>() else {
            return;
        };
        if lookup.user.contains("\0\0") {
            let args = [("user", &*lookup.user), ("service", &*lookup.service)];
            out.add(seen.keep(), lookup.user.as_str(), &args);
        }
    }
}
