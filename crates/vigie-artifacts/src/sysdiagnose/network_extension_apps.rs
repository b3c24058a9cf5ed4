//! Applications the network rules of the device know, by bundle id, with the UUIDs of their programs.
//!
//! Format: property lists `com.apple.networkextension.cache.plist` (`app-rules`) and
//! `com.apple.networkextension.uuidcache.plist` (`uuid-mappings`): bundle id to list. Other readers: EC sysdiagnose
//! `networkextensioncache`, iOS_sysdiagnose_forensic_scripts `net-ext-cache`.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct NetworkExtensionApps;

/// One application.
#[derive(Debug, Serialize)]
pub struct RuledApp {
    /// Its bundle id.
    pub app: String,
    /// UUIDs of its programs, as far as they are texts.
    pub uuids: Vec<String>,
}

impl Record for RuledApp {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if self.app.starts_with('/') {
            see(Observable::executable(&self.app));
        } else {
            see(Observable::app_id(&self.app));
        }
    }

    fn summary(&self) -> String {
        format!("network rules know {}", self.app)
    }
}

fn uuid(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Data(bytes) => Some(hex::encode(bytes)),
        _ => None,
    }
}

impl Artifact for NetworkExtensionApps {
    type Record = RuledApp;
    const SPEC: Spec = Spec {
        id: "ios_network_extension_apps",
        version: 1,
        paths: &[
            (Layout::IosBackup, "SystemPreferencesDomain/com.apple.networkextension.cache.plist"),
            (Layout::IosBackup, "SystemPreferencesDomain/com.apple.networkextension.uuidcache.plist"),
            (Layout::IosFilesystem, "private/var/preferences/com.apple.networkextension.cache.plist"),
            (Layout::IosFilesystem, "private/var/preferences/com.apple.networkextension.uuidcache.plist"),
            (Layout::IosSysdiagnose, "logs/Networking/com.apple.networkextension.cache.plist"),
            (Layout::IosSysdiagnose, "logs/Networking/com.apple.networkextension.uuidcache.plist"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, RuledApp>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        let sections: Vec<_> = ["app-rules", "uuid-mappings"].into_iter().filter_map(|name| root.get(name)).collect();
        if sections.is_empty() {
            let detail = "there is neither app-rules nor uuid-mappings";
            out.problem(ProblemCode::KeyMissing, root.place(), detail);
        }
        for section in sections {
            for (app, key) in section.entries(out) {
                let uuids = match key.value() {
                    Value::Array(items) => items.iter().filter_map(uuid).collect(),
                    other => uuid(other).into_iter().collect(),
                };
                out.record(key.place(), RuledApp { app: app.to_owned(), uuids });
            }
        }
        Ok(())
    }
}
