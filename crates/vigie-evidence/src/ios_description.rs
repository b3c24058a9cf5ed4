//! The files that describe an iTunes or Finder backup as a whole; they stand at its root.

use std::io::Read;

use vigie_model::{Device, ProblemCode, Timestamp};

use crate::ios_store::Store;
use crate::{date_time, model_name, property_list};

/// Largest of them that is read, in bytes.
const LIMIT: u64 = 512 << 20;

/// The names of these files, where the list of files is `manifest`.
pub(crate) fn names(manifest: &'static str) -> [&'static str; 4] {
    ["Info.plist", manifest, "Manifest.plist", "Status.plist"]
}

/// The file that lists the files of a backup, of those that are there: `Manifest.db` since iOS 10.
pub(crate) fn manifest_name(store: &Store) -> Option<&'static str> {
    ["Manifest.db", "Manifest.mbdb"].into_iter().find(|name| store.file(name).is_some())
}

/// Whether there is enough of these files for a backup.
pub(crate) fn looks_like_backup(store: &Store) -> bool {
    let there = |name: &str| store.file(name).is_some();
    manifest_name(store).is_some() || (there("Info.plist") && (there("Manifest.plist") || there("Status.plist")))
}

pub(crate) fn dictionary(store: &Store, name: &str) -> Result<plist::Dictionary, String> {
    let blob = store.stored(name).map_err(|error| match error.code {
        ProblemCode::FileMissing => format!("{name} is missing"),
        _ => error.detail,
    })?;
    if blob.size().map_err(|error| error.to_string())? > LIMIT {
        return Err("not a file of ordinary size".to_owned());
    }
    let mut bytes = Vec::new();
    let reader = blob.reader().map_err(|error| error.to_string())?;
    reader.take(LIMIT).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    match property_list(&bytes) {
        Ok(plist::Value::Dictionary(dict)) => Ok(dict),
        Ok(_) => Err("not a dictionary".to_owned()),
        Err(error) => Err(error.detail),
    }
}

/// Whether `Manifest.plist` says that the backup is encrypted; `None` when it cannot be read.
pub(crate) fn is_encrypted(store: &Store) -> Option<bool> {
    let dict = dictionary(store, "Manifest.plist").ok()?;
    dict.get("IsEncrypted").and_then(plist::Value::as_boolean)
}

/// What `Status.plist` and what is there say against a backup being whole, in words; empty when nothing does.
pub(crate) fn incomplete(store: &Store) -> Vec<String> {
    let mut reasons = Vec::new();
    for name in names(manifest_name(store).unwrap_or("Manifest.db")) {
        if store.file(name).is_none() {
            reasons.push(format!("{name} is missing"));
        }
    }
    if let Ok(status) = dictionary(store, "Status.plist") {
        match status.get("SnapshotState").and_then(plist::Value::as_string) {
            Some("finished") | None => {}
            Some(state) => reasons.push(format!("Status.plist says SnapshotState `{state}`, not `finished`")),
        }
    }
    reasons
}

/// What `Info.plist` says of the device, and when the backup was made.
pub(crate) fn device(store: &Store) -> Result<(Device, Option<Timestamp>), String> {
    let dict = dictionary(store, "Info.plist")?;
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
