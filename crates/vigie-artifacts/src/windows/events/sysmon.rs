//! What Sysmon noted of files, libraries, drivers, connections, names looked up, pipes and the registry. Starts of processes
//! are with those of the log Security.
//!
//! Values: Sysinternals, "Sysmon", "Events".

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::hashes;
use crate::windows::command::see_command_line;
use crate::windows::evtx::{Event, Family, Head, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Sysmon;

/// What Sysmon noted.
#[derive(Debug, Serialize)]
pub struct SysmonEvent {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// What happened (`file_created`).
    pub what: &'static str,
    /// The program that did it.
    pub program: Option<String>,
    /// The account it ran as.
    pub user: Option<String>,
    /// The file, library, driver, pipe, registry key, filter or program it was done to.
    pub target: Option<String>,
    /// What was written, or the command a consumer runs.
    pub details: Option<String>,
    /// Hashes of the target, as `ALGORITHM=value`.
    pub hashes: Option<String>,
    /// Who signed it, and whether the signature holds.
    pub signature: Option<String>,
    /// The name that was looked up, or the host at the other end.
    pub host: Option<String>,
    /// The address at the other end.
    pub address: Option<String>,
    /// The port there.
    pub port: Option<u64>,
    /// What a name led to.
    pub answers: Option<String>,
}

/// What an event is, and the name of what it is about.
fn kind(id: u32) -> (&'static str, &'static [&'static str]) {
    match id {
        3 => ("connection", &["DestinationIp"]),
        6 => ("driver_loaded", &["ImageLoaded"]),
        7 => ("library_loaded", &["ImageLoaded"]),
        8 => ("thread_in_other_process", &["TargetImage"]),
        11 => ("file_created", &["TargetFilename"]),
        12 => ("registry_key", &["TargetObject"]),
        13 => ("registry_value", &["TargetObject"]),
        14 => ("registry_renamed", &["TargetObject"]),
        15 => ("stream_created", &["TargetFilename"]),
        17 => ("pipe_created", &["PipeName"]),
        18 => ("pipe_connected", &["PipeName"]),
        19 => ("wmi_filter", &["Name"]),
        20 => ("wmi_consumer", &["Name"]),
        21 => ("wmi_binding", &["Consumer"]),
        22 => ("name_looked_up", &["QueryName"]),
        23 | 26 => ("file_deleted", &["TargetFilename"]),
        _ => ("process_tampered", &["Image"]),
    }
}

impl SysmonEvent {
    fn of(event: &Event<'_>) -> (Option<&'static str>, Self) {
        let (what, needed) = kind(event.id);
        let target = || needed.iter().find_map(|name| event.text(name));
        let is_host = matches!(event.id, 3 | 22);
        // A connection to this computer has the other one as its source.
        let inward = event.id == 3 && event.text("Initiated").as_deref() == Some("false");
        let end = |of: &str| event.text(&format!("{}{of}", if inward { "Source" } else { "Destination" }));
        let record = Self {
            head: Head::of(event),
            what,
            program: event.text("Image").or_else(|| event.text("SourceImage")),
            user: event.text("User"),
            target: if is_host { None } else { target() },
            details: ["Details", "NewName", "Query", "Destination", "Contents", "Filter"]
                .iter()
                .find_map(|name| event.text(name)),
            hashes: event.text("Hashes").or_else(|| event.text("Hash")),
            signature: event.text("Signature").map(|signature| match event.text("SignatureStatus") {
                Some(status) => format!("{signature} ({status})"),
                None => signature,
            }),
            host: if event.id == 22 { event.text("QueryName") } else { end("Hostname") },
            address: end("Ip"),
            port: end("Port").and_then(|port| port.parse().ok()),
            answers: event.text("QueryResults"),
        };
        let missing = if target().is_some() { None } else { needed.first().copied() };
        (missing, record)
    }
}

impl Record for SysmonEvent {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(program) = &self.program {
            see(Observable::executable(program));
        }
        if let Some(target) = &self.target {
            match self.what {
                "driver_loaded" | "library_loaded" | "thread_in_other_process" | "process_tampered" => {
                    see(Observable::executable(target));
                }
                "file_created" | "stream_created" | "file_deleted" => {
                    see(Observable::file_path(target).meaning(Meaning::Exposure));
                }
                "registry_key" | "registry_value" | "registry_renamed" => {
                    see(Observable::registry_key(target).meaning(Meaning::Persistence));
                    // The last part is the name of a value: the key is what stands before it.
                    if let Some((key, _)) = target.rsplit_once('\\').filter(|_| self.what != "registry_key") {
                        see(Observable::registry_key(key).meaning(Meaning::Persistence));
                    }
                }
                "pipe_created" | "pipe_connected" => see(Observable::file_name(target.trim_start_matches('\\'))),
                _ => see(Observable::text(target)),
            }
        }
        if let Some(details) = &self.details {
            see_command_line(details, see);
        }
        // A file that was made or deleted need not have run.
        let ran = matches!(self.what, "driver_loaded" | "library_loaded");
        hashes(self.hashes.as_deref(), &mut |hash| see(if ran { hash } else { hash.meaning(Meaning::Exposure) }));
        // A name that was looked up or a host that was reached shows contact.
        if let Some(host) = &self.host {
            see(Observable::domain(host).meaning(Meaning::Exposure));
        }
        if let Some(address) = &self.address {
            see(Observable::ip(address).meaning(Meaning::Exposure));
        }
        // `type:  5 name.example;::ffff:192.0.2.7;`
        for answer in self.answers.iter().flat_map(|answers| answers.split(';')) {
            let answer = answer.trim().rsplit(' ').next().unwrap_or_default();
            if !answer.is_empty() {
                let answer = answer.strip_prefix("::ffff:").unwrap_or(answer);
                see(Observable::ip(answer).meaning(Meaning::Exposure));
            }
        }
        if let Some(user) = &self.user {
            see(Observable::user_account(user));
        }
    }

    fn summary(&self) -> String {
        let program = self.program.as_deref().unwrap_or("?");
        let target = [&self.target, &self.host, &self.address].into_iter().flatten().next();
        let target = target.map_or("?", String::as_str);
        let details = self.details.as_ref().or(self.answers.as_ref());
        let details = details.map(|details| format!(": {details}")).unwrap_or_default();
        format!("Sysmon {}: {target}{details} (by {program})", self.what)
    }
}

impl Artifact for Sysmon {
    type Record = SysmonEvent;
    const SPEC: Spec = Spec {
        id: "windows_events_sysmon",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SysmonEvent>) -> Result<(), ParseError> {
        read(file, Family::Sysmon, out, SysmonEvent::of)
    }
}
