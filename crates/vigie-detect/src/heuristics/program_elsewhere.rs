//! A program with the name of one of Apple's, run from where Apple's do not lie. Implants are named after daemons of iOS
//! so that they are overlooked in lists; the path gives them away.
//!
//! What ran from the staging folder is told by `staging_path`, what held up a shutdown by `shutdown_client_path`.

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};
use crate::processes::{ProgramPlace, device_path, known_program};

/// See the module.
pub struct ProgramElsewhere;

impl Heuristic for ProgramElsewhere {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "program_elsewhere",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::Executable],
        meaning: Meaning::Execution,
        level: Level::High,
        source: "Amnesty International, Forensic Methodology Report: How to catch NSO Group's Pegasus (2021), section 2 (processes named after those of iOS)",
    };
}

/// Paths.
#[derive(Default)]
pub struct State {
    paths: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !seen.is_ios() || seen.artifact == "ios_shutdown_log" {
            return;
        }
        seen.observables(&mut |observable| {
            if observable.kind() != ObservableKind::Executable {
                return;
            }
            let path = device_path(observable.value());
            let place = ProgramPlace::of(&path);
            let name = path.rsplit('/').next().unwrap_or_default();
            if !place.is_ordinary() && place != ProgramPlace::Staging && known_program(name).is_some() {
                self.paths.note(&path, seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        for (path, sighting) in self.paths.take() {
            let name = path.rsplit('/').next().unwrap_or_default();
            let folder = known_program(name).and_then(|program| program.folder);
            let records = sighting.records.to_string();
            let args = [
                ("path", path.as_str()),
                ("name", name),
                ("usual", if folder.is_some() { "yes" } else { "no" }),
                ("folder", folder.unwrap_or("?")),
                ("records", &records),
            ];
            out.add(sighting.first, path.as_str(), &args);
        }
    }
}
