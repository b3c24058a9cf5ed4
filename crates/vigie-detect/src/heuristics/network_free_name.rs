//! Names that anybody gets at once and without saying who they are: under a provider of dynamic names or of tunnels, or under a
//! country's ending that was given away. Attackers use them, and so do people with a camera at home.

use vigie_model::{Level, Meaning};

use super::network::{ALL, hosts, is_below, traffic};
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct NetworkFreeName;

/// Providers of dynamic names, by their own lists of domains: DuckDNS, No-IP, Dyn, FreeDNS, Dynu, ChangeIP.
const DYNAMIC: &[&str] = &[
    "duckdns.org",
    "ddns.net",
    "hopto.org",
    "zapto.org",
    "sytes.net",
    "myftp.org",
    "myftp.biz",
    "servebeer.com",
    "serveblog.net",
    "servegame.com",
    "servehttp.com",
    "serveftp.com",
    "no-ip.org",
    "no-ip.biz",
    "no-ip.info",
    "noip.me",
    "redirectme.net",
    "bounceme.net",
    "gotdns.ch",
    "viewdns.net",
    "webhop.me",
    "3utilities.com",
    "onthewifi.com",
    "dyndns.org",
    "dyndns.biz",
    "dyndns.info",
    "homeip.net",
    "dnsalias.com",
    "dnsalias.net",
    "dnsalias.org",
    "mooo.com",
    "chickenkiller.com",
    "crabdance.com",
    "ignorelist.com",
    "jumpingcrab.com",
    "strangled.net",
    "us.to",
    "dynu.net",
    "dynu.com",
    "freeddns.org",
    "mywire.org",
    "kozow.com",
    "accesscam.org",
    "camdvr.org",
    "casacam.net",
    "ddnsfree.com",
    "giize.com",
    "gleeze.com",
    "loseyourip.com",
    "theworkpc.com",
    "webredirect.org",
    "changeip.com",
    "ddns.info",
    "dns-dns.com",
    "dynamicdns.biz",
    "myvnc.com",
];
/// Providers of tunnels to a computer at home.
const TUNNELS: &[&str] = &[
    "ngrok.io",
    "ngrok.app",
    "ngrok-free.app",
    "ngrok.dev",
    "ngrok-free.dev",
    "trycloudflare.com",
    "serveo.net",
    "portmap.io",
    "loca.lt",
    "pinggy.link",
];
/// Endings that one registry gave away for years.
const GIVEN_AWAY: &[&str] = &["tk", "ml", "ga", "cf", "gq"];

impl Heuristic for NetworkFreeName {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_free_name",
        version: 1,
        artifacts: ALL,
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "SpyGuard and TinyCheck, rules IOC-05 and IOC-06; MITRE ATT&CK T1568 and T1572; Interisle, Phishing Landscape 2023 (names that were given away)",
    };
}

/// Hosts.
#[derive(Default)]
pub struct State {
    hosts: Sightings,
}

fn kind(host: &str) -> Option<&'static str> {
    let under =
        |list: &[&str]| list.iter().any(|name| is_below(host, name) && host.trim_end_matches('.').len() > name.len());
    if under(DYNAMIC) {
        Some("dynamic")
    } else if under(TUNNELS) {
        Some("tunnel")
    } else if under(GIVEN_AWAY) {
        Some("ending")
    } else {
        None
    }
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(traffic) = traffic(seen) else { return };
        for host in hosts(traffic).into_iter().filter(|host| kind(host).is_some()) {
            self.hosts.note(&host.to_ascii_lowercase(), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (host, sighting) in self.hosts.take() {
            let kind = kind(&host).unwrap_or("dynamic");
            let level = if kind == "ending" { Level::Info } else { Level::Low };
            out.add_at(level, sighting.first, host.as_str(), &[("host", host.as_str()), ("kind", kind)]);
        }
    }
}
