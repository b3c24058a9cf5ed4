//! What the package manager found worth a note since the phone was set up: system updates, packages that went with one, user
//! ids shared by several packages. Never emptied, and so one of the few places that name packages years after they are gone.
//!
//! Format: `dumpsys package`, `Package warning messages:` at its end (AOSP `PackageManagerService.dump`, which prints
//! `/data/system/uiderrors.txt`; `PackageManagerServiceUtils.logCriticalInfo`): `2025/12/06 19:11: System package com.example no
//! longer exists; it's data will be wiped`. The time is the short one of the language of the phone (`3/30/19 2:12 PM`), and
//! is kept as written alone where it can be read in two ways. Other readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::lines::is_package;
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct PackageWarnings;

/// What stands before the name of a package.
const BEFORE_NAMES: [&str; 6] = ["name=", "name: ", "ackage ", "system app for ", "/data/user/0/", "/data/user_de/0/"];

/// One note.
#[derive(Debug, Serialize)]
pub struct PackageWarning {
    /// When, where its writing can be read in one way only.
    pub at: Option<DeviceTime>,
    /// When, as written.
    pub written: String,
    /// The note.
    pub text: String,
    /// The packages it names.
    pub packages: Vec<String>,
}

impl Record for PackageWarning {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.at.as_ref())
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            see(Moment { what: "noted", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for package in &self.packages {
            see(Observable::app_id(package));
        }
    }

    fn summary(&self) -> String {
        self.text.clone()
    }
}

/// `2025/12/06 7:13` or `3/30/19 2:12 PM`, written so that it sorts; `None` where day and month cannot be told apart. The words for
/// the halves of a day tell nothing of their order: Urdu, Gujarati and Malayalam write `3/4/19 2:12 PM` for a day in April.
fn sorted(written: &str) -> Option<String> {
    let mut words = written.split([' ', ',', '\u{202f}']).filter(|word| !word.is_empty());
    let (date, time, half) = (words.next()?, words.next()?, words.next());
    let mut numbers = date.split('/').map(|number| number.parse::<u16>().ok());
    let (first, second, third) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let (year, month, day) = match (first, second, half) {
        (1970.., _, None) => (first, second, third),
        (1..=12, 13..=31, None | Some("AM" | "PM")) => (third, first, second),
        (1..=12, _, None | Some("AM" | "PM")) if first == second => (third, first, second),
        // Basque and old Japanese begin with the last two digits of the year.
        (13..=31, 1..=12, Some("AM" | "PM")) => (third, second, first),
        (13..=31, 1..=12, None) if third >= 1970 => (third, second, first),
        _ => return None,
    };
    // A clock that was never set begins in 1970, or the evening before.
    let year = match year {
        0..69 => year.checked_add(2000)?,
        69..100 => year.checked_add(1900)?,
        year => year,
    };
    let hour = match half {
        Some("PM") if hour < 12 => hour.checked_add(12)?,
        Some("AM") if hour == 12 => 0,
        _ => hour,
    };
    Some(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:00"))
}

/// The packages that a note names, each once.
fn named(text: &str) -> Vec<String> {
    let mut packages: Vec<String> = Vec::new();
    for (at, before) in BEFORE_NAMES.iter().flat_map(|before| text.match_indices(before)) {
        let rest = text.get(at.saturating_add(before.len())..).unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_').unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default().trim_end_matches('.');
        if name.contains('.') && is_package(name) && packages.len() < 8 && !packages.iter().any(|known| known == name) {
            packages.push(name.to_owned());
        }
    }
    packages
}

impl Artifact for PackageWarnings {
    type Record = PackageWarning;
    const SPEC: Spec =
        Spec { id: "android_package_warnings", version: 1, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, PackageWarning>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("package")], out, |section, dump, out| {
            let mut inside = false;
            for line in section.lines() {
                let text = line.trimmed();
                if text.is_empty() || line.indent() > 0 {
                    inside &= !text.is_empty();
                    continue;
                }
                if !inside {
                    inside = text == "Package warning messages:";
                    continue;
                }
                let Some((written, text)) = text.split_once(": ").filter(|(written, _)| written.contains(':')) else {
                    // The list has no end of its own, and what follows it begins with a heading.
                    if text.ends_with(':') {
                        inside = false;
                    } else {
                        not_understood(&line, out);
                    }
                    continue;
                };
                let at = sorted(written).and_then(|time| dump.clock.local(&time)).filter(|at| !at.is_unset());
                let record = PackageWarning {
                    at: at.map(|at| DeviceTime { written: written.to_owned(), ..at }),
                    written: written.to_owned(),
                    packages: named(text),
                    text: text.to_owned(),
                };
                let place = line.at.clone();
                out.record(place, record);
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_languages() {
        assert_eq!(sorted("2026/04/06 7:13").unwrap(), "2026-04-06 07:13:00");
        assert_eq!(sorted("12/26/25 10:56 AM").unwrap(), "2025-12-26 10:56:00");
        assert_eq!(sorted("3/30/19, 12:05\u{202f}AM").unwrap(), "2019-03-30 00:05:00");
        assert_eq!(sorted("30/03/2019 14:12").unwrap(), "2019-03-30 14:12:00");
        assert_eq!(sorted("30/3/19 2:12 PM").unwrap(), "2019-03-30 14:12:00");
        assert_eq!(sorted("4/4/19 2:12 PM").unwrap(), "2019-04-04 14:12:00");
        assert_eq!(sorted("1/1/70 12:03 AM").unwrap(), "1970-01-01 00:03:00");
        assert_eq!(sorted("12/31/69 4:03 PM").unwrap(), "1969-12-31 16:03:00");
        for written in [
            "03/04/2019 14:12",
            "3/4/19 2:12 PM",
            "19/3/12 14:12",
            "30.03.19 14:12",
            "",
            "3/30 2:12",
            "30/03/2019 2:12 pm",
        ] {
            assert_eq!(sorted(written), None, "{written}");
        }
    }

    #[test]
    fn names_of_packages() {
        assert_eq!(
            named("System package com.example.gone no longer exists; it's data will be wiped"),
            ["com.example.gone"]
        );
        assert_eq!(named("Adding duplicate user id: 10017 name=com.example.a"), ["com.example.a"]);
        let removed =
            "Destroying /data/user/0/com.example.b due to: com.example.PmException: Package com.example.b is unknown";
        assert_eq!(named(removed), ["com.example.b"]);
        assert!(named("No settings file; creating initial state").is_empty());
    }
}
