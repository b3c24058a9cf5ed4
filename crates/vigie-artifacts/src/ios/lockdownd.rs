//! What a computer asked of the device over the cable or the network, as `lockdownd` logs it: pairing, services started.
//!
//! Format: `lockdownd.log`, `.1` …: lines in the form of `log_line.rs`. Other readers: plaso `ios_lockdownd`, EC sysdiagnose.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::log_line::{self, LogEntry};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Lockdownd;

/// One line.
#[derive(Debug, Serialize)]
pub struct LockdownLine {
    /// When, by the device's own clock.
    pub at: Timestamp,
    /// The process that wrote it.
    pub pid: Option<u32>,
    /// The function that did.
    pub function: Option<String>,
    /// What the line says.
    pub message: String,
}

impl Record for LockdownLine {
    fn time(&self) -> Option<Timestamp> {
        Some(self.at)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let what = "logged";
        see(Moment { what, at: self.at });
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        log_line::observables(&self.message, see);
    }

    fn summary(&self) -> String {
        let function = self.function.as_deref().unwrap_or("without a function");
        format!("lockdownd {function}: {}", log_line::first_line(&self.message))
    }

    fn summary_without_content(&self) -> String {
        format!("lockdownd {}", self.function.as_deref().unwrap_or("without a function"))
    }
}

fn line(entry: LogEntry, out: &mut Out<'_, LockdownLine>) {
    let LogEntry { place, at, pid, level: _, message } = entry;
    let split = message.split_once(": ").filter(|(function, _)| !function.contains(' '));
    let (function, message) = match split {
        Some((function, rest)) => (Some(function.to_owned()), rest.to_owned()),
        None => (None, message),
    };
    out.record(place, LockdownLine { at, pid, function, message });
}

impl Artifact for Lockdownd {
    type Record = LockdownLine;
    const SPEC: Spec = Spec {
        id: "ios_lockdownd",
        version: 1,
        paths: &[
            (Layout::IosFilesystem, "private/var/{log,logs}/lockdownd.log*"),
            (Layout::IosFilesystem, "private/var/{root,mobile}/Library/Logs/**/lockdownd.log*"),
            (Layout::IosFilesystem, "Library/Logs/lockdownd.log*"),
            (Layout::IosSysdiagnose, "logs/MobileLockdown/lockdownd.log*"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, LockdownLine>) -> Result<(), ParseError> {
        log_line::entries(file, out, &mut line)
    }
}
