//! What Android evidence says of its device.
//!
//! Formats: `getprop`, `[name]: [value]`; `build.prop`, `name=value`; the build's fingerprint,
//! `brand/product/device:version/build/number:type/keys`, in the head of a dumpstate and in `packages.xml` (as text or
//! as binary XML, whose strings are UTF-8); AndroidQF's `acquisition.json`. The time in the head of a dumpstate is
//! local: it is told when the properties name its zone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use memchr::memmem;
use serde::Deserialize;
use vigie_model::{Device, Layout, Precision, Timestamp};

use crate::recognise::is_dumpstate;

/// Properties of a whole system image, in the order they count.
const BUILD_PROP: &[&str] = &[
    "system/build.prop",
    "system/system/build.prop",
    "product/etc/build.prop",
    "product/build.prop",
    "system/product/etc/build.prop",
    "system/product/build.prop",
    "vendor/build.prop",
    "system/vendor/build.prop",
    "odm/etc/build.prop",
    "vendor/odm/etc/build.prop",
];
const PACKAGES: &str = "data/system/packages.xml";
const ACQUISITION: &str = "acquisition.json";
const GETPROP: &str = "getprop.txt";
const FINGERPRINT: &str = "fingerprint";

/// Which partition's properties name the device, where none is stated (AOSP `init/property_service.cpp`).
const SOURCE_ORDER: &str = "product,odm,vendor,system_ext,system";
/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
const SYSTEM_PROPERTIES: &[u8] = b"\n------ SYSTEM PROPERTIES";
/// How much of a bug report's head is looked at, and of its properties, in bytes.
const HEAD_LIMIT: usize = 1 << 20;
const PROPERTIES_LIMIT: usize = 4 << 20;
/// Bytes that are looked at together.
const PIECE: u64 = 1 << 18;

/// Whether a path of a layout is one of the files that tell.
pub(crate) fn tells(layout: Layout, path: &str) -> bool {
    match layout {
        Layout::AndroidBugreport => is_dumpstate(path),
        Layout::AndroidQf => [ACQUISITION, GETPROP].contains(&path),
        Layout::AndroidFilesystem => path == PACKAGES || BUILD_PROP.contains(&path),
        _ => false,
    }
}

/// The head of a bug report and its properties, which stand behind logs of any length: these are passed over.
pub(crate) fn telling(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut mark = Vec::new();
    (&mut *from).take(MARK.len() as u64).read_to_end(&mut mark)?;
    // The properties may be the first section: what is looked for stands behind the end of a line.
    let start = [&b"\n"[..], if mark == MARK { &[][..] } else { &mark }].concat();
    let from = &mut start.chain(from);
    let finder = memmem::Finder::new(SYSTEM_PROPERTIES);
    let mut told = Vec::new();
    (&mut *from).take(HEAD_LIMIT as u64).read_to_end(&mut told)?;
    if finder.find(&told).is_none() {
        // What follows is looked at piece by piece, each behind as much of the one before as a marker may have there.
        let seam = SYSTEM_PROPERTIES.len();
        let mut window = told.get(told.len().saturating_sub(seam)..).unwrap_or_default().to_vec();
        loop {
            if (&mut *from).take(PIECE).read_to_end(&mut window)? == 0 {
                return Ok(told);
            }
            if let Some(at) = finder.find(&window) {
                told.extend_from_slice(window.get(at..).unwrap_or_default());
                break;
            }
            window.drain(..window.len().saturating_sub(seam));
        }
    }
    from.take(PROPERTIES_LIMIT as u64).read_to_end(&mut told)?;
    Ok(told)
}

