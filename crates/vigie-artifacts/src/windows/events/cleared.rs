//! Event logs that were cleared: 1102 of the log Security, 104 of the log System for all others.
//!
//! Values: Microsoft, "1102(S): The audit log was cleared"; the manifest of Microsoft-Windows-Eventlog.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, missing, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Cleared;

/// A log that was cleared.
#[derive(Debug, Serialize)]
pub struct LogCleared {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// The log.
    pub log: Option<String>,
    /// The account that did it.
    pub by: Option<String>,
    /// Where its content was saved first.
    pub saved_as: Option<String>,
}

impl LogCleared {
    fn of(event: &Event<'_>) -> Self {
        let log = if event.id == 1102 { Some("Security".to_owned()) } else { event.text("Channel") };
        let by = event.account("SubjectDomainName", "SubjectUserName");
        Self { head: Head::of(event), log, by, saved_as: event.text("BackupPath") }
    }
}

impl Record for LogCleared {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(by) = &self.by {
            see(Observable::user_account(by));
        }
        if let Some(path) = &self.saved_as {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        let log = self.log.as_deref().unwrap_or("?");
        format!("Event log {log} cleared by {}", self.by.as_deref().unwrap_or("?"))
    }
}

impl Artifact for Cleared {
    type Record = LogCleared;
    const SPEC: Spec = Spec {
        id: "windows_events_cleared",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Tampering,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, LogCleared>) -> Result<(), ParseError> {
        read(file, Family::Cleared, out, |event| {
            let needed: &[&str] = if event.id == 104 { &["Channel"] } else { &["SubjectUserName"] };
            (missing(event, needed), LogCleared::of(event))
        })
    }
}
