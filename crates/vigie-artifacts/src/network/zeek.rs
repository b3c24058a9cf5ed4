//! Logs of the monitor Zeek (Bro before 2018), as tables with a header or as JSON lines: `conn`, `dns`, `ssl`, `quic`,
//! `http`, `x509`, `files`, `dhcp`, `smb_mapping`, `notice`. Its other logs repeat these or tell of Zeek itself.
//!
//! Format: Zeek documentation, "Zeek Log Formats and Inspection", and the script reference of each log.

use serde_json::Value;
use vigie_evidence::Source;
use vigie_model::{Layout, Meaning, ProblemCode, Timestamp};

use super::logged::{Logged, address, first_line, lines, moment};
use super::tally::add_known;
use super::{Alert, Certificate, Ends, Flow, Handshake, Lease, Lookup, Request, Sharing, Span, Traffic, Transfer};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Zeek;

impl Artifact for Zeek {
    type Record = Traffic;
    const SPEC: Spec = Spec {
        id: "network_zeek",
        version: 1,
        paths: &[
            (Layout::Network, "**/{conn,dns,ssl,quic,http,x509,files,dhcp,smb_mapping,notice}.*log"),
            (Layout::Network, "**/{conn,dns,ssl,quic,http,x509,files,dhcp,smb_mapping,notice}.*log.gz"),
            (Layout::Network, "**/{conn,dns,ssl,quic,http,x509,files,dhcp,smb_mapping,notice}.log.[0-9]*"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        let first = first_line(file)?;
        let is_table = first.starts_with("#separator") || first.starts_with("#fields");
        if !(is_table || first.starts_with('{') && first.contains("\"ts\"")) {
            // Another program's log of the same name.
            out.absent();
            return Ok(());
        }
        let mut table = Table { path: named(file.file_name()), ..Table::default() };
        let mut logged = Logged::default();
        lines(file, out, &mut |line, out| {
            let text = line.text.as_str();
            if text.trim().is_empty() {
                return;
            }
            if let Some(header) = text.strip_prefix('#') {
                table.header(header);
                return;
            }
            let row = if text.starts_with('{') { json(text) } else { table.row(text) };
            match row {
                Ok(row) => {
                    if row.get("ts").is_some() && row.time("ts").is_none() {
                        let detail = "the time of this row is none";
                        logged.not_understood(ProblemCode::TimeImplausible, line.at.clone(), detail, out);
                    }
                    let path = row.get("_path").unwrap_or_else(|| table.path.clone());
                    for traffic in record(&path, &row) {
                        logged.add(line.at.clone(), traffic);
                    }
                }
                Err((code, detail)) => logged.not_understood(code, line.at, detail, out),
            }
        })?;
        logged.give(out);
        Ok(())
    }
}

/// The log of a file name: `dns.2024-06-20-18-00-00.log.gz` is `dns`.
fn named(name: &str) -> String {
    name.split('.').next().unwrap_or(name).to_ascii_lowercase()
}

/// One row: names and values.
struct Row(Vec<(String, String)>);

impl Row {
    fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    fn time(&self, name: &str) -> Option<Timestamp> {
        self.get(name).as_deref().and_then(moment)
    }

    fn list(&self, name: &str) -> Vec<String> {
        let text = self.get(name).unwrap_or_default();
        text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    fn ends(&self) -> Ends {
        Ends {
            client: self.get("id.orig_h").as_deref().and_then(address),
            server: self.get("id.resp_h").as_deref().and_then(address),
            port: self.get("id.resp_p").and_then(|port| port.parse().ok()),
        }
    }
}

type NotRead = (ProblemCode, String);

fn json(text: &str) -> Result<Row, NotRead> {
    let object: serde_json::Map<String, Value> =
        serde_json::from_str(text).map_err(|error| (ProblemCode::JsonDamaged, error.to_string()))?;
    let plain = |value: Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        Value::Array(items) => {
            let texts = items.into_iter().map(|item| match item {
                Value::String(text) => text,
                other => other.to_string(),
            });
            Some(texts.collect::<Vec<_>>().join(","))
        }
        other => Some(other.to_string()),
    };
    Ok(Row(object.into_iter().filter_map(|(name, value)| Some((name, plain(value)?))).collect()))
}

/// What the header of a table said.
struct Table {
    path: String,
    separator: String,
    set_separator: String,
    unset: String,
    empty: String,
    fields: Vec<String>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            path: String::new(),
            separator: "\t".to_owned(),
            set_separator: ",".to_owned(),
            unset: "-".to_owned(),
            empty: "(empty)".to_owned(),
            fields: Vec::new(),
        }
    }
}

