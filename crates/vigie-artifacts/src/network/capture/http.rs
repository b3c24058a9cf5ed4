//! Requests of HTTP/1 (RFC 9112): host, address, and how the client names itself. Bodies are passed over, and what the
//! server sends is not read.

use vigie_model::{Place, Timestamp};

use super::super::bytes::text;
use super::super::names::host_and_port;
use super::super::{Ends, Request, Span};

/// The head of a request; servers accept no more.
const MOST_HEAD: usize = 16 << 10;
const MOST_URL: usize = 8 << 10;
const MOST_VALUE: usize = 1 << 10;
const METHODS: &[&str] = &[
    "GET ",
    "POST ",
    "HEAD ",
    "PUT ",
    "DELETE ",
    "OPTIONS ",
    "CONNECT ",
    "PATCH ",
    "TRACE ",
    "PROPFIND ",
    "REPORT ",
    "SEARCH ",
    "MKCOL ",
    "MOVE ",
    "COPY ",
    "LOCK ",
    "UNLOCK ",
];

/// Whether bytes begin, or may begin, as a request does.
pub(super) fn begins(bytes: &[u8]) -> bool {
    METHODS.iter().any(|method| bytes.starts_with(method.as_bytes()))
}

/// The client's side of one connection.
#[derive(Debug, Default)]
pub(super) struct Client {
    head: Vec<u8>,
    at: Option<(Place, Option<Timestamp>)>,
    body: u64,
}

/// What came of some bytes.
pub(super) enum Seen {
    /// A request.
    Request(Place, Box<Request>),
    /// The client asked for a tunnel; what follows is another protocol.
    Tunnel,
}

impl Client {
    pub(super) fn kept(&self) -> usize {
        self.head.len()
    }

    /// Bytes of the client.
    pub(super) fn feed(
        &mut self,
        bytes: &[u8],
        missing: bool,
        (place, time): (&Place, Option<Timestamp>),
        ends: &Ends,
        see: &mut dyn FnMut(Seen),
    ) {
        if missing {
            *self = Self::default();
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.body > 0 {
                let passed = usize::try_from(self.body).unwrap_or(usize::MAX).min(rest.len());
                self.body = self.body.saturating_sub(passed as u64);
                rest = rest.get(passed..).unwrap_or_default();
                continue;
            }
            if self.head.is_empty() {
                // Between requests: what does not begin as one is a body without a length, and is passed over.
                if !begins(rest) {
                    return;
                }
                self.at = Some((place.clone(), time));
            }
            let known = self.head.len();
            let room = MOST_HEAD.saturating_sub(known);
            self.head.extend_from_slice(rest.get(..room).unwrap_or(rest));
            let from = known.saturating_sub(3);
            let end = self.head.get(from..).and_then(find_end).and_then(|end| from.checked_add(end));
            let whole = self.head.len() >= MOST_HEAD;
            let Some(end) = end.or(whole.then_some(MOST_HEAD)) else { return };
            rest = rest.get(end.saturating_sub(known)..).unwrap_or_default();
            let mut head = std::mem::take(&mut self.head);
            head.truncate(end);
            let Some((place, time)) = self.at.take() else { return };
            let Some((request, body)) = request(&head, ends, time) else { return };
            let tunnel = request.method == "CONNECT";
            self.body = body;
            see(Seen::Request(place, Box::new(request)));
            if tunnel {
                see(Seen::Tunnel);
                return;
            }
        }
    }
}

/// Where the blank line ends.
fn find_end(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, b"\r\n\r\n").and_then(|at| at.checked_add(4))
}

/// A request, and the length of its body.
fn request(head: &[u8], ends: &Ends, time: Option<Timestamp>) -> Option<(Request, u64)> {
    let mut lines = head.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut words = lines.next()?.splitn(3, |byte| *byte == b' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if !version.starts_with(b"HTTP/1.") {
        return None;
    }
    let (method, target) = (text(method, 16), text(target, MOST_URL));
    let (mut host, mut user_agent, mut referrer, mut body) = (None, None, None, 0);
    for line in lines {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = line.split_at_checked(colon)?;
        let value = text(value.get(1..).unwrap_or_default().trim_ascii(), MOST_VALUE);
        match name.to_ascii_lowercase().as_slice() {
            b"host" => host = Some(value),
            b"user-agent" => user_agent = Some(value),
            b"referer" => referrer = Some(value),
            b"content-length" => body = value.parse().unwrap_or(0),
            _ => {}
        }
    }
    let host = host.filter(|host| !host.is_empty());
    let url = url(&method, &target, host.as_deref(), ends);
    let host = host.map(|host| host_and_port(&host).0.to_owned());
    let span = Span::once(time);
    let request = Request { ends: ends.clone(), method, host, url, user_agent, referrer, status: None, span };
    Some((request, body))
}

/// The whole address. A client of a proxy writes it whole; others leave the host to its own line.
fn url(method: &str, target: &str, host: Option<&str>, ends: &Ends) -> String {
    if target.contains("://") {
        return target.to_owned();
    }
    if method == "CONNECT" {
        return format!("http://{target}/");
    }
    let host = match (host, ends.port) {
        (Some(host), Some(port)) if port != 80 && host_and_port(host).1.is_none() => format!("{host}:{port}"),
        (Some(host), _) => host.to_owned(),
        (None, _) => ends.server_text(),
    };
    let slash = if target.starts_with('/') { "" } else { "/" };
    format!("http://{host}{slash}{target}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requests(parts: &[&[u8]]) -> (Vec<Request>, bool) {
        let (mut found, mut tunnel) = (Vec::new(), false);
        let mut client = Client::default();
        let ends = Ends { client: None, server: "192.0.2.1".parse().ok(), port: Some(8080) };
        for part in parts {
            client.feed(part, false, (&Place::File, None), &ends, &mut |seen| match seen {
                Seen::Request(_, request) => found.push(*request),
                Seen::Tunnel => tunnel = true,
            });
        }
        (found, tunnel)
    }

    #[test]
    fn heads_in_parts_bodies_and_pipelines() {
        let (found, _) = requests(&[
            b"POST /in HTTP/1.1\r\nHost: exam",
            b"ple.org\r\nContent-Length: 14\r\nUser-Agent: Test/1\r\n\r\nGET / HTTP/1.1",
            b"GET /one HTTP/1.1\r\nHost: a:81\r\n\r\nGET http://b/two HTTP/1.0\r\n\r",
            b"\n",
            b"\x00\x01binary",
            b"GET /three HTTP/1.1\r\n\r\n",
        ]);
        let urls: Vec<_> = found.iter().map(|request| request.url.as_str()).collect();
        assert_eq!(
            urls,
            ["http://example.org:8080/in", "http://a:81/one", "http://b/two", "http://192.0.2.1:8080/three"]
        );
        assert_eq!(found[0].user_agent.as_deref(), Some("Test/1"));
        assert_eq!(found[1].host.as_deref(), Some("a"));
    }

    #[test]
    fn tunnels_and_endless_heads() {
        let (found, tunnel) = requests(&[b"CONNECT example.org:443 HTTP/1.1\r\n\r\n\x16\x03\x01"]);
        assert!(tunnel && found[0].url == "http://example.org:443/");
        let long = [b"GET /".as_slice(), &vec![b'a'; 100_000], b" HTTP/1.1\r\n\r\n"].concat();
        let mut client = Client::default();
        client.feed(&long, false, (&Place::File, None), &Ends::default(), &mut |_| {});
        assert!(client.kept() <= MOST_HEAD);
    }
}
