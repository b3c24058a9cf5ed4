//! An unencrypted page that Safari left for another site within a second: how network injection looked on the
//! phones Amnesty International examined. Someone on the network path answers an `http://` request with a redirect
//! to a server of theirs, faster than the page itself would.
//!
//! Link shorteners, parked names, advertising and the sign-in pages of public networks look the same, so a redirect
//! alone is only a lead (`low`). It is `medium` where the destination also has the form of the published ones
//! (`https://bun54l2b67.get1tn0w.free247downloads[.]com:30495/…`): an unusual port, and two or more labels before the
//! registered domain. Ordinary browsing gives practically none of those.

use std::collections::BTreeMap;

use url::{Host, Url};
use vigie_artifacts::ios::safari_history::{SafariEntry, SafariVisit};
use vigie_model::{Level, Meaning, Timestamp};

use super::{Found, Heuristic, HeuristicSpec, Kept, Seen, Watch};

/// See the module.
pub struct SafariRedirect;

impl Heuristic for SafariRedirect {
    type Watch = State;
    const SPEC: HeuristicSpec = HeuristicSpec {
        id: "safari_redirect",
        version: 1,
        artifacts: &["ios_safari_history"],
        kinds: &[],
        meaning: Meaning::Exposure,
        level: Level::Medium,
        source: "Amnesty International, Forensic Methodology Report: How to catch NSO Group's Pegasus (2021)",
    };
}

/// A redirect takes less than this, in nanoseconds. The whole difference counts: MVT compares `timedelta.seconds`,
/// which leaves whole days out, and so also flags redirects of any number of days to the second.
const WITHIN: i64 = 1_000_000_000;
/// Ends of redirects kept of one history at once. In order of rows the two ends follow each other, so more than a
/// few only wait in a database made to fill memory.
const WAITING: usize = 4_096;

/// What is waiting, by the path of the history: Safari profiles count their visits separately.
#[derive(Default)]
pub struct State {
    histories: BTreeMap<String, Waiting>,
}

/// Ends of redirects seen without the other end. Each visit costs a look-up here, whatever the history's length.
#[derive(Default)]
struct Waiting {
    /// Unencrypted visits, by the id of the visit they were redirected to.
    origins: BTreeMap<i64, Origin>,
    /// Destinations whose origin has a higher id and is still to come, by the id of that origin.
    destinations: BTreeMap<i64, Destination>,
}

struct Origin {
    kept: Kept,
    url: String,
    at: Timestamp,
}

struct Destination {
    id: i64,
    url: String,
    at: Timestamp,
}

/// What becomes of an `http://` visit and the one it was redirected to.
struct Redirect {
    from: String,
    to: String,
    millis: i64,
    level: Level,
}

impl Watch for State {
    fn record(&mut self, seen: &Seen<'_>, out: &mut Found) {
        let Some(SafariEntry::Visit(visit)) = seen.get::<SafariEntry>() else {
            return;
        };
        if !self.histories.contains_key(seen.source) {
            self.histories.insert(seen.source.to_owned(), Waiting::default());
        }
        if let Some(waiting) = self.histories.get_mut(seen.source) {
            waiting.visit(visit, || seen.keep(), out);
        }
    }
}

impl Waiting {
    fn visit(&mut self, visit: &SafariVisit, keep: impl FnOnce() -> Kept, out: &mut Found) {
        self.forget_before(visit.id);
        let (Some(url), Some(at)) = (&visit.url, visit.visited) else {
            return;
        };
        if let Some(origin) = self.origins.remove(&visit.id) {
            report(origin.kept, &origin.url, origin.at, url, at, out);
        } else if let Some(origin) = visit.redirect_source.filter(|origin| *origin > visit.id) {
            let destination = Destination { id: visit.id, url: url.clone(), at };
            self.destinations.insert(origin, destination);
            if self.destinations.len() > WAITING {
                self.destinations.pop_last();
            }
        }
        let Some(destination) = visit.redirect_destination else {
            return;
        };
        // Only what is not encrypted can be answered by someone else.
        if !is_unencrypted(url) {
            return;
        }
        let known = self.destinations.remove(&visit.id).filter(|known| known.id == destination);
        if let Some(known) = known {
            report(keep(), url, at, &known.url, known.at, out);
        } else if destination > visit.id {
            let origin = Origin { kept: keep(), url: url.clone(), at };
            self.origins.insert(destination, origin);
            if self.origins.len() > WAITING {
                self.origins.pop_last();
            }
        }
    }

