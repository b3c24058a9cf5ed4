//! The processes that ran when the sysdiagnose was taken, once more, with their threads: a second list, made some
//! moments apart from `ps.txt`.
//!
//! Format: `ps_thread.txt`, the output of `ps axMwww`: the line of a process, then one indented line for each further
//! thread. Other readers: EC sysdiagnose `psthread`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::Process;
use super::ps::{moments, process, summary};
use super::taken::{LOG, Taken};
use super::text::{Columns, each_line};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct PsThread;

/// One process.
#[derive(Debug, Serialize)]
pub struct ThreadedProcess {
    /// The process.
    #[serde(flatten)]
    pub process: Process,
    /// Its command line.
    pub command: String,
    /// Its state.
    pub state: Option<String>,
    /// How many threads it had.
    pub threads: u64,
    /// When the list was made.
    pub seen: Option<Timestamp>,
}

impl Record for ThreadedProcess {
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
        format!("{}, {} threads", summary(&self.process, &self.command), self.threads)
    }
}

impl Artifact for PsThread {
    type Record = ThreadedProcess;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_ps_thread",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "ps_thread.txt")],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOG;

    fn parse(file: &Source<'_>, out: &mut Out<'_, ThreadedProcess>) -> Result<(), ParseError> {
        let taken = Taken::beside(file);
        let mut columns = None;
        let mut open: Option<(Place, ThreadedProcess)> = None;
        each_line(file, out, |at, line, out| {
            let Some(columns) = &columns else {
                columns = Columns::of(line, &["PID", "COMMAND"]);
                return;
            };
            if line.trim().is_empty() {
                return;
            }
            if line.starts_with(char::is_whitespace) {
                match &mut open {
                    Some((_, process)) => process.threads = process.threads.saturating_add(1),
                    None => out.problem(ProblemCode::LineNotUnderstood, at, "a thread before any process"),
                }
                return;
            }
            let cells = columns.cells(line);
            let Some(command) = cells.get("COMMAND").filter(|_| cells.complete()) else {
                out.problem(ProblemCode::LineNotUnderstood, at, "the line has fewer columns than the header");
                return;
            };
            let record = ThreadedProcess {
                process: process(&cells, command, taken.as_ref(), &at, out),
                command: command.to_owned(),
                state: cells.get("STAT").map(str::to_owned),
                threads: 1,
                seen: taken.as_ref().map(|taken| taken.at),
            };
            if let Some((at, complete)) = open.replace((at, record)) {
                out.record(at, complete);
            }
        })?;
        if let Some((at, complete)) = open {
            out.record(at, complete);
        }
        if columns.is_none() {
            out.problem(ProblemCode::NotTheFormat, Place::File, "there is no header line with PID and COMMAND");
        }
        Ok(())
    }
}
