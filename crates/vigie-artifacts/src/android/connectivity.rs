//! What stands between the device and the network: virtual private networks and the application that holds each, the
//! name of a private DNS server, and proxies. Names of wireless networks are not kept.
//!
//! Format: `dumpsys connectivity` (AOSP `ConnectivityService.dump`): a line `NetworkAgentInfo{… lp{{InterfaceName: wlan0 …
//! PrivateDnsServerName: HOST … HttpProxy: [HOST] PORT xl=…}} nc{[ Transports: WIFI|VPN … OwnerUid: 10196 …]}}` for each
//! network (`LinkProperties`, `NetworkCapabilities`, `ProxyInfo.toString`); and, since Android 12, `dumpsys vpn_management`
//! (`VpnManagerService.dump`, `Vpn.dump`): `0: PACKAGE` for each user, below it `Active vpn type: 1`, -1 where it only was
//! prepared.

use std::net::IpAddr;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::lines::{between, is_package};
use super::{BESIDE, DUMPSTATE, Part, TextLine, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Connectivity;

/// What is between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Between {
    /// A virtual private network: its holder sees all traffic.
    Vpn,
    /// A private DNS server: it learns which hosts are asked for.
    PrivateDns,
    /// A proxy.
    Proxy,
    /// A script from the network decides which proxy is used.
    ProxyScript,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Intermediary {
    /// What.
    pub what: Between,
    /// The user whose it is.
    pub user: Option<i64>,
    /// The user id in the kernel of the application that holds it.
    pub uid: Option<i64>,
    /// The application that holds it.
    pub package: Option<String>,
    /// Whether it runs; absent where the report does not say.
    pub active: Option<bool>,
    /// The network interface.
    pub interface: Option<String>,
    /// The server.
    pub host: Option<String>,
    /// Its port.
    pub port: Option<u16>,
    /// Where the script is.
    pub url: Option<String>,
}

impl Intermediary {
    fn new(what: Between) -> Self {
        let (user, uid, package, active) = (None, None, None, None);
        Self { what, user, uid, package, active, interface: None, host: None, port: None, url: None }
    }
}

impl Record for Intermediary {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(package) = &self.package {
            see(Observable::app_id(package));
        }
        if let Some(host) = &self.host {
            see(if host.parse::<IpAddr>().is_ok() { Observable::ip(host) } else { Observable::domain(host) });
        }
        if let Some(url) = &self.url {
            see(Observable::url(url));
        }
    }

    fn summary(&self) -> String {
        let host = self.host.as_deref().unwrap_or("unknown");
        match self.what {
            Between::Vpn => {
                let uid = self.uid.map(|uid| format!("user id {uid}"));
                let who = self.package.clone().or(uid).unwrap_or_else(|| "the system".to_owned());
                let state = if self.active == Some(true) { "holds" } else { "may hold" };
                format!("{who} {state} a virtual private network")
            }
            Between::PrivateDns => format!("private DNS server {host}"),
            Between::Proxy => format!("proxy {host}"),
            Between::ProxyScript => format!("proxy script {}", self.url.as_deref().unwrap_or("unknown")),
        }
    }
}

/// A line of a network. What it holds besides may name a wireless network, so problems do not quote it.
fn network(line: &TextLine<'_>, out: &mut Out<'_, Intermediary>) {
    let text = line.trimmed();
    let Some(properties) = between(text, "lp{{", "}}") else {
        out.problem(ProblemCode::LineNotUnderstood, line.at.clone(), "a network without its properties");
        return;
    };
    let word = |name: &str| {
        let next = between(properties, name, "")?.trim_start().split(' ').next()?;
        Some(next.to_owned()).filter(|word| !word.is_empty() && word != "null")
    };
    let interface = word("InterfaceName:");
    if let Some(host) = word("PrivateDnsServerName:") {
        if host.contains(['.', ':']) {
            let interface = interface.clone();
            let found = Intermediary { interface, host: Some(host), ..Intermediary::new(Between::PrivateDns) };
            out.record(line.at.clone(), found);
        } else {
            out.problem(
                ProblemCode::ValueUnexpected,
                line.at.clone(),
                "a private DNS server without the name of a host",
            );
        }
    }
    if let Some(proxy) = between(properties, "HttpProxy: ", "") {
        for found in proxies(proxy, line, out) {
            out.record(line.at.clone(), Intermediary { interface: interface.clone(), ..found });
        }
    }
    let can = between(text, "nc{", "").unwrap_or_default();
    let is_vpn = between(can, "Transports: ", " ").is_some_and(|all| all.split('|').any(|one| one == "VPN"));
    if is_vpn {
        let uid = ["OwnerUid: ", "EstablishingAppUid: ", "EstablishingVpnAppUid: "].iter().find_map(|name| {
            let digits = between(can, name, "")?;
            digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
        });
        let found = Intermediary { uid, active: Some(true), interface, ..Intermediary::new(Between::Vpn) };
        out.record(line.at.clone(), found);
    }
}

