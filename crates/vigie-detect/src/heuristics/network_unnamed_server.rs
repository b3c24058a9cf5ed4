//! Servers that were reached although no look-up gave their address. One statement for each capture: programs with a built-in
//! address do this, and so does everything that looked the name up before the capture began, or in an encrypted way.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::{is_public, traffic};
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct NetworkUnnamedServer;

/// Addresses of one source that are remembered.
const MOST: usize = 100_000;
/// Servers that the sentence names.
const NAMED: usize = 5;

impl Heuristic for NetworkUnnamedServer {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_unnamed_server",
        version: 1,
        artifacts: &["network_dns", "network_flows"],
        kinds: &[],
        // Most captures show such servers: it says how far the capture reaches, not what ran.
        meaning: Meaning::Weakness,
        level: Level::Info,
        source: "SpyGuard and TinyCheck, rule PROTO-05",
    };
}

/// Captures.
#[derive(Default)]
pub struct State {
    captures: BTreeMap<String, Capture>,
}

#[derive(Default)]
struct Capture {
    answers: BTreeSet<IpAddr>,
    /// Whether there were more answers than are remembered.
    is_full: bool,
    servers: BTreeMap<IpAddr, Kept>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(traffic) = traffic(seen) else { return };
        let capture = match self.captures.get_mut(seen.source) {
            Some(capture) => capture,
            None => self.captures.entry(seen.source.to_owned()).or_default(),
        };
        match traffic {
            Traffic::Lookup(_) if capture.answers.len() >= MOST => {
                capture.is_full = true;
                seen.forget();
            }
            Traffic::Lookup(lookup) => {
                capture.answers.extend(lookup.answers.iter().filter_map(|answer| answer.parse::<IpAddr>().ok()));
            }
            // Connections that were answered: what was only tried says nothing.
            Traffic::Flow(flow)
                if flow.protocol == "tcp"
                    && flow.answered.is_some_and(|answered| answered > 0)
                    && capture.servers.len() < MOST =>
            {
                let from_inside = flow.ends.client.is_some_and(|client| !is_public(client));
                if let Some(server) = flow.ends.server.filter(|server| from_inside && is_public(*server)) {
                    capture.servers.entry(server).or_insert_with(|| seen.keep());
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for capture in std::mem::take(&mut self.captures).into_values() {
            // Without a single answer the capture shows no look-ups at all, and nothing follows from that; nor does anything
            // where not all answers are known.
            if capture.answers.is_empty() || capture.is_full {
                continue;
            }
            let unnamed: Vec<_> =
                capture.servers.into_iter().filter(|(server, _)| !capture.answers.contains(server)).collect();
            let count = unnamed.len().to_string();
            let servers: Vec<String> = unnamed.iter().take(NAMED).map(|(server, _)| server.to_string()).collect();
            let servers = servers.join(", ");
            if let Some((_, kept)) = unnamed.into_iter().next() {
                out.add(kept, servers.as_str(), &[("count", count.as_str()), ("servers", &servers)]);
            }
        }
    }
}
