//! One device that tries many others on the port of file sharing, remote desktop or a remote shell: how worms spread.

use std::collections::BTreeMap;
use std::net::IpAddr;

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::{ALL, is_public, traffic};
use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct NetworkScan;

/// Ports by which worms and intruders spread: SMB, remote desktop, SSH, telnet, WinRM, the debugger of Android.
const PORTS: &[u16] = &[22, 23, 445, 3389, 5555, 5985];
/// So many others are more than a person shares files with.
const OTHERS: usize = 20;
/// Devices that are remembered.
const MOST: usize = 10_000;

impl Heuristic for NetworkScan {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_scan",
        version: 1,
        artifacts: ALL,
        kinds: &[],
        meaning: Meaning::Execution,
        level: Level::Medium,
        source: "Secureworks, WCry Ransomware Analysis (2017); MITRE ATT&CK, T1046 and T1210; the limit: vigie",
    };
}

/// Whom each device tried on each port.
#[derive(Default)]
pub struct State {
    tried: BTreeMap<(IpAddr, u16), Tried>,
}

struct Tried {
    /// The others, and whether nothing that was seen of them was an answer.
    others: BTreeMap<IpAddr, bool>,
    first: Kept,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(Traffic::Flow(flow)) = traffic(seen) else { return };
        let (Some(client), Some(server), Some(port)) = (flow.ends.client, flow.ends.server, flow.ends.port) else {
            return;
        };
        // The internet is scanned all day, and logs of firewalls are full of it: nothing ran here for that.
        if flow.protocol != "tcp" || !PORTS.contains(&port) || is_public(client) {
            return;
        }
        let silent = flow.answered == Some(0);
        if let Some(known) = self.tried.get_mut(&(client, port)) {
            if let Some(other) = known.others.get_mut(&server) {
                *other &= silent;
            } else if known.others.len() < MOST {
                known.others.insert(server, silent);
            } else {
                seen.forget();
            }
            let first = &known.first;
            if (seen.record.time(), seen.source, seen.place) < (first.time, first.source.as_str(), &first.place) {
                known.first = seen.keep();
            }
        } else if self.tried.len() < MOST {
            let others = BTreeMap::from([(server, silent)]);
            self.tried.insert((client, port), Tried { others, first: seen.keep() });
        } else {
            seen.forget();
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for ((client, port), Tried { others, first }) in std::mem::take(&mut self.tried) {
            if others.len() >= OTHERS {
                // Whoever works with others knows where they are; who tries addresses mostly meets silence.
                let silent = others.values().filter(|silent| **silent).count();
                let level = if silent * 2 > others.len() { Level::Medium } else { Level::Low };
                let (client, port, count) = (client.to_string(), port.to_string(), others.len().to_string());
                let args = [("client", client.as_str()), ("port", &port), ("count", &count)];
                out.add_at(level, first, client.as_str(), &args);
            }
        }
    }
}
