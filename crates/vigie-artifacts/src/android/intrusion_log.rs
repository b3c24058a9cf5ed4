//! Intrusion logging: what Android's Advanced Protection keeps for an examination after an attack: names asked for and
//! connections made, by package; starts of processes with the hash of their code; packages installed, updated and
//! removed; debugging from a computer; the lock screen; certificates, keys, networks, restarts.
//!
//! Format: exports of the feature, text files with one JSON object a line, its only key being the kind: `dns_event` and
//! `connect_event` (AOSP `DnsEvent`, `ConnectEvent`; milliseconds), `security_event` (AOSP `SecurityLog`; nanoseconds)
//! with one key more, the tag, whose parameters are those of `SecurityLogTags.logtags`. A tag without a name here is
//! kept as it is. Exports overlap: what several files tell of the same moment is one event, whatever number each export
//! gives it. Other readers: MVT, ALEAPP.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{is_package, package_of};
use crate::{Artifact, Out, ParseError, Source, Spec, byte_order_mark};

/// Parameters of one event, and addresses of one answer.
const MOST: usize = 1000;
/// Lines that are no events, at the beginning of a file, from which on it is another text.
const FOREIGN: usize = 20;
/// Keys of an event that are not its tag.
const OF_EVERY_EVENT: &[&str] = &["event_id", "event_time", "event_type", "timestamp"];

/// See the module.
pub struct IntrusionLog;

/// A parameter of an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Parameter {
    /// Yes or no.
    Truth(bool),
    /// A whole number.
    Number(i64),
    /// Text; anything else as the JSON it was.
    Text(String),
}

/// What an event tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum IntrusionEvent {
    /// A name was asked for.
    Dns {
        /// The package that asked.
        package: Option<String>,
        /// The name.
        hostname: String,
        /// The answers.
        addresses: Vec<String>,
    },
    /// A connection was made.
    Connect {
        /// The package that made it.
        package: Option<String>,
        /// To where.
        address: String,
        /// To which port.
        port: Option<i64>,
    },
    /// Anything else.
    Security {
        /// What (`adb_shell_cmd`, `app_process_start` …).
        tag: String,
        /// Its parameters.
        parameters: BTreeMap<String, Parameter>,
    },
}

/// One event.
#[derive(Debug, Serialize)]
pub struct IntrusionEntry {
    /// When.
    pub at: Option<Timestamp>,
    /// Its number in the log.
    pub id: Option<i64>,
    /// What it tells.
    #[serde(flatten)]
    pub event: IntrusionEvent,
}

impl IntrusionEntry {
    /// The tag of a security event.
    pub fn tag(&self) -> Option<&str> {
        match &self.event {
            IntrusionEvent::Security { tag, .. } => Some(tag),
            _ => None,
        }
    }

