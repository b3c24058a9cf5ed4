//! Rules and settings of the Windows firewall that were changed.
//!
//! Values: the manifest of Microsoft-Windows-Windows Firewall With Advanced Security. Windows 11 numbers the same events
//! anew (2097 added, 2099 changed, 2052 deleted).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Firewall;

/// A rule or setting that was changed.
#[derive(Debug, Serialize)]
pub struct FirewallEvent {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// `rule_added`, `rule_changed`, `rule_deleted` or `setting_changed`.
    pub what: &'static str,
    /// The rule, or the number of the setting.
    pub name: Option<String>,
    /// The program it is for.
    pub program: Option<String>,
    /// The service it is for.
    pub service: Option<String>,
    /// `in` or `out`.
    pub direction: Option<&'static str>,
    /// `block` or `allow`.
    pub action: Option<&'static str>,
    /// The ports at this end.
    pub ports: Option<String>,
    /// The addresses at the other end.
    pub remote: Option<String>,
    /// The new value of a setting.
    pub value: Option<String>,
    /// The program that changed it.
    pub by: Option<String>,
}

impl FirewallEvent {
    fn of(event: &Event<'_>) -> (Option<&'static str>, Self) {
        let what = match event.id {
            2004 | 2097 => "rule_added",
            2005 | 2099 => "rule_changed",
            2006 | 2052 => "rule_deleted",
            _ => "setting_changed",
        };
        let named = |name: &str, names: [&'static str; 2], from: u64| {
            let index = usize::try_from(event.number(name)?.checked_sub(from)?).ok()?;
            names.get(index).copied()
        };
        let needed = if what == "setting_changed" { "SettingType" } else { "RuleName" };
        let record = Self {
            head: Head::of(event),
            what,
            name: event.text(needed),
            program: event.text("ApplicationPath"),
            service: event.text("ServiceName"),
            direction: named("Direction", ["in", "out"], 1),
            action: named("Action", ["block", "allow"], 2),
            ports: event.text("LocalPorts"),
            remote: event.text("RemoteAddresses"),
            value: event.text("SettingValueString"),
            by: event.text("ModifyingApplication"),
        };
        (record.name.is_none().then_some(needed), record)
    }
}

impl Record for FirewallEvent {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for program in [&self.program, &self.by].into_iter().flatten() {
            see(Observable::executable(program));
        }
        if let Some(service) = &self.service {
            see(Observable::service(service));
        }
        for address in self.remote.iter().flat_map(|remote| remote.split(',')) {
            if address.trim().parse::<std::net::IpAddr>().is_ok() {
                see(Observable::ip(address.trim()));
            }
        }
    }

    fn summary(&self) -> String {
        let about = [&self.program, &self.service, &self.value].into_iter().flatten().next();
        let about = about.map(|about| format!(" ({about})")).unwrap_or_default();
        format!("Firewall {}: {}{about}", self.what, self.name.as_deref().unwrap_or("?"))
    }
}

impl Artifact for Firewall {
    type Record = FirewallEvent;
    const SPEC: Spec = Spec {
        id: "windows_events_firewall",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Weakness,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, FirewallEvent>) -> Result<(), ParseError> {
        read(file, Family::Firewall, out, FirewallEvent::of)
    }
}