/// `[HOST] PORT xl=…`, with `PAC Script: URL` before it where a script decides.
fn proxies(text: &str, line: &TextLine<'_>, out: &mut Out<'_, Intermediary>) -> Vec<Intermediary> {
    let mut found = Vec::new();
    let Some((before, rest)) = text.split_once('[') else {
        out.problem(ProblemCode::LineNotUnderstood, line.at.clone(), "a proxy without its host");
        return found;
    };
    if let Some(url) = before.strip_prefix("PAC Script: ").map(str::trim).filter(|url| !url.is_empty()) {
        found.push(Intermediary { url: Some(url.to_owned()), ..Intermediary::new(Between::ProxyScript) });
    }
    match rest.split_once(']') {
        Some((none, _)) if none.starts_with("ProxyProperties.") => {}
        // With a script, the proxy is a part of the system itself.
        Some(("localhost", _)) if !found.is_empty() => {}
        Some((host, port)) if !host.is_empty() => {
            let port = port.split_ascii_whitespace().next().and_then(|port| port.parse().ok());
            if port.is_none() {
                out.problem(ProblemCode::ValueUnexpected, line.at.clone(), "a proxy without its port");
            }
            found.push(Intermediary { host: Some(host.to_owned()), port, ..Intermediary::new(Between::Proxy) });
        }
        _ => out.problem(ProblemCode::LineNotUnderstood, line.at.clone(), "a proxy without its host"),
    }
    found
}

/// The first line of a user in `vpn_management`: `0: com.example.vpn`, or `[Legacy VPN]` for the one of the system.
fn holder(text: &str) -> Option<Intermediary> {
    let (user, package) = text.split_once(": ")?;
    let package = package.trim();
    let known = is_package(package) || package == "[Legacy VPN]" || package == "null";
    let package = is_package(package).then(|| package.to_owned());
    let user = Some(user.parse().ok()?);
    known.then(|| Intermediary { user, package, ..Intermediary::new(Between::Vpn) })
}

/// Tells the holder of a user, unless there is none.
fn close(open: Option<(Place, Intermediary)>, out: &mut Out<'_, Intermediary>) {
    if let Some((at, found)) = open
        && (found.package.is_some() || found.active == Some(true))
    {
        out.record(at, found);
    }
}

impl Artifact for Connectivity {
    type Record = Intermediary;
    const SPEC: Spec = Spec { id: "android_connectivity", version: 1, paths: DUMPSTATE, meaning: Meaning::Weakness };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Intermediary>) -> Result<(), ParseError> {
        // Networks stand in the part of high priority and, the same, in the ordinary one.
        let mut any_network = false;
        each_section(file, &[Part::Service("connectivity"), Part::Service("vpn_management")], out, |section, _, out| {
            let of_networks = section.name == "connectivity";
            if of_networks && any_network {
                return;
            }
            let mut open: Option<(Place, Intermediary)> = None;
            for line in section.lines() {
                let text = line.trimmed();
                if of_networks {
                    if text.starts_with("NetworkAgentInfo{") {
                        any_network = true;
                        network(&line, out);
                    }
                    continue;
                }
                if line.indent() <= 2 && !text.is_empty() {
                    close(open.take(), out);
                    match holder(text) {
                        Some(found) => open = Some((line.at.clone(), found)),
                        None if text == "VPNs:" => {}
                        None => not_understood(&line, out),
                    }
                } else if let (Some(kind), Some((_, found))) = (text.strip_prefix("Active vpn type: "), open.as_mut()) {
                    match kind {
                        "-1" => found.active = Some(false),
                        "1" | "2" | "3" | "4" => found.active = Some(true),
                        _ => not_understood(&line, out),
                    }
                }
            }
            close(open, out);
        })
    }
}
