//! Traces in a sysdiagnose: the archive of diagnostics an iPhone or iPad makes of itself, which its owner can send.
//!
//! Most of it is the output of command-line tools, in the device's local time. The zone stands in `sysdiagnose.log`
//! ([`taken`]); without it such times stay texts. Tables are read by their header line, since columns come and go
//! with iOS versions ([`text::Columns`]).
//!
//! Whatever lists processes embeds one [`Process`], so that one question ([`process_of`]) finds them all.

pub mod account_devices;
pub mod app_installation;
pub mod brctl_containers;
pub mod brctl_dump;
pub mod call_dumps;
pub mod crash_list;
pub mod iousb;
pub mod itunesstored_downloads;
pub mod jetsam_priority;
pub mod kbdebug;
pub mod logdata_statistics;
pub mod mobilebackup;
pub mod mounts;
pub mod named_only;
pub mod netstat;
pub mod network_extension;
pub mod network_extension_apps;
pub mod network_preferences;
pub mod network_state;
pub mod olddsc;
pub mod ps;
pub mod ps_thread;
pub mod recent_networks;
pub mod remotectl;
pub mod security;
pub mod spindump;
pub mod store_databases;
pub mod swcutil;
pub mod sysdiagnose_log;
pub mod system_version;
pub mod taken;
pub mod taskinfo;
pub mod uuid_to_path;
pub mod wifi_scan;
pub mod wifi_security;

mod process;
mod text;

pub use process::{Process, process_of};
pub(crate) use text::description_date;
