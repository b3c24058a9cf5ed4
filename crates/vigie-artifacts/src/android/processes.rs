//! Processes and threads when the report was made.
//!
//! Format: sections `PROCESSES AND THREADS`, `PROCESSES` (`ps`) and `CPU INFO` (`top`) of `dumpstate`; their columns differ
//! from version to version and are taken from the heading. The kernel keeps 15 characters of a name: of a program the
//! first, of an application the last ones (`oy.app.training`); `top` adds the whole name. AndroidQF keeps the output of `ps`
//! in `ps.txt` (its first versions) or `processes.txt`; what its own program lists instead is JSON and read by
//! `androidqf_processes`. Other readers: MVT reads `ps.txt` only.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::lines::is_package;
use super::{Part, TextLine, dumpstate_and, each_line, each_section, not_understood};
use crate::androidqf::is_json;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Characters of a name that the kernel keeps.
const KERNEL_NAME: usize = 15;

/// See the module.
pub struct Processes;

/// One process or thread.
#[derive(Debug, Serialize)]
pub struct Process {
    /// The process id.
    pub pid: Option<u64>,
    /// The thread id, where threads are listed.
    pub tid: Option<u64>,
    /// The process it came from.
    pub parent: Option<u64>,
    /// The user (`root`, `u0_a86`).
    pub user: Option<String>,
    /// The SELinux label.
    pub label: Option<String>,
    /// The name the kernel keeps, perhaps cut to 15 characters.
    pub name: String,
    /// The whole name, where it is told.
    pub full_name: Option<String>,
}

impl Process {
    /// Whether this is a thread of a process and not the process itself.
    pub fn is_thread(&self) -> bool {
        self.tid.is_some() && self.tid != self.pid
    }
}

impl Record for Process {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        // A thread's own name says nothing of the process, which has a line too.
        if self.is_thread() {
            return;
        }
        see(Observable::process(&self.name));
        if let Some(name) = self.full_name.as_ref().filter(|name| **name != self.name) {
            see(Observable::process(name));
        }
        // Where `ps` writes names whole, one of 15 characters may still be what the kernel left of another.
        let whole = Some(&self.name).filter(|name| name.len() != KERNEL_NAME);
        if let Some(name) = self.full_name.as_ref().or(whole) {
            let package = name.split(':').next().unwrap_or(name);
            if is_package(package) {
                see(Observable::app_id(package));
            }
        }
    }

    fn summary(&self) -> String {
        let user = self.user.as_deref().unwrap_or("unknown");
        format!("process {} of user {user}", self.full_name.as_deref().unwrap_or(&self.name))
    }
}

/// The columns of a heading.
fn heading(text: &str) -> Option<Vec<String>> {
    // `top` writes the column it sorts by in brackets and without spaces.
    let spaced = text.replace(['[', ']'], " ");
    let columns: Vec<String> = spaced.split_ascii_whitespace().map(str::to_owned).collect();
    let has = |name: &str| columns.iter().any(|column| column == name);
    (has("PID")
        && has("USER")
        && columns.last().is_some_and(|last| matches!(&**last, "CMD" | "NAME" | "ARGS" | "Name")))
    .then_some(columns)
}

/// A row under a heading.
fn process(columns: &[String], text: &str) -> Option<Process> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let at = |name: &str| columns.iter().position(|column| column == name);
    let last = columns.len().checked_sub(1)?;
    let number = |name: &str| at(name).and_then(|at| words.get(at)).and_then(|word| word.parse().ok());
    let word =
        |name: &str| at(name).and_then(|at| words.get(at)).filter(|word| **word != "-").map(|word| (*word).to_owned());
    let pid = number("PID")?;
    // With `CMD` and `NAME` the last word is the whole name, and what is between may hold spaces. The oldest `ps` has a
    // column for the state that its heading lacks.
    let mut name_from = at("CMD").filter(|at| *at < last).unwrap_or(last);
    if at("S").is_none() && words.get(name_from).is_some_and(|word| word.len() == 1) {
        name_from = name_from.checked_add(1)?;
    }
    let rest = words.get(name_from..).filter(|rest| !rest.is_empty())?;
    let (name, full_name) = match at("CMD").filter(|at| *at < last) {
        Some(_) => {
            let (full, name) = rest.split_last()?;
            (name.join(" "), Some((*full).to_owned()))
        }
        None => (rest.join(" "), None),
    };
    Some(Process {
        pid: Some(pid),
        tid: number("TID"),
        parent: number("PPID"),
        user: word("USER"),
        label: word("LABEL"),
        name,
        full_name,
    })
}

/// A heading, or a row under one.
fn row(columns: &mut Option<Vec<String>>, line: &TextLine<'_>, out: &mut Out<'_, Process>) {
    let text = line.trimmed();
    if text.is_empty() {
        return;
    }
    if let Some(found) = heading(text) {
        *columns = Some(found);
    } else if let Some(columns) = columns {
        match process(columns, text).filter(|process| !process.name.is_empty()) {
            Some(process) => out.record(line.at.clone(), process),
            None => not_understood(line, out),
        }
    }
}

/// A file that holds the output of `ps` alone.
fn list(file: &Source<'_>, out: &mut Out<'_, Process>) -> Result<(), ParseError> {
    if is_json(file)? {
        out.absent();
        return Ok(());
    }
    let mut columns = None;
    each_line(file, out, |line, out| row(&mut columns, line, out))?;
    if columns.is_none() {
        return Err(ParseError::file(ProblemCode::NotTheFormat, "no heading of `ps`"));
    }
    Ok(())
}

impl Artifact for Processes {
    type Record = Process;
    const SPEC: Spec = Spec {
        id: "android_processes",
        version: 3,
        paths: dumpstate_and!("ps.txt", "processes.txt"),
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Process>) -> Result<(), ParseError> {
        if file.layout() == Layout::AndroidQf {
            return list(file, out);
        }
        each_section(file, &[Part::Command("PROCESSES"), Part::Command("CPU INFO")], out, |section, _, out| {
            let mut columns = None;
            for line in section.lines() {
                row(&mut columns, &line, out);
            }
        })
    }
}
