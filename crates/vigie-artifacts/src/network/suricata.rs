//! What the detector Suricata notes (`eve.json`): look-ups, TLS, QUIC, requests, connections, files, leases, shares, alerts. Events
//! of other protocols hold addresses that the event of their connection has too.
//!
//! Format: Suricata documentation, "EVE JSON Format"; DNS events of version 1 (Suricata 4) to 3 (Suricata 8).

use serde::Deserialize;
use vigie_evidence::Source;
use vigie_model::{Layout, Meaning, ProblemCode, Timestamp};

use super::logged::{Logged, address, first_line, lines, moment};
use super::tally::add_known;
use super::{Alert, Certificate, Ends, Flow, Handshake, Lease, Lookup, Request, Sharing, Span, Traffic, Transfer};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Suricata;

impl Artifact for Suricata {
    type Record = Traffic;
    const SPEC: Spec = Spec {
        id: "network_suricata",
        version: 1,
        paths: &[
            (Layout::Network, "**/*eve*.json"),
            (Layout::Network, "**/*eve*.json.gz"),
            (Layout::Network, "**/*eve*.json.[0-9]*"),
            (Layout::Network, "**/*eve*.json-[0-9]*"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        if !first_line(file)?.contains("\"event_type\"") {
            return Err(ParseError::file(
                ProblemCode::NotTheFormat,
                "the first line is no event of Suricata".to_owned(),
            ));
        }
        let mut logged = Logged::default();
        lines(file, out, &mut |line, out| {
            if line.text.trim().is_empty() {
                return;
            }
            match serde_json::from_str::<Event>(&line.text) {
                Ok(event) => {
                    if event.timestamp.as_deref().is_some_and(|text| moment(text).is_none()) {
                        let detail = "the time of this event is none";
                        logged.not_understood(ProblemCode::TimeImplausible, line.at.clone(), detail, out);
                    }
                    for traffic in event.told() {
                        logged.add(line.at.clone(), traffic);
                    }
                }
                Err(error) => logged.not_understood(ProblemCode::JsonDamaged, line.at, error.to_string(), out),
            }
        })?;
        logged.give(out);
        Ok(())
    }
}

#[derive(Deserialize)]
struct Event {
    timestamp: Option<String>,
    #[serde(rename = "event_type")]
    kind: String,
    src_ip: Option<String>,
    dest_ip: Option<String>,
    dest_port: Option<u16>,
    proto: Option<String>,
    dns: Option<Dns>,
    tls: Option<Tls>,
    quic: Option<Tls>,
    http: Option<Http>,
    flow: Option<FlowPart>,
    fileinfo: Option<FileInfo>,
    alert: Option<AlertPart>,
    dhcp: Option<Dhcp>,
    smb: Option<Smb>,
}

#[derive(Deserialize)]
struct Dns {
    #[serde(rename = "type")]
    kind: Option<String>,
    rrname: Option<String>,
    rrtype: Option<String>,
    rcode: Option<String>,
    rdata: Option<String>,
    #[serde(default)]
    queries: Vec<Query>,
    #[serde(default)]
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Query {
    rrname: Option<String>,
    rrtype: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    rrtype: Option<String>,
    rdata: Option<String>,
}

#[derive(Deserialize)]
struct Tls {
    sni: Option<String>,
    version: Option<String>,
    subject: Option<String>,
    issuerdn: Option<String>,
    serial: Option<String>,
    fingerprint: Option<String>,
    notbefore: Option<String>,
    notafter: Option<String>,
    #[serde(default)]
    subjectaltname: Vec<String>,
    ja4: Option<String>,
}

#[derive(Deserialize)]
struct Http {
    hostname: Option<String>,
    url: Option<String>,
    #[serde(rename = "http_method")]
    method: Option<String>,
    #[serde(rename = "http_user_agent")]
    user_agent: Option<String>,
    #[serde(rename = "http_refer")]
    referrer: Option<String>,
    status: Option<u16>,
}

#[derive(Deserialize)]
struct FlowPart {
    pkts_toserver: Option<u64>,
    pkts_toclient: Option<u64>,
    bytes_toserver: Option<u64>,
    bytes_toclient: Option<u64>,
    start: Option<String>,
}

#[derive(Deserialize)]
struct FileInfo {
    filename: Option<String>,
    magic: Option<String>,
    md5: Option<String>,
    sha1: Option<String>,
    sha256: Option<String>,
}

#[derive(Deserialize)]
struct AlertPart {
    signature: Option<String>,
    signature_id: Option<u64>,
    category: Option<String>,
    severity: Option<u64>,
}

#[derive(Deserialize)]
struct Dhcp {
    client_mac: Option<String>,
    hostname: Option<String>,
    vendor_class_identifier: Option<String>,
    assigned_ip: Option<String>,
    requested_ip: Option<String>,
}

#[derive(Deserialize)]
struct Smb {
    dialect: Option<String>,
    share: Option<String>,
}

/// A moment of a certificate, which is in UTC (RFC 5280) though Suricata writes no zone.
fn utc(text: &str) -> Option<Timestamp> {
    moment(text).filter(|at| !at.is_zone_unknown()).or_else(|| moment(&format!("{}Z", text.trim())))
}

impl Event {
    fn told(self) -> Vec<Traffic> {
        let ends = Ends {
            client: self.src_ip.as_deref().and_then(address),
            server: self.dest_ip.as_deref().and_then(address),
            port: self.dest_port,
        };
        let span = Span::once(self.timestamp.as_deref().and_then(moment));
        match self.kind.as_str() {
            "dns" => self.dns.map(|dns| dns.told(&ends, &span)).unwrap_or_default(),
            "tls" => self.tls.map(|tls| tls.told("tcp", &ends, &span)).unwrap_or_default(),
            "quic" => self.quic.map(|quic| quic.told("quic", &ends, &span)).unwrap_or_default(),
            "http" => self.http.and_then(|http| http.told(ends, span)).into_iter().collect(),
            "flow" => self.flow.map(|flow| flow.told(self.proto, ends, &span)).into_iter().collect(),
            "fileinfo" => self.fileinfo.and_then(|file| file.told(&ends, span)).into_iter().collect(),
            "alert" => self.alert.and_then(|alert| alert.told(ends, span)).into_iter().collect(),
            "dhcp" => self.dhcp.and_then(|dhcp| dhcp.told(span)).into_iter().collect(),
            "smb" => self.smb.map(|smb| smb.told(ends, span)).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

impl Dns {
    fn told(self, ends: &Ends, span: &Span) -> Vec<Traffic> {
        let is_answer = matches!(self.kind.as_deref(), Some("answer" | "response"));
        // An answer goes from the server to the client.
        let ends = if is_answer && ends.port != Some(53) {
            Ends { client: ends.server, server: ends.client, port: Some(53) }
        } else {
            ends.clone()
        };
        let mut asked: Vec<(String, String)> =
            self.queries.into_iter().filter_map(|query| Some((query.rrname?, query.rrtype?))).collect();
        asked.extend(self.rrname.zip(self.rrtype.clone()).filter(|_| asked.is_empty()));
        let names = self.answers.into_iter().filter(|answer| {
            answer.rrtype.as_deref().is_some_and(|kind| matches!(kind, "A" | "AAAA" | "CNAME" | "DNAME"))
        });
        let mut answers: Vec<String> = names.filter_map(|answer| answer.rdata).collect();
        if matches!(self.rrtype.as_deref(), Some("A" | "AAAA" | "CNAME")) && answers.is_empty() {
            answers.extend(self.rdata);
        }
        let status = self.rcode.filter(|code| code != "NOERROR");
        let lookup = |(name, record_type)| {
            Traffic::Lookup(Lookup {
                ends: ends.clone(),
                name,
                record_type,
                answers: answers.clone(),
                status: status.clone(),
                span: if is_answer { Span { count: 0, ..span.clone() } } else { span.clone() },
                responses: u64::from(is_answer),
            })
        };
        asked.into_iter().map(lookup).collect()
    }
}

impl Tls {
    fn told(self, transport: &str, ends: &Ends, span: &Span) -> Vec<Traffic> {
        let hash = self.fingerprint.map(|text| text.replace(':', "").to_ascii_lowercase());
        let mut found = Vec::new();
        if let Some(subject) = self.subject {
            found.push(Traffic::Certificate(Certificate {
                ends: Ends { client: None, ..ends.clone() },
                server_name: self.sni.clone(),
                position: Some(0),
                sha1: hash.clone().filter(|hash| hash.len() == 40),
                sha256: hash.clone().filter(|hash| hash.len() == 64),
                serial: self.serial.map(|serial| serial.replace(':', "").to_ascii_lowercase()),
                subject,
                issuer: self.issuerdn.unwrap_or_default(),
                names: self.subjectaltname,
                not_before: self.notbefore.as_deref().and_then(utc),
                not_after: self.notafter.as_deref().and_then(utc),
                span: span.clone(),
            }));
        }
        found.push(Traffic::Handshake(Handshake {
            transport: transport.to_owned(),
            ends: ends.clone(),
            server_name: self.sni,
            alpn: Vec::new(),
            // With QUIC it is that of QUIC.
            version: self.version.filter(|version| version != "UNDETERMINED" && transport != "quic"),
            ja4: self.ja4,
            certificate: hash,
            span: span.clone(),
        }));
        found
    }
}

impl Http {
    fn told(self, ends: Ends, span: Span) -> Option<Traffic> {
        let target = self.url?;
        let url = if target.contains("://") {
            target
        } else {
            let host = self.hostname.clone().unwrap_or_else(|| ends.server_text());
            format!("http://{host}{target}")
        };
        Some(Traffic::Request(Request {
            ends,
            method: self.method.unwrap_or_default(),
            host: self.hostname,
            url,
            user_agent: self.user_agent,
            referrer: self.referrer,
            status: self.status,
            span,
        }))
    }
}

impl FlowPart {
    fn told(self, protocol: Option<String>, ends: Ends, span: &Span) -> Traffic {
        let began = self.start.as_deref().and_then(moment);
        let span = Span { first: began.or(span.first), ..span.clone() };
        let mut packets = self.pkts_toserver;
        add_known(&mut packets, self.pkts_toclient);
        Traffic::Flow(Flow {
            protocol: protocol.unwrap_or_default().to_ascii_lowercase(),
            ends,
            span,
            answered: self.pkts_toclient.map(|packets| u64::from(packets > 0)),
            packets,
            bytes_sent: self.bytes_toserver,
            bytes_received: self.bytes_toclient,
            host: None,
            action: None,
        })
    }
}

impl FileInfo {
    fn told(self, ends: &Ends, span: Span) -> Option<Traffic> {
        let hashes: Vec<String> = [self.md5, self.sha1, self.sha256].into_iter().flatten().collect();
        if hashes.is_empty() && self.filename.is_none() {
            return None;
        }
        // The event names the sender first.
        let ends = Ends { client: ends.server, server: ends.client, port: None };
        Some(Traffic::Transfer(Transfer { ends, name: self.filename, media_type: self.magic, hashes, span }))
    }
}

impl AlertPart {
    fn told(self, ends: Ends, span: Span) -> Option<Traffic> {
        Some(Traffic::Alert(Alert {
            ends,
            signature: self.signature?,
            rule: self.signature_id.map(|id| id.to_string()),
            category: self.category.filter(|text| !text.is_empty()),
            severity: self.severity,
            span,
        }))
    }
}

impl Dhcp {
    fn told(self, span: Span) -> Option<Traffic> {
        let given = self.assigned_ip.filter(|text| text != "0.0.0.0").or(self.requested_ip);
        Some(Traffic::Lease(Lease {
            hardware: self.client_mac?,
            host_name: self.hostname,
            vendor_class: self.vendor_class_identifier,
            address: given.as_deref().and_then(address),
            span,
        }))
    }
}

impl Smb {
    fn told(self, ends: Ends, span: Span) -> Traffic {
        let version = self.dialect.unwrap_or_else(|| "SMB".to_owned());
        Traffic::Sharing(Sharing {
            ends,
            version,
            native_os: None,
            shares: self.share.into_iter().collect(),
            signs: Vec::new(),
            span,
        })
    }
}
