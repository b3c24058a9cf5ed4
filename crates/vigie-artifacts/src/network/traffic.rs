//! What the network shows, whoever wrote it down: a capture, Zeek, Suricata, a resolver, a browser or a firewall. The
//! same thing seen again is one record with its first and last time and a count, so that a case stays small.

use std::net::IpAddr;

use serde::Serialize;
use vigie_model::{Moment, Observable, Record, Timestamp};

use super::names::{host_of_wildcard, looks_like_host};

/// Who talked to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Ends {
    /// Who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IpAddr>,
    /// Who was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<IpAddr>,
    /// The port that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
}

impl Ends {
    /// The server as `address:port`, as far as it is known.
    pub fn server_text(&self) -> String {
        let server = match self.server {
            Some(IpAddr::V6(address)) if self.port.is_some() => format!("[{address}]"),
            Some(address) => address.to_string(),
            None => "unknown".to_owned(),
        };
        self.port.map_or(server.clone(), |port| format!("{server}:{port}"))
    }

    fn see(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for address in [self.client, self.server].into_iter().flatten().filter(|address| is_worth(*address)) {
            see(Observable::ip(address.to_string()));
        }
    }

    fn text(&self) -> String {
        match self.client {
            Some(client) => format!("{client} -> {}", self.server_text()),
            None => self.server_text(),
        }
    }
}

/// Whether an address can name somebody: not this device, everybody, or nobody.
fn is_worth(address: IpAddr) -> bool {
    let broadcast = matches!(address, IpAddr::V4(address) if address.is_broadcast());
    !(broadcast || address.is_loopback() || address.is_multicast() || address.is_unspecified())
}

/// When and how often.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The earliest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// The latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// The earliest as it is written, where the log says no year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// How often.
    pub count: u64,
    /// The time between one and the next, in milliseconds, where they came in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortest_gap_ms: Option<u64>,
    /// The longest of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest_gap_ms: Option<u64>,
}

impl Span {
    /// Once.
    pub fn once(at: Option<Timestamp>) -> Self {
        Self { first: at, last: at, count: 1, ..Self::default() }
    }

    /// A moment that belongs to it and does not count: an answer, a further packet.
    pub fn beside(at: Option<Timestamp>) -> Self {
        Self { count: 0, ..Self::once(at) }
    }

    /// With what came later.
    pub(super) fn join(&mut self, later: &Self) {
        if let (Some(last), Some(next), true) = (self.last, later.first, self.count > 0 && later.count > 0) {
            let gap = next.unix_nanos().saturating_sub(last.unix_nanos()).max(0).unsigned_abs() / 1_000_000;
            self.shortest_gap_ms = Some(self.shortest_gap_ms.map_or(gap, |known| known.min(gap)));
            self.longest_gap_ms = Some(self.longest_gap_ms.map_or(gap, |known| known.max(gap)));
        }
        self.count = self.count.saturating_add(later.count);
        self.first = [self.first, later.first].into_iter().flatten().min();
        self.last = [self.last, later.last].into_iter().flatten().max();
    }
}

/// Packets and bytes between a client and a port of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// `tcp`, `udp`, `icmp`, or the number of the protocol.
    pub protocol: String,
    /// Who and whom.
    #[serde(flatten)]
    pub ends: Ends,
    /// When, and how many connections.
    #[serde(flatten)]
    pub span: Span,
    /// Connections in which the server answered. `None`, here and below, where the log does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<u64>,
    /// Packets of both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packets: Option<u64>,
    /// Bytes of the client, headers left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes_sent: Option<u64>,
    /// Bytes of the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes_received: Option<u64>,
    /// The name of the server, where the log has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// What became of it, where the log says so (`allow`, `deny`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
}

