//! Wi-Fi networks the device knows, and when it joined them: a network near a place is where an injected page comes from.
//!
//! Format: property list `com.apple.wifi.known-networks.plist` (iOS 14 and later; network to its facts) and, before it,
//! `com.apple.wifi.plist` (`List of known networks`). Other readers: iLEAPP, EC sysdiagnose `wifi_known_networks`.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Plain, Source, Spec, texts};

/// See the module.
pub struct WifiKnownNetworks;

/// One network.
#[derive(Debug, Serialize)]
pub struct KnownNetwork {
    /// Its name.
    pub ssid: Option<String>,
    /// Addresses of its access points.
    pub bssids: Vec<String>,
    /// When it became known.
    pub added: Option<Timestamp>,
    /// When the owner last joined it.
    pub joined_by_user: Option<Timestamp>,
    /// When the device last joined it by itself.
    pub joined_by_system: Option<Timestamp>,
    /// Kinds of security it supports.
    pub security: Option<String>,
    /// Whether it does not show its name.
    pub hidden: Option<bool>,
    /// The whole entry.
    pub entry: Plain,
}

impl Record for KnownNetwork {
    fn time(&self) -> Option<Timestamp> {
        self.joined_by_user.max(self.joined_by_system).or(self.added)
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        let moments = [
            ("added", self.added),
            ("joined_by_user", self.joined_by_user),
            ("joined_by_system", self.joined_by_system),
        ];
        for (what, at) in moments {
            if let Some(at) = at {
                see(Moment { what, at });
            }
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        if let Some(ssid) = &self.ssid {
            see(Observable::text(ssid));
        }
        // Pages of captive portals and proxies.
        texts(&self.entry.0, &mut |text| {
            if text.contains("://") {
                see(Observable::text(text));
            }
        });
    }

    fn summary(&self) -> String {
        format!("Wi-Fi network {}", self.ssid.as_deref().unwrap_or("without name"))
    }
}

/// A name is data, since it may hold any bytes.
fn ssid(key: &Key<'_>, out: &mut Out<'_, KnownNetwork>) -> Option<String> {
    match key.get("SSID").as_ref().map(Key::value) {
        Some(Value::Data(bytes)) => Some(String::from_utf8_lossy(bytes).into_owned()),
        Some(_) => key.text("SSID", out),
        None => key.text("SSID_STR", out),
    }
}

fn network(key: &Key<'_>, out: &mut Out<'_, KnownNetwork>) {
    if key.dictionary(out).is_none() {
        return;
    }
    let points = key.get("BSSList");
    let mut bssids = Vec::from_iter(key.text("BSSID", out));
    for point in points.map_or_else(Vec::new, |points| points.items(out)) {
        bssids.extend(point.text("BSSID", out));
    }
    let record = KnownNetwork {
        ssid: ssid(key, out),
        bssids,
        added: key.cocoa("AddedAt", out).or_else(|| key.cocoa("addedAt", out)),
        joined_by_user: key.cocoa("JoinedByUserAt", out).or_else(|| key.cocoa("lastJoined", out)),
        joined_by_system: key.cocoa("JoinedBySystemAt", out).or_else(|| key.cocoa("lastAutoJoined", out)),
        security: key.text("SupportedSecurityTypes", out),
        hidden: key.bool("Hidden", out),
        entry: Plain(key.value().clone()),
    };
    out.record(key.place(), record);
}

impl Artifact for WifiKnownNetworks {
    type Record = KnownNetwork;
    const SPEC: Spec = Spec {
        id: "ios_wifi_known_networks",
        version: 1,
        paths: &[
            (Layout::IosBackup, "SystemPreferencesDomain/com.apple.wifi.known-networks.plist"),
            (Layout::IosBackup, "SystemPreferencesDomain/SystemConfiguration/com.apple.wifi.plist"),
            (Layout::IosFilesystem, "private/var/preferences/com.apple.wifi.known-networks.plist"),
            (Layout::IosFilesystem, "private/var/preferences/SystemConfiguration/com.apple.wifi.plist"),
            (Layout::IosSysdiagnose, "WiFi/com.apple.wifi.known-networks.plist"),
            (Layout::IosSysdiagnose, "WiFi/com.apple.wifi.plist"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, KnownNetwork>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if file.file_name() == "com.apple.wifi.plist" {
            // Since iOS 14 this file holds settings only.
            if let Some(list) = root.get("List of known networks") {
                list.items(out).iter().for_each(|key| network(key, out));
            }
            return Ok(());
        }
        for (_, key) in root.entries(out) {
            network(&key, out);
        }
        Ok(())
    }
}
