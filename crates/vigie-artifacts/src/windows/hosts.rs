//! The hosts file: names that this computer does not look up. Malware keeps makers of antivirus programs and update servers
//! out of reach with it, or sends a name elsewhere. Names that lead nowhere are records, and are not compared with indicators.
//!
//! Format: Microsoft's own example in the file: an address, then names; `#` begins a comment.

use std::net::IpAddr;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Hosts;

/// A line of the file.
#[derive(Debug, Serialize)]
pub struct HostLine {
    /// Where the names lead.
    pub address: String,
    /// The names.
    pub names: Vec<String>,
}

impl Record for HostLine {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        // A name that leads nowhere is kept out of reach: lists that block bad names hold thousands of them.
        let nowhere = |ip: IpAddr| ip.is_loopback() || ip.is_unspecified();
        if self.address.parse().is_ok_and(nowhere) {
            return;
        }
        see(Observable::ip(&self.address));
        for name in &self.names {
            see(Observable::domain(name));
        }
    }

    fn summary(&self) -> String {
        format!("Hosts file: {} leads to {}", self.names.join(" "), self.address)
    }
}

impl Artifact for Hosts {
    type Record = HostLine;
    const SPEC: Spec = Spec {
        id: "windows_hosts",
        version: 1,
        paths: &[(Layout::Windows, "**/drivers/etc/hosts"), (Layout::Windows, "**/drivers/etc/hosts.ics")],
        meaning: Meaning::Tampering,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, HostLine>) -> Result<(), ParseError> {
        each_line(file, out, |at, line, out| {
            let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
            let Some(address) = words.next() else { return };
            let names: Vec<String> = words.map(str::to_owned).collect();
            let bare = address.split('%').next().unwrap_or(address);
            if bare.parse::<IpAddr>().is_err() || names.is_empty() {
                out.problem(ProblemCode::LineNotUnderstood, at, "neither a comment nor an address with names");
                return;
            }
            out.record(at, HostLine { address: address.to_owned(), names });
        })
    }
}