/// The lines of a section, without what follows it.
fn section(text: &[u8]) -> &[u8] {
    memmem::find(text, b"\n------ ").and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The device, and when the evidence was made.
pub(crate) fn device(layout: Layout, files: &BTreeMap<String, Vec<u8>>) -> (Device, Option<Timestamp>) {
    let mut device = Device { os: Some("Android".to_owned()), ..Device::default() };
    let mut properties = BTreeMap::new();
    let text = |path: &str| files.get(path).map(|bytes| String::from_utf8_lossy(bytes));
    let mut made = None;
    match layout {
        Layout::AndroidBugreport => {
            if let Some(bytes) = files.values().next() {
                let properties_at = memmem::find(bytes, SYSTEM_PROPERTIES).unwrap_or(bytes.len());
                let (head, rest) = bytes.split_at_checked(properties_at).unwrap_or((bytes, &[]));
                let after = rest.get(SYSTEM_PROPERTIES.len()..).unwrap_or_default();
                getprop(&beginning(section(after), PROPERTIES_LIMIT), &mut properties);
                let head = beginning(head, HEAD_LIMIT);
                dumpstate(&head, &mut device);
                made = banner(&head, properties.get("persist.sys.timezone").map(String::as_str));
            }
        }
        Layout::AndroidQf => {
            getprop(&text(GETPROP).unwrap_or_default(), &mut properties);
            made = files.get(ACQUISITION).and_then(|bytes| started(bytes));
        }
        Layout::AndroidFilesystem => {
            for file in BUILD_PROP.iter().filter_map(|path| text(path)) {
                build_prop(&file, &mut properties);
            }
            if let Some(bytes) = files.get(PACKAGES) {
                packages(bytes, &mut device);
            }
        }
        _ => {}
    }
    apply(&properties, &mut device);
    (device, made)
}

/// The first bytes as text.
fn beginning(bytes: &[u8], length: usize) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.get(..length).unwrap_or(bytes))
}

/// The lines of `getprop`, to the next section.
fn getprop(text: &str, into: &mut BTreeMap<String, String>) {
    for line in text.lines().take_while(|line| !line.starts_with("------ ") || line.starts_with("------ SYSTEM")) {
        let pair = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')?.split_once("]: ["));
        if let Some((name, value)) = pair {
            insert(name, value, into);
        }
    }
}

fn build_prop(text: &str, into: &mut BTreeMap<String, String>) {
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, value)) = line.split_once('=') {
            insert(name.trim(), value.trim(), into);
        }
    }
}

/// The first value counts.
fn insert(name: &str, value: &str, into: &mut BTreeMap<String, String>) {
    if !value.is_empty() {
        into.entry(name.to_owned()).or_insert_with(|| value.to_owned());
    }
}

/// Properties say it better than anything else.
fn apply(properties: &BTreeMap<String, String>, device: &mut Device) {
    let first = |names: &[&str]| names.iter().find_map(|name| properties.get(*name)).cloned();
    // Each partition has its own, and of these makers often call that of the system after what they build for all their phones
    // (`missi system image for arm64`).
    let order = properties.get("ro.product.property_source_order").map_or(SOURCE_ORDER, String::as_str);
    let of_product = |what: &str| {
        let of_parts =
            order.split(',').chain(SOURCE_ORDER.split(',')).map(|part| format!("ro.product.{}.{what}", part.trim()));
        std::iter::once(format!("ro.product.{what}")).chain(of_parts).find_map(|name| properties.get(&name)).cloned()
    };
    if let Some(model) = of_product("model") {
        let maker = of_product("manufacturer").unwrap_or_default();
        let is_said = model.to_ascii_lowercase().starts_with(&maker.to_ascii_lowercase());
        device.model = Some(if is_said { model } else { format!("{maker} {model}") });
    }
    let fill = |field: &mut Option<String>, value: Option<String>| {
        if value.is_some() {
            *field = value;
        }
    };
    if device.product_type.is_none() {
        device.product_type = of_product("device");
    }
    fill(&mut device.os_version, first(&["ro.build.version.release", "ro.system.build.version.release"]));
    fill(&mut device.os_build, first(&["ro.build.id", "ro.system.build.id", "ro.build.display.id"]));
    device.security_patch = first(&["ro.build.version.security_patch"]);
    device.serial = first(&["ro.serialno", "ro.boot.serialno"]);
}

/// The head of a dumpstate: `Build fingerprint: 'brand/product/device:version/build/number:type/keys'`.
fn dumpstate(text: &str, device: &mut Device) {
    let marked = text.lines().take(100).find_map(|line| line.strip_prefix("Build fingerprint: "));
    if let Some(fingerprint) = marked {
        self::fingerprint(fingerprint.trim().trim_matches('\''), device);
    }
}

fn fingerprint(text: &str, device: &mut Device) {
    let mut parts = text.split(':');
    let (product, version) = (parts.next(), parts.next());
    device.product_type = product.filter(|product| product.contains('/')).map(str::to_owned);
    let mut version = version.unwrap_or_default().split('/');
    let mut next = || version.next().filter(|part| !part.is_empty()).map(str::to_owned);
    (device.os_version, device.os_build) = (next(), next());
}

