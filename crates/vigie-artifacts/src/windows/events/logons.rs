//! Who logged on, who failed to, and who used another's name: events 4624, 4625 and 4648 of the log Security.
//!
//! Values: Microsoft, "4624(S): An account was successfully logged on", "4625(F): An account failed to log on", "4648(S): A
//! logon was attempted using explicit credentials".

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, missing, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Logons;

/// A logon, or an attempt.
#[derive(Debug, Clone, Serialize)]
pub struct Logon {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// `success`, `failure` or `explicit`: another account's name and password were given.
    pub outcome: &'static str,
    /// The account that was used.
    pub account: Option<String>,
    /// The identity of that account.
    pub sid: Option<String>,
    /// The account of whoever asked for it.
    pub by: Option<String>,
    /// How: 2 at the keyboard, 3 over the network, 4 a task, 5 a service, 7 unlocked, 8 in clear over the network, 9 with
    /// other credentials, 10 remote desktop, 11 from the cache.
    pub logon_type: Option<u64>,
    /// Where it came from.
    pub address: Option<String>,
    /// The name that computer gave itself.
    pub workstation: Option<String>,
    /// How the account was proven (`NTLM`, `Kerberos`).
    pub package: Option<String>,
    /// The program that asked.
    pub process: Option<String>,
    /// The computer another's name was used at.
    pub target: Option<String>,
    /// Why it failed, as a status of Windows (`0xc000006a`).
    pub status: Option<String>,
}

impl Logon {
    fn of(event: &Event<'_>) -> Self {
        let outcome = match event.id {
            4624 => "success",
            4625 => "failure",
            _ => "explicit",
        };
        Self {
            head: Head::of(event),
            outcome,
            account: event.account("TargetDomainName", "TargetUserName"),
            sid: event.text("TargetUserSid"),
            by: event.account("SubjectDomainName", "SubjectUserName"),
            logon_type: event.number("LogonType"),
            address: event.text("IpAddress"),
            workstation: event.text("WorkstationName"),
            package: event.text("AuthenticationPackageName"),
            process: event.text("ProcessName"),
            target: event.text("TargetServerName"),
            status: event.text("SubStatus").filter(|status| status != "0x0").or_else(|| event.text("Status")),
        }
    }
}

impl Record for Logon {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for account in [&self.account, &self.by].into_iter().flatten() {
            see(Observable::user_account(account));
        }
        if let Some(address) = &self.address {
            see(Observable::ip(address));
        }
        if let Some(process) = &self.process {
            see(Observable::executable(process));
        }
        if let Some(target) = self.target.as_deref().filter(|target| target.contains('.')) {
            see(Observable::domain(target));
        }
    }

    fn summary(&self) -> String {
        let account = self.account.as_deref().unwrap_or("?");
        let kind = self.logon_type.map(|kind| format!(", type {kind}")).unwrap_or_default();
        let from = self.address.as_deref().or(self.workstation.as_deref());
        let from = from.map(|from| format!(" from {from}")).unwrap_or_default();
        let at = self.target.as_deref().map(|target| format!(" at {target}")).unwrap_or_default();
        format!("Logon {}: {account}{from}{at}{kind}", self.outcome)
    }
}

impl Artifact for Logons {
    type Record = Logon;
    const SPEC: Spec = Spec {
        id: "windows_events_logons",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Logon>) -> Result<(), ParseError> {
        read(file, Family::Logons, out, |event| {
            // A failure may have been without a name.
            let needed: &[&str] = match event.id {
                4624 => &["TargetUserName", "LogonType"],
                4625 => &["LogonType"],
                _ => &["TargetUserName"],
            };
            (missing(event, needed), Logon::of(event))
        })
    }
}
