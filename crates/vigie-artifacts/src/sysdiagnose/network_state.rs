//! Name servers, proxies, routes and reachable hosts when the sysdiagnose was taken: a resolver or proxy that nobody set
//! up shows where traffic was led.
//!
//! Format: text files that Apple's `get-network-info` and the Wi-Fi diagnostics write (`scutil --dns`, `--proxy`, `--nwi`,
//! `nettop`, `skywalkctl`, `arp`, `ndp`, `resolv.conf` …). Their forms differ; of each, the lines that hold an address, a
//! host name or a link are read.

use std::net::IpAddr;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use super::taken::{LOG, Taken};
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct NetworkState;

/// One line that names an address or host.
#[derive(Debug, Serialize)]
pub struct NetworkLine {
    /// The line.
    pub line: String,
    /// When it was written.
    pub seen: Option<Timestamp>,
}

/// Addresses in a line, ports and zones taken off.
fn addresses(line: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || "()[]<>{}\"',;=/".contains(c);
    line.split(ends).filter_map(|word| {
        let word = word.split('%').next().unwrap_or(word).trim_matches(':');
        let bare = word.rsplit_once([':', '.']).map(|(host, _)| host);
        [Some(word), bare].into_iter().flatten().find(|text| text.parse::<IpAddr>().is_ok())
    })
}

/// Nobody's address in particular.
fn is_special(address: &str) -> bool {
    match address.parse() {
        Ok(IpAddr::V4(ip)) => ip.is_unspecified() || ip.is_loopback() || ip.is_broadcast() || ip.is_multicast(),
        Ok(IpAddr::V6(ip)) => ip.is_unspecified() || ip.is_loopback() || ip.is_multicast(),
        Err(_) => true,
    }
}

/// Whether a line has something that can be compared.
fn speaks(line: &str) -> bool {
    let host = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let labels = word.split('.').filter(|label| !label.is_empty()).count();
        labels >= 2
            && word.rsplit('.').next().is_some_and(|end| end.len() >= 2 && end.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    line.contains("://") || addresses(line).any(|ip| !is_special(ip)) || line.split_whitespace().any(host)
}

impl Record for NetworkLine {
    fn time(&self) -> Option<Timestamp> {
        self.seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.seen {
            see(Moment { what: "network_state", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for ip in addresses(&self.line).filter(|ip| !is_special(ip)) {
            see(Observable::ip(ip));
        }
        see(Observable::text(&self.line));
    }

    fn summary(&self) -> String {
        format!("network: {}", self.line)
    }
}

impl Artifact for NetworkState {
    type Record = NetworkLine;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_network_state",
        version: 1,
        paths: &[
            (Layout::IosSysdiagnose, "WiFi/network_status.txt"),
            (Layout::IosSysdiagnose, "WiFi/ifconfig.txt"),
            (Layout::IosSysdiagnose, "WiFi/arp.txt"),
            (Layout::IosSysdiagnose, "logs/Networking/{ifconfig,skywalk,nettop,get-network-info}.txt"),
            (Layout::IosSysdiagnose, "logs/Networking/*{info,information,configuration,conf,agents,path}.txt"),
            (Layout::IosSysdiagnose, "network-info/{ifconfig,skywalk,nettop,get-network-info}.txt"),
            (Layout::IosSysdiagnose, "network-info/*{info,information,configuration,conf,agents,path}.txt"),
        ],
        meaning: Meaning::Exposure,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOG;

    fn parse(file: &Source<'_>, out: &mut Out<'_, NetworkLine>) -> Result<(), ParseError> {
        let seen = Taken::beside(file).map(|taken| taken.at);
        each_line(file, out, |at, line, out| {
            let line = line.trim();
            if speaks(line) {
                out.record(at, NetworkLine { line: line.to_owned(), seen });
            }
        })
    }
}
