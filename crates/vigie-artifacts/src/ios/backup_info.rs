//! What a backup says of itself: the device (`Info.plist`), how the backup ended (`Status.plist`), and what iOS wrote
//! about the device and the backup (`Manifest.plist`). The list of applications is the artifact `ios_applications`.
//!
//! Format: property lists at the root of an iTunes or Finder backup; other readers: MVT `BackupInfo`, libimobiledevice.

use plist::Value;
use serde::Serialize;
use vigie_evidence::model_name;
use vigie_model::{Layout, Meaning, Moment, Observable, ProblemCode, Record, Timestamp};

use crate::{Artifact, Key, Out, ParseError, Source, Spec};

/// See the module.
pub struct BackupInfo;

/// One of the three files.
#[derive(Debug, Serialize)]
#[serde(tag = "file", rename_all = "snake_case")]
pub enum Description {
    /// `Info.plist`.
    Info(Box<Info>),
    /// `Status.plist`.
    Status(Status),
    /// `Manifest.plist`.
    Manifest(Box<Manifest>),
}

/// The device and the computer's program, from `Info.plist`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is the key of the same name")]
pub struct Info {
    pub build_version: Option<String>,
    pub device_name: Option<String>,
    pub display_name: Option<String>,
    pub guid: Option<String>,
    pub iccid: Option<String>,
    pub iccid_2: Option<String>,
    pub imei: Option<String>,
    pub imei_2: Option<String>,
    pub meid: Option<String>,
    pub installed_applications: Vec<String>,
    pub last_backup_date: Option<Timestamp>,
    pub phone_number: Option<String>,
    pub phone_number_2: Option<String>,
    pub product_name: Option<String>,
    pub product_type: Option<String>,
    pub product_version: Option<String>,
    pub serial_number: Option<String>,
    pub target_identifier: Option<String>,
    pub target_type: Option<String>,
    pub unique_identifier: Option<String>,
    pub itunes_version: Option<String>,
    pub macos_version: Option<String>,
    /// The model in words, where the product type is known.
    pub model: Option<String>,
}

/// How the last backup ended, from `Status.plist`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is the key of the same name")]
pub struct Status {
    pub backup_state: Option<String>,
    pub snapshot_state: Option<String>,
    pub date: Option<Timestamp>,
    pub is_full_backup: Option<bool>,
    pub uuid: Option<String>,
    pub version: Option<String>,
}

/// What iOS says of device and backup, from `Manifest.plist`; the last six from its dictionary `Lockdown`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "each field is the key of the same name")]
pub struct Manifest {
    pub date: Option<Timestamp>,
    pub is_encrypted: Option<bool>,
    pub was_passcode_set: Option<bool>,
    pub version: Option<String>,
    pub build_version: Option<String>,
    pub device_name: Option<String>,
    pub product_type: Option<String>,
    pub product_version: Option<String>,
    pub serial_number: Option<String>,
    pub unique_device_id: Option<String>,
}

impl Record for Description {
    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Info(info) => info.last_backup_date,
            Self::Status(status) => status.date,
            Self::Manifest(manifest) => manifest.date,
        }
    }

    fn moments(&self, see: &mut dyn FnMut(Moment)) {
        if let Some(at) = self.time() {
            let what = "backup";
            see(Moment { what, at });
        }
    }

    fn observables(&self, see: &mut dyn FnMut(Observable<'_>)) {
        let name = match self {
            Self::Info(info) => {
                let numbers = [&info.phone_number, &info.phone_number_2];
                for number in numbers.into_iter().flatten() {
                    see(Observable::user_account(number));
                }
                &info.device_name
            }
            Self::Manifest(manifest) => &manifest.device_name,
            Self::Status(_) => &None,
        };
        if let Some(name) = name {
            see(Observable::text(name));
        }
    }

    fn summary(&self) -> String {
        let of = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
        match self {
            Self::Info(info) => format!(
                "backup of {} ({}), version {}",
                of(&info.device_name),
                of(&info.product_type),
                of(&info.product_version)
            ),
            Self::Status(status) => {
                format!("backup ended with state {}", of(&status.snapshot_state))
            }
            Self::Manifest(manifest) => format!(
                "backup manifest of {} ({}), version {}",
                of(&manifest.device_name),
                of(&manifest.product_type),
                of(&manifest.product_version)
            ),
        }
    }
}

