//! Events of MISP, made into a pack. The core format: <https://www.misp-standard.org/rfc/misp-standard-core.html>; feeds
//! (`manifest.json` and one file per event): <https://www.misp-project.org/feeds/>.
//!
//! Only attributes meant for detection (`to_ids`) are taken; deleted ones are not. Of a pair the part that decides is
//! taken: of `filename|sha256` the hash, of `domain|ip` the domain (an address is shared by many), of `ip-dst|port` the
//! address. Names come from the galaxies of tools (`misp-galaxy:…="…"`), else from the event, as a report. What is of a
//! kind that vigie does not search is counted.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use vigie_detect::indicators::IndicatorKind;
use vigie_model::Timestamp;

use crate::error::PackError;
use crate::stix::{Known, Maker, OBJECTS, pattern};

/// Largest file of one event.
pub const EVENT_LIMIT: u64 = 32 << 20;
/// Names of tools taken of one event.
const NAMES: usize = 10;
/// Types of attributes that are counted one by one.
const KINDS: usize = 500;
/// Galaxies whose clusters are tools.
const TOOLS: &[&str] = &[
    "android",
    "backdoor",
    "banker",
    "botnet",
    "malpedia",
    "mitre-malware",
    "mitre-tool",
    "ransomware",
    "rat",
    "stealer",
    "surveillance-vendor",
    "tool",
];

/// What became of the attributes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Events read.
    pub events: u64,
    /// Attributes taken.
    pub taken: u64,
    /// Attributes not meant for detection.
    pub not_for_detection: u64,
    /// Attributes that were deleted.
    pub deleted: u64,
    /// Attributes of kinds that vigie does not search, or whose value is none, by type.
    pub not_searched: BTreeMap<String, u64>,
}

/// Collects events.
#[derive(Debug, Default)]
pub struct Events {
    maker: Maker,
    /// What became of them.
    pub counts: Counts,
}

#[derive(Debug, Deserialize)]
struct Event {
    #[serde(default)]
    uuid: String,
    #[serde(default)]
    info: String,
    #[serde(default)]
    date: String,
    #[serde(default, rename = "Attribute")]
    attributes: Vec<Attribute>,
    #[serde(default, rename = "Object")]
    objects: Vec<Object>,
    #[serde(default, rename = "Tag")]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
struct Object {
    #[serde(default)]
    deleted: Flag,
    #[serde(default, rename = "Attribute")]
    attributes: Vec<Attribute>,
}

#[derive(Debug, Deserialize)]
struct Attribute {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    value: Scalar,
    #[serde(default)]
    to_ids: Flag,
    #[serde(default)]
    deleted: Flag,
    #[serde(default, rename = "Tag")]
    tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
struct Tag {
    #[serde(default)]
    name: String,
}

/// True, 1 or "1".
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Value")]
struct Flag(bool);

impl From<Value> for Flag {
    fn from(value: Value) -> Self {
        Self(match value {
            Value::Bool(is) => is,
            Value::Number(number) => number.as_u64() == Some(1),
            Value::String(text) => matches!(text.as_str(), "1" | "true"),
            _ => false,
        })
    }
}

/// Text, or a number written as one.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Value")]
struct Scalar(String);

impl From<Value> for Scalar {
    fn from(value: Value) -> Self {
        Self(match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        })
    }
}

/// The kind of a type of attribute, and which part of its value counts.
pub(crate) fn kind_of(attribute: &str, value: &str) -> Option<(IndicatorKind, String)> {
    use IndicatorKind as K;
    let part = |number: usize| value.split('|').nth(number).unwrap_or_default().to_owned();
    let kind = match attribute {
        "domain" | "hostname" => K::Domain,
        "url" | "link" => K::Url,
        "ip-src" | "ip-dst" => K::Ip,
        "email" | "email-src" | "email-dst" | "email-reply-to" => K::Email,
        "md5" | "sha1" | "sha256" | "sha512" | "tlsh" => K::Hash,
        "filename" if value.contains(['/', '\\']) => K::FilePath,
        "filename" => K::FileName,
        "mutex" => K::Mutex,
        "regkey" => K::RegistryKey,
        "windows-service-name" => K::Service,
        "mobile-application-id" => K::AppId,
        "x509-fingerprint-md5" | "x509-fingerprint-sha1" | "x509-fingerprint-sha256" => K::Certificate,
        "stix2-pattern" => K::Pattern,
        "domain|ip" | "hostname|port" => return Some((K::Domain, part(0))),
        "ip-src|port" | "ip-dst|port" => return Some((K::Ip, part(0))),
        "regkey|value" => return Some((K::RegistryKey, part(0))),
        "filename|md5" | "filename|sha1" | "filename|sha256" | "filename|sha512" => return Some((K::Hash, part(1))),
        _ => return None,
    };
    Some((kind, value.to_owned()))
}

/// The tool a tag names.
fn tool(tag: &str) -> Option<&str> {
    let (galaxy, value) = tag.strip_prefix("misp-galaxy:")?.split_once('=')?;
    let value = value.trim().trim_matches('"').trim();
    (TOOLS.contains(&galaxy) && !value.is_empty()).then_some(value)
}

impl Events {
    /// Adds what a file holds: one event or several, as MISP exports them.
    ///
    /// # Errors
    /// [`PackError::Damaged`], [`PackError::Limit`].
    pub fn add(&mut self, place: &str, bytes: &[u8], now: Timestamp) -> Result<(), PackError> {
        let wrong = |detail: String| PackError::Damaged { place: place.to_owned(), detail };
        let value: Value = serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
        let list = match value {
            Value::Array(list) => list,
            Value::Object(mut object) => match object.remove("response") {
                Some(Value::Array(list)) => list,
                Some(one) => vec![one],
                None => vec![Value::Object(object)],
            },
            _ => return Err(wrong("no event of MISP is in it".to_owned())),
        };
        for mut one in list {
            let is_bare = one.get("info").is_some() || one.get("Attribute").is_some();
            let event = match one.get_mut("Event") {
                Some(event) => event.take(),
                None if is_bare => one,
                None => return Err(wrong("no event of MISP is in it".to_owned())),
            };
            let event: Event = serde_json::from_value(event).map_err(|error| wrong(error.to_string()))?;
            self.event(&event, now);
            if self.maker.is_full() {
                return Err(PackError::Limit { what: place.to_owned(), limit: OBJECTS as u64 });
            }
        }
        Ok(())
    }

