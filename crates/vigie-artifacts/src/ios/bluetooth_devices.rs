//! Bluetooth devices that were paired, and those that were only in reach: whose phone, watch or headset was near.
//!
//! Format: SQLite databases `com.apple.MobileBluetooth.ledevices.paired.db` (table `PairedDevices`) and `….other.db`
//! (`OtherDevices`), and the property list `com.apple.MobileBluetooth.devices.plist` (address to its facts). Other readers:
//! iLEAPP `bluetooth`, iphonebackuptools `system.bluetooth_devices`. Only the property list's `LastSeenTime` has a published
//! meaning (seconds since 1970); the numbers of the databases stay as they stand.

use plist::Value;
use serde::Serialize;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Scalar, Select, Source, Spec};

/// See the module.
pub struct BluetoothDevices;

/// One device.
#[derive(Debug, Serialize)]
pub struct BluetoothDevice {
    /// Whether it was paired, and not only seen.
    pub is_paired: bool,
    /// Its name, as it says itself.
    pub name: Option<String>,
    /// The name its owner here gave it.
    pub user_name: Option<String>,
    /// Its address (`Public 00:00:5E:00:53:01` in a database).
    pub address: Option<String>,
    /// The address behind a changing one.
    pub resolved_address: Option<String>,
    /// What this device calls it.
    pub uuid: Option<String>,
    /// Number of the product.
    pub product: Option<i64>,
    /// When it was last seen, where the form of the time is known.
    pub last_seen: Option<Timestamp>,
    /// `LastSeenTime` of a database, as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen_stated: Option<Scalar>,
    /// `LastConnectionTime` of a database, as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_connection_stated: Option<Scalar>,
}

impl Record for BluetoothDevice {
    fn time(&self) -> Option<Timestamp> {
        self.last_seen
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.last_seen {
            see(Moment { what: "last_seen", at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        for name in [&self.name, &self.user_name].into_iter().flatten().filter(|name| !name.is_empty()) {
            see(Observable::text(name));
        }
    }

    fn summary(&self) -> String {
        let name = self.user_name.as_ref().or(self.name.as_ref()).filter(|name| !name.is_empty());
        format!("{} {}", self.summary_without_content(), name.map_or("without a name", String::as_str))
    }

    fn summary_without_content(&self) -> String {
        if self.is_paired { "paired Bluetooth device" } else { "Bluetooth device in reach" }.to_owned()
    }
}

/// A device of the property list.
fn classic(address: &str, key: &Key<'_>, out: &mut Out<'_, BluetoothDevice>) {
    if key.dictionary(out).is_none() {
        return;
    }
    let last_seen = key.get("LastSeenTime").and_then(|seen| {
        if let Value::Date(_) = seen.value() {
            return seen.as_cocoa(out);
        }
        let seconds = key.real("LastSeenTime", out).filter(|seconds| *seconds != 0.0)?;
        let found = Timestamp::from_unix_seconds_f64(seconds);
        if found.is_none() {
            out.problem(ProblemCode::TimeImplausible, seen.place(), "not a plausible time");
        }
        found
    });
    let record = BluetoothDevice {
        is_paired: true,
        name: key.text("Name", out).or_else(|| key.text("DefaultName", out)),
        user_name: key.text("UserNameKey", out),
        address: Some(address.to_owned()),
        resolved_address: None,
        uuid: None,
        product: key.int("DeviceIdProduct", out),
        last_seen,
        last_seen_stated: None,
        last_connection_stated: None,
    };
    out.record(key.place(), record);
}

impl Artifact for BluetoothDevices {
    type Record = BluetoothDevice;
    const SPEC: Spec = Spec {
        id: "ios_bluetooth_devices",
        version: 1,
        paths: &[
            (
                Layout::IosBackup,
                "SysSharedContainerDomain-systemgroup.com.apple.bluetooth/Library/Database/com.apple.MobileBluetooth.ledevices.{paired,other}.db",
            ),
            (
                Layout::IosBackup,
                "SysSharedContainerDomain-systemgroup.com.apple.bluetooth/Library/Preferences/com.apple.MobileBluetooth.devices.plist",
            ),
            (
                Layout::IosFilesystem,
                "private/var/containers/Shared/SystemGroup/*/Library/Database/com.apple.MobileBluetooth.ledevices.{paired,other}.db",
            ),
            (
                Layout::IosFilesystem,
                "private/var/containers/Shared/SystemGroup/*/Library/Preferences/com.apple.MobileBluetooth.devices.plist",
            ),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, BluetoothDevice>) -> Result<(), ParseError> {
        if file.file_name().contains(".devices.") {
            let plist = file.plist()?;
            for (address, key) in Key::root(&plist).entries(out) {
                classic(address, &key, out);
            }
            return Ok(());
        }
        let is_paired = file.file_name().contains(".paired.");
        let database = out.sqlite(file)?;
        let select = Select::from(if is_paired { "PairedDevices" } else { "OtherDevices" }).columns(&[
            "Uuid",
            "Name",
            "Address",
            "ResolvedAddress",
            "LastSeenTime",
            "LastConnectionTime",
        ]);
        out.rows(&database, &select, |row, out| {
            let record = BluetoothDevice {
                is_paired,
                name: row.text("Name"),
                user_name: None,
                address: row.text("Address"),
                resolved_address: row.text("ResolvedAddress"),
                uuid: row.text("Uuid"),
                product: None,
                last_seen: None,
                last_seen_stated: row.scalar("LastSeenTime"),
                last_connection_stated: row.scalar("LastConnectionTime"),
            };
            out.record(row.place(), record);
        });
        Ok(())
    }
}
