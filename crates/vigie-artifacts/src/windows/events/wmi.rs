//! What used WMI, the management service of Windows, from here or from elsewhere; and consumers bound to events for good,
//! which is how some implants outlast a restart (5861).
//!
//! Values: the manifest of Microsoft-Windows-WMI-Activity; MITRE ATT&CK T1546.003 on event subscriptions.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::windows::evtx::{Event, Family, Head, read};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Wmi;

/// What WMI noted.
#[derive(Debug, Serialize)]
pub struct WmiEvent {
    /// The event.
    #[serde(flatten)]
    pub head: Head,
    /// `provider`, `failed`, `subscribed_for_now` or `bound_for_good`.
    pub what: &'static str,
    /// The account.
    pub user: Option<String>,
    /// The computer that asked.
    pub client: Option<String>,
    /// The query, operation or filter.
    pub operation: Option<String>,
    /// The consumer that is run for it.
    pub consumer: Option<String>,
    /// What Windows adds: of a binding, the text of filter and consumer.
    pub details: Option<String>,
    /// The library of a provider.
    pub provider: Option<String>,
}

impl WmiEvent {
    fn of(event: &Event<'_>) -> (Option<&'static str>, Self) {
        let first = |names: &[&str]| names.iter().find_map(|name| event.text(name));
        let (what, needed): (_, &[&'static str]) = match event.id {
            5857 => ("provider", &["ProviderName"]),
            5858 => ("failed", &["Operation"]),
            5861 => ("bound_for_good", &["CONSUMER", "Consumer"]),
            _ => ("subscribed_for_now", &["Query"]),
        };
        let record = Self {
            head: Head::of(event),
            what,
            user: event.text("User"),
            client: event.text("ClientMachine"),
            operation: first(&["Query", "Operation", "ESS", "ProviderName"]),
            consumer: first(&["CONSUMER", "Consumer"]),
            details: event.text("PossibleCause").filter(|cause| cause != "Unknown"),
            provider: event.text("ProviderPath"),
        };
        let missing = if needed.iter().any(|name| event.has(name)) { None } else { needed.first().copied() };
        (missing, record)
    }
}

impl Record for WmiEvent {
    fn time(&self) -> Option<Timestamp> {
        self.head.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(user) = &self.user {
            see(Observable::user_account(user));
        }
        if let Some(provider) = &self.provider {
            see(Observable::executable(provider));
        }
        for text in [&self.operation, &self.consumer].into_iter().flatten() {
            see(Observable::text(text));
        }
        // Filter and consumer as text: `CommandLineTemplate = "…";`, with backslashes doubled.
        if let Some(details) = &self.details {
            let template = details.split_once("CommandLineTemplate = \"").and_then(|(_, rest)| rest.split_once("\";"));
            match template {
                Some((command, _)) => {
                    let command = command.replace("\\\\", "\\").replace("\\\"", "\"");
                    crate::windows::command::see_command_line(&command, see);
                }
                None => see(Observable::text(details)),
            }
        }
    }

    fn summary(&self) -> String {
        let about = [&self.consumer, &self.operation].into_iter().flatten().next();
        let user = self.user.as_deref().map(|user| format!(" ({user})")).unwrap_or_default();
        format!("WMI {}: {}{user}", self.what, about.map_or("?", String::as_str))
    }
}

impl Artifact for Wmi {
    type Record = WmiEvent;
    const SPEC: Spec = Spec {
        id: "windows_events_wmi",
        version: 1,
        paths: &[(Layout::Windows, "**/*.evtx")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, WmiEvent>) -> Result<(), ParseError> {
        read(file, Family::Wmi, out, WmiEvent::of)
    }
}