    /// A text among the parameters of a security event.
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.event {
            IntrusionEvent::Security { parameters, .. } => match parameters.get(name) {
                Some(Parameter::Text(text)) if !text.is_empty() => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it succeeded; some versions write 1 and 0.
    pub fn success(&self) -> Option<bool> {
        match &self.event {
            IntrusionEvent::Security { parameters, .. } => match parameters.get("success") {
                Some(Parameter::Truth(success)) => Some(*success),
                Some(Parameter::Number(number)) => Some(*number != 0),
                _ => None,
            },
            _ => None,
        }
    }
}

/// `com.a.b:remote:Class` is a process of the package before the first colon.
fn see_process<'r>(process: &'r str, see: &mut dyn FnMut(Observable<'r>)) {
    see(if process.starts_with('/') { Observable::executable(process) } else { Observable::process(process) });
    for part in process.split(':').filter(|part| is_package(part)) {
        see(Observable::app_id(part));
    }
}

impl Record for IntrusionEntry {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    /// The number is that of the export. Without a time two events cannot be told apart.
    fn same_as(&self) -> Option<String> {
        let event = serde_json::to_string(&self.event).ok()?;
        self.at.map(|at| format!("{at} {event}"))
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        match &self.event {
            IntrusionEvent::Dns { package, hostname, addresses } => {
                see(Observable::domain(hostname));
                for address in addresses {
                    see(Observable::ip(address));
                }
                if let Some(package) = package {
                    see(Observable::app_id(package));
                }
            }
            IntrusionEvent::Connect { package, address, .. } => {
                see(Observable::ip(address));
                if let Some(package) = package {
                    see(Observable::app_id(package));
                }
            }
            IntrusionEvent::Security { tag, parameters } => {
                for (name, value) in parameters {
                    let Parameter::Text(value) = value else { continue };
                    if value.is_empty() {
                        continue;
                    }
                    match (tag.as_str(), name.as_str()) {
                        (_, "process") => see_process(value, see),
                        (_, "package_name" | "package") => see(Observable::app_id(value)),
                        (_, "sha256") => see(Observable::hash(value)),
                        (_, "path") => see(Observable::file_path(value)),
                        ("adb_shell_cmd", "command") => {
                            see(Observable::command_line(value));
                            // `pm grant 'com.a.b' …; am start com.a.b/.C`: each word that is written like a package.
                            let words = value.split(|c: char| !(c.is_ascii_alphanumeric() || "._/-".contains(c)));
                            for word in words.map(|word| package_of(word).unwrap_or(word)) {
                                if is_package(word) {
                                    see(Observable::app_id(word));
                                }
                            }
                        }
                        _ => see(Observable::text(value)),
                    }
                }
            }
        }
    }

    fn summary(&self) -> String {
        let of = |package: &Option<String>| package.clone().unwrap_or_else(|| "unknown".to_owned());
        match &self.event {
            IntrusionEvent::Dns { package, hostname, .. } => format!("{} asked for {hostname}", of(package)),
            IntrusionEvent::Connect { package, address, port } => {
                let port = port.map_or_else(String::new, |port| format!(" port {port}"));
                format!("{} connected to {address}{port}", of(package))
            }
            IntrusionEvent::Security { tag, .. } => {
                let names = ["process", "package_name", "package", "command", "path", "subject", "reason"];
                let about = names.iter().find_map(|name| self.text(name));
                about.map_or_else(|| tag.clone(), |about| format!("{tag}: {about}"))
            }
        }
    }
}

/// `/192.0.2.1` and `host/192.0.2.1`, as Java prints an address.
fn address(text: &str) -> String {
    text.rsplit('/').next().unwrap_or(text).to_owned()
}

/// A field of another type than it should have costs itself alone, and is told.
fn misfit(name: &str, value: &Value, at: &Place, out: &mut Out<'_, IntrusionEntry>) {
    let shown: String = value.to_string().chars().take(120).collect();
    out.problem(ProblemCode::ValueUnexpected, at.clone(), format!("{name}: {shown}"));
}

/// A text of an event that says something.
fn text(event: &Map<String, Value>, name: &str, at: &Place, out: &mut Out<'_, IntrusionEntry>) -> Option<String> {
    match event.get(name)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        other => {
            misfit(name, other, at, out);
            None
        }
    }
}

/// A whole number of an event; some write it as text.
fn number(event: &Map<String, Value>, name: &str, at: &Place, out: &mut Out<'_, IntrusionEntry>) -> Option<i64> {
    let value = event.get(name).filter(|value| !value.is_null())?;
    let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let number = whole.parse().ok().filter(|_| fraction.bytes().all(|byte| byte.is_ascii_digit()));
    if number.is_none() {
        misfit(name, value, at, out);
    }
    number
}

/// When, where the event says so. Zero says nothing.
fn time(
    value: Option<i64>,
    make: fn(i64) -> Option<Timestamp>,
    at: &Place,
    out: &mut Out<'_, IntrusionEntry>,
) -> Option<Timestamp> {
    let time = value.filter(|value| *value > 0).and_then(make);
    if time.is_none() {
        let written = value.map_or_else(|| "none".to_owned(), |value| value.to_string());
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("the time of the event: {written}"));
    }
    time
}

/// Of what an event lists, the first ones are kept.
fn tell_most(count: usize, what: &str, at: &Place, out: &mut Out<'_, IntrusionEntry>) {
    if count > MOST {
        let detail = format!("an event with {count} {what}: the first {MOST} are looked at");
        out.problem(ProblemCode::LimitReached, at.clone(), detail);
    }
}

