//! What evidence says of its device: read from the few small files that tell it.
//!
//! Formats: `SystemVersion.plist`; `remotectl dumpstate` as EC-DIGIT-CSIRC/sysdiagnose reads it; the name a
//! sysdiagnose gives itself, `sysdiagnose_2026.01.02_03-04-05+0100_…`, which also stands in its `sysdiagnose.log`; the
//! `_manifest` of each app in an Android backup (AOSP, `AppMetadataBackupWriter`). Others of Android:
//! `describe_android.rs`.

use std::collections::BTreeMap;
use std::io::{self, Read};

use vigie_model::{Device, Layout, Timestamp};

use crate::{describe_android, model_name, property_list, utf16};

/// Largest file that is looked at, in bytes.
const DESCRIPTION_LIMIT: u64 = 4 << 20;
/// The same for a bug report: its properties stand behind the logs.
const BUGREPORT_LIMIT: u64 = 32 << 20;

const SYSTEM_VERSION: &str = "System/Library/CoreServices/SystemVersion.plist";
const SYSTEM_VERSION_COPY: &str = "logs/SystemVersion/SystemVersion.plist";
const REMOTECTL: &str = "remotectl_dumpstate.txt";
const LOG: &str = "sysdiagnose.log";

/// How much of each file that [`tells`] is looked at, in bytes.
pub(crate) fn limit(layout: Layout) -> u64 {
    if layout == Layout::AndroidBugreport { BUGREPORT_LIMIT } else { DESCRIPTION_LIMIT }
}

