//! Processes that used the network and belong to no application, with names that are not among Apple's as far as those
//! are known. One statement for each database: the list of Apple's programs is not complete.
//!
//! A name that another source shows running from the system is explained.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::ios::network_usage::{ProcessRow, ProcessUsage};
use vigie_model::{Level, Meaning, ObservableKind};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};
use crate::processes::{ProgramPlace, device_path, known_name};

/// See the module.
pub struct DatausageWithoutBundle;

/// More names than this are counted, but not written out.
const MAX_NAMES: usize = 20;

impl Heuristic for DatausageWithoutBundle {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "datausage_without_bundle",
        version: 1,
        artifacts: &["ios_datausage", "ios_netusage"],
        kinds: &[ObservableKind::Executable],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "Amnesty International, Forensic Methodology Report: How to catch NSO Group's Pegasus (2021); Mobile Verification Toolkit, module Netusage",
    };
}

/// Names of each database, and of the programs of the system seen elsewhere.
#[derive(Default)]
pub struct State {
    databases: BTreeMap<String, BTreeMap<String, Kept>>,
    system: BTreeSet<String>,
}

/// A name that nothing explains yet: the part behind the last slash, as in `terminusd/homed`.
fn unexplained(usage: &ProcessUsage) -> Option<&str> {
    let name = usage.process.as_deref()?.rsplit('/').next()?;
    // A bundle id of Apple's stands where a daemon is counted for one of its services.
    let explained = name.is_empty() || name.starts_with("com.apple.") || known_name(name);
    (usage.process_row == ProcessRow::Present && usage.bundle.is_none() && !explained).then_some(name)
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(usage) = seen.get::<ProcessUsage>() {
            if let Some(name) = unexplained(usage) {
                let database = self.databases.entry(seen.source.to_owned()).or_default();
                if !database.contains_key(name) {
                    database.insert(name.to_owned(), seen.keep());
                }
            }
            return;
        }
        seen.record.observables(&mut |observable| {
            let path = device_path(observable.value());
            if observable.kind() == ObservableKind::Executable
                && ProgramPlace::of(&path) == ProgramPlace::System
                && let Some(name) = path.rsplit('/').next()
                && !self.system.contains(name)
            {
                self.system.insert(name.to_owned());
            }
        });
    }

    fn finish(&mut self, out: &mut Found) {
        for mut names in std::mem::take(&mut self.databases).into_values() {
            // Names may be cut at 16 bytes.
            names.retain(|name, _| {
                let longer = self.system.range(name.clone()..).next();
                !longer.is_some_and(|full| full == name || (name.len() >= 15 && full.starts_with(name)))
            });
            let count = names.len().to_string();
            let mut text: Vec<String> = names.keys().take(MAX_NAMES).cloned().collect();
            if names.len() > MAX_NAMES {
                text.push("…".to_owned());
            }
            let text = text.join(", ");
            if let Some(kept) = names.into_values().next() {
                out.add(kept, text.as_str(), &[("count", &count), ("names", &text)]);
            }
        }
    }
}
