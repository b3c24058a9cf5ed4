//! Numbers missing in the list of processes that used the network. One statement for each database: iOS itself removes
//! processes, those of deleted applications for one, so a gap alone is context.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::ios::network_usage::{ProcessRow, ProcessUsage};
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct DatausageMissingPk;

/// More ranges than this are counted, but not written out.
const MAX_RANGES: usize = 12;

impl Heuristic for DatausageMissingPk {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "datausage_missing_pk",
        version: 1,
        artifacts: &["ios_datausage", "ios_netusage"],
        kinds: &[],
        meaning: Meaning::Tampering,
        level: Level::Info,
        source: "Mobile Verification Toolkit, module Datausage (find_deleted)",
    };
}

/// Numbers of each database.
#[derive(Default)]
pub struct State {
    databases: BTreeMap<String, Database>,
}

#[derive(Default)]
struct Database {
    numbers: BTreeSet<i64>,
    /// The first record behind a gap.
    behind: Option<(i64, Kept)>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(usage) = seen.get::<ProcessUsage>() else {
            return;
        };
        let Some(number) = usage.process_id else {
            return;
        };
        let database = match self.databases.get_mut(seen.source) {
            Some(database) => database,
            None => self.databases.entry(seen.source.to_owned()).or_default(),
        };
        match usage.process_row {
            ProcessRow::Present => {
                let before = number.saturating_sub(1);
                let gap = !database.numbers.is_empty() && !database.numbers.contains(&before);
                if gap && database.behind.is_none() {
                    database.behind = Some((number, seen.keep()));
                }
                database.numbers.insert(number);
            }
            // Told by `datausage_missing_process`; here it only fills its gap.
            ProcessRow::Missing => {
                database.numbers.insert(number);
            }
            ProcessRow::NotRead | ProcessRow::NotNamed => {}
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for database in std::mem::take(&mut self.databases).into_values() {
            let (mut count, mut ranges) = (0u64, Vec::new());
            for (low, high) in database.numbers.iter().zip(database.numbers.iter().skip(1)) {
                let (first, last) = (low.saturating_add(1), high.saturating_sub(1));
                if first <= last {
                    count = count.saturating_add(last.abs_diff(first)).saturating_add(1);
                    ranges.push((first, last));
                }
            }
            let Some((_, kept)) = database.behind.filter(|_| count > 0) else {
                continue;
            };
            let more = ranges.len() > MAX_RANGES;
            let mut text: Vec<_> = ranges
                .into_iter()
                .take(MAX_RANGES)
                .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
                .collect();
            if more {
                text.push("…".to_owned());
            }
            let (count, ranges) = (count.to_string(), text.join(", "));
            out.add(kept, ranges.as_str(), &[("count", &count), ("ranges", &ranges)]);
        }
    }
}
