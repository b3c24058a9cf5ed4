//! The tasks of the kernel when the sysdiagnose was taken: a third list of processes, with how long each had run.
//!
//! Format: `taskinfo.txt`, the output of `taskinfo --threads`: blocks that begin with `process: "NAME" [PID]`. Other
//! readers: EC sysdiagnose `taskinfo`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, Precision, ProblemCode, Record, Timestamp};

use super::Process;
use super::ps::moments;
use super::taken::{LOG, Taken};
use super::text::{each_line, pair};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct TaskInfo;

/// One task.
#[derive(Debug, Serialize)]
pub struct Task {
    /// The process. Its start is the time of the sysdiagnose less the run time.
    #[serde(flatten)]
    pub process: Process,
    /// Seconds it had run.
    pub run_time: Option<i64>,
    /// Its architecture.
    pub architecture: Option<String>,
    /// When the list was made.
    pub seen: Option<Timestamp>,
}

impl Record for Task {
    fn time(&self) -> Option<Timestamp> {
        self.seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        moments(&self.process, self.seen, see);
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        self.process.observables(see);
    }

    fn summary(&self) -> String {
        let number = |n: Option<i64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
        let (pid, seconds) = (number(self.process.pid), number(self.run_time));
        format!("task {} [{pid}], running for {seconds} s", self.process.called())
    }
}

/// `"launchd" [1] [unique ID: 1]`: a name may hold quotes and brackets, so the last quote ends it.
fn name_and_pid(text: &str) -> Option<(&str, i64)> {
    let (name, rest) = text.strip_prefix('"')?.rsplit_once('"')?;
    let pid = rest.trim_start().strip_prefix('[')?.split_once(']')?.0;
    Some((name, pid.parse().ok()?))
}

impl Artifact for TaskInfo {
    type Record = Task;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_taskinfo",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "taskinfo.txt")],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOG;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Task>) -> Result<(), ParseError> {
        let taken = Taken::beside(file);
        let mut open: Option<(Place, Task)> = None;
        let mut any = false;
        each_line(file, out, |at, line, out| {
            // Lines of a thread are indented; nothing in them is of use here.
            let Some((key, value)) = pair(line).filter(|_| !line.starts_with(char::is_whitespace)) else {
                return;
            };
            if key == "process" {
                any = true;
                if let Some((at, task)) = open.take() {
                    out.record(at, task);
                }
                let Some((name, pid)) = name_and_pid(value) else {
                    out.problem(ProblemCode::LineNotUnderstood, at, "not a name in quotes and a number in brackets");
                    return;
                };
                let process = Process { pid: Some(pid), name: Some(name.to_owned()), ..Process::default() };
                let seen = taken.as_ref().map(|taken| taken.at);
                open = Some((at, Task { process, run_time: None, architecture: None, seen }));
                return;
            }
            let Some((_, task)) = &mut open else {
                return;
            };
            match key {
                "run time" => {
                    task.run_time = value.strip_suffix('s').and_then(|seconds| seconds.trim().parse().ok());
                    let Some(seconds) = task.run_time else {
                        out.problem(ProblemCode::ValueUnexpected, at, format!("run time `{value}`"));
                        return;
                    };
                    task.process.started = Some(format!("{value} before"));
                    task.process.start = taken.as_ref().and_then(|taken| {
                        let began = taken.at.instant().as_second().checked_sub(seconds)?;
                        // The list is made some seconds after the archive was begun.
                        Some(Timestamp::new(jiff::Timestamp::from_second(began).ok()?, Precision::Minute))
                    });
                }
                "architecture" => task.architecture = Some(value.to_owned()),
                _ => {}
            }
        })?;
        if let Some((at, task)) = open {
            out.record(at, task);
        }
        if !any {
            out.problem(ProblemCode::NotTheFormat, Place::File, "there is no line that begins with `process:`");
        }
        Ok(())
    }
}