/// When a dumpstate was begun: `== dumpstate: 2024-05-12 18:30:00`.
fn banner(head: &str, zone: Option<&str>) -> Option<Timestamp> {
    let written = head.lines().take(100).find_map(|line| line.strip_prefix("== dumpstate: "))?;
    let at: DateTime = written.trim().replacen(' ', "T", 1).parse().ok()?;
    let at = at.to_zoned(TimeZone::get(zone?).ok()?).ok()?;
    Some(Timestamp::new(at.timestamp(), Precision::Second))
}

/// When AndroidQF began. One that was never filled in reads as a day of the year 1.
fn started(bytes: &[u8]) -> Option<Timestamp> {
    #[derive(Deserialize)]
    struct Acquisition {
        started: Option<String>,
        created: Option<String>,
    }
    let acquisition: Acquisition = serde_json::from_slice(bytes).ok()?;
    let text = acquisition.started.or(acquisition.created)?;
    Timestamp::parse_rfc3339(&text).filter(|at| at.unix_nanos() > 0)
}

/// The fingerprint of the build that wrote `packages.xml`.
fn packages(bytes: &[u8], device: &mut Device) {
    let Some(at) = bytes.windows(FINGERPRINT.len()).position(|window| window == FINGERPRINT.as_bytes()) else { return };
    let after = bytes.get(at.saturating_add(FINGERPRINT.len())..).unwrap_or_default();
    // Behind the name: `="…"` as text; as binary XML two bytes of length, or four when the string is pooled.
    let after = after.strip_prefix(&[0xff, 0xff]).unwrap_or(after);
    let Some((mark, rest)) = after.split_first_chunk::<2>() else { return };
    let length = match mark {
        b"=\"" => rest.iter().position(|byte| *byte == b'"').unwrap_or(0),
        length => usize::from(u16::from_be_bytes(*length)),
    };
    let text = String::from_utf8_lossy(rest.get(..length.min(256)).unwrap_or_default());
    if text.matches('/').count() >= 4 && text.matches(':').count() >= 2 {
        fingerprint(&text, device);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_what_its_own_partitions_call_it() {
        let system = "ro.product.system.model=missi system image for arm64\nro.product.system.manufacturer=QUALCOMM\n";
        let model = |system: &str, product: &str| {
            let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
            let files = [
                file("system/build.prop", system),
                file("product/etc/build.prop", product),
                file(
                    "vendor/odm/etc/build.prop",
                    "ro.product.odm.model=2211133G\nro.product.odm.manufacturer=Xiaomi\n",
                ),
            ];
            device(Layout::AndroidFilesystem, &BTreeMap::from(files)).0.model.unwrap()
        };
        assert_eq!(model(system, ""), "Xiaomi 2211133G");
        let of_product = "ro.product.product.model=all phones\nro.product.product.manufacturer=Xiaomi\n";
        assert_eq!(model(system, of_product), "Xiaomi all phones");
        let order = format!("{system}ro.product.property_source_order=odm,vendor,product,system_ext,system\n");
        assert_eq!(model(&order, of_product), "Xiaomi 2211133G");
    }

    #[test]
    fn properties_behind_long_logs_are_found() {
        let properties = "\n------ SYSTEM PROPERTIES (getprop) ------\n[ro.product.model]: [Pixel 8]\n[ro.build.id]: [AP1A]\n------ NEXT\n[ro.build.id]: [x]\n";
        let head =
            "== dumpstate: 2024-05-12 18:30:00\nBuild fingerprint: 'google/shiba/shiba:14/AP1A/1:user/release-keys'\n";
        // Across the seams of what is looked at together, too.
        let around = |at: usize| (0..60).map(move |back| at - 30 + back);
        let lengths = [0, 100, HEAD_LIMIT, 3 * HEAD_LIMIT].into_iter().chain(around(HEAD_LIMIT - head.len()));
        for length in lengths.chain(around(HEAD_LIMIT + (1 << 18) - head.len())) {
            let text = format!("{head}{}{properties}{}", "x".repeat(length), "y".repeat(1000));
            let told = telling(&mut text.as_bytes()).unwrap();
            assert!(told.len() <= HEAD_LIMIT + PROPERTIES_LIMIT + properties.len(), "{length}");
            let files = BTreeMap::from([("bugreport-x.txt".to_owned(), told)]);
            let (device, _) = device(Layout::AndroidBugreport, &files);
            assert_eq!(device.model.as_deref(), Some("Pixel 8"), "{length}");
            assert_eq!(device.os_build.as_deref(), Some("AP1A"), "{length}");
            assert_eq!(device.os_version.as_deref(), Some("14"), "{length}");
        }
    }
}
