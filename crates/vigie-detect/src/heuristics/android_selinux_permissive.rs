//! The walls between programs (SELinux) only report and no longer stop anything, since the start, switched so while the
//! device ran, or so when it was asked.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use vigie_artifacts::android::bugreport::BugreportHead;
use vigie_artifacts::android::getprop::Property;
use vigie_artifacts::android::kernel_log::KernelLine;
use vigie_artifacts::android::logcat::LogEntry;
use vigie_artifacts::androidqf::selinux::SelinuxState;
use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Glance, Heuristic, HeuristicSpec, Seen, Watch};

/// What the kernel writes when it is switched from enforcing to permissive (audit message 1404, `MAC_STATUS`).
const SWITCHED: &str = "enforcing=0 old_enforcing=1";

fn is_switched(text: &str) -> bool {
    static FINDER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(SWITCHED));
    FINDER.find(text.as_bytes()).is_some()
}

/// See the module.
pub struct AndroidSelinuxPermissive;

impl Heuristic for AndroidSelinuxPermissive {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_selinux_permissive",
        version: 2,
        artifacts: &[
            "android_bugreport",
            "android_getprop",
            "android_kernel_log",
            "android_logcat",
            "androidqf_selinux",
        ],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Medium,
        source: "Android Open Source Project, Security-Enhanced Linux in Android (enforcement levels); Mobile Verification Toolkit, module SELinuxStatus",
    };
    const GLANCE: Option<Glance> = Some(|seen| seen.kind() == ObservableKind::Text && is_switched(seen.value()));
}

/// How it was met.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let permissive = |value: &str| value.trim().eq_ignore_ascii_case("permissive");
        let started = seen.get::<Property>().is_some_and(|of| of.name == "ro.boot.selinux" && permissive(&of.value))
            || seen.get::<BugreportHead>().and_then(|head| head.boot.get("selinux")).is_some_and(|of| permissive(of));
        // Any application can write a line into the log; only the daemons of the system pass on what the kernel said.
        let of_kernel = |entry: &LogEntry| ["audit", "auditd"].contains(&entry.tag.trim());
        let text = seen.get::<KernelLine>().map(|line| line.text.as_str());
        let text = text.or_else(|| seen.get().filter(|entry| of_kernel(entry)).map(|entry| entry.message.as_str()));
        let off = |state: &SelinuxState| permissive(&state.state) || state.state.eq_ignore_ascii_case("disabled");
        if seen.get::<SelinuxState>().is_some_and(off) {
            self.0.note("now", seen);
        } else if started {
            self.0.note("started", seen);
        } else if text.is_some_and(is_switched) {
            self.0.note("switched", seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (how, sighting) in self.0.take() {
            let value = match how.as_str() {
                "now" => "getenforce: not enforcing",
                "started" => "selinux=permissive",
                _ => SWITCHED,
            };
            out.add(sighting.first, value, &[("how", how.as_str())]);
        }
    }
}