/// What a file that [`tells`] says of the device, read from its beginning as far as needed.
pub(crate) fn telling(layout: Layout, from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut from = from.take(limit(layout));
    let mut bytes = Vec::new();
    match layout {
        Layout::AndroidBugreport => return describe_android::telling(&mut utf16::decoded(from)?),
        Layout::AndroidQf => utf16::decoded(from)?.read_to_end(&mut bytes)?,
        _ => from.read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

/// The same of one that is in memory.
pub(crate) fn told(layout: Layout, mut bytes: &[u8]) -> Vec<u8> {
    telling(layout, &mut bytes).unwrap_or_default()
}

/// Whether a path of a layout is one of the files that tell.
pub(crate) fn tells(layout: Layout, path: &str) -> bool {
    match layout {
        Layout::IosFilesystem => path == SYSTEM_VERSION,
        Layout::IosSysdiagnose => [SYSTEM_VERSION_COPY, REMOTECTL, LOG].contains(&path),
        Layout::AndroidBackup => is_manifest(path),
        _ => describe_android::tells(layout, path),
    }
}

/// The device, and when the evidence was made. `files` holds the beginning of each file that [`tells`]; `top` is the
/// folder before it all.
pub(crate) fn device(
    layout: Layout,
    top: Option<&str>,
    files: &BTreeMap<String, Vec<u8>>,
) -> (Device, Option<Timestamp>) {
    let mut device = Device::default();
    let mut made = None;
    let text = |path: &str| files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    match layout {
        Layout::IosFilesystem => system_version(files.get(SYSTEM_VERSION), &mut device),
        Layout::IosSysdiagnose => {
            if let Some(text) = text(REMOTECTL) {
                remotectl(&text, &mut device);
            }
            system_version(files.get(SYSTEM_VERSION_COPY), &mut device);
            made = top.and_then(named_time).or_else(|| text(LOG).as_deref().and_then(named_time));
        }
        Layout::AndroidBackup => {
            device.os = Some("Android".to_owned());
            let texts = files.values().map(|bytes| String::from_utf8_lossy(bytes));
            device.os_version = texts.filter_map(|text| manifest_level(&text)).max().and_then(android_version);
        }
        Layout::AndroidBugreport | Layout::AndroidQf | Layout::AndroidIntrusionLogs | Layout::AndroidFilesystem => {
            return describe_android::device(layout, files);
        }
        _ => {}
    }
    (device, made)
}

/// Whether a path of an Android backup is what it says of an app.
fn is_manifest(path: &str) -> bool {
    path.strip_prefix("apps/").and_then(|rest| rest.strip_suffix("/_manifest")).is_some_and(|app| !app.contains('/'))
}

/// The API level of the device that wrote a `_manifest`: its fourth line, behind 1, the package and its version.
fn manifest_level(text: &str) -> Option<u32> {
    let mut lines = text.lines();
    if lines.next() != Some("1") {
        return None;
    }
    lines.nth(2)?.parse().ok()
}

/// The version of Android that goes with an API level (source.android.com, "Codenames, tags, and build numbers").
fn android_version(level: u32) -> Option<String> {
    let version = match level {
        14 | 15 => "4.0",
        16 => "4.1",
        17 => "4.2",
        18 => "4.3",
        19 => "4.4",
        21 => "5.0",
        22 => "5.1",
        23 => "6",
        24 => "7.0",
        25 => "7.1",
        26 => "8.0",
        27 => "8.1",
        28..=30 => return Some(level.saturating_sub(19).to_string()),
        31 | 32 => "12",
        33..=36 => return Some(level.saturating_sub(20).to_string()),
        _ => return None,
    };
    Some(version.to_owned())
}

fn system_version(bytes: Option<&Vec<u8>>, device: &mut Device) {
    let Some(Ok(plist::Value::Dictionary(dict))) = bytes.map(|bytes| property_list(bytes)) else {
        return;
    };
    let text = |key: &str| dict.get(key).and_then(plist::Value::as_string).map(str::to_owned);
    device.os = text("ProductName").or_else(|| device.os.take());
    device.os_version = text("ProductVersion").or_else(|| device.os_version.take());
    device.os_build = text("ProductBuildVersion").or_else(|| device.os_build.take());
}

/// The properties of the first device, which is the one the sysdiagnose was made on.
fn remotectl(text: &str, device: &mut Device) {
    for line in text.lines() {
        let Some((key, value)) = line.trim().split_once(" => ") else { continue };
        let field = match key {
            "OSVersion" => &mut device.os_version,
            "BuildVersion" => &mut device.os_build,
            "ProductName" => &mut device.os,
            "ProductType" => &mut device.product_type,
            "SerialNumber" => &mut device.serial,
            "UniqueDeviceID" => &mut device.udid,
            "DeviceName" | "UserAssignedDeviceName" => &mut device.name,
            _ => continue,
        };
        if field.is_none() {
            *field = Some(value.trim().to_owned());
        }
    }
    device.model = device.product_type.as_deref().and_then(model_name).map(str::to_owned);
}

/// The time in `sysdiagnose_2026.01.02_03-04-05+0100_…`, wherever it stands first.
fn named_time(text: &str) -> Option<Timestamp> {
    text.match_indices("sysdiagnose_").find_map(|(at, name)| {
        let stamp = text.get(at.checked_add(name.len())?..)?.get(..24)?;
        let (date, rest) = stamp.split_once('_')?;
        let (time, zone) = (rest.get(..8)?, rest.get(8..13)?);
        let (hours, minutes) = zone.split_at_checked(3)?;
        let text = format!("{}T{}{hours}:{minutes}", date.replace('.', "-"), time.replace('-', ":"));
        Timestamp::parse_rfc3339(&text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sysdiagnose_says_when_it_was_made() {
        let time = |text: &str| named_time(text).map(|at| at.to_string());
        let name = "sysdiagnose_2026.01.02_03-04-05+0100_iPhone-OS_iPhone_22A1";
        assert_eq!(time(name).unwrap(), "2026-01-02T02:04:05Z");
        assert_eq!(time(&format!("x sysdiagnose_ y IN_PROGRESS_{name}/z")).unwrap(), "2026-01-02T02:04:05Z");
        assert_eq!(time("sysdiagnose_2026.13.02_03-04-05+0100_"), None);
    }

    #[test]
    fn a_bug_report_names_its_build() {
        let told = |text: &str| {
            let files = BTreeMap::from([("dumpstate.txt".to_owned(), text.as_bytes().to_vec())]);
            device(Layout::AndroidBugreport, None, &files).0
        };
        let known = told(
            "== dumpstate: 2024-05-12 18:30:00\nBuild fingerprint: 'google/shiba/shiba:14/AP1A/1:user/release-keys'\n",
        );
        assert_eq!((known.os.as_deref(), known.os_version.as_deref()), (Some("Android"), Some("14")));
        assert_eq!(
            (known.product_type.as_deref(), known.os_build.as_deref()),
            (Some("google/shiba/shiba"), Some("AP1A"))
        );
        let odd = told("Build fingerprint: 'unknown'\n");
        assert_eq!((odd.product_type, odd.os_version), (None, None));
    }

    #[test]
    fn the_apps_of_a_backup_name_its_android() {
        let told = |level: &str| {
            let text = format!("1\ncom.example\n12\n{level}\ncom.android.vending\n0\n0\n");
            let files = BTreeMap::from([("apps/com.example/_manifest".to_owned(), text.into_bytes())]);
            device(Layout::AndroidBackup, None, &files).0.os_version
        };
        assert_eq!(told("28").as_deref(), Some("9"));
        assert_eq!(told("30").as_deref(), Some("11"));
        assert_eq!(told("34").as_deref(), Some("14"));
        assert_eq!(told("99"), None);
        assert_eq!(told("x"), None);
        assert!(tells(Layout::AndroidBackup, "apps/com.example/_manifest"));
        assert!(!tells(Layout::AndroidBackup, "apps/com.example/f/_manifest"));
    }

    #[test]
    fn remotectl_names_the_device() {
        let text = "Local device\n\tProperties: {\n\t\tOSVersion => 17.5.1\n\t\tProductType => iPhone14,5\n\t\t\
                    BuildVersion => 21F90\n\t}\nFound other (bridge)\n\t\tOSVersion => 1.0\n";
        let mut device = Device::default();
        remotectl(text, &mut device);
        assert_eq!(device.os_version.as_deref(), Some("17.5.1"));
        assert_eq!(device.os_build.as_deref(), Some("21F90"));
        assert!(device.model.is_some());
    }
}
