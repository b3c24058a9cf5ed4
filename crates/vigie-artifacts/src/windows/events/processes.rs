//! Processes that were started: event 4688 of the log Security, where auditing is on, and event 1 of Sysmon.
//!
//! Values: Microsoft, "4688(S): A new process has been created" (the command line stands in it only where a policy says
//! so); Sysinternals, "Sysmon", event 1.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::hashes;
use crate::windows::command::see_command_line;
use crate::windows::evtx::{Event, Family, Head, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Processes;

/// A process that was started.
#[derive(Debug, Serialize)]
pub struct ProcessStarted {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// Path of the program.
    pub program: Option<String>,
    /// Its command line.
    pub command: Option<String>,
    /// Number of the process.
    pub pid: Option<u64>,
    /// The account it runs as.
    pub user: Option<String>,
    /// The program that started it.
    pub parent: Option<String>,
    /// The command line of that.
    pub parent_command: Option<String>,
    /// The folder it began in.
    pub folder: Option<String>,
    /// The name its maker gave the file.
    pub original_name: Option<String>,
    /// Hashes of the file, as `ALGORITHM=value`.
    pub hashes: Option<String>,
}

impl ProcessStarted {
    fn of(event: &Event<'_>) -> Self {
        let head = Head::of(event);
        if event.id == 1 {
            return Self {
                head,
                program: event.text("Image"),
                command: event.text("CommandLine"),
                pid: event.number("ProcessId"),
                user: event.text("User"),
                parent: event.text("ParentImage"),
                parent_command: event.text("ParentCommandLine"),
                folder: event.text("CurrentDirectory"),
                original_name: event.text("OriginalFileName"),
                hashes: event.text("Hashes"),
            };
        }
        Self {
            head,
            program: event.text("NewProcessName"),
            command: event.text("CommandLine"),
            pid: event.number("NewProcessId"),
            user: event
                .account("TargetDomainName", "TargetUserName")
                .or_else(|| event.account("SubjectDomainName", "SubjectUserName")),
            parent: event.text("ParentProcessName"),
            parent_command: None,
            folder: None,
            original_name: None,
            hashes: None,
        }
    }
}

impl Record for ProcessStarted {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for program in [&self.program, &self.parent].into_iter().flatten() {
            see(Observable::executable(program));
        }
        for command in [&self.command, &self.parent_command].into_iter().flatten() {
            see_command_line(command, see);
        }
        if let Some(name) = &self.original_name {
            see(Observable::file_name(name));
        }
        if let Some(user) = &self.user {
            see(Observable::user_account(user));
        }
        hashes(self.hashes.as_deref(), see);
    }

    fn summary(&self) -> String {
        let what = self.command.as_deref().or(self.program.as_deref()).unwrap_or("?");
        match (&self.parent, &self.user) {
            (Some(parent), Some(user)) => format!("Process started: {what} (by {parent}, as {user})"),
            (Some(parent), None) => format!("Process started: {what} (by {parent})"),
            (None, Some(user)) => format!("Process started: {what} (as {user})"),
            (None, None) => format!("Process started: {what}"),
        }
    }
}

impl Artifact for Processes {
    type Record = ProcessStarted;
    const SPEC: Spec = Spec {
        id: "windows_events_processes",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ProcessStarted>) -> Result<(), ParseError> {
        read(file, Family::Processes, out, |event| {
            let record = ProcessStarted::of(event);
            (record.program.is_none().then_some("path of the program"), record)
        })
    }
}
