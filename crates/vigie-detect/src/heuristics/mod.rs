//! Signs that need no indicator. Each says what it sees, on whose publication it rests, and when it is innocent.

pub mod apple_threat_notification;
mod contract;
pub mod crash_near_message;
pub mod datausage_missing_pk;
pub mod datausage_missing_process;
pub mod datausage_without_bundle;
pub mod endpoint_argument;
pub mod idstatus_nul;
pub mod ios_outdated;
pub mod lockdown_mode;
pub mod missing_rowids;
pub mod process_misplaced;
pub mod program_elsewhere;
pub mod program_unexplained;
pub mod quadream_calendar;
pub mod safari_redirect;
pub mod shutdown_client_path;
pub mod shutdown_delays;
pub mod shutdown_log_short;
pub mod sideloaded_app;
mod sightings;
pub mod sms_attachment_var;
pub mod staging_path;
pub mod triangulation_backupagent;
pub mod triangulation_window;
pub mod unexpected_profile;

pub use contract::{AnyHeuristic, Found, Heuristic, HeuristicSpec, Kept, Kinds, Seen, Watch, finding_id};

/// Every heuristic, sorted by id.
pub static HEURISTICS: &[&dyn AnyHeuristic] = &[
    &apple_threat_notification::AppleThreatNotification,
    &crash_near_message::CrashNearMessage,
    &datausage_missing_pk::DatausageMissingPk,
    &datausage_missing_process::DatausageMissingProcess,
    &datausage_without_bundle::DatausageWithoutBundle,
    &endpoint_argument::EndpointArgument,
    &idstatus_nul::IdstatusNul,
    &ios_outdated::IosOutdated,
    &lockdown_mode::LockdownMode,
    &missing_rowids::MissingRowids,
    &process_misplaced::ProcessMisplaced,
    &program_elsewhere::ProgramElsewhere,
    &program_unexplained::ProgramUnexplained,
    &quadream_calendar::QuadreamCalendar,
    &safari_redirect::SafariRedirect,
    &shutdown_client_path::ShutdownClientPath,
    &shutdown_delays::ShutdownDelays,
    &shutdown_log_short::ShutdownLogShort,
    &sideloaded_app::SideloadedApp,
    &sms_attachment_var::SmsAttachmentVar,
    &staging_path::StagingPath,
    &triangulation_backupagent::TriangulationBackupagent,
    &triangulation_window::TriangulationWindow,
    &unexpected_profile::UnexpectedProfile,
];
