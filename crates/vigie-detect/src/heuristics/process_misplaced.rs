//! Processes that do not fit their place: one of an application that runs as root, a second program beside an
//! application's own, a child of an application. iOS starts applications itself, one program for each bundle and its
//! extensions, as the user `mobile`, and does not let them start others.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::sysdiagnose::process_of;
use vigie_model::{Level, Meaning, ObservableKind};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};
use crate::processes::{ProgramPlace, device_path};

/// See the module.
pub struct ProcessMisplaced;

/// Bundles beyond this are not remembered.
const MOST_BUNDLES: usize = 10_000;

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
    bundles: BTreeMap<String, BTreeMap<String, Kept>>,
    as_root: BTreeMap<String, Kept>,
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
        let Some(folder) = path.strip_suffix(inside).filter(|_| !inside.is_empty() && !inside.contains('/')) else {
            return;
        };
        if !self.bundles.contains_key(folder) && self.bundles.len() >= MOST_BUNDLES {
            return;
        }
        let programs = self.bundles.entry(folder.to_owned()).or_default();
        if !programs.contains_key(inside) && programs.len() < 16 {
            programs.insert(inside.to_owned(), seen.keep());
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
        if of_app && process.uid == Some(0) && !self.as_root.contains_key(&*path) {
            self.as_root.insert(path.clone().into_owned(), seen.keep());
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
        seen.record.observables(&mut |observable| {
            if observable.kind() == ObservableKind::Executable {
                self.program(&device_path(observable.value()), seen);
            }
        });
    }

    /// One finding for a program, of what is gravest about it.
    fn finish(&mut self, out: &mut Found) {
        let mut told = BTreeSet::new();
        for (path, kept) in std::mem::take(&mut self.as_root) {
            out.add(kept, path.as_str(), &[("kind", "root"), ("path", &path), ("other", "-")]);
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
        for (folder, programs) in std::mem::take(&mut self.bundles) {
            if programs.len() < 2 {
                continue;
            }
            let own = own_program(&folder, &programs);
            for (name, kept) in programs.into_iter().filter(|(name, _)| *name != own) {
                let path = format!("{folder}{name}");
                if told.insert(path.clone()) {
                    out.add(kept, path.as_str(), &[("kind", "second"), ("path", &path), ("other", &own)]);
                }
            }
        }
    }
}

/// The application's own program: the one named like its bundle, or else the first that was seen.
fn own_program(folder: &str, programs: &BTreeMap<String, Kept>) -> String {
    let bundle = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let stem = bundle.strip_suffix(".app").unwrap_or(bundle);
    let earliest = programs.iter().min_by_key(|(name, kept)| (kept.time.is_none(), kept.time, *name));
    let own = programs.contains_key(stem).then_some(stem).or(earliest.map(|(name, _)| name.as_str()));
    own.unwrap_or_default().to_owned()
}
