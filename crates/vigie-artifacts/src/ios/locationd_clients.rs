//! Programs that asked for the device's position, and when they last got it.
//!
//! Format: property list `clients.plist` of `locationd`: client to a dictionary of states, times as seconds since 2001.
//! Other readers: MVT `LocationdClients`, iLEAPP, Kaspersky triangle_check.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec};

/// See the module.
pub struct LocationdClients;

/// Key of a time, and the name of that moment.
const TIMES: &[(&str, &str)] = &[
    ("ConsumptionPeriodBegin", "consumption_period_begin"),
    ("ReceivingLocationInformationTimeStarted", "receiving_location_information_started"),
    ("ReceivingLocationInformationTimeStopped", "receiving_location_information_stopped"),
    ("VisitTimeStarted", "visit_started"),
    ("VisitTimeStopped", "visit_stopped"),
    ("LocationTimeStarted", "location_started"),
    ("LocationTimeStopped", "location_stopped"),
    ("BackgroundLocationTimeStarted", "background_location_started"),
    ("BackgroundLocationTimeStopped", "background_location_stopped"),
    ("SignificantTimeStarted", "significant_started"),
    ("SignificantTimeStopped", "significant_stopped"),
    ("NonPersistentSignificantTimeStarted", "non_persistent_significant_started"),
    ("NonPersistentSignificantTimeStopped", "non_persistent_significant_stopped"),
    ("FenceTimeStarted", "fence_started"),
    ("FenceTimeStopped", "fence_stopped"),
    ("BeaconRegionTimeStarted", "beacon_region_started"),
    ("BeaconRegionTimeStopped", "beacon_region_stopped"),
];

/// One program.
#[derive(Debug, Serialize)]
pub struct LocationClient {
    /// The key: a bundle id, a path, or either with a letter before and a colon behind (iOS 16 and later).
    pub client: String,
    /// Its bundle id.
    pub bundle_id: Option<String>,
    /// Path of its bundle.
    pub bundle_path: Option<String>,
    /// Path of its program.
    pub executable: Option<String>,
    /// Path of its program, where the key holds one.
    pub registered: Option<String>,
    /// 1 never, 2 while in use, 4 always.
    pub authorization: Option<i64>,
    /// Named times.
    #[serde(serialize_with = "named")]
    pub times: Vec<(&'static str, Timestamp)>,
    /// The whole entry.
    pub entry: Plain,
}

fn named<S: serde::Serializer>(times: &[(&str, Timestamp)], s: S) -> Result<S::Ok, S::Error> {
    s.collect_map(times.iter().map(|(name, at)| (name, at)))
}

impl Record for LocationClient {
    fn time(&self) -> Option<Timestamp> {
        self.times.iter().map(|(_, at)| *at).max()
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in self.times.iter().copied() {
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let client = name_of(&self.client);
        // `com.apple.locationd.bundle-/System/…`: the path is what runs.
        if let Some(path) = client.find('/').and_then(|at| client.get(at..)) {
            see(Observable::executable(path));
        } else {
            see(Observable::process(client));
            see(Observable::app_id(client));
        }
        if let Some(id) = self.bundle_id.as_deref().filter(|id| *id != client) {
            see(Observable::app_id(id));
            see(Observable::process(id));
        }
        if let Some(path) = &self.bundle_path {
            see(Observable::file_path(path).meaning(Meaning::Persistence));
        }
        let registered = Some(&self.registered).filter(|path| **path != self.executable);
        for path in self.executable.iter().chain(registered.into_iter().flatten()) {
            see(Observable::executable(path));
        }
    }

    fn summary(&self) -> String {
        format!("location client {}", self.client)
    }
}

/// The bundle id or path in a key. Since iOS 16 keys are `ibundle.id:` or `p/path:`.
fn name_of(key: &str) -> &str {
    let Some(bare) = key.strip_suffix(':') else {
        return key;
    };
    match bare.split_at_checked(1) {
        Some(("i" | "p" | "e", rest)) if !rest.is_empty() => rest,
        _ => bare,
    }
}

impl Artifact for LocationdClients {
    type Record = LocationClient;
    const SPEC: Spec = Spec {
        id: "ios_locationd_clients",
        version: 1,
        paths: &[
            (Layout::IosBackup, "RootDomain/Library/Caches/locationd/clients.plist"),
            (Layout::IosBackup, "HomeDomain/Library/Caches/locationd/clients.plist"),
            (Layout::IosFilesystem, "private/var/root/Library/Caches/locationd/clients.plist"),
            (Layout::IosFilesystem, "private/var/mobile/Library/Caches/locationd/clients.plist"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, LocationClient>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        for (client, key) in Key::root(&plist).entries(out) {
            // Counters of migrations stand beside the clients.
            if matches!(key.value(), Value::Integer(_) | Value::Real(_) | Value::Boolean(_)) {
                continue;
            }
            if key.dictionary(out).is_none() {
                continue;
            }
            // In some versions `Registered` is a truth value instead of a path.
            let registered = key.get("Registered").and_then(|key| key.value().as_string()).map(str::to_owned);
            let mut times = Vec::new();
            for (name, what) in TIMES {
                if let Some(at) = key.cocoa(name, out) {
                    times.push((*what, at));
                }
            }
            let record = LocationClient {
                client: client.to_owned(),
                bundle_id: key.text("BundleId", out),
                bundle_path: key.text("BundlePath", out),
                executable: key.text("Executable", out),
                registered,
                authorization: key.int("Authorization", out),
                times,
                entry: Plain(key.value().clone()),
            };
            out.record(key.place(), record);
        }
        Ok(())
    }
}
