//! Traffic of a process whose own row is gone: rows of `ZLIVEUSAGE` that name a process `ZPROCESS` does not hold.
//!
//! Amnesty International described in 2021 that Pegasus removed its processes from `ZPROCESS` and left their traffic.
//! Each process is told once. Where most processes are gone, something else than a careful deletion is likely.

use std::collections::BTreeMap;

use vigie_artifacts::ios::network_usage::{ProcessRow, ProcessUsage};
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct DatausageMissingProcess;

impl Heuristic for DatausageMissingProcess {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "datausage_missing_process",
        version: 1,
        artifacts: &["ios_datausage", "ios_netusage"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::High,
        source: "Amnesty International, Forensic Methodology Report: How to catch NSO Group's Pegasus (2021)",
    };
}

/// Processes of each database.
#[derive(Default)]
pub struct State {
    databases: BTreeMap<String, Database>,
}

#[derive(Default)]
struct Database {
    /// Processes with traffic whose row is there.
    intact: usize,
    missing: Vec<(i64, usize, Kept)>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(usage) = seen.get::<ProcessUsage>() else {
            return;
        };
        let database = match self.databases.get_mut(seen.source) {
            Some(database) => database,
            None => self.databases.entry(seen.source.to_owned()).or_default(),
        };
        match (usage.process_row, usage.process_id) {
            (ProcessRow::Present, _) if !usage.live.is_empty() => database.intact += 1,
            (ProcessRow::Missing, Some(id)) => {
                database.missing.push((id, usage.live.len(), seen.keep()));
            }
            _ => {}
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for database in std::mem::take(&mut self.databases).into_values() {
            let missing = database.missing.len();
            if missing > database.intact {
                // One finding for the database: its rows do not fit together at all.
                if let Some((id, _, kept)) = database.missing.into_iter().next() {
                    let (count, id) = (missing.to_string(), id.to_string());
                    let args = [("kind", "many"), ("process", &*id), ("rows", &*count)];
                    out.add_at(Level::Medium, kept, count.as_str(), &args);
                }
                continue;
            }
            for (id, rows, kept) in database.missing {
                let (id, rows) = (id.to_string(), rows.to_string());
                let args = [("kind", "one"), ("process", &*id), ("rows", &*rows)];
                out.add(kept, id.as_str(), &args);
            }
        }
    }
}
