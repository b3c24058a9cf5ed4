//! A whole iPhone rather than its backup: its file system, and the sysdiagnose it would write.
//!
//! The process lists, logs and reports of one phone agree with each other: the same processes run, the same applications
//! are installed, the same shutdowns happened. The forms follow what EC DIGIT-CSIRC sysdiagnose, iLEAPP, MVT and
//! Kaspersky's iShutdown read.

pub mod archive;
pub mod filesystem;
mod installed;
mod noise;
mod programs;
mod running;
mod shape;
pub mod sysdiagnose;

use crate::random::Random;
use crate::time::Moment;

pub use installed::Installed;
pub use running::Running;
pub use shape::{SHAPES, Shape};

/// One phone, from which everything else is told.
#[derive(Debug, Clone)]
pub struct Phone {
    /// Its version of iOS.
    pub shape: &'static Shape,
    /// The generator its parts are forked from.
    pub random: Random,
    /// Applications from the store.
    pub apps: Vec<Installed>,
    /// What runs when it is looked at.
    pub running: Vec<Running>,
    /// When it was shut down, oldest first.
    pub shutdowns: Vec<Moment>,
    /// Whether traces of an implant are planted.
    pub traces: bool,
}

impl Phone {
    /// The phone of a version, a seed, and with or without traces.
    pub fn new(shape: &'static Shape, seed: u64, traces: bool) -> Self {
        let random = Random::new(seed);
        let apps = installed::apps(shape, &random);
        let mut times = random.fork("shutdowns");
        let mut at = shape.taken.plus_seconds(-86_400 * 90);
        let mut shutdowns = Vec::new();
        while at < shape.taken.plus_seconds(-7200) {
            shutdowns.push(at.whole_seconds());
            at = at.plus_seconds(times.range(3 * 86_400, 12 * 86_400));
        }
        let booted = shutdowns.last().map_or(shape.taken, |at| at.plus_seconds(40));
        let running = running::running(shape, &random, &apps, booted, traces);
        Self { shape, random, apps, running, shutdowns, traces }
    }

    /// When it was last started.
    pub fn booted(&self) -> Moment {
        self.shutdowns.last().map_or(self.shape.taken, |at| at.plus_seconds(40))
    }
}
