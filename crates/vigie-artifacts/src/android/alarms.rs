//! Alarms: which packages asked to be woken, and how often they were.
//!
//! Format: `dumpsys alarm` (AOSP `AlarmManagerService.dumpImpl`): `RTC_WAKEUP #1: Alarm{hash type 0 when MILLIS package}`
//! (since Android 12 `origWhen`), below it `tag=`; and under `Alarm Stats:` a line for each package with its count.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Record, Timestamp};

use super::lines::{between, is_package, uid};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Alarms;

/// One alarm, or the count of a package's.
#[derive(Debug, Serialize)]
pub struct Alarm {
    /// `RTC_WAKEUP`, `ELAPSED` …; `stats` for a count.
    pub kind: String,
    /// The package.
    pub package: String,
    /// The user id in the kernel, where it is told.
    pub uid: Option<i64>,
    /// What is to happen (`*walarm*:com.example.ACTION`).
    pub tag: Option<String>,
    /// For when it is set.
    pub at: Option<Timestamp>,
    /// How often it woke the device, of a count.
    pub wakeups: Option<u64>,
}

impl Record for Alarm {
    /// None: what is set for a day to come has not happened, and says nothing of how far back the alarms reach.
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
        if let Some(tag) = &self.tag {
            see(Observable::text(tag));
        }
    }

    fn summary(&self) -> String {
        match self.wakeups {
            Some(wakeups) => format!("{} woke the device {wakeups} times", self.package),
            None => format!("{} set an alarm", self.package),
        }
    }
}

impl Artifact for Alarms {
    type Record = Alarm;
    const SPEC: Spec = Spec { id: "android_alarms", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Alarm>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("alarm")], out, |section, dump, out| {
            let mut open: Option<(Place, Alarm)> = None;
            let mut in_stats = false;
            for line in section.lines() {
                let text = line.trimmed();
                if let Some(tag) = text.strip_prefix("tag=") {
                    if let Some((at, mut alarm)) = open.take() {
                        alarm.tag = Some(tag.to_owned());
                        out.record(at, alarm);
                    }
                    continue;
                }
                let alarm = text.split_once(": Alarm{").and_then(|(kind, rest)| Some((kind, rest.split_once('}')?.0)));
                if let Some((kind, inside)) = alarm {
                    if let Some((at, alarm)) = open.take() {
                        out.record(at, alarm);
                    }
                    let package = inside.split_ascii_whitespace().next_back().filter(|word| is_package(word));
                    let (Some(package), Some(kind)) = (package, kind.split(' ').next()) else {
                        not_understood(&line, out);
                        continue;
                    };
                    let number = |name| between(inside, name, " ").and_then(|text| text.parse().ok());
                    let millis: Option<i64> = number("origWhen ").or_else(|| number(" when "));
                    let at = millis.and_then(|millis| {
                        if kind.starts_with("RTC") {
                            Timestamp::from_unix_millis(millis)
                        } else {
                            dump.clock.since_boot(millis)
                        }
                    });
                    let (kind, package) = (kind.to_owned(), package.to_owned());
                    open = Some((line.at.clone(), Alarm { kind, package, uid: None, tag: None, at, wakeups: None }));
                    continue;
                }
                if text.ends_with("Alarm Stats:") {
                    in_stats = true;
                } else if in_stats && line.indent() <= 2 {
                    let counted = text.split_once(' ').and_then(|(who, rest)| {
                        let (user, package) = who.split_once(':')?;
                        let wakeups = between(rest, "running, ", " wakeups")?.parse().ok()?;
                        Some((user, package, wakeups))
                    });
                    let Some((user, package, wakeups)) = counted else {
                        in_stats = text.is_empty();
                        continue;
                    };
                    let alarm = Alarm {
                        kind: "stats".to_owned(),
                        package: package.to_owned(),
                        uid: uid(user),
                        tag: None,
                        at: None,
                        wakeups: Some(wakeups),
                    };
                    out.record(line.at, alarm);
                }
            }
            if let Some((at, alarm)) = open {
                out.record(at, alarm);
            }
        })
    }
}
