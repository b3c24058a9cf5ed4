//! Programs and files under `/data/local/tmp`, the folder that a computer on the cable can write to and run programs from.
//!
//! AndroidQF puts a program of its own there while it acquires, after it removed what had that name.

use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Glance, Heuristic, HeuristicSpec, Seen, Watch};

/// The folder.
const FOLDER: &str = "/data/local/tmp/";

/// The program of AndroidQF.
const COLLECTOR: &str = "/data/local/tmp/collector";

/// See the module.
pub struct AndroidDataLocalTmp;

impl Heuristic for AndroidDataLocalTmp {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_data_local_tmp",
        version: 2,
        artifacts: &["androidqf_acquisition"],
        kinds: &[ObservableKind::Executable, ObservableKind::FilePath, ObservableKind::Process],
        meaning: Meaning::Persistence,
        level: Level::Low,
        source: "Mobile Verification Toolkit, module Files (/data/local/tmp); Android Developers, Android Debug Bridge",
    };
    const GLANCE: Option<Glance> = Some(|seen| seen.value().starts_with(FOLDER));
}

/// Paths of programs that ran, and of files.
#[derive(Default)]
pub struct State {
    programs: Sightings,
    files: Sightings,
    /// The device was acquired with AndroidQF.
    by_androidqf: bool,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !seen.is_android() {
            return;
        }
        self.by_androidqf |= seen.artifact.starts_with("androidqf_");
        seen.observables(&mut |observable| {
            let value = observable.value();
            let kind = observable.kind();
            if !matches!(kind, ObservableKind::Executable | ObservableKind::FilePath | ObservableKind::Process) {
                return;
            }
            let Some(rest) = value.strip_prefix(FOLDER) else { return };
            if rest.trim_matches('/').is_empty() {
                return;
            }
            let path = value.trim_end_matches('/');
            if kind == ObservableKind::FilePath {
                self.files.note(path, seen);
            } else {
                self.programs.note(path, seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        let mut ran = std::collections::BTreeSet::new();
        for (how, paths) in [("ran", &mut self.programs), ("lies", &mut self.files)] {
            for (path, sighting) in paths.take() {
                if self.by_androidqf && path == COLLECTOR {
                    continue;
                }
                // A program that ran is told once, though its file is named elsewhere too.
                if ran.insert(path.clone()) {
                    let records = sighting.records.to_string();
                    let args = [("path", path.as_str()), ("how", how), ("records", &records)];
                    out.add(sighting.first, path.as_str(), &args);
                }
            }
        }
    }
}
