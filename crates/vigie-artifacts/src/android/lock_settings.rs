//! The lock of each user: what kind it is, when it was last changed, how often it was guessed wrongly, and whether something
//! else than the code can open it.
//!
//! A token (“escrow token”) opens the lock, and sets a new one, in the place of the code. The system lets an application have one
//! only where an organisation manages the user, and in cars.
//!
//! Format: `dumpsys lock_settings` (AOSP `LockSettingsService.dump`). Until Android 9 only `SP Handle = …` and `SID = …`
//! below `User 0`. From Android 11 in chapters: `User State:` with `SP Handle: 5f0e…` (from 13 `LSKF-based SP protector ID: …`),
//! `Last changed: 2021-07-28 20:22:36 (b821…)` (`LSKF last changed: … (previous protector: …)`), `SID: …`, `CredentialType: Pin`;
//! `Storage:` with the files of each user (`186 2021-07-28 20:22:36 05f0ef3437a85f55.spblob`); `StrongAuth:` with `userId=0,
//! primaryAuthFlags=8`; `RebootEscrow:` with what was done so that an update can restart the device without the code (`Event
//! #0`, ` time=…`, ` event=Requested LSKF`, ` user=0`); since Android 16, where it is switched on, `SoftwareRateLimiter:` with
//! `numFailures=3` since the last right code. Chapters are indented differently from version to version, so that only their
//! headings count. What the files are: AOSP `SyntheticPasswordManager` (each way to open the lock has a `.spblob`, only one by
//! code has a `.pwd`; `e0` and `p1` are deleted where tokens are not allowed). Dates are local, the last wrong code is counted
//! since boot. Other readers: none.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{TextLine, between};
use super::strong_auth::reasons;
use super::{BESIDE, DUMPSTATE, DeviceTime, Dumpstate, Part, each_section, local_time, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct LockSettings;

/// The lock of one user.
#[derive(Debug, Default, Serialize)]
pub struct UserLock {
    /// The user (0 is the owner; below zero it is a code that outlives a reset).
    pub user: i64,
    /// A code is set; before Android 11 only this is told.
    pub has_code: Option<bool>,
    /// `none`, `pattern`, `pin`, `password`.
    pub credential: Option<String>,
    /// When the code was last changed.
    pub changed: Option<DeviceTime>,
    /// A profile has a code of its own.
    pub separate: Option<bool>,
    /// Why the code is asked for and nothing else is taken.
    pub strong_auth: Vec<String>,
    /// Wrong codes since the last right one; the same one again within minutes does not count.
    pub wrong_codes: Option<u64>,
    /// Wrong codes that had been tried within minutes before, since the last right one or the last start.
    pub repeated_codes: Option<u64>,
    /// When the last wrong code was tried, if that was after the last start.
    pub last_wrong: Option<Timestamp>,
    /// Until when no code is taken.
    pub blocked_until: Option<Timestamp>,
    /// Tokens are possible.
    pub tokens_possible: Option<bool>,
    /// What opens the lock in the place of the code.
    pub tokens: Vec<EscrowToken>,
}

/// What opens a lock in the place of its code.
#[derive(Debug, Serialize)]
pub struct EscrowToken {
    /// Its number.
    pub id: String,
    /// When it was last written.
    pub written: Option<DeviceTime>,
}

/// A step by which an update can restart the device without asking for the code.
#[derive(Debug, Default, Serialize)]
pub struct RebootStep {
    /// When.
    pub at: Option<DeviceTime>,
    /// Which (`Requested LSKF`, `Retrieved LSKF for user` …).
    pub step: String,
    /// Of which user.
    pub user: Option<i64>,
}

/// What is told.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum LockEntry {
    /// A lock.
    Lock(UserLock),
    /// A step towards a restart.
    Reboot(RebootStep),
}

