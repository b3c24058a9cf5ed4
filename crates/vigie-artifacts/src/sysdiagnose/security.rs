//! Items of the keychain that name devices and services, and what the trust evaluation noted: certificates that failed,
//! and measurements that look for someone in the middle of connections.
//!
//! Format: `security-sysdiagnose.txt`: sections `… keychain state:` with one item a line (`key=value,…`), and `Client: …`
//! with events (`date result: event - Attributes: {…}`, which may take several lines). Other readers: EC sysdiagnose
//! `security_sysdiagnose`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::text::{brief, bundle_id, description_date, each_line};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Security;

/// An item or an event.
#[derive(Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SecurityPart {
    /// An item of the keychain, without its secret.
    Item {
        /// The section (`HomeKit`, `Rapport`).
        section: String,
        /// Its attributes: `acct` account, `agrp` group of applications, `svce` service, `labl` label.
        attributes: BTreeMap<String, String>,
        /// When it was made.
        created: Option<Timestamp>,
        /// When it was last changed.
        modified: Option<Timestamp>,
    },
    /// An event.
    Event {
        /// Who noted it (`trust`, `networking`).
        client: String,
        /// When.
        at: Option<Timestamp>,
        /// `EventSuccess`, `EventSoftFailure`, `EventHardFailure`.
        result: String,
        /// What (`MitmDetectionEvent`, `OTAPKIEvent`).
        event: String,
        /// The attributes, as written.
        attributes: String,
    },
}

impl Record for SecurityPart {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Item { created, modified, .. } => modified.or(*created),
            Self::Event { at, .. } => *at,
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = match self {
            Self::Item { created, modified, .. } => [("created", *created), ("modified", *modified)],
            Self::Event { at, .. } => [("event", *at), ("event", None)],
        };
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match self {
            Self::Item { attributes, .. } => {
                if let Some(group) = attributes.get("agrp") {
                    see(Observable::app_id(bundle_id(group)));
                }
                for key in ["acct", "svce", "labl", "desc", "srvr"] {
                    if let Some(value) = attributes.get(key) {
                        see(Observable::text(value));
                    }
                }
            }
            Self::Event { attributes, .. } => see(Observable::text(attributes)),
        }
    }

    fn summary(&self) -> String {
        match self {
            Self::Item { section, attributes, .. } => {
                let get = |key: &str| attributes.get(key).map_or("unknown", String::as_str);
                format!("keychain item of {} ({section}): {}", get("agrp"), get("svce"))
            }
            Self::Event { client, result, event, .. } => format!("security event {event} of {client}: {result}"),
        }
    }
}

/// `key=value,…` where a value may hold commas between braces or angle brackets.
fn attributes(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let (mut depth, mut start) = (0i32, 0usize);
    let ends = text.char_indices().filter(|(_, c)| {
        match c {
            '{' | '<' => depth = depth.saturating_add(1),
            '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *c == ',' && depth <= 0
    });
    let cuts: Vec<usize> = ends.map(|(at, _)| at).chain([text.len()]).collect();
    for end in cuts {
        if let Some((key, value)) = text.get(start..end).and_then(|pair| pair.split_once('=')) {
            found.insert(key.trim().to_owned(), value.trim().to_owned());
        }
        start = end.saturating_add(1);
    }
    found
}

/// The date at the start of an event, and the rest.
fn dated(line: &str) -> Option<(Timestamp, &str)> {
    let zone = line.find(['+', '-']).and_then(|_| {
        line.match_indices([' ', '\u{202f}']).map(|(at, _)| at).find(|at| {
            let rest = line.get(at.saturating_add(1)..).unwrap_or_default();
            rest.starts_with(['+', '-']) && rest.get(1..5).is_some_and(|zone| zone.bytes().all(|b| b.is_ascii_digit()))
        })
    })?;
    let end = line.get(zone..)?.char_indices().nth(6).map_or(line.len(), |(at, _)| zone.saturating_add(at));
    let at = description_date(line.get(..end)?)?;
    Some((at, line.get(end..)?.trim_start()))
}

/// `EventSoftFailure: OTAPKIEvent - Attributes: {…`.
fn event(client: &str, at: Timestamp, rest: &str) -> Option<SecurityPart> {
    let (result, rest) = rest.split_once(": ")?;
    let (event, attributes) = rest.split_once(" - Attributes: ").unwrap_or((rest, ""));
    Some(SecurityPart::Event {
        client: client.to_owned(),
        at: Some(at),
        result: result.to_owned(),
        event: event.to_owned(),
        attributes: attributes.to_owned(),
    })
}

/// The section being read.
enum Section {
    Keychain(String),
    Client(String),
    Other,
}

fn section(line: &str) -> Option<Section> {
    if let Some(name) = line.strip_suffix(" keychain state:") {
        return Some(Section::Keychain(brief(name)));
    }
    if let Some(name) = line.strip_prefix("Client:") {
        return Some(Section::Client(brief(name.trim())));
    }
    let others = ["ccstatus:", "Engine state:", "Analytics sysdiagnose", "All keys and values", "All values in"];
    others.iter().any(|start| line.starts_with(start)).then_some(Section::Other)
}

impl Artifact for Security {
    type Record = SecurityPart;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_security",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "security-sysdiagnose.txt")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SecurityPart>) -> Result<(), ParseError> {
        let mut part = Section::Other;
        let mut any = false;
        let mut open: Option<(Place, SecurityPart)> = None;
        each_line(file, out, |at, line, out| {
            let line = line.trim_end();
            let next = section(line);
            let begins = next.is_some() || (matches!(part, Section::Client(_)) && dated(line).is_some());
            if begins && let Some((at, record)) = open.take() {
                out.record(at, record);
            }
            if let Some(next) = next {
                any = true;
                part = next;
                return;
            }
            match &part {
                _ if line.trim().is_empty() => {}
                Section::Keychain(section) => {
                    let Some((_, pairs)) = line.split_once(": ") else {
                        out.problem(ProblemCode::LineNotUnderstood, at, "not an item of the keychain");
                        return;
                    };
                    let attributes = attributes(pairs);
                    let mut date = |key: &str| {
                        let text = attributes.get(key)?;
                        let found = description_date(text);
                        if found.is_none() {
                            out.problem(ProblemCode::TimeImplausible, at.clone(), format!("{key} `{text}`"));
                        }
                        found
                    };
                    let (created, modified) = (date("cdat"), date("mdat"));
                    let section = section.clone();
                    out.record(at, SecurityPart::Item { section, attributes, created, modified });
                }
                Section::Client(client) => match (dated(line), &mut open) {
                    (Some((when, rest)), _) => match event(client, when, rest) {
                        Some(record) => open = Some((at, record)),
                        None => out.problem(ProblemCode::LineNotUnderstood, at, "an event without result"),
                    },
                    (None, Some((_, SecurityPart::Event { attributes, .. }))) => {
                        attributes.push(' ');
                        attributes.push_str(line.trim());
                    }
                    (None, _) if line.starts_with("No data") => {}
                    (None, _) => out.problem(ProblemCode::LineNotUnderstood, at, "not an event"),
                },
                Section::Other => {}
            }
        })?;
        if let Some((at, record)) = open {
            out.record(at, record);
        }
        if !any {
            out.problem(ProblemCode::NotTheFormat, Place::File, "none of the known sections is there");
        }
        Ok(())
    }
}
