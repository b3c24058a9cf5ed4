//! The shutdown log begins later than the restarts that another log notes, or is empty: somebody may have emptied it, as
//! Pegasus did from 2022 on. Ordinary causes come first: iOS 26 writes the log anew at every start, and a forced restart
//! leaves no shutdown. A log that is not part of the evidence says nothing.
//!
//! iVerify compared the log with the starts that `containermanagerd` noted; here it is those of the installer, whose line for
//! a start is published. How many starts are enough is vigie's own choice.

use std::collections::BTreeSet;

use vigie_artifacts::ios::crash_reports::CrashEntry;
use vigie_artifacts::ios::mobile_installation::InstallationLine;
use vigie_artifacts::ios::shutdown_log::ShutdownEntry;
use vigie_model::{Level, Meaning, Timestamp};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct ShutdownLogShort;

/// So many restarts without a shutdown are more than a few that were forced.
const RESTARTS: usize = 3;
/// The installer's clock states no zone.
const ZONES: i64 = 14 * 3600;
/// From this version on the log is written anew at every start.
const OVERWRITTEN_SINCE: u32 = 26;

impl Heuristic for ShutdownLogShort {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "shutdown_log_short",
        version: 2,
        artifacts: &["ios_shutdown_log", "ios_mobile_installation", "ios_crash_reports"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Low,
        source: "iVerify, Key IOCs for Pegasus and Predator Spyware Cleaned With iOS 26 Update (2025)",
    };
}

/// Moments of both logs.
#[derive(Default)]
pub struct State {
    shutdowns: BTreeSet<Timestamp>,
    undated: bool,
    empty: bool,
    restarts: BTreeSet<Timestamp>,
    first: Option<Kept>,
    newest_version: Option<u32>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(line) = seen.get::<InstallationLine>() {
            if line.event == Some("restarted") {
                self.restarts.insert(line.at);
                if self.first.as_ref().and_then(|kept| kept.time).is_none_or(|first| line.at < first) {
                    self.first = Some(seen.keep());
                }
            }
        } else if let Some(ShutdownEntry::Shutdown(shutdown)) = seen.get::<ShutdownEntry>() {
            match shutdown.time {
                Some(at) => _ = self.shutdowns.insert(at),
                None => self.undated = true,
            }
        } else if let Some(ShutdownEntry::Empty(_)) = seen.get::<ShutdownEntry>() {
            self.empty = true;
        } else if let Some(CrashEntry::Report(report)) = seen.get::<CrashEntry>() {
            self.newest_version = self.newest_version.max(report.os_version.as_deref().and_then(major));
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let begins = self.shutdowns.first().copied();
        if begins.is_none() && (self.undated || !self.empty) {
            return;
        }
        let before = |at: &&Timestamp| {
            begins.is_none_or(|begins| at.unix_nanos() / 1_000_000_000 + ZONES < begins.unix_nanos() / 1_000_000_000)
        };
        let missing = self.restarts.iter().filter(before).count();
        let Some(kept) = self.first.take().filter(|_| missing >= RESTARTS) else {
            return;
        };
        let since = self.restarts.first().map_or_else(String::new, ToString::to_string);
        let (state, begins) = match begins {
            Some(begins) => ("begins", begins.to_string()),
            None => ("empty", "-".to_owned()),
        };
        // Only a version known to append makes it more than a remark.
        let appends = self.newest_version.is_some_and(|version| version < OVERWRITTEN_SINCE);
        let level = if appends { Level::Low } else { Level::Info };
        let count = missing.to_string();
        let version = match (appends, self.newest_version) {
            (true, _) => "appends",
            (false, Some(_)) => "overwrites",
            (false, None) => "unknown",
        };
        let args = [("state", state), ("begins", &begins), ("since", &since), ("count", &count), ("version", version)];
        out.add_at(level, kept, count.as_str(), &args);
    }
}

/// The line of `iPhone OS 17.5.1 (21F90)`.
fn major(version: &str) -> Option<u32> {
    let number = version.split(' ').find(|part| part.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split('.').next()?.parse().ok()
}