fn info(key: &Key<'_>, out: &mut Out<'_, Description>) -> Info {
    let installed = key.get("Installed Applications");
    let installed = installed.map_or_else(Vec::new, |list| list.items(out));
    let mut ids = Vec::new();
    for item in installed {
        match item.value() {
            Value::String(id) => ids.push(id.clone()),
            _ => item.complain(out, "text"),
        }
    }
    let product_type = key.text("Product Type", out);
    let model = product_type.as_deref().and_then(model_name).map(str::to_owned);
    Info {
        build_version: key.text("Build Version", out),
        device_name: key.text("Device Name", out),
        display_name: key.text("Display Name", out),
        guid: key.text("GUID", out),
        iccid: key.text("ICCID", out),
        iccid_2: key.text("ICCID 2", out),
        imei: key.text("IMEI", out),
        imei_2: key.text("IMEI 2", out),
        meid: key.text("MEID", out),
        installed_applications: ids,
        last_backup_date: key.cocoa("Last Backup Date", out),
        phone_number: key.text("Phone Number", out),
        phone_number_2: key.text("Phone Number 2", out),
        product_name: key.text("Product Name", out),
        product_type,
        product_version: key.text("Product Version", out),
        serial_number: key.text("Serial Number", out),
        target_identifier: key.text("Target Identifier", out),
        target_type: key.text("Target Type", out),
        unique_identifier: key.text("Unique Identifier", out),
        itunes_version: key.text("iTunes Version", out),
        macos_version: key.text("macOS Version", out),
        model,
    }
}

fn manifest(key: &Key<'_>, out: &mut Out<'_, Description>) -> Manifest {
    let lockdown = key.get("Lockdown");
    if lockdown.is_none() {
        out.problem(ProblemCode::KeyMissing, key.place(), "there is no key Lockdown");
    }
    let mut device = |name: &str| lockdown.as_ref().and_then(|key| key.text(name, out));
    let (build_version, device_name) = (device("BuildVersion"), device("DeviceName"));
    let (product_type, product_version) = (device("ProductType"), device("ProductVersion"));
    let (serial_number, unique_device_id) = (device("SerialNumber"), device("UniqueDeviceID"));
    Manifest {
        date: key.cocoa("Date", out),
        is_encrypted: key.bool("IsEncrypted", out),
        was_passcode_set: key.bool("WasPasscodeSet", out),
        version: key.text("Version", out),
        build_version,
        device_name,
        product_type,
        product_version,
        serial_number,
        unique_device_id,
    }
}

impl Artifact for BackupInfo {
    type Record = Description;
    const SPEC: Spec = Spec {
        id: "ios_backup_info",
        version: 1,
        paths: &[
            (Layout::IosBackup, "Info.plist"),
            (Layout::IosBackup, "Manifest.plist"),
            (Layout::IosBackup, "Status.plist"),
        ],
        meaning: Meaning::Exposure,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, Description>) -> Result<(), ParseError> {
        let plist = file.plist()?;
        let root = Key::root(&plist);
        if root.dictionary(out).is_none() {
            return Ok(());
        }
        let record = match file.file_name() {
            "Info.plist" => Description::Info(Box::new(info(&root, out))),
            "Status.plist" => Description::Status(Status {
                backup_state: root.text("BackupState", out),
                snapshot_state: root.text("SnapshotState", out),
                date: root.cocoa("Date", out),
                is_full_backup: root.bool("IsFullBackup", out),
                uuid: root.text("UUID", out),
                version: root.text("Version", out),
            }),
            _ => Description::Manifest(Box::new(manifest(&root, out))),
        };
        out.record(root.place(), record);
        Ok(())
    }
}