impl Record for LockEntry {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Lock(lock) => lock.last_wrong.or(DeviceTime::at(lock.changed.as_ref())),
            Self::Reboot(step) => DeviceTime::at(step.at.as_ref()),
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let mut tell = |what, at: Option<Timestamp>| {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        };
        match self {
            Self::Lock(lock) => {
                tell("code_changed", DeviceTime::at(lock.changed.as_ref()));
                tell("wrong_code", lock.last_wrong);
                for token in &lock.tokens {
                    tell("token_written", DeviceTime::at(token.written.as_ref()));
                }
            }
            Self::Reboot(step) => tell("prepared", DeviceTime::at(step.at.as_ref())),
        }
    }

    fn observables(&self, _see: &mut dyn FnMut(Observable<'_>)) {}

    fn summary(&self) -> String {
        match self {
            Self::Lock(lock) => lock.words(),
            Self::Reboot(step) => {
                let user = step.user.map(|user| format!(", user {user}")).unwrap_or_default();
                format!("restart without the code: {}{user}", step.step)
            }
        }
    }
}

impl UserLock {
    fn words(&self) -> String {
        let kind = match (self.credential.as_deref(), self.has_code) {
            (Some(credential), _) => credential,
            (None, Some(true)) => "a code is set",
            (None, Some(false)) => "no code is set",
            (None, None) => "its kind is not told",
        };
        let wrong = self.wrong_codes.map(|count| format!(", wrong codes: {count}")).unwrap_or_default();
        let tokens = match self.tokens.len() {
            0 => String::new(),
            count => format!(", tokens that open it: {count}"),
        };
        // Codes that belong to the device and not to a user have numbers below zero.
        let of = if self.user < 0 { "the device" } else { "user" };
        format!("lock of {of} {}: {kind}{wrong}{tokens}", self.user)
    }
}

/// What the next lines tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chapter {
    Users,
    Storage,
    StrongAuth,
    Reboot,
    Guesses,
    Other,
}

impl Chapter {
    fn of(text: &str) -> Option<Self> {
        Some(match text {
            "User State:" => Self::Users,
            "Storage:" => Self::Storage,
            "StrongAuth:" => Self::StrongAuth,
            "RebootEscrow:" => Self::Reboot,
            "SoftwareRateLimiter:" => Self::Guesses,
            "Keys in namespace:" => Self::Other,
            _ if text.starts_with("PasswordHandleCount:") => Self::Other,
            _ => return None,
        })
    }
}

/// How often one code was guessed.
#[derive(Default)]
struct Guesses {
    /// The way to open the lock that was tried.
    of: String,
    wrong: Option<u64>,
    repeated: Option<u64>,
    last: Option<Timestamp>,
    until: Option<Timestamp>,
}

/// A file beside the lock.
struct LockFile {
    /// The way to open the lock it belongs to.
    of: String,
    kind: String,
    written: Option<DeviceTime>,
}

/// What is known of a user so far.
struct Known {
    at: Place,
    lock: UserLock,
    /// The way to open the lock by code, now and before.
    by_code: Option<String>,
    by_code_before: Option<String>,
    guesses: Vec<Guesses>,
    /// Its files, where they are listed.
    files: Option<Vec<LockFile>>,
}

/// A section that is being read.
struct Reading<'d> {
    dump: &'d Dumpstate,
    chapter: Chapter,
    user: Option<i64>,
    users: BTreeMap<i64, Known>,
    steps: Vec<(Place, RebootStep)>,
}

/// `5f0ef3437a85f55` with all its digits.
fn sixteen(text: &str) -> Option<String> {
    u64::from_str_radix(text.trim(), 16).ok().map(|number| format!("{number:016x}"))
}

/// The way that no code or token has.
const NO_WAY: &str = "0000000000000000";

/// Users, files of each, and steps: more than any device has. A line that says of more is not understood.
const MOST: usize = 2000;

/// Adds to a list that is not full.
fn push<T>(list: &mut Vec<T>, item: T) -> Option<()> {
    (list.len() < MOST).then(|| list.push(item))
}

