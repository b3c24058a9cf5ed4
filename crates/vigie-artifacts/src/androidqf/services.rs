//! Services that the system offers to programs.
//!
//! Format: `services.txt`, the output of `service list`: `Found 254 services:`, then `12<tab>name: [interface]`. Other
//! readers: none.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::android::{each_line, not_understood};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct Services;

/// One service.
#[derive(Debug, Serialize)]
pub struct SystemService {
    /// Its name.
    pub name: String,
    /// What it offers (`android.app.IActivityManager`).
    pub interface: Option<String>,
}

impl Record for SystemService {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        see(Observable::service(&self.name));
        if let Some(interface) = &self.interface {
            see(Observable::service(interface));
        }
    }

    fn summary(&self) -> String {
        format!("service {} [{}]", self.name, self.interface.as_deref().unwrap_or_default())
    }
}

fn service(text: &str) -> Option<SystemService> {
    let (number, rest) = text.split_once(['\t', ' '])?;
    number.parse::<u32>().ok()?;
    let (name, interface) = rest.trim().rsplit_once(": [")?;
    let interface = interface.strip_suffix(']')?;
    let interface = Some(interface.to_owned()).filter(|interface| !interface.is_empty());
    Some(SystemService { name: name.to_owned(), interface })
}

impl Artifact for Services {
    type Record = SystemService;
    const SPEC: Spec = Spec {
        id: "androidqf_services",
        version: 2,
        paths: &[(Layout::AndroidQf, "services.txt")],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, SystemService>) -> Result<(), ParseError> {
        let (mut told, mut met) = (None, 0_u64);
        each_line(file, out, |line, out| {
            let text = line.trimmed();
            if let Some(count) = text.strip_prefix("Found ").and_then(|rest| rest.strip_suffix(" services:")) {
                told = count.parse::<u64>().ok();
            } else if let Some(service) = service(text) {
                met = met.saturating_add(1);
                out.record(line.at.clone(), service);
            } else if !text.is_empty() {
                not_understood(line, out);
            }
        })?;
        match told {
            Some(told) if told == met => {}
            Some(told) => {
                let detail = format!("the list says {told} services and has {met}");
                out.problem(ProblemCode::EvidenceIncomplete, Place::File, detail);
            }
            None => out.problem(ProblemCode::EvidenceIncomplete, Place::File, "the list does not say how many it has"),
        }
        Ok(())
    }
}
