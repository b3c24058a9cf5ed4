//! The phone a backup was taken of, its applications, and the property lists at the root of the backup.

use anyhow::Result;
use plist::{Dictionary, Value};

use crate::encrypt::{self, Encryption};
use crate::property_list::{binary, dict, text, xml};
use crate::random::Random;
use crate::time::Moment;

/// What the root property lists say of the phone. The default is an invented iPhone 13 with iOS 17.5.1;
/// its numbers come from ranges kept for tests.
#[derive(Debug, Clone)]
pub struct Device {
    /// Name given by the owner.
    pub name: String,
    /// Marketing name, such as `iPhone 13`.
    pub product_name: String,
    /// Model identifier, such as `iPhone14,5`.
    pub product_type: String,
    /// iOS version.
    pub product_version: String,
    /// iOS build.
    pub build_version: String,
    /// Unique device identifier.
    pub udid: String,
    /// Serial number.
    pub serial_number: String,
    /// Mobile equipment identity.
    pub imei: String,
    /// SIM card number.
    pub iccid: String,
    /// Number of the SIM.
    pub phone_number: String,
    /// Identifier of the backup in iTunes.
    pub guid: String,
    /// When the backup ended.
    pub last_backup: Moment,
}

impl Default for Device {
    fn default() -> Self {
        Self {
            name: "iPhone (sample)".to_owned(),
            product_name: "iPhone 13".to_owned(),
            product_type: "iPhone14,5".to_owned(),
            product_version: "17.5.1".to_owned(),
            build_version: "21F90".to_owned(),
            udid: "00008110-000A11223344801E".to_owned(),
            serial_number: "SAMPLE0VIGIE".to_owned(),
            imei: "004999010640000".to_owned(),
            iccid: "89012345678901234567".to_owned(),
            phone_number: "+1 (555) 555-0100".to_owned(),
            guid: "5A3D1E0F5A3D1E0F5A3D1E0F5A3D1E0F".to_owned(),
            last_backup: Moment::utc(2024, 6, 20, 18, 30, 0),
        }
    }
}

/// An installed application.
#[derive(Debug, Clone)]
pub struct App {
    /// Bundle identifier.
    pub bundle_id: String,
    /// Name in the store.
    pub name: String,
    /// Seller.
    pub artist: String,
    /// Short version.
    pub version: String,
    /// When it was obtained.
    pub purchased: Moment,
    /// What installed it: `com.apple.AppStore`, or nothing for old installs.
    pub source_app: Option<String>,
}

impl App {
    /// What the store wrote beside it: `iTunesMetadata.plist`.
    pub fn itunes_metadata(&self) -> Result<Vec<u8>> {
        let account = dict([
            ("AppleID", text("owner@example.org")),
            ("DSPersonID", 1_000_000_001_i64.into()),
            ("PurchaserID", 1_000_000_001_i64.into()),
        ]);
        let download = dict([
            ("accountInfo", account),
            ("purchaseDate", text(&self.purchased.whole_seconds().plist().to_xml_format())),
        ]);
        let mut metadata = dict([
            ("artistName", text(&self.artist)),
            ("bundleShortVersionString", text(&self.version)),
            ("bundleVersion", text(&self.version)),
            ("com.apple.iTunesStore.downloadInfo", download),
            ("genre", text("Utilities")),
            ("itemName", text(&self.name)),
            ("kind", text("software")),
            ("softwareVersionBundleId", text(&self.bundle_id)),
        ]);
        if let (Some(fields), Some(source)) = (metadata.as_dictionary_mut(), &self.source_app) {
            fields.insert("sourceApp".to_owned(), text(source));
        }
        binary(&metadata)
    }
}

