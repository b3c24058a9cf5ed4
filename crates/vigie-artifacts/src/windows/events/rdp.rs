//! Remote desktop: who was let in (1149) and which sessions began, ended and were taken up again (21 to 25).
//!
//! Values: the manifests of Microsoft-Windows-TerminalServices-RemoteConnectionManager and -LocalSessionManager. Event 1149
//! says that the client got as far as a logon screen or past it, not that a session began.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Rdp;

/// A step of a session.
#[derive(Debug, Serialize)]
pub struct RdpEvent {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// `connected`, `logged_on`, `shell_started`, `logged_off`, `disconnected` or `reconnected`.
    pub what: &'static str,
    /// The account.
    pub user: Option<String>,
    /// Where it came from; `LOCAL` at the computer itself.
    pub address: Option<String>,
    /// The session.
    pub session: Option<u64>,
}

impl RdpEvent {
    fn of(event: &Event<'_>) -> (Option<&'static str>, Self) {
        let what = match event.id {
            21 => "logged_on",
            22 => "shell_started",
            23 => "logged_off",
            24 => "disconnected",
            25 => "reconnected",
            _ => "connected",
        };
        let record = Self {
            head: Head::of(event),
            what,
            user: event.text("User").or_else(|| event.account("Param2", "Param1")),
            address: event.text("Address").or_else(|| event.text("Param3")),
            session: event.number("SessionID"),
        };
        // A client may connect before it names an account.
        let missing = match event.id {
            1149 => record.address.is_none().then_some("Param3"),
            _ => record.user.is_none().then_some("User"),
        };
        (missing, record)
    }
}

impl Record for RdpEvent {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(user) = &self.user {
            see(Observable::user_account(user));
        }
        if let Some(address) = self.address.as_deref().filter(|address| *address != "LOCAL") {
            see(Observable::ip(address));
        }
    }

    fn summary(&self) -> String {
        let from = self.address.as_deref().map(|from| format!(" from {from}")).unwrap_or_default();
        format!("Remote desktop {}: {}{from}", self.what, self.user.as_deref().unwrap_or("(no account)"))
    }
}

impl Artifact for Rdp {
    type Record = RdpEvent;
    const SPEC: Spec = Spec {
        id: "windows_events_rdp",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, RdpEvent>) -> Result<(), ParseError> {
        read(file, Family::Rdp, out, RdpEvent::of)
    }
}
