//! Wrong codes of the lock that were tried since the right one was last entered.
//!
//! From five on the system makes whoever tries them wait (AOSP `SoftwareRateLimiter`), and this is where vigie begins. Versions that do
//! not count tell only that somebody had to wait, which refused fingers and faces bring about as well.

use std::collections::BTreeMap;

use vigie_artifacts::android::lock_settings::LockEntry;
use vigie_artifacts::android::strong_auth::AFTER_LOCKOUT;
use vigie_artifacts::android::trust::TrustEntry;
use vigie_model::{Level, Meaning, Timestamp};

use super::times::minute;
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Wrong codes that are told.
const WRONG: u64 = 5;

/// Users that are remembered.
const MOST: usize = 1000;

/// See the module.
pub struct AndroidLockGuessed;

impl Heuristic for AndroidLockGuessed {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_lock_guessed",
        version: 1,
        artifacts: &["android_lock_settings", "android_trust"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "MITRE ATT&CK for Mobile, T1461 Lockscreen Bypass; Android Open Source Project, SoftwareRateLimiter and LockPatternUtils.StrongAuthTracker; number: vigie",
    };
}

/// What is told of a user.
struct Guessed {
    /// How many wrong codes, where they are counted.
    wrong: Option<u64>,
    last: Option<Timestamp>,
    kept: Kept,
}

impl Guessed {
    /// What counts them says more; of two, the one with more.
    fn rank(&self) -> (Option<u64>, std::cmp::Reverse<(&'static str, &str, &vigie_model::Place)>) {
        (self.wrong, std::cmp::Reverse((self.kept.artifact, &self.kept.source, &self.kept.place)))
    }
}

/// Users whose lock was guessed.
#[derive(Default)]
pub struct State(BTreeMap<i64, Guessed>);

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let (user, wrong, last, waits) = if let Some(LockEntry::Lock(lock)) = seen.get() {
            (Some(lock.user), lock.wrong_codes, lock.last_wrong, &lock.strong_auth)
        } else if let Some(TrustEntry::User(user)) = seen.get() {
            (user.user, None, None, &user.strong_auth)
        } else {
            return;
        };
        let wrong = wrong.filter(|count| *count >= WRONG);
        let has_waited = || waits.iter().any(|reason| reason == AFTER_LOCKOUT);
        // Below zero it is no user, but a code that is asked for after a reset or a repair.
        let Some(user) = user.filter(|user| *user >= 0 && (wrong.is_some() || has_waited())) else { return };
        if self.0.len() >= MOST && !self.0.contains_key(&user) {
            return seen.forget();
        }
        let guessed = Guessed { wrong, last, kept: seen.keep() };
        match self.0.get_mut(&user) {
            Some(known) if known.rank() >= guessed.rank() => {}
            Some(known) => *known = guessed,
            None => drop(self.0.insert(user, guessed)),
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (user, Guessed { wrong, last, kept }) in std::mem::take(&mut self.0) {
            let (user, at) = (user.to_string(), minute(last));
            let count = wrong.map_or_else(|| "-".to_owned(), |count| count.to_string());
            let (level, what) = match (wrong, last) {
                (Some(_), Some(_)) => (Level::Low, "counted"),
                (Some(_), None) => (Level::Low, "counted_before"),
                (None, _) => (Level::Info, "waited"),
            };
            let args = [("what", what), ("user", user.as_str()), ("count", &count), ("at", &at)];
            out.add_at(level, kept, format!("user {user}"), &args);
        }
    }
}
