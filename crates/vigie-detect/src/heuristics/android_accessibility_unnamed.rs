//! More accessibility services counted than named: which the others are cannot be told from the evidence.
//!
//! Only some makers list what is installed; Android itself counts it. What declares such a service stands in the tables of
//! the packages as well, so a whole bug report names them all. What is switched on is always named.

use std::collections::{BTreeMap, BTreeSet};

use vigie_artifacts::android::accessibility::{AccessibilityEntry, InstalledServices};
use vigie_artifacts::android::intents::{ComponentKind, IntentFilter};
use vigie_model::{Level, Meaning};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// What a service answers to be one (Android Developers, `AccessibilityService.SERVICE_INTERFACE`).
const INTERFACE: &str = "android.accessibilityservice.AccessibilityService";
/// Services, and counts, that are remembered.
const MOST: usize = 10_000;

/// See the module.
pub struct AndroidAccessibilityUnnamed;

impl Heuristic for AndroidAccessibilityUnnamed {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "android_accessibility_unnamed",
        version: 1,
        artifacts: &["android_accessibility", "android_intents"],
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Low,
        source: "Android Open Source Project, AccessibilityUserState.dump; Mobile Verification Toolkit, module DumpsysAccessibility (2026)",
    };
}

/// What is counted, and what is named.
#[derive(Default)]
pub struct State {
    /// By user: how many, whether a list is there, and where that is told.
    counted: BTreeMap<Option<i64>, (u64, bool, Kept)>,
    named: BTreeMap<Option<i64>, BTreeSet<String>>,
    /// What any package declares, for whichever user.
    declared: BTreeSet<String>,
}

fn note(services: &mut BTreeSet<String>, component: String, seen: &Seen<'_>) {
    if services.len() < MOST {
        services.insert(component);
    } else {
        seen.forget();
    }
}

impl State {
    fn count(&mut self, counted: &InstalledServices, seen: &Seen<'_>) {
        let (count, listed) = (counted.installed_count, counted.listed);
        if self.counted.len() >= MOST && !self.counted.contains_key(&counted.user) {
            return seen.forget();
        }
        // Of several dumps the one that counts most; of the same, the first.
        let told = self.counted.entry(counted.user).or_insert_with(|| (count, listed, seen.keep()));
        let is_first = || (seen.source, seen.place) < (told.2.source.as_str(), &told.2.place);
        if count > told.0 || (count == told.0 && is_first()) {
            *told = (count, listed, seen.keep());
        }
    }
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(filter) = seen.get::<IntentFilter>() {
            if filter.kind == ComponentKind::Service && filter.key == INTERFACE {
                note(&mut self.declared, filter.full_component(), seen);
            }
            return;
        }
        match seen.get() {
            Some(AccessibilityEntry::Service(service)) => {
                if let Some(component) = service.component.clone() {
                    note(self.named.entry(service.user).or_default(), component, seen);
                }
            }
            Some(AccessibilityEntry::Installed(counted)) => self.count(counted, seen),
            None => {}
        }
    }

    fn finish(&mut self, out: &mut Found) {
        let none = BTreeSet::new();
        for (user, (count, listed, at)) in std::mem::take(&mut self.counted) {
            let named = self.named.get(&user).unwrap_or(&none).union(&self.declared).count() as u64;
            if count <= named {
                continue;
            }
            // Where a list is to name them all, one that does not is stranger.
            let level = if listed { Level::Low } else { Level::Info };
            let (count, named) = (count.to_string(), named.to_string());
            let user = user.map_or_else(|| "?".to_owned(), |user| user.to_string());
            let args = [
                ("count", count.as_str()),
                ("named", &named),
                ("user", &user),
                ("listed", if listed { "yes" } else { "no" }),
            ];
            out.add_at(level, at, count.as_str(), &args);
        }
    }
}