/// A name that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lookup {
    /// Who and whom.
    #[serde(flatten)]
    pub ends: Ends,
    /// The name; bytes that are not printable as `\DDD`.
    pub name: String,
    /// The type of record asked for (`A`, `AAAA`, `HTTPS`).
    pub record_type: String,
    /// Addresses and names that came back, each once.
    pub answers: Vec<String>,
    /// What the server said, if not that all is well (`NXDOMAIN`; `blocked` where a filter says so).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// When, and how many questions.
    #[serde(flatten)]
    pub span: Span,
    /// How many answers.
    pub responses: u64,
}

/// A TLS handshake, over TCP or QUIC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Handshake {
    /// `tcp` or `quic`.
    pub transport: String,
    /// Who and whom.
    #[serde(flatten)]
    pub ends: Ends,
    /// The name the client asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    /// What the client wants to speak (`h2`, `http/1.1`, `dot`).
    pub alpn: Vec<String>,
    /// The version agreed on, or the highest the client offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The client's fingerprint JA4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ja4: Option<String>,
    /// SHA-256 of the server's certificate, where it was sent in clear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// When and how often.
    #[serde(flatten)]
    pub span: Span,
}

/// A certificate that a server sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Who sent it.
    #[serde(flatten)]
    pub ends: Ends,
    /// The name the client had asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    /// 0 for the server's own, higher for those that vouch for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// SHA-1 of its bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha1: Option<String>,
    /// SHA-256 of its bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Its serial number, hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Whom it names.
    pub subject: String,
    /// Who vouches for it.
    pub issuer: String,
    /// Further names it is good for.
    pub names: Vec<String>,
    /// Good from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// Good until.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Timestamp>,
    /// When and how often it was sent.
    #[serde(flatten)]
    pub span: Span,
}

impl Certificate {
    /// Whether it vouches for itself.
    pub fn is_self_signed(&self) -> bool {
        !self.subject.is_empty() && self.subject == self.issuer
    }
}

/// An HTTP request in clear, or as a browser noted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Who and whom.
    #[serde(flatten)]
    pub ends: Ends,
    /// `GET`, `POST`, `CONNECT`.
    pub method: String,
    /// The host that was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The whole address.
    pub url: String,
    /// How the client names itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Where it says it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrer: Option<String>,
    /// What the server answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// When and how often.
    #[serde(flatten)]
    pub span: Span,
}

/// An address given to a device of the local network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lease {
    /// The device's hardware address.
    pub hardware: String,
    /// How it names itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_name: Option<String>,
    /// Which system it says it is (`android-dhcp-15`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_class: Option<String>,
    /// The address it asked for or was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// When and how often.
    #[serde(flatten)]
    pub span: Span,
}

/// File sharing (SMB) between two devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sharing {
    /// Who and whom.
    #[serde(flatten)]
    pub ends: Ends,
    /// `SMB1` or `SMB2`.
    pub version: String,
    /// What the server says it runs (SMB1 only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub native_os: Option<String>,
    /// Shares that were connected to.
    pub shares: Vec<String>,
    /// What was seen that the published exploits do: see [`SharingSign`].
    pub signs: Vec<SharingSign>,
    /// When, and how many connections.
    #[serde(flatten)]
    pub span: Span,
}

/// What the published exploits of MS17-010 do and ordinary file sharing does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SharingSign {
    /// A large `NT_TRANSACT` continued as `TRANSACTION2_SECONDARY`: how EternalBlue makes the server overflow.
    TransactContinuedAsTransaction2,
    /// `TRANS2` with `SESSION_SETUP`, a command that no system implements: the call to DoublePulsar.
    Transaction2SessionSetup,
    /// The answer to it with a multiplex id raised by 16: DoublePulsar is there.
    DoublePulsarAnswered,
    /// `PeekNamedPipe` on no pipe, answered with `STATUS_INSUFF_SERVER_RESOURCES`: a test shows that MS17-010 is missing.
    PatchMissing,
}

