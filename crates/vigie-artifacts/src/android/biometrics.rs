//! Fingerprints and faces: how many are enrolled for each user, and how often one was taken, refused, and locked out.
//!
//! Numbers are counted since the last start. Of faces the last hundred attempts are listed with their times; of both there is
//! a list of what happened, in order and without times.
//!
//! Format: `dumpsys fingerprint` and `dumpsys face`. One line of JSON for each sensor, `{"service":"FingerprintProvider","prints":
//! [{"id":0,"count":2,"accept":41,"reject":3,"acquire":90,"lockout":0,"permanentLockout":0,"acceptCrypto":1,…}]}` (AOSP
//! `FingerprintService.dumpInternal` since Android 6, `FingerprintProvider` and `FaceProvider` since 12, with `Dumping for sensorId:
//! 0, …` before it; `id` is the user, what ends in `Crypto` was asked for by an application to open a key; makers add numbers
//! of their own). Since Android 13 between `---AuthSessionCoordinator logs begin---` and `… end` the last hundred calls, `#12
//! lockOutFor(userId=0, biometricStrength=15, sensorId=0, requestId=4)`, and `UserId=0, {(BIOMETRIC_STRONG,
//! permanentLockout=false, timedLockout=true), …}`: one list for all sensors, printed for each. Attempts with a face (AOSP
//! `face/UsageStats`): `Start: 1716500000000<tab>Latency: 512<tab>Authenticated: true<tab>Error: 0<tab>VendorCode: 0<tab>User: 0`.
//! Other readers: none.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use super::lines::{TextLine, between};
use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Biometrics;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    /// The face.
    Face,
    /// A finger.
    Fingerprint,
}

impl Trait {
    fn word(self) -> &'static str {
        match self {
            Self::Face => "face",
            Self::Fingerprint => "fingerprint",
        }
    }
}

/// The numbers of one user at one sensor.
#[derive(Debug, Serialize)]
pub struct Counts {
    /// What the sensor looks at.
    pub of: Trait,
    /// The number of the sensor.
    pub sensor: Option<i64>,
    /// The user.
    pub user: i64,
    /// How many are enrolled.
    pub enrolled: Option<i64>,
    /// How often one was taken.
    pub accepted: Option<i64>,
    /// How often one was refused.
    pub rejected: Option<i64>,
    /// How often too many were refused, so that whoever tried had to wait.
    pub lockouts: Option<i64>,
    /// How often so many were refused that the code was asked for.
    pub permanent_lockouts: Option<i64>,
    /// How often one was taken for a key of an application.
    pub accepted_for_key: Option<i64>,
    /// How often one was refused for a key of an application.
    pub rejected_for_key: Option<i64>,
}

/// What happened, without its time.
#[derive(Debug, Serialize)]
pub struct SensorEvent {
    /// Its number: a later one is higher.
    pub number: i64,
    /// `accepted`, `locked_out`, `locked_out_for_a_time`, `lockout_ended`.
    pub event: &'static str,
    /// The user.
    pub user: i64,
    /// The sensor.
    pub sensor: Option<i64>,
}

/// A user for whom a class of sensors was locked when the report was made.
#[derive(Debug, Serialize)]
pub struct Locked {
    /// The user.
    pub user: i64,
    /// The class (`BIOMETRIC_STRONG`).
    pub class: String,
    /// Until the code is entered, not for a time.
    pub until_code: bool,
}

/// One attempt with a face.
#[derive(Debug, Serialize)]
pub struct FaceAttempt {
    /// When it began.
    pub at: Option<Timestamp>,
    /// Milliseconds it took.
    pub took: Option<i64>,
    /// The user.
    pub user: i64,
    /// It was taken.
    pub accepted: bool,
    /// Why it ended, as a number of the system; none if the face was refused.
    pub error: Option<i64>,
}

/// What is told.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Biometric {
    /// Numbers.
    Counts(Counts),
    /// An event.
    Event(SensorEvent),
    /// A lock.
    Locked(Locked),
    /// An attempt.
    Attempt(FaceAttempt),
}

