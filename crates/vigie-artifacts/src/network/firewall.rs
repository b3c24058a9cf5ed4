//! Tables of connections that firewalls and routers export, with a header that names the columns. There is no common format;
//! the names are those that products use for the same things, and a table without a column that says where a connection
//! went is a problem, not a guess.
//!
//! Names compared: pfSense and OPNsense exports, Fortinet, Palo Alto Networks, Cisco, Check Point, UniFi, AWS VPC flow logs,
//! Windows Firewall after conversion. Separators: comma, semicolon, tab (RFC 4180 for quotes).

use vigie_evidence::Source;
use vigie_model::{Layout, Meaning, Place, ProblemCode};

use super::logged::{Logged, address, lines, moment};
use super::names::{host_and_port, looks_like_host};
use super::{Ends, Flow, Span, Traffic};
use crate::{Artifact, Out, ParseError, Spec};

/// See the module.
pub struct Firewall;

/// What a column holds, and the names it bears, without case, blanks and signs.
const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::Time,
        &[
            "time",
            "timestamp",
            "datetime",
            "date",
            "starttime",
            "receivetime",
            "generatedtime",
            "start",
            "ts",
            "firstseen",
        ],
    ),
    (
        Column::Client,
        &[
            "src",
            "srcip",
            "source",
            "sourceip",
            "sourceaddress",
            "srcaddr",
            "saddr",
            "client",
            "clientip",
            "sip",
            "idorigh",
            "sourceipaddress",
            "srcipaddress",
            "internalip",
        ],
    ),
    (
        Column::Server,
        &[
            "dst",
            "dstip",
            "dest",
            "destip",
            "destination",
            "destinationip",
            "destinationaddress",
            "dstaddr",
            "daddr",
            "server",
            "serverip",
            "dip",
            "remote",
            "remoteip",
            "remoteaddress",
            "idresph",
            "destinationipaddress",
            "dstipaddress",
        ],
    ),
    (
        Column::Port,
        &["dstport", "dport", "destport", "destinationport", "port", "serverport", "remoteport", "service", "idrespp"],
    ),
    (Column::Protocol, &["proto", "protocol", "ipprotocol", "transport"]),
    (
        Column::Host,
        &[
            "host",
            "hostname",
            "domain",
            "dsthost",
            "dsthostname",
            "destinationhostname",
            "fqdn",
            "servername",
            "sni",
            "url",
            "dsthostfqdn",
            "query",
            "destinationdomain",
        ],
    ),
    (Column::Action, &["action", "act", "verdict", "disposition", "result", "status"]),
    (Column::Sent, &["sentbyte", "bytessent", "sentbytes", "bytesout", "outbytes", "bytestoserver", "origbytes"]),
    (
        Column::Received,
        &["rcvdbyte", "bytesreceived", "receivedbytes", "bytesin", "inbytes", "bytestoclient", "respbytes"],
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Time,
    Client,
    Server,
    Port,
    Protocol,
    Host,
    Action,
    Sent,
    Received,
}

