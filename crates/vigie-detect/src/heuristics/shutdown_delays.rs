//! Shutdowns that had to wait again and again. One statement for each log: a few waits are ordinary, and busy programs of
//! iOS cause them too.

use std::collections::BTreeMap;

use vigie_artifacts::ios::shutdown_log::ShutdownEntry;
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct ShutdownDelays;

/// Kaspersky's iShutdown reports a shutdown from so many notices on.
const NOTICES: u64 = 3;
/// More than so many are unusual, by the same authors' report.
const UNUSUAL: u64 = 4;

impl Heuristic for ShutdownDelays {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "shutdown_delays",
        version: 1,
        artifacts: &["ios_shutdown_log"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "Kaspersky, A lightweight method to detect potential iOS malware (2024), and iShutdown",
    };
}

/// Shutdowns of each log.
#[derive(Default)]
pub struct State {
    logs: BTreeMap<String, Log>,
}

#[derive(Default)]
struct Log {
    shutdowns: u64,
    delayed: u64,
    longest: Option<(u64, Kept)>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(ShutdownEntry::Shutdown(shutdown)) = seen.get::<ShutdownEntry>() else {
            return;
        };
        let log = match self.logs.get_mut(seen.source) {
            Some(log) => log,
            None => self.logs.entry(seen.source.to_owned()).or_default(),
        };
        log.shutdowns = log.shutdowns.saturating_add(1);
        if shutdown.lists < NOTICES {
            return;
        }
        log.delayed = log.delayed.saturating_add(1);
        if log.longest.as_ref().is_none_or(|(lists, _)| shutdown.lists > *lists) {
            log.longest = Some((shutdown.lists, seen.keep()));
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for log in std::mem::take(&mut self.logs).into_values() {
            let Some((lists, kept)) = log.longest else {
                continue;
            };
            let level = if lists > UNUSUAL { Level::Low } else { Level::Info };
            let (notices, delayed, shutdowns) = (lists.to_string(), log.delayed.to_string(), log.shutdowns.to_string());
            let args = [("notices", notices.as_str()), ("delayed", &delayed), ("shutdowns", &shutdowns)];
            out.add_at(level, kept, notices.as_str(), &args);
        }
    }
}
