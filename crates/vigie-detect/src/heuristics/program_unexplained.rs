//! A program that ran from neither the system nor an application: from a folder for data, where nothing runs on an
//! ordinary device, because iOS refuses to start it.

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};
use crate::processes::{ProgramPlace, device_path, known_program};

/// See the module.
pub struct ProgramUnexplained;

impl Heuristic for ProgramUnexplained {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "program_unexplained",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::Executable],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Apple Platform Security, \"App code signing process in iOS\" and \"Signed system volume security\"; places of implants: Amnesty International (2021), Citizen Lab, Pegasus vs. Predator (2021), Kaspersky (2024)",
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
            if !place.is_ordinary() && place != ProgramPlace::Staging && known_program(name).is_none() {
                self.paths.note(&path, seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        for (path, sighting) in self.paths.take() {
            let (level, place) = match ProgramPlace::of(&path) {
                ProgramPlace::Scratch => (Level::Medium, "scratch"),
                ProgramPlace::AppData => (Level::Medium, "app_data"),
                // Jailbreaks and tools of developers put their programs there, and no published implant did.
                _ => (Level::Low, "other"),
            };
            let records = sighting.records.to_string();
            let args = [("path", path.as_str()), ("place", place), ("records", &records)];
            out.add_at(level, sighting.first, path.as_str(), &args);
        }
    }
}
