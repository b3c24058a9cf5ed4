//! What was installed, updated and uninstalled, and when the device was restarted, as the installer of iOS logs it.
//!
//! Format: `mobile_installation.log`, `.0`, `.1` …: lines in the form of `log_line.rs`. Other readers: iLEAPP
//! `mobileInstall`, EC sysdiagnose, abrignoni's Mobile Installation Logs Parser. Every line is a record; those that say
//! what happened to an application carry the event, its bundle id and its folder.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::log_line::{self, LogEntry};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct MobileInstallation;

/// One line.
#[derive(Debug, Serialize)]
pub struct InstallationLine {
    /// When, by the device's own clock.
    pub at: Timestamp,
    /// The process that wrote it.
    pub pid: Option<u32>,
    /// How grave it found it.
    pub level: Option<String>,
    /// What happened, when the line is of a known form: `installed`, `install_failed`, `uninstalled` …
    pub event: Option<&'static str>,
    /// The application.
    pub bundle_id: Option<String>,
    /// Its folder.
    pub path: Option<String>,
    /// Who asked for it.
    pub requested_by: Option<String>,
    /// What the line says.
    pub message: String,
}

impl Record for InstallationLine {
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
        match (self.event, &self.bundle_id) {
            (Some(event), Some(id)) => {
                format!("{} {id} (time of the device, zone not stated)", event.replace('_', " "))
            }
            (Some(event), None) => format!("{} (time of the device, zone not stated)", event.replace('_', " ")),
            _ => log_line::first_line(&self.message).to_owned(),
        }
    }
}

/// A form of message: its beginning, what it means, and what ends the bundle id behind it.
const FORMS: &[(&str, &str, &[&str])] = &[
    ("Install Successful for (", "installed", &[")"]),
    ("Install successful for (", "installed", &[")"]),
    ("Install Failed for (", "install_failed", &[")"]),
    ("Applying Staged Update Successful for (", "updated", &[")"]),
    ("Made staged update live for (", "updated", &[")"]),
    ("Installing <MIInstallableBundle ID=", "install_began", &[";", ">", " "]),
    ("Install of \"", "install_requested", &["\""]),
    ("Attempting Delta patch update of ", "update_began", &[" from "]),
    ("Uninstalling identifier ", "uninstalled", &[" ", ";", "("]),
    ("Destroying container with identifier ", "container_destroyed", &[" at "]),
    ("Destroying container ", "container_destroyed", &[" at ", " with "]),
    ("Made container live for ", "container_made_live", &[" at "]),
    ("Data container for ", "data_container_moved", &[" is now at "]),
];

/// What a message of a known form says.
fn event(message: &str) -> (Option<&'static str>, Option<String>, Option<String>) {
    if message.contains("main: Reboot detected") {
        return (Some("restarted"), None, None);
    }
    for (begin, event, ends) in FORMS {
        let Some((_, rest)) = message.split_once(begin) else {
            continue;
        };
        let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
        // `Placeholder:org.example.app`: the kind of installation stands before the id.
        let id = rest.get(..end).unwrap_or(rest).rsplit(':').next().unwrap_or_default().trim();
        let path = [" at /", " from /"].iter().find_map(|before| {
            let (_, path) = rest.split_once(before)?;
            Some(format!("/{}", path.lines().next().unwrap_or_default().trim()))
        });
        return (Some(event), Some(id.to_owned()).filter(|id| !id.is_empty()), path);
    }
    (None, None, None)
}

fn line(entry: LogEntry, out: &mut Out<'_, InstallationLine>) {
    let LogEntry { place, at, pid, level, message } = entry;
    let (event, bundle_id, path) = event(&message);
    let by = message.split_once("requested by ").map(|(_, by)| by.strip_prefix("client ").unwrap_or(by));
    let by = by.and_then(|by| by.split([' ', '(', '\n']).next()).filter(|by| !by.is_empty()).map(str::to_owned);
    out.record(place, InstallationLine { at, pid, level, event, bundle_id, path, requested_by: by, message });
}

impl Artifact for MobileInstallation {
    type Record = InstallationLine;
    const SPEC: Spec = Spec {
        id: "ios_mobile_installation",
        version: 1,
        paths: &[
            (
                Layout::IosFilesystem,
                "private/var/{installd,mobile}/Library/Logs/MobileInstallation/mobile_installation.log*",
            ),
            (Layout::IosSysdiagnose, "logs/MobileInstallation/mobile_installation.log*"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, InstallationLine>) -> Result<(), ParseError> {
        log_line::entries(file, out, &mut line)
    }
}