impl Table {
    fn header(&mut self, line: &str) {
        if let Some(written) = line.strip_prefix("separator ") {
            self.separator = unescaped(written).filter(|text| !text.is_empty()).unwrap_or_else(|| "\t".to_owned());
            return;
        }
        let mut parts = line.split(self.separator.as_str()).map(str::to_owned);
        let Some(name) = parts.next() else { return };
        match name.as_str() {
            "fields" => self.fields = parts.collect(),
            "path" => self.path = parts.next().unwrap_or_default(),
            "unset_field" => self.unset = parts.next().unwrap_or_default(),
            "empty_field" => self.empty = parts.next().unwrap_or_default(),
            "set_separator" => self.set_separator = parts.next().unwrap_or_default(),
            _ => {}
        }
    }

    fn row(&self, line: &str) -> Result<Row, NotRead> {
        if self.fields.is_empty() {
            return Err((ProblemCode::KeyMissing, "no line before says what the columns are".to_owned()));
        }
        let values: Vec<&str> = line.split(self.separator.as_str()).collect();
        if values.len() != self.fields.len() {
            let detail = format!("{} values in {} columns", values.len(), self.fields.len());
            return Err((ProblemCode::LineNotUnderstood, detail));
        }
        let pairs = self.fields.iter().zip(values).filter(|(_, value)| *value != self.unset && *value != self.empty);
        let plain = |value: &str| {
            let value = if self.set_separator == "," || self.set_separator.is_empty() {
                value.to_owned()
            } else {
                value.replace(&self.set_separator, ",")
            };
            // Bytes that are not printable are written as `\x00`.
            unescaped(&value).unwrap_or(value)
        };
        Ok(Row(pairs.map(|(name, value)| (name.clone(), plain(value))).collect()))
    }
}

