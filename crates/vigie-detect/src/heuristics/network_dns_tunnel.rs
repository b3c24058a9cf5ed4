//! Many different and very long names under one domain: data can be carried out of a network in the names themselves.

use std::collections::BTreeMap;

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::{is_below, traffic};
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct NetworkDnsTunnel;

/// A label from this length on, of 63 at most, is long; people write shorter ones.
const LONG_LABEL: usize = 40;
/// So many different names.
const NAMES: u64 = 10;
/// Domains that are remembered.
const MOST: usize = 20_000;

impl Heuristic for NetworkDnsTunnel {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_dns_tunnel",
        version: 1,
        artifacts: &["network_dns", "network_resolver", "network_suricata", "network_zeek"],
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Low,
        source: "MITRE ATT&CK, T1071.004 and T1048; SANS, Detecting DNS Tunneling (G. Farnham, 2013); the limits: vigie",
    };
}

/// Domains with long names.
#[derive(Default)]
pub struct State {
    domains: BTreeMap<String, (u64, Kept)>,
}

/// Whether a name has a long label, or bytes that no host name has.
fn is_long(name: &str) -> bool {
    name.split('.').any(|label| label.len() >= LONG_LABEL) || name.contains('\\')
}

/// The domain that somebody registered.
fn registered(name: &str) -> Option<&str> {
    let name = name.trim_end_matches('.');
    std::str::from_utf8(psl::domain(name.as_bytes())?.as_bytes()).ok()
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(Traffic::Lookup(lookup)) = traffic(seen) else { return };
        // Names of the local network and those that turn addresses round are long by nature.
        let is_usual = ["arpa", "local"].iter().any(|ending| is_below(&lookup.name, ending));
        if is_usual || !is_long(&lookup.name) {
            return;
        }
        let Some(domain) = registered(&lookup.name) else { return };
        let domain = domain.to_ascii_lowercase();
        if let Some((count, first)) = self.domains.get_mut(&domain) {
            *count += 1;
            let kept = (seen.record.time(), seen.source, seen.place);
            if kept < (first.time, first.source.as_str(), &first.place) {
                *first = seen.keep();
            }
        } else if self.domains.len() < MOST {
            self.domains.insert(domain, (1, seen.keep()));
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (domain, (count, first)) in std::mem::take(&mut self.domains) {
            if count >= NAMES {
                let count = count.to_string();
                out.add(first, domain.as_str(), &[("domain", domain.as_str()), ("count", &count)]);
            }
        }
    }
}
