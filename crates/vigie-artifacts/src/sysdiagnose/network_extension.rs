//! VPNs, content filters, DNS proxies and other extensions of the network: whoever set one up sees or steers what the
//! device sends.
//!
//! Format: keyed archive `com.apple.networkextension.plist`: configurations by UUID (Apple's `NEConfiguration`), each
//! with `Name`, `Application` and what it sets up. Other readers: EC sysdiagnose `networkextension`.

use std::net::IpAddr;

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, Place, ProblemCode, Record, Timestamp};

use crate::ios::keyed_archive;
use crate::{Artifact, Out, ParseError, Plain, Source, Spec, texts};

/// See the module.
pub struct NetworkExtension;

/// One configuration.
#[derive(Debug, Serialize)]
pub struct NetworkConfiguration {
    /// Its UUID.
    pub id: String,
    /// The name shown in the settings.
    pub name: Option<String>,
    /// Bundle id of the application that set it up.
    pub application: Option<String>,
    /// The address of the server of a VPN.
    pub server: Option<String>,
    /// Everything in it.
    pub entry: Plain,
}

impl Record for NetworkConfiguration {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(app) = &self.application {
            see(Observable::app_id(app));
        }
        if let Some(server) = &self.server {
            see(match server.parse::<IpAddr>() {
                Ok(_) => Observable::ip(server),
                Err(_) if server.contains("://") => Observable::url(server),
                Err(_) => Observable::domain(server),
            });
        }
        texts(&self.entry.0, &mut |text| {
            let known = [&self.application, &self.server].into_iter().flatten().any(|known| known == text);
            if known || !text.contains('.') {
                return;
            }
            see(Observable::text(text));
            // Extensions and filters are named by bundle id.
            let id = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            if text.chars().all(id) {
                see(Observable::app_id(text));
            }
        });
    }

    fn summary(&self) -> String {
        let name = self.name.as_deref().unwrap_or("without name");
        let app = self.application.as_deref().unwrap_or("an unknown application");
        let server = self.server.as_ref().map(|server| format!(", server {server}")).unwrap_or_default();
        format!("network configuration {name} of {app}{server}")
    }
}

/// The first text under a key, at any depth.
fn find<'v>(value: &'v Value, names: &[&str]) -> Option<&'v str> {
    match value {
        Value::Dictionary(dict) => names
            .iter()
            .find_map(|name| dict.get(name)?.as_string())
            .or_else(|| dict.iter().find_map(|(_, value)| find(value, names))),
        Value::Array(items) => items.iter().find_map(|item| find(item, names)),
        _ => None,
    }
}

/// A UUID in its text form.
fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

impl Artifact for NetworkExtension {
    type Record = NetworkConfiguration;
    const SPEC: Spec = Spec {
        id: "ios_network_extension",
        version: 1,
        paths: &[
            (Layout::IosBackup, "SystemPreferencesDomain/com.apple.networkextension.plist"),
            (Layout::IosFilesystem, "private/var/preferences/com.apple.networkextension.plist"),
            (Layout::IosSysdiagnose, "logs/Networking/com.apple.networkextension.plist"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, NetworkConfiguration>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let Some(archive) = keyed_archive::unarchive(&plist) else {
            out.problem(ProblemCode::NotTheFormat, Place::File, "this is no keyed archive");
            return Ok(());
        };
        if archive.cut {
            let detail = "the archive refers to itself or is larger than is read: parts are missing";
            out.problem(ProblemCode::LimitReached, Place::File, detail);
        }
        let Some(dict) = archive.value.as_dictionary() else {
            out.problem(ProblemCode::NotTheFormat, Place::File, "the archive is not a dictionary of configurations");
            return Ok(());
        };
        // Beside the configurations stand their index and a generation number.
        for (id, value) in dict.iter().filter(|(id, value)| is_uuid(id) && value.as_dictionary().is_some()) {
            let text = |names: &[&str]| find(value, names).map(str::to_owned);
            let record = NetworkConfiguration {
                id: id.clone(),
                name: text(&["Name", "name"]),
                application: text(&["Application", "application"]),
                server: text(&["ServerAddress", "serverAddress"]),
                entry: Plain(value.clone()),
            };
            out.record(Place::key(["$top", id.as_str()]), record);
        }
        Ok(())
    }
}
