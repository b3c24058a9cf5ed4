//! Networks the computer was in: name, kind, when first and last, and the host name that the network gave out.
//!
//! Times are those of the computer's own clock, without a zone. Format: `NetworkList\Profiles` and
//! `NetworkList\Signatures`; times as `SYSTEMTIME` (Microsoft). Other readers: RegRipper `networklist`.

use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Precision, ProblemCode, Record, Timestamp};

use super::bytes::u16_at;
use super::hive::{Hive, LOGS, Value, Walk};
use crate::{Artifact, Out, ParseError, Source, Spec};

/// Where they stand.
const LIST: &str = "Microsoft\\Windows NT\\CurrentVersion\\NetworkList";

/// See the module.
pub struct Networks;

/// One network.
#[derive(Debug, Serialize)]
pub struct NetworkProfile {
    /// Its name; that of a wireless network.
    pub name: Option<String>,
    /// How it was reached: 6 by wire, 71 without, 23 through a virtual private network or a modem.
    pub kind: Option<u64>,
    /// When it was first used, by the computer's clock.
    pub first: Option<Timestamp>,
    /// When it was last used, by the computer's clock.
    pub last: Option<Timestamp>,
    /// The domain that the network gave out.
    pub domain: Option<String>,
    /// The hardware address of its gateway.
    pub gateway: Option<String>,
}

impl Record for NetworkProfile {
    fn time(&self) -> Option<Timestamp> {
        self.last.or(self.first)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        for (what, at) in [("first_connected", self.first), ("last_connected", self.last)] {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(domain) = self.domain.as_deref().filter(|domain| domain.contains('.')) {
            see(Observable::domain(domain));
        }
    }

    fn summary(&self) -> String {
        format!("network {}", self.name.as_deref().unwrap_or("without a name"))
    }
}

/// Year, month, day of the week, day, hour, minute, second, millisecond.
fn clock(value: Option<&Value<'_>>) -> Result<Option<Timestamp>, String> {
    let Some(value) = value else { return Ok(None) };
    let field = |at| u16_at(&value.data, at).map(i32::from);
    let read = || {
        let date = [field(0)?, field(2)?, field(6)?];
        let micros = field(14)?.checked_mul(1000)?;
        let time = [field(8)?, field(10)?, field(12)?, micros];
        Timestamp::from_device_clock(date, time, Precision::Milli)
    };
    read().map(Some).ok_or_else(|| format!("{} is not a plausible time", hex::encode(&value.data)))
}

impl Artifact for Networks {
    type Record = NetworkProfile;
    const SPEC: Spec = Spec {
        id: "windows_networks",
        version: 2,
        paths: &[(Layout::Windows, "**/SOFTWARE")],
        meaning: Meaning::Exposure,
    };
    const COMPANIONS: &'static [(Layout, &'static str)] = LOGS;

    fn parse(file: &Source<'_>, out: &mut Out<'_, NetworkProfile>) -> Result<(), ParseError> {
        let hive = Hive::open(file, out)?;
        let mut walk = Walk::new();
        let Some(networks) = hive.key(LIST, &mut walk) else {
            walk.tell(out);
            return Ok(());
        };
        // Id of a profile, domain, gateway.
        let mut signatures = Vec::new();
        for group in ["Signatures\\Managed", "Signatures\\Unmanaged"] {
            let Some(group) = networks.under(group, &mut walk) else { continue };
            for key in group.children(&mut walk) {
                let values = key.values(&mut walk);
                let gateway = values.get("DefaultGatewayMac").map(|value| hex::encode(&value.data));
                let domain = values.text("DnsSuffix").filter(|domain| domain != "<none>");
                signatures.push((values.text("ProfileGuid"), domain, gateway.filter(|gateway| !gateway.is_empty())));
            }
        }
        let profiles = networks.under("Profiles", &mut walk).map(|key| key.children(&mut walk)).unwrap_or_default();
        for key in profiles {
            let values = key.values(&mut walk);
            let mut time = |name| {
                clock(values.get(name)).unwrap_or_else(|detail| {
                    out.problem(ProblemCode::TimeImplausible, key.place_of(name), detail);
                    None
                })
            };
            let (first, last) = (time("DateCreated"), time("DateLastConnected"));
            let signature = signatures.iter().find(|(id, _, _)| id.as_deref() == Some(key.name()));
            let profile = NetworkProfile {
                name: values.text("ProfileName"),
                kind: values.number("NameType"),
                first,
                last,
                domain: signature.and_then(|(_, domain, _)| domain.clone()),
                gateway: signature.and_then(|(_, _, gateway)| gateway.clone()),
            };
            out.record(key.place(), profile);
        }
        walk.tell(out);
        Ok(())
    }
}
