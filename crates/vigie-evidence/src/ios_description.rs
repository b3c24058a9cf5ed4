//! The files that describe an iTunes or Finder backup as a whole; they stand at the root of its folder.

use std::path::Path;

use vigie_model::{Device, Timestamp};

use crate::{date_time, model_name, property_list};

/// The names of these files, where the list of files is `manifest`.
pub(crate) fn names(manifest: &'static str) -> [&'static str; 4] {
    ["Info.plist", manifest, "Manifest.plist", "Status.plist"]
}

/// Whether a regular file is there; a link could lead out of the evidence.
pub(crate) fn regular(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())
}

/// The file that lists the files of a backup, of those that are there: `Manifest.db` since iOS 10.
pub(crate) fn manifest_name(root: &Path) -> Option<&'static str> {
    ["Manifest.db", "Manifest.mbdb"].into_iter().find(|name| regular(&root.join(name)))
}

/// Whether the folder holds enough of these files to be a backup.
pub(crate) fn looks_like_backup(root: &Path) -> bool {
    let there = |name: &str| regular(&root.join(name));
    manifest_name(root).is_some() || (there("Info.plist") && (there("Manifest.plist") || there("Status.plist")))
}

pub(crate) fn dictionary(path: &Path) -> Result<plist::Dictionary, String> {
    let meta = std::fs::symlink_metadata(path).map_err(|error| error.to_string())?;
    if !meta.is_file() || meta.len() > 512 << 20 {
        return Err("not a regular file of ordinary size".to_owned());
    }
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    match property_list(&bytes) {
        Ok(plist::Value::Dictionary(dict)) => Ok(dict),
        Ok(_) => Err("not a dictionary".to_owned()),
        Err(error) => Err(error.detail),
    }
}

/// Whether `Manifest.plist` says that the backup is encrypted; `None` when it cannot be read.
pub(crate) fn is_encrypted(root: &Path) -> Option<bool> {
    let dict = dictionary(&root.join("Manifest.plist")).ok()?;
    dict.get("IsEncrypted").and_then(plist::Value::as_boolean)
}

/// What `Status.plist` and the folder say against a backup being whole, in words; empty when nothing does.
pub(crate) fn incomplete(root: &Path) -> Vec<String> {
    let mut reasons = Vec::new();
    for name in names(manifest_name(root).unwrap_or("Manifest.db")) {
        if !regular(&root.join(name)) {
            reasons.push(format!("{name} is missing"));
        }
    }
    if let Ok(status) = dictionary(&root.join("Status.plist")) {
        match status.get("SnapshotState").and_then(plist::Value::as_string) {
            Some("finished") | None => {}
            Some(state) => reasons.push(format!("Status.plist says SnapshotState `{state}`, not `finished`")),
        }
    }
    reasons
}

/// What `Info.plist` says of the device, and when the backup was made.
pub(crate) fn device(root: &Path) -> Result<(Device, Option<Timestamp>), String> {
    let dict = dictionary(&root.join("Info.plist"))?;
    let text = |key: &str| dict.get(key).and_then(plist::Value::as_string).map(str::to_owned);
    let product_type = text("Product Type");
    let model = product_type.as_deref().and_then(model_name).map(str::to_owned);
    let os = match product_type.as_deref() {
        Some(kind) if kind.starts_with("iPad") => Some("iPadOS"),
        Some(kind) if kind.starts_with("iPhone") || kind.starts_with("iPod") => Some("iOS"),
        _ => None,
    };
    let device = Device {
        name: text("Device Name"),
        model: model.or_else(|| text("Product Name")),
        product_type,
        os: os.map(str::to_owned),
        os_version: text("Product Version"),
        os_build: text("Build Version"),
        security_patch: None,
        serial: text("Serial Number"),
        udid: text("Unique Identifier").or_else(|| text("Target Identifier")),
    };
    let made = dict.get("Last Backup Date").and_then(plist::Value::as_date).and_then(date_time);
    Ok((device, made))
}