    /// Visits come in the order of their ids, so what waited for a lower id than this waits in vain.
    fn forget_before(&mut self, id: i64) {
        while let Some(first) = self.origins.first_entry()
            && *first.key() < id
        {
            first.remove();
        }
        while let Some(first) = self.destinations.first_entry()
            && *first.key() < id
        {
            first.remove();
        }
    }
}

fn is_unencrypted(url: &str) -> bool {
    url.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://"))
}

fn report(kept: Kept, from: &str, left: Timestamp, to: &str, arrived: Timestamp, out: &mut Found) {
    let Some(redirect) = judge(from, left, to, arrived) else {
        return;
    };
    let millis = redirect.millis.to_string();
    out.add_at(
        redirect.level,
        kept,
        to,
        &[("from", &redirect.from), ("from_url", from), ("to", &redirect.to), ("to_url", to), ("millis", &millis)],
    );
}

/// `None` for a redirect inside one site (usually to its encrypted form), a slow one, or one that is no web page.
fn judge(from: &str, left: Timestamp, to: &str, arrived: Timestamp) -> Option<Redirect> {
    let elapsed = arrived.unix_nanos().saturating_sub(left.unix_nanos());
    if !(0..WITHIN).contains(&elapsed) {
        return None;
    }
    let (from, to) = (Url::parse(from).ok()?, Url::parse(to).ok()?);
    let (from_host, to_host) = (from.host_str()?, to.host_str()?);
    let site = registered(to_host);
    if registered(from_host) == site {
        return None;
    }
    let labels_before = match to.host()? {
        Host::Domain(host) => host.strip_suffix(site).map_or(0, |before| before.matches('.').count()),
        Host::Ipv4(_) | Host::Ipv6(_) => 0,
    };
    // The ports of web servers, proxies and sign-in pages are ordinary.
    let odd_port = to.port().is_some_and(|port| port >= 1024 && !matches!(port, 8000 | 8080 | 8443 | 8880));
    Some(Redirect {
        from: from_host.to_owned(),
        to: to_host.to_owned(),
        millis: elapsed / 1_000_000,
        level: if labels_before >= 2 && odd_port { Level::Medium } else { Level::Low },
    })
}

