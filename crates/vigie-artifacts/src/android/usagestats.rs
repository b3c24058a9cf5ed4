//! When applications were used: events of the last day, and sums by day, week, month and year, in which a removed
//! application may still stand.
//!
//! Format: `dumpsys usagestats` (AOSP `UserUsageStatsService.dump`, `printEvent`): `time="2019-08-15 12:07:35"
//! type=MOVE_TO_FOREGROUND package=… class=…`, and `package=… totalTime="01:57" lastTime="…"`; since Android 10
//! `totalTimeUsed`, `lastTimeUsed`. Other readers: ALEAPP (the files).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{between, value};
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, local_time, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct UsageStats;

/// One event, or the sum of one package over a span.
#[derive(Debug, Serialize)]
pub struct Usage {
    /// For which user.
    pub user: Option<i64>,
    /// What happened (`ACTIVITY_RESUMED`), or the span of the sum (`daily`, `weekly`, `monthly`, `yearly`).
    pub what: String,
    /// It is a sum.
    pub sum: bool,
    /// The package.
    pub package: String,
    /// The screen.
    pub class: Option<String>,
    /// When, or the last time.
    pub at: Option<DeviceTime>,
    /// How long it was used, of a sum.
    pub total: Option<String>,
    /// How often it was started, of a sum.
    pub launches: Option<u64>,
}

impl Record for Usage {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        match &self.total {
            Some(total) => format!("{} used for {total} ({})", self.package, self.what),
            None => format!("{} {}", self.package, self.what),
        }
    }
}

impl Artifact for UsageStats {
    type Record = Usage;
    const SPEC: Spec = Spec { id: "android_usagestats", version: 2, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Usage>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("usagestats")], out, |section, dump, out| {
            let mut user = None;
            let mut span = String::new();
            let mut in_packages = false;
            for line in section.lines() {
                let text = line.trimmed();
                let indent = line.indent();
                if indent == 0 && text.starts_with("user=") {
                    user = value(text, "user").and_then(|id| id.parse().ok());
                    in_packages = false;
                } else if let Some(rest) = text.strip_prefix("In-memory ") {
                    rest.split(' ').next().unwrap_or(rest).clone_into(&mut span);
                    in_packages = false;
                } else if text.starts_with("time=\"") {
                    let Some(package) = value(text, "package") else {
                        not_understood(&line, out);
                        continue;
                    };
                    let time = between(text, "time=\"", "\"").unwrap_or_default();
                    let event = Usage {
                        user,
                        what: value(text, "type").unwrap_or("unknown").to_owned(),
                        sum: false,
                        package: package.to_owned(),
                        class: value(text, "class").map(str::to_owned),
                        at: local_time(dump, time, &line.at, out),
                        total: None,
                        launches: None,
                    };
                    out.record(line.at, event);
                } else if let Some(package) =
                    value(text, "package").filter(|_| in_packages && text.contains("otalTime"))
                {
                    let quoted =
                        |names: &[&str]| names.iter().find_map(|name| between(text, &format!("{name}=\""), "\""));
                    let last = quoted(&["lastTimeUsed", "lastTime"]);
                    let sum = Usage {
                        user,
                        what: span.clone(),
                        sum: true,
                        package: package.to_owned(),
                        class: None,
                        at: last.and_then(|time| local_time(dump, time, &line.at, out)),
                        total: quoted(&["totalTimeUsed", "totalTime"]).map(str::to_owned),
                        launches: value(text, "appLaunchCount").and_then(|text| text.parse().ok()),
                    };
                    out.record(line.at, sum);
                } else if !text.is_empty() {
                    in_packages = text == "packages";
                }
            }
        })
    }
}