    fn event(&mut self, event: &Event, now: Timestamp) {
        self.counts.events += 1;
        let at = Timestamp::parse_rfc3339(&format!("{}T00:00:00Z", event.date)).unwrap_or(now);
        let mut refs = Vec::new();
        let kept = event.objects.iter().filter(|object| !object.deleted.0).flat_map(|object| &object.attributes);
        let gone = event.objects.iter().filter(|object| object.deleted.0).flat_map(|object| &object.attributes);
        self.counts.deleted += gone.count() as u64;
        for attribute in event.attributes.iter().chain(kept) {
            if self.maker.is_full() {
                return;
            }
            if attribute.deleted.0 {
                self.counts.deleted += 1;
                continue;
            }
            if !attribute.to_ids.0 {
                self.counts.not_for_detection += 1;
                continue;
            }
            let kind = kind_of(&attribute.kind, attribute.value.0.trim());
            let Some(pattern) = kind.and_then(|(kind, value)| pattern(kind, &value)) else {
                let known = &mut self.counts.not_searched;
                let mut name: String = attribute.kind.chars().take(60).collect();
                // A hostile event may invent a type per attribute: what goes beyond is counted together.
                if known.len() >= KINDS && !known.contains_key(&name) {
                    "…".clone_into(&mut name);
                }
                *known.entry(name).or_default() += 1;
                continue;
            };
            self.counts.taken += 1;
            let tags = attribute.tags.iter().chain(&event.tags);
            let mut names: Vec<&str> = tags.filter_map(|tag| tool(&tag.name)).collect();
            names.sort_unstable();
            names.dedup();
            names.truncate(NAMES);
            let known = Known { names, source: Some("MISP"), source_id: Some(&event.uuid) };
            refs.push(self.maker.indicator(&pattern, at, &known));
        }
        let name = if event.info.trim().is_empty() { &event.uuid } else { event.info.trim() };
        self.maker.report(&event.uuid, name, at, &refs);
    }

    /// The pack.
    pub fn finish(self) -> Vec<u8> {
        self.maker.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::matcher_of;

    const EVENT: &str = r#"{"Event":{"uuid":"5e6f2d1c-0000-4000-8000-0123456789ab","info":"A campaign","date":"2026-01-02",
      "Tag":[{"name":"tlp:clear"},{"name":"misp-galaxy:tool=\"Evil\""}],
      "Attribute":[
        {"type":"domain","value":"a.evil.example","to_ids":true},
        {"type":"domain","value":"context.example","to_ids":false},
        {"type":"domain","value":"gone.example","to_ids":true,"deleted":true},
        {"type":"comment","value":"x","to_ids":"1"},
        {"type":"md5","value":"not a hash","to_ids":1},
        {"type":"domain|ip","value":"b.evil.example|203.0.113.7","to_ids":true}],
      "Object":[{"name":"file","Attribute":[{"type":"filename|sha256","to_ids":true,
        "value":"x.apk|0000000000000000000000000000000000000000000000000000000000000001"}]}]}}"#;

    #[test]
    fn attributes_for_detection_become_indicators() {
        let now = Timestamp::parse_rfc3339("2026-02-02T00:00:00Z").unwrap();
        let mut events = Events::default();
        events.add("x", EVENT.as_bytes(), now).unwrap();
        let counts = events.counts.clone();
        assert_eq!((counts.events, counts.taken, counts.not_for_detection, counts.deleted), (1, 3, 1, 1));
        assert_eq!(
            counts.not_searched.into_iter().collect::<Vec<_>>(),
            [("comment".to_owned(), 1), ("md5".to_owned(), 1)]
        );
        let bytes = events.finish();
        let matcher = matcher_of("x", "x", &bytes).unwrap();
        let mut values: Vec<(&str, Vec<&str>)> = matcher.indicators().map(|of| (of.value(), of.malware())).collect();
        values.sort();
        assert_eq!(values.len(), 3);
        assert!(values.iter().all(|(value, names)| !value.contains("203.0.113") && names == &["Evil"]), "{values:?}");
        let mut again = Events::default();
        again.add("x", format!("{{\"response\":[{EVENT}]}}").as_bytes(), now).unwrap();
        assert_eq!(again.finish(), bytes);
    }

    #[test]
    fn wrecks_are_refused_without_a_panic() {
        let now = Timestamp::parse_rfc3339("2026-02-02T00:00:00Z").unwrap();
        for end in (0..EVENT.len()).filter(|end| EVENT.is_char_boundary(*end)) {
            assert!(Events::default().add("x", &EVENT.as_bytes()[..end], now).is_err(), "{end}");
        }
        for text in ["{}", "[]x", "7", "{\"response\":7}", "{\"Event\":7}", "[{\"a\":1}]"] {
            assert!(Events::default().add("x", text.as_bytes(), now).is_err(), "{text}");
        }
    }
}
