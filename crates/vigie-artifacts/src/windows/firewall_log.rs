//! The log of the Windows firewall (`pfirewall.log`): packets let through and dropped, where logging is switched on.
//!
//! Format: Microsoft, "Interpreting the Windows Firewall Log" (W3C extended log: `#Fields:` names the columns). Times are
//! local, as its header says. Packets of one minute between the same ends with the same outcome are one record.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, Precision, ProblemCode, Record, Timestamp};

use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct FirewallLog;

/// More different flows than this at a time are told before they end.
const FLOWS: usize = 10_000;

/// Packets between two ends within a minute.
#[derive(Debug, Serialize)]
pub struct Flow {
    /// The first of them, by the clock of the computer.
    pub time: Option<Timestamp>,
    /// `ALLOW` or `DROP`.
    pub action: String,
    /// `TCP`, `UDP` …
    pub protocol: String,
    /// Where they came from.
    pub from: String,
    /// Where they went.
    pub to: String,
    /// The port there.
    pub port: Option<u16>,
    /// `SEND` or `RECEIVE`.
    pub direction: Option<String>,
    /// How many lines.
    pub lines: u64,
}

impl Record for Flow {
    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::ip(&self.from));
        see(Observable::ip(&self.to));
    }

    fn summary(&self) -> String {
        let port = self.port.map(|port| format!(" port {port}")).unwrap_or_default();
        format!("Firewall {} {}: {} to {}{port}, {} lines", self.action, self.protocol, self.from, self.to, self.lines)
    }
}

/// Date and time by the clock of the computer.
fn clock(date: &str, time: &str) -> Option<Timestamp> {
    let mut numbers = date.split('-').chain(time.split(':')).map(|part| part.parse::<i32>().ok());
    let mut next = || numbers.next().flatten();
    let date = [next()?, next()?, next()?];
    Timestamp::from_device_clock(date, [next()?, next()?, next()?, 0], Precision::Second)
}

type Key = (String, String, String, String, Option<u16>, Option<String>);

/// The flows of the minute that is being read.
#[derive(Default)]
struct Flows {
    minute: String,
    open: BTreeMap<Key, (u64, Place, Option<Timestamp>)>,
}

impl Flows {
    fn tell(&mut self, out: &mut Out<'_, Flow>) {
        let mut flows: Vec<_> = std::mem::take(&mut self.open).into_iter().collect();
        flows.sort_by(|a, b| a.1.1.cmp(&b.1.1));
        for ((action, protocol, from, to, port, direction), (lines, at, time)) in flows {
            out.record(at, Flow { time, action, protocol, from, to, port, direction, lines });
        }
    }
}

impl Artifact for FirewallLog {
    type Record = Flow;
    const SPEC: Spec = Spec {
        id: "windows_firewall_log",
        version: 1,
        paths: &[(Layout::Windows, "**/pfirewall*.log*")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Flow>) -> Result<(), ParseError> {
        let mut columns: Vec<String> = Vec::new();
        let mut flows = Flows::default();
        each_line(file, out, |at, line, out| {
            if let Some(names) = line.strip_prefix("#Fields:") {
                columns = names.split_whitespace().map(str::to_owned).collect();
                return;
            }
            if line.starts_with('#') || line.trim().is_empty() {
                return;
            }
            let cells: Vec<&str> = line.split_whitespace().collect();
            let cell = |name: &str| {
                let index = columns.iter().position(|column| column == name)?;
                cells.get(index).copied().filter(|cell| *cell != "-")
            };
            let parts = || Some((cell("date")?, cell("time")?, cell("action")?, cell("protocol")?));
            let ends = || Some((cell("src-ip")?, cell("dst-ip")?));
            let Some(((date, time, action, protocol), (from, to))) = parts().zip(ends()) else {
                // `INFO-EVENTS-LOST` names no ends: how many lines are missing stands in `info`.
                let detail = match cell("action") {
                    Some("INFO-EVENTS-LOST") => "the firewall says that it lost events here",
                    _ => "a line without action, protocol and both ends, or before `#Fields:`",
                };
                out.problem(ProblemCode::LineNotUnderstood, at, detail);
                return;
            };
            let when = clock(date, time);
            if when.is_none() {
                out.problem(ProblemCode::TimeImplausible, at.clone(), format!("`{date} {time}` is not a time"));
            }
            let minute = format!("{date} {}", time.rsplit_once(':').map_or(time, |(minute, _)| minute));
            if minute != flows.minute || flows.open.len() >= FLOWS {
                flows.tell(out);
                flows.minute = minute;
            }
            let owned = str::to_owned;
            let port = cell("dst-port").and_then(|port| port.parse().ok());
            let key = (owned(action), owned(protocol), owned(from), owned(to), port, cell("path").map(owned));
            let flow = flows.open.entry(key).or_insert((0, at, when));
            flow.0 = flow.0.saturating_add(1);
        })?;
        flows.tell(out);
        Ok(())
    }
}
