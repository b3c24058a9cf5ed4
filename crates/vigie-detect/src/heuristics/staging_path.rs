//! The folder in which iOS stages services that run as another account. Only the service that prepares updates is
//! ordinary there; Pegasus and QuaDream's spyware ran their processes from it. Citizen Lab counts any other program there
//! among the artifacts that are implausible on a phone, whoever made it.

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Glance, Heuristic, HeuristicSpec, Seen, Watch};
use crate::processes::{ProgramPlace, device_path};

/// What every path below the folder holds.
const STAGING: &str = "roleaccountd.staging/";

/// See the module.
pub struct StagingPath;

impl Heuristic for StagingPath {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "staging_path",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::Executable, ObservableKind::FilePath],
        meaning: Meaning::Execution,
        level: Level::High,
        source: "Amnesty International, Forensic Methodology Report: How to catch NSO Group's Pegasus (2021); Marczak and Fossaceca, Sweet QuaDreams or Nightmare Before Christmas, Black Hat Europe (2023); iVerify, Key IOCs for Pegasus and Predator Spyware Cleaned With iOS 26 Update (2025)",
    };
    const GLANCE: Option<Glance> = Some(|seen| seen.value().contains(STAGING));
}

/// Paths of programs that ran, and of files.
#[derive(Default)]
pub struct State {
    programs: Sightings,
    files: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !seen.is_ios() || seen.artifact == "ios_shutdown_log" {
            return;
        }
        // What a log only mentions need not lie there: iOS logs what it stages.
        let mentions = seen.artifact == "ios_unified_logs";
        seen.observables(&mut |observable| {
            let kind = observable.kind();
            if !matches!(kind, ObservableKind::Executable | ObservableKind::FilePath)
                || !observable.value().contains(STAGING)
            {
                return;
            }
            let path = device_path(observable.value());
            let path = path.trim_end_matches('/');
            if kind == ObservableKind::Executable {
                if ProgramPlace::of(path) == ProgramPlace::Staging {
                    self.programs.note(path, seen);
                }
            } else if !mentions && ProgramPlace::stages_other_than_updates(path) {
                self.files.note(path, seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        let all = [(Level::High, "ran", &mut self.programs), (Level::Medium, "lies", &mut self.files)];
        for (level, how, paths) in all {
            for (path, sighting) in paths.take() {
                let records = sighting.records.to_string();
                let args = [("path", path.as_str()), ("how", how), ("records", &records)];
                out.add_at(level, sighting.first, path.as_str(), &args);
            }
        }
    }
}