impl Reading<'_> {
    /// What is known of a user, who may be new.
    fn open(&mut self, user: i64, at: &Place) -> Option<&mut Known> {
        if self.users.len() >= MOST && !self.users.contains_key(&user) {
            return None;
        }
        Some(self.users.entry(user).or_insert_with(|| Known {
            at: at.clone(),
            lock: UserLock { user, ..UserLock::default() },
            by_code: None,
            by_code_before: None,
            guesses: Vec::new(),
            files: None,
        }))
    }

    /// What is known of the user whose lines are read.
    fn known(&mut self) -> Option<&mut Known> {
        self.users.get_mut(&self.user?)
    }

    fn line(&mut self, line: &TextLine<'_>, out: &mut Out<'_, LockEntry>) {
        let text = line.trimmed();
        if text.is_empty() {
            return;
        }
        if let Some(chapter) = Chapter::of(text) {
            (self.chapter, self.user) = (chapter, None);
            return;
        }
        let understood = match self.chapter {
            Chapter::Users => self.of_user(text, &line.at, out),
            Chapter::Storage => self.of_storage(text, &line.at, out),
            Chapter::StrongAuth => self.of_strong_auth(text, &line.at),
            Chapter::Reboot => self.of_reboot(text, &line.at, out),
            Chapter::Guesses => self.of_guesses(text, &line.at),
            Chapter::Other => Some(()),
        };
        if understood.is_none() {
            not_understood(line, out);
        }
    }

    fn of_user(&mut self, text: &str, at: &Place, out: &mut Out<'_, LockEntry>) -> Option<()> {
        if let Some(id) = text.strip_prefix("User ") {
            self.user = id.parse().ok();
            return self.open(self.user?, at).map(drop);
        }
        // Makers add lines of their own.
        let Some((name, value)) = text.split_once(": ").or_else(|| text.split_once(" = ")) else { return Some(()) };
        let dump = self.dump;
        match name {
            "LSKF-based SP protector ID" | "SP Handle" => self.known()?.by_code = Some(sixteen(value)?),
            "LSKF last changed" | "Last changed" => {
                let known = self.known()?;
                let (when, before) = value.split_once(" (")?;
                known.by_code_before = before.trim_end_matches(')').split(' ').next_back().and_then(sixteen);
                known.lock.changed = local_time(dump, when, at, out);
            }
            "SID" => self.known()?.lock.has_code = Some(sixteen(value)? != NO_WAY),
            "CredentialType" => self.known()?.lock.credential = Some(value.trim().to_ascii_lowercase()),
            "SeparateChallenge" => self.known()?.lock.separate = Some(value.trim().parse().ok()?),
            _ => {}
        }
        Some(())
    }

    fn of_storage(&mut self, text: &str, at: &Place, out: &mut Out<'_, LockEntry>) -> Option<()> {
        if let Some((id, _)) = text.strip_prefix("User ").and_then(|rest| rest.split_once(" [")) {
            self.user = id.parse().ok();
            self.open(self.user?, at)?.files = Some(Vec::new());
            return Some(());
        }
        if text == "[Not found]" {
            self.known()?.files = None;
            return Some(());
        }
        let mut words = text.split_ascii_whitespace();
        let (length, date, time) = (words.next()?, words.next()?, words.next()?);
        let (name, None) = (words.next()?, words.next()) else { return None };
        length.parse::<u64>().ok()?;
        // Files of makers may have other names.
        let Some((of, kind)) = name.split_once('.').and_then(|(of, kind)| Some((sixteen(of)?, kind))) else {
            return Some(());
        };
        let dump = self.dump;
        let files = self.known()?.files.as_mut()?;
        let written = local_time(dump, &format!("{date} {time}"), at, out);
        push(files, LockFile { of, kind: kind.to_owned(), written })
    }

    fn of_strong_auth(&mut self, text: &str, at: &Place) -> Option<()> {
        let Some((id, rest)) = text.strip_prefix("userId=").and_then(|rest| rest.split_once(", ")) else {
            return text.ends_with(" state:").then_some(());
        };
        let (name, value) = rest.split_once('=')?;
        if name.ends_with("AuthFlags") {
            self.open(id.parse().ok()?, at)?.lock.strong_auth = reasons(value)?;
        }
        Some(())
    }

    fn of_reboot(&mut self, text: &str, at: &Place, out: &mut Out<'_, LockEntry>) -> Option<()> {
        if text.starts_with("Event #") {
            return push(&mut self.steps, (at.clone(), RebootStep::default()));
        }
        let Some((name, value)) = text.split_once('=') else { return Some(()) };
        let step = self.steps.last_mut().map(|(_, step)| step);
        match name {
            "time" => {
                let when = value.split_once(" (").map_or(value, |(when, _)| when);
                step?.at = local_time(self.dump, when, at, out);
            }
            "event" => value.clone_into(&mut step?.step),
            "user" => step?.user = Some(value.parse().ok()?),
            _ => {}
        }
        Some(())
    }

    fn of_guesses(&mut self, text: &str, at: &Place) -> Option<()> {
        if text.starts_with("userId=") {
            self.user = between(text, "userId=", ",").and_then(|id| id.parse().ok());
            let of = between(text, "protectorId=", "").and_then(sixteen)?;
            return push(&mut self.open(self.user?, at)?.guesses, Guesses { of, ..Guesses::default() });
        }
        let Some((name, value)) = text.split_once('=') else { return Some(()) };
        let since_boot = |value: &str| -> Option<Option<Timestamp>> {
            let since: SignedDuration = value.parse().ok()?;
            // Zero says that there was none.
            Some(
                (!since.is_zero())
                    .then_some(since)
                    .and_then(|since| self.dump.clock.since_boot(i64::try_from(since.as_millis()).ok()?)),
            )
        };
        let (last, until) = match name {
            "timeSinceBootOfLastFailure" => (since_boot(value)?, None),
            "lockoutEndTime" => (None, since_boot(value)?),
            _ => (None, None),
        };
        let guesses = self.known().and_then(|known| known.guesses.last_mut());
        match name {
            "numFailures" => guesses?.wrong = Some(value.parse().ok()?),
            "numDuplicateWrongGuesses" => guesses?.repeated = Some(value.parse().ok()?),
            "timeSinceBootOfLastFailure" => guesses?.last = last,
            "lockoutEndTime" => guesses?.until = until,
            _ => {}
        }
        Some(())
    }

    fn finish(self, section: &Place, out: &mut Out<'_, LockEntry>) {
        if self.users.is_empty() {
            out.problem(ProblemCode::NotTheFormat, section.clone(), "no user is told of");
        }
        for known in self.users.into_values() {
            out.record(known.at.clone(), LockEntry::Lock(known.lock()));
        }
        for (at, step) in self.steps {
            if step.step.is_empty() {
                out.problem(ProblemCode::LineNotUnderstood, at, "an event without a name");
            } else {
                out.record(at, LockEntry::Reboot(step));
            }
        }
    }
}

