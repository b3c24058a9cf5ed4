//! Encrypted connections to a port where nothing usual listens: control servers often take one that is free.

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::{is_public, traffic};
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct NetworkTlsPort;

/// Ports where TLS is usual, by IANA's list and what makers of phones document: web, mail, directories, name servers, telephony,
/// push messages of Apple and Google, message queues, calls of WhatsApp and Signal's relays.
const USUAL: &[u16] = &[
    443, 465, 563, 587, 636, 853, 989, 990, 993, 995, 2083, 2087, 2096, 3269, 3478, 4460, 5061, 5222, 5223, 5228, 5229,
    5230, 5349, 6697, 8443, 8883,
];

impl Heuristic for NetworkTlsPort {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_tls_port",
        version: 1,
        artifacts: &["network_suricata", "network_tls", "network_zeek"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "SpyGuard and TinyCheck, rule SSL-01; usual ports: IANA, Service Name and Transport Protocol Port Number Registry",
    };
}

/// Servers.
#[derive(Default)]
pub struct State {
    servers: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(Traffic::Handshake(handshake)) = traffic(seen) else { return };
        let is_odd = handshake.ends.port.is_some_and(|port| !USUAL.contains(&port));
        if is_odd && handshake.ends.server.is_some_and(is_public) {
            self.servers.note(&handshake.ends.server_text(), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (server, sighting) in self.servers.take() {
            out.add(sighting.first, server.as_str(), &[("server", server.as_str())]);
        }
    }
}