impl Record for Biometric {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Attempt(attempt) => attempt.at,
            _ => None,
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            see(Moment { what: "began", at });
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        match self {
            Self::Counts(counts) => {
                let number = |number: Option<i64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
                format!(
                    "{} of user {}: enrolled {}, taken {}, refused {}, locked out {}",
                    counts.of.word(),
                    counts.user,
                    number(counts.enrolled),
                    number(counts.accepted),
                    number(counts.rejected),
                    number(counts.lockouts),
                )
            }
            Self::Event(event) => format!("biometrics of user {}: {}", event.user, event.event.replace('_', " ")),
            Self::Locked(locked) => {
                let how = if locked.until_code { "until the code is entered" } else { "for a time" };
                format!("biometrics of user {} are locked {how}: {}", locked.user, locked.class)
            }
            Self::Attempt(attempt) => {
                let outcome = match (attempt.accepted, attempt.error) {
                    (true, _) => "taken".to_owned(),
                    (false, None) => "refused".to_owned(),
                    (false, Some(error)) => format!("ended by error {error}"),
                };
                format!("face of user {}: {outcome}", attempt.user)
            }
        }
    }
}

/// The line of JSON.
#[derive(Deserialize)]
struct Printed {
    prints: Vec<OfUser>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfUser {
    id: i64,
    count: Option<i64>,
    accept: Option<i64>,
    reject: Option<i64>,
    lockout: Option<i64>,
    permanent_lockout: Option<i64>,
    accept_crypto: Option<i64>,
    reject_crypto: Option<i64>,
}

/// The calls that say what became of an attempt.
const CALLS: &[(&str, &str)] = &[
    ("authenticatedFor", "accepted"),
    ("lockOutFor", "locked_out"),
    ("lockOutTimedFor", "locked_out_for_a_time"),
    ("resetLockoutFor", "lockout_ended"),
];

/// Events and locks that are remembered, so that what is printed for each sensor is told once.
const MOST: usize = 10_000;

/// A number behind a name, up to whatever follows it.
fn number_of(text: &str, name: &str) -> Option<i64> {
    let rest = between(text, name, "")?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// `#12    lockOutFor(userId=0, biometricStrength=15, sensorId=0, requestId=4)`, if it is a call that says something; `Err` if it is none.
fn event(text: &str) -> Result<Option<SensorEvent>, ()> {
    let (number, rest) = text.strip_prefix('#').and_then(|text| text.split_once(' ')).ok_or(())?;
    let number = number.parse().map_err(drop)?;
    let (call, arguments) = rest.split_once('(').ok_or(())?;
    let Some((_, event)) = CALLS.iter().find(|(name, _)| *name == call.trim_start()) else { return Ok(None) };
    let user = number_of(arguments, "userId=").ok_or(())?;
    Ok(Some(SensorEvent { number, event, user, sensor: number_of(arguments, "sensorId=") }))
}

/// `UserId=0, {(BIOMETRIC_STRONG, permanentLockout=false, timedLockout=true), …}`, in which the last is
/// `timedLockoutRemaining=1200ms` in some versions.
fn locked(text: &str) -> Option<Vec<Locked>> {
    let (user, classes) = text.strip_prefix("UserId=")?.split_once(", {")?;
    let user = user.parse().ok()?;
    let mut all = Vec::new();
    for class in classes.split('(').skip(1) {
        let (class, _) = class.split_once(')')?;
        let (name, rest) = class.split_once(", permanentLockout=")?;
        let (until_code, rest) = rest.split_once(", ")?;
        let timed = rest.split_once('=').filter(|(name, _)| name.starts_with("timedLockout"))?.1;
        let (until_code, timed) = (until_code == "true", !["false", "none"].contains(&timed));
        if until_code || timed {
            all.push(Locked { user, class: name.to_owned(), until_code });
        }
    }
    Some(all)
}

/// An attempt with a face.
fn attempt(text: &str) -> Option<FaceAttempt> {
    let field = |name: &str| text.split('\t').find_map(|part| part.strip_prefix(name));
    let error = field("Error: ")?.parse().ok()?;
    Some(FaceAttempt {
        at: Timestamp::from_unix_millis(field("Start: ")?.parse().ok()?),
        took: field("Latency: ").and_then(|took| took.parse().ok()),
        user: field("User: ")?.parse().ok()?,
        accepted: field("Authenticated: ")?.parse().ok()?,
        error: (error != 0).then_some(error),
    })
}

/// What was told already.
#[derive(Default)]
struct Told {
    events: BTreeSet<(i64, String)>,
    locked: BTreeSet<(i64, String)>,
    /// The lines are between the marks of the list of calls.
    in_calls: bool,
}

impl Told {
    /// Whether something is new. What is beyond the limit is told again.
    fn is_new(told: &mut BTreeSet<(i64, String)>, number: i64, text: &str) -> bool {
        let key = (number, text.to_owned());
        if told.len() < MOST { told.insert(key) } else { !told.contains(&key) }
    }

    /// Reads a line; `None` if it is not understood, else whether it was one of those that are read.
    fn line(
        &mut self,
        of: Trait,
        sensor: &mut Option<i64>,
        line: &TextLine<'_>,
        out: &mut Out<'_, Biometric>,
    ) -> Option<bool> {
        let text = line.trimmed();
        let mut tell = |record| out.record(line.at.clone(), record);
        if text.starts_with("Dumping for sensorId: ") {
            *sensor = number_of(text, "Dumping for sensorId: ");
            sensor.as_ref()?;
        } else if text.starts_with("{\"service\"") {
            let printed: Printed = match serde_json::from_str(text) {
                Ok(printed) => printed,
                Err(error) => {
                    out.problem(ProblemCode::JsonDamaged, line.at.clone(), error.to_string());
                    return Some(true);
                }
            };
            for user in printed.prints {
                tell(Biometric::Counts(Counts {
                    of,
                    sensor: *sensor,
                    user: user.id,
                    enrolled: user.count,
                    accepted: user.accept,
                    rejected: user.reject,
                    lockouts: user.lockout,
                    permanent_lockouts: user.permanent_lockout,
                    accepted_for_key: user.accept_crypto,
                    rejected_for_key: user.reject_crypto,
                }));
            }
        } else if text.starts_with("---AuthSessionCoordinator logs ") {
            self.in_calls = text.contains(" begin");
        } else if self.in_calls && text.starts_with('#') {
            if let Some(event) = event(text).ok()?
                && Self::is_new(&mut self.events, event.number, text)
            {
                tell(Biometric::Event(event));
            }
        } else if text.starts_with("UserId=") {
            for locked in locked(text)? {
                if Self::is_new(&mut self.locked, locked.user, &locked.class) {
                    tell(Biometric::Locked(locked));
                }
            }
        } else if text.starts_with("Start: ") && text.contains("\tAuthenticated: ") {
            let attempt = attempt(text)?;
            if attempt.at.is_none() {
                out.problem(ProblemCode::TimeImplausible, line.at.clone(), "not a time");
            }
            out.record(line.at.clone(), Biometric::Attempt(attempt));
        } else {
            return Some(false);
        }
        Some(true)
    }
}

impl Artifact for Biometrics {
    type Record = Biometric;
    const SPEC: Spec = Spec { id: "android_biometrics", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Biometric>) -> Result<(), ParseError> {
        let mut told = Told::default();
        each_section(file, &[Part::Service("face"), Part::Service("fingerprint")], out, |section, _, out| {
            let of = if section.name == "face" { Trait::Face } else { Trait::Fingerprint };
            let (mut sensor, mut any, mut other) = (None, false, None);
            told.in_calls = false;
            for line in section.lines() {
                let read = told.line(of, &mut sensor, &line, out);
                any |= read != Some(false);
                if read.is_none() {
                    not_understood(&line, out);
                }
                if !any && other.is_none() && !line.trimmed().is_empty() {
                    other = Some(line);
                }
            }
            if let Some(line) = other.filter(|_| !any) {
                not_understood(&line, out);
            }
        })
    }
}
