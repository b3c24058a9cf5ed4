//! What Windows fetched in the background for some program: BITS, the service that also brings updates.
//!
//! Values: the manifest of Microsoft-Windows-Bits-Client; MITRE ATT&CK T1197 on its misuse.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Bits;

/// A step of a transfer.
#[derive(Debug, Serialize)]
pub struct BitsEvent {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// `created`, `started`, `ended`, `ended_early` or `file_added`.
    pub what: &'static str,
    /// The name the job was given.
    pub job: Option<String>,
    /// What it fetches, or where it sends to.
    pub url: Option<String>,
    /// Where the file is kept.
    pub file: Option<String>,
    /// The account the job belongs to.
    pub owner: Option<String>,
    /// The program that asked for it.
    pub process: Option<String>,
    /// Bytes transferred.
    pub bytes: Option<u64>,
}

impl BitsEvent {
    fn of(event: &Event<'_>) -> (Option<&'static str>, Self) {
        let what = match event.id {
            3 => "created",
            59 => "started",
            60 => "ended",
            61 => "ended_early",
            _ => "file_added",
        };
        let first = |names: &[&str]| names.iter().find_map(|name| event.text(name));
        let record = Self {
            head: Head::of(event),
            what,
            job: first(&["name", "jobTitle", "string"]),
            url: first(&["url", "RemoteName"]),
            file: event.text("LocalName"),
            owner: first(&["jobOwner", "User", "string2"]),
            process: first(&["processPath", "string3"]),
            bytes: event.number("bytesTransferred"),
        };
        let missing = (event.id != 3 && record.url.is_none()).then_some("url");
        (missing, record)
    }
}

impl Record for BitsEvent {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(url) = &self.url {
            see(Observable::url(url));
        }
        if let Some(file) = &self.file {
            see(Observable::file_path(file));
        }
        if let Some(process) = &self.process {
            see(Observable::executable(process));
        }
        if let Some(owner) = &self.owner {
            see(Observable::user_account(owner));
        }
    }

    fn summary(&self) -> String {
        let job = self.job.as_deref().unwrap_or("?");
        let about = [&self.url, &self.process].into_iter().flatten().next();
        format!("BITS transfer {}: {job}: {}", self.what, about.map_or("?", String::as_str))
    }
}

impl Artifact for Bits {
    type Record = BitsEvent;
    const SPEC: Spec = Spec {
        id: "windows_events_bits",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BitsEvent>) -> Result<(), ParseError> {
        read(file, Family::Bits, out, BitsEvent::of)
    }
}