impl Artifact for Firewall {
    type Record = Traffic;
    const SPEC: Spec = Spec {
        id: "network_firewall",
        version: 1,
        paths: &[
            (Layout::Network, "**/*{firewall,traffic,connections,flows,flow,netflow,fw,conn}*.csv"),
            (Layout::Network, "**/*{firewall,traffic,connections,flows,flow,netflow,fw,conn}*.csv.gz"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Traffic>) -> Result<(), ParseError> {
        let mut logged = Logged::default();
        let mut table: Option<Table> = None;
        let mut without = None;
        lines(file, out, &mut |line, out| {
            let text = line.text.trim_start_matches('\u{feff}');
            if text.trim().is_empty() || without.is_some() {
                return;
            }
            let Some(table) = &table else {
                let found = Table::of(text);
                if found.has(Column::Server) || found.has(Column::Host) {
                    table = Some(found);
                } else {
                    without = Some(line.at);
                }
                return;
            };
            match table.row(text) {
                Ok((flow, time_is_lost)) => {
                    if time_is_lost {
                        let detail = "the time of this row is not written in a form that is read";
                        logged.not_understood(ProblemCode::TimeImplausible, line.at.clone(), detail, out);
                    }
                    logged.add(line.at, Traffic::Flow(flow));
                }
                Err(detail) => logged.not_understood(ProblemCode::LineNotUnderstood, line.at, detail, out),
            }
        })?;
        if let Some(at) = without {
            let detail = "the first line names no column that says where a connection went";
            return Err(ParseError::at(ProblemCode::KeyMissing, at, detail.to_owned()));
        }
        if table.is_none() {
            out.problem(ProblemCode::NotTheFormat, Place::File, "the table is empty");
        }
        logged.give(out);
        Ok(())
    }
}

struct Table {
    separator: char,
    width: usize,
    columns: Vec<(Column, usize)>,
}

/// A name as [`COLUMNS`] has it.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The cells of a line. A quote inside quotes is written twice.
fn cells(line: &str, separator: char) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

impl Table {
    fn of(header: &str) -> Self {
        let count = |separator: char| header.matches(separator).count();
        let separator = [',', ';', '\t'].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(',');
        let names: Vec<String> = cells(header, separator).iter().map(|name| plain(name)).collect();
        let at = |known: &[&str]| known.iter().find_map(|known| names.iter().position(|name| name == known));
        let columns = COLUMNS.iter().filter_map(|(column, known)| Some((*column, at(known)?))).collect();
        Self { separator, width: names.len(), columns }
    }

    fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == column)
    }

    /// A row, and whether it has a time that could not be read.
    fn row(&self, line: &str) -> Result<(Flow, bool), String> {
        let cells = cells(line, self.separator);
        if cells.len() != self.width {
            return Err(format!("{} values in {} columns", cells.len(), self.width));
        }
        let get = |column: Column| {
            let (_, at) = self.columns.iter().find(|(known, _)| *known == column)?;
            cells.get(*at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty() && *cell != "-")
        };
        // An address may have its port behind it, and a name may stand where an address is expected.
        let end = |column| get(column).map(|text| (address(text), host_and_port(text)));
        let (server, mut host, mut port) = match end(Column::Server) {
            Some((Some(server), _)) => (Some(server), None, None),
            Some((None, (host, port))) => match address(host) {
                Some(server) => (Some(server), None, port),
                None => (None, Some(host.to_owned()).filter(|host| looks_like_host(host)), port),
            },
            None => (None, None, None),
        };
        port = get(Column::Port).and_then(|text| text.rsplit('/').next()?.parse().ok()).or(port);
        if let Some(named) = get(Column::Host) {
            let named = named.split_once("://").map_or(named, |(_, rest)| rest);
            let named = host_and_port(named.split(['/', '?']).next().unwrap_or(named)).0;
            host = Some(named.to_owned());
        }
        if server.is_none() && host.is_none() {
            return Err("neither an address nor a name says where this connection went".to_owned());
        }
        let client = end(Column::Client).and_then(|(address_only, (host, _))| address_only.or_else(|| address(host)));
        let number = |column| get(column).and_then(|text| text.parse::<u64>().ok());
        let protocol = match get(Column::Protocol) {
            Some("6") => "tcp".to_owned(),
            Some("17") => "udp".to_owned(),
            Some("1") => "icmp".to_owned(),
            Some(text) => text.to_lowercase(),
            None => "unknown".to_owned(),
        };
        let received = number(Column::Received);
        let time = get(Column::Time);
        let at = time.and_then(moment);
        let flow = Flow {
            protocol,
            ends: Ends { client, server, port },
            span: Span::once(at),
            answered: received.map(|bytes| u64::from(bytes > 0)),
            packets: None,
            bytes_sent: number(Column::Sent),
            bytes_received: received,
            host,
            action: get(Column::Action).map(str::to_owned),
        };
        Ok((flow, time.is_some() && at.is_none()))
    }
}
