//! The processes that ran when the sysdiagnose was taken, with user, parent and command line.
//!
//! Format: `ps.txt`, the output of `ps axwww -o user,uid,prsna,pid,ppid,flags,…,start,time,command`; iOS 13 to 15 lack
//! some columns, so the header line is read. Other readers: EC sysdiagnose `ps`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::Process;
use super::taken::{LOG, Taken};
use super::text::{Cells, Columns, each_line, ps_start};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Ps;

/// One process.
#[derive(Debug, Serialize)]
pub struct RunningProcess {
    /// The process.
    #[serde(flatten)]
    pub process: Process,
    /// Its command line.
    pub command: String,
    /// Its state (`Ss`, `?s`; `Z` is a process that ended and was not collected).
    pub state: Option<String>,
    /// Its flags, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<String>,
    /// The persona it ran under, since iOS 16.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persona: Option<String>,
    /// Processor time it has used.
    pub cpu_time: Option<String>,
    /// When the list was made.
    pub seen: Option<Timestamp>,
}

impl Record for RunningProcess {
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
        summary(&self.process, &self.command)
    }
}

/// Start and sighting of a process of a list.
pub(super) fn moments(process: &Process, seen: Option<Timestamp>, see: &mut dyn FnMut(Moment)) {
    for (what, at) in [("process_started", process.start), ("process_running", seen)] {
        if let Some(at) = at {
            see(Moment { what, at });
        }
    }
}

/// One line on a process of a list.
pub(super) fn summary(process: &Process, command: &str) -> String {
    let number = |n: Option<i64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    let user = process.user.clone().unwrap_or_else(|| number(process.uid));
    format!("process {command} [{}] of user {user}, parent {}", number(process.pid), number(process.ppid))
}

/// What both lists of `ps` say of a process; the rest of the record is the caller's.
pub(super) fn process<R: Record>(
    cells: &Cells<'_, '_>,
    command: &str,
    taken: Option<&Taken>,
    at: &Place,
    out: &mut Out<'_, R>,
) -> Process {
    let started = cells.get("STARTED");
    Process {
        pid: cells.int("PID", at, out),
        ppid: cells.int("PPID", at, out),
        uid: cells.int("UID", at, out),
        user: cells.get("USER").map(str::to_owned),
        start: started.zip(taken).and_then(|(text, taken)| ps_start(text, taken)),
        started: started.map(str::to_owned),
        ..Process::from_command(command)
    }
}

impl Artifact for Ps {
    type Record = RunningProcess;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_ps",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "ps.txt")],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOG;

    fn parse(file: &Source<'_>, out: &mut Out<'_, RunningProcess>) -> Result<(), ParseError> {
        let taken = Taken::beside(file);
        let mut columns = None;
        each_line(file, out, |at, line, out| {
            let Some(columns) = &columns else {
                columns = Columns::of(line, &["PID", "COMMAND"]);
                return;
            };
            if line.trim().is_empty() {
                return;
            }
            let cells = columns.cells(line);
            let Some(command) = cells.get("COMMAND").filter(|_| cells.complete()) else {
                out.problem(ProblemCode::LineNotUnderstood, at, "the line has fewer columns than the header");
                return;
            };
            let record = RunningProcess {
                process: process(&cells, command, taken.as_ref(), &at, out),
                command: command.to_owned(),
                state: cells.get("STAT").map(str::to_owned),
                flags: cells.get("F").map(str::to_owned),
                persona: cells.get("PRSNA").map(str::to_owned),
                cpu_time: cells.get("TIME").map(str::to_owned),
                seen: taken.as_ref().map(|taken| taken.at),
            };
            out.record(at, record);
        })?;
        if columns.is_none() {
            out.problem(ProblemCode::NotTheFormat, Place::File, "there is no header line with PID and COMMAND");
        }
        Ok(())
    }
}
