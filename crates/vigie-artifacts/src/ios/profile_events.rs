//! When configuration profiles were installed or removed and which process did it, also for profiles that are gone; and
//! which process changed which managed setting.
//!
//! Format: property lists `MCProfileEvents.plist` (`ProfileEvents`: profile to operation, process, time) and
//! `MCSettingsEvents.plist` (kind, then setting, to process and time). Other readers: MVT `ProfileEvents`, EC sysdiagnose
//! `mcsettingsevents`.

use std::collections::BTreeMap;

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec};

/// See the module.
pub struct ProfileEvents;

/// Kinds of settings are nested less deep than this.
const MAX_DEPTH: usize = 12;

/// One event.
#[derive(Debug, Default, Serialize)]
pub struct ProfileEvent {
    /// The profile, for an event of a profile.
    pub profile_id: Option<String>,
    /// The setting, for a change of a setting: its keys from the root.
    pub setting: Option<String>,
    /// `install`, `remove`, `update` …
    pub operation: Option<String>,
    /// The process that did it.
    pub process: Option<String>,
    /// When.
    pub timestamp: Option<Timestamp>,
    /// What else the event holds.
    pub other: BTreeMap<String, Plain>,
}

impl Record for ProfileEvent {
    fn time(&self) -> Option<Timestamp> {
        self.timestamp
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.timestamp {
            let what = "changed";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(id) = &self.profile_id {
            see(Observable::profile_id(id));
        }
        if let Some(process) = &self.process {
            see(Observable::process(process).meaning(Meaning::Execution));
        }
        for value in self.other.values() {
            if let Some(text) = value.0.as_string().filter(|text| !text.is_empty()) {
                see(Observable::text(text));
            }
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        match (&self.profile_id, &self.setting) {
            (Some(id), _) => format!("process {}: {} of profile {id}", of(&self.process), of(&self.operation)),
            (None, setting) => {
                format!("process {} changed setting {}", of(&self.process), of(setting))
            }
        }
    }
}

/// Fills an event from its dictionary; iOS versions differ in the case of the keys.
fn fill(key: &Key<'_>, mut event: ProfileEvent, out: &mut Out<'_, ProfileEvent>) {
    for (name, value) in key.entries(out) {
        let text = value.value().as_string().map(str::to_owned);
        match (name.to_ascii_lowercase().as_str(), text) {
            ("timestamp", _) => event.timestamp = value.as_cocoa(out),
            ("operation", Some(text)) => event.operation = Some(text),
            ("process", Some(text)) => event.process = Some(text),
            _ => {
                let value = Plain(value.value().clone());
                event.other.insert(name.to_owned(), value);
            }
        }
    }
    out.record(key.place(), event);
}

fn settings(key: &Key<'_>, path: &str, depth: usize, out: &mut Out<'_, ProfileEvent>) {
    // Single values beside the events (versions, truth values) are not events.
    let Value::Dictionary(dict) = key.value() else {
        return;
    };
    if dict.keys().any(|name| name.eq_ignore_ascii_case("timestamp")) {
        let event = ProfileEvent { setting: Some(path.to_owned()), ..ProfileEvent::default() };
        fill(key, event, out);
        return;
    }
    if depth >= MAX_DEPTH {
        let detail = format!("settings nested deeper than {MAX_DEPTH} were not read");
        out.problem(ProblemCode::LimitReached, key.place(), detail);
        return;
    }
    for (name, value) in key.entries(out) {
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        settings(&value, &path, depth.saturating_add(1), out);
    }
}

impl Artifact for ProfileEvents {
    type Record = ProfileEvent;
    const SPEC: Spec = Spec {
        id: "ios_profile_events",
        version: 2,
        paths: &[
            (Layout::IosBackup, "*/Library/ConfigurationProfiles/MCProfileEvents.plist"),
            (Layout::IosBackup, "*/Library/ConfigurationProfiles/MCSettingsEvents.plist"),
            (
                Layout::IosFilesystem,
                "private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/MC{Profile,Settings}Events.plist",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Library/ConfigurationProfiles/MC{Profile,Settings}Events.plist",
            ),
            (
                Layout::IosFilesystem,
                "private/var/mobile/Library/UserConfigurationProfiles/MC{Profile,Settings}Events.plist",
            ),
            (Layout::IosSysdiagnose, "logs/MCState/**/MC{Profile,Settings}Events.plist"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, ProfileEvent>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if file.file_name() == "MCSettingsEvents.plist" {
            if root.dictionary(out).is_some() {
                settings(&root, "", 0, out);
            }
            return Ok(());
        }
        let Some(events) = root.get("ProfileEvents") else {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key ProfileEvents");
            return Ok(());
        };
        for event in events.items(out) {
            for (profile, key) in event.entries(out) {
                let event = ProfileEvent { profile_id: Some(profile.to_owned()), ..ProfileEvent::default() };
                if key.dictionary(out).is_some() {
                    fill(&key, event, out);
                }
            }
        }
        Ok(())
    }
}
