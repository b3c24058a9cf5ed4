//! Event logs that were cleared. Windows notes who did it as the first event of the empty log, or in the log System.
//!
//! NotPetya cleared four of them (`wevtutil cl`) before it restarted a computer. One log that was cleared is a remark, the log
//! Security or three of them a lead: that number is vigie's own.

use std::collections::BTreeSet;

use vigie_artifacts::windows::events::cleared::LogCleared;
use vigie_model::{Level, Meaning};

use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct WindowsLogCleared;

/// So many different logs are a lead.
const MANY: usize = 3;

impl Heuristic for WindowsLogCleared {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "windows_log_cleared",
        version: 1,
        artifacts: &["windows_events_cleared"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Medium,
        source: "Microsoft, 1102(S): The audit log was cleared; MITRE ATT&CK T1070.001; Microsoft, New ransomware, old techniques: Petya adds worm capabilities (2017)",
    };
}

/// Logs by name and account.
#[derive(Default)]
pub struct State {
    logs: BTreeSet<String>,
    cleared: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(cleared) = seen.get::<LogCleared>() else { return };
        let log = cleared.log.as_deref().unwrap_or("?");
        self.logs.insert(log.to_owned());
        self.cleared.note(&format!("{log} ({})", cleared.by.as_deref().unwrap_or("?")), seen);
    }

    fn finish(&mut self, out: &mut Found) {
        let many = self.logs.len() >= MANY;
        for (what, sighting) in self.cleared.take() {
            let grave = many || what.starts_with("Security ");
            let (log, by) = what.rsplit_once(" (").unwrap_or((&what, "?"));
            let records = sighting.records.to_string();
            let args = [("log", log), ("by", by.trim_end_matches(')')), ("records", records.as_str())];
            out.add_at(if grave { Level::Medium } else { Level::Low }, sighting.first, what.as_str(), &args);
        }
    }
}
