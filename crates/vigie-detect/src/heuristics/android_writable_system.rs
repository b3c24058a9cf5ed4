//! Partitions of the system that can be written to, and file systems laid over them. Verified boot keeps the system
//! read-only; rooting changes that.
//!
//! Parts of their own that makers mount below `/vendor` (firmware, calibration) are no sign; only what is laid over a folder
//! is, and what lies on the partition of the user's data: so the modules of Magisk replace files of the system.

use std::collections::BTreeSet;

use vigie_artifacts::android::mounts::Mount;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// Where the system is mounted.
const SYSTEM: &[&str] =
    &["/odm", "/odm_dlkm", "/product", "/system", "/system_dlkm", "/system_ext", "/vendor", "/vendor_dlkm"];
/// Where what the owner and applications store is mounted.
const DATA: &str = "/data";
/// More devices than this are not remembered; one holds the data.
const MOST: usize = 1_000;
/// Between a device and what is mounted of it.
const BETWEEN: char = '\t';
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
        version: 2,
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
    /// By device and place: what lies below a folder of the system.
    below: Sightings,
    /// The devices of the user's data.
    data: BTreeSet<String>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(mount) = seen.get::<Mount>().filter(|mount| mount.is_writable()) else { return };
        let point = mount.mount_point.as_str();
        let root = point == "/" && !IN_MEMORY.contains(&mount.kind.as_str());
        let below = |top: &&str| point.strip_prefix(*top).is_some_and(|rest| rest.starts_with('/'));
        if root || SYSTEM.contains(&point) {
            self.partitions.note(point, seen);
        } else if point == DATA && self.data.len() < MOST {
            self.data.insert(mount.device.clone());
        } else if !SYSTEM.iter().any(below) {
            // Whatever is mounted elsewhere.
        } else if LAID_OVER.contains(&mount.kind.as_str()) {
            self.folders.note(point, seen);
        } else {
            self.below.note(&format!("{}{BETWEEN}{point}", mount.device), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let all = [(Level::Medium, "partition", &mut self.partitions), (Level::Low, "folder", &mut self.folders)];
        for (level, what, places) in all {
            for (point, sighting) in places.take() {
                out.add_at(level, sighting.first, point.as_str(), &[("path", point.as_str()), ("what", what)]);
            }
        }
        for (of, sighting) in self.below.take() {
            let Some((device, point)) = of.split_once(BETWEEN) else { continue };
            if self.data.contains(device) {
                out.add_at(Level::Low, sighting.first, point, &[("path", point), ("what", "data")]);
            }
        }
    }
}
