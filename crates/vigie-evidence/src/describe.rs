//! What evidence says of its device: read from the few small files that tell it.
//!
//! Formats: `SystemVersion.plist`; `remotectl dumpstate` as EC-DIGIT-CSIRC/sysdiagnose reads it; the name a
//! sysdiagnose gives itself, `sysdiagnose_2026.01.02_03-04-05+0100_…`, which also stands in its `sysdiagnose.log`.

use vigie_model::{Device, Layout, Timestamp};

use crate::{model_name, property_list};

/// Largest file that is looked at, in bytes.
pub(crate) const DESCRIPTION_LIMIT: u64 = 4 << 20;

const SYSTEM_VERSION: &str = "System/Library/CoreServices/SystemVersion.plist";
const SYSTEM_VERSION_COPY: &str = "logs/SystemVersion/SystemVersion.plist";
const REMOTECTL: &str = "remotectl_dumpstate.txt";
const LOG: &str = "sysdiagnose.log";

/// The files that tell, in a layout.
pub(crate) fn files(layout: Layout) -> &'static [&'static str] {
    match layout {
        Layout::IosFilesystem => &[SYSTEM_VERSION],
        Layout::IosSysdiagnose => &[SYSTEM_VERSION_COPY, REMOTECTL, LOG],
        _ => &[],
    }
}

/// The device, and when the evidence was made. `read` gives the bytes of a file; `top` is the folder before it all.
pub(crate) fn device(
    layout: Layout,
    top: Option<&str>,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> (Device, Option<Timestamp>) {
    let mut device = Device::default();
    let mut made = None;
    let text = |path: &str| read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    match layout {
        Layout::IosFilesystem => system_version(read(SYSTEM_VERSION), &mut device),
        Layout::IosSysdiagnose => {
            if let Some(text) = text(REMOTECTL) {
                remotectl(&text, &mut device);
            }
            system_version(read(SYSTEM_VERSION_COPY), &mut device);
            made = top.and_then(named_time).or_else(|| text(LOG).as_deref().and_then(named_time));
        }
        _ => {}
    }
    (device, made)
}

fn system_version(bytes: Option<Vec<u8>>, device: &mut Device) {
    let Some(Ok(plist::Value::Dictionary(dict))) = bytes.map(|bytes| property_list(&bytes)) else {
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
