//! What Microsoft Defender found, did and was told: events of its operational log.
//!
//! Values: Microsoft, "Review event logs and error codes to troubleshoot issues with Microsoft Defender Antivirus".

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, missing, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Defender;

/// What Defender noted.
#[derive(Debug, Serialize)]
pub struct DefenderEvent {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// `found`, `acted`, `suspicious`, `protection_off`, `setting_changed` or `scanning_off`.
    pub what: &'static str,
    /// The name Microsoft gave what was found.
    pub threat: Option<String>,
    /// How grave Microsoft calls it.
    pub severity: Option<String>,
    /// What sort of thing it is.
    pub category: Option<String>,
    /// Where it was found, in the words of Defender (`file:_C:\…; process:_…`).
    pub path: Option<String>,
    /// The program that handled it.
    pub process: Option<String>,
    /// The account.
    pub user: Option<String>,
    /// What was done with it.
    pub action: Option<String>,
    /// The setting before.
    pub old: Option<String>,
    /// The setting after.
    pub new: Option<String>,
}

impl DefenderEvent {
    fn of(event: &Event<'_>) -> Self {
        let what = match event.id {
            1006 | 1116 => "found",
            1007 | 1117 => "acted",
            1015 => "suspicious",
            5001 => "protection_off",
            5007 => "setting_changed",
            _ => "scanning_off",
        };
        Self {
            head: Head::of(event),
            what,
            threat: event.text("Threat Name"),
            severity: event.text("Severity Name"),
            category: event.text("Category Name"),
            path: event.text("Path"),
            process: event.text("Process Name").filter(|name| name != "Unknown"),
            user: event.text("Detection User"),
            action: event.text("Action Name"),
            old: event.text("Old Value"),
            new: event.text("New Value"),
        }
    }
}

impl Record for DefenderEvent {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        // `file:_C:\a.exe; containerfile:_C:\b.zip; webfile:_C:\c|https://a.example/|pid:1`
        for part in self.path.iter().flat_map(|path| path.split(';')) {
            let Some((kind, value)) = part.trim().split_once(":_") else { continue };
            match kind {
                "file" | "containerfile" => see(Observable::file_path(value.split("->").next().unwrap_or(value))),
                "regkey" | "regkeyvalue" | "runkey" => see(Observable::registry_key(value)),
                "service" => see(Observable::service(value)),
                "CmdLine" => crate::windows::command::see_command_line(value, see),
                "webfile" => value.split('|').for_each(|value| see(Observable::text(value))),
                _ => see(Observable::text(value)),
            }
        }
        if let Some(process) = &self.process {
            see(Observable::executable(process));
        }
        if let Some(user) = &self.user {
            see(Observable::user_account(user));
        }
        // An exclusion names a folder or file in the name of a value of the registry.
        if let Some(path) = self.new.as_deref().and_then(excluded) {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        let about = [&self.threat, &self.new, &self.old].into_iter().flatten().next();
        let about = about.map(|about| format!(": {about}")).unwrap_or_default();
        let path = self.path.as_deref().map(|path| format!(" at {path}")).unwrap_or_default();
        format!("Defender {}{about}{path}", self.what)
    }
}

/// What a changed setting takes out of Defender's sight: `HKLM\…\Exclusions\Paths\C:\x = 0x0`.
pub fn excluded(setting: &str) -> Option<&str> {
    let (_, rest) = setting.split_once(r"\Exclusions\")?;
    let (_, value) = rest.split_once('\\')?;
    let value = value.rsplit_once(" = ").map_or(value, |(value, _)| value).trim();
    Some(value).filter(|value| !value.is_empty())
}

impl Artifact for Defender {
    type Record = DefenderEvent;
    const SPEC: Spec = Spec {
        id: "windows_events_defender",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, DefenderEvent>) -> Result<(), ParseError> {
        read(file, Family::Defender, out, |event| {
            let needed: &[&str] = match event.id {
                1006 | 1007 | 1116 | 1117 => &["Threat Name"],
                _ => &[],
            };
            (missing(event, needed), DefenderEvent::of(event))
        })
    }
}