/// `\x09` as what it stands for. `None` when nothing is escaped in it, or the result is no text.
fn unescaped(text: &str) -> Option<String> {
    if !text.contains("\\x") {
        return Some(text.to_owned());
    }
    let mut parts = text.split("\\x");
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// What a row of a log tells.
fn record(path: &str, row: &Row) -> Vec<Traffic> {
    let (ends, span) = (row.ends(), Span::once(row.time("ts")));
    let found = match path {
        "conn" => conn(row, ends, span),
        "dns" => dns(row, ends, span),
        "ssl" | "quic" => return handshake(path, row, ends, span),
        "http" => http(row, ends, span),
        "x509" => x509(row, span),
        "files" => files(row, ends, span),
        "dhcp" => dhcp(row, span),
        "smb_mapping" => Some(Traffic::Sharing(Sharing {
            ends,
            version: "SMB".to_owned(),
            native_os: None,
            shares: row.get("path").into_iter().collect(),
            signs: Vec::new(),
            span,
        })),
        "notice" => row.get("note").map(|note| {
            let signature = row.get("msg").map(|text| format!("{note}: {text}")).unwrap_or(note);
            Traffic::Alert(Alert { ends, signature, rule: None, category: None, severity: None, span })
        }),
        _ => None,
    };
    found.into_iter().collect()
}

fn conn(row: &Row, ends: Ends, span: Span) -> Option<Traffic> {
    // S0: no answer; REJ: refused.
    let answered = row.get("conn_state").map(|state| u64::from(!matches!(state.as_str(), "S0" | "REJ")));
    let mut packets = row.number("orig_pkts");
    add_known(&mut packets, row.number("resp_pkts"));
    Some(Traffic::Flow(Flow {
        protocol: row.get("proto")?,
        ends,
        span,
        answered,
        packets,
        bytes_sent: row.number("orig_bytes"),
        bytes_received: row.number("resp_bytes"),
        host: None,
        action: None,
    }))
}

fn dns(row: &Row, ends: Ends, span: Span) -> Option<Traffic> {
    let status = row.get("rcode_name").filter(|name| name != "NOERROR");
    let answers = row.list("answers");
    Some(Traffic::Lookup(Lookup {
        ends,
        name: row.get("query")?,
        record_type: row.get("qtype_name").or_else(|| row.get("qtype"))?,
        responses: u64::from(status.is_some() || !answers.is_empty()),
        answers,
        status,
        span,
    }))
}

fn handshake(path: &str, row: &Row, ends: Ends, span: Span) -> Vec<Traffic> {
    let chain = row.list("cert_chain_fps");
    let server_name = row.get("server_name");
    let mut found = Vec::new();
    // Before logs of certificates of their own, and beside them, the handshake names the server's.
    if let Some(subject) = row.get("subject") {
        found.push(Traffic::Certificate(Certificate {
            ends: Ends { client: None, ..ends.clone() },
            server_name: server_name.clone(),
            position: Some(0),
            sha1: None,
            sha256: chain.first().filter(|hash| hash.len() == 64).cloned(),
            serial: None,
            subject: usual_order(&subject),
            issuer: row.get("issuer").map(|issuer| usual_order(&issuer)).unwrap_or_default(),
            names: Vec::new(),
            not_before: None,
            not_after: None,
            span: span.clone(),
        }));
    }
    let version = row.get("version").map(|version| match version.as_str() {
        "TLSv13" => "TLS 1.3".to_owned(),
        "TLSv12" => "TLS 1.2".to_owned(),
        "TLSv11" => "TLS 1.1".to_owned(),
        "TLSv10" => "TLS 1.0".to_owned(),
        "SSLv3" => "SSL 3.0".to_owned(),
        _ => version,
    });
    found.push(Traffic::Handshake(Handshake {
        transport: if path == "quic" { "quic" } else { "tcp" }.to_owned(),
        ends,
        server_name,
        alpn: row.get("next_protocol").or_else(|| row.get("client_protocol")).into_iter().collect(),
        version,
        ja4: row.get("ja4"),
        certificate: chain.into_iter().next(),
        span,
    }));
    found
}

fn http(row: &Row, ends: Ends, span: Span) -> Option<Traffic> {
    let host = row.get("host");
    let target = row.get("uri").unwrap_or_default();
    let url = if target.contains("://") {
        target
    } else {
        let port = ends.port.filter(|port| *port != 80).map(|port| format!(":{port}")).unwrap_or_default();
        let host = match &host {
            Some(host) => format!("{host}{port}"),
            None => ends.server_text(),
        };
        format!("http://{host}{target}")
    };
    Some(Traffic::Request(Request {
        ends,
        method: row.get("method")?,
        host,
        url,
        user_agent: row.get("user_agent"),
        referrer: row.get("referrer"),
        status: row.get("status_code").and_then(|code| code.parse().ok()),
        span,
    }))
}

fn x509(row: &Row, span: Span) -> Option<Traffic> {
    let hash = row.get("fingerprint");
    Some(Traffic::Certificate(Certificate {
        ends: Ends::default(),
        server_name: None,
        position: None,
        sha1: hash.clone().filter(|hash| hash.len() == 40),
        sha256: hash.filter(|hash| hash.len() == 64),
        serial: row.get("certificate.serial").map(|serial| serial.to_ascii_lowercase()),
        subject: usual_order(&row.get("certificate.subject")?),
        issuer: row.get("certificate.issuer").map(|issuer| usual_order(&issuer)).unwrap_or_default(),
        names: row.list("san.dns"),
        not_before: row.time("certificate.not_valid_before"),
        not_after: row.time("certificate.not_valid_after"),
        span,
    }))
}

/// Zeek writes names as RFC 2253 does, the last part first: `CN=a,O=b,C=c`. Here they stand as in the certificate.
fn usual_order(name: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in name.split(',') {
        match parts.last_mut() {
            // A comma in a value is escaped.
            Some(last) if last.ends_with('\\') => {
                last.pop();
                last.push(',');
                last.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts.reverse();
    parts.join(", ")
}

fn files(row: &Row, ends: Ends, span: Span) -> Option<Traffic> {
    let hashes: Vec<String> = ["md5", "sha1", "sha256"].into_iter().filter_map(|name| row.get(name)).collect();
    let name = row.get("filename");
    if hashes.is_empty() && name.is_none() {
        return None;
    }
    let ends = if ends == Ends::default() {
        let first = |name: &str| row.list(name).first().and_then(|text| address(text));
        Ends { client: first("rx_hosts"), server: first("tx_hosts"), port: None }
    } else {
        ends
    };
    Some(Traffic::Transfer(Transfer { ends, name, media_type: row.get("mime_type"), hashes, span }))
}

fn dhcp(row: &Row, span: Span) -> Option<Traffic> {
    let given = row.get("assigned_addr").or_else(|| row.get("requested_addr")).or_else(|| row.get("client_addr"));
    Some(Traffic::Lease(Lease {
        hardware: row.get("mac")?,
        host_name: row.get("host_name"),
        vendor_class: None,
        address: given.as_deref().and_then(address),
        span,
    }))
}
