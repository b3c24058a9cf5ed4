//! Traces in a sysdiagnose: the archive of diagnostics an iPhone or iPad makes of itself, which its owner can send.
//!
//! Most of it is the output of command-line tools, in the device's local time. The zone stands in `sysdiagnose.log`
//! ([`taken`]); without it such times stay texts. Tables are read by their header line, since columns come and go
//! with iOS versions ([`text::Columns`]).
//!
//! Whatever lists processes embeds one [`Process`], so that one question ([`process_of`]) finds them all.

pub mod logdata_statistics;
pub mod ps;
pub mod ps_thread;
pub mod spindump;
pub mod sysdiagnose_log;
pub mod taken;
pub mod taskinfo;

mod process;
mod text;

pub use process::{Process, process_of};