/// `Info.plist`, XML as iTunes writes it.
pub(super) fn info(device: &Device, apps: &[App]) -> Result<Vec<u8>> {
    let mut described = Dictionary::new();
    for app in apps {
        let value = dict([
            ("PlaceholderIcon", Value::Data(icon(&app.bundle_id))),
            ("iTunesMetadata", Value::Data(app.itunes_metadata()?)),
        ]);
        described.insert(app.bundle_id.clone(), value);
    }
    let bundles = apps.iter().map(|app| text(&app.bundle_id)).collect();
    xml(&dict([
        ("Applications", Value::Dictionary(described)),
        ("Build Version", text(&device.build_version)),
        ("Device Name", text(&device.name)),
        ("Display Name", text(&device.name)),
        ("GUID", text(&device.guid)),
        ("ICCID", text(&device.iccid)),
        ("IMEI", text(&device.imei)),
        ("Installed Applications", Value::Array(bundles)),
        ("Last Backup Date", device.last_backup.plist().into()),
        ("MEID", text(device.imei.split_at(14).0)),
        ("Phone Number", text(&device.phone_number)),
        ("Product Name", text(&device.product_name)),
        ("Product Type", text(&device.product_type)),
        ("Product Version", text(&device.product_version)),
        ("Serial Number", text(&device.serial_number)),
        ("Target Identifier", text(&device.udid)),
        ("Target Type", text("Device")),
        ("Unique Identifier", text(&device.udid)),
        ("iTunes Files", Value::Dictionary(Dictionary::new())),
        ("iTunes Settings", Value::Dictionary(Dictionary::new())),
        ("iTunes Version", text("12.13.2.3")),
    ]))
}

/// A PNG of one pixel: a real icon is a picture, which no test needs.
fn icon(bundle_id: &str) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".to_vec();
    png.extend_from_slice(bundle_id.as_bytes());
    png
}

/// `Manifest.plist`, binary as the phone writes it. Before iOS 10 the index was in clear and had no key.
pub(super) fn manifest(
    device: &Device,
    apps: &[App],
    encryption: Option<&Encryption>,
    index_has_key: bool,
) -> Result<Vec<u8>> {
    let mut random = Random::new(0x0005_EED5).fork(&device.udid);
    let empty = || Value::Dictionary(Dictionary::new());
    let lockdown = dict([
        ("BuildVersion", text(&device.build_version)),
        ("DeviceName", text(&device.name)),
        ("ProductType", text(&device.product_type)),
        ("ProductVersion", text(&device.product_version)),
        ("SerialNumber", text(&device.serial_number)),
        ("UniqueDeviceID", text(&device.udid)),
        ("com.apple.Accessibility", empty()),
        ("com.apple.MobileDeviceCrashCopy", empty()),
        ("com.apple.TerminalFlashr", empty()),
        ("com.apple.mobile.data_sync", empty()),
        ("com.apple.mobile.iTunes.accessories", empty()),
        ("com.apple.mobile.wireless_lockdown", empty()),
    ]);
    let mut described = Dictionary::new();
    for app in apps {
        let path = format!("/var/containers/Bundle/Application/{}/{}.app", random.uuid(), app.name);
        let value = dict([
            ("CFBundleIdentifier", text(&app.bundle_id)),
            ("CFBundleVersion", text(&app.version)),
            ("ContainerContentClass", text("Data/Application")),
            ("Path", text(&path)),
        ]);
        described.insert(app.bundle_id.clone(), value);
    }
    let keybag = encryption.map_or_else(|| encrypt::noise_keybag(&mut random), Encryption::keybag);
    let mut root = dict([
        ("Applications", Value::Dictionary(described)),
        ("BackupKeyBag", Value::Data(keybag)),
        ("Date", device.last_backup.plist().into()),
        ("IsEncrypted", encryption.is_some().into()),
        ("Lockdown", lockdown),
        ("SystemDomainsVersion", text("24.0")),
        ("Version", text("10.0")),
        ("WasPasscodeSet", true.into()),
    ]);
    if let (Some(encryption), true, Some(fields)) = (encryption, index_has_key, root.as_dictionary_mut()) {
        fields.insert("ManifestKey".to_owned(), Value::Data(encryption.stored_manifest_key()));
    }
    binary(&root)
}

/// `Status.plist`.
pub(super) fn status(device: &Device, finished: bool) -> Result<Vec<u8>> {
    let state = if finished { "finished" } else { "uploading" };
    binary(&dict([
        ("BackupState", text("new")),
        ("Date", device.last_backup.plist().into()),
        ("IsFullBackup", false.into()),
        ("SnapshotState", text(state)),
        ("UUID", text("0B5E7C1A-6F0D-4E5B-A1C2-3D4E5F607182")),
        ("Version", text("3.3")),
    ]))
}
