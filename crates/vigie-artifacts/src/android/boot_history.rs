//! When and why the device was last restarted or switched off.
//!
//! Format: the property `persist.sys.boot.reason.history` (AOSP `bootstat`, since Android 10: four lines
//! `reboot,userrequested,1715500000`, the number being seconds since 1970), and the files `FS/data/system/shutdown-checkpoints/`
//! (since Android 11, AOSP `ShutdownCheckPoints`: `Shutdown request from BINDER for reason … at … (epoch=MILLIS)` and who asked).
//! Other readers: ALEAPP.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{between, is_package};
use super::{Part, each_section};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct BootHistory;

/// One restart.
#[derive(Debug, Serialize)]
pub struct Boot {
    /// When.
    pub at: Option<Timestamp>,
    /// Why (`reboot,userrequested`).
    pub reason: String,
    /// Through what it was asked for (`BINDER`, `INTENT`, `SYSTEM_SERVER`), where that is told.
    pub origin: Option<String>,
    /// The process or package that asked, where that is told.
    pub requested_by: Option<String>,
}

impl Record for Boot {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(by) = &self.requested_by {
            see(Observable::process(by));
            if is_package(by) {
                see(Observable::app_id(by));
            }
        }
    }

    fn summary(&self) -> String {
        format!("restart: {}", self.reason)
    }
}

/// The lines of the property.
fn property(file: &Source<'_>, out: &mut Out<'_, Boot>) -> Result<(), ParseError> {
    let mut any = false;
    each_section(file, &[Part::Command("SYSTEM PROPERTIES")], out, |section, _, out| {
        let mut inside = false;
        for line in section.lines() {
            let mut text = &*line.text;
            if let Some(first) = text.strip_prefix("[persist.sys.boot.reason.history]: [") {
                (inside, any, text) = (true, true, first);
            }
            if !inside {
                continue;
            }
            if let Some(last) = text.strip_suffix(']') {
                (inside, text) = (false, last);
            }
            if text.is_empty() {
                continue;
            }
            let (reason, seconds) = text.rsplit_once(',').unwrap_or((text, ""));
            let at = seconds.parse().ok().and_then(Timestamp::from_unix_seconds);
            if at.is_none() {
                out.problem(ProblemCode::TimeImplausible, line.at.clone(), format!("not a time: {seconds}"));
            }
            out.record(line.at.clone(), Boot { at, reason: reason.to_owned(), origin: None, requested_by: None });
        }
    })?;
    if !any {
        out.absent();
    }
    Ok(())
}

/// A file of check points.
fn check_points(file: &Source<'_>, out: &mut Out<'_, Boot>) -> Result<(), ParseError> {
    let mut open: Option<(Place, Boot)> = None;
    for line in file.lines()? {
        let line = line?;
        if let Some(rest) = line.text.strip_prefix("Shutdown request from ") {
            if let Some((at, boot)) = open.take() {
                out.record(at, boot);
            }
            let (what, when) = rest.split_once(" at ").unwrap_or((rest, ""));
            let (origin, reason) = what.split_once(" for reason ").unwrap_or((what, "no reason given"));
            let at =
                between(when, "(epoch=", ")").and_then(|text| text.parse().ok()).and_then(Timestamp::from_unix_millis);
            if at.is_none() {
                out.problem(ProblemCode::TimeImplausible, line.at.clone(), format!("not a time: {when}"));
            }
            let boot = Boot { at, reason: reason.to_owned(), origin: Some(origin.to_owned()), requested_by: None };
            open = Some((line.at.clone(), boot));
        } else if let Some((_, boot)) = open.as_mut() {
            let by = line.text.strip_prefix("From process ").or_else(|| line.text.strip_prefix("Package: "));
            if let Some(by) = by {
                boot.requested_by = Some(by.split(' ').next().unwrap_or(by).to_owned());
            }
        } else if !line.text.trim().is_empty() {
            out.problem(ProblemCode::LineNotUnderstood, line.at, line.text.chars().take(120).collect::<String>());
        }
    }
    if let Some((at, boot)) = open {
        out.record(at, boot);
    }
    Ok(())
}

impl Artifact for BootHistory {
    type Record = Boot;
    const SPEC: Spec = Spec {
        id: "android_boot_history",
        version: 1,
        paths: &[
            (Layout::AndroidBugreport, "bugreport-*.txt"),
            (Layout::AndroidBugreport, "dumpstate-*.txt"),
            (Layout::AndroidBugreport, "dumpState_*.log"),
            (Layout::AndroidBugreport, "dumpstate.txt"),
            (Layout::AndroidBugreport, "FS/data/system/shutdown-checkpoints/checkpoints*"),
            (Layout::AndroidFilesystem, "data/system/shutdown-checkpoints/checkpoints*"),
        ],
        meaning: Meaning::Tampering,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Boot>) -> Result<(), ParseError> {
        if file.file_name().starts_with("checkpoints") { check_points(file, out) } else { property(file, out) }
    }
}
