//! The event log: structured notes of the system on processes, packages and activities.
//!
//! Format: section `EVENT LOG` of `dumpstate` (`logcat -b events`); the tags are those of AOSP's `EventLogTags.logtags`
//! files: `am_proc_start: [user,pid,uid,process,type,component]` and so on.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{components, is_package};
use super::logline::log_line;
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, not_understood, see_component};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Which value of an event is the process.
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
        if let Some(process) = &self.process {
            see(Observable::process(process));
        }
        for component in components(&self.values) {
            see_component(component, see);
        }
        for value in self.values.split([',', '[', ']', ':']).map(str::trim).filter(|value| is_package(value)) {
            see(Observable::app_id(value));
        }
        see(Observable::text(&self.values).meaning(Meaning::Exposure));
    }

    fn summary(&self) -> String {
        format!("{}: {}", self.tag, self.values)
    }
}

impl Artifact for EventLog {
    type Record = LoggedEvent;
    const SPEC: Spec = Spec { id: "android_event_log", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, LoggedEvent>) -> Result<(), ParseError> {
        each_section(file, &[Part::Command("EVENT LOG")], out, |section, dump, out| {
            for line in section.lines() {
                if line.text.is_empty() || line.text.starts_with("-----") {
                    continue;
                }
                let Some(log) = log_line(&line.text, &dump.clock) else {
                    not_understood(&line, out);
                    continue;
                };
                let inside = log.message.trim_start_matches('[').trim_end_matches(']');
                let process = PROCESS_AT
                    .iter()
                    .find(|(tag, _)| *tag == log.tag)
                    .and_then(|(_, at)| inside.split(',').nth(*at))
                    .map(str::to_owned);
                let event = LoggedEvent {
                    at: log.at,
                    uid: log.uid,
                    pid: log.pid,
                    tag: log.tag.to_owned(),
                    process,
                    values: log.message.to_owned(),
                };
                out.record(line.at.clone(), event);
            }
        })
    }
}
