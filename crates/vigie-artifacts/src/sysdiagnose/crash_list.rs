//! The crash reports that lay on the device, those already retired among them: a process that crashed is named here
//! even when its report is no longer there.
//!
//! Format: `summaries/crashes_and_spins.log`: lines with paths of reports, whose names are
//! `PROCESS-2026-03-08-062414.ips` in the device's time. Other readers: EC sysdiagnose `crashlogs`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Precision, Record, Timestamp};

use super::Process;
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct CrashList;

/// One report.
#[derive(Debug, Serialize)]
pub struct ListedReport {
    /// Its path.
    pub path: String,
    /// The process it is on, or the kind of report.
    #[serde(flatten)]
    pub process: Process,
    /// The date in its name.
    pub date: Option<String>,
    /// When, by the device's own clock.
    pub at: Option<Timestamp>,
}

impl Record for ListedReport {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.at {
            see(Moment { what: "crash_reported", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        self.process.observables(see);
        see(Observable::file_path(&self.path));
    }

    fn summary(&self) -> String {
        format!("crash report of {}", self.process.called())
    }
}

/// Name and date of `ExcUserFault_Reader-2026-03-08-062414.0002.ips`.
fn name_and_date(file: &str) -> (&str, Option<&str>) {
    let date = file.match_indices('-').find_map(|(at, _)| {
        let start = at.checked_add(1)?;
        let text = file.get(start..start.checked_add(17)?)?;
        let fits = text.bytes().zip(*b"0000-00-00-000000").all(|(b, form)| match form {
            b'0' => b.is_ascii_digit(),
            _ => b == form,
        });
        fits.then_some((file.get(..at)?, text))
    });
    match date {
        Some((name, date)) => (name, Some(date)),
        None => (file.split_once(".ips").map_or(file, |(name, _)| name), None),
    }
}

/// `2026-03-08-062414`. A report may be from another time of year, or made on a journey: its zone is not known.
fn clock(date: &str) -> Option<Timestamp> {
    let part = |from: usize, to: usize| date.get(from..to)?.parse::<i32>().ok();
    let (day, time) = ([part(0, 4)?, part(5, 7)?, part(8, 10)?], [part(11, 13)?, part(13, 15)?, part(15, 17)?, 0]);
    Timestamp::from_device_clock(day, time, Precision::Second)
}

/// Kinds of reports that stand before the name of the process, or instead of it.
fn process_name(name: &str) -> Option<&str> {
    let name = name.strip_prefix("ExcUserFault_").unwrap_or(name);
    let name = match name.split_once('.') {
        Some((process, kind)) if kind.ends_with("_resource") => process,
        _ => name,
    };
    let kinds =
        ["JetsamEvent", "forceReset", "ResetCounter", "panic", "stacks", "SiriSearchFeedback", "log-aggregated"];
    (!name.is_empty() && !kinds.iter().any(|kind| name.starts_with(kind))).then_some(name)
}

impl Artifact for CrashList {
    type Record = ListedReport;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_crash_list",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "summaries/crashes_and_spins.log")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ListedReport>) -> Result<(), ParseError> {
        each_line(file, out, |at, line, out| {
            let Some((before, _)) = line.split_once(".ips") else {
                return;
            };
            let start = before.find('/').or_else(|| before.rfind([' ', '\t', '"']).map(|at| at.saturating_add(1)));
            let path = format!("{}.ips", before.get(start.unwrap_or(0)..).unwrap_or(before));
            let file = path.rsplit('/').next().unwrap_or(&path);
            let (name, date) = name_and_date(file);
            let when = date.and_then(clock);
            let process = Process { name: process_name(name).map(str::to_owned), ..Process::default() };
            let record = ListedReport { process, date: date.map(str::to_owned), at: when, path: path.clone() };
            out.record(at, record);
        })
    }
}
