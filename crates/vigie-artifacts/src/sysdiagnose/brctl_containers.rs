//! The containers of iCloud Drive and the applications and services that use each: applications the device knows.
//!
//! Format: `brctl/brctl-container-list.txt`, the output of `brctl container list`: one line for each container. Other
//! readers: EC sysdiagnose `brctl`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use super::text::each_line;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct BrctlContainers;

/// One container.
#[derive(Debug, Serialize)]
pub struct CloudContainer {
    /// Its id (`com.apple.CloudDocs`, `iCloud.org.example.reader`).
    pub id: String,
    /// The name shown.
    pub name: Option<String>,
    /// Where it lies on the device.
    pub documents: Option<String>,
    /// Bundle ids of what uses it.
    pub clients: Vec<String>,
}

impl Record for CloudContainer {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let own = self.id.strip_prefix("iCloud.").unwrap_or(&self.id);
        see(Observable::app_id(own));
        for client in self.clients.iter().filter(|client| *client != own) {
            see(Observable::app_id(client));
        }
        if let Some(path) = &self.documents {
            see(Observable::file_path(path));
        }
    }

    fn summary(&self) -> String {
        format!("iCloud Drive container {}, used by: {}", self.id, self.clients.join(", "))
    }
}

/// What stands after a key, up to the next of the keys; without its quotes.
fn field<'l>(line: &'l str, key: &str, ends: &[&str]) -> Option<&'l str> {
    let (_, rest) = line.split_once(key)?;
    let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let value = rest.get(..end)?.trim().trim_matches('\'');
    (!value.is_empty()).then_some(value)
}

fn container(line: &str) -> Option<CloudContainer> {
    let id = line.strip_prefix("id:")?.split_whitespace().next()?;
    let clients = line.rsplit_once("clients:").map_or("", |(_, clients)| clients).trim();
    let clients = clients.trim_start_matches('[').trim_end_matches(']');
    Some(CloudContainer {
        id: id.to_owned(),
        name: field(line, "localizedName:", &[" documents:", " ["]).map(str::to_owned),
        documents: field(line, "documents:", &[" [", " clients:"]).map(str::to_owned),
        clients: clients.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect(),
    })
}

impl Artifact for BrctlContainers {
    type Record = CloudContainer;
    const SPEC: Spec = Spec {
        id: "sysdiagnose_brctl_containers",
        version: 1,
        paths: &[(Layout::IosSysdiagnose, "brctl/brctl-container-list.txt")],
        meaning: Meaning::Execution,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, CloudContainer>) -> Result<(), ParseError> {
        each_line(file, out, |at, line, out| {
            let line = line.trim();
            // The first line counts them.
            if line.is_empty() || line.starts_with("listing ") {
                return;
            }
            match container(line) {
                Some(record) => out.record(at, record),
                None => out.problem(ProblemCode::LineNotUnderstood, at, "not a container (`id:…`)"),
            }
        })
    }
}
