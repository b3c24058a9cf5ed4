//! When applications were in front, as Google's Digital Wellbeing counts it.
//!
//! Format: SQLite `app_usage`, tables `events` and `component_events` with the kinds of AOSP `UsageEvents.Event`, times
//! in milliseconds; other readers: plaso `android_app_usage`, ALEAPP.

use std::collections::BTreeMap;

use vigie_model::{Layout, Meaning, ProblemCode};

use super::super::usagestats::Usage;
use super::device_time;
use super::usage_events::event_name;
use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct AppUsage;

impl Artifact for AppUsage {
    type Record = Usage;
    const SPEC: Spec = Spec {
        id: "android_app_usage",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/{data,user/*}/com.google.android.apps.wellbeing/databases/app_usage"),
            (Layout::AndroidBackup, "apps/com.google.android.apps.wellbeing/db/app_usage"),
        ],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Usage>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let mut packages = BTreeMap::new();
        out.rows(&database, &Select::from("packages").columns(&["package_name"]), |row, _| {
            packages.extend(row.text("package_name").map(|name| (row.rowid(), name)));
        });
        let events = Select::from("events").columns(&["timestamp", "type", "package_id"]);
        let components = Select::from("component_events").columns(&["timestamp", "type"]).join(
            "components",
            "_id",
            "component_events.component_id",
            &["component_name", "package_id"],
        );
        for (select, id) in [(events, "package_id"), (components, "components.package_id")] {
            out.rows(&database, &select, |row, out| {
                let Some(package) = row.int(id).and_then(|id| packages.get(&id)) else {
                    out.problem(
                        ProblemCode::ValueUnexpected,
                        row.place(),
                        "the package of this event is not in packages",
                    );
                    return;
                };
                let usage = Usage {
                    user: None,
                    what: event_name(row.int("type").unwrap_or(0)),
                    sum: false,
                    package: package.clone(),
                    class: row.text("components.component_name"),
                    at: device_time(row.int("timestamp"), &row.place(), out),
                    total: None,
                    launches: None,
                };
                out.record(row.place(), usage);
            });
        }
        Ok(())
    }
}
