//! Files of Windows computers: event logs, what ran, what is planned, logs as text.

pub mod command;
pub mod error_reports;
pub mod events;
mod evtx;
pub mod firewall_log;
pub mod hosts;
pub(crate) mod le;
pub mod powershell_history;
pub mod prefetch;
pub mod setupapi;
pub mod task_files;
pub mod task_xml;
pub(crate) mod text;
mod xpress;

pub use evtx::Head;
