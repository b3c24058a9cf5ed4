//! Containers of applications made, moved and destroyed, as `containermanagerd` logs them: an application that was there
//! and is gone leaves lines here.
//!
//! Format: `containermanagerd.log`, `.0` …, of iOS 12 to 17: lines in the form of `log_line.rs`. Other readers: iLEAPP
//! `mobileContainerManager`, EC sysdiagnose `containermanager`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::log_line::{self, LogEntry};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct ContainerManager;

/// One line.
#[derive(Debug, Serialize)]
pub struct ContainerLine {
    /// When, by the device's own clock.
    pub at: Timestamp,
    /// The process that wrote it.
    pub pid: Option<u32>,
    /// How grave it found it.
    pub level: Option<String>,
    /// What the line says.
    pub message: String,
}

impl Record for ContainerLine {
    fn time(&self) -> Option<Timestamp> {
        Some(self.at)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        see(Moment { what: "logged", at: self.at });
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        log_line::observables(&self.message, see);
    }

    fn summary(&self) -> String {
        format!("containers: {} (time of the device, zone not stated)", log_line::first_line(&self.message))
    }
}

fn line(entry: LogEntry, out: &mut Out<'_, ContainerLine>) {
    let LogEntry { place, at, pid, level, message } = entry;
    out.record(place, ContainerLine { at, pid, level, message });
}

impl Artifact for ContainerManager {
    type Record = ContainerLine;
    const SPEC: Spec = Spec {
        id: "ios_containermanager",
        version: 1,
        paths: &[
            (Layout::IosFilesystem, "private/var/**/Logs/MobileContainerManager/containermanagerd.log*"),
            (Layout::IosSysdiagnose, "logs/MobileContainerManager/containermanagerd.log*"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ContainerLine>) -> Result<(), ParseError> {
        log_line::entries(file, out, &mut line)
    }
}
