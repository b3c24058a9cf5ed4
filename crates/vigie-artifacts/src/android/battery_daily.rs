//! Packages updated or removed, day by day, as the battery statistics note them: one of the few places that remember
//! a package that is gone.
//!
//! Format: `dumpsys batterystats`, `Daily stats:` (AOSP `BatteryStats.dumpDailyPackageChanges`): `Update NAME vers=N`
//! and `Uninstall NAME`; before Android 9 a removal is an update to version 0. Other readers: MVT
//! `DumpsysBatteryDaily`, which reads the `Update` lines only.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, local_time, not_understood, number};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct BatteryDaily;

/// What happened to a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PackageChange {
    /// Installed or updated.
    Update,
    /// Removed.
    Uninstall,
}

/// One change of one package within a span of time.
#[derive(Debug, Serialize)]
pub struct DailyChange {
    /// The span begins.
    pub from: Option<DeviceTime>,
    /// The span ends; absent for the one that was not over.
    pub to: Option<DeviceTime>,
    /// What happened.
    pub change: PackageChange,
    /// The package.
    pub package: String,
    /// The number of its version, for an update.
    pub version: Option<i64>,
}

impl Record for DailyChange {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.from.as_ref())
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("not_before", self.from.as_ref()), ("not_after", self.to.as_ref())] {
            if let Some(at) = DeviceTime::at(at) {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        match (self.change, self.version) {
            (PackageChange::Uninstall, _) => format!("{} removed", self.package),
            (PackageChange::Update, Some(version)) => format!("{} updated to version {version}", self.package),
            (PackageChange::Update, None) => format!("{} updated", self.package),
        }
    }
}

impl Artifact for BatteryDaily {
    type Record = DailyChange;
    const SPEC: Spec =
        Spec { id: "android_battery_daily", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, DailyChange>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("batterystats")], out, |section, dump, out| {
            let (mut from, mut to) = (None, None);
            let mut daily = false;
            for line in section.lines() {
                let text = line.trimmed();
                if line.indent() == 0 && !text.is_empty() {
                    daily = text == "Daily stats:";
                    (from, to) = (None, None);
                }
                if !daily {
                    continue;
                }
                if let Some(start) = text.strip_prefix("Current start time: ") {
                    (from, to) = (local_time(dump, start, &line.at, out), None);
                } else if let Some((start, end)) =
                    text.strip_prefix("Daily from ").and_then(|rest| rest.split_once(" to "))
                {
                    from = local_time(dump, start, &line.at, out);
                    to = local_time(dump, end.trim_end_matches(':'), &line.at, out);
                } else if let Some(rest) = text.strip_prefix("Update ") {
                    let Some((package, version)) = rest.split_once(" vers=") else {
                        not_understood(&line, out);
                        continue;
                    };
                    let version = number(version, &line.at, out);
                    let change = if version == Some(0) { PackageChange::Uninstall } else { PackageChange::Update };
                    let (from, to) = (from.clone(), to.clone());
                    let version = version.filter(|version| *version != 0);
                    out.record(line.at.clone(), DailyChange { from, to, change, package: package.to_owned(), version });
                } else if let Some(package) = text.strip_prefix("Uninstall ") {
                    let (from, to, package) = (from.clone(), to.clone(), package.to_owned());
                    let change = PackageChange::Uninstall;
                    out.record(line.at.clone(), DailyChange { from, to, change, package, version: None });
                }
            }
        })
    }
}
