//! Partitions of the system that can be written to, and file systems laid over them. Verified boot keeps the system
//! read-only; rooting changes that.
//!
//! Parts of their own that makers mount below `/vendor` (firmware, calibration) are no sign; only what is laid over a folder
//! is.

use vigie_artifacts::android::mounts::Mount;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Where the system is mounted.
const SYSTEM: &[&str] = &["/odm", "/product", "/system", "/system_ext", "/vendor"];
/// Kinds that lay over a folder what does not lie on a partition.
const LAID_OVER: &[&str] = &["overlay", "overlayfs", "tmpfs"];
/// Kinds in memory, which `/` is of until Android 8.
const IN_MEMORY: &[&str] = &["ramfs", "rootfs", "tmpfs"];

/// See the module.
pub struct AndroidWritableSystem;

impl Heuristic for AndroidWritableSystem {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_writable_system",
        version: 1,
        artifacts: &["android_mounts"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Medium,
        source: "Android Open Source Project, Verified Boot and Partition layout; Mobile Verification Toolkit, module Mounts",
    };
}

/// Places that can be written to.
#[derive(Default)]
pub struct State {
    partitions: Sightings,
    folders: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(mount) = seen.get::<Mount>().filter(|mount| mount.is_writable()) else { return };
        let point = mount.mount_point.as_str();
        let root = point == "/" && !IN_MEMORY.contains(&mount.kind.as_str());
        let below = |top: &&str| point.strip_prefix(*top).is_some_and(|rest| rest.starts_with('/'));
        if root || SYSTEM.contains(&point) {
            self.partitions.note(point, seen);
        } else if LAID_OVER.contains(&mount.kind.as_str()) && SYSTEM.iter().any(below) {
            self.folders.note(point, seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let all = [(Level::Medium, "partition", &mut self.partitions), (Level::Low, "folder", &mut self.folders)];
        for (level, what, places) in all {
            for (point, sighting) in places.take() {
                out.add_at(level, sighting.first, point.as_str(), &[("path", point.as_str()), ("what", what)]);
            }
        }
    }
}
