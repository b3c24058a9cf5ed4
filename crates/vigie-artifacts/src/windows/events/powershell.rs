//! What PowerShell was told to run: script blocks (4104 of its operational log), and starts and pipelines of the older log
//! (400, 800 of Windows PowerShell).
//!
//! Values: Microsoft, "about_Logging_Windows" and "about_Eventlogs". The older log packs `Name=value` lines into one text.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::command::see_command_line;
use crate::windows::evtx::{Event, Family, Head, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Powershell;

/// What PowerShell was told.
#[derive(Debug, Serialize)]
pub struct PowershellEvent {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// `script`, `started` or `pipeline`.
    pub what: &'static str,
    /// The script, or the command.
    pub script: Option<String>,
    /// Which part of the script, and of how many: long ones come in several events.
    pub part: Option<(u64, u64)>,
    /// What the parts of one script have in common.
    pub script_id: Option<String>,
    /// The file it came from.
    pub path: Option<String>,
    /// The command line PowerShell was started with.
    pub host: Option<String>,
    /// The account, as far as the event names it.
    pub user: Option<String>,
    /// The command line inside PowerShell.
    pub command: Option<String>,
}

/// The value of `Name=` at the beginning of a line.
fn line<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let value = text.lines().find_map(|line| line.trim_start().strip_prefix(name)?.strip_prefix('='))?;
    Some(value.trim()).filter(|value| !value.is_empty())
}

impl PowershellEvent {
    fn of(event: &Event<'_>) -> (Option<&'static str>, Self) {
        let head = Head::of(event);
        if event.id == 4104 {
            let record = Self {
                head,
                what: "script",
                script: event.text("ScriptBlockText"),
                part: event.number("MessageNumber").zip(event.number("MessageTotal")),
                script_id: event.text("ScriptBlockId"),
                path: event.text("Path"),
                host: None,
                user: event.user(),
                command: None,
            };
            return (record.script.is_none().then_some("ScriptBlockText"), record);
        }
        let details = event.unnamed().find(|text| text.contains("HostApplication=")).unwrap_or_default();
        let owned = |name| line(&details, name).map(str::to_owned);
        let first = event.unnamed().next().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let is_pipeline = event.id == 800;
        let record = Self {
            head,
            what: if is_pipeline { "pipeline" } else { "started" },
            script: first.filter(|_| is_pipeline),
            part: None,
            script_id: None,
            path: owned("ScriptName"),
            host: owned("HostApplication"),
            user: owned("UserId"),
            command: owned("CommandLine"),
        };
        (record.host.is_none().then_some("HostApplication"), record)
    }
}

impl Record for PowershellEvent {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for command in [&self.host, &self.command].into_iter().flatten() {
            see_command_line(command, see);
        }
        if let Some(script) = &self.script {
            see(Observable::text(script));
        }
        if let Some(path) = &self.path {
            see(Observable::file_path(path));
        }
        if let Some(user) = self.user.as_deref().filter(|user| !user.starts_with("S-1-")) {
            see(Observable::user_account(user));
        }
    }

    fn summary(&self) -> String {
        let about = [&self.script, &self.host, &self.path].into_iter().flatten().next();
        format!("PowerShell {}: {}", self.what, about.map_or("?", String::as_str))
    }

    fn summary_without_content(&self) -> String {
        let about = self.path.as_deref().or(self.host.as_deref());
        format!("PowerShell {}: {}", self.what, about.unwrap_or("(no file)"))
    }
}

impl Artifact for Powershell {
    type Record = PowershellEvent;
    const SPEC: Spec = Spec {
        id: "windows_events_powershell",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PowershellEvent>) -> Result<(), ParseError> {
        read(file, Family::Powershell, out, PowershellEvent::of)
    }
}
