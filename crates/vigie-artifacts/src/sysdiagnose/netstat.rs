//! Connections that were open when the sysdiagnose was taken: with whom, and by which process.
//!
//! Format: `netstat*.txt` in `WiFi/` and `logs/Networking/` (in `network-info/` where the system keeps it), the output
//! of several runs of `netstat`; of `netstat -a -n -v -W` the lines of TCP and UDP are read. Addresses end in `.PORT`; the
//! process stands as `name:pid` before the five digits of the socket's state.

use std::net::IpAddr;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use super::Process;
use super::taken::{LOG, Taken};
use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Netstat;

/// One connection or open port.
#[derive(Debug, Serialize)]
pub struct Connection {
    /// `tcp4`, `tcp6`, `udp4` …
    pub protocol: String,
    /// This side, with its port, as written.
    pub local: String,
    /// The other side.
    pub foreign: String,
    /// State of a TCP connection.
    pub state: Option<String>,
    /// The process it belongs to: name and number.
    #[serde(flatten)]
    pub process: Process,
    /// When the list was made.
    pub seen: Option<Timestamp>,
}

/// Host of `17.57.146.20.5223` or `2001:db8::7.443`.
fn host(address: &str) -> &str {
    let host = address.rsplit_once('.').map_or(address, |(host, _)| host);
    host.split('%').next().unwrap_or(host)
}

impl Record for Connection {
    fn time(&self) -> Option<Timestamp> {
        self.seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.seen {
            see(Moment { what: "connected", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        self.process.observables(see);
        let host = host(&self.foreign);
        if host.parse::<IpAddr>().is_ok() {
            // A page can open a connection as well as a program.
            see(Observable::ip(host).meaning(Meaning::Exposure));
        } else if host.contains('.') && !host.contains('*') {
            see(Observable::domain(host).meaning(Meaning::Exposure));
        }
    }

    fn summary(&self) -> String {
        let process = self.process.name.as_deref().unwrap_or("an unknown process");
        format!("{} from {} to {} by {process}", self.protocol, self.local, self.foreign)
    }
}

/// The process: from the right, behind it five digits of state. A name may have spaces, and is then cut at one.
fn process(words: &[&str]) -> Process {
    for (at, word) in words.iter().enumerate().rev() {
        let Some((name, pid)) = word.rsplit_once(':') else { continue };
        let state = words.get(at.saturating_add(1)).is_some_and(|next| next.bytes().all(|b| b.is_ascii_hexdigit()));
        if let (true, Ok(pid)) = (state, pid.parse()) {
            let name = (!name.is_empty()).then(|| name.to_owned());
            return Process { pid: Some(pid), name, ..Process::default() };
        }
    }
    Process::default()
}

/// A line of TCP or UDP; `-A` puts the address of the socket before it.
fn connection(line: &str, seen: Option<Timestamp>) -> Option<Result<Connection, &'static str>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let first = words.iter().take(2).position(|word| {
        let number = word.strip_prefix("tcp").or_else(|| word.strip_prefix("udp"));
        number.is_some_and(|rest| matches!(rest, "" | "4" | "6" | "46"))
    })?;
    let words = words.get(first..)?;
    let (Some(protocol), Some(local), Some(foreign)) = (words.first(), words.get(3), words.get(4)) else {
        return Some(Err("a connection without addresses"));
    };
    let queues = words.get(1..3)?.iter().all(|word| word.parse::<u64>().is_ok());
    if !queues {
        return None;
    }
    let rest = words.get(5..).unwrap_or_default();
    let state =
        rest.first().filter(|word| word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit()));
    let state = state.filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    Some(Ok(Connection {
        protocol: (*protocol).to_owned(),
        local: (*local).to_owned(),
        foreign: (*foreign).to_owned(),
        state: state.map(|state| (*state).to_owned()),
        process: process(rest),
        seen,
    }))
}

impl Artifact for Netstat {
    type Record = Connection;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_netstat",
        version: 1,
        paths: &[
            (Layout::IosSysdiagnose, "WiFi/netstat*.txt"),
            (Layout::IosSysdiagnose, "logs/Networking/netstat*.txt"),
            (Layout::IosSysdiagnose, "network-info/netstat*.txt"),
        ],
        meaning: Meaning::Execution,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOG;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Connection>) -> Result<(), ParseError> {
        let seen = Taken::beside(file).map(|taken| taken.at);
        let mut inside = false;
        each_line(file, out, |at, line, out| {
            if line.starts_with("Active ") {
                inside = line.contains("Internet");
            }
            if !inside {
                return;
            }
            match connection(line, seen) {
                Some(Ok(record)) => out.record(at, record),
                Some(Err(detail)) => out.problem(ProblemCode::LineNotUnderstood, at, detail),
                None => {}
            }
        })
    }
}
