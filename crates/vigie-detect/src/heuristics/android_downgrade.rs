//! Packages that were replaced by an older version, as the battery statistics note updates day by day. An older version
//! brings back holes that were closed.

use std::collections::BTreeMap;
use std::sync::Arc;

use vigie_artifacts::android::battery_daily::{DailyChange, PackageChange};
use vigie_model::{Level, Meaning};

use super::android_apps::{Origin, Roster};
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// Updates that are remembered.
const MOST: usize = 20_000;

/// See the module.
pub struct AndroidDowngrade;

impl Heuristic for AndroidDowngrade {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_downgrade",
        version: 2,
        artifacts: &["android_battery_daily", "android_packages", "android_packages_xml", "androidqf_packages"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Low,
        source: "Mobile Verification Toolkit, module DumpsysBatteryDaily; Android Open Source Project, BatteryStats",
    };
}

struct Update {
    /// Begin of the span as the device wrote it, and the place among the records: within a span they are in order, the
    /// newest span comes first.
    when: (String, usize),
    version: i64,
    kept: Kept,
}

/// Updates by source and package, and the packages.
#[derive(Default)]
pub struct State {
    roster: Arc<Roster>,
    updates: BTreeMap<(String, String), Vec<Update>>,
    count: usize,
}

impl Watch for State {
    fn packages(&mut self, roster: &Arc<Roster>) {
        self.roster = Arc::clone(roster);
    }

    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(change) = seen.get::<DailyChange>().filter(|change| change.change == PackageChange::Update) else {
            return;
        };
        let Some(version) = change.version else { return };
        if self.count >= MOST {
            return seen.forget();
        }
        let from = change.from.as_ref().map(|from| from.written.clone()).unwrap_or_default();
        let key = (seen.source.to_owned(), change.package.clone());
        self.updates.entry(key).or_default().push(Update { when: (from, self.count), version, kept: seen.keep() });
        self.count += 1;
    }

    fn finish(&mut self, out: &mut Found) {
        for ((_, name), mut updates) in std::mem::take(&mut self.updates) {
            updates.sort_by(|a, b| a.when.cmp(&b.when));
            let mut before = None;
            for update in updates {
                if let Some(before) = before.filter(|before| update.version < *before) {
                    let system = self.roster.origin(&name) == Origin::System;
                    let level = if system { Level::Info } else { Level::Low };
                    let (from, to) = (before.to_string(), update.version.to_string());
                    let args = [
                        ("package", name.as_str()),
                        ("from", &from),
                        ("to", &to),
                        ("system", if system { "yes" } else { "no" }),
                    ];
                    out.add_at(level, update.kept, format!("{name} {from} > {to}"), &args);
                }
                before = Some(update.version);
            }
        }
    }
}
