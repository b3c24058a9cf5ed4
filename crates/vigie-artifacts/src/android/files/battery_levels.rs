//! Level and charging of the battery through the days: when the phone was on, and when it hung on a cable.
//!
//! Format: SQLite `turbo.db` of Google's device health services, table `battery_event`, whose key is the time in
//! milliseconds. Other readers: plaso `android_turbo`, ALEAPP `turbo`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct BatteryLevels;

/// One measurement.
#[derive(Debug, Serialize)]
pub struct BatteryLevel {
    /// When.
    pub at: Option<Timestamp>,
    /// Percent.
    pub level: Option<i64>,
    /// How it was charged: 0 not at all, 1 mains, 2 USB, 4 wireless.
    pub charge_type: Option<i64>,
    /// Whether the battery was being saved.
    pub battery_saver: Option<i64>,
    /// The time zone of the device then.
    pub zone: Option<String>,
}

impl Record for BatteryLevel {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        let level = self.level.map_or_else(|| "unknown".to_owned(), |level| format!("{level} %"));
        let how = match self.charge_type {
            Some(0) => "not charging".to_owned(),
            Some(1) => "charging from the mains".to_owned(),
            Some(2) => "charging by USB".to_owned(),
            Some(4) => "charging without a cable".to_owned(),
            Some(other) => format!("charge type {other}"),
            None => "charging unknown".to_owned(),
        };
        format!("battery at {level}, {how}")
    }
}

impl Artifact for BatteryLevels {
    type Record = BatteryLevel;
    const SPEC: Spec = Spec {
        id: "android_battery_levels",
        version: 1,
        paths: &[(Layout::AndroidFilesystem, "data/{data,user/*}/com.google.android.apps.turbo/databases/turbo.db")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BatteryLevel>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let columns = ["timestamp_millis", "battery_level", "charge_type", "battery_saver", "timezone"];
        out.rows(&database, &Select::from("battery_event").columns(&columns), |row, out| {
            let level = BatteryLevel {
                at: row.unix_millis("timestamp_millis"),
                level: row.int("battery_level"),
                charge_type: row.int("charge_type"),
                battery_saver: row.int("battery_saver"),
                zone: row.text("timezone").filter(|zone| !zone.is_empty()),
            };
            out.record(row.place(), level);
        });
        Ok(())
    }
}
