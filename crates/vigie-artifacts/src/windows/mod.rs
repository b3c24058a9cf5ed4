//! Artifacts of computers with Windows: registry, event logs, what ran, what is planned, logs as text. Paths are those of
//! the evidence, as collectors lay them (`C/Windows/…`, `uploads/auto/C%3A/Windows/…`) or loose files; declared paths begin
//! with `**/` and meet in any case.

pub mod amcache;
pub mod autoruns;
pub mod bam;
mod bytes;
pub mod command;
pub mod error_reports;
pub mod events;
mod evtx;
pub mod firewall_log;
mod hive;
pub mod hosts;
pub(crate) mod le;
pub mod mft;
pub mod networks;
mod paths;
pub mod powershell_history;
pub mod prefetch;
pub mod services;
pub mod setupapi;
pub mod shimcache;
pub mod software_keys;
pub mod task_files;
pub mod task_xml;
pub(crate) mod text;
pub mod typed;
pub mod usb;
pub mod user_assist;
pub mod usn;
mod xpress;

pub(crate) use self::bytes::fill;
pub(crate) use self::paths::of_evidence as path_on_computer;
pub use evtx::Head;
