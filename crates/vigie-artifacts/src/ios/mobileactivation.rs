//! Activations, starts and updates of the system, as `mobileactivationd` logs them.
//!
//! Format: `mobileactivationd.log`, `.0` …: lines in the form of `log_line.rs`, some followed by property lists. Other
//! readers: iLEAPP `mobileActivationLogs`, EC sysdiagnose. Serial numbers and certificates stand in it: the text of a line
//! is never in a summary.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::log_line::{self, LogEntry};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct MobileActivation;

/// One line.
#[derive(Debug, Serialize)]
pub struct ActivationLine {
    /// When, by the device's own clock.
    pub at: Timestamp,
    /// The process that wrote it.
    pub pid: Option<u32>,
    /// How grave it found it.
    pub level: Option<String>,
    /// What happened, when the line is of a known form: `started`, `upgraded`.
    pub event: Option<&'static str>,
    /// The builds of an upgrade, from and to.
    pub builds: Option<(String, String)>,
    /// What the line says.
    pub message: String,
}

impl Record for ActivationLine {
    fn time(&self) -> Option<Timestamp> {
        Some(self.at)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        see(Moment { what: self.event.unwrap_or("logged"), at: self.at });
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        log_line::observables(&self.message, see);
    }

    fn summary(&self) -> String {
        let what = match (&self.builds, self.event) {
            (Some((from, to)), _) => format!("the system was upgraded from {from} to {to}"),
            (None, Some("started")) => "activation service started".to_owned(),
            _ => "line of the activation service".to_owned(),
        };
        format!("{what} (time of the device, zone not stated)")
    }
}

/// `Upgrade from 19A346 to 19B74 detected.`
fn upgrade(message: &str) -> Option<(String, String)> {
    let (_, rest) = message.split_once("Upgrade from ")?;
    let (from, rest) = rest.split_once(" to ")?;
    let (to, _) = rest.split_once(" detected")?;
    Some((from.trim().to_owned(), to.trim().to_owned()))
}

fn line(entry: LogEntry, out: &mut Out<'_, ActivationLine>) {
    let LogEntry { place, at, pid, level, message } = entry;
    let builds = upgrade(&message);
    let event = if builds.is_some() {
        Some("upgraded")
    } else {
        message.contains("Mobile Activation Startup").then_some("started")
    };
    out.record(place, ActivationLine { at, pid, level, event, builds, message });
}

impl Artifact for MobileActivation {
    type Record = ActivationLine;
    const SPEC: Spec = Spec {
        id: "ios_mobileactivation",
        version: 1,
        paths: &[
            (Layout::IosFilesystem, "private/var/mobile/Library/Logs/mobileactivationd/mobileactivationd.log*"),
            (Layout::IosSysdiagnose, "logs/MobileActivation/mobileactivationd.log*"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ActivationLine>) -> Result<(), ParseError> {
        log_line::entries(file, out, &mut line)
    }
}