impl SharingSign {
    /// The name in JSON and sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::TransactContinuedAsTransaction2 => "transact_continued_as_transaction2",
            Self::Transaction2SessionSetup => "transaction2_session_setup",
            Self::DoublePulsarAnswered => "double_pulsar_answered",
            Self::PatchMissing => "patch_missing",
        }
    }
}

/// A rule of a detector that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Who and whom.
    #[serde(flatten)]
    pub ends: Ends,
    /// What the rule calls itself.
    pub signature: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Its class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Its weight, 1 the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<u64>,
    /// When and how often.
    #[serde(flatten)]
    pub span: Span,
}

/// A file that went over the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// Who and whom.
    #[serde(flatten)]
    pub ends: Ends,
    /// Its name, where one was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its type as seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Its hashes, as logged.
    pub hashes: Vec<String>,
    /// When and how often.
    #[serde(flatten)]
    pub span: Span,
}

/// One thing the network shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Traffic {
    /// Packets.
    Flow(Flow),
    /// A name asked for.
    Lookup(Lookup),
    /// A TLS handshake.
    Handshake(Handshake),
    /// A certificate.
    Certificate(Certificate),
    /// A request.
    Request(Request),
    /// An address given.
    Lease(Lease),
    /// File sharing.
    Sharing(Sharing),
    /// A rule that fired.
    Alert(Alert),
    /// A file.
    Transfer(Transfer),
}

impl Traffic {
    /// When and how often.
    pub fn span(&self) -> &Span {
        match self {
            Self::Flow(it) => &it.span,
            Self::Lookup(it) => &it.span,
            Self::Handshake(it) => &it.span,
            Self::Certificate(it) => &it.span,
            Self::Request(it) => &it.span,
            Self::Lease(it) => &it.span,
            Self::Sharing(it) => &it.span,
            Self::Alert(it) => &it.span,
            Self::Transfer(it) => &it.span,
        }
    }

    /// Who and whom.
    pub fn ends(&self) -> Option<&Ends> {
        match self {
            Self::Flow(it) => Some(&it.ends),
            Self::Lookup(it) => Some(&it.ends),
            Self::Handshake(it) => Some(&it.ends),
            Self::Certificate(it) => Some(&it.ends),
            Self::Request(it) => Some(&it.ends),
            Self::Lease(_) => None,
            Self::Sharing(it) => Some(&it.ends),
            Self::Alert(it) => Some(&it.ends),
            Self::Transfer(it) => Some(&it.ends),
        }
    }
}

