//! Programs that say they are older than their name in the folder, to a whole second: as tools write that set a time back.
//!
//! NTFS notes two times of creation: one that any program may set, and one that the system writes beside the name. A system
//! counts hundreds of nanoseconds; a time typed by hand, or taken from an archive, has whole seconds. Installers and unpacked
//! archives do the same to many files at once, so folders of programs and folders with several such files are left out.

use std::collections::BTreeMap;

use vigie_artifacts::windows::mft::MftEntry;
use vigie_model::{Level, Meaning, Observable, ObservableKind, Timestamp};

use super::times::minute;
use super::{Found, Glance, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// How names of programs and scripts end.
const PROGRAMS: &[&str] = &[
    ".exe", ".dll", ".sys", ".scr", ".com", ".cpl", ".ocx", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf",
    ".hta",
];
/// Folders that installers fill, in lower case, behind the drive.
const INSTALLED: &[&str] = &[
    "\\program files\\",
    "\\program files (x86)\\",
    "\\programdata\\package cache\\",
    "\\programdata\\microsoft\\",
    "\\windows.old\\",
    "\\$windows.~bt\\",
    "\\$windows.~ws\\",
];
/// Folders of Windows in which a file is looked at; those below them belong to installers.
const OF_WINDOWS: &[&str] =
    &["\\windows\\", "\\windows\\system32\\", "\\windows\\syswow64\\", "\\windows\\system32\\drivers\\"];
/// So much older a program says it is: copies between computers and time zones make hours.
const OLDER: i64 = 86_400;
/// More of them in one folder were unpacked together.
const TOGETHER: usize = 3;
/// Findings, and folders that are remembered.
const TOLD: usize = 20;
const MOST: usize = 10_000;

/// See the module.
pub struct WindowsTimestomped;

impl Heuristic for WindowsTimestomped {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_timestomped",
        version: 1,
        artifacts: &["windows_mft"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Low,
        source: "MITRE ATT&CK T1070.006, Indicator Removal: Timestomp; SANS, Windows Forensic Analysis (rules of NTFS times)",
    };
    const GLANCE: Option<Glance> = Some(is_program_path);
}

fn is_program_path(seen: &Observable<'_>) -> bool {
    seen.kind() == ObservableKind::StoredPath && is_program(seen.value())
}

fn is_program(name: &str) -> bool {
    PROGRAMS.iter().any(|end| {
        let start = name.len().checked_sub(end.len());
        start.and_then(|start| name.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    })
}

/// Whether installers fill a folder. `folder` is in lower case.
fn is_installed(folder: &str) -> bool {
    let path = folder.split_once(':').map_or(folder, |(_, path)| path);
    let of_windows = path.starts_with("\\windows\\")
        && !OF_WINDOWS.contains(&path)
        && !["\\windows\\temp\\", "\\windows\\tasks\\"].iter().any(|start| path.starts_with(start));
    of_windows || INSTALLED.iter().any(|start| path.starts_with(start))
}

/// The time a program says, and the one beside its name, where they do not fit each other.
fn set_back(entry: &MftEntry) -> Option<(Timestamp, Timestamp)> {
    let (created, named) = (entry.created?, entry.name_created?);
    let is_whole = created.instant().subsec_nanosecond() == 0;
    let older = named.instant().as_second().saturating_sub(created.instant().as_second());
    (is_whole && older > OLDER).then_some((created, named))
}

struct Candidate {
    path: String,
    created: Timestamp,
    named: Timestamp,
    kept: Kept,
}

/// Such programs by source and folder, and how many there are.
#[derive(Default)]
pub struct State {
    folders: BTreeMap<(String, String), (usize, Vec<Candidate>)>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(entry) = seen.get::<MftEntry>() else { return };
        // Files of Windows itself have a second name in its store of components.
        if entry.is_folder || entry.lost.is_some() || !entry.links.is_empty() || !is_program(entry.name()) {
            return;
        }
        let Some((created, named)) = set_back(entry) else { return };
        let folder = entry.folder().to_lowercase();
        if is_installed(&folder) {
            return;
        }
        let key = (seen.source.to_owned(), folder);
        if self.folders.len() >= MOST && !self.folders.contains_key(&key) {
            return seen.forget();
        }
        let (count, candidates) = self.folders.entry(key).or_default();
        *count = count.saturating_add(1);
        if *count <= TOGETHER {
            candidates.push(Candidate { path: entry.path.clone(), created, named, kept: seen.keep() });
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let folders = std::mem::take(&mut self.folders).into_values();
        let alone = folders.filter(|(count, _)| *count <= TOGETHER).flat_map(|(_, candidates)| candidates);
        for (index, one) in alone.enumerate() {
            if index >= TOLD {
                out.forget(1);
                continue;
            }
            let (created, named) = (minute(Some(one.created)), minute(Some(one.named)));
            let args = [("seen", one.path.as_str()), ("created", created.as_str()), ("named", named.as_str())];
            out.add(one.kept, one.path.as_str(), &args);
        }
    }
}
