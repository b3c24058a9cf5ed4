//! What each user id ran since the last charge: processes, packages, services and jobs, also of packages removed since.
//!
//! Format: `dumpsys batterystats`, `Statistics since last charge:` (AOSP `BatteryStats.dumpLocked`): below `u0a86:` lines
//! `Proc NAME:`, `Apk NAME:`, `Service NAME:`, `Job NAME: …`, `Wakeup alarm *walarm*:PACKAGE/…`. Other readers:
//! Battery Historian.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::lines::{is_package, package_of, uid};
use super::{BESIDE, DUMPSTATE, Part, each_section};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct BatteryUsage;

/// What a line names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UsageKind {
    /// A process.
    Process,
    /// A package.
    Package,
    /// A service of the package named last.
    Service,
    /// A job.
    Job,
    /// An alarm that woke the device.
    WakeupAlarm,
}

/// One thing a user id ran.
#[derive(Debug, Serialize)]
pub struct BatteryUse {
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// What sort of thing.
    pub kind: UsageKind,
    /// Its name.
    pub name: String,
}

impl Record for BatteryUse {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let package = package_of(&self.name).or_else(|| Some(&*self.name).filter(|name| is_package(name)));
        match self.kind {
            UsageKind::Process => {
                see(Observable::process(&self.name));
                // `com.example:remote` is a process of com.example.
                let package = self.name.split(':').next().unwrap_or(&self.name);
                if is_package(package) {
                    see(Observable::app_id(package));
                }
            }
            // A class, not a package.
            UsageKind::Service => {}
            _ => {
                if let Some(package) = package {
                    see(Observable::app_id(package));
                }
            }
        }
    }

    fn summary(&self) -> String {
        let who = self.uid.map_or("unknown".to_owned(), |uid| uid.to_string());
        format!("user id {who} ran {}", self.name)
    }
}

impl Artifact for BatteryUsage {
    type Record = BatteryUse;
    const SPEC: Spec = Spec { id: "android_battery_usage", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, BatteryUse>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("batterystats")], out, |section, _, out| {
            let mut inside = false;
            let mut who = None;
            for line in section.lines() {
                let text = line.trimmed();
                if line.indent() == 0 && !text.is_empty() {
                    inside = text.starts_with("Statistics since");
                    who = None;
                }
                if !inside {
                    continue;
                }
                if line.indent() == 2 {
                    who = text.strip_suffix(':').and_then(uid);
                    continue;
                }
                if who.is_none() {
                    continue;
                }
                let named = [
                    ("Proc ", UsageKind::Process),
                    ("Apk ", UsageKind::Package),
                    ("Service ", UsageKind::Service),
                    ("Job ", UsageKind::Job),
                    ("Wakeup alarm *walarm*:", UsageKind::WakeupAlarm),
                ];
                let found = named.into_iter().find_map(|(word, kind)| Some((text.strip_prefix(word)?, kind)));
                let Some((rest, kind)) = found else { continue };
                // A process may have a colon in its name; what follows the last one is the count.
                let name = match kind {
                    UsageKind::Process | UsageKind::Package | UsageKind::Service => {
                        rest.strip_suffix(':').unwrap_or(rest)
                    }
                    _ => rest.rsplit_once(": ").map_or(rest, |(name, _)| name),
                };
                if name != "*walarm*" {
                    out.record(line.at.clone(), BatteryUse { uid: who, kind, name: name.to_owned() });
                }
            }
        })
    }
}
