//! The device and the computers it had a trusted connection to when the sysdiagnose was taken: model, serial number and
//! services of each. A computer that is not the owner's is a question to ask.
//!
//! Format: `remotectl_dumpstate.txt`, the output of `remotectl dumpstate` (iOS 15 and later): a heading for each device,
//! below it indented `Key: value` lines, properties as `key => value` between braces, services one a line. Other readers:
//! EC sysdiagnose `remotectl_dumpstate`, MVT `SysdiagnoseInfo`.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use super::text::{each_line, pair};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Remotectl;

/// One device.
#[derive(Debug, Serialize)]
pub struct RemoteDevice {
    /// The heading: `Local device`, or `Found …` for another one.
    pub heading: String,
    /// Facts (`Product Type`, `State`, `UUID`).
    pub facts: BTreeMap<String, String>,
    /// Properties (`OSVersion`, `SerialNumber`, `DeviceName`).
    pub properties: BTreeMap<String, String>,
    /// Services it offers.
    pub services: Vec<String>,
}

impl RemoteDevice {
    /// Whether this is the device the sysdiagnose was taken on.
    pub fn is_local(&self) -> bool {
        self.heading.starts_with("Local device")
    }

    /// A heading with nothing below it says that there is no device.
    fn says_something(&self) -> bool {
        !(self.facts.is_empty() && self.properties.is_empty() && self.services.is_empty())
    }
}

impl Record for RemoteDevice {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for service in &self.services {
            see(Observable::service(service));
        }
    }

    fn summary(&self) -> String {
        let get = |map: &BTreeMap<String, String>, key: &str| map.get(key).map_or("unknown", String::as_str).to_owned();
        let model = get(&self.facts, "Product Type");
        let (system, serial) = (get(&self.properties, "OSVersion"), get(&self.properties, "SerialNumber"));
        format!("{}: {model}, system {system}, serial number {serial}", self.heading)
    }
}

/// Which list the lines belong to.
#[derive(PartialEq, Eq)]
enum Part {
    Facts,
    Services,
}

impl Artifact for Remotectl {
    type Record = RemoteDevice;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_remotectl",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "remotectl_dumpstate.txt")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, RemoteDevice>) -> Result<(), ParseError> {
        let mut open: Option<(Place, RemoteDevice)> = None;
        let mut part = Part::Facts;
        each_line(file, out, |at, line, out| {
            let depth = line.chars().take_while(|c| *c == '\t').count();
            let text = line.trim();
            if text.is_empty() {
                return;
            }
            if depth == 0 {
                part = Part::Facts;
                let device = RemoteDevice {
                    heading: text.to_owned(),
                    facts: BTreeMap::new(),
                    properties: BTreeMap::new(),
                    services: Vec::new(),
                };
                if let Some((at, complete)) = open.replace((at, device)).filter(|(_, device)| device.says_something()) {
                    out.record(at, complete);
                }
                return;
            }
            let Some((_, device)) = &mut open else {
                out.problem(ProblemCode::LineNotUnderstood, at, "an indented line before any heading");
                return;
            };
            match (depth, pair(text)) {
                (1, Some((key, value))) => {
                    part = if key.ends_with("Services") { Part::Services } else { Part::Facts };
                    if !value.is_empty() && value != "{" {
                        device.facts.insert(key.to_owned(), value.trim_matches('"').to_owned());
                    }
                }
                (1, None) => part = Part::Facts,
                (2, _) if part == Part::Services => device.services.push(text.to_owned()),
                (2, _) => {
                    if let Some((key, value)) = text.split_once(" => ") {
                        device.properties.insert(key.to_owned(), value.to_owned());
                    }
                }
                // Properties of services, items of lists.
                _ => {}
            }
        })?;
        match open {
            Some((at, complete)) if complete.says_something() => out.record(at, complete),
            Some(_) => {}
            None => out.problem(ProblemCode::NotTheFormat, Place::File, "there is no heading of a device"),
        }
        Ok(())
    }
}
