//! Services that were installed: event 7045 of the log System, and 4697 of the log Security, where auditing is on.
//!
//! Values: Microsoft, "4697(S): A service was installed in the system"; the manifest of the Service Control Manager.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::command::see_command_line;
use crate::windows::evtx::{Event, Family, Head, missing, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Services;

/// A service that was installed.
#[derive(Debug, Serialize)]
pub struct ServiceInstalled {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// The service.
    pub name: Option<String>,
    /// What it runs, with arguments.
    pub command: Option<String>,
    /// Program or driver (`user mode service`, `0x10`).
    pub kind: Option<String>,
    /// When it starts (`demand start`, `2`).
    pub start: Option<String>,
    /// The account it runs as.
    pub account: Option<String>,
    /// Who installed it: an account's name, or its SID.
    pub by: Option<String>,
}

impl ServiceInstalled {
    fn of(event: &Event<'_>) -> Self {
        let either = |a: &str, b: &str| event.text(a).or_else(|| event.text(b));
        Self {
            head: Head::of(event),
            name: event.text("ServiceName"),
            command: either("ImagePath", "ServiceFileName"),
            kind: event.text("ServiceType"),
            start: either("StartType", "ServiceStartType"),
            account: either("AccountName", "ServiceAccount"),
            by: event.account("SubjectDomainName", "SubjectUserName").or_else(|| event.user()),
        }
    }
}

impl Record for ServiceInstalled {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.name {
            see(Observable::service(name));
        }
        if let Some(command) = &self.command {
            see_command_line(command, see);
        }
    }

    fn summary(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "?".to_owned());
        format!("Service installed: {} runs {} as {}", text(&self.name), text(&self.command), text(&self.account))
    }
}

impl Artifact for Services {
    type Record = ServiceInstalled;
    const SPEC: Spec = Spec {
        id: "windows_events_services",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ServiceInstalled>) -> Result<(), ParseError> {
        read(file, Family::Services, out, |event| {
            let record = ServiceInstalled::of(event);
            let needed = record.command.is_none().then_some("ImagePath");
            (missing(event, &["ServiceName"]).or(needed), record)
        })
    }
}