/// The registered domain of a host, by the Public Suffix List; an address or a single name is its own.
fn registered(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heuristics::AnyHeuristic;
    use vigie_model::Place;

    const DAY: f64 = 86_400.0;

    fn at(seconds: f64) -> Timestamp {
        Timestamp::from_cocoa_seconds(737_640_000.0 + seconds).unwrap()
    }

    fn level(from: &str, to: &str, seconds: f64) -> Option<Level> {
        judge(from, at(0.0), to, at(seconds)).map(|redirect| redirect.level)
    }

    #[test]
    fn only_the_published_form_is_medium() {
        let from = "http://news.example.org/";
        for (to, expected) in [
            ("https://bun54l2b67.get1tn0w.downloads.example:30495/szev4hz", Some(Level::Medium)),
            ("https://downloads.example:30495/szev4hz", Some(Level::Low)),
            ("https://a.b.downloads.example/", Some(Level::Low)),
            ("https://a.b.downloads.example:8443/", Some(Level::Low)),
            ("https://192.0.2.7:30495/", Some(Level::Low)),
            ("https://www.example.org/", None),
            ("https://a.b.example.org:30495/", None),
            ("about:blank", None),
        ] {
            assert_eq!(level(from, to, 0.2), expected, "{to}");
        }
        // Two customers of one suffix are two sites; two hosts of one site are one.
        assert_eq!(level("http://a.co.uk/", "https://b.co.uk/", 0.2), Some(Level::Low));
        assert_eq!(level("http://m.a.co.uk/", "https://a.co.uk/", 0.2), None);
    }

    #[test]
    fn the_whole_duration_counts() {
        let (from, to) = ("http://a.example.org/", "https://b.example.net/");
        assert_eq!(level(from, to, 0.0), Some(Level::Low));
        assert_eq!(level(from, to, 0.999), Some(Level::Low));
        for seconds in [1.0, 1.5, -0.2, DAY, 3.0 * DAY, 3.0 * DAY + 0.5] {
            assert_eq!(level(from, to, seconds), None, "{seconds}");
        }
    }

    fn visit(id: i64, url: &str, seconds: f64) -> SafariVisit {
        SafariVisit {
            id,
            visited: Some(at(seconds)),
            url: Some(url.to_owned()),
            title: None,
            redirect_source: None,
            redirect_destination: None,
            origin: None,
            load_successful: None,
            http_non_get: None,
            synthesized: None,
            attributes: None,
            score: None,
            generation: None,
            history_item: None,
            visit_count: None,
            status_code: None,
        }
    }

    fn kept(id: i64) -> Kept {
        Kept {
            artifact: "ios_safari_history",
            source: "HomeDomain/Library/Safari/History.db".to_owned(),
            place: Place::row("history_visits", id),
            time: None,
            json: "{}".to_owned(),
        }
    }

    /// MVT looks through every visit for each redirect (31.8 s for 20 000). Here a visit costs look-ups in what is
    /// waiting, so it is enough that little ever waits.
    #[test]
    fn a_long_history_keeps_almost_nothing_waiting() {
        let mut found = Found::new(AnyHeuristic::spec(&SafariRedirect));
        let mut waiting = Waiting::default();
        let mut most = 0;
        for pair in 0..10_000_i64 {
            let (origin, destination) = (2 * pair + 1, 2 * pair + 2);
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let seconds = pair as f64 * 10.0;
            let mut first = visit(origin, "http://a.example.org/", seconds);
            first.redirect_destination = Some(destination);
            let mut second = visit(destination, "https://b.example.net/", seconds + 0.1);
            second.redirect_source = Some(origin);
            for visit in [first, second] {
                let id = visit.id;
                waiting.visit(&visit, || kept(id), &mut found);
                most = most.max(waiting.origins.len() + waiting.destinations.len());
            }
        }
        assert_eq!(found.take().len(), 10_000);
        assert_eq!(most, 1);
    }

    #[test]
    fn what_waits_is_bounded() {
        let mut found = Found::new(AnyHeuristic::spec(&SafariRedirect));
        let mut waiting = Waiting::default();
        for id in 0..20_000_i64 {
            let mut visit = visit(id, "http://a.example.org/", 0.0);
            visit.redirect_destination = Some(1_000_000 + id);
            visit.redirect_source = Some(2_000_000 + id);
            waiting.visit(&visit, || kept(id), &mut found);
        }
        assert!(waiting.origins.len() <= WAITING && waiting.destinations.len() <= WAITING);
    }

    #[test]
    fn the_destination_may_have_the_lower_id() {
        let mut found = Found::new(AnyHeuristic::spec(&SafariRedirect));
        let mut waiting = Waiting::default();
        let mut destination = visit(5, "https://b.example.net/", 0.3);
        destination.redirect_source = Some(9);
        let mut origin = visit(9, "http://a.example.org/", 0.0);
        origin.redirect_destination = Some(5);
        waiting.visit(&destination, || kept(5), &mut found);
        waiting.visit(&origin, || kept(9), &mut found);
        assert_eq!(found.take().len(), 1);
    }
}
