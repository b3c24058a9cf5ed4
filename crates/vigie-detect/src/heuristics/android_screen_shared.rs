//! An application that came past every store and had the screen, to record it or to show it elsewhere, while the report was made.

use std::sync::Arc;

use vigie_artifacts::android::screen_projection::Projection;
use vigie_model::{Level, Meaning};

use super::android_apps::Roster;
use super::android_rights::Rights;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct AndroidScreenShared;

impl Heuristic for AndroidScreenShared {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_screen_shared",
        version: 1,
        artifacts: &["android_packages", "android_packages_xml", "android_screen_projection", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Android Developers, Media projection; Android Open Source Project, MediaProjectionManagerService",
    };
}

/// Who has the screen, and the packages.
#[derive(Default)]
pub struct State(Rights);

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.0.packages(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(projection) = seen.get::<Projection>() {
            self.0.note_holder(&projection.package, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        self.0.finish(|origin| origin.is_sideloaded().then_some(Level::Medium), out);
    }
}
