//! Artifacts of files as files, whatever system they are from: names and hashes.

pub mod boot_record;
pub(crate) mod format;
pub mod hashes;
pub mod listing;
