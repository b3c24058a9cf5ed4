//! Many different and very long names under one domain: data can be carried out of a network in the names themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::{is_below, traffic};
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct NetworkDnsTunnel;

/// A label from this length on, of 63 at most, is long; people write shorter ones.
const LONG_LABEL: usize = 40;
/// So many different names.
const NAMES: usize = 10;
/// Domains that are remembered.
const MOST: usize = 20_000;
/// Different names that are told apart, under all domains together.
const MOST_NAMES: usize = 1_000_000;

impl Heuristic for NetworkDnsTunnel {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_dns_tunnel",
        version: 1,
        artifacts: &["network_dns", "network_resolver", "network_suricata", "network_zeek"],
        kinds: &[],
        // Names were asked for; what they carried, and whether anything of an intruder asked, cannot be seen in them.
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "MITRE ATT&CK, T1071.004 and T1048; SANS, Detecting DNS Tunneling (G. Farnham, 2013); the limits: vigie",
    };
}

/// Domains with long names.
#[derive(Default)]
pub struct State {
    domains: BTreeMap<String, Domain>,
    names: usize,
}

struct Domain {
    /// Numbers that stand for the names: the same name is asked for with several types, and by several devices.
    names: BTreeSet<u64>,
    first: Kept,
}

/// Case means nothing in a name, and some resolvers change it at random.
fn number(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.trim_end_matches('.').to_ascii_lowercase().hash(&mut hasher);
    hasher.finish()
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
        let number = number(&lookup.name);
        if let Some(known) = self.domains.get_mut(&domain) {
            if self.names >= MOST_NAMES {
                seen.forget();
            } else if known.names.insert(number) {
                self.names += 1;
            }
            let first = &known.first;
            if (seen.record.time(), seen.source, seen.place) < (first.time, first.source.as_str(), &first.place) {
                known.first = seen.keep();
            }
        } else if self.domains.len() < MOST {
            self.names += 1;
            self.domains.insert(domain, Domain { names: BTreeSet::from([number]), first: seen.keep() });
        } else {
            seen.forget();
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (domain, known) in std::mem::take(&mut self.domains) {
            if known.names.len() >= NAMES {
                let count = known.names.len().to_string();
                out.add(known.first, domain.as_str(), &[("domain", domain.as_str()), ("count", &count)]);
            }
        }
    }
}
