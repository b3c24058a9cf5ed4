//! The installation log of Windows (`setupapi.dev.log`): which devices were connected for the first time and which drivers
//! were installed.
//!
//! Format: Microsoft, "Format of a Text Log Section Header" and its neighbours: a section begins with `>>>  [what - whom]`
//! and `>>>  Section start`, and ends with `<<<  Section end` and `<<<  [Exit status: …]`. Times are local.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Precision, ProblemCode, Record, Timestamp};

use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct SetupApi;

/// Something that was installed.
#[derive(Debug, Serialize)]
pub struct Installed {
    /// When it began, by the clock of the computer.
    pub time: Option<Timestamp>,
    /// What was done (`Device Install (Hardware initiated)`).
    pub what: String,
    /// The device, driver or class it was done to.
    pub subject: Option<String>,
    /// The program that asked for it.
    pub command: Option<String>,
    /// How it ended (`SUCCESS`, `FAILURE(0x…)`).
    pub status: Option<String>,
}

impl Record for Installed {
    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(subject) = &self.subject {
            // A driver's file, or `USBSTOR\DISK&VEN_…\serial`.
            let is_file = subject.to_ascii_lowercase().ends_with(".inf");
            see(if is_file { Observable::file_path(subject) } else { Observable::text(subject) });
        }
        if let Some(command) = &self.command {
            super::command::see_command_line(command, see);
        }
    }

    fn summary(&self) -> String {
        let status = self.status.as_deref().map(|status| format!(" ({status})")).unwrap_or_default();
        format!("{}: {}{status}", self.what, self.subject.as_deref().unwrap_or("?"))
    }
}

/// `2019/03/04 15:30:21.123`.
fn clock(text: &str) -> Option<Timestamp> {
    let mut numbers = text.split(['/', ' ', ':', '.']).map(|part| part.parse::<i32>().ok());
    let mut next = || numbers.next().flatten();
    let date = [next()?, next()?, next()?];
    let (hour, minute, second, milli) = (next()?, next()?, next()?, next()?);
    Timestamp::from_device_clock(date, [hour, minute, second, milli.checked_mul(1000)?], Precision::Milli)
}

/// What stands in brackets at the end of a mark.
fn bracketed(rest: &str) -> Option<&str> {
    rest.trim().strip_prefix('[')?.strip_suffix(']')
}

impl Artifact for SetupApi {
    type Record = Installed;
    const SPEC: Spec = Spec {
        id: "windows_setupapi",
        version: 1,
        paths: &[(Layout::Windows, "**/setupapi.dev*.log"), (Layout::Windows, "**/setupapi.app*.log")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Installed>) -> Result<(), ParseError> {
        let mut open: Option<(Place, Installed)> = None;
        let unended = |out: &mut Out<'_, Installed>, (at, record): (Place, Installed)| {
            out.problem(ProblemCode::LineNotUnderstood, at.clone(), "a section without an end");
            out.record(at, record);
        };
        each_line(file, out, |at, line, out| {
            if let Some(rest) = line.strip_prefix(">>>") {
                if let Some(title) = bracketed(rest) {
                    if let Some(open) = open.take() {
                        unended(out, open);
                    }
                    let (what, subject) =
                        title.split_once(" - ").map_or((title, None), |(a, b)| (a, Some(b.to_owned())));
                    let record = Installed { time: None, what: what.to_owned(), subject, command: None, status: None };
                    open = Some((at, record));
                } else if let Some(time) = rest.trim().strip_prefix("Section start") {
                    let found = clock(time.trim());
                    match (&mut open, found) {
                        (Some((_, record)), Some(_)) => record.time = found,
                        _ => out.problem(ProblemCode::LineNotUnderstood, at, "a start without a section, or no time"),
                    }
                }
            } else if let Some(status) = line.strip_prefix("<<<").and_then(bracketed) {
                let Some((at, mut record)) = open.take() else {
                    out.problem(ProblemCode::LineNotUnderstood, at, "an end without a section");
                    return;
                };
                record.status = Some(status.strip_prefix("Exit status: ").unwrap_or(status).to_owned());
                out.record(at, record);
            } else if let Some((_, record)) = &mut open
                && let Some(command) = line.trim().strip_prefix("cmd:")
            {
                record.command = Some(command.trim().to_owned());
            }
        })?;
        if let Some(open) = open {
            unended(out, open);
        }
        Ok(())
    }
}
