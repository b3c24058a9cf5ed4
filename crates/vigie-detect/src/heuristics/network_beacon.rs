//! The same request in clear again and again at a fixed interval, as programs do that ask a server for orders.

use vigie_artifacts::network::{Span, Traffic};
use vigie_model::{Level, Meaning};

use super::network::traffic;
use super::sightings::Sightings;
use super::{Found, Heuristic, HeuristicSpec, Seen, Watch};

/// See the module.
pub struct NetworkBeacon;

/// So many requests show an interval.
const REQUESTS: u64 = 6;
/// Pages load their parts faster than this.
const SHORTEST_MS: u64 = 5000;

impl Heuristic for NetworkBeacon {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "network_beacon",
        version: 1,
        artifacts: &["network_http", "network_suricata", "network_zeek"],
        kinds: &[],
        // Printers and weather programs do it, too: that anything of an intruder ran cannot be seen in it.
        meaning: Meaning::Exposure,
        level: Level::Low,
        source: "MITRE ATT&CK, T1071.001 and T1029; SpyGuard, rule PROTO-03; the limits: vigie",
    };
}

/// Intervals, numbers of requests, and addresses.
#[derive(Default)]
pub struct State {
    requests: Sightings,
}

/// The interval in seconds: the gaps between requests differ by less than a tenth.
fn interval(span: &Span) -> Option<u64> {
    let (shortest, longest) = (span.shortest_gap_ms?, span.longest_gap_ms?);
    let regular = shortest >= SHORTEST_MS && longest - shortest <= longest / 10;
    (span.count >= REQUESTS && regular).then_some((shortest + longest) / 2000)
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, _out: &mut Found) {
        let Some(Traffic::Request(request)) = traffic(seen) else { return };
        if request.url.starts_with("http://")
            && let Some(seconds) = interval(&request.span)
        {
            // Another device may ask for the same address in another way: that is told apart.
            self.requests.note(&format!("{seconds} {} {}", request.span.count, request.url), seen);
        }
    }

    fn finish(&mut self, out: &mut Found) {
        for (value, sighting) in self.requests.take() {
            let mut parts = value.splitn(3, ' ');
            if let (Some(seconds), Some(count), Some(url)) = (parts.next(), parts.next(), parts.next()) {
                out.add(sighting.first, url, &[("url", url), ("seconds", seconds), ("count", count)]);
            }
        }
    }
}
