//! A server whose certificate was given free of charge in the days before it was met. Servers of one attack are set up shortly
//! before it; so is every site that renews its certificate.

use vigie_artifacts::network::{Certificate, Traffic};
use vigie_model::{Level, Meaning};

use super::network::traffic;
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct NetworkFreshCertificate;

/// Authorities that give certificates to whoever asks, by machine, as their certificates name them.
const FREE: &[&str] = &["O=Let's Encrypt", "O=ZeroSSL", "O=Buypass AS", "O=SSL Corp"];
/// So many seconds are fresh: three days. Renewals come weeks before the end.
const FRESH: i64 = 3 * 86_400;

impl Heuristic for NetworkFreshCertificate {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_fresh_certificate",
        version: 1,
        artifacts: &["network_certificates", "network_suricata", "network_zeek"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Info,
        source: "SpyGuard and TinyCheck, rules SSL-02 and ACT-02; the limit of three days: vigie",
    };
}

/// Certificates.
#[derive(Default)]
pub struct State {
    certificates: Sightings,
}

fn is_fresh(certificate: &Certificate) -> bool {
    let (Some(made), Some(met)) = (certificate.not_before, certificate.span.first) else { return false };
    let age = (met.unix_nanos() - made.unix_nanos()) / 1_000_000_000;
    !met.is_zone_unknown() && !made.is_zone_unknown() && (0..=FRESH).contains(&age)
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(Traffic::Certificate(certificate)) = traffic(seen) else { return };
        let is_free = FREE.iter().any(|issuer| certificate.issuer.contains(issuer));
        if is_free && certificate.position.is_none_or(|position| position == 0) && is_fresh(certificate) {
            let host = certificate.server_name.as_deref().or(certificate.names.first().map(String::as_str));
            self.certificates.note(host.unwrap_or(&certificate.subject), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (host, sighting) in self.certificates.take() {
            out.add(sighting.first, host.as_str(), &[("host", host.as_str())]);
        }
    }
}
