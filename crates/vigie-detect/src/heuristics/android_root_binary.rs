//! Programs with which a device is rooted, or that only a rooted one has.
//!
//! Places that say a file is there or ran are believed; logs are not, because applications look for these very paths to
//! learn whether a device is rooted.

use vigie_artifacts::androidqf::root_binaries::RootBinary;
use vigie_model::{Level, Meaning, ObservableKind};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Artifacts whose paths are there.
const ATTESTING: &[&str] = &[
    "android_filesystem",
    "androidqf_files",
    "androidqf_magisk_modules",
    "androidqf_processes",
    "androidqf_root_binaries",
];
/// Names of programs.
const NAMES: &[&str] = &["busybox", "daemonsu", "magisk", "magiskhide", "magiskinit", "magiskpolicy", "su", "supersu"];
/// Folders in which the shell looks for programs, and those where rooting puts them.
const FOLDERS: &[&str] = &[
    "/data/local",
    "/data/local/bin",
    "/data/local/tmp",
    "/data/local/xbin",
    "/debug_ramdisk",
    "/odm/bin",
    "/product/bin",
    "/sbin",
    "/su/bin",
    "/system/bin",
    "/system/sbin",
    "/system/xbin",
    "/system_ext/bin",
    "/vendor/bin",
];
/// Folders that only Magisk, KernelSU or APatch make: told once, not file by file.
const OWN_FOLDERS: &[&str] = &[
    "/data/adb/ap",
    "/data/adb/ksu",
    "/data/adb/magisk",
    "/data/adb/modules",
    "/debug_ramdisk/.magisk",
    "/sbin/.magisk",
];
/// Applications that older ways of rooting put on the system partition.
const APPLICATIONS: &[&str] = &["KingoUser.apk", "SuperSU.apk", "SuperSu.apk", "Superuser.apk"];

/// See the module.
pub struct AndroidRootBinary;

impl Heuristic for AndroidRootBinary {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_root_binary",
        version: 1,
        artifacts: ATTESTING,
        kinds: &[ObservableKind::Executable],
        meaning: Meaning::Weakness,
        level: Level::Medium,
        source: "Mobile Verification Toolkit, module RootBinaries; OWASP Mobile Application Security Testing Guide, Testing Root Detection",
    };
}

/// The path to tell of, if it is one of rooting.
fn root_path(path: &str) -> Option<&str> {
    let inside = |folder: &&&str| path.strip_prefix(**folder).is_some_and(|rest| rest.starts_with('/'));
    if let Some(folder) = OWN_FOLDERS.iter().find(inside) {
        return Some(folder);
    }
    let (folder, name) = path.rsplit_once('/')?;
    let program = NAMES.contains(&name) && FOLDERS.contains(&folder);
    (program || (APPLICATIONS.contains(&name) && path.starts_with("/system/"))).then_some(path)
}

/// Paths of rooting.
#[derive(Default)]
pub struct State(Sightings);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if !seen.is_android() {
            return;
        }
        // The shell found it, wherever it lies.
        if let Some(binary) = seen.get::<RootBinary>() {
            return self.0.note(root_path(&binary.path).unwrap_or(&binary.path), seen);
        }
        let attests =
            |kind| matches!(kind, ObservableKind::Executable | ObservableKind::FilePath | ObservableKind::StoredPath);
        let files = ATTESTING.contains(&seen.artifact);
        seen.observables(&mut |observable| {
            let kind = observable.kind();
            if (kind == ObservableKind::Executable || (files && attests(kind)))
                && let Some(path) = root_path(observable.value())
            {
                self.0.note(path, seen);
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        for (path, sighting) in self.0.take() {
            // Some makers ship busybox, which alone gives no rights.
            let level = if path.ends_with("/busybox") { Level::Low } else { Level::Medium };
            out.add_at(level, sighting.first, path.as_str(), &[("path", path.as_str())]);
        }
    }
}
