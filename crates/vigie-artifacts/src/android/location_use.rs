//! Who asked for the position of the device since its start: how often it was told, for how long it was asked for, and how much
//! of that while the application was not in front.
//!
//! Format: `dumpsys location` (AOSP `LocationManagerService.dump`, `LocationEventLog.AggregateStats`, since Android 12): below
//! `Historical Aggregate Location Provider Data:` a provider (`gps:`), and deeper `10311/com.example[tag]: min/max interval = 0s/1s,
//! total/active/foreground duration = +15h13m41s259ms/+15h13m41s163ms/+40m41s545ms, locations = 163`. Before that (`LocationRequest
//! Statistics`): below `Historical Records by Provider:` lines `com.example: gps: Interval 0 seconds: Duration requested 34
//! total, 0 foreground, out of the last 34 minutes`, in Android 11 with the provider first. Positions themselves, which the service prints too, are not
//! read. Other readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::clock::duration;
use super::lines::{between, is_package};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct LocationUse;

/// What one application asked of one provider.
#[derive(Debug, Serialize)]
pub struct LocationRequests {
    /// Who.
    pub package: String,
    /// The user id in the kernel.
    pub uid: Option<i64>,
    /// What the application calls the part of it that asked.
    pub tag: Option<String>,
    /// Of which provider (`gps`, `network`, `fused`, `passive`).
    pub provider: String,
    /// How often it was told the position.
    pub locations: Option<u64>,
    /// For how long it asked, in seconds.
    pub asked_seconds: Option<i64>,
    /// For how much of that it was in front, in seconds.
    pub foreground_seconds: Option<i64>,
}

impl Record for LocationRequests {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        let often = self.locations.map_or_else(String::new, |count| format!(", told: {count}"));
        let long = self.asked_seconds.map_or_else(String::new, |seconds| format!(", for {seconds} s"));
        format!("{} asked for the position ({}){long}{often}", self.package, self.provider)
    }
}

/// `10311/com.example[tag]: min/max interval = …`.
fn since_12(text: &str, provider: &str) -> Option<LocationRequests> {
    let (who, rest) = text.split_once(": ")?;
    let (uid, name) = who.split_once('/')?;
    let (package, tag) = match name.split_once('[') {
        Some((package, tag)) => (package, Some(tag.trim_end_matches(']').to_owned())),
        None => (name, None),
    };
    if !is_package(package) {
        return None;
    }
    let durations = between(rest, "total/active/foreground duration = ", ", ")?;
    let mut durations = durations.split('/').map(|text| duration(text).map(|of| of.as_secs()));
    let (asked_seconds, foreground_seconds) = (durations.next()??, durations.nth(1)??);
    Some(LocationRequests {
        package: package.to_owned(),
        uid: Some(uid.parse().ok()?),
        tag,
        provider: provider.to_owned(),
        locations: Some(between(rest, "locations = ", "")?.trim().parse().ok()?),
        asked_seconds: Some(asked_seconds),
        foreground_seconds: Some(foreground_seconds),
    })
}

/// `com.example: gps: Interval 0 seconds: Duration requested 34 total, 0 foreground, out of the last 34 minutes`; in Android 11
/// `gps: com.example: tag: …`, until Android 8 `Duration requested 34 out of the last 34 minutes`.
fn before_12(text: &str) -> Option<LocationRequests> {
    let (names, rest) = text.split_once(": Duration requested ")?;
    let mut names = names.split(": ");
    let (first, second, third) = (names.next()?, names.next()?, names.next());
    let (package, provider, tag) = if is_package(first) {
        (first, second, None)
    } else {
        (second, first, third.filter(|of| !of.contains("nterval ")))
    };
    if !is_package(package) {
        return None;
    }
    let minutes = rest.split(" out of the last").next()?.trim_end_matches(',');
    let (total, foreground) = match minutes.split_once(" total, ") {
        Some((total, rest)) => (total, Some(rest.strip_suffix(" foreground")?)),
        None => (minutes, None),
    };
    let seconds = |text: &str| text.trim().parse::<i64>().ok()?.checked_mul(60);
    Some(LocationRequests {
        package: package.to_owned(),
        uid: None,
        tag: tag.map(str::to_owned),
        provider: provider.to_owned(),
        locations: None,
        asked_seconds: Some(seconds(total)?),
        foreground_seconds: match foreground {
            Some(text) => Some(seconds(text)?),
            None => None,
        },
    })
}

/// The list the reader is in.
enum List {
    None,
    Since12 { indent: usize, provider: Option<String> },
    Before12 { indent: usize },
}

impl Artifact for LocationUse {
    type Record = LocationRequests;
    const SPEC: Spec = Spec { id: "android_location_use", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, LocationRequests>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("location")], out, |section, _, out| {
            let mut list = List::None;
            for line in section.lines() {
                let (text, indent) = (line.trimmed(), line.indent());
                match text {
                    "" => continue,
                    "Historical Aggregate Location Provider Data:" => {
                        list = List::Since12 { indent, provider: None };
                        continue;
                    }
                    "Historical Records by Provider:" => {
                        list = List::Before12 { indent };
                        continue;
                    }
                    _ => {}
                }
                let found = match &mut list {
                    List::None => continue,
                    List::Since12 { indent: of_list, .. } | List::Before12 { indent: of_list }
                        if indent <= *of_list =>
                    {
                        list = List::None;
                        continue;
                    }
                    List::Since12 { provider, .. } => match text.strip_suffix(':').filter(|name| !name.contains('/')) {
                        Some(name) => {
                            *provider = Some(name.to_owned());
                            continue;
                        }
                        None => provider.as_deref().and_then(|provider| since_12(text, provider)),
                    },
                    List::Before12 { .. } => before_12(text),
                };
                match found {
                    Some(found) => out.record(line.at.clone(), found),
                    None => not_understood(&line, out),
                }
            }
        })
    }
}
