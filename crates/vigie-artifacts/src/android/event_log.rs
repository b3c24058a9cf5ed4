//! The event log: structured notes of the system on processes, packages and activities.
//!
//! Format: section `EVENT LOG` of `dumpstate` (`logcat -b events`); the tags are those of AOSP's `EventLogTags.logtags`
//! files: `am_proc_start: [user,pid,uid,process,type,component]` and so on.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{each_component, is_package};
use super::logline::log_line;
use super::logs::each_log_line;
use super::stamps::Stamps;
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, TextLine, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec, Values};

/// Which value of an event is the process. Before Android 4.2, which brought users, it is the one before: there no number of a
/// user comes first.
const PROCESS_AT: &[(&str, usize)] = &[
    ("am_anr", 2),
    ("am_crash", 2),
    ("am_kill", 2),
    ("am_native_crash", 2),
    ("am_proc_bad", 2),
    ("am_proc_bound", 2),
    ("am_proc_died", 2),
    ("am_proc_good", 2),
    ("am_proc_start", 3),
    ("am_process_start_timeout", 3),
    ("am_wtf", 2),
];

/// See the module.
pub struct EventLog;

/// One event.
#[derive(Debug, Serialize)]
pub struct LoggedEvent {
    /// When.
    pub at: Option<DeviceTime>,
    /// The user id in the kernel of who wrote it.
    pub uid: Option<i64>,
    /// The process id of who wrote it.
    pub pid: Option<i64>,
    /// What (`am_proc_start`).
    pub tag: String,
    /// The process it is about, where the event has one.
    pub process: Option<String>,
    /// Its values, as written.
    pub values: String,
}

impl Record for LoggedEvent {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see_event(self.process.as_deref(), &self.values, see);
    }

    fn summary(&self) -> String {
        format!("{}: {}", self.tag, self.values)
    }
}

/// What an event names.
fn see_event<'l>(process: Option<&'l str>, values: &'l str, see: &mut dyn FnMut(Observable<'l>)) {
    if let Some(process) = process {
        see(Observable::process(process));
    }
    each_component(values, |component| see_component(component, see));
    for value in values.as_bytes().split(|byte| matches!(byte, b',' | b'[' | b']' | b':')) {
        if let Some(value) = std::str::from_utf8(value).ok().map(str::trim).filter(|value| is_package(value)) {
            see(Observable::app_id(value));
        }
    }
    see(Observable::text(values).meaning(Meaning::Exposure));
}

/// The process among the values of an event; what stands before it are numbers.
fn process(values: &str, at: usize) -> Option<&str> {
    let mut values = values.split(',').skip(at.checked_sub(1)?);
    let before = values.next()?;
    if before.parse::<i64>().is_ok() { values.next() } else { Some(before) }
}

fn event(line: &TextLine<'_>, stamps: &mut Stamps<'_>, out: &mut Out<'_, LoggedEvent>) {
    if line.text.is_empty() || line.text.starts_with("-----") {
        return;
    }
    let Some(log) = log_line(&line.text) else {
        return not_understood(line, out);
    };
    let inside = log.message.trim_start_matches('[').trim_end_matches(']');
    let process = PROCESS_AT.iter().find(|(tag, _)| *tag == log.tag).and_then(|(_, at)| process(inside, *at));
    let time = stamps.utc(log.stamp);
    let values = Values { of: log.written, each: &|see| see_event(process, log.message, see), of_word: None };
    out.record_if_needed(&line.at, time.as_slice(), &values, || LoggedEvent {
        at: stamps.time(log.stamp),
        uid: log.uid(),
        pid: log.pid(),
        tag: log.tag.to_owned(),
        process: process.map(str::to_owned),
        values: log.message.to_owned(),
    });
}

impl Artifact for EventLog {
    type Record = LoggedEvent;
    const SPEC: Spec = Spec { id: "android_event_log", version: 3, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, LoggedEvent>) -> Result<(), ParseError> {
        each_log_line(file, &[Part::Command("EVENT LOG")], out, event)
    }
}
