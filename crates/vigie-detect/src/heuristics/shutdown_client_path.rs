//! Programs that held up a shutdown and ran from a folder for data: `/private/var/db/` as Pegasus and Reign, or
//! `/private/var/tmp/` as Predator. An application's bundle lies below `/private/var` too, and is ordinary.

use vigie_artifacts::ios::shutdown_log::ShutdownEntry;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};
use crate::processes::{ProgramPlace, device_path};

/// See the module.
pub struct ShutdownClientPath;

impl Heuristic for ShutdownClientPath {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "shutdown_client_path",
        version: 1,
        artifacts: &["ios_shutdown_log"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::High,
        source: "Kaspersky, A lightweight method to detect potential iOS malware (2024), and iShutdown",
    };
}

/// Paths.
#[derive(Default)]
pub struct State {
    paths: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(ShutdownEntry::Client(client)) = seen.get::<ShutdownEntry>() else {
            return;
        };
        let path = device_path(&client.path);
        if !ProgramPlace::of(&path).is_ordinary() {
            self.paths.note(&path, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (path, sighting) in self.paths.take() {
            let (level, place) = match ProgramPlace::of(&path) {
                ProgramPlace::Scratch | ProgramPlace::Staging => (Level::High, "published"),
                _ => (Level::Medium, "other"),
            };
            let lines = sighting.records.to_string();
            let args = [("path", path.as_str()), ("place", place), ("lines", &lines)];
            out.add_at(level, sighting.first, path.as_str(), &args);
        }
    }
}
