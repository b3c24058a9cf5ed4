//! How the network of the device is set up by hand or by a profile: name servers, proxies and VPN services. A proxy or
//! resolver that the owner does not know leads traffic where someone else wants it.
//!
//! Format: property list `SystemConfiguration/preferences.plist` of Apple's SystemConfiguration: `NetworkServices`, by UUID,
//! each with `UserDefinedName`, `Interface`, `DNS`, `Proxies`, `IPv4`.

use std::net::IpAddr;

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec, texts};

/// See the module.
pub struct NetworkPreferences;

/// One service of the network.
#[derive(Debug, Serialize)]
pub struct NetworkService {
    /// Its UUID.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Device (`en0`) or kind (`VPN`) of its interface.
    pub interface: Option<String>,
    /// Name servers set for it.
    pub resolvers: Vec<String>,
    /// Proxies set for it: hosts and the address of an automatic configuration.
    pub proxies: Vec<String>,
    /// The whole entry.
    pub entry: Plain,
}

/// A value that is an address, a link or a host.
fn place(text: &str) -> Observable<'_> {
    if text.contains("://") {
        Observable::url(text)
    } else if text.parse::<IpAddr>().is_ok() {
        Observable::ip(text)
    } else {
        Observable::domain(text)
    }
}

impl Record for NetworkService {
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for text in self.resolvers.iter().chain(&self.proxies) {
            see(place(text));
        }
        let known = |text: &str| self.resolvers.iter().chain(&self.proxies).any(|known| known == text);
        texts(&self.entry.0, &mut |text| {
            if text.contains('.') && !known(text) {
                see(Observable::text(text));
            }
        });
    }

    fn summary(&self) -> String {
        let name = self.name.as_deref().unwrap_or("without name");
        let list = |what: &str, of: &[String]| match of {
            [] => String::new(),
            of => format!(", {what} {}", of.join(" ")),
        };
        format!("network service {name}{}{}", list("name servers", &self.resolvers), list("proxies", &self.proxies))
    }
}

/// Every text in an array under a key.
fn list(key: &Key<'_>, section: &str, name: &str) -> Vec<String> {
    let items = key.get(section).and_then(|section| section.get(name));
    let items = items.as_ref().and_then(|items| items.value().as_array());
    items.into_iter().flatten().filter_map(|item| item.as_string().map(str::to_owned)).collect()
}

/// Keys of `Proxies` that name a host or a link.
const PROXIES: [&str; 4] = ["HTTPProxy", "HTTPSProxy", "SOCKSProxy", "ProxyAutoConfigURLString"];

impl Artifact for NetworkPreferences {
    type Record = NetworkService;
    const SPEC: Spec = Spec {
        id: "ios_network_preferences",
        version: 1,
        paths: &[
            (Layout::IosBackup, "SystemPreferencesDomain/SystemConfiguration/preferences.plist"),
            (Layout::IosFilesystem, "private/var/preferences/SystemConfiguration/preferences.plist"),
            (Layout::IosSysdiagnose, "logs/Networking/preferences.plist"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, NetworkService>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        let Some(services) = root.get("NetworkServices") else {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key NetworkServices");
            return Ok(());
        };
        for (id, key) in services.entries(out) {
            if key.dictionary(out).is_none() {
                continue;
            }
            let proxies = key.get("Proxies");
            let proxies = proxies.as_ref().and_then(|proxies| proxies.value().as_dictionary());
            let proxies = PROXIES.iter().filter_map(|name| proxies?.get(name).and_then(Value::as_string));
            let interface = key.get("Interface");
            let record = NetworkService {
                id: id.to_owned(),
                name: key.text("UserDefinedName", out),
                interface: interface
                    .and_then(|interface| interface.text("DeviceName", out).or_else(|| interface.text("Type", out))),
                resolvers: list(&key, "DNS", "ServerAddresses"),
                proxies: proxies.filter(|text| !text.is_empty()).map(str::to_owned).collect(),
                entry: Plain(key.value().clone()),
            };
            out.record(key.place(), record);
        }
        Ok(())
    }
}
