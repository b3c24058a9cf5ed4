//! Artifacts of an Android file system and of the databases in an `adb backup`: what the system and its own
//! applications keep in files, where a bug report shows only an extract.
//!
//! The data of an application lie in `data/data/PACKAGE`, which is the same as `data/user/0/PACKAGE`; those of a further
//! user in `data/user/N`, and what must be there before the first unlocking in `data/user_de/N`. In a backup they are
//! `apps/PACKAGE`, with `db` for databases, `f` for files and `r` for the rest.

mod access_flags;
pub mod accounts_db;
pub mod adb_keys_file;
pub mod app_usage;
pub mod appops_db;
pub mod appops_xml;
pub mod backup_apps;
pub mod battery_levels;
pub mod bootstat;
pub mod browser_history;
pub mod ca_certificates;
pub mod calls;
pub mod chromium_downloads;
pub mod chromium_history;
pub mod contacts;
pub mod device_policies_xml;
pub mod downloads;
pub mod dropbox_files;
pub mod filesystem;
pub mod firefox_history;
pub mod google_messages;
pub mod messages;
mod messages_backup;
pub mod notification_history;
mod op_names;
mod package_users;
pub mod packages_list;
pub mod packages_xml;
pub mod permission_changes;
pub mod properties;
pub mod roles_xml;
pub mod settings_xml;
mod usage_events;
pub mod usagestats_files;
pub mod web_hosts;
pub mod wifi_networks;

use vigie_model::{Place, ProblemCode, Record, Timestamp};

use super::DeviceTime;
use super::lines::is_package;
use crate::Out;

/// A moment in milliseconds since 1970. Zero and less mean that there is none; what no calendar holds is a problem.
fn millis<R: Record>(value: Option<i64>, at: &Place, out: &mut Out<'_, R>) -> Option<Timestamp> {
    let value = value.filter(|value| *value > 0)?;
    let time = Timestamp::from_unix_millis(value);
    if time.is_none() {
        out.problem(ProblemCode::TimeImplausible, at.clone(), format!("{value} is not a plausible time"));
    }
    time
}

/// The same as the time of a device: it was written in UTC.
fn device_time<R: Record>(value: Option<i64>, at: &Place, out: &mut Out<'_, R>) -> Option<DeviceTime> {
    let written = value?.to_string();
    millis(value, at, out).map(|utc| DeviceTime { utc: Some(utc), written, offset: None })
}

/// The user a path belongs to: `data/system/users/10/…`, `data/system_ce/0/…`, `data/user_de/0/…`.
fn user_of(path: &str) -> Option<i64> {
    path.split('/').find_map(|part| part.parse().ok().filter(|user| (0..100_000).contains(user)))
}

/// The package in whose folder a path lies (`data/data/PACKAGE/…`, `data/user/0/PACKAGE/…`, `apps/PACKAGE/…`).
fn package_of_path(path: &str) -> Option<&str> {
    path.split('/').find(|part| is_package(part))
}
