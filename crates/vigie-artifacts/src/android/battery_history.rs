//! What ran and when, as the battery history notes it: packages on top, jobs, processes in the foreground, wake locks,
//! installations and removals.
//!
//! Format: `dumpsys batterystats`, `Battery History` (AOSP `BatteryStats.HistoryPrinter`): `+1s440ms (2) 100 c0100002
//! +top=u0a40:"com.example"`. Times count from the last `TIME:` or `RESET:TIME:`. Other readers: Battery Historian,
//! MVT `DumpsysBatteryHistory` (five of the events, without times).

use jiff::SignedDuration;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Precision, Record, Timestamp};

use super::clock::duration;
use super::lines::{is_package, uid};
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, local_time, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct BatteryHistory;

/// One event of a user id.
#[derive(Debug, Serialize)]
pub struct BatteryEvent {
    /// When.
    pub at: Option<Timestamp>,
    /// As written: since the history began.
    pub elapsed: String,
    /// What (`top`, `job`, `fg`, `proc`, `wake_lock`, `pkginst`, `pkgunin` …).
    pub event: String,
    /// `true` it began, `false` it ended; absent for what has no length.
    pub begins: Option<bool>,
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// The number of the version that was installed (`pkginst`).
    pub version: Option<i64>,
    /// What it concerns: a package, a component, the name of a lock.
    pub name: String,
}

impl Record for BatteryEvent {
    fn time(&self) -> Option<Timestamp> {
        self.at
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(package) = package_in(&self.name) {
            see(Observable::app_id(package));
            if let Some(package) = before_capitals(package).filter(|_| self.event == "wake_lock") {
                see(Observable::app_id(package));
            }
        }
        if matches!(&*self.event, "proc" | "fg") {
            see(Observable::process(&self.name));
        }
    }

    fn summary(&self) -> String {
        let what = match self.begins {
            Some(true) => " begins",
            Some(false) => " ends",
            None => "",
        };
        format!("{} {}{what}", self.event, self.name)
    }
}

/// The package of a name that the system made for what it runs for it: `com.example/.Job`, `*job*/com.example/.Job`,
/// `@androidx.work.systemjobscheduler@com.example/androidx.work.impl.X`, `*walarm*:com.example.ALARM`.
fn package_in(name: &str) -> Option<&str> {
    name.split('/').find_map(|part| {
        let part = part.strip_prefix('*').and_then(|part| part.split_once("*:")).map_or(part, |(_, rest)| rest);
        part.rsplit('@').next().filter(|word| is_package(word))
    })
}

/// What an action begins with: its own name stands in capitals behind the package that made it.
fn before_capitals(word: &str) -> Option<&str> {
    let capital = word.match_indices('.').find(|(dot, _)| {
        word.get(dot.saturating_add(1)..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    });
    capital.and_then(|(dot, _)| word.get(..dot)).filter(|package| is_package(package))
}

/// The events of a line: `+job=u0a38:"com.example/.Job"`; a name in quotes may hold spaces.
fn events(text: &str, mut see: impl FnMut(&str, Option<bool>, &str, &str)) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(":\"") {
        let Some((name, behind)) = after.split_once('"') else { return };
        if let Some((event, who)) = before.rsplit(' ').next().and_then(|word| word.split_once('=')) {
            match event.strip_prefix('+') {
                Some(event) => see(event, Some(true), who, name),
                None => match event.strip_prefix('-') {
                    Some(event) => see(event, Some(false), who, name),
                    None => see(event, None, who, name),
                },
            }
        }
        rest = behind;
    }
}

impl Artifact for BatteryHistory {
    type Record = BatteryEvent;
    const SPEC: Spec =
        Spec { id: "android_battery_history", version: 3, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, BatteryEvent>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("batterystats")], out, |section, dump, out| {
            // The moment at which the count was zero.
            let mut zero: Option<jiff::Timestamp> = None;
            let mut inside = false;
            for line in section.lines() {
                let text = line.trimmed();
                if line.indent() == 0 && !text.is_empty() {
                    inside = text.starts_with("Battery History");
                    continue;
                }
                if !inside || text.is_empty() {
                    continue;
                }
                // Android 15 writes the local time instead of the count.
                let absolute = text.get(..18).and_then(|start| dump.clock.local_without_year(start));
                let elapsed = text.split(' ').next().unwrap_or_default();
                let since = duration(elapsed);
                if since.is_none() && absolute.is_none() {
                    not_understood(&line, out);
                    continue;
                }
                if let Some((_, time)) = text.split_once("TIME: ") {
                    let time = local_time(dump, time.split(' ').next().unwrap_or(time), &line.at, out);
                    zero = DeviceTime::at(time.as_ref())
                        .zip(since)
                        .and_then(|(at, since)| at.instant().checked_sub(since).ok());
                }
                let counted =
                    zero.zip(since).and_then(|(zero, since): (_, SignedDuration)| zero.checked_add(since).ok());
                let at = DeviceTime::at(absolute.as_ref()).or(counted.map(|at| Timestamp::new(at, Precision::Second)));
                events(text, |event, begins, who, name| {
                    out.record(
                        line.at.clone(),
                        BatteryEvent {
                            at,
                            elapsed: elapsed.to_owned(),
                            event: event.to_owned(),
                            begins,
                            uid: uid(who).filter(|_| event != "pkginst"),
                            version: who.parse().ok().filter(|_| event == "pkginst"),
                            name: name.to_owned(),
                        },
                    );
                });
            }
        })
    }
}
