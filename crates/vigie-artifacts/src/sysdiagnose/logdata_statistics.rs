//! Which processes wrote most to the unified log, noted each time a log file was full: paths of programs that ran, going
//! back days to weeks, and kept when the log itself is gone.
//!
//! Format: `logdata.statistics.N.txt` (records of the form `--- !logd statistics record`, the twenty most talkative
//! processes each) and, since iOS 16.4, `logdata.statistics.N.jsonl` (the fifty most talkative). Other readers: EC
//! sysdiagnose `logdata_statistics`.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::Process;
use super::text::{brief, each_line, offset, pair};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct LogdataStatistics;

/// One process of one record.
#[derive(Debug, Serialize)]
pub struct LoggingProcess {
    /// The process: path and name.
    #[serde(flatten)]
    pub process: Process,
    /// Why the statistics were noted (`File Rotate`, `Memory Rollover`).
    pub event: Option<String>,
    /// The log file that was full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Bytes it had written.
    pub bytes: Option<u64>,
    /// When the statistics were noted. It had run before.
    pub seen: Option<Timestamp>,
}

impl Record for LoggingProcess {
    fn time(&self) -> Option<Timestamp> {
        self.seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.seen {
            see(Moment { what: "process_had_logged", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        self.process.observables(see);
    }

    fn summary(&self) -> String {
        format!("process {} had written to the log", self.process.called())
    }
}

/// A line of the JSON form.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[serde(rename = "type")]
    event: Option<String>,
    file: Option<String>,
    unix_time: Option<i64>,
    #[serde(default)]
    process_list: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    process: String,
    size_bytes: Option<u64>,
}

fn json_line(at: &Place, text: &str, out: &mut Out<'_, LoggingProcess>) {
    let line: Line = match serde_json::from_str(text) {
        Ok(line) => line,
        Err(error) => {
            out.problem(ProblemCode::JsonDamaged, at.clone(), error.to_string());
            return;
        }
    };
    let seen = line.unix_time.and_then(Timestamp::from_unix_seconds);
    // Lines of another kind have neither a list nor, some of them, a time.
    if seen.is_none() && !line.process_list.is_empty() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), "no plausible unixTime");
    }
    let (kind, file) = (line.event.as_deref().map(brief), line.file.as_deref().map(brief));
    for entry in line.process_list {
        let record = LoggingProcess {
            process: Process::from_path(&entry.process),
            event: kind.clone(),
            file: file.clone(),
            bytes: entry.size_bytes,
            seen,
        };
        out.record(at.clone(), record);
    }
}

/// `2025-04-07 07:42:54-0700`.
fn time(text: &str) -> Option<Timestamp> {
    let (civil, zone) = text.split_at_checked(19)?;
    let civil: jiff::civil::DateTime = civil.parse().ok()?;
    let at = offset(zone.trim())?.to_timestamp(civil).ok()?;
    Some(Timestamp::new(at, vigie_model::Precision::Second))
}

/// `[    3117304,  32.0, /usr/libexec/backboardd ]`.
fn process(text: &str) -> Option<(u64, &str)> {
    let mut parts = text.strip_prefix('[')?.trim_end().strip_suffix(']')?.splitn(3, ',');
    let bytes = parts.next()?.trim().parse().ok()?;
    let path = parts.nth(1)?.trim();
    Some((bytes, path))
}

/// The head of the record being read in the text form.
#[derive(Default)]
struct Head {
    event: Option<String>,
    file: Option<String>,
    seen: Option<Timestamp>,
    /// Another kind of record stands between the statistics.
    other: bool,
}

fn text_line(at: Place, line: &str, head: &mut Head, out: &mut Out<'_, LoggingProcess>) {
    if let Some(kind) = line.strip_prefix("--- !") {
        *head = Head { other: !kind.starts_with("logd statistics record"), ..Head::default() };
        return;
    }
    if head.other {
        return;
    }
    if let Some(entry) = line.trim().strip_prefix("- ") {
        let Some((bytes, path)) = process(entry.trim()) else {
            out.problem(ProblemCode::LineNotUnderstood, at, "not `[ bytes, share, path ]`");
            return;
        };
        let record = LoggingProcess {
            process: Process::from_path(path),
            event: head.event.clone(),
            file: head.file.clone(),
            bytes: Some(bytes),
            seen: head.seen,
        };
        out.record(at, record);
        return;
    }
    match pair(line) {
        Some(("type", value)) => head.event = Some(brief(value)),
        Some(("file", value)) => head.file = Some(brief(value)),
        Some(("time", value)) => {
            head.seen = time(value);
            if head.seen.is_none() {
                out.problem(ProblemCode::TimeImplausible, at, format!("time `{value}`"));
            }
        }
        Some(("total" | "procs", _)) => {}
        _ if line.trim().is_empty() || line.starts_with("...") => {}
        _ => out.problem(ProblemCode::LineNotUnderstood, at, "not a line of a statistics record"),
    }
}

impl Artifact for LogdataStatistics {
    type Record = LoggingProcess;
    const SPEC: Spec = Spec {
        id: "ios_logdata_statistics",
        version: 1,
        paths: &[
            (Layout::IosSysdiagnose, "system_logs.logarchive/Extra/logdata.statistics.*.txt"),
            (Layout::IosSysdiagnose, "system_logs.logarchive/Extra/logdata.statistics.*.jsonl"),
            (Layout::IosFilesystem, "private/var/db/diagnostics/logdata.statistics.*.txt"),
            (Layout::IosFilesystem, "private/var/db/diagnostics/logdata.statistics.*.jsonl"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, LoggingProcess>) -> Result<(), ParseError> {
        let json = file.path().rsplit('.').next() == Some("jsonl");
        let mut head = Head::default();
        each_line(file, out, |at, line, out| match (json, line.trim().is_empty()) {
            (true, false) => json_line(&at, line, out),
            (true, true) => {}
            (false, _) => text_line(at, line, &mut head, out),
        })
    }
}
