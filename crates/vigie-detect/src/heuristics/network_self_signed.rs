//! Servers that vouch for themselves: a certificate that its own key signed. Programs that come with the certificate of their
//! server need no authority, and control servers have often used such.

use vigie_artifacts::network::Traffic;
use vigie_model::{Level, Meaning};

use super::network::{is_public, traffic};
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct NetworkSelfSigned;

impl Heuristic for NetworkSelfSigned {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_self_signed",
        version: 1,
        artifacts: &["network_certificates", "network_suricata", "network_zeek"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "SpyGuard and TinyCheck, rule SSL-03",
    };
}

/// Servers and the names in their certificates.
#[derive(Default)]
pub struct State {
    servers: Sightings,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(Traffic::Certificate(certificate)) = traffic(seen) else { return };
        // Behind the server's own stand those of authorities, which vouch for themselves by their nature.
        let is_own = certificate.position == Some(0) && certificate.is_self_signed();
        if is_own && certificate.ends.server.is_some_and(is_public) {
            self.servers.note(&format!("{} {}", certificate.ends.server_text(), certificate.subject), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (value, sighting) in self.servers.take() {
            let (server, subject) = value.split_once(' ').unwrap_or((&value, ""));
            out.add(sighting.first, subject, &[("server", server), ("subject", subject)]);
        }
    }
}
