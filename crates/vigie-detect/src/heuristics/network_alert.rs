//! A rule of a detector on the network fired. What it is worth, its author decided; it is told with the weight it was given.

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::traffic;
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct NetworkAlert;

impl Heuristic for NetworkAlert {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_alert",
        version: 1,
        artifacts: &["network_suricata", "network_zeek"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "SpyGuard, rule SNORT-01; Suricata documentation, priorities of rules",
    };
}

/// Rules that fired, with the weight of each.
#[derive(Default)]
pub struct State {
    rules: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        if let Some(Traffic::Alert(alert)) = traffic(seen) {
            let weight = match alert.severity {
                Some(1) => '1',
                Some(2) => '2',
                _ => '3',
            };
            self.rules.note(&format!("{weight}{}", alert.signature), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (rule, sighting) in self.rules.take() {
            let (level, signature) = if let Some(signature) = rule.strip_prefix('1') {
                // The gravest class also holds rules on policy and on scans from the internet.
                (Level::Low, signature)
            } else if let Some(signature) = rule.strip_prefix('2') {
                (Level::Info, signature)
            } else {
                (Level::Info, rule.strip_prefix('3').unwrap_or(&rule))
            };
            out.add_at(level, sighting.first, signature, &[("rule", signature)]);
        }
    }
}
