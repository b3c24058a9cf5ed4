//! One device that tries many others on the port of file sharing, remote desktop or a remote shell: how worms spread.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::{ALL, traffic};
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
    tried: BTreeMap<(IpAddr, u16), (BTreeSet<IpAddr>, Kept)>,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(Traffic::Flow(flow)) = traffic(seen) else { return };
        let (Some(client), Some(server), Some(port)) = (flow.ends.client, flow.ends.server, flow.ends.port) else {
            return;
        };
        if flow.protocol != "tcp" || !PORTS.contains(&port) {
            return;
        }
        if let Some((others, first)) = self.tried.get_mut(&(client, port)) {
            if others.len() < MOST {
                others.insert(server);
            }
            if (seen.record.time(), seen.source, seen.place) < (first.time, first.source.as_str(), &first.place) {
                *first = seen.keep();
            }
        } else if self.tried.len() < MOST {
            self.tried.insert((client, port), (BTreeSet::from([server]), seen.keep()));
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for ((client, port), (others, first)) in std::mem::take(&mut self.tried) {
            if others.len() >= OTHERS {
                let (client, port, count) = (client.to_string(), port.to_string(), others.len().to_string());
                let args = [("client", client.as_str()), ("port", &port), ("count", &count)];
                out.add(first, client.as_str(), &args);
            }
        }
    }
}
