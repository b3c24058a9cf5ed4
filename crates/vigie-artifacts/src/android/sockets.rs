//! Network connections that were open when the report was made.
//!
//! Format: section `NETSTAT` of `dumpstate` (`netstat -nW`, before Android 8 `netstat -n`): protocol, queues, local and foreign
//! address with the port behind the last colon, state.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Record, Timestamp};

use super::{BESIDE, DUMPSTATE, Part, each_section, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Sockets;

/// One connection.
#[derive(Debug, Serialize)]
pub struct Socket {
    /// `tcp`, `tcp6`, `udp`, `udp6`.
    pub protocol: String,
    /// The address of the device, with the port.
    pub local: String,
    /// The address of the other side, with the port.
    pub remote: String,
    /// `ESTABLISHED` and so on.
    pub state: Option<String>,
}

impl Socket {
    /// The address of the other side; none where nobody is connected.
    pub fn remote_ip(&self) -> Option<&str> {
        let (address, port) = self.remote.rsplit_once(':')?;
        let address = address.trim_start_matches('[').trim_end_matches(']');
        let address = address.strip_prefix("::ffff:").unwrap_or(address);
        (port != "*" && !address.is_empty() && address != "::" && address != "0.0.0.0").then_some(address)
    }
}

impl Record for Socket {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(address) = self.remote_ip() {
            see(Observable::ip(address));
        }
    }

    fn summary(&self) -> String {
        format!("connection {} to {}", self.protocol, self.remote)
    }
}

impl Artifact for Sockets {
    type Record = Socket;
    const SPEC: Spec = Spec { id: "android_sockets", version: 1, paths: DUMPSTATE, meaning: Meaning::Execution };
    const COMPANIONS: &'static [(Layout, &'static str)] = BESIDE;

    fn parse(file: &Source<'_>, out: &mut Out<'_, Socket>) -> Result<(), ParseError> {
        each_section(file, &[Part::Command("NETSTAT")], out, |section, _, out| {
            for line in section.lines() {
                let text = line.trimmed();
                if text.starts_with("Active UNIX") {
                    break;
                }
                if !text.starts_with("tcp") && !text.starts_with("udp") {
                    continue;
                }
                let words: Vec<&str> = text.split_ascii_whitespace().collect();
                let (Some(protocol), Some(local), Some(remote)) = (words.first(), words.get(3), words.get(4)) else {
                    not_understood(&line, out);
                    continue;
                };
                let socket = Socket {
                    protocol: (*protocol).to_owned(),
                    local: (*local).to_owned(),
                    remote: (*remote).to_owned(),
                    state: words.get(5).map(|state| (*state).to_owned()),
                };
                out.record(line.at.clone(), socket);
            }
        })
    }
}