/// The answers to a name that was asked for.
fn addresses(event: &Map<String, Value>, at: &Place, out: &mut Out<'_, IntrusionEntry>) -> Vec<String> {
    let listed = match event.get("ip_addresses") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(listed)) => listed.as_slice(),
        Some(one) => std::slice::from_ref(one),
    };
    tell_most(listed.len(), "addresses", at, out);
    let mut addresses = Vec::new();
    for value in listed.iter().take(MOST) {
        match value {
            Value::String(text) => addresses.push(address(text)),
            other => misfit("ip_addresses", other, at, out),
        }
    }
    addresses
}

fn network(kind: &str, event: &Value, at: &Place, out: &mut Out<'_, IntrusionEntry>) -> Option<IntrusionEntry> {
    let event = event.as_object()?;
    let package = text(event, "package_name", at, out);
    let told = if kind == "dns_event" {
        let hostname = text(event, "hostname", at, out)?;
        IntrusionEvent::Dns { package, hostname, addresses: addresses(event, at, out) }
    } else {
        let address = address(&text(event, "ip_address", at, out)?);
        IntrusionEvent::Connect { package, address, port: number(event, "port", at, out) }
    };
    let millis = number(event, "event_time", at, out);
    Some(IntrusionEntry {
        at: time(millis, Timestamp::from_unix_millis, at, out),
        id: number(event, "event_id", at, out),
        event: told,
    })
}

fn parameter(value: Value) -> Option<Parameter> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(truth) => Parameter::Truth(truth),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Parameter::Number(whole),
            None => Parameter::Text(number.to_string()),
        },
        Value::String(text) => Parameter::Text(text),
        other => Parameter::Text(other.to_string()),
    })
}

fn security(event: Value, at: &Place, out: &mut Out<'_, IntrusionEntry>) -> Option<IntrusionEntry> {
    let Value::Object(mut event) = event else { return None };
    let (id, nanos) = (number(&event, "event_id", at, out), number(&event, "event_time", at, out));
    let tag = event.keys().find(|key| !OF_EVERY_EVENT.contains(&key.as_str()))?.clone();
    let mut parameters = BTreeMap::new();
    match event.remove(&tag)? {
        Value::Object(list) => {
            tell_most(list.len(), "parameters", at, out);
            for (name, value) in list.into_iter().take(MOST) {
                parameters.extend(parameter(value).map(|value| (name, value)));
            }
        }
        other => parameters.extend(parameter(other).map(|value| ("value".to_owned(), value))),
    }
    let event = IntrusionEvent::Security { tag, parameters };
    Some(IntrusionEntry { at: time(nanos, Timestamp::from_unix_nanos, at, out), id, event })
}

impl Artifact for IntrusionLog {
    type Record = IntrusionEntry;
    const SPEC: Spec = Spec {
        id: "android_intrusion_log",
        version: 4,
        paths: &[
            (Layout::AndroidIntrusionLogs, "**/*.{txt,log,json,jsonl,ndjson}"),
            (Layout::AndroidQf, "intrusion_logs/**/*.{txt,log,json,jsonl,ndjson}"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, IntrusionEntry>) -> Result<(), ParseError> {
        let (mut any, mut foreign) = (false, 0_usize);
        for line in byte_order_mark::lines(file)? {
            let line = line?;
            if line.text.trim().is_empty() {
                continue;
            }
            if line.damaged {
                out.problem(ProblemCode::TextDamaged, line.at.clone(), "not UTF-8, or too long");
            }
            let object = serde_json::from_str::<Value>(&line.text);
            let Ok(Value::Object(object)) = object else {
                foreign = foreign.saturating_add(1);
                if !any && foreign > FOREIGN {
                    break;
                }
                out.problem(ProblemCode::JsonDamaged, line.at, "not a JSON object");
                continue;
            };
            any = true;
            for (kind, event) in object {
                let entry = match kind.as_str() {
                    "dns_event" | "connect_event" => network(&kind, &event, &line.at, out),
                    "security_event" => security(event, &line.at, out),
                    _ => None,
                };
                if let Some(entry) = entry {
                    out.record(line.at.clone(), entry);
                } else {
                    let detail = format!("an event of kind {kind} that is not understood");
                    out.problem(ProblemCode::LineNotUnderstood, line.at.clone(), detail);
                }
            }
        }
        if any { Ok(()) } else { Err(ParseError::file(ProblemCode::NotTheFormat, "no line is an event")) }
    }
}
