//! Applications that did not answer, and every process whose state the system wrote down with that, with the time.
//!
//! Format: `logs/data/anr/*`, as ART and `debuggerd` write them: `----- pid 3215 at 2024-05-12 18:01:07 -----`, since Android
//! 12 with fraction and offset, then `Cmd line: PROCESS`. Before it `Subject: …` says why. Other readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::cut;
use crate::android::lines::{between, is_package};
use crate::android::{Clock, DeviceTime, each_line};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Anr;

/// One process.
#[derive(Debug, Serialize)]
pub struct DumpedProcess {
    /// The process id.
    pub pid: Option<u64>,
    /// When its state was written down.
    pub at: Option<DeviceTime>,
    /// Its name or path.
    pub process: String,
    /// Why the state was written down, with the first process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl Record for DumpedProcess {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if self.process.starts_with('/') {
            see(Observable::executable(&self.process));
        } else {
            see(Observable::process(&self.process));
        }
        let package = self.process.split(':').next().unwrap_or(&self.process);
        if is_package(package) {
            see(Observable::app_id(package));
        }
        if let Some(subject) = &self.subject {
            see(Observable::text(subject));
        }
    }

    fn summary(&self) -> String {
        format!("state of process {} written down", self.process)
    }
}

/// `2024-05-12 18:01:07`, or `2024-05-12 18:01:07.123456789+0200`.
fn time(text: &str, clock: &Clock) -> Option<DeviceTime> {
    let text = text.trim();
    let split = text.len().checked_sub(5);
    if let Some((local, offset)) = split.and_then(|at| text.split_at_checked(at))
        && offset.starts_with(['+', '-'])
        && local.contains(':')
    {
        let (hours, minutes) = offset.split_at_checked(3)?;
        let offset = format!("{hours}:{minutes}");
        let utc = Timestamp::parse_rfc3339(&format!("{}{offset}", local.replacen(' ', "T", 1)))?;
        return Some(DeviceTime { utc: Some(utc), written: text.to_owned(), offset: Some(offset) });
    }
    clock.local(text)
}

impl Artifact for Anr {
    type Record = DumpedProcess;
    const SPEC: Spec = Spec {
        id: "androidqf_anr",
        version: 2,
        paths: &[(Layout::AndroidQf, "logs/data/anr/*")],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] =
        &[(Layout::AndroidQf, "acquisition.json"), (Layout::AndroidQf, "getprop.txt")];

    fn parse(file: &Source<'_>, out: &mut Out<'_, DumpedProcess>) -> Result<(), ParseError> {
        let file = out.unpacked(file)?;
        let clock = Clock::beside(&file);
        let mut header: Option<(Place, Option<u64>, Option<DeviceTime>)> = None;
        let mut subject = None;
        let (mut any, mut lacks_the_zone) = (false, false);
        each_line(&file, out, |line, out| {
            let text = &*line.text;
            if let Some(said) = text.strip_prefix("Subject: ") {
                subject = Some(said.trim().to_owned());
            } else if let Some((pid, at)) = between(text, "----- pid ", " -----").and_then(|of| of.split_once(" at ")) {
                let time = time(at, &clock);
                if time.is_none() {
                    out.problem(ProblemCode::TimeImplausible, line.at.clone(), format!("not a time: {}", cut(at)));
                }
                lacks_the_zone |= time.as_ref().is_some_and(|time| time.utc.is_none());
                header = Some((line.at.clone(), pid.trim().parse().ok(), time));
            } else if let Some(process) = text.strip_prefix("Cmd line: ").or_else(|| text.strip_prefix("Cmdline: ")) {
                any = true;
                let (place, pid, at) = header.take().unwrap_or((line.at.clone(), None, None));
                let process = process.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned();
                out.record(place, DumpedProcess { pid, at, process, subject: subject.take() });
            }
        })?;
        if lacks_the_zone && let Some((code, detail)) = clock.zone_trouble() {
            out.problem(code, Place::File, detail);
        }
        if !any {
            out.problem(ProblemCode::NotTheFormat, Place::File, "no process is named");
        }
        Ok(())
    }
}
