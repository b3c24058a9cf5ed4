//! Which build of iOS ran when, from the events of [`super::analytics`]: an independent witness of the device's updates.
//!
//! Format: see there; key `build` of an event. Other reader: MVT `AnalyticsIOSVersions`. One record is one build in one
//! database, with the first and last event that names it.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Meaning, Moment, Observable, Place, Record, Timestamp};

use super::analytics;
use crate::plist_blob::text_of;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct AnalyticsOsVersions;

/// One build of the system.
#[derive(Debug, Serialize)]
pub struct BuildSeen {
    /// The build (`19A404`).
    pub build: String,
    /// The first event that names it.
    pub first: Option<Timestamp>,
    /// The last one.
    pub last: Option<Timestamp>,
    /// How many do.
    pub events: u64,
}

impl Record for BuildSeen {
    fn time(&self) -> Option<Timestamp> {
        self.last
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("first_seen", self.first), ("last_seen", self.last)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        format!("build {} of the system", self.build)
    }
}

impl Artifact for AnalyticsOsVersions {
    type Record = BuildSeen;
    const SPEC: Spec =
        Spec { id: "ios_analytics_os_versions", version: 1, paths: analytics::PATHS, meaning: Meaning::Weakness };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BuildSeen>) -> Result<(), ParseError> {
        let mut builds: BTreeMap<String, (Place, BuildSeen)> = BTreeMap::new();
        analytics::events(file, out, &mut |place, event, _| {
            let at = event.at;
            let Some(build) = event.data.and_then(|data| text_of(&data.0, "build")) else {
                return;
            };
            let new = || (place, BuildSeen { build: build.clone(), first: at, last: at, events: 0 });
            let (_, seen) = builds.entry(build.clone()).or_insert_with(new);
            seen.first = [seen.first, at].into_iter().flatten().min();
            seen.last = seen.last.max(at);
            seen.events = seen.events.saturating_add(1);
        })?;
        for (place, seen) in builds.into_values() {
            out.record(place, seen);
        }
        Ok(())
    }
}
