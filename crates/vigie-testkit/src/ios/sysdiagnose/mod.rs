//! A sysdiagnose: what `sysdiagnose` on a phone collects, as far as readers look at it.

mod installation;
mod network;
mod process_lists;
mod reports;
mod shutdown;

use anyhow::Result;

use super::archive::Target;
use super::{Phone, noise};
use crate::databases::profiles;
use crate::databases::sqlite::{PageSize, Workshop};
use crate::databases::tcc;
use crate::property_list::{dict, text, xml};

pub(super) use installation::mobile_installation;
pub(super) use reports::crash_reports;
pub(super) use shutdown::shutdown_log;

/// Writes a sysdiagnose of a phone, with files nobody reads until it has `bytes` on the disk.
pub fn write(phone: &Phone, bytes: u64, target: &mut Target) -> Result<()> {
    let taken = phone.shape.taken;
    let mut put = |path: &str, bytes: &[u8]| target.put(path, bytes, taken);
    put("sysdiagnose.log", log(phone).as_bytes())?;
    put("logs/SystemVersion/SystemVersion.plist", &system_version(phone)?)?;
    put("ps.txt", process_lists::ps(phone).as_bytes())?;
    put("ps_thread.txt", process_lists::ps_thread(phone).as_bytes())?;
    put("taskinfo.txt", process_lists::taskinfo(phone).as_bytes())?;
    put("spindump-nosymbols.txt", process_lists::spindump(phone).as_bytes())?;
    let extra = "system_logs.logarchive/Extra";
    for (name, log) in shutdown_log(phone) {
        put(&format!("{extra}/{name}"), log.as_bytes())?;
    }
    let (name, statistics) = process_lists::log_statistics(phone);
    put(&format!("{extra}/{name}"), statistics.as_bytes())?;
    for (name, report) in crash_reports(phone) {
        put(&format!("crashes_and_spins/{name}"), report.as_bytes())?;
    }
    let installed = mobile_installation(phone);
    put("logs/MobileInstallation/mobile_installation.log.0", installed.as_bytes())?;
    put("swcutil_show.txt", installation::swcutil(phone).as_bytes())?;
    put("brctl/brctl-container-list.txt", installation::brctl(phone).as_bytes())?;
    put("WiFi/com.apple.wifi.known-networks.plist", &network::known_networks(phone)?)?;
    put("remotectl_dumpstate.txt", network::remotectl(phone).as_bytes())?;
    let profile = profile(phone);
    put(&format!("logs/MCState/Shared/profile-{}.stub", profile.uuid), &profile.stub()?)?;
    put("logs/Accessibility/TCC.db", &permissions(phone)?)?;
    put("errors.txt", b"")?;
    noise::fill(target, &phone.random, "logs/CoreCapture", bytes, taken)
}

/// The log of the making, which names the archive and with it the time zone.
fn log(phone: &Phone) -> String {
    let name = phone.shape.sysdiagnose();
    let at = |seconds| phone.shape.taken.plus_seconds(seconds).stamp();
    let folder = "/var/mobile/Library/Logs/CrashReporter/DiagnosticLogs/sysdiagnose";
    format!(
        "{}: Starting sysdiagnose\n{}: Executing task ps\n{}: Tar streaming from: {folder}/IN_PROGRESS_{name}.tmp/ps.txt, to: IN_PROGRESS_{name}.tar.gz\n",
        at(0),
        at(1),
        at(22)
    )
}

/// What runs on the phone: version and build.
pub(super) fn system_version(phone: &Phone) -> Result<Vec<u8>> {
    xml(&dict([
        ("ProductBuildVersion", text(phone.shape.build)),
        ("ProductName", text("iPhone OS")),
        ("ProductVersion", text(phone.shape.version)),
    ]))
}

/// The one profile of the phone, which sets up a wireless network.
fn profile(phone: &Phone) -> profiles::Profile {
    profiles::Profile {
        identifier: "org.example.library.wifi".to_owned(),
        uuid: "9F0C0001-0000-4000-A000-000000000001".to_owned(),
        name: "Wi-Fi of the library".to_owned(),
        payload_type: "com.apple.wifi.managed".to_owned(),
        installed: phone.shape.taken.plus_seconds(-86_400 * 60),
    }
}

/// Permissions of applications.
fn permissions(phone: &Phone) -> Result<Vec<u8>> {
    let mut random = phone.random.fork("permissions");
    let access = |service: &str, client: &str, seconds| tcc::Access {
        service: service.to_owned(),
        client: client.to_owned(),
        auth_value: 2,
        modified: phone.shape.taken.plus_seconds(seconds),
    };
    let rows: Vec<tcc::Access> = phone
        .apps
        .iter()
        .flat_map(|app| ["kTCCServiceCamera", "kTCCServicePhotos"].map(|service| (service, app.bundle)))
        .map(|(service, client)| access(service, client, -random.range(3600, 86_400 * 70)))
        .collect();
    let mut workshop = Workshop::new(PageSize::Real)?;
    workshop.database(|connection| tcc::create(connection, &rows))?.bytes()
}
