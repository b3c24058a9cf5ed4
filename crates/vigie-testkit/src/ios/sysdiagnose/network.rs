//! Known wireless networks, and what the phone says of itself to a computer. Forms: iLEAPP `wifiNetworkStore`, EC
//! sysdiagnose, parser `remotectl_dumpstate`.

use anyhow::Result;
use plist::{Dictionary, Value};

use super::super::Phone;
use crate::property_list::{dict, text, xml};

/// `com.apple.wifi.known-networks.plist`.
pub(super) fn known_networks(phone: &Phone) -> Result<Vec<u8>> {
    let mut networks = Dictionary::new();
    for (number, name) in (1..).zip(["Home", "Library", "Café"]) {
        let added = phone.shape.taken.plus_seconds(-86_400 * 40 * number);
        let network = dict([
            ("AddReason", text("WiFi Settings")),
            ("AddedAt", Value::Date(added.plist())),
            ("Hidden", false.into()),
            ("JoinedByUserAt", Value::Date(added.plus_seconds(9).plist())),
            ("SSID", Value::Data(name.as_bytes().to_vec())),
            ("SupportedSecurityTypes", text("WPA2/WPA3 Personal")),
            ("UpdatedAt", Value::Date(added.plus_seconds(9000).plist())),
        ]);
        networks.insert(format!("wifi.network.ssid.{name}"), network);
    }
    xml(&Value::Dictionary(networks))
}

/// `remotectl_dumpstate.txt`.
pub(super) fn remotectl(phone: &Phone) -> String {
    let shape = phone.shape;
    format!(
        "Local device\n\tUUID: 5E1D3A20-0000-4000-A000-000000000001\n\tMessaging Protocol Version: 3\n\tProduct Type: {}\n\tOS Build: {} ({})\n\tProperties: {{\n\t\tOSVersion => {}\n\t\tBuildVersion => {}\n\t\tProductType => {}\n\t\tSerialNumber => SAMPLE0VIGIE\n\t}}\n\tServices:\n\t\tcom.apple.mobile.lockdown.remote.trusted\n\t\tcom.apple.sysdiagnose.remote\n\nNo Devices connected\n",
        shape.product_type, shape.version, shape.build, shape.version, shape.build, shape.product_type
    )
}