impl Known {
    fn lock(self) -> UserLock {
        let Self { mut lock, by_code, by_code_before, guesses, files, .. } = self;
        // Of several codes, the one that opens the lock now.
        let now = |guesses: &Guesses| (Some(&guesses.of) == by_code.as_ref(), guesses.wrong);
        if let Some(guesses) = guesses.into_iter().max_by_key(now) {
            lock.wrong_codes = guesses.wrong;
            lock.repeated_codes = guesses.repeated;
            lock.last_wrong = guesses.last;
            lock.blocked_until = guesses.until;
        }
        let Some(files) = files else { return lock };
        let of_kind = |kind: &'static str| files.iter().filter(move |file| file.kind == kind);
        let has = |kind| of_kind(kind).any(|file| file.of == NO_WAY);
        lock.tokens_possible = Some(has("e0") && has("p1"));
        // Which way is that of the code must be known, or it would count as a token where the code is empty.
        let Some(by_code) = by_code.filter(|way| way != NO_WAY) else { return lock };
        let mut codes: BTreeSet<&str> = of_kind("pwd").map(|file| file.of.as_str()).collect();
        codes.extend([NO_WAY, by_code.as_str()].into_iter().chain(by_code_before.as_deref()));
        let tokens = of_kind("spblob").filter(|file| !codes.contains(file.of.as_str()));
        lock.tokens = tokens.map(|file| EscrowToken { id: file.of.clone(), written: file.written.clone() }).collect();
        lock
    }
}

impl Artifact for LockSettings {
    type Record = LockEntry;
    const SPEC: Spec = Spec { id: "android_lock_settings", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, LockEntry>) -> Result<(), ParseError> {
        each_section(file, &[Part::Service("lock_settings")], out, |section, dump, out| {
            let mut reading =
                Reading { dump, chapter: Chapter::Users, user: None, users: BTreeMap::new(), steps: Vec::new() };
            for line in section.lines() {
                reading.line(&line, out);
            }
            reading.finish(&section.place(), out);
        })
    }
}
