//! Ways to look up names or to reach servers that a capture cannot see into: DNS over HTTPS or TLS, VPNs, Tor. People at risk use
//! them with good reason; what matters is that the rest of the capture shows less.

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::{ALL, hosts, is_below, traffic};
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct NetworkHiddenNames;

/// Public resolvers, by the documentation of each.
const RESOLVERS: &[&str] = &[
    "dns.google",
    "cloudflare-dns.com",
    "one.one.one.one",
    "dns.quad9.net",
    "doh.opendns.com",
    "dns.nextdns.io",
    "dns.adguard-dns.com",
    "dns.adguard.com",
    "doh.cleanbrowsing.org",
    "dns.mullvad.net",
    "doh.dns.apple.com",
    "doh.mullvad.net",
    "dns0.eu",
    "doh.libredns.gr",
    "dns.digitale-gesellschaft.ch",
];

impl Heuristic for NetworkHiddenNames {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_hidden_names",
        version: 1,
        artifacts: ALL,
        kinds: &[],
        meaning: Meaning::Weakness,
        level: Level::Info,
        source: "SpyGuard and TinyCheck, rules IOC-11 and IOC-13; ports: RFC 7858, RFC 3948, OpenVPN and WireGuard documentation",
    };
}

/// Ways that were used, and where each leads.
#[derive(Default)]
pub struct State {
    ways: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(traffic) = traffic(seen) else { return };
        for host in hosts(traffic) {
            let is_resolver =
                matches!(traffic, Traffic::Handshake(_)) && RESOLVERS.iter().any(|name| is_below(host, name));
            if is_resolver {
                self.ways.note(&format!("dns {host}"), seen);
            } else if is_below(host, "onion") && host.len() > "onion".len() {
                self.ways.note(&format!("tor {host}"), seen);
            }
        }
        let Some(ends) = traffic.ends() else { return };
        match traffic {
            Traffic::Handshake(_) if ends.port == Some(853) => {
                self.ways.note(&format!("dns {}", ends.server_text()), seen);
            }
            Traffic::Flow(flow)
                if flow.protocol == "udp"
                    && flow.answered.is_some_and(|answered| answered > 0)
                    && matches!(ends.port, Some(500 | 1194 | 4500 | 51_820)) =>
            {
                self.ways.note(&format!("vpn {}", ends.server_text()), seen);
            }
            _ => {}
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (way, sighting) in self.ways.take() {
            let (kind, server) = way.split_once(' ').unwrap_or(("dns", &way));
            out.add(sighting.first, server, &[("kind", kind), ("server", server)]);
        }
    }
}
