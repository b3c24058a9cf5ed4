//! The last operations of running applications on their databases.
//!
//! Format: `dumpsys dbinfo` (AOSP `SQLiteConnection.OperationLog.dump`): `0: [TIME] executeForLong took 0ms - succeeded,
//! sql="…"`; since Android 11 with `[Pid:(1234)]`, `path=` and arguments. Other readers: MVT `DumpsysDBInfo`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{between, find, is_package};
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, local_time, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct DbInfo;

/// One operation.
#[derive(Debug, Serialize)]
pub struct DbOperation {
    /// When.
    pub at: Option<DeviceTime>,
    /// The process id.
    pub pid: Option<i64>,
    /// The process.
    pub process: Option<String>,
    /// The database.
    pub path: Option<String>,
    /// What was done (`executeForCursorWindow`).
    pub action: String,
    /// How it ended (`succeeded`, `failed`, `running`).
    pub outcome: Option<String>,
    /// The statement, and its arguments where they are told.
    pub sql: Option<String>,
}

impl DbOperation {
    /// The package in whose folder the database lies.
    pub fn package(&self) -> Option<&str> {
        self.path.as_deref()?.split('/').find(|part| is_package(part))
    }
}

impl Record for DbOperation {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(process) = &self.process {
            see(Observable::process(process));
            let package = process.split(':').next().unwrap_or(process);
            if is_package(package) {
                see(Observable::app_id(package));
            }
        }
        if let Some(path) = &self.path {
            see(Observable::file_path(path));
        }
        if let Some(package) = self.package() {
            see(Observable::app_id(package));
        }
        if let Some(sql) = &self.sql {
            see(Observable::text(sql));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("{} on {}: {}", of(&self.process), of(&self.path), of(&self.sql))
    }

    fn summary_without_content(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("{} on {}: {}", of(&self.process), of(&self.path), self.action)
    }
}

/// A statement without the fields that may follow it; arguments stay.
fn statement(text: &str) -> &str {
    let upto = |text, mark| find(text, mark).and_then(|at| text.get(..at)).unwrap_or(text);
    let text = ["\", path=", "\", exception="].into_iter().fold(text, upto);
    text.strip_suffix('"').unwrap_or(text)
}

impl Artifact for DbInfo {
    type Record = DbOperation;
    const SPEC: Spec = Spec { id: "android_dbinfo", version: 3, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, DbOperation>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("dbinfo")], out, |section, dump, out| {
            let (mut pid, mut process, mut path) = (None, None, None);
            let mut inside = false;
            for line in section.lines() {
                let text = line.trimmed();
                if let Some(rest) = text.strip_prefix("** Database info for pid ") {
                    pid = rest.split(' ').next().and_then(|text| text.parse().ok());
                    process = between(rest, "[", "]").map(str::to_owned);
                    (path, inside) = (None, false);
                } else if let Some(rest) = text.strip_prefix("Connection pool for ") {
                    path = Some(rest.trim_end_matches(':').to_owned());
                    inside = false;
                } else if text.starts_with("Most recently executed operations") {
                    inside = true;
                } else if inside && text.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
                    let parts = text.split_once(": [").and_then(|(_, rest)| rest.split_once(']'));
                    let Some((time, rest)) = parts else {
                        not_understood(&line, out);
                        continue;
                    };
                    let own_pid = between(rest, "[Pid:(", ")").and_then(|text| text.parse().ok());
                    let rest = rest.split_once(")]").map_or(rest, |(_, rest)| rest).trim_start();
                    let own_path = between(rest, ", path=", ",").or_else(|| between(rest, ", path=", ""));
                    let operation = DbOperation {
                        // Some versions leave the year out.
                        at: dump.clock.local_without_year(time).or_else(|| local_time(dump, time, &line.at, out)),
                        pid: own_pid.or(pid),
                        process: process.clone(),
                        path: own_path.map(str::to_owned).or_else(|| path.clone()),
                        action: rest.split(' ').next().unwrap_or_default().to_owned(),
                        outcome: between(rest, " - ", ",").map(str::to_owned),
                        sql: between(rest, "sql=\"", "").map(|sql| statement(sql).to_owned()),
                    };
                    out.record(line.at, operation);
                } else if inside {
                    inside = text.is_empty();
                }
            }
        })
    }
}
