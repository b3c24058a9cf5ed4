//! Signs that need no indicator. Each says what it sees, on whose publication it rests, and when it is innocent.

pub mod apple_threat_notification;
mod contract;
pub mod datausage_missing_pk;
pub mod datausage_missing_process;
pub mod idstatus_nul;
pub mod lockdown_mode;
pub mod missing_rowids;
pub mod quadream_calendar;
pub mod safari_redirect;
pub mod sideloaded_app;
pub mod sms_attachment_var;
pub mod triangulation_backupagent;
pub mod unexpected_profile;

pub use contract::{AnyHeuristic, Found, Heuristic, HeuristicSpec, Kept, Seen, Watch, finding_id};

/// Every heuristic, sorted by id.
pub static HEURISTICS: &[&dyn AnyHeuristic] = &[
    &apple_threat_notification::AppleThreatNotification,
    &datausage_missing_pk::DatausageMissingPk,
    &datausage_missing_process::DatausageMissingProcess,
    &idstatus_nul::IdstatusNul,
    &lockdown_mode::LockdownMode,
    &missing_rowids::MissingRowids,
    &quadream_calendar::QuadreamCalendar,
    &safari_redirect::SafariRedirect,
    &sideloaded_app::SideloadedApp,
    &sms_attachment_var::SmsAttachmentVar,
    &triangulation_backupagent::TriangulationBackupagent,
    &unexpected_profile::UnexpectedProfile,
];
