//! Processes as AndroidQF's own program found them under `/proc`: with command line, environment and folder.
//!
//! Format: `processes.json`; versions between wrote the same into `processes.txt`, where the output of `ps` (see
//! `android_processes`) may stand instead. The kernel's name stands in brackets in what the program in Go writes. Without
//! root it sees little of other users' processes. Other readers: none; MVT looks for `ps.txt`.

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Observable, ObservableKind, ProblemCode, Record, Timestamp};

use super::{Field, each_element, is_json, said};
use crate::android::lines::is_package;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Processes;

/// One process.
#[derive(Debug, Serialize)]
pub struct RunningProcess {
    /// The process id.
    pub pid: Option<i64>,
    /// The process it came from.
    pub parent: Option<i64>,
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// The name the kernel keeps, cut to 15 characters.
    pub name: Option<String>,
    /// The file that runs.
    pub executable: Option<String>,
    /// The command line, word by word; of an application the first is its name.
    pub command_line: Vec<String>,
    /// The environment.
    pub environment: Vec<String>,
    /// The folder it works in.
    pub folder: Option<String>,
    /// The SELinux label.
    pub label: Option<String>,
    /// The label before.
    pub previous_label: Option<String>,
}

impl RunningProcess {
    fn full_name(&self) -> Option<&str> {
        self.command_line.first().map(String::as_str)
    }
}

impl Record for RunningProcess {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.name {
            see(Observable::process(name));
        }
        if let Some(executable) = &self.executable {
            see(Observable::executable(executable));
        }
        if let Some(full) = self.full_name() {
            if full.starts_with('/') {
                if self.executable.as_deref() != Some(full) {
                    see(Observable::executable(full));
                }
            } else if self.name.as_deref() != Some(full) {
                see(Observable::process(full));
            }
            let package = full.split(':').next().unwrap_or(full);
            if is_package(package) {
                see(Observable::app_id(package));
            }
        }
        if self.command_line.len() > 1 {
            see(Observable::command_line(self.command_line.join(" ")));
        }
        if let Some(folder) = self.folder.as_ref().filter(|folder| folder.len() > 1) {
            see(Observable::new(ObservableKind::StoredPath, folder.as_str()));
        }
        // What is loaded into the process before its own code.
        for variable in &self.environment {
            if let Some(paths) = variable.strip_prefix("LD_PRELOAD=") {
                paths.split([':', ' ']).filter(|path| path.len() > 1).for_each(|path| see(Observable::file_path(path)));
            }
        }
    }

    fn summary(&self) -> String {
        let name = self.full_name().or(self.name.as_deref()).unwrap_or("without a name");
        format!("process {name} ({}) of user {}", written(self.pid), written(self.uid))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    pid: Field<i64>,
    uid: Field<i64>,
    ppid: Field<i64>,
    filename: Field<String>,
    path: Field<String>,
    context: Field<String>,
    previous_context: Field<String>,
    command_line: Field<Vec<Field<String>>>,
    env: Field<Vec<Field<String>>>,
    cwd: Field<String>,
}

fn written(number: Option<i64>) -> String {
    number.map_or_else(|| "unknown".to_owned(), |number| number.to_string())
}

/// `(sh)` is `sh`.
fn bare(name: String) -> String {
    name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).map(str::to_owned).unwrap_or(name)
}

impl Artifact for Processes {
    type Record = RunningProcess;
    const SPEC: Spec = Spec {
        id: "androidqf_processes",
        version: 3,
        paths: &[(Layout::AndroidQf, "processes.json"), (Layout::AndroidQf, "processes.txt")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, RunningProcess>) -> Result<(), ParseError> {
        if file.path() == "processes.txt" && !is_json(file)? {
            out.absent();
            return Ok(());
        }
        each_element(file, out, |raw: Raw, at, out| {
            // The program in Go reads the number of the process from the folder's name, the rest may fail.
            let process = RunningProcess {
                pid: raw.pid.needed("pid", &at, out),
                parent: raw.ppid.take("ppid", &at, out),
                uid: raw.uid.take("uid", &at, out),
                name: said(raw.filename.take("filename", &at, out)).map(bare),
                executable: said(raw.path.take("path", &at, out)),
                command_line: raw.command_line.each("command_line", &at, out),
                environment: raw.env.each("env", &at, out),
                folder: said(raw.cwd.take("cwd", &at, out)),
                label: said(raw.context.take("context", &at, out)),
                previous_label: said(raw.previous_context.take("previous_context", &at, out)),
            };
            if process.name.is_none() && process.command_line.is_empty() {
                out.problem(
                    ProblemCode::ValueUnexpected,
                    at.clone(),
                    format!("process {} has no name", written(process.pid)),
                );
            }
            out.record(at, process);
        })
    }
}
