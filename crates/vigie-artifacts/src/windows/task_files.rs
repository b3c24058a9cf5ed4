//! Scheduled tasks as files: what the scheduler runs, when, as whom.
//!
//! Format: [MS-TSCH], section 2.5. Windows keeps each task as XML below `System32\Tasks` (in UTF-16, without an ending), and
//! older systems as binary `.job` files, which are not read.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::task_xml::{Task, Trouble, read_file};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct TaskFiles;

/// A task that was planned.
#[derive(Debug, Serialize)]
pub struct TaskFile {
    /// Its name: that of the file.
    pub name: String,
    /// When it says to have been made, by the clock of the computer.
    pub made: Option<Timestamp>,
    /// The task.
    #[serde(flatten)]
    pub task: Task,
}

impl Record for TaskFile {
    fn time(&self) -> Option<Timestamp> {
        self.made
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::file_name(&self.name));
        self.task.observables(see);
    }

    fn summary(&self) -> String {
        let user = self.task.user.as_deref().unwrap_or("?");
        let triggers = self.task.triggers.join(", ");
        format!("Scheduled task {}: {} as {user}; {triggers}", self.name, self.task.command_lines())
    }
}

/// `2017-06-27T11:00:00`, with or without a fraction and a zone.
fn written(text: &str) -> Option<Timestamp> {
    if let Some(at) = Timestamp::parse_rfc3339(text) {
        return Some(at);
    }
    let clock: jiff::civil::DateTime = text.parse().ok()?;
    let date = [i32::from(clock.year()), i32::from(clock.month()), i32::from(clock.day())];
    let time = [i32::from(clock.hour()), i32::from(clock.minute()), i32::from(clock.second()), 0];
    Timestamp::from_device_clock(date, time, vigie_model::Precision::Second)
}

impl Artifact for TaskFiles {
    type Record = TaskFile;
    const SPEC: Spec = Spec {
        id: "windows_task_files",
        version: 1,
        paths: &[
            (Layout::Windows, "**/Windows/System32/Tasks/**"),
            (Layout::Windows, "**/Windows/SysWOW64/Tasks/**"),
            (Layout::Windows, "**/Tasks/**/*.xml"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, TaskFile>) -> Result<(), ParseError> {
        let (task, trouble, damaged) = read_file(&file.bytes()?);
        match trouble {
            Some(Trouble::NotATask) => {
                return Err(ParseError::file(ProblemCode::NotTheFormat, "it is no scheduled task in XML"));
            }
            Some(Trouble::EndsAt(offset)) => {
                let detail = "the task cannot be read on from here; the place counts bytes of its text in UTF-8";
                out.problem(ProblemCode::LogDamaged, Place::Offset { offset }, detail);
            }
            Some(Trouble::TooMuch) => {
                let detail = "it has more actions, triggers or text than are read; what is over is missing";
                out.problem(ProblemCode::LimitReached, Place::File, detail);
            }
            None => {}
        }
        if damaged {
            out.problem(ProblemCode::TextDamaged, Place::File, "some of it is not valid text");
        }
        if task.actions.is_empty() {
            out.problem(ProblemCode::KeyMissing, Place::File, "the task does nothing: it has no action");
        }
        let made = task.date.as_deref().and_then(written);
        if let Some(date) = task.date.as_deref().filter(|_| made.is_none()) {
            out.problem(ProblemCode::TimeImplausible, Place::File, format!("`{date}` is not a time"));
        }
        let name = task.uri.as_deref().and_then(|uri| uri.rsplit('\\').next()).unwrap_or(file.file_name()).to_owned();
        out.record(Place::File, TaskFile { name, made, task });
        Ok(())
    }
}
