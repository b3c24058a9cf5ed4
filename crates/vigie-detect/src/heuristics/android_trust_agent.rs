//! Trust agents that are switched on and came neither with the system nor from a store: such a program can keep a phone unlocked.
//!
//! The system takes an agent only from a package with a right that ordinary applications cannot be given
//! (`PROVIDE_TRUST_AGENT`), so that one from elsewhere is rare: the system was changed, or its maker signed the package.

use std::sync::Arc;

use vigie_artifacts::android::trust::TrustEntry;
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidTrustAgent;

impl Heuristic for AndroidTrustAgent {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_trust_agent",
        version: 1,
        artifacts: &["android_packages", "android_packages_xml", "android_trust", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Low,
        source: "Android Open Source Project, TrustAgentService and TrustManagerService; MITRE ATT&CK for Mobile, T1461 Lockscreen Bypass",
    };
}

/// Agents that are switched on, and the packages.
#[derive(Default)]
pub struct State(Rights);

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.0.packages(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(TrustEntry::Agent(agent)) = seen.get() {
            self.0.note_holder(&agent.component, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        // Without a whole list nearly every phone has an agent of which nothing is known: that of Google.
        let unlisted = (self.0.unlisted() == Level::Low).then_some(Level::Low);
        let level = |origin: Origin| match origin {
            Origin::System | Origin::Store => None,
            Origin::Maker => Some(Level::Info),
            Origin::Unknown => unlisted,
            _ => Some(Level::Low),
        };
        self.0.finish(level, out);
    }
}
