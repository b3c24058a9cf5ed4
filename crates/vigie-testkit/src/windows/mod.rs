//! What a computer with Windows leaves, from published descriptions; never from a sample of malware.

pub mod hive;
pub mod hive_log;
pub mod mft;
pub mod triage;