/// A host name, which may be an address too (`http://192.0.2.7/`).
fn see_host(host: &str, see: &mut dyn FnMut(Observable<'_>)) {
    match host.parse::<IpAddr>() {
        Ok(address) if is_worth(address) => see(Observable::ip(host)),
        Ok(_) => {}
        Err(_) => see(Observable::domain(host)),
    }
}

impl Record for Traffic {
    fn time(&self) -> Option<Timestamp> {
        self.span().first
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let span = self.span();
        if let Some(at) = span.first {
            see(Moment { what: "first_seen", at });
        }
        if let Some(at) = span.last.filter(|last| Some(*last) != span.first) {
            see(Moment { what: "last_seen", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(ends) = self.ends() {
            ends.see(see);
        }
        match self {
            Self::Flow(flow) => {
                if let Some(host) = &flow.host {
                    see_host(host, see);
                }
            }
            Self::Lookup(lookup) => {
                see_host(&lookup.name, see);
                lookup.answers.iter().for_each(|answer| see_host(answer, see));
            }
            Self::Handshake(handshake) => {
                if let Some(name) = &handshake.server_name {
                    see_host(name, see);
                }
                if let Some(hash) = &handshake.certificate {
                    see(Observable::certificate(hash.as_str()));
                }
            }
            Self::Certificate(certificate) => {
                for hash in [&certificate.sha1, &certificate.sha256].into_iter().flatten() {
                    see(Observable::certificate(hash.as_str()));
                }
                for name in certificate.names.iter().map(|name| host_of_wildcard(name)) {
                    see_host(name, see);
                }
                let common = certificate.subject.split(", ").find_map(|part| part.strip_prefix("CN="));
                if let Some(host) = common.map(host_of_wildcard).filter(|host| looks_like_host(host)) {
                    see_host(host, see);
                }
                for name in [&certificate.subject, &certificate.issuer] {
                    see(Observable::text(name.as_str()));
                }
            }
            Self::Request(request) => {
                see(Observable::url(request.url.as_str()));
                if let Some(host) = &request.host {
                    see_host(host, see);
                }
                if let Some(agent) = &request.user_agent {
                    see(Observable::text(agent.as_str()));
                }
                if let Some(referrer) = &request.referrer {
                    see(Observable::url(referrer.as_str()));
                }
            }
            Self::Lease(lease) => {
                if let Some(address) = lease.address.filter(|address| is_worth(*address)) {
                    see(Observable::ip(address.to_string()));
                }
            }
            Self::Sharing(sharing) => sharing.shares.iter().for_each(|share| see(Observable::text(share.as_str()))),
            Self::Alert(alert) => see(Observable::text(alert.signature.as_str())),
            Self::Transfer(transfer) => {
                transfer.hashes.iter().for_each(|hash| see(Observable::hash(hash.as_str())));
                if let Some(name) = &transfer.name {
                    see(Observable::file_name(name.rsplit(['/', '\\']).next().unwrap_or(name)));
                }
            }
        }
    }

    fn summary(&self) -> String {
        let count = self.span().count;
        let who = self.ends().map(Ends::text).unwrap_or_default();
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        match self {
            Self::Flow(flow) => {
                let counts = [
                    (flow.answered, "answered"),
                    (flow.packets, "packets"),
                    (flow.bytes_sent, "bytes sent"),
                    (flow.bytes_received, "bytes received"),
                ];
                let known = counts.into_iter().filter_map(|(count, what)| Some(format!(", {} {what}", count?)));
                let action = flow.action.as_ref().map(|action| format!(" ({action})")).unwrap_or_default();
                let host = flow.host.as_ref().map(|host| format!(" {host}")).unwrap_or_default();
                let known: String = known.collect();
                format!("{} {who}{host}{action}: {count} connections{known}", flow.protocol)
            }
            Self::Lookup(lookup) => {
                let answers = lookup.answers.join(" ");
                let status = lookup.status.as_ref().map(|status| format!(" ({status})")).unwrap_or_default();
                format!("DNS {} {} x{count}{status}: {answers}", lookup.record_type, lookup.name)
            }
            Self::Handshake(it) => format!(
                "TLS over {} {who}: {} x{count}, {}, JA4 {}",
                it.transport,
                text(&it.server_name),
                text(&it.version),
                text(&it.ja4)
            ),
            Self::Certificate(it) => {
                let until = it.not_after.map(|at| at.to_string()).unwrap_or_default();
                format!(
                    "certificate of {}: {}, issued by {}, until {until}",
                    it.ends.server_text(),
                    it.subject,
                    it.issuer
                )
            }
            Self::Request(it) => format!("{} {} x{count} by {}", it.method, it.url, text(&it.user_agent)),
            Self::Lease(it) => {
                let address = it.address.map(|address| address.to_string()).unwrap_or_default();
                format!("DHCP {} {} {} {address}", it.hardware, text(&it.host_name), text(&it.vendor_class))
            }
            Self::Sharing(it) => {
                let signs: Vec<_> = it.signs.iter().map(|sign| sign.name()).collect();
                format!("{} {who}: {} {}", it.version, it.shares.join(" "), signs.join(" "))
            }
            Self::Alert(it) => format!("alert {who}: {} x{count}", it.signature),
            Self::Transfer(it) => format!("file {who}: {} {}", text(&it.name), it.hashes.join(" ")),
        }
    }
}
