//! Daily counts that iOS kept for Apple until iOS 13: by key, among them names of programs and crashes of services.
//!
//! Format: `ADDataStore.sqlitedb`, table `Scalars` (`key`, `value`, `daysSince1970`). Other readers: APOLLO
//! `aggregate_dictionary_scalars`, iLEAPP.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Precision, ProblemCode, Record, Timestamp};

use crate::{Artifact, Out, ParseError, Select, Source, Spec};

/// See the module.
pub struct AggregateDictionary;

/// One count of one day.
#[derive(Debug, Serialize)]
pub struct DailyCount {
    /// What is counted.
    pub key: Option<String>,
    /// How much.
    pub value: Option<f64>,
    /// The day.
    pub day: Option<Timestamp>,
}

impl Record for DailyCount {
    fn time(&self) -> Option<Timestamp> {
        self.day
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.day {
            let what = "counted";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let Some(key) = &self.key else {
            return;
        };
        // `com.apple.example.crash.exampled`: the program is the key or one of its last parts.
        see(Observable::app_id(key));
        if let Some(last) = key.rsplit('.').next().filter(|last| last.len() > 3) {
            see(Observable::process(last));
        }
    }

    fn summary(&self) -> String {
        format!("daily count of {}", self.key.as_deref().unwrap_or("nothing named"))
    }
}

impl Artifact for AggregateDictionary {
    type Record = DailyCount;
    const SPEC: Spec = Spec {
        id: "ios_aggregate_dictionary",
        version: 1,
        paths: &[(Layout::IosFilesystem, "private/var/mobile/Library/AggregateDictionary/ADDataStore.sqlitedb")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, DailyCount>) -> Result<(), ParseError> {
        let database = out.sqlite(file)?;
        let select = Select::from("Scalars").columns(&["key", "value", "daysSince1970"]);
        out.rows(&database, &select, |row, out| {
            let days = row.int("daysSince1970");
            let seconds = days.and_then(|days| days.checked_mul(86_400));
            let day = seconds.and_then(Timestamp::from_unix_seconds);
            if days.is_some() && day.is_none() {
                out.problem(ProblemCode::TimeImplausible, row.place(), "column daysSince1970: not a plausible day");
            }
            let day = day.map(|day| Timestamp::new(day.instant(), Precision::Day));
            out.record(row.place(), DailyCount { key: row.text("key"), value: row.real("value"), day });
        });
        Ok(())
    }
}
