//! Processes that used the network and belong to no application, with names that are not among Apple's as far as those
//! are known. One statement for each database: the list of Apple's programs is not complete.
//!
//! A name that another source shows running from the system is explained. Where the evidence lists what is installed, the
//! applications that used the network and are not there are told as well: somebody removed them.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::ios::applications::Application;
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
        version: 2,
        artifacts: &["ios_applications", "ios_datausage", "ios_netusage"],
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
    bundles: BTreeMap<String, BTreeMap<String, Kept>>,
    installed: BTreeSet<String>,
}

/// The application that used the network, unless it is part of the system.
fn application(usage: &ProcessUsage) -> Option<&str> {
    let bundle = usage.bundle.as_deref()?;
    // Apple's are not listed among the installed; a name without a dot is none of an application.
    (bundle.contains('.') && !bundle.contains('/') && !bundle.starts_with("com.apple.")).then_some(bundle)
}

/// Remembers the first record of a name in a database.
fn note(of: &mut BTreeMap<String, BTreeMap<String, Kept>>, name: &str, seen: &Seen<'_>) {
    let database = of.entry(seen.source.to_owned()).or_default();
    if !database.contains_key(name) {
        database.insert(name.to_owned(), seen.keep());
    }
}

/// One statement for the names of a database.
fn tell(kind: &str, level: Level, names: BTreeMap<String, Kept>, out: &mut Found) {
    let count = names.len().to_string();
    let mut text: Vec<String> = names.keys().take(MAX_NAMES).cloned().collect();
    if names.len() > MAX_NAMES {
        text.push("…".to_owned());
    }
    let text = text.join(", ");
    if let Some(kept) = names.into_values().next() {
        out.add_at(level, kept, text.as_str(), &[("kind", kind), ("count", &count), ("names", &text)]);
    }
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
                note(&mut self.databases, name, seen);
            }
            if let Some(bundle) = application(usage) {
                note(&mut self.bundles, bundle, seen);
            }
            return;
        }
        if let Some(app) = seen.get::<Application>() {
            self.installed.extend([&app.listed_as, &app.bundle_id].into_iter().flatten().cloned());
            return;
        }
        seen.observables(&mut |observable| {
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
            tell("unknown", Level::Low, names, out);
        }
        let installed = std::mem::take(&mut self.installed);
        if installed.is_empty() {
            return;
        }
        for mut bundles in std::mem::take(&mut self.bundles).into_values() {
            // Extensions have the id of their application before their own.
            bundles.retain(|bundle, _| {
                let is_part = |id: &String| bundle.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('.'));
                !installed.contains(bundle) && !installed.iter().any(is_part)
            });
            tell("removed", Level::Info, bundles, out);
        }
    }
}
