//! The file system of a phone: what a backup would hold, at the places it has on the phone, and what no backup holds.

use std::collections::BTreeMap;

use anyhow::Result;

use super::archive::Target;
use super::{Phone, noise, sysdiagnose};
use crate::backup::{App, Content, Kind};
use crate::databases::data_usage;
use crate::databases::sqlite::Workshop;
use crate::life::{self, Scale};
use crate::property_list::{binary, dict, text};
use crate::random::Random;

/// Writes the file system of a phone with a life of this scale, and files nobody reads until it has `bytes` on the disk.
pub fn write(phone: &Phone, scale: &Scale, bytes: u64, target: &mut Target) -> Result<()> {
    let taken = phone.shape.taken;
    let mut workshop = Workshop::new(scale.page_size)?;
    let backup = life::backup_of(phone.shape.device(), scale, &mut workshop)?;
    let mut containers = Containers { random: phone.random.fork("containers"), known: BTreeMap::new() };
    for app in &phone.apps {
        let folder = format!("private/var/mobile/Containers/Data/Application/{}", app.data_container);
        containers.known.insert(format!("AppDomain-{}", app.bundle), folder);
    }
    for entry in backup.into_entries() {
        let Kind::File(content) = entry.kind else {
            continue;
        };
        let content = match content {
            Content::Bytes(bytes) | Content::Stored(bytes) => bytes,
            Content::Path(path) => std::fs::read(path)?,
        };
        let path = format!("{}/{}", containers.root(&entry.domain), entry.relative_path);
        target.put(&path, &content, entry.meta.modified)?;
    }
    let mut put = |path: &str, bytes: &[u8]| target.put(path, bytes, taken);
    put("System/Library/CoreServices/SystemVersion.plist", &sysdiagnose::system_version(phone)?)?;
    for (name, log) in sysdiagnose::shutdown_log(phone) {
        put(&format!("private/var/db/diagnostics/{name}"), log.as_bytes())?;
    }
    for (name, report) in sysdiagnose::crash_reports(phone) {
        put(&format!("private/var/mobile/Library/Logs/CrashReporter/{name}"), report.as_bytes())?;
    }
    let installed = sysdiagnose::mobile_installation(phone);
    put("private/var/installd/Library/Logs/MobileInstallation/mobile_installation.log.0", installed.as_bytes())?;
    let usage = workshop.database(|connection| data_usage::create(connection, life::processes(scale)))?.bytes()?;
    put("private/var/networkd/netusage.sqlite", &usage)?;
    for app in &phone.apps {
        let bundle = app.bundle_path();
        let container = bundle.trim_start_matches('/');
        let information = dict([
            ("CFBundleExecutable", text(app.name)),
            ("CFBundleIdentifier", text(app.bundle)),
            ("CFBundleShortVersionString", text(&app.version)),
        ]);
        put(&format!("{container}/Info.plist"), &binary(&information)?)?;
        let metadata = App {
            bundle_id: app.bundle.to_owned(),
            name: app.name.to_owned(),
            artist: format!("{} developers", app.name),
            version: app.version.clone(),
            purchased: app.at,
            source_app: Some("com.apple.AppStore".to_owned()),
        };
        let folder = container.rsplit_once('/').map_or("", |(folder, _)| folder);
        put(&format!("{folder}/iTunesMetadata.plist"), &metadata.itunes_metadata()?)?;
    }
    if phone.traces {
        put("private/var/tmp/UserEventAgent", b"\xCF\xFA\xED\xFE planted for tests, not a program")?;
        put("private/var/db/com.apple.xpc.roleaccountd.staging/vigietestd", b"planted for tests, not a program")?;
    }
    noise::fill(target, &phone.random, "private/var/mobile/Media/PhotoData/Thumbnails", bytes, taken)
}

/// Where the domains of a backup lie on the phone.
struct Containers {
    random: Random,
    known: BTreeMap<String, String>,
}

impl Containers {
    fn root(&mut self, domain: &str) -> String {
        let root = match domain {
            "HomeDomain" | "MediaDomain" | "CameraRollDomain" => "private/var/mobile",
            "RootDomain" => "private/var/root",
            "WirelessDomain" => "private/var/wireless",
            _ => "",
        };
        if !root.is_empty() {
            return root.to_owned();
        }
        let random = &mut self.random;
        let folder =
            |kind: &str, random: &mut Random| format!("private/var/mobile/Containers/{kind}/{}", random.uuid());
        if let Some(known) = self.known.get(domain) {
            return known.clone();
        }
        let root = if let Some(group) = domain.strip_prefix("SysSharedContainerDomain-") {
            format!("private/var/containers/Shared/SystemGroup/{group}")
        } else if domain.starts_with("AppDomainGroup-") {
            folder("Shared/AppGroup", random)
        } else {
            folder("Data/Application", random)
        };
        self.known.insert(domain.to_owned(), root.clone());
        root
    }
}
