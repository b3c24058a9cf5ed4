//! Addresses that networks gave the device, with the router that did: a network that answered is one that could inject.
//!
//! Format: property lists in `/private/var/db/dhcpclient/leases` (`IPAddress`, `RouterIPAddress`, `RouterHardwareAddress`,
//! `SSID`, `LeaseStartDate`, `LeaseLength`). Other reader: iLEAPP `dhcpl`.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct DhcpLeases;

/// One lease.
#[derive(Debug, Serialize)]
pub struct DhcpLease {
    /// The address of the device.
    pub address: Option<String>,
    /// The address of the router.
    pub router: Option<String>,
    /// The router's hardware address, in hexadecimal.
    pub router_hardware: Option<String>,
    /// The Wi-Fi network.
    pub ssid: Option<String>,
    /// When it was given.
    pub start: Option<Timestamp>,
    /// For how many seconds.
    pub length: Option<i64>,
}

impl Record for DhcpLease {
    fn time(&self) -> Option<Timestamp> {
        self.start
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.start {
            let what = "lease_start";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for address in [&self.address, &self.router].into_iter().flatten() {
            see(Observable::ip(address));
        }
        if let Some(ssid) = &self.ssid {
            see(Observable::text(ssid));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        format!("address {} from router {} of network {}", of(&self.address), of(&self.router), of(&self.ssid))
    }
}

impl Artifact for DhcpLeases {
    type Record = DhcpLease;
    const SPEC: Spec = Spec {
        id: "ios_dhcp_leases",
        version: 1,
        paths: &[(Layout::IosFilesystem, "private/var/db/dhcpclient/leases/*")],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, DhcpLease>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        let address = root.text("IPAddress", out);
        if address.is_none() {
            out.problem(ProblemCode::KeyMissing, root.place(), "there is no key IPAddress");
        }
        let router_hardware = match root.get("RouterHardwareAddress").as_ref().map(Key::value) {
            Some(Value::Data(bytes)) => Some(hex::encode(bytes)),
            Some(_) => root.text("RouterHardwareAddress", out),
            None => None,
        };
        let lease = DhcpLease {
            address,
            router: root.text("RouterIPAddress", out),
            router_hardware,
            ssid: root.text("SSID", out),
            start: root.cocoa("LeaseStartDate", out),
            length: root.int("LeaseLength", out),
        };
        out.record(root.place(), lease);
        Ok(())
    }
}
