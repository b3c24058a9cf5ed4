//! When and why the device was last restarted or switched off.
//!
//! Format: the property `persist.sys.boot.reason.history` (AOSP `bootstat`, since Android 10: four lines
//! `reboot,userrequested,1715500000`, the number being seconds since 1970), as `getprop` prints it and in the file of the
//! properties that last; where there is none, `sys.boot.reason` or `ro.boot.bootreason`, which tell of the last start without
//! its time; and the files `FS/data/system/shutdown-checkpoints/` (since Android 11, AOSP `ShutdownCheckPoints`: `Shutdown
//! request from BINDER for reason … at … (epoch=MILLIS)` and who asked). Other readers: ALEAPP.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::files::properties::each_persistent;
use super::lines::{between, is_package};
use super::{Part, each_line, each_section};
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

/// The property that keeps the last four, and those that tell of the last one alone, the better first.
const HISTORY: &str = "persist.sys.boot.reason.history";
const LAST: [&str; 2] = ["sys.boot.reason", "ro.boot.bootreason"];

/// Where the reader of properties is.
#[derive(Default)]
struct Properties {
    inside: bool,
    any: bool,
    /// What the properties of the last start say, in the order of [`LAST`].
    last: [Option<(Place, String)>; 2],
}

impl Properties {
    /// One line as `getprop` prints it. A value may have several.
    fn line(&mut self, text: &str, at: &Place, out: &mut Out<'_, Boot>) {
        let property = text.strip_prefix('[').and_then(|text| text.split_once("]: ["));
        let mut text = text;
        if let Some((name, value)) = property {
            self.inside = name == HISTORY;
            for (known, told) in LAST.iter().zip(&mut self.last) {
                if name == *known {
                    *told = value
                        .strip_suffix(']')
                        .filter(|reason| !reason.is_empty())
                        .map(|reason| (at.clone(), reason.to_owned()));
                }
            }
            text = value;
        }
        if self.inside {
            let last = text.strip_suffix(']');
            self.inside = last.is_none();
            self.entry(last.unwrap_or(text), at, out);
        }
    }

    /// One entry of the history.
    fn entry(&mut self, text: &str, at: &Place, out: &mut Out<'_, Boot>) {
        if text.is_empty() {
            return;
        }
        self.any = true;
        let (reason, seconds) = text.rsplit_once(',').unwrap_or((text, ""));
        let time = seconds.parse().ok().and_then(Timestamp::from_unix_seconds);
        if time.is_none() {
            out.problem(ProblemCode::TimeImplausible, at.clone(), format!("not a time: {seconds}"));
        }
        out.record(at.clone(), Boot { at: time, reason: reason.to_owned(), origin: None, requested_by: None });
    }

    /// Without a history the last start is told.
    fn end(self, out: &mut Out<'_, Boot>) {
        if self.any {
            return;
        }
        match self.last.into_iter().flatten().next() {
            Some((at, reason)) => out.record(at, Boot { at: None, reason, origin: None, requested_by: None }),
            None => out.absent(),
        }
    }
}

/// The properties in a bug report, or in the file of AndroidQF that holds them alone.
fn properties(file: &Source<'_>, out: &mut Out<'_, Boot>) -> Result<(), ParseError> {
    let mut properties = Properties::default();
    if file.layout() == Layout::AndroidQf {
        each_line(file, out, |line, out| properties.line(&line.text, &line.at, out))?;
    } else {
        each_section(file, &[Part::Command("SYSTEM PROPERTIES")], out, |section, _, out| {
            for line in section.lines() {
                properties.line(&line.text, &line.at, out);
            }
        })?;
    }
    properties.end(out);
    Ok(())
}

/// The file of the properties that last.
fn persistent(file: &Source<'_>, out: &mut Out<'_, Boot>) -> Result<(), ParseError> {
    let mut properties = Properties::default();
    each_persistent(&file.bytes()?, &mut |at, name, value| {
        if name.as_deref() == Some(HISTORY) {
            for text in value.unwrap_or_default().lines() {
                properties.entry(text, &at, out);
            }
        }
    })?;
    properties.end(out);
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
        version: 2,
        paths: &[
            (Layout::AndroidBugreport, "bugreport-*.txt"),
            (Layout::AndroidBugreport, "dumpstate-*.txt"),
            (Layout::AndroidBugreport, "dumpState_*.log"),
            (Layout::AndroidBugreport, "dumpstate.txt"),
            (Layout::AndroidQf, "getprop.txt"),
            (Layout::AndroidFilesystem, "data/property/persistent_properties"),
            (Layout::AndroidBugreport, "FS/data/system/shutdown-checkpoints/checkpoints*"),
            (Layout::AndroidFilesystem, "data/system/shutdown-checkpoints/checkpoints*"),
        ],
        meaning: Meaning::Tampering,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Boot>) -> Result<(), ParseError> {
        match file.file_name() {
            name if name.starts_with("checkpoints") => check_points(file, out),
            "persistent_properties" => persistent(file, out),
            _ => properties(file, out),
        }
    }
}
