//! The processes the memory manager knew when the sysdiagnose was taken, with their priority: one more list of processes,
//! made by the kernel.
//!
//! Format: `jetsam_priority.csv`: a table with a header line, columns `pid`, `name`, `priority_name`, `footprint`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::Process;
use super::ps::moments;
use super::taken::{LOG, Taken};
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct JetsamPriority;

/// One process.
#[derive(Debug, Serialize)]
pub struct RankedProcess {
    /// The process: name and number.
    #[serde(flatten)]
    pub process: Process,
    /// Every other column.
    pub other: BTreeMap<String, String>,
    /// When the list was made.
    pub seen: Option<Timestamp>,
}

impl Record for RankedProcess {
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
        let pid = self.process.pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
        format!("process {} [{pid}] known to the memory manager", self.process.called())
    }
}

impl Artifact for JetsamPriority {
    type Record = RankedProcess;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_jetsam_priority",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "jetsam_priority.csv")],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOG;

    fn parse(file: &Source<'_>, out: &mut Out<'_, RankedProcess>) -> Result<(), ParseError> {
        let seen = Taken::beside(file).map(|taken| taken.at);
        let mut names: Option<Vec<String>> = None;
        each_line(file, out, |at, line, out| {
            let cells = line.split(',').map(|cell| cell.trim().trim_matches('"').to_owned());
            let Some(names) = &names else {
                let header: Vec<String> = cells.collect();
                names = (header.iter().any(|name| name == "pid") && header.iter().any(|name| name == "name"))
                    .then_some(header);
                return;
            };
            if line.trim().is_empty() {
                return;
            }
            let mut row: BTreeMap<String, String> = names.iter().cloned().zip(cells).collect();
            let (pid, name) = (row.remove("pid"), row.remove("name"));
            let (Some(pid), Some(name)) = (pid.as_ref().and_then(|pid| pid.parse().ok()), name) else {
                out.problem(ProblemCode::LineNotUnderstood, at, "no number or no name of a process");
                return;
            };
            let process = Process { pid: Some(pid), name: Some(name), ..Process::default() };
            out.record(at, RankedProcess { process, other: row, seen });
        })?;
        if names.is_none() {
            out.problem(ProblemCode::NotTheFormat, Place::File, "there is no header line with pid and name");
        }
        Ok(())
    }
}
