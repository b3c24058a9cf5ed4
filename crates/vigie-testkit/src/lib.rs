//! Makes synthetic evidence for tests, samples and benches: iTunes/Finder backups, file systems and sysdiagnose archives
//! of iPhones, bug reports, AndroidQF acquisitions and backups of Android, captures of a network, mailboxes; of any size.
//!
//! Everything is deterministic: the same calls give the same bytes on every machine. Nothing here comes from
//! a real phone, and no person in it exists.

pub mod android;
pub mod android_backup;
pub mod archive;
pub mod backup;
pub mod databases;
pub mod disk;
pub mod encrypt;
pub mod evtx;
pub mod ios;
pub mod keyed_archive;
pub mod life;
pub mod mail;
pub mod names;
pub mod network;
pub mod prefetch;
pub mod property_list;
pub mod python;
pub mod random;
pub mod server;
pub mod time;
pub mod typedstream;
pub mod unified_log;
pub mod windows;
