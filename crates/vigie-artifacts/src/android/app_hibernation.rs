//! Applications that the system put to sleep because nobody had used them for months, and when each was last woken.
//!
//! Format: `dumpsys app_hibernation` (AOSP `AppHibernationService.dump`, `UserLevelState`, since Android 12): `User Level Hibernation
//! States, user=0`, below it `UserLevelState{packageName='com.example', hibernated=false', savedByte=0',
//! lastUnhibernated=2026-06-10 09:02:03}` (the quotes stand there so), local time, 1970 where it was never woken. What is
//! kept for all users together has only days and is passed over. Other readers: Perfetto (`dumpsys_app_hibernation_parser`).

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::lines::{between, value};
use super::{BESIDE, DUMPSTATE, DeviceTime, Part, each_section, local_time, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct AppHibernation;

/// One application of one user.
#[derive(Debug, Serialize)]
pub struct Hibernation {
    /// The user.
    pub user: Option<i64>,
    /// The application.
    pub package: String,
    /// It sleeps.
    pub hibernated: bool,
    /// When it was last woken.
    pub woken: Option<DeviceTime>,
}

impl Record for Hibernation {
    fn time(&self) -> Option<Timestamp> {
        DeviceTime::at(self.woken.as_ref())
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            see(Moment { what: "woken", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::app_id(&self.package));
    }

    fn summary(&self) -> String {
        let state = if self.hibernated { "was put to sleep, unused for months" } else { "is not asleep" };
        format!("{} {state}", self.package)
    }
}

impl Artifact for AppHibernation {
    type Record = Hibernation;
    const SPEC: Spec =
        Spec { id: "android_app_hibernation", version: 2, paths: DUMPSTATE, meaning: Meaning::Persistence };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Hibernation>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("app_hibernation")], out, |section, dump, out| {
            let mut user = None;
            for line in section.lines() {
                let text = line.trimmed();
                if text.starts_with("User Level Hibernation States") {
                    user = value(text, "user").and_then(|id| id.parse().ok());
                    if user.is_none() {
                        not_understood(&line, out);
                    }
                    continue;
                }
                let Some(state) = text.strip_prefix("UserLevelState{") else { continue };
                let package = between(state, "packageName='", "'").filter(|package| !package.is_empty());
                let hibernated = between(state, "hibernated=", "'").and_then(|word| word.parse().ok());
                let (Some(package), Some(hibernated)) = (package, hibernated) else {
                    not_understood(&line, out);
                    continue;
                };
                let woken = between(state, "lastUnhibernated=", "}");
                let woken = woken.and_then(|written| local_time(dump, written, &line.at, out));
                out.record(line.at.clone(), Hibernation { user, package: package.to_owned(), hibernated, woken });
            }
        })
    }
}
