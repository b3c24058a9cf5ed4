//! Processes that do not fit their place: one of an application that runs as root, a second program beside an
//! application's own, a child of an application. iOS starts applications itself, one program for each bundle and its
//! extensions, as the user `mobile`, and does not let them start others.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::sysdiagnose::process_of;
use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::{Sighting, Sightings};
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};
use crate::processes::{ProgramPlace, device_path};

/// See the module.
pub struct ProcessMisplaced;

impl Heuristic for ProcessMisplaced {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "process_misplaced",
        version: 1,
        artifacts: &[],
        kinds: &[ObservableKind::Executable],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Apple Platform Security, \"Security of runtime process in iOS and iPadOS\"; EC DIGIT-CSIRC sysdiagnose, analysers of process lists",
    };
}

/// Programs directly in the bundle of each application, and processes with a parent other than launchd.
#[derive(Default)]
pub struct State {
    in_bundles: Sightings,
    as_root: Sightings,
    children: BTreeMap<(String, i64), Vec<(String, Kept)>>,
    apps: BTreeSet<(String, i64)>,
}

impl State {
    fn program(&mut self, path: &str, seen: &Seen<'_>) {
        let ProgramPlace::App { inside, .. } = ProgramPlace::of(path) else {
            return;
        };
        // Applications under development keep their code in a library beside their program.
        if inside.strip_suffix(".dylib").is_some() {
            return;
        }
        if !inside.is_empty() && !inside.contains('/') {
            self.in_bundles.note(path, seen);
        }
    }

    fn process(&mut self, seen: &Seen<'_>) {
        let Some(process) = process_of(seen.record) else {
            return;
        };
        let Some(path) = process.path.as_deref().map(device_path) else {
            return;
        };
        let of_app = matches!(ProgramPlace::of(&path), ProgramPlace::App { .. });
        if of_app && process.uid == Some(0) {
            self.as_root.note(&path, seen);
        }
        if of_app && let Some(pid) = process.pid {
            self.apps.insert((seen.source.to_owned(), pid));
        }
        if let Some(parent) = process.ppid.filter(|parent| *parent > 1) {
            let place = (seen.source.to_owned(), parent);
            self.children.entry(place).or_default().push((path.into_owned(), seen.keep()));
        }
    }
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !seen.is_ios() {
            return;
        }
        self.process(seen);
        seen.observables(&mut |observable| {
            if observable.kind() == ObservableKind::Executable {
                self.program(&device_path(observable.value()), seen);
            }
        });
    }

    /// One finding for a program, of what is gravest about it.
    fn finish(&mut self, out: &mut Found) {
        let mut told = BTreeSet::new();
        for (path, sighting) in self.as_root.take() {
            out.add(sighting.first, path.as_str(), &[("kind", "root"), ("path", &path), ("other", "-")]);
            told.insert(path);
        }
        for (parent, children) in std::mem::take(&mut self.children) {
            if !self.apps.contains(&parent) {
                continue;
            }
            for (path, kept) in children {
                if told.insert(path.clone()) {
                    let other = parent.1.to_string();
                    out.add(kept, path.as_str(), &[("kind", "child"), ("path", &path), ("other", &other)]);
                }
            }
        }
        let mut bundles: BTreeMap<String, BTreeMap<String, Sighting>> = BTreeMap::new();
        for (path, sighting) in self.in_bundles.take() {
            if let Some((folder, name)) = path.rsplit_once('/') {
                bundles.entry(folder.to_owned()).or_default().insert(name.to_owned(), sighting);
            }
        }
        for (folder, programs) in bundles.into_iter().filter(|(_, programs)| programs.len() > 1) {
            let own = own_program(&folder, &programs);
            for (name, sighting) in programs.into_iter().filter(|(name, _)| *name != own) {
                let path = format!("{folder}/{name}");
                if told.insert(path.clone()) {
                    out.add(sighting.first, path.as_str(), &[("kind", "second"), ("path", &path), ("other", &own)]);
                }
            }
        }
    }
}

/// The application's own program: the one named like its bundle, or else the first that was seen.
fn own_program(folder: &str, programs: &BTreeMap<String, Sighting>) -> String {
    let bundle = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let stem = bundle.strip_suffix(".app").unwrap_or(bundle);
    let earliest =
        programs.iter().min_by_key(|(name, sighting)| (sighting.first.time.is_none(), sighting.first.time, *name));
    let own = programs.contains_key(stem).then_some(stem).or(earliest.map(|(name, _)| name.as_str()));
    own.unwrap_or_default().to_owned()
}
