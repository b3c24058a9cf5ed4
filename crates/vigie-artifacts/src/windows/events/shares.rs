//! Shared folders that were opened from elsewhere: events 5140 and 5145 of the log Security, where auditing is on. The share
//! `IPC$` also carries named pipes, through which services and tasks are managed from afar.
//!
//! Values: Microsoft, "5140(S, F): A network share object was accessed", "5145(S, F): A network share object was checked".

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, missing, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Shares;

/// A share, or something in it, that was opened.
#[derive(Debug, Serialize)]
pub struct ShareOpened {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// The share (`\\*\ADMIN$`).
    pub share: Option<String>,
    /// The folder it stands for.
    pub folder: Option<String>,
    /// The file or pipe in it.
    pub name: Option<String>,
    /// The account.
    pub account: Option<String>,
    /// Where it came from.
    pub address: Option<String>,
    /// The rights that were asked for.
    pub access: Option<String>,
}

impl Record for ShareOpened {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(name) = &self.name {
            match self.folder.as_deref().and_then(|folder| folder.strip_prefix(r"\??\")) {
                Some(folder) => see(Observable::file_path(format!("{}\\{name}", folder.trim_end_matches('\\')))),
                None => see(Observable::file_name(name)),
            }
        }
        if let Some(account) = &self.account {
            see(Observable::user_account(account));
        }
        if let Some(address) = &self.address {
            see(Observable::ip(address));
        }
    }

    fn summary(&self) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "?".to_owned());
        let name = self.name.as_deref().map(|name| format!("\\{name}")).unwrap_or_default();
        format!("Share opened: {}{name} by {} from {}", text(&self.share), text(&self.account), text(&self.address))
    }
}

impl Artifact for Shares {
    type Record = ShareOpened;
    const SPEC: Spec = Spec {
        id: "windows_events_shares",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ShareOpened>) -> Result<(), ParseError> {
        read(file, Family::Shares, out, |event: &Event<'_>| {
            let record = ShareOpened {
                head: Head::of(event),
                share: event.text("ShareName"),
                folder: event.text("ShareLocalPath"),
                name: event.text("RelativeTargetName").filter(|name| name != "\\"),
                account: event.account("SubjectDomainName", "SubjectUserName"),
                address: event.text("IpAddress"),
                access: event.text("AccessMask"),
            };
            (missing(event, &["ShareName"]), record)
        })
    }
}
