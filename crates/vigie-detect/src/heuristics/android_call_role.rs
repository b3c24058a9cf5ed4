//! Applications that handle calls or messages for the phone and came past every store: the one for calls, the one for messages,
//! those that look at calls or send them elsewhere, and services that were told of a call.
//!
//! What places calls of its own, as messengers do, is left out: it sees only these.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_artifacts::android::roles::RoleHolder;
use vigie_artifacts::android::telecom::TelecomEntry;
use vigie_model::{Level, Meaning};

use super::android_apps::Roster;
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Roles of the system (AOSP `roles.xml`), and what they are in the sentence.
const ROLES: &[(&str, &str)] = &[
    ("android.app.role.CALL_REDIRECTION", "redirection"),
    ("android.app.role.CALL_SCREENING", "screening"),
    ("android.app.role.DIALER", "calls"),
    ("android.app.role.SMS", "messages"),
];

/// See the module.
pub struct AndroidCallRole;

impl Heuristic for AndroidCallRole {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_call_role",
        version: 1,
        artifacts: &[
            "android_packages",
            "android_packages_xml",
            "android_roles",
            "android_telecom",
            "androidqf_packages",
        ],
        kinds: &[],
        meaning: Meaning::Persistence,
        level: Level::Low,
        source: "Android Developers, RoleManager and InCallService; MITRE ATT&CK for Mobile, T1616 Call Control, and T1636.004 SMS Messages",
    };
}

/// Applications by what they do, and the packages.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    by_what: BTreeMap<&'static str, Rights>,
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(holder) = seen.get::<RoleHolder>() {
            if let Some((_, what)) = ROLES.iter().find(|(role, _)| *role == holder.role) {
                self.by_what.entry(what).or_default().note_holder(&holder.package, seen);
            }
        } else if let Some(TelecomEntry::Call(call)) = seen.get()
            && !call.disputed
        {
            // What shows calls in the place of the system has a role, and is told by that.
            for service in call.services.iter().filter(|service| service.role != "default_dialer") {
                self.by_what.entry("told").or_default().note_holder(&service.component, seen);
            }
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (what, mut rights) in std::mem::take(&mut self.by_what) {
            rights.packages(&self.roster);
            rights.finish_as(Some(what), |origin| origin.is_sideloaded().then_some(Level::Low), out);
        }
    }
}
