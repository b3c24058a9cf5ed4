//! What a browser's developer tools recorded: HTTP Archive 1.2 (W3C draft, J. Odvarko), as Chrome, Firefox and Safari export it.

use serde::Deserialize;
use vigie_evidence::Source;
use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::logged::{Logged, address, moment};
use super::names::host_and_port;
use super::{Ends, Request, Span, Traffic};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Har;

impl Artifact for Har {
    type Record = Traffic;
    const SPEC: Spec = Spec {
        id: "network_har",
        version: 1,
        paths: &[(Layout::Network, "**/*.har"), (Layout::Network, "**/*.har.gz")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        let archive: Archive = out.unpacked(file)?.json()?;
        let mut logged = Logged::default();
        for (number, entry) in archive.log.entries.into_iter().enumerate() {
            let place = Place::key(["log", "entries", &number.to_string()]);
            // What is written into a page itself never went over the network.
            if entry
                .request
                .as_ref()
                .is_some_and(|asked| asked.url.starts_with("data:") || asked.url.starts_with("blob:"))
            {
                continue;
            }
            let time = entry.started.as_deref().and_then(moment);
            if time.is_none() {
                out.problem(ProblemCode::TimeImplausible, place.clone(), "no time, or one that is none");
            }
            let Some(request) = entry.request else {
                out.problem(ProblemCode::KeyMissing, place, "an entry without a request");
                continue;
            };
            logged.add(place, Traffic::Request(request.told(entry.server.as_deref(), entry.response, time)));
        }
        logged.give(out);
        Ok(())
    }
}

#[derive(Deserialize)]
struct Archive {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "startedDateTime")]
    started: Option<String>,
    #[serde(rename = "serverIPAddress")]
    server: Option<String>,
    request: Option<Asked>,
    response: Option<Response>,
}

#[derive(Deserialize)]
struct Asked {
    method: Option<String>,
    url: String,
    #[serde(default)]
    headers: Vec<Header>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Deserialize)]
struct Response {
    status: Option<i64>,
}

impl Asked {
    fn told(self, server: Option<&str>, response: Option<Response>, time: Option<vigie_model::Timestamp>) -> Request {
        let header = |name: &str| {
            let found = self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
            found.map(|header| header.value.clone()).filter(|value| !value.is_empty())
        };
        let authority = self.url.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(rest));
        let authority = authority.map(|text| text.rsplit('@').next().unwrap_or(text));
        let usual = if self.url.starts_with("https:") { 443 } else { 80 };
        let (host, port) = authority.map_or((None, None), |text| {
            let (host, port) = host_and_port(text);
            (Some(host.to_owned()), Some(port.unwrap_or(usual)))
        });
        Request {
            ends: Ends { client: None, server: server.and_then(address), port },
            method: self.method.clone().unwrap_or_default(),
            user_agent: header("user-agent"),
            referrer: header("referer"),
            status: response.and_then(|response| u16::try_from(response.status?).ok()).filter(|status| *status > 0),
            host,
            url: self.url,
            span: Span::once(time),
        }
    }
}
